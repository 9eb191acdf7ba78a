"""Two aligned wordings, and what is asked of them: which words stayed, what a mark bears on, how the words are printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.group.meaning import FUNCTION
from onrecord.group.types import Change, ChangeKind
from onrecord.group.wording.align import Side, Step, step_at
from onrecord.group.wording.marks import Mark, find_marks, sense
from onrecord.group.wording.words import value_of

REACH = 5  # a word's head stands within so many words
SHOWN = 12  # words of a change that are shown
Found = tuple[int, Change]  # the word of the fullest wording at which it stands


@dataclass(frozen=True, slots=True)
class Sides:
    """Two aligned wordings. Side 0 is the fullest one, side 1 the other."""

    sides: tuple[Side, Side]
    steps: Sequence[Step]

    def step(self, side: int, word: int) -> Step:
        return self.steps[step_at(self.steps, word, 2 * side)]

    def kept(self, side: int, word: int) -> bool:
        """Whether the word stands on the other side too, in its place."""
        return self.step(side, word).same

    def loose(self, side: int) -> set[str]:
        """The senses of the words of a side that have no equal in their place."""
        return {sense(k) for i, k in enumerate(self.sides[side].keys) if not self.kept(side, i)}

    def remains(self, side: int, word: int) -> bool:
        """Whether the other side has this word, in its place or not."""
        return self.kept(side, word) or sense(self.sides[side].keys[word]) in self.loose(1 - side)

    def head(self, side: int, mark: Mark) -> int | None:
        """The content word that a mark bears on: the next one, else the one before."""
        keys = self.sides[side].keys
        marked = {w for m in find_marks(keys) if m.kind in ("polarity", "modal", "qualifier") for w in range(m.start, m.end)}
        near: list[int] = [*range(mark.end, min(len(keys), mark.end + REACH)), *range(mark.start - 1, max(-1, mark.start - REACH), -1)]
        if mark.start and self.stops(side, mark.end - 1) and not self.stops(side, mark.start - 1):  # "no need of it at this stage. The police ..."
            near.sort(key=lambda w: w > mark.start)
        for w in near:
            if w not in marked and keys[w] not in FUNCTION and value_of(keys[w]) is None:
                return w
        return None

    def stops(self, side: int, word: int) -> bool:
        """Whether a clause ends with the word."""
        own = self.sides[side]
        return own.pieces[own.home[word]].surface.rstrip("”’\"'")[-1:] in tuple(".,;:!?")

    def ends(self, side: int, word: int) -> bool:
        """Whether a sentence or a quoted passage ends with the word."""
        own = self.sides[side]
        return own.pieces[own.home[word]].surface.endswith((".", "!", "?", ",”", ",’", ',"', ".”", ".’", '."', "?”", "!”"))

    def verb_remains(self, side: int, head: int) -> bool:
        """Whether the next content word of the clause stands on the other side as well, or there is none."""
        keys = self.sides[side].keys
        for w in range(head + 1, min(len(keys), head + REACH)):
            if self.stops(side, w - 1):
                break
            if keys[w] not in FUNCTION and value_of(keys[w]) is None:
                return self.remains(side, w)
        return True

    def words(self, side: int, start: int, end: int) -> str:
        """The words as printed, without the marks round them."""
        own = self.sides[side]
        return own.surface(own.home[start], own.home[end - 1] + 1).strip(".,;:!?“”\"‘’'()") if start < end else ""

    def quoted(self, side: int, start: int, end: int) -> bool:
        own = self.sides[side]
        return all(own.pieces[own.home[w]].quoted for w in range(start, end))

    def around(self, side: int, mark: Mark) -> tuple[str, str]:
        """A mark with the words to its head on its side, and what stands there on the other."""
        own, there = self.ranges(side, mark.start)
        head = self.head(side, mark)
        start, end = mark.start, mark.end
        if head is not None and mark.end <= head and self.kept(side, head):
            end = head + 1
            there = (there[0], self.ranges(side, head)[1][0] + head - self.ranges(side, head)[0][0] + 1)
        elif own[1] - own[0] <= SHOWN:
            start, end = own[0], mark.end if self.stops(side, mark.end - 1) else own[1]
        if there[1] - there[0] > SHOWN:
            there = (there[1], there[1])
        return self.words(side, start, end), self.words(1 - side, *there)

    def ranges(self, side: int, word: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The words of the step that holds a word, on its own side and on the other."""
        a, b, c, d = self.step(side, word).words
        return ((a, b), (c, d)) if side == 0 else ((c, d), (a, b))


def report(both: Sides, kind: ChangeKind, side: int, mark: Mark) -> Found:
    own, there = both.around(side, mark)
    at = both.step(side, mark.start).words[0] if side else mark.start
    return at, Change(kind, here=there if side == 0 else own, there=own if side == 0 else there)


def cancel(ones: list[Mark], others: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """What is left of the marks of both sides when each takes one of its class away."""
    left, open_ = [], list(others)
    for mark in ones:
        match = next((m for m in open_ if m.classes & mark.classes), None)
        if match is None:
            left.append(mark)
        else:
            open_.remove(match)
    return left, open_
