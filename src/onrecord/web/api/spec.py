"""What the API is, as data: its operations, and the OpenAPI document that is made from them and from the types of what they ask and give.

In: operations. Out: parameters of the right types, or WrongRequest; the document. The types are the one source of both, so that neither can say anything else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import msgspec
from starlette.requests import Request

from onrecord import __version__
from onrecord.errors import OnrecordError

JSON = "application/json"
TEXT = "text/plain; charset=utf-8"
OCTETS = "application/octet-stream"
COMPONENT = "#/components/schemas/{name}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose parts were looked at: the values of its path, its parameters as their type has them, its body (bytes, a type's value, or None)."""

    request: Request
    path: Mapping[str, str]
    query: Any
    body: Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that the API does; `answer` is the function that does it, whose name and docstring are the operation's.

    `query` is the dataclass of its parameters, `takes` the type of its body (`bytes`: as it is), `gives` the type of its answer or the media types of a file,
    `fails` the statuses of its errors beside those that every operation may have.
    """

    method: Literal["GET", "POST"]
    path: str
    answer: Callable[[Asked], Any]
    gives: Any
    query: type | None = None
    takes: Any = None
    status: int = 200
    fails: tuple[int, ...] = ()
    at: Mapping[str, str] = field(default_factory=dict)  # what the values in the path are

    @property
    def name(self) -> str:
        return self.answer.__name__

    @property
    def says(self) -> str:
        return " ".join((self.answer.__doc__ or "").split())


class WrongRequest(OnrecordError):
    """A request that cannot be answered: its status, a code for programs, and the reason in words."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


# ---- requests


def read_query(kind: type | None, given: Sequence[tuple[str, str]]) -> Any:
    """The parameters of a request; WrongRequest where one is unknown, given twice, or of another type. A misspelt filter would else find too much."""
    known = {f.name for f in fields(kind)} if kind else set()
    found: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            raise WrongRequest(400, "unknown-parameter", f"{name[:40]!r}: no parameter of this; it takes {', '.join(sorted(known)) or 'none'}")
        if name in found:
            raise WrongRequest(400, "given-twice", f"{name}: given twice; give it once")
        found[name] = value
    if kind is None:
        return None
    try:
        return msgspec.convert(found, kind, strict=False)
    except msgspec.ValidationError as e:
        raise WrongRequest(400, "wrong-value", tell(e)) from None


def read_body(kind: Any, raw: bytes) -> Any:
    """The body of a request as its type has it."""
    if kind is None or kind is bytes:
        return raw or None
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as e:
        raise WrongRequest(422, "wrong-value", tell(e)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as e:
        raise WrongRequest(400, "not-json", f"the body is not JSON: {e}") from None


def tell(error: Exception) -> str:
    """ "limit: expected `int` <= 200"."""
    reason, _, place = str(error).partition(" - at `$")
    name = place.strip("`.") if place else ""
    return f"{name}: {reason[:1].lower()}{reason[1:]}" if name else reason


# ---- the document


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What went wrong: a code for programs, the reason in words for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Error:
    """The answer to a request that failed."""

    error: ErrorText


STATUSES = {
    200: "Done.", 201: "Kept.", 202: "Taken on; it is done in the background.", 400: "The request is wrong.", 401: "No token, or another one.",
    403: "Sent by a page of another site.", 404: "Nothing in the ledger has this id.", 405: "Not done by this method.",
    409: "It cannot be done as the ledger stands.", 413: "Too large.", 415: "A body of another type.", 421: "Asked under another name of the server.",
    422: "The body is wrong.", 500: "The ledger is damaged, or onrecord failed.", 503: "Busy, or stopped because it took too long; try again.",
}  # fmt: skip
ALWAYS = (400, 401, 405, 421, 500, 503)


def make_document(operations: Iterable[Operation], unions: Mapping[str, Mapping[str, type]]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of some operations. `unions` are objects that name their kind in `type`, by the name that types refer to them by."""
    operations = tuple(operations)
    kinds = [*dict.fromkeys(kind for o in operations for kind in (o.gives, o.takes) if is_type(kind)), Error]
    kinds += [kind for union in unions.values() for kind in union.values()]
    schemas, parts = msgspec.json.schema_components(kinds, ref_template=COMPONENT)
    known = dict(zip(map(repr, kinds), schemas, strict=True))
    parts |= {name: describe_union(union, known) for name, union in unions.items()}
    paths: dict[str, Any] = {}
    for o in operations:
        paths.setdefault(o.path, {})[o.method.lower()] = describe_operation(o, known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "onrecord", "version": __version__, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            "description": "The record of statements: who said what, to whom, on whose word. The same nouns and filters as the command line. onrecord never "
            "says who is right; null means not stated or not known. Offsets are half-open and count Unicode code points.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": {name: mend(part) for name, part in sorted(parts.items())},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "The token that `onrecord serve` printed."},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "onrecord-PORT", "description": "What a browser got for the token."},
            },
        },
    }  # fmt: skip


def is_type(kind: Any) -> bool:
    """Whether an operation takes or gives JSON of a type, and not bytes, nothing, or a file."""
    return kind is not None and kind is not bytes and not isinstance(kind, tuple)


def describe_operation(o: Operation, known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"operationId": o.name, "summary": o.says}
    parameters = [
        {"name": name, "in": "path", "required": True, "description": what, "schema": {"type": "string", "minLength": 1}} for name, what in o.at.items()
    ] + (describe_query(o.query) if o.query else [])
    if parameters:
        found["parameters"] = parameters
    if o.takes is bytes:
        found["requestBody"] = {"required": False, "content": {OCTETS: {}, "text/html": {}, "text/plain": {}}}
    elif o.takes is not None:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": known[repr(o.takes)]}}}
    content: dict[str, Any] = {media: {} for media in o.gives} if isinstance(o.gives, tuple) else {JSON: {"schema": known[repr(o.gives)]}}
    failed = {JSON: {"schema": known[repr(Error)]}}
    statuses = sorted({*ALWAYS, *o.fails, *((404,) if o.at else ()), *((403, 413) if o.method == "POST" else ())})
    found["responses"] = {str(o.status): {"description": STATUSES[o.status], "content": content}} | {
        str(status): {"description": STATUSES[status], "content": failed} for status in statuses
    }
    return found


def describe_query(kind: type) -> list[dict[str, Any]]:
    """The fields of a dataclass as parameters. None has no form in an address: a parameter that is not given stands for it."""
    whole = msgspec.json.schema(kind)
    own = whole["$defs"][kind.__name__]
    out = []
    for name, given in own["properties"].items():
        schema = dict(given)
        if "anyOf" in schema:
            (inner,) = [each for each in schema.pop("anyOf") if each != {"type": "null"}]
            schema = {**inner, **{key: value for key, value in schema.items() if value is not None}}
        what = schema.pop("description", "")
        out.append({"name": name, "in": "query", "required": name in own["required"], "description": what, "schema": schema})
    return out


def describe_union(kinds: Mapping[str, type], known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Objects that name their kind in `type`; objects of other kinds may come from other programs."""
    each = [{"allOf": [known[repr(kind)], {"type": "object", "properties": {"type": {"const": name}}, "required": ["type"]}]} for name, kind in kinds.items()]
    return {"anyOf": [*each, {"type": "object"}]}


def mend(part: Any) -> Any:
    """A schema as OpenAPI shows it: bytes are hexadecimal digits, descriptions stand in one line."""
    if isinstance(part, list):
        return [mend(each) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("contentEncoding") == "base64":
        return {"type": "string", "pattern": "^([0-9a-f]{2})*$"}
    out = {key: mend(value) for key, value in part.items()}
    if isinstance(out.get("description"), str):
        out["description"] = " ".join(out["description"].split())
    return out
