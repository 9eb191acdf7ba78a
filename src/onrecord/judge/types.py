"""What a person may say about the record, as data: frozen, standard library and the record's types only.

A judgement is kept in the ledger as an entry by a named person and laid over what the machine read; nothing is overwritten, every one can be undone.
Each names what it is about by an id (a statement's, an article's, an entity's; `#12` for an entry).
"""

from dataclasses import dataclass
from typing import Literal, get_args

from onrecord.types import Act, Modality, Span

# What of a statement can be right or wrong. The first five hold parties.
PartyField = Literal["speakers", "addressees", "targets", "relayed_by", "on_behalf_of"]
SpanField = Literal["source", "cue", "content"]
ValueField = Literal["act", "negated", "channel", "said_on", "modality", "anonymous"]
Field = Literal[
    "speakers", "addressees", "targets", "relayed_by", "on_behalf_of", "source", "cue", "content", "act", "negated", "channel", "said_on", "modality",
    "anonymous",
]  # fmt: skip
FIELDS: tuple[Field, ...] = get_args(Field)
Grouped = Literal["event", "point", "utterance"]


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody in one article: the id that the reading gave, where that is known; the name; and one place in the text, by which the party is found again
    when a later reading gives other ids."""

    name: str
    id: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """About a statement: these fields are as they should be; without any, all of it is."""

    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """About a statement: this field is not as it should be. `known` is false where what is right was not said, and then the field is not stated.

    One of the values holds where `known`: `parties` for a field of parties (none: not stated), `value` for the others (an act, "yes" or "no", a channel, a
    date 2026-10-09 or an interval 2026-10-06/2026-10-09, a modality; None: not stated).
    """

    field: Field
    known: bool = False
    parties: tuple[Party, ...] = ()
    value: str | None = None


@dataclass(frozen=True, slots=True)
class NotStatement:
    """About a statement: nobody is said here to have said something."""


@dataclass(frozen=True, slots=True)
class Moved:
    """About a statement: this is where its words stand. The statement keeps its id."""

    field: SpanField
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """About an article: a statement that the machine did not find. `words` are the content's, to be checked against the text."""

    content: tuple[Span, ...]
    words: str
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    speakers: tuple[Party, ...] = ()
    act: Act | None = None
    modality: Modality = "actual"
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class AtSource:
    """About an article: its publisher corrected or withdrew it, when, and where that is said."""

    what: Literal["corrected", "withdrawn"]
    note: str = ""
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """About an entity: it is, is not, or may be the same as another entity."""

    what: Literal["same", "different", "unsure"]
    other: str


@dataclass(frozen=True, slots=True)
class Grouping:
    """About a statement (of an event: an article): it belongs together with another, or apart from it, as one event, point or utterance."""

    what: Literal["together", "apart"]
    grouped: Grouped
    other: str


@dataclass(frozen=True, slots=True)
class Label:
    """About a statement or article: the point or event that it stands in is called so."""

    grouped: Literal["event", "point"]
    label: str


@dataclass(frozen=True, slots=True)
class Undo:
    """About an entry: what was said there does not hold. Of an undo: it holds again."""


Saying = Right | Wrong | NotStatement | Moved | Missed | AtSource | Identity | Grouping | Label | Undo


@dataclass(frozen=True, slots=True)
class Foreign:
    """What an entry says that is none of the above, as canonical JSON: another program's, or a later onrecord's. It is kept and shown, never applied."""

    says: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a named person said about something in the ledger. `about` is the id that it was said of, perhaps an older reading's; `article` the article that
    this stood in, to whose text spans belong. `saw` is what a `Right` calls right: the values that the person saw. `undone`: it does not hold any more."""

    seq: int
    at: str
    by: str
    about: str
    saying: Saying | Foreign
    undone: bool = False
    article: str | None = None
    saw: tuple[Wrong | Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something for a person to judge, most useful first. `one` and `other` are ids (`other` only of entities); `why` is in words."""

    kind: Literal["entities", "speaker", "act", "statement"]
    one: str
    other: str | None
    words: str  # the question in a sentence
    why: str
