"""Whether the tables of events say what the records and the rulings say: all of it made again and compared.

In: a connection, records, rulings. Out: what is wrong, in words.
"""

from collections.abc import Iterator

import apsw
import numpy as np

from onrecord.group.rulings import Rulings
from onrecord.ledger.events.links import MOST, TOPIC, Choice, choose, read_topics, weakest_of
from onrecord.ledger.events.tables import ROW, event_id, find_parts, group_rows
from onrecord.ledger.events.topic import Topic, link_all, topic_of
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
    """The links that each article keeps, in their order."""
    index: dict[int, list[int]] = {}
    found: dict[int, list[Choice]] = {reading: [] for reading in topics}
    for reading, topic in topics.items():
        others = sorted({other for word in topic.probes for other in index.get(word, ())})
        linked = link_all(topic, [topics[o].day for o in others], [topics[o].stems for o in others], [topics[o].signs for o in others])
        for other, strength in zip(others, linked, strict=True):
            if strength:
                found[reading].append((-strength, topics[other].article, other))
                found[other].append((-strength, topic.article, reading))
                if len(found[other]) > 4 * MOST:  # what cannot be chosen any more need not be held
                    found[other] = choose(found[other])
        for word in topic.probes:
            index.setdefault(word, []).append(reading)
    return {reading: choose(own) for reading, own in found.items()}


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
