"""The addresses of one statement: its page, the check of where it comes from, what is judged, where its words stand; and the bytes of a capture.

In: requests. Out: pages, forms taken, redirects to what stands for an older id now. No GET changes anything.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Shown
from onrecord.web.ledgers import or_missing, reading, writing
from onrecord.web.render import go, needs_name, read_form, respond, text_of, trouble
from onrecord.web.statement.choice import read_saying
from onrecord.web.statement.custody import verify_now
from onrecord.web.statement.move import read_move, view_move
from onrecord.web.statement.view import view_statement

SLOW = 20.0  # seconds that checking a statement's entries may take: every hash of the ledger is read


def show_statement(request: Request) -> Response:
    """The page. An older id leads to the statement that it is now, where the text is the same."""
    with reading(request) as ledger, or_missing():
        shown, answer = find(request, ledger)
        if answer is not None:
            return answer
        view = view_statement(ledger, shown, link=permalink(request, shown.id), as_source=request.query_params.get("as") == "source")
    return respond(request, "statement.html", view)


def find(request: Request, ledger: Ledger) -> tuple[Shown, Response | None]:
    """What an id stands for, and where its own address is another one, the way there."""
    shown = ledger.show(request.path_params["id"])
    if shown.kind != "statement" or shown.statement is None:
        target = {"article": f"/article/{shown.id}", "entity": f"/who/{shown.id}"}.get(shown.kind)
        if target is None:
            raise UsageError(f"{request.path_params['id']}: no statement has this id")
        return shown, go(request, target)
    if shown.now and not shown.current:
        now = ledger.show(shown.now)
        if now.article is not None and shown.article is not None and now.article.id == shown.article.id:
            return shown, go(request, f"/s/{now.id}")
    return shown, go(request, f"/s/{shown.id}") if shown.id != request.path_params["id"] else None


def permalink(request: Request, id: str) -> str:
    """The address that can be kept: it leads here also after the article was read anew."""
    return str(request.base_url.replace(path=f"/s/{id}", query=""))


def verify(request: Request) -> Response:
    """The page with its chain of custody checked now."""
    with reading(request, seconds=SLOW) as ledger, or_missing():
        shown = ledger.show(request.path_params["id"])
        if shown.statement is None:
            return trouble(request, 404, "No statement has this id.")
        view = view_statement(ledger, shown, link=permalink(request, shown.id), checks=verify_now(ledger, shown))
    return respond(request, "statement.html", view)


def judge(request: Request) -> Response:
    """Keep what a named person says of the statement."""
    if (asked := needs_name(request)) is not None:
        return asked
    form = read_form(request)
    given = {name: "\n".join(v for v in form.getlist(name) if isinstance(v, str)) for name in form}
    with writing(request) as ledger:
        with or_missing():
            shown = ledger.show(request.path_params["id"])
        if shown.record is None or shown.statement is None:
            return trouble(request, 404, "No statement has this id.")
        ledger.judge(shown.id, read_saying(given, shown.record, shown.statement), by=request.state.reader)
    return go(request, f"/s/{shown.id}#history")


def undo(request: Request) -> Response:
    """Undo a judgement of this statement."""
    if (asked := needs_name(request)) is not None:
        return asked
    entry = text_of(read_form(request), "entry")
    with writing(request) as ledger:
        with or_missing():
            shown = ledger.show(request.path_params["id"])
        if entry not in {str(j.seq) for j in shown.judgements}:
            return trouble(request, 400, "No judgement of this statement has that number.")
        ledger.undo(int(entry), by=request.state.reader)
    return go(request, f"/s/{shown.id}#history")


def show_move(request: Request) -> Response:
    """The words about the statement, to choose where a part of it begins and ends."""
    with reading(request) as ledger, or_missing():
        shown = ledger.show(request.path_params["id"])
        if shown.record is None or shown.statement is None:
            return trouble(request, 404, "No statement has this id.")
    return respond(request, "statement_span.html", view_move(shown.record, shown.statement, request.query_params.get("field", "content"), request.query_params))


def move(request: Request) -> Response:
    """Keep where a part of the statement stands."""
    if (asked := needs_name(request)) is not None:
        return asked
    form = read_form(request)
    with writing(request) as ledger:
        with or_missing():
            shown = ledger.show(request.path_params["id"])
        if shown.record is None or shown.statement is None:
            return trouble(request, 404, "No statement has this id.")
        saying = read_move(form, shown.record, shown.statement)
        ledger.judge(shown.id, saying, by=request.state.reader)
    return go(request, f"/s/{shown.id}")


def capture(request: Request) -> Response:
    """The bytes of a capture as they were seen: as text to keep, never as a page."""
    own = request.path_params["sha256"]
    with reading(request, seconds=SLOW) as ledger, or_missing():
        shown = ledger.show(own)
        if shown.kind != "capture" or shown.id != own:
            raise UsageError(f"{own}: no capture has this hash")
        raw = ledger.capture(own)
    return Response(raw, headers={"content-type": "text/plain", "content-disposition": f'attachment; filename="{own[:16]}.txt"'})


routes = [
    Route("/s/{id}", show_statement, name="statement"),
    Route("/s/{id}/verify", verify),
    Route("/s/{id}/judge", judge, methods=["POST"]),
    Route("/s/{id}/undo", undo, methods=["POST"]),
    Route("/s/{id}/span", show_move, methods=["GET"]),
    Route("/s/{id}/span", move, methods=["POST"]),
    Route("/capture/{sha256}", capture),
]
