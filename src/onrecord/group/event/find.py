"""Mentions of happenings within one article: where they stand, how much they weigh, and which of them each statement is about.

In: a record. Out: `Found` values in the order of the text, and for each statement the mention that its words are about, where they name one.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord.group.event.kinds import MOST_WORDS, Kind, sense_of, senses
from onrecord.group.event.mention import TOKEN, Mention, Setting, describe_text, make_mention
from onrecord.resolve.when import Timex, find_times
from onrecord.text.article import readable
from onrecord.text.split import split_sentences
from onrecord.types import Record, Span, Statement

HEADLINE, LEAD, BODY = 3.0, 2.0, 1.0  # a report names what it is about first
LEADS = 2  # paragraphs that count as its beginning
REACH = 100  # characters from a mention to the day that is its own
COMMA = 40  # and so many more where a comma or quotation mark stands between
BEHIND = 15  # a day belongs rather to what stands before it, but at the beginning of a sentence
PARTED = re.compile('[,;:“”"]')
DETERMINERS = frozenset("the a an this that no any his her their its another first second last phone telephone".split())
GUARDED = frozenset(
    "call calls warning warnings fire fires count counts poll polls permit permits license licenses".split()
)  # also verbs or parts of set phrases
GUARD = 3  # words before such a noun in which a determiner must stand, unless it opens the sentence or a place follows
# A noun after a word of happening makes it part of a name or office: "the fire chief", "an election board".
BEARERS = frozenset(
    "chief service services brigade station department committee commission commissioner board office officer minister ministry inspector team unit "
    "crew engine truck boat helicopter helicopters plane "
    "planes alarm exit door doors drill insurance victim victims survivors campaign candidate official officials centre center hotline squad agency "
    "authority fund law act bill rules report reports document documents memo memos recording recordings draft "
    "drafts files papers note notes".split()
)
APART = re.compile(
    r"\b(?:before|until|till|unless|without|pending|rather than|instead of)\b", re.IGNORECASE
)  # what follows is a condition, not what is spoken of
LEADING = re.compile(r"\A[\s“‘\"']*(?:that\b)?[\s“‘\"']*")  # before the first word of a content
OCCASION = re.compile(r"\b(?:in|during|at|after|by|of|from) (?:(?:the|a|an|this|that|his|her|their|its) )?(?:[\w'’-]+ ){0,2}\Z", re.IGNORECASE)
COMING = re.compile(r"\b(?:to|will|would|shall) (?:(?:be|not|now|soon) )?\Z")
MEANS = re.compile(r"(?:by|over|on) ", re.IGNORECASE)  # "by telephone"
# Words of happening that name none: a call that is a demand or a cry for help, a bell that is rung, supporters that are visiting.
ASKED = re.compile(
    r"(?:\b(?:reject|dismiss|back|support|join|renew|repeat|echo|heed|ignore|resist|refuse|welcome|answer)(?:s|ed|ing|d)?"
    r" (?:(?:the|an?|that|this|any|such|his|her|their|its|all|those|these) ){1,2}|\bminutes (?:after|from|of|before) (?:(?:the|an?|that|her|his|their) )?)\Z",
    re.IGNORECASE,
)
BELL = re.compile(r" (?:(?:at|on) )?(?:the|an?|his|her|their) (?:\w+ )?(?:bell|doorbell|alarm)\b")
GUESTS = re.compile(r" (?!(?:the|an?|his|her|their|its|our|this|that|these|those|him|them|us|you|me|families|relatives|friends)\b)[a-z]{3,}")
LOOSE = re.compile(r"(?:speak|speaks|speaking|spoke|spoken) (?:to|with)\b", re.IGNORECASE)  # a happening only where somebody says so
SITE = (
    "province|region|county|district|tunnel|port|harbour|harbor|bridge|river|valley|strait|street|square|station|airport|island|mine|dam|lock|barrage|"
    "mill|factory|warehouse|depot|hospital|school|"
    "plant|quay|town|city|village|canal|camp|prison"
)
NAME = rf"[A-Z][\w’'-]*+(?: (?:(?:of|the|and|de) ){{0,2}}[A-Z][\w’'-]*+){{0,4}}(?: (?:{SITE})\b)?"
PLACE = re.compile(rf"\s{{1,3}}(?:in|at|near|outside|inside|off|on) (?:the (?:\w+ (?:of|in|at|near) )?)?({NAME})")
TIME_WORD = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Christmas|Easter",
    re.IGNORECASE,
)
DAY_WORD = re.compile(  # those, and today, yesterday, tonight, tomorrow, week, month, year, ago, earlier, last, a year; by first letters, to be quick
    r"a(?:go|pril|ugust)|christmas|december|ea(?:rlier|ster)|f(?:ebruary|riday)|j(?:anuary|u(?:ly|ne))|last|m(?:a(?:rch|y)|on(?:day|th))|november|october|"
    r"s(?:aturday|eptember|unday)|t(?:hursday|o(?:day|morrow|night)|uesday)|we(?:dnesday|ek)|ye(?:ar|sterday)|\d{4}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A mention where it stands: `weight` by its place in the report; `place` named right after it; `apart` where it is only the setting of something else;
    `coming` where it is announced.
    """

    mention: Mention
    kind: Kind
    weight: float
    sentence: Span
    place: str | None
    apart: bool
    coming: bool

    @property
    def span(self) -> Span:
        return self.mention.place.span


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One article's mentions in order, and by statement the one that it is about."""

    setting: Setting
    found: tuple[Found, ...]
    about: dict[str, tuple[Found, ...]]

    @property
    def text(self) -> str:
        return self.setting.text


def read_happenings(record: Record, *, beginning: bool = False) -> Reading:
    """The mentions of a record's article, and what its statements are about as far as their own words say it; of its `beginning` alone, the mentions there."""
    article = record.article
    assert article is not None
    text = article.text
    setting = describe_text(article.id, " ".join(text[b.start : b.end] for b in readable(article.blocks)))
    cues = sorted(c for s in record.statements for c in s.cue)
    contents = sorted(c for s in record.statements for c in s.content)
    found: list[Found] = []
    paragraphs = 0
    for block in readable(article.blocks):
        if block.kind in ("byline", "caption", "dateline"):
            continue
        paragraphs += block.kind == "paragraph"
        weight = HEADLINE if block.kind in ("headline", "standfirst") else LEAD if block.kind == "paragraph" and paragraphs <= LEADS else BODY
        if beginning and weight == BODY:
            continue
        told = [
            (sentence, words)
            for sentence in split_sentences(text, block.start, block.end)
            if (words := find_words(text, sentence, setting.weights, named=weight < HEADLINE))
        ]
        times = find_times(text, block.start, block.end, published=article.published) if told else []
        for sentence, words in told:
            days = own_days(text, [span for span, _ in words], sentence, times, cues)
            for span, kind in words:
                if (kind.role != "occasion" or kind.name == "warning") and any(c.start < span.end and span.start < c.end for c in cues):
                    continue  # "convicted", "charged": what a speaker does by it; but "phoned" is an occasion also where it is a cue
                if LOOSE.match(text, span.start) and not any(c.start <= span.start and span.end <= c.end for c in contents):
                    continue  # "spoke to reporters"
                mention = replace(make_mention(text, span, sentence, setting), kind=kind, days=(days[span],) if span in days else ())
                apart = kind.role == "occasion" and bool(MEANS.match(text, span.start) or OCCASION.search(text[sentence.start : span.start]))
                coming = bool(COMING.search(text[max(sentence.start, span.start - 30) : span.start]))
                found.append(Found(mention, kind, weight, sentence, place_after(text, span, sentence), apart, coming))
    about = {} if beginning else {s.id: fs for s in record.statements if (fs := subjects(text, s, found))}
    return Reading(setting, tuple(found), about)


@cache
def first_words() -> frozenset[str]:
    return frozenset(form.split()[0] for form in senses())


def find_words(text: str, sentence: Span, stems: Container[str], *, named: bool) -> list[tuple[Span, Kind]]:
    """The words of happening in a sentence, longest first, none inside another; those that only bear a name or office left out.

    `named`: a capital within the sentence makes a word part of a name (not so in headlines).
    """
    tokens = list(TOKEN.finditer(text, sentence.start, sentence.end))
    folded = [t[0].casefold().replace("’", "'").removesuffix("'s") for t in tokens]
    found = []
    at = 0
    while at < len(tokens):
        size, kind = 1, None
        if folded[at] in first_words():
            for size in range(min(MOST_WORDS, len(tokens) - at), 0, -1):
                kind = sense_of(" ".join(folded[at : at + size]), stems)
                if kind:
                    break
        after = folded[at + size] if at + size < len(tokens) else ""
        title = named and at > 0 and tokens[at][0][0].isupper()
        if kind and seems(text, sentence.start, tokens[at], size):
            kind = None
        if kind and kind.role != "thing" and not title and not (size == 1 and folded[at] in GUARDED and is_verb(folded, at)) and after not in BEARERS:
            found.append((Span(tokens[at].start(), tokens[at + size - 1].end()), kind))
        at += size
    return found


def seems(text: str, start: int, token: re.Match[str], size: int) -> bool:
    """Whether a single word of happening names none where it stands."""
    word = token[0].casefold() if size == 1 else ""
    if word in ("call", "calls"):
        return ASKED.search(text, max(start, token.start() - REACH), token.start()) is not None
    return word in ("rang", "rung") and BELL.match(text, token.end()) is not None or word == "visiting" and GUESTS.match(text, token.end()) is not None


def is_verb(folded: Sequence[str], at: int) -> bool:
    """A word that may be noun or verb, with no sign that it is the noun."""
    after = folded[at + 1] if at + 1 < len(folded) else ""
    if folded[at] in ("call", "calls") and (after == "for" or after == "on" and (not at or folded[at - 1] not in DETERMINERS)):
        return True
    return at > 0 and DETERMINERS.isdisjoint(folded[max(0, at - GUARD) : at]) and after not in ("at", "in", "that", "which")


def own_days(text: str, spans: Sequence[Span], sentence: Span, times: Sequence[Timex], cues: Sequence[Span]) -> dict[Span, tuple[str, str]]:
    """For each mention of a sentence the interval of its own time: a time belongs to the mention nearest to it, unless a cue is nearer ("said on Tuesday")."""
    own: dict[Span, tuple[int, tuple[str, str]]] = {}
    for t in times:
        if not DAY_WORD.search(t.span.of(text)):
            continue  # "at 11.38" is of an unknown day
        if not (spans and sentence.start <= t.span.start and t.span.end <= sentence.end and t.when.start and t.when.end):
            continue
        first = t.span.start - sentence.start < len("In the night of ")
        far, span = min((reach(text, s, t.span) + (0 if first or s.start < t.span.start else BEHIND), s) for s in spans)
        if far <= REACH and not any(reach(text, c, t.span) < min(far, COMMA) for c in around(cues, t.span)) and (span not in own or far < own[span][0]):
            own[span] = far, (t.when.start[:10], t.when.end[:10])
    return {span: days for span, (_, days) in own.items()}


def around(cues: Sequence[Span], span: Span) -> Sequence[Span]:
    at = bisect_right(cues, span)
    return cues[max(0, at - 1) : at + 1]


def reach(text: str, one: Span, other: Span) -> int:
    """Characters between two spans; what a comma or quotation mark parts is further."""
    low, high = min(one.end, other.end), max(one.start, other.start)
    return max(0, high - low) + (COMMA if low < high and PARTED.search(text, low, high) else 0)


def place_after(text: str, span: Span, sentence: Span) -> str | None:
    """The place named right after a mention: "attack | in Idlib province"; a day is none."""
    m = PLACE.match(text, span.end, sentence.end)
    return m[1] if m and not TIME_WORD.match(m[1]) else None


def subjects(text: str, statement: Statement, found: Sequence[Found]) -> tuple[Found, ...]:
    """The mentions that a statement may be about, the likeliest first: those in its content that are no condition and no mere setting ("said in the call
    that"), else the letter or the call that ends it; a frame ("the election") last.

    A response in a condition ("no accusations before an investigation") is not what is spoken of, nor is it alone a reason to look elsewhere.
    """
    inside = [f for f in found if any(c.start <= f.span.start and f.span.end <= c.end for c in statement.content)]
    start = min(c.start for c in statement.content)
    end = max(c.end for c in statement.content)
    conditions = [m.start() for m in APART.finditer(text, start, end) if LEADING.sub("", text[start : m.start()])]
    plain = [f for f in inside if not any(at < f.span.start for at in conditions)]
    first = (
        [f for f in plain if not f.apart]
        or [f for f in plain if f.kind.name in ("letter", "warning") or end - f.span.end <= 2]
        or [f for f in inside if f.kind.role == "incident"]
    )
    return tuple(sorted(first, key=lambda f: f.kind.role == "frame"))
