"""What a judge may choose from: who may have spoken, which act it was, which channel; and what was chosen as a saying for the ledger.

In: a record, one of its statements, a form. Out: choices; or a `Saying`, UsageError in words where the form does not say enough.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import get_args

from onrecord.errors import UsageError
from onrecord.judge.types import NotStatement, Party, PartyField, Right, Saying, Wrong
from onrecord.phrase import ACTS, make_visible
from onrecord.types import Act, Entity, Modality, Record, Span, Statement
from onrecord.why import around, closest

# One line each, in the words of somebody who reads and judges.
MEANINGS: dict[Act, str] = {
    "assert": "says, reports or describes something", "accuse": "says that somebody did a wrong", "criticise": "finds fault, without charging a wrong",
    "deny": "says that a claim is false", "challenge": "says that a claim is unproven or unfounded", "reject": "turns down a demand, an offer or a plan",
    "demand": "calls on somebody to act", "ask": "asks a question", "warn": "warns of what may come, not by the speaker’s own hand",
    "threaten": "announces harm by the speaker", "promise": "commits to do something", "propose": "offers or suggests",
    "support": "backs, praises or agrees", "admit": "concedes something against the speaker", "apologise": "regrets, apologises, condoles",
    "consult": "talks were held, views exchanged", "decline": "gives no answer", "retract": "takes back what was said",
    "think": "is said to believe, want or fear, without having said so",
}  # fmt: skip
MODALITIES: dict[Modality, str] = {"actual": "as it is", "future": "of the future", "hypothetical": "hypothetical", "question": "as a question"}
PARTY_FIELDS: tuple[PartyField, ...] = get_args(PartyField)
OTHERS: tuple[PartyField, ...] = ("addressees", "targets", "relayed_by", "on_behalf_of")  # parties beside the speaker
NAMED = 24  # entities offered; others can be typed
NAME = 200  # characters of a name that is typed


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what the form sends, what is read, a quiet line beside it; `act` where it has a mark."""

    value: str
    name: str
    note: str = ""
    now: bool = False  # what stands now
    act: str = ""


def offer_parties(record: Record, statement: Statement, field: PartyField) -> tuple[Choice, ...]:
    """The entities of the article: those that the record holds possible first, then those named nearest."""
    article = record.article
    if article is None:
        return ()
    now = getattr(statement, field)
    near = around(article, statement)

    def place(entity: Entity) -> tuple[bool, bool, bool, int]:
        return (entity.id not in now, entity.id not in statement.rivals, closest(entity.mentions, near, statement) is None, -len(entity.mentions))

    listed = sorted((e for e in record.entities if e.kind not in ("place", "document") or e.id in now), key=place)
    return tuple(Choice(e.id, make_visible(e.name), ", ".join(make_visible(r) for r in e.roles[:2]), e.id in now) for e in listed[:NAMED])


def offer_acts(statement: Statement) -> tuple[Choice, ...]:
    """All acts with their mark and meaning."""
    return tuple(Choice(act, ACTS[act][1], MEANINGS[act], act == statement.act, act) for act in MEANINGS)


def offer_all(record: Record) -> tuple[Choice, ...]:
    """The entities of an article, those named most often first."""
    listed = sorted((e for e in record.entities if e.kind not in ("place", "document")), key=lambda e: -len(e.mentions))
    return tuple(Choice(e.id, make_visible(e.name), ", ".join(make_visible(r) for r in e.roles[:2])) for e in listed[:NAMED])


def offer_deeds() -> tuple[Choice, ...]:
    """All acts, none of them chosen."""
    return tuple(Choice(act, ACTS[act][1], MEANINGS[act], False, act) for act in MEANINGS)


@cache
def list_channels() -> tuple[str, ...]:
    """The channels that the record knows."""
    rows = files("onrecord.data").joinpath("channels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return tuple(dict.fromkeys(row.split("\t")[0] for row in rows if row.strip()))


def read_saying(form: Mapping[str, str], record: Record, statement: Statement) -> Saying:
    """What a form says of a statement: `what` is right, not-a-statement, or the name of a field that is wrong, with what is right instead."""
    what = form.get("what", "")
    if what == "right":
        return Right()
    if what == "not-a-statement":
        return NotStatement()
    if what in PARTY_FIELDS:
        return read_parties(form, record, statement, what)
    if what == "act":
        act = form.get("act", "")
        if act == "?":
            return Wrong("act")
        if act not in ACTS:
            raise UsageError("Choose the act that it is, or “not known”.")
        return Wrong("act", known=True, value=act)
    if what == "negated":
        return Wrong("negated", known=True, value="no" if statement.negated else "yes")
    if what == "channel":
        channel = " ".join(form.get("channel", "").split())
        if channel not in ("", "?", *list_channels()):
            raise UsageError("Choose a channel of the list.")
        return Wrong("channel") if channel == "?" else Wrong("channel", known=True, value=channel or None)
    if what == "said_on":
        return read_day(form)
    if what == "modality":
        if form.get("modality") not in MODALITIES:
            raise UsageError("Choose how it is said.")
        return Wrong("modality", known=True, value=form["modality"])
    if what == "anonymous":
        return Wrong("anonymous", known=True, value="no" if statement.anonymous else "yes")
    raise UsageError("Say what is right or wrong with the statement.")


def read_parties(form: Mapping[str, str], record: Record, statement: Statement, field: PartyField) -> Wrong:
    """Who it is instead: entities of the article (`party`, one a line) and a name that was typed, or nobody, or not known."""
    typed = " ".join(form.get("name", "").split())[:NAME]
    chosen = form.get("party", "").split()
    found = [party_of(e, record, statement) for i in chosen for e in record.entities if e.id == i]
    if typed:
        found.append(name_party(typed, record, statement))
    if found and len(found) == len(chosen) + bool(typed):
        return Wrong(field, known=True, parties=tuple(found))
    if chosen == ["?"]:
        return Wrong(field)
    if chosen == ["none"] and field != "speakers":
        return Wrong(field, known=True)
    raise UsageError("Tick somebody of the list, type a name, or choose “not known” alone.")


def party_of(entity: Entity, record: Record, statement: Statement | None = None) -> Party:
    """An entity with a place in the text by which it is found again."""
    at = entity.mentions[0] if entity.mentions else None
    if statement is not None and record.article is not None:
        at = closest(entity.mentions, around(record.article, statement), statement) or at
    return Party(entity.name, entity.id, Span(at.start, at.end) if at else None)


def name_party(name: str, record: Record, statement: Statement | None = None) -> Party:
    """Somebody by a name that was typed: the entity of the article that is called so, else a new one, placed where the name stands."""
    wanted = name.casefold()
    for entity in record.entities:
        if wanted in (form.casefold() for form in (entity.name, *entity.aliases)):
            return party_of(entity, record, statement)
    at = record.article.text.find(name) if record.article else -1
    return Party(name, None, Span(at, at + len(name)) if at >= 0 else None)


def read_day(form: Mapping[str, str]) -> Wrong:
    """A day, an interval, "not stated" or "not known"."""
    if form.get("day") == "?":
        return Wrong("said_on")
    if form.get("day") == "none":
        return Wrong("said_on", known=True)
    first, last = form.get("from", "").strip(), form.get("to", "").strip()
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise UsageError("Give the day it was said as 2026-10-09, a second one where it may be any day between, or choose “not stated”.") from None
    if end < start:
        raise UsageError("The last day lies before the first one.")
    return Wrong("said_on", known=True, value=start.isoformat() + (f"/{end.isoformat()}" if end != start else ""))


def as_act(value: str) -> Act | None:
    """An act by its name; None for any other word."""
    return value if value in ACTS else None
