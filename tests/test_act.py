"""What a statement does: the order of the rules, modality, hedges, certainty, grounds. The tables' rows are tested in test_cue.py."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.say.act import read_act
from onrecord.types import Span, Statement


def statement(text: str, source: str, cue: str, content: str, **more: object) -> Statement:
    spans = [(Span(text.index(w), text.index(w) + len(w)),) if w else () for w in (source, cue, content)]
    kind = "direct" if content[0] in '“"' else "indirect"
    return Statement("s", None, kind, *spans, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "act", "negated", "modality"),
    [
        ("Orme said the lamp was out.", "Orme", "said", "the lamp was out", "assert", False, "actual"),
        ("Orme said the claim was false.", "Orme", "said", "the claim was false", "deny", False, "actual"),
        ("Orme warned that the claim was unfounded.", "Orme", "warned", "that the claim was unfounded", "warn", False, "actual"),
        ("Orme said the claim was unfounded.", "Orme", "said", "the claim was unfounded", "challenge", False, "actual"),
        ("Orme denied that the lamp was out.", "Orme", "denied", "that the lamp was out", "deny", False, "actual"),
        ("Orme did not say that the lamp was out.", "Orme", "did not say", "that the lamp was out", "assert", True, "actual"),
        ("Orme thought the lamp “looked odd”.", "Orme", "thought", "“looked odd”", "assert", False, "actual"),
        ("Orme recommends closing the pier.", "Orme", "recommends", "closing the pier", "demand", False, "actual"),
        ("Orme asked who was there.", "Orme", "asked", "who was there", "ask", False, "question"),
        ("Orme said the pier would not be drained.", "Orme", "said", "the pier would not be drained", "assert", False, "future"),
        ("Orme said the wall might be wet.", "Orme", "said", "the wall might be wet", "assert", False, "hypothetical"),
        ("Orme pleaded not guilty to theft.", "Orme", "pleaded", "not guilty to theft", "deny", False, "actual"),
        ("Orme pleaded guilty to theft.", "Orme", "pleaded", "guilty to theft", "admit", False, "actual"),
        ("Orme did not accept that he was drunk.", "Orme", "did not accept", "that he was drunk", "deny", False, "actual"),
        ("The judge denied bail.", "The judge", "denied", "bail", "reject", False, "actual"),
        ("Orme denied access was cut.", "Orme", "denied", "access was cut", "deny", False, "actual"),
        ("The firm maintains that no lamp was lit.", "The firm", "maintains", "that no lamp was lit", "deny", False, "actual"),
        ("Orme hit back at claims of theft.", "Orme", "hit back at", "claims of theft", "deny", False, "actual"),
        ("Orme hit back at his critics.", "Orme", "hit back at", "his critics", "criticise", False, "actual"),
        ("Orme called the accusation absurd.", "Orme", "called", "the accusation absurd", "deny", False, "actual"),
    ],
)
def test_act(text: str, source: str, cue: str, content: str, act: str, negated: bool, modality: str) -> None:
    found = read_act(text, statement(text, source, cue, content))
    assert (found.act, found.negated, found.modality) == (act, negated, modality)


def test_act_demand_of_an_inquiry_is_told_apart() -> None:
    text = "Orme demanded an independent inquiry."
    assert read_act(text, statement(text, "Orme", "demanded", "an independent inquiry")).detail == "investigation"


def test_act_words_of_the_inner_statement_are_not_its_own() -> None:
    text = "Orme said Lome knew with certainty that the tale was false."
    s = statement(text, "Orme", "said", "Lome knew with certainty that the tale was false")
    inner = Span(text.index("Lome"), len(text) - 1)
    found = read_act(text, s, [inner])
    assert (found.act, found.certainty) == ("assert", ())


@pytest.mark.parametrize(
    ("text", "hedges", "certainty"),
    [
        ("Orme reportedly said the lamp was out.", ["reportedly"], []),
        ("Orme said the lamp was probably out.", [], ["probably"]),
        ("Orme said the lamp was out.", [], []),
    ],
)
def test_act_hedges_are_the_reporters_and_certainty_is_the_speakers(text: str, hedges: list[str], certainty: list[str]) -> None:
    content = text[text.index("said") + 5 : -1]
    found = read_act(text, statement(text, "Orme", "said", content))
    assert [s.of(text) for s in found.hedges] == hedges
    assert [s.of(text) for s in found.certainty] == certainty


@given(st.text(min_size=3, max_size=80), st.data())
@settings(max_examples=80, deadline=None)
def test_act_stays_in_the_text(text: str, data: st.DataObject) -> None:
    a, b, c = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=3, max_size=3)))
    s = Statement("s", None, "indirect", (Span(0, a),), (Span(a, b),), (Span(b, c),))
    found = read_act(text, s)
    for span in (*found.hedges, *found.certainty, *found.grounds):
        assert 0 <= span.start <= span.end <= len(text)
