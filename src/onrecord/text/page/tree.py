"""A page's source as the runs of text that a browser shows, each with the elements it stands in.

In: HTML source text. Out: runs in reading order, white space folded, inline tags joined as a browser joins them. It never judges
what is article and what is not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from turbohtml import Document, Element, Node, Text

Found = TypeVar("Found")

# What breaks a line of text (the block-level elements of the HTML standard's rendering section); every other tag is inline, known or not.
BLOCK = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre search section summary table tbody td tfoot th "
    "thead tr ul xmp caption".split()
)
# What shows no text of the page, or only text of its own machinery.
SILENT = frozenset(
    "script style template noscript head svg math iframe object embed video audio canvas map select textarea input datalist progress meter "
    "noembed noframes rp".split()
)
SPACE = re.compile(r"\s+")
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")  # articleBody and article-body are the same two words
NAMED = ("class", "id", "role", "itemprop", "data-component", "data-testid", "data-test-id", "data-block", "data-type", "data-name")
LONGEST_NAMES = 300  # characters
LONGEST_NAME = 6  # words; a longer name is a headline made into an id, and its words say nothing of the box
WIDE = re.compile(r"\A\s{0,80}\w{1,20}(?:  |\xa0)")
# Class names that every style sheet of the web uses for what only a screen reader says. aria-hidden is no sign: a browser shows it.
HIDDEN_CLASSES = frozenset({"hidden", "d-none", "visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text", "a11y-hidden", "is-hidden"})
BLOCK_STYLE = re.compile(r"display\s{0,3}:\s{0,3}(?:block|flex|grid|table|list-item)", re.IGNORECASE)
HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Box:
    """An element with what the judging needs of it; `up` is the box around it."""

    tag: str
    names: str  # the words of class, id, role and the like: "-article-body-main-", or nothing
    up: "Box | None"
    element: Element
    hidden: bool
    depth: int

    def above(self) -> "Iterator[Box]":
        """This box and those around it, innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.up


@dataclass(slots=True, eq=False)
class Run:
    """The text between two breaks."""

    text: str
    box: Box  # the innermost block-level element
    linked: int  # characters of `text` that stand in links, white space not counted
    bold: int
    size: int  # characters of `text`, white space not counted
    gap: bool  # whether white space wider than one space follows the first word, as between a label and its link


def inherit(box: Box, known: dict[int, Found], make: Callable[[Box, Found | None], Found]) -> Found:
    """What `make` finds for a box from what it found for the box around it, each box asked once: markup may be deep and wide at once."""
    fresh: list[Box] = []
    for above in box.above():
        if id(above) in known:
            break
        fresh.append(above)
    for inner in reversed(fresh):
        known[id(inner)] = make(inner, known[id(inner.up)] if inner.up else None)
    return known[id(box)]


def read_runs(document: Document) -> Iterator[Run]:
    """All runs of the page's text, in reading order; a walk without recursion, since markup may be nested deeply."""
    root = document.root
    if root is None:
        return
    top = _box(root, None)
    gather = _Gather(top)
    stack: list[tuple[str, Node, Box, int, int]] = [("open", root, top, 0, 0)]
    while stack:
        step, node, box, links, bolds = stack.pop()
        if step == "close":
            run = gather.close()
            if run:
                yield run
            continue
        if isinstance(node, Text):
            gather.add(node.data, box, links, bolds)
            continue
        if not isinstance(node, Element):
            continue
        tag = node.tag
        if tag in SILENT:
            continue
        if tag == "br" or _is_break(node):
            run = gather.line_break()
            if run:
                yield run
            continue
        if tag == "a":
            links += 1
        elif tag in ("b", "strong"):
            bolds += 1
        inner = box
        if tag in BLOCK or _is_block(node):
            run = gather.close()
            if run:
                yield run
            inner = top if node is root else _box(node, box)
            stack.append(("close", node, inner, 0, 0))
        elif tag != "a" and node.attrs and _hidden(node):
            continue
        stack.extend(("open", child, inner, links, bolds) for child in reversed(node.children))


class _Gather:
    """Text gathered since the last break."""

    def __init__(self, top: Box) -> None:
        self.parts: list[str] = []
        self.linked = self.bold = self.size = 0
        self.box = top
        self.lines = 0

    def add(self, data: str, box: Box, links: int, bolds: int) -> None:
        size = len(data) - sum(map(len, SPACE.findall(data)))
        if size:
            self.lines = 0
        self.parts.append(data)
        self.box = box
        self.size += size
        self.linked += size if links else 0
        self.bold += size if bolds else 0

    def line_break(self) -> Run | None:
        """One <br> parts words, two part paragraphs."""
        self.lines += 1
        if self.lines >= 2:
            return self.close()
        self.parts.append("\n")
        return None

    def close(self) -> Run | None:
        raw = "".join(self.parts)
        text = SPACE.sub(" ", raw).strip()
        run = Run(text, self.box, self.linked, self.bold, self.size, WIDE.match(raw) is not None) if text else None
        self.parts = []
        self.linked = self.bold = self.size = self.lines = 0
        return run


def _box(element: Element, up: Box | None) -> Box:
    attrs = element.attrs
    names: list[str] = []
    for key in NAMED:
        value = attrs.get(key)
        if value:
            names.append(value if isinstance(value, str) else " ".join(value))
    hidden = _hidden(element) or (up is not None and up.hidden)
    return Box(element.tag, split_names(" ".join(names)[:LONGEST_NAMES]), up, element, hidden, up.depth + 1 if up else 0)


@lru_cache(maxsize=10_000)
def split_names(names: str) -> str:
    """The words of names, lower case: "articleBody teaser-text" is "-article-body-teaser-text-"."""
    words: list[str] = []
    for name in names.split():
        parts = NAME_WORD.findall(name)
        if len(parts) <= LONGEST_NAME:
            words += parts
    return f"-{'-'.join(words).lower()}-" if words else ""


def _is_break(element: Element) -> bool:
    """Whether an element is a line break by another name: <span class="br"></span>, as component frameworks write it."""
    if element.tag != "span" or len(element.children) > 0:
        return False
    names = element.attrs.get("class") or ()
    return "br" in (names.split() if isinstance(names, str) else names)


def _is_block(element: Element) -> bool:
    """Whether an inline element is shown as a block of its own."""
    style = element.attrs.get("style")
    return isinstance(style, str) and BLOCK_STYLE.search(style) is not None


def _hidden(element: Element) -> bool:
    attrs = element.attrs
    if not attrs:
        return False
    if "hidden" in attrs:
        return True
    names = attrs.get("class")
    if names and not HIDDEN_CLASSES.isdisjoint(names.split() if isinstance(names, str) else names):
        return True
    style = attrs.get("style")
    return isinstance(style, str) and HIDDEN_STYLE.search(style) is not None
