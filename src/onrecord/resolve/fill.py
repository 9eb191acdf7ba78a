"""Spans to knowledge: the one place where act, parties, entities, chain and occasion come together for the statements of an article.

In: an article, its statements with spans and what is marked as quoted. Out: its entities and the statements with every field of the record; each value names
its maker, and what the text does not state stays empty.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.resolve.chain import MAKER, chain, on_behalf
from onrecord.resolve.interview import Interview, read_interview
from onrecord.resolve.occasion import Occasion, carry_over, find_channel, find_day
from onrecord.resolve.party import Parties, find_parties, named, noun_phrase
from onrecord.resolve.places import Places
from onrecord.resolve.session import find_session
from onrecord.resolve.told import find_told
from onrecord.resolve.who import Answer, Asked, identify, principal_of
from onrecord.say.act import Reading, read_act
from onrecord.types import Article, Entity, Span, Statement

SPACE = re.compile(r"[^\S\r\n]")
SPEAKS_FOR = re.compile(
    r"\b(?:spokes(?:man|woman|person)|press secretary|lawyer|attorney|solicitor|barrister|counsel|advocate|representative|publicist|agent)\b", re.IGNORECASE
)
REPRESENTS = re.compile(
    r"\b(?:who (?:represents?|represented|speaks for|acts for|spoke for)|representing|speaking for|acting for|on behalf of"
    r"|press secretary (?:to|for|of)) (?=the |[A-Z])"
)
CLAIMING = frozenset({"assert", "accuse", "criticise", "warn", "think"})
LONG = re.compile(r"(?!(?:that|this|they|were|have|with|from|there|been|would|could|about|which|their|said)\b)\w{4,40}")
STEM = 5  # letters
FEWEST = 2  # words that a denial takes up at least
TAKEN_UP = 0.6  # and which part of its own
OWNER = re.compile(r"(?:its|his|her|their)", re.IGNORECASE)
INDEFINITE = re.compile(r"(?:an?|one|two|three|four|five|six|several|some|many|a few|other|another|more|both|\d+|unnamed|anonymous)\b", re.IGNORECASE)
DEFINITE = re.compile(r"(?:the|this|that|these|those|his|her|its|their|our|my)\b", re.IGNORECASE)
PLURAL = re.compile(r"^(?:[\w’'-]+ ){0,6}?(?:[\w’'-]+s|people|staff)(?: (?:in|of|at|from|who|with|for|close|familiar|inside|on|near)\b|$)")


@dataclass(frozen=True, slots=True)
class Filled:
    """The entities of an article and its statements, every field filled."""

    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]


def fill(article: Article, statements: Sequence[Statement], entities: Sequence[Entity], quotations: Sequence[Span]) -> Filled:
    """Fill the fields of statements that their words and their surroundings give. `entities` are those known before (an official text's issuer)."""
    text = SPACE.sub(" ", article.text)  # a no-break space parts words like any other; places stay
    places = Places(article, statements)
    readings = {s.id: read_act(text, s, places.inside(s)) for s in statements}
    acted = [with_reading(s, readings[s.id]) for s in statements]
    parties = {s.id: with_principal(text, s, places, find_parties(text, s, places.reach(s), readings[s.id].row, places.told_beside(s))) for s in acted}
    talk = read_interview(article, acted)
    if talk is not None:
        parties |= {s.id: replace(parties[s.id], addressees=(other,)) for s in acted if (other := counterpart(text, s, talk)) is not None}
    found, answers = who_speaks(article, acted, parties, quotations, talk)
    known = {e.id: e for e in (*entities, *found)}
    spoken = on_behalf([with_speakers(text, s, parties[s.id], answers, known) for s in acted], known)
    if article.issuer is not None:
        known, spoken = join_issuer(article.issuer, known, spoken)
    chained = chain(answer_claims(text, name_repeated(article, text, spoken, known)))
    stated = {s.id: find_occasion(text, s, places, talk) for s in chained}
    contents = [c for s in chained if s.parent is None and s.act != "consult" for c in s.content]
    told = find_told(replace(article, text=text), tuple(known.values()), places.times_of, contents)
    settled = carry_over(text, chained, stated, {s.id: places.block(s) for s in chained}, find_session(article, chained, places.times_of), told)
    whole = tuple(with_occasion(s, settled[s.id]) for s in chained)
    used = {i for s in whole for ids in (s.speakers, s.on_behalf_of, s.relayed_by, s.addressees, s.targets, s.rivals) for i in ids}
    return Filled(tuple(e for e in known.values() if e.id in used or e.id == article.issuer), whole)


def with_reading(s: Statement, r: Reading) -> Statement:
    return replace(
        s, act=r.act, detail=r.detail, negated=r.negated, modality=r.modality, hedges=r.hedges, certainty=r.certainty, grounds=r.grounds,
        makers={**s.makers, **r.makers},
    )  # fmt: skip


def with_principal(text: str, s: Statement, places: Places, p: Parties) -> Parties:
    """Parties with the expression for whom a spokesperson or lawyer speaks; "Its lawyer, X," is that of the subject of the one before."""
    found = [x for source in s.source if SPEAKS_FOR.search(source.of(text)) and (x := principal_of(text, source)) is not None and x not in s.source]
    for source in s.source:
        represents = None if found else REPRESENTS.search(text, source.start, source.end)
        body = noun_phrase(text, represents.end(), source.end) if represents else None
        found = [body] if body is not None else found
    before = places.before(s) if found and found[0].start == s.source[0].start and OWNER.fullmatch(found[0].of(text)) else None
    subject = noun_phrase(text, before.start, before.end) if before else None
    if subject is not None and named(text, subject):
        found = [subject]
    return replace(p, principals=tuple(found))


def who_speaks(
    article: Article, statements: Sequence[Statement], parties: Mapping[str, Parties], quotations: Sequence[Span], talk: Interview | None
) -> tuple[tuple[Entity, ...], dict[Span, Answer]]:
    """The entities behind all expressions of an article's statements, asked for at once, in reading order."""
    text = article.text
    roles: dict[Span, str] = {}
    speaker_of: dict[Span, Span] = {}
    by_id = {s.id: s for s in statements}
    labels = {x: name for s in statements if talk and not s.cue for x in s.source if (name := talk.stands_for(x.of(text))) is not None}
    for s in statements:
        asked: list[tuple[Span, str]] = [(labels.get(x, x), "speaker") for x in s.source]
        p = parties[s.id]
        asked += [(x, "addressee") for x in p.addressees] + [(x, "target") for x in p.targets] + [(x, "carrier") for x in p.carriers]
        asked += [(x, "principal") for x in p.principals]
        for span, role in asked:
            roles.setdefault(span, role)
            holder = s if any(c.start <= span.start < c.end for c in s.content) else by_id.get(s.parent or "")
            if holder is not None and holder.source and span not in speaker_of and span not in holder.source:
                speaker_of[span] = labels.get(holder.source[0], holder.source[0])
    order = sorted(roles)
    number = {span: i for i, span in enumerate(order)}
    questions = [
        Asked(span, roles[span], number.get(speaker_of.get(span, span)) if span in speaker_of else None, inside(span, quotations))  # type: ignore[arg-type]
        for span in order
    ]
    entities, answers = identify(text, article.blocks, questions, article=article.id, quotations=quotations)
    found = dict(zip(order, answers, strict=True))
    return entities, found | {label: found[name] for label, name in labels.items()}


def counterpart(text: str, s: Statement, talk: Interview) -> Span | None:
    """To whom a turn of an interview is said: to the other."""
    return talk.other(s.source[0].of(text)) if s.source and not s.cue else None


def join_issuer(issuer: str, known: Mapping[str, Entity], statements: Sequence[Statement]) -> tuple[dict[str, Entity], list[Statement]]:
    """An official text names its issuer by shorter forms ("the Ministry"): one entity, with those forms as aliases; what it says is in writing."""
    whole = known[issuer]
    own = whole.name.casefold()
    bodies = [e for i, e in known.items() if i != issuer and e.kind in ("office", "organisation", "government")]
    forms = [e for e in bodies if any(f" {form.casefold()} " in f" {own} " for form in (e.name, *e.aliases))]
    same = {e.id: issuer for e in forms}
    told = [form for e in forms for form in (e.name, *e.aliases) if f" {form.casefold()} " in f" {own} "]
    aliases = tuple(dict.fromkeys(a for a in (*whole.aliases, *told) if a != whole.name))
    mentions = tuple(sorted({*whole.mentions, *(m for e in forms for m in e.mentions)}, key=lambda m: (m.start, m.end)))
    joined = {i: e for i, e in known.items() if i not in same} | {issuer: replace(whole, aliases=aliases, mentions=mentions)}

    def swap(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(same.get(i, i) for i in ids))

    out = []
    for s in statements:
        s = replace(
            s, speakers=swap(s.speakers), addressees=swap(s.addressees), targets=swap(s.targets), on_behalf_of=swap(s.on_behalf_of),
            relayed_by=swap(s.relayed_by), rivals=tuple(i for i in swap(s.rivals) if i not in swap(s.speakers)),
        )  # fmt: skip
        out.append(replace(s, channel=s.channel or "written statement") if s.speakers == (issuer,) and s.parent is None else s)
    return joined, out


def ids_of(spans: Iterable[Span], answers: Mapping[Span, Answer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(i for span in spans if span in answers for i in answers[span].entities))


def with_speakers(text: str, s: Statement, p: Parties, answers: Mapping[Span, Answer], known: Mapping[str, Entity]) -> Statement:
    """Speakers, principals, addressees, targets and carriers of one statement, by the answers for its expressions."""
    makers = dict(s.makers)
    first = next((answers[x] for x in s.source if x in answers and answers[x].entities), None)
    speakers = first.entities if first else s.speakers
    carried = ids_of(p.carriers, answers)
    thing = any(x.of(text).lower() in ("it", "its") for x in p.principals)  # "its lawyer": no person is a thing
    principal = tuple(i for i in ids_of(p.principals, answers) if i not in speakers and not (thing and known[i].kind in ("person", "unnamed")))
    rivals = tuple(i for i in (first.rivals if first else ()) if i not in speakers)
    addressees = tuple(i for i in ids_of(p.addressees, answers) if i not in speakers)
    targets = tuple(i for i in ids_of(p.targets, answers) if i not in speakers)
    for field, value, rule in (
        ("speakers", speakers, first.rule if first else "issuer"), ("addressees", addressees, "party"), ("targets", targets, "party"),
        ("on_behalf_of", principal, "principal"), ("relayed_by", carried, "carrier"), ("rivals", rivals, first.rule if first else ""),
    ):  # fmt: skip
        if value:
            makers[field] = f"{MAKER}:{rule}"
    return replace(
        s, speakers=speakers, rivals=rivals, on_behalf_of=principal, addressees=addressees, targets=targets, relayed_by=carried,
        anonymous=bool(speakers) and all(is_anonymous(text, known[i]) for i in speakers if i in known), makers=makers,
    )  # fmt: skip


def name_repeated(article: Article, text: str, statements: Sequence[Statement], known: Mapping[str, Entity]) -> list[Statement]:
    """A headline whose quotation stands again in the text is said by who says it there: "Mum's fury" is that of Ms Hobbs."""
    heads = [b for b in article.blocks if b.kind in ("headline", "standfirst")]
    below = [(f" {folded(text, s.content)} ", s) for s in statements if len(s.speakers) == 1 and known[s.speakers[0]].kind != "unnamed"]
    out = []
    for s in statements:
        vague = all(known[i].kind == "unnamed" or (known[i].kind == "person" and len(known[i].name.split()) == 1) for i in s.speakers)
        words = folded(text, s.quotes) if vague and any(b.start <= s.content[0].start < b.end for b in heads) else ""
        again = next((x for w, x in below if x.content[0].start > s.content[0].start and len(words.split()) > 2 and f" {words} " in w), None)
        if again is not None:
            s = replace(s, speakers=again.speakers, anonymous=False, rivals=(), makers={**s.makers, "speakers": again.makers["speakers"]})
        out.append(s)
    return out


def folded(text: str, spans: Sequence[Span]) -> str:
    """Words in lower case without marks."""
    return " ".join(WORD.findall(" ".join(x.of(text) for x in spans).lower()))


WORD = re.compile(r"[\w’'-]*\w")
NEGATIVE = re.compile(
    r"^[^.;]{0,60}\b(?:(?:did|do|does|had|has|have|was|were|is|are)(?: not|n[’']t)|never|nothing|nobody|no one|none|not"
    r"|no(?! (?:doubt|longer|matter|wonder|more|less|comment|idea|surprise|choice|reason)\b)(?= \w))\b(?! (?:only|just|yet))",
    re.IGNORECASE,
)
DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?)\b")
AHEAD = re.compile(r"\b(?:will|would|shall|can|could|may|might|must|should)\b|[’']ll\b")


def answer_claims(text: str, statements: Sequence[Statement]) -> list[Statement]:
    """A flat negative by somebody who is accused in the article is a denial: "when a claim was made" is what tells it from a report of what is not.

    Who denies something in the article has been accused of it, and so has who is spoken for. A negative that takes up most words of what somebody else
    says there without a negative denies it, too.
    """
    accused = {i for s in statements if s.act in ("accuse", "criticise") for i in s.targets}
    denials = [s for s in statements if s.act == "deny" and not s.negated and any(DENIES.search(c.of(text)) for c in s.cue)]
    accused |= {i for s in denials for i in (*s.speakers, *s.on_behalf_of)}
    claims = [(s, weighty(words)) for s in statements if s.act in CLAIMING and not s.negated and not NEGATIVE.search(words := said(text, s))]
    out = []
    for s in statements:
        content = said(text, s)
        concerned = {*s.speakers, *s.on_behalf_of} & accused
        if s.act == "assert" and not s.negated and concerned and NEGATIVE.search(content) and not AHEAD.search(content[:80]):
            s = replace(s, act="deny", makers=s.makers | {"act": f"{MAKER}:accused, and the content says not"})
        elif s.act == "assert" and not s.negated and s.speakers and NEGATIVE.search(content) and not AHEAD.search(content[:80]):
            own = weighty(content)
            others = (
                words for c, words in claims if c.speakers and not {*c.speakers, *c.on_behalf_of} & {*s.speakers, *s.on_behalf_of} and c.parent != s.id != c.id
            )
            if len(own) >= FEWEST and any(len(own & words) >= max(FEWEST, len(own) * TAKEN_UP) for words in others):
                s = replace(s, act="deny", makers=s.makers | {"act": f"{MAKER}:another says so, and the content says not"})
        out.append(s)
    return out


def said(text: str, s: Statement) -> str:
    return " ".join(c.of(text) for c in s.content)


def weighty(words: str) -> frozenset[str]:
    """The longer words, by their beginnings: "shelled" and "shelling" are one."""
    return frozenset(m[0].lower()[:STEM] for m in LONG.finditer(words))


def is_anonymous(text: str, entity: Entity) -> bool:
    """Whether a source hides: "a senior official", "two aides". Who is told of by a definite role ("the state prosecutor") is known, if not by name."""
    if entity.kind != "unnamed":
        return False
    first = min(entity.mentions, key=lambda m: m.start, default=None)
    if entity.terms is not None or first is None:
        return True
    words = text[first.start : first.end]
    return INDEFINITE.match(words) is not None or (DEFINITE.match(words) is None and PLURAL.match(words) is not None)


def inside(span: Span, spans: Sequence[Span]) -> bool:
    """Whether one of `spans`, in order and not overlapping, holds a span."""
    at = bisect_right(spans, Span(span.start, sys.maxsize)) - 1
    return at >= 0 and span.end <= spans[at].end


def find_occasion(text: str, s: Statement, places: Places, talk: Interview | None) -> Occasion:
    """What the words around a statement say of its occasion."""
    if talk is not None and s.source and not s.cue and talk.other(s.source[0].of(text)):
        return Occasion("interview", places.day_of(talk.told), s.addressees)
    sentence, contents = places.around(s)
    found = (s.channel, "") if s.channel else find_channel(text, s, sentence, contents) if s.cue or s.source else None
    channel, words = found or (None, "")
    return Occasion(channel, find_day(text, s, places.times(s), sentence, contents), s.addressees, words)


def with_occasion(s: Statement, o: Occasion) -> Statement:
    makers = dict(s.makers)
    for field, value in (("channel", o.channel), ("said_on", o.said_on), ("addressees", o.addressees)):
        if value:
            carried = o.words in ("carried over", "the report's occasion")
            makers.setdefault(field, f"{MAKER}:{o.words if o.words and (field == 'channel' or carried) else 'stated'}")
    return replace(s, channel=o.channel, said_on=o.said_on, addressees=o.addressees, makers=makers)
