"""Who spoke when: the statements of a dossier in the order of time, as rows of ticks, one row a voice.

In: a dossier. Out: rows. A tick has the first and the last day on which its statement can have been said; no day is guessed.
"""

from dataclasses import dataclass
from datetime import date

from onrecord.group.texts import LAST
from onrecord.group.types import Dossier, Happening, Line, Shift, Text, Voice
from onrecord.phrase import make_visible, parse_moment, say_act
from onrecord.types import Act, Statement

# Acts that dispute, charge or commit are drawn in ink, the others quieter.
STRONG: frozenset[Act | None] = frozenset({"accuse", "deny", "challenge", "demand", "admit", "decline", "retract"})


@dataclass(frozen=True, slots=True)
class Tick:
    """A statement and the first and last day on which it can have been said. Both None: no text says; only `start` None: no later than `end`."""

    line: Line
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """A voice with its statements in time, one an utterance, and where they change a position."""

    voice: Voice
    ticks: tuple[Tick, ...]
    shifts: tuple[Shift, ...]


def moment(line: Line, text: Text | None) -> tuple[str, int, int]:
    """What statements are ordered by: the last day on which it can have been said, no later than it was printed; the text's number; the place in it."""
    said = line.said_on
    stated = (said.end or said.start) if said else None
    printed = text.published.start if text and text.published else None
    return (min(stated or LAST, printed or LAST), text.number if text else 0, line.place.start)


def order_lines(dossier: Dossier) -> tuple[Line, ...]:
    """All statements in the order of time."""
    texts = {t.id: t for t in dossier.texts}
    return tuple(sorted(dossier.lines, key=lambda line: (*moment(line, texts.get(line.text)), line.id)))


def order_voices(dossier: Dossier) -> tuple[Voice, ...]:
    """Who speaks, in the order of the first word."""
    known = {v.id: v for v in dossier.voices}
    return tuple(known[i] for i in dict.fromkeys(i for line in order_lines(dossier) for i in line.voices) if i in known)


def list_rows(dossier: Dossier) -> tuple[Row, ...]:
    """The time line as rows: speakers in the order of their first word. Of several prints of one utterance the earliest stands for all."""
    printed = {t.id: parse_day(t.published.start) for t in dossier.texts if t.published}
    of = {s: u.id for u in dossier.utterances for s in u.statements}
    kept = {i for p in dossier.positions for shift in p.shifts for i in (shift.before, shift.after)}
    said: dict[str, dict[str, Line]] = {}
    for line in order_lines(dossier):
        for voice in line.voices:
            said.setdefault(voice, {}).setdefault(line.id if line.id in kept else of.get(line.id, line.id), line)
    shifts: dict[str, dict[Shift, None]] = {}
    for position in dossier.positions:
        shifts.setdefault(position.voice, {}).update(dict.fromkeys(position.shifts))
    return tuple(
        Row(v, tuple(make_tick(line, printed.get(line.text)) for line in said[v.id].values()), tuple(shifts.get(v.id, ()))) for v in order_voices(dossier)
    )


def make_tick(line: Line, printed: date | None) -> Tick:
    said = line.said_on
    if said is None:
        return Tick(line, None, printed)
    return Tick(line, parse_day(said.start), parse_day(said.end))


def parse_day(moment: str | None) -> date | None:
    found = parse_moment(moment) if moment else None
    return found.date() if found else None


def main_happening(dossier: Dossier) -> Happening | None:
    """The happening that most statements are about."""
    return min(dossier.happenings, key=lambda h: (-len(h.statements), -len(h.mentions), h.id), default=None)


def happened_on(happening: Happening | None) -> date | None:
    """The day of a happening, where it is one day."""
    when = happening.when if happening else None
    return parse_day(when.start) if when and when.start and when.precision in ("day", "hour", "minute") and (when.end or "")[:10] == when.start[:10] else None


def say_does(line: Line, *, several: bool = False) -> str:
    """What its speakers do by a statement: "denies", "do not accuse"; the cue's own words where no act is known."""
    return say_act(Statement(line.id, None, "indirect", (), (), (), act=line.act, negated=line.negated), several=several) or make_visible(line.cue)
