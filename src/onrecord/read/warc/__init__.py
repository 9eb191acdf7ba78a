"""Web archives to captures: WARC (ISO 28500) and ARC, plain or gzipped, a member for each record or one for all.

In: a path. Out: the pages and texts that were answered with 200, in the archive's order, and what could not be read. Passed over without a word: requests,
metadata, redirects, errors, images, and revisits (their bytes stand in another record). warcio reads the headers; where a record begins and ends, how much of
it is unpacked and whether its digests agree is settled here: warcio's own reader unpacks whatever it is given and stops at the first damage.
"""

import base64
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.recordloader import ARC2WARCHeadersParser, ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from onrecord.errors import InputError
from onrecord.limits import BROKEN_RECORDS, CAPTURE_BYTES, RECORD_HEADER_BYTES, RECORD_HEADER_LINES
from onrecord.read.body import PAGES, STEP, join_chunks, parse_content_type, unpack
from onrecord.read.captured import Captured, Skipped, skip
from onrecord.read.files import sniff_media_type
from onrecord.read.warc.source import Broken, Source, open_source

STAMP = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z)?)?)?")  # WARC 1.1 lets a date be as wide as it is known
STATUS = re.compile(r"[\d.]{1,9} (\d{3})(?: |\Z)")
KINDS = frozenset({"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"})
NO_PAGES = ("dns:", "whois:", "ntp:")  # what crawlers ask besides
HASHES = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})


def read_warc(path: str | Path, *, folder: str | None = None) -> Iterator[Captured | Skipped]:
    """Yield the pages of an archive one after another, taking the memory of one; `folder` is the one that the archive must lie in.

    InputError where it is no archive or no regular file; OSError where it is not there or may not be read.
    """
    with _open(str(path), folder) as file:
        source = open_source(file)
        breaks = 0
        while True:
            name = str(path)
            try:
                at = source.begin()
                if at is None:
                    return
                name = f"{path}, record at byte {at:,}"
                page = _read_record(source, name)
            except Broken as e:
                breaks += 1
                damaged = source.damaged
                found = source.recover()
                if not source.seen and not (found and source.at_record()):
                    if damaged:
                        raise InputError(e.code, f"{path}: {e}, and no record is in it; have the archive copied or made anew") from e
                    raise InputError("not-an-archive", f"{path}: no WARC or ARC archive; give the archive that a crawler wrote, or the page's own file") from e
                yield Skipped(name, e.code, f"{name}: {e}; {'read on at the next record' if found else 'the rest is not read'}")
                if not found:
                    return
                if breaks >= BROKEN_RECORDS:
                    yield Skipped(str(path), e.code, f"{path}: {breaks:,} broken records; the rest is not read, have the archive made anew")
                    return
            except InputError as e:
                yield skip(name, e)
            else:
                if page is not None:
                    yield replace(page, behind_break=source.uncertain)


def _open(path: str, folder: str | None) -> BinaryIO:
    """As files.read_bytes opens a file, of any size."""
    target = os.path.realpath(path, strict=True)
    if folder is not None and (os.path.islink(path) or not Path(target).is_relative_to(os.path.realpath(folder))):
        raise InputError("outside", f"{path}: leads out of {folder}; name the file itself if it is meant")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    if not stat.S_ISREG(os.stat(target).st_mode):
        raise InputError("not-a-file", f"{path}: no regular file; name the archive itself")
    number = os.open(target, flags)
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise InputError("not-a-file", f"{path}: no regular file; name the archive itself")
    return os.fdopen(number, "rb")


@dataclass(frozen=True, slots=True)
class _Head:
    """What a record says of itself."""

    kind: str
    url: str
    date: str
    length: int
    block_digest: str | None = None
    payload_digest: str | None = None
    cut: str | None = None  # why it is not whole


def _read_record(source: Source, name: str) -> Captured | None:
    """The page in the record that begins here; None where it holds another thing. The source then stands at its end, or raises Broken."""
    head = _read_head(source)
    source.check_block(head.length)
    first = source.read(min(head.length, RECORD_HEADER_BYTES))
    answer = _read_http(first) if head.kind == "response" else None
    keep = CAPTURE_BYTES + RECORD_HEADER_BYTES if answer is not None and answer.is_page else 0
    digest = Digest(head.block_digest)
    digest.update(first)
    parts, kept, rest = [first], len(first), head.length - len(first)
    while rest and head.kind == "response":
        piece = source.read(min(rest, STEP))
        if not piece:
            raise Broken("it breaks off")
        digest.update(piece)
        rest -= len(piece)
        if kept < keep:
            parts.append(piece)
            kept += len(piece)
    certain = source.end_block(rest)
    name = f"{name}: {head.url[:200]}"
    if head.kind not in KINDS:
        raise InputError("broken-off", f"{name}: a record of no kind that is known ({head.kind[:40]!r}); have the archive made anew")
    if head.kind != "response" or head.url.lower().startswith(NO_PAGES):
        return None
    if not certain and not (digest.known and digest.agrees()):
        raise Broken("it does not end where it says")
    if not digest.agrees():
        raise InputError("digest-wrong", f"{name}: its bytes are not those that were archived (block digest); fetch the page anew")
    if answer is None or not head.url.lower().startswith(("http://", "https://")) or not head.url.isprintable():
        raise InputError("broken-off", f"{name}: no answer of a web server is in it; fetch the page anew")
    return _read_page(head, answer, b"".join(parts), name) if answer.is_page else None


def _read_head(source: Source) -> _Head:
    headers = _Headers(source)
    line = headers.readline()
    arc = not line.startswith(b"WARC/")
    try:
        parser = ARC2WARCHeadersParser() if arc else StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES)
        found = parser.parse(headers, line)
        length = int(found.get_header("Content-Length", "")) - (found.total_len if arc else 0)
    except (StatusAndHeadersParserException, ValueError, TypeError, AttributeError, LookupError, EOFError) as e:
        raise Broken("its header cannot be read") from e
    if length < 0:
        raise Broken("its header says that it is shorter than nothing")
    url = str(found.get_header("WARC-Target-URI") or "").removeprefix("<").removesuffix(">").strip().replace(" ", "%20")
    cut = found.get_header("WARC-Truncated") or ("in segments" if found.get_header("WARC-Segment-Number") else None)
    return _Head(
        kind=str(found.get_header("WARC-Type")), url=url, date=str(found.get_header("WARC-Date")), length=length,
        block_digest=found.get_header("WARC-Block-Digest"), payload_digest=found.get_header("WARC-Payload-Digest"), cut=cut,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answer:
    """The head of a web server's answer and where its body begins."""

    status: int
    media_type: str | None
    charset: str | None
    transfer: str
    encoding: str | None
    start: int

    @property
    def is_page(self) -> bool:
        return self.status == 200 and (self.media_type is None or self.media_type in PAGES)


def _read_http(first: bytes) -> _Answer | None:
    stream = BytesIO(first)
    try:
        found = StatusAndHeadersParser(["HTTP/"]).parse(stream)
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return None
    status = STATUS.match(found.statusline)
    if status is None:
        return None
    media_type, charset = parse_content_type(found.get_header("Content-Type"))
    transfer = str(found.get_header("Transfer-Encoding") or "").strip().lower()
    return _Answer(int(status[1]), media_type, charset, transfer, found.get_header("Content-Encoding"), stream.tell())


def _read_page(head: _Head, answer: _Answer, block: bytes, name: str) -> Captured | None:
    if head.cut:
        raise InputError("broken-off", f"{name}: the crawler did not keep it whole ({head.cut[:40]}); fetch the page anew")
    if len(block) < head.length or len(block) - answer.start > CAPTURE_BYTES:
        raise InputError("too-large", f"{name}: {head.length:,} bytes (limit {CAPTURE_BYTES:,}); save its words as .txt and read that")
    if not STAMP.fullmatch(head.date):
        raise InputError("broken-off", f"{name}: no date of capture ({head.date[:40]!r}); fetch the page anew")
    sent = block[answer.start :]
    body = sent
    damage: InputError | None = None
    if answer.transfer == "chunked":
        try:
            body = join_chunks(sent, name=name)
        except InputError as e:
            damage = e
    # The standard means the body as it was sent; some crawlers take it without its chunks.
    if not agrees(head.payload_digest, sent) and not agrees(head.payload_digest, body):
        raise InputError("digest-wrong", f"{name}: its bytes are not those that were archived (payload digest); fetch the page anew")
    if damage is not None:
        raise damage
    raw = unpack(body, answer.encoding, name=name)
    if not raw or (answer.media_type is None and sniff_media_type(raw, name=head.url) not in PAGES):
        return None
    return Captured(raw, head.url, head.date, answer.media_type, answer.charset)


class Digest:
    """A digest that a header says, and the bytes that should have it; it agrees where none is said or its kind is not known."""

    def __init__(self, said: str | None) -> None:
        kind, _, value = (said or "").partition(":")
        kind = kind.strip().lower().replace("-", "")
        self._said = value.strip()
        self._found = hashlib.new(kind, usedforsecurity=False) if kind in HASHES else None

    @property
    def known(self) -> bool:
        return self._found is not None

    def update(self, data: bytes) -> None:
        if self._found is not None:
            self._found.update(data)

    def agrees(self) -> bool:
        """Compare in the spellings that archives use: base 32, hexadecimal, base 64."""
        if self._found is None:
            return True
        digest = self._found.digest()
        spellings = {base64.b32encode(digest), base64.b64encode(digest), base64.urlsafe_b64encode(digest)}
        return self._said.lower() == digest.hex() or self._said.rstrip("=") in {s.decode("ascii").rstrip("=") for s in spellings}


def agrees(said: str | None, data: bytes) -> bool:
    """Whether bytes have the digest that a header says.

    >>> agrees("sha1:7UJIMNJVODCXAN4ZXJ3JTEZDW7DUI6YG", b"no"), agrees("md5:00", b"no")
    (True, False)
    """
    digest = Digest(said)
    digest.update(data)
    return digest.agrees()


class _Headers:
    """A record's header lines for warcio's parsers, which read on for ever where no line ends."""

    def __init__(self, source: Source) -> None:
        self._source, self._left, self._lines = source, RECORD_HEADER_BYTES, RECORD_HEADER_LINES

    def readline(self) -> bytes:
        line = self._source.readline(self._left)
        self._left -= len(line)
        self._lines -= 1
        if self._left <= 0 or self._lines <= 0:
            raise Broken(f"its header has over {RECORD_HEADER_BYTES:,} bytes or {RECORD_HEADER_LINES:,} lines")
        return line
