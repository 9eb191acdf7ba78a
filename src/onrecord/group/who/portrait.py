"""An entity in its text: its facet, and in whose company it stands.

In: a record. Out: portraits of the entities that become voices. It compares nothing.
"""

from dataclasses import dataclass, replace
from itertools import combinations

from onrecord.group.texts import published_on
from onrecord.group.who.face import Facet, face, led_bodies
from onrecord.types import Entity, EntityKind, Record

COMPANY = 12  # names of one text, the first, of which another must have two


@dataclass(frozen=True, slots=True)
class Portrait:
    """One entity of one text. `company` holds what its text names, two and two: one name in common may be a president's."""

    article: str
    entity: Entity
    kind: EntityKind
    facet: Facet
    day: str | None
    place: tuple[int, int]  # its text in the order of texts, its first mention
    company: frozenset[tuple[str, ...]]

    @property
    def member(self) -> tuple[str, str]:
        return self.article, self.entity.id


def portray(record: Record, number: int = 0) -> list[Portrait]:
    """The portraits of a record's entities that become voices, in order of first mention."""
    article = record.article
    if article is None:
        return []
    used = {i for s in record.statements for ids in (s.speakers, s.addressees, s.targets, s.relayed_by, s.on_behalf_of, s.rivals) for i in ids}
    used |= {article.issuer} if article.issuer else set()
    entities = [e for e in record.entities if e.id in used or e.kind in ("person", "organisation", "government", "office")]
    led = led_bodies(record)
    facets = {e.id: face(e, article, led) for e in entities}
    beside = dict.fromkeys(key for e in entities if (key := key_of(e, facets[e.id])))
    company = frozenset(combinations(sorted(list(beside)[:COMPANY]), 2))
    lasts: dict[str, int] = {}
    for facet in facets.values():
        if facet.sort == "person":
            lasts[facet.last] = lasts.get(facet.last, 0) + 1
    day = published_on(article)
    out = []
    for e in entities:
        facet = facets[e.id]
        if facet.sort == "person" and not facet.first and lasts[facet.last] > 1:
            facet = replace(facet, rivals=True)
        start = e.mentions[0].start if e.mentions else 0
        out.append(Portrait(article.id, e, kind_of(e, facet), facet, day[:10] if day else None, (number, start), company))
    return out


def kind_of(e: Entity, facet: Facet) -> EntityKind:
    """The kind of an entity, corrected where its role or name says that it is a body."""
    return "organisation" if e.kind == "person" and facet.sort == "body" else "person" if facet.sort in ("person", "holder") else e.kind


# ---- company


def key_of(e: Entity, facet: Facet) -> str | None:
    """What an entity adds to the company of its text: a last name, a body's or state's words; outlets and common nouns tell nothing."""
    if facet.sort in ("person", "state") or (facet.sort == "body" and not is_outlet(e)):
        return None if facet.plain or facet.common else facet.key
    return None


def is_outlet(e: Entity) -> bool:
    return any(m.rule.rstrip("?") in ("agency", "outlet") for m in e.mentions)
