"""Characters as they may be shown: what a page would hide or obey is a chip with its name, every other character is itself, so that places stay true.

In: words of a report. Out: bits, each with the place of its first character. White space is left to the page, which folds it.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from onrecord.phrase import HIDDEN
from onrecord.types import Span

WHITE = frozenset("\n\r\t")  # of what is hidden, this a page shows as space


@dataclass(frozen=True, slots=True)
class Bit:
    """Characters that are shown as they are, or (`chip`) the name of one that would not be seen. `start` and `size` count the report's code points."""

    text: str
    chip: bool
    start: int
    size: int


def cut_bits(text: str, start: int = 0) -> tuple[Bit, ...]:
    """A text in bits, without loss.

    >>> [(b.text, b.chip, b.size) for b in cut_bits("sa\\u00ad\\u00adid")]
    [('sa', False, 2), ('soft hyphen ×2', True, 2), ('id', False, 2)]
    """
    if not HIDDEN.search(text):
        return (Bit(text, False, start, len(text)),) if text else ()
    bits: list[Bit] = []
    for key, found in groupby(text, key=lambda c: c if c not in WHITE and HIDDEN.match(c) else ""):
        run = "".join(found)
        bits.append(Bit(name_character(key) + (f" ×{len(run)}" if len(run) > 1 else ""), True, start, len(run)) if key else Bit(run, False, start, len(run)))
        start += len(run)
    return tuple(bits)


def name_character(character: str) -> str:
    """What Unicode calls a character, else its number."""
    return unicodedata.name(character, "").lower() or f"U+{ord(character):04X}"


def edges(spans: Sequence[Span], start: int, end: int) -> list[int]:
    """Where runs begin and end between two places: at every border of a span, in order."""
    return sorted({start, end, *(at for s in spans for at in (s.start, s.end) if start < at < end)})


def within(spans: Sequence[Span], start: int) -> bool:
    """Whether a character lies in one of the spans."""
    return any(s.start <= start < s.end for s in spans)
