"""Spans to statements: what the tagger proposes and the labels found become the statements of an article.

In: an article's text, blocks, form and quotation marks, and a tagger. Out: statements in reading order, nested ones with their parent, every span checked
against the text. It never decides who a source stands for, when it was said or what act it is: those are `resolve` and act.py.
"""

import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.say.border import (
    PRONOUNS,
    WORD,
    clip,
    join_spans,
    overlap,
    own_words,
    settle_border,
    settle_source,
    strip_marks,
    touch,
    within_reach,
)
from onrecord.say.carrier import name_source
from onrecord.say.label import find_labelled, issuer_passages
from onrecord.say.missed import MAKER as MISSED
from onrecord.say.missed import cut_known, find_missed
from onrecord.say.quote import kind_of, quotes_of, snap_content
from onrecord.say.tag import Attribution, Reading, Tagger
from onrecord.say.unsaid import why_unsaid
from onrecord.text.split import Pairing
from onrecord.types import LEFT_OUT, Block, Form, Span, Statement

MAKER = "attribute/1"
STANDS_ALONE = frozenset({"headline", "standfirst", "subhead", "caption"})  # nothing in them belongs to a statement of another block
DEEPEST = 3  # statements inside statements inside statements; deeper ones were never seen
SHORTEST = 12  # characters of a content worth reading again: a source, a cue and a content
ACTING = re.compile(r"\b[A-Z][\w’'-]*+(?: [a-z]++){0,2} (?:[a-z]{2,20}ed|[a-z]{2,20}ing)\b")
GLOSS = re.compile(r"\b(?:referencing|referring to|alluding to|in (?:an apparent )?reference to|a reference to)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A statement before it has an id."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    maker: str
    parent: int | None = None


def attribute(text: str, blocks: Sequence[Block], *, article: str, form: Form, pairing: Pairing, tagger: Tagger, issued: bool) -> tuple[Statement, ...]:
    """The statements of an article. `article` is its id; `issued` says that an issuer stands behind what has no other source."""
    read = [b for b in blocks if b.kind not in LEFT_OUT and b.kind != "byline" and b.status != "repeat"]
    reading = tagger.read(text, [(b.start, b.end) for b in read])
    found = tagged(text, reading, read, pairing, tagger)
    labels = find_labelled(text, read, form)
    turns = {label.source for label in labels if label.rule == "turn" and label.source}
    found = [f for f in found if not (f.source and f.source[0] in turns and f.cue and f.cue[0].of(text) == ":")]  # a turn, which has no cue
    signed = [label.content for label in labels if label.source]
    found = [f for f in found if f.source or not is_mark(text, f.cue) or not any(overlap(f.content, words) > 0.5 for words in signed)]  # "“...” : Tova"
    labelled = [
        Found((label.source,) if label.source else (), (), label.content, LABEL_CONFIDENCE, f"label/{label.rule}")
        for label in labels
        if not any(overlap(label.content, f.content) > 0.5 and not (label.rule == "turn" and inside(f, label.content)) for f in found)
    ]
    found = [f for f in found if not (any(within(f, turn) for turn in labelled) and own_words(text, f.source, f.cue))] + labelled
    if issued:
        covered = [span for f in found for span in (*f.content, *f.source, *f.cue)]
        found += [Found((), (), spans, LABEL_CONFIDENCE, "issuer/1") for spans in issuer_passages(text, read, covered)]
    found.sort(key=lambda f: (f.content[0].start, -f.content[-1].end))
    places = [i for i, f in enumerate(found) if f in labelled]
    found = [f if f in labelled else replace(f, parent=next((i for i in places if within(f, found[i])), None)) for f in found]
    return finish(text, drop_glosses(text, nest(text, found, reading, read, pairing, tagger)), article=article, pairing=pairing)


def is_mark(text: str, cue: Sequence[Span]) -> bool:
    """Whether a cue is a colon or a dash alone."""
    return bool(cue) and all(not WORD.search(text, c.start, c.end) for c in cue)


def inside(f: Found, turn: Sequence[Span]) -> bool:
    """Whether a statement, cue and all, is told in the words of a turn."""
    return bool(f.cue) and all(any(w.start <= s.start and s.end <= w.end for w in turn) for s in (*f.source, *f.cue, *f.content))


def within(f: Found, turn: Found) -> bool:
    """Whether a statement stands inside the words of a label's: what an interviewed person reports of others."""
    return f is not turn and all(any(w.start <= s.start and s.end <= w.end for w in turn.content) for s in (*f.content, *f.cue))


LABEL_CONFIDENCE = 0.9  # labels and an issuer's own sentences; measured on the gold reports of tests/


def tagged(text: str, reading: Reading, read: Sequence[Block], pairing: Pairing, tagger: Tagger) -> list[Found]:
    """What the tagger found in the blocks that are read, one level deep."""
    known = name_source(text, reading.attributions)
    missed = find_missed(text, read, pairing, known)
    proposed = [(a, tagger.name) for a in cut_known(text, known, missed)] + [(a, MISSED) for a in missed]
    return carry_on(text, [f for a, maker in proposed if (f := clean(text, a, read, pairing, maker)) is not None], pairing)


def clean(text: str, a: Attribution, read: Sequence[Block], pairing: Pairing, maker: str) -> Found | None:
    """An attribution as the rules have it, with the contents that stand in its cue's own kind of block."""
    home = block_of(read, a.cue[0])
    content = [c for c in a.content if (b := block_of(read, c)) is home or not {b and b.kind, home and home.kind} & STANDS_ALONE]
    return settle(text, a, content, home, pairing, maker)


def settle(text: str, a: Attribution, content: Iterable[Span], home: Block | None, pairing: Pairing, maker: str, *, parent: int | None = None) -> Found | None:
    """The spans of an attribution brought to the rules: contents snapped to quotation marks and joined where only marks part them. None: none is left."""
    apart = a.cue + a.source
    kept = within_reach(text, a.cue[0], join_spans(text, [snap_content(text, c, pairing, apart=apart) for c in content], apart), pairing)
    if not any(WORD.search(text, c.start, c.end) for c in kept) or why_unsaid(text, a, kept):
        return None
    cue, kept = settle_border(text, a.cue, kept)
    source, cue = settle_source(text, a.source, cue, home)
    return Found(source, cue, tuple(kept), a.confidence, maker, parent)


def carry_on(text: str, found: list[Found], pairing: Pairing) -> list[Found]:
    """A quotation over several paragraphs is one statement: its later paragraphs join the statement that holds one of them."""
    groups: dict[int, list[Span]] = {}
    for marked in pairing.quotations:
        if marked.group is not None and marked.depth == 0:
            groups.setdefault(marked.group, []).append(marked.span)
    for spans in groups.values():
        holders = [[i for i, f in enumerate(found) if any(touch(span, c) for c in f.content)] for span in spans]
        owner = next((own[0] for own in holders if own), None)
        if owner is None:
            continue
        merge_turns(text, found, [own[0] for own in holders if own])
        # A paragraph that another cue took from afar belongs to the quotation that it goes on with; one with a cue of its own stays there.
        far = [s for s, own in zip(spans, holders, strict=True) if owner not in own and not any(near(text, found[i].cue[0], s) for i in own)]
        for i, f in enumerate(found):
            if i != owner:
                found[i] = replace(f, content=tuple(c for c in f.content if not any(touch(c, s) for s in far)))
        found[owner] = replace(found[owner], content=tuple(join_spans(text, [*found[owner].content, *far], ())))
    return [f for f in found if f.content]


def merge_turns(text: str, found: list[Found], holders: Sequence[int]) -> None:
    """One quotation over paragraphs, a cue for each ("... said: “A / “B,” she added"): one statement with both cues, where the later source is the same."""
    first = found[holders[0]]
    for i in dict.fromkeys(holders[1:]):
        f = found[i]
        if i == holders[0] or not f.source or not f.content or not first.source:
            continue
        words = f.source[0].of(text)
        if words.lower() in PRONOUNS or words.split()[-1] in first.source[0].of(text).split():
            first = replace(first, source=first.source + f.source, cue=first.cue + f.cue, content=tuple(join_spans(text, [*first.content, *f.content], ())))
            found[holders[0]], found[i] = first, replace(f, content=())


def near(text: str, cue: Span, span: Span) -> bool:
    """Whether a cue and a quotation stand in one paragraph."""
    low, high = sorted((cue, span))
    return "\n" not in text[low.end : high.start]


def nest(text: str, found: list[Found], reading: Reading, read: Sequence[Block], pairing: Pairing, tagger: Tagger) -> list[Found]:
    """Add the statements inside contents: what the tagger saw there, and deeper ones, or all where it knows no inner level, by reading each content that may
    hold a cue once more, by itself (PolNeAR marks no nesting)."""
    out = list(found)
    level = [i for i, f in enumerate(out) if f.cue]
    inner = reading.inner
    for _ in range(DEEPEST - 1):
        asked: list[tuple[int, Span]] = []
        for i in level:
            asked += [(i, own) for c in out[i].content if (own := strip_marks(c, pairing)).end - own.start >= SHORTEST]
        if inner is None:
            asked = sorted(((i, s) for i, s in asked if may_hold_cue(text, s, reading)), key=lambda pair: pair[1])
            if not asked:
                break
            reading = tagger.read(text, [(span.start, span.end) for _, span in asked], apart=True)
            inner = reading.attributions
        level = []
        for a in inner:
            home = next(((i, s) for i, s in asked if s.start <= a.cue[0].start and a.cue[0].end <= s.end), None)
            if home is None or not a.source or own_words(text, a.source, a.cue):
                continue
            i, whole = home
            f = settle(text, a, [c for c in a.content if touch(c, whole)], block_of(read, a.cue[0]), pairing, tagger.name, parent=i)
            if f is None:
                continue
            f = replace(f, content=tuple(clip(c, whole) for c in f.content))
            if not any(other.cue and touch(other.cue[0], a.cue[0]) and overlap(f.content, other.content) > 0.8 for other in out):
                level.append(len(out))
                out.append(f)
        inner = None
    return out


def may_hold_cue(text: str, span: Span, reading: Reading) -> bool:
    """Whether reading a content again may pay: the tagger's hints fall in it, or, where it knows no inner level, a name does something in it."""
    hinted = bisect_left(reading.hints, span.start) < bisect_left(reading.hints, span.end)
    return hinted or (reading.inner is None and ACTING.search(text, span.start, span.end) is not None)


def drop_glosses(text: str, found: Sequence[Found]) -> list[Found]:
    """Leave out what only the reporter explains ("he was referring to officials who blamed ..."); what stands inside it stands by itself."""
    gloss = {i for i, f in enumerate(found) if f.cue and GLOSS.search(f.cue[0].of(text))}
    place = {old: new for new, old in enumerate(i for i in range(len(found)) if i not in gloss)}
    kept = []
    for i, f in enumerate(found):
        parent = f.parent
        while parent in gloss:
            parent = found[parent].parent
        if i not in gloss:
            kept.append(replace(f, parent=None if parent is None else place[parent]))
    return kept


def finish(text: str, found: Sequence[Found], *, article: str, pairing: Pairing) -> tuple[Statement, ...]:
    """Statements with ids, kinds and quoted words, in reading order; a span that is not in the text is a bug and raises ValueError."""
    ids = [make_id(article, f) for f in found]
    out: dict[str, Statement] = {}
    for f, own in zip(found, ids, strict=True):
        for span in (*f.source, *f.cue, *f.content):
            if not 0 <= span.start < span.end <= len(text):
                raise ValueError(f"span {span} does not fit a text of {len(text)} characters")
        makers = {"source": f.maker, "cue": f.maker, "content": f.maker, "kind": MAKER, "quotes": MAKER, "confidence": f.maker}
        if f.parent is not None:
            makers["parent"] = MAKER
        out.setdefault(
            own,
            Statement(
                id=own, parent=ids[f.parent] if f.parent is not None else None, kind=kind_of(text, f.content, pairing),
                source=f.source, cue=f.cue, content=f.content, quotes=quotes_of(f.content, pairing), confidence=f.confidence, makers=makers,
            ),
        )  # fmt: skip
    return tuple(sorted(out.values(), key=lambda s: (min(x.start for x in (*s.source, *s.cue, *s.content)), s.content[0].start, s.id)))


def make_id(article: str, f: Found) -> str:
    """A statement's id: a hash of where it stands, not of how it was read."""
    place = [article, [[s.start, s.end] for s in f.content], [[s.start, s.end] for s in f.cue]]
    return hashlib.sha256(json.dumps(place, separators=(",", ":")).encode()).hexdigest()[:32]


def block_of(blocks: Sequence[Block], span: Span) -> Block | None:
    return next((b for b in blocks if b.start <= span.start < b.end), None)
