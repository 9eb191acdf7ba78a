"""Agglomerative clustering over sparse links: two groups join while their tie is at least a threshold.

The tie is nine tenths the mean and one tenth the best of the links between them.
Between average-link, which asks all for all, and single-link, which chains. Pairs without a link count as 0, in large groups only as many as could have been
compared. The result depends on the links alone; ties go to the earlier places.

Before that a link is made of two things: how strong it is, and how far its two ends are linked to the same others (shared near neighbours, after Jarvis and
Patrick 1973): what one wording hides from another, a third one shows.
"""

import heapq
import math
from collections.abc import Mapping
from itertools import combinations

SHARED = 0.7  # how much the common neighbours count against the link itself
STRONG = 0.3  # a link by which a neighbour makes two others candidates
LEAST = 0.05
BEST = 0.1  # how much the best link counts against the mean


def cluster(count: int, links: Mapping[tuple[int, int], float], least: float, window: int) -> list[list[int]]:
    """Places 0 to count - 1 in groups, each in rising order, groups by their first place."""
    groups: dict[int, list[int]] = {i: [i] for i in range(count)}
    ties: dict[int, dict[int, tuple[float, float]]] = {i: {} for i in range(count)}  # sum and best of the links of two groups
    for (i, j), strength in links.items():
        ties[i][j] = ties[j][i] = (strength, strength)

    def tie(i: int, j: int) -> float:
        a, b = len(groups[i]), len(groups[j])
        total, best = ties[i][j]
        return (1 - BEST) * min(total / min(a * b, window * min(a, b)), best) + BEST * best

    heap = [(-now, i, j) for i, j in links if (now := tie(i, j)) >= least]
    heapq.heapify(heap)
    while heap:
        negative, i, j = heapq.heappop(heap)
        if i not in groups or j not in groups or j not in ties[i] or tie(i, j) != -negative:
            continue
        groups[i] = sorted(groups[i] + groups.pop(j))
        taken = ties.pop(j)
        for k, (total, best) in taken.items():
            del ties[k][j]
            if k != i:
                known, top = ties[i].get(k, (0.0, 0.0))
                ties[i][k] = ties[k][i] = (known + total, max(top, best))
        for k in ties[i]:
            if (now := tie(min(i, k), max(i, k))) >= least:
                heapq.heappush(heap, (-now, min(i, k), max(i, k)))
    return sorted(groups.values())


def components(count: int, links: Mapping[tuple[int, int], float], least: float) -> list[tuple[list[int], dict[tuple[int, int], float]]]:
    """Places 0 to count - 1 in what links of `least` connect, which holds every group: no tie is stronger than the best link in it.

    Each has its places in rising order, and all links inside by places within it.
    """
    root = list(range(count))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for (i, j), strength in links.items():
        if strength >= least:
            one, other = sorted((find(i), find(j)))
            root[other] = one
    found: dict[int, tuple[list[int], dict[tuple[int, int], float]]] = {}
    rank: list[int] = []
    for i in range(count):
        places, _ = found.setdefault(find(i), ([], {}))
        rank.append(len(places))
        places.append(i)
    for (i, j), strength in links.items():
        if find(i) == find(j):
            found[find(i)][1][rank[i], rank[j]] = strength
    return list(found.values())


def share_neighbours(count: int, links: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Links weighed with the likeness of the ends' own links (cosine, each end linked to itself by 1); new ones between the strongly linked to a third."""
    near: list[dict[int, float]] = [{i: 1.0} for i in range(count)]
    for (i, j), strength in links.items():
        near[i][j] = near[j][i] = strength
    length = [math.sqrt(sum(v * v for v in row.values())) for row in near]
    pairs = set(links)
    for i, row in enumerate(near):
        pairs.update(combinations(sorted(j for j, v in row.items() if v >= STRONG and j != i), 2))
    found = {}
    for i, j in sorted(pairs):
        a, b = near[i], near[j]
        if len(a) > len(b):
            a, b = b, a
        common = math.fsum([v * b[k] for k, v in a.items() if k in b]) / (length[i] * length[j])
        value = (1 - SHARED) * links.get((i, j), 0.0) + SHARED * common
        if value >= LEAST:
            found[i, j] = value
    return found
