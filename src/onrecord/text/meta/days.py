"""When a page was published and updated.

In: what one walk found. Out: `When`s with the problems they have. Where the page's data and the visible date contradict each other, the
visible one counts. It never takes a date from a side bar or a footer: those are listed as candidates.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from onrecord.text.dates import Moment, find_moments, read_moment
from onrecord.text.meta.gather import DATED, PUBLISHED, UPDATED, Found, is_article, texts
from onrecord.types import Problem, When

COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\d]{0,40}((?:19|20)\d\d)\b", re.IGNORECASE)
URL_DAY = re.compile(r"[/_-](20\d\d|19\d\d)[/_-]?([01]\d)[/_-]?([0-3]\d)(?=[/_.-]|$)")
CANDIDATES = 20  # dates of a page that has none of its own; a list of stories can hold hundreds
PUBLISHED_KEYS = ("article:published_time", "og:article:published_time", "og:published_time", "article:published", "article_published_time", "datepublished")
# Their meaning varies (made, issued, put online, shown), so they count only where a page has none of the above.
LOOSE_KEYS = (
    "publish-date", "publish_date", "publication_date", "publicationdate", "prism.publicationdate", "parsely-pub-date", "pubdate", "sailthru.date", "published",
    "published_time", "date.issued", "dc.date.issued", "dcterms.issued", "date.available", "article.published", "citation_publication_date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dc.date", "dcterms.date", "date", "date.created", "dcterms.created", "datecreated",
)  # fmt: skip
UPDATED_KEYS = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "last_modified", "lastmod", "modified", "dcterms.modified",
    "date.modified", "date.updated", "last-modified", "article_modified_time", "last_updated_date", "cxenseparse:modified_time",
)  # fmt: skip


def find_dates(found: Found, nodes: list[dict[str, Any]], url: str) -> tuple[When | None, When | None, list[Problem]]:
    """When the article was published and updated, and what is wrong with what the page says of it."""
    problems: list[Problem] = []
    told = [first for first in (_linked(nodes, "datePublished"), _meta(found, PUBLISHED_KEYS)) if first]
    told = told or [first for first in (_meta(found, LOOSE_KEYS),) if first]
    moved = [first for first in (_linked(nodes, "dateModified"), _meta(found, UPDATED_KEYS)) if first]
    anchor = next((m.year for m in (*told, *moved)), None)
    shown = list(shown_dates(found, anchor, told))
    labelled = {kind: next((m for k, m in shown if k == kind), None) for kind in ("published", "updated", "bare")}

    published = told[0] if told else None
    if len(told) > 1 and apart(told[0], told[1]):  # one of them was overwritten by an update
        published = min(told, key=lambda m: bounds(m)[0])
        problems.append(_conflict(published, told[1] if published is told[0] else told[0], "the page's own data hold"))
    seen = labelled["published"]
    if published and seen and apart(published, seen):
        problems.append(_conflict(seen, published, "the visible date and the page's data differ:"))
        published = seen
    if published is None:
        published = seen or labelled["bare"] or _url_day(url)
    updated = next(iter(moved), None)
    seen = labelled["updated"]
    if seen and (updated is None or apart(updated, seen)):
        updated = seen
    pool = [*told, *moved]
    pool += [m for node in nodes for key in ("datePublished", "dateModified") if (m := _linked([node], key))]
    pool += [m for s in found.shown if s.head and s.value and (m := read_moment(s.value))]
    pool += [m for _, m in shown if m.zone]  # "GMT+2" in the text is often the reader's zone, put there by a script
    published, updated = (_local(m, pool) if m else None for m in (published, updated))
    for moment in (published, updated):
        real = moment.out_of_season() if moment else None
        if moment is not None and real is not None:
            literal = bounds(moment)[0]
            likely = literal + timedelta(minutes=(moment.offset or 0) - real)
            message = f"{moment.zone} is not the time kept there on {moment.date()}: {literal:%H:%M} UTC is kept as written, {likely:%H:%M} UTC is likelier"
            problems.append(Problem("zone-out-of-season", message))
    if published and updated and bounds(updated)[0] <= bounds(published)[0]:
        updated = None
    return _day_or_minute(published), _day_or_minute(updated), problems


def shown_dates(found: Found, year: int | None, told: list[Moment]) -> Iterator[tuple[str, Moment]]:
    """The dates that a reader sees by the headline, the nearest first, each "published", "updated" or "bare" by its label."""
    for s in sorted((s for s in found.shown if s.zone is None), key=lambda s: not s.head):
        moments = list(find_moments(s.text))
        named = s.tag == "time" or DATED.search(s.names) is not None
        rest = len(s.text) - sum(span.end - span.start for _, span in moments)
        if not named and (rest > 60 or not (PUBLISHED.match(s.text) or UPDATED.match(s.text))):
            continue  # a short paragraph that happens to hold a date
        value = read_moment(s.value) if s.value else None
        if value is not None and not moments:
            yield _label(s.text) if s.head or _label(s.text) != "bare" else "far", value
        for moment, span in moments:
            moment = _settle(moment, year, told)
            kind = _label(s.text[: span.start])
            if value is not None and moment.year and not apart(value, moment):
                moment = value
            if moment.date() is not None and (s.head or kind != "bare"):
                yield kind, moment


def _label(text: str) -> str:
    """What the last label in a text says of the date after it."""
    places = [(m.start(), kind) for kind, pattern in (("published", PUBLISHED), ("updated", UPDATED)) for m in pattern.finditer(text)]
    return max(places, default=(0, "bare"))[1]


def _settle(moment: Moment, year: int | None, told: list[Moment]) -> Moment:
    """A visible date with the year of the page's data where it has none, and the one reading of 6/1/2031 that the data bear out."""
    if moment.year is None and year is not None:
        moment = replace(moment, year=year)
        if told and bounds(moment)[0] > bounds(told[0])[1] + timedelta(days=180):
            moment = replace(moment, year=year - 1)
    other = moment.swapped
    if other is not None and any(not apart(other, m) for m in told):
        return replace(other, swapped=None)
    return replace(moment, swapped=None) if other is not None and any(not apart(moment, m) for m in told) else moment


def bounds(moment: Moment) -> tuple[datetime, datetime]:
    """The earliest and latest UTC that a moment can be: a time without a zone may be anywhere on earth."""
    instant = moment.instant()
    if instant is not None:
        plain = (instant - (instant.utcoffset() or timedelta())).replace(tzinfo=None)
        return plain, plain
    day = moment.date() or date.min
    if moment.clock is not None:
        at = datetime.combine(day, time(*moment.clock))
        return at - timedelta(hours=14), at + timedelta(hours=12)
    at = datetime.combine(day, time())
    return at - timedelta(hours=14), at + timedelta(hours=36)


def apart(one: Moment, other: Moment) -> bool:
    """Whether two moments cannot be the same; an hour is allowed for a zone that was got wrong."""
    (low, high), (begin, end) = bounds(one), bounds(other)
    return low > end + timedelta(hours=1) or begin > high + timedelta(hours=1)


def _local(moment: Moment, pool: list[Moment]) -> Moment:
    """The same moment in local time where the page gives it so elsewhere: weekdays in the text are local."""
    if moment.clock is None or moment.offset:
        return moment
    if moment.offset is None:
        return next((m for m in pool if m.offset is not None and (m.date(), m.clock) == (moment.date(), moment.clock)), moment)
    return next((m for m in pool if m.offset and m.instant() == moment.instant()), moment)


def _day_or_minute(moment: Moment | None) -> When | None:
    """A moment as an interval; midnight sharp is how programs write a day."""
    if moment is not None and moment.clock == (0, 0):
        moment = replace(moment, clock=None)
    return moment.when("page") if moment else None


def _conflict(kept: Moment, other: Moment, why: str) -> Problem:
    return Problem("dates-conflict", f"{why} {kept.iso()} and {other.iso()}; the first is taken for the publication")


def _linked(nodes: list[dict[str, Any]], key: str) -> Moment | None:
    articles = [node for node in nodes if is_article(node)] or nodes
    return next((m for node in articles for text in texts(node.get(key)) if (m := read_moment(text)) and m.date()), None)


def _meta(found: Found, keys: tuple[str, ...]) -> Moment | None:
    return next((m for key in keys for text in found.metas.get(key, ()) if (m := read_moment(text)) and m.date()), None)


def _url_day(url: str) -> Moment | None:
    match = URL_DAY.search(url)
    return read_moment("-".join(match.groups())) if match else None


def other_dates(found: Found) -> tuple[When | None, str]:
    """The dates that stand elsewhere on a page without one of its own, and in words where."""
    places: dict[tuple[str, str], str] = {}
    for s in found.shown:
        place = s.zone or s.tag
        moments = [moment for moment, _ in find_moments(s.text)] + ([value] if s.value and (value := read_moment(s.value)) else [])
        for moment in moments:
            if at := moment.iso():
                places.setdefault((at, at), place)
        for year in COPYRIGHT.findall(s.text):
            places.setdefault((f"{year}-01-01", f"{year}-12-31"), place)
    kept = list(places.items())[:CANDIDATES]
    if not kept:
        return None, ""
    told = "; ".join(f"{start if start == end else start[:4]} ({place})" for (start, end), place in kept)
    return When(None, None, "unknown", "page", None, tuple(span for span, _ in kept)), told
