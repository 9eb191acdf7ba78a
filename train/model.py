"""The tagger: an encoder, a linear-chain CRF over seven tags a word (Lafferty et al. 2001), and a link head.

Links are scaled dot products of span means plus a learned bias by signed log distance: each content picks its cue, each cue its source
or none. Word vectors are those of the words' first pieces.
"""

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


class Tagger(nn.Module):
    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config["hidden_size"]
        self.tags = nn.Linear(width, len(TAGS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.links = nn.Linear(width, 4 * LINK)  # content query, cue key, cue query, source key
        self.nothing = nn.Parameter(torch.zeros(LINK))
        self.cue_bias = nn.Parameter(torch.zeros(BUCKETS))
        self.source_bias = nn.Parameter(torch.zeros(BUCKETS + 1))  # the last is for no source
        self.register_buffer("forbidden", (1 - possible()) * IMPOSSIBLE)

    def forward(self, pieces: Tensor, features: Tensor, keep: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Emissions [b, words, 7] and link vectors [b, words, 512] at the words' first pieces."""
        x = self.encoder(pieces, features, keep)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[2]))
        return self.tags(x), self.links(x)

    def step_scores(self) -> Tensor:
        return self.transitions + self.forbidden

    def tag_loss(self, emissions: Tensor, tags: Tensor, real: Tensor) -> Tensor:
        """Mean negative log-likelihood a word of the tag sequences."""
        step = self.step_scores()
        entry = self.forbidden[0]
        score = emissions.gather(2, tags[:, :, None]).squeeze(2)
        score[:, 1:] = score[:, 1:] + step[tags[:, :-1], tags[:, 1:]]
        total = (score * real).sum()
        return (self.partition(emissions, real, step, entry).sum() - total) / real.sum()

    def belief_loss(self, emissions: Tensor, tags: Tensor, pairs: Tensor) -> Tensor:
        """Cross-entropy of this CRF against a teacher's chances over one window (structure-level distillation, Wang et al. 2020)."""
        step, entry = self.step_scores(), self.forbidden[0]
        expected = (emissions * tags).sum() + (self.transitions * pairs).sum()
        return self.partition(emissions[None], torch.ones(1, len(emissions)), step, entry).sum() - expected

    def partition(self, emissions: Tensor, real: Tensor, step: Tensor, entry: Tensor) -> Tensor:
        """log Z by a tree of matrix products in log space: 8 levels for 256 words in place of 256 steps."""
        b, t, k = emissions.shape
        size = 1 << max(1, (t - 1).bit_length())
        identity = torch.full((k, k), IMPOSSIBLE).fill_diagonal_(0.0)
        matrices = step + emissions[:, 1:, None, :]
        matrices = torch.where(real[:, 1:, None, None] > 0, matrices, identity)
        matrices = torch.cat([matrices, identity.expand(b, size - (t - 1), k, k)], 1)
        while matrices.shape[1] > 1:
            left, right = matrices[:, ::2], matrices[:, 1::2]
            matrices = torch.logsumexp(left[..., :, :, None] + right[..., None, :, :], 3)
        start = emissions[:, 0] + entry
        return torch.logsumexp(start[:, :, None] + matrices[:, 0], (1, 2))

    def link_scores(self, vectors: Tensor, spans: dict[str, Tensor], which: str) -> Tensor:
        """Scores [contents, cues] (`which` = "cue") or [cues, sources + none] of one window; spans are [n, 2] word numbers."""
        q, k = ("content", "cue") if which == "cue" else ("cue", "source")
        parts = vectors.split(LINK, 1)
        query, key = (parts[0], parts[1]) if which == "cue" else (parts[2], parts[3])
        query, keys = mean_spans(query, spans[q]), mean_spans(key, spans[k])
        bias = self.cue_bias if which == "cue" else self.source_bias
        scores = query @ keys.T / LINK**0.5 + bias[bucket(gap(spans[q], spans[k]))]
        if which == "source":
            none = query @ self.nothing / LINK**0.5 + bias[BUCKETS]
            scores = torch.cat([scores, none[:, None]], 1)
        return scores


def gap(a: Tensor, b: Tensor) -> Tensor:
    """Signed words between spans: positive where b follows a."""
    after = b[None, :, 0] - a[:, None, 1] + 1
    before = a[:, None, 0] - b[None, :, 1] + 1
    return torch.where(after > 0, after, -before.clamp(min=1))


def mean_spans(vectors: Tensor, spans: Tensor) -> Tensor:
    at = torch.arange(vectors.shape[0])
    inside = ((at >= spans[:, :1]) & (at < spans[:, 1:])).to(vectors.dtype)
    return inside @ vectors / inside.sum(1, keepdim=True)


def link_loss(model: Tagger, vectors: Tensor, example) -> Tensor | None:
    spans = {r: torch.tensor(s).reshape(-1, 2) for r, s in example.spans.items()}
    losses = []
    if example.content_cue:
        c, k = zip(*example.content_cue, strict=True)
        losses.append(F.cross_entropy(model.link_scores(vectors, spans, "cue")[list(c)], torch.tensor(k)))
    if example.cue_source:
        k, s = zip(*example.cue_source, strict=True)
        none = len(example.spans["source"])
        losses.append(F.cross_entropy(model.link_scores(vectors, spans, "source")[list(k)], torch.tensor([none if x < 0 else x for x in s])))
    return torch.stack(losses).sum() if losses else None
