"""What each statement of a story is about: the happening that its words name, else the likeliest by what stands around it.

In: a text's statements in order, its mentions, the story's happenings. Out: the happening of each statement. A statement that names nothing is judged by
several signs at once: what its sentence and its paragraph name, what the statement before it is about, what nearly the same statements are about, and
whether its words are those that go with a happening in all texts of the story (a naive Bayes profile, made twice). Their weights were set by their effect
on B-cubed F1 over four practice disputes, all four seen.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.group.event.find import Reading
from onrecord.group.event.link import liken
from onrecord.group.event.mention import TOKEN
from onrecord.group.meaning import FUNCTION, rarity, stem
from onrecord.group.texts import Said
from onrecord.types import Span, Statement

SMOOTH = 1.0  # sentences that every word is held to have stood in besides, parted as all are
TWINS = 0.6  # likeness of the words of statements that say nearly the same
SHARED = 2  # stems, at least
KEYS = 4  # rarest stems by which they are found
WINDOW = 16  # statements before that are compared under one stem
TIMES = 1  # that the profile is made again
FEW = 3  # words; so few refer to what was said before ("groundless", "the demand")

WEIGHTS = {
    "main": 1.3,  # it is the story's main happening
    "told": 0.8,  # the content names the main incident, which is often but the ground of what is said, or a count or frame
    "named": 4.0,  # the content names another happening
    "ground": -2.0,  # the content has it only as a setting or condition
    "sentence": 1.3,  # the sentence has it outside the content
    "paragraph": 0.7,  # the paragraph has it before the sentence
    "words": 0.8,  # the profile's score of the content's words
    "consult": 5.0,  # the statement is that people spoke to each other
    "source": 2.0,  # a letter speaks
    "twins": 3.0,  # the share of nearly the same statements
}
# To the statement that one stands in; to the one before, in its paragraph, by the same speaker ("beside") or not; in the paragraph before, likewise;
# to the headline.
TIES = {"parent": 2.0, "beside": 3.0, "before": 1.4, "on": 1.5, "earlier": 0.7, "lead": 2.0, "short": 0.8, "reply": 2.0}
REPLIES = frozenset({"deny", "reject", "challenge", "decline", "support", "criticise"})  # acts that answer what was just said


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """The words that go with each happening: in how many sentences, of those that name one happening, each stem stands with it."""

    share: Mapping[int, float]
    stems: Mapping[str, Mapping[int, float]]

    def score(self, words: Iterable[str], n: int) -> float:
        """How much likelier than by chance such words are to go with happening `n`, in natural logarithms."""
        logs = []
        for one in sorted(words):
            seen = self.stems.get(one)
            if seen:
                share = self.share.get(n, 0.0) + 0.01
                logs.append(math.log((seen.get(n, 0.0) + SMOOTH * share) / (sum(seen.values()) + SMOOTH) / share))
        return sum(logs) / math.sqrt(len(logs)) if logs else 0.0


def content_stems(words: str) -> frozenset[str]:
    return frozenset(stem(w) for w in TOKEN.findall(words) if w.casefold() not in FUNCTION)


def make_profile(units: Iterable[tuple[frozenset[str], Iterable[int]]]) -> Profile:
    """The profile from stretches of text, as stems, each with the happenings that it is about; the same stretch in several texts counts once."""
    seen: dict[frozenset[str], Counter[int]] = {}
    for words, ns in units:
        seen.setdefault(words, Counter()).update(ns)
    share: dict[int, float] = {}
    stems: dict[str, dict[int, float]] = {}
    for words, ns in seen.items():
        for n, c in sorted(ns.items()):
            part = c / sum(ns.values())
            share[n] = share.get(n, 0.0) + part
            for one in words:
                row = stems.setdefault(one, {})
                row[n] = row.get(n, 0.0) + part
    every = math.fsum(share.values()) or 1
    return Profile({n: c / every for n, c in share.items()}, stems)


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """A story's happenings by number: the main one, the kind of each, and that of each mention (by identity)."""

    main: int
    kinds: Mapping[int, str]
    of: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Clue:
    """What speaks for each happening of one statement; `tie` is the earlier statement that it goes on from and how."""

    words: frozenset[str]
    signs: Mapping[int, Mapping[str, float]]
    tie: tuple[int, tuple[str, ...]] | None


def assign(story: Sequence[Reading], spoken: Mapping[str, Sequence[Said]], outline: Outline) -> dict[str, int]:
    """All statements of a story with their happenings: judged by the words of the sentences that name one, then once more by those of all statements."""
    clues = {r.text: list(find_clues(r, spoken.get(r.text, ()), outline)) for r in story}
    named = [unit for r in story if spoken.get(r.text) for unit in name_sentences(r, spoken[r.text][0].article.text, outline)]
    profile = make_profile(named)
    about = {text: decode(found, profile, outline.main) for text, found in clues.items()}
    every = [c for found in clues.values() for c in found]
    twins = find_twins([c.words for c in every])
    for _ in range(TIMES):
        first = [n for found in about.values() for n in found]
        profile = make_profile([*named, *((c.words, (n,)) for c, n in zip(every, first, strict=True))])
        more = iter([Counter(first[j] for j in js) for js in twins])
        again = {text: [add_twins(c, next(more)) for c in found] for text, found in clues.items()}
        about = {text: decode(found, profile, outline.main) for text, found in again.items()}
    return {s.id: n for text, found in about.items() for s, n in zip(spoken.get(text, ()), found, strict=True)}


def add_twins(clue: Clue, twins: Mapping[int, int]) -> Clue:
    """A clue with the share of its twins that are about each happening, unless its own words name one."""
    every = sum(twins.values())
    if not every or any("named" in signs for signs in clue.signs.values()):
        return clue
    return replace(clue, signs={n: {**signs, "twins": twins.get(n, 0) / every} for n, signs in clue.signs.items()})


def find_twins(words: Sequence[frozenset[str]]) -> list[list[int]]:
    """For each statement those that say nearly the same, found by the rarest stems."""
    index: dict[str, list[int]] = {}
    twins: list[list[int]] = [[] for _ in words]
    for j, own in enumerate(words):
        near = {i for key in sorted(own, key=lambda s: (-rarity(s), s))[:KEYS] for i in index.setdefault(key, [])[-WINDOW:]}
        for i in sorted(near):
            if (words[i] == own or len(words[i] & own) >= SHARED) and liken(words[i], own) >= TWINS:
                twins[i].append(j)
                twins[j].append(i)
        for key in sorted(own, key=lambda s: (-rarity(s), s))[:KEYS]:
            index[key].append(j)
    return twins


def name_sentences(reading: Reading, text: str, outline: Outline) -> Iterable[tuple[frozenset[str], set[int]]]:
    """The sentences of a text that name happenings, as stems, with those."""
    inside: dict[Span, set[int]] = {}
    for f in reading.found:
        if id(f) in outline.of and not f.apart:
            inside.setdefault(f.sentence, set()).add(outline.of[id(f)])
    return [(content_stems(sentence.of(text)), ns) for sentence, ns in inside.items()]


def decode(clues: Sequence[Clue], profile: Profile, main: int) -> list[int]:
    """For each statement of a text the happening with the highest marginal probability (belief propagation; exact, since ties make a tree)."""
    up = [{n: weigh(signs) + WEIGHTS["words"] * profile.score(c.words, n) for n, signs in c.signs.items()} for c in clues]
    sent: list[dict[int, float]] = [{} for _ in clues]
    for i in reversed(range(len(clues))):
        if tie := clues[i].tie:
            sent[i] = pass_on(up[i], tie)
            for n, value in sent[i].items():
                up[tie[0]][n] += value
    about: list[int] = []
    whole: list[dict[int, float]] = []
    for c, own, back in zip(clues, up, sent, strict=True):
        if c.tie:
            rest = {n: value - back[n] for n, value in whole[c.tie[0]].items()}
            down = pass_on(rest, c.tie)
            own = {n: value + down[n] for n, value in own.items()}
        whole.append(own)
        about.append(max(sorted(own), key=lambda n: (own[n], n == main)))
    return about


def pass_on(scores: Mapping[int, float], tie: tuple[int, tuple[str, ...]]) -> dict[int, float]:
    """What one end of a tie tells the other: for each happening the log-odds summed over all of this end, the same one favoured by the tie."""
    top = max(scores.values())
    every = math.fsum(math.exp(value - top) for value in scores.values())
    bonus = math.expm1(sum(TIES[k] for k in tie[1]))
    return {n: math.log(every + bonus * math.exp(value - top)) for n, value in scores.items()}


def weigh(signs: Mapping[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in signs.items())


def find_clues(reading: Reading, said: Sequence[Said], outline: Outline) -> Iterable[Clue]:
    """For each statement of a text in turn what speaks for each happening."""
    if not said:
        return
    starts = [b.start for b in said[0].article.blocks]
    kept = [f for f in reading.found if id(f) in outline.of]
    places = {s.id: i for i, s in enumerate(said)}
    for i, s in enumerate(said):
        statement = s.statement
        low, high = min(c.start for c in statement.content), max(c.end for c in statement.content)
        block = bisect_right(starts, low)
        signs: dict[int, dict[str, float]] = {n: {} for n in outline.kinds}
        signs[outline.main]["main"] = 1.0
        named = {outline.of[id(f)]: f for f in reversed(reading.about.get(statement.id, ())) if id(f) in outline.of}
        for n, f in [*reversed(named.items())][:1]:
            weak = n == outline.main if f.kind.role in ("incident", "effect") else f.kind.role == "frame" or f.kind.name == "count"
            signs[n]["told" if weak else "named"] = 1.0
        words = content_stems(s.words)
        for f in kept:
            n = outline.of[id(f)]
            if any(c.start <= f.span.start < c.end for c in statement.content):
                if n not in named:
                    signs[n]["ground"] = 1.0
                    words -= content_stems(f.mention.words)
            elif any(c.start <= f.span.start < c.end for c in statement.source):
                signs[n]["source"] = 1.0
            elif f.sentence.start < high and low < f.sentence.end:
                signs[n]["sentence"] = 1.0
            elif f.span.start < low and bisect_right(starts, f.span.start) == block:
                signs[n]["paragraph"] = 1.0
        for row in signs.values():
            if "ground" in row:
                row.pop("paragraph", None)
        if statement.act == "consult":
            for n, kind in outline.kinds.items():
                if kind in ("talks", "meeting"):
                    signs[n]["consult"] = 1.0 if signs[n] else 0.5
                    signs[n].pop("ground", None)
        yield Clue(words, signs, tie(i, said, places, starts))


def tie(i: int, said: Sequence[Said], places: Mapping[str, int], starts: Sequence[int]) -> tuple[int, tuple[str, ...]] | None:
    """The earlier statement that one goes on from: its parent, else the one before it."""
    statement = said[i].statement
    j = places.get(statement.parent or "", i)
    if j < i:
        return j, ("parent",)
    if not i:
        return None
    before = said[i - 1].statement
    near = bisect_right(starts, content_start(before)) == bisect_right(starts, content_start(statement))
    same = bool(statement.speakers) and statement.speakers == before.speakers
    name = ("beside" if same else "before") if near else ("on" if same else "earlier")
    blocks = {b.start: b.kind for b in said[i].article.blocks}
    kind = blocks.get(starts[bisect_right(starts, content_start(before)) - 1])
    if kind in ("headline", "standfirst") and not near:
        name = "lead"
    more = (("short", len(TOKEN.findall(said[i].words)) <= FEW), ("reply", statement.act in REPLIES))
    return i - 1, (name, *(n for n, holds in more if holds))


def content_start(statement: Statement) -> int:
    return min(c.start for c in statement.content)
