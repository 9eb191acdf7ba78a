"""Words as they are compared: a text cut at white space, each piece with the folded words it stands for.

In: text. Out: pieces whose surfaces, joined by spaces, give the text back. Words that differ by case, quotation marks, punctuation, British or American
spelling, contraction or the way a number is written fold to the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from onrecord.text.marks import read_table

Mend = Literal["", "dots", "brackets"]

DOTS = re.compile(r"(?:\.{2,}|…)+")
BREAK = re.compile(r"[-‐‑–—/]+")
OUTSIDE = re.compile(r"^[^\w$£€¥%+]+|[^\w%]+$")
MARKS, STOPS = "“”‘’\"'.,;:!?()", (".", "!", "?", ":", "“", "”", "‘", '"')  # "May" inside a sentence is the month
STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\xa0": " "})
DOTTED = re.compile(r"(?:[a-z]\.){1,5}[a-z]?")
JOINED = frozenset({"re", "co", "e", "pre", "semi", "anti"})  # "co-operate" is "cooperate"
WITH_NOT = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall", "ain't": "is"}
ENDINGS = {"'s": "is", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
HAS_IS = frozenset({"it", "that", "there", "he", "she", "what", "who", "here", "where", "how"})  # "it's" is "it is"; elsewhere 's is a possessive

# British spellings are folded to American ones; what the rules cannot reach stands in spellings.tsv.
RULES = (
    (re.compile(r"is(ation|ations|e|ed|es|ing|er|ers)$"), r"iz\1"), (re.compile(r"ys(e|ed|es|ing)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{2})our(|s|ed|ing|ers?|able|hood|ite|ites|ly)$"), r"or\1"), (re.compile(r"(?<=[a-z]{2})tre(|s|d)$"), r"ter\1"),
    (re.compile(r"ogue(|s)$"), r"og\1"), (re.compile(r"([aeiou][a-z]{1,8}[aeiou])ll(ed|ing|ers?)$"), r"\1l\2"),
    (re.compile(r"dgement"), "dgment"), (re.compile(r"wards$"), "ward"),
)  # fmt: skip
SPELLINGS = {british: row["fold"] for row in read_table("spellings.tsv") for british in row["words"].split(";")}

DIGITS = re.compile(r"([$£€¥]?)(\d{1,3}(?:,\d{3})+|\d+)(?:[.:](\d+))?(k|m|mn|bn|tn|million|billion|trillion)?(%|st|nd|rd|th|s)?")
MONEY = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
ONES = {
    w: i for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
} | {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # fmt: skip
SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12} | SCALES
OPENS = frozenset(ONES) | frozenset(SCALES) | {"half", "per"}


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two spaces. `keys` are its folded words, none for a dash or dots; `mend`: the outlet's own dots or brackets stand here."""

    surface: str
    keys: tuple[str, ...] = ()
    quoted: bool = True
    mend: Mend = ""


def cut_pieces(parts: Iterable[tuple[str, bool]]) -> list[Piece]:
    """The pieces of some words, each part with whether it is quoted; a piece that is partly quoted counts as quoted."""
    pieces: list[Piece] = []
    inside, glued = False, False
    for words, quoted in parts:
        for i, surface in enumerate(words.split()):
            if i == 0 and glued and pieces and not words[0].isspace():
                surface = pieces[-1].surface + surface
                quoted_ = quoted or pieces.pop().quoted
            else:
                quoted_ = quoted
            opened = "[" in surface
            mend: Mend = "brackets" if (inside or opened) and not DOTS.search(surface) else "dots" if DOTS.search(surface) else ""
            inside = (inside or opened) and "]" not in surface[surface.rfind("[") + 1 :]
            keys = ("^may",) if surface.strip(MARKS) == "May" and pieces and not pieces[-1].surface.endswith(STOPS) else fold(surface)
            pieces.append(Piece(surface, keys, quoted_, mend))
        glued = bool(words) and not words[-1].isspace() if words.strip() else glued and not words
    return read_numbers(pieces)


@lru_cache(maxsize=50_000)
def fold(surface: str) -> tuple[str, ...]:
    """The folded words of one piece.

    >>> fold("“Labour’s"), fold("didn’t,"), fold("twenty-five"), fold("—")
    (("labour's",), ('did', 'not'), ('twenty', 'five'), ())
    """
    plain = DOTS.sub(" ", surface.translate(STRAIGHT)).replace("[", "").replace("]", "")
    keys: list[str] = []
    for run in plain.split():
        if OUTSIDE.sub("", run) == "US":
            keys.append("u.s")
            continue
        parts = [p for p in (OUTSIDE.sub("", part) for part in BREAK.split(run.casefold())) if p]
        if len(parts) == 2 and parts[0] in JOINED:
            parts = ["".join(parts)]
        for part in parts:
            keys += expand(part)
    return tuple(keys)


def expand(word: str) -> list[str]:
    """One folded word, its contraction written out: "there's" is "there is", "couldn't" is "could not"."""
    if word in WITH_NOT:
        return [WITH_NOT[word], "not"]
    if word.endswith("n't"):
        return [word[:-3], "not"]
    stem, mark, end = word.rpartition("'")
    if mark and "'" + end in ENDINGS and (end != "s" or stem in HAS_IS):
        return [stem, ENDINGS["'" + end]]
    if DOTTED.fullmatch(word):
        return ["u.s" if word in ("u.s", "u.s.") else word.replace(".", "")]
    return [spell(word)]


def spell(word: str) -> str:
    """A word in the one spelling that stands for its British and American ones."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if len(word) > 4 and word.isalpha():
        for pattern, into in RULES:
            word = pattern.sub(into, word)
    return word


def read_numbers(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with each run of number words or digits folded to one key at its first piece: "a dozen", "12" and "twelve" are "#12"."""
    flat = [(key, i) for i, piece in enumerate(pieces) for key in piece.keys]
    if not any(key in OPENS or not key.isalpha() for key, _ in flat):
        return list(pieces)
    keys: list[list[str]] = [[] for _ in pieces]
    at = 0
    while at < len(flat):
        length, found = number_at([key for key, _ in flat[at : at + 12]])
        keys[flat[at][1]] += found if length else [flat[at][0]]
        at += length or 1
    return [piece if tuple(k) == piece.keys else replace(piece, keys=tuple(k)) for piece, k in zip(pieces, keys, strict=True)]


def number_at(words: Sequence[str]) -> tuple[int, list[str]]:
    """How many of the words the number at their beginning takes, and its keys (the number, then its unit); (0, []) where none stands there."""
    if words[:2] == ["per", "cent"] or words[:1] == ["%"]:
        return (2 if words[0] == "per" else 1), ["percent"]
    if words[:3] == ["half", "a", "dozen"] or words[:2] == ["half", "dozen"]:
        return (3 if words[1] == "a" else 2), ["#6"]
    at = 1 if words[0] in ("a", "an") and words[1:2] and words[1] in SCALES else 0
    total, part, unit, read, loose = 0.0, float(at), "", at, False
    for word in words[at:]:
        digits = DIGITS.fullmatch(word)
        if digits and not loose and not part:
            part = float(digits[2].replace(",", "") + "." + (digits[3] or "0")) * SHORT.get(digits[4] or "", 1)
            unit = MONEY.get(digits[1], "") or ("percent" if digits[5] == "%" else "s" if digits[5] == "s" else "")
            loose = True
        elif word in ONES and not loose and (part == 0 or (part % 100 >= 20 and part % 10 == 0 and ONES[word] < 10) or (part and part % 100 == 0)):
            part += ONES[word]
        elif word == "dozen" or (word == "hundred" and 0 < part < 100):
            part = (part or 1) * SCALES[word]
        elif word in SCALES and (part or total) and word != "hundred":
            total, part, loose = total + part * SCALES[word], 0.0, False
        elif word == "and" and part and part % 100 == 0 and not loose and len(words) > read + 1 and words[read + 1] in ONES:
            pass
        else:
            break
        read += 1
    if read == at:
        return 0, []
    value = total + part
    return read, [f"#{value:.10g}", *([unit] if unit else [])]


def value_of(key: str) -> float | None:
    """The number a key stands for; None where it is a word."""
    return float(key[1:]) if key.startswith("#") else None
