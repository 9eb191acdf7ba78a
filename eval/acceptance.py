"""Gold reports through the product's own path, scored by the public scorer (score_record.py).

    python eval/acceptance.py [--model FOLDER] [--show]

Reads the report with its gold record in ../shared/acceptance, as a user would give it: the file and its day of publication.
"""

import argparse
import contextlib
import io
import json
from pathlib import Path
from typing import Any

import onrecord
from onrecord.encode import encode_record
from shared import SHARED, tool


def measure(model: Path | None = None, *, show: bool = False) -> dict[str, Any]:
    """The scorer's figures over every gold report."""
    pairs = []
    for path in sorted((SHARED / "acceptance").glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        record = onrecord.read(path.parent / gold["report"]["file"], published=gold["report"]["published"], model=model)
        pairs.append((gold, json.loads(encode_record(record))))
    scorer = tool("score_record")
    with contextlib.redirect_stdout(io.StringIO()):
        out: dict[str, Any] = scorer.score(pairs, show=show)
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--model", type=Path)
    ap.add_argument("--show", action="store_true")
    args = ap.parse_args()
    print(json.dumps(measure(args.model, show=args.show), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
