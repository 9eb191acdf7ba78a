"""What looks like a statement and is none, with the rule that says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.say.tag import Attribution
from onrecord.say.unsaid import why_unsaid
from onrecord.types import Span


def attribution(text: str, source: str, cue: str, content: str) -> Attribution:
    spans = [(Span(text.index(w), text.index(w) + len(w)),) if w else () for w in (source, cue, content)]
    return Attribution(*spans, (), 0.9)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "rule"),
    [
        ("Orme signed the paper himself.", "Orme", "signed", "the paper himself", "done, not said"),
        ("He accused Velden Fuels of theft.", "Velden", "Fuels of", "theft", "part of a name"),
        ("We were promised a lamp.", "We", "were promised", "a lamp", "who is told is no source"),
        ("Nobody said the lamp was out.", "Nobody", "said", "the lamp was out", "nobody"),
        ("No one has claimed the raid.", "No one", "has claimed", "the raid", "nobody"),
        ("It was not said who paid.", "", "was not said", "who paid", "never said"),
        ("There were questions about the lamp.", "", "questions about", "the lamp", "question of nobody"),
        ("If Orme were to say the lamp was out, all would stop.", "Orme", "say", "the lamp was out", "never spoken"),
        ("Should a court say the sale was void, it ends.", "a court", "say", "the sale was void", "condition"),
        ("Two aides asked not to be named.", "Two aides", "asked", "not to be named", "terms of anonymity"),
        ("A film entitled “The Lamp” ran.", "A film", "entitled", "“The Lamp”", "title"),
        ("The boat, called “Salt”, sank.", "", "called", "“Salt”", "name"),
        ("Orme said the lamp was out.", "Orme", "said", "the lamp was out", None),
        ("Orme should have said the lamp was out.", "Orme", "should have said", "the lamp was out", None),
        ("After Velm: the lamp goes out", "Velm", ":", "the lamp goes out", "place, not speaker"),
        ("Velm: what the lamp means for trade", "Velm", ":", "what the lamp means for trade", "explainer"),
        ("Orme: how I will mend the lamp", "Orme", ":", "how I will mend the lamp", None),
        ("Orme: the lamp was out", "Orme", ":", "the lamp was out", None),
        ("Orme has not said who paid.", "Orme", "has not said", "who paid", None),
        ("Orme called the plan “mad”.", "Orme", "called", "the plan “mad”", None),
    ],
)
def test_unsaid(text: str, source: str, cue: str, content: str, rule: str | None) -> None:
    a = attribution(text, source, cue, content)
    assert why_unsaid(text, a, a.content) == rule


@given(st.text(max_size=60), st.text(min_size=1, max_size=10), st.text(max_size=40))
def test_unsaid_reads_any_text(before: str, cue: str, after: str) -> None:
    text = before + cue + after
    at = len(before)
    a = Attribution((Span(0, at),), (Span(at, at + len(cue)),), (Span(at + len(cue), len(text)),), (), 0.5)
    if cue.split():
        why_unsaid(text, a, a.content)
