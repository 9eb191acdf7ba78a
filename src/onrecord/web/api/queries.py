"""The parameters of the operations, as types: the filters are those of the command line.

In: nothing. Out: dataclasses that spec.py reads requests by and describes.
"""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from msgspec import Meta

from onrecord.export import Format
from onrecord.types import Act, StatementKind

Words = Annotated[str, Meta(max_length=1000)]
Address = Annotated[str, Meta(max_length=8000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of `find`; every one that is given must hold."""

    words: Annotated[Words, Meta(description="Words of the statement, all of them; in marks a phrase, `flood*` for beginnings.")] | None = None
    speaker: Annotated[Words, Meta(description="Who said it: whole words of the name.")] | None = None
    person: Annotated[Words, Meta(description="Who said it: the id of a person or entity, whatever name it has in a report.")] | None = None
    act: Annotated[Act, Meta(description="What was done by it.")] | None = None
    about: Annotated[Words, Meta(description="Words of the statement or of its headline, all of them.")] | None = None
    addressee: Annotated[Words, Meta(description="To whom it was said.")] | None = None
    target: Annotated[Words, Meta(description="Who is accused, criticised, praised or asked to act.")] | None = None
    channel: Annotated[Words, Meta(description="Through what: phone call, interview ...")] | None = None
    kind: Annotated[StatementKind, Meta(description="Whose words: direct, mixed or indirect.")] | None = None
    since: Annotated[Words, Meta(description="Said (or, where that is not stated, published) on this day or later: 2026-10-09, 2026-10 or 2026.")] | None = None
    until: Annotated[Words, Meta(description="On this day or earlier.")] | None = None
    outlet: Annotated[Words, Meta(description="Who published it.")] | None = None
    negated: Annotated[bool, Meta(description="Only what is reported as not said; or only what is not so.")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindQuery(Filters):
    limit: Annotated[int, Meta(ge=1, le=200, description="Statements on a page.")] = 50
    after: Annotated[Words, Meta(description="The `after` of the page before.")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    limit: Annotated[int, Meta(ge=1, le=200, description="How many on a page.")] = 50
    after: Annotated[Words, Meta(description="The `after` of the page before.")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleQuery(PageQuery):
    words: Annotated[Words, Meta(description="Words of a name.")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementsQuery:
    about: Annotated[Words, Meta(description="Only what was said about this id and those it had in older readings.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=200, description="How many on a page.")] = 100
    after: Annotated[int, Meta(ge=0, le=2**62, description="The `after` of the page before.")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportQuery(Filters):
    to: Annotated[Format, Meta(description="The format.")]
    text: Annotated[bool, Meta(description="false: no words of a report, their places and SHA-256 alone.")] = True
    raw: Annotated[bool, Meta(description="csv for programs: without the ' that keeps a spreadsheet from taking words for a formula.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddQuery:
    fetch: Annotated[Address, Meta(description="Fetch this one address, and nothing that it leads to; then no body is sent.")] | None = None
    url: Annotated[Address, Meta(description="Where the report was published. Nothing is fetched.")] | None = None
    outlet: Annotated[Words, Meta(description="Who published it.")] | None = None
    published: Annotated[Words, Meta(description="When it was published: 2026-10-09, or with a time.")] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    limit: Annotated[int, Meta(ge=1, le=200, description="How many.")] = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyQuery:
    head: Annotated[Words, Meta(description="A head that was kept: nothing before it may have changed.")] | None = None


def filters_of(query: Filters) -> dict[str, Any]:
    """The filters that are given."""
    return {key: value for key, value in asdict(query).items() if value is not None and key not in ("to", "text", "raw")}
