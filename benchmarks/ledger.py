"""Adding reports to a ledger against reading them alone, in one run: `python benchmarks/ledger.py [--texts N] [--workers N]`.

Both read with the same workers (a process each) and take turns, 250 reports at a time, each with workers of its own, so that a noisy machine slows both alike;
the ratio is what counts. The reports are the shipped ones, each with a sentence of its own, so that no two are alike and none is known.
"""

import argparse
import random
import sys
import time
from contextlib import closing
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import onrecord.ledger as ledgers
from onrecord.ledger.intake import Readers, Taken
from onrecord.read.files import make_capture
from onrecord.text.article import Told

STEP = 250


def reports(count: int) -> list[bytes]:
    """Reports of usual length: the twelve of the shipped dispute and the demo, each with a sentence of its own."""
    folder = resources.files("onrecord.data") / "demo"
    kept = [p.read_bytes() for place in (folder, folder / "dispute") for p in sorted(Path(str(place)).iterdir()) if p.is_file()]
    chance, made = random.Random(1), []
    for n in range(count):
        raw = chance.choice(kept)
        own = f"Report {n} was read by {chance.randint(2, 99)} people, the keeper said.".encode()
        made.append(raw.replace(b"</p>", b"</p><p>" + own + b"</p>", 1) if b"</p>" in raw else raw + b"\n\n" + own + b"\n")
    return made


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--texts", type=int, default=1000)
    ap.add_argument("--workers", type=int, default=1)
    args = ap.parse_args()
    texts = reports(args.texts)
    alone = within = 0.0
    with TemporaryDirectory() as folder, ledgers.open(Path(folder) / "bench.db") as ledger:
        for at in range(0, len(texts), STEP):
            some = texts[at : at + STEP]
            began = time.perf_counter()
            takes = (Taken("a", "a", Told(), make_capture(raw), raw) for raw in some)
            with closing(Readers(args.workers, None)) as readers:
                found = list(readers.read(takes, lambda *_: False))
            alone += time.perf_counter() - began
            began = time.perf_counter()
            added = ledger.add(*some, workers=args.workers)
            within += time.perf_counter() - began
            assert len(found) == len(some) == sum(added.counts.values())
        head = ledger.head()
    sys.stdout.write(
        f"{len(texts):,} reports: read alone {len(texts) / alone:.1f}/s, added {len(texts) / within:.1f}/s, "
        f"{alone / within:.0%} of the speed; {head.split(':')[0]} entries\n"
    )


if __name__ == "__main__":
    main()
