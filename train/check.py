"""Score trained states in plain torch on the articles set aside, without exporting them; prints a line a state.

    python train/check.py --encoder FOLDER --corpus FOLDER/polnear --scorer FILE [--device cuda] STATE.pt ...

The figures are of the tagger alone, before the package's own rules, in float.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import corpus
from distil import restore
from onrecord.say.tag import Heads, Scores, Tagger
from onrecord.say.words import Vocabulary, Window
from tune import UNCALIBRATED, f1, load_scorer, read_all


def as_tagger(path: Path, vocabulary: Vocabulary, device: torch.device) -> Tagger:
    model = restore(path).to(device)

    def floats(x: torch.Tensor) -> np.ndarray:
        return x.detach().float().cpu().numpy()

    heads = Heads(
        floats(model.step_scores()), floats(model.step_scores(inner=True)), floats(model.nothing), floats(model.cue_bias), floats(model.source_bias),
        UNCALIBRATED, 0.0, frozenset(), 0.0,
    )  # fmt: skip

    @torch.inference_mode()
    def encode(w: Window) -> Scores:
        pieces, features, first = (torch.tensor([x], device=device) for x in (w.pieces, w.features, w.first))
        scores = model(pieces, features, torch.ones_like(pieces), first)
        return Scores(floats(scores.outer[0]), floats(scores.inner[0]), floats(scores.links[0]))

    return Tagger(path.stem, corpus.WINDOW, vocabulary, heads, encode)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("states", type=Path, nargs="+")
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--device", default="cpu")
    args = ap.parse_args()
    scorer = load_scorer(args.scorer)
    vocabulary = Vocabulary.load(args.encoder / "vocab.txt")
    _, documents = corpus.split_train(corpus.read_documents(args.corpus / "train"))
    gold = {name: (text, atts) for name, text, atts in documents}
    for path in args.states:
        found = read_all(as_tagger(path, vocabulary, torch.device(args.device)), documents)
        relaxed, strict = f1(scorer, gold, found, 0.0)
        print(f"{path.name}: relaxed {relaxed} strict {strict}", flush=True)


if __name__ == "__main__":
    main()
