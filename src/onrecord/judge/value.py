"""The values of a statement's fields in the form in which people say them, and back: parties, words of a closed list, days, yes and no. Pure.

In: a statement and a field; or what somebody says the field holds. Out: a saying that holds the value; the value. UsageError in words where it is none.
"""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, get_args

from onrecord.errors import UsageError
from onrecord.judge.types import Field, Moved, Party, PartyField, SpanField, ValueField, Wrong
from onrecord.types import Act, Entity, Modality, Precision, Span, Statement, When

PARTIES: tuple[PartyField, ...] = get_args(PartyField)
SPANS: tuple[SpanField, ...] = get_args(SpanField)
VALUES: tuple[ValueField, ...] = get_args(ValueField)
TRUTH = {"yes": True, "no": False}
NOTHING: dict[ValueField, Any] = {"modality": "actual", "negated": False, "anonymous": False}
DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d[0-9:.+Z-]{0,20})?)?)?")
OR = " or "


def see(statement: Statement, field: Field, known: Mapping[str, Entity]) -> Wrong | Moved:
    """What a field holds, as somebody would say it."""
    value = getattr(statement, field)
    if field in SPANS:
        return Moved(field, value)
    if field in PARTIES:
        return Wrong(field, True, tuple(party_of(known[own]) for own in value if own in known))
    return Wrong(field, True, value=say(field, value))


def party_of(entity: Entity) -> Party:
    named = next((m for m in entity.mentions if m.kind != "pronoun"), next(iter(entity.mentions), None))
    return Party(entity.name, entity.id, Span(named.start, named.end) if named else None)


def say(field: Field, value: Any) -> str | None:
    """A value in words that `read` reads."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "said_on":
        return say_when(value) if value is not None else None
    return value if value is None else str(value)


def read(field: ValueField, value: str | None, *, before: Any = None) -> Any:
    """The value that somebody says a field holds; `before`, what it holds now, where this says the same. UsageError where it cannot hold it."""
    if value is None:
        return NOTHING.get(field)
    if field in ("negated", "anonymous"):
        if value not in TRUTH:
            raise UsageError(f"{field}: {value!r} is neither yes nor no")
        return TRUTH[value]
    if field in ("act", "modality"):
        listed = get_args(Act if field == "act" else Modality)
        if value not in listed:
            raise UsageError(f"{field}: {value!r} is none; one of {', '.join(listed)}")
        return value
    if field == "said_on":
        return before if before is not None and say_when(before) == value else read_when(value)
    if not value.strip():
        raise UsageError(f"{field}: no words; leave the value out where it is not stated")
    return value


def say_when(when: When) -> str:
    """A time as it is said in a judgement: one day, an interval with either end open, or several that it may be.

    >>> say_when(When("2026-10-06", "2026-10-09")), say_when(When(None, "2026-10-09"))
    ('2026-10-06/2026-10-09', '/2026-10-09')
    """
    pairs = [(when.start, when.end)] if when.start or when.end or not when.candidates else list(when.candidates)
    return OR.join((a or "") if a == b else f"{a or ''}/{b or ''}" for a, b in pairs)


def read_when(value: str) -> When:
    """The time of such words; a month or a year is all its days.

    >>> read_when("2026-02").end
    '2026-02-28'
    """
    pairs = [_pair(part, value) for part in value.split(OR)]
    if len(pairs) > 1:
        return When(None, None, basis="given", candidates=tuple(pairs))
    start, end = pairs[0]
    return When(start, end, _precision(start, end), "given")


def _pair(part: str, whole: str) -> tuple[str | None, str | None]:
    first, _, last = part.strip().partition("/")
    last = last if "/" in part else first
    for each in (first, last):
        if each and not DATE.fullmatch(each):
            raise UsageError(f"said_on: {whole!r} is no day; write 2026-10-09, 2026-10-06/2026-10-09, 2026-10 or 2026")
    try:
        start, end = (_edge(first, last=False) if first else None), (_edge(last, last=True) if last else None)
    except ValueError:
        raise UsageError(f"said_on: {whole!r} is no day of the calendar") from None
    if start is None and end is None:
        raise UsageError(f"said_on: {whole!r} says no day")
    if start and end and start[:10] > end[:10]:
        raise UsageError(f"said_on: {whole!r} ends before it starts")
    return start, end


def _edge(value: str, *, last: bool) -> str:
    """The first or last day of a year, month or day; a time as it is."""
    if len(value) == 4:
        value += "-12-31" if last else "-01-01"
    elif len(value) == 7:
        value += f"-{monthrange(int(value[:4]), int(value[5:]))[1]:02}" if last and 1 <= int(value[5:]) <= 12 else "-01"
    (datetime if len(value) > 10 else date).fromisoformat(value)
    return value


def _precision(start: str | None, end: str | None) -> Precision:
    if start is None or end is None:
        return "unknown"
    if start == end:
        return "minute" if len(start) > 10 else "day"
    if start[5:] == "01-01" and end == f"{start[:4]}-12-31":
        return "year"
    return "month" if start[8:] == "01" and end == _edge(start[:7], last=True) else "unknown"


def name_fields(fields: Sequence[str]) -> str:
    return ", ".join(field.replace("_", " ") for field in fields)
