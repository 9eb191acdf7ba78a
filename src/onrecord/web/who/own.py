"""A speaker's own statements as a time line: by event, in the order of time, one row an utterance, brackets from a statement to the later one that turns it
round.

In: statements found, the event of each article, what the dossiers know. Out: groups of rows for the template, strings made visible, not yet escaped. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.ledger.types import EventSeen, Hit
from onrecord.phrase import count
from onrecord.sheet.words import say_short
from onrecord.types import When
from onrecord.web.cite import Cite, cite
from onrecord.web.event.where import Where
from onrecord.web.who.known import Known

LANES = 3  # brackets beside each other; where more would be needed, words alone tell the change


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of position, seen from one of its ends: both days and acts, and the other end with its words."""

    before: str  # "7 October"
    denies: str
    after: str
    admits: str
    other: Cite
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A statement in the time line. `more` tells how many outlets and wordings there are of it; `became` and `was` are the later and earlier ends of changes
    that it is an end of; `lanes` the classes of the brackets that pass beside it."""

    cite: Cite
    day: str
    more: str
    more_href: str
    became: tuple[Turn, ...] = ()
    was: tuple[Turn, ...] = ()
    lanes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The statements in one event. `event` is None for texts that belong to none; `pending`: its texts were not put side by side yet."""

    event: str | None
    label: str
    days: str
    rows: tuple[Row, ...]
    pending: bool


def group_own(hits: Sequence[Hit], events: Mapping[str, EventSeen], known: Known) -> tuple[Group, ...]:
    """The groups, the latest event first; `events` are by article."""
    found: dict[str | None, list[Hit]] = {}
    for hit in hits:
        event = events.get(hit.record.article.id) if hit.record.article else None
        found.setdefault(event.id if event else None, []).append(hit)
    by_id = {event.id: event for event in events.values()}
    ordered = sorted(found, key=lambda own: max(day_of(hit) for hit in found[own]), reverse=True)
    return tuple(make_group(by_id.get(own or ""), found[own], known) for own in ordered)


def make_group(event: EventSeen | None, hits: Sequence[Hit], known: Known) -> Group:
    ordered = sorted(hits, key=lambda h: (day_of(h), published(h), h.statement.id))
    years = frozenset(day[:4] for h in ordered if (day := day_of(h)))
    folded: dict[str, list[Hit]] = {}
    for hit in ordered:
        spoken = known.spoken.get(hit.statement.id)
        folded.setdefault(spoken.id if spoken else hit.statement.id, []).append(hit)
    rows = [make_row(same, years, known) for same in folded.values()]
    at = {hit.statement.id: i for i, same in enumerate(folded.values()) for hit in same}
    rows = add_turns(rows, at, known)
    label = event.label if event else "In single texts"
    return Group(event.id if event else None, label, say_days(ordered), tuple(rows), event is not None and event.texts > 1 and event.id not in known.events)


def make_row(same: Sequence[Hit], years: frozenset[str], known: Known) -> Row:
    """One utterance: the version in the speaker's own words where there is one, the first of these."""
    shown = min(same, key=lambda h: {"direct": 0, "mixed": 1, "indirect": 2}[h.statement.kind])
    spoken = known.spoken.get(shown.statement.id)
    told = cite(shown.record, shown.statement)
    more = href = ""
    if spoken and (spoken.outlets > 1 or spoken.wordings > 1):
        more = ", ".join([count(spoken.outlets, "outlet"), *([count(spoken.wordings, "wording")] if spoken.wordings > 1 else [])])
        href = Where(spoken.event).to("wording", spoken.id)
    return Row(told, say_left(shown, years), more, href)


def add_turns(rows: list[Row], at: Mapping[str, int], known: Known) -> list[Row]:
    """The rows with the changes between them."""
    pairs = sorted({(at[one], at[two]) for one, two in known.turns if one in at and two in at and at[one] != at[two]})
    became: dict[int, list[Turn]] = {}
    was: dict[int, list[Turn]] = {}
    for one, two in pairs:
        first, last = rows[one], rows[two]
        told = (first.day, first.cite.does, last.day, last.cite.does)
        became.setdefault(one, []).append(Turn(*told, last.cite, f"#s-{last.cite.id}"))
        was.setdefault(two, []).append(Turn(*told, first.cite, f"#s-{first.cite.id}"))
    lanes = lay_lanes(pairs, len(rows))
    return [replace(row, became=tuple(became.get(i, ())), was=tuple(was.get(i, ())), lanes=lanes[i]) for i, row in enumerate(rows)]


def lay_lanes(pairs: Iterable[tuple[int, int]], size: int) -> list[tuple[str, ...]]:
    """For each row the pieces of brackets beside it, each bracket in a lane of its own: "lane0 start", "lane0 pass", "lane0 end"."""
    out: list[list[str]] = [[] for _ in range(size)]
    free = [-1] * LANES
    for start, end in sorted((min(pair), max(pair)) for pair in pairs):
        lane = next((n for n, until in enumerate(free) if until < start), None)
        if lane is None:
            continue
        free[lane] = end
        for row in range(start, end + 1):
            out[row].append(f"lane{lane} {'start' if row == start else 'end' if row == end else 'pass'}")
    return [tuple(own) for own in out]


def list_turns(groups: Iterable[Group]) -> tuple[tuple[Row, Turn], ...]:
    """Every change once, from its earlier end."""
    return tuple((row, turn) for group in groups for row in group.rows for turn in row.became)


# ---- days


def day_of(hit: Hit) -> str:
    """The day by which statements are ordered: said, else published; those without either come first."""
    article = hit.record.article
    said = first_of(hit.statement.said_on)
    return said or (first_of(article.published) if article else "") or ""


def published(hit: Hit) -> str:
    return first_of(hit.record.article.published) if hit.record.article else ""


def first_of(when: When | None) -> str:
    """The first day that a time may be."""
    if when is None:
        return ""
    return (when.start or when.end or min((a or b or "" for a, b in when.candidates), default=""))[:10]


def say_left(hit: Hit, years: frozenset[str]) -> str:
    """The day beside a row: when it was said; where that is not stated, when it was reported, and so it says."""
    article = hit.record.article
    if hit.statement.said_on is not None:
        return say_short(hit.statement.said_on, years).split(", ")[0]
    if article is None or article.published is None:
        return "day not stated"
    return f"reported {say_short(article.published, years).split(', ')[0]}"


def say_days(ordered: Sequence[Hit]) -> str:
    """The year or years of a group: "2026", "2025 to 2026"."""
    years = sorted({day[:4] for h in ordered if (day := day_of(h))})
    return "" if not years else years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
