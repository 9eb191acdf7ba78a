"""Choose what is not learned by gradient, on the 84 articles set aside from train: the odds of a beginning, the calibration, the least confidence.

    python train/tune.py --model FOLDER --corpus FOLDER/polnear --scorer FILE [--begin X ...] [--least X ...] [--inner X]

In: an exported model folder, whose tagger.json is rewritten. The scorer is the public one of the corpus (score_attributions.py). No annotation there tells of
statements inside statements: the odds of a beginning on the inner level are given, not chosen here.
"""

import argparse
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np

import corpus
from onrecord.say.tag import SIGNS, Attribution, Tagger, log_odds, open_tagger

UNCALIBRATED = (0.0,) * (len(SIGNS) + 1)


def load_scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_spans(a: Attribution) -> dict[str, list[list[int]]]:
    return {role: [[s.start, s.end] for s in getattr(a, role)] for role in corpus.ROLES}


def read_all(model: Tagger, documents: list) -> dict[str, list[Attribution]]:
    return {name: list(model.read(text, corpus.paragraphs(text)).attributions) for name, text, _ in documents}


def f1(scorer: ModuleType, gold: dict, found: dict[str, list[Attribution]], least: float) -> tuple[float, float]:
    out = scorer.score(gold, {d: [as_spans(a) for a in atts if a.confidence >= least] for d, atts in found.items()})
    return out["attributions"]["relaxed"]["f1"], out["attributions"]["strict"]["f1"]


def fit(x: np.ndarray, y: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Logistic regression by Newton's method."""
    x = np.hstack([np.ones((len(x), 1)), x])
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        w = w - np.linalg.solve(hessian, x.T @ (p - y) + ridge * w)
    return w


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--model", type=Path, required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--scorer", type=Path, required=True)
    ap.add_argument("--begin", type=float, nargs="+", default=[0.0, 0.5, 1.0, 1.5, 2.0])
    ap.add_argument("--least", type=float, nargs="+", default=[0.0, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5])
    ap.add_argument("--inner", type=float, default=1.0)
    args = ap.parse_args()
    scorer = load_scorer(args.scorer)
    _, documents = corpus.split_train(corpus.read_documents(args.corpus / "train"))
    gold = {name: (text, atts) for name, text, atts in documents}
    path = args.model / "tagger.json"
    manifest = json.loads(path.read_text())
    manifest.update(begin=0.0, inner_begin=args.inner, least=0.0, calibration=list(UNCALIBRATED))
    best = (-1.0, 0.0)
    for begin in args.begin:
        path.write_text(json.dumps(manifest | {"begin": begin}, indent=1) + "\n")
        relaxed, strict = f1(scorer, gold, read_all(open_tagger(args.model), documents), 0.0)
        print(f"begin {begin}: relaxed {relaxed} strict {strict}", flush=True)
        best = max(best, (relaxed + strict, begin))
    manifest["begin"] = best[1]
    path.write_text(json.dumps(manifest, indent=1) + "\n")
    found = read_all(open_tagger(args.model), documents)
    signs, right = [], []
    for name, (text, atts) in gold.items():
        words = scorer.Words(text)
        pairs = scorer.match(scorer.prepare(text, words, atts), scorer.prepare(text, words, [as_spans(a) for a in found[name]]))
        hit = {p for _, p in pairs}
        for i, a in enumerate(found[name]):
            signs.append([log_odds(x) for x in a.signs])
            right.append(float(i in hit))
    weights = fit(np.array(signs), np.array(right))
    manifest["calibration"] = [round(float(w), 4) for w in weights]
    path.write_text(json.dumps(manifest, indent=1) + "\n")
    found = read_all(open_tagger(args.model), documents)
    best = (-1.0, 0.0)
    for least in args.least:
        relaxed, strict = f1(scorer, gold, found, least)
        print(f"least {least}: relaxed {relaxed} strict {strict}", flush=True)
        best = max(best, (relaxed + strict, least))
    manifest["least"] = best[1]
    path.write_text(json.dumps(manifest, indent=1) + "\n")


if __name__ == "__main__":
    main()
