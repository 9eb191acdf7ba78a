"""Passages that one text shares with another: sentences matched by their own words, then put together.

In: the prose of two texts. Out: `Match`es. A sentence that is only a quotation matches nothing by itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.group.copy.prose import Prose
from onrecord.group.meaning import FUNCTION
from onrecord.types import Span

LEAST = 6  # own words: fewer are a tag like "he told reporters on Monday"
LIKE = 0.4  # of the longer sentence's own words, in order, stand in the other
LIKE_BESIDE = 0.5  # of all words, for a sentence next to one that was taken over
REACH = 3  # sentences of the origin that a copy may have left out there
TRIED = 3  # sentences of the other text, those with the most content words in common


@dataclass(frozen=True, slots=True)
class Match:
    """Numbers of two sentences that are one, `here` in the first text and `there` in the second; `telling` words stand in both, in one order."""

    here: int
    there: int
    telling: int
    likeness: float


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """A text's prose with its sentences by their own content words, and for each sentence the places of its own words as bits."""

    prose: Prose
    holding: Mapping[str, tuple[int, ...]]
    bits: tuple[Mapping[str, int], ...]


def look_into(prose: Prose) -> Lookup:
    """Make ready to find a text's sentences; done once a text, however many it is compared with."""
    holding: defaultdict[str, list[int]] = defaultdict(list)
    bits: list[Mapping[str, int]] = []
    for i, s in enumerate(prose.sentences):
        own = s.own if len(s.own) >= LEAST else ()
        bits.append(places_of(own))
        for word in bits[-1]:
            if word not in FUNCTION:
                holding[word].append(i)
    return Lookup(prose, {word: tuple(numbers) for word, numbers in holding.items()}, tuple(bits))


def align(one: Lookup, other: Lookup) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """The sentences of the first text that repeat one of the second, each with the likest, and the same from the second's side."""
    ours: dict[int, Match] = {}
    theirs: dict[int, Match] = {}
    for i, bits in enumerate(one.bits):
        votes = Counter(j for word in bits for j in other.holding.get(word, ()))
        for j in sorted(votes, key=lambda j: (-votes[j], j))[:TRIED]:
            own, others = one.prose.sentences[i].own, other.prose.sentences[j].own
            longest = max(len(own), len(others))
            if min(len(own), len(others)) < LIKE * longest:
                continue
            same = common(own, other.bits[j], len(others))
            if same >= LIKE * longest:
                found = Match(i, j, same_words(one.prose.sentences[i].telling, other.prose.sentences[j].telling), same / longest)
                if i not in ours or found.likeness > ours[i].likeness:
                    ours[i] = found
                if j not in theirs or found.likeness > theirs[j].likeness:
                    theirs[j] = Match(j, i, found.telling, found.likeness)
    return tuple(ours.values()), tuple(theirs[j] for j in sorted(theirs))


def places_of(words: Sequence[str]) -> dict[str, int]:
    """Each word's places in a sequence, as bits."""
    places: dict[str, int] = {}
    for i, word in enumerate(words):
        places[word] = places.get(word, 0) | 1 << i
    return places


def common(one: Sequence[str], places: Mapping[str, int], length: int) -> int:
    """How many words a sequence has in common with another, given by its places and length, in one order, the longest way (bit-parallel: Hyyrö 2004).

    >>> common("the dam held all night".split(), places_of("all the night the dam held".split()), 6)
    3
    """
    full = (1 << length) - 1
    row = full
    for word in one:
        if word in places:
            hit = row & places[word]
            row = (row + hit | row - hit) & full
    return length - row.bit_count()


def grow(one: Prose, other: Prose, matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches, with the sentences beside them that are alike by all their words: quotations taken over with the report around them."""
    found = {m.here: m for m in matches}
    for step in (1, -1):
        for start in sorted(found, reverse=step < 0):
            here, there = start + step, found[start].there
            while 0 <= here < len(one.sentences) and here not in found:
                near = [there + step * k for k in range(1, REACH + 1) if 0 <= there + step * k < len(other.sentences)]
                alike = [(likeness(one.sentences[here].words, other.sentences[j].words), -abs(j - there), j) for j in near]
                best = max(alike, default=(0.0, 0, 0))
                if best[0] < LIKE_BESIDE:
                    break
                there = best[2]
                found[here] = Match(here, there, 0, best[0])
                here += step
    return tuple(found[i] for i in sorted(found))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How much of the longer sequence stands in the other, in order; 0 to 1."""
    longest = max(len(one), len(other))
    return same_words(one, other) / longest if longest else 0.0


def same_words(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two sequences have in common in one order."""
    return common(one, places_of(other), len(other))


def join(one: Prose, other: Prose, matches: Sequence[Match]) -> tuple[tuple[Span, Span], ...]:
    """The passages of matched sentences that stand next to each other in both texts, each with its place in the first and in the second."""
    passages: list[tuple[Span, Span]] = []
    last: Match | None = None
    for m in matches:
        here, there = one.sentences[m.here].span, other.sentences[m.there].span
        if last is not None and (m.here, m.there) == (last.here + 1, last.there + 1):
            a, b = passages.pop()
            here, there = Span(a.start, here.end), Span(b.start, there.end)
        passages.append((here, there))
        last = m
    return tuple(passages)
