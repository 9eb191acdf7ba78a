"""To whom, against whom, through whom: the phrases beside a statement, and where a phrase ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.party import Parties, find_parties, noun_phrase
from onrecord.say.act import read_act
from onrecord.types import Span, Statement

MARKS = {"<": ">", "[": "]", "{": "}"}


def marked(example: str) -> tuple[str, Statement, str]:
    """A sentence with its <source>, [cue] and {content} as text and statement, with the row of its cue."""
    text, spans, opened = "", {k: [] for k in MARKS}, {}
    for c in example:
        if c in MARKS:
            opened[c] = len(text)
        elif c in MARKS.values():
            kind = next(k for k, v in MARKS.items() if v == c)
            spans[kind].append(Span(opened[kind], len(text)))
        else:
            text += c
    source, cue, content = (tuple(spans[k]) for k in MARKS)
    quoted = all(s.of(text)[0] in '“"' for s in content)
    s = Statement("s", None, "direct" if quoted else "indirect", source, cue, content)
    reading = read_act(text, s)
    return text, Statement("s", None, s.kind, source, cue, content, act=reading.act), reading.row


def parties(example: str) -> tuple[str, Parties]:
    text, statement, row = marked(example)
    return text, find_parties(text, statement, Span(0, len(text)), row)


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [s.of(text) for s in spans]


@pytest.mark.parametrize(
    ("example", "to"),
    [
        ("<Orme> [urged] the panel {to ask}", ["the panel"]),
        ("<Orme> [told] jurors {that the lamp was out}", ["jurors"]),
        ("<Orme> [told] fans {that she would sing}", ["fans"]),
        ("<Orme> [asked] the coastguard {to produce its logs}", ["the coastguard"]),
        ("<Orme> [told] a news conference {that the lamp was out}", []),
        ("<Orme> [told] a briefing in Tarn {that the lamp was out}", []),
        ("<Orme> [explained] to the crews {that the lamp was out}", ["the crews"]),
        ("<Orme> [called] on Velden {to open its books}", ["Velden"]),
        ("<Orme> [appealed to] {the council to open the pier}", ["the council"]),
        ("<Orme> [called] the plan {“madness”}", []),
        ("<Orme> [said] on Monday {that the lamp was out}", []),
        ("<Orme> [apologised] {to commuters for the delay}", ["commuters"]),
        ("{“The lamp was out,”} <Orme> [said] in an interview with the Tarn Courier.", ["the Tarn Courier"]),
        ("{“The lamp was out,”} <he> [told] the Tarn Examiner.", ["the Tarn Examiner"]),
        ("<Orme> wrote to the regulator on Monday, [asking] {for an inquiry}", ["the regulator"]),
        ("<Orme> [said] {the lamp was out}", []),
        ("<Orme> [assured] {her that grain would flow}", ["her"]),
        ("<Orme> [warned] {him of the smell}", ["him"]),
        ("<Orme> [urged] {Lindt to “see sense”}", ["Lindt"]),
        ("<The panel> [called for] {him to step aside}", []),
        ("[Asked] {whether she would go}, Tova Lunn smiled.", ["Tova Lunn"]),
        ("<Its envoy> [discussed] {the raid} by phone with Tova Lunn.", ["Tova Lunn"]),
        ("<Its envoy> [discussed] {the raid} with Tova Lunn.", ["Tova Lunn"]),
        ("<Its envoy> [discussed] {the raid} with care.", []),
    ],
)
def test_party_addressees(example: str, to: list[str]) -> None:
    text, found = parties(example)
    assert words(text, found.addressees) == to


@pytest.mark.parametrize(
    ("example", "against"),
    [
        ("<Orme> [accused] {the port of theft}", ["the port"]),
        ("<Karsk> [assessments] {that hold Tova Lunn responsible for the raid}", ["Tova Lunn"]),
        ("<Orme> [said] {“The navy stole the nets”}", ["The navy"]),
        ("<Orme> [said] {“Sudmark's forces opened fire first”}", ["Sudmark's forces"]),
        ("<Orme> [said] {the minister must resign}", ["the minister"]),
        ("<Orme> [said] {Boats must stay out}", []),
        ("<Orme> [demanded] {Mr Lindt’s resignation}", ["Mr Lindt"]),
        ("<Orme> [threatened] {the port with legal action}", ["the port"]),
        ("<Orme> [told] Coast Wire {that he would sue the club}", ["the club"]),
        ("<Orme> [praised] {the armed forces}", ["the armed forces"]),
        ("<Orme> [said] {that the raid was ordered by the warden}", ["the warden"]),
        ("<Orme> [said] {it was a quiet night}", []),
        ("<Orme> [denied] {that the port paid}", []),
        ("<Orme> [called] {her remarks a disgrace}", ["her"]),
        ("<Orme> [accused] {the two of spying}", ["the two"]),
        ("<The panel> [called for] {him to step aside}", ["him"]),
        ("<Orme> [said] {that she had full confidence in the treasurer}", ["the treasurer"]),
        ("<Orme> [threatened] {to dismiss drivers who strike}", ["drivers"]),
        ("<Orme> [demanded] {that he resign}", ["he"]),
    ],
)
def test_party_targets(example: str, against: list[str]) -> None:
    text, found = parties(example)
    assert words(text, found.targets) == against


@pytest.mark.parametrize(
    ("example", "carriers"),
    [
        ("State television quoted <President Ro> [as saying] {his army was home}", ["State television"]),
        ("<The pilot> [was quoted] by the Tarn Courier [as saying] {the lamp was out}", ["the Tarn Courier"]),
        ("The Tarn Courier reported {that the lamp was out}, [citing] <two aides>", ["The Tarn Courier"]),
        ("[According to] <an engineer quoted by the Tarn Courier>, {the lamp was out}", ["the Tarn Courier"]),
        ("<The pilot> [said] {the lamp was out}", []),
    ],
)
def test_party_carriers(example: str, carriers: list[str]) -> None:
    text, found = parties(example)
    assert words(text, found.carriers) == carriers


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the harbour board that met", "the harbour board"),
        ("the sacked director of the port said", "the sacked director of the port"),
        ("forces opened fire", "forces"),
        ("British armed forces", "British armed forces"),
        ("the Security Council dated June 9", "the Security Council"),
        ("on Monday", None),
        ("in Tarn", None),
        ("Thursday", None),
        ("him to leave", "him"),
        ("her mother", "her mother"),
        ("“Orme", "Orme"),
        ("", None),
    ],
)
def test_party_noun_phrase(text: str, phrase: str | None) -> None:
    found = noun_phrase(text, 0, len(text))
    assert (found.of(text) if found else None) == phrase


@given(st.text(alphabet=st.sampled_from("aAb ,.’'“”\n-"), max_size=80), st.data())
@settings(max_examples=80, deadline=None)
def test_party_stays_in_the_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    a, b, c, d = cuts
    for act in ("accuse", "demand", "threaten", "apologise"):
        s = Statement("s", None, "indirect", (Span(a, b),), (Span(b, c),), (Span(c, d),), act=act)  # type: ignore[arg-type]
        found = find_parties(text, s, Span(0, len(text)), "tell")
        for span in (*found.addressees, *found.targets, *found.carriers):
            assert 0 <= span.start < span.end <= len(text)


def test_party_who_is_told_something_else_is_not_spoken_to() -> None:
    text = "Orme told Lindt it was low, an aide said."
    cue = Span(text.index("said"), text.index("said") + 4)
    statement = Statement("s", None, "indirect", (Span(text.index("an aide"), text.index(" said")),), (cue,), (Span(0, 0 + 4),), act="assert")
    told = Span(text.index("told"), text.index("told") + 4)
    assert words(text, find_parties(text, statement, Span(0, len(text)), "say", [told]).addressees) == []
