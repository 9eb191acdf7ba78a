"""Stretches of the calendar: days, weeks, months, quarters, seasons, years, and steps from one to another.

A week begins on Monday (ISO 8601), seasons are those of the northern hemisphere's weather services (spring is March to May).
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onrecord.types import Precision

DAY = timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # and the month in which each begins


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, either of which may be open, and the time of day ("T09:15-04:00") where one is stated."""

    start: date | None
    end: date | None
    precision: Precision
    clock: str = ""
    clock_end: str | None = None

    def ends(self) -> tuple[str | None, str | None]:
        """Both ends in ISO 8601."""
        late = self.clock if self.clock_end is None else self.clock_end
        return self.start.isoformat() + self.clock if self.start else None, self.end.isoformat() + late if self.end else None


def day(at: date) -> Interval:
    return Interval(at, at, "day")


def week(at: date) -> Interval:
    """The week that a day lies in."""
    monday = at - timedelta(days=at.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def weekend(at: date) -> Interval:
    """Saturday and Sunday of the week that a day lies in."""
    saturday = at + timedelta(days=5 - at.weekday())
    return Interval(saturday, saturday + DAY, "day")


def months(year: int, month: int, count: int, precision: Precision) -> Interval:
    """`count` months from the first of a month, which may lie beyond its year."""
    first = year * 12 + month - 1
    last = first + count - 1
    begin, end = date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1)
    return Interval(begin, end.replace(day=monthrange(end.year, end.month)[1]), precision)


def month(at: date) -> Interval:
    return months(at.year, at.month, 1, "month")


def quarter(at: date) -> Interval:
    return months(at.year, (at.month - 1) // 3 * 3 + 1, 3, "quarter")


def half(at: date) -> Interval:
    return months(at.year, (at.month - 1) // 6 * 6 + 1, 6, "quarter")


def season(year: int, name: str) -> Interval:
    return months(year, SEASONS[name], 3, "quarter")


def years(first: int, last: int) -> Interval:
    return Interval(date(first, 1, 1), date(last, 12, 31), "year")


def year(at: date) -> Interval:
    return years(at.year, at.year)


def decade(at: date) -> Interval:
    first = at.year // 10 * 10
    return years(max(1, first), first + 9)


def century(at: date) -> Interval:
    first = at.year // 100 * 100
    return years(max(1, first), first + 99)


CONTAINING: dict[str, Callable[[date], Interval]] = {
    "day": day, "night": day, "morning": day, "afternoon": day, "evening": day,
    "week": week, "fortnight": week, "weekend": weekend, "month": month, "quarter": quarter, "period": quarter, "half": half, "year": year,
    "decade": decade, "century": century,
}  # fmt: skip
MONTHS_OF = {"month": 1, "quarter": 3, "period": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
DAYS_OF = {"week": 7, "fortnight": 14, "weekend": 7}


def step(at: date, unit: str, count: int) -> date:
    """The day that many units later; the last of the month where the month is too short."""
    if unit not in MONTHS_OF:
        return at + timedelta(days=count * DAYS_OF.get(unit, 1))
    number = at.year * 12 + at.month - 1 + count * MONTHS_OF[unit]
    return date(number // 12, number % 12 + 1, min(at.day, monthrange(number // 12, number % 12 + 1)[1]))


def away(at: date, unit: str, count: int) -> Interval:
    """The unit that lies so many units from the one a day lies in: two weeks ago, next quarter. Ten years ago is a year, not a decade."""
    if unit in ("decade", "century"):
        return year(step(at, unit, count))
    return CONTAINING[unit](step(at, unit, count))


def on_weekday(at: date, weekday: int, *, after: bool, itself: bool) -> date:
    """The nearest such weekday before or after a day, or the day itself."""
    gap = (weekday - at.weekday()) % 7 if after else -((at.weekday() - weekday) % 7)
    return at + timedelta(days=gap or (0 if itself else 7 if after else -7))


def hull(a: Interval, b: Interval) -> Interval:
    """From the start of one to the end of the other, with the wider precision of both."""
    order: tuple[Precision, ...] = ("minute", "hour", "day", "week", "month", "quarter", "year", "unknown")
    return Interval(a.start, b.end, max(a.precision, b.precision, key=order.index), a.clock, b.clock_end if b.clock_end is not None else b.clock)


def cut(whole: Interval, at: date, *, before: bool) -> Interval:
    """The part of an interval up to a day, or from it on."""
    if whole.start is None or whole.end is None or not whole.start <= at <= whole.end:
        return whole
    return replace(whole, end=at) if before else replace(whole, start=at)
