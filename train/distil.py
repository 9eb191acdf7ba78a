"""A teacher's readings: what a large tagger makes of news without annotation, as targets for a small one (Hinton et al. 2015).

    python train/distil.py --teacher FILE.pt --encoder FOLDER --news FOLDER/unlabelled --out READINGS.pt

In: full articles and headline-and-lead pairs. Out: a document each its text, the teacher's emissions a word (log-softmax, half precision)
and its spans and links. The two vocabularies cut words alike, so that a word number means the same to both.
"""

import argparse
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

import corpus
import encoder
from model import Tagger
from onrecord.say.words import Vocabulary

PAIRS_A_TEXT = 8  # headline-and-lead pairs are short: several make one document


def restore(path: Path) -> Tagger:
    state = torch.load(path, weights_only=True)
    model = Tagger(encoder.Encoder(state["config"]))
    model.load_state_dict(state["model"])
    return model.eval()


def read_news(folder: Path, pairs: int, *, skip: int = 0, seed: int = 1) -> list[str]:
    """Texts to read: every full article, and `pairs` headline-and-lead pairs; with `skip`, only further pairs."""
    lines = [json.loads(line) for line in (folder / "full-articles.jsonl").open(encoding="utf-8")]
    texts = [f"{a['title']}\n\n{a['text']}" for a in lines] if not skip else []
    leads = [json.loads(line) for line in (folder / "leads.jsonl").open(encoding="utf-8")]
    random.Random(seed).shuffle(leads)
    shown = [f"{a['title']}\n\n{a['text']}" for a in leads[skip : skip + pairs]]
    return texts + ["\n\n".join(shown[i : i + PAIRS_A_TEXT]) for i in range(0, len(shown), PAIRS_A_TEXT)]


def viterbi(model: Tagger, emissions: Tensor) -> list[int]:
    step, score = model.step_scores(), emissions[0] + model.forbidden[0]
    back = []
    for e in emissions[1:]:
        best, at = (score[:, None] + step).max(0)
        back.append(at)
        score = best + e
    path = [int(score.argmax())]
    for at in reversed(back):
        path.append(int(at[path[-1]]))
    return path[::-1]


def spans_of(tags: list[int], opening: set[int]) -> dict[str, list[corpus.Span]]:
    """Spans of a tag sequence, a role; none runs over the start of a paragraph."""
    found: dict[str, list[corpus.Span]] = {r: [] for r in corpus.ROLES}
    for i, tag in enumerate(tags):
        if tag == 0:
            continue
        spans = found[corpus.ROLES[(tag - 1) // 2]]
        if tag % 2 or i in opening or not spans or spans[-1][1] != i:
            spans.append((i, i + 1))
        else:
            spans[-1] = (spans[-1][0], i + 1)
    return found


@torch.inference_mode()
def read(model: Tagger, example: corpus.Example) -> tuple[corpus.Example, Tensor]:
    """An example as the teacher reads it, and its emissions."""
    w = example.window
    emissions, vectors = model(torch.tensor([w.pieces]), torch.tensor([w.features]), torch.ones(1, len(w.pieces)), torch.tensor([w.first]))
    emissions, vectors = emissions[0], vectors[0]
    tags = viterbi(model, emissions)
    opening = {low - w.words.start for low, _ in example.words.paragraphs}
    spans = spans_of(tags, opening)
    out = corpus.Example(w, example.words, tags, spans)
    tensors = {r: torch.tensor(s).reshape(-1, 2) for r, s in spans.items()}
    if spans["cue"] and spans["content"]:
        out.content_cue = list(enumerate(model.link_scores(vectors, tensors, "cue").argmax(1).tolist()))
    if spans["cue"]:
        none = len(spans["source"])
        out.cue_source = [(k, -1 if s == none else s) for k, s in enumerate(model.link_scores(vectors, tensors, "source").argmax(1).tolist())]
    return out, F.log_softmax(emissions, 1).half()


@dataclass(frozen=True)
class Belief:
    """What a teacher's CRF holds of one window: the chance of every tag of every word, and the expected count of every pair of neighbouring tags."""

    tags: Tensor
    pairs: Tensor


def believe(emissions: Tensor, step: Tensor, entry: Tensor) -> Belief:
    """Forward-backward, each step scaled to sum to one."""
    e, s = torch.exp(emissions - emissions.max(1, keepdim=True).values), torch.exp(step)
    n = len(e)
    forward, backward = torch.empty_like(e), torch.ones_like(e)
    forward[0] = e[0] * torch.exp(entry) / (e[0] * torch.exp(entry)).sum()
    for i in range(1, n):
        f = (forward[i - 1] @ s) * e[i]
        forward[i] = f / f.sum()
    for i in range(n - 2, -1, -1):
        f = s @ (backward[i + 1] * e[i + 1])
        backward[i] = f / f.sum()
    tags = forward * backward
    pairs = forward[:-1, :, None] * s * (e[1:] * backward[1:])[:, None, :]
    pairs = pairs / pairs.sum((1, 2), keepdim=True)
    return Belief(tags / tags.sum(1, keepdim=True), pairs.sum(0))


def taught_items(paths: list[Path], teacher: Path, vocabulary: Vocabulary) -> list[tuple[corpus.Example, Belief]]:
    """Training items from a teacher's readings, each with what the teacher believes of it."""
    model = restore(teacher)
    step, entry = model.step_scores().detach(), model.forbidden[0]
    taught = []
    for text, windows in (reading for path in paths for reading in torch.load(path, weights_only=True)):
        for e, (tags, spans, content_cue, cue_source, soft) in zip(corpus.examples(text, [], vocabulary), windows, strict=True):
            e.tags, e.spans, e.content_cue, e.cue_source = tags, spans, content_cue, cue_source
            taught.append((e, believe(soft.float(), step, entry)))
    return taught


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--teacher", type=Path, required=True)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--news", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--pairs", type=int, default=20_000)
    ap.add_argument("--skip", type=int, default=0, help="pairs read in an earlier run")
    ap.add_argument("--threads", type=int, default=2)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    model, vocabulary = restore(args.teacher), Vocabulary.load(args.encoder / "vocab.txt")
    began = time.time()
    news = []
    for text in read_news(args.news, args.pairs, skip=args.skip):
        windows = []
        for example in corpus.examples(text, [], vocabulary):
            e, soft = read(model, example)
            windows.append((e.tags, e.spans, e.content_cue, e.cue_source, soft))
        news.append((text, windows))
    torch.save(news, args.out)
    print(f"{sum(len(w) for _, w in news)} windows in {(time.time() - began) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
