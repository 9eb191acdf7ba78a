"""What checking a draft gives, schema `onrecord-check/1`. Frozen, standard library and the types of records and dossiers only.

A result stands by itself: whoever draws it needs no record. Offsets are half-open and count Unicode code points of the draft's or the source's text.
docs/check.md explains it part by part.
"""

from dataclasses import dataclass
from typing import Literal

from onrecord.group.types import Change, Run
from onrecord.types import BlockKind, Problem, Span, When

SCHEMA = "onrecord-check/1"

Kind = Literal["quotation", "sentence"]  # words in marks, or an attributed sentence in the draft's own words
Verdict = Literal[
    "not found", "other speaker", "lost", "altered", "paraphrase in marks", "in nobody's mouth", "cut", "exact", "agrees",
]  # fmt: skip
FINE: frozenset[Verdict] = frozenset({"exact", "agrees"})
Whose = Literal["same", "for", "unknown", "other"]


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `span` of the draft's text; where they begin for a reader: line and column (plain text and Markdown) and paragraph, all from 1."""

    span: Span
    line: int | None
    column: int | None
    paragraph: int


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a source that a finding rests on. `statement` is None where nobody there says them.

    `place` is their characters in the article's text, `bytes` the same in the capture (None: not placed). `own`: they are the speaker's own words, in
    marks or in a text of the speaker's own. `speakers` are names in that source, `via` through whom the words came, outermost first, `on_behalf_of` for whom.
    """

    statement: str | None
    text: str
    title: str | None
    outlet: str | None
    published: When | None
    said_on: When | None
    url: str | None
    path: str | None
    sha256: str
    place: Span
    bytes: tuple[int, int] | None
    words: str
    own: bool
    speakers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One quotation or attributed sentence of the draft, and what became of it. A run's `fullest` are the source's words, its `here` the draft's.

    `barred` are the characters of the draft that stand otherwise in the source, `gaps` where words of the source were left out without a mark, `lost`
    the words beside a quotation without which it says more than the speaker did. `others` are further texts that have the words otherwise, in a way that
    touches the meaning. `same` counts the texts that have them word for word. `goes_on`: words of the same sentence behind a quotation that ends like one.
    """

    kind: Kind
    verdict: Verdict
    place: Place
    words: str
    speakers: tuple[str, ...]
    whose: Whose
    source: Source | None = None
    runs: tuple[Run, ...] = ()
    differ: int = 0
    left_out: int = 0
    added: int = 0
    changes: tuple[Change, ...] = ()
    lost: tuple[str, ...] = ()
    barred: tuple[Span, ...] = ()
    gaps: tuple[int, ...] = ()
    others: tuple[tuple[Source, tuple[Change, ...]], ...] = ()
    same: int = 0
    goes_on: str = ""
    heard: bool = True  # whether the draft's speaker is heard in the sources at all; true where the draft names none


@dataclass(frozen=True, slots=True)
class Passed:
    """Words that were not looked up, or that say too little to be missed, and why."""

    place: Place
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A source that could not be read, with its reason in words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the draft that was read; `span` are its characters."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft against some texts. `findings` stand in the order of the draft; `makers` names each rule with its version."""

    path: str | None
    sha256: str
    title: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    texts: int
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]
    passed: tuple[Passed, ...]
    problems: tuple[Problem, ...]
    makers: dict[str, str]
    schema: str = SCHEMA

    @property
    def fine(self) -> bool:
        """Whether nothing is off."""
        return all(f.verdict in FINE for f in self.findings)
