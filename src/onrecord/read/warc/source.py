"""The bytes of an archive, record after record: plain or in gzip members, bounded, and what to do where a record is broken.

In: an open file. Out: headers' lines and blocks, read forward; Broken where it is not certain where a record ends. Each byte is unpacked once, but for damage.
"""

import os
import re
import zlib
from contextlib import suppress
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.limits import GZIP_MEMBER_BYTES
from onrecord.read.body import GZIP, GZIP_MARK, STEP

WARC_LINE = rb"WARC/\d\.\d{1,3}\r?\n"
ARC_LINE = rb"(?:https?|ftp|filedesc|dns|whois|ntp):[^\s]{1,2000} [0-9a-fA-F.:]{1,45} \d{14} [^\s]{1,200} \d{1,12}\r?\n"
FIRST_LINE = re.compile(WARC_LINE + b"|" + ARC_LINE)
MARKS = re.compile(WARC_LINE), re.compile(rb"\n(?=" + ARC_LINE + b")")  # where a record may begin behind a broken one; apart, each is found fast
BLOCK_END = b"\r\n\r\n"
MARK_BYTES = 2_400  # the longest that it looks ahead


class Broken(InputError):
    """It is not certain where the record ends."""

    def __init__(self, what: str) -> None:
        super().__init__("broken-off", what)


def open_source(file: BinaryIO) -> "Source":
    """The records of an open archive, from its start."""
    start = file.read(len(GZIP_MARK))
    file.seek(0)
    return _Gzip(file) if start == GZIP_MARK else _Plain(file)


class Source:
    """An archive's bytes, forward, one member after another; a plain archive is one member."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._next = 0
        self.seen = False  # whether a record has begun anywhere
        self.uncertain = False  # whether where records begin was guessed from a mark
        self.damaged = False  # whether what is read now cannot be unpacked

    def _more(self) -> bytes:
        """The member's next bytes; none at its end."""
        raise NotImplementedError

    def _next_member(self) -> bool:
        raise NotImplementedError

    def _offset(self) -> int:
        raise NotImplementedError

    def recover(self) -> bool:
        """Go to where the next record seems to begin; False where there is none."""
        raise NotImplementedError

    def begin(self) -> int | None:
        """The offset in the file of the next record (of its member); None at the end."""
        while not self._peek():
            if not self._next_member():
                return None
        at = self._offset()
        if not self.at_record():
            raise Broken("no record begins here")
        self.seen = True
        return at

    def check_block(self, length: int) -> None:
        """Look ahead, where that costs nothing, whether the block that begins here ends where it says."""

    def end_block(self, rest: int) -> bool:
        """Pass over the rest of a record's block; whether it is certain that it ends there: the next record follows, or nothing.

        Broken where it cannot end there: neither that nor WARC's two empty lines follow.
        """
        self._skip(rest)
        tail = self.read(len(BLOCK_END))
        self._unread(tail)
        line = self._peek()
        certain = not line or FIRST_LINE.match(line) is not None
        if not certain and tail != BLOCK_END:
            raise Broken("it does not end where it says")
        return certain

    def at_record(self) -> bool:
        """Whether the next line begins a record."""
        with suppress(Broken):
            return FIRST_LINE.match(self._peek()) is not None
        return False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer only at the member's end."""
        parts: list[bytes] = []
        while size > 0 and self._filled():
            part = self._buffer[self._next : self._next + size]
            self._next += len(part)
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def readline(self, limit: int) -> bytes:
        """A line with its end; `limit` bytes of a longer one."""
        parts: list[bytes] = []
        while limit > 0 and self._filled():
            end = self._buffer.find(b"\n", self._next, self._next + limit) + 1
            part = self._buffer[self._next : end or self._next + limit]
            self._next += len(part)
            limit -= len(part)
            parts.append(part)
            if end:
                break
        return b"".join(parts)

    def _filled(self) -> bool:
        if self._next >= len(self._buffer):
            self._buffer, self._next = self._more(), 0
        return bool(self._buffer)

    def _unread(self, data: bytes) -> None:
        self._buffer, self._next = data + self._buffer[self._next :], 0

    def _peek(self) -> bytes:
        """The next line that is not empty, left to be read."""
        while (line := self.readline(MARK_BYTES)) in (b"\n", b"\r\n"):
            pass
        self._unread(line)
        return line

    def _skip(self, rest: int) -> None:
        while rest > 0:
            got = len(self.read(min(rest, STEP)))
            if not got:
                raise Broken("it breaks off")
            rest -= got

    def _find_mark(self) -> bool:
        """Go on to the next mark of a record in this member."""
        window = b""
        while piece := self.read(STEP):
            window += piece
            found = [mark.start() + (mark[0] == b"\n") for mark in (pattern.search(window) for pattern in MARKS) if mark]
            if found:
                self._unread(window[min(found) :])
                self.uncertain = True
                return True
            window = window[-MARK_BYTES:]
        return False


class _Plain(Source):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._size = os.fstat(file.fileno()).st_size
        self._from = 0  # where the record began that is read now

    def _more(self) -> bytes:
        return self._file.read(STEP)

    def _next_member(self) -> bool:
        return False

    def _offset(self) -> int:
        self._from = self._file.tell() - len(self._buffer) + self._next
        return self._from

    def check_block(self, length: int) -> None:
        start = self._file.tell() - len(self._buffer) + self._next
        self.end_block(length)
        self._seek(start)

    def _skip(self, rest: int) -> None:
        to = self._file.tell() - len(self._buffer) + self._next + rest
        if to > self._size:
            raise Broken("it breaks off")
        self._seek(to)

    def _seek(self, to: int) -> None:
        self._file.seek(to)
        self._buffer, self._next = b"", 0

    def recover(self) -> bool:
        self._seek(self._from + 1)
        return self._find_mark()


class _Gzip(Source):
    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self._packed = b""
        self._start = 0  # where the member begins that is unpacked now
        self._size = 0  # what it unpacked to so far
        self._inflater: zlib._Decompress | None = None

    def _more(self) -> bytes:
        inflater = self._inflater
        while inflater is not None and not inflater.eof:
            self._packed = self._packed or self._file.read(STEP)
            at_end = not self._packed
            try:
                part = inflater.decompress(self._packed, STEP)
            except zlib.error as e:
                self.damaged = True
                raise Broken(f"its compression is damaged ({e})") from e
            self._packed = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
            self._size += len(part)
            if self._size > GZIP_MEMBER_BYTES:
                raise Broken(f"it unpacks to over {GZIP_MEMBER_BYTES:,} bytes")
            if part:
                return part
            if at_end:
                self.damaged = True
                raise Broken("its compression breaks off")
        return b""

    def _next_member(self) -> bool:
        if len(self._packed) < len(GZIP_MARK):
            self._packed += self._file.read(STEP)
        self._start, self._size, self.damaged = self._file.tell() - len(self._packed), 0, False
        if not self._packed:
            return False
        self._inflater = zlib.decompressobj(GZIP)
        return True

    def _offset(self) -> int:
        return self._start

    def recover(self) -> bool:
        if self._size > GZIP_MEMBER_BYTES:
            return False
        if not self.damaged:
            with suppress(Broken):
                return self._find_mark() or self._next_member()
        return self._find_member()

    def _find_member(self) -> bool:
        """Behind damage: go to the next member that unpacks to the beginning of a record."""
        at = self._start + 1
        while (at := self._find_bytes(GZIP_MARK + b"\x08", at)) >= 0:
            self._file.seek(at)
            self._packed = self._buffer = b""
            self._next_member()
            if self.at_record():
                self.uncertain = True
                return True
            at += 1
        return False

    def _find_bytes(self, wanted: bytes, start: int) -> int:
        self._file.seek(start)
        window = b""
        while piece := self._file.read(STEP):
            window += piece
            found = window.find(wanted)
            if found >= 0:
                return self._file.tell() - len(window) + found
            window = window[1 - len(wanted) :]
        return -1
