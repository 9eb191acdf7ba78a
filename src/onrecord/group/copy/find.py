"""The copies among records: pairs from the index, their passages, which is the origin, and one line of descent for each text.

In: records. Out: `Copy`s and the families that whole copies tie. Whether two texts share passages is told by these two alone, but for one thing: what
stands in an official text among them may be printed by anybody and makes no copy. Lines of descent are drawn within a group of linked texts, by time,
then by id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from onrecord.group.copy.align import Lookup, Match, align, grow, join, look_into, same_words
from onrecord.group.copy.changes import find_changes
from onrecord.group.copy.origin import Order, Print, credited, is_update, order, read_print, shared_credit, version_names
from onrecord.group.copy.prose import Prose, all_words, read_prose
from onrecord.group.copy.sketch import find_pairs, sketch
from onrecord.group.memo import NONE, Memo
from onrecord.group.texts import LAST, arrange, published_on
from onrecord.group.types import Copied, Copy
from onrecord.types import Record

OFFICIAL = "official text"
EVIDENCE = 7.0  # telling words in common, each counted by the likeness of its sentences; two outlets' own reports of one event reach 5
LITTLE = 3.5  # the same where the whole report is one, be it short
WHOLE = 0.6  # of the copy's own words stand in sentences of the origin: it is the same report
WHOLE_CREDITED = 0.4  # the same where it credits the origin or both credit one wire
VERSION = 0.3  # of all words of one, where both have one address, or one outlet and title: it is the same report, brought up to date
REPRINT = 0.8  # of all words of a report stand in an official text: nothing but a print of it
SHORTEST = 12  # words that make two texts the same where every one is


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """Two texts with passages in common: matched sentences from the first's side and from the second's, and which is the origin."""

    ours: tuple[Match, ...]
    theirs: tuple[Match, ...]
    order: Order
    whole: bool

    def matches(self, from_first: bool) -> tuple[Match, ...]:
        return self.ours if from_first else self.theirs


def find_copies(records: Sequence[Record], memo: Memo = NONE) -> tuple[Copy, ...]:
    """The copies among records, in order of their texts' ids: each copy names the text it was likely taken from and the passages."""
    texts = arrange(records)
    proses, prints, sketches, numbers = [], [], [], []
    for r in texts:
        number = memo.number(r)
        prose = memo.get("prose", number, partial(read_prose, r))
        proses.append(prose)
        prints.append(memo.get("print", number, partial(read_print, prose.article, r.capture.url)))
        sketches.append(memo.get("sketch", number, partial(sketch, prose)))
        numbers.append(number)
    pairs = find_pairs(sketches)
    versions = _versions(proses, prints)
    given = _from_official(proses, pairs)
    lookups = [
        memo.get("lookup", (number, given.get(i, frozenset())), partial(_look_without, prose, given.get(i, frozenset())))
        for i, (number, prose) in enumerate(zip(numbers, proses, strict=True))
    ]
    links: dict[tuple[int, int], Link] = {}
    for i, j in sorted({*pairs, *versions}):
        key = lookups[i], lookups[j], (i, j) in versions
        link = memo.get("copy link", key, partial(_link_any, proses, prints, lookups, versions, i, j))
        if link:
            links[i, j] = link
    copies = [
        memo.get("copy", (lookups[made[0]], lookups[made[1]], _between(links, *made[:2]), *made[2:]), partial(_write, proses, links, *made))
        for made in _descend([known.prose for known in lookups], links)
    ]
    return tuple(sorted(copies, key=lambda c: (c.text, c.origin)))


def families(records: Sequence[Record], copies: Sequence[Copy]) -> dict[str, str]:
    """The family of each text: the smallest id of the texts that whole copies tie."""
    parent = {r.article.id: r.article.id for r in records if r.article is not None}
    for copy in copies:
        if copy.whole:
            one, other = sorted((_root(parent, copy.text), _root(parent, copy.origin)))
            parent[other] = one
    return {text: _root(parent, text) for text in sorted(parent)}


def _root(parent: dict[str, str], text: str) -> str:
    while parent[text] != text:
        parent[text] = parent[parent[text]]
        text = parent[text]
    return text


def _from_official(proses: Sequence[Prose], pairs: Sequence[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """The numbers of the sentences that reports have from an official text."""
    given: dict[int, set[int]] = {}
    for i, j in pairs:
        official = proses[i].article.form == OFFICIAL
        if official != (proses[j].article.form == OFFICIAL):
            report, source = (j, i) if official else (i, j)
            given.setdefault(report, set()).update(m.here for m in align(look_into(proses[report]), look_into(proses[source]))[0])
    return {i: frozenset(found) for i, found in given.items()}


def _look_without(prose: Prose, given: frozenset[int]) -> Lookup:
    """A text to look into, the given sentences no longer its own."""
    if given:
        prose = replace(prose, sentences=tuple(replace(s, own=(), telling=()) if k in given else s for k, s in enumerate(prose.sentences)))
    return look_into(prose)


def _link_any(proses: Sequence[Prose], prints: Sequence[Print], lookups: Sequence[Lookup], versions: frozenset[tuple[int, int]], i: int, j: int) -> Link | None:
    """How two texts are tied, in whichever way."""
    return _link_reprint(proses, i, j) or (_link_versions(proses, prints, i, j) if (i, j) in versions else None) or _link(lookups, prints, i, j)


def _link_reprint(proses: Sequence[Prose], i: int, j: int) -> Link | None:
    """How a report that prints an official text and hardly a word of its own is tied to it; None where it has more to say."""
    official = proses[i].article.form == OFFICIAL
    if official == (proses[j].article.form == OFFICIAL):
        return None
    lookups = [look_into(all_words(p)) for p in (proses[i], proses[j])]
    ours, theirs = align(*lookups)
    cover = _cover(lookups[1].prose, theirs) if official else _cover(lookups[0].prose, ours)
    return Link(ours, theirs, Order(-1 if official else 1, ("an official text",)), True) if cover >= REPRINT else None


def _versions(proses: Sequence[Prose], prints: Sequence[Print]) -> frozenset[tuple[int, int]]:
    """Texts that have one address, one outlet and title, or the very same words, each paired with the first of its kind and with the one before it."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for i, (prose, own) in enumerate(zip(proses, prints, strict=True)):
        for name in (*version_names(own), ("words", *(w for s in prose.sentences for w in s.words))):
            alike.setdefault(name, []).append(i)
    return frozenset(pair for group in alike.values() for k, j in enumerate(group[1:]) for pair in ((group[0], j), (group[k], j)))


def _link_versions(proses: Sequence[Prose], prints: Sequence[Print], i: int, j: int) -> Link | None:
    """How two versions of one report are tied, by all their words; None where they are none."""
    one, other = proses[i], proses[j]
    same = min(one.words, other.words) >= SHORTEST and [s.words for s in one.sentences] == [s.words for s in other.sentences]
    if not same and not is_update(prints[i], prints[j]):
        return None
    lookups = [look_into(all_words(p)) for p in (one, other)]
    ours, theirs = align(*lookups)
    if not ours or max(_cover(lookups[0].prose, ours), _cover(lookups[1].prose, theirs)) < VERSION:
        return None
    return Link(ours, theirs, order(prints[i], prints[j]), True)


def _link(lookups: Sequence[Lookup], prints: Sequence[Print], i: int, j: int) -> Link | None:
    """How two texts are tied, None where they share too little."""
    one, other = lookups[i].prose, lookups[j].prose
    if (one.article.form == OFFICIAL) != (other.article.form == OFFICIAL):
        return None
    ours, theirs = align(lookups[i], lookups[j])
    evidence = min(_evidence(ours), _evidence(theirs))
    if evidence < LITTLE:
        return None
    found = order(prints[i], prints[j])
    covers = (_cover(one, ours), _cover(other, theirs))
    cover = sum(covers) / 2 if found.origin == 0 else covers[0] if found.origin > 0 else covers[1]
    credit = shared_credit(prints[i], prints[j]) or credited(prints[i], prints[j]) or credited(prints[j], prints[i])
    whole = cover >= (WHOLE_CREDITED if credit else WHOLE)
    return Link(ours, theirs, found, whole) if whole or evidence >= EVIDENCE else None


def _evidence(matches: Sequence[Match]) -> float:
    return sum(m.telling * m.likeness for m in matches)


def _cover(prose: Prose, matches: Sequence[Match]) -> float:
    """The part of a text's own words that stand in matched sentences."""
    return sum(len(prose.sentences[m.here].own) for m in matches) / prose.own


Links = Mapping[tuple[int, int], Link]
Made = tuple[int, int, bool, tuple[str, ...]]  # copy, origin, whole, basis


def _descend(proses: Sequence[Prose], links: Links) -> list[Made]:
    """For each text the texts that it was likely taken from: one for a whole copy, and the first prints of further passages."""
    neighbours: dict[int, list[int]] = {}
    copied: set[int] = set()  # whole copies of something that is known to be earlier
    for (i, j), link in links.items():
        neighbours.setdefault(i, []).append(j)
        neighbours.setdefault(j, []).append(i)
        if link.whole and link.order.origin:
            copied.add(i if link.order.origin > 0 else j)

    def rank(i: int) -> tuple[bool, str, str]:
        return i in copied, published_on(proses[i].article) or LAST, proses[i].article.id

    made: list[Made] = []
    family: dict[int, int] = {}
    for root in sorted(neighbours, key=lambda i: (i in copied, proses[i].article.id)):
        if root in family:
            continue
        family[root] = root
        reached = [root]
        for i in reached:
            for j in sorted(neighbours[i], key=rank):
                if j not in family and _between(links, i, j).whole:
                    family[j] = root
                    reached.append(j)
                    made.append((j, i, True, _basis(links, j, i)))
    whole = {copy: origin for copy, origin, _, _ in made}
    for i in sorted(neighbours):
        taken = {m.here for m in _seen(links, i, whole[i])} if i in whole else set()
        for j in sorted(neighbours[i], key=rank):
            if family[j] == family[i] or not _later(proses, links, i, j):
                continue
            new = [m for m in _seen(links, i, j) if m.here not in taken]
            if _evidence(new) >= EVIDENCE:
                taken.update(m.here for m in new)
                made.append((i, j, False, _basis(links, i, j)))
    return made


def _between(links: Links, i: int, j: int) -> Link:
    return links[min(i, j), max(i, j)]


def _seen(links: Links, copy: int, origin: int) -> tuple[Match, ...]:
    """The matches between two texts, from the copy's side."""
    return _between(links, copy, origin).matches(copy < origin)


def _basis(links: Links, copy: int, origin: int) -> tuple[str, ...]:
    """Why the origin is the origin; nothing where the pair's own order says otherwise."""
    found = _between(links, copy, origin).order
    return found.basis if found.origin == (1 if copy < origin else -1) else ()


def _later(proses: Sequence[Prose], links: Links, copy: int, origin: int) -> bool:
    """Whether the first is the copy of the two; where nothing tells, the smaller id is the origin."""
    found = _between(links, copy, origin).order.origin
    if found == 0:
        return proses[origin].article.id < proses[copy].article.id
    return found == (1 if copy < origin else -1)


def _write(proses: Sequence[Prose], links: Links, copy: int, origin: int, whole: bool, basis: tuple[str, ...]) -> Copy:
    """A copy with its passages; quotations beside passages that were taken over are part of them."""
    one, other = proses[copy], proses[origin]
    matches = grow(one, other, _seen(links, copy, origin))
    texts = one.article.text, other.article.text
    changes = [(one.sentences[m.here].span, tuple(find_changes(one.sentences[m.here], texts[0], other.sentences[m.there], texts[1]))) for m in matches]
    passages = tuple(
        Copied(here, there, tuple(c for span, found in changes if here.start <= span.start < here.end for c in found))
        for here, there in join(one, other, matches)
    )
    same = sum(same_words(one.sentences[m.here].words, other.sentences[m.there].words) for m in matches)
    return Copy(one.article.id, other.article.id, whole, round(same / one.words, 3), passages, basis)
