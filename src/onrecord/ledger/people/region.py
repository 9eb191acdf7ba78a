"""Which entities of a ledger are one: those filed under one key, by the rules of group/who, with what people said laid over.

In: a connection and entities or keys. Out: a `Region`: the entities under some keys as groups, and pairs of groups that may be one. Two that people hold to be
one bring both their keys into the region; so nothing outside it can change it. Regions are kept until the ledger has another entry.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, cast

import apsw

from onrecord.group.rulings import Ruling
from onrecord.group.who import rule
from onrecord.group.who.join import join
from onrecord.group.who.portrait import COMPANY, Portrait
from onrecord.judge.types import Identity
from onrecord.ledger.index import UNRESOLVED
from onrecord.ledger.judge import gather_all
from onrecord.ledger.people.face import BETWEEN, read_face
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.types import Entity, EntityKind

MOST = 20_000  # entities under one key that are looked at, those of the latest days
KEPT = 512  # regions that are kept
COLUMNS = (
    "SELECT e.number, e.id, e.kind, e.called, e.key, e.face, e.roles, e.country, e.said, a.id, a.reading, a.day_start FROM entities e "
    "JOIN articles a ON a.reading = e.reading AND a.current"
)


@dataclass(frozen=True, slots=True)
class Member:
    """An entity of one article: its row, and how the rules see it."""

    number: int
    reading: int
    said: int
    portrait: Portrait

    @property
    def id(self) -> str:
        return self.portrait.entity.id

    @property
    def order(self) -> tuple[str, str, int]:
        return self.portrait.day or "9999", self.portrait.article, self.number


@dataclass(frozen=True, slots=True)
class Region:
    """Members, the earliest first; groups of them by place, in this order; pairs of groups that may be one, by place."""

    keys: frozenset[str]
    members: tuple[Member, ...]
    groups: tuple[tuple[int, ...], ...]
    doubles: tuple[tuple[int, int], ...]
    ruled: bool

    def group_of(self, id: str) -> int | None:
        """The place of the group of an entity."""
        return next((n for n, group in enumerate(self.groups) if any(self.members[i].id == id for i in group)), None)


_lock = threading.Lock()
_kept: OrderedDict[tuple[str, int, str, frozenset[str]], Region] = OrderedDict()


def read_region(db: apsw.Connection, *, key: str | None = None, loose: str | None = None) -> Region:
    """The region of a key, or of one entity that is filed under none."""
    rulings = read_rulings(db)
    keys, alone = reach(db, key, loose, rulings)
    name = (db.filename, ask_one(db, "SELECT max(seq) FROM entries") or 0, ",".join(sorted(alone)), keys)
    with _lock:
        found = _kept.get(name)
        if found is not None:
            _kept.move_to_end(name)
            return found
    made = make_region(db, keys, alone, rulings)
    with _lock:
        _kept[name] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def read_rulings(db: apsw.Connection) -> tuple[Ruling, ...]:
    """What people said about who is who, in order."""
    if not ask(db, "SELECT 1 FROM judgements WHERE json_extract(says, '$.type') = 'identity' LIMIT 1"):
        return ()
    found = [(j.about, j.saying) for j in gather_all(db) if not j.undone and isinstance(j.saying, Identity) and j.saying.what != "unsure"]
    return tuple(Ruling("together" if saying.what == "same" else "apart", about, saying.other) for about, saying in found)


def reach(db: apsw.Connection, key: str | None, loose: str | None, rulings: Sequence[Ruling]) -> tuple[frozenset[str], frozenset[str]]:
    """The keys that belong together, and the entities without one that do."""
    keys, alone = {key} if key is not None else set[str](), {loose} if loose is not None else set[str]()
    sides = {own: key_of(db, own) for r in rulings for own in (r.one, r.other)}
    grown = True
    while grown:
        before = len(keys) + len(alone)
        for r in rulings:
            if r.what == "together" and any(sides[own] in keys or own in alone for own in (r.one, r.other)):
                for own in (r.one, r.other):
                    found = sides[own]
                    if found is not None:
                        keys.add(found)
                    else:
                        alone.add(own)
        grown = len(keys) + len(alone) > before
    return frozenset(keys), frozenset(alone)


def key_of(db: apsw.Connection, own: str) -> str | None:
    found: str | None = ask_one(db, "SELECT key FROM entities WHERE id = ? ORDER BY reading DESC LIMIT 1", (own,))
    return found


def make_region(db: apsw.Connection, keys: frozenset[str], alone: frozenset[str], rulings: Sequence[Ruling]) -> Region:
    rows: list[tuple[Any, ...]] = []
    for key in sorted(keys):
        rows += ask(db, f"{COLUMNS} WHERE e.key = ? ORDER BY a.day_start DESC, e.number LIMIT {MOST}", (key,))
    for own in sorted(alone):
        rows += ask(db, f"{COLUMNS} WHERE e.id = ? AND e.kind <> '{UNRESOLVED}' ORDER BY e.number LIMIT 1", (own,))
    members = sorted((make_member(*row) for row in rows), key=lambda m: m.order)
    if any(not m.portrait.facet.first or m.portrait.facet.own for m in members) and len({m.portrait.facet for m in members}) > 1:
        company = read_company(db, {m.reading for m in members})
        members = [replace(m, portrait=replace(m.portrait, company=company.get(m.reading, frozenset()))) for m in members]
    portraits = [m.portrait for m in members]
    groups, doubles = join(portraits)
    ids = {m.id for m in members}
    ruled = any(r.one in ids and r.other in ids for r in rulings)
    if ruled:
        groups, doubles = rule(portraits, groups, doubles, rulings)
    return Region(keys, tuple(members), tuple(map(tuple, groups)), tuple(sorted(doubles)), ruled)


def make_member(
    number: int, own: str, kind: str, called: str, key: str | None, face: str | None, roles: str | None, country: str | None, said: int, article: str,
    reading: int, day: str | None,
) -> Member:  # fmt: skip
    name, *aliases = called.split(BETWEEN)
    entity = Entity(own, cast("EntityKind", kind), name, aliases=tuple(aliases), roles=tuple(roles.split("\n")) if roles else (), country=country)
    facet, single = read_face(face or '{"sort":"unnamed"}')
    if single or key is None:
        facet = replace(facet, own=(article, own))
    known = None if day in (None, "0000-00-00") else day
    corrected: EntityKind = "organisation" if kind == "person" and facet.sort == "body" else "person" if facet.sort in ("person", "holder") else entity.kind
    return Member(number, reading, said, Portrait(article, entity, corrected, facet, known, (0, number), frozenset()))


def read_company(db: apsw.Connection, readings: Iterable[int]) -> dict[int, frozenset[tuple[str, ...]]]:
    """What each text names, two and two, as group/who/portrait.py has it; what is named by a common noun alone tells nothing."""
    named: dict[int, dict[str, None]] = {}
    sql = "SELECT reading, face FROM entities WHERE reading IN (SELECT value FROM json_each(?)) AND key IS NOT NULL ORDER BY number"
    for reading, face in ask(db, sql, (json.dumps(sorted(readings)),)):
        facet, _ = read_face(face)
        if facet.sort in ("person", "state", "body") and not facet.plain and not facet.common:
            named.setdefault(reading, {})[facet.key] = None
    return {reading: frozenset(combinations(sorted(list(own)[:COMPANY]), 2)) for reading, own in named.items()}
