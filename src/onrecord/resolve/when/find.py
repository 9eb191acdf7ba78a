"""Find the time expressions of a text: one pass over its words, which stops at those that can begin one, and joins what belongs together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.resolve.when import interval as cal
from onrecord.resolve.when.clock import Clock, clock_at
from onrecord.resolve.when.days import day_of
from onrecord.resolve.when.grammar import DAYS, atom
from onrecord.resolve.when.interval import Interval
from onrecord.resolve.when.meaning import Atom, Meaning, Now, Tense
from onrecord.resolve.when.relative import day_in_hand
from onrecord.resolve.when.tense import tense_of
from onrecord.resolve.when.words import DECADES, HOLIDAYS, NUMBERS, ORDINALS, joint, names, number, rule
from onrecord.text.dates import WEEKDAYS
from onrecord.types import Span, When

WORD = re.compile(r"[^\W\d_]+|\d+")
BEGIN = frozenset(
    "the a an last next this past current coming upcoming previous following same that latest early late mid earlier later end beginning start middle"
    " close turn rest remainder very today yesterday tomorrow tonight overnight day week weekend month year spring summer autumn fall winter noon midday"
    " midnight"
    " moments minute minutes seconds hour hours fiscal calendar corresponding comparable final q h pre post half jan"
    " feb mar apr may jun jul aug sep sept oct nov dec january february march"
    " april june july august september october november december mon tue tues wed thu thur thurs fri sat sun".split()
) | {
    *(word.split("-")[0] for word in (*WEEKDAYS, *NUMBERS, *ORDINALS, *DECADES)),
    *(re.split(r"[ .']", name)[0] for name in HOLIDAYS),
}
ARTICLES = frozenset({"the", "a", "an"})
AFTER_ARTICLE = frozenset("quarter decade century fortnight period half full small final course latter".split())
NEXT = re.compile(r"(?<!\s)\s{1,3}['’]?([^\W\d_]+|\d+)")
PARTS_OF_NUMBERS = frozenset(".,:/$€£¥#%-–@&=+")

EDGE = rule(
    r"(?:(?:the )?(?:very )?(?:end|beginning|start|middle|close|turn|rest|remainder|early hours|small hours|latter part|early part|early days|final days) of "
    r"|(?:the )?(?P<side>early|late|mid|earlier|later)(?:-| )(?:on |in the |in )?(?=[\w’']))"
)
WEEK_OF = rule(r"(?:the )?(?P<unit>week|weekend) (?:of|beginning|starting|ending|commencing|that began|from)(?: on)? (?:the )?")
OFFSET = rule(r"(?:«number» «unit»s?|(?:the )?(?P<one>day|week|month|year)) (?P<way>after|before|from|following|prior to) ")
JOINT = joint(r"(?<!\s)(?:(?P<dash> ?[-–—] ?)| (?P<word>to|through|thru|until|till|and) )(?:the )?")
TO_CLOCK = joint(r",? ?(?:\(|at |around |about |by |from |just after |just before |shortly after |shortly before |at about |at around |- )?")
TO_DAY = joint(r"(?: \(\d{1,2}:?\d\d (?:GMT|UTC)\))?,? (?:on )?(?:(?:early|late) )?(?:the )?")
AND_DAY = joint(r"(?:, | and | or |, and )(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?(?![\w%]|[.,:/-]\d| (?:[a-z]|million|billion|percent))")
ONWARDS = joint(r" (?:on|onwards?|forward)\b(?! (?:the|a|an)\b)")

EVERY = re.compile(r"\b(?:every|each|most|alternate)(?:\s(?:other|second|third|single|last|first))?\s{1,2}\Z|\b(?:on\sa|one|any|some)\s\Z", re.IGNORECASE)
COUNT = re.compile(r"\b(?:first|second|third|fourth|fifth)\s\Z", re.IGNORECASE)  # "the second Monday in a row"
UP_TO = re.compile(r"\b(?:by|until|till|no later than|as late as|not later than|up to|through)\s{1,3}(?:the\s)?\Z", re.IGNORECASE)
SINCE = re.compile(r"\bsince\s{1,3}(?:the\s)?\Z", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween\s{1,3}(?:the\s)?\Z", re.IGNORECASE)
FROM = re.compile(r"\bfrom\s{1,3}(?:the\s)?\Z", re.IGNORECASE)
AT = re.compile(r"\b(?:at|by|until|till|around|about|before|after|since|from|to|and|shortly|just)\s\Z", re.IGNORECASE)
YEARLESS = frozenset({"month-day", "day-month", "month", "weekday", "season"})
RANGED = DAYS | {"month", "year", "quarter", "season", "unit", "decade"}  # rules whose expressions can begin and end a range
LOOSE = frozenset({"month", "month-day", "day-month", "numeric", "iso", "quarter", "year"})  # and those that need no "from"
NARRATED = 500  # characters after which "the next day" no longer counts from the day last mentioned
MOST = 24  # candidates that are listed; more say nothing


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression: its words, the interval that they mean, and the rule of the grammar that read them."""

    span: Span
    when: When
    rule: str


def find_times(text: str, start: int, end: int, *, published: When | None, verb: Tense | None = None, today: date | None = None) -> list[Timex]:
    """The time expressions of text[start:end], in order, resolved against the date of publication.

    What the text leaves open stays open: without a date of publication weekdays and "last month" have neither start nor end; `candidates` holds the
    readings where they are few. `verb` is the tense to resolve by; None looks for it in the words around each expression, with the past as default.
    `today` bounds the years that are tried where nothing else is known.
    """
    today = today or date.today()
    start, end = max(0, start), min(end, len(text))
    nows = [Now(at, verb, verb is not None, {}, today.year) for at in _publication(published)]
    found: list[Timex] = []
    reached, last = start, start
    for word in WORD.finditer(text, start, end):
        at = word.start()
        if at < reached or not _may_begin(text, word, start):
            continue
        for one in _expressions(text, at, start, end):
            reached = one.end
            if one.start - last > NARRATED:
                for now in nows:
                    now.told.pop("day", None)
            last = one.end
            if one.rule:
                tense, near = (verb, True) if verb else tense_of(text, one.start, one.end, start, end)
                sure = verb is not None or (near and one.rule in ("month", "season", "range"))  # "rose in June" was last June, though next June is nearer
                found.append(_resolved(text, one, start, [replace(now, tense=tense, sure=sure) for now in nows]))
    return found


def _may_begin(text: str, word: re.Match[str], low: int) -> bool:
    at = word.start()
    before = text[at - 1] if at > low else " "
    if word[0][0].isdigit():
        return before not in PARTS_OF_NUMBERS and not before.isalnum()
    if word[0].lower() not in BEGIN or before in "_@#/":
        return False
    if word[0].lower() not in ARTICLES:
        return True
    second = NEXT.match(text, word.end())
    return second is not None and (second[1][0].isdigit() or second[1].lower() in BEGIN or second[1].lower() in AFTER_ARTICLE)


def _publication(published: When | None) -> list[date | None]:
    """The days on which the text can have been published, in the local time that was given; [None] where that is open."""
    if published is None:
        return [None]
    spans = [(published.start, published.end or published.start)] if published.start else list(published.candidates)
    days: list[date | None] = []
    for first, last in spans:
        try:
            low, high = date.fromisoformat((first or "")[:10]), date.fromisoformat((last or "")[:10])
        except ValueError:
            return [None]
        if not 0 <= (high - low).days < 31:
            return [None]
        days += [low + timedelta(days=n) for n in range((high - low).days + 1)]
    return days if 0 < len(days) <= 64 else [None]


# ---- expressions


def _expressions(text: str, at: int, low: int, high: int) -> list[Atom]:
    """What begins at a place: one expression, several ("April 24 and 25"), or none; a name or a repeated day comes without a rule, to be passed over."""
    left = text[max(low, at - 28) : at]
    one = _dated(text, at, high) or _timed(text, at, high)
    if one is None:
        return []
    if name := names(text, one.start, one.end):
        return [replace(one, end=max(one.end, min(name, high)), rule="")]
    if (one.rule in DAYS or one.rule in ("unit", "month")) and (EVERY.search(left) or (one.rule == "weekday" and COUNT.search(left))):
        return [replace(one, rule="")]
    joined = _range(text, one, left, high)
    if joined:
        return [joined]
    more = [one]
    if one.rule == "month-day" and (listed := AND_DAY.match(text, one.end, high)):
        more.append(Atom(listed.start("day"), listed.end(), "month-day", _same_month(one.meaning, int(listed["day"]))))
    return more


def _same_month(meaning: Meaning, day: int) -> Meaning:
    """ "25" after "April 24 and"."""

    def resolve(now: Now) -> Iterable[Interval]:
        for first in meaning(now):
            if first.start and (second := day_of(first.start.year, first.start.month, day)):
                yield cal.day(second)

    return resolve


def _dated(text: str, at: int, high: int) -> Atom | None:
    """An expression with its edge ("the end of", "late"), its offset ("three days after") or its time of day."""
    best = atom(text, at, high)
    if (edge := EDGE.match(text, at, high)) and (inner := atom(text, edge.end(), high)) and (best is None or inner.end > best.end):
        best = Atom(at, inner.end, inner.rule, inner.meaning)
    if (week := WEEK_OF.match(text, at, high)) and (inner := atom(text, week.end(), high)) and inner.rule in DAYS:
        best = Atom(at, inner.end, "week-of", _containing(inner.meaning, week["unit"].lower()))
    if (offset := OFFSET.match(text, at, high)) and (inner := atom(text, offset.end(), high)):
        count = number(offset["number"] or "a") * (1 if offset["way"].lower() in ("after", "from", "following") else -1)
        best = Atom(at, inner.end, "offset", _stepped(inner.meaning, (offset["unit"] or offset["one"]).lower(), count))
    if best and best.rule in DAYS and (gap := TO_CLOCK.match(text, best.end, high)) and (clock := clock_at(text, gap.end(), high)):
        return Atom(at, clock[1], best.rule, _clocked(best.meaning, clock[0]))
    return best


def _timed(text: str, at: int, high: int) -> Atom | None:
    """A time of day, with the day behind it if one is there; by itself it is of the day last mentioned, or of the publication's."""
    clock = clock_at(text, at, high)
    if clock is None or not _is_clock(text, at, clock[0], clock[1]):
        return None
    until = clock_at(text, link.end(), high) if (link := JOINT.match(text, clock[1], high)) else None
    end = until[1] if until else clock[1]
    gap = TO_DAY.match(text, end, high)
    inner = atom(text, gap.end(), high) if gap else None
    if inner and inner.rule in DAYS:
        return Atom(at, inner.end, inner.rule, _clocked(inner.meaning, clock[0], until and until[0]))
    return Atom(at, end, "clock", _clocked(day_in_hand, clock[0], until and until[0]))


def _is_clock(text: str, at: int, clock: Clock, end: int) -> bool:
    """Whether 19:00 is a time rather than a score: a zone behind it, or "at" before it."""
    words = text[at:end]
    return clock.zone is not None or not words[-1].isdigit() or AT.search(text, max(0, at - 10), at) is not None


def _clocked(meaning: Meaning, clock: Clock, until: Clock | None = None) -> Meaning:
    """The times of day on the days that are meant; where the second is the earlier one, it is no time of the same day and the day is left whole."""

    def resolve(now: Now) -> Iterable[Interval]:
        for one in meaning(now):
            first, last = clock.on(one), until.on(one) if until else None
            if last is None:
                yield first
            elif not first.clock or not last.clock or last.clock[:6] <= first.clock[:6]:
                yield one
            else:
                yield replace(first, clock=first.clock + last.clock[6:] if len(first.clock) == 6 else first.clock, clock_end=last.clock)

    return resolve


def _containing(meaning: Meaning, unit: str) -> Meaning:
    return lambda now: [cal.CONTAINING[unit](one.start) for one in meaning(now) if one.start]


def _stepped(meaning: Meaning, unit: str, count: int) -> Meaning:
    """ "Three days after April 4" is a day; after a month, or by months, the interval is as wide as the wider of the two."""

    def resolve(now: Now) -> Iterable[Interval]:
        for one in meaning(now):
            base = one.end if count > 0 else one.start
            if base:
                moved = cal.step(base, unit, count)
                yield cal.day(moved) if one.start == one.end and unit in ("day", "week") else cal.CONTAINING[unit if unit != "day" else one.precision](moved)

    return resolve


# ---- ranges and open ends


def _range(text: str, one: Atom, left: str, high: int) -> Atom | None:
    """ "From 3 May to 5 June", "between March and June", "March-June": one interval. "Monday to Friday" alone is a habit."""
    link = JOINT.match(text, one.end, high)
    other = _dated(text, link.end(), high) if link and one.rule in RANGED else None
    if link is None or other is None or other.rule not in RANGED:
        return None
    word = (link["word"] or "-").lower()
    told = (word not in ("until", "till") and BETWEEN.search(left)) or (word != "and" and FROM.search(left))
    alike = one.rule in LOOSE and (one.rule == other.rule or {one.rule, other.rule} <= YEARLESS)
    if told or word in ("through", "thru") or (alike and word in ("to", "-")):
        return Atom(one.start, other.end, "range", _from_to(one, other))
    return None


def _from_to(one: Atom, other: Atom) -> Meaning:
    """From the first day of one to the last of the other; where the first has no year of its own, it is the nearest before the last."""

    def reading(part: Atom, now: Now) -> Interval | None:
        return next(iter(part.meaning(now)), None)

    def resolve(now: Now) -> Iterable[Interval]:
        first, last = reading(one, now), reading(other, now)
        if last is None or last.end is None:
            return
        if one.rule in YEARLESS and (first is None or first.start is None or _apart(first.start, last.end, one.rule)):
            first = reading(one, replace(now, today=last.end, tense="past", sure=True)) or first
        if first and first.start and first.start > last.end:
            last = reading(other, replace(now, today=first.start, tense="future", sure=True))
        if first and last and first.start and last.end and first.start <= last.end:
            yield cal.hull(first, last)

    return resolve


def _apart(first: date, last: date, rule: str) -> bool:
    """Whether two ends are in the wrong order, or more than a year apart though neither names a year."""
    return first > last or (rule != "weekday" and (last - first).days > 366)


def _resolved(text: str, one: Atom, low: int, nows: list[Now]) -> Timex:
    """The expression with its interval: one where every possible day of publication gives the same, otherwise candidates."""
    left = text[max(low, one.start - 24) : one.start]
    no_start = UP_TO.search(left) is not None and not text.startswith(("'s", "’s"), one.end)
    onwards = SINCE.search(left) or (FROM.search(left) and ONWARDS.match(text, one.end))
    no_end = onwards is not None and not no_start and one.rule != "range"
    readings: list[list[Interval]] = []
    for now in nows:
        try:
            readings.append(list(one.meaning(now)))
        except (ValueError, OverflowError):  # before the year 1 or after 9999
            readings.append([])
        if one.rule != "year-ago":
            for each in readings[-1][:1]:
                _remember(now, each)
    every = [_opened(each, no_start, no_end) for reading in readings for each in reading]
    distinct = sorted({each.ends() for each in every}, key=lambda ends: (ends[0] or "", ends[1] or ""))
    span = Span(one.start, one.end)
    if len(distinct) == 1 and all(readings):
        return Timex(span, When(*distinct[0], every[0].precision, "text", span), one.rule)
    return Timex(span, When(None, None, "unknown", "text", span, tuple(distinct) if all(readings) and len(distinct) <= MOST else ()), one.rule)


def _opened(found: Interval, no_start: bool, no_end: bool) -> Interval:
    """ "By Thursday" has no start, "since 2013" no end."""
    late = found.clock if found.clock_end is None else found.clock_end
    return replace(found, start=None if no_start else found.start, end=None if no_end else found.end, clock_end=late)


def _remember(now: Now, told: Interval) -> None:
    """Keep an interval for what refers back to it."""
    now.told["any"] = told
    if told.start == told.end:
        now.told["day"] = cal.day(told.start) if told.start else told
    else:
        now.told[told.precision] = told
