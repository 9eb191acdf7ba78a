"""One URL, fetched: what may be reached, what is refused, what is bounded. The server is bound in the test, on a socket of this machine's files."""

import gzip
import os
import shutil
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpcore2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES
from onrecord.read import fetch as fetch_module
from onrecord.read.address import METADATA, RANGES, why_refused
from onrecord.read.captured import Captured
from onrecord.read.fetch import REDIRECTS, USER_AGENT, connect, fetch, parse_url, poll
from onrecord.read.robots import NOTHING, Rules, fits, read_robots

pytestmark = pytest.mark.skipif(not hasattr(socketserver, "UnixStreamServer"), reason="this system has no sockets among its files")

PAGE = b"<html><title>Tide</title><p>The sluice held, said Ada Brandt.</p></html>"
PUBLIC, SECOND = "198.41.0.4", "2001:503:ba3e::2:30"
AT = datetime(2026, 10, 9, 10, 30, tzinfo=timezone(timedelta(hours=2)))


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8", length: bool = True) -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *([f"Content-Length: {len(body)}"] if length else []), *headers]
    return "\r\n".join([*lines, "Connection: close"]).encode() + b"\r\n\r\n" + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return answer(b"<html>moved</html>", f"Location: {to}", status=status)


class Site:
    """A server of answers by host and path, a resolver and a way to connect; what they were asked is noted."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.answers: dict[str, bytes | Callable[[Any], None]] = {}
        self.addresses: dict[str, Sequence[str] | Callable[[], Sequence[str]]] = {}
        self.requests: list[bytes] = []
        self.resolved: list[str] = []
        self.connected: list[tuple[str, int]] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.resolved.append(host)
        found = self.addresses.get(host, [PUBLIC])
        return found() if callable(found) else found

    def connect(self, address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        self.connected.append((address, port))
        return httpcore2.SyncBackend().connect_unix_socket(self.path, timeout=seconds)

    def fetch(self, url: str, **more: Any) -> Captured:
        return fetch(url, **{"resolve": self.resolve, "connect": self.connect, "clock": lambda: AT, **more})

    def refused(self, url: str, code: str, words: str, **more: Any) -> str:
        with pytest.raises(InputError, match=words) as caught:
            self.fetch(url, **more)
        assert caught.value.code == code
        return str(caught.value)

    @property
    def paths(self) -> list[str]:
        """What was asked for, but for robots.txt."""
        return [p for p in (r.split(b" ")[1].decode() for r in self.requests) if p != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    folder = tempfile.mkdtemp()  # a socket's path may not be long
    found = Site(os.path.join(folder, "s"))

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            raw = b""
            while b"\r\n\r\n" not in raw:
                part = self.request.recv(65536)
                if not part or part.startswith(b"\x16"):  # a handshake: it speaks no TLS
                    return
                raw += part
            found.requests.append(raw)
            path = raw.split(b" ")[1].decode()
            host = next(line[6:].decode() for line in raw.split(b"\r\n") if line.startswith(b"Host: "))
            reply = found.answers.get(host + path, found.answers.get(path, answer(b"none", status="404 Not Found")))
            try:
                if callable(reply):
                    reply(self.request)
                else:
                    self.request.sendall(reply)
            except OSError:
                pass  # the other side had enough

    with socketserver.ThreadingUnixStreamServer(found.path, Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()
    shutil.rmtree(folder)


def test_fetch_takes_a_page_and_says_where_and_when(site: Site) -> None:
    site.answers["/tide?a=1"] = answer()
    found = site.fetch("http://Marsh.example:80/tide?a=1#end")
    assert found == Captured(PAGE, "http://marsh.example/tide?a=1", "2026-10-09T08:30:00Z", "text/html", "utf-8")
    assert site.connected == [(PUBLIC, 80)] * 2 and site.paths == ["/tide?a=1"]


def test_fetch_says_who_it_is_and_tells_nothing_else(site: Site) -> None:
    site.answers["/tide"] = answer(PAGE, "Set-Cookie: a=b")
    site.answers["/first"] = answer(b"", "Set-Cookie: c=d", "Location: /tide", status="301 Moved")
    site.fetch("http://marsh.example:8080/first")
    for request in site.requests:
        lines = request.decode().split("\r\n")
        assert {line.partition(":")[0].lower() for line in lines[1:-2]} == {"host", "user-agent", "accept", "accept-encoding", "connection"}
        assert f"User-Agent: {USER_AGENT}" in lines and "Host: marsh.example:8080" in lines and "Accept-Encoding: gzip, identity" in lines
    assert USER_AGENT.startswith("onrecord/")


@pytest.mark.parametrize("kind", ["text/plain", "application/rss+xml", "application/feed+json", "application/xhtml+xml", "text/xml", ""])
def test_fetch_takes_pages_texts_and_feeds(site: Site, kind: str) -> None:
    site.answers["/t"] = answer(kind=kind)
    assert site.fetch("http://marsh.example/t").media_type == (kind or None)


def test_fetch_undoes_compression_and_chunks(site: Site) -> None:
    site.answers["/gzip"] = answer(gzip.compress(PAGE), "Content-Encoding: gzip")
    packed = gzip.compress(PAGE)
    site.answers["/chunks"] = answer(
        b"5\r\n" + packed[:5] + f"\r\n{len(packed) - 5:x}\r\n".encode() + packed[5:] + b"\r\n0\r\n\r\n",
        "Content-Encoding: gzip", "Transfer-Encoding: chunked", length=False,
    )  # fmt: skip
    site.answers["/close"] = answer(length=False)
    assert {site.fetch(f"http://marsh.example/{p}").raw for p in ("gzip", "chunks", "close")} == {PAGE}


@pytest.mark.parametrize(
    "url, words",
    [
        ("file:///etc/passwd", "only http and https"), ("ftp://marsh.example/", "only http and https"), ("gopher://marsh.example/", "only http and https"),
        ("javascript:alert(1)", "only http and https"), ("data:text/html,a", "only http and https"), ("//marsh.example/", "only http and https"),
        ("marsh.example/tide", "only http and https"), ("http://", "only http and https"), ("http:///tide", "only http and https"), ("", "only http and https"),
        ("http://ada:secret@marsh.example/", "name or password"), ("http://ada@marsh.example/", "name or password"),
        ("http://marsh.example\\@other.example/", "password"),
        ("http://marsh.example:0/", "port 0"), ("http://marsh.example:99999999/", "port 99999999"), ("http://marsh.example/\r\nX: y", "no URL"),
        ("http://[::1/", "no URL"),
        ("http://marsh.example/" + "a" * 9000, "over 8,000 characters"),
    ],
)  # fmt: skip
def test_fetch_refuses_what_is_no_address_of_the_web(site: Site, url: str, words: str) -> None:
    assert "secret" not in site.refused(url, "url-refused", words)
    assert site.resolved == [] and site.connected == []


# O2: the table of addresses. Forms with a host that the resolver turns into the address are in the second test.
REFUSED = [
    *("0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.1.1 172.16.0.1 172.31.255.255 192.0.0.1".split()),
    *("192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1".split()),
    *("255.255.255.255 169.254.169.254 169.254.170.2 100.100.100.200 168.63.129.16 192.0.0.192".split()),
    *(":: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b:1::1".split()),
    *("100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1::1 2002:a9fe:a9fe::1".split()),
    *("3fff::1 5f00::1 fc00::1 fd00::1 fd00:ec2::254 fd20:ce::254 fe80::1 fe80::1%eth0 fe80::a9fe:a9fe fec0::1 ff02::1 ff0e::1 4000::1".split()),
    *("2600::5efe:127.0.0.1 2600::200:5efe:10.0.0.1 ::ffff:100.64.0.1 2002:c0a8:1::1 no.address 127.1 0x7f000001 2130706433".split()),
]  # fmt: skip
ALLOWED = [
    *("1.1.1.1 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0".split()),
    *("198.17.255.255 198.20.0.0 223.255.255.255 198.41.0.4 2001:503:ba3e::2:30 2600::1 2a00:1450:4001::1 ::ffff:198.41.0.4 64:ff9b::198.41.0.4".split()),
    *("2002:c629:4::1 2600::5efe:198.41.0.4 2003::1".split()),
]  # fmt: skip


def test_fetch_reaches_public_addresses_alone() -> None:
    assert [a for a in REFUSED if why_refused(a) is None] == []
    assert [(a, why_refused(a)) for a in ALLOWED if why_refused(a) is not None] == []
    assert len(REFUSED) >= 60 and all(why_refused(str(network[0])) and why_refused(str(network[-1])) for network, _ in RANGES)


def test_fetch_permits_what_it_is_told_but_never_metadata() -> None:
    assert why_refused("127.0.0.1", permitted={"127.0.0.1"}) is None and why_refused("127.0.0.2", permitted={"127.0.0.1"}) == "loopback"
    assert all(why_refused(str(a), permitted={str(a)}) == "a cloud's metadata service" for a in METADATA)
    assert why_refused("::ffff:a9fe:a9fe", permitted={"::ffff:a9fe:a9fe", "169.254.169.254"}) == "a cloud's metadata service"


@given(st.ip_addresses())
def test_fetch_is_no_laxer_than_python(address: Any) -> None:
    """What Python's own table calls private, or not global, is refused, but for the forms that carry a public IPv4 address."""
    if why_refused(str(address)) is None and not str(address).startswith(("64:ff9b::", "2002:", "::ffff:")):
        assert address.is_global and not address.is_multicast and not address.is_link_local and not address.is_reserved and not address.is_loopback


@pytest.mark.parametrize("address", REFUSED)
def test_fetch_connects_to_none_of_them(site: Site, address: str) -> None:
    site.addresses["marsh.example"] = [PUBLIC, address]  # one public answer does not hide the other
    site.refused("http://marsh.example/tide", "address-refused", "only public addresses are fetched")
    assert site.connected == []


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.0.0.1."])
def test_fetch_checks_what_a_host_is_resolved_to_however_it_is_written(site: Site, host: str) -> None:
    site.addresses[host.strip("[]")] = site.addresses[host.strip("[].")] = ["::1" if ":" in host else "127.0.0.1"]
    site.addresses["::ffff:127.0.0.1"] = site.addresses["::ffff:7f00:1"] = ["::ffff:127.0.0.1"]
    try:
        site.refused(f"http://{host}/", "address-refused", "only public addresses")
    except AssertionError:
        assert site.resolved == []  # no host by the standard of names: refused before that
    assert site.connected == []


def test_fetch_asks_for_an_address_once_and_goes_there(site: Site) -> None:
    """O2: a name server that changes its answer (DNS rebinding) gains nothing."""
    turns = iter([[PUBLIC], ["127.0.0.1"], ["169.254.169.254"]])
    site.addresses["marsh.example"] = lambda: next(turns)
    site.answers["/tide"] = answer()
    site.refused("http://marsh.example/tide", "address-refused", r"127\.0\.0\.1 \(loopback\)")
    assert site.connected == [(PUBLIC, 80)] and len(site.resolved) == 2  # robots.txt, then the page: a new connection, a new check
    turns = iter([[PUBLIC], ["127.0.0.1"]])
    site.connected.clear()
    assert site.fetch("http://marsh.example/tide", robots={"http://marsh.example/": Rules()}).raw == PAGE
    assert site.connected == [(PUBLIC, 80)]


def test_fetch_checks_every_redirect(site: Site) -> None:
    site.addresses["within.example"] = ["10.0.0.7"]
    for to in ("http://within.example/", "//within.example/x", "http://within.example:443/"):
        site.answers["/first"] = moved(to)
        site.refused("http://marsh.example/first", "address-refused", r"within\.example is at 10\.0\.0\.7 \(private\)")
    for to, words in (("file:///etc/passwd", "only http and https"), ("ftp://marsh.example/", "only http"), ("http://a:b@marsh.example/", "password"),
                      ("http://marsh.example:25/", "port 25"), ("http://marsh.example/" + "a" * 9000, "8,000"), ("http://[::1/", "no URL")):  # fmt: skip
        site.answers["/first"] = moved(to)
        site.refused("http://marsh.example/first", "url-refused", words)
    assert {address for address, _ in site.connected} == {PUBLIC} and {port for _, port in site.connected} == {80}
    site.answers["/first"] = answer(b"", status="302 Found")
    site.refused("http://marsh.example/first", "not-fetched", "redirects to nowhere")


def test_fetch_checks_every_redirect_of_robots(site: Site) -> None:
    site.answers["/robots.txt"] = moved("http://within.example/robots.txt")
    site.addresses["within.example"] = ["192.168.1.1"]
    site.refused("http://marsh.example/tide", "address-refused", "private")
    assert site.paths == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_fetch_follows_redirects_and_keeps_where_it_ended(site: Site, status: str) -> None:
    site.answers["/first"] = moved("../second?a=1#x", status)
    site.answers["marsh.example/second?a=1"] = moved("http://other.example/third", status)
    site.answers["other.example/third"] = answer()
    assert site.fetch("http://marsh.example/first").url == "http://other.example/third"
    assert site.resolved == ["marsh.example"] * 3 + ["other.example"] * 2  # robots.txt of each host, once


def test_fetch_does_not_follow_for_ever(site: Site) -> None:
    site.answers["/loop"] = moved("/loop")
    site.refused("http://marsh.example/loop", "not-fetched", "over 10 redirects")
    assert site.paths == ["/loop"] * (REDIRECTS + 1)


@pytest.mark.parametrize(
    "text, allowed",
    [
        ("User-agent: *\nDisallow: /", False), ("User-agent: *\nDisallow: /private", True), ("User-agent: *\nDisallow:", True), ("", True),
        ("User-agent: onrecord\nDisallow: /tide", False), ("User-agent: OnRecord/1.0\nDisallow: /tide", False), ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nUser-agent: onrecord\nAllow: /", True), ("User-agent: onrecord\nUser-agent: other\nDisallow: /t", False),
        ("<html>not found</html>", True), ("\ufeffUser-agent: *\r\nDisallow: /tide # not for machines", False),
    ],
)  # fmt: skip
def test_fetch_respects_robots(site: Site, text: str, allowed: bool) -> None:
    site.answers["/robots.txt"] = answer(text.encode(), kind="text/plain")
    site.answers["/tide"] = answer()
    if allowed:
        assert site.fetch("http://marsh.example/tide").raw == PAGE
    else:
        site.refused("http://marsh.example/tide", "robots-refused", "asks machines to leave this page")
        assert site.paths == []


def test_fetch_respects_robots_of_every_hop(site: Site) -> None:
    site.answers["/first"] = moved("http://other.example/second")
    site.answers["other.example/robots.txt"] = answer(b"User-agent: *\nDisallow: /second", kind="text/plain")
    site.answers["/second"] = answer()
    site.refused("http://marsh.example/first", "robots-refused", r"other\.example")
    assert site.paths == ["/first"]


@pytest.mark.parametrize(
    "reply, allowed",
    [(answer(b"", status="404 Not Found"), True), (answer(b"", status="403 Forbidden"), True), (answer(b"", status="500 Oh"), False),
     (answer(b"", status="429 Slow"), False),
     (answer(b"\x1f\x8b cut", "Content-Encoding: gzip"), False), (answer(gzip.compress(b"User-agent: *\nAllow: /"), "Content-Encoding: gzip"), True)],
)  # fmt: skip
def test_fetch_stays_away_where_robots_cannot_be_had(site: Site, reply: bytes, allowed: bool) -> None:
    site.answers["/robots.txt"], site.answers["/tide"] = reply, answer()
    kept: dict[str, Rules] = {}
    if allowed:
        assert site.fetch("http://marsh.example/tide", robots=kept).raw == PAGE and set(kept) == {"http://marsh.example/"}
    else:
        site.refused("http://marsh.example/tide", "robots-refused", "cannot be had", robots=kept)
        assert kept == {}


def test_fetch_reads_the_start_of_an_endless_robots(site: Site) -> None:
    def endless(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /tide\n")
        while True:
            connection.sendall(b"# and so on\n" * 1000)

    site.answers["/robots.txt"] = endless
    site.refused("http://marsh.example/tide", "robots-refused", "leave this page")


def test_fetch_asks_for_robots_once(site: Site) -> None:
    site.answers["/tide"] = answer()
    kept: dict[str, Rules] = {}
    for _ in range(3):
        site.fetch("http://marsh.example/tide", robots=kept)
    assert [r.split(b" ")[1] for r in site.requests] == [b"/robots.txt", b"/tide", b"/tide", b"/tide"]


def test_fetch_bounds_a_body(site: Site) -> None:
    site.answers["/said"] = answer(b"", f"Content-Length: {CAPTURE_BYTES + 1}", length=False)
    site.refused("http://marsh.example/said", "too-large", r"20,000,001 bytes \(limit")

    def endless(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"a" * 1_000_000)

    site.answers["/endless"] = endless
    site.refused("http://marsh.example/endless", "too-large", "over 20,000,000 bytes")
    site.answers["/bomb"] = answer(gzip.compress(bytes(100_000_000), 1), "Content-Encoding: gzip")
    site.refused("http://marsh.example/bomb", "too-large", "when unpacked")


def test_fetch_bounds_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_module, "FETCH_SECONDS", 1)

    def drip(connection: Any, start: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> None:
        connection.sendall(start)
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)

    site.answers["/body"] = drip
    site.answers["/head"] = lambda c: drip(c, b"HTTP/1.1 200 OK\r\nX-A: ")
    site.answers["/silent"] = lambda c: time.sleep(3)
    site.answers["/loop"] = lambda c: (time.sleep(0.3), c.sendall(moved("/loop")))[0]
    for path in ("body", "head", "silent", "loop"):
        start = time.monotonic()
        site.refused(f"http://marsh.example/{path}", "took-too-long", "not fetched within 1 seconds")
        assert time.monotonic() - start < 10
    site.addresses["slow.example"] = lambda: (time.sleep(3), [PUBLIC])[1]
    start = time.monotonic()
    site.refused("http://slow.example/", "took-too-long", "not fetched within")
    assert time.monotonic() - start < 2.9


@pytest.mark.parametrize(
    "reply, code, words",
    [
        (answer(status="404 Not Found"), "not-fetched", "answers 404"),
        (answer(b"", "Retry-After: 120", status="503 Busy"), "not-fetched", "asks to wait 120 seconds"),
        (answer(status="206 Partial"), "not-fetched", "answers 206"), (answer(status="204 None", length=False), "not-fetched", "answers 204"),
        (answer(b"%PDF", kind="application/pdf"), "not-text", "application/pdf, not a page"), (answer(b"a", kind="image/png"), "not-text", "image/png"),
        (answer(b"a", "Content-Encoding: br"), "not-text", "compressed as 'br'"), (answer(b"a", "Content-Encoding: gzip, gzip"), "not-text", "compressed as"),
        (answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), "broken-off", "breaks off"),
        (answer(b"cut", "Content-Length: 900", length=False), "not-fetched", "marsh"),
        (b"no HTTP at all\r\n\r\n", "not-fetched", "marsh"), (b"", "not-fetched", "marsh"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 50_000, "not-fetched", "marsh"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "not-fetched", "marsh"),
        (b"HTTP/1.1 101 Switching\r\n\r\n", "not-fetched", "answers 101|marsh"),
    ],
)  # fmt: skip
def test_fetch_says_what_it_did_not_get(site: Site, reply: bytes, code: str, words: str) -> None:
    site.answers["/tide"] = reply
    assert site.refused("http://marsh.example/tide", code, words).startswith("http://marsh.example/tide: ")


def test_fetch_says_that_a_host_is_not_known(site: Site) -> None:
    def unknown() -> Sequence[str]:
        raise OSError("Name or service not known")

    site.addresses["mrash.example"] = unknown
    site.refused("http://mrash.example/", "not-fetched", "no address of mrash.example is known .*look for a slip")
    site.addresses["mrash.example"] = []
    site.refused("http://mrash.example/", "not-fetched", "no address of mrash.example is known")


def test_fetch_tries_the_next_address(site: Site) -> None:
    site.addresses["marsh.example"] = [SECOND, PUBLIC]
    site.answers["/tide"] = answer()

    def flaky(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        if address == SECOND:
            site.connected.append((address, port))
            raise httpcore2.ConnectError("no route to host")
        return site.connect(address, port, seconds)

    assert site.fetch("http://marsh.example/tide", connect=flaky, robots={"http://marsh.example/": Rules()}).raw == PAGE
    assert site.connected == [(SECOND, 80), (PUBLIC, 80)]


def test_fetch_checks_the_certificate_against_the_name(site: Site) -> None:
    """The connection goes to an address, the handshake names the host and checks it against the system's authorities."""
    seen: list[Any] = []

    class Told(httpcore2.NetworkStream):
        def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore2.NetworkStream:
            seen.extend([server_hostname, ssl_context.check_hostname, ssl_context.verify_mode.name])
            raise httpcore2.ConnectError("certificate verify failed")

        def close(self) -> None:
            pass

    site.refused("https://marsh.example/", "not-fetched", "certificate verify failed", connect=lambda *_: Told())
    assert seen == ["marsh.example", True, "CERT_REQUIRED"]
    site.refused("https://marsh.example/", "not-fetched", "marsh.example")  # a server that speaks no TLS
    assert site.connected == [(PUBLIC, 443)] and site.requests == []


def test_fetch_polls_with_what_the_server_said(site: Site) -> None:
    site.answers["/feed"] = answer(PAGE, 'ETag: "7"', "Last-Modified: Fri, 09 Oct 2026 08:30:00 GMT")
    first = site.fetch("http://marsh.example/feed")
    assert (first.etag, first.modified) == ('"7"', "Fri, 09 Oct 2026 08:30:00 GMT")
    more: dict[str, Any] = {"resolve": site.resolve, "connect": site.connect, "clock": lambda: AT}
    assert poll(first, **more) == first
    assert b'If-None-Match: "7"\r\nIf-Modified-Since: Fri, 09 Oct 2026 08:30:00 GMT\r\n' in site.requests[-1]
    site.answers["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert poll(first, **more) is None
    site.answers["/feed"] = moved("http://other.example/feed")
    site.answers["other.example/feed"] = answer()
    assert poll(first, **more) is not None and b"If-None-Match" not in site.requests[-1]  # another page's tag is nobody else's business
    site.answers["/feed"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    site.refused("http://marsh.example/feed", "not-fetched", "was not asked")
    with pytest.raises(InputError, match="only http and https"):
        poll(Captured(b""), **more)


def test_fetch_asks_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example:3128")
    site.answers["/tide"] = answer()
    site.fetch("http://marsh.example/tide")
    assert set(site.resolved) == {"marsh.example"}


def test_fetch_opens_no_other_socket(site: Site) -> None:
    """The suite's own hook forbids every connection and look-up that is not to the server of the test: the default ways run into it."""
    with pytest.raises(RuntimeError, match=r"a test tried to reach the network: socket\.getaddrinfo"):
        fetch("http://marsh.example/")
    with pytest.raises(RuntimeError, match=r"a test tried to reach the network"):
        connect(PUBLIC, 80, 1)


REAL = """
import http.server, sys, threading
from onrecord.errors import InputError
from onrecord.read.fetch import fetch

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/tide" else 404)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"The sluice held.")
    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/tide"
try:
    fetch(url)
except InputError as e:
    print(e.code)
print(fetch(url, permitted={"127.0.0.1"}).raw.decode())
"""


def test_fetch_over_tcp_reaches_a_permitted_address_only() -> None:
    """In a process of its own, over the loopback, with the resolver and the connection that users get."""
    own = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", REAL], capture_output=True, text=True, env=own, timeout=60)
    if "Operation not permitted" in done.stderr:
        pytest.skip("no server may be bound here")
    assert done.stdout.split("\n")[:2] == ["address-refused", "The sluice held."], done.stderr


@given(st.text(max_size=80), st.sampled_from(["", "http://", "https://", "http://marsh.example/", "http://[", "http://a@"]))
def test_fetch_urls_are_taken_or_refused(text: str, start: str) -> None:
    try:
        found = parse_url(start + text)
    except InputError as e:
        assert e.code == "url-refused"
    else:
        assert found.scheme in ("http", "https") and found.raw_host and not found.userinfo and str(found).isascii()


def test_robots_patterns() -> None:
    for path, pattern, wanted in (
        ("/a/b", "/a", True), ("/b", "/a", False), ("/a.php?x", "/*.php", True), ("/a.php?x", "/*.php$", False), ("/a.php", "/*.php$", True),
        ("/a", "/a$", True),
        ("/ab", "/a$", False), ("/x/y/z", "/x/*/z", True), ("/x/z", "/x/*/z", False), ("/x/z/z", "/x/*z$", True), ("/anything", "*", True), ("/a", "", True),
        ("/ab", "/ab*b$", False), ("/a*b", "/a*b", True), ("/a$b", "/a$b", True),
    ):  # fmt: skip
        assert fits(path, pattern) is wanted, (path, pattern)
    start = time.process_time()
    assert not fits("/" + "a" * 8_000, "/" + "*a" * 4_000 + "*b$") and time.process_time() - start < 1


def test_robots_the_longest_pattern_decides() -> None:
    rules = read_robots("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /d\nDisallow: /d\nDisallow: /%7Ex/\u00e9\n")
    assert [rules.allow(p) for p in ("/a", "/a/b", "/a/b/c", "/d", "/e", "/~x/%c3%A9", "/%7ex/")] == [False, True, False, True, True, False, True]
    assert not NOTHING.allow("/") and Rules().allow("/")


@given(st.text(max_size=300), st.text(max_size=40))
def test_robots_never_fail(text: str, path: str) -> None:
    assert read_robots(text).allow("/" + path) in (True, False)


def test_now_is_in_utc() -> None:
    assert fetch_module.now().tzinfo == UTC and isinstance(Path(fetch_module.__file__), Path)
