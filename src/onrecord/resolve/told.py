"""Occasions that a sentence tells of without words of its own: "X spoke by telephone with Y on Saturday.", "X hit back on Monday."

In: an article's text, its paragraphs and its entities with their mentions. Out: who spoke there, through which channel and when, with the place of the
sentence. The statements that follow and belong to it take channel, day and the other side from it (occasion.py).
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.resolve.when import Timex
from onrecord.text.split import split_sentences
from onrecord.types import Article, Block, Entity, Span, When

ON_THE_PHONE = re.compile(
    r"\b(?:(?:spoke|talked|spoken) (?:\w+ )?(?:by|over the|on the) (?:tele)?phone\b|(?:tele)?phoned (?=[A-Z]|his|her|the)"
    r"|(?:held|had) an? (?:\w+ )?(?:tele)?phone (?:call|conversation)\b|(?:tele)?phone (?:call|conversation) (?:with|between)\b)"
)
MET = re.compile(
    r"(?<!never )\b(?:met(?! (?:the (?:deadline|target|demand|cost|criteria)|with (?:criticism|anger|silence|resistance)))\b"
    r"|(?:held|had|hosted) (?:\w+ ){0,2}(?:talks|a meeting) with\b|talks with\b|meeting (?:with|between)\b)"
)
SPOKE = re.compile(
    r"\b(?:hit back|fought back|struck back|spoke out|broke (?:his|her|their|its) silence|took questions|faced (?:reporters|the press)"
    r"|held a (?:news|press) conference|was interviewed|gave evidence|took the stand|responded|spoke(?! (?:by|to|with|of)\b)"
    r"|(?:faced|answered|fielded) (?:\w+ ){0,2}questions|was (?:questioned|grilled)|gave an interview|sat down with"
    r"|spoke (?:exclusively |briefly )?to (?:reporters|journalists|the (?:press|media|[A-Z]\w+)))\b"  # an outlet, not somebody
)
NOT_HELD = re.compile(
    r"\b(?:will|would|to|should|could|may|might|planned|due|refused|declined|cancell?ed|before|ahead of|not|never)(?: \w+){0,2} $", re.IGNORECASE
)
SUBJECT_REACH = 60  # characters from its start in which the subject of a sentence is named
SIDES = frozenset({"person", "government", "office", "unnamed"})


@dataclass(frozen=True, slots=True)
class Told:
    """One occasion: the sentence that tells of it, its parties (two of a talk, one who spoke), its channel and day where they are told."""

    sentence: Span
    block: int
    sides: tuple[str, ...]
    channel: str | None
    day: When | None


def find_told(article: Article, entities: Sequence[Entity], times_of: Callable[[int], Sequence[Timex]], contents: Sequence[Span]) -> list[Told]:
    """The occasions of an article in text order. `times_of` gives the time expressions of a block, `contents` the words of its statements."""
    persons = frozenset(e.id for e in entities if e.kind == "person")  # "Norland's premier, Ida Marr, met": she did, not the state
    mentions = sorted((m.start, m.end, e.id) for e in entities for m in e.mentions if e.kind in SIDES)
    return [told for i, b in enumerate(article.blocks) if b.kind == "paragraph" for told in in_block(article.text, i, b, mentions, persons, times_of, contents)]


def in_block(
    text: str, number: int, block: Block, mentions: Sequence[tuple[int, int, str]], persons: frozenset[str], times_of: Callable[[int], Sequence[Timex]],
    contents: Sequence[Span],
) -> Iterator[Told]:  # fmt: skip
    for sentence in split_sentences(text, block.start, block.end):
        for channel, pattern, sides in (("phone call", ON_THE_PHONE, 2), ("meeting", MET, 2), (None, SPOKE, 1)):
            m = next((m for m in pattern.finditer(text, sentence.start, sentence.end) if held(text, sentence, m, contents)), None)
            if m is None:
                continue
            first = bisect_left(mentions, (sentence.start, 0, ""))
            named = [x for x in mentions[first:] if x[0] < sentence.end] if first < len(mentions) else []
            if not any(x[0] < m.start() for x in named) or (sides == 1 and named[0][0] - sentence.start > SUBJECT_REACH):
                continue
            people = tuple(dict.fromkeys(x[2] for x in named if x[2] in persons))
            parties = (people if len(people) >= sides else tuple(dict.fromkeys(x[2] for x in named)))[:sides]
            days = [t.when for t in times_of(number) if sentence.start <= t.span.start < sentence.end and not within(t.span.start, contents)]
            day = days[0] if len(days) == 1 else None
            if len(parties) == sides and (sides == 2 or day is not None):
                yield Told(sentence, number, parties, channel, day)
                break


def held(text: str, sentence: Span, m: re.Match[str], contents: Sequence[Span]) -> bool:
    """Whether the words tell, outside what anybody said, of an occasion that was held."""
    return not within(m.start(), contents) and not NOT_HELD.search(text[max(sentence.start, m.start() - 40) : m.start()])


def within(at: int, spans: Sequence[Span]) -> bool:
    return any(s.start <= at < s.end for s in spans)
