"""Make the word vectors of onrecord.group.meaning: a sentence encoder's words, brought to sentences, fewer dimensions, eight bits.

    python train/vectors.py --encoder FOLDER --news FOLDER/unlabelled --corpus FOLDER/polnear --out FOLDER

Words of news that occur twice or more, and the encoder's own whole words, are put through the encoder one at a time and averaged (model2vec,
Tulkens and van Dongen 2024), reduced by PCA, weighed by a / (a + p) (Arora et al. 2017), then moved so that their mean in a sentence comes near the
encoder's own vector of that sentence.
Out: words.txt, vectors.bin, scales.bin, stems.txt, shares.bin, vectors.json (sizes and SHA-256). About 20 minutes on 2 cores.
"""

import argparse
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

import corpus
import encoder
from onrecord.group.meaning import OWN, split_words, stem
from onrecord.say.words import Vocabulary

SIZE = 128
SMOOTH = 1e-3


def fold(word: str) -> str:
    return OWN.sub("", word.casefold().replace("’", "'"))


def read_texts(news: Path, polnear: Path) -> list[str]:
    """Documents of news: whole articles, headlines with their leads, and the train part of PolNeAR."""
    texts = [f"{a['title']}\n\n{a['text']}" for a in map(json.loads, (news / "full-articles.jsonl").open(encoding="utf-8"))]
    for pair in map(json.loads, (news / "leads.jsonl").open(encoding="utf-8")):
        texts.append("\n\n".join(str(pair[k]) for k in ("title", "headline", "lead", "text", "summary") if pair.get(k)))
    return texts + [text for _, text, _ in corpus.read_documents(polnear / "train")]


class Sentences(nn.Module):
    """The encoder's own vector of some words: the mean of its pieces' vectors, of length one."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.encoder = encoder.load(folder).eval()
        self.vocabulary = Vocabulary.load(folder / "vocab.txt")

    @torch.inference_mode()
    def encode(self, texts: list[str], size: int = 256) -> Tensor:
        ids = [[self.vocabulary.start, *(p for w in split_words(t) for p in self.vocabulary.pieces(w)), self.vocabulary.stop][:64] for t in texts]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        out: list[Tensor | None] = [None] * len(ids)
        for at in range(0, len(order), size):
            chosen = order[at : at + size]
            width = max(len(ids[i]) for i in chosen)
            pieces = torch.tensor([ids[i] + [0] * (width - len(ids[i])) for i in chosen])
            keep = torch.tensor([[1] * len(ids[i]) + [0] * (width - len(ids[i])) for i in chosen])
            states = self.encoder(pieces, torch.zeros_like(pieces), keep)
            for i, v in zip(chosen, F.normalize((states * keep[:, :, None]).sum(1) / keep.sum(1, keepdim=True), dim=1), strict=True):
                out[i] = v
        return torch.stack([v for v in out if v is not None])


def near(table: Tensor, weights: Tensor, groups: list[list[int]], target: Tensor, epochs: int, rng: random.Random) -> Tensor:
    """The table moved so that the weighed mean of a sentence's rows has the cosines of the encoder's vectors, in batches of 256 (relational distillation)."""
    table = nn.Parameter(table.clone())
    scale = nn.Parameter(weights.log())
    start, shift = table.detach().clone(), 2e-3
    optimiser = torch.optim.Adam([{"params": [table], "lr": shift}, {"params": [scale], "lr": 1e-2}])
    for epoch in range(epochs):
        order = list(range(len(groups)))
        rng.shuffle(order)
        lost = 0.0
        for at in range(0, len(order) - 255, 256):
            chosen = order[at : at + 256]
            flat = torch.tensor([w for i in chosen for w in groups[i]])
            owner = torch.tensor([n for n, i in enumerate(chosen) for _ in groups[i]])
            rows = table[flat] * scale[flat].exp()[:, None]
            means = F.normalize(torch.zeros(256, table.shape[1]).index_add(0, owner, rows), dim=1)
            loss = F.mse_loss(means @ means.T, target[chosen] @ target[chosen].T) + 1e-4 * ((table[flat] - start[flat]) ** 2).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            lost += loss.item()
        print(f"epoch {epoch + 1} loss {lost / max(1, len(order) // 256):.5f}", flush=True)
    return (table * scale.exp()[:, None]).detach()


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("encoder", "news", "corpus", "out"):
        ap.add_argument(f"--{name}", type=Path, required=True)
    ap.add_argument("--sentences", type=int, default=30_000)
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--seed", type=int, default=1)
    args = ap.parse_args()
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    texts = read_texts(args.news, args.corpus)
    documents: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for text in texts:
        found = [fold(w) for w in split_words(text)]
        counts.update(found)
        documents.update({stem(w) for w in found})
    teacher = Sentences(args.encoder)
    whole = {p for p in (args.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n") if p.isascii() and p.isalpha() and len(p) > 2}
    words = sorted({w for w, n in counts.items() if n >= 2 and w.isascii() and len(w) <= 24 and not w.isdigit()} | whole)
    print(f"{len(texts)} documents, {len(words)} words", flush=True)
    table = teacher.encode(words)
    table = table - table.mean(0)
    _, _, turn = torch.pca_lowrank(table, q=SIZE, niter=4)
    table = F.normalize(table @ turn, dim=1)
    total = sum(counts.values())
    weights = torch.tensor([SMOOTH / (SMOOTH + counts[w] / total) for w in words])
    rows = {w: i for i, w in enumerate(words)}
    sentences = [s.strip() for text in texts for part in text.split("\n") for s in part.split(". ") if 5 <= len(split_words(s)) <= 40]
    sentences = rng.sample(sorted(set(sentences)), min(args.sentences, len(set(sentences))))
    groups = [[rows[f] for w in split_words(s) if (f := fold(w)) in rows] for s in sentences]
    keep = [i for i, g in enumerate(groups) if len(g) >= 3]
    target = teacher.encode([sentences[i] for i in keep])
    print(f"{len(keep)} sentences encoded", flush=True)
    table = near(table, weights, [groups[i] for i in keep], target, args.epochs, rng).numpy()
    write(args.out, words, table, documents, len(texts))


def write(out: Path, words: list[str], table: np.ndarray, documents: Counter[str], total: int) -> None:
    """The files of a table: eight bits a number, a scale a word; the share of documents of every stem that two documents have."""
    out.mkdir(parents=True, exist_ok=True)
    scales = (np.abs(table).max(axis=1) / 127).astype("<f4")
    stems = sorted(s for s, n in documents.items() if n >= 2)
    raw = {
        "words.txt": "\n".join(words).encode(),
        "vectors.bin": np.round(table / scales[:, None]).astype(np.int8).tobytes(),
        "scales.bin": scales.tobytes(),
        "stems.txt": "\n".join(stems).encode(),
        "shares.bin": np.array([documents[s] / total for s in stems], dtype="<f4").tobytes(),
    }
    for name, content in raw.items():
        (out / name).write_bytes(content)
    manifest = {
        "name": "onrecord-vectors",
        "version": "1",
        "words": len(words),
        "size": table.shape[1],
        "sha256": {n: hashlib.sha256(c).hexdigest() for n, c in raw.items()},
    }
    (out / "vectors.json").write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
