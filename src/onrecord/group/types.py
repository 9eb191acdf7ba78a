"""What grouping gives: every data type of a dossier, schema `onrecord-dossier/1`. Frozen, standard library and the record's types only.

A dossier stands by itself: whoever draws it needs no record. Statements, articles and entities keep the ids of their records; ids of voices, utterances,
happenings and points hash their members' ids, so the same inputs in any order give the same ids. `None` means "not stated" or "not known".
docs/dossier.md explains it part by part.
"""

from dataclasses import dataclass
from typing import Literal

from onrecord.types import Act, EntityKind, Form, Modality, Span, When

SCHEMA = "onrecord-dossier/1"

RunKind = Literal["same", "differs", "left out", "added"]
ChangeKind = Literal["polarity", "number", "name", "modal", "qualifier"]
Verdict = Literal["same", "shortened", "altered", "paraphrased"]
RelationKind = Literal["answers", "denies", "repeats", "quotes", "corrects", "narrows", "supports", "differs"]
Stance = Literal["for", "against", "open", "silent"]  # asserts or backs the point; denies or rejects it; challenges, asks, demands about it; declines


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Words of one text: characters of the article `text` (its id)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """One report among those compared. `number` counts from 1 in the order of publication (undated last). `family` is shared by a text and its copies."""

    id: str
    number: int
    title: str | None
    outlet: str | None
    byline: tuple[str, ...]
    form: Form
    issuer: str | None  # a voice
    published: When | None
    updated: When | None
    url: str | None
    path: str | None
    sha256: str
    words: int
    statements: int
    family: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks or is spoken of, over all texts: entities of single articles held to be one. `members` are (text, entity) ids, sorted.

    `doubles` are voices that may be the same and were not joined (a bare surname, an initial): for a person to judge.
    """

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    country: str | None = None
    count: int | None = None
    terms: str | None = None
    members: tuple[tuple[str, str], ...] = ()
    doubles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copied:
    """A passage of a copy and the passage of its origin that it takes over; `wording` where words were changed."""

    here: Span
    there: Span
    changes: tuple["Change", ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """One text takes over another's words. `whole`: it is the same report printed again; else some passages were taken over.

    `share` is the part of the copy's words that stand in the origin. `basis` says in words why `origin` is held to be the earlier one
    ("dateline of Vesland Press", "credits Vesland Press", "published two hours before"); empty where that is not known.
    """

    text: str
    origin: str
    whole: bool
    share: float
    passages: tuple[Copied, ...]
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a statement and whether they stand in quotation marks (the marks are not part of `words`)."""

    words: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as a sheet shows it. `content` is all of it, `short` its shortest run of exact words that still says it; parties are voices.

    `place` is its characters in the text, `bytes` the same in the capture (None: not placed). `via`: through whom the words came, outermost first.
    """

    id: str
    text: str
    parent: str | None
    act: Act | None
    negated: bool
    investigation: bool
    modality: Modality
    content: tuple[Words, ...]
    short: tuple[Words, ...]
    cue: str
    voices: tuple[str, ...]
    rivals: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    via: tuple[str, ...]
    addressees: tuple[str, ...]
    targets: tuple[str, ...]
    channel: str | None
    said_on: When | None
    hedges: tuple[str, ...]
    certainty: tuple[str, ...]
    grounds: tuple[str, ...]
    headline: bool
    place: Span
    bytes: tuple[int, int] | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of words that touches the meaning: a negation gained or lost, another number, name or modal verb, a qualifier dropped or put in."""

    kind: ChangeKind
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words of an alignment: the fullest version's words and those of the other; one of them is empty where words were left out or added."""

    kind: RunKind
    fullest: str
    here: str
    cut: bool = False  # the outlet's own dots or brackets stand here


@dataclass(frozen=True, slots=True)
class Wording:
    """How one version of an utterance differs from the fullest one, word for word. Counts are of words, as the reader sees them."""

    statement: str
    against: str
    verdict: Verdict
    runs: tuple[Run, ...]
    differ: int
    left_out: int
    added: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """Statements of several texts that render one utterance, in order of publication. The fullest wording is compared with, not called the true one."""

    id: str
    voices: tuple[str, ...]
    statements: tuple[str, ...]
    first: str | None  # None where no publication date is known or two texts share the earliest
    fullest: str
    wordings: tuple[Wording, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Happening:
    """What statements are about, over all texts. `lacks` names what no text states ("date", "place"). `parties` are voices; `kind` a common noun ("attack")."""

    id: str
    label: str
    kind: str | None
    where: str | None
    when: When | None
    parties: tuple[str, ...]
    mentions: tuple[Place, ...]
    statements: tuple[str, ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """What is at issue: contents of statements that stand to one claim. `named` where a person gave the label; else it is the machine's suggestion."""

    id: str
    label: str
    named: bool
    happening: str | None
    statements: tuple[str, ...]
    numbers: tuple[str, ...] = ()  # the differing numbers given, as printed, where the point is a number


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of position: the later statement takes back or turns round the earlier one."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Position:
    """How a voice stands to a point: its statements in the order of time, one a utterance, the stance of each, and where it changed."""

    voice: str
    point: str
    statements: tuple[str, ...]
    stances: tuple[Stance, ...]
    more: tuple[int, ...]  # for each statement, how many further statements say the same
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """How one statement stands to another (`one` to `other`, "one denies other"); both keep their words' places."""

    kind: RelationKind
    one: str
    other: str
    one_words: Place
    other_words: Place


@dataclass(frozen=True, slots=True)
class Accused:
    """A voice that is accused in these texts: by which statements, which own statements answer them, and whether it is heard in them at all."""

    voice: str
    accusations: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]  # (accusation, answer)
    heard: bool


@dataclass(frozen=True, slots=True)
class Lone:
    """A point or utterance that rests on one origin: `families` of texts were counted, copies as one."""

    point: str
    text: str


@dataclass(frozen=True, slots=True)
class Through:
    """A voice whose words on a point are known only through others."""

    voice: str
    point: str
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """Something to obtain: a document, readout, interview or call that statements rest on and that is not among the texts."""

    label: str
    voice: str | None
    channel: str | None
    when: When | None
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something for a person to check, most doubtful first: what it is in words, and the statements it concerns."""

    kind: Literal["wording", "denial", "accusation", "change", "speaker", "double"]
    message: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """An input that could not be read, with its reason in words."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Several texts side by side. `makers` names each rule with its version; `checked` counts statements that a person has checked."""

    about: str | None
    texts: tuple[Text, ...]
    unread: tuple[Unread, ...]
    copies: tuple[Copy, ...]
    voices: tuple[Voice, ...]
    lines: tuple[Line, ...]
    utterances: tuple[Utterance, ...]
    happenings: tuple[Happening, ...]
    points: tuple[Point, ...]
    positions: tuple[Position, ...]
    relations: tuple[Relation, ...]
    accused: tuple[Accused, ...]
    lone: tuple[Lone, ...]
    through: tuple[Through, ...]
    originals: tuple[Original, ...]
    doubts: tuple[Doubt, ...]
    makers: dict[str, str]
    checked: int = 0
    schema: str = SCHEMA
