"""The desk: search, add, judge, what changed; each by plain forms, without script."""

import html
import importlib
import re
import runpy
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.errors import InputError
from onrecord.judge.types import Identity, Right, Wrong
from onrecord.read.captured import Captured
from onrecord.web.desk.adding import clean_file_name, make_paste
from onrecord.web.desk.line import read_line

WEB = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))
REPORT = "Weir held, keeper says\n\n12 May 2026\n\nAda Holm, the weir keeper, said the weir “held all night”. Mayor Odo Lenz denied that it had leaked.\n"


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def wait(client: Any, words: str) -> str:
    """The list of what was added, once it tells of something."""
    for _ in range(300):
        text = plain(client.get("/add").text)
        if words in text and "reading" not in text.split("Added")[-1][:80]:
            return text
        time.sleep(0.1)
    raise AssertionError(text)


@pytest.mark.parametrize(
    ("line", "least"), [("fire", 3), ("act:deny", 5), ("act:demand speaker:Corr", 1), ('"stock sheet"', 1), ("speaker:Pell since:2026-05", 1), ("xyzzy", 0)]
)
def test_searches_by_words_and_filters(client: Any, line: str, least: int) -> None:
    answer = client.get("/", params={"q": line})
    assert answer.status_code == 200
    found = set(re.findall(r'href="/s/([0-9a-f]+)"', answer.text.split('class="beside"')[0]))
    assert len(found) >= least and (least or "No statement" in plain(answer.text) or not found)


def test_a_wrong_filter_is_told(client: Any) -> None:
    answer = client.get("/", params={"q": "act:shout"})
    assert answer.status_code == 400 and "shout" in plain(answer.text)


def test_pages_hold_every_statement_once(client: Any, demo: str) -> None:
    seen: list[str] = []
    at = "/"
    while at:
        page = client.get(at).text
        found = page.split('class="list"')[1].split('class="beside"')[0]
        seen += re.findall(r'class="words[^"]*"><a href="/s/([0-9a-f]+)"|<li><a href="/s/([0-9a-f]+)">', found)
        more = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        at = "/" + html.unescape(more[1]) if more else ""
        assert len(seen) < 1000
    ids = [one or folded for one, folded in seen]
    with onrecord.open(demo) as ledger:
        hits: list[str] = []
        after = None
        while True:
            found_page = ledger.find(limit=200, after=after)
            hits += [h.statement.id for h in found_page.hits]
            after = found_page.after
            if not after:
                break
    assert len(ids) > 100 and sorted(ids) == sorted(hits)


def test_adds_a_file_a_paste_and_says_what_became_of_it(empty_client: Any, empty_path: str) -> None:
    assert "Nobody is on record" in plain(empty_client.get("/").text) or "Add" in plain(empty_client.get("/").text)
    answer = empty_client.post(
        "/add", files=[("files", ("weir.txt", REPORT.encode(), "text/plain"))], data={"outlet": "Marsh Courier", "published": "2026-05-12"}
    )
    assert answer.status_code == 303
    wait(empty_client, "weir.txt")
    paste = {"text": REPORT.replace("held all night", "was dry by noon"), "url": "https://weir.example/2", "outlet": "Tarn Post", "published": "2026-05-13"}
    assert empty_client.post("/add", data=paste).status_code == 303
    for _ in range(100):
        with onrecord.open(empty_path) as ledger:
            if ledger.find(limit=1).searched == 2:
                break
        time.sleep(0.1)
    with onrecord.open(empty_path) as ledger:
        outlets = {r.article.outlet for r in ledger.records() if r.article}
        assert outlets == {"Marsh Courier", "Tarn Post"} and ledger.find("noon").hits[0].record.capture.url == "https://weir.example/2"
        assert ledger.verify().whole


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file"),
        ({"text": "x", "url": "ftp://a"}, "http://"),
        ({"text": "x", "published": "soon"}, "soon"),
        ({"fetch": "file:///etc/passwd"}, "http://"),
    ],
)
def test_what_cannot_be_added_is_told_and_kept_in_the_form(empty_client: Any, data: dict[str, str], words: str) -> None:
    answer = empty_client.post("/add", data=data)
    assert answer.status_code == 400 and words in plain(answer.text)
    assert all(html.escape(v) in answer.text for v in data.values())


def test_the_name_is_asked_once_and_a_question_is_answered_and_undone(fresh_client: Any, ledger_path: str) -> None:
    with onrecord.open(ledger_path) as ledger:
        question = next(q for q in ledger.questions(limit=100) if q.kind == "speaker")
    form = {"kind": "speaker", "one": question.one, "answer": "right", "next": "/judge"}
    asked = fresh_client.post("/judge", data=form)
    assert asked.status_code == 200 and "name" in plain(asked.text).lower()
    with onrecord.open(ledger_path) as ledger:
        assert not ledger.judgements()
    assert fresh_client.post("/judge", data={**form, "as": "Mara Lind"}).status_code == 303
    assert fresh_client.post("/judge", data={**form, "answer": "wrong", "instead": ""}).status_code == 303  # the name is known by now
    with onrecord.open(ledger_path) as ledger:
        first, second = ledger.judgements()
        assert first.by == second.by == "Mara Lind"
        assert question.one not in {q.one for q in ledger.questions(limit=100) if q.kind == "speaker"}
    assert "Mara Lind judged" in plain(fresh_client.get("/judge").text)
    for seq in (second.seq, first.seq):
        assert fresh_client.post("/undo", data={"entry": str(seq), "next": "/judge"}).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        assert question in ledger.questions(limit=200) and ledger.verify().whole
    assert fresh_client.post("/undo", data={"entry": "1"}).status_code == 400 and fresh_client.post("/undo", data={"entry": "x"}).status_code == 400


@pytest.mark.parametrize("answer", ["shout", "wrong", ""])
def test_no_answer_to_a_question_is_refused(fresh_client: Any, ledger_path: str, answer: str) -> None:
    with onrecord.open(ledger_path) as ledger:
        own = ledger.find(limit=1).hits[0].statement.id
    assert fresh_client.post("/judge", data={"kind": "statement", "one": own, "answer": answer, "as": "Ada"}).status_code == 400


def test_what_changed_since_a_reader_looked(fresh_client: Any, ledger_path: str) -> None:
    assert fresh_client.post("/follow", data={"what": "words", "value": "weir", "as": "Mara Lind", "next": "/"}).status_code == 303
    assert "weir" not in plain(fresh_client.get("/").text.split('id="changed"')[1].split("</section>")[0]).replace("what is new", "")
    with onrecord.open(ledger_path) as ledger:
        ledger.add(REPORT.encode(), outlet="Marsh Courier", published="2026-05-12")
    box = fresh_client.get("/").text.split('id="changed"')[1].split("</section>")[0]
    assert "weir" in plain(box)
    until = re.search(r'name="until" value="(\d+)"', box)
    what = re.search(r'name="what" value="([^"]+)"', box)
    assert until and what
    assert fresh_client.post("/seen", data={"what": html.unescape(what[1]), "until": until[1], "next": "/"}).status_code == 303
    assert "Seen" not in fresh_client.get("/").text.split('id="changed"')[1].split("</section>")[0]


def test_the_ledger_is_checked_in_the_background(client: Any) -> None:
    assert client.post("/verify").status_code == 303
    for _ in range(300):
        text = plain(client.get("/verify").text)
        if "whole" in text.lower():
            return
        time.sleep(0.1)
    raise AssertionError(text)


# ---- the search line, cut and put together again


@pytest.mark.parametrize(
    ("line", "words", "filters"),
    [
        ('fire "no warning" speaker:"Ada Rowe" act:denies', 'fire "no warning"', {"speaker": "Ada Rowe", "act": "denies"}),
        ("by:Pell addressee:board not:yes", "", {"speaker": "Pell", "to": "board", "not": "yes"}),
        ("ratio 3:1 http://a.example about:", "ratio 3:1 http://a.example", {}),
        ('speaker:"Ada Rowe', "", {"speaker": "Ada Rowe"}),
        ("SPEAKER:“Ada Rowe” since:October", "", {"speaker": "Ada Rowe", "since": "October"}),
    ],
)
def test_a_line_is_words_and_filters(line: str, words: str, filters: dict[str, str]) -> None:
    asked = read_line(line)
    assert (asked.words, asked.filters) == (words, filters)
    assert read_line(asked.line()) == asked


def test_filters_are_what_the_ledger_asks_by() -> None:
    asked = read_line("act:denies kind:paraphrase to:board not:yes since:October until:2026-11-02")
    assert asked.given(date(2026, 11, 25)) == {
        "words": None, "act": "deny", "kind": "indirect", "addressee": "board", "negated": True, "since": "2026-10", "until": "2026-11-02",
    }  # fmt: skip
    assert asked.with_(act="", since="2026").filters["since"] == "2026" and "act" not in asked.with_(act="").filters
    assert len(read_line("x" * 9000).words) == 500 and not read_line("  ")


# ---- results


def test_facets_narrow_to_as_many_as_they_say(client: Any, demo: str) -> None:
    results = client.get("/", params={"q": "fire"}).text.split('class="beside"')[0]
    facets = [
        (html.unescape(href), int(n.replace(",", "")))
        for href, n in re.findall(r'<a href="(\?q=[^"]*)"[^>]*>(?:<bdi>)?[^<]*?(?:</bdi>)? ?([\d,]+)</a>', results)
    ]
    assert len(facets) > 5
    for href, n in facets:
        heading = plain(client.get(f"/{href}").text.split('id="found">')[1].split("</h2>")[0])
        assert heading.startswith(f"{n:,} statement"), (href, n, heading)


@pytest.mark.parametrize(("line", "rest"), [("speaker:Pell act:says", "?q=speaker%3APell"), ("act:deny", "/")])
def test_an_act_that_is_asked_for_is_taken_back_by_its_facet(client: Any, line: str, rest: str) -> None:
    on = re.search(r'<a href="([^"]*)" aria-current="true"', client.get("/", params={"q": line}).text)
    assert on and html.unescape(on[1]) == rest


def test_the_same_words_of_one_speaker_are_folded(client: Any) -> None:
    folds = 0
    at = "/"
    while at:
        page = client.get(at).text
        for fold in re.findall(r'<details class="again"><summary>\+(\d+) with the same words</summary>(.*?)</details>', page, re.DOTALL):
            folds += 1
            assert fold[1].count('href="/s/') == int(fold[0])
        more = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        at = "/" + html.unescape(more[1]) if more else ""
    assert folds


def test_every_result_has_its_outlet_a_date_and_a_way_to_the_source(client: Any) -> None:
    page = client.get("/", params={"q": "act:deny"}).text
    results = re.findall(r'<article class="result".*?</article>', page, re.DOTALL)
    assert results
    for result in results:
        assert re.search(r'href="/s/[0-9a-f]+"', result) and re.search(r'href="/article/[0-9a-f]+#s-', result)
        assert re.search(r'class="[^"]*when"', result)


def test_nothing_found_says_in_how_many_texts(client: Any) -> None:
    assert "No statement in these 12 texts has these words." in plain(client.get("/", params={"q": "xyzzy"}).text)
    assert "No statement in these 12 texts fits." in plain(client.get("/", params={"q": "outlet:Nowhere"}).text)


@pytest.mark.parametrize("query", ["after=nonsense", "after=%00", "before=-1&after=x", "q=%22", "q=*", "q=a%20NEAR%20(", "q=since:yesterday", "q=kind:%27"])
def test_no_address_of_the_desk_makes_it_fail(client: Any, query: str) -> None:
    assert client.get(f"/?{query}").status_code in (200, 400)


# ---- judging


def test_questions_are_passed_over_one_by_one(client: Any, demo: str) -> None:
    with onrecord.open(demo) as ledger:
        questions = ledger.questions(limit=20)
    heads = [plain(client.get("/judge", params={"at": n}).text.split("<h1>")[1].split("</h1>")[0]) for n in range(3)]
    for head, question in zip(heads, questions, strict=False):
        assert head.split("“")[0].strip() == " ".join(question.words.split()).split("“")[0].strip()
    assert "Nothing waits" in client.get("/judge", params={"at": 900}).text
    assert client.get("/judge", params={"at": "x"}).status_code == client.get("/judge", params={"at": "9" * 50}).status_code == 200


def test_a_question_leads_to_what_takes_more_than_one_press(fresh_client: Any, ledger_path: str) -> None:
    client = fresh_client
    with onrecord.open(ledger_path) as ledger:
        while (question := ledger.questions(limit=1)[0]).kind != "statement":  # others are answered first
            ledger.judge(question.one, Right(), by="Ada Rowe")
    for page in (client.get("/").text, client.get("/judge").text):
        assert f'href="/s/{question.one}#judge" data-key="2"' in page and f'href="/s/{question.one}#judge" data-key="3"' in page
        assert f'href="/s/{question.one}/span"' in page
    assert client.get(f"/s/{question.one}/span").status_code == 200


def test_counts_are_those_of_the_ledger_as_it_is(empty_client: Any, empty_path: str) -> None:
    for n, (name, day) in enumerate((("Ada Holm", 12), ("Odo Lenz", 13)), 1):
        with onrecord.open(empty_path) as ledger:
            ledger.add(f"Weir held\n\nThe weir held, {name} said on Tuesday.\n".encode(), published=f"2026-05-{day}")
        for _ in range(2):  # counted, and taken from what was counted
            page = plain(empty_client.get("/").text)
            assert f"{n} statement" in page and name in page
    with onrecord.open(empty_path) as ledger:
        ledger.judge(ledger.find("weir", speaker="Odo Lenz").hits[0].statement.id, Wrong("act", known=True, value="deny"), by="Ada Rowe")
    assert "denies 1" in plain(empty_client.get("/").text)


def test_the_words_to_judge_hide_no_character(empty_client: Any, empty_path: str) -> None:
    text = "Weir held\n\nIt said “the weir held\u202e all\u200b night”, Ada Holm denied.\n"
    with onrecord.open(empty_path) as ledger:
        ledger.add(text.encode(), published="2026-05-12")
        assert ledger.questions()
    page = empty_client.get("/judge").text
    passage = page.split('class="passage"')[1].split("</p>")[0]
    assert "\u202e" not in page and "\u200b" not in page
    assert '<span class="chip">U+202E</span>' in passage and "held" in passage and "weir held" in plain(passage)


def make_doubles(path: str) -> tuple[str, str]:
    """Two reports of two people who may be one, and their ids."""
    with onrecord.open(path) as ledger:
        ledger.add(b"Weir held\n\nAda Holm, the weir keeper, said the weir had held all night.\n", outlet="Marsh Courier", published="2026-05-12")
        ledger.add(b"Mill burnt\n\nAda Holm, a lawyer in Tarn, said the mill was not insured.\n", outlet="Tarn Post", published="2026-05-14")
        one, other = (next(e.id for e in r.entities if "Holm" in e.name) for r in ledger.records())
        return one, other


@pytest.mark.parametrize("answer", ["same", "different", "unsure"])
def test_two_who_may_be_one_are_judged(empty_client: Any, empty_path: str, answer: str) -> None:
    one, other = make_doubles(empty_path)
    with onrecord.open(empty_path) as ledger:
        before = ledger.person(one).id == ledger.person(other).id
    wrong = empty_client.post("/judge", data={"kind": "entities", "one": one, "answer": answer, "as": "Mara Lind"})
    assert wrong.status_code == 400
    data = {"kind": "entities", "one": one, "other": other, "answer": answer, "as": "Mara Lind", "next": "/judge"}
    assert empty_client.post("/judge", data=data).status_code == 303
    with onrecord.open(empty_path) as ledger:
        assert [(j.about, j.saying, j.by) for j in ledger.judgements()] == [(one, Identity(answer, other), "Mara Lind")]  # type: ignore[arg-type]
        assert (ledger.person(one).id == ledger.person(other).id) is {"same": True, "different": False, "unsure": before}[answer]
    assert "Mara Lind judged" in plain(empty_client.get("/").text)


def test_a_wrong_act_is_set_right(fresh_client: Any, ledger_path: str) -> None:
    with onrecord.open(ledger_path) as ledger:
        own = ledger.find(act="deny").hits[0].statement.id
    data = {"kind": "act", "one": own, "answer": "wrong", "instead": "challenge", "as": "Mara Lind"}
    assert fresh_client.post("/judge", data={**data, "instead": "shout"}).status_code == 400
    assert fresh_client.post("/judge", data=data).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        shown = ledger.show(own)
        assert shown.statement and shown.machine and (shown.statement.act, shown.machine.act) == ("challenge", "deny")
        assert "Mara Lind" in shown.statement.makers["act"]
    assert 'class="checked"' in fresh_client.get(f"/s/{own}").text


def test_what_is_asked_with_the_name_is_sent_again_with_it(fresh_client: Any, ledger_path: str) -> None:
    with onrecord.open(ledger_path) as ledger:
        own = ledger.find(limit=1).hits[0].statement.id
    page = fresh_client.post("/judge", data={"kind": "statement", "one": own, "answer": "not-a-statement", "next": "/judge?at=2"}).text
    fields = {html.unescape(k): html.unescape(v) for k, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)}
    answer = fresh_client.post("/judge", data={**fields, "as": " Mara  Lind\u202e "})
    assert answer.status_code == 303 and answer.headers["location"] == "/judge?at=2"
    with onrecord.open(ledger_path) as ledger:
        assert ledger.show(own).struck and ledger.judgements()[0].by == "Mara Lind"


# ---- what changed, for each reader


def test_what_one_reader_saw_is_still_new_to_another(fresh_client: Any, ledger_path: str) -> None:
    with onrecord.open(ledger_path) as ledger:
        ledger.follow("words", "weir", by="Mara Lind")
        ledger.add(REPORT.encode(), outlet="Marsh Courier", published="2026-05-12")

    def new() -> str:
        return str(fresh_client.get("/").text.split('id="changed"')[1].split("</section>")[0])

    fresh_client.post("/keys", data={"as": "Mara Lind"})
    box = new()
    fields = {k: html.unescape(v) for k, v in re.findall(r'name="(what|until)" value="([^"]*)"', box)}
    assert fresh_client.post("/seen", data=fields).status_code == 303
    assert 'action="/seen"' not in new()
    fresh_client.post("/keys", data={"as": "Ilse Varro"})
    assert 'action="/seen"' in new()


# ---- adding


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\a\\weir.html", "weir.html"),
        ("a\r\nb.txt", "a b.txt"),
        ("", "a file without a name"),
        (None, "a file without a name"),
    ],
)
def test_a_file_is_called_by_its_name_alone(name: str | None, clean: str) -> None:
    assert clean_file_name(name) == clean and len(clean_file_name("x" * 999)) == 200


def test_a_paste_is_unicode_whatever_its_page_claims() -> None:
    words = '<meta charset="windows-1252"><p>Ünal said “no”.</p>'
    assert make_paste(words).raw.decode("utf-8-sig") == words and make_paste("plain").raw == b"plain"


def test_an_archive_gives_each_of_its_pages(empty_client: Any, empty_path: str) -> None:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><h1>Weir held</h1><p>"
    page += b"Ada Holm, the weir keeper, said the weir held all night.</p></body></html>"
    parts = []
    for n in range(2):
        body = page.replace(b"all night", b"all night %d" % n)
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://weir.example/{n}\r\n"
        head += f"WARC-Date: 2026-05-12T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:{n}>\r\n"
        parts.append(f"{head}Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n")
    empty_client.post("/add", files=[("files", ("case.warc", b"".join(parts), "application/warc"))])
    wait_for(empty_path, 2)
    with onrecord.open(empty_path) as ledger:
        assert {r.capture.url for r in ledger.records()} == {"https://weir.example/0", "https://weir.example/1"}


def test_what_cannot_be_read_says_why_and_the_rest_is_read(empty_client: Any, empty_path: str) -> None:
    files = [
        ("files", ("empty.txt", b"", "text/plain")),
        ("files", ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "image/png")),
        ("files", ("weir.txt", REPORT.encode(), "text/plain")),
    ]
    assert empty_client.post("/add", files=files).status_code == 303
    wait_for(empty_path, 1)
    text = settled(empty_client)
    assert text.count("not read") >= 2 and "picture.png" in text and re.search(r"weir\.txt read, \d statement", text)
    assert empty_client.post("/add", files=[files[2]]).status_code == 303
    assert "known already" in settled(empty_client)


def test_an_address_is_fetched_in_the_background_and_only_it(empty_client: Any, empty_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(url: str) -> Captured:
        asked.append(url)
        if "gone" in url:
            raise InputError("not-fetched", f"{url}: the server answered 404")
        return Captured(REPORT.encode(), url=url, media_type="text/plain")

    monkeypatch.setattr(importlib.import_module("onrecord.read.fetch"), "fetch", fetch)
    assert empty_client.post("/add", data={"fetch": "https://weir.example/held"}).status_code == 303
    wait_for(empty_path, 1)
    assert empty_client.post("/add", data={"fetch": "https://weir.example/gone"}).status_code == 303
    text = settled(empty_client)
    assert "The server answered 404." in text and asked == ["https://weir.example/held", "https://weir.example/gone"]
    with onrecord.open(empty_path) as ledger:
        assert ledger.find("night").hits[0].record.capture.url == "https://weir.example/held"


def test_the_list_asks_again_only_while_something_is_read(empty_client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    go, began = threading.Event(), threading.Event()

    def fetch(url: str) -> Captured:
        began.set()
        go.wait(20)
        return Captured(REPORT.encode(), url=url, media_type="text/plain")

    monkeypatch.setattr(importlib.import_module("onrecord.read.fetch"), "fetch", fetch)
    empty_client.post("/add", data={"fetch": "https://weir.example/1"})
    empty_client.post("/add", data={"fetch": "https://weir.example/2"})
    assert began.wait(20)
    page = empty_client.get("/adding").text
    assert 'hx-get="/adding"' in page and "reading" in plain(page) and "waiting" in plain(page)
    assert '<noscript><meta http-equiv="refresh"' in empty_client.get("/add").text
    assert empty_client.post("/add/stop").status_code == 303
    go.set()
    text = settled(empty_client)
    assert "it was stopped before" in text and "hx-get" not in empty_client.get("/adding").text


@pytest.mark.parametrize("count", [21])
def test_more_files_than_may_come_at_once_are_refused(empty_client: Any, empty_path: str, count: int) -> None:
    answer = empty_client.post("/add", files=[("files", (f"{n}.txt", b"x", "text/plain")) for n in range(count)])
    assert answer.status_code == 400
    with onrecord.open(empty_path) as ledger:
        assert ledger.head().startswith("0:")


def test_a_file_over_the_limit_is_refused_and_nothing_is_kept(empty_client: Any, empty_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.desk.routes.CAPTURE_BYTES", 1000)
    answer = empty_client.post("/add", files=[("files", ("large.txt", b"x" * 1001, "text/plain"))])
    assert answer.status_code == 400 and "large.txt: over 1,000 bytes" in plain(answer.text)
    with onrecord.open(empty_path) as ledger:
        assert ledger.head().startswith("0:")


def wait_for(path: str, texts: int) -> None:
    for _ in range(300):
        with onrecord.open(path) as ledger:
            if ledger.find(limit=1).searched == texts:
                return
        time.sleep(0.05)
    raise AssertionError(f"not {texts} texts")


def settled(client: Any) -> str:
    """The list of what was added, once nothing is read any more."""
    for _ in range(300):
        page = client.get("/adding").text
        if "hx-get" not in page:
            return plain(page)
        time.sleep(0.05)
    raise AssertionError(plain(page))


# ---- keys and name


def test_single_keys_are_switched_off_and_the_name_is_changed(client: Any) -> None:
    assert "data-key" in client.get("/").text and 'data-keys="off"' not in client.get("/").text
    answer = client.post("/keys", data={"keys": "off"})
    assert answer.status_code == 303 and answer.headers["location"] == "/keys"
    assert 'data-keys="off"' in client.get("/").text
    client.post("/keys", data={"as": "Mara <b>Lind</b>"})
    assert 'value="Mara &lt;b&gt;Lind&lt;/b&gt;"' in client.get("/keys").text
