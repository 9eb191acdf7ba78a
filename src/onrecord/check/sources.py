"""The sources as they are searched: units of words (a statement, a paragraph, the quotations of a paragraph), and an index over them.

In: records, whose statements have their voices. Out: candidates for some words, best first. The index holds rare words by their sense, and quoted words in
threes; what it finds is then compared word by word (match.py). Nothing about a candidate depends on the other sources.
"""

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Literal

from onrecord.check.passage import Passage, own_words, read_words, readable_blocks, weigh
from onrecord.group.meaning import FUNCTION
from onrecord.group.texts import Said
from onrecord.group.wording.marks import sense
from onrecord.types import Record, Span

Form = Literal["statement", "quotes", "block"]

MOST = 40  # candidates that are compared
WORK = 200_000  # entries of the index that one look-up reads at most, rarest words first
KEPT = 4096  # passages kept at hand
LEAST = 0.25  # share of the weight looked for that a candidate must have
THREE = 2.0  # what three quoted words in a row add


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that are compared as a whole: characters `spans` of a record's article, and the statement whose content they are."""

    number: int
    form: Form
    record: Record
    spans: tuple[Span, ...]
    said: Said | None


class Sources:
    """The units of some records, in their order, and the index over them."""

    def __init__(self, records: Sequence[Record], said: Sequence[Said]) -> None:
        self.units: list[Unit] = []
        self.statements: dict[str, list[Said]] = defaultdict(list)  # by article
        self.by_voice: dict[str, list[int]] = defaultdict(list)
        self.senses: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self.threes: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self.own: dict[str, list[Span]] = {}
        for s in said:
            if s.statement.content:
                self.statements[s.article.id].append(s)
        for record in records:
            if record.article is not None:
                self.add(record)
        self.words = lru_cache(maxsize=KEPT)(self.read)

    def add(self, record: Record) -> None:
        """File the units of a text. Its words are folded once, paragraph by paragraph."""
        article = record.article
        assert article is not None
        own = self.own[article.id] = own_words(record)
        words: list[tuple[int, Sequence[str], bool]] = []  # where each piece stands, its folded words, whether they are the speaker's own
        for _, block in readable_blocks(record):
            passage = read_words(article.text, [block], own)
            here = [(place.end, piece.keys, piece.quoted) for place, piece in zip(passage.places, passage.side.pieces, strict=True)]
            self.file("block", record, (block,), None, here)
            inside = tuple(Span(max(o.start, block.start), min(o.end, block.end)) for o in own if o.start < block.end and block.start < o.end)
            if len(inside) > 1:
                self.file("quotes", record, inside, None, pick(here, inside))
            words += here
        for s in self.statements[article.id]:
            unit = self.file("statement", record, s.statement.content, s, pick(words, s.statement.content))
            for voice in s.voices:
                self.by_voice[voice].append(unit.number)

    def file(self, form: Form, record: Record, spans: Sequence[Span], said: Said | None, words: Sequence[tuple[int, Sequence[str], bool]]) -> Unit:
        unit = Unit(len(self.units), form, record, tuple(spans), said)
        self.units.append(unit)
        for word in dict.fromkeys(sense(k) for _, keys, _ in words for k in keys if k not in FUNCTION):
            self.senses[word].append(unit.number)
        if form == "statement":
            for three in dict.fromkeys(join_threes([k if quoted else "" for _, keys, quoted in words for k in keys])):
                self.threes[three].append(unit.number)
        return unit

    def read(self, number: int) -> Passage:
        """The words of a unit."""
        unit = self.units[number]
        article = unit.record.article
        assert article is not None
        return read_words(article.text, unit.spans, self.own[article.id])

    def look_up(self, keys: Sequence[str], voices: frozenset[str]) -> list[Unit]:
        """The units that share most of the weight of some folded words, best first; those of the voices besides, though they share less."""
        found: dict[int, float] = defaultdict(float)
        words = sorted(dict.fromkeys(sense(k) for k in keys if k not in FUNCTION), key=lambda s: (-weigh(s), s))
        work = 0
        for word in words:
            held = self.senses.get(word)
            if held is not None and work + len(held) <= WORK:
                work += len(held)
                for number in held:
                    found[number] += max(0.5, weigh(word))
        for three in dict.fromkeys(join_threes(keys)):
            held = self.threes.get(three)
            if held is not None and work + len(held) <= WORK:
                work += len(held)
                for number in held:
                    found[number] += THREE
        least = LEAST * sum(max(0.5, weigh(word)) for word in words)
        ranked = sorted((n for n, w in found.items() if w >= least), key=lambda n: (-found[n], n))
        chosen = ranked[:MOST]
        own = {n for voice in voices for n in self.by_voice.get(voice, ())}
        chosen += [n for n in ranked[MOST:] if n in own][: MOST // 2]
        return [self.units[n] for n in chosen]


def pick(words: Sequence[tuple[int, Sequence[str], bool]], spans: Sequence[Span]) -> list[tuple[int, Sequence[str], bool]]:
    """The words whose piece ends in one of some spans, or with the mark behind it."""
    out: list[tuple[int, Sequence[str], bool]] = []
    for span in spans:
        low = bisect_right(words, span.start, key=itemgetter(0))
        out += words[low : bisect_right(words, span.end, lo=low, key=itemgetter(0)) + 1]
    return out


def join_threes(keys: Sequence[str]) -> list[str]:
    return [" ".join(keys[i : i + 3]) for i in range(len(keys) - 2) if all(keys[i : i + 3])]


def voices_of(article: str, entities: Sequence[str], ids: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The voices of some entities of an article."""
    return tuple(dict.fromkeys(ids[article, e] for e in entities if (article, e) in ids))
