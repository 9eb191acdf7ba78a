"""Which words stand for a government, an office, an organisation or a country.

In: a phrase. Out: what it stands for when it speaks, and the country it belongs to. Names come from two tables (countries.tsv, offices.tsv);
ministries, courts, embassies, parliaments and the like are found by their form, so that a state that nobody has heard of is read as well.
It sees the phrase alone: what the article makes certain is its caller's to add.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal
from unicodedata import combining, normalize

from onrecord.resolve.given import gender_of
from onrecord.text.marks import read_table

LONGEST = 120  # characters; what is longer is a sentence and no name
MOST_WORDS = 8  # of a country's name: "United Kingdom of Great Britain and Northern Ireland"

TOKEN = re.compile(r"\S+")
SPACES = re.compile(r"[\s‐‑–—-]+")
ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
INDEFINITE = re.compile(r"\A\s?an?\s", re.IGNORECASE)
OWNER = re.compile(r"\A([^']{1,60})(?:'s|(?<=s)') (.+)")
ONES_OWN = re.compile(r"\A(?:its|their|our|his|her|(?:the )?(?:country|nation|state|kingdom|republic|island|neighbou?r)(?:'s|s')) (.+)", re.IGNORECASE)
NO_MODIFIER = r"(?!(?:and|or|the|of|in|at|for|with|to|from|by|on|who|that) )"
MODIFIERS = re.compile(rf"\A{NO_MODIFIER}[a-z]{{1,20}}(?:[ -]{NO_MODIFIER}[a-z]{{1,20}}){{0,2}} (?=\S)")  # "far-right", "newly formed"
NEWNESS = re.compile(r"\A(?:new|current|outgoing|incoming|interim|then|present|acting) ")
# An invented state is one capitalised word, or two where the first is of this kind, or has its form of state before it.
STATE = (
    r"(?:the )?(?:(?:Democratic |People's |Federal |Islamic |United )?(?:Republic|Kingdom|Federation|Union|Principality|Commonwealth|Duchy) of )?"
    r"(?P<state>(?:(?:North|South|East|West|New|Upper|Lower|Great|Greater|Little|Northern|Southern|Eastern|Western|Central|Saint|St|Port|San|Santa) )?"
    r"[A-Z][^\W\d_]{2,30}(?:-[A-Z][^\W\d_]{1,30})?)"
)
A_STATE = re.compile(rf"\A{STATE}\Z")
OF_STATE = re.compile(rf"\A(.{{3,80}}?) of ({STATE})\Z")
ADJECTIVE = re.compile(r"(?:ish|ese|ian|ean|an|ic|i|ch|sk)$")  # "Norlandish": the country's own name is not in the word
NO_STATE = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december"
    " today yesterday tomorrow president chancellor premier minister king queen prince princess pope mayor governor senator judge general deputy vice"
    " supreme high federal national central royal state public chief house senate party church city university joint security a an"
    " world europe africa asia america people peoples nations justice".split()
)
SECTOR = r"[^\W\d_][\w&, -]{1,80}"
MINISTRY = re.compile(rf"\Aministry (?:of|for) (?:the )?({SECTOR})|\A({SECTOR}) ministry", re.IGNORECASE)
DEPARTMENT = re.compile(rf"\A(?:[Dd]epartment (?:of|for) (?:the )?[A-Z]{SECTOR}|[A-Z][\w'-]{{0,20}} (?:(?:[A-Z][\w'-]{{0,20}}|and|of|&) ){{0,5}}Department)")
COURT = re.compile(
    r"\A(?:\d{1,2}(?:st|nd|rd|th) )?(?:[A-Z][\w.'-]{1,20} ){0,4}(?:[A-Z][\w.'-]{1,20}|district|regional|city|county|magistrates'|crown|municipal|provincial"
    r"|military|administrative|federal|criminal|civil|family|top|local|labou?r|anti-corruption|state) [Cc]ourt(?: of [A-Z][a-z]{1,12})?"
)
# "Prime Minister Ida Lund's office" is the Prime Minister's Office.
HELD = re.compile(
    r"\A(?P<title>(?i:(?:deputy )?prime minister|premier|(?:vice )?president|chancellor|crown prince|governor|mayor|attorney general"
    r"|(?:foreign|defen[cs]e|finance|interior|justice) minister)) [A-Z][\w. '-]{1,50}'s? office"
)
OFFICE_OF = re.compile(r"\Aoffice of (?:the )?(.{4,80})", re.IGNORECASE)
MEDIUM = (
    r"(?P<agency>news agency|agency|newswire|wire service|news service)|news (?:outlet|website|site|channel|portal)|newspaper|daily|weekly|magazine|broadcaster"
    r"|television|(?:TV|television|radio) (?:channel|station|network)|TV|radio|tabloid|website|paper"
)
MEDIUM_FIRST = re.compile(
    rf"\A(?:(?:state|official|state-run|state-owned|semi-official|independent|private|local|public|national|liberal|conservative|pro-government|financial|business"
    rf"|daily|weekly|leading|English-language) ){{0,3}}(?:{MEDIUM}) (?P<name>[A-Z][\w.&' -]{{1,50}})"
)
MEDIUM_LAST = re.compile(rf"\A(?P<name>[A-Z][\w.&'-]{{1,30}}(?: [A-Z][\w.&'-]{{1,30}}){{0,4}}) (?:{MEDIUM})")
# What papers and stations call themselves: "the Examiner", "the Harbour Post".
PAPER = "Times|Herald|Tribune|Gazette|Chronicle|Examiner|Courier|Telegraph|Observer|Inquirer|Sentinel"
TITLED = re.compile(rf"\A(?:(?:[A-Z][\w.&'-]{{1,30}} ){{1,4}}(?:News|Post|Journal|Mail|Press|Radio|Television|TV|Broadcasting|Dispatch|{PAPER})|{PAPER})")
FORM_WORDS = frozenset(
    "ministry department court office agency newswire service outlet website site channel portal newspaper daily weekly magazine broadcaster television tv"
    " station network radio tabloid paper news post journal mail press broadcasting dispatch".split()
    + PAPER.lower().split("|")
)
LOCATED = re.compile(r"\A(.{3,80}) in (?:the )?([A-Z][^,]{1,40})")

COLUMNS = (("name", "country"), ("other", "country"), ("capital", "capital"), ("adjective", "adjective"), ("people", "people"), ("region", "region"))
Level = Literal["nation", "state", "town", "none"]  # the smallest thing that has an office of this kind


@dataclass(frozen=True, slots=True)
class Seat:
    """What a phrase stands for when it speaks.

    name: as shown without context ("Kremlin", "Moscow", "Prime Minister's Office"); `country` is kept apart from an office's name. country:
    English short name, None where context must say. rule: "country", "capital", "adjective", "region", "office", "building", "organisation",
    "agency", "outlet"; with a question mark ("country?", "agency?") where the word is as well a person's name, a state or a town.
    """

    name: str
    kind: Literal["government", "office", "organisation", "place"]
    country: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A form as a table has it: what it stands for, and who else than a nation may have such an office."""

    seat: Seat
    form: str
    level: Level = "none"
    word: bool = False  # a common word or a person's name but for its capitals


@dataclass(frozen=True, slots=True)
class _Country:
    """A word of a country; `country` is None where the word is of several."""

    country: str | None
    form: str
    rule: str
    word: bool = False
    other: str = ""  # what else the word is


@lru_cache(maxsize=8192)  # an article names the same few again and again
def look_up(phrase: str) -> Seat | None:
    """What a whole phrase stands for when it speaks, blind to article, case and the ending of a possessor; None where it is nothing of the sort.

    Acronyms want their capitals ("WHO", not "who"), and so do names that are common words ("Turkey"). A people ("the Danes") is no government.
    """
    words = _tidy(phrase)
    if not 1 < len(words) <= LONGEST:
        return None
    row = _read(words) or (_read(words[:-2]) if words.endswith("'s") else None)
    if row:
        return row.seat
    seat = _speaker(words) if not _heads().isdisjoint(_fold(words).split()) else None
    # "A Karsk newspaper" is none that is called Karsk.
    return None if seat and seat.rule in ("agency", "outlet") and INDEFINITE.match(phrase) else seat


def country_of(word: str) -> str | None:
    """The country that a name, capital, adjective or demonym belongs to; None where it is none or more than one."""
    words = _tidy(word)
    found = (_country(words) or _country(words.removesuffix("'s"))) if 1 < len(words) <= LONGEST else None
    return found.country if found and found.rule != "region" else None


# ---- the tables


def _tidy(phrase: str) -> str:
    """Without article, with straight apostrophes and single spaces."""
    return ARTICLE.sub("", " ".join(phrase.replace("’", "'").split()).strip(' ,;:"“”'))


@lru_cache(maxsize=65536)
def _fold(words: str) -> str:
    """How words are compared: without article, case, accents, full stops and hyphens."""
    plain = words if words.isascii() else "".join(c for c in normalize("NFKD", words) if not combining(c))
    return ARTICLE.sub("", SPACES.sub(" ", plain.replace("’", "'").replace(".", "")).strip().casefold())


def _written_so(words: str, form: str, word: bool) -> bool:
    """Whether the words have the capitals without which they would be others: "US", "Turkey"; "Nato" will do, "Sana" is somebody's name."""
    plain = words.replace(".", "")
    if form.isupper() and len(form) > 1:
        return plain.isupper() or (not word and sum(map(str.isalpha, form)) > 3 and plain[:1].isupper())
    return not word or words[:1].isupper()


def _doubts(cell: str, form: str) -> tuple[bool, str]:
    """What a form is besides, from the column `also` ("Georgia=state, first name"): whether it needs its capitals, and what leaves it in doubt even so."""
    for pair in cell.split(";"):
        name, _, what = pair.partition("=")
        if name.casefold() == form.casefold():
            readings = what.split(", ")
            return "word" in readings or form.isupper(), "" if form.isupper() else ", ".join(r for r in readings if r != "word")
    return False, ""


@cache
def _countries() -> dict[str, _Country]:
    """Every word of a country by its folded form. A nation's or territory's words give way to a state's ("London")."""
    found: dict[str, _Country] = {}
    table = read_table("countries.tsv")
    for rows in ([r for r in table if r["status"] not in ("nation", "territory")], [r for r in table if r["status"] in ("nation", "territory")]):
        here: dict[str, _Country] = {}
        for column, rule in COLUMNS:
            for row in rows:
                for form in filter(None, row[column].split(";")):
                    new = _Country(row["name"], form, rule, *_doubts(row["also"], form))
                    old = here.setdefault(_fold(form), new)
                    if old.country != row["name"] and rule != "region":
                        here[_fold(form)] = replace(old, country=None)
        found = here | found
    return found


@cache
def _names() -> dict[str, str]:
    """A country's name by its code."""
    return {row["iso2"]: row["name"] for row in read_table("countries.tsv")}


@cache
def _adjectives() -> dict[str, str]:
    """The first adjective of each country by its name."""
    return {row["name"]: row["adjective"].split(";")[0] for row in read_table("countries.tsv")}


@cache
def _offices() -> dict[str, _Row]:
    """Every phrase of the offices' table by its folded form."""
    found: dict[str, _Row] = {}
    kinds: dict[str, Literal["government", "office", "organisation"]] = {"government": "government", "office": "office", "organisation": "organisation"}
    rules = {"state": "office", "local": "office", "body": "organisation"}
    levels: dict[str, Level] = {"state": "state", "local": "town"}
    for row in read_table("offices.tsv"):
        country = _names().get(row["country"])
        for form in row["phrase"].split(";"):
            word, doubt = _doubts(row["also"], form)
            # "state media" of any state has small letters, "Reuters" is one alone.
            one = country is not None or (row["what"] in ("body", "agency", "outlet", "capital") and not form[0].islower())
            level: Level = "none" if one else levels.get(row["what"], "nation")
            seat = Seat(row["name"], kinds[row["kind"]], country, rules.get(row["what"], row["what"]) + ("?" if doubt else ""))
            found[_fold(form)] = _Row(seat, form, level, word)
    return found


@cache
def _heads() -> frozenset[str]:
    """Words one of which stands in every phrase that `_speaker` can read: the first and last of the table's, and those that forms are known by."""
    return frozenset(word for form in _offices() for word in (form.split()[0], form.split()[-1])) | FORM_WORDS


def _country(words: str) -> _Country | None:
    found = _countries().get(_fold(words))
    return found if found and _written_so(words, found.form, found.word) else None


def _office(words: str) -> _Row | None:
    found = _offices().get(_fold(words))
    return found if found and _written_so(words, found.form, found.word) else None


# ---- one name


def _read(words: str) -> _Row | None:
    """A name or kind of office with no country's word before or after it."""
    office = _office(words)
    if office:
        return office
    country = _country(words)
    if country is None or country.rule == "people":
        return None
    if country.rule == "region":
        return _Row(Seat(country.form, "place", country.country, "region?" if country.other else "region"), country.form)
    name = country.country if country.rule == "adjective" and country.country else country.form
    return _Row(Seat(name, "government", country.country, "country?" if country.other else country.rule), country.form)


def _by_form(words: str) -> _Row | None:
    """A ministry, department, court, holder's office or medium that no table has."""
    held = HELD.fullmatch(words)
    if held and (row := _office(f"{held['title']}'s office")):
        return row
    ministry = MINISTRY.fullmatch(words)
    if ministry:
        name = f"{_capitals(ministry[1] or ministry[2])} Ministry"
        return _office(name) or _Row(Seat(name, "office", None, "office"), name, "nation")
    if DEPARTMENT.fullmatch(words):
        return _Row(Seat(words, "office", None, "office"), words, "state")
    if COURT.fullmatch(words):
        return _Row(Seat(words, "office", None, "office"), words, "town")
    medium = MEDIUM_FIRST.fullmatch(words) or MEDIUM_LAST.fullmatch(words)
    if medium:
        known = _office(medium["name"])
        if known and known.seat.rule.rstrip("?") in ("agency", "outlet"):
            return replace(known, seat=replace(known.seat, rule=known.seat.rule.rstrip("?")))
        if not words.endswith((" agency", " paper", " network")) or words.endswith("news agency"):  # a space agency is no medium
            return _Row(Seat(medium["name"], "organisation", None, "agency" if medium["agency"] else "outlet"), medium["name"])
    if TITLED.fullmatch(words) and gender_of(words.split()[0]) is None:
        return _Row(Seat(words, "organisation", None, "outlet"), words)
    return None


def _capitals(words: str) -> str:
    """ "women and equality" as in a title."""
    return " ".join(w if w in ("and", "of", "the", "for", "&") or not w[0].islower() else w[0].upper() + w[1:] for w in words.split())


# ---- a name with the country it is of


def _speaker(words: str) -> Seat | None:
    """A phrase of more than one name: "Russia's foreign ministry", "the Ministry of Fisheries of Norland", "police in Karsk"."""
    words = NEWNESS.sub("", words, count=1) if NEWNESS.match(words) else words
    for country, head in _split(words):
        row = _head(head)
        if row and (seat := _of_country(row, country, head, words)):
            return seat
    own = ONES_OWN.fullmatch(words)
    if own:
        row = _head(own[1])
        return row.seat if row and row.level != "none" else None
    office = OFFICE_OF.fullmatch(words)
    return _of_stranger(words) or _somewhere(words) or (_speaker(f"{office[1]}'s office") if office else None)


def _split(words: str) -> Iterator[tuple[_Country, str]]:
    """Known countries at the beginning or after "of", with what is left, the longest name first."""
    tokens = [m.end() for m in TOKEN.finditer(words)][: MOST_WORDS + 1]
    for end in reversed([e for e in tokens if e < len(words)]):
        before = words[:end]
        stem = before[:-2] if before.endswith("'s") else before[:-1] if before.endswith("s'") else before
        country = _country(stem)
        if country and country.rule != "people":
            yield country, words[end + 1 :]
    head, of, name = words.rpartition(" of ")
    while of:
        country = _country(_tidy(name))
        if country and country.rule in ("country", "region"):
            yield country, head
        head, of, more = head.rpartition(" of ")
        name = f"{more} of {name}"


def _head(words: str) -> _Row | None:
    """An office's or body's name, after modifiers in small letters where there are some ("far-right government")."""
    row = _office(words) or _by_form(words)
    found = None if row else MODIFIERS.match(words)
    return row or (_office(words[found.end() :]) if found else None)


def _of_country(row: _Row, country: _Country, head: str, words: str) -> Seat | None:
    """An office and the country beside it; None where they do not go together ("Russia's Pentagon")."""
    seat, name = row.seat, country.country
    if seat.rule in ("agency", "outlet", "agency?", "outlet?") and row.level == "none":
        whole = seat.name == head and _office(head) is None and "' " not in words and "'s " not in words  # "Moscow Times"
        return replace(seat, name=words if whole else seat.name, country=seat.country or name, rule=seat.rule.rstrip("?"))
    if country.rule == "region":  # a state's own court, police or ministry
        return Seat(words, seat.kind, name, seat.rule)
    if row.level == "none" and seat.kind == "organisation" and seat.country is None:
        if row.form != seat.name and not row.form.isupper():  # "Russia's Security Council" is not the United Nations'
            return Seat(row.form, "office", name, "office")
        return Seat(f"{_adjectives()[name]} {row.form}" if name else words, seat.kind, name, seat.rule)  # "the Norwegian Red Cross"
    if row.level == "none" and seat.country == name:
        return seat
    if row.level == "none":  # "the Danish Home Office" is another than the one in the table, "Russia's FBI" a figure of speech
        return Seat(row.form, "office", name, "office") if seat.rule == "office" and " " in row.form else None
    if row.level != "nation" and "state" in country.other:  # "the Georgia Supreme Court"
        return Seat(words, seat.kind, None, seat.rule)
    if country.rule == "capital" and not words.startswith(f"{country.form}'"):
        return Seat(words, seat.kind, name, seat.rule) if row.level != "nation" or seat.kind != "office" else replace(seat, country=name)
    if seat.kind == "office":
        return replace(seat, country=name)
    return Seat(f"{_adjectives()[name]} {seat.name}" if name else words, seat.kind, name, seat.rule)


def _of_stranger(words: str) -> Seat | None:
    """An office whose country no table has: "Norland's foreign ministry", "the parliament of Norland", "the Norland government"."""
    owner = OWNER.fullmatch(words)
    row = _head(owner[2]) if owner else None
    if owner and row:
        if row.level == "none" and _country(owner[1]):
            return None
        if row.level == "none":  # "Lund's White House", "Norland's Harbour Post"
            state = _state(owner[1])  # or a person: "Lund's State Department"
            medium = row.seat.country is None and row.seat.rule in ("agency", "outlet")
            if state and row.seat.rule == "office" and " " in row.form:
                return Seat(row.form, "office", None, "office")
            return replace(row.seat, country=state) if state and medium else row.seat if state and row.seat.rule == "building" else None
        return _stranger(row, owner[1], words)
    after = OF_STATE.fullmatch(words)
    row = _head(after[1]) if after else None
    if after and row and row.level != "none" and (row.level != "town" or " " in after[1] or row.seat.kind != "office"):
        seat = _stranger(row, after[2], words)
        if seat:
            return seat
    plain = _by_form(words)
    if plain and plain.level == "none":
        return plain.seat
    first, _, rest = words.partition(" ")
    row = _office(rest) or (_by_form(rest) if plain is None else None)
    if not first[:1].isupper() or row is None or not _state(first):
        return plain.seat if plain else None
    if row.level == "none" and row.seat.country:
        return None
    if row.level == "none" or (row.seat.kind == "office" and row.level == "nation"):
        return replace(row.seat, country=first) if not ADJECTIVE.search(first) else row.seat if row.level == "none" else replace(row.seat, name=words)
    return Seat(words, row.seat.kind, None, row.seat.rule)


def _stranger(row: _Row, name: str, words: str) -> Seat | None:
    """An office with its unknown owner, where that may be a state."""
    country = _state(name)
    if country is None:
        return None
    if row.level == "town":
        return Seat(words, row.seat.kind, None, row.seat.rule)
    if row.seat.kind == "office":
        return replace(row.seat, country=country)
    return Seat(f"{row.seat.name} of {country}", row.seat.kind, country, row.seat.rule)


def _state(name: str) -> str | None:
    """A word that may be an unknown state's name: capitalised, no title, no weekday, no first name of somebody."""
    found = A_STATE.match(name)
    if found is None or _country(found["state"]) or any(part.casefold() in NO_STATE for part in found["state"].split()):
        return None
    return found["state"] if gender_of(found["state"].split()[0]) is None else None


def _somewhere(words: str) -> Seat | None:
    """ "The foreign ministry in Moscow", "police in Karsk", "the embassy in Karsk"."""
    found = LOCATED.fullmatch(words)
    if found is None:
        return None
    head, place = found[1], found[2]
    seat = look_up(head)
    if seat is None or seat.kind == "place" or seat.rule not in ("office", "building"):
        return None
    row = _office(head)
    if seat.name in ("Embassy", "Consulate", "High Commission", "UN Mission"):  # it speaks for another country than the one it stands in
        return replace(seat, name=f"{seat.name} in {place}")
    if seat.country is None and row and row.level != "none":
        where = _country(place)
        country = where.country if where and where.rule != "people" else None
        return replace(seat, country=country) if seat.kind == "office" and row.level != "town" else Seat(words, seat.kind, country, seat.rule)
    return seat
