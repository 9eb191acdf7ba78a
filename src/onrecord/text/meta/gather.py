"""One walk over a page: its meta tags, JSON-LD, headings, and the short lines that a reader sees with their surroundings.

In: HTML. Out: `Found`, which the rest of this package reads. It judges only what belongs to other stories or to the site.
"""

import html as entities
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from turbohtml import Element, parse

SPACE = re.compile(r"\s+")
# Parts of a page that are about other stories or about the site.
SIDE_TAGS = frozenset(["nav", "footer", "aside", "form", "select", "svg", "iframe", "template", "noscript", "style", "button", "dialog"])
SIDE = re.compile(
    r"\b(?:footer|side-?(?:bar|rail)|right-?rail|related|recommend\w*|recirc\w*|trending|popular|most-?(?:read|viewed|shared|popular)|latest|more-?(?:on|from|news|stories)"
    r"|read-?(?:more|next)|up-?next|newsletter|comments?|promo|outbrain|taboola|carousel|copyright|breaking|ticker|live-?events?|summary-?items?)\b"
)
NAMES = ("class", "id", "role", "itemprop", "rel", "data-testid", "data-test-id", "data-component")
DATED = re.compile(r"date|time|publish|posted|updated|byline|dateline")
AUTHORED = re.compile(r"byline|author|contributor")
AUTHOR_PAGE = re.compile(r"/(?:authors?|profiles?|people|journalists?|contributors?|staff|by)/")
PUBLISHED = re.compile(r"\b(?:first published|originally published|published|posted|created|issued|date of publication|publication date)\b", re.IGNORECASE)
UPDATED = re.compile(r"\b(?:last updated|updated|last modified|modified|revised|last edited|update)\b", re.IGNORECASE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
BY = re.compile(r"^(?:(?:words|story|written|reported|reporting|report|text) )?by ?:? ", re.IGNORECASE)
HEADINGS = 20  # first headings of a page; the headline is the first or second
LINES = 500  # lines with a date or an author's name that are looked at; a page full of teasers has 200
LINE = 200  # characters; what is longer than a line of labels is prose
ARTICLE = re.compile(r"(?:Article|Posting|Report|Review)$")


@dataclass(frozen=True, slots=True)
class Shown:
    """A short stretch of the page with the tag and the names (class, id, ...) it has, and the side zone it stands in."""

    tag: str
    names: str
    text: str
    value: str | None  # the time that a <time> carries for machines
    zone: str | None
    head: bool  # after the headline, where there is one, and before the story is well under way


@dataclass(slots=True)
class Found:
    """What one walk over the page gathers."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    title: str = ""
    canonical: str = ""
    headings: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)


def gather(html: str) -> Found:
    """Walk the page once and keep what metadata are read from; without recursion, since markup may be nested deeply."""
    found = Found()
    root = parse(html, positions=False).root
    stack: list[tuple[Element, str | None]] = [(root, None)] if root is not None else []
    around = set(_around_headline(root)) if root is not None else set()
    headed = any(node.tag == "h1" for node in around)
    prose = 0
    while stack:
        node, zone = stack.pop()
        tag, attrs = node.tag, node.attrs
        if tag == "script":
            if "ld+json" in _attr(attrs, "type"):
                found.scripts.append(node.text)
            continue
        if tag == "meta":
            _keep_meta(found, node, zone)
            continue
        if tag == "title" and not found.title and zone is None:
            found.title = clean(node.text)
        if tag == "link" and _attr(attrs, "rel") == "canonical":
            found.canonical = _attr(attrs, "href")
        names = " ".join(filter(None, (_attr(attrs, key) for key in NAMES))).lower() if attrs else ""
        if tag == "a" and AUTHOR_PAGE.search(_attr(attrs, "href")):
            names += " author"
        if zone is None and tag in SIDE_TAGS:
            zone = tag
        elif zone is None and node not in around and (side := SIDE.search(names)):
            zone = side[0]
        if tag == "h1" and zone is None and len(found.headings) < HEADINGS:
            found.headings.append(_words(node))
        if tag == "p" and zone is None and found.headings and prose < 4:
            prose += len(node.text) > LINE
        if len(found.shown) < LINES and (
            tag == "time" or DATED.search(names) or AUTHORED.search(names) or any(_telling(child) for child in node.children if not isinstance(child, Element))
        ):
            text = _words(node)
            if 0 < len(text) <= LINE or tag == "time":
                head = zone is None and prose < 4 and (bool(found.headings) or not headed)  # above the headline stands today's date
                found.shown.append(Shown(tag, names, text, _attr(attrs, "datetime") or None if tag == "time" else None, zone, head))
        stack.extend((child, zone) for child in reversed(node.children) if isinstance(child, Element))
    return found


def _around_headline(root: Element) -> Iterator[Element]:
    """The headline's element and what it stands in: their class names speak of the layout ("sidebar-enabled"), not of other stories."""
    headlines = [h for h in root.find_all("h1") if len(fold(h.text)) >= 10]
    for headline in headlines[:1]:
        yield headline
        yield from (up for up in headline.ancestors if isinstance(up, Element))
    yield from (child for child in (root, *root.children) if isinstance(child, Element))


def _telling(node: Any) -> bool:
    """Whether a text node is the start of a byline or a label of a date."""
    data = getattr(node, "data", "")
    if not data or len(data) > LINE:
        return False
    return bool(YEAR.search(data) or BY.match(data.strip() + " ") or PUBLISHED.search(data) or UPDATED.search(data))


def _keep_meta(found: Found, node: Element, zone: str | None) -> None:
    attrs = node.attrs
    content = _attr(attrs, "content").strip()
    key = _attr(attrs, "property") or _attr(attrs, "name")
    if not key and zone is None:  # microdata: only an article's own, not a picture's or a teaser's
        scope = next((up for up in node.ancestors if isinstance(up, Element) and "itemscope" in up.attrs), None)
        key = _attr(attrs, "itemprop") if scope is None or ARTICLE.search(_attr(scope.attrs, "itemtype")) else ""
    if key and content:
        found.metas.setdefault(key.lower(), []).append(content)


def _attr(attrs: Any, key: str) -> str:
    value = attrs.get(key)
    return value if isinstance(value, str) else " ".join(value) if value else ""


def _words(node: Element) -> str:
    """An element's text with a space at every border of elements, so that "2031" and "2:23 PM" stay apart; no more than tells that it is long."""
    parts: list[str] = []
    size = 0
    for part in node.strings:
        parts.append(part[: 3 * LINE])
        size += len(parts[-1].strip()) + 1
        if size > 3 * LINE:
            break
    return clean(" ".join(parts))


def clean(text: str) -> str:
    """Text with entities resolved once more (JSON-LD often has them) and white space folded."""
    return SPACE.sub(" ", entities.unescape(text)).strip()


def fold(text: str) -> str:
    """The letters and digits of a text, for comparing titles across typography."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def linked_data(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """The nodes of the page's JSON-LD that stand for the page or its article, not for what they mention."""
    nodes: list[dict[str, Any]] = []
    for script in scripts:
        try:
            top = json.loads(script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        stack = [top]
        while stack:
            node = stack.pop()
            if isinstance(node, list):
                stack.extend(reversed(node))
            elif isinstance(node, dict):
                nodes.append(node)
                stack.extend(node[key] for key in ("mainEntityOfPage", "mainEntity", "@graph") if isinstance(node.get(key), (dict, list)))
    return nodes


def is_article(node: dict[str, Any]) -> bool:
    """Whether a JSON-LD node is of a type of article."""
    return any(ARTICLE.search(kind) for kind in texts(node.get("@type")))


def main_node(nodes: list[dict[str, Any]], found: Found) -> dict[str, Any] | None:
    """The node of the article on the page: the one whose headline the page shows, else the first that has a date."""
    articles = [node for node in nodes if is_article(node)]
    titles = {fold(t) for t in (*found.headings, *found.metas.get("og:title", ()), found.title) if t}
    told = (node for node in articles if fold(headline(node)) in titles)
    dated = (node for node in articles if node.get("datePublished"))
    return next(told, None) or next(dated, None) or next(iter(articles), None)


def headline(node: dict[str, Any]) -> str:
    return clean(next(texts(node.get("headline")), "") or next(texts(node.get("name")), ""))


def texts(value: Any) -> Iterator[str]:
    """The strings of a JSON-LD value: one or a list."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and item.strip():
            yield item


def named(value: Any, nodes: list[dict[str, Any]]) -> Iterator[str]:
    """The names of the persons or bodies that a JSON-LD value holds or points to."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "@id" in item and "name" not in item:
            item = next((node for node in nodes if node.get("@id") == item["@id"] and "name" in node), item)
        if isinstance(item, dict):
            item = item.get("name") or item.get("byline")
        yield from (clean(text) for text in texts(item))
