"""Linked articles in groups. Pure.

In: the strengths of links between numbered things. Out: groups, the same for every order of the links. Average linkage keeps a chain of articles, each like
the next, from being one event.
"""

from collections.abc import Mapping, Sequence

from onrecord.group.event.link import average, components

MOST = 600  # linked articles that are grouped at once; of more only the stronger links count
STEP = 1.2

Pair = tuple[int, int]


def gather(count: int, links: Mapping[Pair, float], least: float) -> list[list[int]]:
    """Groups of the things 0 to `count` by average linkage within what links of `least` connect, each sorted, in order of their first."""
    groups: list[list[int]] = []
    for part in components(count, links, least):
        groups += split(part, links, least)
    return sorted(groups)


def split(part: Sequence[int], links: Mapping[Pair, float], least: float) -> list[list[int]]:
    if len(part) == 1:
        return [list(part)]
    inside = set(part)
    own = {pair: s for pair, s in links.items() if pair[0] in inside and pair[1] in inside}
    if len(part) <= MOST:
        return average(part, own, least)
    place = {i: n for n, i in enumerate(part)}
    near = {(place[i], place[j]): s for (i, j), s in own.items()}
    return [s for g in components(len(part), near, least * STEP) for s in split([part[n] for n in g], own, least * STEP)]
