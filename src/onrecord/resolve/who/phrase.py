"""Noun phrases: descriptors in running text ("the port's lawyer"), and what an expression that was asked for is made of.

In: the words of an article and its names. Out: descriptors, and for a span its parts, one for each joint speaker. It resolves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.resolve.given import gender_of
from onrecord.resolve.where import look_up
from onrecord.resolve.who.names import EITHER, Name
from onrecord.resolve.who.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DEFINITE,
    DETERMINERS,
    FIRST,
    NUMBERS,
    PREPOSITIONS,
    QUANTIFIERS,
    RELATIVE,
    SECOND,
    THIRD,
    VERBS,
    Role,
    Words,
    fold,
    known_role,
    role_of,
)

REACH = 8  # words before a noun that can belong to its phrase
OWNERS = frozenset({"his", "her", "its", "their", "my", "our", "your"})
SPOKES = frozenset({"spokesman", "spokeswoman", "spokesperson"})
BETWEEN = frozenset({"for", "of", "at", "from", "with", "in"})
NOBODY = frozenset("nobody no-one anyone anybody".split())
SIDE = frozenset("side man woman leader party government country minister president".split())
SIDES = frozenset("sides men women leaders parties governments countries ministers presidents".split())
COMMON_NUMBER = frozenset({"both", "two", "pair", "duo", "couple"})
ASSESSING = frozenset(
    "assessments intelligence reports statements claims accusations allegations estimates findings sources-say suggestions assertions denials demands warnings"
    " calls complaints threats promises objections criticism pressure insistence denial assessment statement claim accusation allegation estimate".split()
)
NOUN_STOP = PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | (THIRD - OWNERS) | (FIRST - OWNERS) | RELATIVE | SECOND
ASIDE = frozenset({",", "(", "–", "—", "-", "[", ";", ":"})


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A noun phrase without a name of its own. Word numbers: `first` to `last` (not included), the noun at `head`."""

    first: int
    head: int
    last: int
    noun: str  # singular
    role: Role | None
    plural: bool
    definite: bool
    owner: int = -1  # number of the possessive word or pronoun in it: "the port's lawyer", "his mother"
    modifiers: frozenset[str] = frozenset()
    count: int | None = None
    age: str | None = None
    partitive: bool = False  # "one of the officials": always somebody new
    end: int = -1  # where the whole phrase ends that was asked for: "the presidency | in Karsk"

    @property
    def kind(self) -> str:
        return self.role.kind if self.role else "unknown"

    @property
    def gender(self) -> str | None:
        if self.role and self.role.gender:
            return self.role.gender
        return "m" if self.modifiers & {"male"} else "f" if self.modifiers & {"female", "pregnant"} else None


@dataclass(frozen=True, slots=True)
class Part:
    """One of the entities that an expression stands for: a name, a descriptor, a pronoun or "both"."""

    what: str  # name, descriptor, pronoun, both, body (an unnamed spokesperson's), adjective
    first: int
    last: int
    name: int = -1  # number of the name
    descriptor: Descriptor | None = None
    role: str = ""  # what an apposition or a noun before the name says


class Text:
    """The words of an article with its names, by word."""

    def __init__(self, words: Words, names: Sequence[Name]) -> None:
        self.words = words
        self.names = names
        self.at: dict[int, int] = {}  # word number -> number of the name that covers it
        for number, name in enumerate(names):
            for k in range(name.first, name.last):
                self.at[k] = number

    def name_from(self, k: int) -> Name | None:
        """The name whose first word this is."""
        number = self.at.get(k)
        return self.names[number] if number is not None and self.names[number].first == k else None


def find_descriptors(t: Text) -> tuple[list[Descriptor], dict[int, str]]:
    """Descriptors in text order, and by name the role that nouns right before it give it ("port pilot | Ida Marr")."""
    w = t.words
    found: list[Descriptor] = []
    roles: dict[int, str] = {}
    for k in range(len(w)):
        if k in t.at or not w.forms[k][0].isalpha():
            continue
        role = role_of(w.lower[k])
        if role is not None and w.capital[k] and known_role(w.lower[k]) is None:
            role = None
        if role is None or (w.capital[k] and not w.opens[k] and role.kind == "document"):
            continue
        following = k + 1
        same = following < len(w) and w.sentence[following] == w.sentence[k] and not w.possessive[k]
        if same and following not in t.at and (nxt := role_of(w.lower[following])) is not None and w.forms[following][0].islower() and nxt.kind != "document":
            continue  # "police officers": the next noun is the head
        if same and following not in t.at and compound(w, following):
            continue  # "employer contributions"
        if same and following in t.at and role.kind in ("person", "organisation"):
            name = t.names[t.at[following]]
            if name.first == following and role.kind == "person" and not role.plural:
                start, _ = phrase_start(t, k)
                roles[t.at[following]] = role_text(t, start, k + 1)
                continue
        d = read_descriptor(t, k, role)
        if d is not None:
            found.append(d)
    return found, roles


def compound(w: Words, k: int) -> bool:
    """Whether word k is an ordinary noun that the noun before it only modifies; by what it is not, so verbs in -ed, -s and -ing never are."""
    low = w.lower[k]
    if not low.isalpha() or w.capital[k] or low in NOUN_STOP or low in VERBS or low in ADVERBS or low in DETERMINERS or low in NUMBERS or low in QUANTIFIERS:
        return False
    return not low.endswith(("ed", "ing", "ly", "s", "able", "ible")) and low not in AFTER_NOUN and low not in OWNERS


AFTER_NOUN = frozenset(
    "familiar close present responsible involved aware able unable himself herself themselves itself alone abroad home ago who else elect general too"
    " then thus either neither near next such same own much less least back away forward become come run read hurt beat shot broke ate wrote drank swore"
    " drove shook".split()
)


def role_text(t: Text, start: int, end: int) -> str:
    """The words of a role without article or owner's pronoun."""
    w = t.words
    while start < end and (w.lower[start] in DETERMINERS or w.lower[start] in OWNERS or w.forms[start] in ASIDE):
        start += 1
    return w.slice(start, end)


def phrase_start(t: Text, head: int, floor: int = 0) -> tuple[int, int]:
    """Where the noun phrase of a head begins, and its owner's word number (-1 where it has none)."""
    w = t.words
    k, start = head - 1, head
    while k >= max(floor, head - REACH) and w.sentence[k] == w.sentence[head] and w.block[k] == w.block[head]:
        low = w.lower[k]
        if w.possessive[k] or (w.forms[k] in "'’" and k and w.lower[k - 1].endswith("s") and w.starts[k] == w.ends[k - 1] and not w.quoted[k]):
            owner = k if w.possessive[k] else k - 1
            number = t.at.get(owner)
            start = t.names[number].first if number is not None else owner
            if number is None and w.forms[owner][0].islower():
                start, _ = phrase_start(t, owner, max(floor, head - 2 * REACH))
            elif start and w.lower[start - 1] == "the":
                start -= 1
            return start, owner
        if low in OWNERS:
            return k, k
        if low in DETERMINERS or low in NUMBERS or low in QUANTIFIERS or low.isdecimal():
            counted = low not in DETERMINERS and k > floor and w.lower[k - 1] in DETERMINERS  # "the | two pilots"
            return k - counted, -1
        if (
            low in ("and", "or")
            and k - 1 >= floor
            and start - k == 1
            and w.forms[k - 1][0].isalpha()
            and role_of(w.lower[k - 1]) is None
            and (k - 1) not in t.at
        ):
            k -= 1
            continue
        if low in NOUN_STOP or low in VERBS or low in ADVERBS or not w.forms[k][0].isalnum():
            break
        if low.endswith(("ed", "ing")) and start == k + 1 and k - 1 >= floor and w.lower[k - 1] not in DETERMINERS and w.lower[k - 1] in (THIRD | RELATIVE):
            break
        start = k
        k -= 1
    return start, -1


def read_descriptor(t: Text, head: int, role: Role | None, floor: int = 0, *, asked: bool = False) -> Descriptor | None:
    """The noun phrase headed by a word; None where a bare singular is no phrase that stands for anybody."""
    w = t.words
    start, owner = phrase_start(t, head, floor)
    low = w.lower[start]
    determined = low in DETERMINERS or low in NUMBERS or low in QUANTIFIERS or owner >= 0 or low.isdecimal()
    plural = role.plural if role else w.lower[head].endswith("s")
    if not determined and not asked:
        if role is None or role.kind == "document" or not (plural or w.lower[head] == "police"):
            return None
        while start < head and (w.lower[start].endswith(("ed", "ing")) or w.lower[start] in VERBS):
            start += 1
    inner = range(start + (1 if determined and owner < 0 else 0), head)
    modifiers = frozenset(fold(w.lower[k]) for k in inner if w.forms[k][0].isalnum() and w.lower[k] not in OWNERS and k != owner)
    age = next((w.lower[k].split("-")[0] for k in inner if w.lower[k].endswith("-year-old")), None)
    count = None
    for k in range(start, head):
        if w.lower[k] in NUMBERS or (w.lower[k].isdecimal() and len(w.lower[k]) < 5):
            count = NUMBERS[w.lower[k]] if w.lower[k] in NUMBERS else int(w.lower[k])
            break
    if count is None and not plural and (role is None or role.kind == "person"):
        count = 1
    definite = low in DEFINITE or owner >= 0
    return Descriptor(start, head, head + 1, role.noun if role else w.lower[head], role, plural, definite, owner, modifiers, count, age)


# ---- expressions that were asked for


def read_expression(t: Text, i: int, j: int) -> list[Part]:
    """The parts of an expression, words i to j: what is in apposition, in brackets or in a relative clause is not looked at for more."""
    w = t.words
    while i < j and not w.forms[i][0].isalnum():
        i += 1
    while j > i and not w.forms[j - 1][0].isalnum():
        j -= 1
    parts: list[Part] = []
    k = i
    while k < j and len(parts) < 12:
        part, k = read_part(t, k, j)
        if part is not None:
            parts.append(part)
        elif k < j and t.name_from(k) is not None:
            continue
        k, joint = skip_asides(t, k, j, parts)
        if not joint:
            break
    return parts


def read_part(t: Text, k: int, j: int) -> tuple[Part | None, int]:
    """One part that begins at word k, and where reading goes on."""
    w = t.words
    low = w.lower[k]
    after = w.lower[k + 1] if k + 1 < j else ""
    if (end := both_end(w, k, j)) > k:
        return Part("both", k, end), end
    alone = low not in OWNERS or k + 1 >= j or w.forms[k + 1] in ASIDE or after in NOUN_STOP
    if alone and (low in THIRD or low in FIRST or low in SECOND):
        end = k + 1
        while end < j and w.lower[end] in ("himself", "herself", "themselves", "itself", "all", "both", "too", "also"):
            end += 1
        return Part("both" if low == "they" and "both" in w.lower[k:end] else "pronoun", k, end), end
    if low in NOBODY or (low == "no" and after == "one"):
        return None, j
    if low in RELATIVE and k + 1 >= j:
        return Part("pronoun", k, k + 1), k + 1
    if (low in NUMBERS or low in QUANTIFIERS or low in ("another", "each", "any", "none", "all", "half")) and after == "of":
        return partitive(t, k, j), j
    end = segment_end(t, k, j)
    if end == k:
        return None, k + 1
    name, head = find_head(t, k, end)
    if name >= 0:
        n = t.names[name]
        return Part("name", n.first, n.last, name, role=before_name(t, k, n)), n.last
    if head < 0:
        return None, end
    role = role_of(w.lower[head])
    d = read_descriptor(t, head, role, k, asked=True)
    if d is None:
        return None, end
    if d.first > k and (k - d.first) >= -REACH and not any(w.lower[x] in PREPOSITIONS for x in range(k, d.first)):
        d = replace(d, first=k, definite=d.definite or w.lower[k] in DEFINITE)
    d = replace(d, end=end)
    named = t.name_from(end + 1) if d.plural and d.kind == "person" and end < j and w.forms[end] == "," else None
    if named is not None and named.kind == "person" and listed(t, named.last, j):
        return None, end + 1  # "the mayors of both towns, | Anna Vik and Per Aas |"
    apposed = apposed_name(t, end, j, d)
    if apposed is not None:
        n = t.names[apposed]
        return Part("name", n.first, n.last, apposed, role=role_text(t, d.first, end)), n.last
    if d.noun in SPOKES:
        body = body_of(t, d, end)
        if body is not None:
            return Part("body", d.first, end, find_head(t, *body)[0], d), end
    adjective = adjective_head(t, k, d)
    if adjective is not None:
        return adjective, end
    return Part("descriptor", d.first, end, -1, d), end


def both_end(w: Words, k: int, j: int) -> int:
    """Where "both leaders", "the two" or "the pair" ends; k where it is none."""
    low = w.lower[k]
    after = w.lower[k + 1] if k + 1 < j else ""
    beyond = w.lower[k + 2] if k + 2 < j else ""
    if (low == "both" and (after in ("", ",", "of") or after in SIDES)) or (low in ("neither", "either") and (after in ("", ",", "of") or after in SIDE)):
        return min(k + 2, j)
    if low in ("the", "these", "those") and after in COMMON_NUMBER and (beyond == "" or beyond in SIDES or beyond in ASIDE):
        return min(k + 3, j) if beyond in SIDES else k + 2
    return k


def segment_end(t: Text, k: int, j: int) -> int:
    """Where the noun phrase that begins at k stops: at an aside, a relative clause, or "and" before another one."""
    w = t.words
    e = k
    while e < j:
        number = t.at.get(e)
        if number is not None and t.names[number].last > e + 1:
            e = min(j, t.names[number].last)
            continue
        low = w.lower[e]
        if w.forms[e] in ASIDE or (low in RELATIVE and e > k):
            break
        if low in ("and", "&", "or", "nor") and e > k and joins(t, k, e, j):
            break
        e += 1
    return e


def joins(t: Text, k: int, e: int, j: int) -> bool:
    """Whether an "and" stands between two phrases that each stand for somebody, not inside one."""
    w = t.words
    if e + 1 >= j:
        return False
    before, after = role_of(w.lower[e - 1]), role_of(w.lower[e + 1])
    right = t.name_from(e + 1)
    if right is not None and right.kind != "person" and (e - 1) in t.at:
        first = t.names[t.at[e - 1]].first
        if first - 1 > k and w.lower[first - 1] in PREPOSITIONS and any(role_of(w.lower[x]) is not None for x in range(k, first - 1)):
            return False  # "mayors of Karsk and Ostby"
    ended = (e - 1) in t.at or before is not None
    if not ended:
        # "people in Karsk and two officials": a new determiner always begins a phrase
        return w.lower[e + 1] in DETERMINERS or (w.lower[e + 1] in NUMBERS and e + 2 < j)
    begun = t.name_from(e + 1) is not None or w.lower[e + 1] in DETERMINERS or w.lower[e + 1] in OWNERS or w.lower[e + 1] in NUMBERS or w.lower[e + 1] in THIRD
    if begun:
        return True
    return before is not None and after is not None and not (e + 2 < j and role_of(w.lower[e + 2]) is not None)


def find_head(t: Text, k: int, end: int) -> tuple[int, int]:
    """The name that heads a phrase (its number, or -1) and else the number of its head noun (or -1)."""
    w = t.words
    head = role_head = -1
    x = k
    while x < end:
        number = t.at.get(x)
        if number is not None:
            name = t.names[number]
            last = min(name.last, end)
            owned = w.possessive[last - 1] or (last < end and w.forms[last] in "'’")
            more = last + (1 if last < end and w.forms[last] in "'’" else 0)
            if name.kind == "people":
                return number, -1
            if more >= end or (not owned and (w.lower[last] in PREPOSITIONS or w.forms[last] in ASIDE)):
                return (number, -1) if role_head < 0 or name.kind != "seat" or more >= end else (-1, role_head)
            x = more
            continue
        low = w.lower[x]
        if low in PREPOSITIONS and x > k and (head >= 0 or role_head >= 0):
            if low == "of" and w.lower[x - 1] in QUANTITIES:
                x += 1
                continue  # "a chorus of critics": the critics
            break
        if (
            (w.forms[x][0].isalpha() or low.endswith("-year-old"))
            and low not in DETERMINERS
            and low not in ADVERBS
            and low not in NUMBERS
            and low not in QUANTIFIERS
            and low not in PREPOSITIONS
        ):
            head = x
            if role_of(low) is not None:
                role_head = x
        elif head < 0 and (low in NUMBERS or low in QUANTIFIERS or low in ("this", "that", "these", "those", "another", "all", "some")):
            head = x
        x += 1
    if head >= 0 and w.lower[head].endswith("-year-old") and role_head < 0:
        return -1, head
    return -1, role_head if role_head >= 0 else head


QUANTITIES = frozenset(
    "number chorus pair majority handful series raft range couple dozens scores hundreds thousands lot host string minority trio crop array".split()
)


def before_name(t: Text, k: int, name: Name) -> str:
    """The words of a phrase before the name that heads it, as its role: "Karsk mayor | Ida Lund"."""
    if k >= name.first or name.first - k > REACH:
        return ""
    words = role_text(t, k, name.first)
    return words if words and role_of(words.split()[-1].lower()) is not None else ""


def apposed_name(t: Text, end: int, j: int, d: Descriptor) -> int | None:
    """The number of a name in apposition: "the port's lawyer, | Per Aas |,", "her party, the | Centre Union |,"."""
    w = t.words
    if end >= j or w.forms[end] not in (",", "–", "—") or d.plural or d.kind not in ("person", "unknown", "organisation"):
        return None
    at = end + 2 if end + 1 < j and w.lower[end + 1] == "the" else end + 1
    name = t.name_from(at)
    if name is not None and at == end + 2 and d.kind != "organisation" and not name.title:
        return None  # "its spokesman, the | Rev. Per Aas |"
    if name is None or name.last > j:
        return None
    either = d.noun in EITHER and name.kind == "organisation"  # "the ferry's owner, | Sound Lines |,"
    if not either and name.kind not in (("organisation", "unknown", "seat") if d.kind == "organisation" else ("person", "unknown")):
        return None
    if name.last < j and w.forms[name.last] not in ASIDE:
        return None
    of_body = d.kind == "person" and end > d.last and (role := role_of(w.lower[end - 1])) is not None and role.kind == "organisation"
    if of_body and len(name.words) == 1 and not name.title and not gender_of(name.words[0]):
        return None  # "a spokesman for the pier firm, | Sandstar |": the firm's name
    return t.at[at]


def body_of(t: Text, d: Descriptor, end: int) -> tuple[int, int] | None:
    """The words of the body that a spokesperson speaks for, inside the phrase: after "for", before 's, or as a noun before."""
    w = t.words
    if d.last < end and w.lower[d.last] in BETWEEN:
        if end - 1 in t.at and w.forms[end - 1][:1].isupper():  # "the Vell | police", "the Drovian | foreign ministry": the nouns belong to the name
            more = [e for e in range(end + 1, min(end + 4, len(w)) + 1) if w.forms[e - 1][0].isalnum() and look_up(w.slice(d.last + 1, e))]
            end = max(more, default=end)
        return d.last + 1, end
    if d.owner >= 0:
        start = t.names[t.at[d.owner]].first if d.owner in t.at else d.first
        return (start - 1 if start and w.lower[start - 1] == "the" else start), d.owner + 1
    start = d.first
    while start < d.head and (w.lower[start] in ("a", "an", "another", "one", "the") or w.lower[start] in MODIFIERS):
        start += 1
    if start < d.head and (
        start in t.at or look_up(w.slice(start, d.head)) or any((r := role_of(w.lower[x])) and r.kind == "organisation" for x in range(start, d.head))
    ):
        return start, d.head
    return None


MODIFIERS = frozenset("chief senior former official unnamed deputy new acting press military female male lead main local".split())


def adjective_head(t: Text, k: int, d: Descriptor) -> Part | None:
    """ "Israeli assessments": the adjective is who speaks."""
    w = t.words
    if k not in t.at or w.possessive[k]:
        return None
    seat = t.names[t.at[k]].seat
    if seat is None or seat.rule != "adjective" or not (d.kind in ("document", "unknown") and (d.plural or w.lower[d.head] in ASSESSING)):
        return None
    return Part("adjective", k, t.names[t.at[k]].last, t.at[k])


def partitive(t: Text, k: int, j: int) -> Part:
    """ "one of them", "several of the officials": somebody new."""
    w = t.words
    end = segment_end(t, k + 2, j)
    _, head = find_head(t, k + 2, end)
    role = role_of(w.lower[head]) if head >= 0 else None
    count = NUMBERS.get(w.lower[k], 1 if w.lower[k] in ("another", "each") else None)
    noun = role.noun if role else "person"
    d = Descriptor(k, k, k + 1, noun, role, count != 1, False, -1, frozenset(), count, None, True)
    apposed = apposed_name(t, end, j, d)
    if apposed is not None:  # "One of them, | Per Aas |,"
        return Part("name", t.names[apposed].first, t.names[apposed].last, apposed)
    return Part("descriptor", k, end, -1, d)


def skip_asides(t: Text, k: int, j: int, parts: list[Part]) -> tuple[int, bool]:
    """Past apposition, brackets and relative clause to what is joined by "and"; whether anything is."""
    w = t.words
    while k < j:
        low, form = w.lower[k], w.forms[k]
        if low in ("and", "&", "nor", "or"):
            return k + 1, True
        if form in ("(", "["):
            while k < j and w.forms[k] not in (")", "]"):
                k += 1
            k += 1
            continue
        if form in (",", "–", "—"):
            following = w.lower[k + 1] if k + 1 < j else ""
            if following in ("and", "&"):
                return k + 2, True
            name = t.name_from(k + 1)
            if name is not None and parts and parts[-1].what == "name" and listed(t, name.last, j):
                return k + 1, True
            k += 1
            while k < j and w.forms[k] not in (",", "–", "—", "(", ";"):
                k += 1
            continue
        if low in RELATIVE or low in PREPOSITIONS:
            while k < j and w.forms[k] != ",":
                k += 1
            continue
        k += 1
    return j, False


def listed(t: Text, k: int, j: int) -> bool:
    """Whether a list of names goes on here: ", Lund and Aas"."""
    w = t.words
    return k < j and (w.lower[k] in ("and", "&") or (w.forms[k] == "," and (t.name_from(k + 1) is not None or (k + 1 < j and w.lower[k + 1] == "and"))))
