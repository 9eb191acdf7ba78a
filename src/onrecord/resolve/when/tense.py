"""Whether the words around a time expression put it in the past or in the future."""

import re

from onrecord.resolve.when.meaning import Tense

BEFORE, AFTER = 120, 90  # characters of the clause that are looked at
NEAR = 12  # characters: "rose in early June"
BREAK = re.compile(r"[a-z\d)”\"]{2}[.!?][\"”’)]{0,2}\s{1,3}(?=[\"“‘]?[A-Z])|\n\s{0,3}\n|[.!?]''\s")
CUE = re.compile(
    r"(?=[a-z'’])(?:(?P<future>(?:\b(?:will|shall|would|won['’]t|should|must|(?-i:may)|might)|['’]ll)\b(?: [a-z]{2,14}\b){0,3}"
    r"|\b(?:is|are|was|were|has|have|had|be|am|['’]s|['’]re)? ?(?:not )?(?:expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|set|supposed|about|likely|intend(?:s|ed)?"
    r"|hop(?:es|ed|ing)|going|aim(?:s|ed)?|agree(?:s|d)?|want(?:s|ed)?|vow(?:s|ed)?|promis(?:es|ed)|propos(?:es|ed)|prepar(?:es|ed|ing)|offer(?:s|ed)|ha[sd]"
    r"|have|ready|order(?:s|ed))"
    r" to\b(?: be\b)?(?: (?!the |a |an |his |her |their |its )[a-z]{2,14}\b)?"
    r"|\b(?:is|are|was|were|be|been|['’]s|['’]re) set for\b|\b(?:scheduled|slated|due|set to|ahead of|(?:planned|expected) (?:for|in|on|by|next|this|late"
    r"|early))\b"
    r"|\b(?:is|are) to (?:be )?[a-z]{2,14}\b"
    r"|\b(?:meets|opens|begins|starts|reconvenes|resumes|ends|closes|votes|visits|arrives|travels|departs|takes (?:office|effect|place))\b"
    r"|\bto (?:be(?: [a-z]{2,14})?|meet|vote|hold|begin|start|open|close|end|expire|resume|return|leave|arrive|travel|visit|sign|decide|report|appear|speak"
    r"|testify|address|complete|finish|redeem|pay"
    r"|take (?:effect|place)|respond|discuss|announce|publish|present|release|launch|run|join|step down|play|face)\b"
    r"|\b(?:until|till|upcoming|due|payable|effective|expir(?:es?|ing|ation)|matur(?:es?|ing|ity)|deadline|starting|beginning|as (?:early|soon) as"
    r"|forthcoming|tomorrow)\b)"
    r"|(?P<past>\b(?:was|were|had|has|have|did|since|said|says|told|took|came|went|won|lost|left|made|gave|began|became|fell|held|led|fought|broke|struck"
    r"|shot|met|rose|sank"
    r"|found|sent|brought|caught|stood|saw|drew|grew|threw|blew|built|flew|wrote|spoke|ran|read|paid|put|quit|hit|shut|sold|bought|thought|felt|heard|knew"
    r"|kept|swore|chose|(?-i:(?!need|indeed|hundred|speed|feed|proceed|exceed|succeed)[a-z]{2,14}ed))\b))",
    re.IGNORECASE,
)
AHEAD = re.compile(r"\b(?:ahead of|before|until|till|for|upcoming)(?: the)?\s{1,3}\Z", re.IGNORECASE)
COMING = re.compile(
    r"['’]s(?:\s(?!he|she|it|they|we|I\b)[\w-]{2,20}){1,2}\s(?:will|is (?:to|expected|set|due|scheduled)|are (?:to|expected|set|due|scheduled))\b"
)
PERFECT = re.compile(r"\b(?:had|was|were|did)\b", re.IGNORECASE)
BY = re.compile(r"\b(?:by|through|no later than)(?: the)?\s{1,3}\Z", re.IGNORECASE)


def tense_of(text: str, start: int, end: int, low: int, high: int) -> tuple[Tense | None, bool]:
    """The tense of the nearest word that tells, first before the expression, then after it, and whether that word stands right before it."""
    before = text[max(low, start - BEFORE) : start]
    breaks = list(BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    if BY.search(before) and not PERFECT.search(before):
        return "future", False
    if text.startswith(("'s", "’s"), end) and COMING.match(text, end):
        return "future", False
    if text.startswith(("'s", "’s"), end) and not AHEAD.search(before):
        return None, False  # "Friday's vote" takes no tense from its clause
    cues = list(CUE.finditer(before))
    found = cues[-1] if cues else None
    near = found is not None and len(before) - found.end() < NEAR
    if found is None:
        after = text[end : min(high, end + AFTER)]
        stop = BREAK.search(after)
        found = CUE.search(after[: stop.start() + 2] if stop else after)
    return (None if found is None else "future" if found["future"] else "past"), near
