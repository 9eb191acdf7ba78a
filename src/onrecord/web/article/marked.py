"""An article's text with its statements marked: every character once, in order, in runs that tell which statements they belong to.

In: a record and the statements to show. Out: paragraphs of runs. A statement inside another one lies deeper; spans may overlap in any way.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.text.split import split_sentences
from onrecord.types import LEFT_OUT, Article, Block, Span, Statement
from onrecord.web.statement.letters import Bit, cut_bits, edges

WHY = {
    "teaser": "Line of another story", "promo": "The outlet’s own matter", "boilerplate": "Standing words of the page", "related": "Links to other stories",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one kind. `said`: numbers of the statements whose content they are, the innermost last; `source`: of those whose source they are.

    `begins` are the ids of statements whose content begins here; `sure` tells how sure the speaker is.
    """

    bits: tuple[Bit, ...]
    start: int
    said: tuple[int, ...] = ()
    source: tuple[int, ...] = ()
    begins: tuple[str, ...] = ()
    sure: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every statement that the run has to do with."""
        return tuple(dict.fromkeys((*self.said, *self.source)))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text. `left_out` says in words why it was not read."""

    kind: str
    start: int
    runs: tuple[Run, ...]
    statements: tuple[int, ...]  # those that begin in it
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """A statement with its number on the page."""

    number: int
    statement: Statement
    sure: str


def mark_text(article: Article, markings: Sequence[Marking], *, attributed: bool = False) -> tuple[Paragraph, ...]:
    """The paragraphs in order. With `attributed`, only the sentences that a statement stands in."""
    found: list[Paragraph] = []
    blocks = list(article.blocks) or [Block("paragraph", 0, len(article.text))]
    touched, home = place_markings(blocks, markings)
    for i, block in enumerate(blocks):
        here = touched.get(i, [])
        begin = tuple(home.get(i, ()))
        if block.kind in LEFT_OUT and not attributed and not here:
            words = (Run(cut_bits(article.text[block.start : block.end], block.start), block.start),)
            found.append(Paragraph(block.kind, block.start, words, (), WHY.get(block.kind, "Not of this report")))
            continue
        pieces = [Span(block.start, block.end)]
        if attributed:
            pieces = [s for s in split_sentences(article.text, block.start, block.end) if any(touches_span(m.statement, s) for m in here)]
        runs = tuple(run for piece in pieces for run in cut_runs(article.text, piece, here))
        if runs:
            found.append(Paragraph(block.kind, block.start, runs, begin))
    return tuple(found)


def place_markings(blocks: Sequence[Block], markings: Sequence[Marking]) -> tuple[dict[int, list[Marking]], dict[int, list[int]]]:
    """For each block the statements that touch it; and the numbers of those whose card stands beside it: where their first content is."""
    starts = [b.start for b in blocks]
    touched: dict[int, dict[int, Marking]] = {}
    home: dict[int, list[int]] = {}
    for m in markings:
        home.setdefault(max(0, bisect_right(starts, first(m.statement)) - 1), []).append(m.number)
        for span in (*m.statement.content, *m.statement.source):
            for i in range(max(0, bisect_right(starts, span.start) - 1), bisect_right(starts, span.end - 1)):
                touched.setdefault(i, {})[m.number] = m
    return {i: list(found.values()) for i, found in touched.items()}, home


def first(statement: Statement) -> int:
    """Where a statement's content begins."""
    return min((s.start for s in statement.content), default=0)


def touches_span(statement: Statement, span: Span) -> bool:
    return any(s.start < span.end and span.start < s.end for s in (*statement.content, *statement.source))


def cut_runs(text: str, piece: Span, markings: Sequence[Marking]) -> Iterator[Run]:
    """Characters in runs, cut wherever a statement's content or source begins or ends."""
    spans = [s for m in markings for s in (*m.statement.content, *m.statement.source)]
    borders = edges(spans, piece.start, piece.end)
    inside = sorted(markings, key=lambda m: (first(m.statement), m.number))
    for start, end in pairwise(borders):
        said = [m for m in inside if any(s.start <= start < s.end for s in m.statement.content)]
        source = [m for m in inside if any(s.start <= start < s.end for s in m.statement.source)]
        begins = tuple(m.statement.id for m in said if first(m.statement) == start)
        sure = "" if not source else "checked" if any(m.sure == "checked" for m in source) else "guess"
        yield Run(cut_bits(text[start:end], start), start, tuple(m.number for m in said), tuple(m.number for m in source), begins, sure)


def share_attributed(article: Article, statements: Sequence[Statement]) -> int:
    """Of 100 words that are read, how many stand in what somebody is said to have said."""
    spans = join([s for each in statements for s in each.content])
    total = said = 0
    for block in article.blocks:
        if block.kind in LEFT_OUT:
            continue
        total += len(article.text[block.start : block.end].split())
        said += sum(len(article.text[max(s.start, block.start) : min(s.end, block.end)].split()) for s in spans if s.start < block.end and block.start < s.end)
    return min(100, round(100 * said / total)) if total else 0


def join(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    found: list[Span] = []
    for s in sorted(spans):
        if found and s.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, s.end))
        else:
            found.append(s)
    return found
