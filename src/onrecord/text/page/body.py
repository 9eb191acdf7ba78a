"""Where a page's article stands: the box that holds its prose, and the shape of its paragraphs.

In: the runs of tree.py. Out: the body, which tells for every run whether and how it stands inside. The rules are of structure and of
common names of boxes (data/boxes.tsv), never of an outlet.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from onrecord.text.page.tree import Box, Run, inherit
from onrecord.types import BlockKind

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BESIDE = frozenset({"figcaption", "nav", "footer", "dialog", "aside", "td", "th"}) | HEADINGS
STOPPED = re.compile(r"[.!?…:;][\"”’')\]]{0,3}$")
PROSE = 60  # characters from which a run counts as prose; of 2,100 true paragraphs 5 % are shorter, of other runs 90 %
LONG = 200  # characters from which it does without a stop at its end
DOUBT = 10  # prose in a box that is named as something else counts this many times less
DOMINANT = 0.6  # the body's box holds this part of what the box around it holds; from 0.7 on, comments and second articles come in
SHORT_PAGE, FEW_RUNS = 400, 40  # a fragment, where every run that is no link counts

Shape = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Body:
    """The article's box, the prose that boxes hold (by their identity), and the shapes that its paragraphs have."""

    box: Box
    held: dict[int, int]
    least: int
    shapes: frozenset[Shape]

    def part(self, box: Box) -> float:
        """The part of the body's prose that a box holds."""
        return self.held.get(id(box), 0) / self.held[id(self.box)]

    def is_prose(self, run: Run) -> bool:
        return is_prose(run, self.least)

    def is_home(self, run: Run) -> bool:
        """Whether a run has the shape of the article's own paragraphs."""
        return shape(run) in self.shapes


def is_prose(run: Run, least: int) -> bool:
    """Whether a run reads as text that was written: long enough, ended by a stop, not mainly links."""
    size = len(run.text)
    if run.linked * 2 >= run.size:
        return False
    return size >= LONG or (size >= least and (least < PROSE or is_stopped(run.text)))


def is_stopped(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return STOPPED.search(text[-8:]) is not None


@lru_cache(maxsize=10_000)
def judge_name(names: str) -> tuple[BlockKind, str] | None:
    """The kind and the reason that a box's names give, or None; the first name that says something decides.

    >>> judge_name("-article-newsletter-signup-")
    ('promo', 'a newsletter box')
    """
    words = names.strip("-").split("-")
    for i in range(len(words)):
        for n in range(LONGEST_BOX, 0, -1):
            found = BOXES.get("-".join(words[i : i + n]))
            if found:
                return found
    return None


def find_body(runs: Sequence[Run]) -> Body | None:
    """The innermost box that holds most of the page's prose; None where the page has no text."""
    held, boxes = _weigh(runs, PROSE)
    least = PROSE
    top = next((box for box in boxes.values() if box.up is None), None)
    if top is None or (held[id(top)] < SHORT_PAGE and len(runs) <= FEW_RUNS):
        held, boxes = _weigh(runs, 1)
        least = 1
        top = next((box for box in boxes.values() if box.up is None), None)
        if top is None or held[id(top)] == 0:
            return None
    inner: dict[int, list[Box]] = {}
    for box in boxes.values():
        if box.up is not None:
            inner.setdefault(id(box.up), []).append(box)
    body = top
    while least == PROSE or body is top:
        best = max(inner.get(id(body), []), key=lambda box: held[id(box)], default=None)
        if best is None or held[id(best)] < DOMINANT * held[id(body)] or best.tag in ("p", "li"):
            break
        body = best
    return Body(body, dict(held), least, _main_shapes(runs, body, least))


def _weigh(runs: Sequence[Run], least: int) -> tuple[Counter[int], dict[int, Box]]:
    """The prose that each box holds, by the box's identity, and the boxes."""
    held: Counter[int] = Counter()
    boxes: dict[int, Box] = {}
    doubts: dict[int, bool] = {}
    for run in runs:
        if run.box.hidden or not is_prose(run, least):
            continue
        held[id(run.box)] += (run.size - run.linked) // (DOUBT if inherit(run.box, doubts, _is_doubtful) else 1)
        for box in run.box.above():
            if id(box) in boxes:
                break
            boxes[id(box)] = box
    for box in sorted(boxes.values(), key=_depth, reverse=True):
        if box.up is not None:
            held[id(box.up)] += held[id(box)]
    return held, boxes


def _depth(box: Box) -> int:
    return box.depth


def _is_doubtful(box: Box, around: bool | None) -> bool:
    """Whether a box, or one around it but the page's own two, is named as something else than the article."""
    if around or box.depth < 2:
        return bool(around)
    return box.tag in BESIDE or (judge_name(box.names) or ("teaser", ""))[0] != "teaser"


def shape(run: Run) -> Shape:
    """The tag and the names of a run's box and of the box around it."""
    up = run.box.up
    return run.box.tag, run.box.names, up.tag if up else "", up.names if up else ""


def _main_shapes(runs: Sequence[Run], body: Box, least: int) -> frozenset[Shape]:
    weights: Counter[Shape] = Counter()
    inside: dict[int, bool] = {}

    def is_inside(box: Box, around: bool | None) -> bool:
        return bool(around) or box is body

    for run in runs:
        if is_prose(run, least) and run.box.tag != "li" and run.box.tag not in BESIDE and inherit(run.box, inside, is_inside):
            weights[shape(run)] += run.size
    total = weights.total()
    return frozenset(found for found, weight in weights.items() if weight * 10 >= total)


def _boxes() -> dict[str, tuple[BlockKind, str]]:
    lines = (files("onrecord.data") / "boxes.tsv").read_text(encoding="utf-8").splitlines()
    kinds: dict[str, BlockKind] = {"teaser": "teaser", "promo": "promo", "boilerplate": "boilerplate", "related": "related"}
    return {word: (kinds[kind], reason) for word, kind, reason, _ in (line.split("\t") for line in lines[1:])}


BOXES = _boxes()
LONGEST_BOX = max(word.count("-") + 1 for word in BOXES)
