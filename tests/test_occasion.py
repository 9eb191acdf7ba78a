"""Channels by their table, days by their place, and occasions that go on."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.occasion import CHANNELS, Occasion, carry_over, find_channel, find_day, later
from onrecord.resolve.when import Timex
from onrecord.text.marks import read_table
from onrecord.types import Span, Statement, When


def spot(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def statement(text: str, cue: str, source: str = "", content: str = "", own: str = "s", **more: object) -> Statement:
    spans = [(spot(text, w),) if w else () for w in (source, cue, content)]
    return Statement(own, None, "indirect", *spans, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", range(len(read_table("channels.tsv"))), ids=lambda n: read_table("channels.tsv")[n]["channel"])
def test_occasion_channel_row(number: int) -> None:
    row = read_table("channels.tsv")[number]
    first = next(channel for channel, pattern in CHANNELS if pattern.search(row["example"]))
    assert first == row["channel"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Orme said in a telephone call with the premier", "phone call"),
        ("Orme, speaking on Radio Tarn, said", "interview"),
        ("At Monday’s council meeting Orme said", "meeting"),
        ("Orme said after a meeting with the crews", None),
        ("An inquest was told on Monday, Orme said", "court or hearing"),
        ("Orme said on a conference call", "phone call"),
        ("Orme said ahead of the hearing", None),
        ("Outside the hearing, Orme said", None),
        ("Orme declined requests for an interview but said", None),
        ("Orme refused an interview and said", None),
        ("Orme ignored interview requests and said", None),
        ("Orme said at a news conference after talks in Tarn", "news conference"),
        ("Orme said", None),
    ],
)
def test_occasion_channel(text: str, channel: str | None) -> None:
    found = find_channel(text, statement(text, "said", "Orme"), Span(0, len(text)), ())
    assert (found[0] if found else None) == channel


def test_occasion_channel_in_a_content_is_not_its_own() -> None:
    text = "Orme said the letter to the board was lost"
    s = statement(text, "said", "Orme", "the letter to the board was lost")
    assert find_channel(text, s, Span(0, len(text)), s.content) is None


DAY = When("2031-06-10", "2031-06-10", "day")


def timex(text: str, words: str, when: When) -> Timex:
    return Timex(spot(text, words), when, "a test")


@pytest.mark.parametrize(
    ("text", "words", "when", "act", "found"),
    [
        ("Orme said on Tuesday the lamp was out", "on Tuesday", DAY, "assert", True),
        ("Orme said the lamp was out", "", DAY, "assert", False),
        ("On Tuesday Orme said the lamp was out", "On Tuesday", DAY, "assert", True),
        ("Orme said the lamp was out by Friday", "by Friday", When(None, "2031-06-13", "day"), "demand", False),
        ("By Friday Orme said the lamp was out", "By Friday", When(None, "2031-06-13", "day"), "demand", True),
    ],
)
def test_occasion_day(text: str, words: str, when: When, act: str, found: bool) -> None:
    s = statement(text, "said", "Orme", "the lamp was out", act=act)
    timexes = [timex(text, words, when)] if words else []
    assert (find_day(text, s, timexes, Span(0, len(text)), s.content) is not None) == found


def test_occasion_day_inside_the_content_is_no_day_of_the_saying() -> None:
    text = "Orme said the lamp was out on Tuesday"
    s = statement(text, "said", "Orme", "the lamp was out on Tuesday")
    assert find_day(text, s, [timex(text, "on Tuesday", DAY)], Span(0, len(text)), s.content) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Orme, who replaced Lome on Tuesday, said the lamp was out", False),
        ("Orme, who spoke on Tuesday, said the lamp was out", True),
        ("Orme, the keeper, on Tuesday said the lamp was out", True),
    ],
)
def test_occasion_day_in_a_clause_on_somebody(text: str, kept: bool) -> None:
    s = statement(text, "said", "Orme", "the lamp was out")
    found = find_day(text, s, [timex(text, "on Tuesday", DAY)], Span(0, len(text)), s.content)
    assert (found is not None) == kept


COURT = "Orme told the court on Tuesday the lamp was out.\n\n{}"


@pytest.mark.parametrize(
    ("second", "to", "joined"),
    [
        ("Lome said it was lit", (), True),
        ("Lome told jurors it was lit", ("j",), True),
        ("Lome told the Courier it was lit", ("c",), False),
        ("Outside court, Lome said it was lit", (), False),
        ("Lome has said it was lit", (), False),
        ("Lome says it was lit", (), False),
    ],
)
def test_occasion_a_report_of_one_session(second: str, to: tuple[str, ...], joined: bool) -> None:
    text = COURT.format(second)
    cue = next(w for w in ("has said", "says", "said", "told ") if w in second).strip()
    at = len(COURT) - 2 + second.index(cue)
    one = statement(text, "told", "Orme", "the lamp was out", "a", speakers=("o",), act="assert")
    two = Statement("b", None, "indirect", (spot(text, "Lome"),), (Span(at, at + len(cue)),), (spot(text, "it was lit"),), speakers=("l",), act="assert")
    stated = {"a": Occasion("court or hearing", DAY), "b": Occasion(addressees=to)}
    settled = carry_over(text, [one, two], stated, {"a": (0, "paragraph"), "b": (1, "paragraph")}, (0, "court or hearing", DAY))
    assert (settled["b"].said_on == DAY and settled["b"].channel == "court or hearing") == joined


def test_occasion_of_a_talk_holds_for_both_sides() -> None:
    text = "Orme told Lome in a phone call the lamp was out. Lome told Orme it was lit."
    one = statement(text, "told Lome", "Orme", "the lamp was out", "a", speakers=("o",), addressees=("l",))
    two = statement(text, "told Orme", "Lome told", "it was lit", "b", speakers=("l",), addressees=("o",))
    stated = {"a": Occasion("phone call", DAY, ("l",)), "b": Occasion(addressees=("o",))}
    settled = carry_over(text, [one, two], stated, {"a": (0, "paragraph"), "b": (0, "paragraph")}, None)
    assert settled["b"] == Occasion("phone call", DAY, ("o",), "carried over")


def test_occasion_headline_takes_nothing() -> None:
    text = "Lamp was out, Orme said"
    s = statement(text, "said", "Orme", "Lamp was out", speakers=("o",))
    settled = carry_over(text, [s], {"s": Occasion("interview", DAY)}, {"s": (0, "headline")}, None)
    assert (settled["s"].channel, settled["s"].said_on) == (None, None)


@given(st.text(max_size=120), st.integers(0, 119))
@settings(max_examples=60, deadline=None)
def test_occasion_reads_any_text(text: str, at: int) -> None:
    at = min(at, max(0, len(text) - 1))
    s = Statement("s", None, "indirect", (), (Span(at, min(len(text), at + 4)),), (Span(0, at),), speakers=("o",))
    found = find_channel(text, s, Span(0, len(text)), s.content)
    assert found is None or re.search(re.escape(found[1]), text) is not None
    assert later(text, s) in (True, False)
