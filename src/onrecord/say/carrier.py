"""Words that one passes on for another: "the agency quoted her as saying", "the agency reported, citing a court source".

In: a text and attributions as the tagger proposes them. Out: attributions whose source is the one whose words they are; who carried them is found again, by
the words around, where the parties of a statement are read.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.say.tag import Attribution
from onrecord.types import Span

QUOTED = re.compile(r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))$")
AS_SAYING = re.compile(
    r"(?: |(?<![\w’'.-]))(?P<who>(?:an? |the |one |two |his |her |its |their )?[\w’'.-]{1,25}(?: [\w’'.-]{1,25}){0,8}?)"
    r" (?P<cue>as (?:saying|telling|writing|calling"
    r"|denying|warning|adding))(?: that\b)?,? ?"
)
PRONOUN = re.compile(r"(?:^|[.!?][”\"’']? |\n)(?P<who>He|She|It|They|We|I) $")
FIRST_VERB = re.compile(
    r"(?P<who>(?:The )?[A-Z][\w’-]{0,30}(?: [A-Z][\w’-]{0,30}){0,3}|[HS]e|It|They)(?<![’']s) (?:\w{1,20}ly )?[a-z]{2,20}ed [^“”\"\n.;:]{0,140}(?: and| but) $"
)
ASKED = re.compile(r"(?:when |if )?(?:asked|pressed|questioned|quizzed|challenged)(?: by)?", re.IGNORECASE)
BY_WHOM = re.compile(r" by (?P<who>[\w.’'-]{1,25}(?: [\w.’'-]{1,25}){0,6}?)(?= (?:whether|if|about|on|over|what|why|how|when|who|where)\b|,)")
BE_QUOTED = re.compile(
    r"(?<![\w’'.-])(?P<who>(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[A-Z][\w’'.-]{0,40})(?: [\w’'-]{1,40}){0,8}?)"
    r" (?:was|were|is|are|has been|have been|had been) (?:also )?(?:quoted|cited)$"
)
CITING = re.compile(r"\b(?:citing|quoting|who cited|which cited)$")
REST = re.compile(r", (?P<rest>that \w)")
REPORT_VERB = re.compile(r" (?P<verb>(?:has |had )?(?:reported|said|wrote|announced|revealed|disclosed))(?: (?:late |early )?(?:on )?\w+day| this week)?, $")
BEFORE_CITED = re.compile(r"\b(?P<citing>citing|quoting) $")
REPORTED = re.compile(r"\b(?:report|say|said|writ|wrote|announc|reveal|disclos)\w*$")
# What can be the source of words; what is only shown as evidence ("citing satellite images") is not.
SPEAKS = re.compile(
    r"\b(?:sources?|officials?|employees?|officers?|aides?|diplomats?|witness(?:es)?|prosecutors?|lawyers?|engineers?|residents?|people|persons?"
    r"|insiders?|workers?|doctors?|police"
    r"|spokes(?:man|woman|person|people)|ministers?|memos?|letters?|e-?mails?|filings?|drafts?|staff|colleagues?|executives?|analysts?"
    r"|[A-Z][a-z]+ [A-Z][a-z]+)\b"
)
STOP = re.compile(r"[.!?] [A-Z]")
EVIDENCE = re.compile(r"\b(?:images?|footage|data|figures|records?|logs?|photographs?|samples?|labels|tests?)\b", re.IGNORECASE)


TOPIC_REACH = 120  # characters after a cue in which words on its topic may follow
TOPIC = re.compile(r"(?:regarding|concerning|about|over)", re.IGNORECASE)


def rejoin(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """ "Expressed displeasure with X | regarding the claim": a preposition of topic is no cue, and its words belong to the content right before it."""
    out: list[Attribution] = []
    for a in attributions:
        if len(a.cue) == 1 and TOPIC.fullmatch(a.cue[0].of(text)):
            home = next((i for i, b in enumerate(out) if any(0 <= a.cue[0].start - c.end <= 2 for c in b.content)), None)
            if home is None:
                home = next((i for i, b in enumerate(out) if b.source == a.source and 0 < a.cue[0].start - b.cue[-1].end < TOPIC_REACH), None)
            if home is not None:
                first = Span(a.cue[0].start, a.content[0].end)
                out[home] = replace(out[home], content=tuple(sorted({*out[home].content, first, *a.content[1:]})))
            continue
        out.append(a)
    return out


def name_source(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give carried words to their source; an attribution of the carrying alone ("citing labels on the crates") is left out."""
    found = [between(text, as_saying(text, asked_by(text, with_subject(text, a)))) for a in rejoin(text, attributions)]
    out: list[Attribution] = []
    for a in found:
        cited = a.cue[0] if CITING.search(a.cue[-1].of(text)) and not (a.source and a.source[0].start >= a.cue[-1].end) else None
        if cited is None:
            out.append(a)
            continue
        words = a.content[0] if a.content else None
        home = next((i for i, b in enumerate(out) if b is not a and reports(text, b, cited)), None)
        if home is None or words is None or not names_speaker(words.of(text)):
            continue  # grounds, not words
        out[home] = replace(out[home], source=(words,), cue=(Span(cited.start, cited.end),))
    return out


def with_subject(text: str, a: Attribution) -> Attribution:
    """ "It | denied it", "Norland summoned the envoy and | demanded": the subject of a cue that was left without a source."""
    if a.source or not a.cue:
        return a
    low = max(
        0,
        text.rfind("\n", 0, a.cue[0].start) + 1,
        *(at + len(mark) for mark in (". ", " - ", " – ", " — ") if (at := text.rfind(mark, 0, a.cue[0].start)) >= 0),
    )
    m = PRONOUN.search(text, max(0, a.cue[0].start - 8), a.cue[0].start) or FIRST_VERB.match(text, low, a.cue[0].start)
    return a if m is None else replace(a, source=(Span(*m.span("who")),))


def asked_by(text: str, a: Attribution) -> Attribution:
    """ "Asked by the Echo whether ...": who asks is the source."""
    if a.source or not a.cue or not ASKED.fullmatch(a.cue[-1].of(text)):
        return a
    end = a.cue[-1].end - (3 if a.cue[-1].of(text).endswith(" by") else 0)
    m = BY_WHOM.match(text, end, min(len(text), end + 120))
    return a if m is None else replace(a, source=(Span(*m.span("who")),), cue=(*a.cue[:-1], Span(a.cue[-1].start, end)))


def as_saying(text: str, a: Attribution) -> Attribution:
    """ "X quoted Y as saying": Y is the source, "quoted ... as saying" the cue."""
    if not a.cue or not QUOTED.search(a.cue[-1].of(text)):
        return a
    end = a.cue[-1].end
    m = AS_SAYING.match(text, end, min(len(text), end + 120))
    if m is None:
        return a
    if m["who"].startswith("by "):
        return quoted_by(text, a, m)
    content = tuple(c if c.end <= end or c.start >= m.end() else Span(m.end(), c.end) for c in a.content if not (end <= c.start and c.end <= m.end()))
    verb = QUOTED.search(text, a.cue[-1].start, end)
    assert verb is not None
    return replace(a, source=(Span(*m.span("who")),), cue=(Span(verb.start(), end), Span(*m.span("cue"))), content=content or a.content)


def between(text: str, a: Attribution) -> Attribution:
    """ "Y reported, citing X, that ...": the words are what follows; X is their source where X can speak, else what the report rests on."""
    if not a.cue or not a.content:
        return a
    if not CITING.search(a.cue[-1].of(text)):
        return citing_after(text, a)
    low, high = a.content[0].start, a.content[0].end
    m = REST.search(text, low, high)
    verb = REPORT_VERB.search(text, max(0, a.cue[0].start - 60), a.cue[0].start)
    if m is None or verb is None:
        return a
    content = (Span(m.start("rest"), high), *a.content[1:])
    if names_speaker(text[low : m.start()]):
        return replace(a, source=(Span(low, m.start()),), content=content)
    return replace(a, cue=(Span(*verb.span("verb")),), content=content)


def citing_after(text: str, a: Attribution) -> Attribution:
    """ "The agency | reported | on Sunday, citing X, that ..." where the tagger took "X, that ..." for the content."""
    low, high = a.content[0].start, a.content[0].end
    said = BEFORE_CITED.search(text, a.cue[-1].end, low)
    m = REST.search(text, low, high)
    if said is None or m is None or not REPORTED.search(a.cue[-1].of(text)) or not names_speaker(text[low : m.start()]):
        return a
    content = (Span(m.start("rest"), high), *a.content[1:])
    return replace(a, source=(Span(low, m.start()),), cue=(Span(*said.span("citing")),), content=content)


def quoted_by(text: str, a: Attribution, m: re.Match[str]) -> Attribution:
    """ "X was quoted by Y as saying": X is the source, Y only passed it on."""
    low = max(0, a.cue[0].start - 100)
    subject = BE_QUOTED.search(text, low, a.cue[-1].end)
    if subject is None:
        return replace(a, source=tuple(s for s in a.source if s.end <= m.start()))
    who = Span(*subject.span("who"))
    content = tuple(Span(c.start, who.start - 1) if c.start < who.start < c.end else c for c in a.content if not (who.start <= c.start and c.end <= m.end()))
    return replace(a, source=(who,), cue=(Span(subject.end("who") + 1, a.cue[-1].end), Span(*m.span("cue"))), content=content or a.content)


def reports(text: str, a: Attribution, citing: Span) -> bool:
    """Whether an attribution is the report that a "citing" belongs to: in the same sentence, with a cue of reporting."""
    gap = text[min(a.cue[-1].end, citing.end) : max(a.cue[0].start, citing.start)]
    return REPORTED.search(a.cue[-1].of(text)) is not None and "\n" not in gap and len(gap) < 400 and STOP.search(gap) is None


def names_speaker(words: str) -> bool:
    """Whether cited words name somebody, or a document, that can say something."""
    head = words.split(",")[0][:80]
    return SPEAKS.search(head) is not None and not EVIDENCE.search(head)
