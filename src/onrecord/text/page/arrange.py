"""The article's pieces, put together: the head (title, standfirst, byline), the body, and what was left out.

In: HTML source text. Out: pieces in reading order and what was left out. It never invents a piece: each is a run of the page.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from turbohtml import Document, Element, parse

from onrecord.limits import ARTICLE_CHARACTERS
from onrecord.text.draft import Piece
from onrecord.text.leave import why_left_out
from onrecord.text.page.body import find_body
from onrecord.text.page.judge import BYLINE, Verdict, is_byline, judge_runs
from onrecord.text.page.tree import Box, Run, inherit, read_runs
from onrecord.types import BlockStatus, LeftOut, When

ALGORITHM = "page/1"

STANDFIRST = re.compile(r"-(?:standfirst|dek|deck|sub-?(?:title|head|heading|headline)|summary|excerpt|strap(?:line)?|intro|teaser-text|lede?)-")
CORRECTED = re.compile(
    r"(?:corrections?|clarifications?)(?: [^:]{1,40})?:|this (?:article|story|report) (?:was|has been) (?:amended|corrected)|an earlier version of th",
    re.IGNORECASE,
)
UPDATED = re.compile(r"updates?(?: [^:]{1,40})?:|updated:|this (?:article|story|report) (?:was|has been) updated", re.IGNORECASE)
TIMED = re.compile(r"^data-(?!.{0,40}(?:updat|modif|edit)).{0,40}(?:time|date)")
SECONDS = re.compile(r"1\d{9}(?:\d{3})?")  # since 1970, from 2001 to 2033, or milliseconds
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
ENTRY = frozenset({"paragraph", "subhead", "list", "quote", "table"})
QUOTES = "\"'“”‘’«» "
MOST_QUOTES = 1_000  # quotes that are looked for in the body; real pages have under 50
REPEATED = 40  # characters from which the same words twice on a page are one text shown twice


def read_page(html: str) -> tuple[list[Piece], list[LeftOut]]:
    """Read a page's source into the article's pieces, in reading order, and what was left out of it."""
    document = parse(html, positions=False)
    runs = list(read_runs(document))
    body = find_body(runs)
    if body is None:
        return [], [LeftOut("boilerplate", run.text, "the page has no article") for run in runs]
    verdicts = judge_runs(runs, body)
    _judge_head(document, runs, verdicts)
    times = _entry_times(runs, verdicts, body.box)
    return _pieces(runs, verdicts, times), _left_out(runs, verdicts)


def _judge_head(document: Document, runs: Sequence[Run], verdicts: list[Verdict]) -> None:
    """Find headline, standfirst and byline before the first paragraph, whether or not they stand in the body's box."""
    headline = _find_headline(document, runs, _first_paragraph(verdicts, 0))
    if headline is not None:
        for i in range(headline):
            if verdicts[i].why is None and verdicts[i].kind != "caption":
                verdicts[i] = Verdict("boilerplate", "before the headline")
        verdicts[headline] = Verdict("headline")
    after = 0 if headline is None else headline + 1
    first = _first_paragraph(verdicts, after)
    description, named = _description(document), True
    for i in range(after, len(runs)):
        if i > first:
            break
        run, verdict = runs[i], verdicts[i]
        if (
            run.box.hidden
            or why_left_out(run.text, linked=run.linked / run.size)
            or (verdict.kind in ("promo", "related", "caption") and verdict.why != "a box beside the article")
        ):
            continue
        own, names = run.box.names, run.box.names + (run.box.up.names if run.box.up else "")
        described = description != "" and (run.text.startswith(description[:60]) or (len(run.text) > 30 and description.startswith(run.text.rstrip("."))))
        if i < first and not STANDFIRST.search(own) and is_byline(run.text, named=BYLINE.search(names) is not None):
            verdicts[i] = Verdict("byline")
        elif (i < first and described) or ((i < first or named) and STANDFIRST.search(names) and len(run.text) > 30 and run.linked * 2 < run.size):
            verdicts[i] = Verdict("standfirst")
            if i == first:  # the first paragraph was the standfirst; the byline may stand after it, but no second standfirst
                first, named, description = _first_paragraph(verdicts, i + 1), False, ""


def _first_paragraph(verdicts: Sequence[Verdict], after: int) -> int:
    """The place of the first paragraph that is kept, or the end."""
    return next((i for i, v in enumerate(verdicts) if i >= after and v.kind == "paragraph" and v.why is None), len(verdicts))


def _find_headline(document: Document, runs: Sequence[Run], first: int) -> int | None:
    """The heading before the first paragraph that shares most words with the page's own title; the last <h1> where none does."""
    element = document.find("title")
    title = set((element.text if element else "").lower().split())
    best, most = None, 0.0
    for i, run in enumerate(runs[: first + 1]):
        top = run.box.tag == "h1" or (run.box.up is not None and run.box.up.tag == "h1")
        if not (top or run.box.tag == "h2") or run.box.hidden:
            continue
        words = set(run.text.lower().split())
        score = len(words & title) / len(words | title) + (0.2 if top else 0.0)
        if score >= most and (top or score > 0.4):
            best, most = i, score
    return best


def _description(document: Document) -> str:
    for attrs in ({"property": "og:description"}, {"name": "description"}):
        element = document.find("meta", attrs=attrs)
        content = element.attrs.get("content") if element else None
        if isinstance(content, str) and content.strip():
            return " ".join(content.split()).rstrip(".…")
    return ""


def _entry_times(runs: Sequence[Run], verdicts: Sequence[Verdict], body: Box) -> dict[int, When]:
    """The time of each run that stands in an entry of a live blog: one of several like boxes side by side with a <time> each."""

    read = [i for i, verdict in enumerate(verdicts) if verdict.why is None and verdict.kind in ENTRY]
    boxes: dict[int, Box] = {}
    for i in read:
        for box in runs[i].box.above():
            if id(box) in boxes or box.depth <= body.depth:
                break
            boxes[id(box)] = box
    times = {key: _time_in(box.element) for key, box in boxes.items()}
    beside = Counter((id(box.up), box.tag) for key, box in boxes.items() if times[key])

    def entry(box: Box, around: str | None) -> str | None:
        return around or (times.get(id(box)) if beside[id(box.up), box.tag] > 1 else None)

    entries: dict[int, str | None] = {}
    found = {i: inherit(runs[i].box, entries, entry) for i in read}
    return {i: When(value, value, "minute", "page") for i, value in found.items() if value}


def _time_in(element: Element) -> str | None:
    """The time of day that an element says it was posted at: by an attribute of its own, or by the first <time> in it."""
    for name, value in element.attrs.items():
        if TIMED.search(name) and isinstance(value, str):
            if TIME.match(value):
                return value
            if SECONDS.fullmatch(value):
                return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    time = element.find("time")
    value = time.attrs.get("datetime") if time else None
    return value if isinstance(value, str) and TIME.match(value) else None


def _pieces(runs: Sequence[Run], verdicts: list[Verdict], times: dict[int, When]) -> list[Piece]:
    """The runs that are kept; of a text that the page has twice, the first."""
    words = "\n".join(run.text for run, v in zip(runs, verdicts, strict=True) if v.why is None and v.kind == "paragraph")[:ARTICLE_CHARACTERS]
    seen: set[str] = set()
    pieces: list[Piece] = []
    quotes = 0
    for i, run in enumerate(runs):
        verdict = verdicts[i]
        if verdict.why is not None:
            continue
        bare = run.text.strip(QUOTES)
        quotes += verdict.kind == "quote"
        repeat = verdict.kind == "quote" and quotes <= MOST_QUOTES and bare in words
        if bare in seen and len(bare) >= REPEATED and not repeat:
            verdicts[i] = Verdict("boilerplate", "stands on the page twice")
            continue
        seen.add(bare)
        pieces.append(Piece(verdict.kind, run.text, times.get(i), "repeat" if repeat else _status(run.text)))
    return pieces


def _status(text: str) -> BlockStatus | None:
    if CORRECTED.match(text):
        return "correction"
    return "update" if UPDATED.match(text) else None


def _left_out(runs: Sequence[Run], verdicts: Sequence[Verdict]) -> list[LeftOut]:
    """What was left out, neighbours with the same reason as one."""
    groups = groupby(zip(runs, verdicts, strict=True), key=itemgetter(1))
    return [LeftOut(verdict.kind, "\n".join(run.text for run, _ in group), verdict.why) for verdict, group in groups if verdict.why is not None]
