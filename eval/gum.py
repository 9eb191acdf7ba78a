"""How often a third-person pronoun is given the right person, on GUM's news, interviews, speeches and court transcripts.

    python eval/gum.py [--part tune|report|all] [--missed]

Every singular third-person pronoun of a person whom gold also names or describes in words is asked for. It is right where the entity found for it
has a name or descriptor that holds a head word of a gold mention of the same person. Documents are split by turns, in the order of their names: the
first, third, ... for tuning, the others for the report.
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.resolve.who import Asked, identify
from onrecord.text.split import pair_marks
from onrecord.types import Block, Span
from shared import corpus

GENRES = ("news", "interview", "speech", "court")
CUES = frozenset(
    "say tell add argue insist claim state announce warn explain note reply ask answer declare deny confirm admit acknowledge accuse urge call describe suggest"
    " predict promise vow pledge report reveal recall remark observe believe think hope expect fear maintain complain criticise criticize condemn tweet testify"
    " comment conclude stress emphasise emphasize write speak refuse decline agree concede mention suspect feel".split()
)
BRACKET = re.compile(r"\((?P<opens>[^()]+)(?P<whole>\))?|(?P<closes>[^()]+)\)")


@dataclass
class Gold:
    """A mention in gold: characters, cluster, type, and the places of its head words."""

    start: int
    end: int
    cluster: str
    kind: str
    heads: list[tuple[int, int]]


@dataclass
class Document:
    name: str
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    gold: list[Gold] = field(default_factory=list)
    pronouns: list[tuple[Span, str, bool]] = field(default_factory=list)  # place, cluster, whether it is the subject of a cue


def read_document(path: Path) -> Document:
    """A document's text in paragraphs, its mentions and its pronouns of persons."""
    doc = Document(path.stem)
    pieces: list[str] = []
    length = begun = 0
    places: list[tuple[int, int]] = []
    opened: list[tuple[str, str, str, int]] = []
    glued: tuple[int, str] | None = None
    for sentence in path.read_text(encoding="utf-8").split("\n\n"):
        lines = sentence.splitlines()
        if any(line.startswith("# newpar") for line in lines) and length:
            doc.blocks.append(Block("paragraph", begun, len("".join(pieces).rstrip())))
            pieces, length = ["".join(pieces).rstrip() + "\n\n"], len("".join(pieces).rstrip()) + 2
            begun = length
        rows = [line.split("\t") for line in lines if line and line[0] != "#"]
        lemmas = {row[0]: row[2] for row in rows}
        for row in rows:
            if "." in row[0]:
                continue
            if "-" in row[0]:
                glued = (int(row[0].split("-")[1]), row[9])
                continue
            form = row[1]
            misc = row[9]
            start = length
            pieces.append(form)
            length += len(form)
            places.append((start, length))
            last_of_glued = glued is not None and int(row[0]) == glued[0]
            inside_glued = glued is not None and int(row[0]) < glued[0]
            if not inside_glued and "SpaceAfter=No" not in (glued[1] if last_of_glued and glued else misc):
                pieces.append(" ")
                length += 1
            if last_of_glued:
                glued = None
            single: list[tuple[str, str]] = []
            entity = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
            for m in BRACKET.finditer(entity):
                if m["opens"]:
                    fields = m["opens"].split("-")
                    opened.append((fields[0], fields[1], fields[5], len(places) - 1))
                    if m["whole"]:
                        close(doc, opened, fields[0], places)
                        single.append((fields[0], fields[1]))
                else:
                    close(doc, opened, m["closes"].split("-")[0], places)
            if row[3] == "PRON" and "Person=3" in row[5] and ("Gender=Masc" in row[5] or "Gender=Fem" in row[5]):
                for cluster, kind in single:
                    if kind == "person":
                        doc.pronouns.append((Span(start, start + len(form)), cluster, row[7].startswith("nsubj") and lemmas.get(row[6], "") in CUES))
    doc.text = "".join(pieces)
    doc.blocks.append(Block("paragraph", begun, len(doc.text.rstrip())))
    return doc


def close(doc: Document, opened: list[tuple[str, str, str, int]], cluster: str, places: list[tuple[int, int]]) -> None:
    """End the latest open mention of a cluster."""
    for at in range(len(opened) - 1, -1, -1):
        if opened[at][0] == cluster:
            _, kind, least, first = opened.pop(at)
            words = places[first:]
            heads = [words[int(n) - 1] for n in least.split(",") if n.isdigit() and int(n) <= len(words)]
            doc.gold.append(Gold(words[0][0], words[-1][1], cluster, kind, heads or words))
            return


def load(part: str) -> Iterator[Document]:
    """The documents of a part of the corpus."""
    paths = sorted(p for p in (corpus("gum") / "dep").glob("*.conllu") if p.stem.split("_")[1] in GENRES)
    for number, path in enumerate(paths):
        if part == "all" or (number % 2 == 0) == (part == "tune"):
            yield read_document(path)


def measure(part: str) -> Iterator[tuple[Document, Span, bool, bool, str]]:
    """Each pronoun with whether it is the subject of a cue, whether its entity is right, and what was found."""
    for doc in load(part):
        pronouns = {(span.start, span.end) for span, _, _ in doc.pronouns}
        heads: dict[str, list[tuple[int, int]]] = {}
        for g in doc.gold:
            if (g.start, g.end) not in pronouns and doc.text[g.start : g.end].lower() not in OTHER_PRONOUNS:
                heads.setdefault(g.cluster, []).extend(g.heads)
        wanted = [p for p in doc.pronouns if heads.get(p[1])]
        quotations = [q.span for q in pair_marks(doc.text, doc.blocks).quotations if q.depth == 0]
        asked = [Asked(span, "speaker" if cue else "target") for span, _, cue in wanted]
        entities, answers = identify(doc.text, doc.blocks, asked, article=doc.name, quotations=quotations)
        known = {e.id: e for e in entities}
        for (span, cluster, cue), answer in zip(wanted, answers, strict=True):
            found = [known[own] for own in answer.entities]
            right = len(found) == 1 and any(m.start <= a and b <= m.end for m in found[0].mentions if m.kind != "pronoun" for a, b in heads[cluster])
            gold = next((doc.text[a:b] for a, b in heads[cluster]), "")
            yield doc, span, cue, right, f"found {[e.name for e in found]}, gold {gold!r} ({answer.rule})"


OTHER_PRONOUNS = frozenset(
    "he him his himself she her hers herself i me my mine myself you your yours yourself it its they them their we us our ours who whom whose which"
    " that this themselves one ourselves itself".split()
)


def figures(part: str = "report") -> dict[str, float]:
    """The share, in percent, of pronouns whose person is right: subjects of cues, and all."""
    rows = [(cue, right) for _, _, cue, right, _ in measure(part)]
    said = [right for cue, right in rows if cue]
    return {
        "pronouns that speak, GUM": 100 * sum(said) / max(1, len(said)),
        "pronouns that speak, GUM, count": float(len(said)),
        "pronouns of persons, GUM": 100 * sum(right for _, right in rows) / max(1, len(rows)),
        "pronouns of persons, GUM, count": float(len(rows)),
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--part", choices=("tune", "report", "all"), default="report")
    ap.add_argument("--missed", action="store_true")
    args = ap.parse_args()
    if args.missed:
        if args.part != "tune":
            ap.error("--missed shows documents, so it is for --part tune alone")
        for doc, span, cue, right, note in measure(args.part):
            if not right:
                low = max(0, span.start - 300)
                print(f"{doc.name} {'CUE ' if cue else ''}{note}")
                print(f"    {doc.text[low : span.start]!r} >>{span.of(doc.text)}<< {doc.text[span.end : span.end + 60]!r}")
    for figure, value in figures(args.part).items():
        print(f"{figure:40} {value:6.1f}")


if __name__ == "__main__":
    main()
