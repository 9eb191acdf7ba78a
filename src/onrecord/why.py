"""Why a record says what it says: for each field of a statement its value, who made it, and the words it rests on.

In: a record and one of its statements. Out: reasons in the order a reader asks for them, as data and in plain words. It reads the record alone: what it tells
is what `makers`, spans and mentions say, never a second reading of the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from onrecord.errors import UsageError
from onrecord.judge.doubt import PERSON
from onrecord.phrase import ACTS, ARTICLE, count, make_visible, number_statements, say_unnamed, say_when
from onrecord.types import SCHEMA, Article, Entity, Mention, Record, Span, Statement

FIELDS = (
    "act", "detail", "negated", "modality", "speakers", "rivals", "anonymous", "on_behalf_of", "relayed_by", "parent", "addressees", "targets", "channel",
    "said_on", "hedges", "certainty", "grounds", "event", "kind", "quotes", "source", "cue", "content", "confidence",
)  # fmt: skip
PARTIES = frozenset({"speakers", "rivals", "on_behalf_of", "relayed_by", "addressees", "targets"})
FORMS = 6  # other forms of a name that are told one by one; the record lists all
LEAST = 4  # characters of an id's start that may name a statement
PRONOUN = "pronoun"  # the kind of mention that is no name

# The rules by which an expression came to its entity, and a field to its value; docs/record.md lists them.
RULES = {
    "name": "a name",
    "last-name": "a last name, or a title with one",
    "first-name": "a first name alone",
    "variant": "a name spelt nearly like another one of the article",
    "apposition": "a name and a description side by side",
    "predicate": "a description said of a name",
    "descriptor": "a description",
    "unnamed": "a description of somebody who has no name here",
    "partitive": "some out of a group",
    "role": "an office or a role that one person holds here",
    "age": "an age that one person has here",
    "spokesperson": "a spokesperson, who speaks as the body",
    "pronoun-subject": "a pronoun that takes up a subject before it",
    "pronoun": "a pronoun",
    "pronoun-pair": "“they” for two who were named together",
    "pronoun-ahead": "a pronoun before its name",
    "reflexive": "a pronoun for the subject of the same clause",
    "relative": "“who” or “which” after what it takes up",
    "first-person": "“I” or “we” in the words of somebody who is known",
    "both": "“both” for the two of a talk",
    "joint": "several expressions joined",
    "office": "an office, or the place that stands for one",
    "metonym": "a place or a building that stands for a government",
    "building": "a building that stands for an office",
    "capital": "a capital that stands for a government",
    "country": "a country that stands for its government",
    "adjective": "a country's adjective that stands for its government",
    "people": "a people, or a group with a name",
    "region": "a region that stands for its government",
    "organisation": "an organisation's name",
    "agency": "a news agency",
    "outlet": "a news outlet",
    "contact": "who was asked or spoken to",
    "issuer": "an official text is its issuer's own",
    "party": "an expression beside the words that names another party",
    "principal": "“for” or “of” after a spokesperson or lawyer; holds for the whole article",
    "carrier": "“citing”, “quoted by” and the like beside the words",
    "chain": "the speakers of the statements around this one",
    "stated": "stated beside the words",
    "carried over": "carried over from a statement before, whose occasion goes on",
    "the report's occasion": "carried over from the hearing or meeting that the whole report is about",
    "accused, and the content says not": "somebody accused in this article says no",
}
MODELS = {
    "issuer/1": "a sentence of an official text without a speaker of its own",
    "label/turn": "a turn in a transcript, or a post",
    "missed/1": "a plain statement that the model had missed, by its word",
    "attribute/1": "from the places of the marks and of the spans",
}
OCCASION = frozenset({"stated", "carried over", "the report's occasion"})  # makers of channel and day that name no words


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the article that a value rests on, and as what."""

    what: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One field of a statement: its value in words and as the record has it, who made it and by which rule, the words it rests on."""

    field: str
    says: str
    value: object
    maker: str | None
    rule: str
    words: tuple[Words, ...] = ()


def find_statement(record: Record, wanted: str) -> tuple[int, Statement]:
    """The statement of a number, as it is shown, or of the start of an id, with its number; UsageError where there is none, or more than one."""
    order = [(n, s) for n, _, s in number_statements(record)]
    if wanted in (str(n) for n, _ in order):
        return order[int(wanted) - 1]
    found = [(n, s) for n, s in order if len(wanted) >= min(LEAST, len(s.id)) and s.id.startswith(wanted.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"--why {wanted}: {count(len(found), 'statement')} begin with it ({', '.join(str(n) for n, _ in found)}); give more of the id")
    where = record.capture.path or record.capture.url or "the input"
    if not order:
        raise UsageError(f"--why {wanted}: {where} has no statements")
    raise UsageError(f"--why {wanted}: no such statement in {where}; give a number from 1 to {len(order)}, or an id's first {LEAST} characters")


def explain(record: Record, statement: Statement) -> tuple[Reason, ...]:
    """A reason for every field of a statement that has a value, and for its act always."""
    article = record.article
    if article is None:
        return ()
    return tuple(reason(record, article, statement, name) for name in FIELDS if name == "act" or is_stated(statement, name))


def is_stated(statement: Statement, name: str) -> bool:
    return getattr(statement, name) not in (None, (), False, "actual" if name == "modality" else None)


def reason(record: Record, article: Article, statement: Statement, name: str) -> Reason:
    """Why one field of a statement has its value."""
    maker = statement.makers.get("speakers" if name == "anonymous" else "act" if name == "detail" else name)
    return Reason(
        name, say_value(record, article, statement, name), msgspec.to_builtins(getattr(statement, name)), maker, say_rule(name, maker),
        tuple(find_words(record, article, statement, name, maker or "")),
    )  # fmt: skip


def say_value(record: Record, article: Article, statement: Statement, name: str) -> str:
    """The value of a field in plain words."""
    value = getattr(statement, name)
    if name == "act":
        return ACTS[statement.act][1] if statement.act else "not known"
    if name in PARTIES:
        known = {e.id: e for e in record.entities}
        return "; ".join(say_entity(article.text, known[i]) if i in known else i for i in value)
    if name == "said_on":
        return say_when(statement.said_on)
    if name == "parent":
        return next((f"inside statement {n}" for n, _, s in number_statements(record) if s.id == value), str(value))
    if name == "negated":
        return "not said"
    if name == "anonymous":
        return say_unnamed(record, statement)
    if name == "confidence":
        return f"{value:.2f}, the share of statements like this one that the machine has right; never the speaker’s certainty"
    if name in ("hedges", "certainty", "grounds", "source", "cue", "content", "quotes"):
        return " | ".join(make_visible(s.of(article.text)) for s in value)
    return make_visible(str(value))


def say_entity(text: str, entity: Entity) -> str:
    """An entity with the other forms by which the article calls it: "Vladimir Putin (also: Putin, the president)"."""
    named = [text[m.start : m.end] for m in entity.mentions if m.kind != PRONOUN]
    own = make_visible(entity.name)
    forms: dict[str, str] = {}
    for form in map(make_visible, (own, *entity.aliases, *named)):
        forms.setdefault(ARTICLE.sub("", form[:1].upper() + form[1:]).casefold(), form)
    others = [form for form in list(forms.values())[1:] if form]
    more = f", and {len(others) - FORMS} more" if len(others) > FORMS else ""
    told = f"also: {', '.join(others[:FORMS])}{more}" if others else ""
    notes = "; ".join(part for part in (entity.kind, make_visible(entity.country or ""), make_visible(entity.terms or ""), told) if part)
    return f"{own} ({notes})"


def say_rule(name: str, maker: str | None) -> str:
    """A maker in plain words; empty where its name says all there is to say."""
    if maker is None:
        return "the record does not say who made it"
    made, _, rule = maker.partition(":")
    if name == "said_on" and made.startswith("resolve/") and rule not in OCCASION:
        rule = "stated"  # the maker names the words of the channel
    if rule.rstrip("?") in RULES:
        return say_known(rule)
    if rule.startswith("cue "):
        row, _, more = rule.removeprefix("cue ").partition(" + ")
        return f"the cue is a form of “{make_visible(row)}” in the table of cues" + (f", and the content speaks of {say_more(more)}" if more else "")
    if rule == "content ?":
        return "the content is a question"
    if rule.startswith("content "):
        return f"the content says “{make_visible(rule.removeprefix('content '))}”"
    if rule == "content":
        return "no cue, and nothing in the content says otherwise"
    if rule == "cue":
        return "no row of the table of cues knows the cue"
    if rule:
        return f"the words “{make_visible(rule)}”" if name in ("channel", "addressees") else make_visible(rule)
    if maker.startswith(PERSON):
        return "a person’s word, kept in the ledger"
    return MODELS.get(maker, "by the words themselves" if maker.startswith("act/") else "the model that reads source, cue and content")


def say_known(rule: str) -> str:
    """A rule of the table in words; a question mark behind it means that the word may as well be somebody's name."""
    told = RULES.get(rule.rstrip("?"), make_visible(rule))
    return f"{told}, though the word may be a name as well" if rule.endswith("?") else told


def say_more(more: str) -> str:
    return {"claim": "a claim", "charge": "a charge", "own act": "the speaker’s own act"}.get(more, make_visible(more))


def find_words(record: Record, article: Article, statement: Statement, name: str, maker: str) -> Iterator[Words]:
    """The words that a value rests on."""
    text = article.text
    rule = maker.partition(":")[2]

    def words(what: str, spans: Sequence[Span]) -> Iterator[Words]:
        return (Words(what, s.start, s.end, s.of(text)) for s in spans)

    if name in ("act", "negated"):
        yield from words("cue", statement.cue)
    if name == "act" and rule.startswith("content "):
        yield from words("content", find_in(text, statement.content, rule.removeprefix("content ")))
    elif name in ("detail", "modality") or (name == "act" and rule == "accused, and the content says not"):
        yield from words("content", statement.content)
    elif name == "speakers":
        yield from words("source", statement.source)
    elif name == "relayed_by" and rule == "chain":
        for outer in statements_around(record, statement):
            yield from words("around it", [*outer.source, *outer.cue])
    elif name == "said_on" and statement.said_on is not None and statement.said_on.span is not None:
        yield from words("time", [statement.said_on.span])
    elif name == "channel" and rule and rule not in OCCASION:
        yield from words("channel", find_in(text, [around(article, statement)], rule))
    if name in PARTIES and not (name == "relayed_by" and rule == "chain"):
        for entity in (e for i in getattr(statement, name) for e in record.entities if e.id == i):
            at = naming(entity.mentions, statement) if name in ("speakers", "rivals") else closest(entity.mentions, around(article, statement), statement)
            if at is not None:
                what = "named" if at.kind != PRONOUN else "taken up"
                yield from words(f"{make_visible(entity.name)}, {what} ({say_known(at.rule)})", [Span(at.start, at.end)])


def statements_around(record: Record, statement: Statement) -> list[Statement]:
    """The statements that a statement stands in, outermost first."""
    by_id = {s.id: s for s in record.statements}
    found: list[Statement] = []
    outer = by_id.get(statement.parent or "")
    while outer is not None:
        found.insert(0, outer)
        outer = by_id.get(outer.parent or "")
    return found


def naming(mentions: Sequence[Mention], statement: Statement) -> Mention | None:
    """Where the article names, last before a statement's source, whom the source takes up; None where the source itself names them."""
    source = (statement.source or statement.cue or statement.content)[0]
    named = [m for m in mentions if m.kind != PRONOUN]
    if any(source.start <= m.start < source.end for m in named):
        return None
    return max((m for m in named if m.start < source.start), key=lambda m: m.start, default=next(iter(named), None))


def around(article: Article, statement: Statement) -> Span:
    """The paragraph that a statement stands in."""
    first = (statement.cue or statement.source or statement.content)[0]
    block = next((b for b in article.blocks if b.start <= first.start < b.end), None)
    return Span(block.start, block.end) if block else first


def closest(mentions: Sequence[Mention], near: Span, statement: Statement) -> Mention | None:
    """The mention of an entity in a statement's paragraph that is nearest to the cue."""
    at = (statement.cue or statement.source or statement.content)[0].start
    inside = [m for m in mentions if near.start <= m.start < near.end]
    return min(inside, key=lambda m: (abs(m.start - at), m.start), default=None)


def find_in(text: str, spans: Sequence[Span], words: str) -> list[Span]:
    """Where words of a maker stand in the text, any white space being a space; the first place alone."""
    wanted = words.casefold()
    for s in spans:
        at = "".join(" " if c.isspace() else c for c in s.of(text)).casefold().find(wanted)
        if at >= 0 and len(s.of(text).casefold()) == s.end - s.start:
            return [Span(s.start + at, s.start + at + len(wanted))]
    return []


def tell_all(reasons: Sequence[Reason]) -> list[tuple[str, str, list[str]]]:
    """Reasons as rows of a label, a value, and lines that explain it. A rule is explained once, and words that are the value are not told again."""
    rows: list[tuple[str, str, list[str]]] = []
    explained: set[tuple[str | None, str]] = set()
    for reason in reasons:
        how = (reason.maker, reason.rule)
        made = ": ".join(part for part in (make_visible(reason.maker or ""), "" if reason.maker and how in explained else reason.rule) if part)
        explained.add(how)
        shown = [(w, make_visible(w.text)) for w in reason.words]
        rests = [f"{w.what}: {words}, at {w.start}" for w, words in shown if words != reason.says]
        rows.append((reason.field.replace("_", " "), reason.says, [made, *rests]))
    return rows


def encode_reasons(record: Record, statement: Statement, number: int) -> bytes:
    """Why one statement is as it is, as one line of JSON without its line break."""
    used = {i for name in PARTIES for i in getattr(statement, name)}
    return msgspec.json.encode({
        "schema": SCHEMA, "capture": record.capture.id, "path": record.capture.path, "article": record.article.id if record.article else None,
        "statement": statement.id, "number": number, "fields": msgspec.to_builtins(explain(record, statement)),
        "entities": [msgspec.to_builtins(e) for e in record.entities if e.id in used],
    })  # fmt: skip
