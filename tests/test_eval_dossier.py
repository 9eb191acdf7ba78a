"""eval/dossier.py: a dossier that says what the gold says scores full marks, one that errs scores less, and the gold files agree with their texts."""

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.group.types import Accused, Change, Copy, Dossier, Happening, Line, Lone, Point, Position, Shift, Utterance, Voice, Wording
from onrecord.types import Article, Block, Capture, Record, Span, Statement

EVAL = Path(__file__).parents[1] / "eval"
pytestmark = pytest.mark.skipif(not (EVAL / "dossier.py").exists(), reason="eval/ is not part of the source distribution")

TEXTS = {
    "a.txt": "“The gate was never shut,” Orla Venn said. Tam Brode accused Venn of shutting the gate. Nine were hurt, Brode said.",
    "b.txt": "“The gate was shut,” Orla Venn said. At least nine were hurt, Tam Brode said.",
    "c.txt": "Orla Venn admitted on Friday that the gate had been shut. Brode accused the builder, Ansel Quay, of bad work.",
}


def said(file: str, text: str | list[str], sentence: str, voice: str, act: str, happening: str | None) -> dict[str, Any]:
    return {"file": file, "text": text, "in": sentence, "voices": [voice], "act": act, "happening": happening}


S: dict[str, Any] = {
    "s1": said("a.txt", "“The gate was never shut,”", "“The gate was never shut,” Orla Venn said.", "venn", "deny", "e1"),
    "s2": said("a.txt", "of shutting the gate", "Tam Brode accused Venn of shutting the gate.", "brode", "accuse", "e1"),
    "s3": said("a.txt", "Nine were hurt", "Nine were hurt, Brode said.", "brode", "assert", "e2"),
    "s4": said("b.txt", "“The gate was shut,”", "“The gate was shut,” Orla Venn said.", "venn", "deny", "e1"),
    "s5": said("b.txt", "At least nine were hurt", "At least nine were hurt, Tam Brode said.", "brode", "assert", "e2"),
    "s6": said("c.txt", ["that the gate", "had been shut"], "that the gate had been shut", "venn", "admit", "e1"),
    "s7": said("c.txt", "of bad work", "Brode accused the builder, Ansel Quay, of bad work.", "brode", "accuse", None),
}
TINY: dict[str, Any] = {
    "folder": "tiny",
    "texts": [{"file": f, "outlet": f, "published": None, "copy_of": None, "whole": True} for f in TEXTS],
    "voices": {"venn": ["Orla Venn", "Venn"], "brode": ["Tam Brode", "Brode"], "quay": ["Ansel Quay"]},
    "statements": S,
    "utterances": [{"part": "dev", "statements": ["s1", "s4"]}, {"part": "test", "statements": ["s3", "s5"]}],
    "alterations": [
        {"part": "dev", "statement": "s4", "against": "s1", "kind": "polarity", "here": "was shut", "there": "was never shut"},
        {"part": "test", "statement": "s5", "against": "s3", "kind": "qualifier", "here": "At least nine", "there": "Nine"},
    ],
    "happenings": {k: {"label": k, "part": p, "kind": None, "where": None, "when": None} for k, p in (("e1", "dev"), ("e2", "test"))},
    "points": {
        "p1": {"label": "The gate was shut", "part": "dev", "happening": "e1", "question": "Was the gate shut?"},
        "p2": {"label": "Nine were hurt", "part": "test", "happening": "e2"},
        "p3": {"label": "The builder did bad work", "part": "dev", "happening": None},
    },
    "positions": [
        {"voice": "venn", "point": "p1", "statements": ["s1", "s4", "s6"]},
        {"voice": "brode", "point": "p1", "statements": ["s2"]},
        {"voice": "brode", "point": "p2", "statements": ["s3", "s5"]},
        {"voice": "brode", "point": "p3", "statements": ["s7"]},
    ],
    "changes": [{"voice": "venn", "point": "p1", "before": "s1", "after": "s6"}],
    "accusations": [{"statement": "s2", "voice": "venn", "answered_by": ["s1"]}, {"statement": "s7", "voice": "quay", "answered_by": []}],
    "not_heard": ["quay"],
    "lone": ["p3"],
    "through": [],
    "copies": [{"copy": "b.txt", "origin": "a.txt", "whole": False}],
    "originals": [],
    "relations": [],
}


@pytest.fixture(scope="module")
def scorer() -> Iterator[Any]:
    sys.path.insert(0, str(EVAL))
    try:
        import dossier

        yield dossier
    finally:
        sys.path.remove(str(EVAL))


def make_record(file: str, text: str, statements: tuple[Statement, ...] = ()) -> Record:
    article = Article(file, "report", None, None, (), file, "en", text, None, None, (Block("paragraph", 0, len(text)),))
    return Record(Capture(id=file, sha256=file), article, statements=statements)


def by_gold(case: Any) -> tuple[Any, Dossier]:
    """The case with records that hold the gold's statements, and the dossier that says what the gold says."""
    from dossier_gold import find

    gold = case.gold
    spans = {key: tuple(Span(*x) for x in find(case.by_file[s["file"]].article.text, s, key)) for key, s in gold["statements"].items()}
    records = {}
    for file, record in case.by_file.items():
        own = tuple(Statement(k, None, "indirect", (), (), spans[k]) for k, s in gold["statements"].items() if s["file"] == file)
        records[file] = replace(record, statements=own)
    text_of = {file: r.article.id for file, r in records.items()}
    lines = tuple(
        Line(
            id=k, text=text_of[s["file"]], parent=None, act=s["act"], negated=False, investigation=False, modality="actual", content=(), short=(), cue="",
            voices=tuple(s["voices"]), rivals=(), on_behalf_of=(), via=(), addressees=(), targets=(), channel=None, said_on=None, hedges=(), certainty=(),
            grounds=(), headline=False, place=Span(spans[k][0].start, spans[k][-1].end), bytes=None, confidence=1.0,
        )
        for k, s in gold["statements"].items()
    )  # fmt: skip
    wordings = defaultdict(list)
    for a in gold["alterations"]:
        wordings[a["statement"]].append(Wording(a["statement"], a["against"], "altered", (), 1, 0, 0, (Change(a["kind"], a["here"], a["there"]),)))
    utterances = tuple(
        Utterance(u["statements"][0], (), tuple(u["statements"]), None, u["statements"][0], tuple(w for i in u["statements"] for w in wordings[i]), "")
        for u in gold["utterances"]
        if u["statements"]
    )
    about, held, accused = defaultdict(list), defaultdict(list), defaultdict(list)
    for k, s in gold["statements"].items():
        about[s["happening"]].append(k)
    for p in gold["positions"]:
        held[p["point"]] += p["statements"]
    for a in gold["accusations"]:
        accused[a["voice"]].append(a)
    shifts = defaultdict(list)
    for c in gold["changes"]:
        shifts[c["voice"], c["point"]].append(Shift(c["before"], c["after"]))
    return replace(case, by_file=records), Dossier(
        about=None,
        texts=(),
        unread=(),
        copies=tuple(Copy(text_of[c["copy"]], text_of[c["origin"]], c["whole"], 1.0, ()) for c in gold["copies"]),
        voices=tuple(Voice(k, names[0], "person", tuple(names)) for k, names in gold["voices"].items()),
        lines=lines,
        utterances=utterances,
        happenings=tuple(Happening(k, h["label"], None, None, None, (), (), tuple(about[k])) for k, h in gold["happenings"].items()),
        points=tuple(Point(k, p["label"], False, p["happening"], tuple(held[k])) for k, p in gold["points"].items()),
        positions=tuple(
            Position(p["voice"], p["point"], tuple(p["statements"]), (), (), tuple(shifts[p["voice"], p["point"]])) for p in gold["positions"]
        ),
        relations=(),
        accused=tuple(
            Accused(v, tuple(a["statement"] for a in each), tuple((a["statement"], i) for a in each for i in a["answered_by"]), v not in gold["not_heard"])
            for v, each in accused.items()
        ),
        lone=tuple(Lone(k, "") for k in gold["lone"]),
        through=(),
        originals=(),
        doubts=(),
        makers={},
    )  # fmt: skip


@pytest.fixture
def tiny(scorer: Any) -> tuple[Any, Dossier]:
    from dossier_gold import place

    return by_gold(place(TINY, {f: make_record(f, text) for f, text in TEXTS.items()}))


KEYS = ("statements", "same utterance", "positions", "points", "alterations", "accused", "unanswered", "not heard", "answers", "changes", "copies")


def marks(score: Any) -> dict[str, float]:
    return {k: score.f1(k) for k in (*KEYS, "points on one origin", "copies, which is the origin")} | {"happenings": score.cubed_f1()}


@pytest.mark.parametrize("part", ["dev", "test"])
def test_a_dossier_as_the_gold_has_it_scores_full_marks(scorer: Any, tiny: tuple[Any, Dossier], part: str) -> None:
    got = marks(scorer.score(*tiny, part))
    assert {k: v for k, v in got.items() if v != 100 and k != "points"} == {}


def broken(d: Dossier) -> dict[str, tuple[str, Dossier]]:
    """Each kind of error, the figure that it must lower, and the dossier with it."""
    venn = next(p for p in d.positions if p.voice == "venn")
    others = tuple(p for p in d.positions if p != venn)
    join = replace(d.utterances[0], statements=("s1", "s4", "s6"))
    invented = Wording("s6", "s1", "altered", (), 1, 0, 0, (Change("name", "gate", "bridge"),))
    return {
        "versions apart": ("same utterance", replace(d, utterances=d.utterances[1:])),
        "others joined": ("same utterance", replace(d, utterances=(join,))),
        "alteration missed": ("alterations", replace(d, utterances=(replace(d.utterances[0], wordings=()),))),
        "alteration invented": ("alterations", replace(d, utterances=(replace(join, wordings=(*join.wordings, invented)),))),
        "happenings split": ("happenings", replace(d, happenings=())),
        "another voice": ("positions", replace(d, positions=(replace(venn, voice="quay"), *others))),
        "another act": ("positions", replace(d, lines=tuple(replace(x, act="warn") if x.id == "s2" else x for x in d.lines))),
        "point missed": ("points", replace(d, points=d.points[1:])),
        "change missed": ("changes", replace(d, positions=(replace(venn, shifts=()), *others))),
        "change invented": ("changes", replace(d, positions=(replace(others[0], shifts=(Shift("s2", "s7"),)), venn, *others[1:]))),
        "answer invented": ("unanswered", replace(d, accused=tuple(replace(a, answers=tuple((i, "s6") for i in a.accusations)) for a in d.accused))),
        "answer missed": ("unanswered", replace(d, accused=tuple(replace(a, answers=()) for a in d.accused))),
        "held to be heard": ("not heard", replace(d, accused=tuple(replace(a, heard=True) for a in d.accused))),
        "copy missed": ("copies", replace(d, copies=())),
        "copy turned round": ("copies, which is the origin", replace(d, copies=tuple(replace(c, text=c.origin, origin=c.text) for c in d.copies))),
        "lone missed": ("points on one origin", replace(d, lone=())),
        "statement missed": ("statements", replace(d, lines=d.lines[1:])),
    }


ERRORS = (
    "versions apart,others joined,alteration missed,alteration invented,happenings split,another voice,another act,point missed,change missed,change invented,"
    "answer invented,answer missed,held to be heard,copy missed,copy turned round,lone missed,statement missed"
)


@pytest.mark.parametrize("error", ERRORS.split(","))
def test_each_error_lowers_its_figure(scorer: Any, tiny: tuple[Any, Dossier], error: str) -> None:
    case, perfect = tiny
    figure, dossier = broken(perfect)[error]
    assert marks(scorer.score(case, dossier, "dev"))[figure] < marks(scorer.score(case, perfect, "dev"))[figure]


def test_what_belongs_to_the_other_part_does_not_count(scorer: Any, tiny: tuple[Any, Dossier]) -> None:
    case, perfect = tiny
    figure, dossier = broken(perfect)["versions apart"]
    assert marks(scorer.score(case, dossier, "test"))[figure] == 100


def test_a_question_stands_for_its_point_and_sets_the_machines_aside(scorer: Any, tiny: tuple[Any, Dossier]) -> None:
    case, perfect = tiny
    asked = Point("q", "Was the gate shut?", True, None, ("s1", "s2", "s4", "s6"))
    rows = tuple(replace(p, point="q") for p in perfect.positions if p.point == "p1")
    both = replace(perfect, points=(asked, *perfect.points), positions=(*rows, *perfect.positions))
    assert marks(scorer.score(case, both, "dev"))["positions"] == 100
    silent = replace(both, positions=tuple(p for p in both.positions if p.point != "q"))
    assert marks(scorer.score(case, silent, "dev"))["positions"] < 100


def test_another_reading_that_the_gold_allows_is_right(scorer: Any, tiny: tuple[Any, Dossier]) -> None:
    case, perfect = tiny
    allowed = {**case.gold, "statements": {**S, "s2": {**S["s2"], "act_alternatives": ["criticise"]}}}
    read = replace(perfect, lines=tuple(replace(x, act="criticise") if x.id == "s2" else x for x in perfect.lines))
    assert marks(scorer.score(case, read, "dev"))["positions"] < 100
    assert marks(scorer.score(replace(case, gold=allowed), read, "dev"))["positions"] == 100


def test_order_of_the_records_does_not_matter(scorer: Any, tiny: tuple[Any, Dossier]) -> None:
    case, perfect = tiny
    turned = replace(case, by_file=dict(reversed(case.by_file.items())))
    assert scorer.score(turned, perfect, "dev") == scorer.score(case, perfect, "dev")


def test_words_that_the_text_does_not_have_are_an_error_of_the_gold(scorer: Any) -> None:
    from dossier_gold import place

    gold = {**TINY, "statements": {**S, "s1": {**S["s1"], "text": "the gate was open"}}}
    with pytest.raises(ValueError, match="s1"):
        place(gold, {f: make_record(f, text) for f, text in TEXTS.items()})


@pytest.mark.parametrize("name", ["call", "practice", "practice2", "practice3"])
def test_the_gold_files_agree_with_their_texts_and_with_themselves(scorer: Any, name: str) -> None:
    case, perfect = by_gold(scorer.load(scorer.GOLD / f"{name}.json"))
    got = marks(scorer.score(case, perfect, "dev"))
    assert {k: v for k, v in got.items() if v != 100} == {}
