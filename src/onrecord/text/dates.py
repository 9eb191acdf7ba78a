"""Dates of publication: given by the user, written on a page, or narrowed down from a text that does not state one.

In: a date as somebody wrote it, or a whole text. Out: `When` intervals with their basis. It never chooses between candidates, never
supplies a year that nothing states, and keeps the local time and the offset that it was given. Dates within statements are resolve/when.py's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from zoneinfo import ZoneInfo

from onrecord.errors import UsageError
from onrecord.limits import PARSER_CHARACTERS
from onrecord.types import Basis, Span, When

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# What the letters after a time stand for: an offset in minutes, or None for "by the season", and the region whose season tells. IST, AST and
# the like name several zones and are left out: a time with them keeps its local value and no offset.
ZONES: dict[str, tuple[int | None, str | None]] = {
    "z": (0, None), "utc": (0, None), "gmt": (0, None), "bst": (60, "Europe/London"),
    "cet": (60, None), "cest": (120, "Europe/Paris"), "eet": (120, None), "eest": (180, None),
    "est": (-300, "America/New_York"), "edt": (-240, "America/New_York"), "et": (None, "America/New_York"),
    "cst": (-360, "America/Chicago"), "cdt": (-300, "America/Chicago"), "ct": (None, "America/Chicago"),
    "mst": (-420, None), "mdt": (-360, "America/Denver"), "mt": (None, "America/Denver"),
    "pst": (-480, "America/Los_Angeles"), "pdt": (-420, "America/Los_Angeles"), "pt": (None, "America/Los_Angeles"),
    "aest": (600, None), "aedt": (660, None), "awst": (480, None), "nzst": (720, None), "nzdt": (780, None),
    "sast": (120, None), "eat": (180, None), "wat": (60, None), "jst": (540, None), "hkt": (480, None), "sgt": (480, None),
}  # fmt: skip

_MONTH = r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
DAY = re.compile(
    r"(?=[\djfmasond])(?<![\w/.-])(?:(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)"
    rf"|{_DAY.format('d2')} (?:of )?{_MONTH.format('m2')}(?:,? (?P<y2>\d{{4}}))?"
    rf"|{_MONTH.format('m3')} {_DAY.format('d3')}(?!\d)(?:,? (?P<y3>\d{{4}}))?"
    r"|(?P<n1>\d{1,2})[/.](?P<n2>\d{1,2})[/.](?P<y4>\d{4}))(?![\d/])",
    re.IGNORECASE,
)
TIME = re.compile(
    r"(?<![\d:.+-])(?P<hour>[0-2]?\d)(?:[:.](?P<minute>[0-5]\d)(?::[0-5]\d(?:[.,]\d{1,9})?)?)? ?(?P<half>[ap]\.?m\b\.?)?"
    r"(?: ?(?P<offset>(?:(?:GMT|UTC) ?)?[+-]\d{1,2}(?::?\d\d)?)(?!\d)| ?\(?(?P<zone>[A-Z]{1,4})\b)?",
    re.IGNORECASE,
)
ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):?(?P<minute>\d\d)(?::?\d\d(?:[.,]\d{1,9})?)? ?(?P<zone>Z|[A-Z]{2,4}|[+-]\d\d(?::?\d\d)?)?)?",
    re.IGNORECASE,
)
LINKS = re.compile(r"[,;|•·(–—-]")  # what may stand between a date and its time, or its weekday
OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?")

DATELINE = 100  # characters: "NORRHAVEN/SUNDVIK, Ostmark, May 7, 2031 (Harbour Press) -" and some more
DASH = re.compile(r"\s?—\s?|\s(?:--?|–)\s")
AGENCY = re.compile(r"\(([^()]{2,40})\)$")
PLACE = re.compile(r"[^\W\d_a-z][\w.'’/ -]{1,40}")
LABELS = frozenset(["breaking", "watch", "live", "opinion", "exclusive", "update", "updated", "analysis", "editorial", "video", "photos", "correction", "note"])

STATED = re.compile(r"(?:(?:first )?published|posted|date)(?: on)?:? ?(?:\w+,? )?(?:[\d:.apm]{4,8} )?", re.IGNORECASE)
EARLIEST = date(1980, 1, 1)  # where a text names no year: news kept as text hardly goes further back
MENTIONS = 100  # days and weekdays of one text that are compared with each other; a report of 1,000 words has a dozen
SHARED_WORDS = 3  # content words that make two clauses speak of one event
WEEKDAY = re.compile(rf"\b(?P<which>last |next |this )?(?P<day>{'|'.join(WEEKDAYS)})\b(?! [A-Z])", re.IGNORECASE)
BARE_YEAR = re.compile(r"(?<![\w.,/$€£-])(?:19|20)\d\d(?![\w/%-]|[.,]\d)")
SENTENCE_END = re.compile(r"[.!?][\"”’)]?\s|\n")
LONG_WORD = re.compile(r"\b[^\W\d_]{4,}")
FUTURE = re.compile(
    r"\b(?:will|shall|would|(?-i:may)|might|could|until|till|by|through|next|expect\w*|schedul\w*|plan\w*|due|deadline|target\w*|forecast\w*|project\w*|upcoming|ahead)\b"
    r"|\b(?:is|are|was|were) (?:to|set)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|since|took|came|went|won|lost|left|made|gave|began|became|fell|held|led|fought|broke|struck|shot|met|rose|sank|found"
    r"|sent|brought|caught|stood|saw|drew|grew|threw|blew|built|flew|[a-z]{3,}ed)\b",
    re.IGNORECASE,
)
STILL = re.compile(r"\b(?:so far|has|have|earlier|later|this year|early|late)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a minute of a day, as somebody wrote it: `year` is None where it was left out, `clock` and `offset` (minutes) likewise.

    `swapped` is the other reading of a numeric date whose day and month may change places. `zone` is the name the offset was given by.
    """

    year: int | None
    month: int
    day: int
    clock: tuple[int, int] | None = None
    offset: int | None = None
    zone: str | None = None
    swapped: "Moment | None" = None

    def date(self, year: int | None = None) -> date | None:
        """The day in its own or the given year; None where there is no such day."""
        year = self.year or year
        try:
            return date(year, self.month, self.day) if year else None
        except ValueError:
            return None

    def iso(self, year: int | None = None) -> str | None:
        """ISO 8601 with minutes and offset as far as known, in local time."""
        day = self.date(year)
        if day is None or self.clock is None:
            return day.isoformat() if day else None
        minutes = self.offset
        zone = "" if minutes is None else f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        return f"{day.isoformat()}T{self.clock[0]:02}:{self.clock[1]:02}{zone}"

    def instant(self) -> datetime | None:
        """The point in time, where clock and offset are known."""
        day = self.date()
        if day is None or self.clock is None or self.offset is None:
            return None
        return datetime(day.year, day.month, day.day, *self.clock, tzinfo=timezone(timedelta(minutes=self.offset)))

    def when(self, basis: Basis, span: Span | None = None) -> When:
        """The interval that the moment is: its minute or its day; candidates where it can be read in two ways."""
        at = self.iso()
        if at is None or (self.swapped is not None and self.swapped.iso() != at):
            readings = sorted(iso for iso in (at, self.swapped.iso() if self.swapped else None) if iso)
            return When(None, None, "unknown", basis, span, tuple((iso, iso) for iso in readings))
        return When(at, at, "minute" if self.clock else "day", basis, span)

    def out_of_season(self) -> int | None:
        """The offset (minutes) that the zone's region really had on that day, where the zone's name says another one: EST in July."""
        region = ZONES.get((self.zone or "").lower(), (None, None))[1]
        day = self.date()
        if region is None or day is None or self.offset is None:
            return None
        real = _season(region, day)
        return real if real != self.offset else None


def read_moment(value: str) -> Moment | None:
    """Read a date written for machines: ISO 8601 and its near misses, RFC 822 with a weekday in any language, or a day in words.

    >>> read_moment("Mo, 25 Jun 2018 11:41:36").iso()
    '2018-06-25T11:41'
    """
    value = value[:100].strip()
    match = ISO.fullmatch(value)
    if match is None:
        return next((moment for moment, _ in find_moments(value)), None)
    clock = (int(match["hour"]), int(match["minute"])) if match["hour"] else None
    return _moment(int(match["year"]), int(match["month"]), int(match["day"]), clock, match["zone"])


def find_moments(text: str) -> Iterator[tuple[Moment, Span]]:
    """Every date with a day in a text of a line or two, in order, each with the time that stands beside it: "15:56 BST, 27 April 2031"."""
    days = list(DAY.finditer(text))
    for i, match in enumerate(days):
        begin = max(days[i - 1].end() if i else 0, match.start() - 40)
        end = min(days[i + 1].start() if i + 1 < len(days) else len(text), match.end() + 40)
        after = [at for at in _clocks(text, match.end(), end) if _joined(text[match.end() : at.start()])]
        before = [at for at in _clocks(text, begin, match.start()) if _joined(text[at.end() : match.start()], words=1)]
        moment = _day(match, after[0] if after else before[-1] if before else None)
        if moment is not None:
            yield moment, Span(match.start(), match.end())


def _joined(gap: str, *, words: int = 0) -> bool:
    """Whether what stands between a date and a time joins them: marks, "at", and before a date its weekday in any language."""
    return len([word for word in LINKS.sub(" ", gap).split() if word not in ("at", "on", "@", "T")]) <= words


def _clocks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The times of day in a stretch of text; a bare number is none."""
    return (match for match in TIME.finditer(text, start, end) if (match["minute"] or match["half"]) and int(match["hour"]) < 24)


def _day(match: re.Match[str], at: re.Match[str] | None) -> Moment | None:
    clock, zone = None, None
    if at is not None:
        hour = int(at["hour"])
        if at["half"]:
            hour = hour % 12 + (12 if at["half"][0] in "pP" else 0)
        clock = (hour, int(at["minute"] or 0))
        zone = at["offset"] or at["zone"]
    if match["n1"]:
        first, second, year = int(match["n1"]), int(match["n2"]), int(match["y4"])
        european, american = _moment(year, second, first, clock, zone), _moment(year, first, second, clock, zone)
        if european is None or american is None or first == second:
            return european or american
        return Moment(year, second, first, clock, european.offset, zone, american)
    which = "1" if match["y1"] else "2" if match["d2"] else "3"
    year_text, month_text = match[f"y{which}"], match[f"m{which}"]
    month = int(month_text) if which == "1" else MONTHS.index(month_text[:3].lower()) + 1
    return _moment(int(year_text) if year_text else None, month, int(match[f"d{which}"]), clock, zone)


def _moment(year: int | None, month: int, day: int, clock: tuple[int, int] | None, zone: str | None) -> Moment | None:
    """A moment, where there is such a day: a leap day is allowed while the year is open."""
    try:
        on = date(year or 2000, month, day)
    except ValueError:
        return None
    if clock is not None and clock[0] > 23:
        clock = None
    if clock is None or zone is None:
        return Moment(year, month, day, clock)
    signed = OFFSET.search(zone)
    if signed:
        offset: int | None = (int(signed[2]) * 60 + int(signed[3] or 0)) * (-1 if signed[1] == "-" else 1)
        return Moment(year, month, day, clock, offset if offset is not None and abs(offset) <= 14 * 60 else None)
    offset, region = ZONES.get(zone.lower(), (None, None))
    if offset is None and region is not None and year is not None:
        offset = _season(region, on)
    return Moment(year, month, day, clock, offset, zone if zone.lower() in ZONES else None)


def _season(region: str, day: date) -> int:
    """The offset of a region at noon of a day, in minutes."""
    offset = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(region)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def parse_given(value: str) -> When:
    """Read the date of publication that the user gave: "2017-04-06", "2017-04-06T14:30+03:00", "6 April 2017".

    >>> parse_given("6 April 2017").start
    '2017-04-06'
    """
    moment = read_moment(value)
    day = DAY.match(value.strip())
    rest = value.strip()[day.end() :].strip(" ,") if day else ""
    if moment is None or moment.iso() is None or not (ISO.fullmatch(value.strip()) or (day and (not rest or TIME.fullmatch(rest)))):
        raise UsageError(f"{value!r} is no date of publication; write it as 2017-04-06, 2017-04-06T14:30+03:00 or 6 April 2017")
    when = moment.when("given")
    if when.start is None:
        raise UsageError(f"{value!r} can be read as two days ({' or '.join(str(start) for start, _ in when.candidates)}); write one of them")
    return when


# ---- a text without a date of publication


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place, date and agency that open a report: "NORRHAVEN, May 7 (Harbour Press) -"; `span` is within the paragraph, dash included."""

    place: str
    date: str | None
    agency: str | None
    span: Span


def read_dateline(paragraph: str) -> Dateline | None:
    """Read the dateline that a paragraph opens with.

    >>> read_dateline("NORRHAVEN, Ostmark, 7 May (Harbour Press) — The lock failed.").agency
    'Harbour Press'
    """
    dash = DASH.search(paragraph, 0, DATELINE)
    if dash is None or paragraph[dash.end() : dash.end() + 1].islower():
        return None
    words = paragraph[: dash.start()].strip()
    agency = AGENCY.search(words)
    parts = [part.strip() for part in (words[: agency.start()] if agency else words).split(",")]
    days = [i for i, part in enumerate(parts) if DAY.fullmatch(part)]
    day = ""
    if days:  # "May 7", or "May 7" and "2031" with a comma between
        day = ", ".join(parts[days[0] :])
        parts = [part for part in parts[: days[0]] if part.casefold() not in WEEKDAYS]
    if not parts or not parts[0] or len(parts) > 3 or not all(PLACE.fullmatch(part) for part in parts) or (day and not DAY.fullmatch(day)):
        return None
    told = bool(agency or day)
    capitals = parts[0] == parts[0].upper() and len(parts[0]) > 3
    if not (capitals and (told or dash[0].strip() != "-")) and not (told and len(parts[0].split()) <= 4):
        return None
    if capitals and not told and len(parts) == 1 and parts[0].casefold() in LABELS:
        return None
    return Dateline(", ".join(parts), day or None, agency[1].strip() if agency else None, Span(0, dash.end()))


def infer_published(text: str, *, today: date | None = None) -> When | None:
    """Narrow down when a text was published from the days it speaks of; candidates only, None where there is nothing to go by.

    A line that says so ("Published 7 May 2031") is taken at its word, a dateline with a year leaves that day and the next. Otherwise:
    A day without a year that is named with its weekday, or whose event the text elsewhere puts on a bare weekday, leaves the years in which
    the two fall together; they do not lie before the latest year that the text speaks of as past. A bare weekday is within a week of publication.
    """
    today = today or date.today()
    text = text[:PARSER_CHARACTERS]
    moments = list(islice((found for found in find_moments(text) if found[0].swapped is None), MENTIONS))
    weekdays = list(islice((match for match in WEEKDAY.finditer(text) if match["day"][0].isupper()), MENTIONS))
    floor = _latest_past(text, moments)
    found: list[list[tuple[date, date]]] = []
    for moment, span in moments:
        line = text.rfind("\n", 0, span.start) + 1
        if moment.year and STATED.fullmatch(text[line : span.start].lstrip()):
            return moment.when("text", span)
        opening = read_dateline(text[line : line + DATELINE + 8]) if moment.year and span.end < line + DATELINE else None
        if opening and opening.date and (day := moment.date()):  # papers print a dateline's report on that day or the next
            return When(None, None, "unknown", "text", span, ((day.isoformat(), _moved(day, timedelta(days=1)).isoformat()),))
        weekday, before, after = _nearness(text, span, weekdays)
        if weekday is None:
            continue
        years = [moment.year] if moment.year else range((floor or EARLIEST).year - 1, today.year + 2)
        days = [day for year in years if (day := moment.date(year)) and day.weekday() == weekday]
        spans = [(max(_moved(day, -before), floor or EARLIEST), min(_moved(day, after), today)) for day in days]
        found.append([(low, high) for low, high in spans if low <= high])
    kept = next((one for one in sorted(filter(None, found), key=len)), [])
    for other in found:
        both = [(max(a, c), min(b, d)) for a, b in kept for c, d in other if max(a, c) <= min(b, d)]
        kept = both or sorted({*kept, *other})
    if kept:
        return When(None, None, "unknown", "text", None, tuple((low.isoformat(), high.isoformat()) for low, high in kept))
    return None


def _moved(day: date, by: timedelta) -> date:
    """A day later or earlier, within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + by.days, date.min.toordinal()), date.max.toordinal()))


def _nearness(text: str, span: Span, weekdays: list[re.Match[str]]) -> tuple[int | None, timedelta, timedelta]:
    """The weekday of a day that the text names, and how long before and after that day the text can have been published."""
    week, year = timedelta(days=7), timedelta(days=365)
    beside = [w for w in weekdays if _beside(text, w.end(), span.start) or _beside(text, span.end, w.start())]
    linked = beside[0] if beside else _same_event(text, span, weekdays)
    if linked is None:
        return None, week, week
    over = _is_past(text, linked.start()) or _is_past(text, span.start)
    reach = year if beside else week
    word = (linked["which"] or "").lower().strip()
    if word == "last":
        return WEEKDAYS.index(linked["day"].lower()), -timedelta(days=1), reach + week
    if word == "next":
        return WEEKDAYS.index(linked["day"].lower()), reach + week, -timedelta(days=1)
    return WEEKDAYS.index(linked["day"].lower()), timedelta() if over else reach, reach


def _beside(text: str, start: int, end: int) -> bool:
    """Whether no more than "Tuesday, the" stands between a weekday and a day."""
    return 0 <= end - start < 10 and LINKS.sub(" ", text[start:end]).strip() in ("", "the", "a", "an")


def _same_event(text: str, span: Span, weekdays: list[re.Match[str]]) -> re.Match[str] | None:
    """The bare weekday whose clause shares the most content words with the clause of a day; None where two weekdays are as near."""
    day = _stems(_clause(text, span.start))
    shared = sorted(((len(day & _stems(_clause(text, w.start()))), -w.start(), w) for w in weekdays if _bare(text, w)), key=lambda s: s[:2], reverse=True)
    if not shared or shared[0][0] < SHARED_WORDS:
        return None
    rivals = [count for count, _, w in shared if w["day"].lower() != shared[0][2]["day"].lower()]
    return shared[0][2] if not rivals or rivals[0] < shared[0][0] else None


def _bare(text: str, weekday: re.Match[str]) -> bool:
    """Whether a weekday stands without a date of its own."""
    return not any(True for _ in DAY.finditer(text, max(0, weekday.start() - 20), weekday.end() + 25))


def _clause(text: str, at: int) -> str:
    """The words before a place, back to the start of its sentence or a hundred characters."""
    return SENTENCE_END.split(text[max(0, at - 100) : at])[-1]


def _stems(clause: str) -> set[str]:
    """The first letters of the longer words of a clause: "Ostmark's" and "Ostmarkish" are the same."""
    return {word.casefold()[:5] for word in LONG_WORD.findall(clause)} - {day[:5] for day in WEEKDAYS}


def _latest_past(text: str, moments: list[tuple[Moment, Span]]) -> date | None:
    """The earliest day that publication can have, from the years and days that the text speaks of as past."""
    past = [day for moment, span in moments if moment.year and _is_past(text, span.start) and (day := moment.date())]
    # The year itself stays possible: late in 2031 people write "in 2031" of a thing that is over.
    years = [int(match[0]) for match in BARE_YEAR.finditer(text) if _is_past(text, match.start())]
    return max([*past, *(date(year, 1, 1) for year in years)], default=None)


def _is_past(text: str, at: int) -> bool:
    """Whether the words around a year or day say that it is over; no sign of the past is not enough."""
    clause = _clause(text, at)
    after = SENTENCE_END.split(text[at : at + 60])[0]
    return PAST.search(clause) is not None and not (FUTURE.search(clause) or FUTURE.search(after) or STILL.search(clause))
