"""Who read what: for each value of a statement who made it, in words, and whether a person has checked it.

In: a record and one of its statements, as judged. Out: rows for the eye: a label, the value, how it was made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.phrase import make_visible
from onrecord.types import Record, Statement
from onrecord.why import Reason, Words, explain

UNSURE = 0.5  # confidence is calibrated: below this a reading is wrong more often than right
BY_PERSON = re.compile(r"(checked|corrected) by (.*), entry (\d+)")
LABELS = {
    "content": "Content", "source": "Source", "cue": "Cue", "speakers": "Speaker", "rivals": "Other possible speakers", "act": "Act", "negated": "Said or not",
    "targets": "Directed at", "addressees": "Told to", "relayed_by": "Carried by", "on_behalf_of": "Speaks for", "said_on": "Date", "channel": "Channel",
    "modality": "Manner", "anonymous": "Named or not", "hedges": "Reporter’s doubt", "certainty": "Speaker’s certainty", "grounds": "Grounds",
    "detail": "Kind of demand", "quotes": "Quoted words",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """One row. `by` and `entry` name the person who judged it and the ledger's entry; else the machine read it by `rule`."""

    field: str
    label: str
    value: str
    maker: str
    rule: str
    verb: str = ""  # "checked" or "corrected"
    by: str = ""
    entry: int = 0
    words: tuple[Words, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether a person vouches for it."""
        return bool(self.verb)


def list_made(record: Record, statement: Statement) -> tuple[Made, ...]:
    """The rows in the order of LABELS; the words that a value rests on only where they are not the value itself."""
    found = {r.field: make_row(r) for r in explain(record, statement) if r.field in LABELS}
    return tuple(found[name] for name in LABELS if name in found)


def make_row(reason: Reason) -> Made:
    person = BY_PERSON.fullmatch(reason.maker or "")
    words = tuple(w for w in reason.words if make_visible(w.text) != reason.says)
    if person:
        return Made(reason.field, LABELS[reason.field], reason.says, reason.maker or "", "", person[1], person[2], int(person[3]), words)
    return Made(reason.field, LABELS[reason.field], reason.says, make_visible((reason.maker or "").partition(":")[0]), reason.rule, words=words)


def is_checked(statement: Statement, *fields: str) -> bool:
    """Whether a person vouches for any of these fields."""
    return any(BY_PERSON.fullmatch(statement.makers.get(name, "")) for name in fields)


def say_unsure(statement: Statement, made: Sequence[Made]) -> str:
    """That the machine itself is unsure of a statement that nobody has checked; never a figure."""
    unsure = statement.confidence < UNSURE and not any(m.checked for m in made)
    return "The machine is unsure of this statement: of those like it, more are wrong than right." if unsure else ""
