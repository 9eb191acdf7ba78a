"""Statements that the tagger passed over though their verb says what they are: "X denied ...", "X did not respond to ...", "..., and apologised for ...".

In: a text, the blocks that are read and the cues that are known. Out: attributions. Only finite verbs of stance whose subject stands right before them
count; what the tagger knows of a sentence goes before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.say.tag import Attribution
from onrecord.text.split import Pairing
from onrecord.types import Block, Span

CONFIDENCE = 0.6  # not measured: the articles set aside hold no case; on the development half of our own reports most were right
MAKER = "missed/1"

# Verbs that take what is said as their object or after "that", "to", "for"; the tagger knows the common ones and misses rare constructions of these.
VERB = re.compile(
    r"\b(?P<cue>(?:(?:has|have|had) (?:also |since |repeatedly |again |now )?)?(?:den(?:ied|ies|y)|apologi[sz](?:ed|es|e) (?=for|to)|accus(?:ed"
    r"|es) (?=\w)|condemn(?:ed|s)"
    r"|urg(?:ed|es) (?=\w)|call(?:ed|s) (?=for |on (?:the|both|all|his|her|its|their|[A-Z]))|demand(?:ed|s) (?=that|an?|the|to|answers)"
    r"|threaten(?:ed|s) (?=to|legal)"
    r"|promis(?:ed|es) (?=to|that|an?|the|\w+ more)|pledg(?:ed|es) (?=to|that)|vow(?:ed|s) (?=to|that)|praised (?=the|his|her|its|their|[A-Z])"
    r"|criticis(?:ed|es)|criticiz(?:ed|es)"
    r"|offer(?:ed|s) (?=to)|reject(?:ed|s) (?=(?:\w+ ){0,2}(?:suggestions?|claims?|allegations?|accusations?|charges?|criticism|calls|demands?|offers?)\b)"
    r"|(?:(?:always|long|repeatedly|consistently) )?(?:maintain(?:ed|s)|protest(?:ed|s)) (?=(?:his|her|their|its) innocence|that)"
    r"|conceded (?=that|the)|retracted (?=the|an?|his|her|its|their|[a-z])|insist(?:ed|s) (?=that)|warn(?:ed|s) (?=that|of|against))|"
    r"(?:did|does|do|had|has|have)(?: not|n[’']t) (?:immediately |yet )?(?:respond|reply|return|answer)(?:ed)?(?= (?:to|calls|requests?|questions?"
    r"|messages?|a|an|the|two|repeated|any|written))|"
    r"(?:could|can)(?: not|n[’']t) (?:immediately )?be reached|declined (?:to comment|to say|to answer|to discuss|to be drawn|comment))"
)
PASSIVE = re.compile(
    r"\b(?:was|were|is|are|be|been|being|to|not|who|which|that|by|of|the|a|an|his|her|its|their|and|or|if|when|has|have|had|never)\s*$", re.IGNORECASE
)
BOUNDARY = re.compile(r"(?:[.!?;:][”\"’')]* |[,;] (?:and|but|while|as|after|although|though|because) |—|–|\n)", re.IGNORECASE)
SUBJECT = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?|[Bb]oth|[Tt]wo|[Ss]everal|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w.’'-]*)(?: [\w.’'&-]+){0,9}(?:, (?:who|which|whose|an?"
    r"|the|its|his|her)[^,]{3,90},)?|[HS]e|I|[Tt]hey|[Ii]t|[Ww]e)"
    r"(?= (?:also |later |then |again |meanwhile |reportedly |apparently |immediately )?$)"
)
PRONOUN_LAST = re.compile(r"(?<![\w’'])(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)(?= (?:also |later |then |again |meanwhile )?$)")
LEADING = re.compile(
    r"(?:At|In|On|After|Before|During|By|For|With|From|Under|Over|When|While|As|If|Since|Until|But|And|Yet|Still|Then|Meanwhile|Despite|Asked|Speaking)\b"
)
VERBISH = re.compile(
    r"\b(?:said|says|was|were|is|are|had|has|have|would|will|could|told|that|which|who|whose|if|when|because|after|before|where|as)\b", re.IGNORECASE
)
TAIL = re.compile(
    r"[.!?](?=[”\"’')]*(?:\s|$))|;|\n|, (?:and|but|while|though|although) (?=(?:[A-Z]|he |she |it |they |the |its |his |her ))|, (?:adding|saying"
    r"|calling|citing|arguing|insisting)\b"
)
# "..., and apologised for ...": a further verb of the same subject.
# "Mr Crane, who has always maintained his innocence, ...": not "the keeper who denied it".
WHO = re.compile(r"(?<![\w’'-])(?P<np>(?:[Tt]he |[Aa]n? )?(?:[\w.’'-]{1,30} ){0,6}?[A-Z][\w.’'-]{0,30}(?: [\w.’'-]{1,30}){0,5}), who (?:also |still |later )?$")
BUT = re.compile(r" but(?: also| then| later)? $")
NEAR_BY = 14  # words of a content after which "but denied" may still be the speaker's
# "‘HE LEFT US TO DROWN’: Mum's fury at ferry boss": whose words a headline quotes.
HEADLINE_QUOTE = re.compile(
    r"(?P<words>[‘“\"'][^\n‘“\"]{3,80}?[’”\"'])(?P<colon>:) (?P<who>(?:[A-Z][\w-]{0,20} ){0,3}?[A-Z][\w-]{0,20})[’']s? "
    r"(?:\w+ )?(?:fury|rage|anger|plea|agony|anguish|warning|message|verdict|vow|attack|blast|swipe|jibe|tribute|outburst|cry|despair|horror|shock|joy|regret"
    r"|boast|apology|defence|confession|demand|claim|threat|grief|heartbreak|lament|promise|words?)\b"
)
FURTHER = re.compile(r",? (?:and|but)(?: also| then| later)? $")


def find_missed(text: str, blocks: Sequence[Block], pairing: Pairing, known: Sequence[Attribution]) -> list[Attribution]:
    """Attributions by their verb where no known one has a cue near it."""
    taken = sorted((c.start, c.end) for a in known for c in (*a.cue, *a.source))
    quoted = [q.span for q in pairing.quotations if q.depth == 0]
    out: list[Attribution] = []
    for block in blocks:
        if block.kind not in ("paragraph", "headline", "standfirst", "list", "caption"):
            continue
        quote = HEADLINE_QUOTE.match(text, block.start, block.end) if block.kind == "headline" else None
        if quote is not None and not any(quote.start("words") <= c.start < quote.end("words") for a in known for c in a.content):
            out.append(Attribution((Span(*quote.span("who")),), (Span(*quote.span("colon")),), (Span(*quote.span("words")),), (), CONFIDENCE))
        for m in VERB.finditer(text, block.start, block.end):
            cue = Span(m.start("cue"), m.start("cue") + len(m["cue"].rstrip()))
            if any(s < cue.end and cue.start < e for s, e in taken) or any(q.start < cue.start < q.end for q in quoted):
                continue
            source = subject(text, block, cue) or same_subject(text, cue, known)
            if source is None:
                continue
            content = clause(text, cue.end, block.end)
            if content is not None and text.startswith(", who", source.end):
                content = Span(content.start, next((at for at in (text.find(",", content.start, content.end),) if at > 0), content.end))
            holder = next((a for a in known for c in a.content if c.start <= cue.start < c.end), None)
            if content is not None and (holder is None or source in holder.source):
                out.append(Attribution((source,), (cue,), (content,), (), CONFIDENCE))
    return out


def subject(text: str, block: Block, cue: Span) -> Span | None:
    """The noun phrase between the last boundary of a clause and the verb, where that is all there is."""
    lead = text[block.start : cue.start]
    if relative := WHO.search(lead):
        cut = max((m.end() for m in BOUNDARY.finditer(lead, 0, relative.start("np"))), default=0)
        return Span(block.start + max(cut, relative.start("np")), block.start + relative.end("np"))
    if PASSIVE.search(lead):
        return None
    start = max((m.end() for m in BOUNDARY.finditer(lead)), default=0)
    m = SUBJECT.match(lead, start)
    alone = PRONOUN_LAST.search(lead)
    if alone and (m is None or m.end() == alone.end() or LEADING.match(lead, start)):
        return Span(block.start + alone.start(), block.start + alone.end())
    if m is None or LEADING.match(lead, start) or VERBISH.search(lead[m.start() : m.end()].split(",")[0]):
        return None
    return Span(block.start + m.start(), block.start + m.end())


def same_subject(text: str, cue: Span, known: Sequence[Attribution]) -> Span | None:
    """The source of the statement in whose content a further verb of the same subject stands: "He conceded that ..., and apologised for ..."."""
    for a in known:
        if not a.source or not a.cue:
            continue
        inside = next((c for c in a.content if c.start <= cue.start < c.end and c.start >= a.cue[-1].end), None)
        if inside is None:
            continue
        before = text[inside.start : cue.start]
        link = FURTHER.search(before)
        if BUT.search(before) and len(before.split()) < NEAR_BY and "," not in before and a.content[0].start == inside.start:
            return a.source[0]
        if link and (
            before[link.start()] == "," or (len(before.split()) < 6 and before.split()[0].lower() in ("the", "a", "an", "his", "her", "its", "their"))
        ):
            return a.source[0]
    return None


def clause(text: str, start: int, end: int) -> Span | None:
    """The rest of a clause after its verb."""
    m = TAIL.search(text, start, end)
    stop = m.start() if m else end
    low = start + (len(text[start:stop]) - len(text[start:stop].lstrip()))
    high = low + len(text[low:stop].rstrip(" ,"))
    return Span(low, high) if high > low and any(c.isalnum() for c in text[low:high]) else None


def cut_known(text: str, known: Sequence[Attribution], added: Sequence[Attribution]) -> Iterator[Attribution]:
    """Known attributions, their contents ended where a further verb of the same subject begins."""
    for a in known:
        content = []
        for c in a.content:
            further = next((b.cue[0].start for b in added if b.source == a.source[:1] and c.start < b.cue[0].start < c.end), None)
            if further is not None:
                link = FURTHER.search(text[c.start : further])
                c = Span(c.start, c.start + link.start() if link else further)
            content.append(c)
        yield replace(a, content=tuple(content))
