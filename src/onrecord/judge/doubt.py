"""What of a statement a person should look at first. Pure.

In: a statement as people see it. Out: the field, and where it stands in the queue, 1000 first; None where somebody looked at it, or it comes too late to be
asked.
A statement's place is the measured share of such readings that are wrong, in thousandths (confidence is calibrated). All other places are chosen by hand beside
it, not measured: nobody is told them as shares.
"""

from dataclasses import dataclass
from typing import Literal

from onrecord.types import Statement

PERSON = ("checked by ", "corrected by ", "added by ")  # makers that are people
LAST = 150  # what comes later is not asked
RIVALS = 500  # two names that a pronoun may stand for
NOBODY = 600  # a source stands there, and it is nobody whom the text names
PRONOUN = 157
HEAVY = {"deny": 160, "accuse": 155, "threaten": 150, "retract": 150}  # much hangs on them: asked late


@dataclass(frozen=True, slots=True)
class Doubt:
    """The kind of question, and its place in the queue."""

    kind: Literal["speaker", "act", "statement"]
    place: int


def find_doubt(s: Statement) -> Doubt | None:
    """What of a statement is to be asked first."""
    found = [doubt for doubt, field in list_doubts(s) if not is_judged(s, field) and doubt.place >= LAST]
    return max(found, key=lambda d: d.place, default=None)


def list_doubts(s: Statement) -> list[tuple[Doubt, str]]:
    found = [(Doubt("statement", round(1000 * (1 - s.confidence))), "confidence")]
    if s.rivals:
        found.append((Doubt("speaker", RIVALS), "speakers"))
    elif s.source and not s.speakers:
        found.append((Doubt("speaker", NOBODY), "speakers"))
    elif ":pronoun" in s.makers.get("speakers", ""):
        found.append((Doubt("speaker", PRONOUN), "speakers"))
    if s.act in HEAVY:
        found.append((Doubt("act", HEAVY[s.act]), "act"))
    return found


def is_judged(s: Statement, field: str) -> bool:
    """Whether a person said what a field holds."""
    return s.makers.get(field, "").startswith(PERSON)
