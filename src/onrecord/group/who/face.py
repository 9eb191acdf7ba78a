"""What a text tells of one entity, in a form that compares: its sort, its name's keys, roles, country, gender and age.

In: an entity and its article. Out: its facet. The reader's kind is corrected where role or name say otherwise. It compares nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from onrecord.group.texts import published_on
from onrecord.group.who.role import LEADERS, Role, fold_more, read_role, state_stem, stem
from onrecord.resolve.given import gender_of
from onrecord.resolve.where import country_of, look_up
from onrecord.resolve.who.cast import last_name
from onrecord.resolve.who.words import ACRONYM, PARTICLES, SUFFIXES, role_of, titles
from onrecord.types import Article, Entity, Record

Sort = Literal["person", "holder", "body", "state", "crowd", "document", "unnamed"]

TOKEN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*|&")
ARTICLE = re.compile(r"\A(?:the|an?) ", re.IGNORECASE)
SMALL = frozenset("the a an of for and & at in on de la du et und y to".split())
LEGAL = frozenset("ltd inc plc llc co corp gmbh sa ag ltd. inc. co. corp.".split())
GOVERNING = frozenset("government govt administration regime authorities republic kingdom state federation".split())
AGE_AFTER = re.compile(r",? (?:\(|aged )?(\d{2,3})\b(?=[,.)]| years old)")
AGE_BEFORE = re.compile(r"\b(\d{2,3})-year-old (?:[\w-]+ ){0,4}\Z")
PRESS = re.compile(r"(?<=\w)(?:'s)? (?:press|media) (?:service|office|department|team)\Z")  # it speaks as the body
VAGUE = frozenset("ministry court council office department embassy consulate commission".split())
PLAIN_SEATS = frozenset("office seat building".split())


@dataclass(frozen=True, slots=True)
class Facet:
    """All that decides whether two entities may be one, but for their texts; equal facets are one to the rules.

    `names` are (first, middle, last) of a person, `words` the key of anything else: folded words without article, legal form and country. `common`: named by a
    common noun alone, of several words ("port authority"); `plain`: by a single one ("ministry"), which joins nothing. `own` parts what must not be
    joined by its looks: unnamed sources, common nouns.
    """

    sort: Sort
    names: tuple[tuple[str, str, str], ...] = ()
    words: frozenset[str] = frozenset()
    forms: frozenset[frozenset[str]] = frozenset()
    acronyms: frozenset[str] = frozenset()
    initials: str = ""
    tail: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    country: str | None = None
    gender: str | None = None
    suffix: str | None = None
    born: tuple[int, int] | None = None
    firm: bool = True  # that a person is one: a first name that is known, a title, a role
    common: bool = False
    plain: bool = False
    rivals: bool = False  # of a bare last name: its own text has another who bears it
    own: tuple[str, str] | None = None

    @property
    def key(self) -> str:
        """What stands for it in the company of its text."""
        return self.last or " ".join(sorted(self.words))

    @property
    def last(self) -> str:
        return self.names[0][2] if self.names else ""

    @property
    def first(self) -> str:
        return self.names[0][0] if self.names else ""


# ---- one entity


def face(e: Entity, article: Article, led: frozenset[str]) -> Facet:
    """The facet of an entity of an article; `led` are names that somebody heads."""
    own = (article.id, e.id)
    if e.kind == "unnamed":
        return Facet("unnamed", own=own)
    if e.kind == "person":
        if is_body(e, article, led):
            return face_body(e, own)
        return face_holder(e, own) or face_person(e, article)
    if e.kind in ("government", "place"):
        return face_state(e, own)
    if e.kind in ("organisation", "office"):
        if e.name.split()[-1:] == ["PM"] and (holder := face_holder(replace(e, name=e.name[:-2] + "pm", mentions=()), own)):
            return holder
        if is_person(e):
            return face_person(e, article)
        words = [w.lower() for w in e.name.split()]
        return face_state(e, own) if words and words[-1] == "government" else face_body(e, own)
    facet = face_body(e, own)
    sort: Sort = "crowd" if e.kind == "group" else "document"
    plain = facet.plain or len(facet.words) < 2 or (sort == "document" and facet.common)
    return Facet(sort, words=facet.words, country=facet.country, common=facet.common, plain=plain, own=own if plain or facet.common else None)


def led_bodies(record: Record) -> frozenset[str]:
    """What the roles of a record's people say that somebody heads: "chief executive of | Corvel Metro"."""
    found = set()
    for e in record.entities:
        for role in e.roles:
            held, of, body = role.partition(" of ")
            read = read_role(held) if of else None
            if read is not None and read.head in LEADERS:
                found.add(ARTICLE.sub("", body))
    return frozenset(found)


def is_body(e: Entity, article: Article, led: frozenset[str]) -> bool:
    """Whether what was read as a person is a body: its role, its last word, "it", or who heads it says so ("Lacus", Tesmari news agency)."""
    if any(read_role(r) is not None for r in e.roles):
        return False
    heads = [role_of(r.split()[-1].lower()) for r in e.roles if r.split()]
    words = e.name.split() or [""]
    if any(h is not None and h.kind == "organisation" for h in heads) or e.name == article.outlet or e.name in led or words[-1].lower() in led:
        return True
    if e.roles or gender_of(words[0]) or any(a.split()[0].rstrip(".").lower() in titles() for a in e.aliases if a.split()):
        return False
    last = role_of(words[-1].lower()) if len(words) > 1 else None
    it = any(m.kind == "pronoun" and article.text[m.start : m.end].lower() in ("it", "its", "itself") for m in e.mentions)
    return it or (last is not None and last.kind == "organisation")


def is_person(e: Entity) -> bool:
    """Whether what was read as an organisation is a person: somebody's role, and no noun of a body in its name."""
    words = e.name.split()
    held = any(read_role(r) is not None for r in e.roles)
    return held and len(words) > 1 and look_up(e.name) is None and not any((h := role_of(w.lower())) is not None and h.kind == "organisation" for w in words)


def face_holder(e: Entity, own: tuple[str, str]) -> Facet | None:
    """A person known by a role alone: "transport minister"; None for a person with a name."""
    if any(m.kind == "name" for m in e.mentions):
        return None
    role = read_role(e.name)
    tokens = [m[0] for m in TOKEN.finditer(e.name)]
    if role is None or not any(t[0].islower() and t.lower() not in PARTICLES for t in tokens):
        return None
    if role.country is None and e.country:
        role = Role(role.head, role.of, e.country, role.standing)
    return Facet("holder", roles=(role,), country=role.country, own=own)


def face_person(e: Entity, article: Article) -> Facet:
    courtesy: set[str] = set()
    names: dict[tuple[str, str, str], None] = {}
    suffix = None
    for form in (e.name, *e.aliases):
        tokens = [m[0] for m in TOKEN.finditer(form)]
        while len(tokens) > 1 and tokens[0].rstrip(".").lower() in titles():
            title = titles()[tokens[0].rstrip(".").lower()]
            if title.gender:
                courtesy.add(title.gender)
            tokens = tokens[1:]
        if form == e.name:
            suffix = next((s for t in tokens[1:] if (s := fold_more(t)) in ("jr", "sr", "ii", "iii")), None)
        words = [t for t in tokens if fold_more(t) not in SUFFIXES] or tokens
        if words and (form == e.name or (len(words) > 1 and names and not looks_titled(words, next(iter(names))))):
            names.setdefault(key_of(words))
    whole = names or {("", "", fold_more(e.name)): None}
    roles = tuple(sorted({r for words in e.roles if (r := read_role(words)) is not None}, key=_role))
    for told in e.roles:
        found = role_of(told.split()[-1].lower()) if told.split() else None
        if found is not None and found.kind == "person" and found.gender and found.noun in GENDERED:
            courtesy.add(found.gender)
    country = e.country or next((r.country for r in roles if r.country), None)
    first = next(iter(whole))[0]
    firm = bool(roles or courtesy or (first and (len(first) == 1 or gender_of(first))))
    own = (article.id, e.id) if not first and not roles and country is None else None
    return Facet(
        "person", names=tuple(whole), roles=roles, country=country, gender=next(iter(courtesy)) if len(courtesy) == 1 else None, suffix=suffix,
        born=born(e, article), firm=firm, own=own,
    )  # fmt: skip


GENDERED = frozenset("spokeswoman spokesman chairwoman chairman congresswoman congressman actress queen king princess prince policewoman policeman".split())


def looks_titled(words: Sequence[str], name: tuple[str, str, str]) -> bool:
    """Whether a form is a name with its role before it: "Russian President Vladimir Putin"."""
    folded = [fold_more(w) for w in words]
    first, _, last = name
    if last_name(folded) != last and folded[-1] != last:
        return first in folded or len(words) > 3
    return len(words) > 2 or any(role_of(w) for w in folded[:-1]) or country_of(words[0]) is not None


def key_of(words: Sequence[str]) -> tuple[str, str, str]:
    """First name, middle names and last name, folded; "al-" and particles left out."""
    last = last_name([fold_more(w) if not w[:3].lower().startswith(("al-", "al'", "al’")) else w for w in words]).translate({ord("'"): None})
    rest = [fold_more(w) for w in words[:-1] if w.lower() not in PARTICLES]
    return (rest[0] if rest else "", " ".join(rest[1:]), last)


def born(e: Entity, article: Article) -> tuple[int, int] | None:
    """The years in one of which somebody was born, from an age beside a mention and the year of publication (0 where that is not known)."""
    day = published_on(article)
    year = int(day[:4]) if day and day[:4].isdigit() else 0
    for m in e.mentions:
        if m.kind != "name":
            continue
        found = AGE_AFTER.match(article.text, m.end, m.end + 24) or AGE_BEFORE.search(article.text[max(0, m.start - 60) : m.start])
        if found and 12 <= int(found[1]) <= 110:
            return year - int(found[1]) - 1, year - int(found[1])
    return None


@lru_cache(maxsize=65536)
def read_body(name: str) -> tuple[frozenset[str], str | None, tuple[str, ...], str, bool, bool]:
    """A body's name: words, country, words in order, initials, whether it is a common noun and whether a single one."""
    bare = PRESS.sub("", ARTICLE.sub("", " ".join(name.replace("’", "'").split())))
    seat = look_up(bare)
    seated = seat is not None and seat.kind == "office" and seat.rule in PLAIN_SEATS
    shown = bare
    country = seat.country if seat is not None else None
    if seat is not None and seated and seat.rule != "seat":
        shown = seat.name
    tokens = [m[0] for m in TOKEN.finditer(shown)]
    words: list[str] = []
    proper = seat is not None and not seated
    for token in tokens:
        low = token.lower()
        if low in SMALL or low in LEGAL:
            continue
        plain = token[:-2] if token.endswith("'s") else token.rstrip("'")
        found = country_of(plain) if plain[:1].isupper() and len(tokens) > 1 else None
        if found is not None:
            country = country or found
            proper = True
            continue
        if country is not None and fold_more(plain) == fold_more(country):
            continue
        kind = role_of(plain.lower())
        proper = proper or (plain[:1].isupper() and not seated and not (kind is not None and kind.kind == "organisation"))
        words.append(stem(plain))
    if seated and seat is not None and seat.rule == "building":
        proper = True
    initials = "".join(t[0] for t in TOKEN.findall(bare) if t.lower() not in SMALL and t[0].isalnum()).lower()
    common = not proper and country is None
    single = common and len(words) < 2 and (not seated or shown.lower() in VAGUE)
    return frozenset(words), country, tuple(words), initials, common, single


def face_body(e: Entity, own: tuple[str, str]) -> Facet:
    words, country, tail, initials, common, plain = read_body(e.name)
    acronyms = {a for form in (e.name, *e.aliases) if (a := acronym(form))}
    forms = set()
    for alias in e.aliases:
        other, _, _, _, vague, _ = read_body(alias)
        if not vague and len(other) > 1 and (other & words or not words):
            forms.add(other)
    if e.country and country is None:
        country = e.country
        words = words - {stem(e.country)}
    words = words or frozenset({stem(e.name)})
    return Facet(
        "body", words=words, forms=frozenset(forms), acronyms=frozenset(acronyms), initials=initials, tail=tail, country=country,
        common=common, plain=plain, own=own if common or plain else None,
    )  # fmt: skip


def acronym(form: str) -> str | None:
    bare = ARTICLE.sub("", form)
    return fold_more(bare.replace(".", "")).rstrip("s") or None if ACRONYM.fullmatch(bare) else None


def face_state(e: Entity, own: tuple[str, str]) -> Facet:
    """A government or place: by its country, else by what its name and adjective share."""
    if e.country and e.kind != "place":
        return Facet("state", words=frozenset({state_stem(e.country)}), country=e.country)
    bare = ARTICLE.sub("", e.name)
    words = [w for m in TOKEN.finditer(bare) if (w := fold_more(m[0].replace("’", "'").removesuffix("'s"))) not in SMALL and w not in GOVERNING]
    if not words:
        return Facet("state", words=frozenset({"government"}), common=True, plain=True, own=own)
    return Facet("state", words=frozenset({state_stem(w) for w in words}), country=e.country if e.kind != "place" else None)


def _role(role: Role) -> tuple[str, str, str, str]:
    return role.head, " ".join(sorted(role.of)), role.country or "", role.standing
