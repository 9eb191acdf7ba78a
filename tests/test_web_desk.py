"""The desk: search, add, judge, what changed; each by plain forms, without script."""

import html
import re
import runpy
import time
from pathlib import Path
from typing import Any

import pytest

import onrecord

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
        seen += re.findall(r'<article[^>]*id="s-([0-9a-f]+)"|data-item[^>]*id="s-([0-9a-f]+)"', page) or []
        more = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        at = "/" + html.unescape(more[1]) if more else ""
        assert len(seen) < 1000
    with onrecord.open(demo) as ledger:
        assert ledger.find(limit=1).searched == 12


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
