"""One person, body or state over all articles, as it is shown.

In: a connection, an id, a region. Out: `Person`, the numbers of its entities. UsageError where the id is nobody's.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import apsw

from onrecord.errors import UsageError
from onrecord.group.who import RULE
from onrecord.group.who.pair import conflicts
from onrecord.group.who.show import best_name, voice_of
from onrecord.ledger import look
from onrecord.ledger.people.region import Member, Region, read_region
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.ledger.types import Alias, Double, OutletSeen, Person, RoleSeen

LISTED = 50  # names, roles, outlets and doubles of one person
REASONS = 4
OUTLETS = (
    "SELECT a.outlet, sum(via = 0), sum(via) FROM (SELECT DISTINCT s.number, s.reading, EXISTS (SELECT 1 FROM parties r WHERE r.statement = s.number AND "
    "r.role = 'relayed_by') AS via FROM parties p JOIN statements s ON s.number = p.statement AND s.current WHERE p.role = 'speaker' AND p.entity IN "
    "(SELECT value FROM json_each(?))) f JOIN articles a ON a.reading = f.reading GROUP BY a.outlet ORDER BY count(*) DESC, a.outlet"
)


def see_person(db: apsw.Connection, given: str) -> Person:
    """The person of an id: a person's, or that of an entity in any article."""
    region, group = find_group(db, given)
    person = make_person(region, group)
    numbers = [region.members[i].number for i in region.groups[group]]
    outlets = [OutletSeen(*row) for row in ask(db, OUTLETS, (json.dumps(numbers),))]
    said = sum(o.direct + o.via for o in outlets)
    return replace(person, statements=said, doubles=find_doubles(region, group), outlets=tuple(outlets[:LISTED]))


def find_numbers(db: apsw.Connection, given: str) -> list[int]:
    """The numbers of a person's entities."""
    region, group = find_group(db, given)
    return [region.members[i].number for i in region.groups[group]]


def find_group(db: apsw.Connection, given: str) -> tuple[Region, int]:
    """The region and the group of an id."""
    own = find_entity(db, given)
    key = ask_one(
        db, "SELECT e.key FROM entities e JOIN articles a ON a.reading = e.reading WHERE e.id = ? ORDER BY a.current DESC, e.number DESC LIMIT 1", (own,)
    )
    region = read_region(db, key=key, loose=None if key is not None else own)
    group = region.group_of(own)
    if group is None:
        raise UsageError(f"{given}: {own[:12]} is in no article that is shown now")
    return region, group


def find_entity(db: apsw.Connection, given: str) -> str:
    """The entity of an id, as it stands in an article that is shown now."""
    kind, own = look.resolve(db, given)
    if kind != "entity":
        raise UsageError(f"{given}: this is {'an' if kind[0] in 'aeiou' else 'a'} {kind}; name a speaker, by the id of an entity")
    led = ask_one(db, "SELECT new FROM leads WHERE kind = 'entity' AND old = ? AND new IS NOT NULL ORDER BY reading DESC LIMIT 1", (own,))
    own = led or own
    if ask(db, "SELECT 1 FROM entities e JOIN articles a ON a.reading = e.reading AND a.current WHERE e.id = ? LIMIT 1", (own,)):
        return own
    # An older version of a page: whoever has the same names in what the page shows now.
    later = ask_one(
        db,
        "SELECT n.id FROM entities e JOIN readings r ON r.entry = e.reading JOIN addresses d ON d.address = r.address JOIN entities n ON n.reading = d.reading "
        "AND n.key IS e.key AND n.called = e.called WHERE e.id = ? ORDER BY n.number LIMIT 1",
        (own,),
    )
    return str(later or own)


def make_person(region: Region, group: int) -> Person:
    """A group without what costs questions: doubles and outlets; `statements` as its entities have them."""
    members = [region.members[i] for i in region.groups[group]]
    voice = voice_of([m.portrait for m in members])
    return Person(
        id=members[0].id, name=voice.name, kind=voice.kind, country=voice.country, roles=count_roles(members), aliases=count_names(members, voice.name),
        members=tuple(m.id for m in members), statements=sum(m.said for m in members), articles=len({m.portrait.article for m in members}),
        maker=f"{RULE}, and people" if region.ruled else RULE,
    )  # fmt: skip


def count_roles(members: Sequence[Member]) -> tuple[RoleSeen, ...]:
    """Roles as reported, those of most articles first."""
    seen: dict[str, list[str | None]] = {}
    for m in members:
        for role in dict.fromkeys(m.portrait.entity.roles):
            seen.setdefault(role, []).append(m.portrait.day)
    found = [RoleSeen(role, min(filter(None, days), default=None), max(filter(None, days), default=None), len(days)) for role, days in seen.items()]
    return tuple(sorted(found, key=lambda r: (-r.count, r.first or "9999", r.role))[:LISTED])


def count_names(members: Sequence[Member], name: str) -> tuple[Alias, ...]:
    """Other forms of the name, those of most articles first, each with the first article that has it."""
    counts: Counter[str] = Counter()
    first: dict[str, str] = {}
    for m in members:
        for form in dict.fromkeys((m.portrait.entity.name, *m.portrait.entity.aliases)):
            if form != name:
                counts[form] += 1
                first.setdefault(form, m.portrait.article)
    return tuple(Alias(form, counts[form], first[form]) for form in sorted(counts, key=lambda f: (-counts[f], f))[:LISTED])


def find_doubles(region: Region, group: int) -> tuple[Double, ...]:
    """Who may be the same and was not joined."""
    others = sorted({b if a == group else a for a, b in region.doubles if group in (a, b)})
    return tuple(make_double(region, group, other) for other in others[:LISTED])


def make_double(region: Region, group: int, other: int) -> Double:
    there = [region.members[i] for i in region.groups[other]]
    return Double(there[0].id, best_name([m.portrait for m in there]), say_why(region, group, other))


def say_why(region: Region, one: int, other: int) -> str:
    """Why two groups were not joined, in words."""
    pairs = ((region.members[a].portrait, region.members[b].portrait) for a in region.groups[one][:20] for b in region.groups[other][:20])
    against = dict.fromkeys(reason for a, b in pairs for reason in conflicts(a, b))
    if against:
        return "alike in name, but " + ", ".join(list(against)[:REASONS])
    return "alike in name; nothing speaks against it, and too little for it"
