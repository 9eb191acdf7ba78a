"""Byte places that a record proves: what they say is held against the bytes themselves."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.export.place import find_bytes
from onrecord.types import Article, Place, Record, Segment, Span

DISPUTE = Path(onrecord.__file__).parent / "data" / "demo" / "dispute"
REPORTS = sorted(p for p in DISPUTE.iterdir() if p.suffix in (".html", ".txt"))[:5]


def make_article(text: str, *segments: Segment) -> Article:
    return Article("a", "report", None, None, (), None, "en", text, None, None, (), segments=segments)


def held_against(record: Record, raw: bytes) -> tuple[int, int]:
    """How many spans of the contents are placed exactly, and within; each must be true."""
    exact = within = 0
    assert record.article
    for statement in record.statements:
        for span in statement.content:
            place, fit = find_bytes(record.article, span, record.capture.charset)
            words = span.of(record.article.text)
            if place is None:
                continue
            said = raw[place[0] : place[1]].decode(record.capture.charset or "")
            if fit == "exact":
                exact += 1
                assert html.unescape(said) == words
            else:
                within += 1
                shown = html.unescape(re.sub("<[^>]*>", "", said))
                assert "".join(words.split()) in "".join(shown.split())
    return exact, within


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.name)
def test_find_bytes_of_real_pages_is_true(path: Path) -> None:
    exact, within = held_against(onrecord.read(str(path)), path.read_bytes())
    assert exact + within > 0


@given(st.lists(st.sampled_from(["Ann said", "&amp;", "&nGt;", "é", "“no”", "\ufffd", " ", "&#233;", "\U0001f600"]), min_size=1, max_size=8), st.data())
def test_find_bytes_of_a_part_of_a_run_is_true_or_wide(source: list[str], data: st.DataObject) -> None:
    raw, text = "".join(source).encode(), html.unescape("".join(source))
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    place, fit = find_bytes(make_article(text, Segment(0, len(text), "exact", Place((0, len(raw))))), span, "utf-8")
    if fit == "exact" and place:
        assert html.unescape(raw[place[0] : place[1]].decode()) == span.of(text)
    elif span.start < span.end:
        assert (place, fit) == ((0, len(raw)), "within")


def test_find_bytes_places_a_part_in_charsets_of_one_byte() -> None:
    text = "“No”, he said"
    article = make_article(text, Segment(0, len(text), "exact", Place((100, 113))))
    assert find_bytes(article, Span(1, 3), "windows-1252") == ((101, 103), "exact")
    assert find_bytes(article, Span(1, 3), "shift_jis") == ((100, 113), "within")
    assert find_bytes(article, Span(1, 3), None) == ((100, 113), "within")


def test_find_bytes_places_nothing_that_stands_nowhere() -> None:
    article = make_article("Yes. No. ", Segment(0, 4, "exact", Place((0, 4))), Segment(5, 8, "none"))
    assert find_bytes(article, Span(0, 8), "utf-8") == (None, "none")
    assert find_bytes(article, Span(5, 8), "utf-8") == (None, "none")
    assert find_bytes(make_article("Yes. No."), Span(0, 8), "utf-8") == (None, "none")
    gap = make_article("Yes. No. Yes.", Segment(0, 4, "exact", Place((0, 4))), Segment(9, 13, "exact", Place((9, 13))))
    assert find_bytes(gap, Span(0, 13), "utf-8") == (None, "none"), "the words between stand nowhere"


def test_find_bytes_spans_several_runs_with_what_stands_between() -> None:
    article = make_article(
        "say no now", Segment(0, 4, "exact", Place((3, 7))), Segment(4, 6, "folded", Place((10, 12))), Segment(6, 10, "exact", Place((16, 20)))
    )
    assert find_bytes(article, Span(0, 10), "utf-8") == ((3, 20), "within")
