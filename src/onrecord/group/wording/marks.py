"""Words that carry meaning as a whole (changes.tsv), and what words are held equal by (synonyms.tsv).

In: folded words. Out: marks with their classes; senses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.group.meaning import stem, stems
from onrecord.group.types import ChangeKind
from onrecord.group.wording.words import fold, value_of
from onrecord.text.marks import read_table

UNITS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or phrase that carries meaning as a whole; words `start` to `end` of its side."""

    kind: ChangeKind
    classes: frozenset[str]
    start: int
    end: int


@cache
def load_marks() -> dict[str, list[tuple[tuple[str, ...], ChangeKind, frozenset[str]]]]:
    """The phrases of changes.tsv by their first folded word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], ChangeKind, frozenset[str]]]] = {}
    for row in read_table("changes.tsv"):
        kind: ChangeKind = row["kind"]  # type: ignore[assignment]
        for words in row["words"].split(";"):
            keys = tuple(key for word in words.split() for key in fold(word))
            own = frozenset({keys[0].rstrip("s")}) if row["class"] == "unit" else frozenset(row["class"].split())
            table.setdefault(keys[0], []).append((keys, kind, own))
    for rows in table.values():
        rows.sort(key=lambda r: -len(r[0]))
    return table


@cache
def load_synonyms() -> dict[str, str]:
    """Stems by the stem that stands for all of one meaning."""
    table: dict[str, str] = {}
    for row in read_table("synonyms.tsv"):
        words = [stem(w) for w in row["words"].split(";") if " " not in w]
        for word in words:
            table.setdefault(word, table.get(words[0], words[0]))
    return table


@cache
def sense(key: str) -> str:
    """What a folded word is held equal by: its stem, or that of its synonyms."""
    own = stem(key)
    return load_synonyms().get(own, own)


def senses(words: str) -> tuple[str, ...]:
    """The content words of a text as they are held equal: "groundless claims", "unfounded accusations"."""
    return tuple(load_synonyms().get(s, s) for s in stems(words))


def find_marks(keys: Sequence[str]) -> Iterator[Mark]:
    """The marks in some folded words, the longest at each place."""
    table = load_marks()
    at = 0
    while at < len(keys):
        found = next((row for row in table.get(keys[at], ()) if tuple(keys[at : at + len(row[0])]) == row[0]), None)
        if found is None:
            at += 1
            continue
        words, kind, classes = found
        if words == ("some",):
            classes = frozenset({"about" if any(value_of(k) is not None for k in keys[at + 1 : at + 2]) else "many"})
        end = at + len(words)
        bound = (kind == "number" and not classes <= UNITS) or bool(classes & {"about", "least"})
        if not bound or any(value_of(k) is not None for k in keys[end : end + 3]):  # "over" and "about" count before a number alone
            yield Mark(kind, classes, at, end)
        at = end
