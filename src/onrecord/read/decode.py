"""Bytes to text: which charset, why, and where each character stands in the bytes.

In: the bytes of a capture and the charset that its header named, if any. Out: Decoded. It never fails: a byte that cannot be read is one U+FFFD, a NUL
too, and offsets stay true. UTF-7, escapes between charsets (ISO-2022) and the like are never decoded: they can hide markup.
"""

import codecs
import re
from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from charset_normalizer import from_bytes

from onrecord.types import Problem

How = Literal["header", "bom", "meta", "utf-8", "statistics"]

# Charset by its name on the web, and the codec of Python's that reads it. All are stateless, so that a slice of the bytes decodes by itself.
CODECS: dict[str, str] = {
    "utf-8": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "ibm866": "cp866", "windows-874": "cp874", **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "gb18030": "gb18030", "big5": "big5hkscs", "euc-jp": "euc_jp", "shift_jis": "cp932", "euc-kr": "cp949",
}  # fmt: skip
# Names that the web reads as a larger charset (the Encoding standard of the WHATWG).
LARGER = {
    "ascii": "windows-1252", "iso8859-1": "windows-1252", "iso8859-9": "windows-1254", "iso8859-11": "windows-874", "tis-620": "windows-874",
    "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5", "shift_jis": "shift_jis", "euc_kr": "euc-kr", "utf-16": "utf-16le",
}  # fmt: skip
NAMES = {codecs.lookup(codec).name: name for name, codec in CODECS.items()} | LARGER
DOUBLE_BYTE = frozenset({"gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"})
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"))

HEAD = 8192  # a page's <meta charset> stands within 1,024 bytes by the standard; real pages are late at times
LABEL = re.compile(r"[A-Za-z0-9._:-]{1,40}")
COMMENT = re.compile(rb"<!--[^>]{0,2000}>")
META = re.compile(rb"""<meta\s[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
XML = re.compile(rb"""^\s{0,99}<\?xml\s[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
UNREAD = re.compile("[\0\ud800-\udfff]")
ONE_BYTE = "onrecord-one-byte"
SIZED = 4096  # characters between two known byte offsets
# What stands above ASCII in English text; the charset that yields most of it is taken.
EXPECTED = frozenset("“”‘’–—…•·£€©®™°½¼¾§«» \u00a0éèêëáàâäãåæíìîïñóòôöõøúùûüçßÉÁÀÄÅÖØÜÑÇ")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a capture (without a byte order mark), the charset and what decided it."""

    text: str
    charset: str
    how: How
    problems: tuple[Problem, ...] = ()
    raw: bytes = field(default=b"", repr=False)
    skipped: int = 0  # bytes of the byte order mark

    def byte_range(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the capture that hold the characters `start` to `end`."""
        place = _places(self.raw, self.charset, self.skipped)
        return place.byte(start), place.byte(end)


def decode(raw: bytes, *, charset: str | None = None, html: bool = False) -> Decoded:
    """Decode by the first that holds: header, byte order mark, the page's own word, UTF-8 where the bytes are that, statistics.

    A name that the bytes contradict is passed over with a problem: words that all become U+FFFD help nobody.

    >>> decode(b"caf\\xc3\\xa9").text, decode(b"caf\\xe9", charset="utf-8").charset
    ('café', 'windows-1252')
    """
    name, how, problems = _choose(raw, charset, html)
    skipped = next((len(mark) for mark, of in BOMS if of == name and raw.startswith(mark)), 0)
    marked = _lossless(raw[skipped:], name)
    unread = UNREAD.search(marked)
    if unread:
        place = unread.start()
        marked, count = UNREAD.subn("\ufffd", marked)
        message = f"{count:,} characters could not be read as {name} (first: character {place:,}); each stands as U+FFFD"
        problems.append(Problem("undecodable-bytes", message, *((None, None) if html else (place, place + 1))))
    return Decoded(marked, name, how, tuple(problems), raw, skipped)


def decode_slice(raw: bytes, charset: str) -> str:
    """Decode a part of a capture, cut between characters, as `decode` decoded the whole."""
    return UNREAD.sub("\ufffd", _lossless(raw, charset))


def find_charset(label: str | None) -> str | None:
    """The charset that a label names; None where there is none or it is one that is never decoded."""
    label = (label or "").strip().strip("\"'").lower()
    if label in CODECS or not LABEL.fullmatch(label):
        return label if label in CODECS else None
    try:
        return NAMES.get(codecs.lookup(label).name)
    except LookupError:
        return None


def looks_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark, by the zeros of its ASCII letters: they stand on one side only."""
    head = raw[:HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < max(4, len(head) * 0.3) or min(even, odd) > len(head) * 0.01:
        return None
    return "utf-16le" if odd > even else "utf-16be"


def _choose(raw: bytes, header: str | None, html: bool) -> tuple[str, How, list[Problem]]:
    problems: list[Problem] = []
    said: list[tuple[How, str, str | None]] = []
    if header:
        said.append(("header", header, find_charset(header)))
    mark = next((name for mark, name in BOMS if raw.startswith(mark)), None)
    if mark:
        said.append(("bom", mark, mark))
    if html:
        head = COMMENT.sub(b"", raw[:HEAD])
        found = META.search(head) or XML.search(head)
        if found:
            label = found[1].decode("ascii")
            name = find_charset(label)
            # These bytes were read as ASCII, so the page cannot be in UTF-16 (the standard reads it as UTF-8 then).
            said.append(("meta", label, "utf-8" if name and name.startswith("utf-16") else name))
    passed: list[str] = []
    chosen: tuple[str, How]
    for how, label, name in said:
        if name is not None and _fits(raw, name, marked=mark == name):
            chosen = name, how
            break
        passed.append(f"{how} says {label}" if name else f"{how} says {label}, which is no charset that is read")
    else:
        wide = looks_utf16(raw)
        chosen = (wide, "statistics") if wide else ("utf-8", "utf-8") if _fits(raw, "utf-8") else (_guess(raw), "statistics")
    if passed:
        problems.append(Problem("charset-wrong", f"{'; '.join(passed)}; the bytes are read as {chosen[0]}"))
    return *chosen, problems


def _fits(raw: bytes, name: str, *, marked: bool = False) -> bool:
    """Whether bytes can be in a charset. A page in UTF-8 with a broken character or two is in UTF-8 still."""
    if name.startswith("utf-16"):
        return marked or looks_utf16(raw) == name
    try:
        utf8 = raw.decode("utf-8")
    except UnicodeDecodeError:
        if name != "utf-8":
            return True
        good = raw.decode("utf-8", "ignore")
        return len(raw) - len(good.encode()) <= len(good.encode()) - len(good.encode("ascii", "ignore"))
    return name == "utf-8" or utf8.isascii()  # text above ASCII that happens to be good UTF-8 is UTF-8


def _guess(raw: bytes) -> str:
    """The likeliest charset of bytes that nobody named: for text in Latin letters by what English writes, else by charset-normalizer."""
    high = raw.translate(None, bytes(range(0x80)))
    if len(high) * 5 > len(raw) * 2:  # not a text in Latin letters
        best = from_bytes(raw[:65536]).best()
        name = find_charset(best.encoding) if best else None
        if name and name != "utf-8" and not name.startswith("utf-16"):
            return name
    scores = {name: sum(c in EXPECTED for c in _lossless(high[:HEAD], name)) for name in ("windows-1252", "macintosh")}
    return max(scores, key=scores.__getitem__)


def _lossless(raw: bytes, name: str) -> str:
    """Decode with each unreadable byte (in UTF-16 each unpaired half) kept as one lone surrogate."""
    if name == "utf-8" or name in DOUBLE_BYTE:
        return raw.decode(CODECS[name], "surrogateescape" if name == "utf-8" else ONE_BYTE)
    if name.startswith("utf-16"):
        return raw[: len(raw) & ~1].decode(CODECS[name], "surrogatepass") + ("\udcff" if len(raw) & 1 else "")
    return codecs.charmap_decode(raw, "strict", _table(CODECS[name]))[0]


def one_byte(error: UnicodeError) -> tuple[str, int]:
    """A codec's error handler: the first byte that cannot be read is one lone surrogate, and reading begins anew behind it. `surrogateescape` takes several
    at once, of which one alone may be a character, so that a stretch that is cut out would read otherwise."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    byte = error.object[error.start]
    return chr(0xDC00 + byte) if byte >= 0x80 else "\ufffd", error.start + 1


codecs.register_error(ONE_BYTE, one_byte)


@lru_cache
def _table(codec: str) -> str:
    """The 256 characters of a single-byte charset. A decoder would take the way through an error handler for each byte without one."""
    return bytes(range(256)).decode(codec, "surrogateescape")


@dataclass(frozen=True, slots=True)
class _Places:
    """Byte offsets of characters: every SIZED-th is known, the rest is found by encoding from there on."""

    marked: str
    codec: str
    errors: str
    known: tuple[int, ...]
    end: int

    def byte(self, at: int) -> int:
        block = at // SIZED
        rest = self.marked[block * SIZED : at].encode(self.codec, self.errors)
        return min(self.known[block] + len(rest), self.end)


@dataclass(frozen=True, slots=True)
class _Starts:
    """The byte offset of every character, for charsets where encoding does not always give the same bytes back."""

    starts: "array[int]"

    def byte(self, at: int) -> int:
        return self.starts[at]


@lru_cache(maxsize=1)
def _places(raw: bytes, name: str, skipped: int) -> _Places | _Starts:
    if name in DOUBLE_BYTE:
        return _Starts(_double_byte_starts(raw, CODECS[name]))
    marked = _lossless(raw[skipped:], name)
    errors = "surrogatepass" if name.startswith("utf-16") else "surrogateescape"
    sizes = (len(marked[i : i + SIZED].encode(CODECS[name], errors)) for i in range(0, len(marked), SIZED))
    return _Places(marked, CODECS[name], errors, tuple(accumulate(sizes, initial=skipped)), len(raw))


def _double_byte_starts(raw: bytes, codec: str) -> "array[int]":
    """Where each character begins, as `one_byte` has it: good stretches are fed to a decoder a byte at a time, a broken byte is a character of its own."""
    starts, at, view = array("L"), 0, memoryview(raw)
    while at < len(raw):
        window = view[at : at + SIZED]
        try:
            codecs.decode(window, codec)
            good, broken = len(window), 0
        except UnicodeDecodeError as e:
            cut = e.start > 0 and e.end >= len(window) and at + len(window) < len(raw)  # the window may end within a character
            good, broken = e.start, 0 if cut else 1
        decoder, begin = codecs.getincrementaldecoder(codec)(), at
        for i in range(at, at + good):
            for _ in decoder.decode(view[i : i + 1]):
                starts.append(begin)
                begin = i + 1
        starts.extend(range(at + good, at + good + broken))
        at += good + broken
    starts.append(len(raw))
    return starts
