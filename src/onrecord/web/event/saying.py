"""The pages behind the table: all that a speaker says on a point, one utterance in its wordings, lists too long for the first page.

In: `Laid`. Out: values for the templates. Raises KeyError where the dossier has no such point, voice or utterance.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.group.draw.rows import order_lines
from onrecord.group.types import Line, Utterance
from onrecord.phrase import make_visible
from onrecord.sheet.parts import Alignment, Charge, Column, Day, Speaker, Version
from onrecord.sheet.wording import make_alignment
from onrecord.sheet.words import count_words, raise_first, say_roles
from onrecord.web.event.laid import Laid
from onrecord.web.event.table import Pages, Shown, cut, show, speaker_at
from onrecord.web.event.where import Where, to_statement

PAGE = 100  # entries of a list


@dataclass(frozen=True, slots=True)
class Printed:
    """One utterance of a speaker: every print of it in the order of publication, and where their wordings stand side by side."""

    shown: tuple[Shown, ...]
    wording: str


@dataclass(frozen=True, slots=True)
class Said:
    """All that one speaker says on one point."""

    speaker: Speaker
    at: str
    column: Column
    printed: tuple[Printed, ...]
    pages: Pages
    statements: int


@dataclass(frozen=True, slots=True)
class Row:
    """One version of an utterance, with its statement's page."""

    version: Version
    at: str


@dataclass(frozen=True, slots=True)
class Side:
    """One utterance in its wordings."""

    title: str
    speaker: str
    at: str
    role: str
    about: str
    changed: str
    point: str
    alignment: Alignment
    rows: tuple[Row, ...]
    same: tuple[tuple[str, str], ...]  # who printed it word for word, and the statement's page
    basis: str
    regroup: str


@dataclass(frozen=True, slots=True)
class Differing:
    """An utterance whose wordings differ, as a line of a list."""

    shown: Shown
    told: str
    at: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An accusation with its answers."""

    charge: Charge
    accusation: Shown
    answers: tuple[Shown, ...]


def said_on(laid: Laid, where: Where, point: str, voice: str, page: int) -> Said:
    """Every statement of a voice on a point, an utterance's prints together."""
    speaker = next(s for s in laid.speakers if s.voice == voice) if any(s.voice == voice for s in laid.speakers) else make_speaker(laid, voice)
    known = {p.id: p for p in laid.points}
    lines = [laid.look.lines[s] for s in known[point].statements if s in laid.look.lines and voice in laid.look.lines[s].voices]
    changed = {shift.after for shift in laid.said[voice, point].shifts} if (voice, point) in laid.said else set()
    groups = list(laid.look.one_each(in_time(laid, lines)).items())
    part, pages = cut(groups, page, PAGE, lambda n: where.to("said", point, voice, page=n))
    printed = []
    for own, same in part:
        u = laid.look.utterance.get(same[0].id)
        at = where.to("wording", own) if u and len(u.statements) > 1 else ""
        printed.append(Printed(tuple(show(laid, laid.look.cite(line, changed=line.id in changed)) for line in same), at))
    return Said(speaker, speaker_at(laid, voice), laid.columns[point], tuple(printed), pages, len(lines))


def make_speaker(laid: Laid, voice: str) -> Speaker:
    return laid.look.speaker(laid.look.voices[voice], None)


def in_time(laid: Laid, lines: Iterable[Line]) -> list[Line]:
    wanted = {line.id for line in lines}
    return [line for line in order_lines(laid.dossier) if line.id in wanted]


def side_by_side(laid: Laid, where: Where, utterance: str) -> Side:
    """The wordings of one utterance."""
    found = {u.id: u for u in laid.dossier.utterances}[utterance]
    look = laid.look
    alignment = make_alignment(look, found)
    line_of = {look.note(look.lines[s]): s for s in found.statements if s in look.lines}
    full = look.lines[found.fullest]
    outlets = len({v.outlet for v in alignment.versions} | {look.outlet(look.lines[s]) for s in found.statements if s in look.lines})
    quoted = any(w.quoted for w in full.content)
    point = laid.point_of.get(full.id, "")
    voice = look.voices.get(full.voices[0]) if len(full.voices) == 1 else None
    positions = [laid.said[v, point] for v in full.voices if (v, point) in laid.said]
    changes = [look.changed(look.lines[s.after]) for p in positions for s in p.shifts if s.after in look.lines]
    return Side(
        title=f"One {'quotation' if quoted else 'statement'} in {count_words(outlets, 'outlet')}",
        speaker=alignment.speaker,
        at=speaker_at(laid, full.voices[0]) if full.voices else "",
        role=say_roles(voice) if voice else "",
        about=alignment.about,
        changed=raise_first(changes[0].replace("changed", "changed position on", 1) if changes and " by " not in changes[0] else "") if changes else "",
        point=raise_first(make_visible(look.points[point].label)) if point in look.points else "",
        alignment=alignment,
        rows=tuple(Row(v, to_statement(line_of[v.note]) if v.note in line_of else "") for v in alignment.versions),
        same=tuple((outlet, to_statement(line_of[n])) for outlet, n in alignment.same if n in line_of),
        basis=found.basis,
        regroup=where.to("regroup", "utterance", found.id),
    )


def differing(laid: Laid, where: Where, page: int) -> tuple[tuple[Differing, ...], Pages]:
    """Utterances whose wordings differ, those where the meaning is touched first."""
    part, pages = cut(laid.aligned, page, PAGE, lambda n: where.to("wordings", page=n))
    return tuple(Differing(show(laid, laid.look.cite(laid.look.lines[u.fullest])), tell_differing(laid, u), where.to("wording", u.id)) for u in part), pages


def tell_differing(laid: Laid, u: Utterance) -> str:
    """ "Four outlets, two altered, one shortened"."""
    altered = sum(1 for w in u.wordings if w.verdict == "altered")
    shorter = sum(1 for w in u.wordings if w.verdict == "shortened")
    outlets = len({laid.look.outlet(laid.look.lines[s]) for s in u.statements if s in laid.look.lines})
    parts = [count_words(outlets, "outlet")] + [f"{n} {what}" for n, what in ((altered, "altered"), (shorter, "shortened")) if n]
    return raise_first(", ".join(parts))


def answered(laid: Laid, where: Where, page: int) -> tuple[tuple[Answered, ...], Pages]:
    """Accusations with their answers."""
    part, pages = cut(laid.charges, page, PAGE, lambda n: where.to("answers", page=n))
    return tuple(Answered(c, show(laid, c.cite), tuple(show(laid, a) for a in c.answers)) for c in part), pages


def besides(laid: Laid, where: Where, page: int) -> tuple[tuple[Shown, ...], Pages]:
    """Statements that bear on no point, in time."""
    part, pages = cut(laid.besides, page, PAGE, lambda n: where.to("also", page=n))
    return tuple(show(laid, laid.look.cite(line)) for line in part), pages


def days(laid: Laid, where: Where, page: int) -> tuple[Sequence[Day], Pages]:
    """The time line in words, a page of it."""
    return cut(laid.days, page, PAGE, lambda n: where.to("when", page=n))
