"""The desk: search, add, judge, what changed. And what every screen shares: undo, follow, the keys, the reader's name.

In: requests. Out: pages; what a person judges, follows or adds goes to the ledger, by POST alone.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import UsageError
from onrecord.judge.tell import tell
from onrecord.judge.types import Identity, Judgement
from onrecord.ledger.ledger import Ledger, open
from onrecord.ledger.naming import name_id
from onrecord.ledger.survey import Facets
from onrecord.limits import CAPTURE_BYTES
from onrecord.text.article import Told
from onrecord.text.dates import parse_given
from onrecord.web.desk.adding import Desk, Upload, clean_file_name, make_paste
from onrecord.web.desk.changed import list_changed
from onrecord.web.desk.judging import Card, make_card, say_answer
from onrecord.web.desk.line import Asked, read_line
from onrecord.web.desk.results import Results, lay_out
from onrecord.web.kept import Kept
from onrecord.web.ledgers import ledgers, reading, writing
from onrecord.web.render import go, needs_name, read_form, respond, text_of
from onrecord.web.security import FILES, KEYS_COOKIE, NAME, YEAR, clean_name, cookie

PAGE = 20  # statements
QUEUE = 20  # questions that are counted
LAST = 2  # judgements that are told
LISTED = 8  # inputs that were added
COUNTED: Kept[Facets] = Kept(100)


def show_desk(request: Request) -> Response:
    """/: everything; /?q=…: what was found."""
    asked, problem, results = read_line(request.query_params.get("q", "")), "", None
    with reading(request) as ledger:
        size = ledger.measure()
        try:
            results = search(ledger, asked, request)
        except UsageError as e:
            problem = str(e)
        card, waiting = first_question(ledger, request.state.reader, 0)
        view = {
            "line": request.query_params.get("q", ""), "before": before_of(request) + PAGE, "problem": problem, "results": results, "size": size,
            "card": card, "waiting": waiting, "last": last_judged(ledger), "changed": list_changed(ledger, request.state.reader), "head": ledger.head(),
        }  # fmt: skip
        recent = ledger.recent(limit=LISTED)
    return respond(
        request, "desk.html", view, 400 if problem else 200, recent=recent, adding=desk(request).latest()[:LISTED], running=bool(desk(request).running())
    )


def search(ledger: Ledger, asked: Asked, request: Request) -> Results:
    given = asked.given(datetime.now().date())
    after = request.query_params.get("after") or None
    facets = count_by(ledger, given)
    page = ledger.find(**given, limit=PAGE, after=after)
    return lay_out(asked, page, facets, before=before_of(request))


def count_by(ledger: Ledger, given: dict[str, Any]) -> Facets:
    """The facets of what was asked; as they were counted before where nothing was kept since, for a large ledger takes long over them."""
    return COUNTED.get((ledger.path, ledger.head(), *sorted(given.items())), lambda: ledger.facets(**given))


def before_of(request: Request) -> int:
    """How many statements stand on the pages before this one, as the way here told."""
    before = request.query_params.get("before", "")
    return int(before) if request.query_params.get("after") and before.isdecimal() and len(before) < 9 else 0


# ---- judge


def show_judge(request: Request) -> Response:
    """/judge: the card by itself; `at` questions are passed over."""
    at = request.query_params.get("at", "0")
    number = int(at) if at.isdecimal() and len(at) < 4 else 0
    with reading(request) as ledger:
        card, waiting = first_question(ledger, request.state.reader, number)
        last = last_judged(ledger, 4)
    return respond(request, "judge.html", card, waiting=waiting, at=number, last=last)


def first_question(ledger: Ledger, reader: str, at: int) -> tuple[Card | None, int]:
    """The question after `at` others, as a card, and how many there are; what cannot be shown any more is passed over."""
    questions = ledger.questions(limit=QUEUE + at)
    for question in questions[at:]:
        with suppress(UsageError):
            return make_card(question, [ledger.show(i) for i in (question.one, question.other) if i]), len(questions)
    return None, len(questions)


def last_judged(ledger: Ledger, count: int = LAST) -> list[tuple[Judgement, str]]:
    """The last judgements that hold, the latest first, each in a line."""
    held = [j for j in ledger.judgements() if not j.undone]
    held = held[-count:]
    return [(j, tell(j, name_id(ledger, j.about), name_id(ledger, getattr(j.saying, "other", "")))) for j in reversed(held)]


def judge(request: Request) -> Response:
    """An answer to a question, kept under the reader's name."""
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    kind, one, other, answer = (text_of(form, name) for name in ("kind", "one", "other", "answer"))
    instead = text_of(form, "instead")
    with writing(request) as ledger:
        shown = ledger.show(one)
        saying = say_answer(kind, answer, other, instead, shown.record.entities if shown.record else ())
        if isinstance(saying, Identity):
            ledger.show(other)
        ledger.judge(one, saying, by=request.state.reader)
    return go(request, text_of(form, "next") or "/judge")


def undo(request: Request) -> Response:
    """What an entry says does not hold any more."""
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    with writing(request) as ledger:
        ledger.undo(read_number(text_of(form, "entry")), by=request.state.reader)
    return go(request, text_of(form, "next"))


def read_number(words: str) -> int:
    words = words.removeprefix("#")
    if not words.isdecimal() or not words.isascii() or len(words) > 15:
        raise UsageError(f"{words!r} is no number of an entry")
    return int(words)


# ---- follow, look


def follow(request: Request) -> Response:
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    with writing(request) as ledger:
        ledger.follow(text_of(form, "what"), text_of(form, "value"), by=request.state.reader)  # type: ignore[arg-type]
    return go(request, text_of(form, "next"))


def unfollow(request: Request) -> Response:
    if asked := needs_name(request):
        return asked
    form = read_form(request)
    with writing(request) as ledger:
        ledger.unfollow(read_number(text_of(form, "entry")), by=request.state.reader)
    return go(request, text_of(form, "next"))


def seen(request: Request) -> Response:
    """What is new was looked at, up to the entry that the page showed."""
    form = read_form(request)
    what, until = text_of(form, "what"), read_number(text_of(form, "until"))
    with writing(request) as ledger:
        if what in {f"follow:{f.seq}" for f in ledger.follows()}:
            ledger.look(request.state.reader, what, until)
    return go(request, text_of(form, "next"))


# ---- add


def desk(request: Request) -> Desk:
    """What was added since the server was started."""
    state = request.app.state
    if not hasattr(state, "desk"):
        state.desk = Desk(state.jobs)
    found: Desk = state.desk
    return found


def show_add(request: Request) -> Response:
    """/add: the whole form, and what became of what was added."""
    with reading(request) as ledger:
        recent = ledger.recent(limit=3 * LISTED)
    return respond(request, "add.html", None, adding=desk(request).latest(), running=bool(desk(request).running()), recent=recent, problem="", given={})


def show_adding(request: Request) -> Response:
    """/adding: the list alone, for a page that asks again and again; once all is read, it has the desk look again for what else it shows."""
    with reading(request) as ledger:
        recent = ledger.recent(limit=LISTED)
    running = bool(desk(request).running())
    asking = urlsplit(request.headers.get("hx-current-url", ""))
    again = f"/?{asking.query}" if not running and asking.path == "/" else ""
    return respond(request, "adding.html", None, adding=desk(request).latest()[:LISTED], running=running, recent=recent, again=again)


def add(request: Request) -> Response:
    """Begin to add what was sent: files, a paste, an address to fetch."""
    form = read_form(request, files=FILES)
    given = {name: text_of(form, name) for name in ("fetch", "text", "url", "outlet", "published", "next")}
    try:
        uploads = list(take_files(form.getlist("files")))
        if given["text"]:
            uploads.append(make_paste(given["text"]))
        urls = [given["fetch"]] if given["fetch"] else []
        check_given(uploads, urls, given)
        desk(request).add(uploads, urls, Told(given["url"] or None, given["outlet"] or None, given["published"] or None))
    except UsageError as e:
        with reading(request) as ledger:
            recent = ledger.recent(limit=LISTED)
        own = {"adding": desk(request).latest(), "running": bool(desk(request).running())}
        return respond(request, "add.html", None, 400, **own, recent=recent, problem=str(e), given=given)
    return go(request, given["next"] or "/add")


def take_files(found: list[UploadFile | str]) -> Iterator[Upload]:
    for each in found:
        if isinstance(each, UploadFile) and (each.filename or each.size):
            name = clean_file_name(each.filename)
            if (each.size or 0) > CAPTURE_BYTES:
                raise UsageError(f"{name}: over {CAPTURE_BYTES:,} bytes, the limit; split it into its reports. Nothing of what was sent was kept.")
            yield Upload(name, each.file.read(CAPTURE_BYTES + 1))


def check_given(uploads: list[Upload], urls: list[str], given: dict[str, str]) -> None:
    """UsageError where there is nothing to add, or what was told of it cannot be."""
    if not uploads and not urls:
        raise UsageError("Choose a file, paste some words, or name an address.")
    for name in ("fetch", "url"):
        if given[name] and not given[name].lower().startswith(("http://", "https://")):
            raise UsageError(f"{given[name]}: an address begins with http:// or https://")
    if given["url"] and len(uploads) + len(urls) > 1:
        raise UsageError("An address of publication names one report; add them one at a time.")
    if given["published"]:
        parse_given(given["published"])


def stop(request: Request) -> Response:
    """Let what is read come to its end, and read nothing more of what waits."""
    for adding in desk(request).running():
        adding.job.stopped = True
    return go(request, text_of(read_form(request), "next") or "/add")


# ---- verify, keys, name


def verify(request: Request) -> Response:
    """Check the whole ledger in the background."""

    def work(job: object) -> object:
        with open(ledgers(request).path, make=False) as ledger:
            return ledger.verify()

    request.app.state.verifying = request.app.state.jobs.start("Checking the ledger", work)
    return go(request, "/verify")


def show_verify(request: Request) -> Response:
    job = getattr(request.app.state, "verifying", None)
    with reading(request) as ledger:
        size, head = ledger.measure(), ledger.head()
    return respond(request, "verify.html", job, size=size, head=head)


def show_keys(request: Request) -> Response:
    return respond(request, "keys.html", None, most=NAME)


def set_keys(request: Request) -> Response:
    """Single keys on or off; another name for what is judged from now on."""
    form = read_form(request)
    answer = go(request, "/keys")
    if "keys" in form:
        answer.headers.append("set-cookie", cookie(KEYS_COOKIE, "off" if text_of(form, "keys") == "off" else "on", keep=YEAR))
    name = clean_name(text_of(form, "as"))
    if name:
        request.state.reader, request.state.named = name, True
    return answer


routes: list[BaseRoute] = [
    Route("/", show_desk, name="desk"),
    Route("/judge", show_judge, name="judge"),
    Route("/judge", judge, methods=["POST"]),
    Route("/undo", undo, methods=["POST"]),
    Route("/follow", follow, methods=["POST"]),
    Route("/unfollow", unfollow, methods=["POST"]),
    Route("/seen", seen, methods=["POST"]),
    Route("/add", show_add, name="add"),
    Route("/add", add, methods=["POST"]),
    Route("/add/stop", stop, methods=["POST"]),
    Route("/adding", show_adding),
    Route("/verify", show_verify, name="verify"),
    Route("/verify", verify, methods=["POST"]),
    Route("/keys", show_keys, name="keys"),
    Route("/keys", set_keys, methods=["POST"]),
]
