"""Every data type of the record, schema `onrecord/1`: frozen, standard library only.

Offsets are half-open and count Unicode code points of `Article.text` unless a name says bytes. `None` means "not stated" or "not known",
never a guess. docs/record.md explains the record field by field.
"""

from dataclasses import dataclass, field
from typing import Literal

SCHEMA = "onrecord/1"

BlockKind = Literal[
    "headline", "standfirst", "dateline", "paragraph", "subhead", "list", "quote", "caption", "table", "byline",
    "teaser", "promo", "boilerplate", "related",
]  # fmt: skip
LEFT_OUT: frozenset[str] = frozenset({"teaser", "promo", "boilerplate", "related"})  # kinds of block that are not read
BlockStatus = Literal["repeat", "correction", "update"]
Form = Literal["report", "official text", "transcript", "live blog", "post", "caption"]
Precision = Literal["minute", "hour", "day", "week", "month", "quarter", "year", "unknown"]
Basis = Literal["given", "page", "feed", "archive", "text", "occasion"]
Match = Literal["exact", "folded", "none"]
EntityKind = Literal["person", "organisation", "government", "office", "group", "place", "document", "unnamed"]
StatementKind = Literal["direct", "mixed", "indirect"]
Act = Literal[
    "assert", "accuse", "criticise", "deny", "challenge", "reject", "demand", "ask", "warn", "threaten",
    "promise", "propose", "support", "admit", "apologise", "consult", "decline", "retract", "think",
]  # fmt: skip
Modality = Literal["actual", "future", "hypothetical", "question"]
QuotationRole = Literal["statement", "scare", "title", "name", "unassigned"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` (not included) of the article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class When:
    """An interval of time as wide as its source leaves it; ISO 8601 dates or date-times, both ends inclusive."""

    start: str | None
    end: str | None
    precision: Precision = "unknown"
    basis: Basis = "text"
    span: Span | None = None
    candidates: tuple[tuple[str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes that were seen. `id` is the SHA-256 of the bytes, so equal bytes are one capture."""

    id: str
    sha256: str
    url: str | None = None
    path: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fetched: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the article's text and what it is; kinds in LEFT_OUT are kept in the text but not read."""

    kind: BlockKind
    start: int
    end: int
    time: When | None = None
    status: BlockStatus | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something the page had that is not the article, with the reason in words."""

    kind: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where characters stand in the capture: `bytes` is a half-open byte range for text and HTML."""

    bytes: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters of the article and their place in the capture.

    exact: the bytes decode (charset, entities) to these very characters. folded: only white space differs. none: not placed.
    """

    start: int
    end: int
    match: Match
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The text read from a capture, in blocks, with what the page said of itself."""

    id: str
    form: Form
    issuer: str | None
    title: str | None
    byline: tuple[str, ...]
    outlet: str | None
    language: str | None
    text: str
    published: When | None
    updated: When | None
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One expression that stands for an entity, with the rule that said so."""

    start: int
    end: int
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what speaks, is spoken to or spoken of, within one article."""

    id: str
    kind: EntityKind
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    country: str | None = None
    count: int | None = None
    terms: str | None = None
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Something an article attributes to somebody, in speech, writing or thought."""

    id: str
    parent: str | None
    kind: StatementKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quotes: tuple[Span, ...] = ()
    speakers: tuple[str, ...] = ()
    anonymous: bool = False
    on_behalf_of: tuple[str, ...] = ()
    relayed_by: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    channel: str | None = None
    said_on: When | None = None
    act: Act | None = None
    detail: Literal["investigation"] | None = None
    negated: bool = False
    rivals: tuple[str, ...] = ()
    modality: Modality = "actual"
    hedges: tuple[Span, ...] = ()
    certainty: tuple[Span, ...] = ()
    grounds: tuple[Span, ...] = ()
    event: str | None = None
    confidence: float = 0.0
    makers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """What statements are about."""

    id: str
    label: str
    where: str | None = None
    when: When | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage in quotation marks (marks included) and what it turned out to be; `statement` is its statement's id."""

    span: Span
    role: QuotationRole
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read as it should be. `start` and `end` place it in the article's text where they can."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """All that was read from one capture. `article` is None where the capture was refused; `problems` says why."""

    capture: Capture
    article: Article | None
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    problems: tuple[Problem, ...] = ()
    schema: str = SCHEMA
