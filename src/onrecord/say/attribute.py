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

from onrecord.say.label import find_labelled, issuer_passages
from onrecord.say.quote import kind_of, quotes_of, snap_content
from onrecord.say.tag import Attribution, Tagger
from onrecord.text.split import Pairing
from onrecord.types import LEFT_OUT, Block, Form, Span, Statement

MAKER = "attribute/1"
STANDS_ALONE = frozenset({"headline", "standfirst", "subhead", "caption"})  # nothing in them belongs to a statement of another block
DEEPEST = 3  # statements inside statements inside statements; deeper ones were never seen
SHORTEST = 12  # characters of a content worth reading again: a source, a cue and a content
WORD = re.compile(r"\w")
FIRST_PERSON = frozenset({"i", "we", "me", "us", "i personally", "we all"})
POSSESSIVE = frozenset({"my", "our", "his", "her", "their", "its"})
PAST = re.compile(r"\b(?:said|told|wrote|thought|felt|heard|knew|saw|gave|made|\w+ed)\b", re.IGNORECASE)
EXPRESSING = re.compile(r"\b(?:express|voic|convey|shar|reiterat|underlin|stress|underscor)(?:e|ed|es|ing|s)?$", re.IGNORECASE)
STRESSED = re.compile(r"\b(?:underlin|reiterat|emphasi[sz]|underscor|highlight|stress|recall)(?:e|ed|es|ing|s)?( the [a-z]{3,30} of)$", re.IGNORECASE)
STANCE = re.compile(r"(?:his|her|their|its|our|my) (?:[a-z]+ ){1,3}(?=(?:with|at|over|about|regarding|on|for|in|to|toward|towards|concerning|that) )")
ACTING = re.compile(r"\b[A-Z][\w’'-]*+(?: [a-z]++){0,2} (?:[a-z]{2,20}ed|[a-z]{2,20}ing)\b")
# An unnamed source before "who": what it is called, with what stands before and after it.
UNNAMED = re.compile(
    r"(?:\b(?:an?|the|one|two|three|four|five|six|several|some|many|other|senior|former|current|top|high-ranking|local|unnamed|anonymous|foreign|security|"
    r"intelligence|government|military|defen[cs]e|police|court|party|campaign|federal|state|city|company|industry|union|hospital|army|and|[A-Z][\w’'-]*) ){0,8}"
    r"\b(?:officials?|officers?|aides?|sources?|diplomats?|advis[eo]rs?|lawyers?|ministers?|lawmakers?|witnesses|residents|people|person|experts|analysts)"
    r"(?: (?:in|of|from|at|for|with|inside|close to|familiar with) (?:the )?(?:[A-Z][\w’'-]*|case|matter|talks|plan|government)(?: [A-Z][\w’'-]*){0,3})? \Z"
)
GLOSS = re.compile(r"\b(?:referencing|referring to|alluding to|in (?:an apparent )?reference to|a reference to)", re.IGNORECASE)
SAYING = re.compile(r"\b(?:saying|adding|stating|arguing|insisting|warning|claiming|telling|asking|noting)$")


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
    found, hints = tagged(text, read, pairing, tagger)
    found += [
        Found((label.source,) if label.source else (), (), label.content, LABEL_CONFIDENCE, f"label/{label.rule}")
        for label in find_labelled(text, read, form)
        if not any(overlap(label.content, f.content) > 0.5 for f in found)
    ]
    if issued:
        covered = [span for f in found for span in (*f.content, *f.source, *f.cue)]
        found += [Found((), (), spans, LABEL_CONFIDENCE, "issuer/1") for spans in issuer_passages(text, read, covered)]
    found.sort(key=lambda f: (f.content[0].start, -f.content[-1].end))
    return finish(text, drop_glosses(text, nest(text, found, hints, read, pairing, tagger)), article=article, pairing=pairing)


LABEL_CONFIDENCE = 0.9  # labels and an issuer's own sentences; measured on the gold reports of tests/


def tagged(text: str, read: Sequence[Block], pairing: Pairing, tagger: Tagger) -> tuple[list[Found], tuple[int, ...]]:
    """What the tagger finds in the blocks that are read, one level deep, and where cues may hide inside contents."""
    reading = tagger.read(text, [(b.start, b.end) for b in read])
    found = []
    for a in reading.attributions:
        f = clean(text, a, read, pairing, tagger.name)
        if f is not None:
            found.append(f)
    return carry_on(text, found, pairing), reading.hints


def clean(text: str, a: Attribution, read: Sequence[Block], pairing: Pairing, maker: str) -> Found | None:
    """An attribution with its spans in order: contents of its own kind of block, snapped to quotation marks, joined where only marks part them."""
    home = block_of(read, a.cue[0])
    content = [c for c in a.content if (b := block_of(read, c)) is home or not {b and b.kind, home and home.kind} & STANDS_ALONE]
    content = join_spans(text, [snap_content(text, c, pairing, apart=a.cue + a.source) for c in content], a.cue + a.source)
    if not any(WORD.search(text, c.start, c.end) for c in content):
        return None
    cue, content = settle_border(text, a.cue, content)
    return Found(whole_source(text, a.source, home), cue, tuple(content), a.confidence, maker)


def whole_source(text: str, source: tuple[Span, ...], home: Block | None) -> tuple[Span, ...]:
    """ "officials in Karsk who blamed": an unnamed source behind "who" is the source, since nothing else in the record names it."""
    if home is None or len(source) != 1 or source[0].of(text) != "who":
        return source
    start = max(home.start, source[0].start - 100)
    found = UNNAMED.search(text[start : source[0].start])
    return (Span(start + found.start(), source[0].start - 1),) if found else source


def settle_border(text: str, cue: tuple[Span, ...], content: list[Span]) -> tuple[tuple[Span, ...], list[Span]]:
    """Where the cue ends and the content begins: "expressed his dismay | with the plan", "underlined | the importance of the plan"."""
    cue = shorten_cue(text, cue)
    if len(cue) != 1 or cue[0].end + 1 != content[0].start:
        return cue, content
    stressed = STRESSED.search(text, cue[0].start, cue[0].end)
    if stressed:
        return (Span(cue[0].start, stressed.start(1)),), [Span(stressed.start(1) + 1, content[0].end), *content[1:]]
    stance = STANCE.match(text, content[0].start, content[0].end) if EXPRESSING.search(text, cue[0].start, cue[0].end) else None
    if stance:
        return (Span(cue[0].start, stance.end() - 1),), [Span(stance.end(), content[0].end), *content[1:]]
    return cue, content


def shorten_cue(text: str, cue: tuple[Span, ...]) -> tuple[Span, ...]:
    """ "made similar remarks on Tuesday saying": the cue is "saying"."""
    last = cue[-1]
    if last.end - last.start > 24 and (m := SAYING.search(text, last.start, last.end)):
        return (Span(m.start(), m.end()),)
    return cue


def join_spans(text: str, spans: Iterable[Span], apart: Sequence[Span]) -> list[Span]:
    """Spans in order, those without a word (and without another role's span) between them as one."""
    out: list[Span] = []
    for span in sorted(set(spans)):
        if out and (span.start <= out[-1].end or not WORD.search(text, out[-1].end, span.start)) and "\n" not in text[out[-1].end : span.start]:
            if span.end > out[-1].end:
                out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return [s for s in out if not any(s.start < a.start and a.end < s.end for a in apart)] or out


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
        # A paragraph that another cue took from afar belongs to the quotation that it goes on with; one with a cue of its own stays there.
        far = [s for s, own in zip(spans, holders, strict=True) if owner not in own and not any(near(text, found[i].cue[0], s) for i in own)]
        for i, f in enumerate(found):
            if i != owner:
                found[i] = replace(f, content=tuple(c for c in f.content if not any(touch(c, s) for s in far)))
        found[owner] = replace(found[owner], content=tuple(join_spans(text, [*found[owner].content, *far], ())))
    return [f for f in found if f.content]


def near(text: str, cue: Span, span: Span) -> bool:
    """Whether a cue and a quotation stand in one paragraph."""
    low, high = sorted((cue, span))
    return "\n" not in text[low.end : high.start]


def nest(text: str, found: list[Found], hints: Sequence[int], read: Sequence[Block], pairing: Pairing, tagger: Tagger) -> list[Found]:
    """Add the statements inside contents: each content that may hold a cue is read once more, by itself (PolNeAR marks no nesting)."""
    out = list(found)
    level = [i for i, f in enumerate(out) if f.cue]
    for _ in range(DEEPEST - 1):
        asked: list[tuple[int, Span]] = []
        for i in level:
            asked += [(i, inner) for c in out[i].content if (inner := strip_marks(c, pairing)).end - inner.start >= SHORTEST]
        asked = sorted(((i, s) for i, s in asked if may_hold_cue(text, s, hints)), key=lambda pair: pair[1])
        if not asked:
            break
        reading = tagger.read(text, [(span.start, span.end) for _, span in asked], apart=True)
        hints = reading.hints
        level = []
        for a in reading.attributions:
            home = next(((i, s) for i, s in asked if s.start <= a.cue[0].start and a.cue[0].end <= s.end), None)
            if home is None or not a.source or own_words(text, a):
                continue
            i, whole = home
            apart = a.cue + a.source
            content = join_spans(text, [clip(snap_content(text, c, pairing, apart=apart), whole) for c in a.content if touch(c, whole)], apart)
            if not content or any(touch(f.cue[0], a.cue[0]) and overlap(content, f.content) > 0.8 for f in out if f.cue):
                continue
            cue, content = settle_border(text, a.cue, content)
            level.append(len(out))
            out.append(Found(whole_source(text, a.source, block_of(read, cue[0])), cue, tuple(content), a.confidence, tagger.name, parent=i))
    return out


def may_hold_cue(text: str, span: Span, hints: Sequence[int]) -> bool:
    """Whether reading a content again may pay: the tagger's hints fall in it, or a name does something in it."""
    return bisect_left(hints, span.start) < bisect_left(hints, span.end) or ACTING.search(text, span.start, span.end) is not None


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


def strip_marks(span: Span, pairing: Pairing) -> Span:
    """A content without the marks that enclose all of it, so that what is inside stands like a paragraph."""
    around = next((m for m in pairing.quotations if m.span.start == span.start and m.span.end >= span.end - 1), None)
    return clip(around.inner, span) if around else span


def own_words(text: str, a: Attribution) -> bool:
    """Whether an inner "statement" is the speaker's own speaking: "I call on them", "We believe", "his dismay with". Past reports are not: "I told them"."""
    source = a.source[0].of(text).lower()
    return source in POSSESSIVE or (source in FIRST_PERSON and not PAST.search(a.cue[0].of(text)))


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


def touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def clip(span: Span, whole: Span) -> Span:
    return Span(max(span.start, whole.start), min(span.end, whole.end))


def overlap(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Shared characters over all characters of two span sets."""
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    both = sum(x.end - x.start for x in a) + sum(y.end - y.start for y in b) - shared
    return shared / both if both else 0.0
