"""What a sheet is made of, as plain values: every rendering draws these and nothing else. Strings are made visible, not yet escaped for any format.

A footnote has one number wherever its statement stands.
"""

from dataclasses import dataclass

from onrecord.group.types import RunKind, Words
from onrecord.sheet.words import Told
from onrecord.types import Act


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one version and what they are against the fullest wording; none where they were left out. `cut`: the outlet's own dots or brackets stand here.

    `quoted` words are the speaker's; the first and the last of a quotation carry their mark.
    """

    kind: RunKind
    words: str
    quoted: bool = True
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Pieces that stand over `span` columns."""

    pieces: tuple[Piece, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Cite:
    """A statement as the sheet shows it, with the way to its source. `note` is its footnote, `more` how many further statements say the same.

    `does` is the act in words ("denies"), `towards` whom it is directed at, `where` date and outlet ("7 October, Harbour FM"), `via` through whom it came,
    `remarks` what else must be known to read it rightly ("speaker unclear: Reyl or the port authority"), `changed` a change of position ("changed 2 November").
    """

    line: str
    note: int
    speaker: str
    act: Act | None
    strong: bool
    does: str
    towards: str
    words: tuple[Words, ...]
    when: str
    outlet: str
    where: str
    via: str
    remarks: tuple[str, ...]
    more: int = 0
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, with the roles as reported. `letter`: the first of those ordered by name, where the sheet has very many."""

    voice: str
    name: str
    role: str
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A point at issue. `named`: a person named it; else it is a suggestion. `about` is its happening, `numbers` the differing ones as printed."""

    point: str
    label: str
    named: bool
    about: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One point by itself: who is heard on it, and who of the table's speakers is not ("Nothing reported from ...")."""

    column: Column
    entries: tuple[tuple[Speaker, tuple[Cite, ...]], ...]
    unheard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: its head, what is said of it, the footnotes of the statements it rests on. `words`: exact words of a statement, if any are shown.

    `link` is the id of the part of the sheet that tells more ("wording-1").
    """

    head: str
    told: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    words: tuple[Words, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A titled list. `rest` counts the entries that are not listed. `lead` is the sentence above it; empty items and a lead say why there is nothing."""

    id: str
    title: str
    items: tuple[Item, ...]
    lead: str = ""
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an utterance: who printed it and when, its words in cells, what differs, in words."""

    outlet: str
    when: str
    note: int
    quoted: bool
    cells: tuple[Cell, ...]
    verdict: str
    told: str
    changes: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """One utterance in several texts: the fullest wording first, then those that differ; `same` tells who printed it word for word."""

    id: str
    speaker: str
    about: str
    columns: int
    versions: tuple[Version, ...]
    same: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Charge:
    """An accusation and its answers; `told` says in words whether and when it was answered in these texts."""

    accused: str
    cite: Cite
    answers: tuple[Cite, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Day:
    """What was said on one day, for a time line in words: (act, speaker, what is done)."""

    when: str
    entries: tuple[tuple[Act | None, str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One text: everything needed to find it again. `copies` says of what it is a copy, how much of it, and why that is held; `changes` what it changed."""

    number: int
    outlet: str
    title: str
    form: str
    byline: str
    published: str
    updated: str
    url: str
    file: str
    sha256: str
    counts: str
    copies: tuple[str, ...]
    changes: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: outlet, title and date of the text, the place in it, all the words, what is known of the occasion, and the notes that say the same."""

    number: int
    source: Source
    place: str
    speaker: str
    words: tuple[Words, ...]
    occasion: tuple[str, ...]
    same: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole sheet, its parts in their order. `scope` says what was looked at ("in these 13 texts"), `nobody` is set where no one speaks.

    `cells[i][j]` is what speaker i says on point j; `sections` is each column by itself, `further` the points beyond the table's columns, `asides` what stands
    beside it. `order` says how the speakers are ordered. `besides` are statements on no point.
    `has_apart`: some words stand apart in their report, with " | " between.
    """

    title: str
    kicker: str
    lead: str
    counts: tuple[str, ...]
    scope: str
    nobody: str
    unread: Part
    columns: tuple[Column, ...]
    speakers: tuple[Speaker, ...]
    order: str
    cells: tuple[tuple[tuple[Cite, ...], ...], ...]
    sections: tuple[Section, ...]
    asides: tuple[Part, ...]
    further: tuple[Section, ...]
    alignments: tuple[Alignment, ...]
    alignments_rest: int
    charges: tuple[Charge, ...]
    charges_rest: int
    besides: tuple[Cite, ...]
    besides_rest: int
    happenings: Part
    days: tuple[Day, ...]
    originals: Part
    doubts: Part
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
    grouping: Part
    has_apart: bool
