"""Tamper evidence: what was changed is found, the first bad entry is named, a kept head gives away a cut tail, and a proof holds without onrecord."""

import json
import re
import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest

import onrecord.ledger as ledgers
from onrecord.judge.types import Right
from onrecord.ledger import Report, intake
from onrecord.ledger.chain import START, hash_entry

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
LATER = made["LATER"]
ROOT = Path(__file__).parents[1]
TABLES = (
    "entries", "captures", "records", "sightings", "readings", "carried", "judgements", "withheld", "addresses", "state", "articles", "entities", "statements",
    "parties",
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A ledger with an edit, a judgement, a refusal and something withheld, made once."""
    folder = tmp_path_factory.mktemp("whole")
    for name, text in made["REPORTS"].items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "Readers", made["Here"])
        with ledgers.open(folder / "a.db") as ledger:
            ledger.add(folder)
            (folder / "board.html").write_text(LATER)
            (folder / "bare.html").write_text("<html><body></body></html>")
            ledger.add(folder)
            ledger.judge(ledger.find("June").hits[0].statement.id, Right(("act",)), by="Ada Rowe")
            mayor = next(r for r in ledger.records() if r.article and r.article.title == "Mayor wants inquiry")
            ledger.withhold(mayor.capture.sha256, why="a court order", by="Ada Rowe")
            assert ledger.verify().whole
        yield folder / "a.db"


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    shutil.copyfile(whole, tmp_path / "a.db")
    return tmp_path / "a.db"


def changed(path: Path, change: Callable[[apsw.Connection], Any], *, head: str | None = None) -> Report:
    """The report of a copy after somebody changed it with SQLite alone."""
    copy = path.with_name("copy.db")
    for old in path.parent.glob("copy.db*"):
        old.unlink()
    shutil.copyfile(path, copy)
    db = apsw.Connection(str(copy))
    change(db)
    db.close()
    with ledgers.open(copy) as ledger:
        return ledger.verify(head=head)


def flip(value: Any, random: Random) -> Any:
    """A value with one byte changed, or another number."""
    if isinstance(value, int):
        return value ^ (1 << random.randrange(8))
    if isinstance(value, float):
        return -value
    raw = bytearray(value if isinstance(value, bytes) else value.encode())
    if not raw:
        return b"x" if isinstance(value, bytes) else "x"
    at = random.randrange(len(raw))
    if isinstance(value, bytes):
        raw[at] ^= 1 << random.randrange(8)
        return bytes(raw)
    raw[at] = ord("x") if raw[at] != ord("x") else ord("y")  # stays a text
    return raw.decode("utf-8", "replace")


def flip_one(db: apsw.Connection, random: Random) -> str:
    """Change one value somewhere; which."""
    while True:
        table = random.choice(TABLES)
        columns = [row[1] for row in db.execute(f"SELECT * FROM pragma_table_info('{table}')")]
        rows = db.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        column = random.randrange(len(columns))
        if not rows:
            continue
        row = random.choice(rows)
        if row[column] is None:
            continue
        new = flip(row[column], random)
        where = " AND ".join(f"{name} IS ?" for name in columns)
        try:
            db.execute(f"UPDATE {table} SET {columns[column]} = ? WHERE {where}", (new, *row))
        except apsw.ConstraintError:
            continue
        return f"{table}.{columns[column]}: {row[column]!r:.60} -> {new!r:.60}"


@pytest.mark.parametrize("seed", range(60))
def test_every_single_change_is_found(path: Path, seed: int) -> None:
    """The long run of 1,000 is `night_ledger.py tamper`."""
    told: list[str] = []
    report = changed(path, lambda db: told.append(flip_one(db, Random(seed))))
    assert not report.whole, told


def test_first_bad_entry_is_named(path: Path) -> None:
    for seq in (1, 3, 6):
        report = changed(path, lambda db, seq=seq: db.execute("UPDATE entries SET body = replace(body, 'a', 'b') WHERE seq = ?", (seq,)))
        assert (report.flaws[0].seq, report.flaws[0].code) == (seq, "hash")


def rewrite(db: apsw.Connection) -> None:
    """Somebody who knows the rules changes an entry and every hash after it."""
    link = START
    for seq, at, kind, body in db.execute("SELECT seq, at, kind, body FROM entries ORDER BY seq").fetchall():
        if kind == "judgement":
            body = body.replace("Ada Rowe", "Eve Rowe")
            db.execute("UPDATE judgements SET by = replace(by, 'Ada Rowe', 'Eve Rowe')")
        link = hash_entry(link, seq, at, kind, body)
        db.execute("UPDATE entries SET body = ?, hash = ? WHERE seq = ?", (body, link, seq))
    from onrecord.ledger.chain import grow

    db.execute("UPDATE state SET value = ?", (grow(h for (h,) in db.execute("SELECT hash FROM entries ORDER BY seq").fetchall()).pack(),))


def test_a_kept_head_gives_away_a_rewritten_ledger(path: Path) -> None:
    with ledgers.open(path) as ledger:
        head = ledger.head()
        ledger.judge(ledger.find("June").hits[0].statement.id, Right(), by="Bo Lund")
        assert ledger.verify(head=head).whole  # what came after it changes nothing
    assert changed(path, rewrite).whole  # promised in words: without a head nobody can tell
    assert [f.code for f in changed(path, rewrite, head=head).flaws] == ["head"]


@pytest.mark.parametrize(
    "change",
    [
        lambda db: db.execute("DELETE FROM entries WHERE seq = 3"),
        lambda db: [db.execute("UPDATE entries SET seq = ? WHERE seq = ?", pair) for pair in ((1000, 2), (2, 3), (3, 1000))],
        lambda db: db.execute("DELETE FROM entries WHERE seq = (SELECT max(seq) FROM entries)"),
        lambda db: db.execute("UPDATE captures SET packed = NULL WHERE sha256 = (SELECT min(sha256) FROM captures WHERE packed IS NOT NULL)"),
        lambda db: db.execute("DELETE FROM captures WHERE sha256 = (SELECT min(sha256) FROM captures)"),
        lambda db: db.execute("INSERT INTO captures VALUES ('ab', 0, x'00')"),
        lambda db: db.execute("DELETE FROM statements WHERE number = 1"),
        lambda db: db.execute(
            "INSERT INTO statements SELECT number + 1000, 'x', reading, current, place, kind, act, negated, channel, day_start, day_end, source, content, "
            "question, doubt FROM statements LIMIT 1"
        ),
        lambda db: db.execute("DELETE FROM parties"),
        lambda db: db.execute("DELETE FROM addresses WHERE address = (SELECT min(address) FROM addresses)"),
        lambda db: db.execute("DELETE FROM judgements"),
        lambda db: db.execute("DELETE FROM state"),
        lambda db: db.execute("INSERT INTO said (said, rowid, content) SELECT 'delete', number, content FROM statements WHERE current LIMIT 1"),
        lambda db: db.execute("UPDATE withheld SET why = 'nothing'"),
    ],
)  # fmt: skip
def test_deleted_swapped_added_rows_are_found(path: Path, change: Callable[[apsw.Connection], Any]) -> None:
    assert not changed(path, change).whole


def cut(db: apsw.Connection) -> None:
    """Take the last two entries with all that they stand for."""
    from onrecord.ledger.chain import grow

    last = db.execute("SELECT max(seq) FROM entries").get
    db.execute("DELETE FROM entries WHERE seq > ?", (last - 2,))
    db.execute("UPDATE state SET value = ?", (grow(h for (h,) in db.execute("SELECT hash FROM entries ORDER BY seq").fetchall()).pack(),))
    for table in ("judgements", "withheld"):
        db.execute(f"DELETE FROM {table} WHERE entry > ?", (last - 2,))


def test_a_cut_tail_is_found_against_a_head(path: Path) -> None:
    with ledgers.open(path) as ledger:
        head = ledger.head()
    assert any(f.code == "head" and "cut off" in f.message for f in changed(path, cut, head=head).flaws)


def test_what_is_no_head_is_said(path: Path) -> None:
    with ledgers.open(path) as ledger:
        assert [f.code for f in ledger.verify(head="12").flaws] == ["head"]


def test_proof_of_every_entry_holds_by_the_code_in_the_docs(path: Path) -> None:
    code = re.search(r"^```python\n(.*?)^```", (ROOT / "docs" / "proof.md").read_text(encoding="utf-8"), re.M | re.S)
    assert code is not None and len(code[1].splitlines()) <= 30 and "import onrecord" not in code[1]
    independent: dict[str, Any] = {"__name__": "docs"}
    exec(compile(code[1], "proof.md", "exec"), independent)
    with ledgers.open(path) as ledger:
        head = ledger.head()
        for seq in range(1, int(head.split(":")[0]) + 1):
            proof = json.loads(json.dumps(ledger.proof(seq)))
            assert independent["holds"](proof, head)
            for name, value in (("body", proof["body"].replace("a", "b", 1)), ("at", "2020"), ("seq", seq + 1), ("kind", "other"), ("before", "00" * 32)):
                if proof[name] != value:
                    assert not independent["holds"]({**proof, name: value}, head)
            assert not independent["holds"](proof, head[:-1] + ("0" if head[-1] != "0" else "1"))
