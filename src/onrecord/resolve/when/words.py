"""The words of time: numbers, names of days and months, and the macros that the patterns of the grammar are written with."""

import re
from collections.abc import Iterable

from onrecord.text.dates import MONTHS, WEEKDAYS
from onrecord.text.marks import read_table

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {
    **{word: n for n, word in enumerate((*_ONES, *_TEENS), 1)},
    **{ten: n * 10 for n, ten in enumerate(_TENS, 2)},
    **{f"{ten}-{one}": n * 10 + m for n, ten in enumerate(_TENS, 2) for m, one in enumerate(_ONES, 1)},
}
_FIRST = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth"
    " nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth"
    " thirtieth thirty-first"
)
ORDINALS = {word: n for n, word in enumerate(_FIRST.split(), 1)}
DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}
ASIDE = frozenset({"may", "mar", "march", "sat", "sun", "dec", "jan", "august", "jun"})  # in small letters these are other words
NAMED_MONTHS = frozenset({"april", "may", "june", "august"})  # first names and surnames as well; March is also a walk

HOLIDAYS = {row["words"].lower(): row["value"] for row in read_table("times.tsv") if row["kind"] == "holiday"}

# What follows a number that is no year and no day.
COUNTED = re.compile(
    r"\s(?:(?:[a-z]{3,12}\s)?(?:people|persons|men|women|children|troops|soldiers|police|workers|jobs|employees|miles|kilomet(?:er|re)s|met(?:er|re)s|feet"
    r"|yards|acres|hectares|tons|tonnes|pounds|dollars"
    r"|euros|points|votes|homes|houses|residents|students|pages|patients|cases|deaths|hours|calories|degrees|members|copies|shares|seats|rooms|beds|boxes"
    r"|pieces|hp|rpm|GMT|UTC|hrs)|km|kg|m|mm|ft|MHz|million|billion|percent|per\scent)\b"
)


def either(words: Iterable[str]) -> str:
    """A choice of words, the longest first; a hyphen may be a blank, an apostrophe a curly one."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ").replace(r"\-", "[ -]").replace("'", "['’]") for word in longest)


MACROS = {
    "weekday": rf"(?P<weekday>{either(WEEKDAYS)})\b",
    "wd": rf"(?P<weekday>(?:{either(WEEKDAYS)})\b|(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?)",
    "month": r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?"
    r"|dec(?:ember)?)\b(?:(?<!may)(?<!june)(?<!july)(?<![a-z]{5})\.)?",
    "full": r"(?P<month>(?-i:January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY|APRIL|JUNE|JULY|AUGUST"
    r"|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|january|february|april|june|july|august|september|october|november|december|(?<=in[ ])may|Jan\.?|Feb\.?|Aug\.?"
    r"|Sept?\.?|Oct\.?"
    r"|Nov\.?|Dec\.?))(?!\w)",
    "day": rf"(?P<day>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|{either(ORDINALS)})(?![\w%]|[.,:/]\d|[’']s? ?\d)",
    "day2": rf"(?P<day2>(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|{either(ORDINALS)})(?![\w%]|[.,:/]\d)",
    "year": r"(?P<year>(?:1[0-9]|20)\d\d)(?![\w%]|[.,/:]\d|-\d)",
    "of year": r"(?:,? ?(?:of |in )?(?P<year>(?:1[0-9]|20)\d\d)(?![\w%]|[.,/:]\d|-\d)|(?: of)? ?['’](?P<short>\d\d)\b(?!s)|,? (?:of )?(?P<yearly>last|this"
    r"|next) year\b)?",
    "number": rf"(?P<number>an?|{either(NUMBERS)}|\d{{1,3}})",
    "unit": r"(?P<unit>day|fortnight|week|weekend|month|quarter|year|decade|century)",
    "ordinal": r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th|final)",
    "part": r"(?:,? (?:in |during )?(?:the )?(?:early |late |mid-?)?(?P<part>morning|mid-?morning|afternoon|mid-?afternoon|evening|night|lunchtime|dawn)\b)?",
    "zone": r"(?: ?\(?(?P<zone>(?-i:UTC|GMT|BST|CES?T|EES?T|[ECMP][SD]?T|AE[SD]T|AWST|NZ[SD]T|SAST|EAT|WAT|JST|HKT"
    r"|SGT))\b(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?\)?"
    r"|(?P<utc>Z\b)| (?P<region>(?-i:Eastern|Central|Mountain|Pacific))(?: (?:standard|daylight|summer))?(?: time)?\b(?! (?-i:[A-Z]))"
    r"| (?:local|(?-i:[A-Z][a-z]{2,14})) time\b)?",
}


def rule(pattern: str) -> re.Pattern[str]:
    """A pattern that begins with a word; «name» is a macro and a blank is any gap between words of one paragraph."""
    return joint(rf"(?<!\w)(?=[\w'’])(?:{pattern})")


def joint(pattern: str) -> re.Pattern[str]:
    """The same for what stands between words."""
    pattern = re.sub("«([^»]+)»", lambda m: MACROS[m[1]], pattern)
    parts = re.split(r"(\[[^\]]*\])", pattern)  # a blank within a class of characters stays itself
    parts = [part if i % 2 else part.replace(" ?", r"[^\S\n]?").replace(" ", r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,2})") for i, part in enumerate(parts)]
    return re.compile("".join(parts), re.IGNORECASE)


DIGITS = re.compile(r"\d{1,4}")


def number(word: str) -> int:
    """What a numeral or the word for it counts: "a" is one, "third" and "3rd" are three."""
    word = word.lower().replace(" ", "-")
    digits = DIGITS.match(word)
    return int(digits[0]) if digits else NUMBERS.get(word) or ORDINALS.get(word) or {"a": 1, "an": 1, "final": 4}[word]


def month_of(word: str) -> int:
    return MONTHS.index(word[:3].lower()) + 1


def weekday_of(word: str) -> int:
    return next(i for i, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


_NAMES = sorted(row["words"] for row in read_table("times.tsv") if row["kind"] == "name")
NAME = re.compile("|".join(re.escape(name).replace("'", "['’]") for name in _NAMES))
NAME_REACH = max(len(name) for name in _NAMES)


def names(text: str, start: int, end: int) -> int | None:
    """Where a name that only looks like a time ends ("the Mail on Sunday"), if one overlaps the stretch."""
    for m in NAME.finditer(text, max(0, start - NAME_REACH), min(len(text), end + NAME_REACH)):
        if m.start() < end and start < m.end():
            return m.end()
    return None
