"""A teacher's readings: what a large tagger makes of news without annotation, as targets for a small one (Hinton et al. 2015).

    python train/distil.py --teacher FILE.pt --encoder FOLDER --news FOLDER/unlabelled --out READINGS.pt

In: full articles and headline-and-lead pairs. Out: a document each its text, the teacher's emissions a word (log-softmax, half precision)
and its spans and links. The two vocabularies cut words alike, so that a word number means the same to both.
"""

import argparse
import json
import random
import time
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


def read_news(folder: Path, pairs: int, seed: int = 1) -> list[str]:
    """Texts to read: every full article, and `pairs` headline-and-lead pairs."""
    lines = [json.loads(line) for line in (folder / "full-articles.jsonl").open(encoding="utf-8")]
    texts = [f"{a['title']}\n\n{a['text']}" for a in lines]
    leads = [json.loads(line) for line in (folder / "leads.jsonl").open(encoding="utf-8")]
    random.Random(seed).shuffle(leads)
    shown = [f"{a['title']}\n\n{a['text']}" for a in leads[:pairs]]
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


def taught_items(path: Path, vocabulary: Vocabulary) -> list[tuple[corpus.Example, Tensor]]:
    """Training items from a teacher's readings, each with the teacher's chances of every tag."""
    taught = []
    for text, windows in torch.load(path, weights_only=True):
        for e, (tags, spans, content_cue, cue_source, soft) in zip(corpus.examples(text, [], vocabulary), windows, strict=True):
            e.tags, e.spans, e.content_cue, e.cue_source = tags, spans, content_cue, cue_source
            taught.append((e, soft.exp()))
    return taught


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--teacher", type=Path, required=True)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--news", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--pairs", type=int, default=4000)
    ap.add_argument("--threads", type=int, default=2)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    model, vocabulary = restore(args.teacher), Vocabulary.load(args.encoder / "vocab.txt")
    began = time.time()
    news = []
    for text in read_news(args.news, args.pairs):
        windows = []
        for example in corpus.examples(text, [], vocabulary):
            e, soft = read(model, example)
            windows.append((e.tags, e.spans, e.content_cue, e.cue_source, soft))
        news.append((text, windows))
    torch.save(news, args.out)
    print(f"{sum(len(w) for _, w in news)} windows in {(time.time() - began) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
