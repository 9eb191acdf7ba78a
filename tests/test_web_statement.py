"""The screen of one statement: its parts, the bytes, the check of where it comes from, what is judged there, by keyboard and without script."""

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Source
from onrecord.types import Article, Block, Capture, Record, Segment, Span, Statement
from onrecord.web.statement.chain import find_chain
from onrecord.web.statement.citation import cite
from onrecord.web.statement.letters import cut_bits
from onrecord.web.statement.place import excerpt, wrap
from onrecord.web.statement.sentence import lay_sentence
from onrecord.web.statement.source import decode_letters, find_bytes

LINK = "http://127.0.0.1:8765/s/s1"
judging = pytest.mark.skipif(not hasattr(Ledger, "undo"), reason="judgements are not in this ledger yet")


def statements(path: str) -> list[tuple[Record, Statement]]:
    with onrecord.open(path, make=False) as ledger:
        return [(r, s) for r in ledger.records() if r.article for s in r.statements]


def nested(path: str) -> tuple[Record, Statement]:
    return next((r, s) for r, s in statements(path) if s.relayed_by and s.parent)


def words_of(runs: Any) -> str:
    return "".join(b.text for r in runs for b in r.bits)


def test_bits_keep_every_character_and_name_those_that_hide() -> None:
    text = "a\u202eb\u200b\u200bc\nd\ud800"
    bits = cut_bits(text, 5)
    assert sum(b.size for b in bits) == len(text) and bits[0].start == 5
    assert [b.text for b in bits if b.chip] == ["right-to-left override", "zero width space ×2", "U+D800"]


def test_sentence_names_its_parts(filled: Record) -> None:
    s4 = filled.statements[3]
    sentence = lay_sentence(filled, s4)
    named = [(r.name or r.inner[0], words_of([r])) for r in sentence.stretches[-1] if r.name or r.inner]
    assert named[0] == ("carrier", "The harbour board")
    assert ("source", "Mr Ostler") in named and ("content, paraphrase", "the river was calm") in named
    assert words_of(sentence.stretches[-1]) == "The harbour board said Mr Ostler told it the river was calm."


def test_words_that_stand_apart_are_numbered(make_statement: Callable[..., Statement]) -> None:
    text = "“We knew,” she said. Rain fell. “We told them.”"
    s = make_statement(text, "s", "she", "said", "“We knew,”", "“We told them.”", quotes=("“We knew,”", "“We told them.”"))
    article = Article("a", "report", None, None, (), None, "en", text, None, None, (Block("paragraph", 0, len(text)),))
    sentence = lay_sentence(Record(Capture("c", "c"), article, statements=(s,)), s)
    names = [r.name for stretch in sentence.stretches for r in stretch if r.name]
    assert sentence.apart and names == ["content, quoted, 1 of 2", "source", "cue", "content, quoted, 2 of 2"]
    assert "Rain" not in "".join(words_of(stretch) for stretch in sentence.stretches)


def test_excerpt_numbers_its_lines_and_marks_the_words() -> None:
    text = "\n\n".join(f"Paragraph {i} says that the river rose and the gate was shut an hour too early by the keeper." for i in range(40))
    at = text.index("the gate", text.index("Paragraph 20"))
    found = excerpt(text, [Span(at, at + 8)], [])
    assert "".join(b.text for row in found.rows for run in row.runs if run.mark == "content" for b in run.bits) == "the gate"
    lines = [s.of(text) for s in wrap(text)]
    for row in found.rows:
        assert lines[int(row.label) - 1] == words_of(row.runs)
    assert 10 <= len(found.rows) <= 14


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16le", "gb18030"])
def test_bytes_of_the_very_words_are_marked(charset: str) -> None:
    text = "Fünf Ämter sagten – nichts" if charset != "gb18030" else "五个部门 said 没有"
    codec = {"windows-1252": "cp1252", "utf-16le": "utf-16-le"}.get(charset, charset)
    head = "Kopf\n" * 200
    raw = (head + text).encode(codec)
    begin = len(head.encode(codec))
    article = Article("a", "report", None, None, (), None, None, text, None, None, (Block("paragraph", 0, len(text)),))
    record = Record(Capture("c", "c", media_type="text/plain", charset=charset), article)
    span = Span(5, len(text))
    found = find_bytes(record, [span], [Source(0, len(text), "exact", (begin, len(raw)), raw[begin:])], raw)
    ((a, b),) = found.ranges
    assert raw[a:b].decode(codec) == span.of(text).lstrip() and found.verdict == "Exact."
    assert "".join(x.text for row in found.rows for run in row.runs if run.mark for x in run.bits) == span.of(text).lstrip()


def test_references_of_a_page_are_bytes_of_their_characters() -> None:
    raw = b"<p>Smith &amp; Sons said &ldquo;no&rdquo; twice</p>"
    text = "Smith & Sons said “no” twice"
    article = Article("a", "report", None, None, (), None, None, text, None, None, (Block("paragraph", 0, len(text)),))
    record = Record(Capture("c", "c", media_type="text/html", charset="utf-8"), article)
    at = text.index("“no”")
    found = find_bytes(record, [Span(at, at + 4)], [Source(0, len(text), "exact", (3, len(raw) - 4), raw[3:-4])], raw)
    ((a, b),) = found.ranges
    assert raw[a:b] == b"&ldquo;no&rdquo;"


def test_what_is_not_placed_or_withheld_says_so() -> None:
    text = "No bytes"
    article = Article("a", "report", None, None, (), None, None, text, None, None, (), (), (Segment(0, 8, "none"),))
    record = Record(Capture("c", "c", media_type="text/html", charset="utf-8"), article)
    assert find_bytes(record, [Span(0, 2)], [Source(0, 8, "none", None, None)], b"x").verdict == "Not placed."
    folded = find_bytes(record, [Span(0, 2)], [Source(0, 8, "folded", (0, 9), b"No  bytes")], b"No  bytes")
    assert folded.verdict == "Whitespace differs." and folded.ranges == ((0, 2),)
    assert "withheld" in find_bytes(record, [Span(0, 2)], [Source(0, 8, "exact", (0, 8), None)], None).told


def test_broken_bytes_are_one_character_each() -> None:
    letters = list(decode_letters(b"a\xff\xfeb", 0, 4, "utf-8"))
    assert [(x.text, x.start, x.end) for x in letters] == [("a", 0, 1), ("\ufffd", 1, 2), ("\ufffd", 2, 3), ("b", 3, 4)]


def test_chain_is_outermost_first_and_unknown_where_it_is(filled: Record) -> None:
    steps = find_chain(filled, filled.statements[3])
    assert [(s.number, [n.text for n in s.names]) for s in steps] == [(1, ["The Marsh Courier"]), (2, ["Harbour board"]), (3, ["Bram Ostler"])]
    assert steps[-1].last and not any(s.unknown for s in steps)
    unclear = find_chain(filled, filled.statements[4])[-1]
    assert unclear.unknown and unclear.names[0].text == "speaker unclear" and "Bram Ostler" in unclear.about[0]


def test_citations_hold_outlet_day_hash_and_link(filled: Record) -> None:
    for citation in cite(filled, filled.statements[1], LINK):
        assert "The Marsh Courier" in citation.words and LINK in citation.words and "2026" in citation.words
    plain, markdown, note = cite(filled, filled.statements[1], LINK)
    assert "“shut an hour too early”" in plain.words and "SHA-256 c" in plain.words
    assert "*the gate was*" in markdown.words and "October 9, 2026" in note.words


def test_markdown_of_a_hostile_title_makes_no_link(filled: Record) -> None:
    from dataclasses import replace

    assert filled.article is not None
    hostile = replace(
        filled, article=replace(filled.article, title="[x](https://evil.example) <b>"), capture=replace(filled.capture, url="javascript:alert(1)")
    )
    words = cite(hostile, hostile.statements[1], LINK)[1].words
    assert "[x](" not in words and "](<javascript" not in words


def test_page_has_its_parts(client: Any, demo: str) -> None:
    record, statement = nested(demo)
    page = client.get(f"/s/{statement.id}")
    assert page.status_code == 200
    for part in (
        "Through whom the words came",
        "Chain of custody",
        "Who read what",
        "Grounds",
        "Same words elsewhere",
        "Wrong speaker",
        "Permalink",
        "Not a statement",
    ):
        assert part in page.text
    assert record.capture.sha256[:4] in page.text and "Exact." in page.text


def test_start_of_an_id_leads_to_the_whole_one(client: Any, demo: str) -> None:
    _, statement = nested(demo)
    answer = client.get(f"/s/{statement.id[:12]}")
    assert answer.status_code == 303 and answer.headers["location"] == f"/s/{statement.id}"
    assert client.get("/s/ffffffffffff").status_code == 404 and client.get("/s/%2e%2e").status_code == 404


def test_every_statement_of_the_demo_is_shown_with_its_bytes(client: Any, demo: str) -> None:
    for _, statement in statements(demo)[::7]:
        page = client.get(f"/s/{statement.id}?as=source")
        assert page.status_code == 200 and "<mark>" in page.text


def test_verify_now_says_what_it_checked(client: Any, demo: str) -> None:
    _, statement = nested(demo)
    page = client.get(f"/s/{statement.id}/verify").text
    assert page.count(": whole.") >= 4 and "NOT WHOLE" not in page and "stands under the head" in page


def test_capture_is_text_to_keep(client: Any, demo: str) -> None:
    record, _ = nested(demo)
    answer = client.get(f"/capture/{record.capture.sha256}")
    assert answer.headers["content-type"].startswith("text/plain") and answer.headers["content-disposition"].startswith("attachment")
    with onrecord.open(demo, make=False) as ledger:
        assert answer.content == ledger.capture(record.capture.sha256)
    assert client.get("/capture/" + "0" * 64).status_code == 404


def test_span_page_offers_words_without_script(client: Any, demo: str) -> None:
    _, statement = nested(demo)
    page = client.get(f"/s/{statement.id}/span?field=source").text
    start = statement.source[0].start
    assert f'<option value="{start}" selected>' in page
    assert client.get(f"/s/{statement.id}/span?field=nonsense").status_code in (400, 404)


@judging
def test_judged_wrong_act_and_undone(fresh_client: Any, ledger_path: str) -> None:
    _, statement = nested(ledger_path)
    answer = fresh_client.post(f"/s/{statement.id}/judge", data={"what": "act", "act": "retract", "as": "R. Mensah"})
    assert answer.status_code == 303
    page = fresh_client.get(f"/s/{statement.id}").text
    assert "retracts" in page and "R. Mensah" in page
    entry = re.search(r'name="entry" value="(\d+)"', page)
    assert entry
    assert fresh_client.post(f"/s/{statement.id}/undo", data={"entry": entry[1], "as": "R. Mensah"}).status_code == 303
    assert "undone" in fresh_client.get(f"/s/{statement.id}").text
    with onrecord.open(ledger_path) as ledger:
        assert next(s for r in ledger.records() for s in r.statements if s.id == statement.id).act == statement.act


@judging
def test_not_a_statement_is_struck_and_still_shown(fresh_client: Any, ledger_path: str) -> None:
    _, statement = nested(ledger_path)
    fresh_client.post(f"/s/{statement.id}/judge", data={"what": "not-a-statement", "as": "J. Ilves"})
    page = fresh_client.get(f"/s/{statement.id}")
    assert page.status_code == 200 and "this is not a statement" in page.text


@judging
def test_wrong_speaker_by_typed_name(fresh_client: Any, ledger_path: str) -> None:
    _, statement = nested(ledger_path)
    assert fresh_client.post(f"/s/{statement.id}/judge", data={"what": "speakers", "name": "Oda Brill", "as": "J. Ilves"}).status_code == 303
    assert "Oda Brill" in fresh_client.get(f"/s/{statement.id}").text
    assert fresh_client.post(f"/s/{statement.id}/judge", data={"what": "speakers", "as": "J. Ilves"}).status_code == 400


@judging
def test_words_are_moved_by_the_lists(fresh_client: Any, ledger_path: str) -> None:
    record, statement = nested(ledger_path)
    assert record.article is not None
    span = statement.content[0]
    end = span.start + record.article.text[span.start : span.end].index(" ", 1)
    form = {"field": "content", "start-1": str(span.start), "end-1": str(end), "as": "J. Ilves"}
    assert fresh_client.post(f"/s/{statement.id}/span", data=form).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        moved = ledger.show(statement.id).statement
        assert moved is not None and moved.content == (Span(span.start, end),)
    assert fresh_client.post(f"/s/{statement.id}/span", data={**form, "end-1": "0"}).status_code == 400


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_looks_right_in_a_browser(live: Any, demo: str, open_page: Callable[..., Any], axe: Callable[[Any], list[str]], width: int, dark: bool) -> None:
    _, statement = nested(demo)
    overflows = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))["overflows"]
    for path in (f"/s/{statement.id}", f"/s/{statement.id}?as=source", f"/s/{statement.id}/span"):
        page = open_page(live, path, width=width, dark=dark)
        assert overflows(page) == [] and axe(page) == []
        page.close()


def test_words_are_moved_by_arrow_keys(live: Any, demo: str, open_page: Callable[..., Any]) -> None:
    _, statement = nested(demo)
    page = open_page(live, f"/s/{statement.id}/span")
    page.focus("[data-words]")
    before = page.evaluate("document.querySelector('select[name=end-1]').selectedIndex")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.querySelector('select[name=end-1]').selectedIndex") == before - 1
    page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("document.querySelectorAll('.token.in').length") >= 1


def test_keys_open_the_choices(live: Any, demo: str, open_page: Callable[..., Any]) -> None:
    _, statement = nested(demo)
    page = open_page(live, f"/s/{statement.id}")
    page.keyboard.press("3")
    assert page.locator("details.panel[open] input[name=act]").count() == 20
    page.keyboard.press("Escape")
