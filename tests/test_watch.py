"""Feeds watched: what a polite client asks and when, what is kept, and what a broken or hostile feed does. The server is bound in the test; time is told."""

import gzip
import runpy
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import onrecord.ledger.ledger as ledgers
from onrecord.cli import main
from onrecord.errors import InputError
from onrecord.ledger import LedgerError
from onrecord.ledger import watch as watch_module
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.watch import LONGEST, PAUSE, Turn, World
from onrecord.read.captured import Captured
from onrecord.read.fetch import fetch, poll, read_wait
from onrecord.read.opml import read_opml

_ledger = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
_web = runpy.run_path(str(Path(__file__).with_name("test_fetch.py")))
reader, REPORTS = _ledger["reader"], _ledger["REPORTS"]
site, answer, moved, pytestmark = _web["site"], _web["answer"], _web["moved"], _web["pytestmark"]

FEED, OTHER = "http://marsh.example/feed", "http://tide.example/feed"
WORDS = "<p>Bram Ostler, the lock keeper at Tarn, said the gate failed without any warning.</p><p>The board denied that it had been neglected.</p>"
MORE = "<p>Mayor Odo Lenz accused the board of hiding its reports. “They have had three years,” he said.</p>"
BOMB = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) + b"]>"


def entry(url: str, title: str, words: str = "", summary: str = "") -> str:
    content = f"<content:encoded><![CDATA[{words}]]></content:encoded>" if words else ""
    return f"<item><title>{title}</title><link>{url}</link><description>{summary}</description>{content}</item>"


def feed(*entries: str, head: bytes = b"") -> bytes:
    body = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Marsh</title>{"".join(entries)}</channel></rss>'
    return b'<?xml version="1.0"?>' + head + body.encode()


ONE = entry("http://marsh.example/1", "Lock gate failed", WORDS)
TWO = entry("http://marsh.example/2", "Mayor wants inquiry", MORE)
LINK = entry("http://marsh.example/3", "Keeper heard", summary="The keeper was heard today …")


def rss(*entries: str, headers: tuple[str, ...] = (), **more: Any) -> bytes:
    return answer(feed(*entries, **more), *headers, kind="application/rss+xml")


class Clock:
    """The time, which passes only where somebody waits."""

    def __init__(self) -> None:
        self.at = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
        self.waited: list[float] = []

    def now(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(site: Any, clock: Clock) -> World:
    def first(url: str, robots: dict[str, Any]) -> Captured:
        return fetch(url, resolve=site.resolve, connect=site.connect, clock=clock.now, robots=robots)

    def again(known: Captured, url: str, robots: dict[str, Any]) -> Captured | None:
        return poll(known, url=url, resolve=site.resolve, connect=site.connect, clock=clock.now, robots=robots)

    return World(first, again, clock.now, clock.wait)


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with ledgers.open(tmp_path / "a.db") as found:
        yield found


def once(ledger: Ledger, world: World, *urls: str, **more: Any) -> list[Turn]:
    return list(ledger.watch(*(urls or (FEED,)), once=True, world=world, **more))


def titles(ledger: Ledger) -> set[str | None]:
    return {r.article.title for r in ledger.records() if r.article}


def test_what_is_new_is_kept_and_asked_for_with_what_the_server_gave(site: Any, ledger: Ledger, world: World, clock: Clock) -> None:
    site.answers["/feed"] = rss(ONE, headers=('ETag: "a1"', "Last-Modified: Fri, 09 Oct 2026 07:00:00 GMT"))
    (turn,) = once(ledger, world)
    assert turn.outcome == "asked" and turn.added and turn.added.counts == {"added": 1} and turn.added.statements >= 2
    site.answers["/feed"] = answer(b"", status="304 Not Modified")
    (turn,) = once(ledger, world)
    assert turn == Turn(FEED, "unchanged") and b'If-None-Match: "a1"' in site.requests[-1] and b"If-Modified-Since: Fri, 09 Oct" in site.requests[-1]
    site.answers["/feed"] = rss(ONE, TWO)
    (turn,) = once(ledger, world)
    assert turn.added and turn.added.counts == {"added": 1, "known": 1}
    (turn,) = once(ledger, world)
    assert b"If-None-Match" not in site.requests[-1] and turn.added and turn.added.entries == 0
    assert titles(ledger) == {"Lock gate failed", "Mayor wants inquiry"} and ledger.verify().whole
    assert site.paths == ["/feed"] * 4 and len(site.requests) == 5  # robots.txt once


def test_an_entry_that_changed_shows_as_a_silent_edit(site: Any, ledger: Ledger, world: World, clock: Clock) -> None:
    site.answers["/feed"] = rss(ONE)
    once(ledger, world)
    clock.wait(900)
    site.answers["/feed"] = rss(ONE.replace("without any warning", "after many warnings"))
    (turn,) = once(ledger, world)
    assert turn.added and turn.added.counts == {"changed": 1} and turn.added.edits[0].address == "http://marsh.example/1"


def test_a_failing_feed_is_left_alone_longer_each_time_and_the_others_go_on(site: Any, ledger: Ledger, world: World, clock: Clock) -> None:
    site.answers["marsh.example/feed"] = answer(b"", status="500 Oops")
    site.answers["tide.example/feed"] = rss(TWO)
    dead, fine = once(ledger, world, FEED, OTHER)
    assert dead.outcome == "failed" and "answers 500" in (dead.problem or "") and dead.due == "2026-10-09T08:15:00+00:00"
    assert fine.outcome == "asked" and titles(ledger) == {"Mayor wants inquiry"}
    asked = len(site.paths)
    assert [t.outcome for t in once(ledger, world)] == ["left alone"] and len(site.paths) == asked
    waits = []
    for _ in range(10):
        clock.at = datetime.fromisoformat(watch_module.read_state(ledger._db, FEED).due or "")
        (turn,) = once(ledger, world)
        waits.append((datetime.fromisoformat(turn.due or "") - clock.at).total_seconds())
    assert waits[:3] == [1800, 3600, 7200] and waits[-1] == LONGEST
    clock.at = datetime.fromisoformat(turn.due or "")
    site.answers["marsh.example/feed"] = rss(ONE)
    assert once(ledger, world)[0].outcome == "asked" and watch_module.read_state(ledger._db, FEED).failures == 0


@pytest.mark.parametrize(
    ("said", "seconds"), [("7200", 7200), ("Fri, 09 Oct 2026 12:00:00 GMT", 14_400), ("99999999999", 900), ("soon", 900), ("9999999", 604_800)]
)
def test_a_server_that_asks_for_time_gets_it(site: Any, ledger: Ledger, world: World, clock: Clock, said: str, seconds: int) -> None:
    site.answers["/feed"] = answer(b"", f"Retry-After: {said}", status="429 Too Many Requests")
    (turn,) = once(ledger, world)
    assert turn.outcome == "failed" and datetime.fromisoformat(turn.due or "") - clock.at == timedelta(seconds=seconds)


def test_a_feed_that_moved_is_asked_where_it_was_named(site: Any, ledger: Ledger, world: World) -> None:
    site.answers["/feed"] = moved("/new")
    site.answers["/new"] = rss(ONE, headers=('ETag: "b"',))
    once(ledger, world)
    site.answers["/new"] = answer(b"", status="304 Not Modified")
    assert once(ledger, world)[0].outcome == "unchanged" and site.paths == ["/feed", "/new"] * 2
    assert b"If-None-Match" not in site.requests[-2] and b'If-None-Match: "b"' in site.requests[-1]


def test_pages_are_fetched_where_asked_for_and_once(site: Any, ledger: Ledger, world: World, clock: Clock) -> None:
    site.answers["/feed"] = rss(ONE, LINK)
    page = f"<html><title>Keeper heard</title><article><h1>Keeper heard</h1>{WORDS}</article></html>".encode()
    site.answers["/3"] = moved("/three")
    site.answers["/three"] = answer(page)
    (turn,) = once(ledger, world)
    assert turn.elsewhere == 1 and turn.added and not turn.added.problems and "/3" not in site.paths
    (turn,) = once(ledger, world, pages=True)
    assert turn.elsewhere == 0 and titles(ledger) == {"Lock gate failed", "Keeper heard"} and clock.waited and max(clock.waited) == PAUSE
    once(ledger, world, pages=True)
    assert site.paths.count("/3") == 1 and site.paths.count("/three") == 1


def test_a_page_that_fails_is_told_of_and_left_alone(site: Any, ledger: Ledger, world: World) -> None:
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /3\n", kind="text/plain")
    site.answers["/feed"] = rss(ONE, LINK)
    (turn,) = once(ledger, world, pages=True)
    assert turn.added and [code for _, code, _ in turn.added.problems] == ["robots-refused"] and titles(ledger) == {"Lock gate failed"}
    (turn,) = once(ledger, world, pages=True)
    assert turn.added and not turn.added.problems and "/3" not in site.paths


def test_robots_hold_for_a_day(site: Any, ledger: Ledger, world: World, clock: Clock) -> None:
    site.answers["/feed"] = rss(ONE)
    once(ledger, world)
    site.answers["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n", kind="text/plain")
    clock.wait(80_000)
    assert once(ledger, world)[0].outcome == "asked"
    clock.wait(10_000)
    assert once(ledger, world)[0].problem and "robots.txt" in str(once(ledger, world)[0].problem)


@pytest.mark.parametrize(("raw", "headers", "code"), [
    (feed(ONE, TWO)[:-120], (), "broken-off"), (feed(ONE, head=BOMB.replace(b"?>", b"")), (), None), (b"<rss>", (), "broken-off"),
    (gzip.compress(b"<rss>" + b" " * 40_000_000), ("Content-Encoding: gzip",), "failed"),
])  # fmt: skip
def test_broken_and_hostile_feeds(site: Any, ledger: Ledger, world: World, raw: bytes, headers: tuple[str, ...], code: str | None) -> None:
    site.answers["marsh.example/feed"] = answer(raw, *headers, kind="application/rss+xml")
    site.answers["tide.example/feed"] = rss(TWO)
    first, second = once(ledger, world, FEED, OTHER)
    codes = [c for _, c, _ in first.added.problems] if first.added else [first.outcome]
    assert codes == ([code] if code else []) and second.outcome == "asked" and ledger.verify().whole


def test_it_goes_on_until_it_is_stopped(site: Any, ledger: Ledger, world: World, clock: Clock) -> None:
    site.answers["marsh.example/feed"] = rss(ONE)
    site.answers["tide.example/feed"] = answer(b"", "Retry-After: 3000", status="503 Busy")
    turns = ledger.watch(FEED, OTHER, every=600, world=world)
    got = [(next(turns), clock.at) for _ in range(8)]
    turns.close()
    begun = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
    assert [int((at - begun).total_seconds()) // 60 for turn, at in got if turn.url == FEED] == [0, 10, 20, 30, 40, 50]
    assert [int((at - begun).total_seconds()) // 60 for turn, at in got if turn.url == OTHER] == [0, 50]


def test_who_is_ended_before_the_words_are_kept_asks_for_them_again(site: Any, ledger: Ledger, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/feed"] = rss(ONE, headers=('ETag: "a"',))

    def fails(*_: object) -> None:
        raise LedgerError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("onrecord.ledger.keep.keep_all", fails)
        with pytest.raises(LedgerError, match="disk is full"):
            once(ledger, world)
    assert once(ledger, world)[0].added and b"If-None-Match" not in site.requests[-1] and titles(ledger) == {"Lock gate failed"}


def test_waits_are_read() -> None:
    at = datetime(2026, 10, 9, 8, 0, tzinfo=UTC)
    assert [read_wait(w, at) for w in ("5", " 5 ", "-5", "٥", "", "Fri, 09 Oct 2026 07:00:00 GMT", "Fri, 99 Oct 2026 07:00:00 GMT")] == [
        5,
        5,
        None,
        None,
        None,
        0,
        None,
    ]


# ---- lists of feeds


def test_opml_gives_each_feed_once() -> None:
    raw = b"""<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head/><body><outline text="Tarn"><outline type="rss" xmlUrl=" http://a.example/1 "/>
    <outline xmlUrl="http://a.example/1"/><outline xmlurl="https://b.example/?a=1&amp;b=2"/><outline xmlUrl="file:///etc/passwd"/>
    <outline xmlUrl=""/></outline></body></opml>"""
    assert read_opml(raw) == ["http://a.example/1", "https://b.example/?a=1&b=2"]


@pytest.mark.parametrize(("raw", "code"), [
    (BOMB + b"<opml><body><outline xmlUrl='http://a.example/&a;'/></body></opml>", "hostile-markup"),
    (b'<!DOCTYPE opml SYSTEM "http://a.example/x.dtd"><opml/>', "hostile-markup"), (b"<opml><body>", "broken-off"),
    (b"", "broken-off"), (b"<html/>", "not-opml"),
    (b'<?xml version="1.0" encoding="klingon"?><opml/>', "broken-off"), (b"<opml>&a;</opml>", "broken-off"), (b"<opml>" + b" " * 6_000_000, "too-large"),
])  # fmt: skip
def test_opml_that_is_none(raw: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_opml(raw)
    assert caught.value.code == code


# ---- the command


@pytest.fixture
def run(site: Any, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    monkeypatch.setattr(watch_module, "World", lambda: world)
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str) -> int:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        return int(caught.value.code or 0)

    return called


def test_the_command_prints_what_is_followed(run: Callable[..., int], site: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gate.txt").write_text(REPORTS["gate.txt"], encoding="utf-8")
    assert run("add", "gate.txt") == 0
    assert run("follow", "words", "three", "years", "--as", "Ada Brandt") == 0 and "Followed: words three years, by Ada Brandt" in capfd.readouterr().out
    (tmp_path / "feeds.opml").write_text(f'<opml version="2.0"><body><outline xmlUrl="{FEED}"/></body></opml>', encoding="utf-8")
    (tmp_path / "feeds.txt").write_text(f"# ours\n{OTHER}\n", encoding="utf-8")
    site.answers["marsh.example/feed"] = rss(ONE, TWO)
    site.answers["tide.example/feed"] = answer(b"", status="500 Oops")
    assert run("watch", "feeds.opml", "feeds.txt", "--once") == 1
    out, err = capfd.readouterr()
    assert out.startswith("words three years: Odo Lenz") and out.count("\n") == 1
    assert f"{FEED}: 2 new texts" in err and "answers 500" in err
    assert run("watch", "feeds.opml", "--once") == 0 and capfd.readouterr().out == ""
    assert run("follow", "--json") == 0 and '"value":"three years"' in capfd.readouterr().out
    assert run("follow", "--stop", "3", "--as", "Ada Brandt") == 0 and run("follow") == 0 and "Nothing is followed" in capfd.readouterr().out


def test_the_command_ends_cleanly(run: Callable[..., int], site: Any, world: World, capfd: pytest.CaptureFixture[str]) -> None:
    site.answers["/feed"] = rss(ONE)

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    world.wait = interrupt
    assert run("watch", FEED) == 0
    assert "Stopped. What was kept stays in onrecord.db" in capfd.readouterr().err
    with ledgers.open("onrecord.db") as ledger:
        assert titles(ledger) == {"Lock gate failed"} and ledger.verify().whole


@pytest.mark.parametrize(("arguments", "words"), [
    (("watch", "none.opml"), "No such file"), (("watch", FEED, "--every", "5s"), "no less than 60"), (("watch",), "Missing argument"),
    (("watch", "bad.txt"), "no address"),
    (("watch", "bad.opml"), "document type"), (("follow", "words", "x"), "--as"), (("follow", "words", "--as", "Ada"), "name the words"),
])  # fmt: skip
def test_wrong_use(run: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "bad.txt").write_text("ftp://marsh.example/feed\n", encoding="utf-8")
    (tmp_path / "bad.opml").write_bytes(BOMB + b"<opml/>")
    assert run(*arguments) == 2 and words in capfd.readouterr().err


def test_events_and_dossier_on_the_command_line(run: Callable[..., int], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("gate.txt", "board.html"):
        (tmp_path / name).write_text(REPORTS[name], encoding="utf-8")
    assert run("add", "gate.txt", "board.html") == 0 and capfd.readouterr()
    assert run("events") == 0
    out = capfd.readouterr().out
    assert "2026-05-11 to 2026-05-12; 2 texts" in out
    assert run("dossier", out[:12], "--markdown") == 0
    sheet = capfd.readouterr().out
    assert run("compare", "gate.txt", "board.html", "--markdown") == 0
    assert capfd.readouterr().out.splitlines()[0] == sheet.splitlines()[0] and "Varro" in sheet
    assert run("dossier", "water", "board", "--out", "sheet.json") == 0 and (tmp_path / "sheet.json").read_bytes().startswith(b'{"schema":"onrecord-dossier/1"')
    assert run("dossier", "nowhere") == 2 and "has all the words" in capfd.readouterr().err
    assert run("events", "--json", "--limit", "1") == 0 and '"texts":2' in capfd.readouterr().out
