"""What a person should check first: denials and accusations as read, words that differ in meaning, changes, unclear speakers, voices that may be one."""

from collections.abc import Mapping, Sequence

from onrecord.group.point import order_of
from onrecord.group.position.row import by_statement
from onrecord.group.texts import Said
from onrecord.group.types import Accused, ChangeKind, Doubt, Point, Position, Utterance, Voice

CHANGED: dict[ChangeKind, str] = {
    "polarity": "a negation differs", "number": "a number differs", "name": "a name differs", "modal": "a word of may or must differs",
    "qualifier": "a qualifying word differs",
}  # fmt: skip


def find_doubts(
    *,
    said: Sequence[Said],
    voices: Mapping[str, Voice],
    points: Sequence[Point],
    positions: Sequence[Position],
    utterances: Sequence[Utterance],
    accused: Sequence[Accused],
) -> tuple[Doubt, ...]:
    """By kind (denials, accusations, wordings, changes, speakers, doubles), within a kind the least sure reading first; one entry an utterance."""
    known = {s.id: s for s in said}
    spoken = by_statement(utterances)
    shown = {i for p in points for i in p.statements}
    found: list[tuple[int, float, tuple[str, str, str, int, str] | tuple[()], Doubt]] = []
    for rank, kind in ((0, "deny"), (1, "accuse")):
        groups: dict[str, list[Said]] = {}
        for s in sorted((s for s in said if s.statement.act == kind and s.id in shown), key=order_of):
            groups.setdefault(spoken[s.id].id if s.id in spoken else s.id, []).append(s)
        for group in groups.values():
            who = name_voices(group[0].voices, voices)
            message = f"read as a denial by {who}" if kind == "deny" else f"read as an accusation by {who}"
            found.append(
                (
                    rank,
                    min(s.statement.confidence for s in group),
                    order_of(group[0]),
                    Doubt("denial" if kind == "deny" else "accusation", message, tuple(s.id for s in group)),
                )
            )
    for u in utterances:
        for w in u.wordings:
            if w.changes and w.statement in known and w.against in known:
                told = "; ".join(f"{CHANGED[c.kind]}: {c.here or 'left out'}, {c.there or 'left out'}" for c in w.changes)
                found.append(
                    (
                        2,
                        0.0 if any(c.kind == "polarity" for c in w.changes) else 1.0,
                        order_of(known[w.statement]),
                        Doubt("wording", told, (w.statement, w.against)),
                    )
                )
    for position in positions:
        for shift in position.shifts:
            message = f"position of {name_voices((position.voice,), voices)} read as changed"
            found.append((3, 0.0, order_of(known[shift.after]), Doubt("change", message, (shift.before, shift.after))))
    for s in said:
        if s.statement.rivals:
            names = [e.name for e in s.entities((*s.statement.speakers, *s.statement.rivals))]
            found.append((4, s.statement.confidence, order_of(s), Doubt("speaker", "speaker unclear: " + " or ".join(names), (s.id,))))
    speaking: dict[str, list[Said]] = {}
    for s in said:
        for voice in s.voices:
            speaking.setdefault(voice, []).append(s)
    seen: set[tuple[str, str]] = set()
    for v in sorted(voices.values(), key=lambda v: v.id):
        for other in sorted(v.doubles):
            couple = (min(v.id, other), max(v.id, other))
            if other in voices and couple not in seen:
                seen.add(couple)
                message = f"may be one: {v.name} and {voices[other].name}"
                both = {s.id: s for voice in couple for s in speaking.get(voice, ())}
                found.append((5, 0.0, ("", "", "", 0, message), Doubt("double", message, tuple(s.id for s in sorted(both.values(), key=order_of)))))
    return tuple(dict.fromkeys(d for _, _, _, d in sorted(found, key=lambda x: (x[0], x[1], x[2], x[3].message))))


def name_voices(ids: Sequence[str], voices: Mapping[str, Voice]) -> str:
    return " and ".join(voices[v].name for v in ids if v in voices) or "an unclear speaker"
