"""The session that a report is about: a hearing or meeting, told of with its day in the first paragraphs ("on Tuesday night ... at a packed meeting").

In: an article, its statements and time expressions. Out: channel and day, with the number of the block that tells them. What is said in the session takes
both from it (occasion.py); it never looks past the first paragraphs.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from onrecord.resolve.when import Timex
from onrecord.types import LEFT_OUT, Article, Statement, When

LEAD = 3  # paragraphs in which a report says what it is about
COURT = re.compile(
    r"\b(?:(?:[Cc]rown|[Hh]igh|[Mm]agistrates[’']|[Dd]istrict|[Ff]ederal|[Aa]ppeals?|[Ss]upreme|[Cc]riminal|[Ss]heriff) [Cc]ourt|(?:in|a|the) court"
    r"|jurors?|jury|inquest|tribunal|trial|hearing|public inquiry|the inquiry)\b"
)
MEETING = re.compile(
    r"\b(?:(?:meeting|session|sitting) of|(?:council|committee|board|cabinet|annual|general|public|town|shareholders[’']|parish) (?:meeting|session)"
    r"|councillors (?:clashed|met|voted|agreed|heard|rejected|approved|backed)"
    r"|the (?:council|committee|board) (?:met|voted|heard))\b",
    re.IGNORECASE,
)
# A local body that decides something has met, whether the report says so or not ("The City Council on Tuesday approved ..."); the day must stand beside it.
DECIDED = re.compile(
    r"\b(?:councill?ors|council(?:members)?|committee|trustees|selectmen|supervisors|(?:school|planning|zoning|parish) (?:board|commission))\b"
    r"(?: [\w’'.-]{1,20},?){0,6}?"
    r" (?:met|voted|approved|rejected|backed|agreed|adopted|passed|refused|granted|deferred|debated|discussed|heard|clashed|decided|gathered|convened|supported"
    r"|threw out|turned down|signed off|put off|have put off|gave)\b",
    re.IGNORECASE,
)
AT_MEETING = re.compile(r"\bat (?:a|the|its|their) (?:[\w’-]{1,20} ){0,3}meeting\b", re.IGNORECASE)  # may be any: its day must stand beside it
SESSIONS = (("court or hearing", COURT), ("meeting", MEETING))
DAYS = frozenset({"day", "hour", "minute"})


def find_session(article: Article, statements: Sequence[Statement], times: Callable[[int], Sequence[Timex]]) -> tuple[int, str, When] | None:
    """The number of the block that tells of the session, its channel and its day; None where the first paragraphs tell of none with a day.

    `times` gives the time expressions of a block by its number.
    """
    bodies = [i for i, b in enumerate(article.blocks) if b.kind == "paragraph" and b.kind not in LEFT_OUT][:LEAD]
    contents = [c for s in statements for c in s.content]
    channel = next(
        (
            (i, name)
            for i in bodies
            for name, p in SESSIONS
            for m in p.finditer(article.text, article.blocks[i].start, article.blocks[i].end)
            if not any(c.start <= m.start() < c.end for c in contents)  # "urged both sides to wait for the inquiry"
        ),
        None,
    )
    beside = channel is None
    if channel is None:
        near = ((bodies, DECIDED), (bodies[:1], AT_MEETING))
        channel = next(((i, "meeting") for some, p in near for i in some if p.search(article.text, article.blocks[i].start, article.blocks[i].end)), None)
    if channel is None:
        return None
    for i in [channel[0]] if beside else bodies:
        for t in times(i):
            if t.when.precision in DAYS and known_past(t.when, article) and not any(c.start <= t.span.start < c.end for c in contents):
                return bodies[0], channel[1], t.when
    return None


def known_past(when: When, article: Article) -> bool:
    """Whether a day is known and not after publication."""
    if when.start is None or when.end is None or when.start[:10] != when.end[:10]:
        return False
    published = article.published.start if article.published else None
    return published is None or date.fromisoformat(when.start[:10]) <= date.fromisoformat(published[:10])
