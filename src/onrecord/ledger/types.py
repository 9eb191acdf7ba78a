"""What the ledger hands out, frozen."""

from dataclasses import dataclass
from typing import Literal

from onrecord.judge.types import Judgement
from onrecord.ledger.chain import Entry
from onrecord.types import Article, Entity, Record, Statement

Outcome = Literal["added", "known", "changed", "reread", "refused", "withheld"]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of words that differs between two versions of a page: `before` is what went, `after` what came, `start` where that is in the newer text."""

    before: str
    after: str
    start: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A statement of the version before and what became of it: altered (both), gone (`after` is None), new (`before` is None), or the same words."""

    kind: Literal["same", "altered", "gone", "new"]
    before: str | None
    after: str | None
    words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Edit:
    """How a page changed between two captures of one address."""

    address: str
    before: str  # article id
    after: str
    seen: tuple[str, str]  # when each version was seen
    title: tuple[str | None, str | None]
    words: tuple[Word, ...]
    statements: tuple[Moved, ...]

    def of(self, kind: str) -> tuple[Moved, ...]:
        """The statements of one kind of change."""
        return tuple(m for m in self.statements if m.kind == kind)


@dataclass(frozen=True, slots=True)
class Step:
    """One input, after it was committed: what became of it."""

    name: str
    outcome: Outcome
    article: str | None
    statements: int
    problems: tuple[str, ...] = ()
    edit: Edit | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did: how many inputs came to which outcome, how many entries and statements that gave, every problem, every silent edit, the head."""

    counts: dict[Outcome, int]
    statements: int
    entries: int
    problems: tuple[tuple[str, str, str], ...]  # input, code, message
    edits: tuple[Edit, ...]
    head: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One statement found. Its record is cut to what the page needs: the statements found, those that they stand in, and the entities that they name."""

    record: Record
    statement: Statement
    score: float | None = None  # of the words, better is lower; None where none were asked for


@dataclass(frozen=True, slots=True)
class TextHit:
    """An article that has the words, with the passage."""

    article: str
    title: str | None
    outlet: str | None
    passage: str


@dataclass(frozen=True, slots=True)
class SpeakerHit:
    """Speakers in whose name the words stand, in order: one of their names, and how many statements they make; `find` has those by `speaker`."""

    name: str
    statements: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of what was found, best first; `after` is handed to `find` for the next one, None on the last. `texts`: articles with the words elsewhere,
    looked for where the statements fit on one page; `speakers`: whose name has the words. Both are looked for where nothing but words is asked for."""

    hits: tuple[Hit, ...]
    after: str | None
    texts: tuple[TextHit, ...] = ()
    searched: int = 0  # articles in the ledger
    speakers: tuple[SpeakerHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Characters of an article in the bytes of its capture: the very bytes, and whether they decode to the words."""

    start: int
    end: int
    match: str
    place: tuple[int, int] | None  # in bytes
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an id stands for, with its record as people corrected it, where its words stand in the bytes, its entries, judgements, earlier ids, and the edits
    of its page. `struck`: somebody said that the statement is none; `machine`: as the machine read it, None where a person added it."""

    kind: Literal["statement", "article", "capture", "entity", "entry"]
    id: str
    record: Record | None
    statement: Statement | None = None
    entity: Entity | None = None
    article: Article | None = None
    current: bool = True
    sources: tuple[Source, ...] = ()
    history: tuple[Entry, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    was: tuple[str, ...] = ()
    now: str | None = None
    edits: tuple[Edit, ...] = ()
    struck: bool = False
    machine: Statement | None = None


@dataclass(frozen=True, slots=True)
class RoleSeen:
    """A role as reported, the first and last day of publication of articles that do, and how many do."""

    role: str
    first: str | None
    last: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Alias:
    """Another form of a name, how many articles have it, and one of them."""

    name: str
    count: int
    article: str


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be the same person and was not joined: the person's id and name, and why it is doubtful, in words."""

    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class OutletSeen:
    """An outlet, and how many statements of a person it has: directly, and through others."""

    outlet: str | None
    direct: int
    via: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person, body or state over all articles, as far as machine and people hold its members, entities of single articles, to be one.

    `id` is the earliest member's, by day of publication. It may change when an earlier article is added; the id of any member leads here. `maker`: who joined
    them. `statements` are those it speaks.
    """

    id: str
    name: str
    kind: str
    country: str | None
    roles: tuple[RoleSeen, ...]
    aliases: tuple[Alias, ...]
    members: tuple[str, ...]
    statements: int
    articles: int
    doubles: tuple[Double, ...] = ()
    outlets: tuple[OutletSeen, ...] = ()
    maker: str = "rule:group.who/1"


@dataclass(frozen=True, slots=True)
class People:
    """A page of people, by last name or first word; without doubles and outlets. `after` is handed to `people` for the next page, None on the last."""

    people: tuple[Person, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that `verify` found wrong: the number of the entry, 0 where it is none's; a code; what it means."""

    seq: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify` looked at and found. `head` is to be kept elsewhere. Whole where there is no flaw."""

    head: str
    entries: int
    captures: int
    records: int
    statements: int
    spans: int
    segments: int
    withheld: int
    flaws: tuple[Flaw, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.flaws


@dataclass(frozen=True, slots=True)
class EventSeen:
    """Articles that tell of the same thing: how many, from how many outlets, with how many statements; the days of publication between which they lie.

    `id` is that of its earliest article and changes when an earlier one is added; an id that an event once had leads to it.
    """

    id: str
    label: str
    first_day: str | None
    last_day: str | None
    texts: int
    outlets: int
    statements: int


@dataclass(frozen=True, slots=True)
class Events:
    """A page of events, newest first, undated ones last; `after` is handed to `events` for the next one, None on the last."""

    events: tuple[EventSeen, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Follow:
    """What somebody follows: a speaker (a person's or entity's id, or a name), an event (its id), or words. `seq` is the number of its entry."""

    seq: int
    at: str
    by: str
    what: Literal["speaker", "event", "words"]
    value: str
    label: str
