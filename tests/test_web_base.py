"""The frame of the reading room: mistakes in words, escaping and addresses, ledgers that only read and stop in time, work in the background, the command."""

import os
import re
import runpy
import stat
import threading
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import onrecord
from onrecord.errors import UsageError
from onrecord.judge.doubt import PERSON
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.ledger import Ledger
from onrecord.types import When
from onrecord.web import ledgers as kept_open
from onrecord.web import render
from onrecord.web.jobs import Job, Jobs
from onrecord.web.ledgers import Ledgers, TooSlow
from onrecord.web.render import bdi, dated, link, long_hash, moment, query, raise_safe, short_hash, sure, visible, when
from onrecord.web.security import clean_name, known
from onrecord.web.server import read_token, say_bound, with_port

WEB = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))
STATIC = Path(__file__).parents[1] / "src/onrecord/web/static"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


# ---- the application


def test_what_is_not_there_is_said_in_words(client: Any) -> None:
    page = client.get("/nowhere")
    assert page.status_code == 404 and "<h1>Nothing stands here</h1>" in page.text and "There is no such page." in page.text
    told = client.get("/api/nowhere")
    assert told.status_code == 404 and told.json()["error"]["code"] == "not-found"
    assert client.get("/undo").status_code == 405 and "Not like this" in client.get("/undo").text


@pytest.mark.parametrize("path", ["/s/ffffffffffffffff", "/article/ffffffffffffffff", "/who/ffffffffffffffff", "/event/ffffffffffffffff", "/capture/ffff"])
def test_an_id_that_leads_nowhere_is_a_page_that_is_not_there(client: Any, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404 and "<h1>Nothing stands here</h1>" in page.text


def test_a_mistake_of_ours_keeps_its_details_to_the_server(demo: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    from starlette.testclient import TestClient

    from onrecord.web.app import make_app

    monkeypatch.setattr(Ledger, "measure", lambda self: {}["the secret detail"])
    with TestClient(make_app(demo, token=WEB["TOKEN"]), base_url=WEB["ADDRESS"], raise_server_exceptions=False) as client:
        page = client.get("/", headers={"authorization": f"Bearer {WEB['TOKEN']}"})
    assert page.status_code == 500 and "mistake in onrecord" in page.text
    assert "secret detail" not in page.text and "Traceback" not in page.text
    assert "secret detail" in caplog.text
    assert page.headers["content-security-policy"] and page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/events", "/speakers", "/draft", "/feeds", "/keys", "/add", "/judge", "/verify"])
def test_every_screen_has_the_frame(client: Any, path: str) -> None:
    text = client.get(path).text
    assert text.startswith("<!DOCTYPE html>") and '<html lang="en">' in text and text.count("<h1") == 1
    assert '<a class="skip" href="#main">' in text and '<main id="main"' in text and 'name="viewport"' in text
    assert len(re.findall('aria-current="page"', text)) == (1 if path in ("/", "/events", "/speakers", "/draft") else 0)
    assert re.search(r"ledger head <span class=\"mono\">\d+: [0-9a-f]{4}", text), "the foot of what is printed names the head"


def test_files_of_ours_may_be_kept_by_the_browser_and_change_address_with_content(client: Any) -> None:
    own = render.static("base.css")
    assert own == f"/static/base.css?v={sha256((STATIC / 'base.css').read_bytes()).hexdigest()[:12]}"
    assert "immutable" in client.get(own).headers["cache-control"] and "immutable" not in client.get("/static/base.css").headers["cache-control"]
    assert client.get("/keys").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/hostname", "/static/fonts/../../app.py"])
def test_no_path_leads_out_of_our_files(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "make_app" not in answer.text


def test_files_of_others_are_as_they_were_published() -> None:
    told = dict(re.findall(r"^\| (\S+) \|.*\| `([0-9a-f]{64})` \|$", (STATIC / "SOURCES.md").read_text(encoding="utf-8"), re.MULTILINE))
    others = {"htmx.min.js", *(f"fonts/{p.name}" for p in (STATIC / "fonts").glob("*.woff2"))}
    assert set(told) == others
    for name, expected in told.items():
        assert sha256((STATIC / name).read_bytes()).hexdigest() == expected, name


# ---- templates


def test_words_are_escaped_and_hidden_characters_are_chips() -> None:
    assert visible("<b>&") == "&lt;b&gt;&amp;"
    shown = str(visible("pay\u202eroll\u200b"))
    assert "\u202e" not in shown and "\u200b" not in shown and shown.count('<span class="chip">') == 2
    assert str(bdi("<i>")) == "<bdi>&lt;i&gt;</bdi>"
    assert str(visible("a\nb")).count("\n") == 0


def test_dates_keep_to_one_line() -> None:
    assert "9\u00a0October\u00a02026" in str(dated("on 9 October 2026"))
    assert str(when(When("2026-10-01", "2026-10-31", "month", "text"))) == '<span class="date">in October 2026</span>'
    assert "9 October 2026" in str(when("2026-10-09")) and str(moment("2026-10-09T08:04:00+00:00")).endswith(", 8.04")
    assert str(moment("<i>")) == "&lt;i&gt;"


def test_a_raised_letter_leaves_what_was_escaped_escaped() -> None:
    assert raise_safe(visible("who <b>")) == "Who &lt;b&gt;"
    assert raise_safe(visible("<script>")) == "&lt;script&gt;"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "JAVASCRIPT:x", "//evil.example", "http://[", "", None, "file:///etc"]
)
def test_only_addresses_of_the_web_may_be_followed(url: str | None) -> None:
    assert link(url) == ""
    assert link("https://gate.example/a") == "https://gate.example/a"


def test_small_filters() -> None:
    assert short_hash("12: 7f3a90c1ffff".replace(" ", "")) == "12: 7f3a 90c1" and long_hash("7f3a90c1") == "7f3a 90c1"
    assert sure(f"{PERSON[0]}Ada") == "checked" and sure("rule:act/1") == sure(None) == "guess"
    assert query({"act": "deny", "after": None}, q='a "b"') == "?act=deny&q=a+%22b%22" and query() == ""
    assert clean_name("  Ada\u202e \n Rowe ") == "Ada Rowe" and len(clean_name("x" * 500)) == 80


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "http://evil.example/", "/nowhere/at/all", "", "s/1", "/s/1 2", "/\u00e9", "http://["])
def test_an_answer_leads_to_a_page_of_ours_or_to_the_desk(client: Any, target: str) -> None:
    routes = client.app.routes
    assert known(routes, target) == "/"
    assert known(routes, "/s/1a2b?as=source#bytes") == "/s/1a2b?as=source#bytes"


# ---- ledgers


def test_a_ledger_that_reads_refuses_to_change(ledger_path: str) -> None:
    import apsw

    kept = Ledgers(ledger_path)
    with onrecord.open(ledger_path) as ledger:
        head = ledger.head()
    with pytest.raises(apsw.ReadOnlyError), kept.reading() as ledger:
        ledger._db.execute("UPDATE articles SET current = 0")
    with pytest.raises(Exception), kept.reading() as ledger:  # noqa: B017 - by whichever way it is refused
        ledger.follow("words", "fire", by="Ada")
    with kept.reading() as ledger:
        assert ledger.head() == head
    kept.close()


def test_an_answer_that_takes_too_long_is_broken_off_and_its_ledger_let_go(demo: str) -> None:
    kept = Ledgers(demo)
    with kept.reading() as first:
        pass
    with pytest.raises(TooSlow, match=r"longer than 0\.05 seconds"), kept.reading(seconds=0.05) as ledger:
        assert ledger is first  # one that is free is used again
        ledger._db.execute(ENDLESS).fetchall()
    with kept.reading() as ledger:  # the clock is set anew
        assert ledger is not first and ledger.measure().texts == 12
    kept.close()


def test_what_goes_wrong_in_time_stays_what_it_is(demo: str) -> None:
    kept = Ledgers(demo)
    with pytest.raises(UsageError), kept.reading() as ledger:
        ledger.show("ffffffff")
    kept.close()


def test_few_ledgers_stay_open(demo: str) -> None:
    from contextlib import ExitStack

    kept = Ledgers(demo)
    with ExitStack() as stack:
        found = {id(stack.enter_context(kept.reading())) for _ in range(kept_open.KEPT + 3)}
    assert len(found) == kept_open.KEPT + 3 and len(kept._free) == kept_open.KEPT
    kept.close()
    assert kept._free == []


def test_who_waits_too_long_to_write_is_told(ledger_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_open, "PATIENCE", 0.05)
    kept = Ledgers(ledger_path)
    with kept.writing(), pytest.raises(LedgerError, match="nothing was kept of it"), kept.writing():
        pass
    with kept.writing() as ledger:
        assert ledger.head()


def test_a_get_is_never_handed_a_ledger_that_writes(client: Any) -> None:
    from starlette.requests import Request

    with pytest.raises(RuntimeError, match="a GET changes nothing"):
        kept_open.writing(Request({"type": "http", "method": "GET", "path": "/x", "headers": [], "app": client.app}))


# ---- work in the background


@pytest.fixture
def jobs(demo: str) -> Any:
    made = Jobs(Ledgers(demo))
    yield made
    made.close()


def wait(job: Job) -> Job:
    for _ in range(500):
        if job.done:
            return job
        threading.Event().wait(0.02)
    raise AssertionError(f"{job.title}: not done")


def test_a_job_gives_its_result_or_says_why_not(jobs: Jobs, caplog: pytest.LogCaptureFixture) -> None:
    def tell(job: Job) -> int:
        job.say("half way")
        return 7

    def refuse(job: Job) -> None:
        raise UsageError("there is none of it")

    def fail(job: Job) -> None:
        raise KeyError("the secret detail")

    told, refused, failed = (wait(jobs.start(work.__name__, work)) for work in (tell, refuse, fail))
    assert (told.result, told.words, told.error) == (7, "half way", "")
    assert refused.error == "there is none of it"
    assert "mistake in onrecord" in failed.error and "secret" not in failed.error and "secret detail" in caplog.text
    assert jobs.get(told.id) is told and jobs.get("nothing") is None and jobs.list()[0] is failed


def test_jobs_that_write_run_one_after_another(jobs: Jobs) -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def work(job: Job) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.01)
        with lock:
            at_once -= 1

    for job in [jobs.start(f"{n}", work, writes=True) for n in range(6)]:
        wait(job)
    assert most == 1


def test_too_much_that_waits_is_refused_and_what_is_done_is_forgotten(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    monkeypatch.setattr("onrecord.web.jobs.WAITING", 3)
    monkeypatch.setattr("onrecord.web.jobs.KEPT", 3)
    waiting = [jobs.start(f"{n}", lambda job: go.wait(10)) for n in range(3)]
    with pytest.raises(UsageError, match="Too much is waiting"):
        jobs.start("one more", lambda job: None)
    go.set()
    for job in waiting:
        wait(job)
    for n in range(6):
        wait(jobs.start(f"later {n}", lambda job: None))
    assert len(jobs.list()) <= 4 and jobs.get(waiting[0].id) is None


def test_closing_asks_what_runs_to_stop(demo: str) -> None:
    own = Jobs(Ledgers(demo))
    began = threading.Event()

    def work(job: Job) -> str:
        began.set()
        while not job.stopped:
            threading.Event().wait(0.01)
        return "stopped"

    job = own.start("long", work)
    assert began.wait(10)
    own.close()
    assert job.done and job.result == "stopped"


# ---- the command


def test_a_token_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "token")
    token = read_token(path)
    assert len(token) >= 40 and read_token(path) == token
    if os.name == "posix":
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
        os.chmod(path, 0o644)
        with pytest.raises(UsageError, match="chmod 600"):
            read_token(path)
        os.chmod(path, 0o600)
    Path(path).write_text("short", encoding="ascii")
    with pytest.raises(UsageError, match="not a token"):
        read_token(path)
    assert read_token(None) != read_token(None)


def test_a_port_that_is_taken_is_said_so(demo: str) -> None:
    import socket

    from onrecord.web.server import serve

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(UsageError, match=f"port {port} is taken"):
            serve(demo, host="127.0.0.1", port=port, hosts=(), token=WEB["TOKEN"], told=lambda address: None)
    assert "more rights" in say_bound(PermissionError(13, "no"), "127.0.0.1", 80) and "no such address" in say_bound(OSError(99, "no"), "9.9.9.9", 80)
    assert with_port("desk.example", 8321) == "desk.example:8321" and with_port("[::1]", 1) == "[::1]:1"


def test_a_name_that_was_allowed_is_answered(demo: str) -> None:
    with WEB["make_client"](demo, hosts=("desk.example:8765",)) as client:
        assert client.get("/keys", headers={"host": "desk.example:8765"}).status_code == 200
        assert client.get("/keys", headers={"host": "desk.example"}).status_code == 421


def test_serve_says_what_is_wrong_with_a_ledger_before_it_serves(tmp_path: Path) -> None:
    from onrecord.cli import commands

    path = tmp_path / "no.db"
    path.write_text("This is no ledger, but a letter.\n" * 200, encoding="utf-8")
    result = CliRunner().invoke(commands, ["serve", "--ledger", str(path), "--port", "0"])
    assert isinstance(result.exception, LedgerError) and "no.db: not a ledger" in str(result.exception) and "token=" not in result.output
