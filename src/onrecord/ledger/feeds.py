"""Feeds: addresses of their own at which a reader of feeds sees what is new about a speaker, in an event, in a search. Settings beside the ledger, no entries.

In: a connection and what is asked: the filters of `find`, or the articles of an event. Out: feeds, and the newest statements of one with when each was kept. A
feed is opened by the random word in its address, of which only the SHA-256 is kept: who can read the file cannot read the address out of it.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import apsw

from onrecord.errors import UsageError
from onrecord.ledger import look
from onrecord.ledger.chain import canonical
from onrecord.ledger.chosen import narrow
from onrecord.ledger.search import Query
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.ledger.types import Hit

What = Literal["speaker", "event", "search"]
LARGEST = 50  # statements in a feed
WORD = 24  # random bytes in an address: nobody guesses 192 bits
FEEDS = "SELECT number, what, asked, label, made, made_by, stopped, word FROM feeds"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that somebody made; `asked` are filters of `find`, or {"event": id}. `key` names it to readers of feeds and opens nothing."""

    number: int
    what: What
    asked: dict[str, Any]
    label: str
    made: str
    by: str
    stopped: str | None
    key: str


@dataclass(frozen=True, slots=True)
class News:
    """A statement in a feed: `first` is the id that it had when it was first kept and keeps in the feed, `kept` when that was, `judged` when somebody
    last judged it (UTC, ISO 8601)."""

    hit: Hit
    first: str
    kept: str
    judged: str | None


def make(db: apsw.Connection, what: What, asked: dict[str, Any], *, label: str, by: str) -> tuple[Feed, str]:
    """A new feed and the word in its address, which is told this once. UsageError where the filters cannot hold."""
    if not by.strip():
        raise UsageError("a feed needs the name of whoever makes it")
    if what != "event":
        query = query_of(asked)
        narrow(db, query)
        if query == Query():
            raise UsageError("a feed of everything: name a speaker, an event or words to look for")
    word = secrets.token_urlsafe(WORD)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    row = (hash_word(word), what, canonical(asked), label.strip() or what, made, by.strip())
    db.execute("INSERT INTO feeds (word, what, asked, label, made, made_by) VALUES (?, ?, ?, ?, ?, ?)", row)
    return read_feeds(db, "WHERE word = ?", row[0])[0], word


def stop(db: apsw.Connection, number: int) -> Feed:
    """Let the address of a feed lead nowhere any more; UsageError where there is no such feed. Stopping twice is stopping once."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute("UPDATE feeds SET stopped = ? WHERE number = ? AND stopped IS NULL", (now, number))
    found = read_feeds(db, "WHERE number = ?", number)
    if not found:
        raise UsageError(f"feed {number}: there is none")
    return found[0]


def find(db: apsw.Connection, word: str) -> Feed:
    """The feed of an address, stopped or not; UsageError where no feed has this word."""
    found = read_feeds(db, "WHERE word = ?", hash_word(word))
    if not found:
        raise UsageError("no feed has this address")
    return found[0]


def read_feeds(db: apsw.Connection, where: str = "", *values: Any) -> tuple[Feed, ...]:
    """All feeds, the newest first."""
    rows = ask(db, f"{FEEDS} {where} ORDER BY number DESC", values)
    return tuple(
        Feed(number, what, json.loads(asked), label, made, by, stopped, word.hex()[:32]) for number, what, asked, label, made, by, stopped, word in rows
    )


def hash_word(word: str) -> bytes:
    return hashlib.sha256(word.encode("utf-8", "replace")).digest()


def query_of(asked: dict[str, Any]) -> Query:
    try:
        return Query(**{key: value for key, value in asked.items() if key != "event"})
    except TypeError:
        raise UsageError(f"a feed of unknown filters: {', '.join(sorted(asked))}") from None


def read_news(db: apsw.Connection, feed: Feed, *, articles: tuple[str, ...] | None = None, limit: int = LARGEST) -> tuple[News, ...]:
    """The statements of a feed whose articles were kept last, newest first; of an event, those in its `articles` (ids)."""
    parts, values = narrow(db, query_of(feed.asked))
    if articles is not None:
        parts.append("s.reading IN (SELECT a.reading FROM json_each(?) j JOIN articles a ON a.id = j.value WHERE a.current)")
        values.append(json.dumps(articles))
    rows = ask(
        db,
        "WITH kept (reading, first) AS MATERIALIZED "
        "(SELECT a.reading, min(r.entry) FROM articles a JOIN readings r ON r.article = a.id WHERE a.current GROUP BY a.reading) "
        f"SELECT s.reading, s.place FROM statements s JOIN kept k ON k.reading = s.reading WHERE {' AND '.join(parts)} ORDER BY k.first DESC, s.number LIMIT ?",
        (*values, limit),
    )
    places: dict[int, list[int]] = {}
    for reading, place in rows:
        places.setdefault(reading, []).append(place)
    news = []
    for reading, own in places.items():
        found = look.read_parts(db, reading, own)
        news += [make_news(db, Hit(found[0], found[1][place]), reading) for place in own if found and place in found[1]]
    return tuple(sorted(news, key=lambda n: (n.kept, n.first), reverse=True))


def make_news(db: apsw.Connection, hit: Hit, reading: int) -> News:
    """When a statement was first kept: under this id or one that it was carried over from."""
    own = hit.statement.id
    earlier = look.walk(db, own, "SELECT old FROM carried WHERE new = ? ORDER BY entry DESC")
    ids = json.dumps([own, *earlier])
    known = ask(db, "SELECT id, reading FROM statements WHERE id IN (SELECT value FROM json_each(?)) ORDER BY reading, number LIMIT 1", (ids,))
    first, entry = known[0] if known else (own, reading)
    # The reading that stands for an article may be a later one of the same words.
    since = ask_one(db, "SELECT min(r.entry) FROM readings r JOIN articles a ON a.id = r.article WHERE a.reading = ?", (entry,))
    kept = ask_one(db, "SELECT at FROM entries WHERE seq = ?", (min(entry, since or entry),))
    judged = ask_one(db, "SELECT max(e.at) FROM judgements j JOIN entries e ON e.seq = j.entry WHERE j.about IN (SELECT value FROM json_each(?))", (ids,))
    return News(hit, first, kept, judged)
