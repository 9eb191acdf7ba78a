"""Linked articles in groups. Pure.

In: links between numbered things, an array of their rows: the lower number, the higher, the strength. Out: groups, the same for every order of the links.
Average linkage keeps a chain of articles, each like the next, from being one event.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from onrecord.group.event.link import average
from onrecord.ledger.events.topic import SQUARE

MOST = 600  # linked articles that are grouped at once; of more only the stronger links count
STEP = 1.2

Links = NDArray[np.int64]
Pair = tuple[int, int]


def gather(count: int, links: Links, least: float) -> list[list[int]]:
    """Groups of the things 0 to `count` by average linkage within what links of `least` connect, each sorted, in order of their first."""
    return sorted(g for part, own in connect(np.arange(count), links, least) for g in split(part, own, least))


def split(part: NDArray[np.int64], links: Links, least: float) -> list[list[int]]:
    """Groups of linked things: too many for average linkage are parted by stronger links first; those that not even the strongest part are one group."""
    if len(part) == 1:
        return [part.tolist()]
    if len(part) <= MOST:
        return average(part.tolist(), as_mapping(links), least)
    if least * STEP > SQUARE:
        return [part.tolist()]
    return [g for some, own in connect(part, links, least * STEP) for g in split(some, own, least * STEP)]


def as_mapping(links: Links) -> dict[Pair, float]:
    return {(one, other): strength for one, other, strength in links.tolist()}


def connect(members: NDArray[np.int64], links: Links, least: float) -> Iterator[tuple[NDArray[np.int64], Links]]:
    """What links of at least `least` connect, directly or through others, sorted, with all links inside; in order of their first."""
    root = np.arange(members.max() + 1 if len(members) else 0)
    strong = links[links[:, 2] >= least]
    while len(strong):  # every thing takes the least root of its neighbours, then roots are followed to their end
        lower = np.minimum(root[strong[:, 0]], root[strong[:, 1]])
        np.minimum.at(root, root[strong[:, 0]], lower)
        np.minimum.at(root, root[strong[:, 1]], lower)
        while (root != root[root]).any():
            root = root[root]
        strong = strong[root[strong[:, 0]] != root[strong[:, 1]]]
    inside = links[root[links[:, 0]] == root[links[:, 1]]]
    inside = inside[np.argsort(root[inside[:, 0]], kind="stable")]
    tops = root[inside[:, 0]]
    ranked = members[np.argsort(root[members], kind="stable")]
    starts = np.flatnonzero(np.diff(root[ranked], prepend=-1))
    for part in np.split(ranked, starts[1:]):
        top = root[part[0]]
        yield np.sort(part), inside[np.searchsorted(tops, top) : np.searchsorted(tops, top, side="right")]
