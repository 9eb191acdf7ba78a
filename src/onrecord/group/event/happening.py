"""Happenings over all texts: within a story the mentions of one kind that no day or place parts, and what each statement is about.

In: records in order, their statements, voices. Out: `Happening` values that a reader can use: few, each with two statements or more but for a story's main
one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from typing import TypeAlias

from onrecord.group.event.about import Outline, assign
from onrecord.group.event.find import BODY, Found, Reading, read_happenings
from onrecord.group.event.label import label_of
from onrecord.group.event.link import average
from onrecord.group.event.mention import RARE
from onrecord.group.event.story import find_stories
from onrecord.group.meaning import rarity, stems
from onrecord.group.memo import NONE, Memo
from onrecord.group.rulings import UNRULED, Rulings
from onrecord.group.texts import Said, published_on
from onrecord.group.types import Happening
from onrecord.resolve.where import country_of
from onrecord.types import Record, When

ROLE = {"frame": 0.5, "incident": 1.5, "effect": 1.0, "deed": 1.2, "occasion": 0.6, "response": 0.4}  # what a story is about is rarely what followed from it
JOINED = 0.5
PLACED = 0.8  # mentions of one sort in one place, of which one has no day
UNDATED = 0.6  # or neither day nor place in common
NEVER = -1e6  # a day or place parts them; no mean makes up for it
MUCH = 3  # times as many mentions
FEWEST = 2  # statements, for a happening to be one
SLACK = timedelta(days=1)  # "on Monday night" and "early on Tuesday" are one
WEEK = timedelta(days=7)
RECENT = timedelta(days=45)
MOST_PARTIES = 6
MOST_NODES = 400
MOST_HAPPENINGS = 8  # of a story; more are no help to a reader

NAMING = {"effect": 0.5}  # an incident is rather called by what it was than by what came of it
SORTS = {"warning": "letter", "meeting": "talks"}  # what is said to somebody, in writing or by mouth

Sign: TypeAlias = tuple[str, tuple[str, str] | None, frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Mentions of one sort in one story with the same days and place; incidents of all kinds are one sort, since one incident is told by many words."""

    sort: str
    days: tuple[str, str] | None
    place: frozenset[str]
    country: str | None
    found: tuple[Found, ...]


def find_happenings(
    records: Sequence[Record], said: Sequence[Said], ids: Mapping[tuple[str, str], str], memo: Memo = NONE,
    rulings: Rulings = UNRULED,
) -> tuple[Happening, ...]:  # fmt: skip
    """What the statements are about, most statements first; a statement is about one happening or none.

    `ids` gives the voice of each (article id, entity id). `rulings` are people's: which articles tell one story, what its main happening is called.
    """
    by_text = {r.article.id: r for r in records if r.article is not None}
    spoken: dict[str, list[Said]] = {}
    for s in said:
        spoken.setdefault(s.article.id, []).append(s)
    readings = [memo.get("reading of happenings", memo.number(r), partial(read_happenings, r)) for r in by_text.values()]
    found: list[Happening] = []
    for story in find_stories(readings, by_text, memo, rulings.events):
        label = next((rulings.event_labels[a] for a in reversed(list(rulings.event_labels)) if any(r.text == a for r in story)), None)
        key = tuple((r, memo.voiced(by_text[r.text], ids)) for r in story), label
        found += memo.get("happenings", key, partial(tell, story, spoken, by_text, ids, label))
    return tuple(sorted(found, key=lambda h: (-len(h.statements), h.id)))


def tell(
    story: Sequence[Reading], spoken: Mapping[str, Sequence[Said]], records: Mapping[str, Record], ids: Mapping[tuple[str, str], str], label: str | None = None
) -> list[Happening]:
    """The happenings of one story; the main one is called by `label` where somebody gave it."""
    published = {r.text: published_on(a) for r in story if (a := records[r.text].article)}
    groups = group(story, published, {r.text: frozenset(r.setting.weights) for r in story})
    if not groups:
        return []
    main = max(range(len(groups)), key=lambda n: (weigh(groups[n]), -n))
    of = {id(f): n for n, g in enumerate(groups) for f in g}
    count = Counter(of[id(fs[0])] for r in story for fs in r.about.values())
    named = [n for n in range(len(groups)) if n != main and count[n] >= FEWEST and stands(groups[n])]
    kept = sorted([main, *sorted(named, key=lambda n: (-count[n], n))[: MOST_HAPPENINGS - 1]])
    mine = {f: n for f, n in of.items() if n in kept}
    inside: dict[int, list[str]] = {n: [] for n in kept}
    for s, n in assign(story, spoken, Outline(main, {n: groups[n][0].kind.name for n in kept}, mine)).items():
        inside[n].append(s)
    told = [make_happening(groups[n], tuple(inside[n]), records, ids) for n in kept]
    return [replace(h, label=label) if n == main and label else h for n, h in zip(kept, told, strict=True)]


def stands(found: Sequence[Found]) -> bool:
    """Effects alone, and a deed with neither day nor place ("delivered a faulty relay"), are told as part of the main happening; other sorts by themselves."""
    if all(f.kind.role in ("effect", "frame") for f in found):
        return False
    return found[0].kind.role != "deed" or any(f.mention.days or f.place or f.coming and f.weight > BODY for f in found)


def make_nodes(story: Sequence[Reading], published: Mapping[str, str | None], *, places: bool) -> list[Node]:
    """The mentions of a story by sort, days and (where asked for) place, the weightiest first. An effect has no day of its own: it may last or come later."""
    inside: dict[Sign, list[Found]] = {}
    for reading in story:
        signs = [sign(f, places) for f in reading.found]
        days = {sort: {d for s, d, _ in signs if s == sort and d} for sort, _, _ in signs}
        where = {sort: {p for s, _, p in signs if s == sort and p} for sort, _, _ in signs}
        for f, (sort, day, place) in zip(reading.found, signs, strict=True):
            # A text that gives its happening one recent day, or one place, means it also where it gives none.
            if not day and len(days[sort]) == 1 and f.kind.role != "effect" and is_recent(next(iter(days[sort])), published.get(reading.text)):
                day = next(iter(days[sort]))
            if not place and len(where[sort]) == 1:
                place = next(iter(where[sort]))
            inside.setdefault((sort, day, place), []).append(f)
    nodes = [
        Node(sort, days, place, next((c for f in fs if f.place and (c := country_of(f.place))), None), tuple(fs)) for (sort, days, place), fs in inside.items()
    ]
    return sorted(nodes, key=lambda n: (-weigh(n.found), n.found[0].mention.key))


def is_recent(days: tuple[str, str], published: str | None) -> bool:
    """Days not long before a report's publication, nor long after it."""
    return published is not None and abs(date.fromisoformat(days[0]) - date.fromisoformat(published[:10])) <= RECENT


def sign(f: Found, places: bool) -> Sign:
    """By what a mention is told from others of its story: its sort, its day and the rare words of its place."""
    sort = sort_of(f)
    days = f.mention.days[0] if f.mention.days and f.kind.role != "effect" else None
    return sort, days, frozenset(s for s in stems(f.place or "") if rarity(s) >= RARE) if places else frozenset()


def sort_of(f: Found) -> str:
    """Incidents of all kinds, with their effects, are one sort."""
    return "incident" if f.kind.role in ("incident", "effect") else SORTS.get(f.kind.name, f.kind.name)


def weigh(found: Sequence[Found]) -> float:
    """How much a story is about some mentions: for each text the weightiest, a little for each further one, by the role of what they name."""
    best: dict[str, float] = {}
    for f in found:
        text = f.mention.place.text
        best[text] = max(best.get(text, 0.0), f.weight * ROLE[f.kind.role])
    return sum(best.values()) + 0.1 * len(found)


def group(story: Sequence[Reading], published: Mapping[str, str | None], words: Mapping[str, frozenset[str]]) -> list[list[Found]]:
    """The mentions of a story by happening; in a story of very many days and places the places are not looked at, and then the days of one sort not parted."""
    for places in (True, False):
        nodes = make_nodes(story, published, places=places)
        if len(nodes) <= MOST_NODES:
            links = {(i, j): s for i, j in combinations(range(len(nodes)), 2) if (s := join(nodes[i], nodes[j], words))}
            return fold([[f for i in members for f in nodes[i].found] for members in average(range(len(nodes)), links, JOINED)])
    sorts: dict[str, list[Found]] = {}
    for n in nodes:
        sorts.setdefault(n.sort, []).extend(n.found)
    return list(sorts.values())


def fold(groups: list[list[Found]]) -> list[list[Found]]:
    """Occasions that only a day parts from a much larger group of their sort are that one: the day was rather that of the saying."""
    largest: dict[str, int] = {}
    for n, g in enumerate(groups):
        if g[0].kind.role == "occasion":
            sort = sort_of(g[0])
            largest[sort] = max(largest.get(sort, n), n, key=lambda m: (len(groups[m]), -m))
    out = [list(g) for g in groups]
    for n, g in enumerate(groups):
        top = largest.get(sort_of(g[0]), n) if g[0].kind.role == "occasion" else n
        if top != n and len(g) * MUCH <= len(groups[top]) and not any(f.place for f in g):
            out[top] += g
            out[n] = []
    return [g for g in out if g]


def join(one: Node, other: Node, words: Mapping[str, frozenset[str]]) -> float:
    """How surely the mentions of two nodes name one happening: of one sort unless a day or place parts them, of two sorts where `link` says so."""
    if one.sort != other.sort:
        return 0.0
    if one.country and other.country and one.country != other.country:
        return NEVER
    if one.days and other.days and apart(one, other):
        return NEVER
    if (
        one.place
        and other.place
        and not one.place & other.place
        and same_kind(one, other)
        and not (named(one.place, other, words) or named(other.place, one, words))
    ):
        return NEVER
    return 1.0 if one.days and other.days else PLACED if one.place & other.place else UNDATED


def same_kind(one: Node, other: Node) -> bool:
    return bool({f.kind.name for f in one.found} & {f.kind.name for f in other.found})


def named(place: frozenset[str], node: Node, words: Mapping[str, frozenset[str]]) -> bool:
    """A text of the node names the place as well, so that the place is part of the same scene."""
    return any(place & words[f.mention.place.text] for f in node.found)


def apart(one: Node, other: Node) -> bool:
    """The days of two nodes name two happenings.

    Of an occasion or response more than a day apart; of incidents and deeds, whose day reports get wrong, more than a week, or where one text gives both.
    """
    assert one.days and other.days
    gap = date.fromisoformat(max(one.days[0], other.days[0])) - date.fromisoformat(min(one.days[1], other.days[1]))
    if gap <= SLACK:
        return False
    return gap > WEEK or one.found[0].kind.role in ("occasion", "response") or bool(texts_of(one) & texts_of(other))


def texts_of(node: Node) -> set[str]:
    return {f.mention.place.text for f in node.found}


def make_happening(found: Sequence[Found], statements: tuple[str, ...], records: Mapping[str, Record], ids: Mapping[tuple[str, str], str]) -> Happening:
    """A happening with what its texts say of it."""
    order = sorted(found, key=lambda f: (-f.weight, f.mention.key))
    kinds = Counter(f.kind.name for f in order)
    kind = max(kinds, key=lambda k: (sum(f.weight * NAMING.get(f.kind.role, 1.0) for f in order if f.kind.name == k and k != "incident"), k))
    own = [f for f in order if f.kind.name == kind]
    places = sorted({f.mention.place for f in found})
    key = [[p.text, p.span.start, p.span.end] for p in places]
    where, when = where_of(own) or where_of(order), when_of(own) or when_of(order)
    return Happening(
        id=hashlib.sha256(json.dumps(["happening", key], separators=(",", ":")).encode()).hexdigest()[:32],
        label=label_of(own, records, where), kind=kind, where=where, when=when, parties=parties_of(order, records, ids), mentions=tuple(places),
        statements=statements,
        lacks=tuple(name for name, value in (("date", when), ("place", where)) if value is None),
    )  # fmt: skip


def where_of(found: Sequence[Found]) -> str | None:
    """The place that most texts name right after a mention, in the fullest form that has all its words."""
    named: dict[str, set[str]] = {}
    for f in found:
        if f.place:
            named.setdefault(f.place, set()).add(f.mention.place.text)
    if not named:
        return None
    most = max(named, key=lambda p: (len(named[p]), len(p), p))
    return max((p for p in named if set(most.split()) <= set(p.split())), key=lambda p: (len(p), p))


def when_of(found: Sequence[Found]) -> When | None:
    """The interval that most texts give, the narrowest of equals."""
    given: dict[tuple[str, str], set[str]] = {}
    for f in found:
        for days in f.mention.days:
            given.setdefault(days, set()).add(f.mention.place.text)
    best = max(given, key=lambda d: (len(given[d]), -(date.fromisoformat(d[1]) - date.fromisoformat(d[0])).days, d), default=None)
    return When(best[0], best[1], "day" if best[0] == best[1] else "unknown") if best else None


def parties_of(found: Sequence[Found], records: Mapping[str, Record], ids: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The voices named in the sentences of the mentions, those of most texts first."""
    near: dict[str, set[str]] = {}
    sentences = {(f.mention.place.text, f.sentence) for f in found}
    for text, sentence in sorted(sentences):
        for entity in records[text].entities:
            voice = ids.get((text, entity.id))
            if voice and entity.kind not in ("unnamed", "place", "document") and any(sentence.start <= m.start < sentence.end for m in entity.mentions):
                near.setdefault(voice, set()).add(text)
    return tuple(sorted(near, key=lambda v: (-len(near[v]), v))[:MOST_PARTIES])
