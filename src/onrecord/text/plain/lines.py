"""Lines to passages: what stands between empty lines, and within that what hard wrapping does not explain.

In: a text. Out: passages with the place of their words (marks of list, heading and citation left out). It never says what a passage is for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from onrecord.text.leave import why_left_out
from onrecord.text.plain.byline import BYLINE
from onrecord.types import BlockKind, Span

LINE = re.compile(r"([^\r\n\u2028\u2029]*)(?:\r\n|[\r\n\u2028\u2029]|\Z)")
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
SPACE = re.compile(rf"[\s{UNSEEN}]+")
EDGE = frozenset(c for c in map(chr, range(0x3001)) if c.isspace()) | frozenset(UNSEEN)

# Hard-wrapped text: mail and wire copy wrap between 60 and 80 columns; a line of over 100 is a paragraph of its own.
WRAP_LEAST, WRAP_MOST = 45, 100
RAGGED = 12  # columns: a line this much shorter than the others may still go on, where no sentence ends with it

BULLET = re.compile(r"(?:[•‣▪●◦·»*-]|\d{1,2}[.)])[ \t\xa0]+(?=\S)")
ALWAYS_BULLET = frozenset("•‣▪●◦»")
HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
CITED = re.compile(r">[ \t]?(?=\S)")
ROW = re.compile(r"\t[^\t|]{0,200}\t|\|[^\t|]{0,200}\|")
LABEL = re.compile(r"\b(?:[QA]|[A-Z][A-Z.'’-]{1,30}(?: [A-Z.'’-]{1,30}){0,3})[ \t]?:[ \t]")
ENDED = frozenset(".!?…")
CLOSERS = "\"”’')]»"
STARTED = re.compile(r"\[[^\]\n]{3,40}\]")  # "[21:40, 4 May]", "[Photo: ...]"


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together: their characters, the first line's number, what a mark says it is, the time label before it."""

    start: int
    end: int
    line: int
    mark: BlockKind | None = None
    stamp: Span | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the white space at its edges; empty where start equals end. A passage runs to `stop`, its last line's own end."""

    start: int
    end: int
    stop: int
    number: int
    indent: int


def fold(words: str) -> str:
    """The words with every run of white space, line ends included, as one space."""
    return SPACE.sub(" ", words).strip()


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds without white space and unseen characters at the edges."""
    while start < end and text[start] in EDGE:
        start += 1
    while start < end and text[end - 1] in EDGE:
        end -= 1
    return start, end


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether the characters end as a sentence does."""
    return text[start:end].rstrip(CLOSERS)[-1:] in ENDED if start < end else False


def split_passages(text: str) -> list[Passage]:
    """The passages of a text, in order."""
    lines = list(split_lines(text))
    width = wrap_width(text, lines)
    passages: list[Passage] = []
    before: Line | None = None
    for line, (mark, skip) in zip(lines, mark_lines(text, lines), strict=True):
        if line.start == line.end:
            before = None
            continue
        same = before is not None and (
            mark == passages[-1].mark == "table" or (mark is None and continues(text, before, line, width, hanging=passages[-1].mark == "list"))
        )
        if same:
            passages[-1] = replace(passages[-1], end=line.stop)
        else:
            passages.append(Passage(skip, line.stop, line.number, mark))
        before = line
    return passages


def split_lines(text: str) -> Iterator[Line]:
    for number, found in enumerate(LINE.finditer(text), 1):
        start, end = trim(text, *found.span())
        yield Line(start, end, found.end(1), number, start - found.start())


def wrap_width(text: str, lines: Sequence[Line]) -> int | None:
    """The column at which the text was wrapped: most of its lines had no room for the next one's first word."""
    joins = [(a, b) for a, b in pairwise(lines) if a.start < a.end and b.start < b.end]
    lengths = [a.end - a.start for a, _ in joins if a.end - a.start <= WRAP_MOST]
    if len(joins) < 3 or len(lengths) < 0.8 * len(joins) or max(lengths) < WRAP_LEAST:
        return None
    width = max(lengths)
    full = sum(1 for a, b in joins if a.end - a.start + 1 + first_word(text, b) > width)
    return width if full >= 0.5 * len(joins) else None


def first_word(text: str, line: Line) -> int:
    """The length of a line's first word."""
    found = SPACE.search(text, line.start, line.end)
    return (found.start() if found else line.end) - line.start


def continues(text: str, before: Line, line: Line, width: int | None, *, hanging: bool) -> bool:
    """Whether a line goes on with the paragraph of the line before it; `hanging`: an item of a list, whose further lines are indented."""
    length = before.end - before.start
    ended = ends_sentence(text, before.start, before.end)
    if LABEL.match(text, line.start, line.end) or STARTED.match(text, line.start, line.end) or (ended and BYLINE.match(text, line.start, line.end)):
        return False
    if width is None:
        return WRAP_LEAST <= length <= WRAP_MOST and not ended and text[line.start].islower()
    if (line.indent > before.indent and not hanging) or (ended and why_left_out(text[line.start : line.end])):
        return False
    if length + 1 + first_word(text, line) > width:
        return True
    return not ended and (text[line.start].islower() or length > width - RAGGED)


def mark_lines(text: str, lines: Sequence[Line]) -> Iterator[tuple[BlockKind | None, int]]:
    """What a mark at the start of each line says it is (item of a list, heading, cited words, row of a table), and where its words begin."""
    bullets = [BULLET.match(text, a.start, a.end) for a in lines]
    shapes = [None if b is None else "1" if b[0][0].isdigit() else b[0][0] for b in bullets]
    rows = [ROW.search(text, a.start, a.end) is not None for a in lines]
    for i, line in enumerate(lines):
        beside = [j for j in (i - 1, i + 1) if 0 <= j < len(lines)]
        bullet = bullets[i]
        if found := CITED.match(text, line.start, line.end):
            yield "quote", found.end()
        elif found := HEADING.match(text, line.start, line.end):
            yield "subhead", found.end()
        elif bullet and (shapes[i] in ALWAYS_BULLET or any(shapes[j] == shapes[i] for j in beside)):
            yield "list", bullet.end()
        else:
            yield ("table" if rows[i] and any(rows[j] for j in beside) else None), line.start
