"""Headline, outlet and byline of a page.

In: what one walk found. Out: strings as a reader would write them: no site's name behind the headline, no role behind a name. It never
takes a name from another story and knows no outlet.
"""

import re
from collections.abc import Iterable
from typing import Any

from onrecord.text.dates import DAY
from onrecord.text.meta.gather import AUTHORED, BY, Found, clean, fold, headline, named, texts

SEPARATOR = re.compile(r" (?:[|*•·»]|::|-|–|—) ")
AUTHOR_KEYS = ("article:author", "og:article:author", "author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "og:author")
NAME_END = re.compile(
    r"\b(?:updated|published|posted|last (?:updated|modified)|first published|view (?:all|author|bio|profile)|share|follow(?: (?:on|the|@)|$)|read more)\b"
    r"|[@\d(\[]",
    re.IGNORECASE,
)
NAME_SPLIT = re.compile(r" (?:and|&|with) | ?[,;|·•/] ?| [–—-] ")
LETTERS = re.compile(r"\w+")
STAFF = re.compile(r"^(?P<name>\w.*?),? (?:news )?staff(?: (?:reporters?|writers?|correspondents?))?$", re.IGNORECASE)
AFFILIATION = re.compile(r" (?:for|in|at|from) \S.*$", re.IGNORECASE)
ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|journalist|producer|columnist|director|contributor|presenter|analyst|bureau|chief|freelance|photographer|author|host"
    r"|senior|staff|jr|sr|phd)\b\.?$",
    re.IGNORECASE,
)
NAME = re.compile(r"[^\W\d_][^\d<>@{}=]{1,58}")


def find_outlet(found: Found, main: dict[str, Any] | None, nodes: list[dict[str, Any]]) -> str | None:
    """The name that the page gives its site; of two spellings the one with capitals and spaces."""
    publisher = list(named(main.get("publisher"), nodes)) if main else []
    told = [clean(name) for name in (*found.metas.get("og:site_name", ()), *publisher, *found.metas.get("application-name", ()))]
    told = [name for name in told if name and "://" not in name]
    same = [name for name in told if fold(name) == fold(told[0])]
    return max(same, key=_spelt, default=None)


def _spelt(name: str) -> int:
    return (" " in name) + (name != name.lower())


def find_title(found: Found, main: dict[str, Any] | None, sites: list[str]) -> str | None:
    """The article's headline, where the page's heading, its data, its title for sharing and the window's title differ.

    The data's headline counts where the window's title is made from it by adding the site's name: a title without that was written for
    search engines. Then the heading, if another source agrees with it; but a live blog's heading is rewritten as it runs.
    """
    headings = [h for h in found.headings if h and fold(h) not in map(fold, sites)]
    told = headline(main) if main else ""
    shared = next((clean(t) for key in ("og:title", "twitter:title") for t in found.metas.get(key, ())), "")
    known = [t for t in (*headings, told) if t]
    shared, window = (strip_site(t, known, sites) for t in (shared, found.title))
    peers = {fold(t) for t in (shared, told, window) if t}
    heading = next((h for h in headings if fold(h) in peers), headings[0] if headings else "")
    live = main is not None and any("LiveBlog" in kind for kind in texts(main.get("@type")))
    templated = fold(window) != fold(found.title)
    named_so = main is not None and bool(heading) and fold(heading) == fold(next(texts(main.get("name")), ""))
    if told and fold(told) == fold(window) and templated and not named_so and not live:
        return told if fold(told) != fold(heading) else heading
    if not shared or not (heading or told):
        return heading or told or shared or window or None
    agreed = fold(heading) in ({fold(shared)} if live else {fold(shared), fold(told)})
    return heading if agreed or (heading and not live and not alike(shared, heading)) else shared


def alike(shared: str, heading: str) -> bool:
    """Whether a title for sharing is a version of the heading, and not a line of another kind: "His choice could ruin the talks"."""
    words, others = ({word for word in LETTERS.findall(t.casefold()) if len(word) > 3} for t in (shared, heading))
    return len(words & others) >= 0.4 * len(words)


def strip_site(title: str, known: list[str], sites: list[str]) -> str:
    """A title without the site's name and sections behind (or before) it: a known headline inside it, else what its last parts are."""
    whole = {fold(k) for k in known}
    for separator in SEPARATOR.finditer(title):
        if fold(title[: separator.start()]) in whole:
            return title[: separator.start()].strip()
    inside = [k for k in known if len(fold(k)) >= 15 and fold(k) in fold(title)]
    if inside:
        return max(inside, key=len)
    names = [fold(site.removeprefix("www.")) for site in sites if site]
    while parts := list(SEPARATOR.finditer(title)):
        last = fold(title[parts[-1].end() :])
        if len(last) < 2 or not any(last in name or (len(name) > 2 and last.startswith(name)) for name in names):
            break
        title = title[: parts[-1].start()].strip()
    return title


def find_byline(found: Found, main: dict[str, Any] | None, nodes: list[dict[str, Any]], outlet: str | None) -> tuple[str, ...]:
    """Who wrote the article, from the first source that names a person; the outlet's own name only where no source does."""
    told = [[*named(main.get("author"), nodes)] if main else []]
    told += [[name for name in found.metas.get(key, ()) if "/" not in name] for key in AUTHOR_KEYS]
    told.append([s.text for s in found.shown if s.head and s.tag == "a" and AUTHORED.search(s.names)])
    lines = [s.text for s in found.shown if s.head and (BY.match(s.text) or AUTHORED.search(s.names))]
    told += [[line] for line in lines]
    sources = [names for source in told if (names := _unique(name for text in source for name in read_byline(text)))]
    own = fold(outlet or "")
    return next((names for names in sources if any(" " in name and fold(name) != own for name in names)), sources[0] if sources else ())


def read_byline(text: str) -> tuple[str, ...]:
    """The names in a byline: persons, or the body whose staff wrote it; roles, places and times fall away.

    >>> read_byline("By Abbye Lind and Toby Aske")
    ('Abbye Lind', 'Toby Aske')
    >>> read_byline("Harbour Press Staff | Updated 2 hours ago")
    ('Harbour Press',)
    """
    text = BY.sub("", clean(text) + " ")
    end = min(filter(None, (NAME_END.search(text), DAY.search(text))), key=re.Match.start, default=None)
    names: list[str] = []
    for part in NAME_SPLIT.split(text[: end.start()] if end else text):
        name = part.strip(" .,:;|–—-")
        if staff := STAFF.match(name):
            name = staff["name"].removesuffix("’s").removesuffix("'s")
        name = AFFILIATION.sub("", name)
        plain = NAME.fullmatch(name) and name[0] == name[0].upper() and len(name.split()) <= 7 and "://" not in name
        if name.startswith("The ") and names:  # "By Ada Holm, The Norrhaven Courier"
            continue
        if plain and not (ROLE.search(name) and (names or len(name.split()) < 3)):
            names.append(name)
    return _unique(names)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(fold(name), name)
    return tuple(kept.values())
