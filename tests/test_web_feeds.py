"""Feeds: an address that shows one feed and nothing else, read by programs that know Atom; what was kept stays the same entry after every new reading."""

import re
import runpy
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def make(client: Any, **fields: str) -> str:
    """A new feed; the path of its address."""
    answer = client.post("/feeds", data={"as": "Ada Rowe", **fields})
    assert answer.status_code == 201, answer.text[:800]
    found = re.search(r'value="(http://127\.0\.0\.1:8765(/feed/[\w-]+\.atom))"', answer.text)
    assert found
    return found[2]


def read(client: Any, path: str, **headers: str) -> Any:
    """A feed as a reader of feeds asks for it: without any cookie."""
    return client.get(path, headers={"cookie": "", **headers})


@pytest.fixture
def stranger(ledger_path: str) -> Any:
    from starlette.testclient import TestClient

    from onrecord.web.app import make_app

    with TestClient(make_app(ledger_path, token="x" * 40), base_url="http://127.0.0.1:8765", follow_redirects=False) as made:
        yield made


def test_is_an_atom_feed(fresh_client: Any) -> None:
    answer = read(fresh_client, make(fresh_client, act="deny"))
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for name in ("id", "title", "updated", "author/a:name"):
        assert len(root.findall(f"a:{name}", ATOM)) == 1, name
    entries = root.findall("a:entry", ATOM)
    own = [entry.findtext("a:id", "", ATOM) for entry in entries]
    assert entries and len(own) == len(set(own)) and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each) for each in own)
    for entry in entries:
        assert entry.findtext("a:title", "", ATOM) and entry.findtext("a:content", "", ATOM)
        assert entry.find("a:content", ATOM).get("type") == "text"  # type: ignore[union-attr]
        assert MOMENT.fullmatch(entry.findtext("a:updated", "", ATOM)) and MOMENT.fullmatch(entry.findtext("a:published", "", ATOM))
        assert entry.findtext("a:updated", "", ATOM) >= entry.findtext("a:published", "", ATOM)
        assert [link.get("href", "")[:24] for link in entry.findall("a:link", ATOM)] == ["http://127.0.0.1:8765/s/"]
    assert root.findtext("a:updated", "", ATOM) == max(entry.findtext("a:updated", "", ATOM) for entry in entries)


def test_a_reader_of_feeds_finds_the_statements(fresh_client: Any, ledger_path: str) -> None:
    import onrecord

    with onrecord.open(ledger_path) as ledger:
        expected = {hit.statement.id for hit in ledger.find(act="deny", limit=200).hits}
    found = feedparser.parse(read(fresh_client, make(fresh_client, act="deny")).content)
    assert not found.bozo and found.version == "atom10" and found.feed.title == "onrecord: act:deny"
    assert {entry.link.rpartition("/")[2] for entry in found.entries} == expected
    assert all(entry.published_parsed and entry.updated_parsed and entry.content[0].type == "text/plain" for entry in found.entries)
    assert any("denies" in entry.title for entry in found.entries)


def test_an_event_and_a_speaker_have_feeds_too(fresh_client: Any, ledger_path: str) -> None:
    import onrecord

    with onrecord.open(ledger_path) as ledger:
        event = ledger.events().events[0]
        hit = ledger.find(speaker="Pell", limit=1).hits[0]
        person = ledger.person(hit.statement.speakers[0])
        said = {h.statement.id for h in ledger.find(person=person.id, limit=200).hits}
    found = feedparser.parse(read(fresh_client, make(fresh_client, event=event.id)).content)
    assert found.feed.title == f"onrecord: {event.label}" and len(found.entries) == 50
    found = feedparser.parse(read(fresh_client, make(fresh_client, person=person.id)).content)
    assert found.feed.title == f"onrecord: {person.name}" and {e.link.rpartition("/")[2] for e in found.entries} == said


def test_shows_itself_and_opens_nothing_else(fresh_client: Any, stranger: Any) -> None:
    path = make(fresh_client, act="deny")
    assert stranger.get(path).status_code == 200
    for other in ("/", "/feeds", "/api/head", "/api/find", "/who/abcd"):
        assert stranger.get(other).status_code == 401
    word = path.removeprefix("/feed/").removesuffix(".atom")
    assert stranger.get("/api/head", headers={"authorization": f"Bearer {word}"}).status_code == 401
    assert stranger.get(f"/?token={word}").status_code == 401
    for method in ("post", "put", "delete"):
        assert getattr(stranger, method)(path).status_code in (401, 403, 405)
    assert "set-cookie" not in stranger.get(path).headers


def test_an_address_that_is_none_says_nothing(stranger: Any) -> None:
    for word in ("x", "a" * 32, "..", "%00", "%ff", "' OR 1=1", "a" * 5000):
        assert stranger.get(f"/feed/{word}.atom").status_code == 404, word


def test_only_a_hash_of_the_address_is_kept(fresh_client: Any, ledger_path: str) -> None:
    path = make(fresh_client, act="deny")
    word = path.removeprefix("/feed/").removesuffix(".atom")
    assert len(word) >= 32
    fresh_client.get("/feeds")
    for file in Path(ledger_path).parent.iterdir():
        assert word.encode() not in file.read_bytes()
    assert word not in fresh_client.get("/feeds").text


def test_two_feeds_of_one_thing_have_two_addresses(fresh_client: Any) -> None:
    one, two = make(fresh_client, act="deny"), make(fresh_client, act="deny")
    assert one != two
    ids = [ElementTree.fromstring(read(fresh_client, path).content).findtext("a:id", "", ATOM) for path in (one, two)]
    assert ids[0] != ids[1]


def test_a_stopped_feed_is_gone(fresh_client: Any) -> None:
    path, other = make(fresh_client, act="deny"), make(fresh_client, act="accuse")
    assert fresh_client.post("/feeds/1/stop").status_code == 303
    assert read(fresh_client, path).status_code == 410 and read(fresh_client, other).status_code == 200
    page = fresh_client.get("/feeds").text
    assert "Stopped" in page and "act:accuse" in page
    assert fresh_client.post("/feeds/99/stop").status_code == 404


def test_what_did_not_change_is_not_sent_again(fresh_client: Any) -> None:
    path = make(fresh_client, act="deny")
    first = read(fresh_client, path)
    tag, moment = first.headers["etag"], first.headers["last-modified"]
    assert read(fresh_client, path).content == first.content
    for headers in ({"if-none-match": tag}, {"if-none-match": f'"x", W/{tag}'}, {"if-none-match": "*"}, {"if-modified-since": moment}):
        answer = read(fresh_client, path, **headers)
        assert answer.status_code == 304 and answer.content == b"" and answer.headers["etag"] == tag, headers
    before = format_datetime(datetime.fromisoformat("2001-01-01T00:00:00+00:00"), usegmt=True)
    for headers in (
        {"if-none-match": '"x"'},
        {"if-none-match": '"x"', "if-modified-since": moment},
        {"if-modified-since": before},
        {"if-modified-since": "soon"},
    ):
        assert read(fresh_client, path, **headers).status_code == 200, headers
    assert fresh_client.head(path).status_code == 200


def test_news_come_first_and_the_rest_stays(fresh_client: Any, ledger_path: str) -> None:
    import onrecord

    path = make(fresh_client, act="deny")
    first = read(fresh_client, path)
    with onrecord.open(ledger_path) as ledger:
        ledger.add(b"Ferry firm denies leak\n\n9 October 2026\n\nThe ferry firm denied that its tank had leaked.\n", outlet="Lock Gazette")
    later = read(fresh_client, path, **{"if-none-match": first.headers["etag"]})
    assert later.status_code == 200
    old, new = feedparser.parse(first.content).entries, feedparser.parse(later.content).entries
    fresh = len(new) - len(old)
    assert fresh > 0 and [e.id for e in new[fresh:]] == [e.id for e in old] and any("tank had leaked" in e.content[0].value for e in new[:fresh])
    assert [(e.updated, e.content[0].value) for e in new[fresh:]] == [(e.updated, e.content[0].value) for e in old]


def test_what_is_read_anew_is_not_new(fresh_client: Any, ledger_path: str) -> None:
    import onrecord
    from onrecord.ledger import intake

    path = make(fresh_client, act="deny")
    first = read(fresh_client, path)
    intake.Readers.version = "-later"  # type: ignore[attr-defined]
    try:
        with onrecord.open(ledger_path) as ledger:
            assert "reread" in ledger.reread().counts
    finally:
        intake.Readers.version = ""  # type: ignore[attr-defined]
    assert read(fresh_client, path).content == first.content


def test_a_judgement_brings_an_entry_up_to_date(fresh_client: Any) -> None:
    path = make(fresh_client, act="deny")
    first = feedparser.parse(read(fresh_client, path).content).entries
    about = first[-1].link.rpartition("/")[2]
    kept = fresh_client.post("/api/judgements", json={"about": about, "by": "Ada", "says": {"type": "right", "fields": ["act"]}})
    assert kept.status_code == 201, kept.text
    later = {e.id: e for e in feedparser.parse(read(fresh_client, path).content).entries}
    assert later[first[-1].id].updated >= first[-1].updated and later[first[-1].id].published == first[-1].published
    assert all(later[e.id].updated == e.updated for e in first[:-1])


def test_words_are_text_and_xml_holds_them(fresh_client: Any, ledger_path: str) -> None:
    import onrecord

    path = make(fresh_client, words="xyzzy")
    nasty = "<b>Reeve</b> & sons ]]> \u202e \ufffe"
    said = "“Xyzzy &lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; \u202eleft \ufffe all of it behind,” Mara Reeve said on Friday."
    raw = f"<!doctype html><html><head><title>x</title></head><body><article><h1>{nasty}</h1><p>{said}</p></article></body></html>"
    with onrecord.open(ledger_path) as ledger:
        ledger.add(raw.encode(), outlet="A & <B> \u202e", published="2026-10-09")
    answer = read(fresh_client, path)
    found = feedparser.parse(answer.content)
    assert len(found.entries) == 1 and not found.bozo
    value = ElementTree.fromstring(answer.content).findtext("a:entry/a:content", "", ATOM)
    assert "<script>alert(1)</script>" in value and "‹U+202E›" in value and "‹U+FFFE›" in value
    assert b"<script>" not in answer.content and "\u202e".encode() not in answer.content


@pytest.mark.parametrize("fields", [{}, {"words": "  "}, {"words": "***"}, {"act": "shout"}, {"kind": "x"}, {"words": "a" * 501}, {"speaker": "?"}])
def test_what_can_be_no_feed_is_told(fresh_client: Any, fields: dict[str, str]) -> None:
    answer = fresh_client.post("/feeds", data={"as": "Ada", **fields})
    assert answer.status_code == 400 and 'role="alert"' in answer.text
    assert "None yet" in fresh_client.get("/feeds").text


def test_the_name_is_asked_once(fresh_client: Any) -> None:
    asked = fresh_client.post("/feeds", data={"act": "deny"})
    assert asked.status_code == 200 and "Your name" in asked.text and 'name="act" value="deny"' in asked.text
    assert "None yet" in fresh_client.get("/feeds").text


def test_a_feed_does_not_move_the_head_and_the_ledger_stays_whole(fresh_client: Any) -> None:
    before = fresh_client.get("/api/head").json()
    read(fresh_client, make(fresh_client, act="deny"))
    assert fresh_client.get("/api/head").json() == before and fresh_client.get("/api/verify").json()["flaws"] == []


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (390, False)])
def test_looks_right(fresh_live: Any, open_page: Any, axe: Any, width: int, dark: bool) -> None:
    overflows = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))["overflows"]
    page = open_page(fresh_live, "/feeds", width=width, dark=dark)
    assert axe(page) == [] and overflows(page) == []
    page.fill("#f-words", "hid*")
    page.select_option("#f-act", "deny")
    page.click("text=Make the feed")
    page.fill("#as", "Ada Rowe")
    page.click("text=Keep it")
    address = page.input_value("#address")
    assert axe(page) == [] and overflows(page) == []
    page.click("text=All feeds")
    assert axe(page) == [] and overflows(page) == []
    assert page.request.get(address, headers={"cookie": ""}).ok
    page.click("button:has-text('Stop')")
    assert page.request.get(address).status == 410
