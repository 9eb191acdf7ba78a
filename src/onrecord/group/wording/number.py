"""Numbers that differ: another value, another bound ("fewer than six"), another unit."""

from collections.abc import Iterator

from onrecord.group.types import Change
from onrecord.group.wording.marks import UNITS, Mark, find_marks
from onrecord.group.wording.sides import Found, Sides, cancel
from onrecord.group.wording.words import value_of

SHARES = frozenset({"all", "every", "both", "none", "most", "half"})  # "three of the five valves", "all five valves"


def numbers(both: Sides, marks: tuple[list[Mark], ...]) -> Iterator[Found]:
    """Another number in the same place, or another bound or unit of the same number."""
    loose = [[w for w, k in enumerate(s.keys) if value_of(k) is not None and not both.kept(i, w)] for i, s in enumerate(both.sides)]
    one, other = both.sides
    for w in list(loose[0]):
        match = next((v for v in loose[1] if other.keys[v] == one.keys[w]), None)
        if match is not None:
            loose[0].remove(w)
            loose[1].remove(match)
    for w in loose[0]:
        mates = [v for v in loose[1] if both.step(1, v) == both.step(0, w)]
        if mates:
            yield w, Change("number", here=with_bound(both, 1, mates[0]), there=with_bound(both, 0, w))
            loose[1].remove(mates[0])
    for side in (0, 1):
        for w in loose[side]:
            start, end = both.ranges(side, w)[1]
            share = next((v for v in range(start, end) if both.sides[1 - side].keys[v] in SHARES), None)
            if share is not None:
                number, quantifier = both.words(side, w, w + 1), both.words(1 - side, share, share + 1)
                here, there = (quantifier, number) if side == 0 else (number, quantifier)
                yield both.step(side, w).words[0], Change("number", here=here, there=there)
    left = cancel([m for m in marks[0] if m.kind == "number"], [m for m in marks[1] if m.kind == "number"])
    for side, own in enumerate(left):
        for mark in own:
            keys = both.sides[side].keys
            if mark.classes <= UNITS:
                others = [m for m in left[1] if m.classes <= UNITS and both.step(1, m.start) == both.step(0, mark.start)] if side == 0 else []
                if others and mark.start and value_of(keys[mark.start - 1]) is not None and both.kept(0, mark.start - 1):
                    yield mark.start, Change("number", here=both.words(1, others[0].start, others[0].end), there=both.words(0, mark.start, mark.end))
                continue
            value = next((w for w in range(mark.end, min(len(keys), mark.end + 3)) if value_of(keys[w]) is not None), None)
            if value is not None and (both.kept(side, value) or keys[value] in both.sides[1 - side].keys):
                bound, bare = both.words(side, mark.start, value + 1), printed_there(both, side, value)
                at = mark.start if side == 0 else both.step(1, mark.start).words[0]
                yield at, Change("number", here=bare if side == 0 else bound, there=bound if side == 0 else bare)


def printed_there(both: Sides, side: int, word: int) -> str:
    """A word that both sides have, as the other prints it."""
    keys = both.sides[1 - side].keys
    own, there = both.ranges(side, word)
    at = there[0] + word - own[0] if both.kept(side, word) else keys.index(both.sides[side].keys[word])
    return both.words(1 - side, at, at + 1)


def with_bound(both: Sides, side: int, word: int) -> str:
    """A number with the "fewer than" before it, as printed."""
    for mark in find_marks(both.sides[side].keys):
        if mark.kind == "number" and mark.end == word:
            return both.words(side, mark.start, word + 1)
    return both.words(side, word, word + 1)
