"""What a statement claims, apart from who says it and how they stand to it: the unit that points are made of.

A claim is one utterance, or a statement that stands alone. Its words are the content without the statements nested in it, without negation and without words of
stance ("unfounded", "denied"), so that a claim and its denial read alike. A statement that only carries another ("the office said | she told us | ...") is a
claim about a saying, of use only where that saying is disputed; what stands inside a denial was not said at all.

What a claim is about stands half in its context, the paragraph round it: "He was away for six minutes" has no driver and no van in it.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from onrecord.group.meaning import rarity, split_words, stem, stems, vector
from onrecord.group.memo import NONE, Memo
from onrecord.group.point.context import block_of, context_of
from onrecord.group.point.number import NUMBER, Number, find_numbers
from onrecord.group.texts import LAST, Said, interval
from onrecord.group.types import Happening, Utterance
from onrecord.group.wording.marks import load_synonyms
from onrecord.say.act import INQUIRY
from onrecord.text.marks import read_table
from onrecord.types import Span

INTRODUCED = re.compile(r"^(?:that|it was|it is)\s+")

TABLE = read_table("standing.tsv")
STANDING = frozenset(w for row in TABLE if row["kind"] != "pointer" for w in row["words"].split())
POINTERS = frozenset(stem(w) for row in TABLE if row["kind"] == "pointer" for w in row["words"].split())
TIMES = frozenset(
    stem(w)
    for w in (
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight "
        "january february march april june july august september october november december"
    ).split()
)
POINTING = re.compile(
    r"^[“\"‘'\s]{0,4}(?:that |to |of |with |about )?(?:(?:all |any |both )?(?:the|this|that|these|those|such|her|his|their|its|any|every) (?:[\w’'-]+ ){0,2}?"
    r"(?:claims?|charges?|allegations?|accusations?|suggestions?|assertions?|complaints?|reports?|story|stories|figures?|account|demands?|calls|offer|proposal|"
    r"request|plan|words|remarks?)\b(?! (?:for|that|to|of)\b)|(?:it|this|that|them|these|those|so|everything|otherwise)\b\W*$)",
    re.IGNORECASE,
)
ASKING = re.compile(r"\b(?:demands?|calls|offer|proposal|request|plan)\b", re.IGNORECASE)
TAKEN_BACK = re.compile(
    r"\b(?:take|takes|took|taking) (?:it|this|that|those words|my words) back\b|\bmisspoke|\bmisquoted\b|"
    r"\b(?:it|that|this|I|we) (?:was|were) (?:wrong|mistaken)\b",
    re.IGNORECASE,
)
REPLYING = frozenset({"deny", "challenge", "reject", "criticise", "retract", "decline"})
WORDS = frozenset({"accuse", "criticise", "threaten"})  # done by words alone, and reported as often as disputed; an order or a request is a deed
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|should|can|could|cannot|may|might|needs?|ought|did|does|do|went|came|took|made|gave|knew|saw|sent|fell|broke|left|lost|kept|held|"
    r"led|sold|shut|put|cut|hit|paid|met|ran|rose|got|stood|told|began|[a-z]{3,}ed)\b|n[’']t\b"
)
NOT = re.compile(
    r"\b(?:not(?! only| just| least)|never|no(?! longer| doubt| fewer| less| more than| later| matter|[.,;])|nobody|none|nothing|neither|nor|cannot)\b"
    r"|n[’']t\b",
    re.IGNORECASE,
)
MAIN = re.compile(r"[,;:.](?=\s)|\s(?:that|because|since|until|unless|although|though|while|before|after|if|when|which|who|so that|but)\s", re.IGNORECASE)
NOMINAL = re.compile(
    r"(?<!\s)\s?(?:(?:about|o(?:f|n|ver)|to|with) )?(?:an?|h(?:er|is)|its|some|th(?:at|e(?:ir|se)?|is|ose)) (?!he |she |it |they )", re.IGNORECASE
)
MOST_WEIGHT = 9.0
MOST_CONTEXTS = 4
Weights = Mapping[str, float]
OPENING = re.compile(r"(?:in|on|at|during|after|before|by) [^,;]{2,60}, ", re.IGNORECASE)
TAIL = re.compile(r" (?:to speak|to talk|about|over|regarding|because|after|before|during|while|when|since|until|unless|although|but|which|who)\b|[,;:]\s")


@dataclass(frozen=True, eq=False)
class Claim:
    """One utterance or lone statement as a claim. `main` is its fullest wording; `about` the voices spoken of; `names` the stems that are written as names."""

    id: str
    members: tuple[Said, ...]
    main: Said
    words: str
    stems: tuple[str, ...]
    names: frozenset[str]
    about: frozenset[str]
    targets: frozenset[str]
    numbers: tuple[Number, ...]
    happening: str | None
    day: str
    carrier: bool = False
    told: frozenset[tuple[str, str]] = frozenset()  # voice and act of the statements inside it
    disputes: bool = False  # it says that what is told was not said
    principals: frozenset[str] = frozenset()  # for whom a spokesperson or lawyer speaks
    ranks: Mapping[str, int] = field(default_factory=dict)  # in which texts it stands, as their how-many-eth statement

    @cached_property
    def voices(self) -> tuple[str, ...]:
        return tuple(sorted({v for m in self.members for v in m.voices}))

    @cached_property
    def sides(self) -> frozenset[str]:
        """Who claims it, and for whom."""
        return self.principals.union(self.voices)

    @cached_property
    def acts(self) -> frozenset[str]:
        return frozenset(m.statement.act for m in self.members if m.statement.act and not m.statement.negated)

    @cached_property
    def own(self) -> Weights:
        """The senses of its words, weighed by their rarity in news."""
        return weigh(self.words)

    @cached_property
    def weight(self) -> float:
        return sum(self.own.values())

    @cached_property
    def contexts(self) -> tuple[tuple[Weights, float], ...]:
        """The senses of the words round it, in the first MOST_CONTEXTS texts where these differ; each with its length."""
        found = list(dict.fromkeys(context_of(m) for m in self.members))[:MOST_CONTEXTS]
        return tuple((w, math.sqrt(sum(x * x for x in w.values()))) for w in map(weigh, found))

    @cached_property
    def around(self) -> Weights:
        """The senses of the words round it in all of these texts."""
        return {s: w for context, _ in self.contexts for s, w in context.items()}

    @cached_property
    def paragraphs(self) -> frozenset[tuple[str, int]]:
        """The paragraphs it stands in, by text and place."""
        return frozenset((m.article.id, b.start) for m in self.members if (b := block_of(m)) and b.kind not in {"headline", "standfirst"})

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        return vector(self.words)

    @cached_property
    def of_words(self) -> bool:
        """It is about whether somebody blamed or threatened, not about what for."""
        return (self.carrier or self.disputes) and any(act in WORDS for _, act in self.told)

    @cached_property
    def of_inquiry(self) -> bool:
        """It is about an inquiry: asked for, promised, refused."""
        return any(INQUIRY.search(m.words) for m in self.members)

    @property
    def is_nested(self) -> bool:
        return all(m.statement.parent for m in self.members)

    @cached_property
    def takes_back(self) -> bool:
        """It withdraws own words without repeating them: "I take it back", "the figure"."""
        return "retract" in self.acts and bool(TAKEN_BACK.search(self.main.words) or POINTING.search(self.main.words))

    @cached_property
    def goes_on(self) -> bool:
        """It takes its meaning from the speaker's own words before it: withdrawn without being repeated, or regretted."""
        return self.takes_back or "apologise" in self.acts

    @cached_property
    def is_thin(self) -> bool:
        """A headline that says who accused whom or denied, and hardly what."""
        return len(self.stems) < 3 and bool(self.acts & {"accuse", "deny"}) and all(in_headline(m) for m in self.members)

    @cached_property
    def names_only(self) -> bool:
        """It accuses somebody and does not say of what: what its speaker says next does."""
        return "accuse" in self.acts and self.names.issuperset(self.stems) and not all(in_headline(m) for m in self.members)

    @cached_property
    def points_back(self) -> bool:
        """It has no claim of its own words but points to one made before: "rejected the claim", "denied it", "called this a lie"."""
        told = [s for s in self.stems if s not in POINTERS and s not in self.names]
        return len(told) == 0 or self.goes_on or self.is_thin or (len(told) <= 3 and POINTING.search(self.main.words) is not None)


def day_of(said: Said) -> str:
    """The first day it can have been said on, else the last; ISO 8601, LAST where nothing is known."""
    start, end = interval(said)
    return start or end or LAST


def order_of(said: Said) -> tuple[str, str, str, int, str]:
    """Where a statement stands in time: day of saying, publication, place in its text, id."""
    published = said.article.published
    return (day_of(said), (published.start if published else None) or LAST, said.article.id, said.statement.content[0].start, said.id)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What making claims asks of a statement: those nested in it, its own words, whether it only carries others."""

    nested: tuple[Said, ...]
    words: str
    carrier: bool
    rank: int


def in_headline(said: Said) -> bool:
    at = said.statement.content[0].start
    return any(b.kind in {"headline", "standfirst"} and b.start <= at < b.end for b in said.article.blocks)


def weigh(words: str) -> Weights:
    """The senses of some words (synonyms.tsv), times left out, with their rarity in news, at most MOST_WEIGHT."""
    synonyms = load_synonyms()
    return {synonyms.get(s, s): min(rarity(s), MOST_WEIGHT) for s in stems(words) if s not in TIMES}


def make_claims(
    said: Sequence[Said], ids: Mapping[tuple[str, str], str], utterances: Sequence[Utterance], happenings: Sequence[Happening], memo: Memo = NONE
) -> tuple[Claim, ...]:
    """The claims of all statements that claim something, in order of time."""
    by_id = {s.id: s for s in said}
    nested: dict[str, list[Said]] = {}
    for s in said:
        if s.statement.parent:
            nested.setdefault(s.statement.parent, []).append(s)
    inside: dict[str, list[Said]] = {}
    for s in sorted(said, key=lambda s: (s.statement.content[0].start, s.id)):
        inside.setdefault(s.article.id, []).append(s)
    ranks = {s.id: n for text in inside.values() for n, s in enumerate(text)}
    readings = {}
    for s in said:
        within = tuple(nested.get(s.id, ()))
        of_text = memo.voiced(s.record, ids), s.id, ranks[s.id], tuple(n.id for n in within)
        readings[s.id] = memo.get("reading", of_text, partial(read_claim, s, within, ranks[s.id]))
    blamed = find_blamed(said, utterances, ids)
    known = {
        s.id: s for s in said
        if s.voices and s.statement.act != "consult" and not is_hollow(s, by_id) and not says_nothing(s, readings[s.id])
        and not (s.statement.parent and set(s.voices) <= blamed.get(s.statement.parent, frozenset()) | blamed.get(s.id, frozenset()))
    }  # fmt: skip
    about = {s: h.id for h in happenings for s in h.statements}
    spoken = [(u.id, tuple(known[i] for i in u.statements if i in known), u.fullest) for u in utterances]
    joined = {m.id for _, members, _ in spoken for m in members}
    units = [u for u in spoken if u[1]] + [(i, (s,), i) for i, s in known.items() if i not in joined]
    claims = [
        memo.get(
            "claim",
            (key, fullest, tuple((readings[m.id], about.get(m.id)) for m in members)),
            partial(make_claim, key, members, fullest, readings, ids, about),
        )
        for key, members, fullest in units
    ]
    return tuple(sorted(claims, key=lambda c: (c.day, c.id)))


def make_claim(
    key: str,
    members: Sequence[Said],
    fullest: str,
    readings: Mapping[str, Reading],
    ids: Mapping[tuple[str, str], str],
    happenings: Mapping[str, str],
) -> Claim:
    ordered = tuple(sorted(members, key=order_of))
    main = next((m for m in ordered if m.id == fullest), ordered[0])
    words = readings[main.id].words
    numbers = tuple(find_numbers(words))
    kept = leave_standing(blank(words, [Span(n.start, n.end) for n in numbers]))
    told = [happenings[m.id] for m in ordered if m.id in happenings]
    targets = frozenset(v for m in ordered for t in m.statement.targets if (v := ids.get((m.article.id, t))))
    happening = max(sorted(set(told)), key=told.count) if told else None
    inside = [(m, n) for m in ordered for n in readings[m.id].nested]
    return Claim(
        id=key,
        members=ordered,
        main=main,
        words=kept,
        stems=tuple(dict.fromkeys(s for s in stems(kept) if s not in TIMES)),
        names=frozenset(stem(w) for at, w in enumerate(split_words(words)) if w[:1].isupper() and (at or is_name(w, main))),
        about=targets | {v for m in ordered for v in mentioned(m, ids)},
        targets=targets,
        numbers=numbers,
        happening=happening,
        day=min(day_of(m) for m in ordered),
        carrier=all(readings[m.id].carrier for m in ordered),
        told=frozenset((v, n.statement.act or "") for _, n in inside for v in n.voices),
        disputes=any(m.statement.act in {"deny", "challenge"} or n.statement.negated for m, n in inside),
        principals=frozenset(v for m in ordered for t in m.statement.on_behalf_of if (v := ids.get((m.article.id, t)))),
        ranks={m.article.id: readings[m.id].rank for m in reversed(ordered)},
    )


def is_name(word: str, said: Said) -> bool:
    """Whether the first word of a content begins one of the record's names."""
    return any(e.name.startswith(word) or any(a.startswith(word) for a in e.aliases) for e in said.record.entities if e.kind != "unnamed")


def read_claim(said: Said, nested: tuple[Said, ...], rank: int) -> Reading:
    """A reply keeps the words of what it replies to; of others, only what stands outside the statements nested in it is their own."""
    real = tuple(n for n in nested if not says_nothing(n, None))
    reply = said.statement.act in REPLYING or withdraws(said, real) or any(n.statement.negated or is_alleged(said, n) for n in real)
    own = own_words(said, real)
    carrier = bool(real) and not reply and sum(s not in TIMES for s in stems(own)) <= 2
    return Reading(real, said.words if reply or carrier else own, carrier, rank)


def withdraws(said: Said, nested: Sequence[Said]) -> bool:
    """“I said that nobody had touched the gate, and I was wrong”: own words told again to take them back."""
    return TAKEN_BACK.search(said.words) is not None and any(set(n.voices) & set(said.voices) for n in nested)


def is_hollow(said: Said, by_id: Mapping[str, Said]) -> bool:
    """It stands inside a denial or an accusation of having said it: "she denied | that he had blamed | the crew" reports no blame."""
    parent = by_id.get(said.statement.parent or "")
    return parent is not None and (parent.statement.act == "deny" and not parent.statement.negated or is_alleged(parent, said))


def find_blamed(said: Sequence[Said], utterances: Sequence[Utterance], ids: Mapping[tuple[str, str], str]) -> dict[str, frozenset[str]]:
    """For each statement of an utterance that is read as an accusation somewhere, whom it accuses: what stands in it as theirs is what they are accused of."""
    by_id = {s.id: s for s in said}
    found = {}
    for u in utterances:
        members = [by_id[i] for i in u.statements if i in by_id]
        accused = frozenset(v for m in members if m.statement.act == "accuse" for t in m.statement.targets if (v := ids.get((m.article.id, t))))
        found.update(dict.fromkeys(u.statements, accused))
    return found


def is_alleged(parent: Said, said: Said) -> bool:
    """What somebody is accused of having said or ordered."""
    return parent.statement.act == "accuse" and bool(said.statement.speakers) and set(said.statement.speakers) <= set(parent.statement.targets)


def says_nothing(said: Said, reading: Reading | None) -> bool:
    """A plain saying whose content is no clause and has hardly a word that is not a name."""
    words = reading.words if reading else said.words
    if said.statement.act not in {"assert", "think", "consult"} or said.statement.negated:
        return False
    if not stems(words) and not NUMBER.search(words):
        return True  # "and should have said so"
    if said.statement.quotes:
        return False
    told = sum(not w[:1].isupper() for w in split_words(words) if stems(w))
    return not FINITE.search(words) and not NUMBER.search(words) and (told <= 1 or (told <= 6 and NOMINAL.match(words) is not None))


def mentioned(said: Said, ids: Mapping[tuple[str, str], str]) -> list[str]:
    """The voices that the content names."""
    spans = said.statement.content
    return [
        v
        for e in said.record.entities
        if (v := ids.get((said.article.id, e.id))) and any(s.start <= m.start and m.end <= s.end for m in e.mentions for s in spans)
    ]


def own_words(said: Said, nested: Sequence[Said]) -> str:
    """The content's characters without those of the statements nested in it; its parts joined by a space."""
    gone = [x for n in nested for x in (*n.statement.source, *n.statement.cue, *n.statement.content)]
    return " ".join(blank(s.of(said.article.text), [Span(max(g.start - s.start, 0), max(g.end - s.start, 0)) for g in gone]) for s in said.statement.content)


def blank(words: str, spans: Sequence[Span]) -> str:
    """Words with some of their characters blanked."""
    for s in spans:
        words = words[: s.start] + " " * (min(s.end, len(words)) - s.start) + words[s.end :] if s.start < len(words) else words
    return words


def is_negative(words: str) -> bool:
    """Whether the leading clause has a negation (two make none)."""
    lead = words.lstrip("“\"‘' ").removeprefix("that ")
    found = MAIN.search(lead, 8)
    return len(NOT.findall(lead[: found.start()] if found else lead)) % 2 == 1


def leading_clause(words: str) -> str:
    """A content's clause up to what says about what, when or why, without what stands before it ("In a call on Monday, ...")."""
    lead = INTRODUCED.sub("", words.lstrip("“\"‘' "))
    lead = OPENING.sub("", lead, count=1) if OPENING.match(lead) else lead
    found = TAIL.search(lead, 8)
    return lead[: found.start()] if found else lead


def leave_standing(words: str) -> str:
    """Words without those that only say how the speaker stands to a claim, or negate it."""
    return " ".join(w for w in split_words(words) if w.casefold().replace("’", "'") not in STANDING)
