"""Our own gold reports (eval/gold): sixteen reports in as many house styles, each statement with every field; half for development, half for the report.

    python eval/own.py [--part dev|test] [--show]
    python eval/own.py --agreement        the two annotators against each other, Krippendorff's alpha a field

A statement matches a gold one where their contents share half of their words and their sources a word. Shares come with Wilson's 95 % intervals.
"""

import argparse
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import onrecord
from onrecord.encode import encode_record

GOLD = Path(__file__).with_name("gold")
WORD = re.compile(r"\w+")
SETS = {"relayed_by": "relayed_by", "addressees": "addressees", "target": "targets", "on_behalf_of": "on_behalf_of"}
RARE = ("deny", "accuse", "challenge", "demand", "decline")
Json = dict[str, Any]


def locate(text: str, span: Json) -> tuple[int, int]:
    """A gold span's characters; ValueError where the report has no such words."""
    at = text.index(span["in"]) + span["in"].index(span["text"])
    for _ in range(span.get("occurrence", 1) - 1):
        at = text.index(span["text"], at + 1)
    return at, at + len(span["text"])


def words(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    return {m.start() for a, b in spans for m in WORD.finditer(text, a, b)}


def fold(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", name.replace("’", "'").casefold().strip())


@dataclass(frozen=True)
class Reading:
    """One reader's statements of one report, in the gold's terms: spans as pairs, entities as sets of names."""

    text: str
    statements: list[Json]


def read_gold(path: Path, text: str) -> Reading:
    """A gold file, its spans located."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    also = gold.get("aliases", {})
    out = []
    for s in gold["statements"]:
        spans = {role: [locate(text, x) for x in s.get(role) or []] for role in ("source", "cue", "content", "hedges", "certainty", "grounds")}
        names = {k: [{fold(n), *map(fold, also.get(n, []))} for n in s.get(k) or []] for k in ("speaker", *SETS)}
        out.append({**s, **spans, **names})
    return Reading(text, out)


def read_product(text: str, report: Json) -> Reading:
    """The same report as onrecord reads it."""
    record = json.loads(encode_record(onrecord.read(text.encode(), published=report["published"], outlet=report.get("outlet"))))
    names = {e["id"]: {fold(e["name"]), *map(fold, e["aliases"])} for e in record["entities"]}
    out = []
    for s in record["statements"]:
        spans = {role: [(x["start"], x["end"]) for x in s[role]] for role in ("source", "cue", "content", "hedges", "certainty", "grounds")}
        sets = {k: [names.get(i, set()) for i in s[own]] for k, own in (("speaker", "speakers"), *SETS.items())}
        out.append({**s, "key": s["id"], **spans, **sets})
    return Reading(text, out)


def match(gold: Reading, found: Reading) -> list[tuple[Json, Json]]:
    """Pairs of statements, best first, one to one."""
    by = [{s["key"]: s for s in r.statements} for r in (gold, found)]
    candidates = []
    for i, g in enumerate(gold.statements):
        content, source = words(gold.text, g["content"]), words(gold.text, g["source"])
        for j, p in enumerate(found.statements):
            other = words(gold.text, p["content"])
            share = len(content & other) / max(1, len(content | other))
            if share >= 0.5 and (not source or source & words(gold.text, p["source"])):
                candidates.append(((g.get("parent") in by[0]) == (p.get("parent") in by[1]), share, -i, -j))
    pairs, used = [], (set[int](), set[int]())
    for _, _, i, j in sorted(candidates, reverse=True):
        if -i not in used[0] and -j not in used[1]:
            used[0].add(-i)
            used[1].add(-j)
            pairs.append((gold.statements[-i], found.statements[-j]))
    return pairs


@dataclass
class Tally:
    """Counts of right and all, and of hits among gold and found."""

    share: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    sets: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)

    def check(self, key: str, right: bool, note: str = "") -> None:
        self.share[key][0] += right
        self.share[key][1] += 1
        if not right:
            self.wrong.append(f"{key}: {note}")

    def count(self, key: str, hit: int, gold: int, found: int, note: str = "") -> None:
        self.sets[key].update(hit=hit, gold=gold, found=found)
        if hit < max(gold, found) and note:
            self.wrong.append(f"{key}: {note}")


def hits(gold: Sequence[set[str]], found: Sequence[set[str]]) -> int:
    left, n = list(found), 0
    for g in gold:
        other = next((p for p in left if g & p), None)
        if other is not None:
            left.remove(other)
            n += 1
    return n


def day(when: Json | None) -> tuple[str, str] | None:
    return None if not when or not (when.get("start") or when.get("end")) else ((when.get("start") or "")[:10], (when.get("end") or "")[:10])


def score(gold: Reading, found: Reading, tally: Tally) -> None:
    """Add one report to a tally."""
    pairs = match(gold, found)
    tally.count("statements", len(pairs), len(gold.statements), len(found.statements))
    nested = [s for s in gold.statements if s.get("parent")]
    tally.count("nested statements", sum(bool(g.get("parent")) for g, _ in pairs), len(nested), sum(bool(s.get("parent")) for s in found.statements))
    matched = {id(g): p for g, p in pairs}
    for g in gold.statements:
        if id(g) not in matched:
            tally.wrong.append(f"missed: {g['act']} {say(gold, g)}")
    for p in found.statements:
        if not any(p is q for _, q in pairs):
            tally.wrong.append(f"extra: {p.get('act')} {say(gold, p)}")
    for g, p in pairs:
        told = say(gold, g)
        good = {g["act"], *g.get("act_alternatives", [])}
        tally.check("act", p.get("act") in good, f"{g['act']} got {p.get('act')} [{p.get('makers', {}).get('act')}] {told}")
        for act in RARE:
            right = g["act"] == act and p.get("act") in good
            tally.count(f"act {act}", right, g["act"] == act, right or (p.get("act") == act and act not in good))
        named = any(set(WORD.findall(fold(gold.text[a:b]))) & set(WORD.findall(n)) for a, b in g["source"] for names in g["speaker"] for n in names)
        kind = "speaker, named" if named else "speaker, pronoun or descriptor" if g["source"] else "speaker, issuer"
        right = hits(g["speaker"], p["speaker"]) == len(g["speaker"]) == len(p["speaker"])
        tally.check(kind, right, f"{first(g['speaker'])} got {first(p['speaker'])} [{p.get('makers', {}).get('speakers')}] {told}")
        for key in SETS:
            note = f"{first(g[key])} got {first(p[key])} [{p.get('makers', {}).get(SETS[key])}] {told}" if key != "on_behalf_of" or g[key] or p[key] else ""
            tally.count(key, hits(g[key], p[key]), len(g[key]), len(p[key]), note)
        channels = {g.get("channel"), *g.get("channel_alternatives", [])}
        if g.get("channel") or p.get("channel"):
            note = f"{g.get('channel')} got {p.get('channel')} [{p.get('makers', {}).get('channel')}] {told}"
            tally.count("channel", bool(p.get("channel")) and p["channel"] in channels, bool(g.get("channel")), bool(p.get("channel")), note)
        one, two = bool(g.get("negated")), bool(p.get("negated"))
        tally.count("negated", one and two, one, two, f"{one} got {two} {told}")
        tally.check("modality", g.get("modality", "actual") == p.get("modality", "actual"), f"{g.get('modality')} got {p.get('modality')} {told}")
        tally.check("anonymous", bool(g.get("anonymous")) == bool(p.get("anonymous")), f"{g.get('anonymous')} {told}")
        if g.get("said_on"):
            tally.check("said on", day(g["said_on"]) == day(p.get("said_on")), f"{day(g['said_on'])} got {day(p.get('said_on'))} {told}")
        else:
            tally.check("no date invented", day(p.get("said_on")) is None, f"{day(p.get('said_on'))} {told}")
        for key in ("hedges", "certainty"):
            a, b = words(gold.text, g[key]), words(gold.text, p[key])
            tally.count(f"{key}, words", len(a & b), len(a), len(b), f"{[gold.text[x:y] for x, y in g[key]]} got {[gold.text[x:y] for x, y in p[key]]}")


def say(r: Reading, s: Json) -> str:
    source, cue, content = (" | ".join(r.text[a:b] for a, b in s[k]) for k in ("source", "cue", "content"))
    return f"<{source[:40]}> <{cue}> {content[:80]}"


def first(names: Sequence[set[str]]) -> list[str]:
    return [max(n, key=len) if n else "?" for n in names]


def wilson(right: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not n:
        return 0.0, 1.0
    z, p = 1.96, right / n
    middle, wide = (p + z * z / (2 * n)) / (1 + z * z / n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - wide, middle + wide


def f1(c: Counter[str]) -> float:
    return 2 * c["hit"] / (c["gold"] + c["found"]) if c["gold"] + c["found"] else 1.0


def reports(part: str) -> list[tuple[str, str, Path]]:
    """Name, text and gold file of each report of a part."""
    return [(p.stem, p.read_text(encoding="utf-8"), p.with_suffix(".gold.json")) for p in sorted((GOLD / part).glob("*.txt"))]


def measure(part: str) -> Tally:
    """The product against the gold of one part."""
    tally = Tally()
    for _, text, path in reports(part):
        report = json.loads(path.read_text(encoding="utf-8"))["report"]
        score(read_gold(path, text), read_product(text, report), tally)
    return tally


def figures(part: str = "test") -> dict[str, float]:
    """What the gate watches."""
    tally = measure(part)
    out = {f"own {part} {k}": 100 * a / n for k, (a, n) in tally.share.items() if n}
    return out | {f"own {part} {k} F1": 100 * f1(c) for k, c in tally.sets.items()}


def alpha(pairs: Sequence[tuple[str, str]]) -> float:
    """Krippendorff's alpha for two readers and nominal values (Krippendorff 2011)."""
    values = Counter(v for pair in pairs for v in pair)
    n = 2 * len(pairs)
    observed = sum(a != b for a, b in pairs) / len(pairs) if pairs else 0.0
    expected = 1 - sum(c * (c - 1) for c in values.values()) / (n * (n - 1)) if n > 1 else 0.0
    return 1 - observed / expected if expected else 1.0


def agreement() -> tuple[Tally, dict[str, float], int]:
    """The second annotator against the first: a tally as of the product, alpha a field over the statements that both have, and their number."""
    tally, values, n = Tally(), defaultdict[str, list[tuple[str, str]]](list), 0
    for part in ("dev", "test"):
        for name, text, path in reports(part):
            one, two = read_gold(path, text), read_gold(GOLD / "second" / f"{name}.gold.json", text)
            score(one, two, tally)
            for g, p in match(one, two):
                n += 1
                for key in ("kind", "act", "negated", "modality", "anonymous", "channel"):
                    values[key].append((str(g.get(key)), str(p.get(key))))
                values["said_on"].append((str(day(g.get("said_on"))), str(day(p.get("said_on")))))
                for key in ("speaker", *SETS):
                    same = hits(g[key], p[key]) == len(g[key]) == len(p[key])
                    mine = str(sorted(first(g[key])))
                    values[key].append((mine, mine if same else str(sorted(first(p[key]))) + "'"))
    return tally, {k: alpha(v) for k, v in values.items()}, n


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--part", choices=("dev", "test"), default="dev")
    ap.add_argument("--show", action="store_true", help="print what is missed or wrong")
    ap.add_argument("--agreement", action="store_true")
    args = ap.parse_args()
    if args.agreement:
        tally, alphas, n = agreement()
        print(f"Krippendorff's alpha over {n} statements that both annotators have")
        for key, value in alphas.items():
            print(f"{key:34} {value:6.2f}")
    else:
        tally = measure(args.part)
    for key, (right, total) in sorted(tally.share.items()):
        low, high = wilson(right, total)
        print(f"{key:34} {100 * right / max(1, total):6.1f}  ({100 * low:.1f} to {100 * high:.1f}, {right} of {total})")
    for key, c in sorted(tally.sets.items()):
        print(f"{key:34} {100 * f1(c):6.1f}  F1 (gold {c['gold']}, found {c['found']}, right {c['hit']})")
    if args.show:
        print("\n".join(tally.wrong), file=sys.stderr)


if __name__ == "__main__":
    main()
