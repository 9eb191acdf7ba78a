"""Contents to points: what is at issue, each point holding all that was said to one claim, whatever the stance.

In: statements with their voices, utterances, happenings. Out: points worth a column: claims of two voices, differing numbers, an accusation, a reply, a demand.
The machine's points share out the statements; those that people name by a question take what bears on them besides. context.py <- claim.py (what a
statement claims) <- link.py (which claims may be one point) <- cluster.py; label.py and question.py name points.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from onrecord.group.memo import NONE, Memo
from onrecord.group.point.claim import Claim, day_of, in_headline, make_claims, order_of
from onrecord.group.point.cluster import cluster, components, share_neighbours
from onrecord.group.point.label import suggest_label
from onrecord.group.point.link import WINDOW, find_hosts, find_referents, link_claims
from onrecord.group.point.question import bears_on
from onrecord.group.rulings import UNRULED, Ruling, Rulings, hold, lay_over
from onrecord.group.texts import Said, first_members
from onrecord.group.types import Happening, Point, Utterance, Voice

__all__ = ["RULE", "day_of", "find_points", "order_of"]

RULE = "rule:group.point/1"
LEAST = 0.26  # how strongly the claims of a point have to be tied (cluster.py)
TAKEN = 0.5  # by how strong a tie a group that is no column joins one
ALONE = frozenset({"accuse", "demand", "deny", "admit", "retract"})  # acts of one voice that are worth a column
AGAINST = frozenset({"deny", "challenge", "reject", "retract"})


def find_points(
    *,
    said: Sequence[Said],
    voices: Mapping[str, Voice],
    ids: Mapping[tuple[str, str], str],
    utterances: Sequence[Utterance],
    happenings: Sequence[Happening],
    families: Mapping[str, str],
    questions: Sequence[str] = (),
    memo: Memo = NONE,
    rulings: Rulings = UNRULED,
) -> tuple[Point, ...]:
    """The points, those that people named first and in their order, then by how disputed they are. Ids hash the label or the statements.

    `rulings` are people's: which statements stand to one claim, and what it is called.
    """
    first = first_members(ids)  # voices go by these, so that a claim stays when others join a voice
    ids = {member: first[voice] for member, voice in ids.items()}
    voices = {first[voice]: v for voice, v in voices.items() if voice in first}
    said = [replace(s, voices=tuple(first.get(v, v) for v in s.voices)) for s in said]
    if rulings.points:
        utterances = part_utterances(utterances, rulings.points)
    claims = make_claims(said, ids, utterances, happenings, memo)
    links = link_claims(claims, memo)
    follows = find_referents(claims, said)
    groups = []
    for places, inside in components(len(claims), share_neighbours(len(claims), links), LEAST):
        held = tuple(claims[i] for i in places)
        groups += [[places[n] for n in group] for group in memo.get("claims", (held, tuple(inside.items())), partial(group_claims, held, inside))]
    groups.sort()
    home = {i: n for n, group in enumerate(groups) for i in group}
    for i in sorted(follows):
        end, seen = i, {i}
        while end in follows and follows[end] not in seen:
            end = follows[end]
            seen.add(end)
        if end != i and i in groups[home[i]]:
            groups[home[i]].remove(i)
            groups[home[end]].append(i)
            home[i] = home[end]
    for i, other in sorted(find_hosts(claims, [len(groups[home[i]]) for i in range(len(claims))]).items()):
        groups[home[i]].remove(i)
        groups[home[other]].append(i)
    groups = [leave_headlines(keep_sayings(group, claims), claims, voices) for group in groups]
    ruled: frozenset[str] = frozenset()
    if rulings.points:
        groups, ruled = rule(groups, claims, links, rulings.points)
    points = [tuple(claims[i] for i in sorted(group)) for group in groups]
    found = [memo.get("point", group, partial(make_point, group)) for group in points if worth(group) or any(m.id in ruled for c in group for m in c.members)]
    own = [name(p, rulings.point_labels) for _, p in sorted(found, key=lambda x: x[0])]
    return (*(name_point(q, claims, said, voices) for q in questions), *own)


def part_utterances(utterances: Sequence[Utterance], rulings: Sequence[Ruling]) -> tuple[Utterance, ...]:
    """Utterances as claims are made of them: without a statement that somebody held apart from another in it."""
    gone = {(r.one, r.other) for r in hold(rulings) if r.what == "apart"}
    parted = []
    for u in utterances:
        out = {one for one, other in gone if one in u.statements and other in u.statements}
        kept = tuple(s for s in u.statements if s not in out)
        parted.append(replace(u, statements=kept, fullest=u.fullest if u.fullest in kept else kept[0]) if out and kept else u)
    return tuple(parted)


def rule(
    groups: Sequence[Sequence[int]], claims: Sequence[Claim], links: Mapping[tuple[int, int], float], rulings: Sequence[Ruling]
) -> tuple[list[list[int]], frozenset[str]]:
    """Groups of claims with rulings laid over, and the statements that somebody put together: they are worth a column."""
    place = {m.id: i for i, c in enumerate(claims) for m in c.members}
    held = {i for group in groups for i in group}
    alone = sorted({place[own] for r in rulings for own in (r.one, r.other) if own in place} - held)
    ruled = lay_over([*groups, *([i] for i in alone)], rulings, place, lambda a, b: links.get((a, b), 0.0))
    together = frozenset(own for r in hold(rulings) if r.what == "together" for own in (r.one, r.other) if r.one in place and r.other in place)
    return ruled, together


def name(point: Point, labels: Mapping[str, str]) -> Point:
    """A point, called as somebody called the point of one of its statements, the last one to do so."""
    said = [label for statement, label in labels.items() if statement in point.statements]
    return replace(point, label=said[-1], named=True) if said else point


def group_claims(claims: Sequence[Claim], ties: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Connected claims by point."""
    return take_in(cluster(len(claims), ties, LEAST, WINDOW), ties, claims)


def take_in(groups: Sequence[Sequence[int]], ties: Mapping[tuple[int, int], float], claims: Sequence[Claim]) -> list[list[int]]:
    """The groups, those not worth a column each joined to the one that its strongest tie to a column leads to."""
    column = [worth([claims[i] for i in group]) for group in groups]
    home = {i: n for n, group in enumerate(groups) for i in group}
    best: dict[int, tuple[float, int]] = {}
    for (i, j), tie in sorted(ties.items()):
        for a, b in ((home[i], home[j]), (home[j], home[i])):
            if not column[a] and column[b] and tie >= TAKEN and tie > best.get(a, (0.0, 0))[0]:
                best[a] = (tie, b)
    joined = [list(group) for group in groups]
    for a, (_, b) in sorted(best.items()):
        joined[b] += joined[a]
        joined[a] = []
    return [sorted(group) for group in joined if group]


def keep_sayings(group: Sequence[int], claims: Sequence[Claim]) -> list[int]:
    """A group without its carriers, unless somebody in it disputes that saying or it is what its speaker stands accused of; then without the words themselves:
    "she ordered the cut", said by her accuser, is the accuser's claim and no order of hers on record."""
    inside = [claims[i] for i in group]
    disputed = {t for c in inside if c.disputes for t in c.told}
    blamed = {v for c in inside if "accuse" in c.acts for v in c.targets} | {v for c in inside if c.disputes for v, _ in c.told if v in c.voices}
    kept = []
    for i in group:
        c = claims[i]
        if c.carrier:
            alleged = bool(c.told) and {v for v, _ in c.told} <= blamed
            if c.told & disputed or alleged:
                kept.append(i)
        elif not (c.is_nested and set(c.voices) <= blamed and "demand" in c.acts):
            kept.append(i)
    return kept


def leave_headlines(group: Sequence[int], claims: Sequence[Claim], voices: Mapping[str, Voice]) -> list[int]:
    """A group without headlines whose speaker has no name ("owner admits call") where the text below has the same act: the headline tells of that."""
    below = {(m.article.id, m.statement.act) for i in group for m in claims[i].members if not in_headline(m)}

    def tells_of_it(said: Said) -> bool:
        unnamed = all(v in voices and voices[v].kind == "unnamed" for v in said.voices)
        return unnamed and in_headline(said) and (said.article.id, said.statement.act) in below

    return [i for i in group if not all(map(tells_of_it, claims[i].members))]


def worth(claims: Sequence[Claim]) -> bool:
    """Two voices, differing numbers, or an accusation, a reply, a demand: a point worth a column."""
    if all(c.carrier or c.points_back or len(c.stems) < 2 for c in claims):
        return False
    return len({v for c in claims for v in c.voices}) > 1 or any(c.acts & ALONE for c in claims) or bool(differing(claims))


def make_point(claims: Sequence[Claim]) -> tuple[tuple[int, int, str, str], Point]:
    """A point with its rank: more disputed first, then more voices, then earlier."""
    statements = tuple(m.id for m in sorted((m for c in claims for m in c.members), key=order_of))
    told = [c.happening for c in claims if c.happening]
    against = {v for c in claims if c.acts & AGAINST for v in c.voices}
    others = {v for c in claims if c.acts - AGAINST for v in c.voices}
    opposed = bool(against and others - against)
    point = Point(
        id=make_id("point", *sorted(statements)),
        label=suggest_label(claims),
        named=False,
        happening=max(sorted(set(told)), key=told.count) if told else None,
        statements=statements,
        numbers=differing(claims),
    )
    disputed = 0 if opposed else 1 if against or len(others) > 1 else 2
    return (disputed, -len(against | others), min(c.day for c in claims), point.id), point


def differing(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The numbers of what most claims count, as printed, one of each value, by size; none where they agree."""
    nouns = [n.noun for c in claims for n in c.numbers]
    if not nouns:
        return ()
    noun = max(sorted(set(nouns)), key=nouns.count)
    printed: dict[str, str] = {}
    for c in claims:
        for n in c.numbers:
            if n.noun == noun:
                printed.setdefault(n.value, n.printed)
    return tuple(printed[v] for v in sorted(printed, key=lambda v: (float(v.strip("<>=~%")), v))) if len(printed) > 1 else ()


def name_point(question: str, claims: Sequence[Claim], said: Sequence[Said], voices: Mapping[str, Voice]) -> Point:
    """The point of a question: the label as given, the statements that bear on it in time."""
    nested: dict[str, list[Said]] = {}
    for s in said:
        if s.statement.parent:
            nested.setdefault(s.statement.parent, []).append(s)
    bearing = [c for c in claims if bears_on(question, c, [n for m in c.members for n in nested.get(m.id, ())], voices)]
    told = [c.happening for c in bearing if c.happening]
    return Point(
        id=make_id("named", question),
        label=question,
        named=True,
        happening=max(sorted(set(told)), key=told.count) if told else None,
        statements=tuple(m.id for m in sorted((m for c in bearing for m in c.members), key=order_of)),
        numbers=differing(bearing),
    )


def make_id(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:32]
