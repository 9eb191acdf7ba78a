"""Stories: texts about one dispute, so that "the attack" of one text may be that of another.

In: the readings of texts. Out: groups of them. Two texts belong together by what their rarer words share, or by a happening of one kind on one day under
the same names.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

from onrecord.group.event.find import BODY, Reading
from onrecord.group.event.link import average, components, liken_texts
from onrecord.group.event.mention import RARE, Mention
from onrecord.group.meaning import rarity
from onrecord.group.memo import NONE, Memo
from onrecord.group.rulings import Ruling, lay_over
from onrecord.group.texts import LAST, published_on
from onrecord.types import Record

TOGETHER = 0.18  # texts at least this alike tell one story
PROBES = 12  # of a text's weightiest stems by which others are found
WINDOW = 8  # neighbours in time that a text is compared with under one stem: thousands of texts of one story stay linear
MOST = 300  # linked texts of which every pair is compared
LEADERS = 5  # first texts of a story that speak for it


def find_stories(readings: Sequence[Reading], records: Mapping[str, Record], memo: Memo = NONE, rulings: Sequence[Ruling] = ()) -> list[list[Reading]]:
    """Texts about one dispute, each group in the order of publication."""
    order = sorted(readings, key=lambda r: (day_of(records[r.text]), r.text))
    index: dict[str, list[int]] = {}
    for i, reading in enumerate(order):
        weights = reading.setting.weights
        keys = sorted(weights, key=lambda s: (-weights[s], s))[:PROBES]
        for key in (*keys, *sorted({f"kind {f.kind.name}" for f in reading.found if f.weight > BODY})):
            index.setdefault(key, []).append(i)

    def weigh(i: int, j: int) -> float:
        return memo.get("texts", (order[i], order[j]), partial(liken, order[i], order[j]))

    links: dict[tuple[int, int], float] = {}
    for bucket in index.values():
        for n, j in enumerate(bucket):
            for i in bucket[max(0, n - WINDOW) : n]:
                if (i, j) not in links:
                    links[i, j] = weigh(i, j)
    stories = []
    for component in components(len(order), links, TOGETHER):
        if len(component) > MOST:
            stories += lead(component, links, order)
        elif len(component) > 2:
            every = {(i, j): links[i, j] if (i, j) in links else weigh(i, j) for i, j in combinations(component, 2)}
            stories += average(component, every, TOGETHER)
        else:
            stories.append(component)
    place = {r.text: i for i, r in enumerate(order)}
    return [[order[i] for i in story] for story in lay_over(sorted(stories), rulings, place, weigh)]


def lead(component: Sequence[int], links: Mapping[tuple[int, int], float], order: Sequence[Reading]) -> list[list[int]]:
    """Many linked texts parted in the order of time (leader clustering): each joins its neighbours' story whose first texts it is most like, or begins one."""
    near: dict[int, list[int]] = {}
    for (i, j), strength in links.items():
        if strength >= TOGETHER:
            near.setdefault(j, []).append(i)
    stories: list[list[int]] = []
    of: dict[int, int] = {}
    for j in component:
        likeness = {}
        for n in sorted({of[i] for i in near.get(j, ()) if i in of}):
            first = stories[n][:LEADERS]
            likeness[n] = sum(liken(order[i], order[j]) for i in first) / len(first)
        best = max(likeness, key=lambda n: (likeness[n], -n), default=None)
        if best is not None and likeness[best] >= TOGETHER:
            of[j] = best
            stories[best].append(j)
        else:
            of[j] = len(stories)
            stories.append([j])
    return stories


def liken(one: Reading, other: Reading) -> float:
    """How surely two texts tell one story: the likeness of their words, or more where both lead with one kind of happening, on one day, sharing a rare name."""
    alike = liken_texts(one.setting, other.setting)
    if alike >= 2 * TOGETHER:
        return alike
    here = [f for f in one.found if f.weight > BODY]
    there = [f for f in other.found if f.weight > BODY]
    met = any(a.kind.name == b.kind.name and meet(a.mention, b.mention) for a in here for b in there)
    return max(alike, 2 * TOGETHER if met else 0.0)


def meet(one: Mention, other: Mention) -> bool:
    """Two mentions share their day and a rare name."""
    return any(a <= d and c <= b for a, b in one.days for c, d in other.days) and any(rarity(s) >= RARE for s in one.names & other.names)


def day_of(record: Record) -> str:
    return (published_on(record.article) if record.article else None) or LAST
