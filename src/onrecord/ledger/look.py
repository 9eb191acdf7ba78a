"""What the ledger shows: the record of a reading, what an id stands for, its history, its judgements, the edits of its page. It writes nothing.

In: a connection and an id. Out: what types.py says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Literal

import apsw

from onrecord.errors import UsageError
from onrecord.judge.apply import Laid, make_statement_id
from onrecord.judge.types import Judgement, Missed
from onrecord.ledger import store
from onrecord.ledger.chain import Entry
from onrecord.ledger.edits import find_edit
from onrecord.ledger.judge import ENTRY, FAMILY, is_judged, laid, read_rows
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.ledger.types import Edit, Shown, Source
from onrecord.types import Record, Statement

Kind = Literal["statement", "article", "capture", "entity", "entry"]
SHORTEST = 4  # characters of an id that may stand for it
PLACES: tuple[tuple[Kind, str, str], ...] = (
    ("statement", "statements", "id"), ("article", "articles", "id"), ("article", "readings", "article"), ("capture", "captures", "sha256"),
    ("entity", "entities", "id"), ("statement", "carried", "old"),
)  # fmt: skip


def resolve(db: apsw.Connection, given: str) -> tuple[Kind, str]:
    """The kind and the whole of an id that may be given by its start; UsageError where there is none, or more than one."""
    wanted = given.strip().lower()
    if wanted.startswith("#") and wanted[1:].isascii() and wanted[1:].isdecimal() and len(wanted) < 18:
        if not read_entry(db, int(wanted[1:])):
            raise UsageError(f"{given}: no such entry")
        return "entry", wanted[1:]
    if len(wanted) < SHORTEST or not wanted.isascii() or not wanted.isalnum():
        raise UsageError(f"{given!r}: not an id; give at least {SHORTEST} of its characters, as `find` shows them")
    found: dict[str, Kind] = {}
    for kind, table, column in PLACES:
        rows = ask(db, f"SELECT DISTINCT {column} FROM {table} WHERE {column} >= ? AND {column} < ? LIMIT 3", (wanted, wanted + "~"))
        for (own,) in rows:
            found.setdefault(own, kind)
    for own, led in ask(db, "SELECT DISTINCT old, kind FROM leads WHERE old >= ? AND old < ? LIMIT 3", (wanted, wanted + "~")):
        found.setdefault(own, "entity" if led == "entity" else "statement")
    if wanted in found:
        return found[wanted], wanted
    if not found:
        raise UsageError(f"{given}: nothing in the ledger has this id")
    if len(found) > 1:
        some = ", ".join(f"{own[:12]} ({kind})" for own, kind in sorted(found.items())[:3])
        raise UsageError(f"{given}: more than one id starts so: {some}; give more characters")
    own, kind = next(iter(found.items()))
    return kind, own


def read_record(db: apsw.Connection, reading: int) -> Record | None:
    """The record of a reading as people corrected it, with the path and time of its capture: of several the least, whatever came first. None where it was
    withheld."""
    found = read_laid(db, reading)
    return None if found is None else found.record


def read_laid(db: apsw.Connection, reading: int, *, keep: str | None = None) -> Laid | None:
    """The same with what became of ids; `keep` is a statement that stays though it was struck."""
    capture, sha256, told = ask(db, "SELECT capture, record, told FROM readings WHERE entry = ?", (reading,))[0]
    record = store.fetch_record(db, sha256)
    return None if record is None else laid(db, place_record(db, record, capture, told), keep=keep)


def read_parts(db: apsw.Connection, reading: int, places: Iterable[int]) -> tuple[Record, dict[int, Statement]] | None:
    """The same, cut to some statements and what belongs to them; and these, by their places."""
    capture, sha256, told, article = ask(db, "SELECT capture, record, told, article FROM readings WHERE entry = ?", (reading,))[0]
    if article is not None and is_judged(db, article):
        whole = read_record(db, reading)
        return None if whole is None else store.cut(whole, places)
    found = store.fetch_parts(db, sha256, places)
    return None if found is None else (place_record(db, found[0], capture, told), found[1])


def place_record(db: apsw.Connection, record: Record, capture: str, told: str) -> Record:
    """A record with where and when its capture was seen."""
    seen = ask(
        db,
        "SELECT s.url, s.path, s.fetched FROM sightings s JOIN readings r ON r.capture = s.capture AND r.address = s.address "
        "WHERE r.capture = ? AND r.told = ? ORDER BY s.path IS NULL, s.path, s.fetched LIMIT 1",
        (capture, told),
    )
    url, path, fetched = seen[0] if seen else (None, None, None)
    return seen_at(record, url=url, path=path, fetched=fetched)


def seen_at(record: Record, *, url: str | None, path: str | None, fetched: str | None) -> Record:
    """The record again with where and when its capture was seen."""
    return replace(record, capture=replace(record.capture, url=record.capture.url or url, path=path, fetched=fetched))


def read_records(db: apsw.Connection) -> Iterator[Record]:
    """The records that stand for the articles, by id; then those of captures that were refused, by hash."""
    readings = ask(db, "SELECT reading FROM articles WHERE current ORDER BY id")
    readings += ask(
        db,
        "SELECT max(r.entry) FROM addresses a JOIN readings r ON r.entry = a.reading WHERE r.article IS NULL GROUP BY r.capture, r.told "
        "ORDER BY r.capture, r.told",
    )
    for (reading,) in readings:
        record = read_record(db, reading)
        if record is not None:
            yield record


def show(db: apsw.Connection, given: str) -> Shown:
    """What an id stands for."""
    kind, own = resolve(db, given)
    if kind == "entry":
        return Shown("entry", own, None, history=tuple(read_entry(db, int(own))))
    if kind == "capture":
        reading = ask_one(db, "SELECT max(entry) FROM readings WHERE capture = ?", (own,))
        record = read_record(db, reading) if reading is not None else None
        return Shown("capture", own, record, article=record.article if record else None, history=read_history(db, "capture", own))
    table = {"statement": "statements", "article": "articles", "entity": "entities"}[kind]
    order = "reading DESC" if kind == "entity" else "current DESC, reading DESC"
    reading = ask_one(db, f"SELECT reading FROM {table} WHERE id = ? ORDER BY {order} LIMIT 1", (own,))
    if reading is None and kind in ("statement", "entity"):
        led = "SELECT l.reading, l.new FROM leads l JOIN articles a ON a.reading = l.reading WHERE l.old = ? ORDER BY a.current DESC, l.reading DESC LIMIT 1"
        led_to = ask(db, led, (own,))
        if led_to:
            reading, new = led_to[0]
            if new is not None:
                return replace(show(db, new), was=(own,))
    if reading is None:
        reading = ask_one(db, "SELECT max(entry) FROM readings WHERE article = ?", (own,))
    whole = read_laid(db, reading, keep=own) if reading is not None else None
    record = whole.record if whole is not None else None
    if whole is None or record is None or record.article is None:
        raise UsageError(f"{given}: its words were withheld")
    statement = next((s for s in record.statements if kind == "statement" and s.id == own), None)
    current = bool(ask_one(db, "SELECT current FROM articles WHERE reading = ?", (reading,)))
    later = [] if current else walk(db, own, "SELECT new FROM carried WHERE old = ? ORDER BY entry")
    return Shown(
        kind, own, record, statement,
        entity=next((e for e in record.entities if kind == "entity" and e.id == own), None),
        article=record.article,
        current=current,
        sources=tuple(source for span in (statement.content if statement else ()) for source in find_sources(db, record, span.start, span.end)),
        history=read_history(db, "article", record.article.id),
        judgements=read_judgements(db, own),
        was=tuple(walk(db, own, "SELECT old FROM carried WHERE new = ? ORDER BY entry DESC")),
        now=later[-1] if later else None,
        edits=tuple(edits_of(db, record.article.id)),
        struck=own in whole.struck,
        machine=next((s for s in whole.read.statements if kind == "statement" and s.id == own), None),
    )  # fmt: skip


def find_sources(db: apsw.Connection, record: Record, start: int, end: int) -> Iterator[Source]:
    """The bytes of the capture that hold these characters: the segments that they touch."""
    raw = store.fetch(db, "captures", record.capture.sha256)
    for segment in record.article.segments if record.article else ():
        if segment.start < end and start < segment.end:
            place = segment.place.bytes if segment.place else None
            yield Source(segment.start, segment.end, segment.match, place, raw[place[0] : place[1]] if raw is not None and place else None)


def read_entry(db: apsw.Connection, seq: int) -> list[Entry]:
    return [Entry(*row) for row in ask(db, "SELECT seq, at, kind, body, hash FROM entries WHERE seq = ?", (seq,))]


def read_history(db: apsw.Connection, column: Literal["article", "capture"], own: str) -> tuple[Entry, ...]:
    """The entries that an article or a capture comes from, in order."""
    wanted = {seq for (seq,) in ask(db, "SELECT entry FROM withheld WHERE sha256 = ?", (own,))}
    for reading, capture, address in ask(db, f"SELECT entry, capture, address FROM readings WHERE {column} = ?", (own,)):
        wanted |= {reading, *(seq for (seq,) in ask(db, "SELECT entry FROM sightings WHERE capture = ? AND address = ?", (capture, address)))}
    return tuple(entry for seq in sorted(wanted) for entry in read_entry(db, seq))


def walk(db: apsw.Connection, own: str, sql: str) -> list[str]:
    """The ids that one id was carried over from, or to."""
    found: dict[str, None] = {}
    waiting = [own]
    while waiting:
        for (other,) in ask(db, sql, (waiting.pop(0),)):
            if other not in found and other != own:
                found[other] = None
                waiting.append(other)
    return list(found)


def read_judgements(db: apsw.Connection, about: str | None) -> tuple[Judgement, ...]:
    """What people said about an id and those that it was carried over from or to, in order; of an article, also about its statements and entities, in any
    version of its page. Without an id, about all."""
    if about is None:
        found = read_rows(ask(db, ENTRY))
    else:
        articles = articles_with(db, about)
        marks = ", ".join("?" * len(articles))
        found = read_rows(ask(db, f"{ENTRY} WHERE j.article IN ({marks}) OR j.about = ?", (*articles, about)))
        if about not in articles:
            either = "SELECT old FROM carried WHERE new = ?1 UNION SELECT new FROM carried WHERE old = ?1 UNION SELECT old FROM leads WHERE new = ?1"
            ids = {about, *walk(db, about, either)}
            named = {f"#{j.seq}" for j in found if is_about(j, ids)}
            while more := {f"#{j.seq}" for j in found if j.about in named} - named:
                named |= more
            found = [j for j in found if f"#{j.seq}" in named]
    return tuple(with_words(db, j) for j in found)


def is_about(judgement: Judgement, ids: set[str]) -> bool:
    """Whether something was said about one of some ids, or beside it."""
    other = getattr(judgement.saying, "other", None)
    made = make_statement_id(judgement.article, judgement.saying) if isinstance(judgement.saying, Missed) and judgement.article else None
    return judgement.about in ids or other in ids or made in ids


def articles_with(db: apsw.Connection, own: str) -> list[str]:
    """The articles in which an id stands, in any version of their pages; itself where it is one."""
    rows = ask(
        db,
        "SELECT ?1 WHERE EXISTS (SELECT 1 FROM readings WHERE article = ?1) UNION SELECT r.article FROM statements s JOIN readings r ON r.entry = s.reading "
        "WHERE s.id = ?1 UNION SELECT r.article FROM entities e JOIN readings r ON r.entry = e.reading WHERE e.id = ?1 UNION SELECT r.article FROM leads l "
        "JOIN readings r ON r.entry = l.reading WHERE l.old = ?1",
        (own,),
    )
    return sorted({article for (start,) in rows for (article,) in ask(db, f"{FAMILY}SELECT article FROM family", (start,))})


def with_words(db: apsw.Connection, judgement: Judgement) -> Judgement:
    """A judgement with the words that it names by their place; the entry does not hold them, so that they can be withheld."""
    if not isinstance(judgement.saying, Missed) or judgement.article is None:
        return judgement
    for (sha256,) in ask(db, "SELECT DISTINCT record FROM readings WHERE article = ?", (judgement.article,)):
        record = store.fetch_record(db, sha256)
        if record is not None and record.article is not None:
            text = record.article.text
            return replace(judgement, saying=replace(judgement.saying, words=" ".join(s.of(text) for s in judgement.saying.content)))
    return judgement


def read_edits(db: apsw.Connection, address: str) -> Iterator[Edit]:
    """How each capture of an address differs from the one seen before it."""
    versions = ask(
        db,
        "SELECT s.seen, (SELECT r.record FROM readings r WHERE r.address = s.address AND r.capture = s.capture AND r.article IS NOT NULL "
        "ORDER BY r.entry DESC LIMIT 1) FROM sightings s WHERE s.address = ? ORDER BY s.seen, s.capture",
        (address,),
    )
    known = [(seen, record) for seen, sha256 in versions if sha256 and (record := store.fetch_record(db, sha256))]
    for (before, one), (after, two) in pairwise(known):
        edit = find_edit(one, two, address=address, seen=(before, after))
        if edit:
            yield edit


def edits_of(db: apsw.Connection, article: str) -> Iterator[Edit]:
    """The edits of the pages on which an article stood."""
    for (address,) in ask(db, "SELECT DISTINCT address FROM readings WHERE article = ? ORDER BY address", (article,)):
        yield from read_edits(db, address)
