"""Event coreference across reports on ECB+ (Cybulska and Vossen 2014): how well mentions of happenings are grouped, against a same-lemma baseline.

    python eval/ecbplus.py [--folder PATH] [--part tune|report]

Topics 1 to 15 are for tuning (the corpus has 14 of them; the weights of onrecord.group.event.link were fitted on them), 16 to 30 for the report (it has no
17).

Given are the gold event mentions: every markable of a type ACTION_* or NEG_ACTION_* with a place in the text, 3,838 and 4,744 of them, those that no
relation names
as clusters of one. All documents of a topic, which are about two different but similar incidents, are grouped together; nothing else of the annotation is
used: no
gold participants, times, places or sub-topics. Gold clusters are CROSS_DOC_COREF by their note and INTRA_DOC_COREF by their relation. The baseline puts
mentions of a topic with the same base of the head word together. Both are scored alike: B-cubed, MUC, CEAF-e and their mean (CoNLL), over all mentions of
the part.
The second line of each leaves out what no relation names.
"""

import argparse
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from onrecord.group.event import Mention, cluster, describe_text, link, make_mention
from onrecord.types import Span
from shared import corpus

Part = Literal["tune", "report"]
Topics = {"tune": range(1, 16), "report": range(16, 31)}
Clusters = Mapping[Hashable, Hashable]  # a mention's cluster
Scores = tuple[float, float, float]  # precision, recall, F1


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold mention: which, its cluster, whether a relation names it, and the product's view of it."""

    id: tuple[str, str]
    cluster: tuple[int, str]
    related: bool
    mention: Mention


def read_topic(folder: Path, topic: int) -> Iterator[Gold]:
    """The gold event mentions of a topic, document by document, in order of the text."""
    for path in sorted((folder / str(topic)).glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        text, spans, sentences = "", [], dict[str, Span]()
        numbers = []
        places = {}
        for token in root.findall("token"):
            places[token.get("t_id")] = len(spans)
            text += " " * bool(text)
            spans.append(Span(len(text), len(text) + len(token.text or "")))
            text += token.text or ""
            number = token.get("sentence") or ""
            numbers.append(number)
            sentences[number] = Span(sentences.get(number, spans[-1]).start, len(text))
        clusters = {}
        for relation in root.find("Relations") or ():
            note = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else None
            for source in relation.findall("source"):
                clusters[source.get("m_id")] = note or f"{path.name}:{relation.get('r_id')}"
        setting = describe_text(path.name, text)
        found = []
        for markable in root.find("Markables") or ():
            at = sorted(places[anchor.get("t_id")] for anchor in markable.findall("token_anchor"))
            if at and "ACTION" in markable.tag:
                found.append((at, markable.get("m_id") or ""))
        for at, name in sorted(found):
            span = Span(spans[at[0]].start, spans[at[-1]].end)
            words = " ".join(spans[i].of(text) for i in at)
            mention = make_mention(text, span, sentences[numbers[at[0]]], setting, words=words)
            yield Gold((path.name, name), (topic, clusters.get(name, f"{path.name}:{name}")), name in clusters, mention)


def group(golds: list[Gold]) -> list[list[int]]:
    """The product's groups of a topic's mentions."""
    links = {(i, j): strength for i, j in combinations(range(len(golds)), 2) if (strength := link(golds[i].mention, golds[j].mention)) > 0}
    return cluster(len(golds), links)


def members(clusters: Clusters) -> dict[Hashable, set[Hashable]]:
    inside: dict[Hashable, set[Hashable]] = {}
    for mention, one in clusters.items():
        inside.setdefault(one, set()).add(mention)
    return inside


def f1(precision: float, recall: float) -> Scores:
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(gold: Clusters, found: Clusters) -> Scores:
    """Bagga and Baldwin (1998): for each mention how much of its found cluster is right, and how much of its gold cluster was found."""
    ours, theirs = members(found), members(gold)
    shared = [(len(ours[found[m]] & theirs[gold[m]]), len(ours[found[m]]), len(theirs[gold[m]])) for m in gold]
    return f1(sum(s / o for s, o, _ in shared) / len(shared), sum(s / t for s, _, t in shared) / len(shared))


def muc(gold: Clusters, found: Clusters) -> Scores:
    """Vilain et al. (1995): links that hold each cluster together."""

    def recall(one: Clusters, other: Clusters) -> float:
        inside = members(one).values()
        needed = sum(len(ms) - 1 for ms in inside)
        return sum(len(ms) - len({other[m] for m in ms}) for ms in inside) / needed if needed else 0.0

    return f1(recall(found, gold), recall(gold, found))


def ceaf(gold: Clusters, found: Clusters) -> Scores:
    """Luo (2005) with the entity similarity, clusters paired greedily by it: at most a hair below the best pairing."""
    ours, theirs = members(found), members(gold)
    together = sorted({(found[m], gold[m]) for m in gold}, key=str)
    alike = {(o, t): 2 * len(ours[o] & theirs[t]) / (len(ours[o]) + len(theirs[t])) for o, t in together}
    total, used = 0.0, set[tuple[str, Hashable]]()
    for (o, t), s in sorted(alike.items(), key=lambda item: (-item[1], str(item[0]))):
        if ("found", o) not in used and ("gold", t) not in used:
            used |= {("found", o), ("gold", t)}
            total += s
    return f1(total / len(ours), total / len(theirs))


def show(name: str, gold: Clusters, found: Clusters) -> str:
    b, m, c = b_cubed(gold, found), muc(gold, found), ceaf(gold, found)
    conll = (b[2] + m[2] + c[2]) / 3
    cubed = f"{name:<34} B-cubed P {b[0] * 100:.1f} R {b[1] * 100:.1f} F1 {b[2] * 100:.1f}"
    return f"{cubed}   MUC {m[2] * 100:.1f}   CEAF-e {c[2] * 100:.1f}   CoNLL {conll * 100:.1f}"


def score(folder: Path, part: Part) -> tuple[dict[str, Clusters], set[Hashable]]:
    """Gold, baseline and product clusters of all mentions of a part, and the mentions that a relation names."""
    gold, lemma, ours = dict[Hashable, Hashable](), dict[Hashable, Hashable](), dict[Hashable, Hashable]()
    related = set[Hashable]()
    for topic in Topics[part]:
        golds = list(read_topic(folder, topic))
        for g in golds:
            gold[g.id], lemma[g.id] = g.cluster, (topic, g.mention.head)
            if g.related:
                related.add(g.id)
        for number, inside in enumerate(group(golds)):
            for i in inside:
                ours[golds[i].id] = (topic, number)
    return {"gold": gold, "same lemma": lemma, "onrecord": ours}, related


def figures() -> dict[str, float]:
    """What the gate watches: B-cubed F1 on the topics that are reported, and how far above the baseline."""
    found, _ = score(corpus("ecbplus") / "ECB+", "report")
    ours, lemma = (100 * b_cubed(found["gold"], found[name])[2] for name in ("onrecord", "same lemma"))
    return {"ECB+ events B-cubed F1": ours, "ECB+ above same lemma": ours - lemma}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="the unpacked corpus (the folder with one folder a topic); ../shared/data by default")
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    options = parser.parse_args()
    found, related = score(options.folder or corpus("ecbplus") / "ECB+", options.part)
    gold = found.pop("gold")
    print(f"ECB+ {options.part}: {len(gold)} mentions, {len(members(gold))} clusters")
    for name, clusters in found.items():
        print(show(name, gold, clusters))
        print(show("  of those in a relation", {m: gold[m] for m in gold if m in related}, {m: clusters[m] for m in gold if m in related}))
    print(f"B-cubed F1, onrecord above same lemma: {(b_cubed(gold, found['onrecord'])[2] - b_cubed(gold, found['same lemma'])[2]) * 100:+.1f}")


if __name__ == "__main__":
    main()
