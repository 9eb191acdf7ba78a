"""A byline's names and outlet.

In: the words of one passage. Out: who wrote, and for whom; None where the words are no byline. It knows no names and no outlets.
"""

import re
from collections.abc import Sequence

from onrecord.types import BlockKind

BYLINE = re.compile(r"(?:\b(?:by|byline|words by|story by|reported by|written by|reporting by)\b ?:?|\((?:additional )?reporting by) (?=\S)", re.IGNORECASE)
EDITED = re.compile(r"[;.]? \(?(?:editing|edited|additional reporting|writing|photographs?|graphics) by\b", re.IGNORECASE)
PARTS = re.compile(r", ?| \| | [-–—] |; ?")
AND = re.compile(r" (?:and|&) ", re.IGNORECASE)
WORD = r"(?:[A-Z][\w.'’-]{0,30}|al-\w{1,30}|de|da|di|del|der|den|van|von|bin|ibn|al|la|le|ter|ten|af|av|y|of|the)"
NAME = re.compile(rf"[A-Z][\w.'’-]{{0,30}}(?: {WORD}){{0,6}}")
ROLE = re.compile(r"\b(?:editor|reporter|correspondent|writer|staff|columnist|chief|bureau|producer|special to|for the|for)\b|^in [A-Z]|@", re.IGNORECASE)
DIGIT = re.compile(r"\d")
LONGEST = 200  # characters


def read_byline(words: str) -> tuple[tuple[str, ...], str | None] | None:
    """The names and the outlet of a byline, None where the words are none.

    >>> read_byline("By: Ann Ore, The Vesland Courant")
    (('Ann Ore',), 'The Vesland Courant')
    """
    mark = BYLINE.match(words)
    if mark is None or len(words) > LONGEST:
        return None
    rest = EDITED.split(words[mark.end() :])[0].strip(" .|()")
    parts = [part for part in PARTS.split(rest) if part and not DIGIT.search(part)]  # "Ann Ore, The Vesland Courant, 3 November 2031"
    listed = AND.search(rest) is not None or len(parts) > 2  # "Ann Ore, Toby Byrne and Lena Ek": what follows a comma is a person
    names: list[str] = []
    outlet: str | None = None
    for i, part in enumerate(parts):
        people = [name for name in AND.split(part.removeprefix("and ")) if name]
        if i and ROLE.search(part):
            continue
        if i and (not listed or part.startswith("The ")) and NAME.fullmatch(part):
            outlet = part
        elif all(NAME.fullmatch(name) and (i or " " in name) for name in people):
            names.extend(people)
            listed = listed and not AND.search(part)  # after "and Lena Ek" comes the outlet
        elif i == 0:
            return None
    return (tuple(names), outlet) if names else None


def find_byline(words: Sequence[str], kinds: Sequence[BlockKind]) -> tuple[tuple[str, ...], str | None]:
    """Who wrote it and for whom, from the first byline that names them."""
    found = [byline for s, kind in zip(words, kinds, strict=True) if kind == "byline" and (byline := read_byline(s))]
    return (found[0][0] if found else ()), next((outlet for _, outlet in found if outlet), None)
