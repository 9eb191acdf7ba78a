"""Which claims may be one point, and how strongly. A link depends on its two claims (and, for words that point back, their common text) alone.

Candidates come from an index of rare senses, happenings and paragraphs; in a crowd, each claim is compared with its WINDOW next neighbours in time only.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.group.memo import NONE, Memo
from onrecord.group.point.claim import ASKING, FINITE, Claim, Weights
from onrecord.group.texts import Said
from onrecord.types import Act

WINDOW = 48
NARROW = 16
KEYS = 6  # rarest senses of a claim's own words that index it two by two
AROUND = 10  # and of its context one by one
RARE = 3.0
WEAK = 0.06  # a link under which none is kept
SAME_SAYING = 0.9
# Logistic weights fitted on all pairs of claims of four practice disputes, then rounded; fitted on any three of them they rank the pairs of the fourth as well.
BIAS, LIKE, MET, CONTEXT = -4.2, 2.2, 2.7, 2.9
ABOUT, ANSWERS, COUNT, NEXT = 1.0, 0.5, 2.0, 0.8
INQUIRED = 0.5  # both are about an inquiry, in whatever words
ONE_HAPPENING, TWO_HAPPENINGS = 0.8, -1.0  # the first for each unit of information: what nearly all is about tells little
STEP = 0.25  # to which that is rounded, so that one report more seldom changes it
OTHER_LEVEL = -3.0  # one is about what was said, the other about what was done; by hand
PARAGRAPH = -1.4  # against MET and CONTEXT, which are near 1 each in one paragraph
TELLING = frozenset({"accuse", "deny", "challenge", "demand", "admit", "decline", "threaten", "promise", "criticise", "retract"})
CLAIMED: frozenset[Act | None] = frozenset({"accuse", "assert", "criticise", "warn", "think", "threaten", "demand", "propose"})
REPLIES: frozenset[Act] = frozenset({"deny", "challenge", "reject", "decline", "admit", "apologise", "retract"})
SPARE: frozenset[Act] = frozenset({"accuse", "demand", "deny", "reject", "decline", "support"})  # acts that say something even of one thing: "the inquiry"
FLAT: frozenset[Act] = frozenset({"deny", "challenge", "decline", "reject"})


def link_claims(claims: Sequence[Claim], memo: Memo = NONE) -> dict[tuple[int, int], float]:
    """The strength of each pair of claims that are alike: by their places in `claims`, the smaller first; 0 to 1."""
    pairs = find_candidates(claims)
    if not len(pairs):
        return {}
    table = np.stack([c.vector for c in claims])
    told = inform(claims)
    links: dict[tuple[int, int], float] = {}
    for at in range(0, len(pairs), 100_000):
        part = pairs[at : at + 100_000]
        near = np.einsum("ij,ij->i", table[part[:, 0]], table[part[:, 1]])
        for k, (i, j) in enumerate(part.tolist()):
            if same_saying(claims[i], claims[j]):
                links[i, j] = SAME_SAYING
            elif not claims[i].carrier and not claims[j].carrier:
                odds = memo.get("tie", (claims[i], claims[j]), partial(weigh, claims[i], claims[j], float(near[k])))
                one, other = claims[i].happening, claims[j].happening
                if one and other:
                    odds += told[one] if one == other else TWO_HAPPENINGS
                value = 1 / (1 + math.exp(-odds))
                if value >= WEAK:
                    links[i, j] = value
    return links


def find_candidates(claims: Sequence[Claim]) -> NDArray[np.int64]:
    """Pairs of places [pairs, 2] to look at: claims that share two of their rarest senses, a happening, a paragraph or what they report as said, and of those
    whose contexts share one the nearest in time."""
    near: dict[tuple[str, ...], list[int]] = {}
    wide: dict[tuple[str, ...], list[int]] = {}
    for i, claim in enumerate(claims):
        for told in sorted((v, a) for v, a in claim.told | own_saying(claim) if a in TELLING):
            wide.setdefault(("told", *told), []).append(i)
        if claim.points_back or claim.carrier or (len(claim.stems) < 2 and not claim.acts & SPARE and not FINITE.search(claim.main.words)):
            continue
        if claim.happening:
            wide.setdefault(("happening", claim.happening), []).append(i)
        for text, paragraph in sorted(claim.paragraphs):
            wide.setdefault(("paragraph", text, str(paragraph)), []).append(i)
        if claim.of_inquiry:
            wide.setdefault(("inquiry",), []).append(i)
        for sense in rarest(claim.around, AROUND):
            near.setdefault((sense,), []).append(i)
        for couple in combinations(sorted(rarest(claim.own, KEYS)), 2):
            wide.setdefault(couple, []).append(i)
    count = len(claims)
    found = {
        i * count + j
        for postings, window in ((wide, WINDOW), (near, NARROW))
        for p in postings.values()
        for at, i in enumerate(p)
        for j in p[at + 1 : at + 1 + window]
    }
    codes = np.fromiter(sorted(found), np.int64, len(found))
    return np.stack(np.divmod(codes, max(1, count)), axis=1)


def rarest(weights: Weights, count: int) -> list[str]:
    return sorted((s for s, w in weights.items() if w >= RARE), key=lambda s: (-weights[s], s))[:count]


def weigh(one: Claim, other: Claim, near: float) -> float:
    """The log-odds that two claims are one point, by what they share but for their happenings. `near`: likeness of their words."""
    total = BIAS + LIKE * near + MET * (met(one, other) + met(other, one)) / 2
    total += CONTEXT * max(cosine(a, b) for a in one.contexts for b in other.contexts)
    if one.about & other.about:
        total += ABOUT
    if one.of_words != other.of_words:
        total += OTHER_LEVEL
    if one.of_inquiry and other.of_inquiry:
        total += INQUIRED
    if answers(one, other) or answers(other, one):
        total += ANSWERS
    if counts_alike(one, other):
        total += COUNT
    if one.paragraphs & other.paragraphs:
        total += PARAGRAPH
    elif distance(one, other) == 1:
        total += NEXT
    return total


def inform(claims: Sequence[Claim]) -> dict[str, float]:
    """For each happening how much it tells of a claim that it is about this one: minus the logarithm of its share of the claims of its story."""
    stories: dict[str, str] = {}  # happenings told in one text are of one story
    by_text: dict[str, str] = {}

    def find(happening: str) -> str:
        while stories.setdefault(happening, happening) != happening:
            happening = stories[happening]
        return happening

    count: Counter[str] = Counter()
    for c in claims:
        if c.happening:
            count[c.happening] += 1
            for text in c.ranks:
                one, other = sorted((find(c.happening), find(by_text.setdefault(text, c.happening))))
                stories[other] = one
    total: Counter[str] = Counter()
    for happening, n in count.items():
        total[find(happening)] += n
    return {h: ONE_HAPPENING * STEP * round(math.log(total[find(h)] / n) / STEP) for h, n in count.items()}


def met(one: Claim, other: Claim) -> float:
    """How much of the weight of a claim's own words stands in the other's context."""
    around = other.around
    return sum([w for s, w in one.own.items() if s in around]) / one.weight if one.weight else 0.0


def cosine(one: tuple[Weights, float], other: tuple[Weights, float]) -> float:
    (a, x), (b, y) = one, other
    return sum([w * b[s] for s, w in a.items() if s in b]) / (x * y) if x and y else 0.0


def counts_alike(one: Claim, other: Claim) -> bool:
    """Both give a number of the same thing, or of people; or the same number where one does not say of what: "the figure of nineteen"."""
    return any(a.noun == b.noun or (a.of_people and b.of_people) if a.noun and b.noun else a.value == b.value for a in one.numbers for b in other.numbers)


def distance(one: Claim, other: Claim) -> int | None:
    """How many statements on the one stands from the other in a common text; None where there is none."""
    gaps = [abs(one.ranks[t] - other.ranks[t]) for t in one.ranks.keys() & other.ranks.keys()]
    return min(gaps) if gaps else None


def same_saying(one: Claim, other: Claim) -> bool:
    """Both are about the same act of one voice, about somebody in common, and one of them reports or disputes it."""
    if (
        one.of_words != other.of_words
        or not (one.told or other.told)
        or not (one.carrier or one.disputes or other.carrier or other.disputes)
        or not one.about & other.about
    ):
        return False
    return bool((one.told or own_saying(one)) & (other.told or own_saying(other)))


def own_saying(claim: Claim) -> frozenset[tuple[str, str]]:
    return frozenset((v, m.statement.act or "") for m in claim.members for v in m.voices)


def answers(reply: Claim, charge: Claim) -> bool:
    """A flat reply for one whom the charge accuses, not before it."""
    return bool(reply.acts & FLAT) and "accuse" in charge.acts and reply.day >= charge.day and not charge.targets.isdisjoint(reply.sides)


def find_referents(claims: Sequence[Claim], said: Sequence[Said]) -> dict[int, int]:
    """For each claim that only points back, the claim it is about: in its own text the nearest earlier one that it can be about."""
    place = {m.id: i for i, c in enumerate(claims) for m in c.members}
    texts: dict[str, list[Said]] = {}
    for s in said:
        if s.id in place:
            texts.setdefault(s.article.id, []).append(s)
    for inside in texts.values():
        inside.sort(key=lambda s: (s.statement.content[0].start, s.id))
    found: dict[int, int] = {}
    for i, claim in enumerate(claims):
        if claim.names_only:
            after = [place[own.id] for m in claim.members if (own := next_own(m, texts[m.article.id])) is not None]
            found |= {i: max(sorted(set(after)), key=after.count)} if after else {}
            continue
        if not claim.points_back or not (claim.acts & REPLIES or claim.is_thin):
            continue
        options = [r for m in claim.members if (r := referent(m, texts[m.article.id], place, claims, i)) is not None]
        if options:
            found[i] = max(sorted(set(options)), key=options.count)
    return found


def next_own(said: Said, inside: Sequence[Said]) -> Said | None:
    """The next statement of a text where it is the same speaker's."""
    after = next((s for s in inside if s.statement.content[0].start > said.statement.content[0].start), None)
    return after if after is not None and set(after.voices) & set(said.voices) else None


def referent(said: Said, inside: Sequence[Said], place: Mapping[str, int], claims: Sequence[Claim], own: int) -> int | None:
    """What "the claim", "it" or "this" in a reply stands for: what is nested in it, whom it names, what accuses the speaker; then the nearest before.

    "The demand" stands for a demand only; who takes something back or apologises means words of their own.
    A thin headline stands for the first statement below it that is read as the same act.
    """
    if claims[own].is_thin:
        body = (place[s.id] for s in inside if s.statement.act == said.statement.act and not claims[place[s.id]].points_back)
        return next(body, None)
    start = said.statement.content[0].start
    asked = ASKING.search(said.words) is not None
    best: tuple[int, int] | None = None
    chosen: int | None = None
    for s in inside:
        at = place[s.id]
        claim = claims[at]
        nested = s.statement.parent == said.id
        if at == own or claim.points_back or claim.carrier or (s.statement.content[0].start >= start and not nested):
            continue
        same = bool(set(s.voices) & set(said.voices))
        if not nested and (same != claims[own].goes_on or (not same and s.statement.act not in CLAIMED)):
            continue
        if asked and s.statement.act not in {"demand", "propose", "promise"}:
            continue
        meant = not claims[own].about.isdisjoint(s.voices)
        aimed = not claim.targets.isdisjoint({*said.voices, *claims[own].principals})
        rank = (8 if nested else 0) + (4 if meant else 0) + (2 if aimed and s.statement.act == "accuse" else 1 if aimed or s.statement.act == "accuse" else 0)
        if best is None or (rank, s.statement.content[0].start) >= best:
            best, chosen = (rank, s.statement.content[0].start), at
    return chosen


def find_hosts(claims: Sequence[Claim], sizes: Sequence[int]) -> dict[int, int]:
    """For each claim that stands alone in its group, the claim of another group next to it in a paragraph: what follows a reply in quotation marks goes on with
    it, whatever its words. Its own speaker's claims come first. `sizes` are those of the claims' groups."""
    inside: dict[tuple[str, int], list[int]] = {}
    for i, claim in enumerate(claims):
        if not claim.carrier:
            for paragraph in claim.paragraphs:
                inside.setdefault(paragraph, []).append(i)
    found = {}
    for i, claim in enumerate(claims):
        near = {j for p in claim.paragraphs for j in inside.get(p, ()) if sizes[j] > 1} if sizes[i] == 1 else set()
        if near:
            found[i] = min(near, key=lambda j: (not set(claim.voices) & set(claims[j].voices), distance(claim, claims[j]) or 0, j))
    return found
