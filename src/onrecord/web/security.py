"""What every request passes before it reaches a page, and every answer before it leaves (docs/serve.md, "What it keeps out").

In: requests. Out: 421 for a host that is not ours, 401 without the token, 403 for a form that another site sent, 413 for what is too large; else the page, with
headers that let a browser run and fetch nothing but what is ours. It decides by headers and path alone, before any page is asked.
"""

import hmac
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.limits import CAPTURE_BYTES
from onrecord.phrase import HIDDEN

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SAFE = frozenset({"GET", "HEAD"})
OPEN = "/feed/"  # a feed has a token of its own in its address: readers of feeds carry no cookies
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
# Bytes of a request, by the start of its path; all others take a form's worth.
BODY = 1_000_000
FILES = 20  # files in one upload
BODIES = (("/add", 5 * CAPTURE_BYTES + BODY), ("/api/add", CAPTURE_BYTES + BODY), ("/draft", CAPTURE_BYTES + BODY))
NAME_COOKIE, KEYS_COOKIE = "onrecord-name", "onrecord-keys"
NAME = 80  # characters of a judge's name
YEAR = 365 * 24 * 3600


class Guard:
    """The outermost layer of the application. `routes` are those that an answer may lead to."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: Iterable[str], routes: Sequence[BaseRoute]) -> None:
        self.app, self.token, self.routes = app, token, routes
        self.hosts = frozenset(host.lower() for host in hosts)
        self.pass_word = hmac.new(token.encode(), b"cookie", "sha256").hexdigest()  # the token itself stays out of the browser's store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        state = scope.setdefault("state", {})
        state["reader"], state["named"] = "", False

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
                if state["named"]:
                    headers.append("set-cookie", cookie(NAME_COOKIE, quote(state["reader"]), keep=YEAR))
            await send(message)

        refusal = self.look_at(scope, state)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        await self.app(scope, count_body(receive, body_limit(scope["path"])), answer)

    def look_at(self, scope: Scope, state: dict[str, Any]) -> Response | None:
        """The answer to a request that goes no further; None for one that does."""
        asked = HTTPConnection(scope)
        headers, path, method = asked.headers, scope["path"], scope["method"]
        host = headers.get("host", "").lower()
        if len(headers.getlist("host")) != 1 or host not in self.hosts | own_hosts(scope):
            return refuse(path, 421, "misdirected", "This server does not answer under this name. Open the address that it printed when it was started.")
        if method in SAFE and path.startswith(OPEN):
            return None
        by_token = self.bears(headers)
        if not by_token:
            given = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("token", "")
            if method in SAFE and same(given, self.token):
                return self.exchange(scope, path)
            if not same(asked.cookies.get(cookie_name(scope), ""), self.pass_word):
                return refuse(path, 401, "no-token", "This page needs the token of the server: open the address that was printed when it was started.")
            if method not in SAFE and crossed(headers, host):
                return refuse(path, 403, "other-site", "This form was not sent by a page of this server, so nothing was done.")
        size = headers.get("content-length", "0")
        if not size.isdecimal() or len(size) > 12 or int(size) > body_limit(path):
            return refuse(path, 413, "too-large", f"Too much at once: this page takes {body_limit(path):,} bytes. Nothing was kept.")
        state["reader"] = clean_name(unquote(asked.cookies.get(NAME_COOKIE, "")))
        return None

    def bears(self, headers: Headers) -> bool:
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and same(given.strip(), self.token)

    def exchange(self, scope: Scope, path: str) -> Response:
        """The token in the address becomes a cookie; the address without it is where the browser goes on."""
        rest = urlencode([(k, v) for k, v in parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True) if k != "token"])
        target = quote(path) + (f"?{rest}" if rest else "")
        answer = RedirectResponse(known(self.routes, target), 303)
        answer.headers.append("set-cookie", cookie(cookie_name(scope), self.pass_word))
        return answer


def own_hosts(scope: Scope) -> frozenset[str]:
    """The names of this machine for itself, with the port that is served."""
    port = (scope.get("server") or ("", 0))[1]
    return frozenset(f"{name}:{port}" for name in LOOPBACK) | (frozenset(LOOPBACK) if port == 80 else frozenset())


def same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def crossed(headers: Headers, host: str) -> bool:
    """Whether a form was sent by another site: the browser's own word first, else where it says that the form stood; who says neither is no browser of ours."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    return headers.get("origin") not in (f"http://{host}", f"https://{host}")


def cookie_name(scope: Scope) -> str:
    """Two servers on one machine differ by their port, which cookies do not know of."""
    return f"onrecord-{(scope.get('server') or ('', 0))[1]}"


def cookie(name: str, value: str, *, keep: int | None = None) -> str:
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict" + (f"; Max-Age={keep}" if keep is not None else "")


def clean_name(name: str) -> str:
    """A judge's name in one line, without what would be hidden or obeyed."""
    return " ".join(HIDDEN.sub(" ", name).split())[:NAME].strip()


def body_limit(path: str) -> int:
    return next((limit for start, limit in BODIES if path == start or path.startswith(f"{start}/")), BODY)


def count_body(receive: Receive, limit: int) -> Receive:
    """The request's body, cut off with 413 where it is larger than is taken, whatever its length was said to be."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b"")) if message["type"] == "http.request" else 0
        if taken > limit:
            raise HTTPException(413, f"Too much at once: this page takes {limit:,} bytes. Nothing was kept.")
        return message

    return counted


def refuse(path: str, status: int, code: str, words: str) -> Response:
    """A refusal that needs nothing of the application: no style, no link but the way back."""
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    if path.startswith("/api/"):
        return JSONResponse({"error": {"code": code, "message": words}}, status, headers)
    # A link on another site brings no cookie with it; the same link on this page does.
    again = f'<p><a href="{escape(quote(path))}">Try again</a></p>' if status == 401 and not path.startswith(("//", "/\\")) else ""
    page = f"<main><h1>onrecord</h1><p>{escape(words)}</p>{again}</main>"
    return Response(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>onrecord</title></head><body>{page}</body></html>',
        status,
        headers,
        media_type="text/html",
    )


def known(routes: Sequence[BaseRoute], target: str) -> str:
    """The address again where it leads to a page of ours, else the desk: an answer never sends a browser anywhere else."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "/"
    plain = target.isascii() and target.isprintable() and " " not in target and "\\" not in target
    if not plain or parts.scheme or parts.netloc or not target.startswith("/") or target.startswith("//"):
        return "/"
    scope = {"type": "http", "method": "GET", "path": unquote(parts.path), "root_path": "", "headers": []}
    return target if any(route.matches(scope)[0] is Match.FULL for route in routes) else "/"
