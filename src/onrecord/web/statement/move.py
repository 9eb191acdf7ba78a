"""Where a part of a statement stands, chosen by its first and last word: with the arrow keys, or by two lists of numbered words where there is no script.

In: a record, one of its statements, which part. Out: words about the place, with the choice as it stands; and what was chosen as a saying for the ledger.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from starlette.datastructures import FormData

from onrecord.errors import UsageError
from onrecord.judge.types import Moved, SpanField
from onrecord.phrase import make_visible
from onrecord.types import Article, Block, Record, Span, Statement
from onrecord.web.statement.letters import Bit, cut_bits, within

TOKEN = re.compile(r"\w+(?:['’.-]\w+)*|[^\w\s]")
FIELDS: tuple[SpanField, ...] = ("content", "source", "cue")
MOST_PARTS = 6
MOST_WORDS = 1500  # of a choice: more would make the lists too long to step through
NEAR, WIDER = 1, 8  # paragraphs before and after


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark: its number in the choice, its place in the text, how a list tells it, and the white space before it."""

    number: int
    start: int
    end: int
    bits: tuple[Bit, ...]
    label: str
    before: str
    now: bool


@dataclass(frozen=True, slots=True)
class Ends:
    """The first and the last word of one part, as they stand or as they are suggested."""

    number: int
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class MoveView:
    """The choice."""

    id: str
    field: SpanField
    fields: tuple[SpanField, ...]
    paragraphs: tuple[tuple[Token, ...], ...]
    parts: tuple[Ends, ...]
    more_parts: int | None
    wide: bool
    cut: bool

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All words, in order."""
        return tuple(t for p in self.paragraphs for t in p)


def as_field(given: str) -> SpanField:
    """The part that is moved; UsageError where there is none of that name."""
    if given not in FIELDS:
        raise UsageError("Choose the content, the source or the cue.")
    return given


def view_move(record: Record, statement: Statement, given: str, asked: Mapping[str, str]) -> MoveView:
    """The words about a statement and the part as it stands."""
    field, article = as_field(given), record.article
    assert article is not None
    wide = asked.get("wide") == "1"
    spans = getattr(statement, field)
    paragraphs, cut = cut_words(article, near_blocks(article, statement, WIDER if wide else NEAR), spans)
    wanted = asked.get("parts", "")
    number = min(MOST_PARTS, int(wanted)) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 3 else 0
    number = max(number, len(spans), 1)
    parts = tuple(Ends(i + 1, spans[i].start, spans[i].end) if i < len(spans) else Ends(i + 1, None, None) for i in range(number))
    return MoveView(statement.id, field, FIELDS, paragraphs, snap(parts, paragraphs), number + 1 if number < MOST_PARTS else None, wide, cut)


def snap(parts: tuple[Ends, ...], paragraphs: tuple[tuple[Token, ...], ...]) -> tuple[Ends, ...]:
    """Ends that lie within a word are told by that word."""
    tokens = [t for p in paragraphs for t in p]

    def first(at: int) -> int | None:
        return next((t.start for t in tokens if t.end > at), None)

    def last(at: int) -> int | None:
        return next((t.end for t in reversed(tokens) if t.start < at), None)

    return tuple(Ends(p.number, first(p.start) if p.start is not None else None, last(p.end) if p.end is not None else None) for p in parts)


def near_blocks(article: Article, statement: Statement, reach: int) -> list[Block]:
    """The paragraphs that a statement touches, and some before and after."""
    spans = [*statement.content, *statement.source, *statement.cue]
    touched = [i for i, b in enumerate(article.blocks) if any(s.start < b.end and b.start < s.end for s in spans)]
    if not touched:
        return [Block("paragraph", 0, len(article.text))]
    return list(article.blocks[max(0, touched[0] - reach) : touched[-1] + reach + 1])


def cut_words(article: Article, blocks: list[Block], now: tuple[Span, ...]) -> tuple[tuple[tuple[Token, ...], ...], bool]:
    """The words of some paragraphs, numbered; and whether there are too many."""
    paragraphs: list[tuple[Token, ...]] = []
    number = 0
    for block in blocks:
        found: list[Token] = []
        at = block.start
        for match in TOKEN.finditer(article.text, block.start, block.end):
            if number == MOST_WORDS:
                return (*paragraphs, tuple(found)), True
            number += 1
            start, end = match.span()
            label = f"{number}  {make_visible(match[0])}"
            found.append(Token(number, start, end, cut_bits(match[0], start), label, " " if start > at else "", within(now, start)))
            at = end
        paragraphs.append(tuple(found))
    return tuple(p for p in paragraphs if p), False


def read_move(form: FormData, record: Record, statement: Statement) -> Moved:
    """What was chosen: parts in order, none within another. UsageError in words where that cannot be."""
    field, article = as_field(str(form.get("field", ""))), record.article
    assert article is not None
    spans: list[Span] = []
    for i in range(1, MOST_PARTS + 1):
        start, end = str(form.get(f"start-{i}", "")), str(form.get(f"end-{i}", ""))
        if not start and not end:
            continue
        if not all(v.isascii() and v.isdecimal() and len(v) < 9 for v in (start, end)):
            raise UsageError(f"Part {i}: choose both its first and its last word.")
        span = Span(int(start), int(end))
        if not span.start < span.end <= len(article.text):
            raise UsageError(f"Part {i}: its last word stands before its first.")
        spans.append(span)
    spans.sort()
    if any(a.end > b.start for a, b in pairwise(spans)):
        raise UsageError("Two parts overlap; choose them apart, or as one.")
    if not spans and field == "content":
        raise UsageError("A statement has a content; where there is none, judge it as not a statement.")
    return Moved(field, tuple(spans))
