"""Likeness of words: static vectors of words made from a sentence encoder (as in model2vec, Tulkens and van Dongen 2024), rarity from counts in news.

`stems` folds words for exact comparison, `likeness` is for paraphrase: no word order, no negation. Roughly 0.5 means related, 0.75 a close paraphrase.
A value depends on the words alone, never on the other inputs. train/vectors.py makes the table that ships.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import snowballstemmer
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.say.cue import base_forms

RULE = "model:vectors/1"
WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
OWN = re.compile(r"['’](?:s|S)?$")
MOST = 12.0  # rarity of a word that the counted news never had
FUNCTION = frozenset(
    """
    a an the and or but nor if than then that this these those of to in on at by for from with without about into over under after before as is
    are was were be been being am do does did done have has had having will would shall should can could may might must not no n't it its itself
    he him his himself she her hers herself they them their theirs themselves we us our ours you your yours i me my mine who whom whose which
    what when where why how there here so such also only just very too s t up out off down more most some any all each both either neither own
    same other another between against during through because while until since per via said says say
    """.split()
)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words of news with their vectors [words, size] (their length weighs the word in a sentence) and the share of documents that have each stem."""

    rows: dict[str, int]
    table: NDArray[np.float32]
    rarities: dict[str, float]


@cache
def load_vectors() -> Vectors:
    """The table that ships, its files checked by SHA-256; ModelError where they are not whole."""
    folder = files("onrecord.data") / "vectors"
    manifest = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
    raw = {name: (folder / name).read_bytes() for name in manifest["sha256"]}
    for name, expected in manifest["sha256"].items():
        if hashlib.sha256(raw[name]).hexdigest() != expected:
            raise ModelError(f"{name} of the word vectors is not the file that was shipped; install onrecord again")
    words = raw["words.txt"].decode().split("\n")
    table = np.frombuffer(raw["vectors.bin"], dtype=np.int8).reshape(len(words), -1).astype(np.float32)
    table *= np.frombuffer(raw["scales.bin"], dtype="<f4")[:, None]
    stems_ = raw["stems.txt"].decode().split("\n")
    shares = np.frombuffer(raw["shares.bin"], dtype="<f4")
    rarities = {stem: -math.log(share) for stem, share in zip(stems_, shares.tolist(), strict=True)}
    return Vectors({w: i for i, w in enumerate(words)}, table, rarities)


@cache
def stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """One word, folded: lower case, no possessive, its ending cut (Porter's second stemmer)."""
    folded = OWN.sub("", word.casefold().replace("’", "'")).replace(".", "")
    return str(stemmer().stemWord(folded))


def split_words(words: str) -> list[str]:
    """The words of a text as they stand, without the punctuation round them."""
    return WORD.findall(words)


def stems(words: str) -> tuple[str, ...]:
    """Folded content words, in order; function words and verbs of saying left out."""
    return tuple(stem(w) for w in split_words(words) if w.casefold().replace("’", "'") not in FUNCTION)


def rarity(stem: str) -> float:
    """How rare a stem is in news: minus the natural logarithm of the share of documents that have it, from about 1 to MOST."""
    return load_vectors().rarities.get(stem, MOST)


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """How much of the rarer weight of two sets of stems is shared: 0 to 1 of the lighter set."""
    a, b = set(one), set(other)
    least = min(sum(rarity(s) for s in a), sum(rarity(s) for s in b))
    return sum(rarity(s) for s in sorted(a & b)) / least if least else 0.0


@lru_cache(maxsize=100_000)
def row_of(word: str) -> int | None:
    """The row of a word in the table, or of its bare form where the counted news never had it ("phoned")."""
    rows, folded = load_vectors().rows, OWN.sub("", word.casefold().replace("’", "'"))
    return next((rows[form] for form in (folded, *base_forms(folded)) if form in rows), None)


@lru_cache(maxsize=200_000)
def vector(words: str) -> NDArray[np.float32]:
    """The vector of some words, of length one; zeros where none is known. Known words are weighed by their rarity."""
    vectors = load_vectors()
    rows = [row for w in split_words(words) if (row := row_of(w)) is not None]
    total: NDArray[np.float32] = vectors.table[rows].sum(axis=0, dtype=np.float32)
    length = float(np.linalg.norm(total))
    return total / np.float32(length) if length else total


def likeness(one: str, other: str) -> float:
    """Cosine of two wordings, -1 to 1; 0 where nothing of one is known."""
    return float(vector(one) @ vector(other))
