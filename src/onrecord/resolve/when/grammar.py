"""The grammar: every rule by name, and the longest expression that begins at a place. How expressions join is find.py's."""

import re
from collections.abc import Callable

from onrecord.resolve.when import days, periods, relative
from onrecord.resolve.when.meaning import Atom, Meaning

Build = Callable[["re.Match[str]"], Meaning | None]
RULES: tuple[tuple[str, re.Pattern[str], Build], ...] = (
    ("iso", days.ISO, days.iso),
    ("iso", days.WORDED, days.iso),
    ("numeric", days.NUMERIC, days.numeric),
    ("month-day", days.MONTH_DAY, days.calendar_day),
    ("day-month", days.DAY_MONTH, days.calendar_day),
    ("weekday", days.WEEKDAY, days.weekday),
    ("weekday", days.NTH_WEEKDAY, days.nth_weekday),
    ("weekday", days.WEEKDAY_THE, days.weekday_the),
    ("day-word", days.DAYWORD, days.day_word),
    ("holiday", days.HOLIDAY, days.feast),
    ("month", periods.MONTH, periods.month),
    ("month", periods.YEAR_MONTH, periods.year_month),
    ("quarter", periods.QUARTER, periods.quarter),
    ("quarter", periods.Q, periods.quarter),
    ("season", periods.SEASON, periods.season),
    ("season", periods.SEASON_IN, periods.season_in),
    ("years", periods.YEARS, periods.years),
    ("year", periods.YEAR, periods.year),
    ("year", periods.SPELT, periods.spelt),
    ("decade", periods.DECADE, periods.decade),
    ("century", periods.CENTURY, periods.century),
    ("unit", relative.DEICTIC, relative.deictic),
    ("unit", relative.SECOND, relative.second),
    ("unit", relative.IN_DAY, lambda m: relative.day_in_hand),
    ("part-of-unit", relative.IN_UNIT, relative.part_of_unit),
    ("part-of-unit", relative.SIDE, relative.part_of_unit),
    ("ago", relative.AGO, relative.ago),
    ("just", relative.JUST, relative.just),
    ("from-mention", relative.EARLIER, relative.earlier),
    ("year-ago", relative.YEAR_AGO, relative.year_ago),
    ("unit-end", relative.UNIT_END, relative.unit_end),
    ("quarter", relative.THAT_QUARTER, relative.that_quarter),
)
DAYS = frozenset({"iso", "numeric", "month-day", "day-month", "weekday", "day-word", "holiday"})  # rules whose intervals are days


def atom(text: str, at: int, high: int) -> Atom | None:
    """The longest expression of one rule that begins at a place."""
    best: Atom | None = None
    for name, pattern, build in RULES:
        m = pattern.match(text, at, high)
        if m and (best is None or m.end() > best.end):
            meaning = build(m)
            if meaning is not None:
                best = Atom(at, m.end(), "year-ago" if meaning is relative.year_before else name, meaning)
    return best
