"""The columns of a table, and values as cells.

In: what a row tells of. Out: plain values, or the text of a cell. Words of a report stand exactly as in its text, hidden characters too; in the text-free
variant their SHA-256 stands instead, in a column of another name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from onrecord.export.words import hash_words

Kind = Literal["text", "texts", "places", "flag", "number", "share"]
Pair = tuple[int, int]
Value = str | bool | int | float | tuple[str, ...] | tuple[Pair | None, ...] | None
T = TypeVar("T")
APART = " | "  # between the parts of a cell that holds several
SUFFIX = "_sha256"


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, its kind, what it holds, how to take it. `words` says that it holds words of the report."""

    name: str
    kind: Kind
    what: str
    take: Callable[[T], Value]
    words: bool = False

    def head(self, *, words: bool) -> str:
        return self.name if words or not self.words else self.name + SUFFIX


def take_row(columns: Sequence[Column[T]], of: T, *, words: bool) -> list[Value]:
    """The values of a row."""
    return [c.take(of) if words or not c.words else hide(c.take(of)) for c in columns]


def hide(value: Value) -> Value:
    """Words as their SHA-256; what is empty stays empty."""
    if isinstance(value, tuple):
        return tuple(hash_words(part) if isinstance(part, str) and part else "" for part in value)
    return hash_words(value) if isinstance(value, str) and value else value


def flatten(value: Value) -> str:
    """A value as the text of one cell: empty for what is not stated, several parts with " | " between them, places as 25..50.

    >>> flatten(((25, 50), (60, 80))), flatten(None), flatten(True), flatten(("Ada Rowe", "the port"))
    ('25..50 | 60..80', '', 'true', 'Ada Rowe | the port')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return APART.join(part if isinstance(part, str) else f"{part[0]}..{part[1]}" if part else "none" for part in value)
    return str(value)
