"""What of a statement a person should look at first: the field that is most often wrong, and how often. Pure.

In: a statement as people see it. Out: the field and about how many of a thousand such values are wrong (docs/quality.md); None where somebody looked at it, or
it is seldom wrong.
"""

from dataclasses import dataclass
from typing import Literal

from onrecord.types import Statement

PERSON = ("checked by ", "corrected by ", "added by ")  # makers that are people
SELDOM = 150  # of a thousand: less is not asked
RIVALS = 500  # of two names that a pronoun may stand for, one
NOBODY = 600  # a source stands there, and it is nobody whom the text names
PRONOUN = 157
HEAVY = {"deny": 160, "accuse": 155, "threaten": 150, "retract": 150}  # seldom wrong, but much hangs on them: asked after what is


@dataclass(frozen=True, slots=True)
class Doubt:
    """The kind of question, and how many of a thousand such values are wrong."""

    kind: Literal["speaker", "act", "statement"]
    wrong: int


def find_doubt(s: Statement) -> Doubt | None:
    """The field of a statement that is most often wrong."""
    found = [doubt for doubt, field in list_doubts(s) if not is_judged(s, field) and doubt.wrong >= SELDOM]
    return max(found, key=lambda d: d.wrong, default=None)


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
