"""Events as they are handed out: pages of them, one by an id that it has or once had, its articles.

In: a connection, an id. Out: `EventSeen`, readings. It writes nothing.
"""

import json

import apsw

from onrecord.errors import UsageError
from onrecord.ledger.chain import canonical
from onrecord.ledger.sqlite import ask
from onrecord.ledger.types import Events, EventSeen

SHORTEST = 4  # characters of an id that may stand for it
LARGEST = 200  # events on a page
SEEN = (
    "SELECT e.id, e.label, e.first_day, e.last_day, count(*), count(DISTINCT a.outlet), "
    "(SELECT count(*) FROM grouped h JOIN statements s ON s.reading = h.reading WHERE h.event = e.id AND s.current) "
    "FROM events e JOIN grouped g ON g.event = e.id JOIN articles a ON a.reading = g.reading"
)


def list_events(db: apsw.Connection, *, limit: int, after: str | None) -> Events:
    """A page of events, newest first, undated ones last. UsageError where `after` is not the end of a page."""
    if not 1 <= limit <= LARGEST:
        raise UsageError(f"limit: {limit} is not from 1 to {LARGEST}; ask for the next page with `after`")
    where, values = "", []
    if after is not None:
        day, last = read_cursor(after)
        where = "WHERE last_day < ?1 OR (last_day IS ?1 AND id > ?2) OR (last_day IS NULL AND ?1 IS NOT NULL)"
        values = [day, last]
    page = f"SELECT id FROM events {where} ORDER BY last_day DESC, id LIMIT {limit + 1}"
    rows = ask(db, f"{SEEN} WHERE e.id IN ({page}) GROUP BY e.id ORDER BY e.last_day DESC, e.id", values)
    found = tuple(EventSeen(*row) for row in rows[:limit])
    return Events(found, write_cursor(found[-1]) if len(rows) > limit else None)


def write_cursor(last: EventSeen) -> str:
    return canonical([last.last_day, last.id]).encode().hex()


def read_cursor(after: str) -> tuple[str | None, str]:
    """Where the page before ended."""
    try:
        day, last = json.loads(bytes.fromhex(after))
        if not isinstance(last, str) or not isinstance(day, str | None):
            raise ValueError
    except (ValueError, TypeError):
        raise UsageError("after: not where a page of events ended; start anew without it") from None
    return day, last


def find_event(db: apsw.Connection, given: str) -> str | None:
    """The event that an id leads to: its own or the start of it, one that it had earlier, or that of an article in it; None where it leads to none.

    UsageError where the start of an id leads to several.
    """
    wanted = given.strip().lower()
    if len(wanted) < SHORTEST or not wanted.isascii() or not wanted.isalnum():
        return None
    articles = {row[0] for row in ask(db, "SELECT article FROM anchors WHERE event >= ? AND event < ? LIMIT 50", (wanted, wanted + "~"))}
    articles |= {row[0] for row in ask(db, "SELECT DISTINCT article FROM readings WHERE article >= ? AND article < ? LIMIT 50", (wanted, wanted + "~"))}
    found = {event for article in articles for event in events_of(db, article)}
    if len(found) > 1:
        raise UsageError(f"{given}: more than one event has an id that starts so: {', '.join(sorted(e[:12] for e in found)[:3])}; give more characters")
    return found.pop() if found else None


def events_of(db: apsw.Connection, article: str) -> list[str]:
    """The event of an article; of one that is no longer shown, that of the article which its page shows now."""
    own = ask(
        db,
        "SELECT g.event FROM topics t JOIN grouped g ON g.reading = t.reading JOIN articles a ON a.reading = t.reading WHERE a.id = ? AND a.current",
        (article,),
    )
    if not own:
        own = ask(
            db,
            "SELECT DISTINCT g.event FROM readings r JOIN addresses d ON d.address = r.address JOIN articles a ON a.id = d.article AND a.current "
            "JOIN grouped g ON g.reading = a.reading WHERE r.article = ? ORDER BY g.event LIMIT 1",
            (article,),
        )
    return [event for (event,) in own]


def see_event(db: apsw.Connection, id: str) -> EventSeen:
    """An event by its own id."""
    return EventSeen(*ask(db, f"{SEEN} WHERE e.id = ? GROUP BY e.id", (id,))[0])


def readings_of(db: apsw.Connection, event: str) -> list[int]:
    """The readings of the articles in an event, by its own id, the earliest first."""
    rows = ask(
        db, "SELECT g.reading FROM grouped g JOIN topics t ON t.reading = g.reading WHERE g.event = ? ORDER BY t.day IS NULL, t.day, t.article", (event,)
    )
    return [reading for (reading,) in rows]


def articles_of(db: apsw.Connection, event: str) -> tuple[str, ...]:
    """The ids of the articles in an event, the earliest first."""
    return tuple(article for reading in readings_of(db, event) for (article,) in ask(db, "SELECT article FROM topics WHERE reading = ?", (reading,)))
