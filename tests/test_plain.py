"""text/plain: a plain text's blocks, what is left out, and the times of a live blog's entries."""

import json
import textwrap
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.draft import Draft
from onrecord.text.plain import read_plain, settle_times
from onrecord.types import LEFT_OUT

ACCEPTANCE = Path(__file__).parent.parent / ".." / "shared" / "acceptance"

LEAD = "The harbour master closed the east gate on Monday after divers found a crack that runs the whole height of the steel."
SECOND = "Nobody was hurt, the port office said, and ferries use the west gate until the repair is done in June."


def shapes(draft: Draft) -> list[tuple[str, str]]:
    return [(b.kind, draft.text[b.start : b.end]) for b in draft.blocks]


def kinds(draft: Draft) -> list[str]:
    return [b.kind for b in draft.blocks]


def test_plain_reads_the_acceptance_report_as_its_gold() -> None:
    if not ACCEPTANCE.is_dir():
        pytest.skip(f"no acceptance report at {ACCEPTANCE}")
    text = (ACCEPTANCE / "phone-call.txt").read_text(encoding="utf-8")
    report = json.loads((ACCEPTANCE / "phone-call.gold.json").read_text(encoding="utf-8"))["report"]
    draft = read_plain(text)
    assert [(b.kind, b.start, b.end) for b in draft.blocks] == [(b["kind"], b["start"], b["end"]) for b in report["blocks"]]
    assert (draft.title, draft.byline, draft.outlet) == (report["title"], (report["byline"],), report["outlet"])


@given(st.text(alphabet='ab Q:.\n\r\t\u200b\ufeff\u2028\xa0“”"#>-•[]10:3@,', max_size=200))
def test_plain_keeps_every_character_and_its_blocks_in_order(text: str) -> None:
    draft = read_plain(text)
    assert draft.text == text
    edges = [edge for b in draft.blocks for edge in (b.start, b.end)]
    assert edges == sorted(edges)
    assert all(0 <= b.start < b.end <= len(text) for b in draft.blocks)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
@pytest.mark.parametrize("between", [1, 2, 3])
def test_plain_parts_paragraphs_by_lines_and_empty_lines(newline: str, between: int) -> None:
    draft = read_plain((newline * between).join(["Crack shuts east gate", LEAD, SECOND]))
    assert shapes(draft) == [("headline", "Crack shuts east gate"), ("paragraph", LEAD), ("paragraph", SECOND)]


@pytest.mark.parametrize("width", [60, 72, 78])
def test_plain_joins_hard_wrapped_lines(width: int) -> None:
    wrapped = [textwrap.fill(words, width) for words in (LEAD, SECOND, LEAD)]
    draft = read_plain("\n\n".join(["Crack shuts east gate", *wrapped]))
    assert shapes(draft) == [("headline", "Crack shuts east gate"), *(("paragraph", words) for words in wrapped)]


def test_plain_parts_wrapped_paragraphs_without_empty_lines_where_a_line_had_room() -> None:
    wrapped = [textwrap.fill(words, 66) for words in (LEAD, SECOND, LEAD)]
    assert [words for _, words in shapes(read_plain("\n".join(wrapped)))] == wrapped


def test_plain_takes_spaces_that_are_not_seen_for_an_empty_line() -> None:
    assert kinds(read_plain(f"Crack shuts east gate\n\u200b\xa0\n{LEAD}\n \t\ufeff\n{SECOND}")) == ["headline", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("line", "names", "outlet"),
    [
        ("By Ann Ore and Toby Byrne", ("Ann Ore", "Toby Byrne"), None),
        ("By: Ann Ore, Vesland Courant", ("Ann Ore",), "Vesland Courant"),
        ("BY ANN ORE, TOBY BYRNE AND ABBY NORRBY", ("ANN ORE", "TOBY BYRNE", "ABBY NORRBY"), None),
        ("By Ann Ore, Harbour Correspondent, The Vesland Courant", ("Ann Ore",), "The Vesland Courant"),
        ("By Ann Ore | Vesland Courant", ("Ann Ore",), "Vesland Courant"),
        ("By Ann Ore and Toby Byrne, Vesland Courant, 3 November 2031", ("Ann Ore", "Toby Byrne"), "Vesland Courant"),
        ("(Reporting by Ann Ore; Editing by Toby Byrne)", ("Ann Ore",), None),
    ],
)
@pytest.mark.parametrize("last", [False, True])
def test_plain_reads_the_byline_before_and_after_the_text(line: str, names: tuple[str, ...], outlet: str | None, last: bool) -> None:
    draft = read_plain("\n\n".join(["Crack shuts east gate", LEAD, SECOND, line] if last else ["Crack shuts east gate", line, LEAD, SECOND]))
    assert (draft.byline, draft.outlet) == (names, outlet)
    assert kinds(draft).count("byline") == 1


@pytest.mark.parametrize(
    "line", ["By Friday the gate was open again.", "By noon, divers had left the harbour and gone home.", "By the east gate stood a crowd."]
)
def test_plain_takes_no_sentence_for_a_byline(line: str) -> None:
    assert "byline" not in kinds(read_plain(f"Crack shuts east gate\n\n{LEAD}\n\n{line}\n\n{SECOND}"))


def test_plain_finds_a_standfirst_that_the_lead_restates() -> None:
    standfirst = "The harbour master closed the east gate after divers found a crack in the steel."
    assert kinds(read_plain(f"Crack shuts east gate\n\n{standfirst}\n\n{LEAD}\n\n{SECOND}"))[:3] == ["headline", "standfirst", "paragraph"]


def test_plain_finds_a_standfirst_parted_from_the_text_by_the_byline() -> None:
    assert kinds(read_plain(f"Crack shuts east gate\n\nRepairs will take a month.\n\nBy Ann Ore\n\n{LEAD}"))[1] == "standfirst"


def test_plain_calls_no_lead_a_standfirst() -> None:
    assert kinds(read_plain(f"Crack shuts east gate\n\n{LEAD}\n\n{SECOND}")) == ["headline", "paragraph", "paragraph"]


def test_plain_has_no_headline_where_the_text_begins_with_a_sentence() -> None:
    draft = read_plain(f"{LEAD}\n\n{SECOND}")
    assert (draft.title, kinds(draft)) == (None, ["paragraph", "paragraph"])


@pytest.mark.parametrize("head", ["What now? Gate stays shut", "Port chief quits over N.J.", "Gov. Aske signs harbour bill", "Gate shuts. Ferries wait"])
def test_plain_reads_headlines_with_stops_inside(head: str) -> None:
    assert read_plain(f"{head}\n\n{LEAD}").title == head


def test_plain_cuts_the_dateline_off_its_paragraph() -> None:
    draft = read_plain(f"Crack shuts east gate\n\nNORRHAVEN, May 7 (Delta Wire) - {LEAD}")
    assert shapes(draft)[1:] == [("dateline", "NORRHAVEN, May 7 (Delta Wire) -"), ("paragraph", LEAD)]


def test_plain_reads_dates_on_a_line_of_their_own() -> None:
    draft = read_plain(f"Crack shuts east gate\n\nPublished 7 May 2031 20:18, updated 9 May 2031\n\n{LEAD}")
    assert draft.published is not None and draft.published.start == "2031-05-07T20:18"
    assert draft.updated is not None and draft.updated.start == "2031-05-09"


@pytest.mark.parametrize("line", ["By Ann Ore, 3 November 2031", "By Ann Ore, Tarn Courier, 3 November 2031", "By Ann Ore | The Courier | Nov. 3, 2031"])
def test_plain_reads_the_date_that_ends_a_byline(line: str) -> None:
    draft = read_plain(f"Lamp goes out\n\n{line}\n\nThe lamp at Velm is out, the keeper said on Monday.\n")
    assert draft.published is not None and draft.published.start == "2031-11-03" and draft.byline == ("Ann Ore",)
    assert draft.published.span is not None and draft.published.span.of(draft.text).endswith("2031")


def test_plain_gives_no_year_to_a_date_line_without_one() -> None:
    draft = read_plain(f"Crack shuts east gate\n\n7 May\n\n{LEAD}")
    assert (draft.published, kinds(draft)[1]) == (None, "dateline")


def test_plain_finds_subheads_lists_and_cited_words() -> None:
    draft = read_plain(f"Crack shuts east gate\n\n{LEAD}\n\nWhat the divers saw\n\n{SECOND}\n\n» Ports\n» Rail\n\n> It is deep.\n\n## Costs\n\n{LEAD}")
    assert shapes(draft)[2:-1] == [
        ("subhead", "What the divers saw"),
        ("paragraph", SECOND),
        ("list", "Ports"),
        ("list", "Rail"),
        ("quote", "It is deep."),
        ("subhead", "Costs"),
    ]


def test_plain_tells_captions_from_credits() -> None:
    draft = read_plain(f"Crack shuts east gate\n\nDivers at the east gate on Monday. Photo: Lena Ek\n\nPhoto: Lena Ek/Harbour Press\n\n{LEAD}")
    assert kinds(draft) == ["headline", "caption", "boilerplate", "paragraph"]
    assert draft.left_out[0].text == "Photo: Lena Ek/Harbour Press"


CLAIM = "Premier says gates were never safe"


@pytest.mark.parametrize(
    "line",
    [f"Read also: {CLAIM}", f"READ MORE: {CLAIM}", f"Read  {CLAIM}", f"Read\xa0 {CLAIM}", f"Also read | {CLAIM}", f"RELATED: {CLAIM}", f"SEE ALSO {CLAIM}"]
    + [f"Recommended: {CLAIM}", f"More: {CLAIM}", f"Watch: {CLAIM}", f"Don’t miss: {CLAIM}", "Sign up for our morning newsletter"],
)
@pytest.mark.parametrize("newline", ["\n", "\n\n"])
def test_plain_leaves_teasers_out_and_lists_them(line: str, newline: str) -> None:
    draft = read_plain(newline.join(["Crack shuts east gate", LEAD, line, SECOND]))
    assert kinds(draft)[2] in LEFT_OUT
    assert [(left.text, left.why.split(":")[0]) for left in draft.left_out] == [(line, f"line {3 if newline == chr(10) else 5}")]


@pytest.mark.parametrize(
    "line", ["Read the judgment aloud, the clerk said.", "More: than 40 people signed it, the clerk said.", "Watch out for the tide, he told them, and left."]
)
def test_plain_keeps_paragraphs_that_begin_like_teasers(line: str) -> None:
    assert kinds(read_plain(f"Crack shuts east gate\n\n{LEAD}\n\n{line}\n\n{SECOND}"))[2] == "paragraph"


def test_plain_leaves_a_releases_own_marks_out() -> None:
    draft = read_plain(f"FOR IMMEDIATE RELEASE\n\nMINISTRY OF PORTS\n\nEast gate closed\n\n{LEAD}\n\nENDS\n\nAbout the ministry\n\nIt has 40 staff.")
    assert kinds(draft) == ["boilerplate", "boilerplate", "headline", "paragraph", "boilerplate", "boilerplate", "boilerplate"]


def test_plain_marks_a_headline_that_comes_again() -> None:
    assert [b.status for b in read_plain(f"Crack shuts east gate\n\nCRACK SHUTS EAST GATE\n\n{LEAD}").blocks] == [None, "repeat", None]


def test_plain_gives_entries_in_one_line_their_own_times() -> None:
    draft = read_plain("Gate closed, live, 5 May 2031: [21:40, 4 May] The minister spoke. [09:15, 3 May] The premier had not called.")
    entries = [(draft.text[b.start : b.end], b.time) for b in draft.blocks if b.kind == "paragraph"]
    assert [(words, time.candidates) for words, time in entries if time] == [
        ("The minister spoke.", (("2031-05-04T21:40", "2031-05-04T21:40"),)),
        ("The premier had not called.", (("2031-05-03T09:15", "2031-05-03T09:15"),)),
    ]
    assert all(time is not None and time.start is None for _, time in entries)


def test_plain_reads_bare_times_that_come_again_and_marks_corrections() -> None:
    text = (
        f"Gate closed: live\n\n10:32am\n\n{LEAD}\n\n11:05am\n\nCorrection: The crack is on the west side.\n\nWe are sorry.\n\n11:30am\n\nUpdate: Ferries run."
    )
    blocks = [b for b in read_plain(text).blocks if b.kind == "paragraph"]
    assert [b.status for b in blocks] == [None, "correction", "correction", "update"]
    assert [b.time.span.of(text) for b in blocks if b.time and b.time.span] == ["10:32am", "11:05am", "11:05am", "11:30am"]


def test_plain_takes_a_single_time_for_no_entry() -> None:
    assert all(b.time is None for b in read_plain(f"Crack shuts east gate\n\n10:32 was when divers went down.\n\n{LEAD}").blocks)


def test_plain_settles_the_year_of_entries_by_a_given_day() -> None:
    text = "[21:40, 31 December] The gate is shut.\n\n[00:15, 1 January] It is open.\n\n[00:20] All is well."
    times = [b.time for b in settle_times(text, read_plain(text).blocks, date(2032, 1, 1)) if b.kind == "paragraph"]
    assert [time.start for time in times if time] == ["2031-12-31T21:40", "2032-01-01T00:15", None]
    assert times[2] is not None and times[2].candidates == (("2031-12-31T00:20", "2031-12-31T00:20"), ("2032-01-01T00:20", "2032-01-01T00:20"))


def test_plain_settles_entries_under_a_line_with_a_whole_date() -> None:
    text = f"Storm Ilse: live updates\n\nFriday 6 November 2026\n\n18:40\n\n{LEAD}\n\n16:02\n\nThe quay is shut.\n\n09:10\n\nGood morning."
    times = [b.time and b.time.start for b in settle_times(text, read_plain(text).blocks, date(2026, 11, 6)) if b.kind == "paragraph"]
    assert times == ["2026-11-06T18:40", "2026-11-06T16:02", "2026-11-06T09:10"]
    assert {b.time and b.time.start for b in settle_times(text, read_plain(text).blocks, date(2026, 11, 20))} == {None}, "the line's day is long before"


def test_plain_settles_entries_whose_hours_run_one_way() -> None:
    def times(*hours: str) -> list[str | None]:
        text = "Rail strike live\n\n" + "\n\n".join(f"{h}\n\n{LEAD}" for h in hours)
        return [b.time and b.time.start for b in settle_times(text, read_plain(text).blocks, date(2026, 11, 6)) if b.kind == "paragraph"]

    assert times("14:52", "11:45", "08:05") == ["2026-11-06T14:52", "2026-11-06T11:45", "2026-11-06T08:05"]
    assert times("01:10", "23:40", "22:05") == [None, None, None], "past midnight"
