"""What a ledger holds, counted: statements that filters leave, by speaker and by act; what was added last; its size, and when it was last checked and copied.

In: a connection, a path. Out: frozen counts. It writes nothing but a note beside the ledger of when it was checked or copied: no part of the record.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import apsw

from onrecord.ledger import store
from onrecord.ledger.search import Query, check, conditions, match
from onrecord.ledger.sqlite import ask, ask_one

Noted = Literal["verified", "backup"]
NAMED = "trim(substr(e.called, 1, instr(e.called || char(57344), char(57344)) - 1))"  # the first name of a row of `entities`, whose names are parted by U+E000


@dataclass(frozen=True, slots=True)
class Facets:
    """How many statements fit, and of these how many by each speaker (as their articles name them, most first) and by each act."""

    statements: int
    texts: int
    speakers: tuple[tuple[str, int], ...]
    others: int  # speakers that are not listed
    acts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Recent:
    """One of the readings made last: what was read, when, how many statements that gave; the problem where it could not be read."""

    entry: int
    at: str
    name: str
    article: str | None
    title: str | None
    statements: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class Size:
    """What is in a ledger, and how large its file is. `verified` and `backup` say when, ISO 8601, None where that is not known."""

    texts: int
    statements: int
    entries: int
    bytes: int
    verified: str | None
    backup: str | None


def count_facets(db: apsw.Connection, query: Query, *, names: int = 5) -> Facets:
    """The counts of a search; UsageError where a filter cannot hold."""
    check(query)
    parts, values = conditions(db, query)
    parts.insert(0, "s.current")
    if query.words is not None:
        parts.insert(0, "s.number IN (SELECT rowid FROM said WHERE said MATCH ?)")
        values.insert(0, match(query.words))
    found = f"FROM statements s WHERE {' AND '.join(parts)}"
    statements, texts = ask(db, f"SELECT count(*), count(DISTINCT s.reading) {found}", values)[0]
    acts = ask(db, f"SELECT s.act, count(*) AS n {found} AND s.act IS NOT NULL GROUP BY s.act ORDER BY n DESC, s.act", values)
    speakers = ask(
        db,
        f"SELECT {NAMED} AS name, count(DISTINCT p.statement) AS n FROM parties p JOIN entities e ON e.number = p.entity WHERE p.role = 'speaker' "
        f"AND p.statement IN (SELECT s.number {found}) GROUP BY name COLLATE NOCASE ORDER BY n DESC, name",
        values,
    )
    return Facets(statements, texts, tuple(speakers[:names]), max(0, len(speakers) - names), tuple(acts))


def read_recent(db: apsw.Connection, *, limit: int = 8) -> tuple[Recent, ...]:
    """The last readings, the latest first."""
    rows = ask(
        db,
        "SELECT r.entry, e.at, r.address, r.article, r.capture, r.record FROM readings r JOIN entries e ON e.seq = r.entry ORDER BY r.entry DESC LIMIT ?",
        (limit,),
    )
    return tuple(make_recent(db, *row) for row in rows)


def make_recent(db: apsw.Connection, entry: int, at: str, address: str, article: str | None, capture: str, sha256: str) -> Recent:
    seen = ask(db, "SELECT path, url FROM sightings WHERE capture = ? AND address = ? ORDER BY entry LIMIT 1", (capture, address))
    path, url = seen[0] if seen else (None, None)
    name = os.path.basename((path or "").replace("\\", "/")) or url or address
    if article is None:
        record = store.fetch_record(db, sha256)
        problem = record.problems[0].message if record and record.problems else "It could not be read."
        return Recent(entry, at, name, None, None, 0, problem)
    title = ask_one(db, "SELECT title FROM articles WHERE reading = ?", (entry,))
    return Recent(entry, at, name, article, title, ask_one(db, "SELECT count(*) FROM statements WHERE reading = ?", (entry,)), None)


def measure(db: apsw.Connection, path: str) -> Size:
    """What the ledger at `path` holds."""
    notes = read_notes(path)
    size = sum(os.path.getsize(each) for each in (path, f"{path}-wal") if os.path.exists(each))
    texts = ask_one(db, "SELECT count(*) FROM articles WHERE current")
    return Size(texts, ask_one(db, "SELECT count(*) FROM statements WHERE current"), store.last_entry(db)[0], size, notes.get("verified"), notes.get("backup"))


def note(path: str, what: Noted) -> None:
    """Note beside the ledger at `path` that it was found whole, or copied, now; where that cannot be written, it is not."""
    fresh = {**read_notes(path), what: datetime.now(UTC).isoformat(timespec="seconds")}
    own = Path(f"{path}-notes")
    beside = own.with_name(f"{own.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            beside.write_text(json.dumps(fresh), encoding="utf-8")
            beside.replace(own)
        finally:
            beside.unlink(missing_ok=True)


def read_notes(path: str) -> dict[str, str]:
    try:
        found: Any = json.loads(Path(f"{path}-notes").read_text(encoding="utf-8"))
        return {k: str(datetime.fromisoformat(v)) and v for k, v in found.items() if k in ("verified", "backup")}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
