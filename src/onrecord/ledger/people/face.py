"""What decides whether entities of two articles may be one, as two columns: the key under which such are filed, and the face. Pure.

In: a record; a face as it is kept. Out: key and face of each entity; the facet again (group/who, whose rules these are). Unnamed sources have neither: they are
never joined. A face that says nothing but a last name or a common noun is marked so, as it joins only by what stands beside it in its article.
"""

import json
from dataclasses import fields
from functools import lru_cache
from typing import Any

from onrecord.group.who.face import Facet
from onrecord.group.who.portrait import portray
from onrecord.group.who.role import Role, fold_more, state_stem
from onrecord.types import Record

BETWEEN = " \ue000 "  # a private character is a word to the tokenizer: no phrase reaches from one name into the next
LONGEST = 80  # characters of a key
DEFAULTS = {f.name: f.default for f in fields(Facet) if f.name not in ("sort", "own")}
OWN = "alone"  # in place of Facet.own, which names one entity


def describe(record: Record) -> dict[str, tuple[str | None, str | None]]:
    """Key and face of each entity of a record that can be one with another article's."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for portrait in portray(record):
        facet = portrait.facet
        key = key_of(facet)
        if key:
            found[portrait.entity.id] = key, write_face(facet)
    return found


def key_of(facet: Facet) -> str | None:
    """A person's last name; the words of anything else, their endings left out; None for what is never joined."""
    if facet.sort in ("unnamed", "holder"):
        return None
    if facet.sort == "person":
        words = [facet.last] if facet.first or facet.last else []
    elif facet.sort == "state":
        words = sorted(map(state_stem, facet.words)) or [fold_more(facet.country or "")]
    else:
        words = list(facet.tail) or sorted(facet.words)
    return " ".join(words)[:LONGEST] or None


def write_face(facet: Facet) -> str:
    """A facet as JSON in one form, without what is as usual."""
    told: dict[str, Any] = {"sort": facet.sort}
    for name, usual in DEFAULTS.items():
        value = getattr(facet, name)
        if value != usual:
            told[name] = _plain(value)
    if facet.own is not None:
        told[OWN] = True
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Role):
        return [value.head, sorted(value.of), value.country, value.standing]
    if isinstance(value, frozenset):
        return sorted((_plain(v) for v in value), key=str)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


@lru_cache(maxsize=65536)
def read_face(face: str) -> tuple[Facet, bool]:
    """The facet of a face, and whether it stands alone. ValueError or another of what a damaged file gives where it is none."""
    told = json.loads(face)
    alone = bool(told.pop(OWN, False))
    for name in ("words", "acronyms"):
        if name in told:
            told[name] = frozenset(told[name])
    if "forms" in told:
        told["forms"] = frozenset(frozenset(form) for form in told["forms"])
    if "names" in told:
        told["names"] = tuple((first, middle, last) for first, middle, last in told["names"])
    for name in ("tail", "born"):
        if told.get(name) is not None:
            told[name] = tuple(told[name])
    if "roles" in told:
        told["roles"] = tuple(Role(head, frozenset(of), country, standing) for head, of, country, standing in told["roles"])
    return Facet(**told), alone
