"""Whom to compare, and the groups that come of it.

In: portraits. Out: groups of portraits (numbers), and pairs of groups that may be one and were not joined. Candidates share a key (a name, an acronym,
a role), never all pairs. Links are taken level by level, the surest first; linked groups are joined unless that would bring together two that may not
be one: then whatever is linked to both sides of such a conflict joins neither.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from onrecord.group.who.face import Facet
from onrecord.group.who.pair import SINGLE, Bond, Node, bond, differ, name_words, skeleton
from onrecord.group.who.portrait import Portrait
from onrecord.group.who.role import LEADERS, state_stem

MOST = 64  # nodes under one key that are all compared; of more, each with as many of the next
FEW = 20  # groups under one key that name each other as doubles; a commoner name tells nothing
LEVELS = sorted((b for b in Bond if b > Bond.DOUBT), reverse=True)

Key = tuple[str, ...]


def join(portraits: Sequence[Portrait]) -> tuple[list[list[int]], set[tuple[int, int]]]:
    """Groups of portraits by number, and pairs of groups that may be one."""
    nodes, numbers = gather(portraits)
    order = sorted(range(len(nodes)), key=lambda k: min(p.member for p in nodes[k].portraits))
    nodes, numbers = [nodes[k] for k in order], [numbers[k] for k in order]
    keys = [tuple(dict.fromkeys(keys_of(node.facet))) for node in nodes]
    links: dict[Bond, set[tuple[int, int]]] = defaultdict(set)
    for pair in sorted(candidates(nodes, keys)):
        found = bond(nodes[pair[0]], nodes[pair[1]])
        if found > Bond.DOUBT:
            links[found].add(pair)
    groups = Groups(nodes)
    for level in LEVELS:
        groups.take(links[level])
    clusters = sorted(groups.clusters())
    of_node = {k: g for g, cluster in enumerate(clusters) for k in cluster}
    doubles = pair_up(nodes, keys, clusters, of_node)
    return [sorted(n for k in cluster for n in numbers[k]) for cluster in clusters], doubles


def gather(portraits: Sequence[Portrait]) -> tuple[list[Node], list[list[int]]]:
    """Portraits of one facet as a node, with their numbers."""
    found: dict[Facet, int] = {}
    nodes: list[Node] = []
    numbers: list[list[int]] = []
    for number, portrait in enumerate(portraits):
        k = found.setdefault(portrait.facet, len(nodes))
        if k == len(nodes):
            nodes.append(Node(portrait.facet, [], set(), set()))
            numbers.append([])
        nodes[k].portraits.append(portrait)
        nodes[k].articles.add(portrait.article)
        nodes[k].company |= portrait.company
        numbers[k].append(number)
    return nodes, numbers


# ---- candidates


def keys_of(f: Facet) -> Iterator[Key]:
    """Under what a facet is filed; two that can be joined share a key."""
    if f.sort == "person":
        yield from keys_of_person(f)
    elif f.sort == "holder":
        yield from keys_of_roles(f)
    elif f.sort != "unnamed":
        sort = "state" if f.sort == "state" else "thing"
        for words in sorted(map(sorted, {f.words} | f.forms)):
            yield (sort, *sorted(map(state_stem, words)))
        if len(f.words) > 1 or f.plain:
            for word in sorted(f.words):
                yield "noun", state_stem(word)
        for short in sorted(f.acronyms | ({f.initials} if len(f.initials) > 1 else set())):
            yield "acronym", short
        for k in range(len(f.tail) - 1):
            yield ("tail", *map(state_stem, f.tail[k:]))


def keys_of_person(f: Facet) -> Iterator[Key]:
    for first, middle, last in f.names:
        if not first:
            yield "last", last
            continue
        for word in (last, *last.split("-"), *middle.split()):
            yield ("initial", first, word) if len(first) == 1 else ("full", first, word)
            yield "known as", word
            yield "first letter", first[0], word
        yield "spelt", skeleton(first), skeleton(last)
        yield ("turned", *sorted((first, last)))
    if not f.firm:
        yield ("thing", *sorted(map(state_stem, name_words(f))))
    yield from keys_of_roles(f)


def keys_of_roles(f: Facet) -> Iterator[Key]:
    for role in f.roles:
        for word in sorted(role.of):
            yield "role", role.head, state_stem(word)
            if role.head in LEADERS:
                yield "leader", state_stem(word)
        yield "role", role.head, role.country or ""
        if role.head in SINGLE:
            yield "role", role.head


def candidates(nodes: Sequence[Node], keys: Sequence[Sequence[Key]]) -> set[tuple[int, int]]:
    """Pairs of nodes worth a comparison."""
    filed: dict[Key, list[int]] = defaultdict(list)
    for k, listed in enumerate(keys):
        for key in listed:
            filed[key].append(k)
    out: set[tuple[int, int]] = set()
    for key, found in filed.items():
        if key[0] == "known as":
            continue
        if key[0] in ("role", "leader"):
            holders = [k for k in found if nodes[k].facet.sort == "holder"]
            out |= across(nodes, holders, [k for k in found if nodes[k].facet.sort == "person"]) | neighbours(nodes, holders)
            continue
        if key[0] == "noun":
            out |= beside(nodes, found)
            continue
        vague = [k for k in found if nodes[k].facet.own is not None]
        clear = [k for k in found if nodes[k].facet.own is None]
        full = filed.get(("known as", key[1]), []) if key[0] == "last" else []
        out |= within(clear) | across(nodes, clear, full) | across(nodes, vague, clear + full) | neighbours(nodes, vague)
    return out


def within(listed: Sequence[int]) -> set[tuple[int, int]]:
    if len(listed) <= MOST:
        return set(combinations(listed, 2))
    return {(k, other) for n, k in enumerate(listed) for other in listed[n + 1 : n + 1 + MOST]}


def across(nodes: Sequence[Node], one: Sequence[int], two: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs of the one and the other; where these are very many, only those of some company in common."""
    if len(one) * len(two) <= MOST * MOST:
        return {(min(a, b), max(a, b)) for a in one for b in two if a != b}
    by_unit: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for b in two:
        for unit in nodes[b].company:
            by_unit[unit].append(b)
    return {(min(a, b), max(a, b)) for a in one for unit in nodes[a].company for b in by_unit.get(unit, ())[:MOST] if a != b}


def beside(nodes: Sequence[Node], listed: Sequence[int]) -> set[tuple[int, int]]:
    """Single common nouns, each with the bodies of its own text whose name has it."""
    in_text: dict[str, list[int]] = defaultdict(list)
    for k in listed:
        if not nodes[k].facet.plain:
            for article in nodes[k].articles:
                in_text[article].append(k)
    return {(min(k, x), max(k, x)) for k in listed if nodes[k].facet.plain for article in nodes[k].articles for x in in_text.get(article, ())}


def neighbours(nodes: Sequence[Node], listed: Sequence[int]) -> set[tuple[int, int]]:
    """Of many that look alike by name alone, each with the next of the same company: as good as all pairs, as linking goes on from one to the next."""
    if len(listed) <= MOST:
        return set(combinations(listed, 2))
    last: dict[tuple[str, ...], int] = {}
    out = set()
    for k in listed:
        for unit in nodes[k].company:
            if unit in last:
                out.add((last[unit], k))
            last[unit] = k
    return out


# ---- groups


class Groups:
    """Clusters of nodes, joined level by level."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = nodes
        self.root = list(range(len(nodes)))
        self.held: dict[int, list[int]] = {k: [k] for k in self.root}
        self.looks: list[Facet] = []  # facets by number, whatever text they are of
        self.differing: dict[tuple[int, int], bool] = {}
        known: dict[Facet, int] = {}
        self.facets: dict[int, set[int]] = {}
        for k, node in enumerate(nodes):
            look = node.facet if node.facet.own is None else replace(node.facet, own=None)
            self.facets[k] = {known.setdefault(look, len(known))}
            if len(known) > len(self.looks):
                self.looks.append(look)
        self.texts: dict[int, set[str]] = {k: set(n.articles) if n.facet.sort == "person" else set() for k, n in enumerate(nodes)}  # that name it as a person

    def clusters(self) -> Iterable[list[int]]:
        return [sorted(held) for held in self.held.values()]

    def find(self, k: int) -> int:
        while self.root[k] != k:
            self.root[k] = self.root[self.root[k]]
            k = self.root[k]
        return k

    def differ(self, one: Iterable[int], two: Iterable[int]) -> bool:
        """Whether a facet of the one may not be with a facet of the other."""
        for x in one:
            for y in two:
                pair = (x, y) if x < y else (y, x)
                found = self.differing.get(pair)
                if found is None:
                    found = self.differing[pair] = bool(differ(self.looks[x], self.looks[y]))
                if found:
                    return True
        return False

    def clash(self, a: int, b: int) -> bool:
        """Whether two clusters hold two that may not be one."""
        if self.differ(self.facets[a], self.facets[b]):
            return True
        return not self.texts[a].isdisjoint(self.texts[b])

    def take(self, links: Iterable[tuple[int, int]]) -> None:
        """Join what one level links, but for what would bring a conflict together."""
        near: dict[int, set[int]] = defaultdict(set)
        for a, b in links:
            x, y = self.find(a), self.find(b)
            if x != y:
                near[x].add(y)
                near[y].add(x)
        for x in sorted(near):  # a link between two that clash as wholes is none
            for y in [y for y in near[x] if x < y and self.clash(x, y)]:
                near[x].discard(y)
                near[y].discard(x)
        for part in components(near):
            if self.peaceful(part):
                self.merge(part)
                continue
            torn = {x: self.sides(near[x]) for x in part}
            kept = {x: {y for y in near[x] if y not in torn[x] and x not in torn[y]} for x in part}
            for rest in components(kept):
                if self.peaceful(rest):
                    self.merge(rest)

    def peaceful(self, part: Sequence[int]) -> bool:
        """Whether no two clusters of a component clash."""
        facets: set[int] = set()
        texts: set[str] = set()
        for x in part:
            if self.differ(self.facets[x] - facets, facets) or not texts.isdisjoint(self.texts[x]):
                return False
            facets |= self.facets[x]
            texts |= self.texts[x]
        return True

    def sides(self, linked: set[int]) -> set[int]:
        """Of the clusters linked to one, those that clash with another of them."""
        alike: dict[frozenset[int], set[int]] = defaultdict(set)
        in_text: dict[str, set[int]] = defaultdict(set)
        for x in linked:
            alike[frozenset(self.facets[x])].add(x)
            for article in self.texts[x]:
                in_text[article].add(x)
        out = {x for two in in_text.values() if len(two) > 1 for x in two}
        for one, other in combinations(alike, 2):
            if self.differ(one, other):
                out |= alike[one] | alike[other]
        return out

    def merge(self, part: Sequence[int]) -> None:
        first, *others = sorted(part)
        for x in others:
            self.root[x] = first
            self.held[first] += self.held.pop(x)
            self.facets[first] |= self.facets.pop(x)
            self.texts[first] |= self.texts.pop(x)


def components(near: dict[int, set[int]]) -> list[list[int]]:
    """Connected components of more than one."""
    seen: set[int] = set()
    out = []
    for start in sorted(near):
        if start in seen:
            continue
        part, ahead = [], [start]
        seen.add(start)
        while ahead:
            x = ahead.pop()
            part.append(x)
            fresh = near[x] - seen
            seen |= fresh
            ahead.extend(sorted(fresh))
        if len(part) > 1:
            out.append(sorted(part))
    return out


# ---- doubles


def pair_up(nodes: Sequence[Node], keys: Sequence[Sequence[Key]], clusters: Sequence[Sequence[int]], of_node: dict[int, int]) -> set[tuple[int, int]]:
    """Pairs of clusters that may be one: some link, or a likeness too weak for a link, and they were not joined."""
    filed: dict[Key, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for k, listed in enumerate(keys):
        for key in listed:
            filed["last", key[1]][of_node[k]].append(k) if key[0] == "known as" else filed[key][of_node[k]].append(k)
    out: set[tuple[int, int]] = set()
    for by_group in filed.values():
        if not 1 < len(by_group) <= FEW:
            continue
        for a, b in combinations(sorted(by_group), 2):
            if (a, b) not in out and any(bond(nodes[x], nodes[y]) > Bond.NONE for x in by_group[a][:FEW] for y in by_group[b][:FEW]):
                out.add((a, b))
    return out
