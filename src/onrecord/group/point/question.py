"""Points that people name by a question or a few words, filled by the claims that bear on them.

A word of the question is met by the same stem or a like word in a claim's leading clause, a name also by the roles and other names of those spoken of, a
word of saying ("blame") also by the act. A question word asks for its filler: "who" for somebody named, "how many" for a number, "when" for a time.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from onrecord.group.meaning import likeness, rarity, split_words, stem, stems
from onrecord.group.point.claim import FINITE, TIMES, Claim, leading_clause
from onrecord.group.texts import Said
from onrecord.group.types import Voice
from onrecord.text.marks import read_table

ENDING = re.compile(r"(?:ed|es|[a-z]s)$")

ALIKE = 0.42  # two words that may stand for one another in a question
MET = 0.75  # the share of the question's weight that has to be met
ASKS = re.compile(r"^\W*(?P<word>who|whom|whose|which|what|when|where|why|how many|how much|how)\b", re.IGNORECASE)
TELLING = {
    stem(row["cue"].split()[0]): row["act"] for row in read_table("cues.tsv") if row["act"] in {"accuse", "deny", "demand", "admit", "apologise", "threaten"}
}
ADJUNCT = re.compile(r"\b(?:in|during|by|after|before|via|over) (?:(?:an?|the|their|his|her) )?(?:[a-z]+ )?[a-z]+", re.IGNORECASE)
CLOCK = re.compile(r"\b[0-9]{1,2}[:.][0-9]{2}\b|\b(?:noon|midnight|dawn|morning|evening|night|[0-9]{1,2} ?[ap]\.?m)\b", re.IGNORECASE)


def bears_on(question: str, claim: Claim, nested: Sequence[Said], voices: Mapping[str, Voice]) -> bool:
    """Whether a claim bears on a question; `nested` are the statements inside its main wording."""
    asked = ASKS.match(question)
    wanted = list(dict.fromkeys(s for s in stems(question) if s not in {"mani", "much"}))
    if not wanted:
        return False
    text = claim.main.words
    telling = any(TELLING.get(s) for s in wanted)
    told = text if telling else ADJUNCT.sub(" ", leading_clause(text))
    if not telling and (claim.carrier or FINITE.search(told) is None):
        return False
    word = asked["word"].lower() if asked else ""
    if (word in {"who", "whom", "whose"} and not (claim.about or claim.names)) or (word in {"how many", "how much"} and not claim.numbers):
        return False
    if word == "when" and not (TIMES & set(stems(text)) or CLOCK.search(text)):
        return False
    acts = {m.statement.act for m in claim.members} | {n.statement.act for n in nested}
    speakers = {v for m in (*claim.members, *nested) for v in m.voices} if telling else set()
    names = {s for v in sorted(claim.about | speakers) if v in voices for x in (voices[v].name, *voices[v].aliases, *voices[v].roles) for s in stems(x)}
    if any(s in TELLING and not (TELLING[s] in acts or meets(question_word(question, s), told)) for s in wanted):
        return False
    total = sum(weigh(s) for s in wanted)
    met = sum(weigh(s) for s in wanted if s in names or (TELLING.get(s) in acts and s in TELLING) or meets(question_word(question, s), told))
    return met >= MET * total


def weigh(stem_: str) -> float:
    return min(rarity(stem_), 6.0)


def question_word(question: str, stem_: str) -> str:
    return next((w for w in split_words(question) if stem(w) == stem_), stem_)


def meets(word: str, told: str) -> bool:
    return any(stem(word) == stem(w) or alike(word.casefold(), w.casefold()) for w in split_words(told))


@cache
def alike(one: str, other: str) -> bool:
    """Two words, or their bare forms where the table has no inflected one, that are near in meaning."""
    return any(likeness(a, b) >= ALIKE for a in (one, bare(one)) for b in (other, bare(other)))


def bare(word: str) -> str:
    """ "phoned" to "phone": the form without its ending, for words that the table of vectors has in that form alone."""
    return word[:-1] if ENDING.search(word) and len(word) > 4 else word
