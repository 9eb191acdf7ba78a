"""Entries of a live blog in plain text: their time labels, their times, and what an entry says it is.

In: passages. Out: passages cut at the labels, and blocks with `time` and `status`. A time whose day or year the text leaves open stays
open, with candidates where the text names some; `settle_times` closes it once the day of publication is known from elsewhere.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from onrecord.text.dates import Moment, find_moments, read_moment
from onrecord.text.plain.clock import BARE, BRACKETED
from onrecord.text.plain.lines import Passage, fold, trim
from onrecord.types import LEFT_OUT, Block, BlockKind, BlockStatus, Span, When

AFTER_STAMP = re.compile(r"\s*[:|–—-]?\s*")
CORRECTION = re.compile(
    r"(?:correction|corrected|corrects|clarification)\b[^.:]{0,60}[:—–-]|an earlier version of this"
    r"|this (?:story|article|report|post|entry) (?:has been|was) (?:corrected|amended|clarified)",
    re.IGNORECASE,
)
ONE_DAY = 3  # entries whose hours run one way and that are held to be of the day of publication
UPDATE = re.compile(r"update[ds]?\b[^.:]{0,40}[:—–-] |this (?:story|article|report|post|entry) (?:has been|was) updated", re.IGNORECASE)


def split_entries(text: str, passages: Sequence[Passage]) -> list[Passage]:
    """Passages cut at the time labels of a live blog; each part keeps its label's place.

    A label in brackets says what it is; a bare time at the start of a line has to be one of several.
    """
    bare = [m.end() == p.end for p in passages if (m := BARE.match(text, p.start, p.end))]
    stamped = len(bare) >= 3 or sum(bare) >= 2
    parts: list[Passage] = []
    for p in passages:
        stamps = [m.span() for m in BRACKETED.finditer(text, p.start, p.end)]
        if len(stamps) == 1 and stamps[0][0] != p.start:
            stamps = []
        if not stamps and stamped and (found := BARE.match(text, p.start, p.end)):
            stamps = [found.span()]
        edges = [*(start for start, _ in stamps), p.end]
        if edges[0] > p.start:
            parts.append(replace(p, end=p.start + len(text[p.start : edges[0]].rstrip(" :–—-\n"))) if stamps else p)
        for (start, end), stop in zip(stamps, edges[1:], strict=True):
            after = AFTER_STAMP.match(text, end, stop)
            begin, stop = trim(text, after.end() if after else end, stop)
            parts.append(replace(p, start=begin, end=stop, stamp=Span(start, end)))
    return parts


def give_times(text: str, passages: Sequence[Passage], kinds: Sequence[BlockKind]) -> Iterator[Block]:
    """Blocks with the time of their entry and what the entry says it is; a headline that comes again is marked as a repeat."""
    time: When | None = None
    status: BlockStatus | None = None
    day: Moment | None = None
    title: str | None = None
    live = any(p.stamp for p in passages)
    shown = [find_moments(fold(text[p.start : p.end])) for p, kind in zip(passages, kinds, strict=True) if kind in ("headline", "standfirst", "dateline")]
    years = sorted({moment.year for moments in shown for moment, _ in moments if moment.year}) if live else []
    for p, kind in zip(passages, kinds, strict=True):
        words = fold(text[p.start : p.end])
        if p.stamp:
            time, day = entry_time(text, p.stamp, day, years)
            status = None
            yield Block("dateline", p.stamp.start, p.stamp.end, time)
        elif live and kind == "dateline":
            day = next((moment for moment, _ in find_moments(words)), day)
            time = status = None
        if p.start == p.end:
            continue
        if kind not in LEFT_OUT and kind != "headline":
            said: BlockStatus | None = "correction" if CORRECTION.match(words) else "update" if UPDATE.match(words) else None
            status = said or (status if time else None)
        repeated = kind in ("paragraph", "subhead") and words.casefold() == title
        title = words.casefold() if kind == "headline" else title
        yield Block(kind, p.start, p.end, time, "repeat" if repeated else status if kind not in LEFT_OUT else None)


def entry_time(text: str, stamp: Span, day: Moment | None, years: Sequence[int]) -> tuple[When, Moment | None]:
    """The time of an entry and its day. One without a year has the years that stand over the text as candidates; one that gives the hour alone
    has the day of the one before it.
    """
    label = stamp.of(text).strip("[]")
    own = next((moment for moment, _ in find_moments(label)), None)
    if own is not None:
        at = own.iso()
        ats = [iso for year in years if (iso := own.iso(year))]
        return (When(at, at, "minute", "text", stamp) if at else When(None, None, "unknown", "text", stamp, tuple((a, a) for a in ats))), own
    at = _iso(f"{label}, {day.date()}") if day and day.year else None
    return When(None, None, "unknown", "text", stamp, ((at, at),) if at else ()), day


def settle_times(text: str, blocks: Sequence[Block], published: date) -> tuple[Block, ...]:
    """Give entries whose year the text leaves open the last such day up to the day of publication.

    Only for a day of publication that was given or stands on the page: a live blog is written on the days that it tells of. An hour
    alone gets candidates: that day and the one before; where the hours of three entries or more run one way, or under a line with a whole date, it is of
    that day.
    """
    settled = [replace(b, time=_settle(text, b.time, published)) if b.time else b for b in blocks]
    hours = [b.time.candidates[-1][0] or "" for b in settled if b.time and b.kind == "dateline" and len(b.time.candidates) == 2]
    if len(hours) >= ONE_DAY and hours in (sorted(hours), sorted(hours, reverse=True)):  # they run one way and never past midnight: one day's entries
        settled = [replace(b, time=_last(b.time)) if b.time and len(b.time.candidates) == 2 else b for b in settled]
    return tuple(settled)


def _last(time: When) -> When:
    at = time.candidates[-1][0]
    return replace(time, start=at, end=at, precision="minute", candidates=())


def _settle(text: str, time: When, published: date) -> When:
    if time.start or time.span is None:
        return time
    label = time.span.of(text).strip("[]")
    own = next((moment for moment, _ in find_moments(label)), None)
    if own is None:
        if len(time.candidates) == 1:  # a whole date stands over the entries; it holds where the day of publication agrees
            told = time.candidates[0][0] or ""
            agrees = abs((date.fromisoformat(told[:10]) - published).days) <= 1
            return replace(time, start=told, end=told, precision="minute", candidates=()) if agrees else time
        ats = [at for days in (1, 0) if (at := _iso(f"{label}, {published - timedelta(days=days)}"))]
        return replace(time, candidates=tuple((at, at) for at in ats))
    latest = published + timedelta(days=1)  # the reader's clock may be a day ahead of the page's
    year = published.year if (on := own.date(published.year)) and on <= latest else published.year - 1
    at = own.iso(year)
    return replace(time, start=at, end=at, precision="minute" if own.clock else "day") if at else time


def _iso(words: str) -> str | None:
    moment = read_moment(words)
    return moment.iso() if moment else None
