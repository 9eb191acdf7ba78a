"""The fields of the record come together: each value has its maker, and what the text does not state stays empty."""

import pytest

import onrecord
from onrecord.types import Record, Statement


def read(text: str) -> Record:
    return onrecord.read(text.encode(), published="2031-06-11")


def names(record: Record, ids: tuple[str, ...]) -> list[str]:
    by_id = {e.id: e.name for e in record.entities}
    return [by_id[i] for i in ids]


def only(record: Record) -> Statement:
    assert len(record.statements) == 1, record.statements
    return record.statements[0]


def test_fill_every_field_of_one_sentence() -> None:
    record = read("In a letter to the harbour board on Tuesday, Tova Lunn accused Ivo Sarn of theft.")
    s = only(record)
    assert (names(record, s.speakers), names(record, s.targets)) == (["Tova Lunn"], ["Ivo Sarn"])
    assert (s.act, s.channel) == ("accuse", "letter")
    assert s.said_on is not None and s.said_on.start == "2031-06-10"


def test_fill_states_nothing_that_the_text_does_not() -> None:
    s = only(read("Tova Lunn said the bridge was safe."))
    assert (s.channel, s.said_on, s.addressees, s.targets, s.on_behalf_of, s.relayed_by, s.hedges, s.certainty, s.grounds) == (
        None,
        None,
        (),
        (),
        (),
        (),
        (),
        (),
        (),
    )


def test_fill_names_the_maker_of_each_value() -> None:
    for s in read("Tova Lunn told jurors in a letter on Tuesday that Ivo Sarn stole the boat.").statements:
        for field in ("speakers", "addressees", "targets", "channel", "said_on", "act"):
            if getattr(s, field):
                assert field in s.makers, field


def test_fill_chain_of_a_carrier() -> None:
    record = read("State television quoted Tova Lunn as saying the bridge was safe.")
    s = only(record)
    assert names(record, s.speakers) == ["Tova Lunn"]
    assert s.relayed_by != ()


def test_fill_unnamed_sources_are_anonymous_and_bodies_are_not() -> None:
    record = read("Two aides said the bridge was safe. The ministry said it was not.")
    assert [s.anonymous for s in record.statements] == [True, False]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No one spoke.", "“", "said", "He said.", "\u00a0said\u00a0", "🚢 said 🚢"])
def test_fill_reads_any_text(text: str) -> None:
    record = onrecord.read(text.encode())
    ids = {e.id for e in record.entities}
    for s in record.statements:
        assert {*s.speakers, *s.addressees, *s.targets, *s.relayed_by, *s.on_behalf_of, *s.rivals} <= ids


def test_fill_a_day_that_counts_from_the_paragraph_before() -> None:
    record = read("The council voted on Tuesday to shut the lane.\n\n“It was a mistake,” Ivo Sarn told reporters that evening.")
    days = [s.said_on.start if s.said_on else None for s in record.statements if "mistake" in s.content[0].of(record.article.text)]  # type: ignore[union-attr]
    assert days == ["2031-06-10"]


def test_fill_no_source_from_another_paragraph() -> None:
    record = read(
        "Norland recalled its envoy on Monday and demanded the release of the crew.\n\nThe crew is well.\n\nTessmark’s readout made no mention of it."
    )
    text = record.article.text if record.article else ""
    assert all(abs(x.start - s.cue[0].start) < 80 for s in record.statements for x in s.source if s.cue), [s.source for s in record.statements] and text


@pytest.mark.parametrize(
    ("text", "speakers", "targets"),
    [
        ("Furious Kelly Hobbs told The Sentinel: “He left us to drown. He should be in jail.”", ["Kelly Hobbs"], []),
        ("Deputy mayor Ivo Sarn spoke first. Nadia Kerr accused the mayor of a cover-up. Mayor Ruud Alting was away.", ["Nadia Kerr"], ["Ruud Alting"]),
        ("Rob Tanner demanded that ministers step in.", ["Rob Tanner"], ["ministers"]),
    ],
)
def test_fill_parties_of_news(text: str, speakers: list[str], targets: list[str]) -> None:
    record = read(text)
    s = next(s for s in record.statements if s.act in ("accuse", "demand"))
    assert (names(record, s.speakers), names(record, s.targets)) == (speakers, targets)
