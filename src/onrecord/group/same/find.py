"""Utterances: candidates by an index, links, groups, and how each version is worded.

In: statements in the order of the texts, the families of copies, the voices. Out: utterances. Candidates share a quoted passage of three words, or a party and
one of the lighter version's rarest words (prefix filtering; Bayardo, Ma and Srikant 2007): few pairs that could be linked are missed, and few others looked at.
Where no party is shared, the passage is one of those that stand for their neighbourhood, so that a common phrase leads to nobody (winnowing; Schleimer,
Wilkerson and Aiken 2003).
"""

import hashlib
import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.group.meaning import FUNCTION
from onrecord.group.memo import NONE, Memo
from onrecord.group.rulings import RULE as JUDGED
from onrecord.group.rulings import Ruling, lay_over
from onrecord.group.same.link import CONTAINED, LONG, WINDOW, Link, Who, link
from onrecord.group.same.sift import sift
from onrecord.group.same.version import Version, contains, find_frames, make_versions, threes, weigh_all
from onrecord.group.texts import Said, published_on
from onrecord.group.types import Utterance
from onrecord.group.wording import make_wordings

JOINED = 1 / 4  # share of the pairs across two groups that must be linked for them to be one
NEARLY = 0.8  # share of the most quoted words that a fullest version has
WHO: dict[Who, str] = {
    "speaker": "the same speaker", "chain": "the speaker, or through or for whom it was said", "state": "offices of one country",
    "surname": "the same surname", "copy": "a copy of the text", "open": "a speaker not named", "none": "different speakers",
}  # fmt: skip
WORDS = {"quoted": "quoted words in common", "paraphrase": "close paraphrase"}
SURE = 0.6  # score of one link that is enough for a single version


def find_utterances(
    said: Sequence[Said], copies: Mapping[str, str], voices: Mapping[tuple[str, str], str] | None = None, memo: Memo = NONE,
    rulings: Sequence[Ruling] = (),
) -> tuple[Utterance, ...]:  # fmt: skip
    """The utterances that two or more statements render, by their first statement's place in `said`.

    `copies` gives the family of each text (article id), `voices` the voice of each (article id, entity id); without it, who stands behind a speaker is known by
    name alone. `rulings` are people's, about statements.
    """
    versions = make_versions(said, copies, voices or {}, memo)
    links = link_versions(versions, memo)
    drop_doubles(versions, links)
    spoken = {s.id: s.voices for s in said}
    order = {v.said.id: i for i, v in enumerate(versions)}
    if rulings:
        return tuple(sorted(rule(versions, links, spoken, rulings), key=lambda u: order[u.statements[0]]))
    utterances: list[Utterance] = []
    for component, inside in components(len(versions), links):
        key = tuple((versions[i], spoken[versions[i].said.id]) for i in component), tuple((versions[a], versions[b], inside[a, b]) for a, b in sorted(inside))
        utterances += memo.get("utterances", key, partial(make_utterances, component, inside, versions, spoken))
    return tuple(sorted(utterances, key=lambda u: order[u.statements[0]]))


def rule(
    versions: Sequence[Version], links: Mapping[tuple[int, int], Link], spoken: Mapping[str, tuple[str, ...]], rulings: Sequence[Ruling]
) -> list[Utterance]:
    """The utterances with rulings laid over; one that a person changed says so in its basis."""
    machine = [group for component, inside in components(len(versions), links) for group in split(component, inside, versions)]
    alone = sorted(set(range(len(versions))) - {i for group in machine for i in group})
    place = {v.said.id: i for i, v in enumerate(versions)}
    groups = lay_over([*machine, *([i] for i in alone)], rulings, place, lambda a, b: links[a, b].score if (a, b) in links else 0.0)
    known = {tuple(sorted(group)) for group in machine}
    made = [make_utterance(group, links, versions, spoken) for group in groups if len(group) > 1]
    own = {u.id: u for u in made}
    changed = {u.id for u in made if tuple(sorted(place[i] for i in u.statements)) not in known}
    return [replace(u, basis="; ".join(filter(None, (u.basis.strip("; "), JUDGED)))) if u.id in changed else u for u in own.values()]


def link_versions(versions: Sequence[Version], memo: Memo) -> dict[tuple[int, int], Link]:
    """The links of all versions, by their numbers. Two that the last dossier had are not weighed again."""
    before: Linked = memo.last("linked", Linked(frozenset(), {}))
    place = {v: i for i, v in enumerate(versions)}
    links = {(place[a], place[b]): found for (a, b), found in before.links.items() if a in place and b in place}
    pairs = candidates(versions, [i for i, v in enumerate(versions) if v not in before.versions])
    memo.anew["link"] += len(pairs)
    for a, b in sift(versions, pairs):
        found = link(versions[a], versions[b])
        if found is not None:
            links[a, b] = found
    memo.leave("linked", Linked(frozenset(versions), {(versions[a], versions[b]): found for (a, b), found in links.items()}))
    return links


@dataclass(frozen=True, slots=True)
class Linked:
    """The versions of a dossier and those of their links that were found."""

    versions: frozenset[Version]
    links: Mapping[tuple[Version, Version], Link]


def drop_doubles(versions: Sequence[Version], links: dict[tuple[int, int], Link]) -> None:
    """Take away the links of a frame whose inner words are linked themselves; where only the frame's speaker is the others' too, or the frame has more
    versions, those of the inner words."""
    linked = Counter(i for pair in links for i in pair)
    own = {i for pair, found in links.items() if found.who in ("speaker", "copy") for i in pair}
    doubles = set[int]()
    for frame, inner in find_frames(versions).items():
        if any(i in linked for i in inner):
            more = linked[frame] > max(linked[i] for i in inner)
            doubles |= set(inner) if frame in own and (more or own.isdisjoint(inner)) else {frame}
    for pair in list(links):
        if not doubles.isdisjoint(pair):
            del links[pair]


def candidates(versions: Sequence[Version], fresh: Sequence[int]) -> NDArray[np.int64]:
    """Pairs worth a look [pairs, 2], in order, one of each `fresh`: that share a key, published within the window (if both days are known) or in one family."""
    order = sorted(range(len(versions)), key=lambda i: versions[i].published or 0)  # undated first
    days = [versions[i].published or 0 for i in order]
    dated = bisect_left(days, 1)
    index: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    families: defaultdict[str, set[int]] = defaultdict(set)
    chosen = set(fresh)
    new = {place for place, i in enumerate(order) if i in chosen}
    asked = {key for i in fresh for key in probes(versions[i])}  # under other keys only the fresh ones need be found
    for place, i in enumerate(order):
        families[versions[i].party.family].add(place)
        for key in all_keys(versions[i]) if place in new else asked.intersection(all_keys(versions[i])):
            index[key].append(place)
    pairs: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    numbers = np.array(order, dtype=np.int64)
    for place, i in enumerate(order):
        own = families[versions[i].party.family]
        start, end = (dated, len(days)) if place < dated else (bisect_left(days, days[place] - WINDOW, dated), bisect_left(days, days[place] + WINDOW + 1))
        whole = start <= min(own) and max(own) < end
        found: set[int] = set()
        for key in probes(versions[i]):
            held = index.get(key)
            if held is None:
                continue
            if held[0] >= start and held[-1] < end:
                found.update(held)
                continue
            found.update(held[bisect_left(held, start) : bisect_left(held, end)], held[: bisect_left(held, dated)])
            if not whole:
                found.update(own.intersection(held))
        found.discard(place)
        if place not in new:
            found &= new
        others = numbers[np.fromiter(found, np.int64, len(found))]
        pairs.append(np.minimum(others, i) * len(order) + np.maximum(others, i))
    return np.stack(np.divmod(np.unique(np.concatenate(pairs)), max(1, len(order))), axis=1)


def parties(version: Version) -> list[str]:
    """Under which names it is looked up: a bare surname among all that have it, the others not."""
    return [
        *sorted(version.party.own | version.party.chain),
        *(f"state:{s}" for s in sorted(version.party.states)),
        *(f"surname:{s}" for s in sorted(version.bare)),
        f"copy:{version.party.family}",
    ]


def shelves(version: Version) -> list[str]:
    """Under which names it is found."""
    return sorted({*parties(version), *(f"surname:{s}" for s in version.surnames)})


def all_keys(version: Version) -> Iterator[tuple[str, ...]]:
    own = shelves(version)
    for party in own:
        for sense in version.weights:
            yield party, sense
    yield from rarest(version)
    for three in trigrams(version):
        yield three
        for party in own:
            yield party, *three


def probes(version: Version) -> Iterator[tuple[str, ...]]:
    """The keys under which a heavier version with enough of the same words must stand."""
    rest = version.weight * (1 - CONTAINED) + 0.01
    own = parties(version)
    for sense in sorted(version.weights, key=lambda s: (-version.weights[s], s)):
        for party in own:
            yield party, sense
        rest -= version.weights[sense]
        if rest < 0:
            break
    if version.unnamed:
        yield from rarest(version)
    for three in trigrams(version):
        for party in own:
            yield party, *three
    yield from trigrams(version) if version.unnamed else winnow(version)


def rarest(version: Version) -> Iterator[tuple[str, ...]]:
    """Pairs of the rarest words: two versions that nearly agree share one, whoever speaks."""
    yield from combinations(sorted(sorted(version.weights, key=lambda s: (-version.weights[s], s))[:4]), 2)


def trigrams(version: Version) -> Iterator[tuple[str, ...]]:
    """Three quoted words in a row with a content word among them; a passage of two words as it is."""
    return (three for three in dict.fromkeys(t for fragment in version.fragments for t in threes(fragment)) if not FUNCTION.issuperset(three))


def winnow(version: Version) -> Iterator[tuple[str, ...]]:
    """Of every LONG quoted words in a row the heaviest three: two versions that share so many share one of these, by whomever they are."""
    for fragment in version.fragments:
        ranked = [(-weigh_all(three), three) for three in threes(fragment)]
        yield from dict.fromkeys(min(ranked[i : i + LONG - 2])[1] for i in range(len(fragment) - LONG + 1))


def components(count: int, links: Mapping[tuple[int, int], Link]) -> list[tuple[list[int], dict[tuple[int, int], Link]]]:
    """The connected components of two or more, each in ascending order with its links."""
    root = list(range(count))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in links:
        x, y = sorted((find(a), find(b)))
        root[y] = x
    inside: dict[int, dict[tuple[int, int], Link]] = {}
    for pair, found in links.items():
        inside.setdefault(find(pair[0]), {})[pair] = found
    return [(sorted({i for pair in own for i in pair}), own) for own in inside.values()]


def split(component: list[int], links: Mapping[tuple[int, int], Link], versions: Sequence[Version]) -> list[list[int]]:
    """A component in groups: surest links first, two groups joined where enough of the pairs across them are linked."""
    if len(component) == 2:
        return [component]
    beside: dict[int, set[int]] = {i: set() for i in component}
    for a, b in links:
        beside[a].add(b)
        beside[b].add(a)
    group = {i: {i} for i in component}
    for a, b in sorted(links, key=lambda pair: (-links[pair].score, *sorted(versions[i].said.id for i in pair))):
        one, other = sorted((group[a], group[b]), key=len)
        if one is not other:
            alone = len(one) == 1 and links[a, b].score >= SURE
            if alone or sum(len(beside[i] & other) for i in one) >= JOINED * len(one) * len(other):
                other |= one
                for i in one:
                    group[i] = other
    return [sorted(group[i]) for i in component if i == min(group[i]) and len(group[i]) > 1]


def make_utterances(
    component: list[int], links: Mapping[tuple[int, int], Link], versions: Sequence[Version], spoken: Mapping[str, tuple[str, ...]]
) -> list[Utterance]:
    """The utterances of what is linked; `spoken` gives the voices of each statement."""
    return [make_utterance(group, links, versions, spoken) for group in split(component, links, versions)]


def make_utterance(group: list[int], links: Mapping[tuple[int, int], Link], versions: Sequence[Version], spoken: Mapping[str, tuple[str, ...]]) -> Utterance:
    """A group with its fullest version, the wordings of the others against it, and what it rests on."""
    members = [versions[i] for i in group]
    fullest = find_fullest(members)
    ids = sorted(v.said.id for v in members)
    wordings = make_wordings(fullest.said, [v.said for v in members if v is not fullest])
    parts = {v.said.id for v in members if v.said.statement.parent in ids}  # what stands round a part of another version is not missing in it
    wordings = tuple(replace(w, changes=()) if w.statement in parts else w for w in wordings)
    own = hashlib.sha256(json.dumps(["utterance", *ids], separators=(",", ":")).encode()).hexdigest()[:32]
    voices = tuple(dict.fromkeys(voice for v in members for voice in spoken[v.said.id]))
    inside = [links[pair] for pair in combinations(group, 2) if pair in links]
    return Utterance(own, voices, tuple(v.said.id for v in members), first_printed(members), fullest.said.id, wordings, say_basis(inside))


def find_fullest(members: Sequence[Version]) -> Version:
    """The version with the most quoted words; of those with nearly as many the one that most families of texts quote from; then the longest, the earliest."""
    most = max(v.quoted for v in members)

    def rank(version: Version) -> tuple[int, int, int, bool, int, str]:
        agreeing = {v.party.family for v in members if v.fragments and all(any(contains(own, f) for own in version.fragments) for f in v.fragments)}
        return (-len(agreeing), -version.quoted, -version.words, version.published is None, version.published or 0, version.said.id)

    return min((v for v in members if v.quoted >= NEARLY * most), key=rank)


def first_printed(members: Sequence[Version]) -> str | None:
    """The statement printed first; None where a text has no day of publication or two texts share the earliest."""
    printed = [(published_on(v.said.article), v) for v in members]
    if any(moment is None for moment, _ in printed):
        return None
    width = min(len(moment or "") for moment, _ in printed)  # a day is compared with a moment by the day alone
    earliest = min((moment or "")[:width] for moment, _ in printed)
    found = [v for moment, v in printed if (moment or "")[:width] == earliest]
    return found[0].said.id if len({v.text for v in found}) == 1 else None


def say_basis(links: Sequence[Link]) -> str:
    """What a group rests on, in words."""
    found = [name for kind, name in WHO.items() if any(link.who == kind for link in links)]
    return "; ".join([" or ".join(found), " or ".join(name for kind, name in WORDS.items() if any(link.words == kind for link in links))])
