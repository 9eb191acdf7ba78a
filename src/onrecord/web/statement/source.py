"""The bytes of a capture at the place of a statement, shown as text with the very bytes marked, never as a page.

In: the capture's bytes and the article's segments that the statement touches. Out: rows, each with the number of its first byte, and what can be said of the
place. Within a segment the bytes of the statement's own characters are found by decoding it once more; where that does not give the article's characters back,
the whole segment is marked and the words say so.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from turbohtml import unescape

from onrecord.ledger.types import Source
from onrecord.phrase import count
from onrecord.read.decode import CODECS
from onrecord.types import Record, Span
from onrecord.web.statement.letters import Bit, cut_bits
from onrecord.web.statement.place import Marked

REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{0,40});?")
HTML = frozenset({"text/html", "application/xhtml+xml"})
ABOUT = 260  # bytes shown before and after
WIDTH = 56  # characters of a row
MOST = 24_000  # bytes shown
LARGEST = 64_000  # bytes of a segment that is looked into


@dataclass(frozen=True, slots=True)
class ByteRow:
    """A row of source code. `offset` is the number of its first byte; `apart` tells that bytes between it and the row before are not shown."""

    offset: int
    runs: tuple[Marked, ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Bytes:
    """Where a statement's content stands in its capture: `verdict` ("Exact.") and `told`, a sentence; the rows; the ranges of bytes that are marked."""

    verdict: str
    told: str
    rows: tuple[ByteRow, ...] = ()
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Letter:
    """A decoded character and its bytes in the capture."""

    text: str
    start: int
    end: int


def find_bytes(record: Record, content: Sequence[Span], sources: Sequence[Source], raw: bytes | None) -> Bytes:
    """Where the content's characters stand in the bytes; `raw` is None where they were withheld."""
    if record.article is None or not sources:
        return Bytes("Not placed.", "Where these characters stand in the capture is not known.")
    charset, html = record.capture.charset or "utf-8", record.capture.media_type in HTML
    placed = [s for s in sources if s.place is not None and s.match != "none"]
    lost = len(sources) - len(placed)
    said = say_characters(content)
    if not placed:
        return Bytes("Not placed.", f"{said} do not stand in the capture in one piece, so no bytes can be named for them.")
    ranges: list[tuple[int, int]] = []
    whole = False
    for source in placed:
        assert source.place is not None
        for span in content:
            if source.start < span.end and span.start < source.end:
                own = narrow(record.article.text, span, source, raw, charset, html=html) if raw is not None else None
                whole = whole or own is None
                ranges.append(own or source.place)
    ranges = join_ranges(ranges)
    folded = any(s.match == "folded" for s in placed)
    where = " and ".join(f"{a:,} to {b:,}" for a, b in ranges[:4]) + (f", and {len(ranges) - 4} more" if len(ranges) > 4 else "")
    told = f"{said} stand {'in other white space' if folded else 'unchanged'} at bytes {where} of the capture."
    told += " White space is not the same." if folded else " White space is the same."
    if raw is not None and html and any(b"&" in raw[a:b] for a, b in ranges):
        told += " References such as &amp; are read as the characters that they stand for."
    if whole and raw is not None:
        told += " The whole run of text is marked, as the bytes of these words alone could not be told."
    if lost:
        told += f" {count(lost, 'piece')} could not be placed."
    if raw is None:
        told += " The bytes were withheld."
    return Bytes("Whitespace differs." if folded else "Exact.", told, tuple(show_rows(raw, ranges, charset)) if raw is not None else (), tuple(ranges))


def say_characters(content: Sequence[Span]) -> str:
    return "Characters " + " and ".join(f"{s.start:,} to {s.end:,}" for s in content) + " of the text"


def narrow(text: str, span: Span, source: Source, raw: bytes, charset: str, *, html: bool) -> tuple[int, int] | None:
    """The bytes of the characters that a span has in a segment; None where they cannot be told."""
    assert source.place is not None
    a, b = source.place
    if b - a > LARGEST:
        return None
    letters = [one for one in read_letters(raw, a, b, charset, html=html) if not one.text.isspace()]
    said = [c for one in letters for c in one.text]
    here = [i for i in range(source.start, source.end) if not text[i].isspace()]
    if "".join(said) != "".join(text[i] for i in here):
        return None
    owner = [one for one in letters for _ in one.text]
    inside = [owner[k] for k, i in enumerate(here) if span.start <= i < span.end]
    return (inside[0].start, inside[-1].end) if inside else None


def read_letters(raw: bytes, start: int, end: int, charset: str, *, html: bool) -> Iterator[_Letter]:
    """The characters of a stretch of bytes, references undone."""
    plain = list(decode_letters(raw, start, end, charset))
    if not html:
        yield from plain
        return
    source = "".join(one.text for one in plain)
    at = 0
    for found in REFERENCE.finditer(source):
        yield from plain[at : found.start()]
        said = unescape(found[0])
        if len(said) < 3:
            yield _Letter(said, plain[found.start()].start, plain[found.end() - 1].end)
        else:
            yield from plain[found.start() : found.end()]
        at = found.end()
    yield from plain[at:]


def decode_letters(raw: bytes, start: int, end: int, charset: str) -> Iterator[_Letter]:
    """The characters of a stretch of bytes one by one, each with its bytes; what cannot be read is one U+FFFD a byte."""
    codec = CODECS.get(charset, "utf-8")
    decoder = codecs.getincrementaldecoder(codec)("replace" if codec.startswith("utf-16") else "surrogateescape")
    begin = start
    for i in range(start, end):
        for c in decoder.decode(raw[i : i + 1]):
            stop = begin + 1 if "\udc80" <= c <= "\udcff" else i + 1
            yield _Letter("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c, begin, stop)
            begin = stop


def join_ranges(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that touch as one."""
    found: list[tuple[int, int]] = []
    for a, b in sorted(set(ranges)):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found


def show_rows(raw: bytes, ranges: Sequence[tuple[int, int]], charset: str) -> Iterator[ByteRow]:
    """The bytes round the ranges as rows of text."""
    windows = join_ranges([(begin_at(raw, a, charset), min(len(raw), b + ABOUT)) for a, b in ranges])
    shown = 0
    for i, (a, b) in enumerate(windows):
        if shown >= MOST:
            break
        letters = list(decode_letters(raw, a, min(b, a + MOST - shown), charset))
        shown += b - a
        for j, line in enumerate(cut_lines(letters)):
            yield ByteRow(line[0].start, tuple(mark_letters(line, ranges)), apart=j == 0 and (i > 0))


def begin_at(raw: bytes, start: int, charset: str) -> int:
    """Where the bytes shown before a place begin: at a line's start where one is near, never within a character."""
    least = max(0, start - ABOUT)
    if charset.startswith("utf-16"):
        return least & ~1
    line = raw.rfind(b"\n", least, start) + 1
    if line:
        return raw.find(b"\n", least, start) + 1
    if charset == "utf-8":
        while least < start and raw[least] & 0xC0 == 0x80:
            least += 1
        return least
    return least if CODECS.get(charset, "").startswith(("cp12", "iso", "mac", "koi", "cp8")) or least == 0 else start


def cut_lines(letters: Sequence[_Letter]) -> Iterator[list[_Letter]]:
    """Rows of at most WIDTH characters, broken at line ends."""
    line: list[_Letter] = []
    for one in letters:
        if one.text == "\n":
            if line:
                yield line
            line = []
            continue
        if one.text != "\r":
            line.append(one)
        if len(line) == WIDTH:
            yield line
            line = []
    if line:
        yield line


def mark_letters(line: Sequence[_Letter], ranges: Sequence[tuple[int, int]]) -> Iterator[Marked]:
    """The characters of a row in runs that are marked or not."""
    run: list[_Letter] = []
    mark = ""
    for one in line:
        now = "content" if any(a <= one.start < b for a, b in ranges) else ""
        if run and now != mark:
            yield Marked(bits_of(run), mark)
            run = []
        mark = now
        run.append(one)
    if run:
        yield Marked(bits_of(run), mark)


def bits_of(run: Sequence[_Letter]) -> tuple[Bit, ...]:
    return cut_bits("".join(one.text for one in run), run[0].start)
