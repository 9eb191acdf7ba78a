"""Which mentions name one happening: a link of two, from the two and their own texts alone; groups by average linkage within what is linked.

The signs are those of cross-document event coreference (Cybulska and Vossen 2015; Barhom et al. 2019): the head's base and kind, likeness of the words,
what else
their sentences say, and how alike their texts are. Their weights were fitted by logistic regression on ECB+ topics 1 to 14 (eval/ecbplus.py).
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from onrecord.group.event.mention import Mention, Setting
from onrecord.group.meaning import MOST, likeness, rarity

# The logistic model: what each sign adds to the log-odds of one happening.
BIAS = -5.45
SAME_HEAD, RARE_HEAD = -2.2, 4.9  # a common head ("said", "took") is no sign by itself, a rare one is
SAME_KIND = 1.5
ALIKE = 3.1  # likeness of the words, squared; of equal heads it is 1
NEAR = 1.8
TEXTS = 4.9
FAR = -1.5  # the same head in texts that have little in common
ENOUGH = 0.3  # texts more alike than this are no better a sign
LITTLE = 0.15
CANDIDATE = 0.4  # words less alike, of different heads and kinds, are not compared
JOINED = 0.2  # groups whose links have at least this mean are one; above the baseline on all mentions and on those in a relation (tuning topics)
MOST_SPLIT = 1_500  # members; a linked group with more is not looked into again, since the means take the square of them


def link(one: Mention, other: Mention) -> float:
    """How likely two mentions name one happening, 0 to 1."""
    same = one.head == other.head
    kind = one.kind is not None and other.kind is not None and one.kind.name == other.kind.name
    alike = 1.0 if same else likeness(one.words, other.words)
    if not (same or kind or alike > CANDIDATE):
        return 0.0
    texts = liken_texts(one.setting, other.setting)
    odds = BIAS + SAME_KIND * kind + ALIKE * alike * alike + NEAR * liken(one.near, other.near) + TEXTS * min(texts, ENOUGH)
    if same:
        odds += SAME_HEAD + RARE_HEAD * rarity(one.head) / MOST + FAR * (texts < LITTLE)
    return 1 / (1 + math.exp(-odds))


@lru_cache(maxsize=1_024)
def liken_texts(one: Setting, other: Setting) -> float:
    """Cosine of two texts' stems weighed by rarity; 1 for a text and itself."""
    if one.text == other.text:
        return 1.0
    few, many = sorted((one.weights, other.weights), key=len)
    return math.fsum(w * many[s] for s, w in few.items() if s in many)


def liken(one: frozenset[str], other: frozenset[str]) -> float:
    """Cosine of two sets of stems weighed by rarity."""
    both = one & other
    return weigh(both) / math.sqrt(weigh(one) * weigh(other)) if both else 0.0


@lru_cache(maxsize=10_000)
def weigh(stems: frozenset[str]) -> float:
    return math.fsum(rarity(s) ** 2 for s in stems)


def cluster(count: int, links: Mapping[tuple[int, int], float], least: float = JOINED) -> list[list[int]]:
    """Groups of the items 0 to `count`, each sorted, in order of their first; `links` gives the strength of (lower, higher), what is not in it is 0.

    Connected by links of at least `least`, then average linkage within each component, the strongest mean first, ties by the items' order.
    """
    groups = components(count, links, least)
    top = {i: group[0] for group in groups for i in group}
    inside: dict[int, dict[tuple[int, int], float]] = {}
    for (i, j), strength in links.items():
        if top[i] == top[j]:
            inside.setdefault(top[i], {})[i, j] = strength
    return sorted(part for g in groups for part in (average(g, inside[g[0]], least) if 2 < len(g) <= MOST_SPLIT else [g]))


def components(count: int, links: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """What links of at least `least` connect, directly or through others; each sorted, in order of their first."""
    root = list(range(count))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for (i, j), strength in links.items():
        if strength >= least:
            a, b = find(i), find(j)
            root[max(a, b)] = min(a, b)
    members: dict[int, list[int]] = {}
    for i in range(count):
        members.setdefault(find(i), []).append(i)
    return list(members.values())


def average(members: Sequence[int], links: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Agglomerative clustering by the mean of all links between two groups; sums are kept, so a merge costs what the group is linked to."""
    groups = {i: [i] for i in members}
    sums: dict[int, dict[int, float]] = {i: {} for i in members}
    for (i, j), strength in sorted(links.items()):
        sums[i][j] = sums[j][i] = strength
    heap = [(-s, i, j) for i, row in sums.items() for j, s in row.items() if i < j and s >= least]
    heapq.heapify(heap)
    while heap:
        negative, i, j = heapq.heappop(heap)
        if i not in groups or j not in groups or -negative != mean(sums[i].get(j, 0.0), groups[i], groups[j]):
            continue
        groups[i] += groups.pop(j)
        gone = sums.pop(j)
        for k, s in gone.items():
            if k != i:
                sums[i][k] = sums[k][i] = sums[i].get(k, 0.0) + s
            sums[k].pop(j, None)
        for k, s in sums[i].items():
            if (m := mean(s, groups[i], groups[k])) >= least:
                heapq.heappush(heap, (-m, min(i, k), max(i, k)))
    return [sorted(g) for g in groups.values()]


def mean(total: float, one: Sequence[int], other: Sequence[int]) -> float:
    return total / (len(one) * len(other))
