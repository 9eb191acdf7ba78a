"""Checking a draft on screen: what the worker finds stands beside the words, the draft is kept nowhere, a long draft holds up nobody."""

import html
import io
import json
import re
import runpy
import threading
import zipfile
from pathlib import Path
from typing import Any

import pytest

DRAFT = """Brannick: what was said

“There is no danger to health outside the harbour fence,” Jonas Pell said. Ruben Stahl said he was misquoted.

“There is some danger to health outside the harbour fence,” Mr Pell told the Lantern.

“Not one sheet of paper left that house,” Jonas Pell said. “The moon is made of paper,” Ilse Marwick said.
"""


def send(client: Any, **fields: Any) -> Any:
    return client.post("/draft", data=fields)


def findings(answer: Any) -> list[str]:
    return [html.unescape(re.sub(r"<[^>]+>", "", head)) for head in re.findall(r'<li id="finding-\d+".*?<b>(.*?)</b>', answer.text, re.DOTALL)]


def test_the_form_says_that_nothing_is_kept(client: Any) -> None:
    page = client.get("/draft")
    assert page.status_code == 200 and "not kept" in page.text and "Against 12 texts" in page.text


def test_finds_exact_altered_other_speaker_and_not_found(client: Any) -> None:
    answer = send(client, draft=DRAFT)
    assert answer.status_code == 200
    heads = findings(answer)
    assert "Exact." in heads and "Other speaker." in heads and "Not found in these 12 texts." in heads
    assert any(head.startswith(("Altered", "A negation")) for head in heads)
    assert 'class="exact"' in answer.text and 'class="other' in answer.text and ">[</b>" in answer.text and "barred" in answer.text


def test_says_the_same_as_the_command_line(client: Any, demo: str) -> None:
    import onrecord
    from onrecord.check import check_draft
    from onrecord.check.draft import read_given
    from onrecord.check.words import tell, tell_counts

    with onrecord.open(demo) as ledger:
        checked = check_draft(read_given(DRAFT.encode(), path="The draft.txt", guarded=False), list(ledger.records()))
    answer = send(client, draft=DRAFT)
    assert findings(answer) == [tell(n, f, checked).head for n, f in enumerate(checked.findings, 1)]
    counts = html.unescape(re.sub(r"<[^>]+>", "", answer.text))
    assert tell_counts(checked) in counts


def test_each_finding_leads_to_its_source(client: Any) -> None:
    answer = send(client, draft=DRAFT)
    links = set(re.findall(r'class="show" href="([^"]+)"', answer.text))
    assert links and all(re.fullmatch(r"/(s|article)/[0-9a-f]+", link) for link in links)


@pytest.mark.parametrize("name", ["draft.txt", "draft.md", "draft.html", "draft.docx"])
def test_takes_files(client: Any, name: str) -> None:
    raw = DRAFT.encode()
    if name.endswith("html"):
        raw = ("<!doctype html><html><body><article>" + "".join(f"<p>{html.escape(p)}</p>" for p in DRAFT.split("\n\n")) + "</article></body></html>").encode()
    if name.endswith("docx"):
        from docx import Document

        made, out = Document(), io.BytesIO()
        for paragraph in DRAFT.split("\n\n"):
            made.add_paragraph(paragraph)
        made.save(out)
        raw = out.getvalue()
    answer = client.post("/draft", files={"file": (f"C:\\secret\\{name}", raw)})
    assert answer.status_code == 200, answer.text[:500]
    assert "Other speaker." in findings(answer) and f"<bdi>{name}" in answer.text and "secret" not in answer.text


@pytest.mark.parametrize(
    ("name", "raw"), [("a.txt", b""), ("a.txt", b"  \n "), ("a.docx", b"PK\x03\x04broken"), ("a.txt", b"\x00\x01\x02" * 400), ("a.zip", None)],
)  # fmt: skip
def test_what_is_no_draft_is_told_in_words(client: Any, name: str, raw: bytes | None) -> None:
    if raw is None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr("x", "y")
        raw = out.getvalue()
    answer = client.post("/draft", files={"file": (name, raw)})
    assert answer.status_code == 400 and 'role="alert"' in answer.text


def test_a_draft_too_long_is_refused_and_not_lost(client: Any) -> None:
    answer = send(client, draft="All was well. " * 20_000)
    assert answer.status_code == 400 and 'role="alert"' in answer.text


def test_the_marked_copy_is_a_file(client: Any) -> None:
    page = send(client, draft=DRAFT)
    sent = re.search(r'name="sent" value="([^"]+)"', page.text)
    assert sent
    copy = send(client, sent=sent[1], name="The draft.txt", to="html")
    assert copy.headers["content-disposition"].startswith("attachment") and "Content-Security-Policy" in copy.text and "Other speaker." in copy.text
    found = send(client, sent=sent[1], name="The draft.txt", to="json")
    assert json.loads(found.content)["schema"] == "onrecord-check/1" and found.headers["content-disposition"].startswith("attachment")
    assert send(client, sent="§", name="x.txt", to="html").status_code == 400


def test_nothing_of_the_draft_is_kept(fresh_client: Any, ledger_path: str) -> None:
    before = fresh_client.get("/api/head").json()
    send(fresh_client, draft=DRAFT + "\n\n“Xyzzyplugh is the word,” Ilse Marwick said.\n")
    assert fresh_client.get("/api/head").json() == before
    for file in Path(ledger_path).parent.iterdir():
        assert b"Xyzzyplugh" not in file.read_bytes()
    assert "Xyzzyplugh" not in fresh_client.get("/draft").text


def test_words_of_a_draft_are_only_words(client: Any) -> None:
    nasty = "“<script>alert(1)</script> is what \u202ehe said,” Jonas Pell said. “{{ 7 * 7 }}” & <b>bold</b>\n"
    answer = client.post("/draft", files={"file": ("<img src=x onerror=alert(1)>.txt", nasty.encode())})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text and "<img src=x" not in answer.text and "\u202e" not in answer.text and "U+202E" in answer.text


def test_one_draft_at_a_time_and_the_rest_goes_on(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.web.draft import run

    monkeypatch.setattr(run, "PATIENCE", 0.05)
    assert run.LINE.acquire()
    try:
        answer = send(client, draft=DRAFT)
        assert answer.status_code == 503 and "Another draft" in answer.text and "Not one sheet" in answer.text  # what was pasted stays in the form
        assert client.get("/draft").status_code == 200
    finally:
        run.LINE.release()


def test_a_draft_that_takes_too_long_is_stopped_in_words(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.read.guard import Worker
    from onrecord.web.draft import run

    with_little_time = Worker("onrecord.web.draft.work.check_bytes", seconds=0.01)
    monkeypatch.setattr(run, "WORK", with_little_time)
    try:
        answer = send(client, draft=DRAFT)
    finally:
        with_little_time.close()
    assert answer.status_code == 400 and "stopped" in answer.text and not run.LINE.locked()


def test_pages_are_served_while_a_draft_is_looked_up(client: Any) -> None:
    done: list[int] = []
    thread = threading.Thread(target=lambda: done.append(send(client, draft=DRAFT * 20).status_code))
    thread.start()
    assert client.get("/api/head").status_code == 200
    thread.join()
    assert done == [200]


def test_of_a_large_ledger_the_nearest_texts_are_taken(ledger_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.web.draft import work
    from onrecord.web.draft.view import lay_out

    monkeypatch.setattr(work, "WHOLE", 3)
    monkeypatch.setattr(work, "MOST", 4)
    found = work.check_bytes(DRAFT.encode(), ledger=ledger_path, name="a.txt")
    assert found.checked is not None and found.kept == 12 and found.checked.texts == 4
    assert {"exact", "other speaker"} <= {f.verdict for f in found.checked.findings}
    assert "the 4 texts of 12 that share most words" in lay_out(found).among


def test_an_empty_ledger_says_so(empty_client: Any) -> None:
    assert "Nobody is on record here yet" in empty_client.get("/draft").text
    assert send(empty_client, draft=DRAFT).status_code == 200


# ---- in a browser


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_looks_right_and_steps_by_key(live: Any, open_page: Any, axe: Any, width: int, dark: bool) -> None:
    overflows = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))["overflows"]
    page = open_page(live, "/draft", width=width, dark=dark)
    assert axe(page) == [] and overflows(page) == []
    page.fill("#draft", DRAFT)
    page.click("main button[type=submit]")
    page.wait_for_selector("#finding-1")
    assert axe(page) == [] and overflows(page) == []
    for key, expected in (("n", "finding-1"), ("n", "finding-2"), ("p", "finding-1")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == expected


def test_works_without_script(live: Any, open_page: Any) -> None:
    page = open_page(live, "/draft", script=False)
    page.fill("#draft", DRAFT)
    page.click("main button[type=submit]")
    assert page.locator("#finding-1").count() == 1
