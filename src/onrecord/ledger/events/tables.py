"""Topics, links and events as tables: kept as articles come and go, grouped a little later, in one step for what changed.

In: a connection within a transaction, records. Out: rows. An article is linked when it is shown; which event it is in is settled by `settle`, which looks at
what is linked to it directly or through others. Until then it is an event by itself.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from onrecord.group.meaning import rarity, stems
from onrecord.group.rulings import Rulings, hold, lay_over
from onrecord.ledger.events import links
from onrecord.ledger.events.group import as_mapping, gather
from onrecord.ledger.events.topic import SAME, holds, topic_of
from onrecord.ledger.sqlite import ask
from onrecord.types import Record

AT_ONCE = 500  # values bound in one question
TELLING = 100  # articles of an event, the earliest, that it is called after
ROW = "SELECT reading, article, event, day, label, stems FROM topics"
Row = tuple[int, str, str, int | None, str, bytes]


def event_id(article: str) -> str:
    """The id of the event that begins with an article."""
    return hashlib.sha256(json.dumps(["event", article], separators=(",", ":")).encode()).hexdigest()[:32]


def write(db: apsw.Connection, reading: int, record: Record) -> None:
    """Note what an article that is now shown is about, and link it."""
    topic = topic_of(record)
    if topic is None:
        return
    own = event_id(topic.article)
    probes = np.array(topic.probes, dtype="<u4").tobytes()
    db.execute("INSERT INTO topics VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)", (reading, topic.article, own, topic.day, topic.stems, probes, topic.signs, topic.label))
    db.executemany("INSERT INTO probes VALUES (?, ?)", [(word, reading) for word in topic.probes])
    db.execute("INSERT OR IGNORE INTO anchors VALUES (?, ?)", (own, topic.article))
    db.execute("INSERT INTO grouped VALUES (?, ?)", (reading, own))
    db.execute("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?)", (own, topic.label, day_of(topic.day), day_of(topic.day)))
    note(db, links.write(db, reading, topic))


def forget(db: apsw.Connection, reading: int) -> None:
    """Take out what a reading that is no longer shown gave; what was linked to it is to be grouped anew."""
    found = ask(db, "SELECT probes FROM topics WHERE reading = ?", (reading,))
    if not found:
        return
    db.executemany("DELETE FROM probes WHERE word = ? AND reading = ?", [(word, reading) for word in np.frombuffer(found[0][0], dtype="<u4").tolist()])
    event = "SELECT event FROM grouped WHERE reading = ?1"
    db.execute(f"INSERT OR IGNORE INTO ungrouped SELECT reading FROM grouped WHERE event IN ({event})", (reading,))
    db.execute(f"DELETE FROM events WHERE id IN ({event}) AND NOT EXISTS (SELECT 1 FROM grouped g WHERE g.event = id AND g.reading <> ?1)", (reading,))
    for table in ("topics", "grouped", "ungrouped"):
        db.execute(f"DELETE FROM {table} WHERE reading = ?", (reading,))
    note(db, links.forget(db, reading))


def clear(db: apsw.Connection) -> None:
    """Take out everything but the ids that lead on."""
    for table in ("topics", "probes", "links", "grouped", "events", "ungrouped"):
        db.execute(f"DELETE FROM {table}")


def note(db: apsw.Connection, readings: Iterable[int]) -> None:
    """These are to be grouped anew."""
    db.executemany("INSERT OR IGNORE INTO ungrouped VALUES (?)", [(reading,) for reading in sorted(readings)])


def day_of(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


@dataclass(frozen=True, slots=True)
class Group:
    """An event with its readings, the earliest first."""

    id: str
    label: str
    first_day: str | None
    last_day: str | None
    readings: tuple[int, ...]


def settle(db: apsw.Connection, rulings: Rulings) -> int:
    """Group anew what is to be; how many articles were looked at."""
    pending = {reading for (reading,) in ask(db, "SELECT reading FROM ungrouped")}
    if not pending:
        return 0
    parts = list(find_parts(db, pending, rulings))
    now = [g for part in parts for g in make_groups(db, part, rulings)]
    every = [reading for part in parts for reading in part]
    before = {event for rows in chunks(db, "SELECT DISTINCT event FROM grouped WHERE reading IN", every) for (event,) in rows}
    db.executemany("DELETE FROM events WHERE id = ?", [(event,) for event in sorted(before)])
    db.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", [(g.id, g.label, g.first_day, g.last_day) for g in now])
    db.executemany("UPDATE grouped SET event = ? WHERE reading = ?", [(g.id, r) for g in now for r in g.readings])
    db.execute("DELETE FROM ungrouped")
    return len(every)


def find_parts(db: apsw.Connection, pending: Iterable[int], rulings: Rulings) -> Iterator[list[int]]:
    """What is linked, directly or through others, by a link that may join or by what people said belongs together; one part after another."""
    together = beside(db, rulings)
    seen: set[int] = set()
    for start in sorted(pending):
        if start in seen:
            continue
        part, fresh = {start}, {start}
        while fresh:
            found = {
                other
                for side, far in (("one", "other"), ("other", "one"))
                for rows in chunks(db, f"SELECT {far} FROM links WHERE strength >= {SAME} AND {side} IN", sorted(fresh))
                for (other,) in rows
            }
            fresh = (found | {other for reading in fresh for other in together.get(reading, ())}) - part
            part |= fresh
        seen |= part
        yield sorted(part)


def beside(db: apsw.Connection, rulings: Rulings) -> dict[int, set[int]]:
    """The readings that people said belong together with each."""
    found: dict[int, set[int]] = {}
    place = dict(ask(db, "SELECT article, reading FROM topics")) if rulings.events else {}
    for r in hold(rulings.events):
        if r.what == "together" and r.one in place and r.other in place:
            found.setdefault(place[r.one], set()).add(place[r.other])
            found.setdefault(place[r.other], set()).add(place[r.one])
    return found


def chunks(db: apsw.Connection, sql: str, values: Sequence[int]) -> Iterator[list[tuple[Any, ...]]]:
    """Answers to a question that ends in IN, for some values at a time."""
    for at in range(0, len(values), AT_ONCE):
        some = values[at : at + AT_ONCE]
        yield ask(db, f"{sql} ({', '.join('?' * len(some))})", some)


def make_groups(db: apsw.Connection, part: Sequence[int], rulings: Rulings) -> list[Group]:
    """The events of articles that are linked among themselves."""
    rows: list[Any] = [row for some in chunks(db, f"{ROW} WHERE reading IN", part) for row in some]
    found = [np.array(some, dtype=np.int64).reshape(-1, 3) for some in chunks(db, "SELECT one, other, strength FROM links WHERE one IN", part)]
    return group_rows(rows, np.concatenate(found), rulings)


def group_rows(rows: Sequence[Row], found: NDArray[np.int64], rulings: Rulings) -> list[Group]:
    """The events of some rows of `topics` (ROW) and of `links`; nothing is asked of the tables."""
    order = sorted(rows, key=lambda row: (row[3] is None, row[3] or 0, row[1]))
    own = number_links([row[0] for row in order], found)
    groups = gather(len(order), own, SAME)
    if rulings.events:
        strengths = as_mapping(own)
        groups = lay_over(groups, rulings.events, {row[1]: n for n, row in enumerate(order)}, lambda a, b: strengths.get((a, b), 0))
    return [make_group([order[n] for n in g], call(g, order, rulings.event_labels)) for g in groups]


def number_links(readings: Sequence[int], found: NDArray[np.int64]) -> NDArray[np.int64]:
    """Links among some readings, each once, by their places: the lower, the higher, the strength."""
    ranks = np.argsort(np.array(readings, dtype=np.int64))
    ordered = np.array(readings, dtype=np.int64)[ranks]
    at = np.minimum(np.searchsorted(ordered, found[:, :2]), len(ordered) - 1)
    here = (ordered[at] == found[:, :2]).all(axis=1)
    places = np.sort(ranks[at[here]], axis=1)
    _, first = np.unique(places[:, 0] * len(readings) + places[:, 1], return_index=True)
    return np.column_stack([places[first], found[here, 2][first]])


def make_group(rows: Sequence[Row], label: str) -> Group:
    days = [row[3] for row in rows if row[3] is not None]
    first, last = (day_of(min(days)), day_of(max(days))) if days else (None, None)
    return Group(rows[0][2], label, first, last, tuple(row[0] for row in rows))


def call(group: Sequence[int], order: Sequence[Row], labels: Mapping[str, str]) -> str:
    """What an event is called: as somebody said last, else by the label of an article whose words most of the others have, of equals the earliest."""
    inside = {order[n][1] for n in group}
    said = [label for article, label in labels.items() if article in inside]
    if said:
        return said[-1]
    asked = {n: set(stems(order[n][4])) for n in group[:TELLING]}
    held = holds([order[n][5] for n in asked], sorted(set().union(*asked.values())))
    score = {n: math.fsum((held[s] / len(asked) - 0.5) * rarity(s) for s in own) for n, own in asked.items()}
    return order[max(asked, key=lambda n: (score[n], -n))][4]
