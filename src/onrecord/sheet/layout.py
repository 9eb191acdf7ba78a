"""What stands on a sheet: its parts in order, the table's rows, columns and cells, every quotation with its date, outlet and footnote.

In: a dossier. Out: a `Sheet` (parts.py) that Markdown, HTML, terminal and Word draw alike. Footnotes are numbered as a reader meets them. Nothing here knows
a format.
"""

from collections import Counter
from collections.abc import Sequence

from onrecord.group.draw.rows import list_rows, main_happening, moment, order_lines, order_voices, parse_day, say_does
from onrecord.group.types import Dossier, Line, Point, Position
from onrecord.phrase import APART, make_visible, say_when
from onrecord.sheet.lists import (
    LISTED,
    list_charges,
    list_doubts,
    list_happenings,
    list_notes,
    list_originals,
    list_unread,
    make_source,
    not_heard,
    only_one,
    tell_grouping,
    told_through,
    wording_differs,
)
from onrecord.sheet.look import Look
from onrecord.sheet.parts import Cite, Column, Day, Section, Sheet, Speaker
from onrecord.sheet.wording import make_alignment, order_alignments
from onrecord.sheet.words import raise_first, say_counts, say_day, times
from onrecord.types import Act, When

COLUMNS = 12  # points side by side; further ones stand below, a section each
BY_ORDER = 40  # speakers in the order of their first word; of more, those heard on most points come first, then letters

BY_TIME = "Speakers in the order of their first word."
BY_POINTS = f"The {BY_ORDER} speakers heard on most points stand first, then the others by name."


def lay_out(dossier: Dossier) -> Sheet:
    """The sheet of a dossier."""
    look = Look(dossier)
    points = order_points(dossier)
    speakers = order_speakers(look)
    said = {(p.voice, p.point): p for p in dossier.positions}
    columns = tuple(make_column(look, p) for p in points)
    rows = [(s, tuple(make_cell(look, said.get((s.voice, c.point))) for c in columns[:COLUMNS])) for s in speakers]
    rows = [(s, row) for s, row in rows if any(row)]
    aligned = order_alignments(look)
    asides = tuple(part for part in (not_heard(look), only_one(look), told_through(look), wording_differs(look, aligned)) if part.items)
    further = tuple(make_section(c, [(s, cites) for s in speakers if (cites := make_cell(look, said.get((s.voice, c.point))))]) for c in columns[COLUMNS:])
    besides = find_besides(look)
    main = main_happening(dossier)
    title = raise_first(make_visible(dossier.about or (main.label if main else "")))
    return Sheet(
        title=f"{title}: who says what" if title else "Who says what",
        kicker=say_kicker(look),
        lead="This sheet counts who has spoken, not who is right." if dossier.lines else "",
        counts=tuple(say_counts(dossier)),
        scope=look.scope,
        nobody="" if dossier.lines else f"Nobody is on record {look.scope}." if dossier.texts else "Nobody is on record here yet.",
        unread=list_unread(look),
        columns=columns[:COLUMNS],
        speakers=tuple(s for s, _ in rows),
        order=BY_POINTS if any(s.letter for s in speakers) else BY_TIME,
        cells=tuple(row for _, row in rows),
        sections=tuple(make_section(c, [(s, row[i]) for s, row in rows]) for i, c in enumerate(columns[:COLUMNS])),
        asides=asides,
        further=further,
        alignments=tuple(make_alignment(look, u) for u in aligned[:LISTED]),
        alignments_rest=max(0, len(aligned) - LISTED),
        charges=tuple((charges := list_charges(look))[:LISTED]),
        charges_rest=max(0, len(charges) - LISTED),
        besides=tuple(look.cite(line) for line in besides[:LISTED]),
        besides_rest=max(0, len(besides) - LISTED),
        happenings=list_happenings(look),
        days=list_days(look),
        originals=list_originals(look),
        doubts=list_doubts(look),
        sources=tuple(make_source(look, t) for t in dossier.texts),
        notes=list_notes(look),
        grouping=tell_grouping(look),
        has_apart=any(w.words == APART for line in dossier.lines for w in line.content),
    )


def order_points(dossier: Dossier) -> list[Point]:
    """Points that people named first, then suggestions, each in the dossier's own order; of those without any statement only the named ones."""
    heard = {p.point for p in dossier.positions}
    return [p for p in dossier.points if p.named] + [p for p in dossier.points if not p.named and p.id in heard]


def order_speakers(look: Look) -> list[Speaker]:
    """Those who are heard on a point, in the order of their first word; of very many, those heard on most points first, then by letters."""
    points = Counter(p.voice for p in look.dossier.positions if p.statements)
    heard = [v for v in order_voices(look.dossier) if points[v.id]]
    spoken = {v.id for v in heard}
    heard += [look.voices[i] for i in sorted(points) if i in look.voices and i not in spoken]
    first = {i: line for line in reversed(order_lines(look.dossier)) for i in line.voices}
    if len(heard) <= BY_ORDER:
        return [look.speaker(v, first.get(v.id)) for v in heard]
    by_points = sorted(heard, key=lambda v: -points[v.id])
    rest = sorted(by_points[BY_ORDER:], key=lambda v: (make_visible(v.name).casefold(), v.id))
    return [look.speaker(v, first.get(v.id), letter=v is rest[0]) for v in (*by_points[:BY_ORDER], *rest)]


def make_column(look: Look, point: Point) -> Column:
    """A point as a column; its happening is named where there are several."""
    happening = look.happenings.get(point.happening or "") if len(look.happenings) > 1 else None
    about = make_visible(happening.label) if happening else ""
    return Column(point.id, raise_first(make_visible(point.label)), point.named, about, tuple(make_visible(n) for n in point.numbers))


def make_cell(look: Look, position: Position | None) -> tuple[Cite, ...]:
    """What a voice says on a point, in time; what takes an earlier statement back is marked."""
    if position is None:
        return ()
    changed = {s.after for s in position.shifts}
    voice = look.voices.get(position.voice)
    several = bool(voice and voice.count and voice.count > 1)
    return tuple(
        look.cite(look.lines[s], more=more, changed=s in changed, several=several)
        for s, more in zip(position.statements, (*position.more, *[0] * len(position.statements)), strict=False)
        if s in look.lines
    )


def make_section(column: Column, entries: Sequence[tuple[Speaker, tuple[Cite, ...]]]) -> Section:
    """One point by itself, with who is not heard on it."""
    return Section(column, tuple((s, c) for s, c in entries if c), tuple(s.name for s, c in entries if not c))


def say_kicker(look: Look) -> str:
    """Place of the main happening and the days of the reports: "Calder Roads, reports of 4 October to 3 November 2026"."""
    main = main_happening(look.dossier)
    days = sorted(d for t in look.dossier.texts if t.published for d in (t.published.start, t.published.end) if d and parse_day(d))
    parts = [make_visible(main.where)] if main and main.where else []
    if days:
        first, last = days[0][:10], days[-1][:10]
        parts.append(("reports of " if len(look.dossier.texts) > 1 else "report of ") + say_when(When(first, last, "day")))
    return raise_first(", ".join(parts))


def list_days(look: Look) -> tuple[Day, ...]:
    """The time line in words: what was said on each day, in the order of time."""
    entries: dict[tuple[str, str], list[tuple[tuple[str, int, int], Act | None, str, str]]] = {}
    for row in list_rows(look.dossier):
        name, several = raise_first(make_visible(row.voice.name)), bool(row.voice.count and row.voice.count > 1)
        for tick in row.ticks:
            line = tick.line
            at = moment(line, look.texts.get(line.text))
            if line.said_on:
                when = look.short(line.said_on)
            else:
                when = f"no later than {say_day(look.texts[line.text].published, look.years)}" if tick.end else "day not stated"
            entries.setdefault((at[0][:10], when), []).append((at, line.act, name, say_does(line, several=several)))
    out = []
    for (_, when), found in sorted(entries.items()):
        folded = Counter((act, name, does) for _, act, name, does in sorted(found, key=lambda f: (f[0], f[2])))
        out.append(Day(when, tuple((act, name, does if n == 1 else f"{does}, {times(n)}") for (act, name, does), n in folded.items())))
    return tuple(out)


def find_besides(look: Look) -> list[Line]:
    """Statements that bear on no point, in time, one an utterance; who only passes on another's words is left out."""
    shown = {s for p in look.dossier.points for s in p.statements} | {s for p in look.dossier.positions for s in p.statements}
    carriers = {line.parent for line in look.dossier.lines if line.parent}
    told = {u.id for own, u in look.utterance.items() if own in shown}
    out = []
    for line in order_lines(look.dossier):
        utterance = look.utterance.get(line.id)
        if line.id in shown or line.id in carriers or (utterance and utterance.id in told):
            continue
        if utterance:
            told.add(utterance.id)
        out.append(line)
    return out
