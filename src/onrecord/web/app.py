"""The application: every screen's routes behind one guard.

In: the path of a ledger, the token, the names it may be called by. Out: a Starlette application. Each screen is a package with `routes`; what goes wrong in one
becomes a page in words.
"""

import logging
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from onrecord.errors import OnrecordError, UsageError
from onrecord.ledger.errors import LedgerError
from onrecord.web.api import routes as api
from onrecord.web.article import routes as article
from onrecord.web.desk import routes as desk
from onrecord.web.draft import routes as draft
from onrecord.web.event import routes as event
from onrecord.web.feeds import routes as feeds
from onrecord.web.jobs import Jobs
from onrecord.web.ledgers import Ledgers, TooSlow
from onrecord.web.render import trouble
from onrecord.web.security import Guard
from onrecord.web.statement import routes as statement
from onrecord.web.who import routes as who

SCREENS = (desk.routes, event.routes, statement.routes, article.routes, who.routes, draft.routes, api.routes, feeds.routes)
WORDS = {404: "There is no such page.", 405: "This page cannot be asked in this way."}


class Room(Starlette):
    """The application with its guard outermost, so that no answer leaves without its headers, not even that of a mistake."""

    def __init__(self, *, token: str, hosts: Iterable[str], **given: Any) -> None:
        super().__init__(**given)
        self._token, self._hosts = token, tuple(hosts)

    def build_middleware_stack(self) -> ASGIApp:
        return Guard(super().build_middleware_stack(), token=self._token, hosts=self._hosts, routes=self.routes)


class Files(StaticFiles):
    """Our own files. Their address changes with their content, so that a browser need not ask again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "private, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else "private, max-age=86400"
        return answer


def make_app(path: str, *, token: str, hosts: Iterable[str] = ()) -> Starlette:
    """The application for the ledger at `path`. `hosts`: names with ports ("desk.example:8080") that it answers to besides those of the loopback."""
    routes: list[BaseRoute] = [route for screen in SCREENS for route in screen]
    routes.append(Mount("/static", Files(directory=str(files("onrecord.web") / "static")), name="static"))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        app.state.jobs.close()
        app.state.ledgers.close()

    handlers: dict[Any, Any] = {HTTPException: tell_status, OnrecordError: tell_error, Exception: tell_mistake}
    app = Room(token=token, hosts=hosts, routes=routes, exception_handlers=handlers, lifespan=lifespan)
    app.state.ledgers = Ledgers(path)
    app.state.jobs = Jobs(app.state.ledgers)
    return app


def tell_status(request: Request, error: Exception) -> Response:
    """404 and the like."""
    assert isinstance(error, HTTPException)
    own = error.detail if error.detail not in ("Not Found", "Method Not Allowed") else ""
    return trouble(request, error.status_code, own or WORDS.get(error.status_code, error.detail))


def tell_error(request: Request, error: Exception) -> Response:
    """What onrecord itself says: a wrong question, a ledger that is busy or damaged."""
    status = 503 if isinstance(error, LedgerError | TooSlow) else 400 if isinstance(error, UsageError) else 500
    return trouble(request, status, str(error))


def tell_mistake(request: Request, error: Exception) -> Response:
    """A mistake of ours: in words on the page, in full where the server was started."""
    logging.getLogger("onrecord.web").error("%s %s", request.method, request.url.path, exc_info=error)
    return trouble(request, 500, "This is a mistake in onrecord. What was asked and what went wrong is printed where the server was started; nothing was lost.")
