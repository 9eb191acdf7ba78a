"""The tagger: an encoder, two linear-chain CRFs over seven tags a word (Lafferty et al. 2001), and a link head.

The first CRF tags statements; the second tags the statements inside their contents. Links are scaled dot products of span means plus a learned bias by
signed log distance: each content picks its cue, each cue its source or none. Word vectors are those of the words' first pieces.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from corpus import TAGS
from encoder import Encoder

LINK = 128
BUCKETS = 16
IMPOSSIBLE = -1e4


def possible() -> Tensor:
    """Which tag may follow which: 1 where it may."""
    allowed = torch.ones(len(TAGS), len(TAGS))
    for i, a in enumerate(TAGS):
        for j, b in enumerate(TAGS):
            if b.startswith("I-") and a[1:] != b[1:]:
                allowed[i, j] = 0
    return allowed


def bucket(distance: Tensor) -> Tensor:
    """Signed word distance to 0..15: sign and the power of two."""
    power = torch.log2(distance.abs().float().clamp(min=1)).long().clamp(max=BUCKETS // 2 - 1)
    return power + (distance < 0).long() * (BUCKETS // 2)


@dataclass(frozen=True)
class Scores:
    """What the heads say of the words of some windows: emissions [b, words, 7] of both CRFs and link vectors [b, words, 512]."""

    outer: Tensor
    inner: Tensor
    links: Tensor


@dataclass(frozen=True)
class Belief:
    """What is held of windows' tags, by annotators or by a teacher: the chance of every tag of every word [b, words, 7] (all 0 past a window's end), and the
    expected count of every pair of neighbouring tags [b, 7, 7]."""

    tags: Tensor
    pairs: Tensor


@dataclass(frozen=True)
class Linked:
    """Spans of a batch and their links: a span is (group, first word, end), and links are sought in its group alone (a window and a level).

    `pairs` are (content, cue) or (cue, source), numbers of spans; a source of -1 is none.
    """

    asking: Tensor
    asked: Tensor
    pairs: Tensor


class Tagger(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config["hidden_size"]
        self.tags, self.inner = nn.Linear(width, len(TAGS)), nn.Linear(width, len(TAGS))
        self.transitions, self.inner_transitions = (nn.Parameter(torch.zeros(len(TAGS), len(TAGS))) for _ in range(2))
        self.links = nn.Linear(width, 4 * LINK)  # content query, cue key, cue query, source key
        self.nothing = nn.Parameter(torch.zeros(LINK))
        self.cue_bias = nn.Parameter(torch.zeros(BUCKETS))
        self.source_bias = nn.Parameter(torch.zeros(BUCKETS + 1))  # the last is for no source
        self.register_buffer("forbidden", (1 - possible()) * IMPOSSIBLE)

    def forward(self, pieces: Tensor, features: Tensor, keep: Tensor, first: Tensor) -> Scores:
        x = self.encoder(pieces, features, keep)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[2]))
        return Scores(self.tags(x).float(), self.inner(x).float(), self.links(x).float())

    def step_scores(self, *, inner: bool = False) -> Tensor:
        return (self.inner_transitions if inner else self.transitions) + self.forbidden

    def belief_loss(self, emissions: Tensor, real: Tensor, belief: Belief, *, inner: bool = False) -> Tensor:
        """Cross-entropy a word of this CRF against a belief (structure-level distillation, Wang et al. 2020); of annotation, the negative log-likelihood."""
        step, entry = self.step_scores(inner=inner), self.forbidden[0]
        expected = (emissions * belief.tags).sum() + (step.clamp(min=-100) * belief.pairs.sum(0)).sum()
        return (partition(emissions, real, step, entry).sum() - expected) / real.sum()

    def link_loss(self, vectors: Tensor, to_cue: Linked, to_source: Linked) -> Tensor:
        """Cross-entropy of the links of a batch: each content's cue, each cue's source or none."""
        total = vectors.new_zeros(())
        if len(to_cue.pairs):
            total = total + F.cross_entropy(self.link_scores(vectors, to_cue, "cue")[to_cue.pairs[:, 0]], to_cue.pairs[:, 1])
        if len(to_source.pairs):
            found = to_source.pairs[:, 1]
            wanted = torch.where(found < 0, len(to_source.asked), found)
            total = total + F.cross_entropy(self.link_scores(vectors, to_source, "source")[to_source.pairs[:, 0]], wanted)
        return total

    def link_scores(self, vectors: Tensor, spans: Linked, which: str) -> Tensor:
        """Scores [contents, cues] (`which` = "cue") or [cues, sources + none]; minus 10,000 for a span of another group."""
        parts = vectors.split(LINK, 2)
        query, key = (parts[0], parts[1]) if which == "cue" else (parts[2], parts[3])
        windows = vectors.shape[0]
        query, keys = mean_spans(query, spans.asking, windows), mean_spans(key, spans.asked, windows)
        bias = self.cue_bias if which == "cue" else self.source_bias
        scores = query @ keys.T / LINK**0.5 + bias[bucket(gap(spans.asking, spans.asked))]
        scores = scores.masked_fill(spans.asking[:, None, 0] != spans.asked[None, :, 0], IMPOSSIBLE)
        if which == "source":
            none = query @ self.nothing / LINK**0.5 + bias[BUCKETS]
            scores = torch.cat([scores, none[:, None]], 1)
        return scores


def partition(emissions: Tensor, real: Tensor, step: Tensor, entry: Tensor) -> Tensor:
    """log Z of each window by a tree of matrix products in log space: 8 levels for 256 words in place of 256 steps."""
    b, t, k = emissions.shape
    size = 1 << max(1, (t - 1).bit_length())
    identity = torch.full((k, k), IMPOSSIBLE, device=emissions.device).fill_diagonal_(0.0)
    matrices = step + emissions[:, 1:, None, :]
    matrices = torch.where(real[:, 1:, None, None] > 0, matrices, identity)
    matrices = torch.cat([matrices, identity.expand(b, size - (t - 1), k, k)], 1)
    while matrices.shape[1] > 1:
        left, right = matrices[:, ::2], matrices[:, 1::2]
        matrices = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], 3)
    start = emissions[:, 0] + entry
    return torch.logsumexp(start[:, :, None] + matrices[:, 0], (1, 2))


def believe(emissions: Tensor, real: Tensor, step: Tensor, entry: Tensor) -> tuple[Tensor, Tensor]:
    """The chance of every tag [b, n, 7] and of every pair of neighbouring tags [b, n - 1, 7, 7] (forward-backward, each step scaled to sum to one)."""
    e = torch.exp(emissions - emissions.max(2, keepdim=True).values)
    e = torch.where(real[:, :, None] > 0, e, torch.ones_like(e))
    s = torch.exp(step)
    n = e.shape[1]
    seen = e[:, 0] * torch.exp(entry)
    forward = [seen / seen.sum(1, keepdim=True)]
    for i in range(1, n):
        seen = (forward[-1] @ s) * e[:, i]
        forward.append(seen / seen.sum(1, keepdim=True))
    backward = [torch.ones_like(seen)]
    for i in range(n - 2, -1, -1):
        seen = (backward[-1] * e[:, i + 1]) @ s.T
        backward.append(torch.where(real[:, i + 1, None] > 0, seen / seen.sum(1, keepdim=True), 1.0))
    f, b = torch.stack(forward, 1), torch.stack(backward[::-1], 1)
    tags = f * b
    pairs = f[:, :-1, :, None] * s * (e[:, 1:] * b[:, 1:])[:, :, None, :]
    pairs = pairs / pairs.sum((2, 3), keepdim=True)
    return tags / tags.sum(2, keepdim=True) * real[:, :, None], pairs * real[:, 1:, None, None]


def gap(a: Tensor, b: Tensor) -> Tensor:
    """Signed words between spans: positive where b follows a."""
    after = b[None, :, 1] - a[:, None, 2] + 1
    before = a[:, None, 1] - b[None, :, 2] + 1
    return torch.where(after > 0, after, -before.clamp(min=1))


def mean_spans(vectors: Tensor, spans: Tensor, windows: int) -> Tensor:
    """The mean vector of each span of a batch; a group is a window's number, or that plus so many windows for its inner level."""
    sums = F.pad(vectors.cumsum(1), (0, 0, 1, 0))
    window = spans[:, 0] % windows
    return (sums[window, spans[:, 2]] - sums[window, spans[:, 1]]) / (spans[:, 2] - spans[:, 1])[:, None]
