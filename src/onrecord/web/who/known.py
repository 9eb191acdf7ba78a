"""What the dossiers of a speaker's events know of the speaker: which statements are one utterance, where a later one turns an earlier one round, which
accusations were answered.

In: dossiers by event, the entities that are the speaker. Out: `Known`. Pure. A dossier that is not made yet is missing from it, and what it would know too.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from onrecord.group.types import Dossier, Line, Utterance
from onrecord.sheet.words import scope


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance of several texts: its event, its id, how many outlets print it and in how many wordings."""

    event: str
    id: str
    outlets: int
    wordings: int


@dataclass(frozen=True, slots=True)
class Known:
    """`turns` are (earlier, later) statements; `answers` the speaker's statements that answer an accusation; `charged` the accusations that the dossiers hold,
    each with what it was looked for in ("in these 10 texts"); `independent` the texts that are no copies, by event."""

    spoken: Mapping[str, Spoken] = field(default_factory=dict)  # the speaker's utterances, by statement
    same: Mapping[str, str] = field(default_factory=dict)  # everybody's utterances, by statement
    turns: tuple[tuple[str, str], ...] = ()
    charged: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, Line] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)  # by text
    events: frozenset[str] = frozenset()


def know(dossiers: Mapping[str, Dossier], members: Collection[str]) -> Known:
    """What some dossiers know of the speaker whose entities are `members`."""
    spoken: dict[str, Spoken] = {}
    same: dict[str, str] = {}
    turns: dict[tuple[str, str], None] = {}
    charged: dict[str, str] = {}
    answers: dict[str, list[str]] = {}
    lines: dict[str, Line] = {}
    family: dict[str, str] = {}
    for event, dossier in dossiers.items():
        voices = {v.id for v in dossier.voices if any(entity in members for _, entity in v.members)}
        lines |= {line.id: line for line in dossier.lines}
        family |= {t.id: t.family for t in dossier.texts}
        outlet = {t.id: t.outlet or t.id for t in dossier.texts}
        for u in dossier.utterances:
            same |= dict.fromkeys(u.statements, u.id)
            if voices.intersection(u.voices) and len(u.statements) > 1:
                told = count_spoken(event, u, {outlet[lines[s].text] for s in u.statements if s in lines})
                spoken |= dict.fromkeys(u.statements, told)
        for p in dossier.positions:
            if p.voice in voices:
                turns |= dict.fromkeys((s.before, s.after) for s in p.shifts)
        for a in dossier.accused:
            if a.voice in voices:
                charged |= dict.fromkeys(a.accusations, scope(dossier))
                for accusation, answer in a.answers:
                    answers.setdefault(accusation, []).append(answer)
    return Known(spoken, same, tuple(turns), charged, {k: tuple(v) for k, v in answers.items()}, lines, family, frozenset(dossiers))


def count_spoken(event: str, u: Utterance, outlets: Collection[str]) -> Spoken:
    """How widely and how differently an utterance is told. Words that are the same in all but their marks are one wording."""
    return Spoken(event, u.id, len(outlets), 1 + sum(1 for w in u.wordings if w.verdict != "same"))
