"""What HTTP wraps round a page: its content type, chunks, compression. In: bytes and headers' words. Out: the page's own bytes, never over the limit."""

import zlib

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES

PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
GZIP = 16 + zlib.MAX_WBITS  # what zlib takes for "with gzip's header and check"
GZIP_MARK = b"\x1f\x8b"
STEP = 65536  # bytes unpacked at a time: a kilobyte can hold a megabyte
CHUNK_HEAD = 100  # bytes of a chunk's first line: hexadecimal digits and what some servers add


def parse_content_type(value: str | None) -> tuple[str | None, str | None]:
    """The media type and the charset of a Content-Type header; None for what it leaves out.

    >>> parse_content_type('Text/HTML; Charset="UTF-8"')
    ('text/html', 'UTF-8')
    """
    kind, *parameters = (value or "").split(";")
    pairs = (p.partition("=") for p in parameters)
    charset = next((v.strip().strip("\"'") for name, _, v in pairs if name.strip().lower() == "charset"), "")
    return kind.strip().lower() or None, charset or None


def unpack(raw: bytes, encoding: str | None, *, name: str) -> bytes:
    """Undo a Content-Encoding of gzip; InputError where the result is over the limit, broken off, or packed in another way.

    Bytes that are not packed although the header says so are taken as they are: archives keep the header of a page that they unpacked.
    """
    encoding = (encoding or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise InputError("not-text", f"{name}: compressed as {encoding[:40]!r}, which is not read; save the page itself and read that")
    if encoding == "identity" or not raw.startswith(GZIP_MARK):
        return raw
    parts: list[bytes] = []
    size = at = 0
    while raw.startswith(GZIP_MARK, at):  # one member after another; what is no member is padding
        inflater = zlib.decompressobj(GZIP)
        waiting = b""
        while not inflater.eof:
            if not waiting:
                waiting = raw[at : at + STEP]
                at += len(waiting)
            at_end = not waiting
            try:
                part = inflater.decompress(waiting, STEP)
            except zlib.error as e:
                raise InputError("broken-off", f"{name}: its compression is damaged ({e}); fetch or save it anew") from e
            if at_end and not part and not inflater.eof:
                raise InputError("broken-off", f"{name}: its compression breaks off; fetch or save it anew")
            waiting = inflater.unconsumed_tail
            parts.append(part)
            size += len(part)
            if size > CAPTURE_BYTES:
                raise InputError("too-large", f"{name}: over {CAPTURE_BYTES:,} bytes when unpacked, the limit; split it into its reports")
        at -= len(inflater.unused_data)
    return b"".join(parts)


def join_chunks(raw: bytes, *, name: str) -> bytes:
    """Undo a Transfer-Encoding of chunks; bytes that are not in chunks are taken as they are: archives keep the header of a page that they joined."""
    parts: list[bytes] = []
    at = 0
    while True:
        line_end = raw.find(b"\n", at, at + CHUNK_HEAD)
        digits = raw[at:line_end].split(b";")[0].strip()
        if line_end < 0 or not digits or digits.strip(b"0123456789abcdefABCDEF"):
            if not parts:
                return raw
            raise InputError("broken-off", f"{name}: its chunks are damaged after {at:,} bytes; fetch or save it anew")
        size = int(digits, 16)
        start, end = line_end + 1, line_end + 1 + size
        if not size:
            return b"".join(parts)
        if end > len(raw):
            raise InputError("broken-off", f"{name}: its last chunk breaks off; fetch or save it anew")
        parts.append(raw[start:end])
        at = end + (2 if raw.startswith(b"\r\n", end) else 1)
