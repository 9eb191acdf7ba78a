"""The time line: days, lanes, changes, hostile names, and that it is whole SVG that needs nothing."""

import re
import runpy
import typing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from onrecord.group.draw import SHOWN, WIDTH, draw_timeline, read_marks
from onrecord.group.draw.rows import list_rows, main_happening, order_voices
from onrecord.group.types import Dossier, Position, Shift
from onrecord.types import Act, When

made = runpy.run_path(str(Path(__file__).with_name("dossier_fixture.py")))
DOSSIER, EMPTY, LINES, ONE, SILENT = (made[name] for name in ("DOSSIER", "EMPTY", "LINES", "ONE", "SILENT"))
day, make_large, make_line = (made[name] for name in ("day", "make_large", "make_line"))
SVG = "{http://www.w3.org/2000/svg}"


def parse(dossier: Dossier, **how: bool) -> ElementTree.Element:
    return ElementTree.fromstring(draw_timeline(dossier, **how))


def words_of(root: ElementTree.Element) -> str:
    return " ".join("".join(t.itertext()) for t in root.iter(f"{SVG}text"))


def test_marks_are_one_symbol_an_act() -> None:
    assert set(re.findall(r'id="act-(\w+)"', read_marks())) == set(typing.get_args(Act))


def test_nobody_on_record_draws_nothing() -> None:
    assert draw_timeline(EMPTY) == draw_timeline(SILENT) == ""


def test_speakers_stand_in_the_order_of_their_first_word() -> None:
    assert [v.name for v in order_voices(DOSSIER)][:3] == ["Ines Marrow", "Halden Bridge Trust", "Lena Osk"]
    shuffled = replace(DOSSIER, lines=LINES[::-1], voices=DOSSIER.voices[::-1])
    assert [v.id for v in order_voices(shuffled)] == [v.id for v in order_voices(DOSSIER)]


def test_prints_of_one_utterance_are_one_tick() -> None:
    trust = next(r for r in list_rows(DOSSIER) if r.voice.id == "trust")
    assert [t.line.id for t in trust.ticks] == ["s3", "s14"]


def test_a_day_that_is_not_stated_is_no_later_than_the_report_and_drawn_dotted() -> None:
    works = next(r for r in list_rows(DOSSIER) if r.voice.id == "works")
    tick = next(t for t in works.ticks if t.line.id == "s12")
    assert tick.start is None and str(tick.end) == "2026-03-06"
    assert 'class="vague"' in draw_timeline(DOSSIER)


def test_a_month_is_a_dotted_bar_with_its_words() -> None:
    assert "in March" in words_of(parse(DOSSIER))


def test_what_has_no_day_at_all_has_a_column_of_its_own() -> None:
    assert "day not stated" in words_of(parse(DOSSIER))
    assert "day not stated" not in words_of(parse(ONE))


def test_change_of_position_is_a_line_with_both_acts() -> None:
    assert "denies, then admits" in words_of(parse(DOSSIER))


@pytest.mark.parametrize("order", [("s7", "s11"), ("s11", "s7")])
def test_change_is_drawn_whatever_stands_between(order: tuple[str, str]) -> None:
    between = make_line("s30", "t6", ["dale"], "warn", "more storms will come", "2026-03-08")
    position = Position("dale", "p2", ("s7", "s11"), ("against", "for"), (0, 0), (Shift(*order),))
    root = parse(replace(DOSSIER, lines=(*LINES, between), positions=(position,)))
    assert len([p for p in root.iter(f"{SVG}path") if p.get("class") == "ink"]) == 2  # the happening's day and the change


def test_main_happening_is_named_on_its_day() -> None:
    happening = main_happening(DOSSIER)
    assert happening is not None and happening.id == "e1"
    assert "2 March: closing of the Halden bridge" in words_of(parse(DOSSIER))


def test_a_happening_long_before_is_not_on_the_line() -> None:
    old = replace(DOSSIER.happenings[0], when=day("2019-01-01"))
    assert "closing of" not in words_of(parse(replace(DOSSIER, happenings=(old,))))


def test_one_day_is_drawn() -> None:
    assert "2 March" in words_of(parse(ONE))


def test_days_without_any_date_are_drawn() -> None:
    undated = replace(ONE, texts=(replace(ONE.texts[0], published=None),), lines=tuple(replace(x, said_on=None) for x in ONE.lines), happenings=())
    assert "day not stated" in words_of(parse(undated))


def test_candidates_alone_are_no_day() -> None:
    open_day = When(None, None, "day", candidates=(("2017-04-04", "2017-04-04"), ("2023-04-04", "2023-04-04")))
    lines = tuple(replace(x, said_on=open_day) for x in ONE.lines)
    assert "day not stated" in words_of(parse(replace(ONE, lines=lines)))


@pytest.mark.parametrize("dossier", [DOSSIER, ONE, make_large()], ids=["usual", "one text", "large"])
def test_nothing_stands_beyond_the_edges(dossier: Dossier) -> None:
    root = parse(dossier)
    for use in root.iter(f"{SVG}use"):
        assert 0 <= float(use.get("x", "0")) <= WIDTH - 14
    height = float(root.get("height", "0"))
    assert all(0 <= float(use.get("y", "0")) < height for use in root.iter(f"{SVG}use"))


def test_marks_of_one_row_do_not_overlap() -> None:
    places: dict[str, list[float]] = {}
    for use in parse(make_large()).iter(f"{SVG}use"):
        places.setdefault(use.get("y", ""), []).append(float(use.get("x", "0")))
    for found in places.values():
        found.sort()
        assert all(b - a >= 14 for a, b in pairwise(found))


def test_more_than_forty_speakers_are_counted() -> None:
    root = parse(make_large(voices=60))
    assert len([t for t in root.iter(f"{SVG}text") if t.get("class") == "name"]) == SHOWN
    assert "20 more speakers are not drawn" in words_of(root)


def test_drawing_needs_nothing() -> None:
    alone = draw_timeline(DOSSIER)
    assert "<script" not in alone and "http" not in alone.replace("http://www.w3.org/2000/svg", "") and "url(" not in alone
    used = set(re.findall(r'href="#([\w-]+)"', alone))
    assert used <= set(re.findall(r'id="([\w-]+)"', alone))
    assert "<style" not in draw_timeline(DOSSIER, whole=False)


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", '"><g onload="x()">', "\u202etxet\x00\x1b[31m", "\ufffe\ud800", "a" * 400, "]]>&lt;"])
def test_hostile_names_are_only_words(bad: str) -> None:
    voices = tuple(replace(v, name=v.name + bad) for v in DOSSIER.voices)
    happenings = tuple(replace(h, label=h.label + bad) for h in DOSSIER.happenings)
    root = parse(replace(DOSSIER, voices=voices, happenings=happenings))
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "style", "symbol", "circle", "path", "rect", "text", "tspan", "title", "g", "use"}
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on")]


def test_same_dossier_same_drawing() -> None:
    turned = replace(DOSSIER, lines=LINES[::-1], voices=DOSSIER.voices[::-1], positions=DOSSIER.positions[::-1])
    assert draw_timeline(DOSSIER) == draw_timeline(turned)
