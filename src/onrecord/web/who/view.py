"""A speaker's page: the head, the names, the doubles, who quotes them; laid out from what the ledger and the dossiers say.

In: a person, statements by and about them, events, what the dossiers know. Out: frozen values for the template. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.ledger.types import Alias, EventSeen, Follow, Hit, Person, RoleSeen
from onrecord.phrase import count, make_visible, say_moment
from onrecord.sheet.words import WEEKDAY, raise_first
from onrecord.web.who.about import Said, list_about
from onrecord.web.who.known import Known
from onrecord.web.who.own import Group, Row, Turn, group_own, list_turns

NAMES = 4  # names shown at once, as many roles


@dataclass(frozen=True, slots=True)
class Head:
    """`roles` are sentences ("Chief executive, as reported from 5 October to 3 November 2026"), the first in full, the others as their articles word them."""

    kind: str
    name: str
    country: str
    roles: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]  # bold, plain


@dataclass(frozen=True, slots=True)
class Who:
    """The page. `pending`: some texts are being put side by side meanwhile, so that changes and answers may be missing."""

    person: Person
    head: Head
    names: tuple[Alias, ...]
    more_names: tuple[Alias, ...]
    groups: tuple[Group, ...]
    turns: tuple[tuple[Row, Turn], ...]
    about: tuple[Said, ...]
    after: str | None
    about_after: str | None
    followed: Follow | None
    pending: bool
    narrowed: bool


def lay_out(
    person: Person, own: Sequence[Hit], about: Sequence[Hit], events: Mapping[str, EventSeen], known: Known, *, after: str | None, about_after: str | None,
    followed: Follow | None, narrowed: bool,
) -> Who:  # fmt: skip
    """The page of a speaker."""
    groups = group_own(own, events, known)
    turns = list_turns(groups)
    return Who(
        person=person, head=make_head(person, len(turns)), names=person.aliases[:NAMES], more_names=person.aliases[NAMES:], groups=groups, turns=turns,
        about=list_about(about, known), after=after, about_after=about_after, followed=followed, pending=any(g.pending for g in groups), narrowed=narrowed,
    )  # fmt: skip


def make_head(person: Person, turns: int) -> Head:
    direct, via = sum(o.direct for o in person.outlets), sum(o.via for o in person.outlets)
    counts = [(count(person.statements, "statement"), f"in {count(person.articles, 'text')}")]
    if direct or via:
        counts.append((f"{direct:,}", f"told directly, {via:,} through others"))
    if turns:
        counts.append((count(turns, "change") + " of position", ""))
    return Head(
        kind=f"Speaker, {person.kind}", name=raise_first(make_visible(person.name)), country=make_visible(person.country or ""),
        roles=tuple(say_role(r, first=i == 0) for i, r in enumerate(person.roles[:NAMES])), counts=tuple(counts),
    )  # fmt: skip


def say_role(role: RoleSeen, *, first: bool) -> str:
    """ "Chief executive of Sound Line, as reported from 5 October to 3 November 2026"; further ones as their articles word them, in marks."""
    words = make_visible(role.role)
    days = say_days(role.first, role.last)
    return f"{raise_first(words)}, as reported{f' {days}' if days else ''}." if first else f"“{words}”" + (f", {days}." if days else ".")


def say_days(first: str | None, last: str | None) -> str:
    """ "on 5 October 2026", "from 5 October to 3 November 2026"; empty where no day is known."""
    one, two = (WEEKDAY.sub("", say_moment(day[:10])) if day else "" for day in (first, last))
    if not one or not two or one == two:
        return f"on {one or two}" if one or two else ""
    year = one[-5:]
    return f"from {one.removesuffix(year) if two.endswith(year) else one} to {two}"
