"""Which articles are linked: each keeps its strongest links, so many at most, as articles come and go. The same rows whatever came first.

In: a connection within a transaction, topics. Out: rows of `links`, and the readings whose links changed. Without a bound the links of a ledger about one war
would grow with the square of its articles.
"""

from collections.abc import Iterable, Iterator, Sequence

import apsw
import numpy as np

from onrecord.ledger.events.topic import WINDOW, Topic, link_all
from onrecord.ledger.sqlite import ask

MOST = 96  # links of an article, the strongest; of equal ones those with the least article id
TOPIC = "SELECT reading, article, day, stems, probes, signs, label FROM topics"
Choice = tuple[int, str, int]  # strength below zero, article, reading: sorted, the first are chosen


def write(db: apsw.Connection, reading: int, topic: Topic) -> set[int]:
    """Link an article that is now there; its own row of `topics` stands already. The readings whose links are others now."""
    found = find_linked(db, reading, topic)
    weakest = dict(ask(db, f"SELECT reading, weakest FROM topics WHERE weakest AND reading IN ({numbers(r for *_, r in found)})"))
    put(db, reading, choose(found))
    touched = {reading}
    for strength, _, other in found:
        if -strength >= weakest.get(other, 0):
            touched |= offer(db, other, (strength, topic.article, reading), full=other in weakest)
    return touched


def forget(db: apsw.Connection, reading: int) -> set[int]:
    """Take out the links of an article whose row of `topics` is gone; those that had chosen it choose again. The readings whose links are others now."""
    choosers = dict(ask(db, "SELECT l.one, t.weakest FROM links l JOIN topics t ON t.reading = l.one WHERE l.other = ?", (reading,)))
    touched = {*choosers, *(other for (other,) in ask(db, "SELECT other FROM links WHERE one = ?", (reading,)))}
    db.execute("DELETE FROM links WHERE one = ?1 OR other = ?1", (reading,))
    for one in sorted(one for one, weakest in choosers.items() if weakest):
        topic = dict(read_topics(db, f"{TOPIC} WHERE reading = ?", (one,)))[one]
        chosen = choose(find_linked(db, one, topic))
        db.execute("DELETE FROM links WHERE one = ?", (one,))
        put(db, one, chosen)
        touched.update(r for *_, r in chosen)
    return touched


def choose(found: Iterable[Choice]) -> list[Choice]:
    return sorted(found)[:MOST]


def put(db: apsw.Connection, one: int, chosen: Sequence[Choice]) -> None:
    db.executemany("INSERT INTO links VALUES (?, ?, ?)", [(one, r, -s) for s, _, r in chosen])
    db.execute("UPDATE topics SET weakest = ? WHERE reading = ?", (weakest_of(chosen), one))


def weakest_of(chosen: Sequence[Choice]) -> int:
    return -chosen[-1][0] if len(chosen) == MOST else 0


def offer(db: apsw.Connection, one: int, new: Choice, *, full: bool) -> set[int]:
    """Let an article choose a new one, in place of the last of its own where it has no room. The readings whose links are others now."""
    gone: set[int] = set()
    if full:
        own = "SELECT -l.strength, t.article, l.other FROM links l JOIN topics t ON t.reading = l.other WHERE l.one = ?"
        last = ask(db, f"{own} ORDER BY l.strength, t.article DESC LIMIT 1", (one,))[0]
        if new > last:
            return set()
        gone = {last[2]}
        db.execute("DELETE FROM links WHERE one = ? AND other = ?", (one, last[2]))
    db.execute("INSERT INTO links VALUES (?, ?, ?)", (one, new[2], -new[0]))
    count, least = ask(db, "SELECT count(*), min(strength) FROM links WHERE one = ?", (one,))[0]
    if count == MOST:
        db.execute("UPDATE topics SET weakest = ? WHERE reading = ?", (least, one))
    return {one} | gone


def find_linked(db: apsw.Connection, reading: int, topic: Topic) -> list[Choice]:
    """The articles to which one is linked: they share a probe with it and are near enough in time."""
    near = f" AND (day IS NULL OR day BETWEEN {topic.day - WINDOW} AND {topic.day + WINDOW})" if topic.day is not None else ""
    where = f"reading IN (SELECT reading FROM probes WHERE word IN ({numbers(topic.probes)})) AND reading <> ?{near}"
    others = ask(db, f"SELECT reading, article, day, stems, signs FROM topics WHERE {where}", (reading,))
    if not others:
        return []
    readings, articles, days, stems, signs = zip(*others, strict=True)
    return [(-s, article, r) for s, article, r in zip(link_all(topic, days, stems, signs), articles, readings, strict=True) if s]


def numbers(values: Iterable[int]) -> str:
    """Our own numbers as SQL: there may be more of them than values can be bound."""
    return ", ".join(map(str, values))


def read_topics(db: apsw.Connection, sql: str, values: Sequence[int] = ()) -> Iterator[tuple[int, Topic]]:
    for reading, article, day, weights, probes, signs, label in ask(db, sql, values):
        yield reading, Topic(article, day, weights, tuple(np.frombuffer(probes, dtype="<u4").tolist()), signs, label)
