"""What a tagger is trained on: windows with what is held of their two levels, and batches of them as tensors.

The outer level is the statements of a window, the inner one the statements inside their contents, which no annotator marked and a teacher read.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from corpus import ROLES, TAGS, Example, Span
from model import Belief, Linked
from onrecord.say.words import Window


@dataclass
class Level:
    """What is held of one level of a window: chances [words, 7], pairs [7, 7] (see model.Belief), and its spans with their links as in corpus.Example."""

    chances: Tensor
    pairs: Tensor
    spans: dict[str, list[Span]] = field(default_factory=lambda: {r: [] for r in ROLES})
    content_cue: list[tuple[int, int]] = field(default_factory=list)
    cue_source: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Item:
    window: Window
    outer: Level
    inner: Level | None = None


def annotated(e: Example) -> Level:
    """What annotators hold: every chance is 0 or 1."""
    tags = torch.tensor(e.tags)
    chances = torch.nn.functional.one_hot(tags, len(TAGS)).float()
    return Level(chances, chances[:-1].T @ chances[1:], e.spans, e.content_cue, e.cue_source)


def mixed(gold: Level, taught: Level, share: float) -> Level:
    """Annotators and a teacher together, the teacher with a share; spans and links are the annotators'."""
    chances, pairs = ((1 - share) * own + share * other.float() for own, other in ((gold.chances, taught.chances), (gold.pairs, taught.pairs)))
    return Level(chances, pairs, gold.spans, gold.content_cue, gold.cue_source)


@dataclass(frozen=True)
class Batch:
    pieces: Tensor
    features: Tensor
    keep: Tensor
    first: Tensor
    real: Tensor
    outer: Belief
    inner: Belief
    to_cue: Linked
    to_source: Linked


def linked(levels: Sequence[tuple[int, Level]], device: torch.device) -> tuple[Linked, Linked]:
    """The spans and links of the levels of a batch, each with its group."""
    spans: dict[str, list[tuple[int, int, int]]] = {r: [] for r in ROLES}
    to_cue: list[tuple[int, int]] = []
    to_source: list[tuple[int, int]] = []
    for group, level in levels:
        at = {r: len(spans[r]) for r in ROLES}
        for r in ROLES:
            spans[r] += [(group, low, high) for low, high in level.spans[r]]
        to_cue += [(at["content"] + c, at["cue"] + k) for c, k in level.content_cue]
        to_source += [(at["cue"] + k, at["source"] + s if s >= 0 else -1) for k, s in level.cue_source]

    def of(rows: list, width: int) -> Tensor:
        return torch.tensor(rows, dtype=torch.long).reshape(-1, width).to(device)

    tensors = {r: of(spans[r], 3) for r in ROLES}
    return Linked(tensors["content"], tensors["cue"], of(to_cue, 2)), Linked(tensors["cue"], tensors["source"], of(to_source, 2))


def batch(items: Sequence[Item], device: torch.device, *, hide: float = 0.0, mask: int = 0, rng: random.Random | None = None) -> Batch:
    """Items as tensors, padded to the longest. A share `hide` of cues is hidden behind `mask`, so that the tagger learns them from their surroundings: half of
    dev's cues never occur in train."""
    b, t, n = len(items), max(len(i.window.pieces) for i in items), max(len(i.window.first) for i in items)
    k = len(TAGS)
    pieces, features, keep = (torch.zeros(b, t, dtype=torch.long) for _ in range(3))
    first, real = torch.zeros(b, n, dtype=torch.long), torch.zeros(b, n)
    beliefs = {level: Belief(torch.zeros(b, n, k), torch.zeros(b, k, k)) for level in ("outer", "inner")}
    levels: list[tuple[int, Level]] = []
    for i, item in enumerate(items):
        size, words = len(item.window.pieces), len(item.window.first)
        pieces[i, :size] = torch.tensor(item.window.pieces)
        features[i, :size] = torch.tensor(item.window.features)
        keep[i, :size] = 1
        first[i, :words] = torch.tensor(item.window.first)
        real[i, :words] = 1
        for name, level, group in (("outer", item.outer, i), ("inner", item.inner, i + b)):
            if level is not None:
                beliefs[name].tags[i, :words] = level.chances.float()
                beliefs[name].pairs[i] = level.pairs.float()
                levels.append((group, level))
        for low, high in item.outer.spans["cue"] if hide and rng else ():
            if rng.random() < hide:
                end = item.window.first[high] if high < words else size - 1
                pieces[i, item.window.first[low] : end] = mask
    to_cue, to_source = linked(levels, device)
    outer, inner = (Belief(x.tags.to(device), x.pairs.to(device)) for x in beliefs.values())
    return Batch(*(x.to(device) for x in (pieces, features, keep, first, real)), outer, inner, to_cue, to_source)


def like_lengths(items: list, size: int, rng: random.Random) -> list[list]:
    """Batches in random order, each of windows of like length (sorted within random stretches), so that little is padding."""
    rng.shuffle(items)
    batches = []
    for i in range(0, len(items), 32 * size):
        stretch = sorted(items[i : i + 32 * size], key=lambda item: len(item.window.pieces))
        batches += [stretch[j : j + size] for j in range(0, len(stretch) - size + 1, size)]
    rng.shuffle(batches)
    return batches


def in_turn(windows: Sequence[Window], size: int) -> Iterator[list[int]]:
    """Numbers of windows in batches of like length, none left out."""
    order = sorted(range(len(windows)), key=lambda i: len(windows[i].pieces))
    for i in range(0, len(order), size):
        yield order[i : i + size]
