"""What a plain saying does beside the other texts: repeats an accusation, denies what is claimed of its speaker, rejects what was asked.

In: statements, the machine's points, utterances. Out: the statements, some with another act and whom they accuse; the record is not touched. "We gave no order"
says by itself that something is not so; where somebody says that they gave it, it is a denial, and the other an accusation. An act that a person has judged
stays.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from onrecord.group.event.kinds import IRREGULAR
from onrecord.group.meaning import rarity, stem, stems
from onrecord.group.memo import NONE, Memo
from onrecord.group.point import day_of
from onrecord.group.point.claim import is_negative, leave_standing
from onrecord.group.position.relation import accused_by
from onrecord.group.position.row import by_statement, key_of
from onrecord.group.texts import Said
from onrecord.group.types import Point, Utterance
from onrecord.group.wording.marks import senses
from onrecord.types import Act, Entity

OPEN = frozenset({"assert", "warn", "think", "criticise"})  # acts that the words alone leave open
ASKING = frozenset({"demand", "propose"})
DENYING = frozenset({"deny", "challenge"})
REACH = 12  # statements of a text after an accusation
NEAR = 2  # statements after an accusation that may go on with it
COMMON = 4.0  # weight of the words in common by which a claim and its denial are about one thing
MOST = 7  # words before the verb of a clause
LEAD = re.compile(r"[“\"‘'\s]{0,3}(?:(?:that|how|and) )?", re.IGNORECASE)
WORD = re.compile(r"[\w’'.-]*[\w]")
ASIDE = re.compile(r"(?:[A-Z][\w’'-]* ){0,3}[A-Z][\w’'-]*(?P<aside>, (?:the|an?|its|his|her|their|who|which) [^,;.]{3,60},)")
NAME = re.compile(r"[A-Z][\w’'-]{2,}")
BE = frozenset({"was", "were", "is", "are", "been", "be"})
HAVE = frozenset({"had", "has", "have"})
NOT_YET = frozenset({"should", "must", "would", "will", "may", "might", "could", "can", "shall", "cannot"})
FIRST = frozenset({"i", "we", "our", "my", "it", "this", "that", "there", "what", "nobody", "nothing", "no", "none", "to", "of", "somebody", "someone"})
JUDGED = ("checked by", "corrected by")


@dataclass(frozen=True, slots=True)
class Read:
    """What a statement does, read anew: its act, and for an accusation the entities of its text whom it accuses."""

    act: Act
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does what a clause tells: the stems of the words that name him, and the entity they stand for, where the record has one."""

    names: frozenset[str]
    entity: Entity | None


def read_beside(
    *, said: Sequence[Said], points: Sequence[Point], utterances: Sequence[Utterance], ids: Mapping[tuple[str, str], str], memo: Memo = NONE
) -> tuple[Said, ...]:
    """The statements in their order, those with another act replaced."""
    known = {s.id: s for s in said}
    spoken = by_statement(utterances)
    found = read_texts(said, ids)
    for p in points:
        if not p.named:
            key = key_of(p, known, spoken, ids, memo)
            found |= memo.get("acts", key, partial(read_point, [known[i] for i in p.statements], spoken, ids))
    return tuple(
        replace(s, statement=replace(s.statement, act=found[s.id].act, targets=found[s.id].targets or s.statement.targets)) if s.id in found else s
        for s in said
    )


def read_point(inside: Sequence[Said], spoken: Mapping[str, Utterance], ids: Mapping[tuple[str, str], str]) -> dict[str, Read]:
    """The statements of one point that are read anew: negative sayings against what another side claims, and claims about a doer whose side denies them."""
    found: dict[str, Read] = {}
    side = {s.id: sides(s, ids) for s in inside}
    accused = [(s, frozenset(accused_by(s, ids))) for s in inside if s.statement.act == "accuse"]
    negative = [s for s in inside if is_open(s) and is_negative(s.words)]
    claims = [s for s in inside if claims_something(s) or s.statement.act in ASKING]
    weights = {s.id: weigh(s) for s in (*negative, *claims)}
    for s in negative:
        against = [c for c in claims if not side[c.id] & side[s.id] and shared(weights[c.id], weights[s.id]) >= COMMON]
        if any(a & side[s.id] and day_of(s) >= day_of(c) for c, a in accused) or any(c.statement.act not in ASKING for c in against):
            found[s.id] = Read("deny")
        elif against:
            found[s.id] = Read("reject")
    denials = [s for s in inside if s.statement.act in DENYING or (s.id in found and found[s.id].act == "deny")]
    blamed = {(v, a) for s, those in accused for v in s.voices for a in those}
    charged = {spoken[s.id].id for s, _ in accused if s.id in spoken}
    for s in inside:
        bare = s.statement.act == "accuse" and not accused_by(s, ids)
        aimed = told_of(s, blamed, ids) if bare or (is_open(s) and claims_something(s)) else ()
        if aimed or (bare and (aimed := sole_target(s, blamed, ids))):
            found[s.id] = Read("accuse", aimed)
            continue
        doer = doer_of(s) if is_open(s) and claims_something(s) else None
        if doer is None:
            continue
        voice = ids.get((s.article.id, doer.entity.id)) if doer.entity else None
        denied = any(not side[d.id] & side[s.id] and (voice in side[d.id] or doer.names & names_of(d)) for d in denials)
        if denied or (s.id in spoken and spoken[s.id].id in charged) or any((v, voice) in blamed for v in s.voices):
            found[s.id] = Read("accuse", (doer.entity.id,) if doer.entity else ())
    return found


def told_of(said: Said, blamed: Container[tuple[str, str]], ids: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The first entity in a content whom its speaker accuses on the same point."""
    start, end = said.statement.content[0].start, said.statement.content[-1].end
    near = sorted((m.start, e.id) for e in said.record.entities for m in e.mentions if start <= m.start and m.end <= end)
    return next(((e,) for _, e in near if any((v, ids.get((said.article.id, e), "")) in blamed for v in said.voices)), ())


def sole_target(said: Said, blamed: Iterable[tuple[str, str]], ids: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The one whom the speaker of an accusation that names nobody accuses on the same point, by an entity of its text."""
    those = {a for v, a in blamed if v in said.voices}
    known = [e.id for e in said.record.entities if ids.get((said.article.id, e.id)) in those]
    return (known[0],) if len(those) == 1 and known else ()


def read_texts(said: Sequence[Said], ids: Mapping[tuple[str, str], str]) -> dict[str, Read]:
    """Within each text: negative sayings of somebody whom it has just accused, and what goes on with an accusation."""
    texts: dict[str, list[Said]] = {}
    for s in said:
        texts.setdefault(s.article.id, []).append(s)
    found: dict[str, Read] = {}
    for inside in texts.values():
        inside.sort(key=lambda s: (s.statement.content[0].start, s.id))
        last: dict[str, int] = {}
        charge: dict[tuple[str, str], int] = {}
        for at, s in enumerate(inside):
            if is_open(s) and is_negative(s.words):
                if any(at - last.get(v, -REACH) < REACH for v in sides(s, ids)):
                    found[s.id] = Read("deny")
            elif is_open(s) and claims_something(s):
                aimed = told_of(s, {pair for pair, place in charge.items() if at - place <= NEAR}, ids)
                if aimed:
                    found[s.id] = Read("accuse", aimed)
            for a in accused_by(s, ids):
                last[a] = at
                charge |= {(v, a): at for v in s.voices}
    return found


def is_open(said: Said) -> bool:
    s = said.statement
    return s.act in OPEN and not s.negated and s.modality != "question" and not s.makers.get("act", "").startswith(JUDGED)


def claims_something(said: Said) -> bool:
    return said.statement.act in OPEN | {"accuse"} and not said.statement.negated and not is_negative(said.words)


def sides(said: Said, ids: Mapping[tuple[str, str], str]) -> frozenset[str]:
    """Who says it, and for whom."""
    return frozenset({*said.voices, *(v for e in said.statement.on_behalf_of if (v := ids.get((said.article.id, e))))})


def names_of(said: Said) -> frozenset[str]:
    """The stems of the names and roles of who says it, and for whom."""
    entities = said.entities((*said.statement.speakers, *said.statement.on_behalf_of))
    return frozenset(s for e in entities for n in (e.name, *e.aliases, *e.roles) for s in stems(n))


def weigh(said: Said) -> dict[str, float]:
    return {s: rarity(s) for s in senses(leave_standing(said.words))}


def shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(w for s, w in one.items() if s in other)


def doer_of(said: Said) -> Doer | None:
    """Who does what a content tells, where that is not the speaker; None for what is done to somebody, lies ahead or ought to be."""
    text, span = said.article.text, said.statement.content[0]
    lead = LEAD.match(text, span.start, span.end)
    start = lead.end() if lead else span.start
    aside = ASIDE.match(text, start, span.end)
    gone = range(*aside.span("aside")) if aside else range(0)
    tokens = [t for t in WORD.finditer(text, start, span.end) if t.start() not in gone][: MOST + 3]
    folded = [t[0].casefold() for t in tokens]
    at = next((i for i, w in enumerate(folded[:MOST]) if w in BE | HAVE | NOT_YET or is_past(w)), 0)
    if not at or folded[at] in NOT_YET or folded[0] in FIRST:
        return None
    verbs = folded[at:]
    if verbs[0] in HAVE and len(verbs) > 1 and verbs[1] in BE:
        verbs = verbs[1:]
    if verbs[0] in BE and not (len(verbs) > 1 and verbs[1].endswith("ing")):
        return None
    own = set(said.statement.speakers)
    low, high = tokens[0].start(), tokens[at - 1].end()
    entity = next((e for e in said.record.entities if any(low <= m.start and m.end <= high for m in e.mentions)), None)
    if entity is None:
        named = {t[0] for t in tokens[:at] if t[0][0].isupper()}
        entity = next((e for e in said.record.entities if e.kind != "unnamed" and named & {w for n in (e.name, *e.aliases) for w in NAME.findall(n)}), None)
    if entity is not None and entity.id in own:
        return None
    return Doer(frozenset(stem(w) for w in folded[:at] if w not in {"the", "a", "an"}), entity)


def is_past(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or IRREGULAR.get(word, word) != word
