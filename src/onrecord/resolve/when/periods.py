"""Rules for months, quarters, seasons, years, decades and centuries, and what only looks like one: Theresa May, a march, 2000 people."""

import re
from datetime import date

from onrecord.resolve.when import interval as cal
from onrecord.resolve.when.interval import Interval
from onrecord.resolve.when.meaning import YEARLY, Meaning, Now, fixed, four_digits, nearest, on_today
from onrecord.resolve.when.words import COUNTED, DECADES, NAMED_MONTHS, either, month_of, number, rule

MONTH = rule(
    r"(?:(?P<rel>last|next|this past|this coming|this|past|coming|the following) )?«full»(?:[-/](?P<dashed>(?:19|20)\d\d)(?![\w/-])|«of year»)(?! ?\d)(?!-\d)"
)
YEAR_MONTH = rule(
    r"(?:(?P<year>(?:1[5-9]|20)\d\d)[ /-]«full»(?![ /-]?\d)|(?P<year1>(?:1[5-9]|20)\d\d)-(?P<month1>0[1-9]|1[0-2])(?![\w/-]|[.,]\d)|(?P<month2>0?[1-9]"
    r"|1[0-2])-(?P<year2>(?:19|20)\d\d)(?![\w/-]|[.,]\d))"
)


def month(m: re.Match[str]) -> Meaning | None:
    at, year, rel, yearly = month_of(m["month"]), four_digits(m), " ".join((m["rel"] or "").lower().split()), (m["yearly"] or "").lower()
    if len(m["month"].rstrip(".")) <= 4 and m["month"].lower() not in ("may", "june", "july") and not (year or rel or yearly):
        bare = m.string[max(0, m.start() - 6) : m.start()].lower()
        joined = TO_MONTH.match(m.string, m.end()) or AFTER_MONTH.search(m.string, max(0, m.start() - 24), m.start())
        if not joined and not bare.rstrip().endswith((" in", "since", " by", "late", "early", "mid", "until")):
            return None
    if year is not None:
        return fixed(cal.months(year, at, 1, "month"))
    if not (rel or yearly) and not plain_month(m):
        return None

    def resolve(today: date, now: Now) -> Interval | None:
        if yearly:
            return cal.months(today.year + YEARLY[yearly], at, 1, "month")
        if rel == "this":
            return cal.months(today.year, at, 1, "month")
        options = [cal.months(today.year + n, at, 1, "month") for n in (-1, 0, 1)]
        if rel in ("last", "past", "this past"):
            return [one for one in options if one.end and one.end < today][-1]
        if rel:
            return next(one for one in options if one.start and one.start > today)
        return nearest(options, now)

    return on_today(resolve)


TO_MONTH = re.compile(r"(?:[-–—]|\s(?:to|through|and|or)\s)(?:Jan|Feb|March|April|May|June|July|Aug|Sep|Oct|Nov|Dec)", re.IGNORECASE)
AFTER_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]{0,7}\.?(?:[-–—]|\s(?:to|through|and|or)\s)\Z", re.IGNORECASE)
IN = re.compile(r"\b(?:in|since|until|till|during|late|early|mid|of last|in late|in early|end of|start of|beginning of|middle of)[\s-]{1,2}\Z", re.IGNORECASE)
LEAD = re.compile(
    r"(?:\b(?:The|A|An|By|From|For|by|from|to|through|between|for|of|the|a|an|and|or|before|after|its|their|his|her|our|than|over|with|on|every|each|January"
    r"|February|March|April|June|July"
    r"|August|September|October|November|December)|['’]s|\()[\s-]{1,2}\Z"
)
PERSON_BEFORE = re.compile(
    r"\b(?:(?!In|Since|By|From|Until|Last|Next|This|Late|Early|On|The|Through|Between|After|Before|During|For|To|Of|And|And|[JFMASOND][a-z]+(?:ary|ch|il|ne"
    r"|ly|st|ber))[A-Z][a-z]+|[A-Z]\.|Mrs?\.?|Ms\.?|Dr\.?|Sir)\s\Z"
)
PERSON_AFTER = re.compile(
    r"\s(?:said|says|told|added|has|had|was|is|and [A-Z][a-z]+ said|who|also|[A-Z][a-z]+(?:\s(?:said|was|is|has|told|of)\b|,\s(?:who|the|a|an|\d\d)\b))"
)
WALK = re.compile(r"\s(?:on|of|for|against|to|through|by|in|from|along|organi[sz]ers?|was|will|is)\b")


def plain_month(m: re.Match[str]) -> bool:
    """Whether a month's name without a day or a year is the month: not Theresa May, April Jones, the March on the capital or May 's first word."""
    name = m["month"].lower()
    if name not in NAMED_MONTHS and name != "march":
        return True
    left, after = m.string[max(0, m.start() - 24) : m.start()], m.string[m.end() : m.end() + 40]
    if IN.search(left) or TO_MONTH.match(m.string, m.end()):
        return True
    if not LEAD.search(left) or PERSON_BEFORE.search(left) or PERSON_AFTER.match(after):
        return False
    if name == "march":
        return not WALK.match(after)
    return name != "may" or AFTER_MONTH.search(left) is not None or left.rstrip().endswith(("the", "from", "between", "by", "a", "after", "before"))


def year_month(m: re.Match[str]) -> Meaning | None:
    if m["year"]:
        return fixed(cal.months(int(m["year"]), month_of(m["month"]), 1, "month"))
    year, month = int(m["year1"] or m["year2"]), int(m["month1"] or m["month2"])
    if m["month1"] and month == (year + 1) % 100:
        return None  # 2010-11 are two years
    return fixed(cal.months(year, month, 1, "month"))


_OF = (
    r"(?:,? (?:of |in )?(?:the )?(?:fiscal |calendar )?(?:year )?(?P<year>(?:19|20)\d\d)(?![\w%]|[.,]\d)|,? (?:of |in )?(?P<yearly>last|this|next) (?:fiscal "
    r"|calendar )?year\b"
    r"|(?: period)?,? (?P<ago>a year (?:ago|earlier|before))\b|,? of the (?:fiscal )?year\b)?"
)
QUARTER = rule(
    r"(?:the )?(?:(?P<whose>this|last|next) year['’]s |(?P<before>(?:comparable )?year-(?:ago|earlier)|(?:corresponding|same"
    r"|comparable) year-earlier) )?(?:fiscal[ -])?"
    rf"(?:(?P<which>latest|current|last|this|next|previous|past|coming|same|following) )?«ordinal»[ -](?:fiscal )?(?:fiscal[ -])?(?P<unit>quarter|half)\b{_OF}"
)
Q = rule(r"(?:(?P<year0>(?:19|20)\d\d)[ -]?)?(?P<unit>[QH])(?P<ordinal>[1-4])(?:[ -]?(?:of )?(?P<year>(?:19|20)\d\d))?\b")


def quarter(m: re.Match[str]) -> Meaning | None:
    unit, count = ("half", 6) if m["unit"].lower() in ("half", "h") else ("quarter", 3)
    which, groups = number(m["ordinal"]), m.groupdict()
    year = m["year"] or groups.get("year0")
    if unit == "half" and (which > 2 or (len(m["unit"]) == 1 and not year)):  # H2 is a gas as well
        return None
    shift = YEARLY.get((groups.get("whose") or groups.get("yearly") or "").lower())
    if year:
        return fixed(cal.months(int(year), (which - 1) * count + 1, count, "quarter"))
    ago = groups.get("before") or groups.get("ago")

    def resolve(today: date, now: Now) -> Interval | None:
        if shift is not None:
            return cal.months(today.year + shift, (which - 1) * count + 1, count, "quarter")
        options = [cal.months(today.year + n, (which - 1) * count + 1, count, "quarter") for n in (-2, -1, 0, 1)]
        found = nearest(options[1:], now, back=800, ahead=200)  # the quarters that news speaks of are over
        return options[options.index(found) - 1] if found and ago else found

    return on_today(resolve)


SEASON = rule(
    r"(?:(?:the )?(?P<rel>last|this past|this coming|this|next|coming|previous|following) (?P<name>spring|summer|autumn|fall|winter)"
    r"|(?:in |during |by |since |until )?the (?P<late>spring|summer|autumn|fall|winter) of (?:(?P<yearly>last|this|next) year|(?:the )?(?P<year>(?:1[5-9]"
    r"|20)\d\d))"
    r"|(?P<plain>spring|summer|autumn|fall|winter)(?: of| in)? (?P<year2>(?:19|20)\d\d))\b(?!-time)"
)
SEASON_IN = rule(
    r"(?:the )?(?P<name>spring|summer|autumn|winter|fall)\b(?=[,.;:!?)”\"’—–]|\Z"
    r"| (?:and|or|when|while|because|after|before|as|to|with|that|than|the|a|an|he|she|they|it|we|at|on|by|but|for|from|is|was|were|will|had|has)\b)"
)


def season(m: re.Match[str]) -> Meaning | None:
    groups = m.groupdict()
    name = (m["name"] or groups.get("late") or groups.get("plain") or "").lower()
    year, rel = groups.get("year") or groups.get("year2"), (groups.get("rel") or "").lower()
    if year:
        return fixed(cal.season(int(year), name))
    yearly = groups.get("yearly")

    def resolve(today: date, now: Now) -> Interval | None:
        if yearly:
            return cal.season(today.year + YEARLY[yearly.lower()], name)
        options = [cal.season(today.year + n, name) for n in (-2, -1, 0, 1)]
        if rel in ("last", "this past", "previous"):
            return [one for one in options if one.end and one.end < today][-1]
        if rel in ("next", "this coming", "coming", "following"):
            return next((one for one in options if one.start and one.start > today), None)
        if rel == "this":
            return next((one for one in options if one.start and one.end and one.start <= today <= one.end), None) or nearest(
                [one for one in options if one.start and one.start.year == today.year], now
            )
        return nearest(options, now)

    return on_today(resolve)


def season_in(m: re.Match[str]) -> Meaning | None:
    """ "in the spring" is a season, "a spring" and "prices fall" are not."""
    return season(m) if SEASON_LEAD.search(m.string, max(0, m.start() - 12), m.start()) else None


SEASON_LEAD = re.compile(r"\b(?:in|during|by|since|until|late|early|mid|before|after|of)[\s-]\Z", re.IGNORECASE)


# ---- years and more

YEAR = rule(
    r"(?:(?:the )?(?:fiscal |calendar )?year |(?:the )?fiscal |pre-|post-|mid-)?"
    r"(?P<year>(?:1[0-9]|20)\d\d)(?![\w%]|[.,:/]\d|-\d|(?-i:-[A-Z])| ?[-–] ?\d|['’]s? \d| ?°)"
)
YEARS = rule(r"(?P<first>(?:1[5-9]|20)\d\d)(?:[-–/—]| to | through | till | until )(?P<last>(?:1[5-9]|20)?\d\d)(?![\w%]|[.,/]\d|-\d)")
_TENTHS = "(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\\b)?"
SPELT = rule(rf"(?:(?:the )?year (?P<round>two thousand)|(?:(?:the )?year )?nineteen (?P<spelt>hundred|{_TENTHS}))\b")
NUMBERED = re.compile(
    r"(?:[$£€¥#№+]|\d\s|\b(?:No\.?|Resolution|Agenda|Vision|Section|Article|Flight|Room|Channel|Route|Highway|Boeing|Windows|Formula|[Pp]ages?|resolution|flight))\s?\Z"
)
ROUNDED = re.compile(r"\b(?:than|about|some|nearly|almost|approximately|only|over)\s\Z")  # "more than 2000", though not "worse than 2013"
YEAR_LEAD = re.compile(
    r"\b(?:in|since|of|by|from|until|till|between|during|before|after|through|year|for|and|to|late|early|mid|the|circa|around|about)[\s-]{1,2}\Z", re.IGNORECASE
)

OLD_YEAR_LEAD = re.compile(r"\b(?:in|since|of|from|until|by)\s\Z", re.IGNORECASE)  # a year before 1800 takes one of these


def year(m: re.Match[str]) -> Meaning | None:
    year = int(m["year"])
    left, after = m.string[max(0, m.start() - 14) : m.start()], m.string[m.end() : m.end() + 30]
    named = m.start("year") > m.start()
    if year < 1800 and not (named or OLD_YEAR_LEAD.search(left)) or year < 1000:
        return None
    rounded = year % 50 == 0 and ROUNDED.search(left)
    if not named and (rounded or COUNTED.match(after) or NUMBERED.search(left) or (year < 1900 and not YEAR_LEAD.search(left))):
        return None
    return fixed(cal.years(year, year))


def years(m: re.Match[str]) -> Meaning | None:
    first, last = int(m["first"]), int(m["last"])
    if len(m["last"]) == 2:
        last += first // 100 * 100 + (100 if last < first % 100 else 0)
        if last - first > 50:
            return None
    if not first < last < first + 500 or NUMBERED.search(m.string, max(0, m.start() - 14), m.start()):
        return None
    return fixed(cal.years(first, last))


def spelt(m: re.Match[str]) -> Meaning:
    words = (m["spelt"] or "hundred").lower().replace("-", " ").split()
    year = (2000 if m["round"] else 1900) + (0 if words[0] == "hundred" else sum(number(word) for word in words))
    return fixed(cal.years(year, year))


DECADE = rule(rf"(?:(?:the )?(?:mid-|early-|late-)?(?:(?P<year>(?:1[5-9]|20)\d0)['’]?s|['’](?P<short>\d0)['’]?s)|the (?P<word>{either(DECADES)}))\b")
CENTURY = rule(r"(?:the )?(?P<nth>(?:1\d|2[01]|[5-9])(?:th|st)|(?:six|seven|eigh|nine)teenth|twentieth|twenty-first)(?:-| )century\b")


def decade(m: re.Match[str]) -> Meaning:
    short = DECADES[m["word"].lower()] if m["word"] else int(m["short"] or 0)
    first = int(m["year"]) if m["year"] else (2000 if short == 0 or short == 10 else 1900) + short
    # "The 1800s" are a decade or the century: the century holds both.
    return fixed((cal.century if m["year"] and first % 100 == 0 and first < 2000 else cal.decade)(date(first, 1, 1)))


def century(m: re.Match[str]) -> Meaning:
    return fixed(cal.century(date(number(m["nth"]) * 100 - 99, 1, 1)))
