"""Entries in, tables out: the one place that writes. What an entry means for the derived tables is said once, in `rows_for`, for writing and for verifying.

In: a connection within a transaction, and what happened. Out: entries, and tables that agree with them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import apsw
import msgspec

from onrecord.encode import decode_record
from onrecord.ledger.chain import START, Entry, Tree, canonical, hash_entry
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.sqlite import ask, ask_one, digest, pack, unpack
from onrecord.types import Article, Capture, Entity, Record, Statement

Row = tuple[str, tuple[Any, ...]]  # a table, and the values of a row in it


def rows_for(entry: Entry, body: dict[str, Any]) -> list[Row]:
    """The rows that an entry stands for; `body` is its body, decoded."""
    if entry.kind == "capture":
        seen = body["fetched"] or entry.at
        return [("sightings", (entry.seq, body["sha256"], body["address"], body["url"], body["path"], body["fetched"], seen))]
    if entry.kind == "reading":
        row = (entry.seq, body["capture"], body["address"], body["told"], body["reader"], body["article"], body["record"])
        return [("readings", row), *(("carried", (entry.seq, old, new)) for old, new in body["carried"])]
    if entry.kind == "judgement":
        return [("judgements", (entry.seq, body["about"], body["by"], canonical(body["says"]), body.get("article")))]
    if entry.kind == "withheld":
        return [("withheld", (entry.seq, sha256, body["why"], body["by"])) for sha256 in body["sha256"]]
    if entry.kind == "follow":
        return [("follows", (entry.seq, body["by"], body["what"], body["value"], body["label"]))]
    if entry.kind == "unfollow":
        return [("unfollowed", (entry.seq, body["follow"], body["by"]))]
    raise ValueError(f"an entry of unknown kind {entry.kind!r}")


def read_tree(db: apsw.Connection) -> Tree:
    """The tree over all entries, as it was kept."""
    found = ask(db, "SELECT value FROM state WHERE name = 'tree'")
    return Tree.unpack(found[0][0]) if found else Tree(0, [])


def last_entry(db: apsw.Connection) -> tuple[int, str, bytes]:
    """Number, time and hash of the last entry; those before the first where there is none."""
    found = ask(db, "SELECT seq, at, hash FROM entries ORDER BY seq DESC LIMIT 1")
    return found[0] if found else (0, "", START)


def append(db: apsw.Connection, kind: str, body: dict[str, Any], *, at: str | None = None) -> Entry:
    """Write an entry and its rows. Time never runs backwards from one entry to the next, whatever the clock does."""
    seq, before, link = last_entry(db)
    now = max(at or datetime.now(UTC).isoformat(timespec="microseconds"), before)
    text = canonical(body)
    entry = Entry(seq + 1, now, kind, text, hash_entry(link, seq + 1, now, kind, text))
    db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", (entry.seq, entry.at, entry.kind, entry.body, entry.hash))
    tree = read_tree(db)
    if tree.size != seq:
        raise LedgerError(f"the tree over the entries has {tree.size:,} leaves, but there are {seq:,} entries; run `onrecord verify`")
    tree.add(entry.hash)
    db.execute("INSERT INTO state VALUES ('tree', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (tree.pack(),))
    for table, values in rows_for(entry, body):
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
    return entry


def list_entries(db: apsw.Connection, *, after: int = 0) -> Iterable[Entry]:
    return (Entry(*row) for row in db.execute("SELECT seq, at, kind, body, hash FROM entries WHERE seq > ? ORDER BY seq", (after,)))


def keep(db: apsw.Connection, table: str, raw: bytes) -> tuple[str, str]:
    """Keep bytes once; their SHA-256 and that of what is stored."""
    own, packed = digest(raw), pack(raw)
    db.execute(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)", (own, len(raw), packed))
    stored = ask_one(db, f"SELECT packed FROM {table} WHERE sha256 = ?", (own,))
    return own, digest(stored) if stored is not None else ""


def fetch(db: apsw.Connection, table: str, sha256: str) -> bytes | None:
    """Kept bytes; None where they were withheld."""
    found = ask(db, f"SELECT size, packed FROM {table} WHERE sha256 = ?", (sha256,))
    if not found:
        raise LedgerError(f"{table}: nothing with SHA-256 {sha256[:12]}… is kept; run `onrecord verify`")
    size, packed = found[0]
    return None if packed is None else unpack(packed, size)


def fetch_record(db: apsw.Connection, sha256: str) -> Record | None:
    raw = fetch(db, "records", sha256)
    return None if raw is None else decode_record(raw)


def cut(record: Record, places: Iterable[int]) -> tuple[Record, dict[int, Statement]]:
    """A record cut to some of its statements, by their places, those that they stand in and the entities that they name; and these statements."""
    asked = {i: record.statements[i] for i in sorted(set(places))}
    place = {s.id: i for i, s in enumerate(record.statements)}
    kept, waiting = set(asked), list(asked.values())
    while waiting:
        outer = place.get(waiting.pop().parent or "")
        if outer is not None and outer not in kept:
            kept.add(outer)
            waiting.append(record.statements[outer])
    statements = tuple(record.statements[i] for i in sorted(kept))
    named = names_in(statements)
    return replace(record, entities=tuple(e for e in record.entities if e.id in named), statements=statements, quotations=(), problems=()), asked


def names_in(statements: Iterable[Statement]) -> set[str]:
    return {own for s in statements for ids in (s.speakers, s.addressees, s.targets, s.relayed_by, s.on_behalf_of, s.rivals) for own in ids}


class _Own(msgspec.Struct):
    id: str


class _Outline(msgspec.Struct):
    """A record whose lists are not decoded yet: decoding most of it to show one statement takes most of the time of a search."""

    capture: Capture
    article: Article | None
    entities: list[msgspec.Raw]
    statements: list[msgspec.Raw]


def fetch_parts(db: apsw.Connection, sha256: str, places: Iterable[int]) -> tuple[Record, dict[int, Statement]] | None:
    """A record cut to some of its statements, by their places, those that they stand in and the entities that they name; and these statements."""
    raw = fetch(db, "records", sha256)
    if raw is None:
        return None
    whole = msgspec.json.decode(raw, type=_Outline)
    asked = {i: msgspec.json.decode(whole.statements[i], type=Statement) for i in sorted(set(places))}
    kept = dict(asked)
    wanted = {s.parent for s in kept.values()} - {None, *(s.id for s in kept.values())}
    if wanted:
        ids = {msgspec.json.decode(each, type=_Own).id: i for i, each in enumerate(whole.statements)}
        while wanted:
            outer = {i: msgspec.json.decode(whole.statements[i], type=Statement) for own in wanted if own in ids and (i := ids[own]) not in kept}
            kept |= outer
            wanted = {s.parent for s in outer.values()} - {None}
    named = names_in(kept.values())
    entities = tuple(msgspec.json.decode(each, type=Entity) for each in whole.entities if msgspec.json.decode(each, type=_Own).id in named)
    return Record(whole.capture, whole.article, entities, tuple(kept[i] for i in sorted(kept))), asked
