"""Times and dates that stand as labels or on lines of their own: their shapes, and what a report's date lines say of it.

In: the words of a line. Out: whether it is a date line, and the dates of publication and update that date lines state. What they mean is
read by text/dates.py; it never supplies a year.
"""

import re
from collections.abc import Iterable

from onrecord.text.dates import find_moments
from onrecord.types import Span, When

MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b"
DAY = rf"(?:{WEEKDAY}[.,]{{0,2}} )?(?:\d{{1,2}}(?:st|nd|rd|th)? {MONTH}|{MONTH} \d{{1,2}}\b(?:st|nd|rd|th)?)(?:,? \d{{4}}\b)?"
CLOCK = r"(?:(?:[01]?\d|2[0-3]):[0-5]\d(?: ?[ap]\.?m\b\.?)?|(?:1[0-2]|0?\d)\.[0-5]\d ?[ap]\.?m\b\.?|(?:1[0-2]|[1-9]) ?[ap]\.?m\b\.?)"
ZONE = r"(?: (?:GMT|UTC|[A-Z]{1,3}T)\b)?"
STAMP = rf"(?:{DAY},? )?{CLOCK}{ZONE}(?:,? {DAY})?"
BRACKETED = re.compile(rf"\[{STAMP}\]", re.IGNORECASE)
BARE = re.compile(rf"\b(?=\w){STAMP}(?=\s*$|\s*[:|–—-]\s|\s+[A-Z\"“‘])", re.IGNORECASE)
DATE_TOKEN = re.compile(
    rf"\b(?:(?:first|last|published|posted|updated|dated?|issued|on|at)\b|{WEEKDAY}|{DAY}|\d{{1,4}}[-/.]\d\d?[-/.]\d{{2,4}}|{CLOCK}{ZONE})", re.IGNORECASE
)
SAID_OF = re.compile(r"\b(?=(?:first |last )?(?:published|posted|issued|updated|modified|revised|corrected)\b)", re.IGNORECASE)
PARTED = re.compile(r"[,|;] ?| [–—-] ")
UPDATED = re.compile(r"(?:last )?(?:updated|modified|revised|corrected)\b", re.IGNORECASE)


def is_date_line(words: str) -> bool:
    """Whether a line holds a date and nothing else."""
    return len(words) <= 120 and any(True for _ in find_moments(words)) and not DATE_TOKEN.sub("", words).strip(" ,:;|()[]–—-.")


def date_of_byline(text: str, byline: Span) -> tuple[str, Span] | None:
    """The date that ends a byline ("By Ann Ore, The Courant, 3 November 2031"), with its place."""
    for comma in PARTED.finditer(text, byline.start, byline.end):
        rest = text[comma.end() : byline.end]
        if is_date_line(rest):
            return rest, Span(comma.end(), byline.end)
    return None


def find_dates(lines: Iterable[tuple[str, Span]]) -> tuple[When | None, When | None]:
    """When a report says, on date lines of its own, that it was published and updated; a date without its year says neither."""
    published: When | None = None
    updated: When | None = None
    for words, place in lines:
        for part in SAID_OF.split(words):
            moment = next((moment for moment, _ in find_moments(part)), None)
            when = moment.when("page", place) if moment else None
            if when is None or not (when.start or when.candidates):
                continue
            if UPDATED.match(part):
                updated = updated or when
            else:
                published = published or when
    return published, updated
