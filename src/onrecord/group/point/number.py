"""Numbers as printed in a content, with their value and what they count: "fewer than six people" is ("fewer than six", "<6", "people").

Small whole numbers in words or figures; no arithmetic, no units. Offsets are Unicode code points of the words given, half-open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.group.meaning import stem

JOINED = re.compile(r"[ -]")

SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
VALUES = {w: i for i, w in enumerate(SMALL, 1)} | {w: 10 * i for i, w in enumerate(TENS, 2)}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
BOUNDS = {
    "fewer than": "<", "less than": "<", "under": "<", "below": "<", "more than": ">", "over": ">", "above": ">", "at least": ">=", "no fewer than": ">=",
    "not less than": ">=", "as many as": "<=", "up to": "<=", "at most": "<=", "no more than": "<=", "about": "~", "around": "~", "some": "~", "roughly": "~",
    "nearly": "~", "almost": "~", "approximately": "~", "only": "", "just": "",
}  # fmt: skip
WORDED = "|".join(sorted((*VALUES, *SCALES), key=len, reverse=True))
NUMBER = re.compile(
    rf"(?:\b(?P<bound>{'|'.join(sorted(BOUNDS, key=len, reverse=True))}) )?"
    rf"(?:(?P<figures>(?<![\w.,:])[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,3}}|(?<![\w.,:])[0-9]{{1,9}}(?:\.[0-9]{{1,3}})?)(?![\w:]|[.,][0-9])"
    rf"(?: (?P<scale>dozen|hundred|thousand|million|billion)\b)?"
    rf"|\b(?P<worded>(?:(?:a|half a) )?(?:{WORDED})(?:(?: and |[ -])(?:{WORDED})){{0,5}})\b)(?P<share> per ?cent\b|%)?",
    re.IGNORECASE,
)
MONTH = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
BEFORE_DATE = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \Z")
COUNTED = re.compile(
    r" (?:of (?:the |our |its |their )?)?"
    r"(?:(?!(?:in|on|at|to|by|my|our|is|was|were|are|had|have|has|from|of|with|and|or|than|for|the|not|as) )[a-z]+(?:-[a-z]+)? ){0,2}?"
    r"(?!(?:were|was|had|have|has|are|and|from|with|than|for|the|not|them|who|all|but|that|when|while|after|before|would|will|in|on)\b)(?![a-z]+ly\b(?<!family))(?P<noun>[a-z]{3,})"
)
COUNT_OF = re.compile(r"\b(?:number|count|toll|total|figure|tally) (?:of|for) (?:the |its |our |all )?(?:those |people )?(?P<noun>[a-z]{3,})", re.IGNORECASE)
HARMED = re.compile(r"\b(?:injured|hurt|wounded|killed|dead|treated|missing|casualties|victims)\b", re.IGNORECASE)
PEOPLE = frozenset(stem(w) for w in (
    "people persons passengers workers residents patients men women children civilians soldiers officers students pupils prisoners protesters miners sailors "
    "crew members villagers staff employees victims casualties dead killed injured hurt wounded missing treated deaths families "
    "fishermen firefighters policemen guests tourists drivers hostages migrants refugees troops marchers demonstrators farmers teachers nurses doctors "
    "pilgrims spectators fans boys girls teenagers adults survivors bodies inmates visitors guards strikers activists supporters travellers customers"
).split())  # fmt: skip
ONE_OF = re.compile(r"one (?:of|another|day|side|thing|can|should|must|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in words: `value` compares ("6", "<6", "40%"), `printed` is as it stands, `noun` the stem of the next plain word ("" where none follows)."""

    value: str
    printed: str
    noun: str
    start: int
    end: int

    @property
    def of_people(self) -> bool:
        return self.noun in PEOPLE


def find_numbers(words: str) -> Iterator[Number]:
    """The numbers in some words, in order; days of the month, years, clock times and "one of" are none."""
    for found in NUMBER.finditer(words):
        if words[max(0, found.start() - 4) : found.start()].lower() == "not ":  # "three were hurt, not four"
            continue
        if found["figures"]:
            value = float(found["figures"].replace(",", "")) * SCALES.get((found["scale"] or "").lower(), 1)
            dated = MONTH.match(words, found.end() + 1) or BEFORE_DATE.search(words, max(0, found.start() - 12), found.start())
            if not found["share"] and (dated or (1500 < value < 2100 and not found["bound"] and "," not in found["figures"] and not found["scale"])):
                continue
        else:
            if ONE_OF.match(words, found.start("worded")) or found["worded"].lower() == "one" and not found["bound"]:
                continue
            value = float(value_of(found["worded"]))
        bound = BOUNDS.get((found["bound"] or "").lower(), "")
        noun = COUNTED.match(words, found.end())
        word = noun["noun"] if noun else ""
        if not word and not found["share"]:  # "put the number of injured at six"
            before = COUNT_OF.search(words, 0, found.start()) or HARMED.search(words)
            word = before[before.lastindex or 0] if before else ""
        start = found.start("bound") if found["bound"] else found.start("figures") if found["figures"] else found.start("worded")
        yield Number(
            f"{bound}{value:g}{'%' if found['share'] else ''}",
            words[start : found.end()].strip(),
            stem(word) if word else "",
            start,
            found.end(),
        )


@lru_cache(maxsize=100_000)
def list_numbers(words: str) -> tuple[Number, ...]:
    """The same as a whole, remembered: two statements of a voice are compared in more than one way."""
    return tuple(find_numbers(words))


def value_of(worded: str) -> int:
    """The value of number words: "two hundred and six" is 206, "a dozen" 12."""
    total = current = 0
    parts = [p for p in JOINED.split(worded.lower()) if p not in {"a", "and"}]
    half = parts[:1] == ["half"]
    for part in parts:
        if part in VALUES:
            current += VALUES[part]
        elif part in SCALES:
            current = max(current, 1) * SCALES[part]
            if SCALES[part] >= 1000:
                total, current = total + current, 0
    return (total + current) // (2 if half else 1)
