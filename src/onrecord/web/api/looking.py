"""What the API looks up in the ledger: each function is an operation, its docstring the description of it.

In: `Asked`. Out: a value of the type that the operation gives, or an answer that is a file. Errors of the ledger become statuses in routes.py.
"""

import threading

from starlette.responses import Response

from onrecord import __version__
from onrecord.group.types import Dossier
from onrecord.ledger.ledger import open
from onrecord.ledger.types import Events, Report
from onrecord.web.api import answers
from onrecord.web.api.queries import filters_of
from onrecord.web.api.spec import TEXT, Asked, WrongRequest
from onrecord.web.export import SECONDS, send_export
from onrecord.web.ledgers import ledgers, reading

VERIFYING = threading.Lock()


def find(asked: Asked) -> answers.FoundPage:
    """Find statements: those with the words, best first; without words, the newest first."""
    with reading(asked.request) as ledger:
        return answers.give_page(ledger.find(**filters_of(asked.query)))


def show_statement(asked: Asked) -> answers.StatementAnswer:
    """A statement: its bytes, its history, what people judged."""
    with reading(asked.request) as ledger:
        shown = ledger.show(asked.path["id"])
    if shown.statement is None:
        raise WrongRequest(404, "not-found", f"{asked.path['id']}: this is no statement but {shown.kind}")
    return answers.give_shown(shown)


def show_article(asked: Asked) -> answers.ArticleAnswer:
    """An article with all that was read in it."""
    with reading(asked.request) as ledger:
        shown = ledger.show(asked.path["id"])
    if shown.article is None or shown.kind != "article":
        raise WrongRequest(404, "not-found", f"{asked.path['id']}: this is no article but {shown.kind}")
    return answers.give_article(shown)


def read_text(asked: Asked) -> Response:
    """The text of an article, in which offsets count."""
    found = show_article(asked)
    assert found.record.article is not None
    return Response(found.record.article.text.encode("utf-8", "replace"), media_type=TEXT)


def list_events(asked: Asked) -> Events:
    """Events, newest first: articles that tell of the same thing."""
    with reading(asked.request) as ledger:
        return ledger.events(limit=asked.query.limit, after=asked.query.after)


def show_event(asked: Asked) -> Dossier:
    """The dossier of an event: its reports side by side."""
    with reading(asked.request, seconds=SECONDS) as ledger:
        return ledger.dossier(ledger.event(asked.path["id"]).id).dossier


def list_follows(asked: Asked) -> answers.FollowList:
    """What is followed."""
    with reading(asked.request) as ledger:
        return answers.FollowList(ledger.follows())


def verify(asked: Asked) -> Report:
    """Check every hash, link, row, span and place of the ledger; it takes as long as the ledger is large."""
    if not VERIFYING.acquire(blocking=False):
        raise WrongRequest(503, "busy", "the ledger is being checked already; ask again when that is done")
    try:
        # SQLite checks its full text by a command that a connection which only reads may not give.
        with open(ledgers(asked.request).path, make=False) as ledger:
            return ledger.verify(head=asked.query.head)
    finally:
        VERIFYING.release()


def head(asked: Asked) -> answers.HeadAnswer:
    """The head of the ledger: keep it elsewhere, and nothing before it can change unseen."""
    with reading(asked.request) as ledger:
        own = ledger.head()
        return answers.HeadAnswer(own, int(own.partition(":")[0]), ledger.find(limit=1).searched, __version__)


def export(asked: Asked) -> Response:
    """Statements as a file: all, or those that the filters leave."""
    with reading(asked.request, seconds=SECONDS) as ledger:
        return send_export(ledger, asked.query.to, filters_of(asked.query), words=asked.query.text, raw=asked.query.raw)


def read_capture(asked: Asked) -> Response:
    """The bytes as they were seen: a file, never shown as a page."""
    with reading(asked.request) as ledger:
        raw = ledger.capture(asked.path["sha256"])
    return Response(raw, 200, {"content-disposition": 'attachment; filename="capture.txt"'}, media_type=TEXT)
