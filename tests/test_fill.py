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


def said(record: Record, words: str) -> Statement:
    """The innermost statement with some words in its content."""
    text = record.article.text if record.article else ""
    return min((s for s in record.statements if any(words in c.of(text) for c in s.content)), key=lambda s: sum(c.end - c.start for c in s.content))


def occasion(record: Record, words: str) -> tuple[str | None, str | None, list[str]]:
    s = said(record, words)
    return s.channel, s.said_on.start if s.said_on else None, names(record, s.addressees)


TALK = (
    "Foreign minister Ilan Sorv spoke by telephone with his Varnian counterpart, Mette Dahr, on Sunday. According to the Ostrel readout, Mr Sorv told"
    " Ms Dahr that patience was exhausted. She replied that the boats would stay."
)


@pytest.mark.parametrize(("words", "to"), [("patience", "Mette Dahr"), ("the boats", "Ilan Sorv")])
def test_fill_a_talk_that_is_told_before_its_words(words: str, to: str) -> None:
    assert occasion(read(TALK), words) == ("phone call", "2031-06-08", [to])


@pytest.mark.parametrize(
    ("text", "words", "channel", "day"),
    [
        ("Tina Vance hit back on Monday. “Not one client was cheated,” she said.", "cheated", None, "2031-06-09"),
        ("Ivo Sarn said in March 2030 that the deal was folly. He has not repeated the word.", "the word", None, None),
        ("Speaking to Radio Fen on Monday, Tova Lunn said the strike was costly.", "the strike", "interview", "2031-06-09"),
        ("Opening the case on Monday, prosecutor Anna Flood said Ivo Sarn had lied.", "had lied", "court or hearing", "2031-06-09"),
        ("Tova Lunn said on Monday the gate held.\n\nThe lock is old.\n\n“Not before Christmas,” Ivo Sarn said.\n\nThe next day Ada Orme said it held.",
         "it held", None, "2031-06-10"),
        ("Ivo Sarn, who has always maintained his innocence, will speak next week.", "innocence", None, None),
    ],
)  # fmt: skip
def test_fill_channel_and_day(text: str, words: str, channel: str | None, day: str | None) -> None:
    assert occasion(read(text), words)[:2] == (channel, day)


def test_fill_a_meeting_in_passing_is_not_what_a_report_is_about() -> None:
    record = read(
        "Drivers walked out on Monday after talks with the city broke down.\n\nAt the meeting on Friday Ada Sand offered four percent, an aide said."
        "\n\nTram boss Nico Dahl said the lines would stay shut."
    )
    assert occasion(record, "the lines")[:2] == (None, None)


def test_fill_a_day_is_not_lost_over_a_word_of_another() -> None:
    record = read("Nils Abel denied on Monday that he had an account.\n\nA memo says money was moved.\n\n“Nobody will destroy me,” Mr Abel said.")
    assert said(record, "destroy").said_on is None  # two paragraphs on
    record = read("Nils Abel denied on Monday that he had an account. A memo says money was moved.\n\n“Nobody will destroy me,” Mr Abel said.")
    day = said(record, "destroy").said_on
    assert day is not None and day.start == "2031-06-09"


@pytest.mark.parametrize(
    ("text", "words", "act"),
    [
        ("Ivo Sarn denied theft. His lawyer, Gita Rao, spoke. No gifts had been accepted, she said.", "gifts", "deny"),
        ("Wilma Hart has always insisted that she knew nothing.", "knew nothing", "deny"),
        ("“She never trusted a chart,” Nell Benn said of Orla Benn.", "trusted", "assert"),
        ("Peter Nash agreed that he had been drinking.", "drinking", "admit"),
        ("Lumina said it had not seen the paper.", "the paper", "assert"),
        ("“She should apologise or prove it,” Al Best said.", "apologise", "demand"),
        ("Al Best has always maintained his innocence.", "innocence", "deny"),
        ("Al Best, who has always maintained his innocence, left.", "innocence", "deny"),
    ],
)
def test_fill_denials_and_what_is_none(text: str, words: str, act: str) -> None:
    assert said(read(text), words).act == act


def test_fill_headline_quotation_is_said_by_who_says_it_below() -> None:
    record = read("‘SHE SOLD US A SHED’: Gran’s rage at caravan boss\n\nDoris Pike told The Bugle: “She sold us a shed. I want my money back.”")
    headline = record.statements[0]
    assert names(record, headline.speakers) == ["Doris Pike"]


RADIO = (
    "Transcript: the Morning Hour with Dana Frost, Fen Radio, 10 June 2031\n\nDANA FROST: Minister, did you know?\n\nCOLM REYES: I learned of it on Tuesday."
    "\n\nFROST: Engineers have accused your department of hiding the report.\n\nREYES: That is false.\n\nFROST: Will you resign?\n\nREYES: No."
)


def test_fill_two_who_talk_on_the_radio() -> None:
    record = read(RADIO)
    assert occasion(record, "That is false") == ("interview", "2031-06-10", ["Dana Frost"])
    assert names(record, said(record, "hiding the report").relayed_by) == ["Dana Frost"]


def test_fill_target_is_not_the_speaker() -> None:
    record = read("Treasurer Nils Abel left. Opposition leader Bram Cole demanded that he resign.")
    assert names(record, said(record, "resign").targets) == ["Nils Abel"]


@pytest.mark.parametrize(
    ("lead", "channel"),
    [
        ("The City Council on Tuesday approved a bus lane after two hours of public comment.", "meeting"),
        ("Ferring Parish Council met in the village hall on 10 June.", "meeting"),
        ("The firm on Tuesday approved a bus lane.", None),
    ],
)
def test_fill_a_local_body_that_decides_has_met(lead: str, channel: str | None) -> None:
    record = read(f"Lane approved\n\n{lead}\n\nIvo Sarn said the lane would save lives. He was the first to speak.")
    s = next(s for s in record.statements if "lives" in s.content[0].of(record.article.text))  # type: ignore[union-attr]
    assert (s.channel, s.said_on.start if s.said_on else None) == (channel, "2031-06-10" if channel else None)


@pytest.mark.parametrize(
    ("report", "words", "day"),
    [
        ("TARN, 12 May (KNA) - The board today announced a review.", "a review", "2026-05-12"),  # a dateline's day is the one that a report counts from
        ("Minister pressed\n\nMinister Ilse Varro faced questions yesterday over the gate.\n\nVarro said the report was late.", "was late", "2026-05-13"),
        ("Keeper talks\n\nBram Callow spoke to the Courier on Sunday at home.\n\nCallow said he had no regrets.", "no regrets", "2026-05-10"),
        ("Toll stays\n\nTwo officials said this week that talks had failed. “It was never serious,” one of them said.", "never serious", None),
        (
            "Council votes\n\nThe council voted on Tuesday to keep the toll.\n\nOn Wednesday the union said no to it. “We go on,” its chairman Ivo Lund said.",
            "We go on", "",
        ),
        ("Heard\n\nPort chief Bram Callow told a Senate panel on Wednesday it was safe.\n\n“They hold,” Callow testified.", "They hold", "2026-05-13"),
        ("Chief heard\n\nOn Tuesday, Ilse Varro demanded that he resign. Bram Callow said then he would stay.", "he would stay", "2026-05-12"),
        ("Told\n\nEngineer Ilse Varro told the inquiry on Tuesday it leaked. Counsel Ivo Rowe asked why she had not written.", "had not written", "2026-05-12"),
    ],
)  # fmt: skip
def test_fill_day_of_the_occasion(report: str, words: str, day: str | None) -> None:
    """`day` None: a longer interval; empty: not stated, as another day was told of just before."""
    record = onrecord.read(report.encode(), published="2026-05-14", outlet="The Courier")
    assert record.article is not None
    text = record.article.text
    said = next(s.said_on for s in record.statements if words in " ".join(c.of(text) for c in s.content))
    assert (said is None) if day == "" else said is not None and (said.precision == "week" if day is None else said.start == said.end == day)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ilse Varro said there was a letter to the board. “There was no letter to the board,” clerk Odo Lenz said.", "deny"),
        ("Neighbours said shots were fired at the crowd. Police chief Nell Oster said no shots were fired at anyone.", "deny"),
        ("Ada Rowe said the lake was warm. Ivo Lund said the wind was not strong.", "assert"),
        ("Ada Rowe said the lake was cold in May. Ivo Lund said no boats were out in May.", "assert"),
    ],
)
def test_fill_a_negative_denies_what_another_says(text: str, act: str) -> None:
    assert onrecord.read(text.encode(), published="2026-05-14").statements[-1].act == act
