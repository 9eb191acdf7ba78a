"""What each run of a page is: a kind of block, or something that is left out, and why.

In: runs and the body that body.py found. Out: a verdict a run. A box that holds much of the article's prose is not judged by its name,
so that a class "paywall" round every paragraph, or a class "teaser" round the lead, takes nothing away.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.text.leave import KINDS, LONGEST_TEASER, why_left_out
from onrecord.text.page.body import HEADINGS, PROSE, Body, is_stopped, judge_name
from onrecord.text.page.tree import Box, Run, inherit
from onrecord.types import BlockKind

ASIDE: dict[str, tuple[BlockKind, str]] = {
    "nav": ("boilerplate", "the way through the site"),
    "menu": ("boilerplate", "the way through the site"),
    "footer": ("boilerplate", "the foot of the page"),
    "dialog": ("boilerplate", "words of the page's machinery"),
    "button": ("boilerplate", "words of the page's machinery"),
    "label": ("boilerplate", "words of the page's machinery"),
    "form": ("boilerplate", "a form"),
    "address": ("boilerplate", "an address"),
    "aside": ("related", "a box beside the article"),
}  # fmt: skip
PULLED = re.compile(r"-pull-?quotes?-|-pulled-quote-|-quote-pull-")
CAPTION = re.compile(r"-(?:captions?|figcaption|carousel|galler(?:y|ies)|lightbox)-")
MAIN = 0.25  # a box with this part of the article's prose is not judged by its name
BYLINE = re.compile(r"-(?:by-?lines?|authors?)-")
BY = re.compile(r"\A[Bb]y:? ?[A-Z]")
# What stands in a box named byline and names nobody: the date, the length, buttons.
NOBODY = re.compile(
    r"\A(?:\d|(?:published|posted|updated|last|today|yesterday|share|save|show|search|follow|view|see|contact|more|by)\b"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)(?:uary|ruary|ch|il|ust|tember|ober|ember|day|sday|nesday|rsday|urday)?\b.{0,4}\d)",
    re.IGNORECASE,
)
LONGEST_BYLINE = 160  # characters
TELLING = frozenset({"figcaption", "caption", "figure", "blockquote", "td", "th", "li", "dd", "dt"})
NEAR = 4  # levels above the body's box in which paragraphs may have strayed from it
CREDIT = 30  # characters; a shorter caption names a photographer or an agency


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run is: a kind of block, and where it is left out, why."""

    kind: BlockKind
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands to the body, and what the boxes from the body's down to it say of their text."""

    inside: bool
    before: bool  # a paragraph may have strayed here from the body, if it stands before it
    after: bool
    tags: frozenset[str] = frozenset()
    named: Verdict | None = None
    teaser: Verdict | None = None
    pulled: bool = False
    caption: bool = False
    byline: bool = False


def judge_runs(runs: Sequence[Run], body: Body) -> list[Verdict]:
    """A verdict for every run, in order."""
    around = list(body.box.above())[1:]
    outer = {id(box): n for n, box in enumerate(around)}

    def place(box: Box, up: Place | None) -> Place:
        if box is body.box:
            return Place(inside=True, before=False, after=False)
        if up is None or id(box) in outer:
            rank = outer.get(id(box), NEAR)
            return Place(inside=False, before=box.tag != "html", after=rank < NEAR and box.tag not in ("body", "html"))
        return _step(box, up, body)

    places: dict[int, Place] = {}
    standing = [inherit(run.box, places, place) for run in runs]
    within = [i for i, stand in enumerate(standing) if stand.inside]
    heads = [i for i, run in enumerate(runs) if run.box.tag == "h1"]
    start = within[0]
    first = max((i for i in heads if i < start), default=start)
    last = min((i for i in heads if i > within[-1]), default=len(runs))
    verdicts: list[Verdict] = []
    label: Verdict | None = None
    for i, (run, stand) in enumerate(zip(runs, standing, strict=True)):
        prose = body.is_prose(run)
        stopped = is_stopped(run.text)
        # Prose between the page's heading and the body, and after it paragraphs of the body's own shape close by, have strayed from it.
        early = first < i < start and stand.before and (prose or (run.box.tag == "p" and stopped))
        late = start < i < last and stand.after and prose and body.is_home(run)
        verdict = _judge(run, stand, body) if stand.inside or early or late else Verdict("boilerplate", "outside the article's box")
        if label and verdict.why is None and not stopped and len(run.text) < LONGEST_TEASER:
            verdict = label  # "Read more:" on a line of its own, and its headline on the next
        label = verdict if verdict.kind == "teaser" and run.text.endswith((":", "|", ">")) else None
        verdicts.append(verdict)
    _drop_idle_heads(runs, verdicts)
    return verdicts


def _step(box: Box, up: Place, body: Body) -> Place:
    """The place of a box in the place around it."""
    named, teaser, caption = up.named, up.teaser, up.caption
    if body.part(box) < MAIN:
        caption = caption or CAPTION.search(box.names) is not None
        found = ASIDE.get(box.tag) or judge_name(box.names)
        if found and found[0] == "teaser" and not any(True for _ in box.element.iter_elements(HEADINGS)):
            teaser = teaser or Verdict(*found)
        elif found:
            named = named or Verdict(*found)
    return Place(
        up.inside,
        up.before,
        up.after,
        up.tags | {box.tag} if box.tag in TELLING else up.tags,
        named,
        teaser,
        up.pulled or PULLED.search(box.names) is not None,
        caption,
        up.byline or BYLINE.search(box.names) is not None,
    )


def _judge(run: Run, stand: Place, body: Body) -> Verdict:
    prose, home = body.is_prose(run), body.is_home(run)
    stopped = is_stopped(run.text)
    if stand.named and not stand.pulled:
        return stand.named
    if stand.teaser and not stand.pulled and not (stopped and run.linked * 2 < run.size):
        return stand.teaser  # a lead paragraph may stand in a box that is named teaser
    if run.box.hidden and not (home and prose):  # a pay-wall hides the article's own paragraphs
        return Verdict("boilerplate", "words that the page hides")
    why = why_left_out(run.text.replace(" ", "  ", 1) if run.gap else run.text, linked=run.linked / run.size)
    if why:
        return Verdict(KINDS[why], why)
    if stand.byline and is_byline(run.text, named=True):
        return Verdict("byline")
    tags = stand.tags
    if tags & {"figcaption", "caption"} or ("figure" in tags and "blockquote" not in tags) or stand.caption:
        return Verdict("caption") if len(run.text) >= CREDIT else Verdict("boilerplate", "an image credit")
    if run.box.tag in HEADINGS:
        return Verdict("subhead")
    if stand.pulled or "blockquote" in tags:
        return Verdict("quote")
    if tags & {"td", "th"} and not prose:
        return Verdict("table")
    if tags & {"li", "dd", "dt"} and not home:
        return Verdict("list")
    if home or prose or (run.box.tag == "p" and stopped):
        return Verdict("subhead" if run.bold == run.size and len(run.text) < PROSE and not stopped else "paragraph")
    return Verdict("boilerplate", "too short for a paragraph, and not among the article's own")


def is_byline(text: str, *, named: bool) -> bool:
    """Whether a run says who wrote: "By Ann Ore", or a name in a box that is named so."""
    if len(text) >= LONGEST_BYLINE:
        return False
    return BY.match(text) is not None or (named and text[:1].isupper() and not is_stopped(text) and NOBODY.match(text) is None)


def _drop_idle_heads(runs: Sequence[Run], verdicts: list[Verdict]) -> None:
    """A heading over a list of links, or over nothing that is kept, heads something else: related stories, a form, the foot."""
    followed = False
    for i in range(len(runs) - 1, -1, -1):
        if verdicts[i].why is not None:
            continue
        if verdicts[i].kind != "subhead":
            followed = followed or verdicts[i].kind in ("paragraph", "quote", "list", "table")
        elif not followed:
            verdicts[i] = Verdict("related", "a heading over nothing of the article")
        elif verdicts[i + 1].why == "is nothing but a link" and runs[i + 1].box.tag == "li":
            verdicts[i] = Verdict("related", "a heading over links to other stories")
