"""What people follow: a speaker, an event, words; kept as entries. And what is new of it since a reader last looked.

In: a connection, what is followed. Out: `Follow` values; statements that came with later entries. A statement that was read anew, on whatever place it stands
now, is not new.
"""

import re
from typing import Any, Literal

import apsw

from onrecord.errors import UsageError
from onrecord.ledger import look, store
from onrecord.ledger.events.look import find_event, readings_of, see_event
from onrecord.ledger.search import Query, conditions, match, phrase
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.ledger.types import Follow

What = Literal["speaker", "event", "words"]
ID = re.compile(r"[0-9a-f]{32,64}")
MOST = 200  # statements that are told at once
LONGEST = 200  # characters of what is followed
# A statement is new where no reading before has its id or one that it was carried over from.
NEW = (
    "s.current AND s.reading > ?1 AND NOT EXISTS (SELECT 1 FROM statements o WHERE o.id = s.id AND o.reading <= ?1) AND NOT EXISTS "
    "(SELECT 1 FROM carried c JOIN statements o ON o.id = c.old WHERE c.new = s.id AND o.reading <= ?1)"
)


def follow(db: apsw.Connection, what: What, value: str, *, by: str) -> Follow:
    """Keep that somebody follows something; UsageError where it leads nowhere. What is followed already is not followed twice."""
    if not by.strip():
        raise UsageError("to follow something, say who you are")
    value, label = name_value(db, what, value.strip())
    known = next((f for f in read_follows(db) if (f.what, f.value, f.by) == (what, value, by)), None)
    if known:
        return known
    entry = store.append(db, "follow", {"by": by, "what": what, "value": value, "label": label})
    return Follow(entry.seq, entry.at, by, what, value, label)


def name_value(db: apsw.Connection, what: What, value: str) -> tuple[str, str]:
    """What is followed as it is kept, and in words."""
    if not value or len(value) > LONGEST or not value.isprintable():
        raise UsageError(f"{what}: name what to follow in one line of at most {LONGEST} characters")
    if what == "words":
        match(value)
        return value, value
    if what == "event":
        found = find_event(db, value)
        if found is None:
            raise UsageError(f"{value}: no event has this id; `onrecord events` lists them")
        return found, see_event(db, found).label
    if what != "speaker":
        raise UsageError(f"{what}: follow a speaker, an event or words")
    if ID.fullmatch(value.lower()):
        kind, own = look.resolve(db, value)
        if kind != "entity":
            raise UsageError(f"{value}: this is no speaker's id but that of a {kind}")
        called = ask_one(db, "SELECT called FROM entities WHERE id = ? ORDER BY reading DESC LIMIT 1", (own,))
        return own, called.split("\ue000")[0].strip()
    phrase(value)
    return value, value


def unfollow(db: apsw.Connection, seq: int, *, by: str) -> Follow:
    """Keep that something is no longer followed. UsageError where no entry of this number follows anything."""
    if not by.strip():
        raise UsageError("to stop following something, say who you are")
    found = next((f for f in read_follows(db) if f.seq == seq), None)
    if found is None:
        raise UsageError(f"#{seq}: nothing is followed by this entry; `onrecord follow` lists what is")
    store.append(db, "unfollow", {"follow": seq, "by": by})
    return found


def read_follows(db: apsw.Connection) -> tuple[Follow, ...]:
    """All that is followed, in the order in which it was begun."""
    rows = ask(
        db,
        "SELECT f.entry, e.at, f.by, f.what, f.value, f.label FROM follows f JOIN entries e ON e.seq = f.entry "
        "WHERE f.entry NOT IN (SELECT follow FROM unfollowed) ORDER BY f.entry",
    )
    return tuple(Follow(*row) for row in rows)


def find_new(db: apsw.Connection, follow: Follow, *, since: int, limit: int = MOST) -> list[tuple[int, int]]:
    """Reading and place of each statement of what is followed that came with an entry after number `since`, the latest entry first."""
    parts: list[str] = [NEW]
    values: list[Any] = [since]
    if follow.what == "words":
        parts.append("s.number IN (SELECT rowid FROM said WHERE said MATCH ?)")
        values.append(match(follow.value))
    elif follow.what == "event":
        event = find_event(db, follow.value)
        readings = readings_of(db, event) if event else []
        parts.append(f"s.reading IN ({', '.join(map(str, readings))})")
    else:
        query = Query(person=follow.value) if ID.fullmatch(follow.value) else Query(speaker=follow.value)
        more, bound_to = conditions(db, query)
        parts += more
        values += bound_to
    return ask(db, f"SELECT s.reading, s.place FROM statements s WHERE {' AND '.join(parts)} ORDER BY s.reading DESC, s.place LIMIT {limit}", values)


def read_looked(db: apsw.Connection, reader: str, what: str) -> int:
    """The number of the last entry that a reader has seen of something; 0 where that is none."""
    found: int | None = ask_one(db, "SELECT seq FROM looked WHERE reader = ? AND what = ?", (reader, what))
    return found or 0


def note_looked(db: apsw.Connection, reader: str, what: str, seq: int) -> None:
    db.execute("INSERT INTO looked VALUES (?, ?, ?) ON CONFLICT (reader, what) DO UPDATE SET seq = excluded.seq", (reader, what, seq))
