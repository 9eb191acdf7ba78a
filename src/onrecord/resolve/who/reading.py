"""One article being read for the expressions that were asked for, from its words to entities.

In: a text, its blocks and quotations, expressions. Out: for each expression the drafts it stands for, and drafts as entities with ids.
"""

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.resolve.who.cast import Cast, Draft, gather
from onrecord.resolve.who.describe import descriptor_name, strip_article
from onrecord.resolve.who.grammar import is_object, quoted_by
from onrecord.resolve.who.mind import NOTHING, Resolved, Scene
from onrecord.resolve.who.names import find_names, generic
from onrecord.resolve.who.phrase import OWNERS, Descriptor, Part, Text, find_descriptors, read_expression
from onrecord.resolve.who.walk import walk
from onrecord.resolve.who.words import FIRST, PLACING, RELATIVE, SECOND, cut_words
from onrecord.types import Block, Entity, Mention, Span

ANONYMITY = re.compile(
    r"(?:on|under) (?:the )?conditions? of (?:strict )?anonymity|(?:ask|request|insist)(?:ed|ing) (?:not to be|that (?:he|she|they) not be|to remain|on) "
    r"(?:named|identified|anonymous|anonymity)|declin(?:ed|ing) to be (?:named|identified)"
    r"|who (?:did not want|didn[’']t want|refused|wished not) to be (?:named|identified)"
    r"|(?:was|were) not authori[sz]ed to speak(?: publicly)?|cannot be named[a-z ]{0,40}"
)
NICKNAME = re.compile(r"\b(?:goes|go|went|going) by|known (?:only )?as|nicknamed|called|who gave (?:his|her|their) name (?:only )?as")
NICK = re.compile(r"(?: the (?:nick)?name)? [“\"‘']?([A-Z][\w’'-]{0,30}?(?: [A-Z][\w’'-]{0,30}?){0,2})[.,]?(?:[”\"’']|\b)")
BODIES: frozenset[str] = frozenset({"organisation", "government", "office"})
DEEPEST = 20  # speakers that say "I" inside one another's words
TERMS_MENTIONS = 20  # mentions of an unnamed source that are searched for its terms
TERMS_REACH = 300  # characters behind each
ARTICLED = frozenset({"Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Czech Republic", "Central African Republic", "Dominican Republic"})


@dataclass(frozen=True, slots=True)
class Asked:
    """An expression whose entity is wanted.

    `span` is a noun phrase with title, apposition and relative clause, a pronoun, a possessor ("his", "Israel's") or an adjective phrase. `speaker` is the
    place in `asked` of the one in whose words the expression stands (None outside contents), `quoted` whether it stands in quotation marks.
    """

    span: Span
    role: Literal["speaker", "addressee", "target", "carrier", "principal"]
    speaker: int | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The entities (ids) that an expression stands for, () where not known; others that the text allows; and the rule that decided."""

    entities: tuple[str, ...]
    rivals: tuple[str, ...]
    rule: str


class Reading:
    """One article being read: its words, names, cast and the walk through it."""

    def __init__(self, text: str, blocks: Sequence[Block], asked: Sequence[Asked], quotations: Sequence[Span]) -> None:
        self.text, self.asked = text, asked
        self.words = w = cut_words(text, blocks, quotations)
        ranges = [self.word_range(a.span) for a in asked]
        self.t = t = Text(w, find_names(w, frozenset(k for a, r in zip(asked, ranges, strict=True) if a.role == "speaker" for k in r)))
        found, before = find_descriptors(t)
        self.parts = [read_expression(t, *r) for r in ranges]
        by_head = {d.head: d for d in found}
        for parts in self.parts:
            for part in parts:
                if part.descriptor is not None:
                    by_head[part.descriptor.head] = part.descriptor
                if part.role and part.name >= 0 and part.what == "name":
                    before.setdefault(part.name, part.role)
        self.spoken = {p.name for a, parts in zip(asked, self.parts, strict=True) if a.role in ("speaker", "addressee") for p in parts if p.name >= 0}
        self.cast: Cast = gather(t, before, self.spoken)
        not_speaker: dict[int, int] = {}
        own_words: dict[int, int] = {}
        speakers: set[int] = set()
        for a, parts in zip(asked, self.parts, strict=True):
            if a.role == "speaker":
                speakers |= {p.first for p in parts}
            if a.speaker is not None and 0 <= a.speaker < len(asked) and self.parts[a.speaker]:
                voice = self.parts[a.speaker][0]
                word = voice.descriptor.head if voice.descriptor is not None else voice.first
                for part in parts:
                    another = a.role in ("target", "addressee") and (w.lower[part.first] not in OWNERS or is_object(w, part.first))
                    (not_speaker if a.quoted or another else own_words)[part.first] = word
        for k, voice_word in quoted_by(t).items():
            not_speaker.setdefault(k, voice_word)
        self.scene = Scene(t, self.cast, frozenset(speakers), not_speaker, own_words, frozenset(p.first for parts in self.parts for p in parts))
        walk(self.scene, sorted(by_head.values(), key=_first))
        self.settled: dict[int, Resolved] = {}
        self.depth = 0
        self.asked_spans: dict[int, set[tuple[int, int]]] = {}

    def word_range(self, span: Span) -> tuple[int, int]:
        """The words that a span holds."""
        w = self.words
        i = bisect_right(w.ends, span.start)
        return i, max(i, bisect_left(w.starts, span.end))

    # ---- answers

    def answer(self, i: int) -> Resolved:
        """What expression i stands for. Of expressions that hang on each other in a ring none is settled."""
        if i not in self.settled:
            self.settled[i] = NOTHING
            parts = self.parts[i]
            found = [self.settle(i, part) for part in parts]
            if len(found) == 1:
                self.settled[i] = found[0]
            elif found:
                drafts = tuple(dict.fromkeys(d for r in found for d in r.drafts))
                rivals = tuple(dict.fromkeys(d for r in found for d in r.rivals if d not in drafts))
                self.settled[i] = Resolved(drafts, rivals, "joint")
        return self.settled[i]

    def settle(self, i: int, part: Part) -> Resolved:
        w = self.words
        if part.what == "pronoun":
            return self.settle_pronoun(i, part.first)
        if part.what == "both":
            return self.scene.twos.get(part.first, NOTHING)
        if part.what == "body" and part.descriptor is not None:
            voiced = self.scene.descriptors.get(part.descriptor.head, NOTHING)
            if voiced.rule in ("spokesperson", "apposition") or not voiced.drafts:
                return voiced
            part = Part("descriptor", part.first, part.last, -1, part.descriptor)
        if part.name >= 0:
            draft = self.cast.of_name[part.name]
            name = self.t.names[part.name]
            rule = self.cast.rules.get(part.name, "name")
            span = w.span(name.begin, name.last)
            self.note(draft, span.start, span.end)
            if part.what == "adjective":
                rule = "adjective"
            return Resolved((draft,), tuple(self.cast.rivals.get(part.name, ())), rule)
        if part.descriptor is None:
            return NOTHING
        resolved = self.scene.descriptors.get(part.descriptor.head, NOTHING)
        if resolved.drafts and part.what == "descriptor":
            draft = resolved.drafts[0]
            short = descriptor_name(self.t, part.descriptor.first, part.descriptor.last)
            whole = descriptor_name(self.t, part.first, part.last).removeprefix("whose ")
            if draft.seat is None and not draft.words and draft.voice is None and draft.kind not in ("government", "office"):
                if draft.name.casefold() == short.casefold():
                    draft.name = whole
                    if draft.kind in ("unnamed", "group") and not part.descriptor.partitive and whole != short:
                        draft.aliases.setdefault(short)
                elif whole != draft.name:
                    draft.aliases.setdefault(whole)
            self.nickname(draft, self.asked[i].span)
            if part.descriptor.partitive:
                return Resolved(resolved.drafts, resolved.rivals, "partitive")
            return Resolved(resolved.drafts, resolved.rivals, "unnamed" if draft.kind == "unnamed" and resolved.rule == "descriptor" else resolved.rule)
        return resolved

    def settle_pronoun(self, i: int, k: int) -> Resolved:
        low = self.words.lower[k]
        speaker = self.asked[i].speaker
        if low in FIRST:
            if speaker is None or not 0 <= speaker < len(self.asked) or speaker == i:
                return Resolved((), (), "author")
            self.depth += 1
            voice = self.answer(speaker) if self.depth < DEEPEST else NOTHING
            self.depth -= 1
            return Resolved(voice.drafts, voice.rivals, "first-person") if voice.drafts else NOTHING
        if low in SECOND:
            return Resolved((), (), "second-person")
        if low in RELATIVE:
            return self.antecedent(k)
        return self.scene.pronouns.get(k, NOTHING)

    def antecedent(self, k: int) -> Resolved:
        """What "who" takes up: the name or descriptor that ends right before it."""
        w = self.words
        wanted = {"which": BODIES | {"document", "group"}, "that": BODIES | {"person"}}.get(w.lower[k], frozenset({"person"}))
        for x in range(k - 1, max(-1, k - 20), -1):
            if w.sentence[x] != w.sentence[k]:
                break
            if x in self.t.at:
                draft = self.cast.of_name[self.t.at[x]]
                if draft.kind in wanted and not (x > 0 and self.preceded_by_noun(x)):
                    return Resolved((draft,), (), "relative")
            if x in self.scene.descriptors and (w.lower[k] != "which" or any(d.kind in wanted for d in self.scene.descriptors[x].drafts)):
                return Resolved(self.scene.descriptors[x].drafts, (), "relative")
        return NOTHING

    def preceded_by_noun(self, x: int) -> bool:
        """Whether a name only tells where a noun's people are: "officials in Karsk | who"."""
        first = self.t.names[self.t.at[x]].first
        w = self.words
        back = first - 1
        if back > 0 and w.lower[back] == "the":
            back -= 1
        return back > 0 and w.lower[back] in ("in", "of", "at", "from") and (back - 1) in self.scene.descriptors

    def nickname(self, draft: Draft, span: Span) -> None:
        """ "who goes by "Tin"": a name that is an alias only."""
        stretch = self.text[span.start : min(len(self.text), span.end + 3)]
        named = NICKNAME.search(stretch)
        found = NICK.match(stretch, named.end()) if named else None
        if found is not None and draft.kind == "unnamed":
            draft.aliases.setdefault(found[1])

    def note(self, draft: Draft, start: int, end: int) -> None:
        self.asked_spans.setdefault(draft.number, set()).add((start, end))

    # ---- entities

    def build(self, draft: Draft, article: str) -> Entity | None:
        """A draft as an entity."""
        kept = [m for m in draft.mentions.values() if not self.only_a_place(draft, m.start, m.end)]
        mentions = sorted(kept or draft.mentions.values(), key=_start)
        if not mentions:
            return None
        country = draft.country
        name = draft.name
        if draft.seat is not None and draft.seat.rule == "office":  # as the article writes it
            written = [strip_article(" ".join(self.text[m.start : m.end].split())) for m in mentions if m.rule == "office"]
            name = max(written, key=len, default=name)
        if draft.seat is not None and draft.seat.rule == "office" and country is None:
            country = self.country_of_office(draft)
            if country is not None and country.casefold() not in name.casefold() and all(generic(word) for word in name.split()):
                name = f"{name} of {with_article(country)}"
        owned = name.partition(" ")
        if owned[0].lower() in OWNERS and draft.kind in BODIES and owned[2]:  # "its foreign ministry": whose it is
            draft.aliases.setdefault(name)
            name = f"{owner_name(draft.owner)}{owned[2]}"
        forms = [self.text[m.start : m.end] for m in mentions if m.kind in ("name", "adjective")]
        aliases = tuple(a for a in dict.fromkeys([*forms, *draft.aliases]) if a and a != name)
        place = [article, [mentions[0].start, mentions[0].end]]
        own = hashlib.sha256(json.dumps(place, separators=(",", ":")).encode()).hexdigest()[:32]
        terms = self.terms_of(draft)
        kind = "unnamed" if terms and draft.kind == "person" else draft.kind
        return Entity(
            id=own, kind=kind, name=name, aliases=aliases, roles=tuple(draft.roles), country=country, count=draft.count,
            terms=terms, mentions=tuple(mentions),
        )  # fmt: skip

    def only_a_place(self, draft: Draft, start: int, end: int) -> bool:
        """Whether a mention of a capital or country says where, not who: "in Karsk", "Karsk's shops"."""
        if (
            draft.kind != "government"
            or draft.rule.rstrip("?") not in ("capital", "country", "region", "metonym")
            or (start, end) in self.asked_spans.get(draft.number, ())
        ):
            return False
        k = bisect_left(self.words.starts, start)
        if k >= len(self.words):
            return False
        before = self.words.lower[k - 1] if k else ""
        return before in PLACING or self.words.possessive[min(k, len(self.words) - 1)]

    def country_of_office(self, draft: Draft) -> str | None:
        """The country of an office where the article makes it certain: its holder's, or the only one there is."""
        nouns = [
            n
            for n in ("prime minister", "president", "premier", "chancellor", "foreign", "finance", "defence", "defense", "interior")
            if n in draft.name.lower()
        ]
        holders = {
            d.country for d in self.cast.drafts
            if d.kind == "person" and d.country and nouns and any(all(n in role.lower() for n in nouns[:1]) for role in d.roles)
        }  # fmt: skip
        if len(holders) == 1:
            return next(iter(holders))
        if any(d.kind in ("government", "place") and d.country is None and d.seat is None for d in self.cast.drafts):
            return None  # the report may be about that one: "officials in Calder"
        countries = {d.country for d in self.cast.drafts if d.country}
        return next(iter(countries)) if len(countries) == 1 and not holders else None

    def terms_of(self, draft: Draft) -> str | None:
        """On what terms an unnamed source spoke, in the article's words."""
        if draft.kind not in ("unnamed", "person") or draft.words:
            return None
        w = self.words
        for mention in sorted(draft.mentions.values(), key=_start)[:TERMS_MENTIONS]:
            k = bisect_left(w.starts, mention.start)
            if k >= len(w):
                continue
            end = bisect_right(w.sentence, w.sentence[k])
            found = ANONYMITY.search(self.text, mention.end, min(w.ends[end - 1], mention.end + TERMS_REACH))
            if found is not None:
                return found[0]
        return None


def owner_name(owner: Draft | None) -> str:
    """The words before what somebody owns: "Norland " before "foreign ministry", "Ida Lund’s " before "office"; nothing where it is not known whose it is."""
    if owner is None:
        return ""
    if owner.kind in ("government", "place"):
        return f"{owner.name.removesuffix(' government')} "
    return f"{owner.name}’ " if owner.name.endswith("s") and owner.kind != "person" else f"{owner.name}’s "


def with_article(country: str) -> str:
    """A country's name as it stands after "of"."""
    return f"the {country}" if country.startswith("United ") or country in ARTICLED else country


def _start(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _first(d: Descriptor) -> tuple[int, int]:
    return d.first, d.head
