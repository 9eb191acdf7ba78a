"""PolNeAR through the product's own path: read each text as a user would, score its top-level statements that have a cue.

    python eval/polnear.py [--part dev] [--model FOLDER] [--predictions FILE] [--reliability]

Needs the public corpora beside the checkout (../shared/data, ../shared/tools); prints the scorer's JSON.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import onrecord
from onrecord.types import Record
from shared import corpus, tool


def attributions(record: Record) -> list[dict[str, list[list[int]]]]:
    """A record's top-level statements that have a cue, as the scorer takes them."""
    return [
        {role: [[s.start, s.end] for s in getattr(st, role)] for role in ("source", "cue", "content")}
        for st in record.statements
        if st.parent is None and st.cue
    ]


def measure(part: str = "dev", model: Path | None = None) -> tuple[dict[str, Any], list[tuple[float, bool]]]:
    """The scores of a part of the corpus, and each statement's confidence with whether it matched (relaxed)."""
    folder = corpus("polnear") / part
    scorer = tool("score_attributions")
    gold, _ = scorer.read_gold(str(folder))
    found, sure = {}, []
    for name, (text, atts) in gold.items():
        record = onrecord.read(text.encode("utf-8"), model=model)
        found[name] = attributions(record)
        words = scorer.Words(text)
        hit = {p for _, p in scorer.match(scorer.prepare(text, words, atts), scorer.prepare(text, words, found[name]))}
        top = [s for s in record.statements if s.parent is None and s.cue]
        sure += [(s.confidence, i in hit) for i, s in enumerate(top)]
    return scorer.score(gold, found), sure


def reliability(sure: list[tuple[float, bool]]) -> list[dict[str, float]]:
    """Ten bins of confidence: how many statements, their mean confidence, the share that is right."""
    rows = []
    for low in range(10):
        inside = [(c, r) for c, r in sure if low <= c * 10 < low + 1 or (low == 9 and c == 1)]
        if inside:
            n = len(inside)
            rows.append({"from": low / 10, "statements": n, "said": round(sum(c for c, _ in inside) / n, 3), "right": round(sum(r for _, r in inside) / n, 3)})
    return rows


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--part", default="dev")
    ap.add_argument("--model", type=Path)
    ap.add_argument("--reliability", action="store_true")
    args = ap.parse_args()
    scores, sure = measure(args.part, args.model)
    print(json.dumps(reliability(sure) if args.reliability else scores, indent=1))


if __name__ == "__main__":
    main()
