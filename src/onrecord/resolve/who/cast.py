"""The cast of an article: which names are one entity.

In: names in text order. Out: drafts of entities, and for each name its draft and, where the text leaves it open, the others it may be. Two people
with one last name stay two; forms are joined by what they share, never by likeness of sound alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from onrecord.resolve.given import gender_of
from onrecord.resolve.where import Seat, country_of
from onrecord.resolve.who.grammar import grammar
from onrecord.resolve.who.names import EITHER, Evidence, Name, weigh
from onrecord.resolve.who.phrase import Text
from onrecord.resolve.who.words import ACRONYM, BLOCK_TITLE, PARTICLES, SUFFIXES, Words, fold, role_of
from onrecord.types import EntityKind, Mention

Number = Literal["one", "many"]
PREFIXES = ("al-", "el-", "as-", "ash-", "ad-", "ar-", "an-", "at-", "az-")
VARIANT_LENGTH = 5  # a last name shorter than this has too many neighbours at one letter's distance
NAMESAKES = 40  # persons of one last name, first name or role that are compared; a text with more is no report
FAMILY = frozenset("wife husband widow widower son daughter father mother brother sister parents couple family spouse twin cousin uncle aunt".split())
MIDDLE = frozenset({"of", "the", "and", "for", "on", "&", "de", "du"})


@dataclass(slots=True, eq=False)
class Draft:
    """An entity while it is being put together."""

    kind: EntityKind
    name: str
    number: int = -1  # its place in the cast
    words: tuple[str, ...] = ()
    gender: str | None = None  # by title, role or pronoun
    likely: str | None = None  # by given name
    voice: str | None = None  # gender of an unnamed spokesperson who speaks as this body, "?" where it is not told
    many: bool = False
    sure: bool = True  # that it is of this kind; a person by default only is not
    roles: list[str] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)  # nouns of its roles
    country: str | None = None
    count: int | None = None
    terms: str | None = None
    age: str | None = None
    modifiers: frozenset[str] = frozenset()
    owner: "Draft | None" = None  # "Lund's campaign"
    seat: Seat | None = None
    rule: str = "name"
    aliases: dict[str, None] = field(default_factory=dict)
    mentions: dict[tuple[int, int], Mention] = field(default_factory=dict)
    last: int = -1  # word number of the latest mention
    led: int = -1  # the same of the latest as a subject or by last name alone

    def add(self, start: int, end: int, kind: str, rule: str) -> None:
        self.mentions.setdefault((start, end), Mention(start, end, kind, rule))

    def add_role(self, role: str) -> None:
        """Take in a role: its words, its noun and the country it tells."""
        if not role or len(role) > 120:
            return
        words = role.split()
        if role not in self.roles:
            self.roles.append(role)
        for word in words:
            bare = word.strip(".,’'\"").lower()
            found = role_of(bare)
            if found is not None and found.kind == "person":
                self.heads.add(found.noun)
                if self.gender is None and found.gender:
                    self.gender = found.gender
            elif bare == "mps":
                self.heads.add("mp")
        for word in words:
            bare = word.removesuffix("’s").removesuffix("'s").strip(".,")
            if self.country is None and bare[:1].isupper() and (country := country_of(bare)):
                self.country = country


@dataclass(slots=True)
class Cast:
    """All drafts, the draft of each name (by number) and its rivals."""

    drafts: list[Draft] = field(default_factory=list)
    of_name: dict[int, Draft] = field(default_factory=dict)
    rivals: dict[int, list[Draft]] = field(default_factory=dict)
    rules: dict[int, str] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    seats: dict[str, Draft] = field(default_factory=dict)

    def add(self, draft: Draft) -> Draft:
        draft.number = len(self.drafts)
        self.drafts.append(draft)
        return draft


def key_of(name: Name) -> str:
    return fold("".join(name.words))


def last_name(words: Sequence[str]) -> str:
    """The last name of a person's words, folded, without "al-" and "Jr"."""
    kept = [word for word in words if fold(word) not in SUFFIXES] or list(words)
    low = fold(kept[-1].replace("’", "-").replace("'", "-") if kept[-1][:3].lower() in ("al’", "al'") else kept[-1])
    for prefix in PREFIXES:
        if low.startswith(prefix) and len(low) > len(prefix) + 2:
            return low[len(prefix) :]
    return low


def first_names(words: Sequence[str]) -> list[str]:
    return [fold(word) for word in words[:-1] if fold(word) not in PARTICLES]


def agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two persons' words with one last name can be one person: first names equal, initials, or one a short form of the other."""
    one, two = first_names(a), first_names(b)
    if not one or not two:
        return True
    x, y = one[0], two[0]
    return (
        x == y or (len(x) == 1 and y.startswith(x)) or (len(y) == 1 and x.startswith(y)) or (min(len(x), len(y)) >= 3 and (x.startswith(y) or y.startswith(x)))
    )


def distance(a: str, b: str, most: int) -> int:
    """Letters to change between two words, `most` + 1 where it is more than that."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
        if min(row) > most:
            return most + 1
    return row[-1]


def is_variant(a: str, b: str) -> bool:
    """Whether two last names are spellings of one: Liberman, Lieberman."""
    shorter = min(len(a), len(b))
    return a[:1] == b[:1] and shorter >= VARIANT_LENGTH and distance(a, b, 2 if shorter >= 8 else 1) <= (2 if shorter >= 8 else 1)


def gather(t: Text, before: dict[int, str], spoken: Iterable[int] = ()) -> Cast:
    """Join the names of an article. `before` holds the roles that nouns before a name give it, `spoken` the numbers of names that are known to speak."""
    cast = Cast()
    w, names = t.words, t.names
    keys = [key_of(name) for name in names]
    for name, key in zip(names, keys, strict=True):
        weigh(w, name, cast.evidence.setdefault(key, Evidence()))
    for i in spoken:
        cast.evidence[keys[i]].speaks += 1
    find_states(names, keys, cast.evidence)
    known: dict[str, Evidence] = cast.evidence
    persons = Persons(cast, w)
    dressed = before
    before = {i: role for i, role in before.items() if not of_body(names[i], known[keys[i]], role)}
    person_like = [is_person(name, known[key], before.get(i)) for i, (name, key) in enumerate(zip(names, keys, strict=True))]
    for i, name in enumerate(names):
        if person_like[i] == "yes" and len(name.words) > 1:
            persons.place_full(i, name, before.get(i, ""))
    for i, name in enumerate(names):
        if i not in cast.of_name and person_like[i] == "maybe" and len(name.words) > 1 and (backed(name, persons) or not name.weak):
            persons.place_full(i, name, before.get(i, ""), sure=False)
    bodies = Bodies(cast)
    persons.full.sort(key=_place)
    for i, name in enumerate(names):  # those told by "Mr" or "Mrs" first: a last name alone may be theirs
        if i not in cast.of_name and len(name.words) == 1 and name.title and name.gender:
            persons.place_single(i, name, before.get(i, ""), known[keys[i]])
    for i, name in enumerate(names):
        if i in cast.of_name:
            continue
        open_to = name.seat is None or name.seat.rule.endswith("?") or last_name(name.words) in persons.lasts
        if not (len(name.words) == 1 and open_to and persons.place_single(i, name, before.get(i, ""), known[keys[i]])):
            bodies.place(i, name, keys[i], known[keys[i]])
    for i, name in enumerate(names):
        dress(cast.of_name[i], w, name, dressed.get(i, ""), cast.rules.get(i, "name"))
    for draft in cast.drafts:
        if draft.kind == "person" and draft.words:
            draft.likely = gender_of(draft.words[0]) if len(draft.words) > 1 or draft.gender is None else None
    return cast


STATE_ENDINGS = ("ian", "ic", "ish", "ese", "an", "i", "er", "ers", "ians", "ans", "ese", "ite")


def find_states(names: Sequence[Name], keys: Sequence[str], evidence: dict[str, Evidence]) -> None:
    """A name that has an adjective ("Norland", "Norlandic officials") is a place."""
    adjectives: dict[str, list[str]] = {}
    for name, key in zip(names, keys, strict=True):
        if len(name.words) == 1 and evidence[key].modifies and key.endswith(STATE_ENDINGS):
            listed = adjectives.setdefault(key[:4], [])
            if key not in listed and len(listed) < NAMESAKES:
                listed.append(key)
    for name, key in zip(names, keys, strict=True):
        alike = adjectives.get(key[:4], ()) if name.kind == "unknown" and len(name.words) == 1 and len(key) >= 4 else ()
        if any(other != key and other.startswith(key[:-1]) and len(other) - len(key) <= 4 for other in alike):
            evidence[key].place += 1


def dress(draft: Draft, w: Words, name: Name, role: str, rule: str) -> None:
    """Give a draft what one of its names tells: the mention, the form, roles and gender."""
    draft.add(w.starts[name.begin], w.ends[name.last - 1], "name", rule)
    draft.aliases.setdefault(name.text)
    for told in (name.role, role, bracketed_role(w, name)):
        draft.add_role(told)
    if draft.kind == "person" and draft.country is None and name.last + 1 < len(w) and w.lower[name.last] == "of":
        draft.country = country_of(w.forms[name.last + 1])
    if name.title and draft.kind == "person":
        draft.aliases.setdefault(f"{name.title} {name.text}")
        draft.gender = name.gender or draft.gender


def bracketed_role(w: Words, name: Name) -> str:
    """ "Ida Marr (chair)": the role in brackets behind a name."""
    k = name.last
    if k >= len(w) or w.forms[k] != "(":
        return ""
    end = next((x for x in range(k + 1, min(k + 7, len(w))) if w.forms[x] == ")"), -1)
    role = role_of(w.lower[end - 1]) if end > k + 1 else None
    return w.slice(k + 1, end) if role is not None and role.kind == "person" else ""


def is_person(name: Name, evidence: Evidence, role: str | None) -> str:
    """ "yes", "maybe" or "no"."""
    if name.kind == "person" or (role and name.kind == "unknown"):
        return "yes"
    if name.kind != "unknown":
        return "no"
    if any(fold(word) in MIDDLE - {"de", "du"} or (len(word) > 2 and ACRONYM.fullmatch(word)) for word in name.words) and len(name.words) > 1:
        return "no"
    if evidence.person > 0 and evidence.person >= evidence.body:
        return "yes"
    if name.gender and not name.weak and evidence.body == 0:
        return "yes"
    if evidence.body or evidence.place > evidence.speaks:
        return "no"
    return "yes" if evidence.speaks and len(name.words) > 1 else "maybe"


def of_body(name: Name, evidence: Evidence, role: str) -> bool:
    """Whether a role before a name is a body's: "Shipping firm | Norsea", "the dam's operator, | Ambra Power |"."""
    words = role.split(" of ")[0].split(" for ")[0].split()
    told = role_of(words[-1].lower()) if words and name.kind == "unknown" and not name.title and evidence.person == 0 else None
    if told is None:
        return False
    return not gender_of(name.words[0]) if told.noun in EITHER else told.kind == "organisation"


def backed(name: Name, persons: "Persons") -> bool:
    """Whether a name in a headline, or one that nothing else tells of, is a person's that the article knows."""
    return any(agree(name.words, d.words) for d in persons.lasts.get(last_name(name.words), ()))


class Persons:
    """Persons by last and by first name."""

    def __init__(self, cast: Cast, words: Words) -> None:
        self.cast = cast
        self.words = words
        self.noted = 0
        self.named: Counter[int] = Counter()  # by draft: how often the running text gives the full name
        self.family = not FAMILY.isdisjoint(words.lower)
        self.full: list[tuple[int, Draft, bool]] = []  # full names: word number, whose, whether a subject
        self.lasts: dict[str, list[Draft]] = {}
        self.firsts: dict[str, list[Draft]] = {}
        self.by_head: dict[str, list[Draft]] = {}

    def place_full(self, i: int, name: Name, role: str, *, sure: bool = True) -> Draft:
        """A name of several words: the person it belongs to, or a new one."""
        last = last_name(name.words)
        same = [d for d in self.lasts.get(last, ()) if agree(d.words, name.words) and not clash(d.gender, name.gender if name.title else None)]
        exact = [d for d in same if first_names(d.words)[:1] == first_names(name.words)[:1]]
        draft = max(exact or same, key=_latest, default=None)
        if draft is None:
            draft = self.variant(name, last, role)
            if draft is not None:
                self.cast.rules[i] = "variant"
        if draft is None:
            draft = self.cast.add(Draft("person", name.text, words=name.words, sure=sure, gender=name.gender if name.title else None))
            self.add(draft)
        elif better(name.words, draft.words):
            draft.name, draft.words = name.text, name.words
            self.add(draft)
        draft.sure = draft.sure or sure
        self.named[draft.number] += self.words.kinds[self.words.block[name.first]] not in BLOCK_TITLE
        self.full.append((name.first, draft, grammar(self.words, name.begin, name.last) == "subject"))
        for text in (name.role, role):
            draft.add_role(text)
        for head in draft.heads:
            register(self.by_head, head, draft)
        self.cast.of_name[i] = draft
        return draft

    def add(self, draft: Draft) -> None:
        register(self.lasts, last_name(draft.words), draft)
        register(self.firsts, fold(draft.words[0]), draft)

    def variant(self, name: Name, last: str, role: str) -> Draft | None:
        """A person of the same first name or role whose last name is spelt nearly so."""
        first = fold(name.words[0])
        tried = [d for d in self.firsts.get(first, ())[:NAMESAKES] if len(name.words) > 1 and len(d.words) > 1 and is_variant(last, last_name(d.words))]
        if not tried:
            heads = {r.noun for word in f"{name.role} {role}".lower().split() if (r := role_of(word)) is not None and r.kind == "person"}
            tried = [d for head in sorted(heads) for d in self.by_head.get(head, ()) if is_variant(last, last_name(d.words)) and agree(name.words, d.words)]
        return tried[0] if tried else None

    def catch_up(self, k: int) -> None:
        """Take note of the full names before word k, so that a last name alone goes to one of them."""
        while self.noted < len(self.full) and self.full[self.noted][0] < k:
            first, draft, leads = self.full[self.noted]
            draft.last = max(draft.last, first)
            draft.led = max(draft.led, first) if leads else draft.led
            self.noted += 1

    def told_apart(self, namesakes: Sequence[Draft]) -> Draft | None:
        """The one whom the bare last name is left to: told of first, while the article goes on to call the others by their full names."""
        once = [d for d in namesakes if self.named[d.number] < 2]
        if len(once) != 1 or len(namesakes) < 2:
            return None
        first = next(d for _, d, _ in self.full if d in namesakes)
        return once[0] if first is once[0] else None

    def place_single(self, i: int, name: Name, role: str, evidence: Evidence) -> bool:
        """A last or first name alone; whether it is a person's."""
        self.catch_up(name.first)
        word = last_name(name.words)
        gender = name.gender if name.title else None
        namesakes = self.lasts.get(word, [])
        candidates = [d for d in namesakes if not clash(d.gender or given(d), gender)]
        if not candidates and len(namesakes) == 1 and namesakes[0].gender is None and not self.family:
            candidates = namesakes  # "Mr Fjeld" where only Ola Fjeld is told of: the title knows better than the table of first names
        rule = "last-name"
        if not candidates:
            candidates = [d for d in self.firsts.get(fold(name.words[0]), ()) if not clash(d.gender, gender)]
            rule = "first-name" if gender_of(name.words[0]) else "last-name"
        if not candidates and (name.role or role):
            near = self.variant(name, word, role)
            candidates, rule = ([near] if near else []), "variant"
        if gender is None and any(len(d.words) == 1 for d in candidates) and rule == "last-name":
            candidates = [d for d in candidates if len(d.words) == 1]  # the one whom the article calls by last name alone ("Mr Obama"), not a relative
        if candidates:
            earlier = [d for d in candidates if 0 <= d.last < name.first]
            # A relative who is only spoken of ("a photo of Ida Lund") does not take the bare last name over from whom it was used for.
            main = self.told_apart(earlier)
            draft = main if main is not None else max(earlier, key=_leading) if earlier else candidates[0]
            draft.last = max(draft.last, name.first)
            draft.led = max(draft.led, name.first)
            self.cast.of_name[i] = draft
            self.cast.rules[i] = "name" if rule != "variant" and len(draft.words) == 1 and not name.title else rule
            self.cast.rivals[i] = [d for d in earlier or candidates if d is not draft and main is None]
            return True
        if name.kind in ("seat", "organisation", "people"):
            return False
        told = bool(name.title or role or evidence.person)
        if not told and (
            evidence.body or evidence.place or evidence.modifies > evidence.speaks or not (evidence.speaks or (name.gender and not name.weak)) or evidence.it
        ):
            return False
        draft = self.cast.add(Draft("person", name.text, words=name.words, gender=gender, sure=told or bool(name.gender)))
        draft.last = name.first
        self.add(draft)
        self.cast.of_name[i] = draft
        self.cast.rules[i] = "last-name" if name.title else "name"
        return True


def _latest(draft: Draft) -> int:
    return draft.last


def _place(entry: tuple[int, Draft, bool]) -> int:
    return entry[0]


def _leading(draft: Draft) -> tuple[int, int]:
    return draft.led, draft.last


def given(draft: Draft) -> str | None:
    return gender_of(draft.words[0]) if len(draft.words) > 1 else None


def clash(a: str | None, b: str | None) -> bool:
    return a is not None and b is not None and a != b


def better(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether name a is fuller than name b: more whole words, then more letters."""
    whole = [len([word for word in words if len(fold(word)) > 1]) for words in (a, b)]
    return whole[0] > whole[1] or (whole[0] == whole[1] and sum(map(len, a)) > sum(map(len, b)) and len(a) >= len(b))


class Bodies:
    """Organisations, offices, governments and places by name, acronym and noun."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.by_key: dict[str, Draft] = {}
        self.by_acronym: dict[str, Draft] = {}
        self.by_first: dict[str, list[Draft]] = {}
        self.by_last: dict[str, list[Draft]] = {}
        self.by_noun: dict[str, list[Draft]] = {}

    def place(self, i: int, name: Name, key: str, evidence: Evidence) -> Draft:
        """The body, government or thing that a name stands for."""
        draft = self.find(name, key)
        if draft is None:
            draft = self.make(name, evidence)
        elif name.seat is None and draft.seat is None and len(name.words) > len(draft.words):
            draft.name, draft.words = name.text, name.words
        if name.seat is not None:
            self.cast.seats.setdefault(seat_key(name.seat), draft)
        else:
            self.by_key.setdefault(key, draft)
        draft.last = max(draft.last, name.first)
        self.cast.of_name[i] = draft
        self.cast.rules[i] = draft.rule if name.seat is None else name.seat.rule
        return draft

    def find(self, name: Name, key: str) -> Draft | None:
        if name.seat is not None:
            return self.cast.seats.get(seat_key(name.seat))
        if key in self.by_key:
            return self.by_key[key]
        if len(name.words) == 1:
            word = fold(name.words[0])
            if ACRONYM.fullmatch(name.words[0]) and word in self.by_acronym:
                return self.by_acronym[word]
            role = role_of(name.words[0].lower())
            if role is not None and role.kind == "organisation" and self.by_noun.get(role.noun):  # "the Board"
                return self.by_noun[role.noun][-1]
            for table in (self.by_first, self.by_last):
                listed = table.get(word, ())
                if len(listed) == 1:
                    return listed[0]
            return None
        tail = [d for d in self.by_noun.get(noun_of(name.words), ()) if suffix(name.words, d.words) or suffix(d.words, name.words)]
        return tail[0] if len(tail) == 1 else None

    def make(self, name: Name, evidence: Evidence) -> Draft:
        kind: EntityKind
        rule = "name"
        people = name.kind == "people"
        if people:
            kind, rule = "group", "people"
        elif name.seat is not None:
            kind, rule = name.seat.kind, name.seat.rule
        elif name.kind == "organisation":
            kind = "organisation"
        elif evidence.counted or name.text.endswith(("-Americans", "-Russians")):
            kind = "group"
        elif evidence.it or (evidence.place and evidence.speaks):
            kind, rule = "government", "metonym"
        elif evidence.place:
            kind, rule = "place", "metonym"
        else:
            kind = "organisation"
        shown = name.seat.name if name.seat is not None else name.text
        draft = self.cast.add(
            Draft(
                kind,
                shown,
                words=name.words,
                seat=name.seat,
                rule=rule,
                many=people,
                sure=name.kind in ("seat", "organisation") or kind == "government",
            )
        )
        if name.seat is not None:
            draft.country = name.seat.country
        elif people:
            draft.country = country_of(name.words[-1])
        if kind in ("organisation", "office") and name.seat is None:
            short = fold("".join(word[0] for word in name.words if word.lower() not in MIDDLE))
            if len(short) > 1:
                self.by_acronym.setdefault(short, draft)
            if len(name.words) > 1:
                register(self.by_first, fold(name.words[0]), draft)
                register(self.by_last, fold(name.words[-1]), draft)
        if noun := noun_of(name.words):
            register(self.by_noun, noun, draft)
        draft.heads |= {r.noun for word in name.words if (r := role_of(word.lower())) is not None and r.kind == "organisation"}
        return draft


def register(table: dict[str, list[Draft]], key: str, draft: Draft) -> None:
    """Add a draft to those of one key, up to NAMESAKES."""
    listed = table.setdefault(key, [])
    if draft not in listed and len(listed) < NAMESAKES:
        listed.append(draft)


def seat_key(seat: Seat) -> str:
    return f"seat {seat.kind} {seat.name.casefold()} {seat.country or ''}"


def noun_of(words: Sequence[str]) -> str:
    """The noun of a body: "Board" of "Karsk Harbour Board", "Ministry" of "Ministry of Ferries"."""
    for word in (words[-1], words[0]):
        role = role_of(word.lower().strip(".’'"))
        if role is not None and role.kind == "organisation":
            return role.noun
    return ""


def suffix(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether the words of a end those of b: "Harbour Board", "Karsk Harbour Board"."""
    return 1 < len(a) < len(b) and [fold(x) for x in b[-len(a) :]] == [fold(x) for x in a]
