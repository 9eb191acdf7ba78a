"""Feeds: entries with their texts, links and times; nothing that a feed declares or names is expanded or fetched."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES
from onrecord.pipeline import read
from onrecord.read.captured import Captured, Linked, Skipped
from onrecord.read.feed import Entry, is_cut_short, is_feed, parse_xml, read_feed, read_time
from onrecord.types import When

FEED = "http://marsh.example/feed.xml"
RSS = """<?xml version="1.0" encoding="windows-1252"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Marsh Courier</title>
<item><title>Sluice held &amp;amp; tide turned</title><link>/tide?a=1&amp;b=2</link>
<pubDate>Fri, 09 Oct 2026 08:30:00 +0200</pubDate><dc:creator>Nell Harrow</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>The sluice \u201cheld\u201d, said Ada Brandt.</p>]]></content:encoded></item>
<item><title>Ebb</title><link>http://marsh.example/ebb</link><description>Only an excerpt.</description><pubDate>2026-10-09</pubDate></item>
<item><description>Nobody was &lt;b&gt;asked&lt;/b&gt;, said Bram Ostler.</description></item>
<item><title>Passwords</title><link>file:///etc/passwd</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://marsh.example/x/"><title>The Marsh Courier</title>
<entry><title type="html">Tide &amp;amp; ebb</title><link href="tide"/>
<published>2026-10-09T08:30:00Z</published><updated>2026-10-10T08:30:00.5-04:00</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The sluice “held”, said Ada Brandt &amp; left.</p></div></content></entry>
<entry><title>Plain</title><link href="http://marsh.example/plain"/><content type="text">The sluice &lt;held&gt;, said Ada Brandt.</content></entry>
<entry><title>Cut</title><link href="cut"/>
<content type="html">&lt;p&gt;The sluice&amp;#8230; &lt;a href="cut"&gt;Continue reading Cut&lt;/a&gt;&lt;/p&gt;</content></entry>
<entry><title>Elsewhere</title><link href="else"/><content src="http://other.example/" type="text/html"/></entry>
</feed>"""
MINUTE = When("2026-10-09T08:30+02:00", "2026-10-09T08:30+02:00", "minute", "feed")


def entries(text: str, url: str | None = FEED, encoding: str = "utf-8") -> list[Captured | Linked | Skipped]:
    return list(read_feed(text.encode(encoding), url))


def test_feed_rss_holds_texts_links_and_times() -> None:
    whole, excerpt, bare, nothing = entries(RSS, encoding="windows-1252")
    assert isinstance(whole, Captured) and isinstance(bare, Captured)
    assert (whole.url, whole.title, whole.published, whole.updated) == ("http://marsh.example/tide?a=1&b=2", "Sluice held & tide turned", MINUTE, None)
    assert (whole.media_type, whole.charset, whole.fetched) == ("text/html", "utf-8", None)
    assert "<h1>Sluice held &amp; tide turned</h1>\n<p>The sluice “held”, said Ada Brandt.</p>" in whole.raw.decode()
    assert excerpt == Linked("http://marsh.example/ebb", "Ebb", When("2026-10-09", "2026-10-09", "day", "feed"))
    assert b"Nobody was <b>asked</b>, said Bram Ostler." in bare.raw and bare.url is None
    assert isinstance(nothing, Skipped) and nothing.code == "no-article"


def test_feed_atom_holds_texts_links_and_times() -> None:
    whole, plain, cut, elsewhere = entries(ATOM)
    assert isinstance(whole, Captured) and isinstance(plain, Captured)
    assert whole.url == "http://marsh.example/x/tide" and whole.title == "Tide & ebb"
    assert whole.published == When("2026-10-09T08:30+00:00", "2026-10-09T08:30+00:00", "minute", "feed")
    assert whole.updated == When("2026-10-10T08:30-04:00", "2026-10-10T08:30-04:00", "minute", "feed")
    assert "<p>The sluice “held”, said Ada Brandt &amp; left.</p>" in whole.raw.decode()
    assert plain.raw == b"Plain\n\nThe sluice <held>, said Ada Brandt." and plain.media_type == "text/plain"
    assert cut == Linked("http://marsh.example/x/cut", "Cut") and elsewhere == Linked("http://marsh.example/x/else", "Elsewhere")


def test_feed_rss_1_is_read() -> None:
    text = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://marsh.example/"><title>M</title></channel>
    <item rdf:about="http://marsh.example/tide"><title>Tide</title><link>http://marsh.example/tide</link><dc:date>2026-10-09T08:30+02:00</dc:date></item></rdf:RDF>"""
    (entry,) = entries(text)
    assert isinstance(entry, Linked) and entry.url == "http://marsh.example/tide" and MINUTE in (entry.published, entry.updated)


def test_feed_json_is_read() -> None:
    items: list[Any] = [
        {"url": "tide", "title": "Tide <b>&amp;</b> ebb",
         "content_html": "<p>The sluice held, said Ada Brandt.</p>", "date_published": "2026-10-09T08:30:00+02:00"},
        {"url": "http://marsh.example/p", "content_text": "It held, said Ada Brandt.", "authors": [{"name": "Nell Harrow"}]},
        {"url": "http://marsh.example/s", "summary": "It held."}, {"id": "4"}, "no object", {"url": 7, "title": ["x"], "content_html": {"a": 1}},
    ]  # fmt: skip
    found = entries(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    assert [type(f).__name__ for f in found] == ["Captured", "Captured", "Linked", "Skipped", "Skipped"]
    assert isinstance(found[0], Captured) and found[0].url == "http://marsh.example/tide" and found[0].title == "Tide & ebb" and found[0].published == MINUTE
    assert isinstance(found[1], Captured) and found[1].raw == b"It held, said Ada Brandt."


def test_feed_entry_reads_into_a_record() -> None:
    whole = entries(RSS, encoding="windows-1252")[0]
    assert isinstance(whole, Captured)
    record = read(whole.raw, url=whole.url)
    assert record.article is not None and record.article.title == whole.title and record.article.byline == ("Nell Harrow",)
    assert "The sluice “held”, said Ada Brandt." in record.article.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_feed_charsets(encoding: str) -> None:
    found = entries(ATOM, encoding=encoding)[0]
    assert isinstance(found, Captured) and "“held”" in found.raw.decode()


def test_feed_is_told_from_other_things() -> None:
    assert all(is_feed(t.encode()) for t in (RSS, ATOM, "\ufeff<!-- a --> <RSS>", '{"version": "https://jsonfeed.org/version/1", "items": []}'))
    assert is_feed(ATOM.encode("utf-16")) and is_feed(b"{}", "application/feed+json")
    for raw in (b"", b"<html><p>rss", b"The sluice held.", b"{}", b"<!doctype html><rssx>", b"<channel>"):
        assert not is_feed(raw)
        if raw[:1] != b"{":
            with pytest.raises(InputError, match="no RSS, Atom or JSON feed") as caught:
                list(read_feed(raw))
            assert caught.value.code == "not-a-feed"
    for text, code in (
        ("{}", "not-a-feed"),
        ("[1]", "not-a-feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "broken-off"),
        ("{" * 9, "broken-off"),
    ):
        with pytest.raises(InputError) as caught:
            entries(text)
        assert caught.value.code == code
    with pytest.raises(InputError, match="over 20,000,000 bytes"):
        list(read_feed(b" " * (CAPTURE_BYTES + 1)))


def test_feed_that_breaks_off_loses_its_last_entry_and_says_so() -> None:
    for cut in range(ATOM.index("</entry>") + 8, len(ATOM) - 8, 7):
        *kept, last = entries(ATOM[:cut])
        assert isinstance(last, Skipped) and last.code == "broken-off"
        assert kept == entries(ATOM)[: len(kept)] and len(kept) >= 1 - (cut < ATOM.index("<entry>", ATOM.index("</entry>")) + 8)


def test_feed_that_is_not_well_formed_is_read_all_the_same() -> None:
    found = entries(RSS.replace("Only an excerpt.", "Tide & ebb &nbsp; <br> x"), encoding="windows-1252")
    assert [type(f).__name__ for f in found] == ["Captured", "Linked", "Captured", "Skipped"]


LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
DECLARED = {
    "billion laughs": f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
    "one large entity": f'<!DOCTYPE rss [<!ENTITY l9 "{"ha" * 50_000}">]>',
    "a file": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE rss [<!ENTITY l9 SYSTEM "http://169.254.169.254/latest">]>',
    "a parameter": '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://marsh.example/p.dtd">%p;]>',
    "a DTD": '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://marsh.example/rss.dtd">',
    "an element in its own subset": '<!DOCTYPE rss [<!ENTITY l9 "<b>boom</b>">]>',
}

touched: list[tuple[str, Any]] = []


def note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" or event.startswith(("socket.", "urllib.")):
        touched.append((event, arguments[0] if arguments else None))


@pytest.mark.parametrize("case", DECLARED)
def test_feed_expands_and_fetches_nothing_that_it_declares(case: str) -> None:
    """H11. The worker's own function runs here, in sight of the hooks that forbid and count."""
    body = "".join(f"<item><title>T{i}</title><link>http://marsh.example/{i}</link><description>{'&l9;' * 50}</description></item>" for i in range(20))
    text = f'<?xml version="1.0"?>{DECLARED[case]}<rss version="2.0"><channel>{body}</channel></rss>'
    parse_xml(b"<rss/>")  # what is imported once
    sys.addaudithook(note)
    start = time.process_time()
    touched.clear()
    stripped = parse_xml(text[text.index("<rss") :].encode())
    assert touched == [] and time.process_time() - start < 5
    assert [e.summary for e in stripped] == ["&l9;" * 50] * 20
    if case == "an element in its own subset":
        with pytest.raises(InputError, match="no RSS, Atom or JSON feed"):
            entries(text)
        return
    found = entries(text)
    assert [f.url for f in found if isinstance(f, Linked)] == [f"http://marsh.example/{i}" for i in range(20)]
    assert not any("boom" in str(f) or "root:" in str(f) or "haha" in str(f) for f in found)


def test_feed_bytes_are_never_taken_for_a_name(tmp_path: Path) -> None:
    (tmp_path / "f.xml").write_text(RSS)
    assert parse_xml(str(tmp_path / "f.xml").encode()) == [] and parse_xml(b"http://marsh.example/feed") == []


@pytest.mark.parametrize(
    "hostile",
    ["<rss>" + "<item>" * 5_000, "<rss><channel>" + "<a " * 500_000, "<rss>" + "&amp;" * 300_000,
     "<feed>" + "<entry><title>a</title></entry>" * 5_000 + "</feed>",
     "<rss><item><description>" + "<![CDATA[" * 200_000, "<rss " + "a='b' " * 300_000],
    ids=["nested", "tags", "references", "entries", "cdata", "attributes"],
)  # fmt: skip
def test_feed_made_to_harm_is_refused_or_borne(hostile: str) -> None:
    start = time.monotonic()
    try:
        for _ in read_feed(hostile.encode()):
            pass
    except InputError as e:
        assert e.code in ("took-too-long", "took-too-much-memory", "reader-crashed")
    assert time.monotonic() - start < 60


@pytest.mark.parametrize(
    "text, start, precision",
    [
        ("Fri, 09 Oct 2026 08:30:00 +0200", "2026-10-09T08:30+02:00", "minute"), ("Fri, 09 Oct 2026 08:30 GMT", "2026-10-09T08:30+00:00", "minute"),
        ("9 Oct 2026 08:30:59 EST", "2026-10-09T08:30-05:00", "minute"), ("Fri, 09 Oct 2026 08:30:00", "2026-10-09T08:30", "minute"),
        ("Fri, 09 Oct 2026 08:30:00 -0000", "2026-10-09T08:30", "minute"), ("Fri, 09 Oct 2026 08:30:00 IST", "2026-10-09T08:30", "minute"),
        ("2026-10-09T08:30:15.5Z", "2026-10-09T08:30+00:00", "minute"), ("2026-10-09 08:30", "2026-10-09T08:30", "minute"), ("2026-10-09", "2026-10-09", "day"),
        ("Fri, 09 Oct 2026", "2026-10-09", "day"),
    ],
)  # fmt: skip
def test_feed_times_keep_their_offset_and_their_precision(text: str, start: str, precision: str) -> None:
    found = read_time(text)
    assert found is not None and (found.start, found.end, found.precision, found.basis) == (start, start, precision, "feed")


@given(st.one_of(st.text(max_size=60), st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Za-z]{3} \d{1,5} \d{1,3}:\d{1,3}(:\d\d)? [+-]?\w{0,6}", fullmatch=True)))
def test_feed_times_never_fail(text: str) -> None:
    found = read_time(text)
    assert found is None or (found.start == found.end and found.start is not None)


def test_feed_knows_an_excerpt_by_its_end() -> None:
    for end in ("…", "...", "[…]", "[...]", "… Read more", "... Continue reading The tide", "Read the full story at the Courier", "Continue reading",
                "[…] The post Tide appeared first on The Marsh Courier."):  # fmt: skip
        assert is_cut_short(f"The sluice held, said Ada Brandt {end}"), end
    for end in (".", "!”", ". The post Tide appeared first on The Marsh Courier.", ". She read more than he did, he said, and “there is nothing to add”."):
        assert not is_cut_short(f"The sluice held… said Ada Brandt{end}") or "read more" in end


@given(st.text(max_size=300))
def test_feed_json_never_fails_otherwise(text: str) -> None:
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"title": text, "content_html": text, "url": text, "date_published": text}]})
    (found,) = read_feed(feed.encode(), FEED)
    assert isinstance(found, (Captured, Linked, Skipped))


def test_feed_entry_defaults_say_nothing() -> None:
    assert Entry() == Entry(None, None, None, None, None, None, None, "text/html")
