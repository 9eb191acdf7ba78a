"""W1 to W9: what the reading room keeps out, each on every route."""

import html
import re
import runpy
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

WEB = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))
ADDRESS, TOKEN = WEB["ADDRESS"], WEB["TOKEN"]
SOURCE = Path(__file__).parents[1] / "src/onrecord/web"


def fill(path: str, ids: dict[str, str]) -> str:
    """A route's path with ids of the ledger in place of its parameters."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: ids.get(m[1], ids["id"]), path)


@pytest.fixture(scope="module")
def ids(demo: str) -> dict[str, str]:
    import onrecord

    with onrecord.open(demo) as ledger:
        hit = ledger.find(act="deny").hits[0]
        assert hit.record.article
        return {
            "id": hit.statement.id, "event": ledger.events().events[0].id, "sha256": hit.record.capture.sha256, "word": "nothing", "kind": "table",
            "name": "table.csv", "number": "1", "path": "base.css", "rest": "x", "point": "0", "own": hit.statement.id,
        }  # fmt: skip


def walk(path: str) -> Iterator[tuple[str, str]]:
    """Every path and method that the application answers."""
    from starlette.routing import Mount, Route

    from onrecord.web.app import make_app

    for route in make_app(path, token=TOKEN).routes:
        if isinstance(route, Mount):
            yield f"{route.path}/base.css", "GET"
        elif isinstance(route, Route):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                yield route.path, method


# ---- W1


HOSTS = [
    "evil.example", "evil.example:8765", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8765", "127.0.0.1.evil.example:8765", "0.0.0.0:8765",
    "[::]:8765", "",
    "127.0.0.1:8765@evil.example", "LOCALHOST:8765.", "2130706433:8765",
]  # fmt: skip


@pytest.mark.parametrize("host", HOSTS)
def test_w1_another_host_is_refused_before_routing(client: Any, host: str) -> None:
    for path in ("/", "/nowhere", "/api/head", "/static/base.css"):
        assert client.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LocalHost:8765"])
def test_w1_this_machine_is_answered(client: Any, host: str) -> None:
    assert client.get("/keys", headers={"host": host}).status_code == 200


# ---- W2


def test_w2_nothing_is_answered_without_the_token(demo: str, ids: dict[str, str]) -> None:
    with WEB["make_client"](demo, signed_in=False) as client:
        for path, method in walk(demo):
            answer = client.request(method, fill(path, ids))
            assert answer.status_code == (404 if path.startswith("/feed/") else 401), (path, method)
            assert "set-cookie" not in answer.headers
        assert client.get("/?token=" + "x" * 40).status_code == 401
        assert client.get("/api/head", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/api/head", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_w2_the_cookie_is_no_token_and_no_script_reads_it(demo: str) -> None:
    with WEB["make_client"](demo, signed_in=False) as client:
        answer = client.get(f"/?token={TOKEN}")
    told = answer.headers["set-cookie"]
    assert answer.status_code == 303 and TOKEN not in told and TOKEN not in answer.headers["location"]
    assert "httponly" in told.lower() and "samesite=strict" in told.lower()


# ---- W3


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True), ({"sec-fetch-site": "cross-site"}, False), ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "", "origin": "https://evil.example"}, False), ({"sec-fetch-site": "", "origin": "null"}, False),
        ({"sec-fetch-site": "", "origin": ADDRESS}, True), ({"sec-fetch-site": ""}, False), ({"sec-fetch-site": "cross-site", "origin": ADDRESS}, False),
    ],
)  # fmt: skip
def test_w3_a_form_of_another_site_is_refused(fresh_client: Any, headers: dict[str, str], passes: bool) -> None:
    del fresh_client.headers["sec-fetch-site"]
    answer = fresh_client.post("/keys", data={"keys": "off"}, headers={name: value for name, value in headers.items() if value})
    assert (answer.status_code != 403) is passes


def test_w3_no_get_changes_anything(fresh_client: Any, ledger_path: str, ids: dict[str, str]) -> None:
    import onrecord

    with onrecord.open(ledger_path) as ledger:
        head = ledger.head()
    for path, method in walk(ledger_path):
        if method == "GET":
            fresh_client.get(fill(path, ids))
            fresh_client.get(fill(path, ids), params={"keys": "off", "as": "Eve", "answer": "right", "one": ids["id"], "kind": "act", "entry": "1"})
        elif method == "POST":
            assert fresh_client.get(fill(path, ids)).status_code in (200, 303, 400, 404, 405), path
    with onrecord.open(ledger_path) as ledger:
        assert ledger.head() == head


# ---- W4


class Marked(HTMLParser):
    """What a page would run, fetch or lead to."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.bad: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.bad.append(f"script {given}")
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.bad.append(f"{name} of {tag}")
            if name in ("href", "src", "action", "xlink:href", "poster", "data") and address.split(":")[0] in ("javascript", "data", "vbscript"):
                self.bad.append(f"{name}={value}")
            if name in ("src", "action") and "//" in address:
                self.bad.append(f"{name}={value}")


WRAPS = ["{}", '"{}', "'{}", "'>{}", '">{}', "</title>{}", "</textarea>{}", "</script>{}", "-->{}", "]]>{}"]
PARTS = [
    "<script>xss(1)</script>", "<img src=x onerror=xss(1)>", "<svg onload=xss(1)>", "<iframe src=javascript:xss(1)>", "<b onmouseover=xss(1)>x</b>",
    "<a href=javascript:xss(1)>x</a>", "<style>@import 'https://evil.example'</style>", "<base href=https://evil.example/>",
    "<form action=https://evil.example>",
    "<meta http-equiv=refresh content=0;url=https://evil.example>", " onfocus=xss(1) autofocus ", "{{ 7001 * 7001 }}",
    "<link rel=stylesheet href=//evil.example>",
    "<object data=javascript:xss(1)>", "<embed src=//evil.example>", "<math><mi xlink:href=javascript:xss(1)>", "<template><script>xss(1)</script>",
    "javascript:xss(1)",
    "<details open ontoggle=xss(1)>", "<input onfocus=xss(1) autofocus>",
]  # fmt: skip
PAYLOADS = [wrap.format(part) for wrap in WRAPS for part in PARTS]


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """A ledger in whose every field stands markup, 20 payloads a report; and its pages."""
    import onrecord
    from onrecord.judge.types import AtSource, Label, Missed, Party, Right, Wrong
    from onrecord.ledger import intake
    from onrecord.types import Span

    path = str(tmp_path_factory.mktemp("xss") / "x.db")
    pages = ["/", "/events", "/speakers", "/feeds", "/draft", "/judge", "/keys", "/add"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "Readers", WEB["here"]())
        with onrecord.open(path) as ledger:
            for n in range(0, len(PAYLOADS), 20):
                some = PAYLOADS[n : n + 20]
                said = " ".join(f"“The gate {p} held,” Mayor Odo Lenz said." for p in some)
                text = f"Gate {some[0]} report\n\nBy {some[1]}\n\n{said}\n\nKeeper {some[2]} Varro denied that {some[3]} was so.\n"
                step = ledger.add(text.encode(), outlet=some[4], url="https://gate.example/?" + str(n), published="2026-05-12")
                assert step.counts, step
            for record in list(ledger.records()):
                article = record.article
                assert article
                p = PAYLOADS[len(pages) % len(PAYLOADS)]
                pages += [f"/article/{article.id}", f"/event/{ledger.event(article.id).id}"]
                ledger.judge(article.id, AtSource("corrected", p, url="https://gate.example/note"), by=p)
                ledger.judge(article.id, Label("event", p), by=p)
                first = Span(article.blocks[0].start, article.blocks[0].end)
                ledger.judge(article.id, Missed((first,), first.of(article.text), speakers=(Party(p),)), by=p)
                for s in record.statements[:3]:
                    ledger.judge(s.id, Wrong("speakers", True, (Party(p),)), by=p)
                    ledger.judge(s.id, Wrong("channel", True, value=p), by=p)
                    ledger.judge(s.id, Right(), by=p)
                    pages.append(f"/s/{s.id}")
            ledger.follow("words", "gate " + PAYLOADS[0], by=PAYLOADS[1])
            pages += [f"/who/{person.id}" for person in ledger.people(limit=40).people]
    return path, pages


def test_w4_no_payload_becomes_markup(poisoned: tuple[str, list[str]]) -> None:
    path, pages = poisoned
    held = 0
    with WEB["make_client"](path) as client:
        pages = [*pages, *(f"/?q={part}" for part in PAYLOADS[:20]), "/nowhere/<script>xss(1)</script>", "/s/%3Cscript%3E"]
        for page in pages:
            answer = client.get(page)
            assert answer.status_code < 500, (page, answer.text[:300])
            parsed = Marked()
            parsed.feed(answer.text)
            assert not parsed.bad, (page, parsed.bad[:3])
            assert not {"iframe", "object", "embed", "base", "math", "template", "style"} & set(parsed.tags), page
            assert str(7001 * 7001) not in answer.text
            held += html.unescape(answer.text).count("xss(1)")
    assert held > 200  # they are there, as words


MADE_BY_NONE = {"iframe", "object", "embed", "base", "math", "template", "style"}


def look(answer: Any, payload: str) -> None:
    """No payload became an element, an attribute or an address of the page."""
    assert answer.status_code < 500, (payload, answer.text[:300])
    parsed = Marked()
    parsed.feed(answer.text)
    assert not parsed.bad and not MADE_BY_NONE & set(parsed.tags), (payload, str(answer.url), parsed.bad[:3])


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_w4_nothing_that_is_sent_becomes_markup(empty_client: Any, start: int) -> None:
    """What a form or an address brings is shown again in it: the search line, a draft, a feed's words, a file's name, an address, a reader's name."""
    client, some = empty_client, PAYLOADS[start : start + 50]
    with WEB["make_client"](client.app.state.ledgers.path) as nameless:
        for p in some:
            look(client.get("/", params={"q": p}), p)
            look(client.get("/", params={"q": f"act:{p}"}), p)
            look(client.get("/speakers", params={"words": p}), p)
            look(client.get("/event", params={"words": p}), p)
            look(client.get("/feeds", params={"words": p, "speaker": p}), p)
            look(client.get(f"/s/{quote(p, safe='')}"), p)
            look(client.post("/add", data={"text": p, "url": p, "outlet": p, "published": p}), p)
            look(nameless.post("/judge", data={"kind": p, "one": p, "next": p}), p)
    for p in some[:10]:
        look(client.post("/feeds", data={"words": p, "as": p}), p)
        look(client.post("/keys", data={"as": p}), p)
        look(client.get("/keys"), p)
    draft = " ".join(f"“The gate {p} held,” Mayor {p} said." for p in some)
    look(client.post("/draft", data={"draft": draft}), draft)
    look(client.post("/draft", files={"file": (f"{some[0]}.txt", draft.encode(), "text/plain")}), draft)
    client.post("/add", files=[("files", (f"{p}.txt", b"", "text/plain")) for p in some[:20]])
    for path in ("/add", "/adding", "/", "/feeds"):
        look(client.get(path), path)


def test_w4_no_payload_runs_in_a_browser(poisoned: tuple[str, list[str]], open_page: Any) -> None:
    """open_page fails the test on any dialog, breach of the policy, error of a script, or request to elsewhere."""
    path, pages = poisoned
    with WEB["serve"](path) as live:
        for page in pages[:40]:
            opened = open_page(live, page)
            assert opened.evaluate("typeof xss") == "undefined"
            opened.close()


def test_w4_no_template_turns_escaping_off() -> None:
    for path in (SOURCE / "templates").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "") and "autoescapefalse" not in text.replace(" ", ""), path.name


# ---- W5, W6, W7


def test_w5_every_answer_has_the_policy(client: Any, demo: str, ids: dict[str, str]) -> None:
    for path, method in walk(demo):
        answer = client.request(method, fill(path, ids))
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'") and "unsafe" not in policy and "frame-ancestors 'none'" in policy, path
        assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["referrer-policy"] == "no-referrer"


def test_w6_archived_bytes_are_never_shown_as_html(client: Any, ids: dict[str, str]) -> None:
    for path in (f"/capture/{ids['sha256']}", f"/api/captures/{ids['sha256']}"):
        answer = client.get(path)
        assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "\\\\evil.example",
        "/%0d%0aset-cookie:x=1",
        "/\r\nset-cookie: x=1",
        "javascript:x",
        "/nowhere",
    ],
)
def test_w7_no_answer_leads_elsewhere(fresh_client: Any, target: str) -> None:
    answer = fresh_client.post("/seen", data={"what": "nothing", "until": "0", "next": target})  # goes where `next` says
    where = answer.headers["location"]
    assert answer.status_code == 303 and where == "/"
    assert "x=1" not in answer.headers.get("set-cookie", "")
    first = fresh_client.get(f"/?token={TOKEN}&next=//evil.example")
    assert "evil" not in first.headers["location"].split("?")[0]


# ---- W8, W9


def test_w8_a_question_that_takes_too_long_is_stopped(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.ledger.ledger import Ledger

    slow = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    monkeypatch.setattr(Ledger, "measure", lambda self: self._db.execute(slow).fetchall())
    with WEB["make_client"](demo) as client:
        answer = client.get("/")
    assert answer.status_code == 503 and "stopped" in answer.text


def test_w8_what_reads_cannot_write(demo: str) -> None:
    import apsw

    from onrecord.web.ledgers import Ledgers

    kept = Ledgers(demo)
    with pytest.raises(apsw.ReadOnlyError), kept.reading() as ledger:
        ledger._db.execute("DELETE FROM entries")
    kept.close()


def test_w8_pages_are_not_larger_than_they_may_be(client: Any) -> None:
    assert client.get("/api/find?limit=201").status_code == 400 and client.get("/api/find?limit=200").status_code == 200


def test_w9_a_wider_address_needs_a_token_file(tmp_path: Path) -> None:
    from onrecord.cli import commands

    result = CliRunner().invoke(commands, ["serve", "--ledger", str(tmp_path / "a.db"), "--host", "0.0.0.0"])
    assert result.exit_code == 2 and "--token-file" in result.output and not (tmp_path / "a.db").exists()


def test_a_body_that_is_too_large_is_cut_off(client: Any) -> None:
    assert client.post("/keys", content=b"x" * 1_000_001, headers={"content-type": "application/x-www-form-urlencoded"}).status_code == 413


def test_no_page_names_another_host(client: Any, demo: str, ids: dict[str, str]) -> None:
    """Nothing is fetched from elsewhere: what is loaded is ours, also in styles."""
    for path, method in walk(demo):
        if method == "GET":
            for found in re.findall(r"<(?:script|link|img|source|use)[^>]*?(?:src|href)=\"([^\"]*)\"", client.get(fill(path, ids)).text):
                assert found.startswith(("/", "#")) and not found.startswith("//"), (path, found)
    for path in SOURCE.glob("static/*.css"):
        assert all(url.startswith(("fonts/", "/static/", "#")) for url in re.findall(r"url\(\"?([^)\"]+)", path.read_text(encoding="utf-8"))), path.name
