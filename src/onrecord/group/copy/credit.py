"""Whom a text names as its maker: the agency of its dateline, its byline, a line of credit at its edges.

In: an article. Out: names with the place they stand in. An agency that is only quoted ("the agency reported") is no credit: it carries a statement.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.resolve.where import look_up
from onrecord.types import LEFT_OUT, Article, Block

WORD = re.compile(r"\w+")
PARTS = re.compile(r",|\||/|\bby\b|\band\b|\bfor\b", re.IGNORECASE)  # of a byline

EDGE = 3  # blocks at either end of a text where lines of credit stand
SHORT = 200  # characters of such a line
NAME = r"(?P<name>(?:[Tt]he )?[A-Z][\w.&’'-]{0,30}(?: (?:(?:of|and|for|the|&) )?[A-Z][\w.&’'-]{0,30}){0,5})"
BRACKETS = re.compile(r"\((?P<name>[^\W\d_][^()\d]{1,40})\)")
LINES = (
    re.compile(rf"\b(?:[Rr]eport(?:ed|ing|s)?|[Pp]ublished|[Ww]ritten|[Rr]eleased|[Pp]rovided|[Dd]istributed) by {NAME}"),
    re.compile(rf"\b(?:[Rr]eporting|[Mm]aterial|[Ff]iles?|[Ii]nput|[Ii]nformation|[Rr]eports?) (?:from|by) {NAME}"),
    re.compile(rf"(?:^|[.!?”\"] ){NAME} (?:has |have )?contributed (?:reporting )?to this (?:report|story|article)\b"),
    re.compile(rf"\b(?:[Ss]ource|SOURCE|[Cc]redit|[Vv]ia|[Ff]rom)s?: ?{NAME}"),
    re.compile(rf"(?:©|\([Cc]\)|[Cc]opyright)(?: ?(?:19|20)\d\d)?,? ?{NAME}"),
    re.compile(rf"(?:^|[,/|] |– |— |- )(?:[Ww]ith|[Aa]nd) {NAME}\.?$"),
)
TAIL = re.compile(r"\((?P<name>[^\W\d_][^()\d]{1,40})\)[.\s]*\Z")
AGENCIES = re.compile(
    r"\b(?:with|and|by|from) (?:news )?agencies\b|\bagencies contributed\b|\bagency reports?\.?$|\bwire (?:reports|services)\b", re.IGNORECASE
)
MEDIUM = re.compile(
    r"\b(?:Press|News|Agency|Newswire|Wire|Wires|Service|Post|Times|Herald|Courier|Courant|Gazette|Tribune|Chronicle|Journal|Telegraph|Observer|Mail|Standard"
    r"|Examiner|Dispatch|Echo|Radio|Television|TV|Broadcasting)\b"
)
MANY = "agencies"

Where = Literal["dateline", "byline", "credit"]


@dataclass(frozen=True, slots=True)
class Credit:
    """A maker named by a text: the name as printed, where it stands, and the one name that all its forms fold to."""

    name: str
    where: Where
    key: str


def find_credits(article: Article) -> tuple[Credit, ...]:
    """The makers that a text names, each once, datelines first."""
    found: dict[str, Credit] = {}
    for name, where in _names(article):
        key = fold_name(name)
        if key:
            found.setdefault(key, Credit(name, where, key))
    return tuple(found.values())


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """One name for all forms of an outlet's: "the AP" and "Associated Press" are one, the article and small differences are blind."""
    seat = look_up(name)
    if seat is not None and seat.rule.rstrip("?") in ("agency", "outlet"):
        name = seat.name
    words = WORD.findall(name.casefold())
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _names(article: Article) -> Iterator[tuple[str, Where]]:
    text = article.text
    for block in article.blocks:
        if block.kind == "dateline" and (match := BRACKETS.search(text, block.start, block.end)):
            yield match["name"].strip(), "dateline"
    for name in article.byline:
        if is_medium(name):
            yield name, "byline"
    body = [b for b in article.blocks if b.kind not in ("headline", "dateline", "subhead")]
    for block in body:
        words = text[block.start : block.end]
        if block.kind == "byline":
            yield from ((part.strip(), "byline") for part in PARTS.split(words) if is_medium(part.strip()))
    edges = [b for b in body if b.kind in LEFT_OUT or b.kind == "byline"] + body[:EDGE] + body[-EDGE:]
    for block in sorted(dict.fromkeys(edges), key=_place):
        words = text[block.start : block.end]
        if (match := TAIL.search(words)) and is_medium(match["name"]):
            yield match["name"].strip(), "credit"
        if len(words) <= SHORT:
            for line in LINES:
                for match in line.finditer(words):
                    if is_medium(match["name"]):
                        yield match["name"], "credit"
            if AGENCIES.search(words):
                yield MANY, "credit"


def _place(block: Block) -> tuple[int, int]:
    return block.start, block.end


def is_medium(name: str) -> bool:
    """Whether a name is that of an agency or outlet: one that is known, or one that says so ("Vesland Press")."""
    seat = look_up(name)
    return (seat is not None and seat.rule.rstrip("?") in ("agency", "outlet")) or MEDIUM.search(name) is not None
