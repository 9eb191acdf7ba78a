"""Words of a text with their places: what is compared.

In: a text, spans of it, and which characters are somebody's own words. Out: passages: the pieces and folded words that group.wording compares, each piece with
its characters in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.group.meaning import FUNCTION, rarity
from onrecord.group.wording.align import Side
from onrecord.group.wording.marks import sense
from onrecord.group.wording.words import cut_pieces
from onrecord.text.split import ABBREVIATIONS
from onrecord.types import LEFT_OUT, Record, Span

TOKEN = re.compile(r"\S+")
CLOSING = "”\"’'»)]"
TERMINAL = (".", "!", "?")
CAP = 7.0  # a rare name says no more than a rare word
SMALL = 0.7  # what a function word weighs beside a content word


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words: their pieces and folded words (`side`), the characters of each piece, and the pieces with which a new sentence begins though none ends
    before them: “We left,” she said. “The gate was open.”"""

    side: Side
    places: tuple[Span, ...]
    breaks: tuple[int, ...] = ()

    def cut(self, start: int, end: int) -> "Passage":
        """The pieces `start` to `end` by themselves."""
        return Passage(Side.of(self.side.pieces[start:end]), self.places[start:end], tuple(b - start for b in self.breaks if start < b < end))

    def span(self) -> Span:
        return Span(self.places[0].start, self.places[-1].end)

    def sentences(self) -> list[tuple[int, int]]:
        """The pieces of each sentence."""
        pieces = self.side.pieces
        ends = [i + 1 for i, p in enumerate(pieces) if ends_sentence(p.surface)]
        cuts = sorted({0, *ends, *self.breaks, len(self.places)})
        return [(a, b) for a, b in pairwise(cuts)]


def ends_sentence(piece: str) -> bool:
    """Whether a sentence ends with a piece: not with dots, an initial or an abbreviation."""
    bare = piece.rstrip(CLOSING)
    word = bare[:-1].lstrip("“\"‘'([")
    return (
        bare[-1:] in TERMINAL and bare[-2:] != ".." and not (bare[-1] == "." and (word in ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")))
    )


def read_words(text: str, spans: Sequence[Span], own: Sequence[Span]) -> Passage:
    """The words of some spans; those whose middle lies in one of `own` (in order, not overlapping) count as the speaker's own."""
    starts = [s.start for s in own]
    places: list[Span] = []
    parts: list[tuple[str, bool]] = []
    breaks: list[int] = []
    for i, span in enumerate(spans):
        if i and ends_sentence(text[spans[i - 1].end : span.start].rstrip("“\"‘' \n")):
            breaks.append(len(places))
        for match in TOKEN.finditer(text, span.start, span.end):
            middle = (match.start() + match.end()) // 2
            at = bisect_right(starts, middle) - 1
            places.append(Span(match.start(), match.end()))
            parts.append((match[0] + " ", at >= 0 and middle < own[at].end))
    return Passage(Side.of(cut_pieces(parts)), tuple(places), tuple(breaks))


def own_words(record: Record) -> list[Span]:
    """The characters of an article that are somebody's own words: in quotation marks (names and titles left out), or in a statement that nobody reports: a
    text of its issuer's own, a transcript, an embedded post."""
    if record.article is None:
        return []
    spans = [q.span for q in record.quotations if q.role not in ("title", "name")]
    spans += [c for s in record.statements if not s.cue and s.parent is None and s.speakers for c in s.content]
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def readable_blocks(record: Record) -> list[tuple[int, Span]]:
    """The blocks of an article that are read, each with its number from 1."""
    blocks = record.article.blocks if record.article else ()
    return [(n, Span(b.start, b.end)) for n, b in enumerate((b for b in blocks if b.kind not in LEFT_OUT), 1)]


def weigh(sense: str) -> float:
    """What a sense of a word tells, from its rarity in news."""
    return min(CAP, rarity(sense))


def weigh_key(key: str) -> float:
    """What a folded word tells: much where it is rare, little where it is a function word."""
    return SMALL if key in FUNCTION else max(SMALL, weigh(sense(key)))


def weigh_keys(keys: Sequence[str]) -> float:
    return sum(weigh_key(k) for k in keys)


def content_weight(keys: Sequence[str]) -> float:
    """The weight of the content words alone, each once."""
    return sum(weigh(sense(k)) for k in dict.fromkeys(keys) if k not in FUNCTION)
