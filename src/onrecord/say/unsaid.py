"""What looks like a statement and is none: nobody said it, it was never said, or the words are a title, a nickname or the terms of a source.

In: a text and an attribution as the tagger proposes it. Out: the rule that leaves it out, or None. By RULES: "not yet or never spoken is none", "titles of
works, nicknames" are none; the terms on which a source speaks are told of the source, not said by it.
"""

import re
from collections.abc import Sequence

from onrecord.say.cue import read_cue
from onrecord.say.tag import Attribution
from onrecord.types import Span

NOBODY = frozenset({"nobody", "no one", "none", "no-one", "nobody else", "neither side", "no source"})
NEVER = re.compile(r"(?:was|were|is|are|has been|have been) (?:not|never)\b|(?:wasn|weren|isn|aren|hasn|haven)[’']t\b", re.IGNORECASE)
# "if he were to say", "should a court say", "might have said": the cue stands in words that were never spoken.
UNSPOKEN = re.compile(r"\b(?:were (?:ever )?to|ever to|might have|could have|would have|should have|may one day|supposing)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"(?:^|[.!?;:,][”\"’']* |\n)(?:but |and |or )?(?:should|were|had) (?:an? |the |any |his |her |its |their )?[\w’'-]+(?: [\w’'-]+){0,5}? (?:ever "
    r"|one day |then )*(?:to )?$",
    re.IGNORECASE,
)
IF_SAID = re.compile(r"\bif [^.,;“”\"]{2,60}\b(?:were (?:ever )?to|ever|should|chose to|decided to|wanted to) $", re.IGNORECASE)
TERMS = re.compile(
    r"(?:that (?:he|she|they|it) |(?:his|her|their) (?:name|names|identity) )?(?:not (?:to )?be (?:named|identified|quoted)|to (?:remain"
    r"|stay) (?:anonymous|unnamed)|anonymity)\b",
    re.IGNORECASE,
)
ENTITLED = re.compile(r"\b(?:entitled|titled|headlined|dubbed|nicknamed|known as|goes by|so-called)$", re.IGNORECASE)
CALLED = re.compile(r"(?:so-|so )?called$", re.IGNORECASE)
MARKED = re.compile(r"[“\"‘'][^“”\"]{1,60}[”\"’']$")
ABOUT = re.compile(r"(?:questions?|requests?|messages?|doubts|speculation|debate|rumou?rs|talk) (?:about|for|over|of|on)$", re.IGNORECASE)
TOLD = re.compile(r"(?:was|were|(?:has|have|had) been|been) (?:promised|told|asked|warned|assured|informed|advised|urged|ordered)", re.IGNORECASE)
PRONOUN = re.compile(r"(?:I|we|he|she|they|it|you)", re.IGNORECASE)
DOES = re.compile(r"(?:(?:has|have|had|was|were) )?(?:signed|adjourned|postponed|learn(?:ed|t) of)$", re.IGNORECASE)  # done, not said
SETTING = re.compile(r"(?:^|\n)(?:After|Before|Behind|Beyond|In|Inside|At|From|Since|Amid|Outside|Around|Near|On) $")  # "After Dromme: what it means"
EXPLAINER = re.compile(r"(?:[Ww]hat|[Hh]ow|[Ww]hy|[Ww]ho|[Ww]here|[Ww]hen)\b(?!.{0,200}\b(?:I|we|my|our)\b)")  # "Dromme: what it means for trade"
REACH = 60  # characters before the cue that may say so


def why_unsaid(text: str, a: Attribution, content: Sequence[Span]) -> str | None:
    """The name of the rule that makes an attribution no statement."""
    cue = a.cue[0].of(text)
    if a.source and a.source[0].of(text).lower() in NOBODY:
        return "nobody"
    if not a.source and NEVER.match(cue):
        return "never said"
    if not a.source and ABOUT.match(cue):
        return "question of nobody"
    if cue[:1].isupper() and text[a.cue[0].start - 2 : a.cue[0].start - 1].isalnum() and read_cue(cue, "") is None:
        return "part of a name"  # "Velden | Fuels of"
    if a.source and a.source[0].end <= a.cue[0].start and TOLD.fullmatch(cue) and PRONOUN.fullmatch(a.source[0].of(text)):
        return "who is told is no source"
    if DOES.match(cue) and not text.startswith(("“", '"', "‘"), content[0].start if content else 0):
        return "done, not said"
    if cue.strip() == ":" and a.source and SETTING.search(text, max(0, a.source[0].start - 12), a.source[0].start):
        return "place, not speaker"
    if cue.strip() == ":" and content and EXPLAINER.match(content[0].of(text)):
        return "explainer"
    lead = text[max(0, a.cue[0].start - REACH) : a.cue[0].start]
    if UNSPOKEN.search(lead[-20:] + cue) and not UNSPOKEN.search(cue.split()[-1]) and not cue.lower().startswith(("should have", "could have known")):
        return "never spoken"
    if CONDITION.search(lead) or IF_SAID.search(lead):
        return "condition"
    words = " ".join(c.of(text) for c in content)
    if TERMS.match(words):
        return "terms of anonymity"
    if ENTITLED.search(cue):
        return "title"
    if not a.source and CALLED.search(cue) and MARKED.match(words) and len(words.split()) < 5:
        return "name"
    return None
