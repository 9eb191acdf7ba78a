"""Two wordings word by word: which runs of words are the same, differ, are left out or added.

In: pieces of two wordings. Out: steps over the pieces of both. Longest matching runs first (Ratcliff and Metzener 1988, as in difflib), on folded words;
a step ends only where both sides are between two pieces.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from onrecord.group.meaning import stems
from onrecord.group.types import Run, RunKind
from onrecord.group.wording.words import Piece

FLANK = 4  # so many differing words round one common function word make it chance


@dataclass(frozen=True, slots=True)
class Side:
    """One wording: its pieces, its folded words, and the piece that each word stands in."""

    pieces: Sequence[Piece]
    keys: list[str] = field(default_factory=list)
    home: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "Side":
        flat = [(key, i) for i, piece in enumerate(pieces) for key in piece.keys]
        return cls(pieces, [key for key, _ in flat], [i for _, i in flat])

    def parted(self, at: int) -> bool:
        """Whether a piece ends before the word `at`."""
        return at in (0, len(self.keys)) or self.home[at - 1] != self.home[at]

    def end_of(self, at: int, *, dots: bool) -> int:
        """The piece after those of the words before `at`: marks that follow stay with them, dots only where `dots` says so."""
        if at == len(self.keys):
            return len(self.pieces)
        piece = self.home[at - 1] + 1 if at else 0
        while piece < self.home[at] and (dots or not self.pieces[piece].mend):
            piece += 1
        return piece

    def surface(self, start: int, end: int) -> str:
        return " ".join(p.surface for p in self.pieces[start:end])


@dataclass(frozen=True, slots=True)
class Step:
    """A run of words on both sides, as half-open ranges of words and of pieces: `same` where all of them agree."""

    same: bool
    words: tuple[int, int, int, int]
    pieces: tuple[int, int, int, int]


def align(one: Side, other: Side) -> list[Step]:
    """The steps through two wordings; same and differing ones take turns."""
    codes = SequenceMatcher(None, one.keys, other.keys, autojunk=False).get_opcodes()
    blocks = [[float(tag == "equal"), a, b, c, d] for tag, a, b, c, d in codes]
    for i, block in enumerate(blocks[1:-1], 1):
        if block[0] and block[2] - block[1] == 1 and not stems(one.keys[int(block[1])]) and weigh(blocks[i - 1]) + weigh(blocks[i + 1]) >= FLANK:
            block[0] = 0
    steps: list[tuple[bool, int, int, int, int]] = []
    for same, a, b, c, d in ((bool(s), int(a), int(b), int(c), int(d)) for s, a, b, c, d in blocks):
        if same:
            # Take off what shares a piece with differing words: "didn't" against "did".
            low, high = 0, b - a
            while low < high and not (one.parted(a + low) and other.parted(c + low)):
                low += 1
            while low < high and not (one.parted(a + high) and other.parted(c + high)):
                high -= 1
            parts = [(False, a, a + low, c, c + low), (True, a + low, a + high, c + low, c + high), (False, a + high, b, c + high, d)]
        else:
            parts = [(False, a, b, c, d)]
        for part in parts:
            if part[2] > part[1] or part[4] > part[3]:
                if steps and steps[-1][0] == part[0]:
                    part = (part[0], steps[-1][1], part[2], steps[-1][3], part[4])
                    steps.pop()
                steps.append(part)
    return place(one, other, steps)


def weigh(block: list[float]) -> float:
    return max(block[2] - block[1], block[4] - block[3])


def place(one: Side, other: Side, steps: list[tuple[bool, int, int, int, int]]) -> list[Step]:
    """The same steps with their pieces; every piece belongs to one step."""
    placed: list[Step] = []
    if not steps and (one.pieces or other.pieces):
        return [Step(True, (0, 0, 0, 0), (0, len(one.pieces), 0, len(other.pieces)))]
    for i, (same, a, b, c, d) in enumerate(steps):
        last = i == len(steps) - 1
        starts = (0, 0) if i == 0 else (placed[-1].pieces[1], placed[-1].pieces[3])
        ends = (
            (len(one.pieces), len(other.pieces))
            if last
            else tuple(max(p, side.end_of(w, dots=not same)) for side, w, p in ((one, b, starts[0]), (other, d, starts[1])))
        )
        placed.append(Step(same, (a, b, c, d), (starts[0], ends[0], starts[1], ends[1])))
    return placed


def runs_of(one: Side, other: Side, steps: Sequence[Step]) -> tuple[Run, ...]:
    """The steps as a reader sees them."""
    runs = []
    for step in steps:
        a, b, c, d = step.words
        kind: RunKind = "same" if step.same else "left out" if c == d else "added" if a == b else "differs"
        p, q, r, s = step.pieces
        cut = any(piece.mend for piece in (*one.pieces[p:q], *other.pieces[r:s]))
        runs.append(Run(kind, one.surface(p, q), other.surface(r, s), cut))
    return tuple(runs)


def count_pieces(side: Side, start: int, end: int) -> int:
    """How many words a reader counts in a range of words."""
    return len(set(side.home[start:end]))


def step_at(steps: Sequence[Step], word: int, side: int) -> int:
    """The number of the step that holds a word of the one (0) or the other (2) side."""
    return max(0, bisect_right([s.words[side] for s in steps], word) - 1)
