"""/events: what the texts tell of; /event/<id>: who says what about it, and the pages behind that; /event?words=…: the same of the texts that have these words.

In: requests. Out: pages and files to take away. What changes groups is regroup.py's.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import UsageError
from onrecord.web.event import copying, grouped, saying
from onrecord.web.event.dossiers import Opened, open_dossier
from onrecord.web.event.regroup import routes as regroup
from onrecord.web.event.table import Asked, make_table
from onrecord.web.ledgers import reading
from onrecord.web.render import respond

EVENTS = 50  # of one page
DAYS, TOLD = 24, 60  # of the time line in words on the first page: days, and statements of one day
COPIES = {"table": copying.to_tabs, "csv": copying.to_csv, "markdown": copying.to_markdown}


def list_events(request: Request) -> Response:
    """Every event, newest first."""
    with reading(request) as ledger:
        events = ledger.events(limit=EVENTS, after=request.query_params.get("after"))
        follows = {f.value: f for f in ledger.follows() if f.what == "event" and f.by == request.state.reader}
    return respond(request, "events.html", events, follows=follows)


def show(request: Request) -> Response:
    """The table, the rail, the time line."""
    opened = open_dossier(request)
    if isinstance(opened, Response):
        return opened
    asked = read_asked(request)
    table = make_table(opened.laid, opened.where, asked)
    paper = request.query_params.get("view") == "print"
    if paper:
        table = make_table(opened.laid, opened.where, Asked(whole=True))
    days = opened.laid.days if paper else opened.laid.days[:DAYS]
    return respond(
        request, "event_print.html" if paper else "event.html", opened, table=table, asked=asked, days=days, told=TOLD, rest=len(opened.laid.days) - len(days),
        again=opened.where.to(**{**asked.of(), "by": None}),
    )  # fmt: skip


def read_asked(request: Request) -> Asked:
    q = request.query_params
    by = "speaker" if q.get("by") == "speaker" else "point"
    return Asked(number(q.get("points")), number(q.get("speakers")), q.get("letter", "")[:1], q.get("speaker", "").strip()[:200], by)


def number(words: str | None) -> int:
    """A page's number; the first where none is given."""
    return int(words) if words and words.isascii() and words.isdecimal() and 0 < len(words) < 7 else 1


Make = Callable[..., Any]


def page_of(template: str, make: Make, request: Request, **more: Any) -> Response:
    """A page of a dossier, a page of a list at a time; `make` is asked with what stands in the path, `more` goes to the template."""
    opened = open_dossier(request)
    if isinstance(opened, Response):
        return opened
    given = {k: v for k, v in request.path_params.items() if k != "event"}
    try:
        found = make(opened.laid, opened.where, *given.values(), number(request.query_params.get("page")))
    except KeyError:
        raise HTTPException(404, "This is not among the groups any more: a text came, or somebody regrouped. Go back to the event.") from None
    return respond(request, template, opened, found=found, **more)


def wording(laid: Any, where: Any, utterance: str, page: int) -> saying.Side:
    return saying.side_by_side(laid, where, utterance)


def show_grouped(request: Request) -> Response:
    """How this was grouped."""
    part = request.query_params.get("part", "points")
    part = part if part in grouped.PARTS else "points"
    with reading(request) as ledger:
        events = ledger.events(limit=grouped.OTHERS).events if part == "texts" else ()
    return page_of(
        "event_grouped.html", lambda laid, where, page: grouped.list_groups(laid, where, part, page), request, events=events, told=grouped.say_ruling
    )


def copy(request: Request) -> Response:
    """The table to be copied by hand, or to be kept as a file."""
    opened = open_dossier(request)
    if isinstance(opened, Response):
        return opened
    kind = request.path_params["kind"]
    if kind not in COPIES:
        raise HTTPException(404, "The table is copied as table, csv or markdown.")
    return respond(request, "event_copy.html", opened, kind=kind, text=make_copy(kind, opened, request))


def make_copy(kind: str, opened: Opened, request: Request) -> str:
    base = str(request.base_url).rstrip("/")
    if kind == "markdown":
        return copying.to_markdown(opened.laid, base, opened.title)
    made: str = COPIES[kind](opened.laid, base)  # type: ignore[operator]
    return made


def save(request: Request) -> Response:
    """A file: the table as CSV or Markdown, the whole sheet as one page or for Word, the dossier as JSON."""
    from onrecord.compare import Comparison

    opened = open_dossier(request)
    if isinstance(opened, Response):
        return opened
    whole = Comparison(opened.laid.dossier)
    name = request.path_params["name"]
    made: dict[str, tuple[str, Callable[[], str | bytes]]] = {
        "table.txt": ("text/plain; charset=utf-8", lambda: make_copy("table", opened, request)),
        "table.csv": ("text/csv; charset=utf-8", lambda: make_copy("csv", opened, request)),
        "table.md": ("text/markdown; charset=utf-8", lambda: make_copy("markdown", opened, request)),
        "sheet.html": ("application/octet-stream", whole.html),  # to be kept, never shown as a page of ours
        "sheet.docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", whole.docx),
        "dossier.json": ("application/json", whole.json),
    }  # fmt: skip
    if name not in made:
        raise HTTPException(404, "There is no file of this name.")
    kind, make = made[name]
    try:
        raw = make()
    except UsageError as e:
        raise HTTPException(404, str(e)) from None
    return Response(raw, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


PAGES: tuple[tuple[str, str, Make], ...] = (
    ("said/{point}/{voice}", "event_said.html", saying.said_on),
    ("wording/{utterance}", "event_wording.html", wording),
    ("wordings", "event_wordings.html", saying.differing),
    ("answers", "event_answers.html", saying.answered),
    ("also", "event_also.html", saying.besides),
    ("when", "event_when.html", saying.days),
    ("regroup/{kind}/{group}", "event_regroup.html", grouped.regroup),
)
routes: list[BaseRoute] = [
    Route("/events", list_events, name="events"),
    Route("/event", show, name="event of words"),
    Route("/event/{event}", show, name="event"),
    *(Route(f"/event/{{event}}/{path}", partial(page_of, template, make)) for path, template, make in PAGES),
    Route("/event/{event}/grouped", show_grouped),
    Route("/event/{event}/copy/{kind}", copy),
    Route("/event/{event}/save/{name}", save),
    *regroup,
]
