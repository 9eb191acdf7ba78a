"""Dossiers against gold: the reports of a dispute, read and grouped, beside what is on record in them by the rules (eval/gold/dossier/NAME.json).

    python eval/dossier.py [call|practice|demo] [--part dev|test] [--questions] [--shared] [--show]

A statement of the product is a gold statement where their contents, in the same text, share at least half of the words of the smaller; best pairs first, one
to one. Voices are the same where they share a name. A point of the product stands for the gold point with which it shares the most statements, one to one. Only
what belongs to the asked part counts; what the gold marks `may` counts neither way. Figures in brackets leave out what the reader missed.

- same utterance: pairs of statements of different texts that render one utterance, precision, recall, F1.
- alterations: differences of words that change the meaning, found, missed and false; the words decide, not the name of the kind.
- happenings: B-cubed (Bagga and Baldwin 1998) over the found statements that have a gold happening; one without any stands alone.
- positions: (voice, point, act). Those of further points of the product are false where they hold statements of a gold point, else left out.
- changes of position, unanswered, not heard, copies, points on one origin: found, missed, false. Versions of one accusation are one.

--questions names the gold's questions to the product, as a person would. --shared adds the report that is kept outside the project (eval/shared.py).
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from dossier_gold import GOLD, Case, groups, load, match, parts, same_voice
from onrecord.group.types import Dossier
from own import WORD

LISTS = ("changes", "unanswered", "not heard", "copies", "points on one origin")
Pair = frozenset[str]


@dataclass
class Score:
    """Counts of hits among gold and found, B-cubed sums, and what went wrong in words."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    cubed: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])  # precision, recall, items
    wrong: list[str] = field(default_factory=list)

    def count(self, key: str, gold: set[Any], found: set[Any], tell: Any = str) -> None:
        """Add a set of gold things and a set of found ones."""
        self.counts[key].update(hit=len(gold & found), gold=len(gold), found=len(found))
        self.wrong += [f"{key}: missed {tell(x)}" for x in sorted(gold - found, key=str)] + [f"{key}: false {tell(x)}" for x in sorted(found - gold, key=str)]

    def f1(self, key: str) -> float:
        c = self.counts[key]
        return 200 * c["hit"] / (c["gold"] + c["found"]) if c["gold"] + c["found"] else 100.0

    def cubed_f1(self) -> float:
        precision, recall, n = self.cubed
        return 100 * 2 * precision * recall / (precision + recall) / n if n else 100.0


def score(case: Case, dossier: Dossier, part: str) -> Score:
    """One dossier against its gold, of one part."""
    out, found, part_of = Score(), match(case, dossier), parts(case.gold)
    mine = {key for key, p in part_of.items() if not p or part in p}

    def tell(key: str) -> str:
        s = case.gold["statements"][key]
        return f"{key} {s['file'][:12]} {'/'.join(s['voices'])} {s['act']}: {' | '.join([s['text']] if isinstance(s['text'], str) else s['text'])[:70]}"

    out.counts["statements"].update(hit=len(set(found.values()) & mine), gold=len(mine), found=len(set(found.values()) & mine))
    out.wrong += [f"statements: missed {tell(key)}" for key in sorted(mine - set(found.values()))]
    score_utterances(case, dossier, part, out, found, mine, tell)
    score_alterations(case, dossier, part, out, found, mine)
    score_happenings(case, dossier, part, out, found, tell)
    points = map_points(case, dossier, found)
    score_positions(case, dossier, part, out, found, points)
    score_changes(case, dossier, part, out, found, points, tell)
    score_accused(case, dossier, out, found, mine, tell)
    score_texts(case, dossier, part, out, points)
    return out


def score_utterances(case: Case, dossier: Dossier, part: str, out: Score, found: Mapping[str, str], mine: set[str], tell: Any) -> None:
    file = {key: s["file"] for key, s in case.gold["statements"].items()}

    def pairs(group: Iterable[str]) -> set[Pair]:
        return {frozenset(p) for p in combinations(sorted(set(group)), 2) if file[p[0]] != file[p[1]]}

    right, part_right, open_ = set[Pair](), set[Pair](), set[Pair]()
    for u in case.gold["utterances"]:
        right |= pairs(u["statements"])
        part_right |= pairs(u["statements"]) if u["part"] == part else set()
        nested = [
            key for key in file for m in u["statements"] if file[key] == file[m] and (case.places[key] < case.places[m] or case.places[m] < case.places[key])
        ]
        open_ |= pairs([*u["statements"], *u.get("may", []), *nested])
    said = {p for u in dossier.utterances for p in pairs(found[i] for i in u.statements if i in found)}
    said = {p for p in said if (p in part_right if p in right else p not in open_ and p & mine)}
    matched = {p for p in part_right if p <= set(found.values())}
    out.count("same utterance", part_right, said, lambda p: " = ".join(map(tell, sorted(p))))
    out.counts["same utterance, of found statements"].update(hit=len(matched & said), gold=len(matched), found=len(said))


def score_alterations(case: Case, dossier: Dossier, part: str, out: Score, found: Mapping[str, str], mine: set[str]) -> None:
    """A change is an alteration's where a version of it is at hand and its words are the alteration's; a change of words the gold leaves open is none."""
    wanted = dict(enumerate(case.gold["alterations"]))
    got, false = set[int](), set[tuple[str, str, str, str]]()
    for u in dossier.utterances:
        for w in u.wordings:
            versions = {found.get(w.statement), found.get(w.against)}
            for c in w.changes:
                said = bag(c.here) | bag(c.there)
                about = [i for i, a in wanted.items() if versions & related(case, a["statement"]) and said & (bag(a["here"]) ^ bag(a["there"]))]
                got.update(about)
                if not about and (versions & mine or versions == {None}):
                    false.add((c.kind, str(found.get(w.statement)), c.here, c.there))
    asked = {i for i, a in wanted.items() if a["part"] == part and not a.get("may")}
    key = "alterations"
    out.counts[key].update(hit=len(asked & got), gold=len(asked), found=len(asked & got) + len(false))
    out.wrong += [f"{key}: missed {wanted[i]['kind']} {wanted[i]['statement']}: {wanted[i]['here']} / {wanted[i]['there']}" for i in sorted(asked - got)]
    out.wrong += [f"{key}: false {kind} {statement}: {here} / {there}" for kind, statement, here, there in sorted(false)]


def bag(text: str) -> set[str]:
    return set(WORD.findall(text.casefold()))


def related(case: Case, key: str) -> set[str]:
    """A statement and those that hold it or stand in it."""
    file, own = case.gold["statements"][key]["file"], case.places[key]
    return {k for k, s in case.gold["statements"].items() if s["file"] == file and (case.places[k] <= own or own <= case.places[k])}


def score_happenings(case: Case, dossier: Dossier, part: str, out: Score, found: Mapping[str, str], tell: Any) -> None:
    about = {i: h.id for h in reversed(dossier.happenings) for i in h.statements}
    asked = [k for k, h in case.gold["happenings"].items() if h["part"] == part]
    label = {h.id: h.label for h in dossier.happenings}
    pairs = [(key, case.gold["statements"][key]["happening"], about.get(i, i)) for i, key in found.items()]
    pairs = [p for p in pairs if p[1] in asked]
    for _, gold, own in pairs:
        same = sum(g == gold and o == own for _, g, o in pairs)
        out.cubed[0] += same / sum(o == own for _, _, o in pairs)
        out.cubed[1] += same / sum(g == gold for _, g, _ in pairs)
        out.cubed[2] += 1
    main = {g: Counter(o for _, x, o in pairs if x == g).most_common(1)[0][0] for _, g, _ in pairs}
    out.wrong += [
        f"happenings: {g}, in “{label.get(o, 'none')}”, most in “{label.get(main[g], 'none')}”: {tell(k)}" for k, g, o in sorted(pairs) if o != main[g]
    ]


def map_points(case: Case, dossier: Dossier, found: Mapping[str, str]) -> dict[str, str]:
    """Product point to gold point, one to one, by the number and share of common statements.

    A person's question stands for its own gold point and sets the machine's point aside.
    """
    held: dict[str, set[str]] = {k: set() for k in case.gold["points"]}
    for p in case.gold["positions"]:
        held[p["point"]].update(() if p.get("may") else p["statements"])
    candidates = []
    for point in dossier.points:
        own = {found[i] for i in point.statements if i in found}
        for k, statements in held.items():
            if own & statements and not point.named:
                candidates.append((-len(own & statements), -len(own & statements) / len(own | statements), k, point.id))
    out: dict[str, str] = {}
    for *_, k, i in sorted(candidates):
        if i not in out and k not in out.values():
            out[i] = k
    questions = {p["question"]: k for k, p in case.gold["points"].items() if "question" in p}
    named = {point.id: questions[point.label] for point in dossier.points if point.named and point.label in questions}
    return {i: k for i, k in out.items() if k not in named.values()} | named


def score_positions(case: Case, dossier: Dossier, part: str, out: Score, found: Mapping[str, str], points: Mapping[str, str]) -> None:
    voices, lines = {v.id: v for v in dossier.voices}, {line.id: line for line in dossier.lines}
    gold, statements = case.gold, case.gold["statements"]
    asked = {k for k, p in gold["points"].items() if p["part"] == part}
    named = {points[p.id] for p in dossier.points if p.named and p.id in points}
    at_issue = {key for p in gold["positions"] if p["point"] in asked - named and not p.get("may") for key in p["statements"]}
    wanted, readings = set[tuple[str, str, str]](), defaultdict[tuple[str, str], list[list[str]]](list)
    held = defaultdict[tuple[str, str | None], set[str | None]](set)
    for p in gold["positions"]:
        acts = [[statements[i]["act"], *statements[i].get("act_alternatives", [])] for i in p["statements"]]
        readings[p["voice"], p["point"]] += acts
        held[p["voice"], p["point"]].update(p["statements"])
        if p["point"] in asked and not p.get("may"):
            wanted |= {(p["voice"], p["point"], act) for act in needed(acts)}
    said: list[tuple[str, str, str]] = []
    for p in dossier.positions:
        point = points.get(p.point)
        if point is None and not at_issue & {found.get(i) for i in p.statements}:
            continue
        if point is not None and point not in asked:
            continue
        rights = [v for v in gold["voices"] if same_voice(case, v, voices.get(p.voice))]
        own = {found.get(i) for i in p.statements}
        rights.sort(key=lambda v: -len(own & held[v, point]))
        name = rights[0] if rights else voices[p.voice].name if p.voice in voices else p.voice
        said += sorted({(name, point or p.point, str(lines[i].act)) for i in p.statements if i in lines})
    final = set(said) & wanted
    for voice, point, act in dict.fromkeys(said):
        if (voice, point, act) not in wanted:
            others = [r for r in readings[voice, point] if act in r]
            stands_for = sorted({(voice, point, r[0]) for r in others} & (wanted - final))
            final |= set(stands_for[:1]) if others else {(voice, point, act)}
    out.count("positions", wanted, final, " ".join)
    out.counts["positions, without acts"].update(
        hit=len({t[:2] for t in wanted} & {t[:2] for t in final}), gold=len({t[:2] for t in wanted}), found=len({t[:2] for t in final})
    )
    out.counts["points"].update(hit=len(asked & set(points.values())), gold=len(asked), found=len(dossier.points))
    label = {p.id: p.label for p in dossier.points}
    out.wrong += [f"points: {k} is “{label[i]}”" for i, k in sorted(points.items(), key=lambda x: x[1]) if k in asked]
    out.wrong += [f"points: missed {k} {gold['points'][k]['label']}" for k in sorted(asked - set(points.values()))]
    for p in dossier.points:
        if p.id not in points:
            out.wrong.append(f"points: no gold “{p.label}” with {sorted(found.get(i, '?') for i in p.statements)}")


def needed(readings: Sequence[Sequence[str]]) -> set[str]:
    """The acts that a position must show: each statement's own act, less those whose every statement may be read as another of them."""
    count = Counter(r[0] for r in readings)
    out = set(count)
    for act in sorted(count, key=lambda a: (count[a], a)):
        if all(set(r[1:]) & (out - {act}) for r in readings if r[0] == act):
            out.discard(act)
    return out


def score_changes(case: Case, dossier: Dossier, part: str, out: Score, found: Mapping[str, str], points: Mapping[str, str], tell: Any) -> None:
    """A change is found where the product marks one of that voice on that point, or between versions of these two statements."""
    voices, group = {v.id: v for v in dossier.voices}, groups(case.gold)
    asked = {k for k, p in case.gold["points"].items() if p["part"] == part}
    wanted = {(c["voice"], c["point"], group[c["before"]], group[c["after"]]) for c in case.gold["changes"] if c["point"] in asked}
    got, false = set[Any](), set[Any]()
    for p in dossier.positions:
        for shift in p.shifts:
            before, after = (group.get(found.get(i, ""), "?") for i in (shift.before, shift.after))
            mine = [c for c in case.gold["changes"] if same_voice(case, c["voice"], voices.get(p.voice))]
            mine = [c for c in mine if c["point"] == points.get(p.point) or (group[c["before"]], group[c["after"]]) == (before, after)]
            got.update((c["voice"], c["point"], group[c["before"]], group[c["after"]]) for c in mine)
            if not mine and (points.get(p.point) in asked or p.point not in points):
                false.add((voices[p.voice].name if p.voice in voices else p.voice, points.get(p.point, "?"), before, after))
    out.count("changes", wanted, (got & wanted) | false, lambda c: f"{c[0]} on {c[1]}: {' > '.join(tell(i) if i in group else '?' for i in c[2:])}")


def score_accused(case: Case, dossier: Dossier, out: Score, found: Mapping[str, str], mine: set[str], tell: Any) -> None:
    """Versions of an accusation are one: unanswered where none has an answer."""
    voices, group = {v.id: v for v in dossier.voices}, groups(case.gold)
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a in case.gold["accusations"]:
        if a["statement"] in mine:
            wanted[a["voice"], group[a["statement"]]].update(group[i] for i in a["answered_by"])
    for each in dossier.accused:
        for i in each.accusations:
            key = found.get(i)
            if key in mine:
                versions = [group[k] for k in sorted(related(case, key), key=lambda k: k != key)]
                rights = [(v, g) for g in versions for v, x in wanted if x == g and same_voice(case, v, voices.get(each.voice))]
                unit = rights[0] if rights else (voices[each.voice].name if each.voice in voices else each.voice, group[key])
                told[unit].update(group.get(found.get(answer, ""), "?") for accusation, answer in each.answers if accusation == i)
    accused = lambda x: f"{x[0]} by {tell(x[1])}"  # noqa: E731
    out.count("accused", set(wanted), set(told), accused)
    out.count("unanswered", {k for k, by in wanted.items() if not by}, {k for k, by in told.items() if not by}, accused)
    answered = {k for k, by in wanted.items() if by}
    right = {k for k in answered if wanted[k] & told.get(k, set())}
    out.counts["answers"].update(hit=len(right), gold=len(answered), found=sum(bool(by) for by in told.values()))
    silent = {v for v in case.gold["not_heard"] if any(x == v for x, _ in wanted) or not any(a["voice"] == v for a in case.gold["accusations"])}
    said = set()
    for each in dossier.accused:
        if not each.heard:
            rights = [v for v in case.gold["not_heard"] if same_voice(case, v, voices.get(each.voice))]
            if rights or any(found.get(i) in mine for i in each.accusations):
                said.add(rights[0] if rights else voices[each.voice].name if each.voice in voices else each.voice)
    out.count("not heard", silent, {v for v in said if v in silent or v not in case.gold["not_heard"]})


def score_texts(case: Case, dossier: Dossier, part: str, out: Score, points: Mapping[str, str]) -> None:
    file = {r.article.id: name for name, r in case.by_file.items() if r.article is not None}
    wanted = {(frozenset((c["copy"], c["origin"])), c["whole"]) for c in case.gold["copies"]}
    said = {(frozenset((file.get(c.text, c.text), file.get(c.origin, c.origin))), c.whole) for c in dossier.copies}
    out.count("copies", wanted, said, lambda c: f"{' ~ '.join(sorted(c[0]))} {'whole' if c[1] else 'in part'}")
    way = {(c["copy"], c["origin"]) for c in case.gold["copies"]}
    out.counts["copies, which is the origin"].update(
        hit=len(way & {(file.get(c.text), file.get(c.origin)) for c in dossier.copies}), gold=len(way), found=len(dossier.copies)
    )
    asked = {k for k, p in case.gold["points"].items() if p["part"] == part}
    out.count("points on one origin", asked & set(case.gold["lone"]), {points[x.point] for x in dossier.lone if points.get(x.point) in asked})


def measure(name: str, part: str, *, questions: bool = False, shared: bool = False) -> Score:
    """The product's dossier of a folder against its gold."""
    from onrecord.group.dossier import make_dossier

    case = load(GOLD / f"{name}.json", shared=shared)
    asked = [p["question"] for p in case.gold["points"].values() if "question" in p] if questions else []
    return score(case, make_dossier(case.records, questions=asked), part)


def figures(name: str = "demo", part: str = "test") -> dict[str, float]:
    """What the gate watches."""
    s = measure(name, part)
    out = {f"dossier {name} {part} {k} F1": s.f1(k) for k in ("same utterance", "positions", "accused", *LISTS)}
    return out | {f"dossier {name} {part} happenings B-cubed F1": s.cubed_f1(), f"dossier {name} {part} alterations F1": s.f1("alterations")}


def lines(s: Score) -> Sequence[str]:
    """The figures as a person reads them."""
    c = s.counts
    out = [f"{'statements read':34} {c['statements']['hit']} of {c['statements']['gold']}"]
    for key in ("same utterance", "same utterance, of found statements", "positions", "positions, without acts"):
        hit, gold, found = (c[key][k] for k in ("hit", "gold", "found"))
        rates = f"precision {100 * hit / max(1, found):.1f}, recall {100 * hit / max(1, gold):.1f}"
        out.append(f"{key:34} {s.f1(key):6.1f}  F1 ({rates}; gold {gold}, found {found}, right {hit})")
    precision, recall, n = s.cubed
    rates = f"precision {100 * precision / max(1, n):.1f}, recall {100 * recall / max(1, n):.1f}"
    out.append(f"{'happenings':34} {s.cubed_f1():6.1f}  B-cubed F1 ({rates}; {n:.0f} statements)")
    out.append(f"{'points':34} {c['points']['hit']} of {c['points']['gold']} met, {c['points']['found']} found")
    for key in ("alterations", "accused", "answers", *LISTS, "copies, which is the origin"):
        hit, gold, found = (c[key][k] for k in ("hit", "gold", "found"))
        out.append(f"{key:34} {hit} found, {gold - hit} missed, {found - hit} false")
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("name", nargs="?", choices=sorted(p.stem for p in GOLD.glob("*.json")), default="practice")
    ap.add_argument("--part", choices=("dev", "test"), default="dev")
    ap.add_argument("--questions", action="store_true", help="name the gold's questions as points")
    ap.add_argument("--shared", action="store_true", help="add the report kept outside the project")
    ap.add_argument("--show", action="store_true", help="print what is missed or false")
    args = ap.parse_args()
    s = measure(args.name, args.part, questions=args.questions, shared=args.shared)
    print("\n".join(lines(s)))
    if args.show:
        print("\n".join(s.wrong), file=sys.stderr)


if __name__ == "__main__":
    main()
