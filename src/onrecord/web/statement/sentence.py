"""The sentence that a statement stands in, cut into runs that are underlined and named: source, cue, content, and whoever carried the words.

In: a record and one of its statements. Out: stretches of text (sentences that stand together), each in runs. Spans may overlap, stand in one another or
lie apart; a run that belongs to several has all their kinds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.text.split import split_sentences
from onrecord.types import Article, Record, Span, Statement
from onrecord.web.statement.letters import Bit, cut_bits, edges
from onrecord.why import around, closest, statements_around

CONTENT = {"direct": "content, quoted", "mixed": "content, half quoted", "indirect": "content, paraphrase"}
LONG = 480  # characters from which the sentence is set smaller
LETTER, SMALL = 12, 6.4  # pixels, on average, of a character of the sentence and of a name under it
STEP = 16  # pixels of room that one `gap` makes
MOST = 6  # gaps


@dataclass(frozen=True, slots=True)
class Part:
    """Words with a name: what they are to the statement."""

    kind: str  # content, source, cue, carrier
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one kind. `name` is set under the line where the part begins; `inner` are names of parts that begin inside another one."""

    bits: tuple[Bit, ...]
    kinds: tuple[str, ...]
    name: str = ""
    inner: tuple[str, ...] = ()
    gap: int = 0  # room after it, so that its name does not run into the next


@dataclass(frozen=True, slots=True)
class Sentence:
    """Stretches of the text, in order; `apart` tells that words stand apart in the report, `long` that it is set smaller."""

    stretches: tuple[tuple[Run, ...], ...]
    long: bool

    @property
    def apart(self) -> bool:
        """Whether the words do not stand together."""
        return len(self.stretches) > 1


def lay_sentence(record: Record, statement: Statement) -> Sentence:
    """The sentences that hold a statement's words and those of whoever carried them."""
    article = record.article
    if article is None:
        return Sentence((), False)
    parts = sorted(name_parts(record, article, statement), key=lambda p: (p.span.start, -p.span.end))
    stretches = find_stretches(article, [p.span for p in parts])
    return Sentence(tuple(tuple(cut_runs(article.text, s, parts)) for s in stretches), sum(s.end - s.start for s in stretches) > LONG)


def name_parts(record: Record, article: Article, statement: Statement) -> Iterator[Part]:
    """Every span worth a name: the statement's own, then those of the statements around it."""
    yield from many(CONTENT[statement.kind], "content", statement.content)
    yield from many("source", "source", statement.source)
    yield from many("cue", "cue", statement.cue)
    carried: set[str] = set()
    for outer in statements_around(record, statement):
        carried.update(outer.speakers)
        yield from many("carrier", "carrier", outer.source)
        yield from many("cue", "cue", outer.cue)
    by_id = {e.id: e for e in record.entities}
    for own in statement.relayed_by:
        if own in by_id and own not in carried:
            at = closest(by_id[own].mentions, around(article, statement), statement)
            if at is not None:
                yield Part("carrier", "carrier", Span(at.start, at.end))


def many(name: str, kind: str, spans: tuple[Span, ...]) -> Iterator[Part]:
    for i, span in enumerate(spans, 1):
        yield Part(kind, f"{name}, {i} of {len(spans)}" if len(spans) > 1 and kind == "content" else name, span)


def find_stretches(article: Article, spans: list[Span]) -> list[Span]:
    """The sentences that the spans touch, those that follow each other within a paragraph as one."""
    found: list[Span] = []
    left = list(spans)
    for block in article.blocks:
        inside = [s for s in spans if s.start < block.end and block.start < s.end]
        if not inside:
            continue
        left = [s for s in left if not (block.start <= s.start and s.end <= block.end)]
        sentences = split_sentences(article.text, block.start, block.end)
        touched = [i for i, one in enumerate(sentences) if any(s.start < one.end and one.start < s.end for s in inside)]
        for i in touched:
            if found and i - 1 in touched and found[-1].start >= block.start:
                found[-1] = Span(found[-1].start, sentences[i].end)
            else:
                found.append(sentences[i])
    whole = [s for s in left if not any(f.start <= s.start and s.end <= f.end for f in found)]
    return sorted([*found, *dict.fromkeys(whole)])


def cut_runs(text: str, stretch: Span, parts: list[Part]) -> Iterator[Run]:
    """A stretch in runs, cut wherever a part begins or ends."""
    borders = edges([p.span for p in parts], stretch.start, stretch.end)
    open_name, room = "", 0.0
    for start, end in pairwise(borders):
        here = [p for p in parts if p.span.start <= start < p.span.end]
        begin = [p for p in here if p.span.start == start or start == stretch.start]
        name = begin[0].name if begin and begin[0] is here[0] else ""
        inner = tuple(p.name for p in begin if p.name != name)
        if name:
            open_name, room = name, 0.0
        room += (end - start) * LETTER
        closes = bool(here) and open_name and here[0].span.end == end
        short = len(open_name) * SMALL + 8 - room if closes else 0
        yield Run(cut_bits(text[start:end], start), tuple(dict.fromkeys(p.kind for p in here)), name, inner, min(MOST, max(0, round(short / STEP + 0.49))))
        if closes:
            open_name = ""
