"""Relations between two statements, from a closed list; both keep the places of their words.

Within a point statements of one utterance count as one: a pair is shown where both stand in one text if there is such a text, else by their fullest versions.
A reply is tied to what it replies to once: the accused's reply "answers" the accusation, another's denial "denies" the claim nearest before it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from onrecord.group.meaning import likeness
from onrecord.group.memo import NONE, Memo
from onrecord.group.point import order_of
from onrecord.group.point.number import list_numbers
from onrecord.group.position.row import by_statement, key_of
from onrecord.group.position.stance import find_stances, is_later
from onrecord.group.texts import Said, content_span
from onrecord.group.types import Place, Point, Relation, RelationKind, Stance, Utterance
from onrecord.types import Entity

REPLIES = frozenset({"deny", "challenge", "decline", "reject", "admit", "apologise", "retract"})
AGAIN = 0.7  # likeness of two wordings that say the same once more
NAMED = frozenset({"person", "organisation", "government", "office", "group"})
COMPANIES = frozenset({"company", "firm", "operator", "contractor", "supplier", "owner"})
NOBODY = re.compile(r"[\s“\"‘']?(?:that )?(?:no|none|nobody|neither)\b", re.IGNORECASE)  # what is read as an accusation and says that nobody did it
REACH = 12  # statements of a text after an accusation within which a flat reply by the accused answers it


@dataclass(frozen=True, slots=True)
class Unit:
    """The versions of one utterance on a point, in time, the one that stands for them, and its stance."""

    members: tuple[Said, ...]
    main: Said
    stance: Stance
    voices: frozenset[str]
    principals: frozenset[str]
    accused: frozenset[str]

    @property
    def acts(self) -> frozenset[str]:
        return frozenset(m.statement.act for m in self.members if m.statement.act and not m.statement.negated)


def find_relations(
    *, said: Sequence[Said], ids: Mapping[tuple[str, str], str], points: Sequence[Point], utterances: Sequence[Utterance], memo: Memo = NONE
) -> tuple[Relation, ...]:
    """All relations, by kind and place in time; no pair twice with one kind."""
    known = {s.id: s for s in said}
    spoken = by_statement(utterances)
    pairs: list[tuple[RelationKind, Said, Said]] = []
    units: list[Unit] = []
    for p in points:
        if not p.named:
            inside, found_inside = memo.get("relations", key_of(p, known, spoken, ids, memo), partial(relate, p, known, ids, spoken))
            units += inside
            pairs += found_inside
    pairs += answers_in_text(said, ids, units)
    pairs += corrections(said)
    pairs += quotations(said, ids, utterances, known)
    pairs += [
        ("differs", known[w.statement], known[w.against]) for u in utterances for w in u.wordings if w.changes and w.statement in known and w.against in known
    ]
    found = {(k, a.id, b.id): (order_of(a), order_of(b), Relation(k, a.id, b.id, place(a), place(b))) for k, a, b in pairs if a.id != b.id}
    replied = {(a, b) for k, a, b in found if k == "answers"}
    kept = [x for (k, a, b), x in found.items() if k != "denies" or (a, b) not in replied]
    return tuple(r for _, _, r in sorted(kept, key=lambda x: (x[0], x[1], x[2].kind)))


def relate(
    point: Point, known: Mapping[str, Said], ids: Mapping[tuple[str, str], str], spoken: Mapping[str, Utterance]
) -> tuple[list[Unit], list[tuple[RelationKind, Said, Said]]]:
    """The units of one point, and how they stand to each other."""
    units = list_units([known[i] for i in point.statements], ids, spoken)
    return units, [*answers(units), *denials(units), *own_words(units), *backings(units)]


def place(said: Said) -> Place:
    return Place(said.article.id, content_span(said.statement))


def list_units(statements: Sequence[Said], ids: Mapping[tuple[str, str], str], spoken: Mapping[str, Utterance]) -> list[Unit]:
    stances = find_stances(statements)
    groups: dict[str, list[Said]] = {}
    for s in sorted(statements, key=order_of):
        groups.setdefault(spoken[s.id].id if s.id in spoken else s.id, []).append(s)
    return [make_unit(tuple(g), stances, ids, spoken) for g in groups.values()]


def make_unit(members: tuple[Said, ...], stances: Mapping[str, Stance], ids: Mapping[tuple[str, str], str], spoken: Mapping[str, Utterance]) -> Unit:
    fullest = spoken[members[0].id].fullest if members[0].id in spoken else members[0].id
    main = next((m for m in members if m.id == fullest), members[0])
    return Unit(
        members,
        main,
        stances[main.id],
        frozenset(v for m in members for v in m.voices),
        frozenset(v for m in members for e in m.statement.on_behalf_of if (v := ids.get((m.article.id, e)))),
        frozenset(v for m in members for v in accused_by(m, ids)),
    )


def accused_by(said: Said, ids: Mapping[tuple[str, str], str]) -> list[str]:
    """The voices that a statement accuses: its targets, else the first one named in its content. None where it is not said, asked or only supposed."""
    s = said.statement
    if s.act != "accuse" or s.negated or s.modality in {"question", "hypothetical"} or NOBODY.match(said.words):
        return []
    targets = [name_body(e, said.record.entities) for e in said.entities(s.targets) if e.kind in {*NAMED, "unnamed"}]
    found = [v for e in targets if (v := ids.get((said.article.id, e.id))) and v not in said.voices]
    return list(dict.fromkeys(found)) or named_in(said, ids)[:1]


def name_body(entity: Entity, others: Sequence[Entity]) -> Entity:
    """The named body or person that a bare common noun stands for in its text ("the company"): the only one that is called so there; else itself."""
    if entity.name != entity.name.lower():
        return entity
    noun = entity.name.split()[-1]
    named = [e for e in others if e.kind in NAMED and e.name != e.name.lower()]
    called = [e for e in named if any(noun in r.lower().split() for r in (*e.roles, e.name))]
    bodies = [e for e in named if e.kind == "organisation" and not e.name.isupper()] if noun in COMPANIES else []
    return called[0] if len(called) == 1 else bodies[0] if not called and len(bodies) == 1 else entity


def named_in(said: Said, ids: Mapping[tuple[str, str], str]) -> list[str]:
    """The voices with a name in the content, by place; speakers, places and documents left out."""
    found = [
        (m.start, v)
        for e in said.record.entities
        if e.kind in NAMED and (v := ids.get((said.article.id, e.id))) and v not in said.voices
        for m in e.mentions
        if m.kind == "name" and any(s.start <= m.start and m.end <= s.end for s in said.statement.content)
    ]
    return list(dict.fromkeys(v for _, v in sorted(found)))


def find_accusations(units: Sequence[Unit], ids: Mapping[tuple[str, str], str]) -> list[tuple[Said, str]]:
    """The accusations of a point with whom they accuse: what is read as one, its other versions, plain claims of the point that name
    the accused, and charges that name nobody where only one is accused."""
    everyone = {v for u in units for v in u.accused}
    accused = sorted(everyone)
    found = []
    for u in units:
        for m in u.members:
            own = accused_by(m, ids)
            plain = m.statement.act == "assert" and not m.statement.negated and u.stance == "for"
            if not own and plain:
                own = sorted(u.accused | (everyone & set(named_in(m, ids))))
            elif not own and m.statement.act == "accuse" and not m.statement.negated and len(accused) == 1:
                own = accused
            for v in own:
                if v not in m.voices:
                    found.append((m, v))
    return found


def pair(one: Unit, other: Unit) -> tuple[Said, Said]:
    """The versions that show how two units stand to each other: of one text, the earliest; else the fullest and the other's first."""
    for a in one.members:
        for b in other.members:
            if a.article.id == b.article.id:
                return a, b
    return one.main, other.members[0]


def first(unit: Unit) -> tuple[str, str, str, int, str]:
    return order_of(unit.members[0])


def answers(units: Sequence[Unit]) -> Iterator[tuple[RelationKind, Said, Said]]:
    """Replies of the accused, or for them, to the accusation; not before its day."""
    replies: dict[str, list[int]] = {}
    for n, u in enumerate(units):
        if u.acts & REPLIES or (u.stance == "against" and "assert" in u.acts):
            for voice in u.voices | u.principals:
                replies.setdefault(voice, []).append(n)
    for charge in units:
        for n in sorted({n for voice in charge.accused for n in replies.get(voice, ())}):
            if units[n] is not charge and first(units[n])[0] >= first(charge)[0]:
                yield ("answers", *pair(units[n], charge))


def answers_in_text(said: Sequence[Said], ids: Mapping[tuple[str, str], str], units: Sequence[Unit]) -> Iterator[tuple[RelationKind, Said, Said]]:
    """Flat replies that follow in the text of the accusation, on whatever point they were put, while nobody else accuses the same voice in between."""
    texts: dict[str, list[Said]] = {}
    for s in said:
        texts.setdefault(s.article.id, []).append(s)
    home = {m.id: u for u in units for m in u.members}
    for inside in texts.values():
        inside.sort(key=lambda s: (s.statement.content[0].start, s.id))
        for at, charge in enumerate(inside):
            accused = set(accused_by(charge, ids)) if charge.id in home else set()
            for s in inside[at + 1 : at + 1 + REACH] if accused else ():
                if accused & set(accused_by(s, ids)):
                    break
                for_whom = {*s.voices, *(v for e in s.statement.on_behalf_of if (v := ids.get((s.article.id, e))))}
                if (
                    s.statement.act in {"deny", "challenge", "decline", "reject"}
                    and not s.statement.negated
                    and for_whom & accused
                    and s.statement.parent != charge.id
                ):
                    yield "answers", s, charge


def denials(units: Sequence[Unit]) -> Iterator[tuple[RelationKind, Said, Said]]:
    """A denial and the claim of another voice nearest before it; where there is none, the first after it."""
    claims = sorted((u for u in units if u.stance == "for"), key=first)
    starts = [first(c) for c in claims]
    inside: dict[str, list[tuple[Said, int]]] = {}
    for n, c in enumerate(claims):
        for m in c.members:
            inside.setdefault(m.article.id, []).append((m, n))
    for u in units:
        if u.stance != "against" or not u.acts & {"deny", "reject", "assert"}:
            continue
        same = [
            (b.statement.content[0].start, -n)
            for a in u.members
            for b, n in inside.get(a.article.id, ())
            if order_of(b) < order_of(a) and claims[n].voices.isdisjoint(u.voices)
        ]
        at = bisect_left(starts, first(u))
        near = (claims[n] for n in (*range(at - 1, -1, -1), *range(at, len(claims))))
        chosen = claims[-max(same)[1]] if same else next((c for c in near if c.voices.isdisjoint(u.voices)), None)
        if chosen is not None:
            yield ("denies", *pair(u, chosen))


def own_words(units: Sequence[Unit]) -> Iterator[tuple[RelationKind, Said, Said]]:
    """What one voice does to its own earlier words: repeats, narrows, or corrects them."""
    ordered = sorted(units, key=first)
    own: dict[str, list[int]] = {}
    for at, new in enumerate(ordered):
        earlier = [n for voice in new.voices for n in own.get(voice, ()) if is_later(new.main, ordered[n].main)]
        taken = [n for n in earlier if ordered[n].stance == "for"] if "retract" in new.acts else []
        for voice in new.voices:
            own.setdefault(voice, []).append(at)
        if taken:
            yield ("corrects", *pair(new, ordered[max(taken)]))
            continue
        if not earlier or new.stance not in {"for", "against"}:
            continue
        last = ordered[max(earlier)]
        number = compare_numbers(last.main.words, new.main.words)
        if number is not None:
            yield ("narrows" if number else "corrects", new.main, last.main)
        elif last.stance == new.stance and last.main.article.id != new.main.article.id and likeness(last.main.words, new.main.words) >= AGAIN:
            yield "repeats", new.main, last.main


def compare_numbers(old: str, new: str) -> bool | None:
    """True: the new number lies within the old one ("fewer than ten", "six"); False: it is another; None: there is none, or the same."""
    one = {n.noun: n.value for n in list_numbers(old) if n.noun}
    other = {n.noun: n.value for n in list_numbers(new) if n.noun}
    for noun in sorted(one.keys() & other.keys()):
        if one[noun] != other[noun]:
            low, high = bounds(one[noun])
            least, most = bounds(other[noun])
            return low <= least and most <= high
    return None


def bounds(value: str) -> tuple[float, float]:
    """The interval of a number's value ("<10", ">=22", "~40", "14"); an approximate one reaches a fifth to both sides."""
    number = float(value.strip("<>=~%"))
    if value.startswith("<"):
        return 0.0, number
    if value.startswith(">"):
        return number, float("inf")
    return (0.8 * number, 1.2 * number) if value.startswith("~") else (number, number)


def backings(units: Sequence[Unit]) -> Iterator[tuple[RelationKind, Said, Said]]:
    """Who backs another's claim, in so many words or with grounds of their own; tied to the earliest such claim."""
    claims = sorted((u for u in units if u.stance == "for"), key=first)
    for n, u in enumerate(claims):
        if "support" in u.acts or any(m.statement.grounds for m in u.members):
            backed = next((c for c in islice(claims, n) if c.voices.isdisjoint(u.voices)), None)
            if backed is not None:
                yield ("supports", *pair(u, backed))


def corrections(said: Sequence[Said]) -> Iterator[tuple[RelationKind, Said, Said]]:
    """A statement in a report's note of correction, and the likest statement of that voice in a text of the same outlet."""
    by_outlet: dict[str, list[Said]] = {}
    for s in said:
        if s.article.outlet:
            by_outlet.setdefault(s.article.outlet, []).append(s)
    for new in said:
        at = new.statement.content[0].start
        if not any(b.status == "correction" and b.start <= at < b.end for b in new.article.blocks):
            continue
        options = [s for s in by_outlet.get(new.article.outlet or "", ()) if s.id != new.id and set(s.voices) & set(new.voices)]
        best = max(options, key=lambda s: (round(likeness(s.words, new.words), 4), s.article.id != new.article.id, s.id), default=None)
        if best is not None and likeness(best.words, new.words) >= 0.5:
            yield "corrects", new, best


def quotations(
    said: Sequence[Said], ids: Mapping[tuple[str, str], str], utterances: Sequence[Utterance], known: Mapping[str, Said]
) -> Iterator[tuple[RelationKind, Said, Said]]:
    """A version that came through somebody whose own text or version is among these: the carrier's outlet or issuer printed it."""
    for u in utterances:
        members = sorted((known[i] for i in u.statements if i in known), key=order_of)
        for s in members:
            carriers = {v for e in s.statement.relayed_by if (v := ids.get((s.article.id, e)))}
            names = {e.name.casefold() for e in s.entities(s.statement.relayed_by)}
            for other in members:
                issuer = ids.get((other.article.id, other.article.issuer)) if other.article.issuer else None
                if other.article.id != s.article.id and ((issuer in carriers) or (other.article.outlet or "").casefold() in names):
                    yield "quotes", s, other
                    break
