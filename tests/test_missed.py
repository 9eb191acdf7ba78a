"""Statements by their verb alone, where the tagger proposed none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.say.missed import cut_known, find_missed
from onrecord.say.tag import Attribution
from onrecord.text.split import pair_marks
from onrecord.types import Block, Span


def read(text: str, *known: Attribution, kind: str = "paragraph") -> list[tuple[str, str, str]]:
    blocks = [Block(kind, 0, len(text))]  # type: ignore[arg-type]
    found = find_missed(text, blocks, pair_marks(text, blocks), known)
    return [(a.source[0].of(text), a.cue[0].of(text), a.content[0].of(text)) for a in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The port denied the claim.", [("The port", "denied", "the claim")]),
        ("Orme has denied the claim.", [("Orme", "has denied", "the claim")]),
        ("The port did not respond to two letters.", [("The port", "did not respond", "to two letters")]),
        ("On Monday she condemned the raid.", [("she", "condemned", "the raid")]),
        ("The council, which met on Monday, demanded an inquiry.", [("The council, which met on Monday,", "demanded", "an inquiry")]),
        ("The port could not be reached.", []),
        ("The trust has offered to pay half.", [("The trust", "has offered", "to pay half")]),
        ("Orme, who has always maintained his innocence, left.", [("Orme", "has always maintained", "his innocence")]),
        ("Lindt rejected the criticism of the plan.", [("Lindt", "rejected", "the criticism of the plan")]),
        ("The claim was denied by the port.", []),
        ("The keeper who denied the claim left.", []),
        ("“The port denied the claim”", []),
        ("The port reopened at noon.", []),
    ],
)
def test_missed(text: str, found: list[tuple[str, str, str]]) -> None:
    assert read(text) == found


def test_missed_leaves_what_is_known() -> None:
    text = "The port denied the claim."
    assert read(text, Attribution((Span(0, 8),), (Span(9, 15),), (Span(16, 25),), (), 0.9)) == []


def test_missed_is_not_looked_for_in_tables() -> None:
    assert read("The port denied the claim.", kind="table") == []


def test_missed_further_verb_of_the_same_subject() -> None:
    text = "He conceded that two lamps were out, and apologised for the delay."
    known = Attribution((Span(0, 2),), (Span(3, 11),), (Span(12, len(text) - 1),), (), 0.9)
    assert read(text, known) == [("He", "apologised", "for the delay")]
    blocks = [Block("paragraph", 0, len(text))]
    (cut,) = cut_known(text, [known], find_missed(text, blocks, pair_marks(text, blocks), [known]))
    assert [c.of(text) for c in cut.content] == ["that two lamps were out"]


def test_missed_but_after_a_short_content() -> None:
    text = "Orme acknowledged that the trial was small but rejected criticism of the method."
    known = Attribution((Span(0, 4),), (Span(5, 17),), (Span(18, len(text) - 1),), (), 0.9)
    assert read(text, known) == [("Orme", "rejected", "criticism of the method")]


def test_missed_label_behind_a_headline_quotation() -> None:
    text = "‘HE LEFT US TO DROWN’: Mum’s fury at ferry boss"
    assert read(text, kind="headline") == [("Mum", ":", "‘HE LEFT US TO DROWN’")]
    assert read(text) == []


@given(st.lists(st.sampled_from(["The port", "denied", "Orme", "did not respond", "to", "a", "claim", ",", ".", "and", "“", "”", "\n", "who"]), max_size=25))
@settings(max_examples=60, deadline=None)
def test_missed_stays_in_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    for source, cue, content in read(text):
        assert source and cue and content and source in text
