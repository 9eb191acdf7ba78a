"""The archived text at the place of a statement: short lines with their numbers, the statement's characters marked.

In: an article and the spans to mark. Out: rows. Lines are wrapped here and not by the browser, so that a number means the same on every screen.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.types import Span
from onrecord.web.statement.letters import Bit, cut_bits, edges, within

WIDTH = 44  # columns of a line
BEFORE, ROWS, MOST = 2, 10, 60  # lines above the first marked one; at least so many, at most so many


@dataclass(frozen=True, slots=True)
class Marked:
    """Characters and how they are marked: "content", "part" (source or cue) or not."""

    bits: tuple[Bit, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its number; `label` is what stands before it."""

    label: str
    runs: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines about a place; `more` marked lines are not shown."""

    rows: tuple[Row, ...]
    more: int = 0


def excerpt(text: str, content: Sequence[Span], parts: Sequence[Span]) -> Excerpt:
    """About ten lines of a text round the marked spans."""
    spans = [*content, *parts]
    lines = list(wrap(text))
    marked = [i for i, line in enumerate(lines) if any(s.start < line.end and line.start < s.end for s in spans)]
    if not marked:
        return Excerpt(())
    first = max(0, marked[0] - BEFORE)
    last = min(len(lines), max(marked[-1] + 2, first + ROWS))
    shown = range(first, min(last, first + MOST))
    rows = tuple(Row(f"{i + 1:,}", tuple(mark_line(text, lines[i], content, parts))) for i in shown)
    return Excerpt(rows, sum(1 for i in marked if i >= shown.stop))


def mark_line(text: str, line: Span, content: Sequence[Span], parts: Sequence[Span]) -> Iterator[Marked]:
    borders = edges([*content, *parts], line.start, line.end)
    for start, end in pairwise(borders):
        yield Marked(cut_bits(text[start:end], start), "content" if within(content, start) else "part" if within(parts, start) else "")


def wrap(text: str, width: int = WIDTH) -> Iterator[Span]:
    """The lines of a text that hold anything, none wider than `width` columns where it has a space to break at, or no spaces at all.

    >>> [s.of("The dam will hold.\\n\\nSo it did.") for s in wrap("The dam will hold.\\n\\nSo it did.", 12)]
    ['The dam will', 'hold.', 'So it did.']
    """
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        start = at + len(body) - len(body.lstrip())
        end = at + len(body)
        while start < end:
            stop = break_at(text, start, end, width)
            yield Span(start, stop)
            start = stop
            while start < end and text[start].isspace():
                start += 1
        at += len(line)


def break_at(text: str, start: int, end: int, width: int) -> int:
    """Where the line that begins at `start` ends."""
    used, space = 0, 0
    for i in range(start, end):
        used += 2 if unicodedata.east_asian_width(text[i]) in "WF" else 1
        if text[i].isspace():
            space = i
        if used > width:
            return space if space > start else i
    return end
