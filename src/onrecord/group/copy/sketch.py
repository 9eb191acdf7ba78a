"""Texts that may share passages, without comparing all with all: shingles, sampled by their hash, in an inverted index.

In: the prose of texts. Out: pairs of numbers. A sample of hashes keeps what is contained in what, where MinHash bands see only texts that are alike as
wholes (A. Broder, On the resemblance and containment of documents, 1997): a copied paragraph in a long report has to be found. A shingle is
three content words in a row, so that one changed word costs three shingles and a shared formula few.
"""

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.group.copy.prose import Prose
from onrecord.group.meaning import FUNCTION

SHINGLE = 3
SAMPLE = 2  # one shingle in so many is kept
SHARED = 2  # kept shingles in common make a pair
CROWD = 50  # texts with one shingle: beyond, each is paired with the first of them only, so that cost stays linear

Keys = NDArray[np.uint64]


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    """A number for a word, the same on every machine."""
    raw = word.encode()
    return zlib.crc32(raw) << 32 | zlib.crc32(raw, 0x9E3779B9)


def sketch(prose: Prose) -> Keys:
    """The kept shingles of a text's own words, sorted, each once."""
    words = np.array([_number(w) for s in prose.sentences for w in s.own if w not in FUNCTION], dtype=np.uint64)
    if len(words) < SHINGLE:
        return np.empty(0, dtype=np.uint64)
    keys = np.zeros(len(words) - SHINGLE + 1, dtype=np.uint64)
    for i in range(SHINGLE):
        keys = _mix(keys ^ words[i : len(words) - SHINGLE + 1 + i])
    return np.unique(keys[keys % SAMPLE == 0])


def _mix(keys: Keys) -> Keys:
    """Spread the bits (the finaliser of splitmix64)."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def find_pairs(sketches: Sequence[Keys]) -> list[tuple[int, int]]:
    """Numbers (smaller first) of the texts that share kept shingles, in order."""
    if not sketches:
        return []
    keys = np.concatenate(sketches)
    texts = np.repeat(np.arange(len(sketches), dtype=np.int64), [len(s) for s in sketches])
    order = np.lexsort((texts, keys))
    keys, texts = keys[order], texts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    found: list[NDArray[np.int64]] = []
    for size in np.unique(sizes[sizes > 1]).tolist():
        rows = texts[starts[sizes == size][:, None] + np.arange(size)]
        one, other = np.triu_indices(size, 1) if size <= CROWD else (np.zeros(size - 1, dtype=np.int64), np.arange(1, size))
        found.append((rows[:, one] * len(sketches) + rows[:, other]).ravel())
    if not found:
        return []
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    return [divmod(p, len(sketches)) for p in pairs[counts >= SHARED].tolist()]
