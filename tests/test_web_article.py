"""The screen of one article: every character once, marks, cards, filters, a statement that was missed, edits, right to left, long ones."""

import html
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.types import Article, Block, Record, Span, Statement
from onrecord.web.article.marked import Marking, mark_text, share_attributed
from onrecord.web.article.missed import each_place
from onrecord.web.article.view import reads_right_to_left

judging = pytest.mark.skipif(not hasattr(Ledger, "undo"), reason="judgements are not in this ledger yet")
TAGS = re.compile(r"<[^<>]*>")


def busiest(path: str) -> Record:
    with onrecord.open(path, make=False) as ledger:
        return max((r for r in ledger.records() if r.article), key=lambda r: len(r.statements))


def records_of(path: str) -> list[Record]:
    with onrecord.open(path, make=False) as ledger:
        return list(ledger.records())


def is_untold(record: Record, block: Block) -> bool:
    """Whether a paragraph has no statement."""
    taken = [s for x in record.statements for s in x.content]
    return block.kind == "paragraph" and block.end - block.start > 40 and not any(s.start < block.end and block.start < s.end for s in taken)


def article_of(record: Record) -> Article:
    assert record.article is not None
    return record.article


def test_every_character_stands_once_and_in_order(filled: Record) -> None:
    article = article_of(filled)
    markings = [Marking(i, s, "guess") for i, s in enumerate(filled.statements, 1)]
    for paragraph, block in zip(mark_text(article, markings), article.blocks, strict=True):
        assert "".join(b.text for r in paragraph.runs for b in r.bits) == article.text[block.start : block.end]
        assert [r.start for r in paragraph.runs] == sorted(r.start for r in paragraph.runs)


def test_a_statement_in_another_lies_deeper(filled: Record) -> None:
    article = article_of(filled)
    paragraphs = mark_text(article, [Marking(i, s, "guess") for i, s in enumerate(filled.statements, 1)])
    deep = [r for p in paragraphs for r in p.runs if len(r.said) > 1]
    assert ["".join(b.text for b in r.bits) for r in deep] == ["the river was calm"]
    assert [p.left_out for p in paragraphs if p.left_out] == ["Line of another story"]


def test_only_what_is_attributed_leaves_the_rest_out(filled: Record) -> None:
    article = article_of(filled)
    shown = mark_text(article, [Marking(2, filled.statements[1], "guess")], attributed=True)
    words = "".join(b.text for p in shown for r in p.runs for b in r.bits)
    assert "shut an hour too early" in words and "Bakers" not in words and "two pilots" not in words


def test_share_counts_words_once(make_statement: Callable[..., Statement]) -> None:
    text = "He said the gate held all night long."
    s = make_statement(text, "s", "He", "said", "the gate held")
    inner = make_statement(text, "t", "He", "said", "gate held")
    article = Article("a", "report", None, None, (), None, "en", text, None, None, (Block("paragraph", 0, len(text)),))
    assert share_attributed(article, [s, inner]) == round(100 * 3 / 8)


def test_words_are_found_whatever_their_white_space() -> None:
    text = "The gate\nheld. The  gate held. The gateheld."
    assert [s.of(text) for s in each_place(text, "gate held.")] == ["gate\nheld.", "gate held."]
    assert list(each_place(text, "never")) == []


def test_direction_is_told_by_letters() -> None:
    assert reads_right_to_left("قال المدير إن الشركة لم تخبر") and not reads_right_to_left("The gate held, he said.")


def test_page_shows_text_cards_and_head(client: Any, demo: str) -> None:
    record = busiest(demo)
    article = article_of(record)
    page = client.get(f"/article/{article.id}")
    assert page.status_code == 200 and page.text.count('class="card') >= len(record.statements)
    for s in record.statements:
        assert f'href="/s/{s.id}"' in page.text and f'id="s-{s.id}"' in page.text
    assert "words in 100" in page.text and "as the page gives it" in page.text
    shown = html.unescape(TAGS.sub("", page.text))
    last = article.blocks[-1]
    assert article.text[last.start : last.end].split()[-1] in shown


def test_filter_by_speaker_leaves_others_unmarked(client: Any, demo: str) -> None:
    record = busiest(demo)
    who = record.statements[0].speakers[0]
    own = [s for s in record.statements if who in (*s.speakers, *s.rivals)]
    page = client.get(f"/article/{article_of(record).id}?speaker={who}").text
    assert page.count("data-open href=") == len(own)
    only = client.get(f"/article/{article_of(record).id}?only=attributed").text
    assert "The whole text" in only


def test_unknown_article_is_not_there(client: Any, demo: str) -> None:
    assert client.get("/article/ffffffffffff").status_code == 404
    record = busiest(demo)
    short = client.get(f"/article/{article_of(record).id[:10]}")
    assert short.status_code == 303 and short.headers["location"] == f"/article/{article_of(record).id}"
    assert client.get(f"/article/{article_of(record).id}/verify").text.count(": whole.") >= 4


def test_edit_of_a_page_is_told(fresh_client: Any, ledger_path: str) -> None:
    url = "https://weir.example/one"
    first = b"<html><body><article><h1>Weir to close</h1><p>The weir will close in May, keeper Ada Holm said on Monday.</p></article></body></html>"
    with onrecord.open(ledger_path) as ledger:
        ledger.add(first, url=url, outlet="Weir Post", published="2026-05-04")
        ledger.add(first.replace(b"in May", b"in June at last"), url=url, outlet="Weir Post", published="2026-05-04")
        (record,) = [r for r in ledger.records() if r.article and r.capture.url == url]
    page = fresh_client.get(f"/article/{article_of(record).id}").text
    assert "<del><bdi>May,</bdi></del>" in page and "June" in page and "This page changed between" in page


def test_hidden_characters_are_chips_and_markup_is_text(fresh_client: Any, ledger_path: str) -> None:
    report = "Gate report\n\nThe gate\u202e held <script>alert(1)</script>, keeper Ada Holm said on Monday. “It is\u00ad fine,” she said.\n"
    with onrecord.open(ledger_path) as ledger:
        ledger.add(report.encode(), outlet="<b>Post</b>", published="2026-05-04")
        (record,) = [r for r in ledger.records() if r.article and r.article.outlet == "<b>Post</b>"]
    page = fresh_client.get(f"/article/{article_of(record).id}").text
    assert "<script>alert" not in page and "<b>Post</b>" not in page and "right-to-left override" in page and "\u202e" not in page


@judging
def test_missed_statement_by_pasted_words(fresh_client: Any, ledger_path: str) -> None:
    record, block = next((r, b) for r in records_of(ledger_path) if r.article for b in r.article.blocks if is_untold(r, b))
    article = article_of(record)
    words = article.text[block.start : block.end]
    form = {"content": words, "name": "Oda Brill", "act": "warn", "as": "R. Mensah"}
    assert fresh_client.post(f"/article/{article.id}/missed", data=form).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        after = next(r for r in ledger.records() if r.article and r.article.id == article.id)
    (new,) = [s for s in after.statements if s.id not in {x.id for x in record.statements}]
    assert new.act == "warn" and new.content == (Span(block.start, block.end),)
    again = fresh_client.post(f"/article/{article.id}/missed", data=form).headers["location"]
    assert again == f"/article/{article.id}?known={new.id}#s-{new.id}"
    assert "On record already" in fresh_client.get(again).text and "On record already" not in fresh_client.get(f"/article/{article.id}?known=x").text
    assert fresh_client.post(f"/article/{article.id}/missed", data={**form, "content": "words that stand nowhere"}).status_code == 400
    twice = fresh_client.post(f"/article/{article.id}/missed", data={**form, "content": "the"})
    assert twice.status_code == 200 and "Which place?" in twice.text


@judging
def test_corrected_at_source_is_flagged(fresh_client: Any, ledger_path: str) -> None:
    own = article_of(busiest(ledger_path)).id
    form = {"fate": "corrected", "note": "A name was wrong", "day": "2026-05-20", "as": "R. Mensah"}
    assert fresh_client.post(f"/article/{own}/at-source", data=form).status_code == 303
    page = fresh_client.get(f"/article/{own}").text
    assert "Corrected by its publisher" in page and "A name was wrong" in page
    assert fresh_client.post(f"/article/{own}/at-source", data={**form, "url": "javascript:x"}).status_code == 400


def test_forms_that_say_too_little_are_refused() -> None:
    from starlette.datastructures import FormData

    from onrecord.web.article.missed import read_at_source

    with pytest.raises(UsageError, match="corrected the article or withdrew"):
        read_at_source(FormData({}))


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_looks_right_in_a_browser(live: Any, demo: str, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], width: int, dark: bool) -> None:
    overflows = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))["overflows"]
    page = open_page(live, f"/article/{article_of(busiest(demo)).id}", width=width, dark=dark)
    assert overflows(page) == [] and axe(page) == []


def test_keys_pair_a_card_with_its_marks(live: Any, demo: str, open_page: Callable[..., Any]) -> None:
    page = open_page(live, f"/article/{article_of(busiest(demo)).id}")
    page.keyboard.press("j")
    assert page.locator(".card.on").count() == 1 and page.locator(".run.on").count() >= 1
    page.keyboard.press("j")
    assert page.locator(".card.on").get_attribute("data-number") == "2"


def test_words_are_chosen_by_keyboard_alone(live: Any, demo: str, open_page: Callable[..., Any]) -> None:
    article = article_of(busiest(demo))
    page = open_page(live, f"/article/{article.id}")
    page.keyboard.press("m")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    words, at = page.evaluate("[document.querySelector('[name=content]').value, document.querySelector('[name=content-at]').value]")
    start, end = map(int, at.split("-"))
    assert " ".join(article.text[start:end].split()) == words and len(words.split()) >= 3
    assert page.evaluate("document.querySelector('[name=source-at]').value") == at
    assert page.evaluate("document.activeElement.name") == "content"
