"""The operations as routes. What goes wrong is an object {"error": {"code", "message"}} with the status that fits.

In: requests under /api. Out: JSON, or a file. GET /api/openapi.json describes all of it.
"""

import json
from functools import cache
from typing import Any

import anyio.from_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from onrecord.errors import InputError, OnrecordError, UsageError
from onrecord.group.types import Dossier
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.plain import encode_plain
from onrecord.ledger.types import Events, People, Person, Report
from onrecord.web.api import keeping, looking, people
from onrecord.web.api import queries as q
from onrecord.web.api.answers import (
    UNIONS,
    ArticleAnswer,
    FollowList,
    FoundPage,
    HeadAnswer,
    JobAnswer,
    Judged,
    JudgedPage,
    QuestionList,
    SayingGiven,
    StatementAnswer,
)
from onrecord.web.api.spec import JSON, TEXT, Asked, Error, ErrorText, Operation, WrongRequest, make_document, read_body, read_query
from onrecord.web.export import FILES
from onrecord.web.ledgers import TooSlow

ID = {"id": "the id, or at least four characters of its start"}
OPERATIONS = (
    Operation("GET", "/api/find", looking.find, FoundPage, q.FindQuery),
    Operation("GET", "/api/statements/{id}", looking.show_statement, StatementAnswer, at=ID),
    Operation("GET", "/api/articles/{id}", looking.show_article, ArticleAnswer, at=ID),
    Operation("GET", "/api/articles/{id}/text", looking.read_text, (TEXT,), at=ID),
    Operation("GET", "/api/people", people.list_people, People, q.PeopleQuery),
    Operation("GET", "/api/people/{id}", people.show_person, Person, at=ID),
    Operation("GET", "/api/people/{id}/said", people.said_by, FoundPage, q.PageQuery, at=ID),
    Operation("GET", "/api/people/{id}/about", people.said_about, FoundPage, q.PageQuery, at=ID),
    Operation("GET", "/api/events", looking.list_events, Events, q.PageQuery),
    Operation("GET", "/api/events/{id}", looking.show_event, Dossier, at=ID),
    Operation("GET", "/api/judgements", keeping.list_judgements, JudgedPage, q.JudgementsQuery),
    Operation("POST", "/api/judgements", keeping.judge, Judged, takes=SayingGiven, status=201, fails=(404, 415, 422)),
    Operation("GET", "/api/questions", people.list_questions, QuestionList, q.ListQuery),
    Operation("GET", "/api/follows", looking.list_follows, FollowList),
    Operation("POST", "/api/add", keeping.add, JobAnswer, q.AddQuery, takes=bytes, status=202),
    Operation("GET", "/api/jobs/{id}", keeping.show_job, JobAnswer, at={"id": "the job's id"}),
    Operation("GET", "/api/head", looking.head, HeadAnswer),
    Operation("GET", "/api/verify", looking.verify, Report, q.VerifyQuery),
    Operation("GET", "/api/export", looking.export, tuple(media for _, media in FILES.values()), q.ExportQuery),
    Operation("GET", "/api/captures/{sha256}", looking.read_capture, (TEXT,), at={"sha256": "the SHA-256 of the bytes, or the id of what comes from them"}),
)


def make_route(operation: Operation) -> Route:
    def endpoint(request: Request) -> Response:
        return answer(operation, request)

    endpoint.__name__ = operation.name
    return Route(operation.path, endpoint, methods=[operation.method], name=f"api:{operation.name}")


def answer(operation: Operation, request: Request) -> Response:
    """The answer of an operation; its errors as objects."""
    path = {name: str(value) for name, value in request.path_params.items()}
    asked = Asked(request, path, None, None)
    try:
        query = read_query(operation.query, request.query_params.multi_items())
        asked = Asked(request, path, query, take_body(operation, request))
        given = operation.answer(asked)
    except WrongRequest as e:
        return fail(e.status, e.code, str(e))
    except UsageError as e:
        # What a path names is there or not; all else is a wrong question.
        return fail(404, "not-found", str(e)) if is_missing(asked, e) else fail(422 if operation.takes is SayingGiven else 400, "wrong-use", str(e))
    except InputError as e:
        return fail(400, e.code, str(e))
    except TooSlow as e:
        return fail(503, "too-slow", str(e))
    except LedgerError as e:
        return fail(503, "busy", str(e)) if "is writing to it" in str(e) or "being written" in str(e) else fail(500, "ledger", str(e))
    except OnrecordError as e:
        return fail(500, "failed", str(e))
    if isinstance(given, Response):
        return given
    return Response(encode_plain(given), operation.status, media_type=JSON)


def take_body(operation: Operation, request: Request) -> Any:
    """The body, of a kind that the operation takes."""
    if operation.takes is None:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if operation.takes is not bytes and kind != JSON:
        raise WrongRequest(415, "not-json", f"the body is to be {JSON}")
    raw: bytes = anyio.from_thread.run(request.body)
    return read_body(operation.takes, raw)


def is_missing(asked: Asked, error: UsageError) -> bool:
    """Whether what is wrong is that an id leads nowhere: the ledger names it first."""
    named = [*asked.path.values(), *([asked.body.about] if isinstance(asked.body, SayingGiven) else [])]
    return any(str(error).startswith((f"{name}:", f"{name!r}:")) for name in named)


def fail(status: int, code: str, message: str) -> Response:
    return Response(encode_plain(Error(ErrorText(code, message))), status, media_type=JSON)


def missing(request: Request) -> Response:
    """Every other path under /api."""
    return fail(404, "not-found", f"{request.url.path}: there is no such operation; /api/openapi.json lists them")


@cache
def read_document() -> bytes:
    return json.dumps(make_document((*OPERATIONS, DESCRIBE), UNIONS), ensure_ascii=False, indent=1).encode()


def describe(asked: Asked) -> Response:
    """This description."""
    return Response(read_document(), media_type=JSON)


DESCRIBE = Operation("GET", "/api/openapi.json", describe, (JSON,))

routes: list[BaseRoute] = [*(make_route(o) for o in (*OPERATIONS, DESCRIBE)), Route("/api/{rest:path}", missing, methods=["GET", "POST"], name="api:missing")]
