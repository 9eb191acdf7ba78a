"""Whether two statements render one utterance: one speaker, one occasion, and words that agree.

In: two versions. Out: how strongly they agree and why, or nothing. It depends on these two alone. The thresholds were set on the practice disputes of
eval/gold/dossier.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.group.same.version import RUN, Version, contains, weigh_all

Who = Literal["speaker", "chain", "state", "surname", "copy", "open", "none"]

NEAR = 2  # days between two days of saying that may be one occasion
WINDOW = 30  # days between two texts that may print one utterance
SHARED = 11.0  # weight of shared content words that makes a paraphrase
CONTAINED = 0.76  # share of the shorter one's weight that stands in the other
COMMON = 0.5  # share of the weight of both that a copy has
RELATED = 0.5  # likeness that a paraphrase has
MUCH, DISTANT, ALIKE = 15.0, 0.36, 0.85  # much shared weight makes up for words round it that differ; a likeness that makes up for the rest
CLOSE = 0.76  # mean of containment, overlap and likeness that is a paraphrase even of few words
LEAST = 7.5  # weight below which two phrases share too little to be told from chance
HEAVY = 9.0  # weight of a run of quoted words that is nobody else's
LONG, LONG_HEAVY = 8, 16.0  # its length and weight where nothing is known of the speaker
AGAIN = 0.72  # the mean that a paraphrase needs where days lie between the texts and neither says when
STRICT = 1.25  # how much more must be shared where the speaker may be another of the same country or surname
SURE, SURE_SHARED = 0.85, 14.0  # mean and shared weight where the speaker is not named
SLIP = 2  # words in one place by which a misquoted passage may differ
AGREE, AGREE_ANY = 5, 12  # quoted words round it that must agree: of one speaker, of whomever

# Acts that are no two renderings of one another, unless quoted words say so.
ALONE = frozenset({"retract", "apologise", "decline", "consult"})
PLAIN = frozenset({"deny", "reject", "admit", "demand", "accuse", "challenge"})  # acts that with the same few words are the same saying
AGAINST = frozenset({frozenset({a, b}) for a in ("deny", "reject") for b in ("admit", "promise", "support", "accuse", "threaten", "demand", "propose")})
# Channels of one sort; a written statement may render any of them.
SORTS = {"news conference": "podium", "briefing": "podium", "speech": "podium", "phone call": "talks", "meeting": "talks", "written statement": None}


@dataclass(frozen=True, slots=True)
class Link:
    """Two versions of one utterance, `score` higher where it is surer; `who` and `words` say on what it rests."""

    score: float
    who: Who
    words: Literal["quoted", "paraphrase"]


def link(one: Version, other: Version) -> Link | None:
    """The link of two versions, None where they are two utterances (or the texts do not say)."""
    if one.text == other.text and nested(one, other):
        return None
    who = whose(one, other)
    run = quoted_run(one, other)
    quoted = run is not None and run[1] >= (LONG_HEAVY if who == "none" else HEAVY) and run[0] >= (LONG if who == "none" else RUN)
    if who != "none" and not quoted and (one.heavy or other.heavy):
        plain = who in ("speaker", "chain")  # then the other may give the quoted words without marks
        quoted = whole_fragment(one.heavy, (other.keys,) if plain else other.fragments) or whole_fragment(other.heavy, (one.keys,) if plain else one.fragments)
    agree = AGREE if who in ("speaker", "chain") else AGREE_ANY
    quoted = quoted or any(slipped(a, b, agree) for a in one.fragments for b in other.fragments)
    if not when(one, other, quoted=quoted) or taken_back(one, other):
        return None
    if quoted and not (who in ("none", "open") and clash(one, other)):
        return Link(2.0 + (run[1] / 100 if run else 0.0), who, "quoted")
    if who == "none" or clash(one, other) or (one.text == other.text and not (one.apart or other.apart)):
        return None
    return paraphrase(one, other, who)


def taken_back(one: Version, other: Version) -> bool:
    """Whether the one withdraws what the other says: it has the same words, and is another utterance."""
    first, last = sorted((one, other), key=lambda v: v.published or 0)
    return last.withdraws and not first.withdraws and last.text != first.text


def slipped(one: Sequence[str], other: Sequence[str], agree: int) -> bool:
    """Whether two passages are the same but for a slip: at most SLIP words in one place, with `agree` words round it, two in three of them all."""
    most = min(len(one), len(other))
    if most < agree or abs(len(one) - len(other)) > SLIP or one == other:
        return False
    start = next((i for i in range(most) if one[i] != other[i]), most)
    end = next((i for i in range(most - start) if one[-1 - i] != other[-1 - i]), most - start)
    return max(len(one), len(other)) - start - end <= SLIP and start + end >= max(agree, 2 * most / 3)


def nested(one: Version, other: Version) -> bool:
    """Whether one stands inside the other: the same words of the text are no second version."""
    return any(a.start < b.end and b.start < a.end for a in one.said.statement.content for b in other.said.statement.content)


def whose(one: Version, other: Version) -> Who:
    """Through what the words may be one speaker's."""
    if one.party.own & other.party.own:
        return "speaker"
    if one.party.own & other.party.chain or other.party.own & one.party.chain:
        return "chain"
    if one.party.states & other.party.states:
        return "state"
    if one.bare & other.surnames or other.bare & one.surnames:
        return "surname"
    if one.party.family == other.party.family and one.text != other.text:
        return "copy"
    if one.unnamed or other.unnamed or one.party.chain & other.party.chain:
        return "open"
    return "none"


def when(one: Version, other: Version, *, quoted: bool) -> bool:
    """Whether one saying may have been printed by both: the days overlap or are near; where a day is not stated, the texts' own days."""
    if one.party.family == other.party.family:
        return True
    apart = days_apart(one, other)
    if apart > WINDOW:
        return False
    if one.again != other.again and not (one.stated and other.stated):
        plain, again = (other, one) if one.again else (one, other)
        if (plain.published or 0) <= (again.published or 0):
            return False  # said before, and said again
    gap = distance(one, other)
    if one.stated and other.stated:
        return gap == 0 or (gap <= NEAR and quoted)
    if gap > (NEAR if quoted else 0):
        return False
    other_figure = bool(one.numbers) and bool(other.numbers) and one.numbers.isdisjoint(other.numbers)
    return not (other_figure and apart > 1)


def days_apart(one: Version, other: Version) -> int:
    """Days between the publication of two texts; 0 where one has no date."""
    return abs(one.published - other.published) if one.published is not None and other.published is not None else 0


def distance(one: Version, other: Version) -> int:
    """Days between two intervals; 0 where they overlap or are open."""
    gaps = [b.first - a.last for a, b in ((one, other), (other, one)) if b.first is not None and a.last is not None]
    return max(0, *gaps) if gaps else 0


def clash(one: Version, other: Version) -> bool:
    """Whether the acts or the occasions cannot be one."""
    a, b = one.said.statement, other.said.statement
    if a.act != b.act and a.act is not None and b.act is not None and (a.act in ALONE or b.act in ALONE or frozenset({a.act, b.act}) in AGAINST):
        return True
    sorts = SORTS.get(a.channel or "", a.channel), SORTS.get(b.channel or "", b.channel)
    return a.negated != b.negated or (None not in sorts and sorts[0] != sorts[1])


def paraphrase(one: Version, other: Version, who: Who) -> Link | None:
    """A link by content words and likeness of the whole."""
    light, heavy = (one, other) if one.weight <= other.weight else (other, one)
    if not light.weight:
        return None
    shared = sum(w for s, w in light.weights.items() if s in heavy.weights)
    contained, common = shared / light.weight, shared / (light.weight + heavy.weight - shared)
    if common == 1.0 and who == "speaker" and one.said.statement.act == other.said.statement.act in PLAIN and days_apart(one, other) <= NEAR:
        return Link(1.0, who, "paraphrase")
    if shared < LEAST and one.party.family != other.party.family:
        return None
    likeness = float(one.vector @ other.vector)
    mean = (contained + common + likeness) / 3
    if who == "copy":
        return Link(mean, who, "paraphrase") if common >= COMMON else None
    if one.party.family == other.party.family and contained == 1.0 and common >= 0.8:
        return Link(mean, who, "paraphrase")
    if who == "open":
        return Link(mean, who, "paraphrase") if mean >= SURE and shared >= SURE_SHARED else None
    if days_apart(one, other) > NEAR and not (one.stated and other.stated) and one.party.family != other.party.family and mean < AGAIN:
        return None
    strict = STRICT if who in ("state", "surname") else 1.0
    wide = shared >= SHARED * strict and contained >= CONTAINED and likeness >= RELATED
    telling = who in ("speaker", "chain") and shared >= MUCH and (likeness >= ALIKE or (contained >= CONTAINED and likeness >= DISTANT))
    return Link(mean, who, "paraphrase") if wide or telling or (shared >= LEAST * strict and mean >= CLOSE) else None


def quoted_run(one: Version, other: Version) -> tuple[int, float] | None:
    """The run of words that both quote, of the longest in each two passages the heaviest: how many, and their weight."""
    if one.runs.keys().isdisjoint(other.runs):
        return None
    best: tuple[float, int] | None = None
    for fragment in one.fragments:
        longest: dict[int, tuple[int, int]] = {}  # by passage of the other: words, and where they end
        before: dict[tuple[int, int], int] = {}
        for end in range(RUN, len(fragment) + 1):
            here: dict[tuple[int, int], int] = {}
            for n, at in other.runs.get(fragment[end - RUN : end], ()):
                size = here[n, at] = before.get((n, at - 1), RUN - 1) + 1
                if n not in longest or size > longest[n][0]:
                    longest[n] = size, end
            before = here
        for size, end in longest.values():
            found = weigh_all(fragment[end - size : end]), size
            best = found if best is None else max(best, found)
    return (best[1], best[0]) if best else None


def whole_fragment(heavy: Sequence[Sequence[str]], passages: Sequence[Sequence[str]]) -> bool:
    """Whether a quoted fragment that tells by itself stands whole in a passage of the other."""
    return any(contains(passage, fragment) for fragment in heavy for passage in passages)
