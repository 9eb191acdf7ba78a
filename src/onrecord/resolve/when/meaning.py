"""What an expression means: intervals that are worked out once the day of publication, the tense and what was mentioned before are known."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from onrecord.resolve.when.interval import Interval

NEAR = 100  # days
BOTH = re.compile(r"\s(?:and|or)\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?(?:\s\d\d?,?)?\s((?:19|20)\d\d)\b(?![-/]\d|,\d)")
RANGE = re.compile(r"\b(?:between|from)\s\Z", re.IGNORECASE)
Tense = Literal["past", "future"]
BACK = 20  # years that are tried where a weekday and a day of the month are all that is known


@dataclass(frozen=True, slots=True)
class Now:
    """What a meaning depends on: the day of publication (if known), the tense, and the last interval mentioned of each precision.

    `tense` is None where no word tells it, which is read as the past; `sure` where the caller knows it. `year` is the latest to try where nothing is known.
    """

    today: date | None
    tense: Tense | None = None
    sure: bool = False
    told: dict[str, Interval] = field(default_factory=dict)
    year: int = 2000

    @property
    def future(self) -> bool:
        return self.tense == "future"


Meaning = Callable[[Now], Iterable[Interval]]


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression found: its place, its rule, and its meaning; several intervals mean several readings, none that it stays open."""

    start: int
    end: int
    rule: str
    meaning: Meaning


NOTHING: tuple[Interval, ...] = ()


def on_today(meaning: Callable[[date, Now], Interval | None]) -> Meaning:
    """A meaning that needs the day of publication."""

    def resolve(now: Now) -> Iterable[Interval]:
        found = None if now.today is None else meaning(now.today, now)
        return NOTHING if found is None else (found,)

    return resolve


def fixed(found: Interval) -> Meaning:
    return lambda now: (found,)


def nearest(options: list[Interval], now: Now, *, back: int = 270, ahead: int | None = None) -> Interval | None:
    """The latest that has begun, or in the future the first that is not over.

    Writers add the year to what is far away, so one that is over for `back` days and due again within NEAR is due; with `ahead`, the other way round.
    """
    today = now.today
    if today is None or not options:
        return None
    begun = [one for one in options if one.start and one.start <= today]
    due = [one for one in options if one.end and one.end >= today]
    if not (begun and due):
        return begun[-1] if begun else due[0]
    since, until = (today - (begun[-1].end or today)).days, ((due[0].start or today) - today).days
    if not now.sure and not now.future and until < NEAR and since > (back if now.tense else back - 70):
        return due[0]
    if not now.sure and now.future and ahead is not None and since < NEAR and until > ahead:
        return begun[-1]
    return due[0] if now.future else begun[-1]


def four_digits(m: re.Match[str]) -> int | None:
    """The year that stands behind a day or month: 2031, or '31 (of this century up to '30); also behind the next one, in "April and May 2031"."""
    groups = m.groupdict()
    if year := groups.get("year") or groups.get("dashed"):
        return int(year)
    if (
        not groups.get("short")
        and not groups.get("yearly")
        and (both := BOTH.match(m.string, m.end()))
        and not RANGE.search(m.string, max(0, m.start() - 9), m.start())
    ):
        return int(both[1])
    return int(m["short"]) + (2000 if int(m["short"]) <= 30 else 1900) if groups.get("short") else None


YEARLY = {"last": -1, "this": 0, "next": 1, "past": -1, "previous": -1, "coming": 1, "following": 1, "current": 0}
