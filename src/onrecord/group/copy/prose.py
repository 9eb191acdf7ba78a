"""The prose of a text in which a copy can be told: its sentences, word by word, with what is the outlet's own.

In: a record. Out: a `Prose`. Words that anybody may print are not the outlet's own: what stands in quotation marks, what a written statement says or an
office made known.
Headlines, bylines, datelines and captions are no prose: they change in every print.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.group.meaning import FUNCTION
from onrecord.text.split import split_sentences
from onrecord.types import Article, Record, Span

PROSE = frozenset({"paragraph", "standfirst", "list", "table", "quote"})
WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
NAMED = 3  # words in quotation marks that are a name, a title or a scare quote, and the outlet's own choice


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's place, its words folded to lower case with their places, and the folded words that are the outlet's own.

    Those of them that tell the outlet's hand are neither names, numbers nor function words: any two reports of one event name the same people.
    """

    span: Span
    words: tuple[str, ...]
    places: tuple[Span, ...]
    own: tuple[str, ...]
    telling: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """The sentences of one text's prose, in order."""

    article: Article
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> int:
        return sum(len(s.words) for s in self.sentences)

    @property
    def own(self) -> int:
        return sum(len(s.own) for s in self.sentences)


def read_prose(record: Record) -> Prose:
    """The prose of a record that has an article."""
    article = record.article
    assert article is not None
    text = article.text
    given = bytearray(len(text))  # 1 where a character belongs to words that anybody may print
    for span in _given(record):
        given[span.start : span.end] = b"\1" * (span.end - span.start)
    sentences: list[Sentence] = []
    for block in article.blocks:
        if block.kind in PROSE and block.status != "repeat":
            for span in split_sentences(text, block.start, block.end):
                places = tuple(Span(m.start(), m.end()) for m in WORD.finditer(text, span.start, span.end))
                words = tuple(fold(p.of(text)) for p in places)
                kept = [(w, p) for w, p in zip(words, places, strict=True) if not given[p.start] and block.kind != "quote"]
                telling = tuple(w for w, p in kept if text[p.start].islower() and w not in FUNCTION)
                sentences.append(Sentence(span, words, places, tuple(w for w, _ in kept), telling))
    return Prose(article, tuple(sentences))


def fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def all_words(prose: Prose) -> Prose:
    """The prose with every word taken for the outlet's own: to compare what is known to be versions of one text."""
    return replace(prose, sentences=tuple(replace(s, own=s.words) for s in prose.sentences))


def _given(record: Record) -> Iterable[Span]:
    """Words in quotation marks, and what a report tells, in its own grammar, of a written statement or of what an office made known."""
    article = record.article
    assert article is not None
    for quotation in record.quotations:
        if len(WORD.findall(article.text, quotation.span.start, quotation.span.end)) > NAMED:
            yield quotation.span
    stray = [p.start for p in record.problems if p.code == "mark-unpaired" and p.start is not None]
    for block in article.blocks:  # where marks are odd, nobody knows what is quoted
        if any(block.start <= start < block.end for start in stray):
            yield Span(block.start, block.end)
    if article.form == "official text":
        return
    official = {e.id for e in record.entities if e.kind in ("office", "government")}
    for statement in record.statements:
        if statement.channel == "written statement" or not official.isdisjoint((*statement.speakers, *statement.relayed_by)):
            yield from statement.content
