"""A dossier made ready for its pages: what all of them share, worked out once.

In: a dossier, the statements that a person has checked. Out: `Laid`. Words are the printed sheet's own (onrecord.sheet); footnotes become ways to the
statement.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from onrecord.group.draw import draw_timeline
from onrecord.group.types import Dossier, Line, Point, Position, Utterance, Words
from onrecord.judge.types import Judgement
from onrecord.sheet.layout import find_besides, list_days, make_column, order_speakers, say_kicker
from onrecord.sheet.lists import list_charges, list_doubts, list_happenings, list_originals, not_heard, only_one, told_through, wording_differs
from onrecord.sheet.look import Look
from onrecord.sheet.parts import Charge, Column, Day, Part, Speaker
from onrecord.sheet.wording import order_alignments
from onrecord.sheet.words import say_counts
from onrecord.web.event.where import to_article


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the rail: its head, where that leads ("wording", an utterance's id; "at", an address), what is told, and the statements it rests on."""

    head: str
    told: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()
    shows: tuple[str, ...] = ()
    wording: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A list of the rail; `rest` entries are not in it."""

    id: str
    title: str
    entries: tuple[Entry, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Laid:
    """A dossier with what its pages share. `points` are ordered by how many speak to them, `heard` has the speakers of each; `entity` is one entity of each
    voice, by which the ledger finds the person; `checked` are the statements that a person has judged, `judged` what was ruled about the groups."""

    dossier: Dossier
    look: Look  # its footnotes are not used: only `cite` is, from several threads at once
    points: tuple[Point, ...]
    columns: Mapping[str, Column]
    speakers: tuple[Speaker, ...]
    said: Mapping[tuple[str, str], Position]
    heard: Mapping[str, frozenset[str]]
    entity: Mapping[str, str]
    point_of: Mapping[str, str]
    checked: frozenset[str]
    aligned: tuple[Utterance, ...]
    rail: tuple[Aside, ...]
    below: tuple[Aside, ...]
    charges: tuple[Charge, ...]
    besides: tuple[Line, ...]
    days: tuple[Day, ...]
    timeline: Markup  # SVG; the words in it are escaped where it is drawn
    kicker: str
    counts: tuple[str, ...]
    judged: tuple[Judgement, ...]


def lay(dossier: Dossier, checked: frozenset[str] = frozenset(), judged: tuple[Judgement, ...] = ()) -> Laid:
    """Everything that does not depend on which page is asked for."""
    look = Look(dossier)
    said = {(p.voice, p.point): p for p in dossier.positions if p.statements}
    heard: dict[str, set[str]] = {}
    for voice, point in said:
        heard.setdefault(point, set()).add(voice)
    points = order_points(dossier, heard)
    aligned = tuple(order_alignments(look))
    lone = [x.text for x in dossier.lone if x.text in look.texts]
    rail = [
        make_aside(look, not_heard), make_aside(look, only_one, at=[to_article(t) for t in lone]), make_aside(look, told_through),
        make_aside(look, lambda own: wording_differs(own, aligned), wordings=[u.id for u in aligned]), make_aside(look, list_originals),
    ]  # fmt: skip
    below = [make_aside(look, list_happenings), make_aside(look, list_doubts)]
    return Laid(
        dossier=dossier,
        look=look,
        points=points,
        columns={p.id: make_column(look, p) for p in points},
        speakers=tuple(order_speakers(look)),
        said=said,
        heard={p.id: frozenset(heard.get(p.id, ())) for p in points},
        entity={v.id: v.members[0][1] for v in dossier.voices if v.members},
        point_of={s: p.id for p in reversed(points) for s in p.statements},
        checked=checked,
        aligned=aligned,
        rail=tuple(a for a in rail if a.entries),
        below=tuple(a for a in below if a.entries),
        charges=tuple(list_charges(look)),
        besides=tuple(find_besides(look)),
        days=list_days(look),
        timeline=Markup(draw_timeline(dossier, whole=False)),
        kicker=say_kicker(look),
        counts=tuple(say_counts(dossier)),
        judged=judged,
    )


def order_points(dossier: Dossier, heard: Mapping[str, set[str]]) -> tuple[Point, ...]:
    """Points that people named first, then those that most speakers speak to; of equals, in the dossier's order."""
    shown = [p for p in dossier.points if p.named or p.id in heard]
    return tuple(sorted(shown, key=lambda p: (not p.named, -len(heard.get(p.id, ())), -len(p.statements))))


def make_aside(look: Look, make: Callable[[Look], Part], *, at: Sequence[str] = (), wordings: Sequence[str] = ()) -> Aside:
    """A list of the sheet as one of the rail; `at` and `wordings` say where each entry's head leads."""
    part = make(look)
    line_of = {number: line for line, number in look.cited.items()}
    entries = tuple(
        Entry(i.head, i.told, i.words, tuple(line_of[n] for n in i.notes), wordings[n] if n < len(wordings) else "", at[n] if n < len(at) else "")
        for n, i in enumerate(part.items)
    )
    return Aside(part.id, part.title, entries, part.rest)
