"""What is in mind while an article is read: who was mentioned, with a weight by place in the sentence, halved from sentence to sentence.

In: mentions as they come. Out: weights (after Lappin and Leass), and what the walk found so far. It decides nothing.
"""

from dataclasses import dataclass, field

from onrecord.resolve.who.cast import NAMESAKES, Cast, Draft
from onrecord.resolve.who.grammar import grammar
from onrecord.resolve.who.phrase import Descriptor, Text
from onrecord.resolve.who.words import BLOCK_TITLE, DETERMINERS, Words

# Weights; tuned on one half of a corpus, see eval/gum.py.
DECAY = 0.5
SUBJECT, SPEAKER, OBJECT, OBLIQUE, OWNER = 100.0, 120.0, 60.0, 45.0, 45.0
QUOTED = 0.5  # mentions inside quotation marks count less outside them
TITLED = 0.6  # mentions in headlines and brackets
IN_MIND = 24  # drafts that are kept in mind
CARRY = 0.7
WEIGHTS = {"subject": SUBJECT, "speaker": SPEAKER, "object": OBJECT, "oblique": OBLIQUE, "owner": OWNER}


@dataclass(slots=True)
class Mind:
    """How much a draft is in mind: its weight as of a sentence, and its latest mention."""

    draft: Draft
    weight: float
    sentence: int
    word: int
    subject: bool
    spoke: int = -1  # the sentence in which it last spoke


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression points to: one draft, or several of which none is singled out as one ("they" for a pair)."""

    drafts: tuple[Draft, ...]
    rivals: tuple[Draft, ...] = ()
    rule: str = ""
    sole: bool = True  # nobody else was near enough to be meant


NOTHING = Resolved((), (), "unresolved")


@dataclass(slots=True)
class Scene:
    """What is known at a place of the walk, and what it found so far: `pronouns` and `descriptors` by word number."""

    t: Text
    cast: Cast
    speakers: frozenset[int]  # first words of expressions that speak
    not_speaker: dict[int, int]  # word of a pronoun in somebody's quoted words -> first word of that somebody
    own_words: dict[int, int]  # the same for words reported without marks
    asked: frozenset[int] = frozenset()  # words whose pronoun must stand for somebody
    labels: dict[str, Draft] = field(default_factory=dict)  # bodies told by a name and a noun
    clients: dict[int, Draft] = field(default_factory=dict)  # by a lawyer's draft number
    spoke: set[int] = field(default_factory=set)  # drafts that have spoken
    firsts: dict[int, list[Descriptor]] = field(default_factory=dict)
    pending: list[tuple[Draft, int]] = field(default_factory=list)  # "a trader" who may be named later, with the word
    named: dict[int, Draft] = field(default_factory=dict)  # by draft number: under which name somebody is told of later
    twos: dict[int, Resolved] = field(default_factory=dict)
    mind: dict[int, Mind] = field(default_factory=dict)
    pairs: list[tuple[tuple[Draft, ...], int]] = field(default_factory=list)
    talk: tuple[Draft, ...] = ()
    talked: int = -1  # the sentence that told of the talk
    by_head: dict[str, list[Draft]] = field(default_factory=dict)
    pronouns: dict[int, Resolved] = field(default_factory=dict)
    descriptors: dict[int, Resolved] = field(default_factory=dict)
    heads: dict[int, Descriptor] = field(default_factory=dict)
    sentence: int = -1
    in_sentence: list[Draft] = field(default_factory=list)
    talking: bool = False
    seen: set[int] = field(default_factory=set)  # drafts mentioned so far
    introduced: set[int] = field(default_factory=set)  # drafts named so far in the running text

    def next_sentence(self, sentence: int) -> None:
        self.note_talk()
        self.sentence = sentence
        self.in_sentence = []
        self.talking = False

    def note_talk(self) -> None:
        """Keep the two people of a talk: the first two persons of a sentence that tells of one."""
        people = [d for d in dict.fromkeys(self.in_sentence) if d.kind == "person" and not d.many]
        if self.talking and len(people) >= 2:
            self.talk, self.talked = (people[0], people[1]), self.sentence

    def know(self, draft: Draft) -> None:
        for head in draft.heads:
            listed = self.by_head.setdefault(head, [])
            if draft not in listed:
                if len(listed) >= NAMESAKES:  # the latest ones count; named persons come first and stay
                    listed.remove(next((x for x in listed if not x.words), listed[0]))
                listed.append(draft)

    def touch(self, draft: Draft, first: int, last: int, *, factor: float = 1.0) -> None:
        """Bring a draft to mind by a mention."""
        w = self.t.words
        place = grammar(w, first, last)
        speaks = first in self.speakers and place != "owner" and not beside_the_point(w, first)
        weight = WEIGHTS["speaker" if speaks else place] * factor
        if w.quoted[first]:
            weight *= QUOTED
        if w.kinds[w.block[first]] in BLOCK_TITLE or (first and w.forms[first - 1] == "("):
            weight *= TITLED
        old = self.mind.get(draft.number)
        sentence = w.sentence[first]
        if old is None:
            if len(self.mind) >= IN_MIND:
                least = min(self.mind.values(), key=self.weight_now)
                del self.mind[least.draft.number]
            old = self.mind[draft.number] = Mind(draft, weight, sentence, first, place in ("subject", "speaker"))
        else:
            carried = self.weight_now(old) if old.sentence != sentence else old.weight
            old.weight = carried * CARRY + weight if old.sentence != sentence else max(carried, weight) + 0.2 * min(carried, weight)
            old.sentence, old.word, old.subject = sentence, first, place in ("subject", "speaker") or (old.sentence == sentence and old.subject)
        draft.last = first
        if speaks:
            old.spoke = sentence
            self.spoke.add(draft.number)
        self.seen.add(draft.number)
        self.in_sentence.append(draft)

    def weight_now(self, mind: Mind) -> float:
        distance: int = max(0, self.sentence - mind.sentence)
        return mind.weight * DECAY**distance

    def rank(self, draft: Draft) -> float:
        mind = self.mind.get(draft.number)
        return self.weight_now(mind) if mind is not None else draft.last / (len(self.t.words) + 1)

    def at_word(self, k: int) -> Draft | None:
        """The draft of a name or resolved pronoun at a word."""
        if k in self.t.at:
            return self.cast.of_name[self.t.at[k]]
        found = self.pronouns.get(k)
        return found.drafts[0] if found is not None and len(found.drafts) == 1 else None

    def person_at(self, k: int) -> Draft | None:
        """The person whose name covers a word."""
        draft = self.cast.of_name[self.t.at[k]] if k in self.t.at else None
        return draft if draft is not None and draft.kind == "person" else None


def beside_the_point(w: Words, first: int) -> bool:
    """Whether a speaker only stands behind "according to" within a sentence that tells of others."""
    at = first - 2 if first > 2 and w.lower[first - 1] in DETERMINERS else first - 1
    return at > 0 and w.lower[at] == "to" and w.lower[at - 1] == "according" and not w.opens[at - 1]
