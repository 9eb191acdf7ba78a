"""Where words of an article stand in the bytes of its capture, as far as the record alone proves it.

In: an article, a span, the capture's charset. Out: a byte range with how well it fits, or none. It reads no bytes, and it never guesses.

A segment says where a whole run of characters stands. Part of a run is placed only where each of its characters is written as itself: a character reference,
a line break of two characters or a comment takes more bytes than what it stands for, so a run is free of them where its place is as long as its characters.
"""

import codecs
from typing import Literal

from onrecord.types import Article, Segment, Span

Fit = Literal["exact", "within", "none"]
# U+FFFD takes more bytes than the broken byte it stands for; the others end what references such as &nGt; stand for, which are no shorter than it.
UNSURE = frozenset("\ufffd\u0333\u0338\u20d2\ufe00")


def find_bytes(article: Article, span: Span, charset: str | None) -> tuple[tuple[int, int] | None, Fit]:
    """The half-open byte range of a span. exact: these bytes are the words. within: the words stand in them, among tags, references or more words."""
    touched = [s for s in article.segments if s.start < span.end and span.start < s.end]
    if not touched or not _covers(article.text, span, touched):
        return None, "none"
    places = [s.place.bytes for s in touched if s.place and s.place.bytes]
    if len(places) < len(touched):
        return None, "none"
    if len(touched) == 1 and (found := _narrow(article.text, span, touched[0], places[0], charset)):
        return found, "exact"
    return (min(a for a, _ in places), max(b for _, b in places)), "within"


def _covers(text: str, span: Span, touched: list[Segment]) -> bool:
    """Whether all characters of a span but white space stand in some segment."""
    at = span.start
    for segment in sorted(touched, key=lambda s: s.start):
        if text[at : segment.start].strip():
            return False
        at = max(at, segment.end)
    return not text[at : span.end].strip()


def _narrow(text: str, span: Span, segment: Segment, place: tuple[int, int], charset: str | None) -> tuple[int, int] | None:
    """The bytes of a part of a run."""
    run = text[segment.start : segment.end]
    if segment.match != "exact" or span.start < segment.start or span.end > segment.end:
        return None
    if (span.start, span.end) == (segment.start, segment.end):
        return place
    codec = _find_codec(charset)
    if codec is None or not UNSURE.isdisjoint(run):
        return None
    try:
        before, words, whole = (len(part.encode(codec)) for part in (text[segment.start : span.start], span.of(text), run))
    except UnicodeEncodeError:
        return None
    return (place[0] + before, place[0] + before + words) if whole == place[1] - place[0] else None


def _find_codec(charset: str | None) -> str | None:
    """The codec of a charset in which each character is written one way only: UTF-8, or one byte a character."""
    try:
        name = codecs.lookup(charset or "").name
    except LookupError:
        return None
    return name if name in ("utf-8", "ascii") or name.startswith(("cp125", "iso8859", "koi8", "mac-")) else None
