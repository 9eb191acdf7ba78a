import sys
import typing
import unicodedata
from dataclasses import replace

import pytest

from onrecord.phrase import ACTS, cut_content, line, make_visible, number_statements, say_act, say_chain, say_names, say_occasion, say_speaker, say_when
from onrecord.types import Act, Capture, Entity, Record, Span, Statement, When


def test_make_visible_shows_what_a_terminal_would_obey() -> None:
    assert make_visible("a\x1b[31m\u202eb\u200bc\U000e0041\ud800d") == "a‹U+001B›[31m‹U+202E›b‹U+200B›c‹U+E0041›‹U+D800›d"


def test_make_visible_leaves_no_control_format_or_surrogate_character() -> None:
    seen_by_all = {chr(c) for c in (0x600, 0x601, 0x602, 0x603, 0x604, 0x605, 0x6DD, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440))}
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs") and character not in seen_by_all:
            assert character not in make_visible(f"x{character}x"), f"U+{number:04X}"


def test_make_visible_folds_white_space_into_one_line() -> None:
    assert make_visible(" one\r\n two\u2028three\u00a0four ") == "one two three four"


def test_make_visible_keeps_letters_of_all_scripts_and_pictures() -> None:
    text = "Łódź עברית العربية 日本 é e\u0301 ☺\ufe0f"
    assert make_visible(text) == text


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (None, "day not stated"),
        (When("2026-10-09", "2026-10-09", "day"), "Friday 9 October 2026"),
        (When("2026-10-09T17:40:00+02:00", "2026-10-09T17:40:00+02:00", "minute"), "Friday 9 October 2026, 17:40 UTC+02:00"),
        (When("2026-10-01", "2026-10-31", "month"), "in October 2026"),
        (When("2026-01-01", "2026-12-31", "year"), "in 2026"),
        (When("2026-10-05", "2026-10-11", "week"), "in the week of Monday 5 October 2026"),
        (When("2026-07-01", "2026-09-30", "quarter"), "July to September 2026"),
        (When(None, "2026-10-08", "day"), "by Thursday 8 October 2026"),
        (When("2026-10-08", None, "day"), "from Thursday 8 October 2026"),
        (When("2026-10-08", "2026-10-09", "day"), "Thursday 8 October 2026 to Friday 9 October 2026"),
        (
            When(None, None, "day", candidates=(("2017-04-04", "2017-04-04"), ("2023-04-04", "2023-04-04"))),
            "Tuesday 4 April 2017 or Tuesday 4 April 2023",
        ),
        (When("soon\x1b", "soon\x1b"), "soon‹U+001B›"),
    ],
)
def test_say_when_is_as_wide_as_the_date(when: When | None, words: str) -> None:
    assert say_when(when) == words


def test_line_tells_source_cue_words_and_kind(record: Record) -> None:
    assert [line(record, s) for s in record.statements] == [
        "keeper · says · Gate was shut too early (paraphrase)",
        "Bram Ostler · said · the gate was “shut an hour too early” (partly paraphrase)",
        "The harbour board · said · Mr Ostler told it the river was calm (paraphrase)",
        "Mr Ostler · told · the river was calm (paraphrase, via the harbour board)",
        "two pilots · according to · “Nobody asked us,”",
    ]


def test_line_names_the_issuer_where_the_text_has_no_source(record: Record) -> None:
    issuer = Entity("e1", "organisation", "Harbour Board")
    own = replace(record.statements[0], source=(), cue=(), speakers=("e1",))
    assert line(replace(record, entities=(issuer,), statements=(own,)), own) == "Harbour Board · Gate was shut too early (paraphrase)"


def test_say_chain_leaves_out_who_reports_his_own_words(record: Record) -> None:
    inner = replace(record.statements[3], source=record.statements[2].source)
    assert say_chain(replace(record, statements=(record.statements[2], inner)), inner) == ""


def test_cut_content_gives_marks_to_quoted_words_that_stand_inside_anothers() -> None:
    text = "He said “she told me it was late”."
    inner = Statement("i", "o", "direct", (Span(9, 12),), (Span(13, 20),), (Span(21, 32),), quotes=(Span(21, 32),))
    assert inner.content[0].of(text) == "it was late"
    assert cut_content(text, inner) == [("“it was late”", True)]


def test_cut_content_parts_what_stands_apart_without_dots() -> None:
    text = "“Yes,” she said, “and no.”"
    s = Statement("s", None, "direct", (Span(7, 10),), (Span(11, 15),), (Span(0, 6), Span(17, 26)), quotes=(Span(0, 6), Span(17, 26)))
    assert "".join(words for words, _ in cut_content(text, s)) == "“Yes,” | “and no.”"


def test_line_tells_act_parties_occasion_and_chain(filled: Record) -> None:
    assert [line(filled, s) for s in filled.statements] == [
        "Bram Ostler · says · Gate was shut too early (paraphrase)",
        "Bram Ostler · accuses → Harbour board · the gate was “shut an hour too early”"
        " (partly paraphrase, Thursday 8 October 2026, court or hearing, certainty: “an hour”)",
        "Harbour board · says · Mr Ostler told it the river was calm (paraphrase)",
        "Bram Ostler · does not deny to Harbour board · the river was calm (paraphrase, via Harbour board)",
        "speaker unclear: two pilots, or Bram Ostler · challenges · “Nobody asked us,” (unnamed (on condition of anonymity))",
    ]


def test_say_act_has_a_word_for_every_act_alone_and_for_several() -> None:
    assert set(ACTS) == set(typing.get_args(Act))
    assert len({one for _, one, _ in ACTS.values()}) == len({mark for mark, _, _ in ACTS.values()}) == len(ACTS)
    several = Statement("s", None, "indirect", (), (), (Span(0, 1),), act="accuse")
    assert (say_act(several), say_act(several, several=True)) == ("accuses", "accuse")
    assert say_act(replace(several, negated=True), several=True) == "do not accuse"
    assert say_act(replace(several, act=None)) == ""


def test_say_names_joins_any_number(filled: Record) -> None:
    assert [say_names(filled.entities, ids) for ids in ([], ["e1"], ["e1", "e2"], ["e1", "e2", "e3"], ["gone"])] == [
        "", "Bram Ostler", "Bram Ostler and Harbour board", "Bram Ostler, Harbour board and two pilots", "",
    ]  # fmt: skip


def test_say_speaker_names_all_whom_the_text_allows(filled: Record) -> None:
    own = filled.statements[4]
    assert say_speaker(filled, replace(own, rivals=("e1", "e2"))) == "speaker unclear: two pilots, Bram Ostler, or Harbour board"
    assert say_speaker(filled, replace(own, speakers=())) == "speaker unclear: perhaps Bram Ostler"
    assert say_speaker(filled, replace(own, speakers=(), rivals=(), source=())) == "speaker not stated"


def test_say_chain_tells_who_in_it_has_no_name(filled: Record) -> None:
    relayed = replace(filled.statements[1], relayed_by=("e2", "e3"))
    assert say_chain(filled, relayed) == "via Harbour board, two pilots (unnamed)"


def test_say_occasion_sets_in_marks_only_what_is_quoted(filled: Record) -> None:
    assert filled.article is not None
    said = filled.article.text.index("said")
    own = replace(
        filled.statements[1], said_on=None, channel=None, hedges=(Span(said, said + 4),), detail="investigation", modality="future", on_behalf_of=("e2",)
    )
    assert say_occasion(filled, own) == ["for Harbour board", "of the future", "for an investigation", "hedged: said", "certainty: “an hour”"]


def test_number_statements_gives_each_once_where_a_hand_made_record_has_them_inside_each_other() -> None:
    one, two, alone, itself = (Statement(i, p, "indirect", (), (), ()) for i, p in (("a", "b"), ("b", "a"), ("c", None), ("d", "d")))
    record = Record(Capture("0", "0"), None, statements=(one, two, alone, itself))
    assert [(n, depth, s.id) for n, depth, s in number_statements(record)] == [(1, 0, "c"), (2, 0, "a"), (3, 1, "b"), (4, 0, "d")]
