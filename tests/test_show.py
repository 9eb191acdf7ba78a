import io
import re
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from onrecord.phrase import ACTS, HIDDEN
from onrecord.show import draw_record
from onrecord.types import Block, LeftOut, Problem, Record


def draw(record: Record, *, terminal: bool = False, width: int = 90) -> str:
    out = io.StringIO()
    system: Any = "standard" if terminal else None
    draw_record(
        record, Console(file=out, force_terminal=terminal, color_system=system, width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)
    )
    return out.getvalue()


def test_show_heads_a_record_with_what_is_known_of_the_report(record: Record) -> None:
    head = draw(record).splitlines()[:3]
    assert head[0] == "Gate was shut too early, keeper says"
    assert head[1] == "The Marsh Courier, Friday 9 October 2026, by Nell Harrow. English, 44 words, 5 statements."
    assert set(head[2]) == {"─"}


def test_show_says_what_is_not_known(record: Record) -> None:
    assert record.article
    bare = replace(record.article, title=None, outlet=None, published=None, byline=(), language=None)
    head = draw(replace(record, article=bare)).splitlines()[:2]
    assert head == ["No headline", "Outlet not stated, date not stated. Language not known, 44 words, 5 statements."]


def test_show_numbers_statements_and_indents_those_inside_others(record: Record) -> None:
    lines = draw(record).splitlines()
    at = lines.index("  2  Bram Ostler")
    assert lines[at + 2] == "     said, partly paraphrase, day not stated"
    at = lines.index("       4  Mr Ostler")
    assert lines[at + 1 : at + 3] == ["          the river was calm", "          told, paraphrase, day not stated, via the harbour board, unsure"]


def test_show_sets_acts_in_a_column_with_parties_beside_the_speaker(filled: Record) -> None:
    lines = draw(filled).splitlines()
    at = lines.index("  2  ▲ accuses         Bram Ostler → Harbour board")
    assert lines[at + 1 : at + 4] == [
        "                       the gate was “shut an hour too early”",
        "                       said, partly paraphrase, Thursday 8 October 2026, court or hearing,",
        "                       certainty: “an hour”",
    ]
    at = lines.index("       4  ○ does not deny   Bram Ostler, to Harbour board")
    assert lines[at + 1 : at + 3] == [f"{'':28}the river was calm", f"{'':28}told, paraphrase, day not stated, via Harbour board, unsure"]


def test_show_names_both_where_the_speaker_is_unclear_and_sets_neither_bold(filled: Record) -> None:
    assert "  5  ◐ challenges      speaker unclear: two pilots, or Bram Ostler\n" in draw(filled)
    assert "according to, day not stated, unnamed (on condition of anonymity)\n" in draw(filled)
    assert "speaker unclear: two pilots, or Bram Ostler\n" in draw(filled, terminal=True)
    assert "\x1b[1mHarbour board\x1b[0m\n" in draw(filled, terminal=True)


def test_show_puts_the_act_before_the_speaker_where_there_is_no_room_for_a_column(filled: Record) -> None:
    lines = draw(filled, width=60).splitlines()
    at = lines.index("  2  ▲ accuses  Bram Ostler → Harbour board")
    assert lines[at + 1] == "     the gate was “shut an hour too early”"
    assert "       4  ○ does not deny  Bram Ostler, to Harbour board" in lines


@pytest.mark.parametrize("width", [32, 40, 60, 71, 72, 73, 90, 140])
def test_show_keeps_to_any_width(filled: Record, width: int) -> None:
    lines = draw(filled, width=width).splitlines()
    assert max(map(len, lines)) <= min(width, 100)
    assert all(line == line.rstrip() for line in lines)


def test_show_indents_a_long_chain_no_further_than_it_can_be_read(filled: Record) -> None:
    first, *_ = filled.statements
    chain = tuple(replace(first, id=f"c{i}", parent=f"c{i - 1}" if i else None) for i in range(12))
    assert max(map(len, draw(replace(filled, statements=chain), width=40).splitlines())) <= 40


def test_show_tells_every_act_by_its_word_and_sets_none_in_colour(filled: Record) -> None:
    for act, (mark, one, _) in ACTS.items():
        shown = draw(replace(filled, statements=(replace(filled.statements[1], act=act),)), terminal=True)
        assert f"{mark} {one}" in shown
        assert set(re.findall(r"\x1b\[([\d;]*)m", shown)) <= {"0", "1", "3", "90", "3;90"}


def test_show_says_who_is_accused_and_not_heard(filled: Record) -> None:
    assert "Not heard" not in draw(filled)
    alone = replace(filled, statements=filled.statements[:2])
    assert "Not heard    Harbour board, accused in 2: no words of theirs in this text\n" in draw(alone)
    heard = [replace(filled.statements[0], **{field: ("e2",)}) for field in ("speakers", "rivals", "on_behalf_of")]
    for one in heard:
        assert "Not heard" not in draw(replace(filled, statements=(one, filled.statements[1])))


def test_show_puts_statements_inside_others_after_them_whatever_their_order(record: Record) -> None:
    shown = draw(replace(record, statements=(record.statements[3], *record.statements[:3])))
    assert [int(n) for n in re.findall(r"^ +(\d)  ", shown, re.M)] == [1, 2, 3, 4]
    assert re.search(r"^  \d  The harbour board\n", shown, re.M) and re.search(r"^       \d  Mr Ostler\n", shown, re.M)
    assert shown.index("The harbour board\n") < shown.index("Mr Ostler\n")


def test_show_tells_quoted_from_paraphrased_words_without_colour(record: Record) -> None:
    lines = draw(record).splitlines()
    after = {words: lines[lines.index(f"     {words}") + 1].strip() for words in ("the gate was “shut an hour too early”", "“Nobody asked us,”")}
    assert after == {"the gate was “shut an hour too early”": "said, partly paraphrase, day not stated", "“Nobody asked us,”": "according to, day not stated"}
    assert "\x1b" not in draw(record)


def test_show_slants_paraphrase_and_sets_quoted_words_bold_in_a_terminal(record: Record) -> None:
    shown = draw(record, terminal=True)
    assert "\x1b[3mthe gate was \x1b[0m\x1b[1m“shut an hour too early”\x1b[0m" in shown
    assert "paraphrase" not in shown


def test_show_accounts_for_every_quoted_passage(record: Record) -> None:
    assert "Quotations   3 quoted passages: 2 statements, 1 scare quote\n" in draw(record)
    unassigned = replace(record, quotations=(replace(record.quotations[0], role="unassigned", statement=None), *record.quotations[1:]))
    assert "3 quoted passages: 1 statement, 1 scare quote, 1 unassigned\n             unassigned: “shut an hour too early”\n" in draw(unassigned)


def test_show_lists_what_was_left_out_with_the_reason(record: Record) -> None:
    assert "Left out     READ MORE: Bakers open a kitchen\n             line 7: leads to another story\n" in draw(record)


def test_show_counts_what_was_left_out_past_the_first_few(record: Record) -> None:
    assert record.article
    many = tuple(LeftOut("related", f"Story {i}", "a list of other stories") for i in range(30))
    shown = draw(replace(record, article=replace(record.article, left_out=many)))
    assert "Story 7" in shown and "Story 8" not in shown
    assert "and 22 more (22 related); --json lists all" in shown


def test_show_lists_problems_or_says_that_there_are_none(record: Record) -> None:
    assert "Problems     a quotation mark has no partner (unpaired-mark)\n" in draw(record)
    assert "Problems     none. Every quotation mark is accounted for.\n" in draw(replace(record, problems=()))


def test_show_says_why_an_input_was_refused(record: Record) -> None:
    refused = Record(record.capture, None, problems=(Problem("too-large", "gate.txt: 30 MB (limit 20 MB)"),))
    assert draw(refused).splitlines() == ["gate.txt", "not read", "─" * 90, "Problems     gate.txt: 30 MB (limit 20 MB) (too-large)"]


def test_show_prints_no_hidden_character_of_a_report(record: Record) -> None:
    assert record.article
    text = record.article.text.replace("Bram Ostler", "Bram\u202eO\x1btler").replace("Nobody asked", "Nobody\u200basked")
    assert len(text) == len(record.article.text)
    evil = replace(record.article, text=text, title="T\x1b]0;x\x07", outlet="O\u2066", byline=("N\x9b",), left_out=(LeftOut("promo", "P\x00", "w\x7f"),))
    shown = draw(replace(record, article=evil, problems=(Problem("c", "m\x1b[2J"),)))
    assert not HIDDEN.search(shown.replace("\n", ""))
    for chip in ("Bram‹U+202E›O‹U+001B›tler", "“Nobody‹U+200B›asked us,”", "T‹U+001B›]0;x‹U+0007›", "O‹U+2066›", "N‹U+009B›", "P‹U+0000›", "m‹U+001B›[2J"):
        assert chip in shown


def test_show_takes_no_words_of_a_report_for_markup(record: Record) -> None:
    assert record.article
    shown = draw(replace(record, article=replace(record.article, title="[red]Gate[/red] :smile: [link=x]y[/link]")))
    assert "[red]Gate[/red] :smile: [link=x]y[/link]" in shown


def test_show_wraps_to_the_width_and_leaves_no_space_at_line_ends(record: Record) -> None:
    lines = draw(record, width=40).splitlines()
    assert max(map(len, lines)) <= 40
    assert all(line == line.rstrip() for line in lines)


def test_show_names_the_block_of_a_statement_that_is_no_paragraph(record: Record) -> None:
    assert "     says, paraphrase, in the headline, day not stated\n" in draw(record)
    assert record.article
    first, *rest = record.article.blocks
    caption = replace(record.article, blocks=(Block("caption", first.start, first.end), *rest))
    assert "     says, paraphrase, in the caption, day not stated\n" in draw(replace(record, article=caption))


def test_show_says_paraphrase_in_a_terminal_that_cannot_slant(record: Record) -> None:
    out = io.StringIO()
    draw_record(record, Console(file=out, force_terminal=True, color_system=None, width=90, highlight=False))
    assert "partly paraphrase" in out.getvalue() and "\x1b" not in out.getvalue()
