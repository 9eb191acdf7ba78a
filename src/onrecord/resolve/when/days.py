"""Rules for days: weekdays, days of a month, "yesterday", feasts."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from onrecord.resolve.when import interval as cal
from onrecord.resolve.when.interval import Interval
from onrecord.resolve.when.meaning import BACK, NOTHING, YEARLY, Meaning, Now, fixed, four_digits, nearest, on_today
from onrecord.resolve.when.words import ASIDE, COUNTED, HOLIDAYS, either, month_of, number, rule, weekday_of

WEEKDAY = rule(
    r"(?:(?P<rel>last|this past|this coming|this upcoming|the past|the coming|the following|next|this|past|coming|upcoming|previous"
    r"|following) )?«weekday»(?!s\b)«part»"
    r"(?:,? (?:of )?(?P<week>last|this|next) week\b)?"
)


def weekday(m: re.Match[str]) -> Meaning:
    wanted, rel, week = weekday_of(m["weekday"]), " ".join((m["rel"] or "").lower().replace("the ", "").split()), (m["week"] or "").lower()

    def resolve(today: date, now: Now) -> Interval:
        if week:
            return cal.day(today + timedelta(days=7 * YEARLY[week] - today.weekday() + wanted))
        if rel == "next":  # of next week
            return cal.day(today + timedelta(days=7 - today.weekday() + wanted))
        if rel in ("last", "past", "this past", "previous"):
            return cal.day(cal.on_weekday(today, wanted, after=False, itself=False))
        if rel in ("coming", "this coming", "this upcoming", "upcoming", "following"):
            return cal.day(cal.on_weekday(today, wanted, after=True, itself=False))
        return cal.day(cal.on_weekday(today, wanted, after=now.future, itself=True))

    return on_today(resolve)


NTH_WEEKDAY = rule(r"(?:the )?(?P<nth>first|second|third|fourth|last) «weekday» (?:in|of) «full»«of year»")


def nth_weekday(m: re.Match[str]) -> Meaning:
    """ "The first Monday in June"."""
    wanted, month, year = weekday_of(m["weekday"]), month_of(m["month"]), four_digits(m)
    count = -1 if m["nth"].lower() == "last" else number(m["nth"])

    def resolve(now: Now) -> Iterable[Interval]:
        if year is not None:
            return (cal.day(_nth(year, month, wanted, count)),)
        if now.today is None:
            return NOTHING
        if m["yearly"]:
            return (cal.day(_nth(now.today.year + YEARLY[m["yearly"].lower()], month, wanted, count)),)
        found = nearest([cal.day(_nth(now.today.year + n, month, wanted, count)) for n in (-1, 0, 1)], now)
        return (found,) if found else NOTHING

    return resolve


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    """The weekday of a month that comes first, second, ... or (-1) last."""
    if count < 0:
        return cal.on_weekday(cal.step(date(year, month, 1), "month", 1) - cal.DAY, weekday, after=False, itself=True)
    return cal.on_weekday(date(year, month, 1), weekday, after=True, itself=True) + timedelta(days=7 * (count - 1))


WEEKDAY_THE = rule(r"«weekday»,? the «day»(?! (?:of|century|floor|district|anniversary))")


def weekday_the(m: re.Match[str]) -> Meaning:
    """ "Friday the 26th": the nearest month whose 26th is a Friday."""
    wanted, date_ = weekday_of(m["weekday"]), number(m["day"])

    def resolve(today: date, now: Now) -> Interval | None:
        months = [cal.step(today.replace(day=1), "month", n) for n in range(-14, 15)]
        days = [on for first in months if (on := day_of(first.year, first.month, date_)) and on.weekday() == wanted]
        return nearest([cal.day(on) for on in days], now, back=70)

    return on_today(resolve)


_PRE = r"(?:(?P<rel>this coming|this past|this|next|last) )?(?:«wd»,? (?:the )?)?"
_TILL = r" ?(?:-|–|—|to|through|till|until) ?"
_TO = r" ?(?:-|–|—|to|through|till|until|and|or) ?"
MONTH_DAY = rule(
    rf"{_PRE}«month» ?(?:the )?«day»(?:{_TILL}(?:the )?«day2»(?! (?-i:[A-Z][a-z]+ \d|January|February|March|April|May|June|July|August"
    rf"|September)))?«of year»«part»"
)
DAY_MONTH = rule(rf"{_PRE}(?:the )?«day»(?:{_TO}(?:the )?«day2»)?(?: day)?(?: of)? «month»«of year»«part»")


OF_MONTH = re.compile(r"\bof\s", re.IGNORECASE)
AND_NUMBER = re.compile(r"\s\d{1,2}\b(?![:.]\d|\s?[ap]\.?m)")
THE = re.compile(r"\bthe\s\Z", re.IGNORECASE)


def calendar_day(m: re.Match[str]) -> Meaning | None:
    if m["month"].rstrip(".") in ASIDE or (m["month"] == "May" and not m["day2"] and COUNTED.match(m.string, m.end())):
        return None
    month, first, last = month_of(m["month"]), number(m["day"]), number(m["day2"]) if m["day2"] else None
    year, wanted, yearly = four_digits(m), weekday_of(m["weekday"]) if m["weekday"] else None, (m["yearly"] or "").lower()
    rel = (m["rel"] or "").lower()
    named = (month, first) == (9, 11) and THE.search(m.string, max(0, m.start() - 5), m.start())
    if not year and not yearly and (named or AND_NUMBER.match(m.string, m.end())):
        return None  # "the 19 Sept. 11 hijackers", "the Sept. 11 victims"
    if not m["day"][0].isdigit() and m.start("day") < m.start("month") and not OF_MONTH.search(m[0]):
        return None  # "the first May election"
    if not any(day_of(y, month, first) and day_of(y, month, last or first) for y in (2000, 2001)) or (last and last <= first):
        return None

    def days(years: Iterable[int]) -> list[Interval]:
        pairs = ((day_of(y, month, first), day_of(y, month, last or first)) for y in years)
        return [Interval(a, b, "day") for a, b in pairs if a and b]

    def resolve(now: Now) -> Iterable[Interval]:
        if year is not None:
            return days([year])
        if yearly:
            return days([now.today.year + YEARLY[yearly]]) if now.today else NOTHING
        if now.today is None:
            fit = [one for one in days(range(now.year - BACK + 1, now.year + 1)) if one.start and one.start.weekday() == wanted]
            return fit if wanted is not None else NOTHING
        near = days(range(now.today.year - 1, now.today.year + 2)) or days(range(now.today.year - 8, now.today.year + 9))
        fit = [one for one in days(range(now.today.year - 6, now.today.year + 7)) if one.start and one.start.weekday() == wanted]
        if rel in ("this past", "last", "this coming", "next"):
            now = replace(now, tense="future" if rel in ("this coming", "next") else "past", sure=True)
        found = nearest(fit or near, now)
        if fit and found and now.today and found.start and abs(found.start.year - now.today.year) > 1:
            other = nearest(near, now)  # the weekday fits no near year: it, or the report's age, is not what it seems
            return (found, other) if other else (found,)
        return (found,) if found else NOTHING

    return resolve


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


ISO = rule(r"(?P<year>(?:1[5-9]|20)\d\d)(?P<mark>[-/])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01]|[1-9])(?![\w/-]|[.,]\d)")
WORDED = rule(
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[-/])(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?P=mark)(?P<year>(?:1[5-9]|20)\d\d)(?![\w/-])"
)
NUMERIC = rule(r"(?P<a>0?[1-9]|[12]\d|3[01])(?P<mark>[./-])(?P<b>0?[1-9]|[12]\d|3[01])(?P=mark)(?P<year>(?:1[5-9]|20)\d\d)(?![\w/-]|[.,]\d)")


def iso(m: re.Match[str]) -> Meaning | None:
    on = day_of(int(m["year"]), month_of(m["name"]) if "name" in m.groupdict() else int(m["month"]), int(m["day"]))
    return fixed(cal.day(on)) if on else None


def numeric(m: re.Match[str]) -> Meaning | None:
    """5/4/2031 is the fifth of April or the fourth of May: two readings."""
    readings = {day_of(int(m["year"]), month, day) for month, day in ((int(m["b"]), int(m["a"])), (int(m["a"]), int(m["b"])))}
    found = [cal.day(on) for on in sorted(on for on in readings if on)]
    return (lambda now: found) if found else None


DAYWORD = rule(
    r"(?:(?P<word>today|yesterday|tomorrow)\b«part»|(?P<night>tonight|overnight|last night|last evening)\b|this (?P<this>morning|afternoon|evening|lunchtime)\b"
    r"|(?:the )?day (?P<two>before yesterday|after tomorrow)\b)"
)
TITLE, SHOW = re.compile(r"(?:[\"“‘']|[A-Z][a-z]+\s)\Z"), re.compile(r"[,.]?[\"”’']")  # NBC's "Today", "Aske Tonight"
NOWADAYS = re.compile(r"['’]s\s(?:youth|world|society|standards|generation|children|kids|young|economy|money)\b")
SHIFT = {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0, "last night": -1, "last evening": -1, "before yesterday": -2, "after tomorrow": 2}


def day_word(m: re.Match[str]) -> Meaning | None:
    word = " ".join((m["word"] or m["night"] or m["two"] or "today").lower().split())
    left = m.string[max(0, m.start() - 8) : m.start()]
    if NOWADAYS.match(m.string, m.end()) or (word == "tomorrow" and left.endswith(" of ")):
        return None
    if m[0][0].isupper() and TITLE.search(left) and SHOW.match(m.string, m.end()):
        return None
    if word == "overnight":
        return on_today(lambda today, now: Interval(today - cal.DAY, today, "day"))
    return on_today(lambda today, now: cal.day(today + timedelta(days=SHIFT[word])))


HOLIDAY = rule(
    r"(?:(?P<rel>last|this|next|this past|this coming|previous|following) )?"
    rf"(?P<name>{either(HOLIDAYS)})(?: (?:morning|afternoon|evening|night))?\b"
    r"(?:,? (?:of |in )?(?P<year>(?:1[5-9]|20)\d\d)\b|,? (?P<yearly>last|this|next) year\b)?"
)
WHEN = re.compile(r"\b(?:on|at|by|before|after|since|until|till|around|over|through)\s\Z", re.IGNORECASE)
NTH = re.compile(r"(\w{3}) (\w{3}) (-?\d)(?: \+(\d))?")


def feast(m: re.Match[str]) -> Meaning | None:
    rel = (m["rel"] or "").lower()
    dated = rel or m["year"] or m["yearly"] or m["name"].lower().endswith(("day", "eve")) or WHEN.search(m.string, max(0, m.start() - 9), m.start())
    if not dated or m.string.startswith("-", m.end()):
        return None  # "celebrate Christmas", a "Thanksgiving-themed" speech
    value = HOLIDAYS[" ".join(m["name"].lower().replace("’", "'").split())]

    def resolve(now: Now) -> Iterable[Interval]:
        if m["year"]:
            return (cal.day(holiday(value, int(m["year"]))),)
        if now.today is None:
            return NOTHING
        year = now.today.year
        if m["yearly"]:
            return (cal.day(holiday(value, year + YEARLY[m["yearly"].lower()])),)
        if rel and rel != "this":
            now = replace(now, tense="future" if rel in ("next", "this coming", "following") else "past", sure=True)
        found = nearest([cal.day(holiday(value, year + n)) for n in (-1, 0, 1)], now)
        return (found,) if found else NOTHING

    return resolve


def holiday(value: str, year: int) -> date:
    """The day of a holiday: "12-25", "easter-2", "nov thu 4" (the fourth Thursday), "may mon -1" (the last Monday)."""
    if value.startswith("easter"):
        return easter(year) + timedelta(days=int(value[6:]))
    nth = NTH.fullmatch(value)
    if nth is None:
        return date(year, int(value[:2]), int(value[3:]))
    return _nth(year, month_of(nth[1]), weekday_of(nth[2]), int(nth[3])) + timedelta(days=int(nth[4] or 0))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    j = h + i - 7 * ((a + 11 * h + 22 * i) // 451) + 114
    return date(year, j // 31, j % 31 + 1)
