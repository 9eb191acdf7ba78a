"""A statement as one rendering of an utterance: what of it is compared.

In: statements with their voices. Out: versions: the words with which of them are quoted, the senses of the content words with their weights, whose words
they may be, when and on what occasion they were said. Everything is the statement's own; nothing counts the other inputs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from onrecord.group.meaning import FUNCTION, rarity, stem, vector
from onrecord.group.memo import NONE, Memo
from onrecord.group.texts import Said, first_members, interval, published_on
from onrecord.group.wording import side_of
from onrecord.group.wording.marks import load_synonyms, senses
from onrecord.group.wording.words import value_of
from onrecord.resolve.where import look_up
from onrecord.types import Entity

CAP = 7.0  # a rare name says no more than a rare word
RUN = 5  # quoted words in a row that may be nobody else's
WHOLE, PAIR = 4.5, 9.0  # weight of a whole quoted fragment that the other has, and of one of two words
FRAME = 0.6  # a statement whose content is so much another's is only its frame
APART = frozenset({"headline", "standfirst", "subhead", "quote", "caption"})  # blocks that repeat the text's own statements
AGAIN = re.compile(r"\b(?:again|once more|repeat(?:s|ed|ing)?|reiterat(?:es|ed|ing))\b", re.IGNORECASE)
TAKEN_BACK = re.compile(r"\b(?:it|that|this|I|we) (?:was|were) (?:wrong|mistaken)\b|\btakes? (?:it|this|that) back\b|\bmisspoke\b", re.IGNORECASE)
AFTER = re.compile(r",? (?:\w+ )?(?:again|once more)\b")
SERVICE = re.compile(r" (?:press (?:service|office|secretary|department)|spokes(?:man|woman|person)|information office)$", re.IGNORECASE)
LEADS = re.compile(r"\b(?:president|prime minister|premier|chancellor|king|queen|foreign minister|foreign secretary)\b", re.IGNORECASE)
NAMED = frozenset({"person", "organisation", "government", "office", "group", "place", "document"})


@dataclass(frozen=True, slots=True)
class Party:
    """What of a version depends on other texts: the `family` of its text, who says it (`own`), through or for whom (`chain`), and the countries whose
    government or office may be speaking (`states`). Voices go by their first members."""

    family: str
    own: frozenset[str]
    chain: frozenset[str]
    states: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One rendering.

    `fragments`: the quoted passages, as folded words; `heavy`: those that tell by themselves; `runs`: their words, RUN in a row, with where they stand.
    `bare`: surnames by which alone a speaker is named. `unnamed`: the text does not name who speaks; `apart`: it stands in a headline or a pull quote; `again`:
    the text says that it was said before; `withdraws`: it takes that back. `first` and `last`: the days between which it was said
    (`stated` where the text says so), as ordinals.
    """

    said: Said
    text: str
    party: Party
    keys: tuple[str, ...]
    fragments: tuple[tuple[str, ...], ...]
    heavy: tuple[tuple[str, ...], ...]
    runs: Mapping[tuple[str, ...], Sequence[tuple[int, int]]]
    words: int
    quoted: int
    weights: Mapping[str, float]
    weight: float
    vector: NDArray[np.float32]
    numbers: frozenset[float]
    bare: frozenset[str]
    surnames: frozenset[str]
    unnamed: bool
    published: int | None
    stated: bool
    first: int | None
    last: int | None
    apart: bool
    again: bool
    withdraws: bool


def weigh(sense: str) -> float:
    return min(CAP, rarity(sense))


def weigh_all(keys: Sequence[str]) -> float:
    """The weight of the content words in some folded words."""
    return sum(dict(weigh_key(k) for k in keys if k not in FUNCTION).values())


@lru_cache(maxsize=100_000)
def weigh_key(key: str) -> tuple[str, float]:
    """The stem of a folded word and its weight."""
    own = stem(key)
    return own, weigh(load_synonyms().get(own, own))


def threes(keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Folded words in threes, in a row; less than three as they are."""
    return [tuple(keys[i : i + 3]) for i in range(max(1, len(keys) - 2))]


def find_runs(fragments: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """RUN words in a row, each with the numbers of their fragment and of their first word in it."""
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for n, fragment in enumerate(fragments):
        for i in range(len(fragment) - RUN + 1):
            found.setdefault(fragment[i : i + RUN], []).append((n, i))
    return found


def contains(long: Sequence[str], short: Sequence[str]) -> bool:
    """Whether some words stand in others, in a row."""
    return short[0] in long and any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1) if long[i] == short[0])


def make_versions(said: Sequence[Said], families: Mapping[str, str], voices: Mapping[tuple[str, str], str], memo: Memo = NONE) -> list[Version]:
    """The versions of all statements that have words, in their order. Voices go by their first members, so that a version stays when others join one."""
    known: dict[str, dict[str, Entity]] = {}
    first = first_members(voices)
    names = {member: first[voice] for member, voice in voices.items()}
    seats = seat_voices(said, names)
    made = []
    for s in said:
        if s.statement.content:
            if s.article.id not in known:
                known[s.article.id] = {e.id: e for e in s.record.entities}
            entities = known[s.article.id]
            party = make_party(s, families.get(s.article.id, s.article.id), [first.get(v, v) for v in s.voices], names, seats, entities)
            made.append(memo.get("version", (memo.number(s.record), s.id, party), partial(make_version, s, party, entities)))
    return made


def find_frames(versions: Sequence[Version]) -> dict[int, list[int]]:
    """Which versions are little more than a frame round others of their text ("the office said | he underlined ..."), with those, as numbers."""
    number = {v.said.id: i for i, v in enumerate(versions)}
    frames: dict[int, list[int]] = {}
    for i, inner in enumerate(versions):
        outer = number.get(inner.said.statement.parent or "")
        if outer is not None and len(inner.keys) >= FRAME * len(versions[outer].keys):
            frames.setdefault(outer, []).append(i)
    return frames


def seat_voices(said: Sequence[Said], voices: Mapping[tuple[str, str], str]) -> dict[str, set[str]]:
    """The countries for whose government or office each voice may speak, by any of its members."""
    seats: dict[str, set[str]] = {}
    for record in {s.article.id: s.record for s in said}.values():
        article = record.article.id if record.article else ""
        for entity in record.entities:
            country = country_for(entity)
            if country:
                seats.setdefault(voice_of(article, entity, voices), set()).add(country)
    return seats


def country_for(entity: Entity) -> str | None:
    """The country whose government or office an entity is or leads; an office's press service counts as the office."""
    if entity.kind in ("government", "office"):
        seat = look_up(SERVICE.sub("", entity.name)) if entity.country is None else None
        return entity.country or (seat.country if seat else None)
    if entity.kind == "person":
        return entity.country if any(LEADS.search(role) for role in entity.roles) else None
    seat = look_up(SERVICE.sub("", entity.name)) if SERVICE.search(entity.name) else None
    return seat.country if seat else None


def make_party(
    said: Said, family: str, own: Sequence[str], voices: Mapping[tuple[str, str], str], seats: Mapping[str, set[str]], entities: Mapping[str, Entity]
) -> Party:
    statement, article = said.statement, said.article.id

    def ids(of: Sequence[str]) -> set[str]:
        return {voice_of(article, entities[i], voices) for i in of if i in entities}

    speakers = ids(statement.speakers)
    return Party(
        family,
        own=frozenset({*own, *speakers}),
        chain=frozenset(ids(statement.on_behalf_of) | ids(statement.relayed_by) | ids(statement.rivals)),
        states=frozenset(country for voice in speakers for country in seats.get(voice, ())),
    )


def make_version(said: Said, party: Party, entities: Mapping[str, Entity]) -> Version:
    statement, article = said.statement, said.article
    side = side_of(said)
    fragments: list[list[str]] = []
    before = False
    for piece in side.pieces:
        if piece.quoted and (not before or piece.surface.startswith(("“", '"', "‘"))):
            fragments.append([])
        if piece.quoted:
            fragments[-1] += piece.keys
        before = piece.quoted and not piece.mend
    passages = tuple(tuple(f) for f in fragments if f)
    plain = " ".join(p.surface for p in side.pieces)
    weights = {s: weigh(s) for s in dict.fromkeys(senses(plain))}
    speakers = [entities[i] for i in statement.speakers if i in entities]
    start, end = interval(said)
    block = next((b.kind for b in article.blocks if b.start <= statement.content[0].start < b.end), "paragraph")
    return Version(
        said=said,
        text=article.id,
        party=party,
        keys=tuple(side.keys),
        fragments=passages,
        heavy=tuple(f for f in passages if len(f) >= 2 and weigh_all(f) >= (WHOLE if len(f) > 2 else PAIR)),
        runs=find_runs(passages),
        words=len(side.pieces),
        quoted=sum(len(f) for f in fragments),
        weights=weights,
        weight=sum(weights.values()),
        vector=vector(plain),
        numbers=frozenset(v for k in side.keys if (v := value_of(k)) is not None),
        bare=frozenset(e.name.casefold() for e in speakers if e.kind in ("person", "group") and " " not in e.name),
        surnames=frozenset(e.name.casefold().rpartition(" ")[2] for e in speakers if e.kind == "person"),
        unnamed=statement.anonymous or all(e.name == e.name.lower() or (e.kind == "office" and e.country is None) for e in speakers),
        published=ordinal(published_on(article)),
        stated=statement.said_on is not None and bool(statement.said_on.start or statement.said_on.end),
        first=ordinal(start),
        last=ordinal(end),
        apart=block in APART,
        again=said_again(said),
        withdraws=statement.act == "retract" or TAKEN_BACK.search(said.words) is not None,
    )


def said_again(said: Said) -> bool:
    """Whether the cue says so: "repeated", "said again"."""
    text = said.article.text
    return any(AGAIN.search(cue.of(text)) or AFTER.match(text, cue.end) for cue in said.statement.cue)


def voice_of(article: str, entity: Entity, voices: Mapping[tuple[str, str], str]) -> str:
    """The voice of an entity; by its name where it has none, and by its article where it is unnamed."""
    voice = voices.get((article, entity.id))
    return voice if voice is not None else f"name:{entity.name.casefold()}" if entity.kind in NAMED else f"{article}:{entity.id}"


def ordinal(moment: str | None) -> int | None:
    """The day's number; None where there is none."""
    try:
        return date.fromisoformat(moment[:10]).toordinal() if moment else None
    except ValueError:
        return None
