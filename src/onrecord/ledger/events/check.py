"""Whether the tables of events say what the records and the rulings say: all of it made again and compared.

In: a connection, records, rulings. Out: what is wrong, in words.
"""

from collections.abc import Iterator

import apsw

from onrecord.group.rulings import Rulings
from onrecord.ledger.events.tables import ROW, TOPIC, event_id, find_parts, group_rows, read_topics
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
    wrong = sorted(set(ask(db, "SELECT one, other, strength FROM links")) ^ set(find_links(topics)))
    if wrong:
        yield f"table links is wrong about the articles of readings {wrong[0][0]:,} and {wrong[0][1]:,}"
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


def find_links(topics: dict[int, Topic]) -> Iterator[tuple[int, int, int]]:
    """Every link, from either side."""
    index: dict[int, list[int]] = {}
    for reading, topic in topics.items():
        others = sorted({other for word in topic.probes for other in index.get(word, ())})
        for other, strength in zip(others, link_all(topic, [topics[o] for o in others]), strict=True):
            if strength:
                yield from ((reading, other, strength), (other, reading, strength))
        for word in topic.probes:
            index.setdefault(word, []).append(reading)


def find_wrong_groups(db: apsw.Connection, pending: set[int], rulings: Rulings) -> Iterator[str]:
    """Events that are not what the links and rulings give; what is still to be grouped is left out."""
    rows = {row[0]: row for row in ask(db, ROW)}
    links: dict[int, list[tuple[int, int, int]]] = {}
    for one, other, strength in ask(db, "SELECT one, other, strength FROM links WHERE one < other"):
        links.setdefault(one, []).append((one, other, strength))
    said = dict(ask(db, "SELECT reading, event FROM grouped"))
    shown = {event: tuple(rest) for event, *rest in ask(db, "SELECT id, label, first_day, last_day FROM events")}
    for part in find_parts(db, rows, rulings):
        if pending.isdisjoint(part):
            inside = [link for reading in part for link in links.get(reading, ())]
            for g in group_rows([rows[reading] for reading in part], inside, rulings):
                if any(said.get(reading) != g.id for reading in g.readings) or shown.get(g.id) != (g.label, g.first_day, g.last_day):
                    yield f"the event {g.id[:12]} is not what its articles and the rulings make of it"
