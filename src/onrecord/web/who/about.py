"""What was said about a speaker: accusations first, each with what the speaker answered.

In: statements found, what the dossiers know. Out: rows for the template. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.group.draw.rows import say_does
from onrecord.group.types import Words
from onrecord.ledger.types import Hit
from onrecord.sheet.words import join_runs, say_day
from onrecord.web.cite import Cite, cite
from onrecord.web.who.known import Known
from onrecord.web.who.own import first_of

CHARGES = ("accuse", "criticise")
LISTED = 3  # answers shown to one accusation


@dataclass(frozen=True, slots=True)
class Answer:
    """What the speaker answered: when ("the same day", "on 3 November 2026"), by what, in which words."""

    when: str
    does: str
    words: tuple[Words, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about the speaker. `unanswered` is empty where an answer is known or nothing can be said of it; else what was looked in."""

    cite: Cite
    answers: tuple[Answer, ...]
    unanswered: str
    more: int = 0


def list_about(hits: Sequence[Hit], known: Known) -> tuple[Said, ...]:
    """The rows, accusations first, as they come; an utterance that several texts print is one row."""
    found: dict[str, list[Hit]] = {}
    for hit in hits:
        found.setdefault(known.same.get(hit.statement.id, hit.statement.id), []).append(hit)
    rows = [make_said(same, known) for same in found.values()]
    return tuple(sorted(rows, key=lambda row: row.cite.act not in CHARGES))


def make_said(same: Sequence[Hit], known: Known) -> Said:
    hit = same[0]
    own = [h.statement.id for h in same]
    answers = list(dict.fromkeys(a for i in own for a in known.answers.get(i, ())))
    looked = next((known.charged[i] for i in own if i in known.charged), "")
    return Said(cite(hit.record, hit.statement), tuple(make_answer(hit, a, known) for a in answers[:LISTED]), "" if answers else looked, len(same) - 1)


def make_answer(hit: Hit, answer: str, known: Known) -> Answer:
    line = known.lines[answer]
    said, charged = first_of(line.said_on), first_of(hit.statement.said_on)
    when = "the same day" if said and said == charged else f"on {say_day(line.said_on, frozenset())}" if said and line.said_on else ""
    return Answer(when, say_does(line), join_runs(line.short or line.content), f"/s/{line.id}")
