"""One URL that the user named, fetched: the only place of the package that reaches the network.

In: an http or https URL. Out: Captured; InputError where it may not or cannot be had. A host's addresses are asked for once, each is checked, and the
connection goes to one of those, so that a second answer of a name server changes nothing; every redirect and every robots.txt goes the same way. No cookie is
kept, no proxy asked, no password sent; what comes is bounded in bytes, time and hops.
"""

import socket
import threading
import time
from collections.abc import Callable, Collection, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore2
from httpx2 import URL, InvalidURL

from onrecord import __version__
from onrecord.errors import InputError
from onrecord.limits import ADDRESSES, CAPTURE_BYTES, CONNECT_SECONDS, FETCH_SECONDS, REDIRECTS, ROBOTS_BYTES, URL_CHARACTERS
from onrecord.read.address import why_refused
from onrecord.read.body import PAGES, parse_content_type, unpack
from onrecord.read.captured import Captured
from onrecord.read.robots import AGENT, NOTHING, Rules, read_robots

USER_AGENT = f"{AGENT}/{__version__}"
FEEDS = frozenset("application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml application/feed+json application/json".split())
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.8"
REDIRECTING = frozenset({301, 302, 303, 307, 308})
USUAL_PORTS = frozenset({None, 80, 443})  # httpx2 leaves out a scheme's own

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], httpcore2.NetworkStream]


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system knows them, in its order of preference."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def connect(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
    """A TCP connection to an address (no name)."""
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout=seconds)


def now() -> datetime:
    return datetime.now(UTC)


def fetch(
    url: str,
    *,
    resolve: Resolve = resolve,
    connect: Connect = connect,
    permitted: Collection[str] = (),
    clock: Callable[[], datetime] = now,
    robots: MutableMapping[str, Rules] | None = None,
) -> Captured:
    """Fetch one page, text or feed.

    `permitted` names single addresses that may be reached although they are not public (one's own archive, say). `robots` keeps what sites ask of machines, by
    origin, for the next call; a day is as long as that should be kept.
    """
    found = _follow(_Web(resolve, connect, permitted, url, robots), url, clock, None)
    if found is None:
        raise InputError("not-fetched", f"{url}: the server answers that nothing has changed, and was not asked; try again")
    return found


def poll(
    known: Captured,
    *,
    url: str | None = None,
    resolve: Resolve = resolve,
    connect: Connect = connect,
    permitted: Collection[str] = (),
    clock: Callable[[], datetime] = now,
    robots: MutableMapping[str, Rules] | None = None,
) -> Captured | None:
    """Fetch again what `fetch` brought; None where the server says that it has not changed. `url` is what was asked for then, where that led on to another
    address. In all else as `fetch`."""
    url = url or known.url or ""
    return _follow(_Web(resolve, connect, permitted, url, robots), url, clock, known)


def _follow(web: "_Web", url: str, clock: Callable[[], datetime], known: Captured | None) -> Captured | None:
    here = parse_url(url)
    ports = USUAL_PORTS | {here.port}
    for _ in range(REDIRECTS + 1):
        web.check_robots(here)
        asked = known if known is not None and known.url == str(here) else None
        answer = web.get(here, CAPTURE_BYTES, known=asked)
        if answer.status in REDIRECTING:
            here = next_hop(here, answer.headers.get("location"), ports, name=url)
        elif answer.status == 200:
            return _capture(here, answer, clock(), name=url)
        elif answer.status == 304:
            return None
        else:
            wait = read_wait(answer.headers.get("retry-after", ""), clock())
            told = f" and asks to wait {wait} seconds" if wait is not None else ""
            raise NotAnswered(f"{url}: the server answers {answer.status}{told}; open it in a browser, save the page and read that", answer.status, wait)
    raise InputError("not-fetched", f"{url}: over {REDIRECTS} redirects; name the address that a browser ends at")


class NotAnswered(InputError):
    """A server answered with no page: its status, and how many seconds it asks to be left alone."""

    def __init__(self, message: str, status: int, wait: int | None) -> None:
        super().__init__("not-fetched", message)
        self.status = status
        self.wait = wait


def read_wait(said: str, at: datetime) -> int | None:
    """The seconds of a Retry-After, which gives them or a date (RFC 9110, 10.2.3); None where it says neither.

    >>> read_wait("Fri, 09 Oct 2026 08:31:00 GMT", datetime(2026, 10, 9, 8, 30, tzinfo=UTC))
    60
    """
    said = said.strip()
    if said.isascii() and said.isdigit() and len(said) < 8:
        return int(said)
    try:
        until = parsedate_to_datetime(said[:60])
        return max(0, round((until.replace(tzinfo=until.tzinfo or UTC) - at).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return None


def parse_url(url: str) -> URL:
    """A URL that may be fetched, without its fragment; InputError where its scheme is another one or it carries a password."""
    if len(url) > URL_CHARACTERS:
        raise InputError("url-refused", f"{url[:100]}...: over {URL_CHARACTERS:,} characters; name the page's short address")
    try:
        found = URL(url.strip())
        port = found.port
    except (InvalidURL, ValueError) as e:
        raise InputError("url-refused", f"{url}: no URL ({e}); copy it from a browser") from e
    if found.scheme not in ("http", "https") or not found.host:
        raise InputError("url-refused", f"{url}: only http and https addresses are fetched; save the page and name the file")
    if found.userinfo:
        raise InputError("url-refused", f"{found.copy_with(userinfo=b'')}: a URL with a user's name or password is not fetched; leave them out")
    if port is not None and not 0 < port < 65536:
        raise InputError("url-refused", f"{url}: no URL (port {port}); copy it from a browser")
    return found.copy_with(fragment=None)


def next_hop(here: URL, location: str | None, ports: Collection[int | None], *, name: str) -> URL:
    """Where a redirect leads, checked as the first URL was; other ports than the usual ones and the user's own are not for a server to choose."""
    if not location:
        raise InputError("not-fetched", f"{name}: {here} redirects to nowhere; name the address that a browser ends at")
    try:
        there = parse_url(str(here.join(location[: URL_CHARACTERS + 1])))
    except (InvalidURL, ValueError) as e:
        raise InputError("url-refused", f"{name}: redirects to what is no URL ({e}); name the address that a browser ends at") from e
    except InputError as e:
        raise InputError(e.code, f"{name}: redirects to {e}") from e
    if there.port not in ports:
        raise InputError("url-refused", f"{name}: redirects to port {there.port} of {there.host}; name that address yourself if it is meant")
    return there


def _capture(here: URL, answer: "_Answer", at: datetime, *, name: str) -> Captured:
    media_type, charset = parse_content_type(answer.headers.get("content-type"))
    if media_type is not None and media_type not in PAGES | FEEDS:
        raise InputError("not-text", f"{name}: {media_type[:80]}, not a page, a text or a feed; save its words as .txt and read that")
    raw = unpack(answer.body, answer.headers.get("content-encoding"), name=name)
    fetched = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Captured(raw, str(here), fetched, media_type, charset, etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)


class _Web(httpcore2.NetworkBackend):
    """The network of one call: it connects to nothing but checked addresses, and to nothing after the deadline."""

    def __init__(self, resolve: Resolve, connect: Connect, permitted: Collection[str], name: str, robots: MutableMapping[str, Rules] | None) -> None:
        self._resolve, self._connect, self._permitted = resolve, connect, frozenset(permitted)
        self._name, self._robots = name, robots if robots is not None else {}
        self._deadline = time.monotonic() + FETCH_SECONDS

    def check_robots(self, url: URL) -> None:
        """InputError where the site asks machines to stay away from this path, or does not say (RFC 9309, 2.3.1)."""
        origin = str(url.copy_with(raw_path=b"/"))
        rules = self._robots.get(origin) or self._read_robots(url.copy_with(raw_path=b"/robots.txt"))
        if rules is not NOTHING:
            self._robots[origin] = rules
        if not rules.allow(url.raw_path.decode("ascii")):
            why = "its robots.txt cannot be had" if rules is NOTHING else "its robots.txt asks machines to leave this page"
            raise InputError("robots-refused", f"{self._name}: {url.host}: {why}; open it in a browser, save the page and read that")

    def _read_robots(self, url: URL) -> Rules:
        ports = USUAL_PORTS | {url.port}
        for _ in range(REDIRECTS + 1):
            answer = self.get(url, ROBOTS_BYTES, whole=False)
            if answer.status in REDIRECTING:
                url = next_hop(url, answer.headers.get("location"), ports, name=self._name)
            elif answer.status == 200:
                try:
                    raw = unpack(answer.body, answer.headers.get("content-encoding"), name=self._name)
                except InputError:
                    return NOTHING
                return read_robots(raw[:ROBOTS_BYTES].decode("utf-8", "replace"))
            else:
                return Rules() if 400 <= answer.status < 500 and answer.status != 429 else NOTHING
        return Rules()

    def get(self, url: URL, limit: int, *, whole: bool = True, known: Captured | None = None) -> _Answer:
        """Ask once, whether it has changed where it is `known`.

        A body over the limit is refused or, where not the `whole` is wanted, cut; that of another answer than 200 is not read.
        """
        headers = {
            "Host": url.netloc.decode("ascii"), "User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip, identity", "Connection": "close",
        }  # fmt: skip
        if known is not None:
            headers |= {name: said for name, said in (("If-None-Match", known.etag), ("If-Modified-Since", known.modified)) if said}
        request = httpcore2.Request(
            "GET",
            httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=[(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()],
        )
        try:
            with httpcore2.ConnectionPool(network_backend=self, max_keepalive_connections=0, retries=0) as pool:
                response = pool.handle_request(request)
                try:
                    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in reversed(response.headers)}
                    body = self._read(response, headers, limit, whole) if response.status == 200 else b""
                finally:
                    response.close()
        except httpcore2.TimeoutException as e:
            raise self._late() from e
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol) as e:
            raise InputError("not-fetched", f"{self._name}: {url.host}: {str(e) or type(e).__name__}; try again, or save the page and read that") from e
        return _Answer(response.status, headers, body)

    def _read(self, response: httpcore2.Response, headers: dict[str, str], limit: int, whole: bool) -> bytes:
        said = headers.get("content-length", "")
        if whole and said.isdigit() and len(said) < 20 and int(said) > limit:
            raise InputError("too-large", f"{self._name}: {int(said):,} bytes (limit {limit:,}); save its words as .txt and read that")
        parts: list[bytes] = []
        size = 0
        for part in response.iter_stream():
            parts.append(part)
            size += len(part)
            if size > limit:
                if not whole:
                    break
                raise InputError("too-large", f"{self._name}: over {limit:,} bytes, the limit; save its words as .txt and read that")
        return b"".join(parts)

    def connect_tcp(self, host: str, port: int, *_: object, **__: object) -> httpcore2.NetworkStream:
        """Called by httpcore2 for each connection: resolve once, check every address, connect to one of these."""
        addresses = self._addresses(host, port)
        for address in addresses:
            why = why_refused(address, permitted=self._permitted)
            if why is not None:
                raise InputError(
                    "address-refused", f"{self._name}: {host} is at {address} ({why}), and only public addresses are fetched; save the page and read that"
                )
        problem: Exception = httpcore2.ConnectError(f"no address of {host} is known")
        for address in addresses[:ADDRESSES]:
            try:
                return _Timed(self._connect(address, port, min(CONNECT_SECONDS, self._left())), self._left)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as e:
                problem = e
        raise problem

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Ask in a thread: the system's resolver knows no deadline."""
        answers: list[Sequence[str] | Exception] = []

        def ask() -> None:
            try:
                answers.append(self._resolve(host, port))
            except Exception as e:
                answers.append(e)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(self._left())
        if not answers:
            raise self._late()
        if isinstance(answers[0], (OSError, UnicodeError)):
            raise InputError("not-fetched", f"{self._name}: no address of {host} is known ({answers[0]}); look for a slip in the name") from answers[0]
        if isinstance(answers[0], Exception):
            raise answers[0]
        return answers[0]

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise self._late()
        return left

    def _late(self) -> InputError:
        return InputError("took-too-long", f"{self._name}: not fetched within {FETCH_SECONDS} seconds; try again, or save the page and read that")


class _Timed(httpcore2.NetworkStream):
    """A connection that ends at a deadline, however often the other side sends a byte."""

    def __init__(self, inner: httpcore2.NetworkStream, left: Callable[[], float]) -> None:
        self._inner, self._left = inner, left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> httpcore2.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._left()), self._left)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
