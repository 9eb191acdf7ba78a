"""How far the spans of a statement go: what the tagger proposes, brought to the rules of the record.

In: a text, spans and its quotation marks. Out: spans. It adds and drops no statement.
"""

import re
from collections.abc import Iterable, Sequence

from onrecord.say.quote import kind_of
from onrecord.text.split import Pairing
from onrecord.types import Block, Span

WORD = re.compile(r"\w")
PRONOUNS = frozenset({"he", "she", "they", "it"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "i personally", "we all"})
POSSESSIVE = frozenset({"my", "our", "his", "her", "their", "its"})
PAST = re.compile(r"\b(?:said|told|wrote|thought|felt|heard|knew|saw|gave|made|\w+ed)\b", re.IGNORECASE)
SAYING = re.compile(r"\b(?:saying|adding|stating|arguing|insisting|warning|claiming|telling|asking|noting)$")
EXPRESSING = re.compile(r"\b(?:express|voic|convey|shar|reiterat|underlin|stress|underscor)(?:e|ed|es|ing|s)?$", re.IGNORECASE)
STRESSED = re.compile(r"\b(?:underlin|reiterat|emphasi[sz]|underscor|highlight|stress|recall)(?:e|ed|es|ing|s)?( the [a-z]{3,30} of)$", re.IGNORECASE)
STANCE = re.compile(r"(?:his|her|their|its|our|my) (?:[a-z]+ ){1,3}(?=(?:with|at|over|about|regarding|on|for|in|to|toward|towards|concerning|that) )")
ASKED_ABOUT = re.compile(
    r"\b(?:respond|reply|answer)(?:ed|s|ing)?"
    r"(?P<rest> (?:immediately )?to (?:\w+ ){0,3}(?:questions?|requests?|messages?|calls?|e-?mails?|enquir(?:y|ies)|inquir(?:y|ies))(?: \w+){0,3})$"
)
# The day of saying between source and cue belongs to neither: "the engineers | last night | accused".
WHEN_SAID = re.compile(
    r",? (?:last night|yesterday|today|tonight|this (?:morning|afternoon|evening|week)|(?:late |early )?on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)$"
)
# Whom one asks to act stands between cue and content: "urged | the panel | to ask".
ASKING = re.compile(
    r"\b(?:urg|ask|order|instruct|implor|beg|press|invit|advis|encourag|direct|command|tell|told|call|warn|request|exhort)\w*(?: on| upon)?$", re.IGNORECASE
)
ASKED_TO = re.compile(r"(?<!\w)(?=\w)(?!that\b|to\b|for\b|if\b|whether\b|how\b|what\b|why\b|who\b|when\b)[^,.;:“”\"]{2,70}? (?=(?:not )?to [a-z])")
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|must|should|can|could|may|might|needs?|ought|did|does|do)\b")
LISTENS = re.compile(r"(?:an? |the )?(?:\w{1,20} ){0,2}(?:court|jury|inquest|tribunal|inquiry|hearing|trial)$", re.IGNORECASE)
TOLD = re.compile(r"(?:was |were |is |has been |have been )?(?:told|hears?|heard)$", re.IGNORECASE)
# What is taken back or turned down belongs to the content: "retracted | a footnote about dosage".
TAKEN_BACK = re.compile(
    r"\b(?:withdr[ae]wn?|retract(?:ed|s)?|reject(?:ed|s)?|den(?:ied|ies|y)|dismiss(?:ed|es)?|ruled out|correct(?:ed|s))"
    r"(?P<rest> (?:the|an?|his|her|its|their|that|this|all|any) [\w’' -]{2,40}? (?:about|for|of|on|to|that|in))$"
)
# With whom and where it was said is no part of what was said: "with the premier in a telephone call on Thursday, | regarding ...".
OCCASION = re.compile(
    r"(?:with|to) [^,.;“”\"]{2,80} (?:in|during|at) (?:an?|their|the) (?:\w+ ){0,2}(?:conversation|call|meeting|interview|letter|speech|talks)\b"
    r"[^,.;“”\"]{0,40},? "
    r"(?=(?:regarding|about|over|that|concerning)\b)"
)
PARTNER = re.compile(r"(?:with|to) (?:[A-Z]|the |his |her |their )[^,.;“”\"]{2,60}$")
ABOUT = re.compile(r"(?:regarding|about|over|that|concerning)\b")
# An unnamed source before "who": what it is called, with what stands before and after it.
UNNAMED = re.compile(
    r"(?:\b(?:an?|the|one|two|three|four|five|six|several|some|many|other|senior|former|current|top|high-ranking|local|unnamed|anonymous|foreign|security|"
    r"intelligence|government|military|defen[cs]e|police|court|party|campaign|federal|state|city|company|industry|union|hospital|army|and|[A-Z][\w’'-]*) ){0,8}"
    r"\b(?:officials?|officers?|aides?|sources?|diplomats?|advis[eo]rs?|lawyers?|ministers?|lawmakers?|witnesses|residents|people|person|experts|analysts)"
    r"(?: (?:in|of|from|at|for|with|inside|close to|familiar with) (?:the )?(?:[A-Z][\w’'-]*|case|matter|talks|plan|government)(?: [A-Z][\w’'-]*){0,3})? \Z"
)
NAME_RUN = re.compile(r" (?:[A-Z][\w’'-]* ){1,3}")
SENTENCE_ENDS = re.compile(r"[.!?][”\"’')]*\s+[“\"‘'(]*[A-Z]")
LABEL = re.compile(r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}$")


def whole_source(text: str, source: tuple[Span, ...], home: Block | None) -> tuple[Span, ...]:
    """ "officials in Karsk who blamed": an unnamed source behind "who" is the source, since nothing else in the record names it."""
    if home is None or len(source) != 1 or source[0].of(text) != "who":
        return source
    start = max(home.start, source[0].start - 100)
    found = UNNAMED.search(text[start : source[0].start])
    return (Span(start + found.start(), source[0].start - 1),) if found else source


def settle_source(text: str, source: tuple[Span, ...], cue: tuple[Span, ...], home: Block | None) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The source whole, and the cue without the mark at its end; a name before a colon ("Aske: ...") is a source, and the colon its cue, as PolNeAR has it."""
    source = tuple(Span(s.start, s.start + len(WHEN_SAID.sub("", s.of(text)).rstrip(" …–—"))) for s in source if WORD.search(text, s.start, s.end))
    if source and LISTENS.match(source[0].of(text)) and TOLD.match(cue[0].of(text)):
        source = ()  # the court was told: by whom, it does not say
    words = cue[0].of(text).rstrip(" :,–—-")
    if words:
        end = cue[0].start + len(words)
        if text[end : cue[0].end] == ":" and not source and LABEL.match(words) and home is not None and home.start == cue[0].start:
            return (Span(cue[0].start, end),), (Span(end, end + 1), *cue[1:])
        cue = (Span(cue[0].start, end), *cue[1:])
    if len(source) == 1 and (run := NAME_RUN.fullmatch(text, source[0].end, cue[0].start)):
        source = (Span(source[0].start, run.end() - 1),)
    return whole_source(text, source, home), cue


def within_reach(text: str, cue: Span, content: list[Span], pairing: Pairing) -> list[Span]:
    """Contents that the cue can carry: in its own sentence or before it, or quoted; what the reporter says in a later sentence is the reporter's."""

    def reached(c: Span) -> bool:
        later = c.start >= cue.end and SENTENCE_ENDS.search(text, cue.end, c.start + 3) is not None
        return not later or "\n" in text[cue.end : c.start] or kind_of(text, [c], pairing) == "direct"

    return [c for c in content if reached(c)]


def settle_border(text: str, cue: tuple[Span, ...], content: list[Span]) -> tuple[tuple[Span, ...], list[Span]]:
    """Where the cue ends and the content begins: "expressed his dismay | with the plan", "underlined | the importance of the plan"."""
    cue = shorten_cue(text, cue)
    if len(cue) != 1 or cue[0].end + 1 != content[0].start:
        return cue, content
    if len(content) > 1 and PARTNER.match(text, content[0].start, content[0].end) and ABOUT.match(text, content[1].start, content[1].end):
        return cue, content[1:]
    occasion = OCCASION.match(text, content[0].start, content[0].end)
    if occasion:
        return cue, [Span(occasion.end(), content[0].end), *content[1:]]
    asked = ASKED_ABOUT.search(text, cue[0].start, cue[0].end) or TAKEN_BACK.search(text, cue[0].start, cue[0].end)
    if asked:
        return (Span(cue[0].start, asked.start("rest")),), [Span(asked.start("rest") + 1, content[0].end), *content[1:]]
    whom = ASKED_TO.match(text, content[0].start, content[0].end) if ASKING.search(text, cue[0].start, cue[0].end) else None
    if whom and not FINITE.search(whom[0]):
        return cue, [Span(whom.end(), content[0].end), *content[1:]]
    stressed = STRESSED.search(text, cue[0].start, cue[0].end)
    if stressed:
        return (Span(cue[0].start, stressed.start(1)),), [Span(stressed.start(1) + 1, content[0].end), *content[1:]]
    stance = STANCE.match(text, content[0].start, content[0].end) if EXPRESSING.search(text, cue[0].start, cue[0].end) else None
    if stance:
        return (Span(cue[0].start, stance.end() - 1),), [Span(stance.end(), content[0].end), *content[1:]]
    return cue, content


def shorten_cue(text: str, cue: tuple[Span, ...]) -> tuple[Span, ...]:
    """ "made similar remarks on Tuesday saying": the cue is "saying"."""
    last = cue[-1]
    if last.end - last.start > 24 and (m := SAYING.search(text, last.start, last.end)):
        return (Span(m.start(), m.end()),)
    return cue


def join_spans(text: str, spans: Iterable[Span], apart: Sequence[Span]) -> list[Span]:
    """Spans in order, those without a word (and without another role's span) between them as one."""
    out: list[Span] = []
    for span in sorted(set(spans)):
        if out and (span.start <= out[-1].end or not WORD.search(text, out[-1].end, span.start)) and "\n" not in text[out[-1].end : span.start]:
            if span.end > out[-1].end:
                out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return [s for s in out if not any(s.start < a.start and a.end < s.end for a in apart)] or out


def strip_marks(span: Span, pairing: Pairing) -> Span:
    """A content without the marks that enclose all of it, so that what is inside stands like a paragraph."""
    around = next((m for m in pairing.quotations if m.span.start == span.start and m.span.end >= span.end - 1), None)
    return clip(around.inner, span) if around else span


def own_words(text: str, source: Sequence[Span], cue: Sequence[Span]) -> bool:
    """Whether an inner "statement" is the speaker's own speaking: "I call on them", "We believe", "his dismay with". Past reports are not: "I told them"."""
    if not source:
        return True
    words = source[0].of(text).lower()
    return words in POSSESSIVE or (words in FIRST_PERSON and not PAST.search(cue[0].of(text)))


def touch(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def clip(span: Span, whole: Span) -> Span:
    return Span(max(span.start, whole.start), min(span.end, whole.end))


def overlap(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Shared characters over all characters of two span sets."""
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    both = sum(x.end - x.start for x in a) + sum(y.end - y.start for y in b) - shared
    return shared / both if both else 0.0
