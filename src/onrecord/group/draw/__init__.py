"""When they spoke: the time line as a drawing (SVG), one row a voice.

In: a dossier. Out: SVG that stands by itself, has no script and asks for nothing. A mark stands on the day that the texts state; a dotted bar is as wide as
what is stated, and a dotted stub leads to the last possible day where no text says when. No day is guessed (rows.py).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from html import escape
from importlib.resources import files

from onrecord.group.draw.rows import STRONG, Row, Tick, happened_on, list_rows, main_happening, say_does
from onrecord.group.types import Dossier, Happening, Line, Voice
from onrecord.phrase import ACTS, MONTHS, make_visible, say_when
from onrecord.types import Act

YEAR = re.compile(r" \d{4}$")
SYMBOL = re.compile(r"<symbol[^<]*(?:<(?!/symbol>)[^<]*)*</symbol>")

WIDTH, LABEL, PAD, UNDATED = 1232, 196, 20, 116  # pixels: the whole, the names, room at both ends, the column of what has no day
TOP, LANE, ROW = 62, 20, 34
MARK, STEP = 14, 18  # a mark, and from one mark to the next
CHARACTER = 6.6  # the mean width of a character of 12 px
STUB = 18  # a dotted line to the left: no later than this day
DAYS_APART = (1, 2, 3, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 18262)
LABELS = 7  # days named on the axis
SHOWN = 40  # rows
NEAR = 14  # days; a happening longer than this (and than the whole line) before the first word is not on the line
UNFIT = re.compile("[\ufffe\uffff]")  # no characters of XML


@dataclass(frozen=True, slots=True)
class Group:
    """Ticks of one row that share their days, placed: `x` is the left edge of the first mark, `lane` counts from the top of the row."""

    ticks: tuple[Tick, ...]
    x: float
    lane: int
    words: str

    @property
    def start(self) -> date | None:
        return self.ticks[0].start

    @property
    def end(self) -> date | None:
        return self.ticks[0].end


@dataclass(frozen=True, slots=True)
class Box:
    """Where a mark stands: its left edge, the right one with the number beside it, its top."""

    left: float
    right: float
    top: float


@cache
def read_marks() -> str:
    """The sprite of the acts' marks: one SVG symbol an act, `act-deny` and so on, 16 by 16, in the colour of the text about it."""
    return files("onrecord.data").joinpath("marks.svg").read_text(encoding="utf-8")


@cache
def read_style() -> str:
    return files("onrecord.data").joinpath("sheet/timeline.css").read_text(encoding="utf-8")


def draw_timeline(dossier: Dossier, *, whole: bool = True) -> str:
    """The time line as SVG, one row a voice, a mark a statement; empty where nobody is on record.

    `whole`: with its own marks and style, as a file of its own; else to stand in a page that has both.
    """
    rows = list_rows(dossier)
    if not rows:
        return ""
    shown, rest = rows[:SHOWN], len(rows) - SHOWN
    scale = Scale.of(shown, main_happening(dossier))
    parts: list[str] = []
    y = TOP
    for row in shown:
        groups = place_groups(row, scale)
        drawn_row, height = draw_row(row, groups, scale, y)
        parts += drawn_row
        y += height
        parts.append(f'<path class="row" d="M0 {y - 8}H{WIDTH}"/>')
    axis = draw_axis(scale, main_happening(dossier), y - 8)
    if rest > 0:
        y += 22
        parts.append(f'<text class="quiet" x="0" y="{y - 8}">{rest:,} more speakers are not drawn.</text>')
    drawn = "\n".join((*axis, *parts))
    own = f"<style>{read_style()}</style>{''.join(SYMBOL.findall(read_marks()))}" if whole else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="timeline" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img" '
        f'aria-label="When they spoke: one row a speaker">{own}\n{drawn}\n</svg>'
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """From days to pixels. `first` and `last` are the ends of the axis, `right` its last pixel; `undated`: a column for what has no day stands beside it."""

    first: date
    last: date
    right: float
    undated: bool
    years: bool

    @classmethod
    def of(cls, rows: Sequence[Row], happening: Happening | None) -> "Scale":
        ticks = [t for row in rows for t in row.ticks]
        days = sorted(d for t in ticks for d in (t.start, t.end) if d)
        undated = any(t.start is None and t.end is None for t in ticks)
        first, last = (days[0], days[-1]) if days else (date(2000, 1, 1), date(2000, 1, 1))
        day = happened_on(happening)
        if days and day and day < first and (first - day).days <= max(NEAR, (last - first).days):
            first = day
        return cls(first, last, WIDTH - PAD - (UNDATED if undated else 0), undated, first.year != last.year)

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def x(self, day: date) -> float:
        left = LABEL + PAD
        room = self.right - left - PAD
        return left + (room * (day - self.first).days / self.days if self.days else 0)

    def say(self, day: date) -> str:
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if self.years else "")


def place_groups(row: Row, scale: Scale) -> list[Group]:
    """The ticks of a row by their days, from left to right; what would overlap stands a lane lower."""
    shared: dict[tuple[date | None, date | None], list[Tick]] = {}
    for tick in row.ticks:
        shared.setdefault((tick.start, tick.end), []).append(tick)
    wanted = []
    for (start, end), ticks in shared.items():
        words = words_beside(ticks[0])
        wide = measure(fold(ticks)) + (len(words) * CHARACTER + 4 if words else 0)
        if start is None and end is None:
            x = scale.right + PAD
        else:
            middle = (scale.x(start) + scale.x(end)) / 2 if start and end else scale.x(start or end or scale.first)
            x = max(LABEL + 4.0, min(middle - MARK / 2, scale.right - wide))
        wanted.append((x, wide, tuple(ticks), words))
    ends: list[float] = []
    placed = []
    for x, wide, own, words in sorted(wanted, key=lambda w: (w[0], str(w[2][0].start), str(w[2][0].end))):
        lane = next((i for i, end in enumerate(ends) if end <= x), len(ends))
        ends[lane : lane + 1] = [x + wide + 6]
        placed.append(Group(own, x, lane, words))
    return placed


def words_beside(tick: Tick) -> str:
    """The words beside a mark whose day is not stated but whose month or week is: "in October"."""
    if tick.line.said_on and tick.start and tick.end and tick.end - tick.start > timedelta(days=6):
        return YEAR.sub("", say_when(tick.line.said_on))
    return ""


def fold(ticks: Iterable[Tick]) -> list[tuple[Line, int]]:
    """One mark an act, in time order, with how many there are."""
    acts: dict[tuple[Act | None, bool], list[Line]] = {}
    for tick in ticks:
        acts.setdefault((tick.line.act, tick.line.negated), []).append(tick.line)
    return [(lines[0], len(lines)) for lines in acts.values()]


def measure(marks: Iterable[tuple[Line, int]]) -> float:
    return sum(STEP + (len(str(n)) * CHARACTER + 2 if n > 1 else 0) for _, n in marks)


def draw_row(row: Row, groups: Sequence[Group], scale: Scale, top: int) -> tuple[list[str], int]:
    """A voice's name, its marks and its changes of position, and how high the row is."""
    parts = [draw_name(row.voice, top + 12)]
    boxes: dict[str, Box] = {}
    for group in groups:
        y = top + LANE * group.lane
        x = group.x
        parts += draw_days(group, scale, y)
        for line, number in fold(group.ticks):
            box = Box(x, x + measure([(line, number)]), y)
            boxes |= {t.line.id: box for t in group.ticks if (t.line.act, t.line.negated) == (line.act, line.negated)}
            parts.append(draw_mark(row.voice, line, number, x, y))
            x = box.right
        if group.words:
            parts.append(f'<text class="quiet small" x="{x + 1:.1f}" y="{y + 11}">{shown(group.words)}</text>')
    height = ROW + LANE * max((g.lane for g in groups), default=0)
    said = {t.line.id: t.line for t in row.ticks}
    for shift in row.shifts:
        here, there = boxes.get(shift.before), boxes.get(shift.after)
        if here and there and here != there:
            words = f"{say_does(said[shift.before])}, then {say_does(said[shift.after])}"
            free = here.top == there.top and there.left - here.right > len(words) * CHARACTER + 28
            if free and not any(b.top == here.top and here.right <= b.left + STUB and b.left < there.left for b in boxes.values() if b != there):
                parts += draw_shift(words, here, there, None)
            else:
                parts += draw_shift(words, here, there, top + height - 6)
                height += LANE
    return parts, height


def draw_name(voice: Voice, y: int) -> str:
    """A name, on two lines where it is long; what is longer still is told in full by the title."""
    name = make_visible(voice.name)
    name = name[:1].upper() + name[1:]
    lines: list[str] = [""]
    for word in name.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > 26:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    more = len(lines) > 2 or any(len(line) > 30 for line in lines)
    if more:
        lines = [line[:29] for line in lines[:2]]
        lines[-1] += "…"
    tall = 0 if len(lines) == 1 else 7
    spans = "".join(f'<tspan x="0" dy="{0 if i == 0 else 14}">{shown(line)}</tspan>' for i, line in enumerate(lines))
    return f'<text class="name" direction="ltr" unicode-bidi="isolate" x="0" y="{y - tall}"><title>{shown(name)}</title>{spans}</text>'


def draw_mark(voice: Voice, line: Line, number: int, x: float, y: float) -> str:
    several = bool(voice.count and voice.count > 1)
    words = f"{make_visible(voice.name)} {say_does(line, several=several)}, {say_when(line.said_on)}"
    inner = (
        f'<use href="#act-{line.act}" x="{x:.1f}" y="{y}" width="{MARK}" height="{MARK}"/>'
        if line.act in ACTS
        else f'<rect x="{x + 5:.1f}" y="{y + 5}" width="4" height="4"/>'
    )
    inner += f'<text class="small" x="{x + MARK + 2:.1f}" y="{y + 11}">{number}</text>' if number > 1 else ""
    return f'<g class="{"strong" if line.act in STRONG else "quiet"}"><title>{shown(words)}{f" ({number})" if number > 1 else ""}</title>{inner}</g>'


def draw_days(group: Group, scale: Scale, y: float) -> list[str]:
    """A dotted bar from the first to the last possible day; a dotted stub where only one end is known."""
    start, end = group.start, group.end
    if start and end:
        return [f'<path class="vague" d="M{scale.x(start):.1f} {y + 18}H{scale.x(end):.1f}"/>'] if start != end else []
    if end:
        return [f'<path class="vague" d="M{group.x - STUB + 4:.1f} {y + 7}H{group.x - 1:.1f}"/>']
    after = group.x + measure(fold(group.ticks))
    return [f'<path class="vague" d="M{after:.1f} {y + 7}H{after + STUB:.1f}"/>'] if start else []


def draw_shift(words: str, here: Box, there: Box, below: float | None) -> list[str]:
    """The line that joins two statements between which a position changed, with the words for it where there is room.

    Straight from mark to mark where nothing stands between; else a bracket at the height `below`, under the marks.
    """
    start, end = (here.right + 2, there.left - 4) if below is None else (here.left + MARK / 2, there.left + MARK / 2)
    y = here.top + MARK / 2 if below is None else below
    wide = len(words) * CHARACTER + 10
    if below is None:
        parts = [f'<path class="ink" d="M{start:.1f} {y:.1f}H{end:.1f}"/>']
    else:
        parts = [f'<path class="ink" fill="none" d="M{start:.1f} {here.top + MARK + 3:.1f}V{y:.1f}H{end:.1f}V{there.top + MARK + 3:.1f}"/>']
    if below is None or end - start > wide + 12:
        middle = (start + end) / 2
        parts.append(f'<rect class="behind" x="{middle - wide / 2:.1f}" y="{y - 9:.1f}" width="{wide:.1f}" height="18"/>')
        parts.append(f'<text class="small bold" text-anchor="middle" x="{middle:.1f}" y="{y + 4:.1f}">{shown(words)}</text>')
    else:
        parts.append(f'<text class="small bold" x="{max(start, end) + 5:.1f}" y="{y + 4:.1f}">{shown(words)}</text>')
    return parts


def draw_axis(scale: Scale, happening: Happening | None, bottom: int) -> list[str]:
    """The days along the top with a line down from each; the main happening's day as an ink line with its name."""
    parts = []
    day = happened_on(happening)
    on_line = day is not None and scale.first <= day <= scale.last
    if any((scale.first != date(2000, 1, 1), scale.days)):
        apart = next((d for d in DAYS_APART if scale.days / d < LABELS), DAYS_APART[-1])
        for n in range(0, scale.days + 1, apart):
            at = scale.first + timedelta(days=n)
            x = scale.x(at)
            if not (on_line and at == day):
                parts.append(f'<path class="grid" d="M{x:.1f} {TOP - 18}V{bottom}"/>')
            if on_line and day and abs(scale.x(day) - x) < 60:
                continue
            anchor = "end" if x > scale.right - 60 else "start" if n == 0 else "middle"
            parts.append(f'<text class="quiet" text-anchor="{anchor}" x="{x:.1f}" y="{TOP - 26}">{scale.say(at)}</text>')
    if happening and day and on_line:
        x = scale.x(day)
        label = f"{scale.say(day)}: {make_visible(happening.label)}"
        label = label if len(label) <= 90 else label[:89].rsplit(" ", 1)[0] + "…"
        anchor = "end" if x > WIDTH * 0.6 else "start"
        parts.append(f'<path class="ink" d="M{x:.1f} 20V{bottom}"/>')
        parts.append(f'<text class="bold" text-anchor="{anchor}" x="{x + (6 if anchor == "start" else -6):.1f}" y="13">{shown(label)}</text>')
    if scale.undated:
        parts.append(f'<text class="quiet" x="{scale.right + PAD:.1f}" y="{TOP - 26}">day not stated</text>')
    return parts


def shown(text: str) -> str:
    """Text as it may stand in XML: hidden characters visible, markup escaped."""
    return escape(UNFIT.sub("\ufffd", make_visible(text)), quote=True)
