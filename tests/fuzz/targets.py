"""Fuzz targets: plain functions of bytes, each of which ends quietly or raises. What it raises is a crash: a promise that does not hold.

What the product raises on purpose (InputError and its kin) is no crash. `TARGETS` names them; fuzz.py drives them, tests/test_fuzz.py replays what was found.
"""

import csv
import io
import os
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import apsw

from onrecord.encode import decode_record, encode_record
from onrecord.errors import InputError, UsageError
from onrecord.export import export
from onrecord.export.column import flatten
from onrecord.export.csv import unguard
from onrecord.export.order import put_in_order
from onrecord.export.statement import make_rows
from onrecord.ledger import sqlite
from onrecord.ledger.chain import START, Tree, hash_entry, parse_head
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.search import Query, decode_cursor, match, phrase
from onrecord.ledger.verify import verify
from onrecord.limits import CAPTURE_BYTES
from onrecord.read import feed as feeds
from onrecord.read.captured import Captured, Linked, Skipped
from onrecord.read.decode import decode, decode_slice
from onrecord.read.files import check_bytes, make_capture
from onrecord.read.guard import scan
from onrecord.read.warc import read_warc
from onrecord.resolve.when import find_times
from onrecord.say.quote import account
from onrecord.text.anchor import decode_back
from onrecord.text.article import Told, read_article
from onrecord.text.dates import find_moments, infer_published, parse_given, read_dateline
from onrecord.text.split import pair_marks, split_sentences
from onrecord.types import Article, Block, Capture, Entity, Record, Span, Statement, When

MOST = 20_000  # bytes of an input that are used: what is longer tells nothing new and takes long
CHARSETS = (None, "utf-8", "utf-16", "utf-16be", "windows-1252", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr", "utf-7", "x")
SIGNS = frozenset("=+-@＝＋－＠")


def capture(data: bytes) -> None:
    """Bytes to a Capture and its text: it never fails, every character has its bytes, and they decode to it again (T1, H7)."""
    charset, html, raw = CHARSETS[data[0] % len(CHARSETS)] if data else None, bool(data[:1] >= b"\x80"), data[1:MOST]
    own = make_capture(raw, path="a.html" if html else "a.txt", charset=charset)
    assert own.id == own.sha256 and own.media_type
    with suppress(InputError):
        check_bytes(raw, name="a")
    decoded = decode(raw, charset=charset, html=html)
    assert "\0" not in decoded.text
    decoded.text.encode()  # no half of a surrogate pair
    size = len(decoded.text)
    marks = sorted({0, size, *(hash_of(data, i) % (size + 1) for i in range(8))})
    marks = [i for i in marks if not unicodedata.combining(decoded.text[i : i + 1] or " ")]  # one code of Big5 is a letter and its accent
    places = [decoded.byte_range(i, i)[0] for i in marks]
    assert places == sorted(places) and decoded.skipped <= places[0] and places[-1] <= len(raw)
    for (a, b), (begin, end) in zip(pairwise(marks), pairwise(places), strict=True):
        assert decode_slice(raw[begin:end], decoded.charset) == decoded.text[a:b]


def hash_of(data: bytes, turn: int) -> int:
    """A number that the same bytes always give."""
    return int.from_bytes(hash_entry(START, turn, "", "", data[:64].hex())[:8], "big")


def page(data: bytes) -> None:
    """HTML to an Article with places (T1): `exact` bytes decode to the very characters, `folded` ones but for white space; blocks lie in order."""
    raw = data[:MOST]
    try:
        check_bytes(raw, name="a")
        decoded = decode(raw, html=True)
        scan(decoded.text, name="a")
        article = read_article(decoded, html=True, told=Told()).article
    except InputError:
        return
    check_article(article, raw, decoded.charset)


def check_article(article: Article, raw: bytes, charset: str) -> None:
    text = article.text
    assert all(0 <= b.start <= b.end <= len(text) for b in article.blocks)
    assert all(a.end <= b.start for a, b in pairwise(article.blocks))
    blocks = [b for b in article.blocks if b.start < b.end]
    for a, b in pairwise(article.segments):
        assert a.end <= b.start, (a, b)
    for s in article.segments:
        assert 0 <= s.start <= s.end <= len(text) and (s.place is None) == (s.match == "none")
        assert any(b.start <= s.start and s.end <= b.end for b in blocks), s
        if s.place is None:
            continue
        said, here = decode_back(raw, s, charset, html=True), text[s.start : s.end]
        assert said == here if s.match == "exact" else "".join(said.split()) == "".join(here.split()), (said, here)


def warc(data: bytes) -> None:
    """An archive: pages, or why not; never another error, never more bytes than a capture may have (H9)."""
    path = scratch("fuzz.warc")
    with open(path, "wb") as file:
        file.write(data[:MOST])
    try:
        found = list(read_warc(path))
    except InputError as e:
        assert e.code in ("not-an-archive", "broken-off", "too-large"), e.code
        return
    for each in found:
        if isinstance(each, Captured):
            assert 0 < len(each.raw) <= CAPTURE_BYTES and each.url
        else:
            assert each.code and each.message


@cache
def scratch(name: str) -> str:
    """A file that is written again and again, in memory where the system has such a place."""
    folder = tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    return os.path.join(folder, name)


def in_process(function: str, raw: bytes, *, name: str, options: dict[str, Any], **_: Any) -> Any:
    """What the worker does, without a process for each input: an error of the parser is a problem of the input."""
    assert function == "onrecord.read.feed.parse_xml"
    try:
        return feeds.parse_xml(raw, **options)
    except Exception as e:  # the guard turns a crash into this
        raise InputError("reader-crashed", f"{name}: {e}") from e


def feed(data: bytes) -> None:
    """A feed: its entries, or why not; addresses lead to the web, times are whole (H11)."""
    guarded = feeds.run_guarded
    feeds.run_guarded = in_process
    try:
        feeds.is_feed(data[:MOST])
        found = list(feeds.read_feed(data[:MOST], "https://marsh.example/feed.xml"))
    except InputError:
        return
    finally:
        feeds.run_guarded = guarded
    for each in found:
        if isinstance(each, Skipped):
            assert each.code
            continue
        assert isinstance(each, Linked) or each.raw
        assert each.url is None or each.url.lower().startswith(("http://", "https://")), each.url
        for when in (each.published, each.updated):
            assert when is None or (when.start and when.start == when.end)


def quotes(data: bytes) -> None:
    """Pairing of quotation marks: passages lie in the text, within the passage around them, in order; sentences too; every one is accounted for once."""
    text = data[:MOST].decode("utf-8", "replace")
    blocks, at = [], 0
    for i, part in enumerate(text.split("\n\n")):
        if part:
            blocks.append(Block(("paragraph", "paragraph", "quote", "list", "headline")[i % 5], at, at + len(part)))
        at += len(part) + 2
    pairing = pair_marks(text, blocks)
    assert pairing == pair_marks(text, blocks)
    before = -1
    for i, q in enumerate(pairing.quotations):
        assert 0 <= q.span.start <= q.inner.start <= q.inner.end <= q.span.end <= len(text), q
        assert q.span.start < q.span.end and any(b.start <= q.span.start and q.span.end <= b.end for b in blocks), q
        assert before <= q.span.start, q
        before = q.span.start
        if q.parent is not None:
            around = pairing.quotations[q.parent]
            assert q.parent < i and q.depth == around.depth + 1 and around.span.start <= q.span.start and q.span.end <= around.span.end, (q, around)
        else:
            assert q.depth == 0, q
    for problem in pairing.problems:
        assert problem.start is None or 0 <= problem.start <= (problem.end or problem.start) <= len(text)
    told = account(text, pairing, ())
    assert len({q.span for q in told}) == len(told)
    for block in blocks:
        sentences = split_sentences(text, block.start, block.end)
        assert all(block.start <= s.start < s.end <= block.end for s in sentences)
        assert all(a.end <= b.start for a, b in pairwise(sentences))


def when(data: bytes) -> None:
    """Times: an interval starts before it ends, lies where its words stand, and is the same when it is read again, also alone with what is around it (T4)."""
    day = date.fromordinal(1 + int.from_bytes(data[:3], "big") % (date.max.toordinal() - 1)).isoformat()
    text = data[4:MOST].decode("utf-8", "replace")
    published = None if data[3:4] < b"\x20" else When(day, day, "day", "given")
    found = find_times(text, 0, len(text), published=published)
    assert found == find_times(text, 0, len(text), published=published)
    reached = 0
    for each in found:
        assert reached <= each.span.start < each.span.end <= len(text) and each.when.span == each.span, each
        reached = each.span.end
        check_interval(each.when)
    for moment, span in find_moments(text):
        assert 0 <= span.start < span.end <= len(text) and moment
    with suppress(UsageError):
        check_interval(parse_given(text[:100]))
    for whole in (infer_published(text, today=date(2031, 5, 7)), feeds.read_time(text)):
        check_interval(whole)
    read_dateline(text)


def check_interval(found: When | None) -> None:
    if found is None:
        return
    for first, last in ((found.start, found.end), *found.candidates):
        for each in (first, last):
            assert each is None or date.fromisoformat(each[:10])
        assert not (first and last) or first[:10] <= last[:10], found


def table(data: bytes) -> None:
    """CSV out: read back, every value is there; no cell is a formula, however a spreadsheet parts cells (O1)."""
    record = make_record(data[:MOST])
    wanted = [[flatten(value) for value in row] for each in put_in_order([record]) for row in make_rows(each, words=True)]
    out = io.BytesIO()
    export([record], "csv", out)
    text = out.getvalue().decode()
    _, *rows = csv.reader(io.StringIO(text, newline=""))
    assert [[unguard(cell) for cell in row] for row in rows] == wanted
    for delimiter in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            assert not any(map(is_formula, row)), row
    assert decode_record(encode_record(record)) == record


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet could take it for one: its first character that shows is a sign of formulas."""
    shown = next((c for c in cell if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")), "")
    return shown in SIGNS if shown else False


def make_record(data: bytes) -> Record:
    """A record whose every free text is made of the bytes."""
    parts = [part.decode("utf-8", "replace") for part in data.split(b"\xff")] + [""] * 6
    text, name, outlet, title, path, channel = parts[:6]
    cuts = sorted(hash_of(data, i) % (len(text) + 1) for i in range(6))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    entity = Entity("e1", "person", name, aliases=(outlet,), roles=(title,), country=path or None)
    statement = Statement(
        "s1", None, "indirect", (spans[0],), (spans[1],), (spans[2], Span(0, len(text))), speakers=("e1",), channel=channel or None, makers={"act": name}
    )
    article = Article("a1", "report", None, title or None, (name,), outlet or None, None, text, None, None, (Block("paragraph", 0, len(text)),))
    return Record(Capture("c1", "c1", path=path, url=title), article, (entity,), (statement,))


@cache
def steps() -> tuple[str, ...]:
    return sqlite.list_migrations()


@cache
def empty() -> apsw.Connection:
    """A ledger in memory, with its tables; every input is laid into it and taken out again."""
    db = apsw.Connection(":memory:")
    for step in steps():
        db.execute(step)
    return db


def entry(data: bytes) -> None:
    """What a ledger from elsewhere may hold: entries, records, packed bytes, trees, heads, cursors: read, or refused in words; `verify` always reports (O4)."""
    which, raw = data[:1], data[1:MOST]
    text = raw.decode("utf-8", "replace")
    with suppress(InputError):
        again = decode_record(raw)
        assert decode_record(encode_record(again)) == again
    with suppress(LedgerError):
        assert len(sqlite.unpack(raw, len(raw) * 3)) == len(raw) * 3
    parse_head(text)
    if len(raw) % 32 == 8:
        with suppress(ValueError, IndexError, AssertionError):
            Tree.unpack(raw).root()
    for words in (None, "gate"):
        with suppress(UsageError):
            decode_cursor(Query(words, after=text), 2)
    for use in (match, phrase):
        with suppress(UsageError):
            empty().execute("SELECT rowid FROM said WHERE said MATCH ?", (use(text),)).fetchall()
    kind = ("capture", "reading", "judgement", "withheld", "follow", "other")[which[0] % 6] if which else "other"
    db, at = empty(), "2026-05-01T00:00:00.000000+00:00"
    db.execute("INSERT INTO entries VALUES (1, ?, ?, ?, ?)", (at, kind, text, hash_entry(START, 1, at, kind, text)))
    try:
        assert not verify(db).whole, text
    finally:
        db.execute("DELETE FROM entries")


TARGETS: dict[str, Callable[[bytes], None]] = {f.__name__: f for f in (capture, page, warc, feed, quotes, when, table, entry)}
