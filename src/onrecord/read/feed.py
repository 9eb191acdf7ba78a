"""Feeds to captures: RSS, Atom and JSON Feed.

In: a feed's bytes and its address. Out: its entries in order. Where an entry holds its text whole, a page made of its title and text: an entry has no bytes
of its own. Where it holds an excerpt or none, its address. feedparser runs in a worker that may be killed, and sees no declaration: what a feed's DTD
declares or names is neither expanded nor fetched (H11).
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES
from onrecord.read.captured import Captured, Linked, Skipped
from onrecord.read.decode import decode
from onrecord.read.guard import run_guarded
from onrecord.types import When

FIRST_TAG = re.compile(r"<([A-Za-z][^\s/>]{0,20})")
ROOTS = frozenset({"rss", "feed", "rdf:rdf"})
LAST_TAG = re.compile(r"</\s?(?:rss|feed|rdf:rdf|channel)\s{0,9}>\s*+(?:<!--[^>]*+-->\s*+)*+\Z", re.IGNORECASE)
MARKUP = re.compile(r"<[^<>]*+>")
SPACE = re.compile(r"\s+")
ISO = re.compile(r"\d{4}-\d\d-\d\d(?P<clock>[T ]\d\d:\d\d.{0,30})?")
RFC822 = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(?P<day>\d{1,2}) (?P<month>[A-Za-z]{3})[a-z]{0,6} (?P<year>\d{4})"
    r"(?: (?P<clock>\d{1,2}:\d\d)(?::\d\d)?(?: ?(?P<zone>[+-]\d{4}|[A-Za-z]{1,5}))?)?"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The names that RFC 822 gives; another name, and -0000, leave the offset open.
ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
# How an excerpt ends, in a feed that calls it the content; and what WordPress puts behind whole texts and excerpts alike.
CUT_SHORT = re.compile(
    r"(?:(?:…|\.\.\.)\W{0,9}(?:(?:continue reading|read (?:more|the (?:full|rest|whole))|more)\b.{0,200})?"
    r"|(?:continue reading|read (?:more|the full)).{0,120})\Z",
    re.IGNORECASE,
)
APPEARED = re.compile(r"The post .{1,250} (?:appeared first|first appeared) on .{1,100}\Z")
ENDING = 500  # characters of an entry's end that are looked at


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the feed has it; `content` is its whole text as HTML or as plain text, by `media_type`."""

    url: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    updated: str | None = None
    content: str | None = None
    summary: str | None = None
    media_type: str = "text/html"


def is_feed(raw: bytes, media_type: str | None = None) -> bool:
    """Whether bytes are a feed: by their first element or, for JSON, its version, whatever a server says of them.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0">'), is_feed(b"<html>")
    (True, False)
    """
    head = decode(raw[:8192], html=True).text
    if head.lstrip().startswith("{"):
        return "jsonfeed.org/version/" in head or media_type == "application/feed+json"
    return _root(head)[0] in ROOTS


def read_feed(raw: bytes, url: str | None = None, *, charset: str | None = None) -> Iterator[Captured | Linked | Skipped]:
    """Yield a feed's entries; InputError where it is no feed or too large."""
    name = url or "the feed"
    if len(raw) > CAPTURE_BYTES:
        raise InputError("too-large", f"{name}: over {CAPTURE_BYTES:,} bytes, the limit; name the pages that it leads to")
    text = decode(raw, charset=charset, html=True).text
    root, start = _root(text)
    if text.lstrip().startswith("{"):
        entries, cut = parse_json(text, name), False
    elif root in ROOTS:
        body = text[start:].encode("utf-8", "replace")  # without its declarations
        entries = run_guarded("onrecord.read.feed.parse_xml", body, returns=list[Entry], name=name, options={"url": url})
        cut = LAST_TAG.search(text[-4000:]) is None
    else:
        raise InputError("not-a-feed", f"{name}: no RSS, Atom or JSON feed; a page is read as a page")
    last = entries.pop() if cut and entries else None
    for number, entry in enumerate(entries, start=1):
        yield _settle(entry, url, f"{name}, entry {number:,}")
    if cut:
        told = f" ({(last.title or last.url or '')[:100]!r})" if last else ""
        yield Skipped(name, "broken-off", f"{name}: breaks off in its last entry{told}; fetch it anew")


def parse_xml(raw: bytes, url: str | None = None) -> list[Entry]:
    """The entries of RSS or Atom in UTF-8; what the worker runs."""
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8", **({"content-location": url} if url else {})}
    found = feedparser.parse(BytesIO(raw), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    return [_entry(e) for e in found.entries]


def _entry(entry: dict[str, Any]) -> Entry:
    own = dict.keys(entry)  # feedparser's own dictionary gives the first time for the second
    contents = [c for c in entry.get("content", ()) if c.get("value") and c.get("type") in ("text/html", "application/xhtml+xml", "text/plain")]
    whole = max(contents, key=lambda c: (c["type"] != "text/plain", len(c["value"])), default=None)
    return Entry(
        url=_text(entry.get("link")), title=_plain(entry.get("title")), author=_plain(entry.get("author")), published=_text(entry.get("published")),
        updated=_text(entry.get("updated")) if "updated" in own else None, content=whole["value"] if whole else None,
        summary=_text(entry.get("summary")), media_type="text/plain" if whole and whole["type"] == "text/plain" else "text/html",
    )  # fmt: skip


def parse_json(text: str, name: str) -> list[Entry]:
    """The entries of a JSON Feed, version 1 or 1.1."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as e:
        raise InputError("broken-off", f"{name}: no whole JSON ({str(e)[:100]}); fetch it anew") from e
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or "jsonfeed.org/version/" not in str(found.get("version")):
        raise InputError("not-a-feed", f"{name}: JSON, and no JSON Feed; name the pages that it leads to")
    return [_item(i) for i in items if isinstance(i, dict)]


def _item(item: dict[str, Any]) -> Entry:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_plain(a.get("name")) for a in authors or () if isinstance(a, dict)]
    as_html = _text(item.get("content_html"))
    return Entry(
        url=_text(item.get("url")), title=_plain(item.get("title")), author=", ".join(n for n in names if n) or None,
        published=_text(item.get("date_published")), updated=_text(item.get("date_modified")), content=as_html or _text(item.get("content_text")),
        summary=_text(item.get("summary")), media_type="text/html" if as_html else "text/plain",
    )  # fmt: skip


def _settle(entry: Entry, feed: str | None, name: str) -> Captured | Linked | Skipped:
    url = _address(entry.url, feed)
    published, updated = read_time(entry.published), read_time(entry.updated)
    content, media_type = entry.content, entry.media_type
    if content is None and url is None:
        content, media_type = entry.summary, "text/html"  # RSS 2.0: an item without a link is complete in itself
    if content is not None and _words(content, media_type) and not (url and is_cut_short(_words(content, media_type))):
        raw = _page(entry, content) if media_type == "text/html" else "\n\n".join(filter(None, (entry.title, content))).encode("utf-8", "replace")
        return Captured(raw, url, None, media_type, "utf-8", entry.title, published, updated)
    if url is None:
        return Skipped(name, "no-article", f"{name}: neither a text nor a link; nothing to read in it")
    return Linked(url, entry.title, published, updated)


def _page(entry: Entry, content: str) -> bytes:
    title = html.escape(entry.title or "")
    author = f'<meta name="author" content="{html.escape(entry.author)}">' if entry.author else ""
    heading = f"<h1>{title}</h1>\n" if title else ""
    page = f'<!doctype html>\n<meta charset="utf-8">\n<title>{title}</title>\n{author}\n<article>\n{heading}{content}\n</article>\n'
    return page.encode("utf-8", "replace")


def is_cut_short(words: str) -> bool:
    """Whether a text ends as excerpts do.

    >>> is_cut_short("The sluice held, she said […]"), is_cut_short("The sluice held, she said.")
    (True, False)
    """
    return CUT_SHORT.search(APPEARED.sub("", words[-ENDING:]).rstrip()) is not None


def read_time(text: str | None) -> When | None:
    """A feed's time, to the minute with the offset that it was given, or to the day where it names no more (RFC 822, ISO 8601).

    >>> read_time("Fri, 09 Oct 2026 08:30:00 +0200").start, read_time("2026-10-09").precision
    ('2026-10-09T08:30+02:00', 'day')
    """
    text = SPACE.sub(" ", (text or "")[:100]).strip()
    try:
        if found := ISO.fullmatch(text):
            at = datetime.fromisoformat(text)
        elif found := RFC822.fullmatch(text):
            hour, minute = map(int, (found["clock"] or "0:0").split(":"))
            at = datetime(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"]), hour, minute, tzinfo=_zone(found["zone"]))
        else:
            return None
        start = at.isoformat(timespec="minutes") if found["clock"] else at.date().isoformat()
    except (ValueError, OverflowError):
        return None
    return When(start, start, "minute" if found["clock"] else "day", "feed")


def _zone(name: str | None) -> timezone | None:
    if name is None or name == "-0000":
        return None
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[3:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    hours = ZONES.get(name.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _address(link: str | None, feed: str | None) -> str | None:
    """An entry's address on the web; a file or a script is none."""
    try:
        found = urljoin(feed or "", (link or "").strip())
        parts = urlsplit(found)
        return found if link and parts.scheme in ("http", "https") and parts.hostname and found.isprintable() else None
    except ValueError:
        return None


def _root(text: str) -> tuple[str, int]:
    """The name of the first element and where it begins."""
    found = FIRST_TAG.search(text)
    return (found[1].lower(), found.start()) if found else ("", len(text))


def _words(content: str, media_type: str) -> str:
    return _plain(content) or "" if media_type == "text/html" else content.strip()


def _plain(value: Any) -> str | None:
    text = SPACE.sub(" ", html.unescape(MARKUP.sub("", value))).strip() if isinstance(value, str) else ""
    return text or None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
