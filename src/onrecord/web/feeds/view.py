"""The list of feeds, and what a form asks for.

In: feeds, the fields of a form. Out: rows for the template; what a feed is of.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.errors import UsageError
from onrecord.ledger.feeds import Feed, What
from onrecord.web.feeds.atom import page_of

# Filters of `find` that a search may have, and their names on the page.
FILTERS = {
    "words": "Words", "speaker": "Speaker", "act": "Act", "about": "About", "target": "Directed at", "addressee": "Said to", "outlet": "Outlet",
    "channel": "Through", "kind": "Kind",
}  # fmt: skip
LONGEST = 500  # characters of one field


@dataclass(frozen=True, slots=True)
class Row:
    """A feed in the list. `asked` are its filters in words."""

    number: int
    what: str
    label: str
    asked: str
    page: str
    made: str
    by: str
    stopped: str | None


def list_rows(feeds: Iterable[Feed]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The feeds that can be read, and those that were stopped."""
    rows = [Row(f.number, f.what, f.label, say_asked(f), page_of(f) if f.what != "search" else "", f.made, f.by, f.stopped) for f in feeds]
    return tuple(r for r in rows if not r.stopped), tuple(r for r in rows if r.stopped)


def say_asked(feed: Feed) -> str:
    """ "Act: deny; Outlet: Harbour FM"; empty for a speaker or an event."""
    return "; ".join(f"{FILTERS[key]}: {value}" for key, value in feed.asked.items() if key in FILTERS)


def read_asked(form: Mapping[str, str]) -> tuple[What, dict[str, Any]]:
    """What a feed is to be of, from the fields of its form; UsageError where that is nothing or too much."""
    for name, value in form.items():
        if len(value) > LONGEST:
            raise UsageError(f"{name}: {len(value):,} characters; write at most {LONGEST}")
    if form.get("person"):
        return "speaker", {"person": form["person"]}
    if form.get("event"):
        return "event", {"event": form["event"]}
    asked = {name: form[name] for name in FILTERS if form.get(name)}
    if not asked:
        raise UsageError("Say what the feed is to be of: words, a speaker, an act.")
    return "search", asked
