"""What a sample is, frozen: what was drawn from what, what a checker answered, what follows."""

from dataclasses import dataclass
from typing import Literal, get_args

from onrecord.types import Block, Record, Statement

By = Literal["act", "speaker", "outlet", "kind"]
BYS: tuple[By, ...] = get_args(By)
Answer = Literal["yes", "no", "cannot say"]
STATEMENT = "statement"  # the first question: does the text say that somebody said this?
FIELDS = (STATEMENT, "speakers", "content", "act", "addressees", "targets", "channel", "said_on", "negated")
NONE = "not stated"
ALL = "all"  # the one stratum of a simple sample
OTHERS = "all others"


@dataclass(frozen=True, slots=True)
class Item:
    """A statement that was drawn, with the stratum that it stands for."""

    record: Record
    statement: Statement
    stratum: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that was drawn: are there statements in it that the machine did not find?"""

    record: Record
    block: Block


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, in random order, and from how much: statements in each stratum, statements with each act, paragraphs."""

    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    strata: dict[str, int]
    acts: dict[str, int]
    paragraphs: int
    by: By | None
    seed: int


@dataclass(frozen=True, slots=True)
class Checked:
    """A statement of a sheet that came back: its answers by field, the right value where the checker gave one."""

    id: str
    stratum: str
    act: str
    answers: dict[str, Answer]
    right: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that came back. `missed` has, of each paragraph that was looked at, the statements that the machine did not find."""

    rows: tuple[Checked, ...]
    missed: tuple[int, ...]
    strata: dict[str, int]
    acts: dict[str, int]
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval at 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class FieldResult:
    """How often a field is wrong: answers, and the rate among all statements, None where there is no answer."""

    field: str
    yes: int
    no: int
    cannot_say: int
    error: Estimate | None


@dataclass(frozen=True, slots=True)
class ActResult:
    """How many statements have an act: by the machine, and corrected by the checks."""

    act: str
    machine: int
    corrected: Estimate


@dataclass(frozen=True, slots=True)
class Result:
    """What the checks say of all statements of which the sample was drawn."""

    statements: int
    drawn: int
    checked: int
    fields: tuple[FieldResult, ...]
    acts: tuple[ActResult, ...]
    missed: Estimate | None = None
    recall: Estimate | None = None
    notes: tuple[str, ...] = ()
