"""Who a pronoun or a descriptor points to: one walk through the article in reading order.

In: the words, the names with their drafts, descriptors. Out: for each pronoun and descriptor its drafts and rivals. What was mentioned stays in mind
with a weight by its place in the sentence, halved from sentence to sentence (after Lappin and Leass); constraints of gender, number and clause come
first. It never looks at what is said, only at words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.resolve.where import Seat, country_of, look_up
from onrecord.resolve.who.cast import NAMESAKES, Cast, Draft, clash, seat_key
from onrecord.resolve.who.grammar import clause_between, closes, grammar, is_object, pleonastic
from onrecord.resolve.who.names import Name
from onrecord.resolve.who.phrase import SPOKES, Descriptor, Text, body_of
from onrecord.resolve.who.words import (
    ADVERBS,
    AUXILIARIES,
    BLOCK_TITLE,
    CLAUSE,
    DETERMINERS,
    FIRST,
    HE,
    IT,
    REFLEXIVE,
    SAYING,
    SECOND,
    SHE,
    SUBJECT_FORM,
    THEY,
    THIRD,
    fold,
)
from onrecord.types import EntityKind

# Weights; tuned on one half of a corpus, see eval/gum.py.
DECAY = 0.5
SUBJECT, SPEAKER, OBJECT, OBLIQUE, OWNER = 100.0, 120.0, 60.0, 45.0, 45.0
PARALLEL = 1.2  # a subject pronoun likes what was subject
QUOTED = 0.5  # mentions inside quotation marks count less outside them
TITLED = 0.6  # mentions in headlines and brackets
UNSURE_GENDER = 0.55
UNSURE_LAST = 0.8  # the same where the pronoun speaks and the subject of the sentence before it is meant
UNSURE_KIND = 0.45
UNNAMED = 0.75
AGAINST_NAME = 0.15  # a pronoun of the other gender than the given name's
SAME_QUOTATION = 2.0
TELLER = 1.6  # the subject of the verb of saying before it, for "told Lund he"
ONE_AS_THEY = 0.6  # an organisation as "they"
CLOSE = 0.5  # a candidate with this share of the best one's weight is a rival
IN_MIND = 24  # drafts that are kept in mind
FORGET = 2.0  # weight below which a draft is out of mind for a pronoun that has others
TALKING = frozenset(
    "conversation call telephone phone phoned meeting met talks talked summit spoke discussed negotiations tells told briefing exchange dinner letter".split()
)
LEADERS = frozenset({"president", "minister", "premier", "chancellor", "king", "queen", "leader", "emir", "prince", "sultan", "secretary", "chair"})
SYNONYMS = {
    "leader": LEADERS | {"chairman", "chairwoman", "governor", "mayor", "general", "pope", "ayatollah"},
    "premier": frozenset({"minister"}),
    "lawmaker": frozenset({"senator", "mp", "representative", "congressman", "congresswoman", "mep", "legislator"}),
    "legislator": frozenset({"senator", "mp", "representative", "congressman", "congresswoman", "lawmaker"}),
    "politician": frozenset({"senator", "mp", "representative", "minister", "councillor", "mayor", "leader", "president", "candidate", "lawmaker"}),
    "chief": frozenset({"director", "commissioner", "head", "ceo", "president", "superintendent"}),
    "boss": frozenset({"director", "head", "ceo", "chief", "manager", "chair", "chairman"}),
    "head": frozenset({"director", "chief", "chair", "president"}),
    "executive": frozenset({"ceo", "director", "chief"}),
    "lawyer": frozenset({"attorney", "barrister", "solicitor", "counsel"}),
    "attorney": frozenset({"lawyer", "counsel"}),
    "pontiff": frozenset({"pope"}),
    "chair": frozenset({"chairman", "chairwoman", "chairperson"}),
    "cleric": frozenset({"imam", "bishop", "archbishop", "ayatollah", "rabbi", "priest"}),
    "soldier": frozenset({"sergeant", "lieutenant", "captain", "colonel"}),
    "officer": frozenset({"sergeant", "lieutenant", "captain", "colonel", "constable", "inspector"}),
    "diplomat": frozenset({"ambassador", "envoy", "consul"}),
    "envoy": frozenset({"ambassador"}),
    "judge": frozenset({"justice", "magistrate"}),
    "monarch": frozenset({"king", "queen"}),
    "councillor": frozenset({"cllr"}),
}  # fmt: skip
BEING = frozenset({"is", "was", "became", "remains", "am", "are", "were", "’s", "'s"})
ANYBODY = frozenset({"man", "woman", "boy", "girl", "gentleman", "lady", "teenager", "youngster", "guy"})
TOPICAL = frozenset(
    "businessman businesswoman nominee candidate veteran politician billionaire millionaire star singer actor actress player striker midfielder"
    " goalkeeper author native tycoon mogul novelist poet musician athlete champion swimmer runner boxer golfer incumbent frontrunner challenger"
    " contender teenager pensioner republican democrat".split()
)
ADDRESSEES = frozenset({"reporter", "journalist", "correspondent"})
SOURCES = frozenset(  # who may well come without a name of their own after somebody else was named
    "official source witness spokesman spokeswoman spokesperson lawyer attorney officer judge prosecutor reporter interviewer victim suspect defendant"
    " driver guard doctor passenger attacker gunman speaker member person child caller neighbour neighbor colleague friend expert".split()
)
LOOSE = frozenset(
    "late new current former outgoing incoming embattled powerful longtime veteran then acting young old ex retired own same late first last only next alleged"
    " accused convicted popular controversial then-".split()
)


@dataclass(slots=True)
class Mind:
    """How much a draft is in mind: its weight as of a sentence, and its latest mention."""

    draft: Draft
    weight: float
    sentence: int
    word: int
    subject: bool


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an expression points to: one draft, or several of which none is singled out as one ("they" for a pair)."""

    drafts: tuple[Draft, ...]
    rivals: tuple[Draft, ...] = ()
    rule: str = ""


NOTHING = Resolved((), (), "unresolved")


@dataclass(slots=True)
class Walk:
    """The state of the walk and what it found: `pronouns` and `descriptors` by word number."""

    t: Text
    cast: Cast
    speakers: frozenset[int]  # first words of expressions that speak
    not_speaker: dict[int, int]  # word of a pronoun in somebody's quoted words -> first word of that somebody
    own_words: dict[int, int]  # the same for words reported without marks
    asked: frozenset[int] = frozenset()  # words whose pronoun must stand for somebody
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

    # ---- the walk itself

    def run(self, found: Sequence[Descriptor]) -> None:
        """Read the article from first to last word."""
        w = self.t.words
        self.heads = {d.head: d for d in found}
        firsts: dict[int, list[Descriptor]] = {}
        for d in found:
            firsts.setdefault(d.first, []).append(d)
        for draft in self.cast.drafts:
            self.know(draft)
        for k in range(len(w)):
            if w.sentence[k] != self.sentence:
                self.next_sentence(w.sentence[k])
            low = w.lower[k]
            if low in TALKING:
                self.talking = True
            name = self.t.name_from(k)
            if name is not None:
                self.see_name(name)
            for d in firsts.get(k, ()):
                if d.head not in self.descriptors:
                    self.see_descriptor(d)
            if k in self.asked and low in ("both", "the", "they", "neither", "either"):
                self.twos[k] = self.both(k, " ".join(w.lower[k : k + 3]))
            if low in THIRD and k not in self.t.at:
                self.see_pronoun(k)
            elif low == "who" and k:
                self.see_relative(k)

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
        weight = WEIGHTS["speaker" if first in self.speakers and place != "owner" else place] * factor
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
            self.mind[draft.number] = Mind(draft, weight, sentence, first, place in ("subject", "speaker"))
        else:
            carried = self.weight_now(old) if old.sentence != sentence else old.weight
            old.weight = carried * CARRY + weight if old.sentence != sentence else max(carried, weight) + 0.2 * min(carried, weight)
            old.sentence, old.word, old.subject = sentence, first, place in ("subject", "speaker") or (old.sentence == sentence and old.subject)
        draft.last = first
        self.seen.add(draft.number)
        self.in_sentence.append(draft)

    def weight_now(self, mind: Mind) -> float:
        distance: int = max(0, self.sentence - mind.sentence)
        return mind.weight * DECAY**distance

    # ---- names

    def see_name(self, name: Name) -> None:
        number = self.t.at[name.first]
        draft = self.cast.of_name[number]
        previous = self.in_sentence[-1] if self.in_sentence else None
        self.touch(draft, name.begin, name.last)
        w = self.t.words
        at = name.last
        if draft.kind == "person" and at + 2 < len(w) and w.forms[at] == "," and w.lower[at + 1].isdecimal() and w.forms[at + 2] in ",.":
            draft.age = draft.age or w.lower[at + 1]
        joined = name.first > 0 and w.lower[name.first - 1] in ("and", "&")
        if joined and previous is not None and previous is not draft and previous.kind == draft.kind == "person":
            draft.sure = previous.sure = draft.sure or previous.sure  # "Lund and Aas": one is a person, so is the other
            self.pairs.append(((previous, draft), self.sentence))

    def see_relative(self, k: int) -> None:
        """ "Lund, who had told": the one before it is a subject too."""
        w = self.t.words
        at = k - 2 if w.forms[k - 1] in ",(–—" and k > 1 else k - 1
        draft = self.at_word(at)
        if draft is None and at in self.descriptors and len(self.descriptors[at].drafts) == 1:
            draft = self.descriptors[at].drafts[0]
        mind = self.mind.get(draft.number) if draft is not None else None
        if mind is not None and mind.sentence == w.sentence[k]:
            mind.weight = max(mind.weight, SUBJECT * RELATIVE_SUBJECT)
            mind.word, mind.subject = k, True

    # ---- descriptors

    def see_descriptor(self, d: Descriptor) -> None:
        w = self.t.words
        self.descriptors[d.head] = NOTHING  # while it is being resolved
        resolved = self.resolve_descriptor(d)
        self.descriptors[d.head] = resolved
        if not resolved.drafts:
            return
        draft = resolved.drafts[0]
        self.know(draft)
        whole = d.end > d.last and draft.seat is not None and look_up(w.slice(d.first, d.end)) is not None
        span = w.span(d.first, d.end if whole else d.last)
        draft.add(span.start, span.end, "descriptor" if resolved.rule != "role" else "role", resolved.rule)
        previous = self.in_sentence[-1] if self.in_sentence else None
        joined = d.first > 0 and self.t.words.lower[d.first - 1] == "and" and previous is not None and previous is not draft
        if joined and previous is not None and previous.kind == "person" and draft.kind in ("person", "unnamed") and not (draft.many or previous.many):
            self.pairs.append(((previous, draft), self.sentence))
        if resolved.rule not in ("apposition", "predicate"):
            self.touch(draft, d.first, d.last, factor=1.0 if draft.kind != "document" else 0.5)

    def resolve_descriptor(self, d: Descriptor) -> Resolved:
        """Who a descriptor stands for; a new draft where nobody before fits."""
        apposed = self.apposed(d)
        if apposed is not None:
            return apposed
        if d.noun in SPOKES and (voiced := self.voiced(d)) is not None:
            return Resolved((voiced,), (), "spokesperson")
        if d.kind == "organisation" or (d.role is None and self.seat_of(d) is not None):
            return self.resolve_body(d)
        if d.definite and not d.partitive:
            known = self.known_by(d)
            if known.drafts:
                return known
        return Resolved((self.make(d),), (), "role" if d.role and d.role.holder and d.definite else "descriptor")

    def voiced(self, d: Descriptor) -> Draft | None:
        """The body that an unnamed spokesperson speaks for; it speaks itself."""
        w, t = self.t.words, self.t
        end = d.last
        while end < len(w) and end < d.last + 8 and w.sentence[end] == w.sentence[d.head] and w.forms[end][0].isalnum() and w.lower[end] not in SAYING:
            end += 1
        body = body_of(t, d, end)
        if body is None:
            return None
        draft = None
        for k in range(*body):
            if k in t.at:
                draft = self.cast.of_name[t.at[k]]
                break
            if k in self.heads and k != d.head and self.heads[k].noun not in SPOKES:
                if k not in self.descriptors:
                    self.see_descriptor(self.heads[k])
                draft = next(iter(self.descriptors[k].drafts), None)
                break
        if draft is None or draft.kind in ("unnamed", "document", "person"):
            return None
        draft.voice = d.gender or "?"
        draft.heads.add(d.noun)
        return draft

    def apposed(self, d: Descriptor) -> Resolved | None:
        """A descriptor beside a name, or behind "is": it tells what the named one is, and is nobody new."""
        if d.kind != "person" or d.plural:
            return None
        for rule, find in (("apposition", self.named_before), ("predicate", self.subject_of), ("apposition", self.named_after)):
            draft = find(d)
            if draft is not None:
                draft.add_role(role_words(self.t, d))
                return Resolved((draft,), (), rule)
        return NOTHING if self.of_first_person(d) else None

    def person_at(self, k: int) -> Draft | None:
        """The person whose name covers a word."""
        draft = self.cast.of_name[self.t.at[k]] if k in self.t.at else None
        return draft if draft is not None and draft.kind == "person" else None

    def named_before(self, d: Descriptor) -> Draft | None:
        """ "Ida Marr, | a port pilot |,", "Ida Marr, 58, | a port pilot |"."""
        w = self.t.words
        mark = d.first - 1
        if mark < 1 or w.sentence[mark] != w.sentence[d.first] or w.forms[mark] not in (",", "–", "—", "("):
            return None
        if mark >= 3 and w.lower[mark - 1].isdecimal() and w.forms[mark - 2] == ",":
            return self.person_at(mark - 3)
        joined = d.last < len(w) and w.lower[d.last] == "and"
        return None if w.possessive[mark - 1] or joined or not closes(w, d.last) else self.person_at(mark - 1)

    def subject_of(self, d: Descriptor) -> Draft | None:
        """ "Ida Marr is | a port pilot |", "she was | a pilot |"."""
        w = self.t.words
        verb = d.first - 1
        while verb > 0 and w.lower[verb] in ADVERBS:
            verb -= 1
        if d.definite or verb < 1 or w.lower[verb] not in BEING or w.sentence[verb - 1] != w.sentence[d.first]:
            return None
        found = self.pronouns.get(verb - 1)
        return found.drafts[0] if found is not None and found.drafts else self.person_at(verb - 1)

    def of_first_person(self, d: Descriptor) -> bool:
        """Whether somebody says it of himself or to somebody: "I'm | a pilot |"."""
        w = self.t.words
        k = d.first - 2 if w.lower[d.first - 1] in BEING else d.first - 1
        return k >= 0 and not d.definite and w.lower[k] in FIRST | SECOND and w.sentence[k] == w.sentence[d.first]

    def named_after(self, d: Descriptor) -> Draft | None:
        """ "the mayor of Karsk, | Ida Lund |,", "the mayor | Ida Lund |"."""
        w = self.t.words
        after = d.last
        if d.definite and self.t.name_from(after) is not None and (draft := self.person_at(after)) is not None:
            return draft
        if after < len(w) and w.lower[after] in ("of", "for", "in", "at"):
            stop = after + 1
            while stop < len(w) and stop < after + 8 and w.sentence[stop] == w.sentence[d.head] and w.forms[stop][0].isalnum() and w.lower[stop] not in SAYING:
                stop += 1
            after = stop
        if after + 1 >= len(w) or w.forms[after] not in (",", "–", "—") or w.sentence[after] != w.sentence[d.first]:
            return None
        name = self.t.name_from(after + 1)
        return self.person_at(after + 1) if name is not None and closes(w, name.last) else None

    def known_by(self, d: Descriptor) -> Resolved:
        """The one known before whom a definite descriptor fits: by role, by the same noun, or anybody of that gender."""
        w = self.t.words
        nouns = {d.noun} | SYNONYMS.get(d.noun, frozenset())
        country = self.country_in(d)
        fitting = [x for noun in sorted(nouns) for x in self.by_head.get(noun, ()) if self.fits(d, x, country)]
        fitting = list(dict.fromkeys(fitting))
        if fitting:
            named = [x for x in fitting if x.kind == "person" and x.words]
            before = [x for x in fitting if x.number in self.seen]
            earlier = [x for x in before if x.words and x.kind == "person"] or before or (named if len(named) == 1 else [])
            if earlier:
                best = max(earlier, key=self.rank)
                closest = [x for x in earlier if x is not best and self.rank(x) >= CLOSE * self.rank(best) and x.words]
                return Resolved((best,), tuple(closest), "role" if best.words else "descriptor")
        age = d.age or (w.lower[d.head].split("-")[0] if w.lower[d.head].endswith("-year-old") else None)
        if age is not None:
            aged = [m.draft for m in self.mind.values() if m.draft.age == age]
            if aged:
                return Resolved((aged[0],), (), "age")
        if not d.plural and (d.noun in ANYBODY or age is not None) and d.owner < 0 and not (d.modifiers - LOOSE):
            people = [
                (self.weight_now(m), m.draft)
                for m in self.mind.values()
                if m.draft.kind in ("person", "unnamed") and not m.draft.many and not clash(m.draft.gender, d.gender)
            ]
            if people:
                best_pair = max(people, key=_first)
                return Resolved((best_pair[1],), tuple(x for s, x in people if x is not best_pair[1] and s >= CLOSE * best_pair[0]), "descriptor")
        topical = d.kind == "person" and (d.noun in TOPICAL or not (d.role and d.role.holder or d.noun in SOURCES))
        if not d.plural and topical and d.owner < 0 and self.t.words.lower[d.first] == "the":
            people = [
                (self.weight_now(m), m.draft) for m in self.mind.values()
                if m.draft.kind == "person" and m.draft.words and m.subject and self.sentence - m.sentence <= 1 and not clash(m.draft.gender, d.gender)
                and not (country and m.draft.country and m.draft.country != country) and (d.noun in TOPICAL or not m.draft.roles)
            ]  # fmt: skip
            if len(people) == 1:
                return Resolved((people[0][1],), (), "descriptor")
        return NOTHING

    def rank(self, draft: Draft) -> float:
        mind = self.mind.get(draft.number)
        return self.weight_now(mind) if mind is not None else draft.last / (len(self.t.words) + 1)

    def country_in(self, d: Descriptor) -> str | None:
        w = self.t.words
        for k in range(d.first, d.head):
            if w.capital[k] and (country := country_of(w.forms[k])):
                return country
        if d.last + 1 < len(w) and w.lower[d.last] == "of" and (d.last + 1) in self.t.at:
            return country_of(self.t.names[self.t.at[d.last + 1]].text)
        return None

    def fits(self, d: Descriptor, draft: Draft, country: str | None) -> bool:
        """Whether a draft that has the noun among its roles can be meant: number, gender, country and the other words of the descriptor."""
        if draft.many != d.plural or clash(draft.gender, d.gender):
            return False
        if country and draft.country and country != draft.country:
            return False
        owner = self.owner_of(d)
        if owner is not None and draft.owner is not None and owner is not draft.owner:
            return False
        if owner is not None and draft.words and not (owner.country and owner.country == draft.country):
            told_of = {word for role in draft.roles for word in words_of(role)}
            owned = words_of(owner.name) | {fold(h) for h in owner.heads}
            if not owned & told_of and draft.owner is None and any(role_has_owner(role) for role in draft.roles):
                return False
        own = [r for role in draft.roles if d.noun in (r := words_of(role))] if draft.words else [draft.modifiers]
        if not d.modifiers & DEPUTY and own and all(r & DEPUTY for r in own):
            return False  # a deputy mayor is not "the mayor"
        asked = {m for m in d.modifiers if not m.endswith("old")} - LOOSE
        if country:
            asked = {m for m in asked if country_of(m.capitalize()) != country}
        if draft.words and draft.kind == "person":
            told = {word for role in draft.roles for word in words_of(role)}
            if d.noun == "minister" and not asked and "prime" in told and not any("minister" in r.lower() and "prime" not in r.lower() for r in draft.roles):
                return False  # a prime minister is not "the minister"
            return asked <= told
        return asked <= draft.modifiers or draft.modifiers <= asked or not asked

    def resolve_body(self, d: Descriptor) -> Resolved:
        """ "the foreign ministry", "the company", "a court": a seat of power, a body known before, or a new one."""
        w = self.t.words
        seat = self.seat_of(d)
        bare = d.definite and not d.modifiers and d.owner < 0 and not d.plural
        if bare and (known_before := self.known_body(d)) is not None:
            return Resolved((known_before,), (), "descriptor")
        if seat is not None:
            draft = self.cast.seats.get(seat_key(seat))
            if draft is None:
                draft = self.cast.seats[seat_key(seat)] = self.cast.add(Draft(seat.kind, seat.name, seat=seat, rule=seat.rule, country=seat.country))
            draft.heads |= {d.noun}
            draft.aliases.setdefault(strip_article(w.slice(d.first, d.last)))
            return Resolved((draft,), (), seat.rule)
        if d.plural:
            return Resolved((self.make(d),), (), "descriptor")
        if d.definite and not d.partitive and (best := self.known_body(d)) is not None:
            return Resolved((best,), (), "descriptor")
        return Resolved((self.make(d),), (), "descriptor")

    def seat_of(self, d: Descriptor) -> Seat | None:
        """The seat of power that a descriptor names, with what follows where that is known: "the presidency in Karsk"."""
        w = self.t.words
        return (look_up(w.slice(d.first, d.end)) if d.end > d.last else None) or look_up(w.slice(d.first, d.last))

    def known_body(self, d: Descriptor) -> Draft | None:
        """The body known before that "the company" or "the ministry" takes up."""
        nouns = [d.noun, *(COMPANIES if d.noun in ("company", "firm", "business") else ())]
        known = [x for noun in nouns for x in self.by_head.get(noun, ()) if x.kind in ("organisation", "office", "government") and not x.many]
        asked = (d.modifiers - LOOSE) | self.owner_words(d)
        known = [x for x in known if asked <= words_of(x.name) | x.modifiers]
        earlier = [x for x in known if x.number in self.seen] or (known if len(known) == 1 and known[0].words else [])
        if not earlier and d.noun in ANY_BODY and d.owner < 0:
            near = [m.draft for m in self.mind.values() if m.draft.kind == "organisation" and m.draft.words and self.weight_now(m) > FORGET]
            earlier = near if len(near) == 1 else []
        if not earlier:
            return None
        best = max(earlier, key=_last)
        best.aliases.setdefault(strip_article(self.t.words.slice(d.first, d.last)))
        return best

    def owner_words(self, d: Descriptor) -> frozenset[str]:
        """The last word of the name that owns: "Lund's campaign"."""
        if d.owner < 0:
            return frozenset()
        if d.owner in self.t.at:
            return frozenset({fold(self.t.names[self.t.at[d.owner]].words[-1])})
        owner = self.owner_of(d)
        return frozenset({fold(owner.words[-1])}) if owner is not None and owner.words else frozenset()

    def owner_of(self, d: Descriptor) -> Draft | None:
        """Whose the one described is: the draft of the possessive name, noun or pronoun."""
        if d.owner < 0:
            return None
        if d.owner in self.t.at or d.owner in self.pronouns:
            return self.at_word(d.owner)
        if d.owner in self.heads and d.owner not in self.descriptors and d.owner != d.head:
            self.see_descriptor(self.heads[d.owner])
        found = self.descriptors.get(d.owner)
        return found.drafts[0] if found is not None and found.drafts else None

    def make(self, d: Descriptor) -> Draft:
        """A new draft for a descriptor."""
        kind = kind_of(d)
        draft = self.cast.add(Draft(kind, descriptor_name(self.t, d.first, d.last), gender=d.gender, many=d.plural or kind == "group", rule="descriptor"))
        draft.heads = {d.noun}
        draft.modifiers = frozenset(d.modifiers - LOOSE)
        draft.count = d.count if kind == "unnamed" else None
        draft.age = d.age
        draft.country = self.country_in(d)
        draft.owner = self.owner_of(d)
        return draft

    # ---- pronouns

    def see_pronoun(self, k: int) -> None:
        w = self.t.words
        low = w.lower[k]
        if low in IT and k not in self.asked and pleonastic(w, k):
            return
        resolved = self.resolve_pronoun(k)
        self.pronouns[k] = resolved
        for draft in resolved.drafts:
            if len(resolved.drafts) == 1:
                draft.add(w.starts[k], w.ends[k], "pronoun", resolved.rule)
                if draft.gender is None and draft.kind in ("person", "unnamed") and low in HE | SHE and not resolved.rivals:
                    draft.gender = "m" if low in HE else "f"
            self.touch(draft, k, k + 1, factor=PRONOUN)

    def resolve_pronoun(self, k: int) -> Resolved:
        w = self.t.words
        low = w.lower[k]
        subject = low in SUBJECT_FORM or grammar(w, k, k + 1) in ("subject", "speaker")
        if low in REFLEXIVE:
            same = [m for m in self.mind.values() if m.sentence == w.sentence[k] and m.subject and self.allowed(m.draft, low)]
            if same:
                return Resolved((max(same, key=_word).draft,), (), "reflexive")
        scored = self.candidates(k, low, subject)
        if low in THEY:
            pair = next((p for p, s in reversed(self.pairs[-3:]) if 0 <= self.sentence - s <= 1), None)
            if pair is not None and (self.pairs[-1][1] == self.sentence or not scored or scored[0][1].weight < SUBJECT):
                return Resolved(pair, (), "pronoun-pair")
        if not scored:
            ahead = self.cataphor(k, low)
            return Resolved((ahead,), (), "pronoun-ahead") if ahead is not None else NOTHING
        best, mind = scored[0]
        rivals = tuple(m.draft for s, m in scored[1:] if s >= CLOSE * best)
        return Resolved((mind.draft,), rivals, "pronoun-subject" if mind.subject else "pronoun")

    def candidates(self, k: int, low: str, subject: bool) -> list[tuple[float, Mind]]:
        w = self.t.words
        exclude = self.excluded(k, low)
        prefer = self.own_words.get(k, -1)
        teller = self.teller(k) if low in SUBJECT_FORM else None
        scored: list[tuple[float, Mind]] = []
        for mind in self.mind.values():
            draft = mind.draft
            if low in THEY and w.quoted[k] and draft.heads & ADDRESSEES:
                continue  # "told reporters: “They ..."
            if draft.number in exclude or not self.allowed(draft, low) or mind.word >= k:
                continue
            score = self.weight_now(mind)
            if subject and mind.subject:
                score *= PARALLEL
            if low in HE | SHE:
                wanted = "m" if low in HE else "f"
                if draft.gender is None and clash(draft.likely, wanted) and mind.sentence < self.sentence - 1:
                    continue
                if draft.gender is None:
                    going_on = k in self.speakers and mind.subject and mind.sentence >= self.sentence - 1
                    score *= (UNSURE_LAST if going_on else UNSURE_GENDER) if draft.likely is None else 1.0 if draft.likely == wanted else AGAINST_NAME
                if draft.kind != "person":
                    score *= UNNAMED
                elif not draft.sure:
                    score *= UNSURE_KIND
            if teller is mind:
                score *= TELLER
            if low in THEY and not draft.many:
                score *= ONE_AS_THEY
            if prefer >= 0 and mind.word == prefer:
                score *= 1.3
            if w.quoted[k] and w.quoted[mind.word] and mind.sentence >= w.sentence[k] - 2:
                score *= SAME_QUOTATION
            scored.append((score, mind))
        scored.sort(key=lambda pair: (-pair[0], -pair[1].word))
        if scored and scored[0][0] > FORGET:
            scored = [pair for pair in scored if pair[0] > FORGET]
        return scored

    def teller(self, k: int) -> Mind | None:
        """The subject of the last verb of saying before a pronoun in its sentence."""
        w = self.t.words
        said = next((x for x in range(k - 1, max(-1, k - 12), -1) if w.sentence[x] != w.sentence[k] or w.lower[x] in SAYING), -1)
        if said < 0 or w.sentence[said] != w.sentence[k]:
            return None
        subjects = [m for m in self.mind.values() if m.subject and m.sentence == w.sentence[k] and m.word < said]
        return max(subjects, key=_word, default=None)

    def excluded(self, k: int, low: str) -> set[int]:
        """Drafts that the clause rules out: the subject for an object pronoun, the speaker of quoted words."""
        w = self.t.words
        out: set[int] = set()
        if is_object(w, k):
            for m in self.mind.values():
                if m.sentence == w.sentence[k] and m.subject and not clause_between(w, m.word, k):
                    out.add(m.draft.number)
        speaker = self.not_speaker.get(k, -1)
        if speaker >= 0:
            draft = self.at_word(speaker)
            if draft is not None:
                out.add(draft.number)
        return out

    def at_word(self, k: int) -> Draft | None:
        """The draft of a name or resolved pronoun at a word."""
        if k in self.t.at:
            return self.cast.of_name[self.t.at[k]]
        found = self.pronouns.get(k)
        return found.drafts[0] if found is not None and len(found.drafts) == 1 else None

    def allowed(self, draft: Draft, low: str) -> bool:
        """Whether kind, number and gender let a pronoun stand for a draft."""
        if low in HE or low in SHE:
            gender = "m" if low in HE else "f"
            if draft.voice is not None:
                return draft.voice in ("?", gender)
            return draft.kind in ("person", "unnamed") and not draft.many and not clash(draft.gender, gender)
        if low in THEY:
            return draft.many or (draft.kind == "organisation" and draft.sure) or draft.kind == "group"
        return draft.sure and draft.kind in ("organisation", "office", "government", "document") and not draft.many

    def cataphor(self, k: int, low: str) -> Draft | None:
        """The named subject that follows in the same sentence: "In his speech, Lund said"."""
        w = self.t.words
        for x in range(k + 1, min(len(w), k + 40)):
            if w.sentence[x] != w.sentence[k]:
                break
            name = self.t.name_from(x)
            if name is not None:
                draft = self.cast.of_name[self.t.at[x]]
                if self.allowed(draft, low) and not w.possessive[name.last - 1]:
                    return draft
        return None

    def both(self, k: int, low: str = "") -> Resolved:
        """The two that "both leaders" means: those of the talk that was told of, or the two most in mind."""
        wanted = "m" if "men" in low.split() else "f" if "women" in low.split() else None
        pair, at = self.pairs[-1] if self.pairs else ((), -1)
        if pair and at > self.talked and self.sentence - at <= 2 and not any(clash(d.gender, wanted) for d in pair):
            return Resolved(pair, (), "both")
        if self.talk and not any(clash(d.gender, wanted) for d in self.talk):
            return Resolved(self.talk, (), "both")
        people = sorted(
            (
                (self.weight_now(m), m.draft)
                for m in self.mind.values()
                if m.word < k and m.draft.kind == "person" and m.draft.sure and not clash(m.draft.gender, wanted)
            ),
            key=lambda pair: (-pair[0], pair[1].number),
        )
        chosen = sorted((d for _, d in people[:2]), key=lambda d: d.number)
        return Resolved(tuple(chosen), tuple(d for _, d in people[2:3]), "both") if len(chosen) == 2 else NOTHING


PERSON_LIKE = tuple("er or ist ian eer ee ess ant crat ers ors ists ians eers ees ants crats".split())
WHOEVER = frozenset(
    "everyone everybody someone somebody anyone anybody nobody those one ones some others many few most several another both two three four five six"
    " none all half each any other".split()
)
PARTISANS = frozenset("republicans democrats conservatives liberals socialists greens nationalists loyalists".split())
COMPANIES = ("ltd", "inc", "plc", "corp", "llc", "corporation", "firm", "group", "airline", "company", "co", "gmbh", "ag")
ANY_BODY = frozenset(
    "newspaper broadcaster magazine website tabloid outlet company firm agency organisation organization group party charity club network".split()
)
PRONOUN = 1.0
RELATIVE_SUBJECT = 0.9
KINDS: dict[str, EntityKind] = {"group": "group", "organisation": "organisation", "document": "document"}
CARRY = 0.7
WEIGHTS = {"subject": SUBJECT, "speaker": SPEAKER, "object": OBJECT, "oblique": OBLIQUE, "owner": OWNER}


def _first(pair: tuple[float, Draft]) -> float:
    return pair[0]


def _last(draft: Draft) -> int:
    return draft.last


def _word(mind: Mind) -> int:
    return mind.word


def kind_of(d: Descriptor) -> EntityKind:
    """What kind of entity a descriptor that nobody known fits stands for."""
    if d.role is None:
        return "unnamed" if d.noun.endswith(PERSON_LIKE) or d.partitive or d.noun.endswith("-year-old") or d.noun in WHOEVER else "document"
    if d.noun == "office":
        return "office"
    if d.noun == "group" and not d.definite:
        return "group"
    if d.kind == "person":
        if d.role.crowd and d.count is None:
            return "group"
        return "person" if d.role.holder and d.definite and not d.partitive else "unnamed"
    return KINDS.get(d.kind, "unnamed")


DEPUTY = frozenset({"deputy", "vice", "assistant", "shadow", "associate", "under"})
SCARE = re.compile(r"[“”\"„«»]|(?<!\w)[‘'’]|[‘’'](?!\w)(?<![sS][’'])")  # marks round a word of a name; an apostrophe stays


def descriptor_name(t: Text, first: int, last: int) -> str:
    """A descriptor's words as a name: without article, and without the capital that only its place at the beginning of a sentence gives it."""
    w = t.words
    words = SCARE.sub("", strip_article(w.slice(first, last)))
    if w.opens[first] and first not in t.at and w.lower[first] not in ("the", "a", "an", *PARTISANS) and words[1:2].islower():
        return words[:1].lower() + words[1:]
    return words


def words_of(phrase: str) -> set[str]:
    """The words of a phrase, folded, without 's."""
    return {fold(word.removesuffix("’s").removesuffix("'s")) for word in phrase.split()}


def role_has_owner(role: str) -> bool:
    """Whether a role says whose it is: "Norland's envoy", "chair of the board"."""
    return "’s " in role or "'s " in role or " of " in role or " for " in role


def strip_article(words: str) -> str:
    """Words without a leading article."""
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if words.startswith(article):
            return words[len(article) :]
    return words


def role_words(t: Text, d: Descriptor) -> str:
    """A descriptor's words as a role, with what follows "of" or "for": "chair of the board"."""
    w = t.words
    start, end = d.first, d.last
    while start < d.head and (w.lower[start] in DETERMINERS or w.lower[start] in ("his", "her", "its", "their")):
        start += 1
    if end + 1 < len(w) and w.lower[end] in ("of", "for", "at") and w.sentence[end] == w.sentence[d.head]:
        stop = end + 1
        while (
            stop < len(w)
            and stop < end + 7
            and (w.forms[stop][0].isalnum())
            and w.lower[stop] not in AUXILIARIES
            and w.lower[stop] not in SAYING
            and w.lower[stop] not in CLAUSE | {"and"}
        ):
            stop += 1
        if stop > end + 1:
            end = stop
    return w.slice(start, end)
