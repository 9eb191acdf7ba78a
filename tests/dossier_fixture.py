"""A dossier built by hand: an invented dispute about a bridge, eight reports by six invented outlets and one official text. No report is behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from onrecord.group.types import (
    Accused,
    Change,
    Copied,
    Copy,
    Dossier,
    Doubt,
    Happening,
    Line,
    Lone,
    Original,
    Place,
    Point,
    Position,
    Relation,
    Run,
    Shift,
    Text,
    Through,
    Unread,
    Utterance,
    Voice,
    Wording,
    Words,
)
from onrecord.types import Span, When


def day(iso: str) -> When:
    return When(iso, iso, "day")


def words(marked: str) -> tuple[Words, ...]:
    """Runs of words; what stands between “ and ” is quoted."""
    out: list[Words] = []
    for part in marked.replace("”", "“").split("“"):
        out.append(Words(part, len(out) % 2 == 1))
    return tuple(w for w in out if w.words)


def make_text(number: int, outlet: str | None, title: str, published: str | None, **more: Any) -> Text:
    given: dict[str, Any] = {
        "byline": (), "form": "report", "issuer": None, "updated": None, "url": f"https://example.org/{number}", "path": f"reports/{number:02}.html",
        "sha256": f"{number:x}" * 64, "words": 300 + 17 * number, "statements": 3, "family": f"t{number}",
    }  # fmt: skip
    when = day(published) if published else None
    return Text(id=f"t{number}", number=number, title=title, outlet=outlet, published=when, **{**given, **more})


def make_line(own: str, text: str, voices: Sequence[str], act: str | None, content: str, said: str | When | None = None, **more: Any) -> Line:
    start = 40 + 100 * int("".join(c for c in own if c.isdigit()) or 0)
    given: dict[str, Any] = {
        "parent": None, "negated": False, "investigation": False, "modality": "actual", "cue": "said", "rivals": (), "on_behalf_of": (), "via": (),
        "addressees": (), "targets": (), "channel": None, "hedges": (), "certainty": (), "grounds": (), "headline": False,
        "place": Span(start, start + len(content)), "bytes": (2 * start, 2 * start + len(content)), "confidence": 0.9, "short": words(content),
    }  # fmt: skip
    when = day(said) if isinstance(said, str) else said
    return Line(id=own, text=text, act=act, content=words(content), voices=tuple(voices), said_on=when, **{**given, **more})  # type: ignore[arg-type]


TEXTS = (
    make_text(1, "The Tarn Courier", "Bridge shut in the storm, nurse says", "2026-03-03", byline=("Nell Harrow",), statements=5),
    make_text(2, None, "Notice on the closure", "2026-03-03", form="official text", issuer="trust", statements=4),
    make_text(3, "Northern Wire", "Trust rejects charge over Halden bridge", "2026-03-04", statements=6),
    make_text(4, "Evening Post", "Trust rejects charge over bridge", "2026-03-04", family="t3", statements=6),
    make_text(5, "Radio Tarn", "“Nobody rang us,” says chief engineer", "2026-03-05", updated=day("2026-03-06"), statements=4),
    make_text(6, "The Ledger", "Inspectors had listed the gate", "2026-03-06", byline=("Ida Voss", "Per Lund"), statements=5),
    make_text(7, "The Tarn Courier", "Engineer: a message did come", "2026-03-12", statements=3),
    make_text(8, "Halden Watch", "What we know of the bridge", None, url=None, statements=2),
)
VOICES = (
    Voice("marrow", "Ines Marrow", "person", roles=("nurse, of Upper Tarn",)),
    Voice("trust", "Halden Bridge Trust", "organisation", roles=("bridge authority",)),
    Voice("dale", "Corvin Dale", "person", roles=("chief engineer of the trust",)),
    Voice("osk", "Lena Osk", "person", aliases=("Mayor Osk",), roles=("mayor of Tarn",)),
    Voice("two", "two inspectors", "unnamed", count=2, terms="on condition of anonymity"),
    Voice("works", "Ministry of Works", "government", roles=()),
    Voice("reyes", "Tam Reyes", "person", roles=("contractor",)),
    Voice("ferry", "Ferrymen’s Union", "organisation", roles=("union",)),
)
LINES = (
    make_line("s1", "t1", ["marrow"], "accuse", "They “shut the gate with people still on the bridge”", "2026-03-02", targets=("trust",), channel="interview",
              certainty=("still",)),
    make_line("s2", "t1", ["marrow"], "assert", "“There was no light and no guard.”", "2026-03-02"),
    make_line("s3", "t2", ["trust"], "deny", "“The bridge was clear when the gate was shut.”", "2026-03-03", channel="written statement"),
    make_line("s4", "t3", ["trust"], "deny", "“The bridge was clear when the gate was shut”", "2026-03-03", channel="written statement"),
    make_line("s5", "t4", ["trust"], "deny", "“The bridge was almost clear when the gate was shut”", "2026-03-03"),
    make_line("s6", "t3", ["osk"], "demand", "there must be “an inquiry that does not answer to the trust”", "2026-03-04", investigation=True,
              targets=("works",)),
    make_line("s7", "t5", ["dale"], "deny", "“Nobody rang us before the storm, not the ministry, not anyone.”", "2026-03-05", channel="news conference"),
    make_line("s8", "t6", ["dale"], "deny", "“Nobody rang us before the storm”", "2026-03-05"),
    make_line("s9", "t6", ["two"], "assert", "the gate had stood on a list of repairs since January", When(None, "2026-03-06", "day")),
    make_line("s10", "t6", ["works"], "decline", "would not say whether it had rung the trust", "2026-03-06"),
    make_line("s11", "t7", ["dale"], "admit", "“A message reached our office. It did not reach me.”", "2026-03-11", channel="interview"),
    make_line("s12", "t6", ["works"], "accuse", "Mr Reyes “left the motor without a guard”", None, targets=("reyes",), via=("two",)),
    make_line("s13", "t1", ["marrow"], "assert", "at least nine were hurt", "2026-03-02"),
    make_line("s14", "t3", ["trust"], "assert", "“fewer than six” were hurt", "2026-03-03", hedges=("apparently",)),
    make_line("s15", "t4", ["trust"], "assert", "“six” were hurt", "2026-03-03"),
    make_line("s16", "t8", ["ferry"], "criticise", "the trust “has slept for years”", When("2026-03-01", "2026-03-31", "month"), targets=("trust",)),
    make_line("s17", "t8", ["ferry"], "promise", "would open its own books", None, rivals=("osk",), confidence=0.4),
    make_line("s18", "t7", ["osk"], "assert", "the ferries run again on Monday", "2026-03-12"),
)  # fmt: skip
S7 = "Nobody rang us before the storm, not the ministry, not anyone."


def make_wording(statement: str, against: str, verdict: str, *runs: Run, changes: Sequence[Change] = ()) -> Wording:
    def count(kind: str) -> int:
        return sum(len((r.fullest if kind == "left out" else r.here).split()) for r in runs if r.kind == kind)

    return Wording(statement, against, verdict, runs, count("differs"), count("left out"), count("added"), tuple(changes))  # type: ignore[arg-type]


def same(text: str) -> Run:
    return Run("same", text, text)


UTTERANCES = (
    Utterance("u1", ("trust",), ("s3", "s4", "s5"), None, "s3", (
        make_wording("s4", "s3", "same", same("“The bridge was clear when the gate was shut.”")),
        make_wording("s5", "s3", "altered", same("“The bridge was"), Run("added", "", "almost"), same("clear when the gate was shut.”"),
                     changes=[Change("qualifier", "almost", "")]),
    ), "the same quoted words"),
    Utterance("u2", ("dale",), ("s7", "s8"), "s7", "s7", (
        make_wording("s8", "s7", "shortened", Run("same", "“Nobody rang us before the storm,", "“Nobody rang us before the storm”"),
                     Run("left out", "not the ministry, not anyone.”", "")),
    ), "the same quoted words"),
    Utterance("u3", ("trust",), ("s14", "s15"), "s14", "s14", (
        make_wording("s15", "s14", "altered", Run("left out", "“fewer than", ""), Run("same", "six” were hurt", "“six” were hurt"),
                     changes=[Change("number", "six", "fewer than six")]),
    ), "the same quoted words"),
)  # fmt: skip


def make_position(voice: str, point: str, *statements: str, more: Sequence[int] = (), shifts: Sequence[Shift] = ()) -> Position:
    stances = tuple("for" for _ in statements)
    return Position(voice, point, statements, stances, tuple(more) or (0,) * len(statements), tuple(shifts))  # type: ignore[arg-type]


DOSSIER = Dossier(
    about=None,
    texts=TEXTS,
    unread=(),
    copies=(Copy("t4", "t3", True, 0.94, (Copied(Span(0, 90), Span(0, 91), (Change("number", "six", "fewer than six"),)),), ("credits Northern Wire",)),),
    voices=VOICES,
    lines=LINES,
    utterances=UTTERANCES,
    happenings=(
        Happening("e1", "closing of the Halden bridge", "closure", "Halden", day("2026-03-02"), ("trust", "marrow"),
                  (Place("t1", Span(0, 9)), Place("t3", Span(5, 9))), ("s1", "s2", "s3", "s4", "s5", "s13", "s14", "s15")),
        Happening("e2", "call to the trust", "talks", None, None, ("works", "trust"), (Place("t5", Span(0, 9)),), ("s7", "s8", "s10", "s11"),
                  ("date", "place")),
    ),
    points=(
        Point("p1", "People were on the bridge", False, "e1", ("s1", "s3", "s4", "s5")),
        Point("p2", "Who was told of the storm?", True, "e2", ("s7", "s8", "s10", "s11")),
        Point("p3", "There must be an inquiry", False, None, ("s6",)),
        Point("p4", "Fewer than six were hurt", False, "e1", ("s13", "s14", "s15"), ("fewer than six", "six", "nine")),
        Point("p5", "The gate was on a list of repairs", False, "e1", ("s9", "s12")),
    ),
    positions=(
        make_position("marrow", "p1", "s1"), make_position("trust", "p1", "s3", more=[2]),
        make_position("dale", "p2", "s7", "s11", more=[1, 0], shifts=[Shift("s7", "s11")]), make_position("works", "p2", "s10"),
        make_position("osk", "p3", "s6"), make_position("marrow", "p4", "s13"), make_position("trust", "p4", "s14", more=[1]),
        make_position("two", "p5", "s9"), make_position("works", "p5", "s12"), make_position("ferry", "p1", "s16"),
    ),
    relations=(Relation("denies", "s3", "s1", Place("t2", Span(0, 9)), Place("t1", Span(0, 9))),),
    accused=(Accused("trust", ("s1",), (("s1", "s3"),), True), Accused("reyes", ("s12",), (), False)),
    lone=(Lone("p5", "t6"),),
    through=(Through("works", "p5", ("two",)),),
    originals=(
        Original("notice of the Halden Bridge Trust", "trust", "written statement", day("2026-03-03"), ("s4", "s5")),
        Original("interview with Corvin Dale", "dale", "interview", day("2026-03-11"), ("s11",)),
    ),
    doubts=(
        Doubt("wording", "“six” or “fewer than six”: the Evening Post and Northern Wire differ", ("s15", "s14")),
        Doubt("speaker", "Ferrymen’s Union or Lena Osk: who promised to open the books", ("s17",)),
    ),
    makers={"points": "rule:group.point/1", "utterances": "rule:group.same/1", "voices": "rule:group.who/1"},
)  # fmt: skip

EMPTY = replace(
    DOSSIER, texts=(), copies=(), voices=(), lines=(), utterances=(), happenings=(), points=(), positions=(), relations=(), accused=(), lone=(), through=(),
    originals=(), doubts=(),
)  # fmt: skip
SILENT = replace(EMPTY, texts=TEXTS[:2])  # texts without any statement
ONE = replace(
    EMPTY, texts=TEXTS[:1], voices=VOICES[:2], lines=tuple(line for line in LINES if line.text == "t1"), points=DOSSIER.points[:1],
    positions=DOSSIER.positions[:1], happenings=DOSSIER.happenings[:1], accused=(Accused("trust", ("s1",), (), False),),
)  # fmt: skip
UNREADABLE = replace(DOSSIER, unread=(Unread("scans/page-2.html", "a picture without text"), Unread("reports/late.html", "the file is empty")))


def make_large(texts: int = 60, points: int = 16, voices: int = 60) -> Dossier:
    """Many reports, points and speakers: every speaker is heard on some points, in turn."""
    days = [f"2026-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(texts)]
    acts = ("assert", "accuse", "criticise", "deny", "challenge", "reject", "demand", "ask", "warn", "threaten", "promise", "propose", "support", "admit",
            "apologise", "consult", "decline", "retract", "think")  # fmt: skip
    reports = tuple(make_text(n + 1, f"Outlet {1 + n % 9}", f"Report {n + 1}", d) for n, d in enumerate(days))
    people = tuple(Voice(f"v{n}", f"Speaker {chr(65 + n % 26)}{n} of the Long-Named Board", "person", roles=("member",)) for n in range(voices))
    lines: list[Line] = []
    said: dict[tuple[str, str], list[str]] = {}
    for n in range(voices * 6):
        voice, point, text = f"v{n % voices}", f"p{(n * 7 + n // voices) % points}", n * 5 % texts
        content = f"statement number {n} holds that “the {n}th gate was shut too early”"
        lines.append(make_line(f"s{n}", f"t{text + 1}", [voice], acts[n % len(acts)], content, days[text] if n % 5 else None))
        said.setdefault((voice, point), []).append(f"s{n}")
    return replace(
        EMPTY, texts=reports, voices=people, lines=tuple(lines),
        points=tuple(Point(f"p{n}", f"Point number {n} is as stated", n == 11, None, tuple(s for (_, p), own in said.items() if p == f"p{n}" for s in own))
                     for n in range(points)),
        positions=tuple(make_position(v, p, *own) for (v, p), own in said.items()),
        doubts=tuple(Doubt("denial", f"Doubt {n}", (f"s{n}",)) for n in range(90)),
    )  # fmt: skip
