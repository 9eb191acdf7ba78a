"""What `add` writes: one input, one transaction. An article is kept whole or not at all; what is there already is not written again.

In: a connection and what was read. Out: what became of each input, once it was committed.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import apsw

from onrecord.encode import encode_record
from onrecord.ledger import edits, index, settle, store
from onrecord.ledger.chain import Entry
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.events import tables
from onrecord.ledger.intake import BROKEN, PASSING, Read, Taken, say_told
from onrecord.ledger.rulings import read_rulings
from onrecord.ledger.sqlite import ask, ask_one, transaction, trusting
from onrecord.ledger.types import Added, Edit, Outcome, Step
from onrecord.read.files import make_capture
from onrecord.read.guard import give_back
from onrecord.text.article import Told
from onrecord.types import Record

Trouble = tuple[str, str, str]  # input, code, message
SETTLED = 25  # inputs at least between two groupings of what was added into events
SHARE = 4  # and of as many articles as one grouping looked at, the part that must have come before the next: so one large event is not grouped again and again


def keep_all(db: apsw.Connection, path: str, answers: Iterable[Read], told: Callable[[Step], None] | None) -> Added:
    """Keep what was read, in order; `told` hears of each input after its commit."""
    before = store.last_entry(db)[0]
    counts: Counter[Outcome] = Counter()
    statements = 0
    problems: list[Trouble] = []
    changed: list[Edit] = []
    since, looked_at = 0, 0
    for answer in answers:
        with trusting(path):
            step, own = keep_one(db, answer)
        counts[step.outcome] += 1
        statements += step.statements
        problems += own
        if step.edit:
            changed.append(step.edit)
        if told:
            told(step)
        since += 1
        if since >= max(SETTLED, looked_at // SHARE):
            since, looked_at = 0, settle_events(db)
            give_back()
    settle_events(db)
    head = store.read_tree(db).head()
    return Added(dict(sorted(counts.items())), statements, store.last_entry(db)[0] - before, tuple(problems), tuple(changed), head)


def settle_events(db: apsw.Connection) -> int:
    """Group into events what was added or changed; also what a process that was ended left undone. How many articles that looked at."""
    if not ask(db, "SELECT 1 FROM ungrouped LIMIT 1"):
        return 0
    with transaction(db):
        return tables.settle(db, read_rulings(db))


def keep_one(db: apsw.Connection, answer: Read) -> tuple[Step, list[Trouble]]:
    """Keep one input."""
    taken = answer.taken
    if taken.error is not None:
        return Step(taken.name, "refused", None, 0, (str(taken.error),)), [(taken.name, taken.error.code, str(taken.error))]
    with transaction(db):
        if is_withheld(db, taken.capture.sha256):
            message = "these bytes were withheld and are not kept again"
            return Step(taken.name, "withheld", None, 0, (message,)), [(taken.name, "withheld", message)]
        return keep_record(db, answer)


def keep_record(db: apsw.Connection, answer: Read) -> tuple[Step, list[Trouble]]:
    taken, sha256, told = answer.taken, answer.taken.capture.sha256, say_told(answer.taken.told)
    record = answer.record or known_record(db, sha256, told, answer.reader)
    article = record.article.id if record.article else None
    messages = tuple(p.message for p in record.problems)
    problems = [(taken.name, p.code, p.message) for p in record.problems]
    before = shown_at(db, taken.address)
    fresh = sight(db, taken)
    seen = seen_last(db, taken.address, sha256)
    newer = before is None or seen >= before[0]  # an archive may bring what was seen before
    broken = bool(PASSING & {p.code for p in record.problems})
    reader = answer.reader + BROKEN if broken else answer.reader
    earlier = ask(db, "SELECT reader FROM readings WHERE address = ? AND capture = ? AND told = ?", (taken.address, sha256, told))
    known = (reader,) in earlier or (broken and bool(earlier))
    if not known:
        raw = encode_record(record)
        kept, stored = store.keep(db, "records", raw)
        carried = (edits.carry(before[1], record) if newer else edits.carry(record, before[1])) if before else []
        store.append(db, "reading", {
            "capture": sha256, "address": taken.address, "told": told, "reader": reader, "article": article, "record": kept, "stored": stored,
            "size": len(raw), "carried": [list(pair) for pair in carried],
        })  # fmt: skip
    if fresh or not known:
        settle.settle(db, taken.address)
    edit = None
    if before and fresh and newer and article:
        edit = edits.find_edit(before[1], record, address=taken.address, seen=(before[0], seen))
    outcome: Outcome = "refused" if article is None else "changed" if edit else "known" if known else "reread" if before and not fresh else "added"
    return Step(taken.name, outcome, article, 0 if known else len(record.statements), messages, edit), problems


def is_known(db: apsw.Connection, taken: Taken, reader: str) -> bool:
    """Whether these bytes, told of so, were read by this reader before, or must not be kept."""
    given = (taken.capture.sha256, say_told(taken.told), reader)
    found = ask(db, "SELECT 1 FROM readings WHERE capture = ? AND told = ? AND reader = ? LIMIT 1", given)
    return bool(found) or is_withheld(db, taken.capture.sha256)


def known_record(db: apsw.Connection, sha256: str, told: str, reader: str) -> Record:
    own = ask_one(db, "SELECT record FROM readings WHERE capture = ? AND told = ? AND reader = ? ORDER BY entry DESC LIMIT 1", (sha256, told, reader))
    record = store.fetch_record(db, own)
    if record is None:
        raise LedgerError(f"record {own[:12]}… was withheld, its capture was not; run `onrecord verify`")
    return record


def is_withheld(db: apsw.Connection, sha256: str) -> bool:
    return bool(ask(db, "SELECT 1 FROM captures WHERE sha256 = ? AND packed IS NULL", (sha256,)))


def sight(db: apsw.Connection, taken: Taken) -> bool:
    """Note the bytes and where they were seen; whether that is news. A page that goes back to what it was is seen anew."""
    capture, raw = taken.capture, taken.raw or b""
    last = ask(db, "SELECT capture, fetched FROM sightings WHERE address = ? ORDER BY seen DESC, capture DESC LIMIT 1", (taken.address,))
    known = ask(db, "SELECT 1 FROM sightings WHERE address = ? AND capture = ? AND fetched IS ?", (taken.address, capture.sha256, capture.fetched))
    if known and (capture.fetched is not None or last[0][0] == capture.sha256):
        return False
    sha256, stored = store.keep(db, "captures", raw)
    store.append(db, "capture", {
        "sha256": sha256, "size": len(raw), "stored": stored, "address": taken.address, "url": capture.url, "path": capture.path, "fetched": capture.fetched,
        "media_type": capture.media_type,
    })  # fmt: skip
    return True


def shown_at(db: apsw.Connection, address: str) -> tuple[str, Record] | None:
    """When what an address shows was seen, and its record; None where it shows no article."""
    found = ask(db, "SELECT r.capture, r.record FROM addresses a JOIN readings r ON r.entry = a.reading WHERE a.address = ?", (address,))
    record = store.fetch_record(db, found[0][1]) if found else None
    return (seen_last(db, address, found[0][0]), record) if record and record.article else None


def seen_last(db: apsw.Connection, address: str, capture: str) -> str:
    found: str = ask_one(db, "SELECT max(seen) FROM sightings WHERE address = ? AND capture = ?", (address, capture))
    return found


def kept_inputs(db: apsw.Connection) -> Iterator[Taken]:
    """What every address shows, to be taken again from the bytes that are kept."""
    rows = ask(
        db,
        "SELECT a.address, r.capture, r.told, s.path, s.url, s.fetched FROM addresses a JOIN readings r ON r.entry = a.reading "
        "JOIN sightings s ON s.capture = r.capture AND s.address = r.address JOIN captures c ON c.sha256 = r.capture AND c.packed IS NOT NULL ORDER BY r.entry",
    )
    return (take_kept(db, *row) for row in rows)


def take_kept(db: apsw.Connection, address: str, sha256: str, told: str, path: str | None, url: str | None, fetched: str | None) -> Taken:
    raw = store.fetch(db, "captures", sha256) or b""
    return Taken(path or url or address, address, Told(**json.loads(told)), make_capture(raw, path=path, url=url, fetched=fetched), raw)


def withhold(db: apsw.Connection, captures: set[str], *, why: str, by: str) -> Entry:
    """Take out the bytes of captures and every record read from them, and every trace of their words in the file."""
    db.pragma("secure_delete", 1)
    with transaction(db):
        marks = ", ".join("?" * len(captures))
        rows = ask(db, f"SELECT entry, record, article, address FROM readings WHERE capture IN ({marks})", sorted(captures))
        records = {record for _, record, _, _ in rows}
        entry = store.append(db, "withheld", {"sha256": sorted(captures | records), "why": why, "by": by})
        for table in ("said", "texts", "names"):
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('secure-delete', 1)")
        for reading, *_ in rows:
            index.remove(db, reading)
        db.executemany("UPDATE captures SET packed = NULL WHERE sha256 = ?", [(own,) for own in sorted(captures)])
        db.executemany("UPDATE records SET packed = NULL WHERE sha256 = ?", [(own,) for own in sorted(records)])
        for article in sorted({article for _, _, article, _ in rows if article}):
            settle.settle_article(db, article)
            settle.renew(db, article)
        tables.settle(db, read_rulings(db))
    sweep(db)
    return entry


def sweep(db: apsw.Connection) -> None:
    """Leave nothing of rows that are gone: full text merged anew, the file written anew without free pages, the log emptied."""
    for table in ("said", "texts", "names"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
