"""The two encoders in plain torch: BERT (MiniLM) and MPNet, from their published weights, with word features added to the input.

Devlin et al. 2019 (BERT), Wang et al. 2020 (MiniLM), Song et al. 2020 (MPNet). No dropout: the corpus is small, but the trial
found none best.
"""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.say.words import FEATURES


def attend(q: Tensor, k: Tensor, v: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    """Attention over [b, t, width], all heads side by side; `mask` is added to the scores."""
    b, t, w = q.shape
    q, k, v = (x.view(b, t, heads, -1).transpose(1, 2) for x in (q, k, v))
    attended = F.scaled_dot_product_attention(q, k, v, attn_mask=None if mask is None else mask.to(q.dtype))
    return attended.transpose(1, 2).reshape(b, t, w)


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.attend = attend
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps), nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = self.norm1(x + self.o(self.attend(self.q(x), self.k(x), self.v(x), self.heads, mask)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class Encoder(nn.Module):
    """Piece ids and features [batch, pieces] to vectors [batch, pieces, width]; `keep` is 1 where a piece is real (None: all are)."""

    def __init__(self, config: dict) -> None:
        super().__init__()
        self.config = config
        width, eps = config["hidden_size"], config["layer_norm_eps"]
        self.mpnet = config["model_type"] == "mpnet"
        self.pieces = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.features = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.features.weight)
        self.norm = nn.LayerNorm(width, eps)
        heads = config["num_attention_heads"]
        self.layers = nn.ModuleList(Layer(width, heads, config["intermediate_size"], eps) for _ in range(config["num_hidden_layers"]))
        if self.mpnet:
            self.relative = nn.Embedding(config["relative_attention_num_buckets"], heads)

    def bias(self, t: int) -> Tensor:
        at = torch.arange(t, device=self.relative.weight.device)
        n = -(at[None, :] - at[:, None])
        half = self.config["relative_attention_num_buckets"] // 2
        side = (n < 0).long() * half
        n = n.abs()
        exact = half // 2
        far = exact + (torch.log(n.float().clamp(min=1) / exact) / math.log(128 / exact) * (half - exact)).long()
        return self.relative(side + torch.where(n < exact, n, far.clamp(max=half - 1))).permute(2, 0, 1)[None]

    def forward(self, pieces: Tensor, features: Tensor, keep: Tensor | None) -> Tensor:
        t = pieces.shape[1]
        first = 2 if self.mpnet else 0  # MPNet counts places from its padding id plus one
        x = self.pieces(pieces) + self.places.weight[first : first + t] + self.features(features)
        x = self.norm(x)
        mask = None if keep is None else (1.0 - keep[:, None, None, :].to(x.dtype)) * -1e4
        if self.mpnet:
            mask = self.bias(t) if mask is None else mask + self.bias(t)
        for layer in self.layers:
            x = layer(x, mask)
        return x


NAMES = {
    "bert": {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
             "norm1": "attention.output.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"},
    "mpnet": {"q": "attention.attn.q", "k": "attention.attn.k", "v": "attention.attn.v", "o": "attention.attn.o",
              "norm1": "attention.LayerNorm", "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"},
}  # fmt: skip


def load(folder: Path, layers: Sequence[int] = ()) -> Encoder:
    """An encoder with the published weights of a folder (config.json and model.safetensors or pytorch_model.bin); `layers`: only these of its layers."""
    config = json.loads((folder / "config.json").read_text())
    kept = list(layers) or list(range(config["num_hidden_layers"]))
    config["num_hidden_layers"] = len(kept)
    if (folder / "model.safetensors").exists():
        from safetensors.torch import load_file

        weights = load_file(folder / "model.safetensors")
    else:
        weights = torch.load(folder / "pytorch_model.bin", weights_only=True)
    encoder = Encoder(config)
    state = {"pieces.weight": weights["embeddings.word_embeddings.weight"], "places.weight": weights["embeddings.position_embeddings.weight"],
             "norm.weight": weights["embeddings.LayerNorm.weight"], "norm.bias": weights["embeddings.LayerNorm.bias"]}  # fmt: skip
    if encoder.mpnet:
        state["relative.weight"] = weights["encoder.relative_attention_bias.weight"]
    elif "embeddings.token_type_embeddings.weight" in weights:  # one text only: its type is a constant
        state["places.weight"] = state["places.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    for i, n in enumerate(kept):
        for ours, theirs in NAMES[config["model_type"]].items():
            for part in ("weight", "bias"):
                state[f"layers.{i}.{ours}.{part}"] = weights[f"encoder.layer.{n}.{theirs}.{part}"]
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if unexpected or set(missing) - {"features.weight"}:
        raise ValueError(f"{folder}: weights do not fit: missing {missing}, unexpected {unexpected}")
    return encoder
