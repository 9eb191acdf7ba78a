"""K1, K2, K3, K6, K9 in small; `python tests/night_ledger.py` runs them with the numbers of docs/reliability.md."""

import os
import runpy
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import onrecord.ledger as ledgers
from onrecord.ledger import intake

night = runpy.run_path(str(Path(__file__).with_name("night_ledger.py")), run_name="night_ledger")


@pytest.fixture(autouse=True)
def _readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "Readers", intake.Readers)  # what the trials set is set back


def test_killed_at_any_moment_it_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    assert "0 lost, 0 doubled, 0 half" in night["kills"](40, tmp_path, count=120)


def test_power_loss_and_full_disk_leave_nothing_half(tmp_path: Path) -> None:
    assert "0 lost, 0 half" in night["disk"](25, tmp_path, count=2)


def test_readers_see_whole_articles_while_one_writes(tmp_path: Path) -> None:
    assert "0 errors, 0 torn" in night["crowd"](2, tmp_path, readers=3, before=40)


def test_single_changes_in_a_larger_ledger_are_found(tmp_path: Path) -> None:
    assert "0 missed" in night["tamper"](15, tmp_path)


def test_a_hostile_file_ends_in_an_error_or_well(tmp_path: Path) -> None:
    assert "0 crashes" in night["mutate"](60, tmp_path)


def test_backup_while_another_process_adds(tmp_path: Path) -> None:
    """K9."""
    path = tmp_path / "a.db"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, night["__file__"], "ingest", str(path), "400"], stdout=subprocess.PIPE, env=environment, text=True)
    try:
        assert child.stdout is not None and child.stdout.readline()
        sizes = []
        for turn in range(3):
            with ledgers.open(path) as ledger:
                ledger.backup(tmp_path / f"{turn}.db")
            with ledgers.open(tmp_path / f"{turn}.db") as copy:
                report = copy.verify()
                assert report.whole and report.statements == 5 * len(list(copy.records()))
                sizes.append(report.entries)
            time.sleep(0.05)
        assert sizes == sorted(sizes)
    finally:
        child.kill()
        child.communicate()


def test_verify_while_another_process_adds(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, night["__file__"], "ingest", str(path), "200"], stdout=subprocess.PIPE, env=environment, text=True)
    try:
        assert child.stdout is not None and child.stdout.readline()
        heads: list[Any] = []
        for _ in range(3):
            with ledgers.open(path) as ledger:
                report = ledger.verify(head=heads[-1] if heads else None)
                assert report.whole, report.flaws
                heads.append(report.head)
        child.communicate(timeout=120)
        assert child.returncode == 0
        with ledgers.open(path) as ledger:
            assert ledger.verify(head=heads[0]).whole and len(list(ledger.records())) == 200
    finally:
        child.kill()
        child.wait()
