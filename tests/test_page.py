import time
from importlib.resources import files

import pytest

from onrecord.text.draft import Piece
from onrecord.text.page import read_page
from onrecord.text.page.body import BOXES, judge_name
from onrecord.text.page.tree import split_names
from onrecord.types import LeftOut

LEAD = "The ferry Marigold ran aground off Ostmere on Tuesday night, the harbour office said."
BODY = (
    "Nobody was hurt, and all forty passengers were ashore by midnight, according to the coast guard.",
    "“We felt a knock and then nothing,” said Ines Corr, who was on deck with her two sons.",
    "The harbour master, Bo Lindt, denied that the lamp on the eastern mole had been out for a week.",
    "An inquiry opens on Friday; the company that owns the ferry has promised to hand over its logs.",
    "Repairs to the hull will take a month, and until then a smaller boat will make two trips a day.",
)
MENU = "<nav><ul><li><a href='/a'>Coast</a></li><li><a href='/b'>Inland</a></li></ul></nav>"


def page(*inner: str, head: str = "") -> str:
    """A whole page with the paragraphs of BODY, where each part of `inner` follows one of them."""
    parts = [f"<p>{LEAD}</p>"]
    for i, paragraph in enumerate(BODY):
        parts.append(f"<p>{paragraph}</p>")
        if i < len(inner):
            parts.append(inner[i])
    return (
        f"<html><head><title>Ferry aground off Ostmere</title></head><body>{MENU}<main><article>"
        f"<h1>Ferry aground off Ostmere</h1>{head}<div class='article-text'>{''.join(parts)}</div></article></main>"
        "<footer><p>© Quill Press, Harbour Street 4.</p></footer></body></html>"
    )


def texts(pieces: list[Piece], *kinds: str) -> list[str]:
    return [piece.text for piece in pieces if not kinds or piece.kind in kinds]


def why(left_out: list[LeftOut], text: str) -> tuple[str, str]:
    """The kind and the reason of the part left out that holds a text."""
    return next((part.kind, part.why) for part in left_out if text in part.text)


def test_page_pieces_in_reading_order() -> None:
    pieces, _ = read_page(
        page(head="<p class='standfirst'>Forty passengers were brought ashore in the dark, and nobody was hurt.</p><div class='byline'>By Ann Ore</div>")
    )
    assert [piece.kind for piece in pieces] == ["headline", "standfirst", "byline", *["paragraph"] * 6]
    assert texts(pieces, "headline") == ["Ferry aground off Ostmere"]
    assert texts(pieces, "paragraph") == [LEAD, *BODY]


def test_page_keeps_subheads_and_questions_of_an_interview() -> None:
    pieces, _ = read_page(page("<h2>The night</h2>", "<h3>Was the lamp out?</h3>"))
    assert texts(pieces, "subhead") == ["The night", "Was the lamp out?"]


def test_page_fragment_of_an_interview_is_read() -> None:
    pieces, _ = read_page("<h3>Was the lamp out?</h3><p>No. Never.</p>")
    assert [(piece.kind, piece.text) for piece in pieces] == [("subhead", "Was the lamp out?"), ("paragraph", "No. Never.")]


def test_page_lists_are_pieces_one_an_item() -> None:
    pieces, _ = read_page(page("<ul><li>Forty passengers, none hurt</li><li>Six crew, none hurt</li></ul>"))
    assert texts(pieces, "list") == ["Forty passengers, none hurt", "Six crew, none hurt"]


def test_page_blockquote_is_content() -> None:
    pieces, _ = read_page(page("<p>She wrote that night:</p><blockquote>No boat left the quay.</blockquote>"))
    assert ("quote", "No boat left the quay.", None) in [(piece.kind, piece.text, piece.status) for piece in pieces]
    assert "She wrote that night:" in texts(pieces, "paragraph")


@pytest.mark.parametrize(
    "markup", ["<aside class='pullquote'>{}</aside>", "<aside class='pull-quote'><p>{}</p></aside>", "<div class='article-pullQuote'>{}</div>"]
)
def test_page_pull_quote_is_a_repeat(markup: str) -> None:
    pieces, _ = read_page(page(markup.format("“We felt a knock and then nothing,”")))
    assert [(p.text, p.status) for p in pieces if p.kind == "quote"] == [("“We felt a knock and then nothing,”", "repeat")]


def test_page_pull_quote_in_a_fragment() -> None:
    pieces, _ = read_page('<p>Mr Tarn said: "The lamp was lit." He sat down.</p><aside class="pullquote">"The lamp was lit."</aside>')
    assert [(p.kind, p.status) for p in pieces] == [("paragraph", None), ("quote", "repeat")]


def test_page_lead_in_a_box_named_teaser_is_kept() -> None:
    lead = "The harbour master denied it."
    pieces, _ = read_page(page(head=f"<div class='teaser-content'><p>{lead}</p></div>"))
    assert lead in texts(pieces, "paragraph")
    pieces, _ = read_page("<div class='teaser-content'><p>The warden denied on Friday that the gate had failed.</p></div><p>…</p>")
    assert "The warden denied on Friday that the gate had failed." in texts(pieces)


def test_page_box_named_teaser_with_a_headline_is_left_out() -> None:
    teaser = "<div class='story-teaser'><h3>Guild says it will sue</h3><p>The guild met on Monday.</p></div>"
    pieces, left_out = read_page(page(teaser))
    assert not any("guild" in text.lower() for text in texts(pieces))
    assert why(left_out, "The guild met on Monday.") == ("teaser", "a teaser of another story")


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<section class='more-on'><h2>Recommended stories</h2><ul><li><a href='/1'>Premier says “we will leave”</a></li></ul></section>", "related"),
        ("<div class='rec'>You may like this: Premier says “we will leave”</div>", "related"),
        ("<div class='relatedArticles'><p>Premier says “we will leave” the union in spring, and means it.</p></div>", "related"),
        ("<div id='newsletter-signup'><p>Premier says “we will leave” is the story that our readers wrote most about.</p></div>", "promo"),
        ("<div class='comments'><p>Premier says “we will leave” and he is right, as he always was, you know it.</p></div>", "boilerplate"),
        ("<p><a href='/1'>Premier says “we will leave”</a></p>", "teaser"),
        ("<p><strong>READ MORE: Premier says “we will leave”</strong></p>", "teaser"),
        ("<p>Read  Premier says “we will leave”</p>", "teaser"),
        ("<p>Read&nbsp; <a href='/1'>Premier says “we will leave”</a></p>", "teaser"),
        ("<p>RELATED:</p><p>Premier says “we will leave”</p>", "teaser"),
        ("<h3>More on this</h3><ul><li><a href='/1'>Premier says “we will leave”</a></li></ul>", "teaser"),
    ],
)
def test_page_other_stories_stay_out_with_a_reason(markup: str, kind: str) -> None:
    pieces, left_out = read_page(page(markup))
    assert not any("we will leave" in text for text in texts(pieces))
    assert texts(pieces, "paragraph") == [LEAD, *BODY]
    assert not texts(pieces, "subhead")
    assert why(left_out, "we will leave")[0] == kind


def test_page_paragraphs_beside_a_widget_are_kept() -> None:
    pieces, left_out = read_page("<p>Tarn denied it.</p><div class='rec'>You may like</div><p>Corr said it again.</p>")
    assert texts(pieces) == ["Tarn denied it.", "Corr said it again."]
    assert left_out == [LeftOut("related", "You may like", "a list of other stories")]


def test_page_name_of_a_box_that_holds_the_article_says_nothing() -> None:
    source = page().replace("article-text", "paywall subscription related-content")
    assert texts(read_page(source)[0], "paragraph") == [LEAD, *BODY]


def test_page_paragraphs_that_a_paywall_hides_are_read() -> None:
    source = page().replace(f"<p>{BODY[3]}</p>", f"<p style='display: none'>{BODY[3]}</p>").replace(f"<p>{BODY[4]}</p>", f"<p aria-hidden='true'>{BODY[4]}</p>")
    assert texts(read_page(source)[0], "paragraph") == [LEAD, *BODY]


def test_page_lead_outside_the_box_of_the_body_is_kept() -> None:
    pieces, _ = read_page(page(head="<div class='lead-in'><p>Ostmere woke to the sound of sirens and a ferry on its side.</p></div>"))
    assert texts(pieces, "paragraph")[0] == "Ostmere woke to the sound of sirens and a ferry on its side."


def test_page_text_is_said_once() -> None:
    pieces, left_out = read_page(page(f"<div class='mobile'><p>{BODY[0]}</p></div>"))
    assert texts(pieces).count(BODY[0]) == 1
    assert why(left_out, BODY[0]) == ("boilerplate", "stands on the page twice")


def test_page_credits_and_captions() -> None:
    figure = "<figure><img src=x><figcaption>The Marigold on the sand off Ostmere at dawn.</figcaption></figure><p>Image credit: Orrin Pell</p>"
    pieces, left_out = read_page(page(figure, "<figure><figcaption>Orrin Pell/Quill</figcaption></figure>"))
    assert texts(pieces, "caption") == ["The Marigold on the sand off Ostmere at dawn."]
    assert why(left_out, "Image credit: Orrin Pell") == ("boilerplate", "an image credit")
    assert why(left_out, "Orrin Pell/Quill") == ("boilerplate", "an image credit")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>at the <i>moottori</i>.</p>", "at the moottori."),
        ("<p>Warden <nobr>Ines Corr</nobr> said the gate was “sound”.</p>", "Warden Ines Corr said the gate was “sound”."),
        ("<p><span class='dropcap'>N</span>obody is to blame, the warden said.</p>", "Nobody is to blame, the warden said."),
        ("<p>One<br>two</p>", "One two"),
        ("<p>A <x-term>coffer\ndam</x-term>,  he&nbsp;said</p>", "A coffer dam, he said"),
        ("<p>ju<wbr>ry</p>", "jury"),
        ("<p>The <b>w</b>eir <a href='/x'>held</a>, she said <sup>1</sup></p>", "The weir held, she said 1"),
        ("<p>Read<span class='sr-only'> aloud</span>ing is fun</p>", "Reading is fun"),
    ],
)
def test_page_inline_markup_joins_as_a_browser_shows_it(markup: str, text: str) -> None:
    assert texts(read_page(markup)[0]) == [text]


def test_page_block_borders_part_words() -> None:
    pieces, _ = read_page("<p>First</p>The warden spoke<div><h4>On the night</h4>…</div>")
    assert texts(pieces) == ["First", "The warden spoke", "On the night", "…"]
    assert texts(read_page("<p>One line.<br><br>And a new paragraph.</p>")[0]) == ["One line.", "And a new paragraph."]


def test_page_dateline_in_bold_is_no_byline() -> None:
    text = "OSTMERE, June 3 (Quill Wire) - The gate failed, two wardens said on Sunday."
    pieces, _ = read_page(f"<p><strong id='timeline'>{text[:28]}</strong>{text[28:]}</p>")
    assert [(piece.kind, piece.text) for piece in pieces] == [("paragraph", text)]


def test_page_byline_keeps_names_whole() -> None:
    pieces, _ = read_page(page(head="<div class='byline author'>By Abby Byatt and Toby Ashby</div>"))
    assert texts(pieces, "byline") == ["By Abby Byatt and Toby Ashby"]


@pytest.mark.parametrize("text", ["12:43, 20 April 2031", "Published 3 June 2031", "June 3, 2031", "Save", "4 min read", "Ann Ore is a reporter in Ostmere."])
def test_page_byline_box_holds_more_than_names(text: str) -> None:
    pieces, _ = read_page(page(head=f"<div class='byline'><div>By Ann Ore</div><div>{text}</div></div>"))
    assert texts(pieces, "byline") == ["By Ann Ore"]


def test_page_entries_of_a_live_blog_have_their_own_times() -> None:
    entries = "".join(
        f"<div class='entry'><time datetime='2031-06-03T{hour}:05:00+02:00'>{hour}:05</time><h3>Hour {hour}</h3><p>{text}</p></div>"
        for hour, text in zip((12, 11, 10), BODY, strict=False)
    )
    pieces, _ = read_page(f"<html><body><h1>Ferry: live</h1><p>{LEAD}</p><div class='feed'>{entries}</div></body></html>")
    times = {piece.text: piece.time for piece in pieces}
    first = times[BODY[0]]
    assert first is not None
    assert (first.start, first.end, first.precision, first.basis) == ("2031-06-03T12:05:00+02:00", "2031-06-03T12:05:00+02:00", "minute", "page")
    assert times["Hour 10"] == times[BODY[2]] != first
    assert times[LEAD] is None


@pytest.mark.parametrize(
    ("attribute", "start"), [("data-post-time='1938240300000'", "2031-06-03T08:05:00+00:00"), ("data-sort-time=1938240300", "2031-06-03T08:05:00+00:00")]
)
def test_page_entry_time_in_an_attribute(attribute: str, start: str) -> None:
    entries = "".join(f"<div data-update-time='1938249999' {attribute}><time>11:05</time><p>{text}</p></div>" for text in BODY)
    pieces, _ = read_page(f"<html><body><h1>Ferry: live</h1><p>{LEAD}</p><div class='feed'>{entries}</div></body></html>")
    assert [piece.time and piece.time.start for piece in pieces if piece.kind == "paragraph"] == [None, *[start] * 5]


def test_page_time_of_a_report_is_no_entry() -> None:
    pieces, _ = read_page(page(head="<time datetime='2031-06-03T12:05:00Z'>3 June</time>"))
    assert all(piece.time is None for piece in pieces)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Correction: an earlier version gave the wrong year for the mole.", "correction"),
        ("This article was amended on 4 June to correct the name of the ferry.", "correction"),
        ("Update: the inquiry has been moved to Monday, the office said.", "update"),
        ("Corrections officers were told to stay at home on Monday.", None),
    ],
)
def test_page_corrections_and_updates_are_marked(text: str, status: str | None) -> None:
    pieces, _ = read_page(page(f"<p>{text}</p>"))
    assert [piece.status for piece in pieces if piece.text == text] == [status]


def test_page_without_an_article_says_so() -> None:
    assert read_page("") == ([], [])
    pieces, left_out = read_page("<ul><li><a href='/1'>Coast</a></li></ul>")
    assert pieces == []
    assert left_out == [LeftOut("boilerplate", "Coast", "the page has no article")]


def test_page_boxes_table_row_holds_for_its_example() -> None:
    rows = [line.split("\t") for line in (files("onrecord.data") / "boxes.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) == len(BOXES)
    for word, kind, reason, example in rows:
        assert judge_name(split_names(example)) == (kind, reason), word


@pytest.mark.parametrize(
    "source",
    [
        "<h1>T</h1>" + f"<p>{LEAD}</p>" * 20_000,
        "<div class='teaser related'>" * 500 + f"<p>{LEAD}</p>" * 20_000,
        f"<p>{LEAD}</p>" + "".join(f"<blockquote>{LEAD}{i}</blockquote>" for i in range(20_000)),
        "<div><time datetime='2031-01-01T10:00'>x</time>" * 500 + f"<p>{LEAD}</p>" * 20_000,
        "<p>" + "<b>x" * 20_000,
        "<p>" + "a" * 5_000_000,
        "<p>" + " " * 5_000_000,
        "<p>" + "x<br>" * 50_000,
        "<p>\0 a \ud800 b \ufeff</p>",
    ],
    ids=["wide", "deep", "quotes", "times", "misnested", "one word", "spaces", "breaks", "odd characters"],
)
def test_page_hostile_markup_ends(source: str) -> None:
    begun = time.perf_counter()
    read_page(source)
    assert time.perf_counter() - begun < 30
