"""A marked copy of the draft as one HTML page to hand on: the draft at the left, what became of each quotation in the margin; no script, no request.

In: a result of check_draft. Out: the page as a string. Every word of the draft and of the sources passes Jinja2's escaping; what is marked safe (the style)
is ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import pairwise

from jinja2 import Environment, StrictUndefined, Template

from onrecord.check.types import FINE, Checked, Finding, Source, Unread
from onrecord.check.words import Told, file_name, say_outlet, say_place, say_printed, scope, severity, tell, tell_counts
from onrecord.phrase import CHIP, HIDDEN, count, make_visible, name_hidden
from onrecord.types import Problem, Span

CLOSING = "”\"’'»“.,"
LOOKS = {
    "exact": "exact", "agrees": "agrees", "altered": "altered", "lost": "altered", "cut": "altered", "other speaker": "other", "not found": "missing",
    "paraphrase in marks": "unmarked", "in nobody's mouth": "unmarked",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of the draft that look alike. `opens` and `closes` say that a bracket stands before and behind them; `notes` are numbers that follow, `gap`
    that words were left out before them."""

    words: str
    look: str = ""
    barred: bool = False
    opens: bool = False
    closes: bool = False
    gap: bool = False
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the draft and the findings that stand beside it."""

    heading: bool
    runs: tuple[Run, ...]
    told: tuple[tuple[Finding, Told], ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that findings rest on, with the whole hash of its bytes."""

    name: str
    title: str
    address: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A draft as it is shown. `off` are the numbers of findings that are not fine, most serious first; `passed` words, why they were not looked up, place."""

    name: str
    texts: str
    scope: str
    counts: str
    rows: tuple[Row, ...]
    off: tuple[int, ...]
    cited: tuple[Cited, ...]
    passed: tuple[tuple[str, str, str], ...]
    unread: tuple[Unread, ...]
    problems: tuple[Problem, ...]
    sha256: str


def to_html(checked: Checked) -> str:
    """The marked copy as one self-contained page."""
    style = "\n".join(files("onrecord.data").joinpath(f"sheet/{name}").read_text(encoding="utf-8") for name in ("page.css", "draft.css"))
    marked = mark(checked)
    return read_template().render(style=style, **{f.name: getattr(marked, f.name) for f in fields(marked)})


def mark(checked: Checked) -> Marked:
    """The draft cut into what is shown, with its findings in words."""
    told = [(f, tell(n, f, checked)) for n, f in enumerate(checked.findings, 1)]
    off = sorted((pair for pair in told if pair[0].verdict not in FINE), key=lambda pair: severity(pair[0]))
    return Marked(
        name=file_name(checked.path) or make_visible(checked.title or "") or "The draft",
        texts=count(checked.texts, "text"),
        scope=scope(checked),
        counts=tell_counts(checked),
        rows=tuple(make_row(checked, p.span, p.kind in ("headline", "subhead"), told) for p in checked.paragraphs),
        off=tuple(t.number for _, t in off),
        cited=tuple(cite(checked)),
        passed=tuple((p.words, p.why, say_place(p)) for p in checked.passed),
        unread=checked.unread,
        problems=checked.problems,
        sha256=checked.sha256,
    )


def make_row(checked: Checked, span: Span, heading: bool, told: Sequence[tuple[Finding, Told]]) -> Row:
    """A paragraph cut where its look changes."""
    inside = [(f, t) for f, t in told if span.start <= f.place.span.start < span.end]
    cuts = {span.start, span.end}
    for f, _ in inside:
        cuts |= {min(at, span.end) for s in (f.place.span, *f.barred) for at in (s.start, s.end)} | {*f.gaps, behind_marks(checked.text, f, span.end)}
    edges = sorted(at for at in cuts if span.start <= at <= span.end)
    runs = []
    for start, end in pairwise(edges):
        over = [f for f, _ in inside if f.place.span.start <= start and end <= f.place.span.end]
        # A quotation inside an attributed sentence has its own look.
        top = min(over, key=lambda f: f.place.span.end - f.place.span.start, default=None)
        missing = top.place.span if top and top.verdict == "not found" else None
        runs.append(Run(
            show(checked.text[start:end]), LOOKS[top.verdict] if top else "", any(b.start <= start and end <= b.end for f in over for b in f.barred),
            missing is not None and missing.start == start, missing is not None and missing.end == end,
            any(start in f.gaps for f, _ in inside), tuple(t.number for f, t in inside if behind_marks(checked.text, f, span.end) == end),
        ))  # fmt: skip
    return Row(heading, tuple(runs), tuple(inside))


def behind_marks(text: str, finding: Finding, end: int) -> int:
    """Where the number of a finding stands: behind the marks and the stop that close its words."""
    at = min(finding.place.span.end, end)
    while at < end and text[at] in CLOSING:
        at += 1
    return at


def show(words: str) -> str:
    """Words with each hidden character as a chip; line breaks stay."""
    return HIDDEN.sub(lambda m: m[0] if m[0] in "\n\t" else name_hidden(m), words)


def cite(checked: Checked) -> list[Cited]:
    """The sources that findings rest on, each once."""
    found: dict[str, Source] = {}
    for f in checked.findings:
        for s in (*((f.source,) if f.source else ()), *(s for s, _ in f.others)):
            found.setdefault(s.text, s)
    ranked = sorted(found.values(), key=lambda s: ((s.published.start if s.published else None) or "9999", say_outlet(s), s.text))
    return [Cited(say_printed(s), s.title or "", s.url or file_name(s.path), s.sha256) for s in ranked]


def cut_chips(words: str) -> list[tuple[str, bool]]:
    """Words in parts with whether each is the chip of a hidden character."""
    out: list[tuple[str, bool]] = []
    at = 0
    for match in CHIP.finditer(words):
        out += [(words[at : match.start()], False), (match[0][1:-1], True)]
        at = match.end()
    return [*out, (words[at:], False)]


@cache
def read_template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters.update(parts=cut_chips)
    return environment.from_string(files("onrecord.data").joinpath("sheet/draft.html.j2").read_text(encoding="utf-8"))
