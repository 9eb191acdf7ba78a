"""Check a ledger from end to end, offline: every hash and link, every stored byte, every row that is derived, every span and anchor.

In: a connection, and a head that was kept elsewhere where there is one. Out: a `Report` that names the first bad entry first. It trusts nothing but the rules:
what the tables say is made again from the entries and the records and compared. An entry stays whole where its bytes were withheld.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import apsw

from onrecord.encode import decode_record
from onrecord.errors import InputError
from onrecord.ledger import index, store
from onrecord.ledger.chain import START, Entry, Tree, canonical, hash_entry, parse_head
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.events.check import find_flaws, is_topic
from onrecord.ledger.judge import laid
from onrecord.ledger.rulings import read_rulings
from onrecord.ledger.sqlite import DAMAGE, ask, ask_one, digest, transaction, unpack
from onrecord.ledger.types import Flaw, Report
from onrecord.text.anchor import decode_back
from onrecord.types import Record

DERIVED = ("sightings", "readings", "carried", "judgements", "withheld", "follows", "unfollowed")
HTML = frozenset({"text/html", "application/xhtml+xml"})
MOST = 200  # flaws that are told one by one


@dataclass(slots=True)
class _Look:
    """What has been seen so far."""

    flaws: list[Flaw] = field(default_factory=list)
    captures: dict[str, tuple[int, str, int]] = field(default_factory=dict)  # SHA-256: first entry, SHA-256 of what is stored, size
    records: dict[str, tuple[int, str, int]] = field(default_factory=dict)
    readings: dict[int, dict[str, Any]] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)
    shown: dict[str, tuple[tuple[bool, str, str, int], str | None]] = field(default_factory=dict)  # address: order, article
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    tree: Tree = field(default_factory=lambda: Tree(0, []))
    counts: dict[str, int] = field(default_factory=lambda: {"statements": 0, "spans": 0, "segments": 0})

    def flaw(self, seq: int, code: str, message: str) -> None:
        if len(self.flaws) < MOST:
            self.flaws.append(Flaw(seq, code, message))


def verify(db: apsw.Connection, *, head: str | None = None) -> Report:
    """Check everything, in one view of the ledger."""
    look = _Look()
    with transaction(db, write=False):
        for check in (check_file, partial(check_chain, head=head), check_tables, check_bytes, check_events):
            attempt(check, db, look)
    attempt(check_full_text, db, look)
    tree = look.tree
    look.flaws.sort(key=lambda f: (f.seq == 0, f.seq))
    counts = look.counts
    return Report(
        tree.head(), tree.size, len(look.captures), len(look.records), counts["statements"], counts["spans"], counts["segments"], len(look.withheld),
        tuple(look.flaws),
    )  # fmt: skip


def attempt(check: Callable[[apsw.Connection, _Look], None], db: apsw.Connection, look: _Look) -> None:
    """Make one check; what keeps it from its end is a flaw too."""
    try:
        check(db, look)
    except (apsw.CorruptError, apsw.IOError, apsw.SQLError, LedgerError, *DAMAGE) as e:
        look.flaw(0, "file", f"the file is damaged: {type(e).__name__}: {e}")


def check_file(db: apsw.Connection, look: _Look) -> None:
    """What SQLite itself finds."""
    for (told,) in ask(db, "PRAGMA quick_check(20)"):
        if told != "ok":
            look.flaw(0, "file", f"the file is damaged: {told}")


def check_chain(db: apsw.Connection, look: _Look, head: str | None) -> None:
    """Every entry follows from the one before; the tree is the one that was kept, and had the root of a kept head at its size."""
    kept = parse_head(head) if head is not None else None
    if head is not None and kept is None:
        look.flaw(0, "head", f"{head!r} is not a head; it looks like 12:3f9c…, with 64 hexadecimal digits")
    tree, link, last, at = look.tree, START, 0, ""
    agreed = kept is None or kept[0] == 0
    for entry in store.list_entries(db):
        if entry.seq != last + 1:
            look.flaw(entry.seq, "gap", f"entry {entry.seq:,} follows entry {last:,}: some were taken out")
        if hash_entry(link, entry.seq, entry.at, entry.kind, entry.body) != entry.hash:
            look.flaw(entry.seq, "hash", f"entry {entry.seq:,} is not what it was when it was written, or does not follow the one before it")
        if entry.at < at:
            look.flaw(entry.seq, "time", f"entry {entry.seq:,} is older than the one before it")
        link, last, at = entry.hash, entry.seq, entry.at
        if len(entry.hash) == 32:
            tree.add(entry.hash)
        take_entry(db, entry, look)
        if kept is not None and tree.size == kept[0]:
            agreed = True
            if tree.root() != kept[1]:
                look.flaw(0, "head", f"the first {kept[0]:,} entries are not those of the head that was kept: something before it was changed")
    if kept is not None and not agreed:
        look.flaw(0, "head", f"the head that was kept names {kept[0]:,} entries, but there are {tree.size:,}: the last ones were cut off")
    stored = ask(db, "SELECT value FROM state WHERE name = 'tree'")
    if (stored[0][0] if stored else Tree(0, []).pack()) != tree.pack():
        look.flaw(0, "tree", "the tree that was kept is not the one over the entries: entries were cut off or changed")


def take_entry(db: apsw.Connection, entry: Entry, look: _Look) -> None:
    """Note what an entry says, and compare the rows that it stands for."""
    try:
        body = json.loads(entry.body)
        rows = store.rows_for(entry, body)
        if canonical(body) != entry.body:
            raise ValueError("its JSON is not in the one form")
        if entry.kind == "capture":
            look.captures.setdefault(body["sha256"], (entry.seq, body["stored"], body["size"]))
            place = (body["address"], body["sha256"])
            look.seen[place] = max(look.seen.get(place, ""), body["fetched"] or entry.at)
        elif entry.kind == "reading":
            look.records.setdefault(body["record"], (entry.seq, body["stored"], body["size"]))
            look.readings[entry.seq] = {key: body[key] for key in ("capture", "address", "told", "article", "record")}
        elif entry.kind == "withheld":
            look.withheld.update(body["sha256"])
    except (ValueError, KeyError, TypeError) as e:
        return look.flaw(entry.seq, "entry", f"entry {entry.seq:,} cannot be read ({e})")
    for table, values in rows:
        look.rows[table] = look.rows.get(table, 0) + 1
        where = " AND old = ? AND new = ?" if table == "carried" else " AND sha256 = ?" if table == "withheld" else ""
        key = values if table == "carried" else values[: 1 + bool(where)]
        same = ask(db, f"SELECT * FROM {table} WHERE entry = ?{where}", key) == [values]
        if not same:
            look.flaw(entry.seq, "row", f"table {table} does not say what entry {entry.seq:,} says")


def check_tables(db: apsw.Connection, look: _Look) -> None:
    """No row without its entry; addresses show what they should; rows of the records are as the records give them."""
    for table in DERIVED:
        count = ask_one(db, f"SELECT count(*) FROM {table}")
        wanted = look.rows.get(table, 0)
        if count != wanted:
            look.flaw(0, "row", f"table {table} has {count:,} rows, the entries stand for {wanted:,}")
    for seq, body in look.readings.items():
        order = (body["article"] is not None, look.seen.get((body["address"], body["capture"]), ""), body["capture"], seq)
        if body["address"] not in look.shown or look.shown[body["address"]][0] < order:
            look.shown[body["address"]] = (order, body["article"])
    shown = {address: (reading, article) for address, reading, article in ask(db, "SELECT address, reading, article FROM addresses")}
    wanted_shown = {address: (order[3], article) for address, (order, article) in look.shown.items()}
    for address in sorted(shown.keys() | wanted_shown.keys()):
        if shown.get(address) != wanted_shown.get(address):
            look.flaw(wanted_shown.get(address, (0, None))[0], "address", f"{address}: does not show what was seen there last")


def check_bytes(db: apsw.Connection, look: _Look) -> None:
    """Every capture and record is the bytes of its hash; spans and anchors hold; rows agree."""
    for table, noted in (("captures", look.captures), ("records", look.records)):
        for (sha256,) in ask(db, f"SELECT sha256 FROM {table}"):
            if sha256 not in noted:
                look.flaw(0, table, f"table {table} has bytes with SHA-256 {sha256[:12]}… that no entry names")
    captures: dict[str, list[tuple[int, dict[str, Any]]]] = {}
    for seq, body in look.readings.items():
        captures.setdefault(body["capture"], []).append((seq, body))
    winners = find_winners(look)
    for sha256, (seq, stored, size) in look.captures.items():
        raw = check_kept(db, look, "captures", sha256, seq, stored, size)
        done: set[str] = set()
        for reading, body in captures.get(sha256, []):
            packed = check_kept(db, look, "records", body["record"], reading, *look.records[body["record"]][1:])
            record = check_record(look, reading, body, packed)
            if record is not None and body["record"] not in done:
                done.add(body["record"])
                check_places(look, reading, record, raw)
            current = winners.get(body["article"]) == reading
            check_rows(db, look, reading, record, current=current)
            if not is_topic(db, reading, record if current else None):
                look.flaw(reading, "event", f"what table topics says of reading {reading:,} is not what its record says")
    for (reading,) in ask(db, " UNION ".join(f"SELECT reading FROM {table}" for table in ("articles", "statements", "entities", "leads"))):
        if reading not in look.readings:
            look.flaw(0, "row", f"rows belong to reading {reading}, which no entry names")
    orphans = ask_one(db, "SELECT count(*) FROM parties WHERE statement NOT IN (SELECT number FROM statements) OR entity NOT IN (SELECT number FROM entities)")
    if orphans:
        look.flaw(0, "row", f"{orphans:,} rows of table parties name what is not there")


def find_winners(look: _Look) -> dict[str, int]:
    """The reading that stands for each article, by the rule of settle.winner."""
    found: dict[str, tuple[str, str, int]] = {}
    for order, article in look.shown.values():
        body = look.readings[order[3]]
        if article is None or body["record"] in look.withheld:
            continue
        key = (body["capture"], body["told"], -order[3])
        if article not in found or key < found[article]:
            found[article] = key
    return {article: -key[2] for article, key in found.items()}


def check_kept(db: apsw.Connection, look: _Look, table: str, sha256: str, seq: int, stored: str, noted: int) -> bytes | None:
    """The bytes of a hash; None where they are withheld, missing or wrong."""
    rows = ask(db, f"SELECT size, packed FROM {table} WHERE sha256 = ?", (sha256,))
    name = f"{table[:-1]} {sha256[:12]}…"
    if not rows:
        look.flaw(seq, table, f"{name} is missing")
        return None
    size, packed = rows[0]
    if size != noted:
        look.flaw(seq, table, f"{name}: has {size:,} bytes, its entry says {noted:,}")
    if packed is None:
        if sha256 not in look.withheld:
            look.flaw(seq, table, f"{name}: its bytes were taken out, and no entry says that they were withheld")
        return None
    if sha256 in look.withheld:
        look.flaw(seq, table, f"{name} was withheld, and is here")
    if digest(packed) != stored:
        look.flaw(seq, table, f"{name}: what is stored was changed")
    try:
        raw = unpack(packed, size)
    except LedgerError as e:
        look.flaw(seq, table, f"{name}: {e}")
        return None
    if digest(raw) != sha256:
        look.flaw(seq, table, f"{name}: its bytes have another SHA-256")
        return None
    return raw


def check_record(look: _Look, seq: int, body: dict[str, Any], raw: bytes | None) -> Record | None:
    """The record of a reading, where its bytes are one and it is of this capture and article."""
    if raw is None:
        return None
    try:
        record = decode_record(raw)
    except InputError as e:
        look.flaw(seq, "records", f"record {body['record'][:12]}… cannot be read ({e})")
        return None
    if record.capture.sha256 != body["capture"] or (record.article.id if record.article else None) != body["article"]:
        look.flaw(seq, "records", f"record {body['record'][:12]}… is of another capture or article than its entry says")
    return record


def check_places(look: _Look, seq: int, record: Record, raw: bytes | None) -> None:
    """Every span lies in the text, and every exact segment's bytes decode to its very characters."""
    article = record.article
    if article is None:
        return
    size = len(article.text)
    look.counts["statements"] += len(record.statements)
    for name, spans in index.each_statement(record):
        look.counts["spans"] += len(spans)
        if any(not 0 <= s.start <= s.end <= size for s in spans):
            look.flaw(seq, "span", f"a span of {name} lies outside the text")
    if raw is None:
        return
    html = record.capture.media_type in HTML
    for segment in article.segments:
        look.counts["segments"] += 1
        if segment.match == "none" or segment.place is None:
            continue
        try:
            said = decode_back(raw, segment, record.capture.charset or "utf-8", html=html)
        except (ValueError, LookupError, InputError) as e:
            look.flaw(seq, "anchor", f"characters {segment.start} to {segment.end} cannot be read from their bytes ({e})")
            continue
        here = article.text[segment.start : segment.end]
        if said != here if segment.match == "exact" else "".join(said.split()) != "".join(here.split()):  # a folded one may break its words elsewhere
            look.flaw(seq, "anchor", f"characters {segment.start} to {segment.end} are not what their bytes say")


def check_rows(db: apsw.Connection, look: _Look, reading: int, record: Record | None, *, current: bool) -> None:
    """The rows of a reading are those of its record; only what stands for an article is current."""
    rows, shown = index.read_rows(db, reading)
    now = laid(db, record) if record is not None else None
    wanted = index.rows_of(now) if now is not None else None
    size = len(now.record.article.text) if now is not None and now.record.article else 0
    if now is not None and any(not 0 <= s.start <= s.end <= size for _, spans in index.each_statement(now.record) for s in spans):
        look.flaw(reading, "span", f"a span that somebody named in reading {reading:,} lies outside the text")
    if shown != current:
        look.flaw(reading, "row", f"reading {reading:,} {'should not be' if shown else 'should be'} what is shown")
    present = ask(db, "SELECT 1 FROM articles WHERE reading = ?", (reading,))
    if not present and not current:
        return
    if rows is None or wanted is None or index.comparable(rows, text=current) != index.comparable(wanted, text=current):
        look.flaw(reading, "row", f"the rows of reading {reading:,} are not those of its record")


def check_events(db: apsw.Connection, look: _Look) -> None:
    """Links and events are those of the articles and the rulings."""
    for message in find_flaws(db, read_rulings(db)):
        look.flaw(0, "event", message)


def check_full_text(db: apsw.Connection, look: _Look) -> None:
    """The full text agrees with the rows: FTS5 compares them itself."""
    for table in ("said", "texts", "names"):
        try:
            db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except apsw.CorruptError:
            look.flaw(0, "full text", f"the full-text table {table} does not agree with what it indexes")


def list_flaws(report: Report) -> Iterator[str]:
    """Each flaw in one line."""
    for flaw in report.flaws:
        yield f"entry {flaw.seq:,}: {flaw.message} ({flaw.code})" if flaw.seq else f"{flaw.message} ({flaw.code})"
