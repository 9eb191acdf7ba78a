"""The file: foreign ones are refused untouched, a newer one too, steps are whole or not at all, a backup holds together."""

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

import onrecord.ledger as ledgers
from onrecord.errors import UsageError
from onrecord.ledger import LedgerError, sqlite

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports = made["reader"], made["reports"]
NEXT = "ALTER TABLE judgements ADD COLUMN note TEXT"


@pytest.fixture
def path(tmp_path: Path, reports: Path) -> Path:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports)
    return tmp_path / "a.db"


@pytest.mark.parametrize("content", [b"Not a database at all, but a text of some length. " * 4, b"SQLite format 3\0", b"\0" * 200, b"%PDF"])
def test_what_is_no_ledger_stays_untouched(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(content)
    with pytest.raises(LedgerError, match="not a ledger"):
        ledgers.open(file)
    assert file.read_bytes() == content and os.listdir(tmp_path) == ["a.db"]


def test_another_programs_database_stays_untouched(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    db = apsw.Connection(str(file))
    db.execute("PRAGMA user_version=3; CREATE TABLE bookmarks (url)")
    db.close()
    before = file.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        ledgers.open(file)
    assert file.read_bytes() == before


def test_a_newer_ledger_is_refused_unopened(path: Path) -> None:
    """K8."""
    raw = bytearray(path.read_bytes())
    raw[60:64] = (len(sqlite.list_migrations()) + 1).to_bytes(4, "big")
    path.write_bytes(raw)
    with pytest.raises(LedgerError, match="newer onrecord"):
        ledgers.open(path)
    assert path.read_bytes() == raw and not list(path.parent.glob("a.db-wal"))


def test_none_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no ledger there"):
        ledgers.open(tmp_path / "a.db", make=False)
    with pytest.raises(UsageError, match="no folder"):
        ledgers.open(tmp_path / "not" / "a.db")
    assert os.listdir(tmp_path) == []


def test_a_step_keeps_ids_and_a_copy(path: Path) -> None:
    """K8: the copy stands beside the ledger before anything changes."""
    with ledgers.open(path) as ledger:
        ids = [s.id for r in ledger.records() for s in r.statements]
        head = ledger.head()
    db = sqlite.connect(str(path), steps=(*sqlite.list_migrations(), NEXT))
    assert [row[0] for row in db.execute("SELECT id FROM statements")] and db.pragma("user_version") == len(sqlite.list_migrations()) + 1
    db.close()
    with pytest.raises(LedgerError, match="newer"):
        ledgers.open(path)
    with ledgers.open(f"{path}.version-{len(sqlite.list_migrations())}") as ledger:
        assert [s.id for r in ledger.records() for s in r.statements] == ids
        assert ledger.verify(head=head).whole


@pytest.mark.parametrize("old", sorted(Path(__file__).with_name("old").glob("*.db")), ids=lambda p: p.stem)
def test_ledgers_of_every_version_are_brought_up_to_date(old: Path, tmp_path: Path) -> None:
    """K8: `python tests/night_ledger.py keep tests/old/NUMBER.db` makes one before a release that changes the schema."""
    told = json.loads(old.with_suffix(".json").read_text())
    (tmp_path / "old.db").write_bytes(old.read_bytes())
    with ledgers.open(tmp_path / "old.db") as ledger:
        assert ledger.verify(head=told["head"]).whole
        assert sorted(s.id for r in ledger.records() for s in r.statements) == told["statements"]
        assert ledger.judgements() and ledger.find(limit=1).hits and list(ledger.edits())


def test_a_step_that_fails_changes_nothing(path: Path) -> None:
    with pytest.raises(LedgerError):
        sqlite.connect(str(path), steps=(*sqlite.list_migrations(), f"{NEXT}; CREATE TABLE entries (x)"))
    with ledgers.open(path) as ledger:
        assert ledger.verify().whole


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END", "CREATE VIEW v AS SELECT 1", "CREATE TABLE extra (x)",
        "DROP INDEX statements_id", "ALTER TABLE statements ADD COLUMN x TEXT",
    ],
)  # fmt: skip
def test_a_foreign_schema_is_refused(path: Path, change: str) -> None:
    """O4."""
    db = apsw.Connection(str(path))
    db.execute(change)
    db.close()
    with pytest.raises(LedgerError, match="tables are not those"):
        ledgers.open(path)


def test_connection_is_guarded(path: Path) -> None:
    with ledgers.open(path) as ledger:
        db = ledger._db
        assert (db.pragma("journal_mode"), db.pragma("synchronous"), db.pragma("trusted_schema"), db.pragma("cell_size_check"), db.pragma("mmap_size")) == (
            "wal",
            2,
            0,
            1,
            0,
        )
        with pytest.raises(apsw.SQLError, match="not authorized"):
            db.execute("SELECT load_extension('x')")
        db.execute("PRAGMA writable_schema=ON")
        with pytest.raises(apsw.SQLError):
            db.execute("UPDATE sqlite_schema SET sql = ''")
        with pytest.raises(apsw.SQLError):
            db.execute("DELETE FROM said_data")


def test_bytes_that_blow_up_are_not_blown_up(path: Path) -> None:
    import zlib

    bomb = zlib.compress(b"\0" * 50_000_000)
    with pytest.raises(LedgerError, match="another length"):
        sqlite.unpack(bomb, 100)


def test_backup_holds_together_and_overwrites_nothing(path: Path, tmp_path: Path, reports: Path) -> None:
    copy = tmp_path / "copy.db"
    with ledgers.open(path) as ledger:
        ledger.backup(copy)
        with pytest.raises(UsageError, match="exists"):
            ledger.backup(copy)
        with pytest.raises((LedgerError, UsageError)):
            ledger.backup(tmp_path / "not" / "there.db")
        head = ledger.head()
    with ledgers.open(copy) as ledger:
        assert ledger.verify(head=head).whole and ledger.head() == head
        assert ledger.add(reports).entries == 0


def test_a_ledger_in_a_folder_of_odd_name(tmp_path: Path, reports: Path) -> None:
    folder = tmp_path / "a b?c#%41é"
    folder.mkdir()
    with ledgers.open(folder / "file:x.db") as ledger:
        ledger.add(reports)
    assert (folder / "file:x.db").stat().st_size


def test_no_lock_is_left_by_a_killed_process(path: Path) -> None:
    code = "import sys, os, signal, onrecord.ledger as l\nx = l.open(sys.argv[1]); x._db.execute('BEGIN IMMEDIATE'); os.kill(os.getpid(), signal.SIGKILL)"
    subprocess.run([sys.executable, "-c", code, path], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    with ledgers.open(path) as ledger:
        assert ledger.verify().whole
