"""Rules for what counts from the day of publication or from what was mentioned: "last week", "two years ago", "the next day", "a year earlier"."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from onrecord.resolve.when import interval as cal
from onrecord.resolve.when.interval import Interval
from onrecord.resolve.when.meaning import NOTHING, Meaning, Now, on_today
from onrecord.resolve.when.words import number, rule

_UNIT = r"(?P<unit>week|weekend|month|quarter|year|decade|century)"
DEICTIC = rule(
    rf"(?:(?P<rel>last|next|this past|this coming|this|current|the current|the coming|the latest|coming|(?:the )?past(?= quarter)|previous|the previous"
    rf"|the following|the same|that same|that|the full|the (?=fiscal))(?: (?:calendar|fiscal|financial|business|school|academic))?"
    rf" {_UNIT}|the (?P<weekend>weekend)|the latest (?P<period>period)|(?P<that>that|the same) (?P<night>day|night|morning|afternoon|evening)"
    rf"|the (?P<step>next|following|previous) (?P<stepped>day|night|morning|afternoon|evening))\b(?!-|s\b)"
)
IN_DAY = rule(r"(?:earlier|later) in the day\b")
IN_UNIT = rule(r"(?P<side>earlier|later|early|late) in the (?P<unit>week|month|quarter|year|decade|century)\b")
SIDE = rule(r"(?P<side>earlier|later) (?P<rel>this|that|last|next) (?P<unit>week|weekend|month|quarter|year|decade|century)\b(?!-)")


WINDOW = re.compile(r"(?:last|next|coming)\s", re.IGNORECASE)
THE = re.compile(r"\bthe\s\Z", re.IGNORECASE)


def deictic(m: re.Match[str]) -> Meaning | None:
    if m["night"] or m["stepped"]:
        shift = {"next": 1, "following": 1, "previous": -1}.get((m["step"] or "").lower(), 0)
        return lambda now: (cal.day(now.told["day"].start + timedelta(days=shift)),) if "day" in now.told and now.told["day"].start else NOTHING
    if m["period"]:
        return that_quarter(m)
    unit = (m["unit"] or "weekend").lower()
    if unit not in ("weekend", "quarter") and WINDOW.match(m[0]) and THE.search(m.string, max(0, m.start() - 5), m.start()):
        return None  # "the last week" is a window of seven days, not the week before
    rel = " ".join((m["rel"] or "").lower().replace("the ", "").split())
    # no word ("the fiscal year"), "this", "that": none
    shift = {"last": -1, "this past": -1, "past": -1, "previous": -1, "next": 1, "this coming": 1, "coming": 1, "following": 1}.get(rel, 0)

    def resolve(now: Now) -> Iterable[Interval]:
        told = now.told.get("any")
        if rel in ("previous", "following", "that", "same", "that same"):
            told = now.told.get(unit) if rel in ("previous", "following") else told
            at = told.start if told else now.today if rel in ("previous", "following") else None
        else:
            at = now.today
        if at is None:
            return NOTHING
        if unit == "weekend":
            return (_weekend(at, rel, now),)
        if rel == "latest":
            mentioned = now.told.get(unit)
            return (mentioned or cal.away(at, unit, -1),)
        if unit in ("decade", "century"):
            return (cal.CONTAINING[unit](cal.step(at, unit, shift)),)
        return (cal.away(at, unit, shift),)

    return resolve


def _weekend(today: date, rel: str, now: Now) -> Interval:
    if rel in ("last", "this past"):
        return cal.weekend(today - timedelta(days=7))
    if rel in ("next", "following"):
        return cal.weekend(today + timedelta(days=7))
    if rel in ("this coming", "coming") or now.future or today.weekday() >= 5 or (rel == "this" and now.tense is None):
        return cal.weekend(today)
    return cal.weekend(today - timedelta(days=7))


SECOND = rule(r"the (?P<unit>week|weekend|month|quarter|year) (?P<way>after next|before last)\b|the day (?P<day>before|after)(?=[.,;:!?)”\"]|\Z)")


def second(m: re.Match[str]) -> Meaning:
    """ "The week after next"; "the day before" counts from the day last mentioned."""
    if m["day"]:
        shift = timedelta(days=1 if m["day"].lower() == "after" else -1)
        return lambda now: (cal.day(now.told["day"].start + shift),) if "day" in now.told and now.told["day"].start else NOTHING
    unit, count = m["unit"].lower(), 2 if m["way"].lower().startswith("after") else -2
    return on_today(lambda today, now: cal.away(today, unit, count))


def day_in_hand(now: Now) -> Iterable[Interval]:
    """The day last mentioned, or else that of publication."""
    return (now.told["day"],) if "day" in now.told else (cal.day(now.today),) if now.today else NOTHING


def part_of_unit(m: re.Match[str]) -> Meaning:
    """ "Earlier this month" ends with the day of publication, "later this week" begins with it."""
    unit, rel, early = m["unit"].lower(), m.groupdict().get("rel"), m["side"].lower().startswith("ear")
    shift = {"last": -1, "next": 1}.get((rel or "").lower(), 0)
    if (rel or "").lower() == "that":
        return lambda now: (cal.CONTAINING[unit](now.told["any"].start),) if "any" in now.told and now.told["any"].start else NOTHING

    def resolve(today: date, now: Now) -> Interval:
        whole = cal.CONTAINING[unit](today) if unit in ("decade", "century", "weekend") else cal.away(today, unit, shift)
        return cal.cut(whole, today, before=early)

    return on_today(resolve)


AGO = rule(r"«number» «unit»s?(?: or (?:so|more))? (?P<way>ago|from now|hence)\b")
EARLIER = rule(r"«number» «unit»s? (?P<way>(?:earlier|later|afterwards?|previously)\b(?! than\b)|(?:before|prior|after)(?=[.,;:)”\"]|\Z))")
YEAR_AGO = rule(
    r"(?:(?:the |a )?(?:comparable |same |corresponding )?year[ -](?P<how>ago|earlier)(?: (?:period|quarter))?|the (?:same|corresponding) (?:period"
    r"|quarter)(?: (?:last|the previous|a) year(?: (?:ago|earlier))?))\b"
)
UNIT_END = rule(
    r"(?:(?:the )?(?P<unit>year|month|week)[ -]end|(?:the )?(?P<whose>year|month|week)['’]s end|end of (?P<of>year|month)|(?:the )?(?:end|start|beginning"
    r"|middle|rest|turn|remainder|course) of the (?P<the>year|month|week|quarter|decade|century))\b(?! of)"
)


def ago(m: re.Match[str]) -> Meaning:
    if m["unit"].lower() == "year" and m["number"].lower() in ("a", "one"):
        return year_ago(m)
    count = number(m["number"]) * (-1 if m["way"].lower() == "ago" else 1)
    unit = m["unit"].lower()
    if unit in ("decade", "century"):
        unit, count = "year", count * (10 if unit == "decade" else 100)
    return on_today(lambda today, now: cal.away(today, unit, count))


JUST = rule(r"(?P<unit>moments|minutes?|seconds|hours?) ago\b")


def just(m: re.Match[str]) -> Meaning:
    """ "Minutes ago" is the day of publication; "hours ago" may be the day before it."""
    back = timedelta(days=1 if m["unit"].lower() == "hours" else 0)
    return on_today(lambda today, now: Interval(today - back, today, "day"))


def earlier(m: re.Match[str]) -> Meaning | None:
    """ "Two days later" counts from the last day mentioned."""
    if m["unit"].lower() == "year" and m["number"].lower() == "a" and m["way"].lower() == "earlier":
        return year_ago(m)
    count = number(m["number"]) * (1 if m["way"].lower().startswith(("later", "after")) else -1)
    unit = m["unit"].lower()

    def resolve(now: Now) -> Iterable[Interval]:
        told = now.told.get("day" if unit in ("day", "week") else "any")
        return (cal.away(told.start, unit, count),) if told and told.start else NOTHING

    return resolve


def year_before(now: Now) -> Iterable[Interval]:
    """The year before; where the report compares quarters, the same quarter of the year before."""
    mentioned = now.told.get("quarter")
    if mentioned and mentioned.start:
        return (cal.months(mentioned.start.year - 1, mentioned.start.month, 3, "quarter"),)
    return (cal.away(now.today, "year", -1),) if now.today else NOTHING


def year_ago(m: re.Match[str]) -> Meaning:
    return year_before


def unit_end(m: re.Match[str]) -> Meaning:
    unit = (m["unit"] or m["whose"] or m["of"] or m["the"]).lower()
    return on_today(lambda today, now: cal.CONTAINING[unit](today))


THAT_QUARTER = rule(r"(?:the|that) (?P<unit>quarter)\b(?!-|s\b| of\b)(?! (?-i:[A-Z]))")


def that_quarter(m: re.Match[str]) -> Meaning:
    return lambda now: (now.told["quarter"],) if "quarter" in now.told else NOTHING
