"""Adding: whole or not at all, again adds nothing, other bytes are another capture, one writer."""

import json
import os
import runpy
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import onrecord.ledger as ledgers
from onrecord.errors import UsageError
from onrecord.ledger import LedgerError, Step, store
from onrecord.ledger.sqlite import transaction

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports, REPORTS, LATER = made["reader"], made["reports"], made["REPORTS"], made["LATER"]


def test_add_keeps_reports_and_again_adds_nothing(tmp_path: Path, reports: Path, reader: Any) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        heard: list[Step] = []
        added = ledger.add(reports, told=heard.append)
        assert added.counts == {"added": 3}
        assert added.entries == 6
        assert added.statements == sum(len(r.statements) for r in ledger.records()) >= 8
        assert [s.outcome for s in heard] == ["added"] * 3
        read = reader.calls
        again = ledger.add(reports)
        assert (again.counts, again.entries, again.statements, again.head) == ({"known": 3}, 0, 0, added.head)
        assert reader.calls == read == 3
        assert ledger.verify().whole
    with ledgers.open(tmp_path / "a.db") as ledger:
        assert ledger.add(reports / "gate.txt", reports).entries == 0
        assert ledger.head() == added.head


def test_same_bytes_at_another_place_are_kept_once(tmp_path: Path, reports: Path, reader: Any) -> None:
    other = tmp_path / "copy.txt"
    other.write_bytes((reports / "gate.txt").read_bytes())
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports)
        added = ledger.add(other)
        assert (added.counts, added.entries, reader.calls) == ({"added": 1}, 2, 3)
        assert ledger._db.execute("SELECT count(*) FROM captures").get == 3
        assert len(list(ledger.records())) == 3
        assert ledger.verify().whole


def test_bytes_patterns_and_what_is_told(tmp_path: Path, reports: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(REPORTS["mayor.txt"].encode(), outlet="Radio Harl", url="https://example.org/mayor", published="2026-05-14")
        (record,) = ledger.records()
        assert record.article is not None and record.article.outlet == "Radio Harl" and record.capture.url == "https://example.org/mayor"
        assert record.article.published is not None and record.article.published.start == "2026-05-14"
        assert ledger.add(str(reports / "*.txt")).counts == {"added": 2}
        assert len(list(ledger.records())) == 3


def test_told_otherwise_is_another_reading_of_the_same_address(tmp_path: Path, reports: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports / "gate.txt")
        added = ledger.add(reports / "gate.txt", outlet="Tarn Gazette")
        assert (added.counts, added.entries) == ({"reread": 1}, 1)
        (record,) = ledger.records()
        assert record.article is not None and record.article.outlet == "Tarn Gazette"
        assert ledger.verify().whole


def test_what_cannot_be_read_is_kept_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div>" * 600 + "x" + "</div>" * 600 + "</body></html>")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7 binary")
    (tmp_path / "c.txt").write_text(REPORTS["gate.txt"])
    with ledgers.open(tmp_path / "a.db") as ledger:
        added = ledger.add(tmp_path / "a.html", tmp_path / "b.txt", tmp_path / "c.txt")
        assert added.counts == {"added": 1, "refused": 2}
        assert {code for _, code, _ in added.problems} == {"hostile-markup", "not-text"}
        assert [r.article is None for r in ledger.records()] == [False, True, True]
        assert ledger.add(tmp_path / "a.html", tmp_path / "b.txt").entries == 0
        assert ledger.verify().whole
        assert ledger.capture(next(iter(r for r in ledger.records() if r.article is None)).capture.sha256)


def test_a_reader_that_broke_off_is_tried_again(tmp_path: Path, reports: Path, reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.errors import InputError
    from onrecord.pipeline import refuse

    whole = reader._read_one
    monkeypatch.setattr(reader, "_read_one", lambda self, taken: refuse(taken.capture, InputError("took-too-long", "not read within 10 seconds")))
    with ledgers.open(tmp_path / "a.db") as ledger:
        assert ledger.add(reports / "gate.txt").counts == {"refused": 1}
        assert ledger.add(reports / "gate.txt").entries == 0
        monkeypatch.setattr(reader, "_read_one", whole)
        assert ledger.add(reports / "gate.txt").entries == 1
        assert [r.article is None for r in ledger.records()] == [False]
        assert ledger.verify().whole


def test_a_failure_in_the_middle_leaves_nothing_half(tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.ledger import index

    whole, calls = index.write_rows, []

    def fail(db: Any, reading: int, record: Any) -> int:
        written: int = whole(db, reading, record)
        calls.append(reading)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return written

    monkeypatch.setattr(index, "write_rows", fail)
    with ledgers.open(tmp_path / "a.db") as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.add(reports)
        assert len(list(ledger.records())) == 1
        assert ledger.verify().whole
        monkeypatch.setattr(index, "write_rows", whole)
        assert ledger.add(reports).counts == {"added": 2, "known": 1}
        assert ledger.verify().whole


def test_wrong_use(tmp_path: Path, reports: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        with pytest.raises(UsageError, match="no such file"):
            ledger.add(reports, tmp_path / "not-there.txt")
        with pytest.raises(UsageError, match="one report"):
            ledger.add(reports, url="https://example.org/")
        with pytest.raises(UsageError):
            ledger.add(reports, published="yesterday")
        with pytest.raises(UsageError, match="workers"):
            ledger.add(reports, workers=0)
        assert ledger.head().startswith("0:")


def test_a_second_writer_is_told_who_writes(tmp_path: Path, reports: Path) -> None:
    """K7."""
    path = tmp_path / "a.db"
    code = "import sys, time\nfrom onrecord.ledger.lock import writing\nwith writing(sys.argv[1]):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    with ledgers.open(path) as ledger:
        ledger.add(reports / "gate.txt")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        other = subprocess.Popen([sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        try:
            assert other.stdout is not None and other.stdout.readline() == b"held\n"
            start = time.monotonic()
            with pytest.raises(LedgerError, match=rf"process {other.pid} \(since 20"):
                ledger.add(reports, patience=0.3)
            assert time.monotonic() - start >= 0.3
            assert len(ledger.find().hits) >= 1  # reading goes on
        finally:
            other.kill()
            other.wait()
        assert ledger.add(reports).counts == {"added": 2, "known": 1}  # a writer that was killed holds nothing


def test_time_never_runs_backwards(tmp_path: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        db = ledger._db
        body = {"about": "x", "by": "Ada", "says": {}}
        with transaction(db):
            first = store.append(db, "judgement", body, at="2026-05-02T00:00:00.000000+00:00")
            second = store.append(db, "judgement", body, at="2026-05-01T00:00:00.000000+00:00")
        assert second.at == first.at
        assert ledger.verify().whole


def test_no_path_of_the_machine_is_in_a_record(tmp_path: Path, reports: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports)
        for (sha256,) in ledger._db.execute("SELECT sha256 FROM records").fetchall():
            raw = store.fetch(ledger._db, "records", sha256)
            assert raw is not None and str(tmp_path).encode() not in raw and json.loads(raw)["capture"]["path"] is None
