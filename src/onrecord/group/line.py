"""One statement as a sheet shows it: its exact words in runs, the shortest run that still says it, its parties as voices, its place in text and bytes.

In: statements of records with their voices. Out: lines that stand by themselves. Every word of a line stands in the article as it is shown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from onrecord.group.memo import NONE, Memo
from onrecord.group.texts import Said, content_span
from onrecord.group.types import Line, Words
from onrecord.phrase import APART, OPENING, cut_content, join_words, say_cue
from onrecord.types import LEFT_OUT, Article, Block, Span

SHORT = 16  # words; a content of no more is shown whole
LEAST = 5  # words; less says too little by itself
CLOSING = "”\"’'»“›"
THAT = re.compile(r"^(?:that|of|with|about)(?:\s+|$)", re.IGNORECASE)
END = re.compile(r"[.!?][”\"’']?(?=\s)|[;:—–](?=\s)|,(?=\s(?:which|who|and|but|after|before|while|because|although|when|as|so|in|on|at|with|adding|saying)\b)")
BREAK = re.compile(r"\s+")


def make_lines(said: Iterable[Said], ids: Mapping[tuple[str, str], str], memo: Memo = NONE) -> tuple[Line, ...]:
    """A line a statement, in their order; `ids` maps (article, entity) to the voice."""
    return tuple(memo.get("line", (memo.voiced(s.record, ids), s.id, s.statement.act, s.statement.targets), partial(make_line, s, ids)) for s in said)


def make_line(said: Said, ids: Mapping[tuple[str, str], str]) -> Line:
    article, s = said.article, said.statement

    def voices(entities: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ids[article.id, e] for e in entities if (article.id, e) in ids))

    content = tuple(as_words(w, quoted) for w, quoted in cut_content(article.text, s))
    whole = content_span(s)
    block = block_of(article, whole)
    return Line(
        id=s.id, text=article.id, parent=s.parent, act=s.act, negated=s.negated, investigation=s.detail == "investigation", modality=s.modality,
        content=content, short=shorten(content), cue=say_cue(article.text, s) if s.cue else "", voices=said.voices, rivals=voices(s.rivals),
        on_behalf_of=voices(s.on_behalf_of), via=voices(s.relayed_by), addressees=voices(s.addressees), targets=voices(s.targets), channel=s.channel,
        said_on=s.said_on, hedges=texts(article, s.hedges), certainty=texts(article, s.certainty), grounds=texts(article, s.grounds),
        headline=block is not None and block.kind in ("headline", "standfirst"), place=whole, bytes=bytes_of(article, whole), confidence=s.confidence,
    )  # fmt: skip


def texts(article: Article, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(join_words(article.text, [s]) for s in spans)


def as_words(words: str, quoted: bool) -> Words:
    """A run of words; of a quoted one the outer marks are taken off."""
    if quoted:
        words = words.strip()
        words = words[1:] if words[:1] in OPENING else words
        words = words[:-1] if words[-1:] in CLOSING else words
    return Words(words, quoted)


def block_of(article: Article, span: Span) -> Block | None:
    """The block in which a span begins."""
    return next((b for b in article.blocks if b.start <= span.start < b.end and b.kind not in LEFT_OUT), None)


def bytes_of(article: Article, span: Span) -> tuple[int, int] | None:
    """The bytes of the capture from the first to the last segment of a span; None where one of them is not placed."""
    found = [s for s in article.segments if s.start < span.end and span.start < s.end]
    places = [s.place.bytes for s in found if s.place is not None and s.place.bytes is not None]
    return (min(a for a, _ in places), max(b for _, b in places)) if places and len(places) == len(found) else None


def shorten(content: Sequence[Words]) -> tuple[Words, ...]:
    """The shortest run of exact words that still says it: whole where it is short, else up to the end of its first sentence or clause that says enough.

    Never two pieces put together, and no word changed: a leading "that" goes, and what is left out is left out at the end.
    """
    runs = list(content)
    if runs and not runs[0].quoted:
        runs[0] = Words(THAT.sub("", runs[0].words, count=1), False)
    parted = next((i for i, r in enumerate(runs) if r.words == APART), None)
    if parted is not None and sum(count(r.words) for r in runs[:parted]) >= LEAST:
        runs = runs[:parted]
    if sum(count(r.words) for r in runs) <= SHORT:
        return tuple(runs)
    taken: list[Words] = []
    words = 0
    for run in runs:
        for end in END.finditer(run.words):
            before = words + count(run.words[: end.start()])
            if before >= LEAST:
                stop = end.end() if end[0][0] in ".!?" else end.start()
                return (*taken, Words(run.words[:stop].rstrip(), run.quoted))
        taken.append(run)
        words += count(run.words)
    return tuple(runs)


def count(words: str) -> int:
    return len(BREAK.split(words.strip())) if words.strip() else 0
