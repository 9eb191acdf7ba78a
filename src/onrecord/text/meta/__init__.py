"""What a news page says of itself: headline, byline, outlet, and when it was published and updated.

In: the page's HTML. Out: a `Meta`. Sources are JSON-LD, meta tags and what a reader sees around the headline; where they contradict each
other, the visible one counts and a problem says so. It never takes a date, a name or a title from a side bar, a footer or another story's
teaser, never knows an outlet, and never supplies what the page leaves open: other dates on the page are listed as candidates.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from onrecord.text.meta.days import find_dates, other_dates
from onrecord.text.meta.gather import gather, linked_data, main_node
from onrecord.text.meta.names import find_byline, find_outlet, find_title, read_byline
from onrecord.types import Problem, When

__all__ = ["Meta", "read_byline", "read_meta"]


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page says of itself. `candidates` holds the page's other dates where no date of publication was found."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    published: When | None = None
    updated: When | None = None
    candidates: When | None = None
    problems: tuple[Problem, ...] = ()


def read_meta(html: str, *, url: str | None = None) -> Meta:
    """Read a page's title, byline, outlet and dates.

    >>> read_meta("<title>Lock fails | Harbour Press</title><h1>Lock fails</h1>").title
    'Lock fails'
    """
    found = gather(html)
    nodes = linked_data(found.scripts)
    main = main_node(nodes, found)
    outlet = find_outlet(found, main, nodes)
    title = find_title(found, main, [outlet or "", *found.metas.get("og:site_name", ()), urlsplit(url or found.canonical).hostname or ""])
    published, updated, problems = find_dates(found, nodes if main is None else [main, *nodes], url or found.canonical)
    candidates = None
    if published is None:
        candidates, told = other_dates(found)
        if told:
            problems.append(Problem("published-not-found", f"no date of publication on the page; other dates there: {told}"))
    return Meta(title, find_byline(found, main, nodes, outlet), outlet, published, updated, candidates, tuple(problems))
