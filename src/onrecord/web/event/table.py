"""The table of who says what, a page of it: the points most spoken to side by side, the speakers heard on them below one another.

In: `Laid`, which page is asked for. Out: rows, and the same as sections by point and by speaker for a narrow screen or paper. What does not fit is counted
and has an address; nothing is left out silently.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from onrecord.group.types import Position
from onrecord.phrase import make_visible
from onrecord.sheet.layout import BY_ORDER, BY_POINTS, BY_TIME, make_cell
from onrecord.sheet.parts import Cite, Column, Speaker
from onrecord.web.event.laid import Laid
from onrecord.web.event.where import Where, to_speaker, to_statement

T = TypeVar("T")

CELL = 4  # statements of one speaker on one point in the table; the others are a page
PRINTED = (60, 400)  # points and speakers of a printed table
WIDE = 5  # points that share the width of a screen or of a sheet of paper


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in the table: `at` is its page, `more_at` where the others that say the same stand; `checked`: a person has judged it."""

    cite: Cite
    checked: bool
    at: str
    more_at: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one speaker says on one point; `rest` further statements stand at `at`."""

    shown: tuple[Shown, ...]
    rest: int = 0
    at: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A point as a column: its number among all, how many speak to it, where it can be split, merged or renamed."""

    column: Column
    number: int
    speakers: int
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    speaker: Speaker
    at: str  # the speaker's page; empty where the ledger has no such person
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One point by itself, with the speakers of this page who are not heard on it."""

    head: Head
    entries: tuple[tuple[Row, Cell], ...]
    unheard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """Which part of a list is shown: `first` to `last` of `total`, and where the others stand."""

    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""

    @property
    def whole(self) -> bool:
        """Whether all of it is on one page."""
        return not (self.before or self.after)


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    count: int
    at: str
    here: bool


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    points: Pages
    speakers: Pages
    letters: tuple[Letter, ...]
    order: str
    words: str  # that the speaker's name was asked to have
    blocks: tuple[tuple[int, int], ...]  # for paper: which columns stand side by side
    has_apart: bool

    @property
    def wide(self) -> bool:
        """Whether the columns are more than a screen holds side by side."""
        return len(self.heads) > WIDE


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of the table: pages of points and speakers count from 1; `letter` and `speaker` choose among the speakers. `whole`: as much as can be
    printed."""

    points: int = 1
    speakers: int = 1
    letter: str = ""
    speaker: str = ""
    by: str = "point"
    whole: bool = False

    def of(self) -> dict[str, str | int | None]:
        """As an address has it: what is usual is left out."""
        return {
            "points": self.points if self.points > 1 else None, "speakers": self.speakers if self.speakers > 1 else None,
            "letter": self.letter, "speaker": self.speaker, "by": self.by if self.by != "point" else None,
        }  # fmt: skip


def make_table(laid: Laid, where: Where, asked: Asked) -> Table:
    """The page of the table that was asked for; a page beyond the last is the last."""
    points, page = cut(
        laid.points, asked.points, PRINTED[0] if asked.whole else WIDE, lambda n: where.to(**replace(asked, points=n, speakers=1, letter="").of())
    )
    chosen = [p.id for p in points]
    heard = [s for s in laid.speakers if any(s.voice in laid.heard[p] for p in chosen)]
    if asked.speaker:
        heard = [s for s in heard if asked.speaker.casefold() in s.name.casefold()]
    size = PRINTED[1] if asked.whole else BY_ORDER
    many = len(heard) > size
    first, others = (heard[:size], heard[size:]) if many else (heard, [])
    counted = Counter(letter_of(s.name) for s in others)
    letters = tuple(
        Letter(letter, n, where.to(**replace(asked, letter=letter, speakers=1).of()), letter == asked.letter) for letter, n in sorted(counted.items())
    )
    within = [s for s in others if letter_of(s.name) == asked.letter] if asked.letter in counted else [*first, *others]
    shown, speakers = cut(within, asked.speakers, size, lambda n: where.to(**replace(asked, speakers=n).of()))
    number = {p.id: n for n, p in enumerate(laid.points, 1)}
    heads = tuple(Head(laid.columns[p], number[p], len(laid.heard[p]), where.to("regroup", "point", p)) for p in chosen)
    rows = tuple(Row(s, speaker_at(laid, s.voice), tuple(table_cell(laid, where, s.voice, p) for p in chosen)) for s in shown)
    sections = tuple(
        Section(h, tuple((r, r.cells[i]) for r in rows if r.cells[i].shown), tuple(r.speaker.name for r in rows if not r.cells[i].shown))
        for i, h in enumerate(heads)
    )
    return Table(
        heads=heads,
        rows=rows,
        sections=sections,
        points=page,
        speakers=speakers,
        letters=letters,
        order=BY_POINTS if len(laid.speakers) > BY_ORDER else BY_TIME,
        words=asked.speaker,
        blocks=tuple((at, min(at + WIDE, len(heads))) for at in range(0, len(heads), WIDE)),
        has_apart=any(w.words == " | " for r in rows for c in r.cells for s in c.shown for w in s.cite.words),
    )


def cut(items: Sequence[T], page: int, size: int, at: Callable[[int], str]) -> tuple[Sequence[T], Pages]:
    """One page of a list, and where the pages beside it stand."""
    last = max(1, -(-len(items) // size))
    page = min(max(page, 1), last)
    start = (page - 1) * size
    part = items[start : start + size]
    return part, Pages(start + 1 if part else 0, start + len(part), len(items), at(page - 1) if page > 1 else "", at(page + 1) if page < last else "")


def letter_of(name: str) -> str:
    """The letter that a name is listed under; "#" for what begins with none."""
    first = make_visible(name).removeprefix("The ")[:1].upper()
    return first if first.isalpha() else "#"


def speaker_at(laid: Laid, voice: str) -> str:
    return to_speaker(laid.entity[voice]) if voice in laid.entity else ""


def table_cell(laid: Laid, where: Where, voice: str, point: str) -> Cell:
    """A speaker's statements on a point in time: no more than CELL, the ones between which the position changed first."""
    position = laid.said.get((voice, point))
    if position is None:
        return Cell(())
    at = where.to("said", point, voice)
    kept = fold(position)
    shown = tuple(show(laid, cite, more_at=at) for cite in make_cell(laid.look, kept))
    return Cell(shown, len(position.statements) - len(kept.statements), at)


def fold(position: Position) -> Position:
    """The same with no more than CELL statements."""
    if len(position.statements) <= CELL:
        return position
    turned = [i for s in position.shifts for i in (s.before, s.after)]
    kept = set(list(dict.fromkeys([*turned, *position.statements]))[:CELL])
    more = (*position.more, *[0] * len(position.statements))
    pairs = [(s, n) for s, n in zip(position.statements, more, strict=False) if s in kept]
    return replace(position, statements=tuple(s for s, _ in pairs), more=tuple(n for _, n in pairs))


def show(laid: Laid, cite: Cite, *, more_at: str = "") -> Shown:
    return Shown(cite, cite.line in laid.checked, to_statement(cite.line), more_at)
