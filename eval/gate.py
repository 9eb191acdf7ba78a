"""The quality gate: no figure may fall unseen.

    python eval/gate.py             measure everything and compare with floors.json; exit 1 where a figure fell under its floor
    python eval/gate.py --update    record what rose; a floor is lowered only with --allow-regression

Figures whose data is not on this machine are said to be skipped. A floor is the measured figure less its slack: what one flipped item moves.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.json")
SLACK = {  # what one flipped item moves
    "statements": 0.3, "pages": 0.2, "teasers": 0.3, "anchors": 0.05, "acceptance": 0.0, "own": 1.5, "times": 0.3, "entities": 0.5,
    "dossiers": 2.0, "events": 0.3, "copies": 0.5,
}  # fmt: skip


def statements() -> Iterator[tuple[str, float]]:
    import polnear

    scores, _ = polnear.measure("dev")
    for kind in ("relaxed", "strict"):
        yield f"PolNeAR dev {kind} F1", scores["attributions"][kind]["f1"]


def acceptance() -> Iterator[tuple[str, float]]:
    import acceptance as gold

    out = gold.measure()
    yield "acceptance statements F1", out["statements"]["f1"]
    yield "acceptance nested recall", out["recall by"]["nested"][0]
    yield "acceptance content words, direct", out["fields, % of matched"]["content words, direct"][0]
    for field in ("kind", "act", "channel", "said_on", "said_on invented", "anonymous"):
        yield f"acceptance {field}", out["fields, % of matched"][field][0]
    for field in ("speaker", "relayed_by", "addressees", "target", "hedges", "certainty"):
        yield f"acceptance {field} F1", out["sets"][field]["f1"]
    yield "acceptance clean of left out passages", 100.0 - out["statements"]["from passages that are no statements"]


def pages() -> Iterator[tuple[str, float]]:
    import meta
    import pages as body

    yield from body.figures().items()
    yield from meta.figures().items()


def teasers() -> Iterator[tuple[str, float]]:
    import pages as body

    yield from body.teaser_figures().items()


def anchors() -> Iterator[tuple[str, float]]:
    import anchors as places

    yield from places.figures().items()


def own() -> Iterator[tuple[str, float]]:
    import own as gold

    for part in ("dev", "test"):
        yield from gold.figures(part).items()


def times() -> Iterator[tuple[str, float]]:
    import phrases
    import timebank

    yield from timebank.figures().items()
    yield from phrases.figures().items()


def entities() -> Iterator[tuple[str, float]]:
    import gum

    yield from gum.figures().items()


def dossiers() -> Iterator[tuple[str, float]]:
    import dossier

    for name, part in (("call", "dev"), ("practice", "dev"), ("demo", "dev"), ("demo", "test")):
        yield from dossier.figures(name, part).items()


def events() -> Iterator[tuple[str, float]]:
    import ecbplus
    import topics

    yield from ecbplus.figures().items()
    yield from topics.figures().items()


def copies() -> Iterator[tuple[str, float]]:
    import copies as made
    from shared import corpus

    yield from made.figures(corpus("unlabelled") / "full-articles.jsonl").items()


MEASURES: dict[str, Callable[[], Iterator[tuple[str, float]]]] = {
    "statements": statements, "acceptance": acceptance, "pages": pages, "teasers": teasers, "anchors": anchors,
    "own": own, "times": times, "entities": entities, "dossiers": dossiers, "events": events, "copies": copies,
}  # fmt: skip


def main() -> int:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--update", action="store_true")
    ap.add_argument("--allow-regression", action="store_true")
    ap.add_argument("--only", choices=MEASURES, action="append")
    args = ap.parse_args()
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    fell = []
    for name, measure in MEASURES.items():
        if args.only and name not in args.only:
            continue
        try:
            figures = list(measure())
        except FileNotFoundError as e:
            print(f"{name}: skipped, {e}")
            continue
        for figure, value in figures:
            floor = floors.get(figure)
            low = floor is not None and value < floor
            print(f"{figure:46} {value:8.2f}   floor {'none' if floor is None else floor}{'   FELL' if low else ''}", flush=True)
            if low:
                fell.append(figure)
            if args.update and (floor is None or value - SLACK[name] > floor or (low and args.allow_regression)):
                floors[figure] = round(value - SLACK[name], 2)
    if args.update:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if fell:
        print(f"{len(fell)} figures fell: {', '.join(fell)}", file=sys.stderr)
    return 1 if fell and not args.allow_regression else 0


if __name__ == "__main__":
    sys.exit(main())
