"""Roles, so that "transport minister", "minister of transport" and "Transport Minister" compare as one.

In: a role as a text words it. Out: its noun, what it is over or at, its country and standing; and how two roles stand to each other.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from onrecord.resolve.where import country_of
from onrecord.resolve.who.words import fold, role_of, roles, titles

Standing = Literal["", "former", "deputy"]
Match = Literal["same", "wider", "other", "open"]

TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
LINKS = frozenset("of for at in on to with from by".split())
EMPTY = frozenset(
    "the a an and & his her its their our senior acting interim current new veteran longtime long-time then incumbent top affairs office ministry department"
    " general chief national state newly elected appointed outgoing".split()
)
FORMER = frozenset("former ex late onetime one-time ousted retired ex-".split())
DEPUTY = frozenset("deputy vice assistant junior shadow under second associate sub".split())
PHRASES = (
    ("prime minister", "premier"), ("harbour master", "harbourmaster"), ("harbor master", "harbourmaster"), ("chief executive officer", "ceo"),
    ("chief executive", "ceo"), ("secretary general", "secretary-general"), ("attorney general", "attorney-general"), ("vice president", "vice-president"),
    ("managing director", "director"), ("station master", "stationmaster"),
)  # fmt: skip
FOLDS = tuple((re.compile(rf"\b{phrase}\b", re.IGNORECASE), noun) for phrase, noun in PHRASES)
SYNONYMS = {
    "harbormaster": "harbourmaster", "chairman": "chair", "chairwoman": "chair", "chairperson": "chair", "spokesman": "spokesperson", "boss": "head",
    "spokeswoman": "spokesperson", "lawmaker": "mp", "legislator": "mp", "parliamentarian": "mp", "attorney": "lawyer", "solicitor": "lawyer",
    "counsel": "lawyer", "advisor": "adviser", "organizer": "organiser", "councilman": "councillor", "councilwoman": "councillor", "councilor": "councillor",
    "pm": "premier", "defense": "defence", "labor": "labour", "harbor": "harbour", "center": "centre", "transportation": "transport",
}  # fmt: skip
# Who heads a body, under whatever name: "head of the port authority", "port authority director".
LEADERS = frozenset("head chief director chair president leader ceo commissioner manager superintendent secretary-general governor".split())
# Offices that one person holds at a time.
HOLDERS = LEADERS | frozenset(
    "minister premier mayor ambassador secretary vice-president attorney-general harbourmaster chancellor king queen pope bishop archbishop rector dean"
    " principal coroner sheriff ombudsman speaker provost emir sultan envoy prince princess".split()
)
SECTORS = frozenset("minister mayor governor ambassador bishop archbishop harbourmaster sheriff ombudsman".split())  # none has two of these
# Callings that hardly anybody has two of within the time of one dispute.
CALLINGS = {
    noun: field
    for field, nouns in {
        "law": "judge prosecutor lawyer magistrate barrister coroner notary",
        "health": "doctor nurse surgeon dentist midwife physician psychiatrist pediatrician medic paramedic",
        "government": "minister premier president king queen mayor ambassador mp senator governor chancellor congressman congresswoman councillor",
        "school": "teacher pupil student headmaster headmistress schoolgirl schoolboy",
        "stage": "actor actress singer dancer musician comedian pianist guitarist composer novelist poet painter sculptor",
        "press": "journalist reporter correspondent editor presenter columnist photographer",
        "sport": "midfielder goalkeeper striker boxer swimmer runner golfer skater skier cyclist referee",
        "trade": "farmer fisherman plumber carpenter butcher baker electrician welder waiter waitress barber shopkeeper grocer trader merchant",
        "sea and air": "pilot ferryman diver sailor astronaut",
        "order": "policeman policewoman detective constable fireman soldier sheriff",
        "church": "priest bishop archbishop rabbi imam nun monk pastor vicar",
    }.items()
    for noun in nouns.split()
}
STATE_ENDINGS = re.compile(r"(?:landic|landish|land|ians|ian|ans|an|ish|ese|ic|ia|i|a|ers|er|s)\Z")


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its noun ("minister"), what else it says (folded words: "transport"), country and standing."""

    head: str
    of: frozenset[str]
    country: str | None = None
    standing: Standing = ""


@lru_cache(maxsize=65536)
def read_role(words: str) -> Role | None:
    """The role that some words name; None where none of them is a noun for a person.

    >>> read_role("minister of transport") == read_role("Transport Minister")
    True
    """
    low = " ".join(words.replace("’", "'").split())
    for phrase, noun in FOLDS:
        low = phrase.sub(noun, low)
    tokens = [m[0] for m in TOKEN.finditer(low)]
    edge = next((k for k, t in enumerate(tokens) if t.lower() in LINKS and k), len(tokens))
    at = next((k for k in range(edge - 1, -1, -1) if names_person(tokens[k])), None)
    if at is None:
        return None
    country, standing, of = None, "", set()
    for k, token in enumerate(tokens):
        bare = token[:-2] if token.endswith("'s") else token.rstrip("'")
        word = bare.lower()
        if k == at or word in EMPTY or word in LINKS:
            continue
        found = country_of(bare) if bare[:1].isupper() else None
        if found is not None:
            country = country or found
        elif word in FORMER:
            standing = standing or "former"
        elif word in DEPUTY:
            standing = "deputy"
        elif word not in titles() or word in roles():
            of.add(stem(word))
    head = tokens[at].lower()
    prefix, _, rest = head.partition("-")
    if rest and prefix in ("ex", "vice", "deputy"):
        standing, head = ("former" if prefix == "ex" else "deputy"), rest
    elif prefix == "co" and rest:
        head = rest
    head = SYNONYMS.get(head, head)
    return Role(head, frozenset(of), country, "former" if standing == "former" else "deputy" if standing else "")


def names_person(token: str) -> bool:
    low = token.lower().removesuffix("'s").rstrip("'")
    if token.endswith(("'s", "'")):
        return False
    if low in ("secretary-general", "attorney-general", "vice-president", "stationmaster", "pm"):
        return True
    found = role_of(low)
    return found is not None and found.kind == "person"


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word of a role or body without plural and case: "ferries", "ferry"; with one spelling for British and American."""
    plain = fold_more(word)
    plain = SYNONYMS.get(plain, plain)
    if len(plain) > 4 and plain.endswith("ies"):
        return plain[:-3] + "y"
    return plain[:-1] if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss") else plain


LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


@lru_cache(maxsize=65536)
def fold_more(word: str) -> str:
    """A word without case, accents and strokes."""
    return fold(word).translate(LETTERS)


@lru_cache(maxsize=65536)
def state_stem(word: str) -> str:
    """What a state's name and its adjective share: "norland" and "norlandic", "tarsova" and "tarsovan"."""
    plain = fold_more(word)
    found = STATE_ENDINGS.search(plain)
    return plain[: found.start()] if found and found.start() >= 3 else plain


def akin(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """The words of a that b has too, an adjective of a state counted as its name."""
    stems = {state_stem(word) for word in b if len(word) > 3}
    return frozenset(word for word in a if word in b or (len(word) > 3 and state_stem(word) in stems))


@lru_cache(maxsize=65536)
def compare_roles(a: Role, b: Role) -> Match:
    """How two roles stand to each other: "same", "wider" (one says less), "other" (hardly one person's), "open" (may be one person's)."""
    head = a.head == b.head
    if a.country and b.country and a.country != b.country:
        return "other" if head and a.head in HOLDERS and a.standing == b.standing else "open"
    shared = akin(a.of, b.of)
    within = len(shared) == min(len(a.of), len(b.of))
    if head:
        if a.standing != b.standing:
            return "other" if "deputy" in (a.standing, b.standing) and "former" not in (a.standing, b.standing) and a.head in HOLDERS else "open"
        if within:
            return "same" if len(a.of) == len(b.of) and (a.country == b.country) else "wider"
        return "other" if a.head in SECTORS and a.standing == "" and not shared else "open"
    if a.standing == b.standing and a.head in LEADERS and b.head in LEADERS and a.of and b.of and within:
        return "same" if len(a.of) == len(b.of) else "wider"
    one, two = CALLINGS.get(a.head), CALLINGS.get(b.head)
    return "other" if one and two and one != two and "former" not in (a.standing, b.standing) else "open"


def compare_all(one: tuple[Role, ...], two: tuple[Role, ...]) -> Match:
    """How two people's roles stand to each other: agreement of any two weighs more than a difference."""
    found = {compare_roles(a, b) for a in one for b in two}
    order: tuple[Match, ...] = ("same", "wider", "other")
    return next((match for match in order if match in found), "open")
