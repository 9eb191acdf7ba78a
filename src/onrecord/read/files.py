"""Paths to captures: which files are read, their bytes, and what kind of thing the bytes are.

In: paths that the user named, `-` for standard input. Out: Input, bytes, Capture. Nothing outside the named paths is opened: no symbolic link within a
folder, no device, no pipe.
"""

import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES
from onrecord.read.decode import looks_utf16
from onrecord.types import Capture

STDIN = "-"
HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
TEXT_ENDINGS = frozenset({".txt", ".md"})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})

SNIFFED = 4096
LEAD = re.compile(r"\s*+(?:<!--(?:[^-]++|-(?!->))*+-->\s*+|<\?xml[^>]*+>\s*+)*+")
PAGE = re.compile(r"<(?:!doctype\s++html|html|head|body|meta|title|link|script|style|div|article|section|main|header|p|h[1-6]|table|br|span|a)[\s/>]", re.I)
TAG = re.compile(r"</?(?:html|head|body|div|article|section|p|h[1-6]|ul|ol|li|table|br|span|a|em|strong|b|i)(?:\s[^<>]{0,999})?/?>", re.I)

# What stands at the start of files that are not text, in the words of the message.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "a PDF"), (b"PK\x03\x04", "application/zip", "a zip, Word or OpenDocument file"),
    (b"\x89PNG\r\n", "image/png", "an image"), (b"\xff\xd8\xff", "image/jpeg", "an image"), (b"GIF8", "image/gif", "an image"),
    (b"RIFF", "application/octet-stream", "an image or a recording"), (b"\x1f\x8b", "application/gzip", "compressed (gzip)"),
    (b"BZh", "application/x-bzip2", "compressed (bzip2)"), (b"\xfd7zXZ\0", "application/x-xz", "compressed (xz)"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "compressed (7z)"), (b"\xd0\xcf\x11\xe0", "application/x-ole-storage", "an old Office file"),
    (b"{\\rtf", "application/rtf", "an RTF document"), (b"\x7fELF", "application/octet-stream", "a program"), (b"ID3", "audio/mpeg", "a recording"),
    (b"OggS", "application/ogg", "a recording"), (b"SQLite format 3\0", "application/vnd.sqlite3", "a database"),
)  # fmt: skip
# Bytes that text does not hold; real text has none, a broken one a few.
CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, 27})


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: a file's path or `-`, and the named folder that it was found in."""

    path: str
    folder: str | None = None


def find_inputs(paths: Iterable[str]) -> Iterator[Input]:
    """Yield what is to be read: named files as they are, folders with all .txt .md .html .htm .xhtml in them, by name.

    Names that start with a dot are passed over, links too. A folder that cannot be listed is yielded itself, so that reading it says why.
    """
    for path in paths:
        if path == STDIN or not os.path.isdir(path):
            yield Input(path)
            continue
        waiting = [path]
        while waiting:
            place = waiting.pop()
            if place != path and not os.path.isdir(place):
                yield Input(place, path)
                continue
            try:
                with os.scandir(place) as entries:
                    found = [e.path for e in entries if not e.name.startswith(".") and (e.is_dir(follow_symlinks=False) or _is_report(e))]
            except OSError:
                yield Input(place, path)
                continue
            waiting.extend(sorted(found, reverse=True))


def _is_report(entry: "os.DirEntry[str]") -> bool:
    return entry.is_file(follow_symlinks=False) and Path(entry.name).suffix.lower() in HTML_ENDINGS | TEXT_ENDINGS


def read_bytes(path: str, *, folder: str | None = None) -> bytes:
    """Read a file, or standard input for `-`; `folder` is the one that it must lie in.

    InputError where it is no regular file, lies elsewhere or is too large; OSError where it is not there or may not be read.
    """
    if path == STDIN:
        return _whole(sys.stdin.buffer.read(CAPTURE_BYTES + 1), "standard input")
    target = os.path.realpath(path, strict=True)
    if folder is not None and (os.path.islink(path) or not Path(target).is_relative_to(os.path.realpath(folder))):
        raise InputError("outside", f"{path}: leads out of {folder}; name the file itself if it is meant")
    _check_regular(os.stat(target), path)
    # The file may be another one by now: a link is not followed, a pipe does not hang, and what was opened is looked at again.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(target, flags), "rb") as file:
        opened = os.fstat(file.fileno())
        _check_regular(opened, path)
        if opened.st_size > CAPTURE_BYTES:
            raise InputError("too-large", f"{path}: {opened.st_size:,} bytes (limit {CAPTURE_BYTES:,}); split it into its reports")
        raw = file.read(opened.st_size + 1)  # a buffer for the largest capture, asked for each time, would leave the memory in pieces
        return _whole(raw + file.read(CAPTURE_BYTES) if len(raw) > opened.st_size else raw, path)


def _check_regular(found: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise InputError("not-a-file", f"{path}: a folder, and it cannot be listed; name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise InputError("not-a-file", f"{path}: a device or a pipe; send its content to standard input and name '-'")


def _whole(raw: bytes, name: str) -> bytes:
    if len(raw) > CAPTURE_BYTES:
        raise InputError("too-large", f"{name}: over {CAPTURE_BYTES:,} bytes, the limit; split it into its reports")
    return raw


def make_capture(
    raw: bytes, *, path: str | None = None, url: str | None = None, media_type: str | None = None, charset: str | None = None, fetched: str | None = None
) -> Capture:
    """Note the bytes that were seen. The media type is what the bytes are; what a server said of them counts where they leave it open."""
    digest = hashlib.sha256(raw).hexdigest()
    found = sniff_media_type(raw, name=path or url, said=media_type)
    return Capture(id=digest, sha256=digest, url=url, path=path, media_type=found, charset=charset, fetched=fetched)


def sniff_media_type(raw: bytes, *, name: str | None = None, said: str | None = None) -> str:
    """Tell HTML from plain text and both from what is no text, by the bytes first.

    >>> sniff_media_type(b"<!DOCTYPE html><p>No.</p>"), sniff_media_type(b"1 < 2, she said.")
    ('text/html', 'text/plain')
    """
    binary = _binary(raw)
    if binary:
        return binary[0]
    head = raw[:SNIFFED].replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").decode("ascii", "replace").lstrip("\ufffd")
    said = said.split(";")[0].strip().lower() if said else None
    ending = Path(name.split("?")[0]).suffix.lower() if name else ""
    at = LEAD.match(head)
    if PAGE.match(head, at.end() if at else 0):
        return said if said in HTML_TYPES else "application/xhtml+xml" if ending == ".xhtml" else "text/html"
    hinted = said in HTML_TYPES or (said is None and ending in HTML_ENDINGS)
    if hinted and TAG.search(raw.replace(b"\0", b"").decode("latin-1")):
        return said or ("application/xhtml+xml" if ending == ".xhtml" else "text/html")
    return "text/markdown" if ending == ".md" else "text/plain"


def check_bytes(raw: bytes, *, name: str) -> None:
    """Refuse bytes that are too many or no text."""
    _whole(raw, name)
    binary = _binary(raw)
    if binary:
        raise InputError("not-text", f"{name}: {binary[1]}, not text; save the page as HTML or its words as .txt and read that")


def _binary(raw: bytes) -> tuple[str, str] | None:
    for start, media_type, words in SIGNATURES:
        if raw.startswith(start):
            return media_type, words
    head = raw[:65536]
    if head[4:8] == b"ftyp":
        return "video/mp4", "a recording"
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > max(4, len(head) // 20) and not looks_utf16(raw) and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream", "binary data"
    return None
