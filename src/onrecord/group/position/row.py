"""Positions: per voice and point its statements in time, one an utterance, with their stances and changes."""

from collections.abc import Hashable, Mapping, Sequence
from functools import partial

from onrecord.group.meaning import likeness
from onrecord.group.memo import NONE, Memo
from onrecord.group.point import order_of
from onrecord.group.position.stance import find_shifts, find_stances
from onrecord.group.texts import Said, content_span
from onrecord.group.types import Point, Position, Stance, Utterance

AGAIN = 0.65  # likeness of two wordings that say the same once more
STRONG = frozenset({"accuse", "deny", "challenge", "reject", "demand", "admit", "retract", "decline"})
REACH = 160


def find_positions(
    *, said: Sequence[Said], points: Sequence[Point], utterances: Sequence[Utterance], ids: Mapping[tuple[str, str], str] | None = None, memo: Memo = NONE
) -> tuple[Position, ...]:
    """The rows of each point, voices in the order of their first word there."""
    known = {s.id: s for s in said}
    spoken = by_statement(utterances)
    return tuple(
        row
        for p in points
        for row in memo.get("positions", key_of(p, known, spoken, ids or {}, memo), partial(make_rows, p, [known[i] for i in p.statements], spoken))
    )


def key_of(point: Point, known: Mapping[str, Said], spoken: Mapping[str, Utterance], ids: Mapping[tuple[str, str], str], memo: Memo) -> Hashable:
    """All that the rows and relations of a point depend on."""
    if not memo.keep:
        return None
    members = tuple(
        (i, known[i].statement.act, known[i].statement.targets, memo.voiced(known[i].record, ids), (spoken[i].id, spoken[i].fullest) if i in spoken else None)
        for i in point.statements
    )
    return point.id, point.label if point.named else "", members


def make_rows(point: Point, inside: Sequence[Said], spoken: Mapping[str, Utterance]) -> list[Position]:
    """The rows of one point, whose statements are given."""
    found: list[Position] = []
    stances = find_stances(inside, point.label if point.named else "")
    rows: dict[str, dict[str, list[Said]]] = {}
    for s in sorted(inside, key=order_of):
        for voice in s.voices:
            unit = spoken[s.id].id if s.id in spoken else s.id
            rows.setdefault(voice, {}).setdefault(unit, []).append(s)
    for voice, units in rows.items():
        chosen = fold_plain([(choose(same, spoken), same) for same in units.values()], stances)
        kept = [s for s, _ in chosen]
        shifts = find_shifts(kept, stances)
        found.append(Position(voice, point.id, tuple(s.id for s in kept), tuple(stances[s.id] for s in kept), tuple(n for _, n in chosen), shifts))
    return found


def fold_plain(chosen: Sequence[tuple[Said, Sequence[Said]]], stances: Mapping[str, Stance]) -> list[tuple[Said, int]]:
    """The statements of a row, each with how many more say the same; `chosen` are utterances, each with its versions.

    Plain sayings that only go on with, or say again, what the same voice does in so many words elsewhere are counted there ("rejected the demand. 'We need
    no inquiry'").
    """
    marked = [(s, same) for s, same in chosen if s.statement.act in STRONG | {"promise", "propose", "support", "warn", "threaten"}]
    more = {s.id: len(same) - 1 for s, same in chosen}
    folded = set()
    for s, versions in chosen:
        if s.statement.act != "assert" or s.statement.negated:
            continue
        into = [
            m for m, same in marked
            if stances[m.id] == stances[s.id] and (likeness(s.words, m.words) >= AGAIN or any(follows(a, b) for a in versions for b in same))
        ]  # fmt: skip
        if into:
            more[min(into, key=lambda m: (m.article.id != s.article.id, order_of(m))).id] += len(versions)
            folded.add(s.id)
    return sorted(((s, more[s.id]) for s, _ in chosen if s.id not in folded), key=lambda x: order_of(x[0]))


def follows(said: Said, other: Said) -> bool:
    """Right after the other statement in its text, within REACH characters."""
    return said.article.id == other.article.id and 0 <= content_span(said.statement).start - content_span(other.statement).end <= REACH


def by_statement(utterances: Sequence[Utterance]) -> dict[str, Utterance]:
    return {i: u for u in utterances for i in u.statements}


def choose(same: Sequence[Said], spoken: Mapping[str, Utterance]) -> Said:
    """The version that stands for an utterance: as the fullest is read, or where that is a plain saying as most others are; then the longest, then the first.

    "Assert" is what an act is read as where no word tells more, so a version that tells more stands for the others.
    """
    told = [str(s.statement.act) for s in same if s.statement.act in STRONG]
    fullest = next((s for s in same if s.id in spoken and spoken[s.id].fullest == s.id), same[0])
    act = str(fullest.statement.act)
    if act not in told and 4 * len(told) >= len(same):
        act = max(sorted(set(told)), key=told.count)
    return min(same, key=lambda s: (s.statement.act != act, s is not fullest, -len(s.words), order_of(s)))
