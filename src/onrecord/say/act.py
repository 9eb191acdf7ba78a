"""What a statement does: its act, polarity and modality, the reporter's hedges, the speaker's certainty, the grounds that are given.

In: an article's text and one statement's spans. Out: the values of those fields with the rule that gave each. By the rules of the record the stance that the
content takes to a claim decides first (deny, challenge, admit, retract), then the cue (demand, warn, promise, ...), then what the content does, then assert.
It knows nothing of who speaks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from onrecord.say.cue import Found, read_cue
from onrecord.text.marks import read_table
from onrecord.types import Act, Modality, Span, Statement

MAKER = "act/1"
CLAIM = frozenset({"retract", "deny", "challenge", "admit"})  # stances to a claim: they decide before the cue
# Cues that leave it to the content what is done, by act; "call", "describe", "dismiss as" among them.
OPEN = frozenset({"assert", "criticise", "reject", "support"})
PLAIN = frozenset({"accuse", "admit", "apologise", "challenge", "consult", "criticise", "decline", "demand", "deny", "retract"})
ACCUSATION = re.compile(r"\b(?:claim|allegation|accusation|charge|suggestion|report|rumou?r|insinuation|assertion)s?\b", re.IGNORECASE)
CHARGE = re.compile(r"^(?:the|that|this|his|her|their|its|an?) (?:\w+ )?(?:accusation|allegation|charge)s?$", re.IGNORECASE)
PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are|get|got)(?: \w+)? $")
BACK = frozenset({"hit back"})  # against claims it denies them, else it criticises
PLEA = re.compile(r"(?P<not>not )?guilty\b")
CLAUSE = re.compile(r"that\b")
# What is denied by not being given: no claim.
ASKED_FOR = re.compile(
    r"(?:\w{1,20} ){0,4}(?:bail|appeals?|access|entry|permission|requests?|applications?|motions?|petitions?|visas?|licen[cs]es?|asylum|parole|permits?)\b"
    r"(?! (?:was|were|had)\b)"
)
INSISTENT = frozenset({"insist", "maintain", "swear", "stress"})
NO_DEED = re.compile(
    r"(?:that )?(?:(?:no|none of|neither|nobody|nothing) (?:[\w’'-]{1,20} ){0,5}(?:was|were|had|has|have|did)\b"
    r"|(?:he|she|it|they) (?:is|are|was|were) not \w{1,20}ing\b)"
)
HARM = re.compile(
    r"\b(?:retaliat|aveng|punish|sue\b|crush|destroy|revenge|strike|expel|seize|respond with|close|shut|cut off|blockade|prosecut)", re.IGNORECASE
)
OWN_PLAN = re.compile(r"[“\"‘']?(?:that )?(?:he|she|it|they|we|I)(?: would|[’']d| will|[’']ll)\b")
CONCEDED = re.compile(r"(?:that )?(?:he|she|they) (?:had|was|were|did|could have|should have|might have)\b")  # "agreed that she had slept"
INQUIRY = re.compile(r"\b(?:inquir(?:y|ies)|enquir(?:y|ies)|investigat\w+|probe|audit|fact-finding)\b", re.IGNORECASE)
FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|our|Our|My)\b")
QUESTION = re.compile(r"\?[”\"’']*$")
WH = re.compile(r"[“\"‘']?(?:whether|if|what|when|where|who|whom|why|how|which)\b", re.IGNORECASE)
CONDITION = re.compile(r"\b(?:if|unless|in case|provided that|were (?:he|she|it|they|we) to)\b", re.IGNORECASE)
POSSIBLE = re.compile(r"\b(?:could(?! have\b)|might|may)(?: not| also| still| yet| well)? (?:be|have|\w+)\b")
MONTH = re.compile(r"\b[Mm]ay \d")
AHEAD = re.compile(r"\b(?:will|shall|won[’']t|going to|[’']ll)\b")
GERUND = re.compile(r"\w{1,20}ing\b")
INFINITIVE = re.compile(r"to \w")
SHIFTED = re.compile(r"\bwould\b")  # "will" as paraphrase puts it
HEDGE = re.compile(
    r"\b(?:apparently|reportedly|allegedly|purportedly|supposedly|seemingly|ostensibly|presumably|evidently|(?:it|what) (?:seems|seemed|appears|appeared)"
    r"|(?:appear|seem)(?:s|ed)?(?= to\b)|(?:is|are|was|were) (?:said|believed|thought|understood|rumoured|rumored)(?= to\b))\b",
    re.IGNORECASE,
)
UNVERIFIED = re.compile(
    r"\b(?:could|can|have|has|had)(?: not|n[’']t) (?:be|been) (?:independently |immediately )?(?:verified|confirmed|corroborated)\b", re.IGNORECASE
)
HEDGE_REACH = 30  # characters a hedge may stand from the source or the cue
GROUNDS = re.compile(
    r"\b(?:citing|based on|on the basis of|on the strength of|pointing to|referring to (?=(?:satellite|photo|video|document|record|sample|data))"
    r"|according to (?=(?:\w+ ){0,2}(?:samples?|data|records?|logs?|documents?|images?|footage|figures|tests?|analysis)\b))"
    r"(?P<words>[^.;,“”\"]{3,120})",
    re.IGNORECASE,
)
KNOWS = re.compile(
    r"\b(?P<words>(?:who|which) (?:has|have|had)(?: all)? (?:read|seen|reviewed|examined|heard|inspected|studied|attended|listened)\b[^.;,“”\"]{3,80}"
    r"|(?:with (?:direct )?knowledge of|familiar with|briefed on|close to|with access to)\b[^.;,“”\"]{3,60})"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The values of a statement's fields that its words alone give; `makers` names the rule of each."""

    act: Act
    detail: Literal["investigation"] | None
    negated: bool
    modality: Modality
    hedges: tuple[Span, ...]
    certainty: tuple[Span, ...]
    grounds: tuple[Span, ...]
    makers: dict[str, str]
    row: str  # of the table of cues that knows the cue, "" where none does


@dataclass(frozen=True, slots=True)
class Stance:
    """A row of data/stances.tsv: words of a content that show what is done by saying them."""

    act: Act
    where: str
    pattern: re.Pattern[str]


# The table in its order, which is the order of the rules.
STANCES = tuple(Stance(cast(Act, row["act"]), row["where"], re.compile(row["pattern"], re.IGNORECASE)) for row in read_table("stances.tsv"))
CERTAINTY = re.compile(r"\b(?:" + "|".join(row["pattern"] for row in read_table("certainty.tsv")) + r")(?!\w)", re.IGNORECASE)


def read_act(text: str, statement: Statement, inner: Sequence[Span] = ()) -> Reading:
    """Read one statement; `inner` are the contents of the statements inside it, whose words are not its own."""
    cue = " ".join(s.of(text) for s in statement.cue)
    content = " ".join(s.of(text) for s in statement.content)
    own = " ".join(s.of(text) for s in without(statement.content, inner)) if inner else content
    found = read_cue(cue, content if statement.content[0].start > (statement.cue[-1].end if statement.cue else 0) else "") if statement.cue else None
    act, rule, negated = choose_act(text, statement, cue, own, found)
    detail: Literal["investigation"] | None = "investigation" if act == "demand" and INQUIRY.search(content) else None
    makers = {"act": f"{MAKER}:{rule}", "modality": MAKER}
    if negated:
        makers["negated"] = MAKER
    spans = {
        "hedges": (*find_hedges(text, statement), *find_doubt(text, statement)),
        "certainty": tuple(find_certainty(text, statement, inner)),
        "grounds": tuple(find_grounds(text, statement)),
    }
    makers |= {field: MAKER for field, value in spans.items() if value}
    modality, row = read_modality(own, act, statement.kind), found.row if found else ""
    return Reading(act, detail, negated, modality, spans["hedges"], spans["certainty"], spans["grounds"], makers, row)


def choose_act(text: str, statement: Statement, cue: str, content: str, found: Found | None) -> tuple[Act, str, bool]:
    """The act, the rule that chose it and whether the saying is negated."""
    negated = found is not None and found.negated
    direct = statement.kind != "indirect"
    stance = next(read_stances(content, direct=direct), None)
    act = found.act if found else "assert"
    rule = f"cue {found.row}" if found else "cue" if statement.cue else "content"
    if act == "think" and direct and not negated:
        act = "assert"  # a cue of thought with the speaker's quoted words is speech
    if found and (act == "reject" and found.row != "rule out" or found.row in BACK) and ACCUSATION.search(content[:80]):
        act, rule = "deny", f"{rule} + claim"
    if found and found.row == "plead" and (plea := PLEA.match(content)):
        return "deny" if plea["not"] else "admit", f"{rule} + plea", False
    if found and found.row == "accept that" and negated:
        return "deny" if CLAUSE.match(content) or ACCUSATION.search(content[:80]) else "reject", f"{rule} + not", False
    if act == "deny" and found and found.row == "deny" and ASKED_FOR.match(content):
        return "reject", f"{rule} + what was asked for", negated
    if act == "assert" and found and found.row in INSISTENT and NO_DEED.match(content):
        return "deny", f"{rule} + no such deed", negated
    if stance is not None and stance[0] in CLAIM and (act in OPEN or (act == "deny" and stance[0] == "challenge" and "reject" in rule)):
        return stance[0], f"content {stance[1]}", negated
    if act == "warn" and OWN_PLAN.match(content) or (act == "promise" and HARM.search(content)):
        act, rule = "threaten", f"{rule} + own act"
    if act == "support" and found and found.row == "agree" and CONCEDED.match(content):
        return "admit", f"{rule} + own doing", negated
    if act == "assert" and found and found.row == "suggest" and GERUND.match(content):
        return "propose", rule, negated
    if act == "assert" and found and len(content.split()) < 6 and CHARGE.search(content):
        return "accuse", f"{rule} + charge", negated
    if act == "assert" and QUESTION.search(content):
        return "ask", "content ?", negated
    if act == "assert" and stance is not None:
        return stance[0], f"content {stance[1]}", negated
    return act, rule, negated


def read_stances(content: str, *, direct: bool) -> Iterator[tuple[Act, str]]:
    """Acts that a content's words show, with the words, in the order of the rules."""
    for stance in STANCES:
        if (stance.where == "quoted" and not direct) or (stance.where == "reported" and direct):
            continue
        end = SENTENCE.search(content) if stance.act == "demand" else None  # "He left us. He should go.": the first sentence says what it is
        m = stance.pattern.search(content, 0, end.start() + 1) if end else stance.pattern.search(content)
        if m is None or (stance.where == "other" and not accuses(content, m)):
            continue
        yield stance.act, " ".join(m[0].split())[:40]


SENTENCE = re.compile(r"[.!?][”\"’']?\s")


def accuses(content: str, m: re.Match[str]) -> bool:
    """Whether words of wrongdoing are put to somebody else: not to oneself, not without anybody ("were killed"), not as a question."""
    before = content[: m.start()][-25:]
    if FIRST_PERSON.search(before) or WH.match(content):
        return False
    return not PASSIVE.search(before) or content[m.end() : m.end() + 4] == " by "


def read_modality(content: str, act: Act, kind: str) -> Modality:
    """Whether what is said is so, lies ahead, hangs on a condition, or is asked; demands, charges and answers to them are about what is."""
    if act == "ask":
        return "question"
    if act in PLAIN:
        return "actual"
    if CONDITION.search(content) or (POSSIBLE.search(content) and not MONTH.search(content)):
        return "hypothetical"
    if act in ("warn", "think") and SHIFTED.search(content):
        return "hypothetical"
    if AHEAD.search(content) or (kind != "direct" and SHIFTED.search(content)) or act in ("promise", "threaten", "propose") or INFINITIVE.match(content):
        return "future"
    return "actual"


def find_hedges(text: str, statement: Statement) -> Iterator[Span]:
    """Words of doubt by the reporter, beside the source or in the cue; never inside the content."""
    if not statement.cue:
        return
    apart = (*statement.content,)
    for part in (*statement.source, *statement.cue):
        low, high = max(0, part.start - HEDGE_REACH), min(len(text), part.end + HEDGE_REACH)
        low = max([low, *(text.rfind(end, low, part.start) + 1 for end in ".\n")])
        high = min([high, *(at for end in ".\n" if (at := text.find(end, part.end, high)) >= 0)])
        for m in HEDGE.finditer(text, low, high):
            span = Span(m.start(), m.end())
            if not any(span.start < c.end and c.start < span.end for c in apart):
                yield span
                return


def find_doubt(text: str, statement: Statement) -> Iterator[Span]:
    """The reporter's word, right after a statement, that it could not be verified."""
    end = max(s.end for s in (*statement.content, *statement.cue))
    m = UNVERIFIED.search(text, end, min(len(text), end + 120))
    if m and "\n" not in text[end : m.start()]:
        yield Span(m.start(), m.end())


def find_certainty(text: str, statement: Statement, inner: Sequence[Span]) -> Iterator[Span]:
    """Words of certainty or doubt by the speaker, in the content or as the reporter words it in the cue."""
    for part in (*statement.content, *statement.cue):
        for m in CERTAINTY.finditer(text, part.start, part.end):
            if not any(i.start <= m.start() < i.end for i in inner):
                yield Span(m.start(), m.end())


def find_grounds(text: str, statement: Statement) -> Iterator[Span]:
    """What the speaker offers as evidence, and how a source knows; whom the speaker cites for the words is no evidence but their source."""
    parts = (*statement.source, *statement.cue, *statement.content)
    low, high = min(p.start for p in parts), max(p.end for p in parts)
    stop = min((at for end in ".\n" if (at := text.find(end, high)) >= 0), default=high)
    found = [m.span("words") for m in GROUNDS.finditer(text, low, min(stop, high + 150))]
    for source in statement.source:
        found += [m.span("words") for m in KNOWS.finditer(text, source.start, min(source.end + 80, len(text)))]
    for start, end in found:
        words = text[start:end]
        span = Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
        if span.start < span.end and not any(span.start < s.end and s.start < span.end for s in statement.source if s.start >= span.start):
            yield span


def without(spans: Sequence[Span], inner: Sequence[Span]) -> list[Span]:
    """The parts of spans that no inner span covers."""
    out: list[Span] = []
    for span in spans:
        at = span.start
        for i in sorted(inner):
            if at < i.end and i.start < span.end:
                if i.start > at:
                    out.append(Span(at, i.start))
                at = max(at, i.end)
        if at < span.end:
            out.append(Span(at, span.end))
    return out
