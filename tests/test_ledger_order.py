"""K5: the order of inputs and the number of workers change nothing in what the ledger hands out."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

import onrecord.ledger as ledgers
from onrecord.encode import encode_record

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports, REPORTS, LATER = made["reader"], made["reports"], made["REPORTS"], made["LATER"]


def more(folder: Path) -> list[Path]:
    """The same bytes twice, the same words in other bytes, and one that is refused twice."""
    (folder / "later.html").write_text(LATER)
    (folder / "again.txt").write_text(REPORTS["gate.txt"])
    (folder / "spaced.html").write_text(REPORTS["board.html"].replace("<body>", "<body>\n\n"))
    for name in ("empty.html", "bare.html"):
        (folder / name).write_text("<html><body></body></html>")
    return sorted(folder.iterdir())


def export(path: Path) -> bytes:
    with ledgers.open(path) as ledger:
        assert ledger.verify().whole
        return b"\n".join(encode_record(r) for r in ledger.records())


def test_order_changes_nothing(tmp_path: Path, reports: Path) -> None:
    inputs = more(reports)
    found = set()
    for turn in range(5):
        Random(turn).shuffle(inputs)
        path = tmp_path / f"{turn}.db"
        with ledgers.open(path) as ledger:
            for some in (inputs[:3], inputs[3:], inputs[:5]):
                ledger.add(*some, workers=1 + turn % 2)
        found.add(export(path))
    assert len(found) == 1
    assert found.pop().count(b"\n") >= 4


@pytest.mark.parametrize("workers", ["1", "2"])
def test_real_workers_hash_seed_and_time_zone_change_nothing(tmp_path: Path, reports: Path, workers: str) -> None:
    """The one test that reads in other processes, as users do."""
    code = (
        "import sys, onrecord.ledger as l\nfrom onrecord.encode import encode_record\n"
        "with l.open(sys.argv[1]) as ledger:\n"
        "    ledger.add(sys.argv[2], workers=int(sys.argv[3]))\n    print(*(encode_record(r).decode() for r in ledger.records()), sep='\\n')\n"
    )
    found = []
    for seed, zone in (("1", "UTC"), ("77", "Pacific/Auckland")):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed, "TZ": zone}
        path = tmp_path / f"{seed}.db"
        found.append(subprocess.run([sys.executable, "-c", code, path, reports, workers], env=environment, capture_output=True, check=True, timeout=300).stdout)
    with ledgers.open(tmp_path / "here.db") as ledger:
        ledger.add(reports)
        here: Any = "\n".join(encode_record(r).decode() for r in ledger.records()) + "\n"
    assert found[0] == found[1] == here.encode()
