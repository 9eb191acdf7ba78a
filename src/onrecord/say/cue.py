"""Cues to acts: the table of cues (data/cues.tsv), found in the words of a cue whatever their form, with the negation around them.

In: the words of a cue and the first words of its content. Out: an act, the row that gave it, and whether the saying is negated.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from onrecord.text.marks import read_table
from onrecord.types import Act

WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
IRREGULAR = {
    "said": "say", "says": "say", "told": "tell", "wrote": "write", "written": "write", "spoke": "speak", "spoken": "speak", "thought": "think",
    "felt": "feel", "knew": "know", "known": "know", "saw": "see", "seen": "see", "swore": "swear", "sworn": "swear", "took": "take", "taken": "take",
    "held": "hold", "gave": "give", "given": "give", "went": "go", "gone": "go", "began": "begin", "begun": "begin", "made": "make", "met": "meet",
    "put": "put", "found": "find", "forecast": "forecast", "forecasted": "forecast", "understood": "understand", "undertook": "undertake", "sought": "seek",
    "heard": "hear", "taught": "teach", "stood": "stand", "hit": "hit", "cast": "cast", "withdrew": "withdraw", "withdrawn": "withdraw", "pled": "plead",
    "misspoke": "misspeak", "misspoken": "misspeak", "kept": "keep", "was": "be", "is": "be", "are": "be", "were": "be", "been": "be", "being": "be",
    "had": "have", "has": "have", "set": "set", "paid": "pay", "besought": "beseech", "dreamt": "dream", "fell": "fall", "spelt": "spell", "left": "leave",
    "withheld": "withhold",
    "shown": "show", "tore": "tear", "torn": "tear", "laid": "lay", "came": "come",
}  # fmt: skip
NOT = frozenset({"not", "never", "neither", "nor", "hardly", "nobody", "without"})
SHORT_OF = re.compile(r"\b(?:stop|fall|fell)(?:ped|s|ping|ing)? (?:just |well |far )?short of\b", re.IGNORECASE)
REFUSED = re.compile(r"\b(?:refus|declin|fail|avoid)(?:e|ed|es|ing|s)?\b", re.IGNORECASE)
NEGATED = frozenset({("neither", "confirm", "nor", "deny"), ("not", "confirm", "or", "deny"), ("would", "not", "say")})  # silence by negating a saying
GAP = 2  # words that may stand between the words of a row: "expressed his deep concern"
WEAK = frozenset({"assert", "think"})
# Refusing to do these is the negation of the act; refusing anything else is an act of its own.
KEPT = frozenset({"accuse", "criticise", "support", "admit", "apologise", "promise", "retract", "deny"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a cue does: its act, the row of the table that says so, and whether it is negated."""

    act: Act
    row: str
    negated: bool


@cache
def rows() -> dict[tuple[str, ...], Act]:
    """The table: words in their base form to act."""
    return {tuple(row["cue"].split()): cast(Act, row["act"]) for row in read_table("cues.tsv")}


@cache
def starts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Rows by their first word, longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(rows(), key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def vocabulary() -> frozenset[str]:
    return frozenset(word for phrase in rows() for word in phrase)


@cache
def base_forms(word: str) -> tuple[str, ...]:
    """The words of the table that a word may be a form of."""
    return tuple(dict.fromkeys(w for w in _forms(word) if w in vocabulary()))


def _forms(word: str) -> Iterator[str]:
    yield word
    yield from _suffixes(word)
    for form in [word, *_suffixes(word)]:  # one spelling in the table, two in the news
        if "iz" in form:
            yield form.replace("iz", "is")


def _suffixes(word: str) -> Iterator[str]:
    if word in IRREGULAR:
        yield IRREGULAR[word]
    for suffix, ends in (("ied", "y"), ("ies", "y"), ("ed", ""), ("ed", "e"), ("es", ""), ("es", "e"), ("s", ""), ("ing", ""), ("ing", "e")):
        if word.endswith(suffix) and len(word) - len(suffix) >= 2:
            stem = word[: len(word) - len(suffix)] + ends
            yield stem
            if suffix in ("ed", "ing") and not ends and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def words_of(text: str) -> list[str]:
    """The words of a stretch in lower case, "didn't" as "did not"."""
    found: list[str] = []
    for m in WORD.finditer(text):
        word = m[0].lower().replace("’", "'")
        if word.endswith("n't"):
            found += [{"ca": "can", "wo": "will", "sha": "shall"}.get(word[:-3], word[:-3]), "not"]
        else:
            found.append(word.removesuffix("'s"))
    return found


def read_cue(cue: str, content: str) -> Found | None:
    """What a cue does. `content` gives the first words of what follows, since "told ... to" and "asked ... for" go on there; None: no row knows it."""
    shown = SHORT_OF.search(cue)
    inside = words_of(cue[shown.end() :] if shown else cue)
    after = words_of(content[:40])[:3]
    best = max(matches(inside, after), key=_rank, default=None)
    if best is None:
        return None
    at, phrase = best
    own = bool({"not", "neither", "nor", "no"} & set(phrase)) and phrase not in NEGATED
    if phrase in (("refuse",), ("decline",)):
        at, phrase = max((m for m in matches(inside, after) if rows()[m[1]] in KEPT and m[0] > at), key=_rank, default=best)
    act = rows()[phrase]
    refused = (act in KEPT or phrase == ("rule", "out")) and REFUSED.search(" ".join(inside[:at])) is not None
    negated = shown is not None or refused or (not own and bool(NOT & set(inside[: at + len(phrase) + GAP])))
    return Found(act, " ".join(phrase), negated)


def matches(inside: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows whose words stand in a cue, in order, a few words apart at most; a row's last words may be the content's first word or infinitive."""
    whole = [*inside, *after]
    infinitive = 2 if after[:2] == ["to", "be"] else 1 if after[:1] == ["to"] else 0  # "refused | to be drawn": up to its verb
    for at, word in enumerate(inside):
        for form in base_forms(word):
            for phrase in starts().get(form, ()):
                if follows(whole, at, phrase[1:], limit=len(inside) + infinitive):
                    yield at, phrase


def follows(words: Sequence[str], at: int, rest: Iterable[str], *, limit: int) -> bool:
    """Whether the rest of a row stands after a word, each a few words on at most and none after `limit`."""
    for wanted in rest:
        reach = range(at + 1, min(at + 2 + GAP, len(words)))
        at = next((i for i in reach if wanted == words[i] or wanted in base_forms(words[i])), -1)
        if at < 0 or at > limit:
            return False
    return True


def _rank(match: tuple[int, tuple[str, ...]]) -> tuple[int, bool, int]:
    at, phrase = match
    return len(phrase), rows()[phrase] not in WEAK, -at
