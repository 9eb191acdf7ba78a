"""Two portraits side by side: why they may not be one, and what speaks for it.

In: two portraits, or two nodes of portraits that look the same. Out: reasons against in words; the bond between them. Both depend on these two and their
own texts alone.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache

from onrecord.group.who.face import Facet
from onrecord.group.who.portrait import Portrait
from onrecord.group.who.role import HOLDERS, compare_all, state_stem, stem
from onrecord.resolve.given import gender_of
from onrecord.resolve.who.cast import is_variant

APART = "one text tells them apart"
NEAR = 45  # days between two texts in which a role is held to be the same person's
MANY = 400  # days of publication of one node that are compared
SOFT = frozenset({"different roles", "different ages", "different countries", "man and woman"})
SINGLE = frozenset("premier president mayor harbourmaster king queen pope".split())  # mostly one in a story, with nothing said of where
SKELETON = str.maketrans("", "", "aeiouyhw-'’.")


class Bond(IntEnum):
    """What speaks for two being one, the strongest first to join; NONE speaks for it too little, DOUBT enough to name them to each other."""

    NONE = 0
    DOUBT = 1
    ROLE = 2  # a role alone, and who bears it
    BARE = 3  # a last name or common noun, and the company it stands in
    TOLD = 4  # the same, and a role or country that agree
    FORM = 5  # another form of the name: initial, spelling, acronym, without its country
    NAME = 6  # the same full name
    SURE = 7  # the same, and a role or country that agree


@dataclass(slots=True, eq=False)
class Node:
    """Entities that look the same to every rule: one facet, its portraits, their texts and company."""

    facet: Facet
    portraits: list[Portrait]
    articles: set[str]
    company: set[tuple[str, ...]]


def conflicts(a: Portrait, b: Portrait) -> tuple[str, ...]:
    """Why two entities may not be one person, body or state, in words; empty where nothing speaks against it."""
    if a.facet == b.facet:
        return ()
    return (*differ(a.facet, b.facet), *((APART,) if a.article == b.article and a.facet.sort == b.facet.sort == "person" else ()))


@lru_cache(maxsize=1 << 18)
def differ(a: Facet, b: Facet) -> tuple[str, ...]:
    """Why two facets are not of one entity, in words."""
    if "unnamed" in (a.sort, b.sort):
        return () if a == b else ("unnamed sources are never joined",)
    pair = {a.sort, b.sort}
    if pair == {"person"}:
        return differ_persons(a, b)
    if "holder" in pair and pair <= {"holder", "person"}:
        nations = a.country and b.country and a.country != b.country
        return ("different roles",) if nations or compare_all(a.roles, b.roles) == "other" else ()
    if pair == {"body", "person"}:
        one, other = (a, b) if a.sort == "person" else (b, a)
        return () if not one.firm and name_words(one) == other.words and not other.common else ("a person and a body",)
    if pair == {"body", "crowd"}:
        return () if a.words == b.words and not (a.plain or b.plain) else ("a body and people",)
    if len(pair) > 1:
        return ("of different kinds",)
    return differ_things(a, b)


def differ_persons(a: Facet, b: Facet) -> tuple[str, ...]:
    out = []
    if not any(same_last(x, y) for x in a.names for y in b.names):
        out.append("different last names")
    if a.first and b.first and not any(same_first(x[0], y[0]) for x in a.names for y in b.names) and not turned(a, b) and not contained(a, b):
        out.append("different first names")
    if a.names[0][1] and b.names[0][1] and not same_middle(a.names[0][1], b.names[0][1]):
        out.append("different middle names")
    if a.suffix and b.suffix and a.suffix != b.suffix:
        out.append("father and son")
    if a.gender and b.gender and a.gender != b.gender:
        out.append("man and woman")
    if a.country and b.country and a.country != b.country:
        out.append("different countries")
    if a.born and b.born and (a.born[1] < b.born[0] - 1 or b.born[1] < a.born[0] - 1) and (a.born[0] > 0) == (b.born[0] > 0):
        out.append("different ages")
    if compare_all(a.roles, b.roles) == "other":
        out.append("different roles")
    return tuple(out)


def differ_things(a: Facet, b: Facet) -> tuple[str, ...]:
    if a.plain or b.plain:
        fits = a.words <= b.words if a.plain else b.words <= a.words
        return () if fits else ("different names",)
    if a.country and b.country and a.country != b.country:
        return ("different countries",)
    return () if bond_of_names(a, b) else ("different names",)


# ---- names


def same_last(a: tuple[str, str, str], b: tuple[str, str, str]) -> bool:
    if a[2] == b[2] or is_variant(a[2], b[2]) or a[2].replace("-", "") == b[2].replace("-", ""):
        return True
    if a[2] in b[2].split("-") or b[2] in a[2].split("-"):
        return True
    return bool(a[0] and b[0]) and ((a[0], a[2]) == (b[2], b[0]) or (a[0] == b[0] and (a[2] in b[1].split() or b[2] in a[1].split())))


def same_first(a: str, b: str) -> bool:
    """Whether two first names may be one: equal, an initial, a short form, another spelling for the same gender."""
    if not a or not b or a == b or a.replace("-", "") == b.replace("-", ""):
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    genders = {g for g in (gender_of(a), gender_of(b)) if g}
    if len(genders) > 1:
        return False
    shorter = min(len(a), len(b))
    return (shorter >= 3 and (a.startswith(b) or b.startswith(a))) or (is_variant(a, b) and skeleton(a) == skeleton(b))


def same_middle(a: str, b: str) -> bool:
    return any(same_first(x, y) for x in a.split() for y in b.split())


def turned(a: Facet, b: Facet) -> bool:
    """ "Viktor Orla" and "Orla Viktor"."""
    return bool(a.first and b.first) and a.first == b.last and a.last == b.first


def contained(a: Facet, b: Facet) -> bool:
    return a.first == b.first and any(same_last(x, y) for x in a.names for y in b.names)


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """A name's consonants, doubled ones once: what its spellings share."""
    kept = word[:1] + word[1:].translate(SKELETON)
    return "".join(c for k, c in enumerate(kept) if k == 0 or c != kept[k - 1])


def name_words(person: Facet) -> frozenset[str]:
    first, middle, last = person.names[0]
    return frozenset(stem(w) for w in (first, *middle.split(), last) if w)


def bond_of_names(a: Facet, b: Facet) -> Bond:
    """How two bodies', states' or groups' names stand to each other."""
    if a.sort == "state":
        same = a.words == b.words or {state_stem(w) for w in a.words} == {state_stem(w) for w in b.words}
        return Bond.NAME if same else Bond.NONE
    spoken = a.words == b.words or bool((a.forms | {a.words}) & (b.forms | {b.words}))
    if spoken:
        return Bond.BARE if a.common or b.common else Bond.NAME if a.country == b.country else Bond.FORM
    if a.acronyms & b.acronyms and not (a.initials not in a.acronyms and b.initials not in b.acronyms and len(a.words) > 1 and len(b.words) > 1):
        return Bond.FORM
    if (a.initials in b.acronyms and len(b.words) == 1) or (b.initials in a.acronyms and len(a.words) == 1):
        return Bond.FORM
    short, long = (a, b) if len(a.tail) < len(b.tail) else (b, a)
    if a.sort == "body" and 1 < len(short.tail) < len(long.tail) and alike(long.tail[-len(short.tail) :], short.tail):
        return Bond.BARE
    return Bond.NONE


def alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return all(x == y or state_stem(x) == state_stem(y) for x, y in zip(a, b, strict=True))


# ---- what speaks for it


def bond(a: Node, b: Node) -> Bond:
    """What speaks for the entities of two nodes being one."""
    x, y = a.facet, b.facet
    if a is b or "unnamed" in (x.sort, y.sort):
        return Bond.NONE
    pair = {x.sort, y.sort}
    if "holder" in pair:
        return bond_holder(a, b) if pair <= {"holder", "person"} else Bond.NONE
    if pair == {"person"}:
        return bond_persons(a, b)
    if x.plain or y.plain:
        if differ(x, y):
            return Bond.NONE
        return Bond.BARE if not a.articles.isdisjoint(b.articles) else Bond.DOUBT if share(a, b) else Bond.NONE
    if differ(x, y):
        return Bond.NONE
    if len(pair) > 1:
        return Bond.FORM
    found = bond_of_names(x, y)
    return found if found != Bond.BARE or share(a, b) else Bond.DOUBT


def bond_persons(a: Node, b: Node) -> Bond:
    x, y = a.facet, b.facet
    brief = not x.first or not y.first or 1 in (len(x.first), len(y.first))
    against = differ(x, y)
    if against:  # a namesake is worth a look where only what is said of them differs; "different first names" are two people
        return Bond.DOUBT if SOFT.issuperset(against) and (brief or x.names[0] == y.names[0]) else Bond.NONE
    if not a.articles.isdisjoint(b.articles):
        return Bond.DOUBT if brief else Bond.NONE
    match = compare_all(x.roles, y.roles)
    role = match in ("same", "wider")
    nation = x.country is not None and x.country == y.country
    parted = bool(x.roles and y.roles) and not role
    if x.first and y.first:
        if any((p[0], p[2]) == (q[0], q[2]) and len(p[0]) > 1 for p in x.names for q in y.names):
            return Bond.SURE if role or nation else Bond.NAME
        if brief:
            return Bond.FORM if role or (nation and not parted and share(a, b)) else Bond.DOUBT
        near = x.first == y.first or nation or turned(x, y)
        return Bond.FORM if role or (near and not parted and share(a, b)) else Bond.DOUBT
    if x.last != y.last:
        return Bond.TOLD if role and share(a, b) else Bond.NONE
    if x.rivals or y.rivals:
        return Bond.DOUBT
    if role or (nation and share(a, b)):
        return Bond.TOLD
    return Bond.BARE if not parted and (nation or share(a, b)) else Bond.DOUBT


def bond_holder(a: Node, b: Node) -> Bond:
    """A role alone and its bearer, or two mentions of a role alone."""
    x, y = a.facet, b.facet
    roles = [f.roles[0] for f in (x, y) if f.sort == "holder"]
    if differ(x, y) or any(r.head not in HOLDERS or r.standing == "former" or not (r.of or r.country or r.head in SINGLE) for r in roles):
        return Bond.NONE
    together = share(a, b)
    match = compare_all(x.roles, y.roles)
    enough = match == "same" or (match == "wider" and all(r.head in SINGLE and not r.of for r in roles) and together)
    if enough and (together or roles[0].country is not None) and close(a, b, stated=not together):
        return Bond.ROLE
    return Bond.DOUBT if match in ("same", "wider") and together else Bond.NONE


def close(a: Node, b: Node, *, stated: bool) -> bool:
    """Whether some texts of the two are of about the same time; where `stated` is false, also where a day is not known."""
    one = sorted({p.day for p in a.portraits if p.day})[:MANY]
    two = sorted({p.day for p in b.portraits if p.day})[:MANY]
    if not one or not two:
        return not stated
    return any(abs((date.fromisoformat(x) - date.fromisoformat(y)).days) <= NEAR for x in one for y in two)


def share(a: Node, b: Node) -> bool:
    """Whether a text of the one and a text of the other name enough in common, besides the two, to be of one dispute."""
    few, many = (a.company, b.company) if len(a.company) <= len(b.company) else (b.company, a.company)
    own = {a.facet.key, b.facet.key}
    return any(unit in many and own.isdisjoint(unit) for unit in few)
