"""Words that one passes on for another: who is their source, and what only carried them or shows them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.say.carrier import name_source, names_speaker
from onrecord.say.tag import Attribution
from onrecord.types import Span


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    spans = [(Span(text.index(w), text.index(w) + len(w)),) if w else () for w in (source, cue, content)]
    return Attribution(*spans, (), 0.9)


def read(text: str, *found: tuple[str, str, str]) -> list[tuple[list[str], list[str], list[str]]]:
    out = name_source(text, [attribution(text, *f) for f in found])
    return [([s.of(text) for s in a.source], [s.of(text) for s in a.cue], [s.of(text) for s in a.content]) for a in out]


@pytest.mark.parametrize(
    ("text", "found", "answer"),
    [
        (
            "The paper reported on Sunday, citing a source at the port, that the lamp was out.",
            [("The paper", "reported", "a source at the port, that the lamp was out")],
            [(["a source at the port"], ["citing"], ["that the lamp was out"])],
        ),
        (
            "Asked by the Echo whether the lamp was out, Orme smiled.",
            [("", "Asked", "whether the lamp was out")],
            [(["the Echo"], ["Asked"], ["whether the lamp was out"])],
        ),
        ("It denied the claim.", [("", "denied", "the claim")], [(["It"], ["denied"], ["the claim"])]),
        (
            "Tarn, 3 May - Norland summoned the envoy and demanded the crew.",
            [("", "demanded", "the crew")],
            [(["Norland"], ["demanded"], ["the crew"])],
        ),
        (
            "The paper quoted a pilot as saying that the lamp was out.",
            [("The paper", "quoted", "a pilot as saying that the lamp was out")],
            [(["a pilot"], ["quoted", "as saying"], ["the lamp was out"])],
        ),
        (
            "“The lamp was out,” one of the pilots was quoted by the paper as saying.",
            [("by the paper", "quoted", "“The lamp was out,” one of the pilots")],
            [(["one of the pilots"], ["was quoted", "as saying"], ["“The lamp was out,”"])],
        ),
        (
            "The paper reported that the lamp was out, citing two aides.",
            [("The paper", "reported", "that the lamp was out"), ("The paper", "citing", "two aides")],
            [(["two aides"], ["citing"], ["that the lamp was out"])],
        ),
        (
            "The paper reported on Monday, citing two aides, that the lamp was out.",
            [("The paper", "citing", "two aides, that the lamp was out")],
            [(["two aides"], ["citing"], ["that the lamp was out"])],
        ),
        (
            "The paper said, citing satellite images, that the port was empty.",
            [("The paper", "citing", "satellite images, that the port was empty")],
            [(["The paper"], ["said"], ["that the port was empty"])],
        ),
        (
            "The paper reported that the lamp was out, citing labels on the crates.",
            [("The paper", "reported", "that the lamp was out"), ("The paper", "citing", "labels on the crates")],
            [(["The paper"], ["reported"], ["that the lamp was out"])],
        ),
        ("A pilot said the lamp was out.", [("A pilot", "said", "the lamp was out")], [(["A pilot"], ["said"], ["the lamp was out"])]),
    ],
)
def test_carrier(text: str, found: list[tuple[str, str, str]], answer: list[tuple[list[str], list[str], list[str]]]) -> None:
    assert read(text, *found) == answer


@pytest.mark.parametrize(
    ("words", "speaks"),
    [("two aides", True), ("an internal memo", True), ("Tova Lunn", True), ("satellite images", False), ("police records", False), ("the weather", False)],
)
def test_carrier_names_speaker(words: str, speaks: bool) -> None:
    assert names_speaker(words) == speaks


@given(st.text(alphabet=st.sampled_from("aB ,.“\n"), max_size=40), st.sampled_from(["quoted", "citing", "was quoted"]), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_carrier_stays_in_the_text(before: str, cue: str, after: str) -> None:
    text = f"{before} {cue} {after}"
    at = len(before) + 1
    a = Attribution((Span(0, at),), (Span(at, at + len(cue)),), (Span(at + len(cue), len(text)),), (), 0.9)
    for b in name_source(text, [a]):
        assert all(0 <= s.start <= s.end <= len(text) for s in (*b.source, *b.cue, *b.content))
