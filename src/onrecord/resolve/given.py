"""Whether a first name is nearly always a man's or nearly always a woman's.

In: a first name. Out: "m", "f" or None where it may be either or is not known. Only pronouns are resolved with it; the record itself never
states anybody's gender.
"""

from functools import cache
from typing import Literal
from unicodedata import combining, normalize

from onrecord.text.marks import read_table

Gender = Literal["m", "f"]

LEAST = 3  # letters of the first half of a double name that may stand for it: "Al-" is an article


@cache
def _names() -> dict[str, Gender]:
    return {row["name"].casefold(): "m" if row["gender"] == "m" else "f" for row in read_table("firstnames.tsv") if row["gender"] != "either"}


@cache
def _either() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in read_table("firstnames.tsv") if row["gender"] == "either")


def is_given(first_name: str) -> bool:
    """Whether a word is known as a first name, also one that men and women bear ("Robin")."""
    return gender_of(first_name) is not None or first_name.casefold() in _either()


def gender_of(first_name: str) -> Gender | None:
    """ "Ida" is "f", "Jean-Luc" is "m", "Robin" is None. Blind to case; a name that is unknown with its accents is read without, never the reverse."""
    names, name = _names(), normalize("NFC", first_name).casefold().strip().replace("‐", "-").replace("’", "'")
    if name in names:
        return names[name]
    plain = "".join(c for c in normalize("NFKD", name) if not combining(c))
    first = plain.partition("-")[0]
    return names.get(plain) or (names.get(first) if len(first) >= LEAST else None)
