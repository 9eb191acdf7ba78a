"""Who asks and who answers in a transcript: "Q" and "A" stand for people whom the introduction names.

In: a transcript's text, blocks and byline, and its statements. Out: a span of the name that each such label stands for, and the sentence that tells where and
when they spoke. A label that is a name stands for itself; where the introduction names nobody, a label stays unresolved.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.text.split import split_sentences
from onrecord.types import Article, Span, Statement

ASKS = frozenset({"q", "question", "interviewer", "host"})
ANSWERS = frozenset({"a", "answer", "interviewee", "guest"})
NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:[A-Z]\.|[a-z]{1,3}|al-))?(?: [A-Z][\w’'-]+){1,2}\b")
TALKED = re.compile(r"\b(?:sat down|spoke|talked|interview(?:ed)?|conversation|met with|answered questions|took questions|told)\b", re.IGNORECASE)
ON_AIR = re.compile(
    r"\b(?:interview(?:ed)?|radio|television|TV|podcast|programme|show|Q&A|my guest|our guest|joins (?:me|us)|with me|in the studio)\b", re.IGNORECASE
)
NOT_NAMES = re.compile(
    r"\b(?:The|Ministry|Authority|Department|Council|University|Party|Bank|Street|River|Sea|Company|Office|Agency|Roads?|Bridge|Lower|Upper|North|South)\b"
)


@dataclass(frozen=True, slots=True)
class Interview:
    """The two parties of a transcript, as spans of their names, and the sentence that tells of their talk."""

    asks: Span | None
    answers: Span | None
    told: Span | None
    labels: tuple[str, str] = ("", "")  # last words of the labels of who asks and who answers, where those are names

    def stands_for(self, label: str) -> Span | None:
        """The name behind a label such as "Q"."""
        folded = label.strip(" .:").casefold()
        return self.asks if folded in ASKS else self.answers if folded in ANSWERS else None

    def other(self, label: str) -> Span | None:
        folded = label.strip(" .:").casefold()
        if folded and last_word(label) in self.labels:
            return self.answers if last_word(label) == self.labels[0] else self.asks
        return self.answers if folded in ASKS else self.asks if folded in ANSWERS else None


def read_interview(article: Article, statements: Sequence[Statement]) -> Interview | None:
    """The parties of a transcript with "Q" and "A", or of two named ones that talk on the air; None where the text is no such thing."""
    if article.form != "transcript":
        return None
    if (named := of_two_names(article, statements)) is not None:
        return named
    labels = [s for s in statements if not s.cue and s.source and s.source[0].of(article.text).strip(" .:").casefold() in ASKS | ANSWERS]
    if not labels:
        return None
    text, first = article.text, min(s.source[0].start for s in labels)
    bylines = {name.split()[-1] for name in article.byline}
    intro = [b for b in article.blocks if b.end <= first and b.kind in ("headline", "standfirst", "paragraph")]
    names = [Span(*m.span()) for b in intro for m in NAME.finditer(text, b.start, b.end) if not NOT_NAMES.search(m[0])]
    counted = Counter(n.of(text).split()[-1] for n in names)
    guests = [n for n in names if n.of(text).split()[-1] not in bylines]
    answers = max(guests, key=lambda n: (counted[n.of(text).split()[-1]], -n.start), default=None)
    asks = next((n for n in names if n.of(text).split()[-1] in bylines), None) or byline_name(article)
    told = next((s for b in reversed(intro) for s in split_sentences(text, b.start, b.end) if TALKED.search(text, s.start, s.end)), None)
    return Interview(asks, answers, told)


def of_two_names(article: Article, statements: Sequence[Statement]) -> Interview | None:
    """The two who take turns by name in what says of itself that it is an interview or a programme; the first to ask is who asks."""
    text = article.text
    turns = [s for s in statements if not s.cue and s.source and s.parent is None]
    short = [last_word(s.source[0].of(text)) for s in turns]
    if len(set(short)) != 2 or len(turns) < 3 or any(x.casefold() in ASKS | ANSWERS for x in short):
        return None
    intro = [b for b in article.blocks if b.start <= turns[0].source[0].start]
    low, high = intro[0].start, min(len(text), turns[0].content[-1].end)
    if not ON_AIR.search(text, low, high):
        return None
    asks = next((i for i, s in enumerate(turns) if "?" in s.content[-1].of(text)), 0)
    first = turns[asks].source[0]
    other = next(s.source[0] for s, x in zip(turns, short, strict=True) if x != short[asks])
    head = max(turns[0].source[0].start, low + 1)
    told = next((s for b in intro for s in split_sentences(text, b.start, min(b.end, head)) if ON_AIR.search(text, s.start, s.end)), None)
    return Interview(first, other, told, (short[asks], last_word(other.of(text))))


def last_word(label: str) -> str:
    """The last word of a turn's label, folded: "DANA FROST", "Frost:"."""
    return (label.strip(" .:").split() or [""])[-1].casefold()


def byline_name(article: Article) -> Span | None:
    """The reporter's name where the byline stands in the text."""
    for name in article.byline:
        at = article.text.find(name)
        if at >= 0:
            return Span(at, at + len(name))
    return None
