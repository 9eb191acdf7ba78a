"""Groups of portraits as voices: which name is shown, which roles, in which order.

In: portraits and their groups. Out: voices. Every choice is by counts of texts, then by fullness, then by the alphabet.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.group.types import Voice
from onrecord.group.who.face import ARTICLE, PRESS
from onrecord.group.who.portrait import Portrait
from onrecord.group.who.role import read_role
from onrecord.resolve.who.words import fold
from onrecord.types import EntityKind

KINDS: tuple[EntityKind, ...] = ("office", "organisation", "government", "person", "group", "document", "place", "unnamed")


def show(portraits: Sequence[Portrait], groups: Sequence[Sequence[int]], doubles: Iterable[tuple[int, int]]) -> tuple[Voice, ...]:
    """The voices of some groups, in the order in which the texts first name them."""
    made = [voice_of([portraits[n] for n in group]) for group in groups]
    others: dict[int, set[str]] = {}
    for a, b in doubles:
        others.setdefault(a, set()).add(made[b].id)
        others.setdefault(b, set()).add(made[a].id)
    first = [min(portraits[n].place for n in group) for group in groups]
    order = sorted(range(len(made)), key=lambda g: (first[g], made[g].id))
    return tuple(replace(made[g], doubles=tuple(sorted(others.get(g, ())))) for g in order)


def voice_of(members: Sequence[Portrait]) -> Voice:
    """One voice of its members."""
    ids = tuple(sorted(p.member for p in members))
    kinds = Counter(p.kind for p in members if p.facet.firm) or Counter(p.kind for p in members)
    kind = min(kinds, key=lambda k: (-kinds[k], KINDS.index(k)))
    named = [p for p in members if p.facet.sort != "holder"] or list(members)
    name = best_name(named)
    forms = Counter(form for p in members for form in dict.fromkeys((p.entity.name, *p.entity.aliases)))
    countries = Counter(c for p in members if (c := p.entity.country or p.facet.country))
    alone = [p.entity.name for p in members if p.facet.sort == "holder" and p not in named]  # what they are called by a role alone
    roles = [*(r for p in members for r in dict.fromkeys(p.entity.roles)), *alone]
    one = members[0].entity if len(members) == 1 else None
    return Voice(
        id=hashlib.sha256(json.dumps(ids, separators=(",", ":")).encode()).hexdigest()[:32],
        name=name,
        kind=kind,
        aliases=tuple(f for f in sorted(forms, key=lambda f: (-forms[f], f)) if f != name),
        roles=fold_roles(roles),
        country=min(countries, key=lambda c: (-countries[c], c)) if countries else None,
        count=one.count if one else None,
        terms=one.terms if one else None,
        members=ids,
    )


def best_name(members: Sequence[Portrait]) -> str:
    """The fullest name: most whole words, then most texts, then most letters."""
    names = Counter(p.entity.name for p in members)
    vague = {p.entity.name for p in members if p.facet.common or p.facet.plain or PRESS.search(p.entity.name)}
    state = members[0].facet.sort == "state"

    def fullness(name: str) -> tuple[bool, int, int, int, str]:
        words = [w for w in ARTICLE.sub("", name).split() if len(fold(w)) > 1]
        country = state and any(name == p.facet.country for p in members)
        return name in vague, -(99 if country else len(words)), -names[name], -len(name), name

    return min(names, key=fullness)


def fold_roles(roles: Sequence[str]) -> tuple[str, ...]:
    """Roles as reported, those that say the same once: the form of most texts."""
    counts = Counter(roles)
    out: dict[object, str] = {}
    for role in sorted(counts, key=lambda r: (-counts[r], not r[:1].isupper(), -len(r), r)):
        out.setdefault(read_role(role) or fold("".join(role.split())), role)
    return tuple(out.values())
