"""The ledger: `onrecord.open("case.db")`. What was seen and read is kept, found again, shown, and proved; nothing is overwritten.

In: a path; reports to add; questions. Out: what types.py says. One process writes at a time, any number read at once; each report is one transaction, so that
what was acknowledged is kept, whole, whatever happens to the process.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from onrecord.errors import UsageError
from onrecord.judge.types import Judgement, Question, Saying
from onrecord.ledger import look, store
from onrecord.ledger.chain import Entry, prove
from onrecord.ledger.lock import PATIENCE, writing
from onrecord.ledger.search import Query, find_speakers, find_statements, find_texts, match
from onrecord.ledger.sqlite import ask, ask_one, connect, copy_whole, telling, transaction, trusting
from onrecord.ledger.survey import Facets, Recent, Size, count_facets, measure, note, read_recent
from onrecord.ledger.types import Added, Edit, Events, EventSeen, Follow, Hit, Page, People, Person, Report, Shown, SpeakerHit, Step, TextHit
from onrecord.ledger.upgrade import catch_up, is_behind
from onrecord.types import Record

if TYPE_CHECKING:
    from onrecord.compare import Comparison
    from onrecord.ledger.feeds import Feed, News, What
    from onrecord.ledger.intake import Read, Taken
    from onrecord.ledger.watch import Turn, World

STEPS = 5000  # of SQLite between two looks at the clock
TEXTS = 2000  # that one dossier is made of at most, the best of those that have the words


def open(path: str | Path, *, make: bool = True) -> "Ledger":
    """Open the ledger at `path`, a new one where there is none (unless `make` is false).

    LedgerError where the file is no ledger, one of a newer onrecord, or damaged; UsageError where there is none to open, or no folder to make it in.
    """
    return Ledger(path, make=make)


class Ledger:
    """A ledger that is open. Use it in `with`; it is not shared between threads."""

    def __init__(self, path: str | Path, *, make: bool = True) -> None:
        self.path = str(path)
        self._db = connect(self.path, make=make)
        with telling(self.path):
            if is_behind(self._db):
                catch_up(self._db, self.path)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def only_read(self, stop: Callable[[], bool]) -> None:
        """Change nothing from here on, and break off an answer as soon as `stop`, which is asked while it is made, says so."""
        self._db.pragma("query_only", True)
        self._db.set_progress_handler(stop, STEPS)

    def add(
        self, *sources: str | Path | bytes, published: str | None = None, outlet: str | None = None, url: str | None = None, model: Path | None = None,
        workers: int = 1, told: Callable[[Step], None] | None = None, patience: float = PATIENCE,
    ) -> Added:  # fmt: skip
        """Read files, folders, patterns, web archives, feeds, bytes and single URLs, and keep what they say; what is kept already is not read again.

        `told` hears of each input after it was committed. UsageError where a name leads nowhere or an option is wrong; LedgerError where another process
        writes for longer than `patience` seconds, or the disk fails.
        """
        from onrecord.ledger.sources import find_sources, one_url, take_all
        from onrecord.text.article import Told
        from onrecord.text.dates import parse_given

        if published is not None:
            parse_given(published)
        found = find_sources(sources)
        one_url(url, found)
        takes = take_all(found, Told(url, outlet, published))
        return self._gather(takes, model=model, workers=workers, told=told, patience=patience)

    def reread(self, *, model: Path | None = None, workers: int = 1, told: Callable[[Step], None] | None = None) -> Added:
        """Read what every address shows once more, from the bytes that are kept: after an update of onrecord, or with another model.

        Judgements stay: where a statement's span moved, its id is carried over by overlap.
        """
        from onrecord.ledger.keep import kept_inputs

        return self._gather(kept_inputs(self._db), model=model, workers=workers, told=told, patience=PATIENCE)

    def _gather(self, takes: "Iterable[Taken]", *, model: Path | None, workers: int, told: Callable[[Step], None] | None, patience: float) -> Added:
        from onrecord.ledger.intake import Readers
        from onrecord.ledger.keep import is_known, keep_all

        if workers < 1:
            raise UsageError(f"workers: {workers}; at least one must read")
        with telling(self.path), writing(self.path, patience=patience), closing(Readers(workers, model)) as readers:
            return keep_all(self._db, self.path, readers.read(takes, partial(is_known, self._db)), told)

    def judge(self, about: str, saying: Saying, *, by: str) -> Judgement:
        """Keep what a named person says about a statement, an article or an entity, by its id or the start of one; it stays when the article is read again.

        UsageError where it cannot be said: no such id, a value that no field holds, words that do not stand there.
        """
        from onrecord.ledger.saying import judge

        with telling(self.path), writing(self.path), transaction(self._db):
            return judge(self._db, about, saying, by=by)

    def undo(self, seq: int, *, by: str) -> Judgement:
        """Keep that the judgement of entry `seq` does not hold; of an undo, that what it undid holds again. UsageError where it does not hold already."""
        from onrecord.ledger.saying import undo

        with telling(self.path), writing(self.path), transaction(self._db):
            return undo(self._db, seq, by=by)

    def questions(self, *, limit: int = 20) -> tuple[Question, ...]:
        """What a person should look at first: doubtful statements, their speakers and acts, people who may be one."""
        from onrecord.ledger.questions import ask_people

        with trusting(self.path), transaction(self._db, write=False):
            return ask_people(self._db, limit=limit)

    def withhold(self, about: str, *, why: str, by: str) -> Entry:
        """Take out the bytes and words of a capture, or of all captures of an article; hashes, reason and name stay, and `verify` still holds."""
        from onrecord.ledger.keep import withhold

        if not why.strip() or not by.strip():
            raise UsageError("to withhold something, say why and who says so")
        with telling(self.path), writing(self.path):
            kind, own = look.resolve(self._db, about)
            if kind not in ("capture", "article"):
                raise UsageError(f"{about}: this is a {kind}; name the capture or the article that must not be kept")
            rows = ask(self._db, "SELECT DISTINCT capture FROM readings WHERE article = ?", (own,))
            return withhold(self._db, {own} if kind == "capture" else {row[0] for row in rows}, why=why, by=by)

    def records(self) -> Iterator[Record]:
        """The records of what every address shows now, one an article, by the article's id; then those of captures that were refused, by hash.

        The same for every order of adding and any number of workers.
        """
        with trusting(self.path):
            yield from look.read_records(self._db)

    def find(
        self, words: str | None = None, *, speaker: str | None = None, act: str | None = None, about: str | None = None, addressee: str | None = None,
        target: str | None = None, channel: str | None = None, kind: str | None = None, since: str | None = None, until: str | None = None,
        outlet: str | None = None, negated: bool | None = None, limit: int = 50, after: str | None = None, person: str | None = None,
    ) -> Page:  # fmt: skip
        """Find statements: those with the words, best first, else the newest first; every filter that is given must hold.

        `words` are looked for in the contents (a phrase in marks, `flood*` for beginnings), `about` in content or headline; `speaker`, `addressee` and
        `target` are whole words of a name, in order; `person` is the id of a speaker over all articles (`people`), or of any entity that is the same;
        `since` and `until` hold against the day it was said or, where that is not stated, the day it was
        published. UsageError where a filter cannot hold.
        """
        query = Query(words, speaker, act, about, addressee, target, channel, kind, since, until, outlet, negated, limit, after, person)
        with trusting(self.path), transaction(self._db, write=False):
            rows, more = find_statements(self._db, query)
            plain = more is None and query == Query(words, limit=limit)
            texts = tuple(TextHit(*row) for row in find_texts(self._db, words)) if plain and words else ()
            named = words if words and query == Query(words, limit=limit) else None
            return replace(self._page(rows, more, texts), speakers=tuple(SpeakerHit(*row) for row in find_speakers(self._db, named)) if named else ())

    def _page(self, rows: Sequence[tuple[int, int, float | None]], more: str | None = None, texts: tuple[TextHit, ...] = ()) -> Page:
        """Readings, places in their records and scores as a page, in this order."""
        places: dict[int, list[int]] = {}
        for reading, place, _ in rows:
            places.setdefault(reading, []).append(place)
        parts = {reading: look.read_parts(self._db, reading, own) for reading, own in places.items()}
        hits = tuple(Hit(part[0], part[1][place], score) for reading, place, score in rows if (part := parts[reading]))
        searched: int = ask_one(self._db, "SELECT count(*) FROM articles WHERE current")
        return Page(hits, more, texts, searched)

    def people(self, words: str | None = None, *, limit: int = 50, after: str | None = None) -> People:
        """A page of those who say something and have a name, by last name or first word; with `words`, those with these words in a name, in order."""
        from onrecord.ledger.people.list import list_people

        with trusting(self.path), transaction(self._db, write=False):
            return list_people(self._db, words, limit=limit, after=after)

    def person(self, id: str) -> Person:
        """A person, body or state over all articles, by the id of any entity that is held to be it. UsageError where there is none."""
        from onrecord.ledger.people.seen import see_person

        with trusting(self.path), transaction(self._db, write=False):
            return see_person(self._db, id)

    def said_by(self, id: str, *, limit: int = 50, after: str | None = None) -> Page:
        """What a person says, the newest first."""
        return self.find(person=id, limit=limit, after=after)

    def said_about(self, id: str, *, limit: int = 50, after: str | None = None) -> Page:
        """What others say against a person or ask of it: accusations and criticism first, then the newest first."""
        from onrecord.ledger.people.about import find_about

        with trusting(self.path), transaction(self._db, write=False):
            rows, more = find_about(self._db, id, limit=limit, after=after)
            return self._page(rows, more)

    def events(self, *, limit: int = 50, after: str | None = None) -> Events:
        """A page of events, newest first: articles that tell of the same thing. UsageError where `after` is not the end of a page."""
        from onrecord.ledger.events.look import list_events

        with trusting(self.path), transaction(self._db, write=False):
            return list_events(self._db, limit=limit, after=after)

    def event(self, id: str) -> EventSeen:
        """The event of an id, or of the start of one: an event's, also one that it had earlier, or that of an article in it. UsageError where there is none."""
        from onrecord.ledger.events.look import find_event, see_event

        with trusting(self.path), transaction(self._db, write=False):
            found = find_event(self._db, id)
            if found is None:
                raise UsageError(f"{id}: no event has this id; `onrecord events` lists them")
            return see_event(self._db, found)

    def event_articles(self, id: str) -> tuple[str, ...]:
        """The ids of the articles of an event, the earliest first."""
        from onrecord.ledger.events.look import articles_of

        own = self.event(id).id
        with trusting(self.path):
            return articles_of(self._db, own)

    def dossier(self, words_or_event: str, *, about: str | None = None, points: Sequence[str] = ()) -> "Comparison":
        """The reports of an event (its id, or the start of one), or those that have all these words, side by side; with what people judged.

        `about` and `points` are those of `onrecord.compare`. UsageError where no report fits.
        """
        from onrecord.compare import Comparison
        from onrecord.group.dossier import make_dossier
        from onrecord.ledger.events.look import find_event, readings_of
        from onrecord.ledger.rulings import read_rulings

        with trusting(self.path), transaction(self._db, write=False):
            event = find_event(self._db, words_or_event)
            if event is not None:
                readings = readings_of(self._db, event)[:TEXTS]
            else:
                rows = ask(self._db, "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (match(words_or_event), TEXTS))
                readings = [reading for (reading,) in rows]
            records = [record for reading in readings if (record := look.read_record(self._db, reading))]
            rulings = read_rulings(self._db)
        if not records:
            raise UsageError(f"no text in {self.path} has all the words of {words_or_event!r}")
        return Comparison(make_dossier(records, about=about, questions=points, rulings=rulings))

    def follow(self, what: Literal["speaker", "event", "words"], value: str, *, by: str) -> Follow:
        """Keep that somebody follows a speaker (a person's or entity's id, or a name), an event (its id) or words.

        UsageError where it leads nowhere. What the same person follows already is not followed twice.
        """
        from onrecord.ledger.follow import follow

        with telling(self.path), writing(self.path), transaction(self._db):
            return follow(self._db, what, value, by=by)

    def unfollow(self, seq: int, *, by: str) -> Follow:
        """Keep that what entry `seq` follows is no longer followed. UsageError where it follows nothing."""
        from onrecord.ledger.follow import unfollow

        with telling(self.path), writing(self.path), transaction(self._db):
            return unfollow(self._db, seq, by=by)

    def follows(self) -> tuple[Follow, ...]:
        """What is followed, in the order in which it was begun."""
        from onrecord.ledger.follow import read_follows

        with trusting(self.path):
            return read_follows(self._db)

    def new_in(self, follow: Follow, *, since: int, limit: int = 200) -> Page:
        """The statements of what is followed that came with entries after number `since`, the latest first; what was read anew is not new."""
        from onrecord.ledger.follow import find_new

        with trusting(self.path), transaction(self._db, write=False):
            return self._page([(reading, place, None) for reading, place in find_new(self._db, follow, since=since, limit=limit)])

    def looked(self, reader: str, what: str) -> int:
        """The number of the last entry that a reader has seen of something; 0 where that is none."""
        from onrecord.ledger.follow import read_looked

        with trusting(self.path):
            return read_looked(self._db, reader, what)

    def look(self, reader: str, what: str, seq: int | None = None) -> None:
        """Note that a reader has seen something up to an entry, the last one unless `seq` says which. It is a note, not an entry."""
        from onrecord.ledger.follow import note_looked

        with telling(self.path), transaction(self._db):  # no entry is written: no need to wait for a long `add`
            note_looked(self._db, reader, what, store.last_entry(self._db)[0] if seq is None else seq)

    def watch(
        self, *urls: str, every: float = 900, pages: bool = False, once: bool = False, model: Path | None = None, workers: int = 1,
        told: Callable[[Step], None] | None = None, world: "World | None" = None,
    ) -> "Iterator[Turn]":  # fmt: skip
        """Ask feeds and pages for what is new, `once` or for ever, seconds of `every` between two looks at each, and add it; a `Turn` each time.

        With `pages`, the pages that feeds lead to are fetched too. `world` stands for the network and the clock. An address that fails is told of and the
        others go on; LedgerError where another process writes.
        """
        from onrecord.ledger.intake import Readers
        from onrecord.ledger.keep import is_known, keep_all
        from onrecord.ledger.watch import World, watch

        with closing(Readers(workers, model)) as readers:

            def add(taken: "Iterable[Taken]") -> Added:
                with telling(self.path), writing(self.path):
                    return keep_all(self._db, self.path, readers.read(taken, partial(is_known, self._db)), told)

            with telling(self.path):
                yield from watch(self._db, urls, add, every=every, pages=pages, once=once, world=world or World())

    def show(self, id: str) -> Shown:
        """What an id, or the start of one (at least four characters), stands for: a statement, an article, a capture, an entity; `#12` is an entry.

        UsageError where there is none, or more than one.
        """
        with trusting(self.path), transaction(self._db, write=False):
            return look.show(self._db, id)

    def capture(self, id: str) -> bytes:
        """The bytes that a statement, an article or a capture comes from, as they were seen. UsageError where they were withheld."""
        with trusting(self.path), transaction(self._db, write=False):
            kind, own = look.resolve(self._db, id)
            if kind == "entry":
                raise UsageError(f"{id}: an entry has no bytes; name what it is about")
            record = look.show(self._db, own).record if kind != "capture" else None
            raw = store.fetch(self._db, "captures", record.capture.sha256 if record else own)
        if raw is None:
            raise UsageError(f"{id}: its bytes were withheld")
        return raw

    def judgements(self, about: str | None = None) -> tuple[Judgement, ...]:
        """What people said about an id and those it had in older readings, in order; without one, about everything."""
        with trusting(self.path), transaction(self._db, write=False):
            return look.read_judgements(self._db, look.resolve(self._db, about)[1] if about is not None else None)

    def edits(self) -> Iterator[Edit]:
        """The silent edits of all pages: how each capture of an address differs from the one seen before it."""
        with trusting(self.path):
            for (address,) in ask(self._db, "SELECT address FROM sightings GROUP BY address HAVING count(*) > 1 ORDER BY address"):
                yield from look.read_edits(self._db, address)

    def head(self) -> str:
        """Number of entries and root of the tree over them: keep it elsewhere, and nothing before it can change unseen."""
        with trusting(self.path):
            return store.read_tree(self._db).head()

    def proof(self, seq: int) -> dict[str, Any]:
        """What is needed to check one entry against the head without the ledger; docs/proof.md has the code that does."""
        with trusting(self.path), transaction(self._db, write=False):
            found = look.read_entry(self._db, seq)
            if not found:
                raise UsageError(f"#{seq}: no such entry")
            hashes = [row[0] for row in ask(self._db, "SELECT hash FROM entries ORDER BY seq")]
            head = store.read_tree(self._db).head()
            entry = found[0]
            return {
                "schema": "onrecord-proof/1", "seq": seq, "at": entry.at, "kind": entry.kind, "body": entry.body,
                "before": (hashes[seq - 2] if seq > 1 else bytes(32)).hex(),
                "path": [beside.hex() for _, beside in prove(hashes, seq)], "head": head,
            }  # fmt: skip

    def verify(self, *, head: str | None = None) -> Report:
        """Check every hash, link, row, span and anchor; with a `head` that was kept, also that nothing before it changed or went."""
        from onrecord.ledger.verify import verify

        with telling(self.path):
            report = verify(self._db, head=head)
        if report.whole:
            note(self.path, "verified")
        return report

    def backup(self, path: str | Path) -> None:
        """A consistent copy in a new file, whole or not at all, also while another process adds."""
        if Path(path).exists():
            raise UsageError(f"{path}: exists already; name a new file")
        with telling(str(path)):
            copy_whole(self._db, str(path))
        note(self.path, "backup")

    def facets(self, words: str | None = None, **filters: Any) -> Facets:
        """How many statements the words and filters of `find` leave, in how many texts, by whom and by which acts."""
        with trusting(self.path), transaction(self._db, write=False):
            return count_facets(self._db, Query(words, **filters))

    def recent(self, *, limit: int = 8) -> tuple[Recent, ...]:
        """What was read last, the latest first."""
        with trusting(self.path), transaction(self._db, write=False):
            return read_recent(self._db, limit=limit)

    def measure(self) -> Size:
        """What the ledger holds, how large it is, and when it was last found whole and copied."""
        with trusting(self.path), transaction(self._db, write=False):
            return measure(self._db, self.path)

    def knows(self, taken: "Taken", reader: str) -> bool:
        """Whether an input was read by this reader before, or must not be kept."""
        from onrecord.ledger.keep import is_known

        with trusting(self.path):
            return is_known(self._db, taken, reader)

    def keep(self, answer: "Read") -> Step:
        """Keep one input that was read elsewhere, as `add` would, and say what became of it."""
        from onrecord.ledger.keep import keep_all

        steps: list[Step] = []
        with telling(self.path), writing(self.path):
            keep_all(self._db, self.path, [answer], steps.append)
        return steps[0]

    def near(self, passages: Sequence[str], *, each: int = 20, most: int = 300) -> Iterator[Record]:
        """The records of the texts that share most words with some passages: for each passage the best `each`, `most` in all."""
        from onrecord.ledger.near import find_near

        with trusting(self.path), transaction(self._db, write=False):
            readings = find_near(self._db, passages, each=each, most=most)
            yield from (record for reading in readings if (record := look.read_record(self._db, reading)))

    def nearest(self, article: str, *, most: int = 6) -> tuple[Record, ...] | None:
        """The records of the articles that tell most of what one tells, within the weeks that events look over; None where the ledger holds it no more, or
        not as the page that counts."""
        from onrecord.ledger.near import find_nearest

        with trusting(self.path), transaction(self._db, write=False):
            readings = find_nearest(self._db, article, most=most)
            return None if readings is None else tuple(record for reading in readings if (record := look.read_record(self._db, reading)))

    def make_feed(self, what: "What", asked: dict[str, Any], *, label: str, by: str) -> "tuple[Feed, str]":
        """A new feed of what `find` finds by the filters `asked`, or of the event {"event": id}; and the word in its address, which is told this once."""
        from onrecord.ledger import feeds

        with telling(self.path), transaction(self._db):  # no entry is written: no need to wait for a long `add`
            return feeds.make(self._db, what, asked, label=label, by=by)

    def stop_feed(self, number: int) -> "Feed":
        """Let the address of a feed lead nowhere any more. UsageError where there is no such feed."""
        from onrecord.ledger import feeds

        with telling(self.path), transaction(self._db):  # no entry is written: no need to wait for a long `add`
            return feeds.stop(self._db, number)

    def feeds(self) -> "tuple[Feed, ...]":
        """All feeds, the newest first, also those that were stopped."""
        from onrecord.ledger import feeds

        with trusting(self.path):
            return feeds.read_feeds(self._db)

    def feed(self, word: str) -> "Feed":
        """The feed whose address has this word. UsageError where none has."""
        from onrecord.ledger import feeds

        with trusting(self.path):
            return feeds.find(self._db, word)

    def news(self, feed: "Feed") -> "tuple[News, ...]":
        """The newest statements of a feed, those kept last first. UsageError where its event is there no more."""
        from onrecord.ledger import feeds

        articles = self.event_articles(feed.asked["event"]) if feed.what == "event" else None
        with trusting(self.path), transaction(self._db, write=False):
            return feeds.read_news(self._db, feed, articles=articles)

    def chosen(self, **filters: Any) -> "Iterator[tuple[Record, frozenset[str]]]":
        """Every article with statements that the filters of `find` leave, by its id, and the ids of these statements. UsageError where a filter cannot hold."""
        from onrecord.ledger.chosen import find_chosen

        query = Query(**filters)
        with trusting(self.path), transaction(self._db, write=False):
            for reading, own in find_chosen(self._db, query).items():
                record = look.read_record(self._db, reading)
                if record is not None:
                    yield record, own
