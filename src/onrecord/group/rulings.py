"""What people ruled about groups, and groups with that laid over them. Pure.

In: groups of things, pairs of things that belong together or apart. Out: groups. The later of two rulings about one pair holds. What belongs together is joined
first, then what belongs apart is parted: the thing that was named leaves with those nearer to it. So a group that is found anew, from more texts or by a newer
rule, is ruled the same way again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

RULE = "judged by people"


@dataclass(frozen=True, slots=True)
class Ruling:
    """Two things belong together, or apart: ids of statements, articles or entities."""

    what: Literal["together", "apart"]
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """All that people ruled about groups, in the order in which they did.

    `events`: of articles; `points` and `utterances`: of statements; `voices`: of entities. `event_labels` and `point_labels`: what the event of an article,
    or the point of a statement, is called; of several the last holds.
    """

    events: tuple[Ruling, ...] = ()
    points: tuple[Ruling, ...] = ()
    utterances: tuple[Ruling, ...] = ()
    voices: tuple[Ruling, ...] = ()
    event_labels: Mapping[str, str] = field(default_factory=dict)
    point_labels: Mapping[str, str] = field(default_factory=dict)


UNRULED = Rulings()


def hold(rulings: Sequence[Ruling]) -> tuple[Ruling, ...]:
    """Those that hold: of each pair the last, in order."""
    last = {frozenset((r.one, r.other)): r for r in rulings}
    held = {id(r) for r in last.values()}
    return tuple(r for r in rulings if id(r) in held and r.one != r.other)


def lay_over(groups: Sequence[Sequence[int]], rulings: Sequence[Ruling], place: Mapping[str, int], near: Callable[[int, int], float]) -> list[list[int]]:
    """Groups of numbers with rulings laid over, each sorted, in order of their first; `place` gives the number of an id, what is not in it is not here.

    `near` is how strongly two are tied; it is asked only where a group is parted.
    """
    home = {i: n for n, group in enumerate(groups) for i in group}
    held = [(r.what, place[r.one], place[r.other]) for r in hold(rulings) if place.get(r.one) in home and place.get(r.other) in home]
    if not held:
        return [list(g) for g in groups]
    found = {n: sorted(group) for n, group in enumerate(groups)}
    bound: dict[int, set[int]] = {}
    for what, one, other in held:
        if what == "together" and one != other:
            bound.setdefault(one, {one}).add(other)
            bound.setdefault(other, {other}).add(one)
            a, b = sorted((home[one], home[other]))
            if a != b:
                found[a] = sorted(found[a] + found.pop(b))
                home |= dict.fromkeys(found[a], a)
    for what, one, other in held:
        if what == "apart" and one != other and home[one] == home[other]:
            left, gone = part(found[home[one]], one, other, bound, near)
            found[home[one]] = left
            new = max(found) + 1
            found[new] = gone
            home |= dict.fromkeys(gone, new)
    return sorted(found.values())


def part(group: Sequence[int], one: int, other: int, bound: Mapping[int, set[int]], near: Callable[[int, int], float]) -> tuple[list[int], list[int]]:
    """A group in two: what stays with `other`, and what leaves with `one`. What people bound together goes together, unless it is bound to both."""
    left, gone = {other}, {one}
    spread(gone, left, bound, set(group))
    spread(left, gone, bound, set(group))
    seen = left | gone
    for i in group:
        if i in seen:
            continue
        unit = {i}
        spread(unit, seen, bound, set(group))
        to_one, to_other = (max(near(min(u, x), max(u, x)) for u in unit) for x in (one, other))
        (gone if to_one > to_other else left).update(unit)
        seen |= unit
    return sorted(left), sorted(gone)


def spread(unit: set[int], taken: set[int], bound: Mapping[int, set[int]], within: set[int]) -> None:
    """Add to some things what is bound to them and not taken."""
    waiting = sorted(unit)
    while waiting:
        for i in sorted(bound.get(waiting.pop(), ())):
            if i in within and i not in unit and i not in taken:
                unit.add(i)
                waiting.append(i)
