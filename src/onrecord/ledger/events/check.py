"""Whether the tables of events say what the records and the rulings say: all of it made again and compared.

In: a connection, records, rulings. Out: what is wrong, in words.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from onrecord.group.rulings import Rulings
from onrecord.ledger.events.links import MOST, TOPIC, Choice, read_topics, weakest_of
from onrecord.ledger.events.tables import ROW, event_id, find_parts, group_rows
from onrecord.ledger.events.topic import Packed, Topic, temper, topic_of
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.types import Record


def is_topic(db: apsw.Connection, reading: int, record: Record | None) -> bool:
    """Whether the topic of a reading is that of its record; None where it is to have none."""
    wanted = topic_of(record) if record is not None else None
    found = [topic for _, topic in read_topics(db, f"{TOPIC} WHERE reading = ?", (reading,))]
    if wanted is None:
        return not found
    own = event_id(wanted.article)
    if found != [wanted] or ask(db, "SELECT event FROM topics WHERE reading = ?", (reading,)) != [(own,)]:
        return False
    return ask(db, "SELECT article FROM anchors WHERE event = ?", (own,)) == [(wanted.article,)]


def find_flaws(db: apsw.Connection, rulings: Rulings) -> Iterator[str]:
    """What of probes, links, events and ids of events is not as the topics and the rulings give it."""
    topics = dict(read_topics(db, TOPIC))
    probes = {(word, reading) for reading, topic in topics.items() for word in topic.probes}
    if set(ask(db, "SELECT word, reading FROM probes")) != probes:
        yield "table probes does not say by which words articles are found"
    wanted = choose_links(topics)
    said: dict[int, list[tuple[int, int]]] = {}
    for one, other, strength in db.execute("SELECT one, other, strength FROM links ORDER BY one, other"):
        said.setdefault(one, []).append((other, strength))
    wrong = [one for one in sorted(said.keys() | topics.keys()) if said.get(one, []) != sorted((r, -s) for s, _, r in wanted.get(one, ()))]
    wrong += [one for one, weakest in ask(db, "SELECT reading, weakest FROM topics") if weakest_of(wanted.get(one, ())) != weakest]
    if wrong:
        yield f"table links is wrong about the article of reading {wrong[0]:,}"
    if any(event_id(article) != event for event, article in ask(db, "SELECT event, article FROM anchors")):
        yield "table anchors has an id that is no event's"
    pending = {reading for (reading,) in ask(db, "SELECT reading FROM ungrouped")}
    if ask_one(db, "SELECT 1 FROM grouped WHERE event NOT IN (SELECT id FROM events)") or ask_one(
        db, "SELECT 1 FROM events WHERE id NOT IN (SELECT event FROM grouped)"
    ):
        yield "tables grouped and events do not agree"
    if {reading for (reading,) in ask(db, "SELECT reading FROM grouped")} != topics.keys() or not pending <= topics.keys():
        yield "table grouped does not have each article once"
    yield from find_wrong_groups(db, pending, rulings)


def choose_links(topics: dict[int, Topic]) -> dict[int, list[Choice]]:
    """The links that each article keeps, in their order. Each is compared with all others at once, stem by stem, by who has it."""
    readings, held = list(topics), list(topics.values())
    rank = np.argsort(np.argsort(np.array([t.article for t in held]))) if held else np.zeros(0, dtype=np.int64)
    days = np.array([0 if t.day is None else t.day for t in held], dtype=np.int64)
    dated = np.array([t.day is not None for t in held], dtype=bool)
    stems = [np.frombuffer(t.stems, dtype=Packed) for t in held]
    signs = [np.frombuffer(t.signs, dtype="<u4") for t in held]
    have = Having([s["stem"] for s in stems], [s["weight"] for s in stems])
    found_by, telling = Having([np.array(t.probes, dtype="<u4") for t in held]), Having(signs)
    chosen: dict[int, list[Choice]] = {}
    for n, topic in enumerate(held):
        alike, near, same = np.zeros(len(held), dtype=np.int64), np.zeros(len(held), dtype=bool), np.zeros(len(held), dtype=bool)
        for stem, weight in stems[n].tolist():
            places, weights = have.of(stem)
            alike[places] += weight * weights
        for word in topic.probes:
            near[found_by.of(word)[0]] = True
        for sign in signs[n].tolist():
            same[telling.of(sign)[0]] = True
        near[n] = False
        apart = np.where(dated, np.abs(days - topic.day), 0) if topic.day is not None else np.zeros(len(held), dtype=np.int64)
        strength = np.where(near, temper(alike, same, apart), 0)
        linked = np.flatnonzero(strength)
        first = linked[np.lexsort((rank[linked], -strength[linked]))][:MOST].tolist()
        chosen[readings[n]] = [(-int(strength[i]), held[i].article, readings[i]) for i in first]
    return chosen


class Having:
    """Who has each of some numbers, and with what weight."""

    def __init__(self, numbers: Sequence[NDArray[Any]], weights: Sequence[NDArray[Any]] | None = None) -> None:
        sizes = [len(own) for own in numbers]
        flat = np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)
        order = np.argsort(flat, kind="stable")
        own, first, count = np.unique(flat[order], return_index=True, return_counts=True)
        self._range = dict(zip(own.tolist(), zip(first.tolist(), (first + count).tolist(), strict=True), strict=True))
        self._places = np.repeat(np.arange(len(numbers)), sizes)[order]
        self._weights = np.concatenate(weights).astype(np.int64)[order] if weights else self._places

    def of(self, number: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of those that have it, and its weights there."""
        low, high = self._range.get(number, (0, 0))
        return self._places[low:high], self._weights[low:high]


def find_wrong_groups(db: apsw.Connection, pending: set[int], rulings: Rulings) -> Iterator[str]:
    """Events that are not what the links and rulings give; what is still to be grouped is left out."""
    rows = {row[0]: row for row in ask(db, ROW)}
    links = np.array(ask(db, "SELECT one, other, strength FROM links ORDER BY one"), dtype=np.int64).reshape(-1, 3)
    said = dict(ask(db, "SELECT reading, event FROM grouped"))
    shown = {event: tuple(rest) for event, *rest in ask(db, "SELECT id, label, first_day, last_day FROM events")}
    for part in find_parts(db, rows, rulings):
        if pending.isdisjoint(part):
            starts, ends = np.searchsorted(links[:, 0], part), np.searchsorted(links[:, 0], part, side="right")
            inside = np.concatenate([links[a:b] for a, b in zip(starts, ends, strict=True)])
            for g in group_rows([rows[reading] for reading in part], inside, rulings):
                if any(said.get(reading) != g.id for reading in g.readings) or shown.get(g.id) != (g.label, g.first_day, g.last_day):
                    yield f"the event {g.id[:12]} is not what its articles and the rulings make of it"
