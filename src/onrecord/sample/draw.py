"""Which statements and paragraphs are checked: a random draw without replacement, the same for the same records and seed, whatever their order.

In: a function that gives the records, twice the same (a ledger's are never held all at once). Out: a `Sample`.
"""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from math import sqrt
from random import Random

from onrecord.errors import UsageError
from onrecord.phrase import say_speaker
from onrecord.sample.types import ALL, NONE, OTHERS, By, Item, Passage, Sample
from onrecord.types import LEFT_OUT, Record, Statement

LEAST = 2  # statements of a stratum: of one alone nothing is known of its spread


def draw_sample(
    records: Callable[[], Iterable[Record]], number: int, *, by: By | None = None, passages: int = 0, seed: int = 0, only: Container[str] | None = None
) -> Sample:
    """Draw `number` statements, of those whose ids are in `only`, and `passages` paragraphs of all articles. UsageError where there is no statement.

    With `by`, each stratum gets a number near to the square root of its size (the power allocation of M. D. Bankier, The American Statistician 42 (1988)
    174-177), at least two: what is rare is checked too, and weights put it right. Strata for which that leaves no room are one.
    """
    strata: dict[str, list[str]] = {}
    acts: Counter[str] = Counter()
    paragraphs: list[tuple[str, int]] = []
    for record in records():
        if record.article is None:
            continue
        paragraphs += ((record.article.id, i) for i, b in enumerate(record.article.blocks) if b.kind not in LEFT_OUT and b.start < b.end)
        for s in record.statements:
            if only is None or s.id in only:
                strata.setdefault(stratum_of(record, s, by), []).append(s.id)
                acts[s.act or NONE] += 1
    if not strata:
        raise UsageError("no statement to draw from; add reports first, or ask for less")
    strata = join_small(strata, number)
    taken: dict[str, str] = {}
    for name, size in allot({name: len(ids) for name, ids in strata.items()}, number).items():
        taken.update(dict.fromkeys(Random(f"{seed} {name}").sample(sorted(strata[name]), size), name))
    places = set(Random(f"{seed} paragraphs").sample(sorted(paragraphs), min(passages, len(paragraphs))))
    items: dict[str, Item] = {}
    found: dict[tuple[str, int], Passage] = {}
    for record in records():
        items.update({s.id: Item(record, s, taken[s.id]) for s in record.statements if s.id in taken})
        if record.article is not None:
            own = record.article.id
            found.update({(own, i): Passage(record, b) for i, b in enumerate(record.article.blocks) if (own, i) in places})
    order = Random(f"{seed} order")
    drawn, looked = [items[i] for i in sorted(items)], [found[p] for p in sorted(found)]
    order.shuffle(drawn)  # so that the first rows are a sample too, where a checker does not come to the end
    order.shuffle(looked)
    sizes = {name: len(ids) for name, ids in sorted(strata.items())}
    return Sample(tuple(drawn), tuple(looked), sizes, dict(sorted(acts.items())), len(paragraphs), by, seed)


def stratum_of(record: Record, statement: Statement, by: By | None) -> str:
    if by is None:
        return ALL
    if by == "speaker":
        return say_speaker(record, statement) if statement.speakers else NONE
    if by == "outlet":
        return (record.article.outlet if record.article else None) or NONE
    return (statement.act if by == "act" else statement.kind) or NONE


def join_small(strata: dict[str, list[str]], number: int) -> dict[str, list[str]]:
    """The largest strata as they are, the others as one, so that each can have its least."""
    room = max(number // LEAST, 1)
    if len(strata) <= room:
        return strata
    ranked = sorted(strata, key=lambda name: (-len(strata[name]), name))
    kept = {name: strata[name] for name in ranked[: room - 1]}
    return kept | {OTHERS: [own for name in ranked[room - 1 :] for own in strata[name]]}


def allot(sizes: dict[str, int], number: int) -> dict[str, int]:
    """How many of each stratum.

    >>> allot({"assert": 900, "deny": 100, "admit": 1}, 40)
    {'admit': 1, 'assert': 29, 'deny': 10}
    """
    given = {name: min(LEAST, size) for name, size in sorted(sizes.items())}
    if len(sizes) == 1:
        given = dict.fromkeys(sizes, 0)
    for _ in range(min(number, sum(sizes.values())) - sum(given.values())):
        name = max((n for n in given if given[n] < sizes[n]), key=lambda n: (sqrt(sizes[n]) / (given[n] + 0.5), n))
        given[name] += 1
    return given
