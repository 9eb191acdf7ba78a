"""Feeds and pages asked again and again for what is new, as politely as a machine can; what is new goes the ordinary way of `add`.

In: addresses, and the outside world as functions. Out: a `Turn` each time that an address was asked. A server is asked with the ETag and date that it gave, is
left alone as long as it wants (Retry-After) and longer each time that it fails, and is never asked two things at once. What was asked and when is kept in the
table `polled`, so that a run by cron goes on where the last one was. A feed that fails is told of; the others go on.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import apsw

from onrecord.errors import InputError
from onrecord.ledger.intake import Taken
from onrecord.ledger.sources import fail as not_taken
from onrecord.ledger.sources import take_feed, take_part
from onrecord.ledger.sqlite import ask, transaction
from onrecord.ledger.types import Added
from onrecord.read.captured import Captured
from onrecord.read.robots import Rules
from onrecord.text.article import Told

EVERY = 900  # seconds between two looks at one feed; publishers change theirs every few minutes at most
LEAST = 60
LONGEST = 86_400  # seconds that a failing feed is left alone at most, unless its server asks for more
ASKED = 7 * 86_400  # and that a server can ask for at most
PAUSE = 2.0  # seconds between two requests to one host
ROBOTS = timedelta(days=1)  # that a robots.txt holds (RFC 9309, 2.4)
PAGES = 50  # of one feed that are fetched at a time; the others come with the next turn

Outcome = Literal["asked", "unchanged", "failed", "left alone"]
Add = Callable[[Iterable[Taken]], Added]


def fetch(url: str, robots: dict[str, Rules]) -> Captured:
    from onrecord.read.fetch import fetch

    return fetch(url, robots=robots)


def poll(known: Captured, url: str, robots: dict[str, Rules]) -> Captured | None:
    from onrecord.read.fetch import poll

    return poll(known, url=url, robots=robots)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class World:
    """The network and the clock, as `watch` meets them; a test hands in its own. `robots` and `hosts` are what is known of sites meanwhile."""

    fetch: Callable[[str, dict[str, Rules]], Captured] = fetch
    poll: Callable[[Captured, str, dict[str, Rules]], Captured | None] = poll
    clock: Callable[[], datetime] = now
    wait: Callable[[float], None] = time.sleep
    robots: dict[str, Rules] = field(default_factory=dict)
    robots_since: datetime | None = None
    hosts: dict[str, datetime] = field(default_factory=dict)

    def be_polite(self, url: str) -> None:
        """Wait until the host may be asked again; forget what sites asked of machines more than a day ago."""
        host, at = urlsplit(url).netloc.lower(), self.clock()
        if self.robots_since is None or at - self.robots_since >= ROBOTS:
            self.robots.clear()
            self.robots_since = at
        left = PAUSE - (at - self.hosts[host]).total_seconds() if host in self.hosts else 0.0
        if left > 0:
            self.wait(left)
        self.hosts[host] = self.clock()


@dataclass(frozen=True, slots=True)
class Polled:
    """What is known of an address that was asked: where it led, what its server wants to be asked with, when it was asked, and until when it is left alone."""

    url: str
    moved: str | None = None
    etag: str | None = None
    modified: str | None = None
    asked: str | None = None
    due: str | None = None
    failures: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An address that was asked, or left alone until `due`: what was added, what went wrong, and how many entries lead to pages that were not fetched."""

    url: str
    outcome: Outcome
    added: Added | None = None
    problem: str | None = None
    elsewhere: int = 0
    due: str | None = None


def watch(db: apsw.Connection, urls: Iterable[str], add: Add, *, every: float = EVERY, pages: bool = False, once: bool = False, world: World) -> Iterator[Turn]:
    """Ask each address in turn, for ever or `once`; `add` keeps what was taken. Seconds of `every` lie between two looks at one address."""
    named = list(dict.fromkeys(urls))
    while True:
        for url in named:
            state, at = read_state(db, url), world.clock()
            if state.due is not None and at < datetime.fromisoformat(state.due):
                if once:
                    yield Turn(url, "left alone", problem=state.problem, due=state.due)
                continue
            if once or state.asked is None or (at - datetime.fromisoformat(state.asked)).total_seconds() >= every or state.due is not None:
                yield take_turn(db, state, add, every=every, pages=pages, world=world)
        if once:
            return
        world.wait(max(1.0, min(next_look(read_state(db, url), every, world.clock()) for url in named)))


def next_look(state: Polled, every: float, at: datetime) -> float:
    """Seconds until an address may be asked again."""
    if state.due is not None:
        return (datetime.fromisoformat(state.due) - at).total_seconds()
    return 0.0 if state.asked is None else every - (at - datetime.fromisoformat(state.asked)).total_seconds()


def take_turn(db: apsw.Connection, state: Polled, add: Add, *, every: float, pages: bool, world: World) -> Turn:
    """Ask an address once and add what is new."""
    url = state.url
    try:
        found = ask_again(state, world)
    except InputError as e:
        failed = fail(state, e, every, world.clock())
        write_state(db, failed)
        return Turn(url, "failed", problem=str(e), due=failed.due)
    at = world.clock().isoformat(timespec="seconds")
    if found is None:
        write_state(db, replace(state, asked=at, due=None, failures=0, problem=None))
        return Turn(url, "unchanged")
    taken, elsewhere = take_found(db, found, url, pages=pages, every=every, world=world)
    added = add(taken)
    moved = found.url if found.url != url else None
    write_state(db, Polled(url, moved, found.etag, found.modified, at))  # after the words are kept: who is ended before asks for them again
    return Turn(url, "asked", added, elsewhere=elsewhere)


def ask_again(state: Polled, world: World) -> Captured | None:
    """What an address shows; None where its server says that it has not changed."""
    world.be_polite(state.url)
    if state.etag is None and state.modified is None:
        return world.fetch(state.url, world.robots)
    return world.poll(Captured(b"", state.moved or state.url, etag=state.etag, modified=state.modified), state.url, world.robots)


def fail(state: Polled, error: InputError, every: float, at: datetime) -> Polled:
    """The state of an address that failed: it is left alone twice as long each time, and as long as its server asks."""
    wait = min(every * 2 ** min(state.failures, 20), LONGEST)
    wait = max(wait, min(getattr(error, "wait", None) or 0, ASKED))
    due = (at + timedelta(seconds=wait)).isoformat(timespec="seconds")
    return replace(state, asked=at.isoformat(timespec="seconds"), due=due, failures=state.failures + 1, problem=str(error))


def take_found(db: apsw.Connection, found: Captured, url: str, *, pages: bool, every: float, world: World) -> tuple[list[Taken], int]:
    """What came as inputs: a page itself; of a feed its entries, and the pages that they lead to where these are asked for. And how many lead elsewhere."""
    from onrecord.read.feed import is_feed

    if not is_feed(found.raw, found.media_type):
        return [take_part(found, Told(), url)], 0
    links: list[str] = []
    parts: list[Taken] = []
    for one in take_feed(found, Told(), url):
        if one.error is not None and one.error.code == "elsewhere":
            links.append(one.told.url or one.name)
        else:
            parts.append(as_seen(db, one))
    fresh = [link for link in dict.fromkeys(links) if not is_seen(db, link)]
    return ([*parts, *take_pages(db, fresh, every=every, world=world)], 0) if pages else (parts, len(fresh))


def as_seen(db: apsw.Connection, part: Taken) -> Taken:
    """An entry of a feed; one that is just what it was when it was seen last counts as seen then, so that asking again and again writes nothing."""
    last = ask(db, "SELECT capture, fetched FROM sightings WHERE address = ? ORDER BY seen DESC, capture DESC LIMIT 1", (part.address,))
    same = last and last[0][0] == part.capture.sha256
    return replace(part, capture=replace(part.capture, fetched=last[0][1])) if same else part


def is_seen(db: apsw.Connection, link: str) -> bool:
    """Whether a page, or what it led to when it was asked, is in the ledger."""
    own = (link, read_state(db, link).moved or link)
    return bool(ask(db, "SELECT 1 FROM sightings WHERE address IN (?, ?) LIMIT 1", own))


def take_pages(db: apsw.Connection, links: Iterable[str], *, every: float, world: World) -> Iterator[Taken]:
    """Pages, one after another; one that failed is left alone as a feed would be."""
    done = 0
    for link in links:
        state, at = read_state(db, link), world.clock()
        if done >= PAGES or (state.due is not None and at < datetime.fromisoformat(state.due)):
            continue
        done += 1
        try:
            world.be_polite(link)
            found = world.fetch(link, world.robots)
        except InputError as e:
            write_state(db, fail(state, e, every, world.clock()))
            yield not_taken(link, Told(link), e)
            continue
        write_state(db, Polled(link, found.url if found.url != link else None, found.etag, found.modified, world.clock().isoformat(timespec="seconds")))
        yield take_part(found, Told(), link)


def read_state(db: apsw.Connection, url: str) -> Polled:
    """What is known of an address."""
    found = ask(db, "SELECT url, moved, etag, modified, asked, due, failures, problem FROM polled WHERE url = ?", (url,))
    return Polled(*found[0]) if found else Polled(url)


def write_state(db: apsw.Connection, state: Polled) -> None:
    with transaction(db):
        db.execute(
            "INSERT OR REPLACE INTO polled VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (state.url, state.moved, state.etag, state.modified, state.asked, state.due, state.failures, state.problem),
        )
