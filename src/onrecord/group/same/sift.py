"""Of many pairs of versions those that may be linked at all, by their measures alone: what `link` would refuse anyway is not handed to it.

In: versions, pairs of their numbers [pairs, 2]. Out: the pairs left. The bounds are those of link.py, a little wider, since sums are taken in another order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from onrecord.group.meaning import FUNCTION
from onrecord.group.same.link import ALIKE, CLOSE, COMMON, CONTAINED, DISTANT, HEAVY, LEAST, MUCH, RELATED, SHARED
from onrecord.group.same.version import Version, weigh_all, weigh_key

SLACK = 1e-3
MOSTLY = 0.4  # share of the lighter weight that a passage with a slip keeps
AT_ONCE = 20_000  # pairs; bounds the memory

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Bags:
    """Weighed things of each version, as numbers: all of them in a row, and each version's (times `count`, plus the thing) sorted."""

    things: Ints
    weights: Floats
    sizes: Ints
    starts: Ints
    held: Ints
    count: int

    @classmethod
    def of(cls, bags: Sequence[Mapping[T, float]]) -> "Bags":
        numbers: dict[T, int] = {}
        things = np.fromiter((numbers.setdefault(thing, len(numbers)) for bag in bags for thing in bag), np.int64)
        weights = np.fromiter(chain.from_iterable(bag.values() for bag in bags), np.float64)
        sizes = np.fromiter(map(len, bags), np.int64)
        held = np.sort(things + np.repeat(np.arange(len(bags)), sizes) * len(numbers))
        return cls(things, weights, sizes, np.cumsum(sizes) - sizes, held, len(numbers))

    def shared(self, one: Ints, other: Ints) -> Floats:
        """The weight of what two versions share, for each pair."""
        many = self.sizes[other]
        pair = np.repeat(np.arange(len(other)), many)
        at = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many - self.starts[other], many)
        wanted = self.things[at] + one[pair] * self.count
        place = np.searchsorted(self.held, wanted)
        found = np.append(self.held, -1)[place] == wanted
        total: Floats = np.bincount(pair[found], weights=self.weights[at[found]], minlength=len(other)).astype(np.float64)
        return total


def sift(versions: Sequence[Version], pairs: Ints) -> list[tuple[int, int]]:
    """The pairs that share quoted words, or whose words agree enough for a paraphrase, in their order."""
    if not len(pairs):
        return []
    run_weights = {run: weigh_all(run) for v in versions for run in v.runs}
    senses = Bags.of([v.weights for v in versions])
    words = Bags.of([{key: weigh_key(key)[1] for key in v.keys if key not in FUNCTION} for v in versions])
    runs = Bags.of([{run: run_weights[run] for run in v.runs} for v in versions])
    total = np.array([v.weight for v in versions])
    table = np.stack([v.vector for v in versions])
    families: dict[str, int] = {}
    family = np.array([families.setdefault(v.party.family, len(families)) for v in versions])
    lightest = np.array([min(map(weigh_all, v.heavy), default=np.inf) for v in versions])  # of the quoted fragments that tell by themselves
    kept: list[tuple[int, int]] = []
    for start in range(0, len(pairs), AT_ONCE):
        part = pairs[start : start + AT_ONCE]
        one, other = part[:, 0], part[:, 1]
        shared = senses.shared(one, other)
        near = np.einsum("ij,ij->i", table[one], table[other])
        inside = shared / np.maximum(np.minimum(total[one], total[other]), SLACK)
        common = shared / np.maximum(total[one] + total[other] - shared, SLACK)
        paraphrase = (
            ((shared >= SHARED - SLACK) & (inside >= CONTAINED - SLACK) & (near >= RELATED - SLACK))
            | ((shared >= MUCH - SLACK) & ((near >= ALIKE - SLACK) | ((inside >= CONTAINED - SLACK) & (near >= DISTANT - SLACK))))
            | ((shared >= LEAST - SLACK) & (inside + common + near >= 3 * (CLOSE - SLACK)))
            | ((family[one] == family[other]) & (common >= COMMON - SLACK))
        )
        whole = words.shared(one, other) >= np.minimum(lightest[one], lightest[other]) - SLACK
        quoted = whole | (runs.shared(one, other) >= HEAVY - SLACK)
        same = inside >= 1 - SLACK  # few words, but all of them
        slip = inside >= MOSTLY  # a passage with a word put otherwise
        kept += [(i, j) for i, j in part[paraphrase | quoted | same | slip].tolist()]
    return kept
