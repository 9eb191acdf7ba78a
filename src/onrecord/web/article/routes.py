"""The addresses of one article: its page, the check of where it comes from, a statement that was missed, what its publisher did to it.

In: requests. Out: pages, forms taken. No GET changes anything.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.errors import UsageError
from onrecord.judge.apply import find_added
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Shown
from onrecord.web.article.missed import read_at_source, read_missed
from onrecord.web.article.view import view_article
from onrecord.web.ledgers import or_missing, reading, writing
from onrecord.web.render import go, needs_name, read_form, respond, text_of, trouble
from onrecord.web.statement.custody import verify_now

SLOW = 20.0  # seconds that checking the entries may take


def find(request: Request, ledger: Ledger) -> Shown:
    """The article that an id stands for."""
    given = request.path_params["id"]
    shown = ledger.show(given)
    if shown.kind != "article" or shown.article is None:
        raise UsageError(f"{given}: no article has this id")
    return shown


def show_article(request: Request) -> Response:
    """The page."""
    asked = request.query_params
    with reading(request) as ledger, or_missing():
        shown = find(request, ledger)
        if shown.id != request.path_params["id"]:
            return go(request, f"/article/{shown.id}")
        view = view_article(ledger, shown, speaker=asked.get("speaker", ""), attributed=asked.get("only") == "attributed", known=asked.get("known", ""))
    return respond(request, "article.html", view)


def verify(request: Request) -> Response:
    """The page with its chain of custody checked now."""
    with reading(request, seconds=SLOW) as ledger, or_missing():
        shown = find(request, ledger)
        view = view_article(ledger, shown, checks=verify_now(ledger, shown))
    return respond(request, "article.html", view)


def add_missed(request: Request) -> Response:
    """Keep a statement that the machine missed."""
    if (asked := needs_name(request)) is not None:
        return asked
    form = read_form(request)
    with writing(request) as ledger:
        with or_missing():
            shown = find(request, ledger)
        assert shown.record is not None
        found = read_missed(form, shown.record)
        if isinstance(found, list):
            kept = [(k, v) for k, v in form.multi_items() if isinstance(v, str) and not any(k == f"{u.field}-at" for u in found)]
            return respond(request, "article_places.html", None, id=shown.id, unclear=found, fields=kept)
        before = {s.id for s in shown.record.statements}
        judgement = ledger.judge(shown.id, found, by=request.state.reader)
        after = ledger.show(shown.id).record
    own = find_added(after, judgement) if after else None
    if own is None:
        return go(request, f"/article/{shown.id}#history")
    return go(request, f"/article/{shown.id}{f'?known={own.id}' if own.id in before else ''}#s-{own.id}")


def note_source(request: Request) -> Response:
    """Keep what the publisher did to the article."""
    if (asked := needs_name(request)) is not None:
        return asked
    form = read_form(request)
    with writing(request) as ledger:
        with or_missing():
            shown = find(request, ledger)
        ledger.judge(shown.id, read_at_source(form), by=request.state.reader)
    return go(request, f"/article/{shown.id}")


def undo(request: Request) -> Response:
    """Undo a judgement of this article."""
    if (asked := needs_name(request)) is not None:
        return asked
    entry = text_of(read_form(request), "entry")
    with writing(request) as ledger:
        with or_missing():
            shown = find(request, ledger)
        if entry not in {str(j.seq) for j in ledger.judgements(shown.id)}:
            return trouble(request, 400, "No judgement of this article has that number.")
        ledger.undo(int(entry), by=request.state.reader)
    return go(request, f"/article/{shown.id}#history")


routes = [
    Route("/article/{id}", show_article, name="article"),
    Route("/article/{id}/verify", verify),
    Route("/article/{id}/missed", add_missed, methods=["POST"]),
    Route("/article/{id}/at-source", note_source, methods=["POST"]),
    Route("/article/{id}/undo", undo, methods=["POST"]),
]
