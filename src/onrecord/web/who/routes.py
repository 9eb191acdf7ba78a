"""/speakers: everybody on record; /who/<id>: one speaker, whose id is a person's or that of an entity in any article."""

from typing import Any, cast

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import UsageError
from onrecord.export import Format
from onrecord.judge.types import Identity
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Person
from onrecord.web.export import SECONDS, send_export
from onrecord.web.ledgers import or_missing, reading, writing
from onrecord.web.render import go, needs_name, read_form, respond, text_of
from onrecord.web.who.gather import find_events, read_known
from onrecord.web.who.view import lay_out

PAGE = 100  # statements of a time line
ABOUT = 20
PEOPLE = 60
FORMATS = ("csv", "xlsx", "jsonl")
NARROW = ("words", "act", "since", "until", "outlet")  # filters of a time line
SAME = ("same", "different", "unsure")


def list_speakers(request: Request) -> Response:
    """Everybody on record, those with most statements first."""
    words = request.query_params.get("words", "").strip()
    with reading(request) as ledger:
        people = ledger.people(words or None, limit=PEOPLE, after=request.query_params.get("after"))
        texts = ledger.find(limit=1).searched
    return respond(request, "speakers.html", people, words=words, texts=texts)


def show(request: Request) -> Response:
    """One speaker."""
    asked = {name: request.query_params.get(name, "").strip() for name in NARROW}
    given = {name: value for name, value in asked.items() if value}
    with or_missing(), reading(request) as ledger:
        person = ledger.person(request.path_params["id"])
        page = ledger.find(person=person.id, limit=PAGE, after=request.query_params.get("after"), **cast(Any, given))
        about = ledger.said_about(person.id, limit=ABOUT)
        events = find_events(ledger, [*page.hits, *about.hits])
        head, follows = ledger.head(), ledger.follows()
    known = read_known(request, head, events, [*page.hits, *about.hits], person.members)
    followed = next((f for f in follows if f.what == "speaker" and f.by == request.state.reader and f.value in (person.id, *person.members)), None)
    view = lay_out(person, page.hits, about.hits, events, known, after=page.after, about_after=about.after, followed=followed, narrowed=bool(given))
    return respond(request, "who.html", view, asked=asked, given=given, formats=FORMATS)


def show_about(request: Request) -> Response:
    """All that was said about a speaker, in pages."""
    with or_missing(), reading(request) as ledger:
        person = ledger.person(request.path_params["id"])
        about = ledger.said_about(person.id, limit=PAGE, after=request.query_params.get("after"))
        events = find_events(ledger, about.hits)
        head = ledger.head()
    known = read_known(request, head, events, about.hits, person.members)
    view = lay_out(person, (), about.hits, events, known, after=None, about_after=about.after, followed=None, narrowed=False)
    return respond(request, "who_about.html", view)


def show_members(request: Request) -> Response:
    """The names in single articles that are held to be this speaker, each to be split off."""
    with or_missing(), reading(request) as ledger:
        person = ledger.person(request.path_params["id"])
        start = read_start(request)
        members = [(own, ledger.show(own)) for own in person.members[start : start + PEOPLE]]
    more = start + PEOPLE if start + PEOPLE < len(person.members) else None
    return respond(request, "who_members.html", person, members=members, more=more)


def read_start(request: Request) -> int:
    given = request.query_params.get("from", "0")
    if not (given.isascii() and given.isdecimal() and len(given) < 8):
        raise UsageError(f"from: {given[:20]!r} is no number")
    return int(given)


def judge(request: Request) -> Response:
    """Keep that this speaker is, is not, or may be another; or that a name in one article is not this speaker."""
    asked = needs_name(request)
    if asked is not None:
        return asked
    form = read_form(request)
    what = text_of(form, "what")
    if what not in SAME:
        raise HTTPException(400, "Say whether they are the same, different, or whether you are unsure.")
    with or_missing(), writing(request) as ledger:
        person = ledger.person(request.path_params["id"])
        one, other = find_pair(ledger, person, text_of(form, "other"))
        ledger.judge(one, Identity(cast(Any, what), other), by=request.state.reader)
    return go(request, text_of(form, "next") or f"/who/{person.id}")


def find_pair(ledger: Ledger, person: Person, other: str) -> tuple[str, str]:
    """Two entities to judge: one of this speaker and one of the other; of a member, one of the rest."""
    if other in person.members:
        rest = [own for own in person.members if own != other]
        if not rest:
            raise UsageError("There is nothing to split: the speaker has one name in one article.")
        return rest[0], other
    ledger.person(other)
    return person.members[0], other


def export(request: Request) -> Response:
    """Exactly the statements of this speaker, as a file."""
    to = request.query_params.get("to", "")
    if to not in FORMATS:
        raise UsageError(f"{to[:20]!r}: no such format; one of {', '.join(FORMATS)}")
    with or_missing(), reading(request, seconds=SECONDS) as ledger:
        person = ledger.person(request.path_params["id"])
        given = {name: value for name in NARROW if (value := request.query_params.get(name, "").strip())}
        return send_export(ledger, cast(Format, to), {"person": person.id, **given}, name=f"onrecord-{person.id[:12]}")


routes: list[BaseRoute] = [
    Route("/speakers", list_speakers, name="speakers"),
    Route("/who/{id}", show, name="who"),
    Route("/who/{id}/about", show_about, name="who_about"),
    Route("/who/{id}/names", show_members, name="who_names"),
    Route("/who/{id}/export", export, name="who_export"),
    Route("/who/{id}/judge", judge, methods=["POST"], name="who_judge"),
]
