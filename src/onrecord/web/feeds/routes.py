"""/feeds: the feeds of this ledger, made and stopped here; /feed/<word>.atom: one of them, for whoever has its address."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.web.feeds.atom import MEDIA, stamp, to_atom
from onrecord.web.feeds.view import FILTERS, list_rows, read_asked
from onrecord.web.ledgers import or_missing, reading, writing
from onrecord.web.render import go, needs_name, read_form, respond, text_of


def list_feeds(request: Request) -> Response:
    """The feeds, and the form that makes one; of a speaker or an event where the address names it."""
    with reading(request) as ledger, or_missing():
        named = {name: request.query_params.get(name, "") for name in (*FILTERS, "person", "event")}
        label = name_asked(ledger, {name: value for name, value in named.items() if value})
        return show_list(request, ledger, named, label)


def show_list(request: Request, ledger: Ledger, named: dict[str, str], label: str = "", *, status: int = 200, problem: str = "") -> Response:
    return respond(request, "feeds.html", list_rows(ledger.feeds()), status, filters=FILTERS, named=named, label=label, problem=problem)


def make_feed(request: Request) -> Response:
    """Make a feed and show its address this once."""
    form = read_form(request)
    given = {name: text_of(form, name) for name in (*FILTERS, "person", "event")}
    asked_name = needs_name(request)
    if asked_name is not None:
        return asked_name
    try:
        what, asked = read_asked(given)
        with writing(request) as ledger:
            label = name_asked(ledger, asked)
            feed, word = ledger.make_feed(what, asked, label=label, by=request.state.reader)
    except UsageError as e:
        with reading(request) as ledger:
            return show_list(request, ledger, given, status=400, problem=str(e))
    return respond(request, "feed.html", feed, 201, address=f"{home_of(request)}/feed/{word}.atom")


def stop_feed(request: Request) -> Response:
    """Let a feed's address lead nowhere any more."""
    with writing(request) as ledger, or_missing():
        ledger.stop_feed(request.path_params["number"])
    return go(request, "/feeds")


def name_asked(ledger: Ledger, asked: dict[str, str]) -> str:
    """What a feed is of, as its title says it."""
    if asked.get("person"):
        return ledger.person(asked["person"]).name
    if asked.get("event"):
        return ledger.event(asked["event"]).label
    return " ".join(value if name == "words" else f"{name}:{value}" for name, value in asked.items())


def read_feed(request: Request) -> Response:
    """One feed. It needs no cookie, shows nothing but itself, and answers 304 where it has not changed."""
    with reading(request) as ledger, or_missing():
        feed = ledger.feed(request.path_params["word"])
        if feed.stopped:
            return Response("This feed was stopped.\n", 410, media_type="text/plain")
        news = ledger.news(feed)
    home = home_of(request)
    raw, changed = to_atom(feed, news, home=home, own=f"{home}{request.url.path}")
    moment = datetime.fromisoformat(stamp(changed).replace("Z", "+00:00"))
    headers = {"etag": f'"{hashlib.sha256(raw).hexdigest()[:32]}"', "last-modified": format_datetime(moment, usegmt=True), "cache-control": "private, no-cache"}
    if is_known(request, headers["etag"], moment):
        return Response(None, 304, headers)
    return Response(raw, 200, {**headers, "content-type": MEDIA})


def is_known(request: Request, tag: str, moment: datetime) -> bool:
    """Whether the reader has this very feed: by its tag, else by its time (RFC 9110, 13.1)."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in tags.split(",")}
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
        return moment <= (since if since.tzinfo else since.replace(tzinfo=UTC))
    except (KeyError, ValueError, TypeError):
        return False


def home_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers['host']}"


routes: list[BaseRoute] = [
    Route("/feeds", list_feeds, name="feeds"),
    Route("/feeds", make_feed, methods=["POST"], name="make_feed"),
    Route("/feeds/{number:int}/stop", stop_feed, methods=["POST"], name="stop_feed"),
    Route("/feed/{word}.atom", read_feed, name="feed"),
]
