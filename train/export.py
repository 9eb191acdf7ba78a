"""Export a trained tagger as the files that the package loads: tagger.onnx, vocab.txt and tagger.json (heads, calibration, hashes).

    python train/export.py --state FILE.pt --encoder FOLDER --corpus FOLDER/polnear --out FOLDER --name NAME --version V --float | --int8

int8 is dynamic, a scale a column; seven bits of weight, since processors without VNNI add eight-bit products with saturation and would read
otherwise than the rest. MPNet's outliers do not stand that: it is exported as --float.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

import corpus
import encoder
from corpus import WINDOW
from distil import restore
from tune import UNCALIBRATED


class OneOperator(torch.autograd.Function):
    """Attention as one operator of ONNX Runtime: reading is a quarter quicker than with its products, sums and transpositions one by one."""

    @staticmethod
    def forward(_: object, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        return encoder.attend(q, k, v, heads, None)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        out = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)
        out.setType(q.type())
        return out


def attend(q: Tensor, k: Tensor, v: Tensor, heads: int, mask: Tensor | None) -> Tensor:
    return OneOperator.apply(q, k, v, heads) if mask is None else encoder.attend(q, k, v, heads, mask)


class Reader(nn.Module):
    """The tagger as ONNX sees it: one window, no padding."""

    def __init__(self, state: Path) -> None:
        super().__init__()
        self.tagger = restore(state)
        for layer in self.tagger.encoder.layers:
            layer.attend = attend

    def forward(self, pieces: Tensor, features: Tensor, first: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.tagger.encoder(pieces, features, None)[0][first]
        return self.tagger.tags(x), self.tagger.links(x), self.tagger.inner(x)


def export(reader: Reader, path: Path) -> None:
    n, words = 30, 20
    example = (torch.randint(5, 900, (1, n)), torch.zeros(1, n, dtype=torch.long), torch.arange(words))
    torch.onnx.export(
        reader.eval(), example, str(path), input_names=["pieces", "features", "first"], output_names=["emissions", "links", "inner"],
        dynamo=False, opset_version=17,
        dynamic_axes={"pieces": {1: "n"}, "features": {1: "n"}, "first": {0: "w"}, "emissions": {0: "w"}, "links": {0: "w"}, "inner": {0: "w"}},
    )  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, target, per_channel=True, weight_type=QuantType.QInt8, reduce_range=True, op_types_to_quantize=["MatMul", "Gather"])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--state", type=Path, required=True)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--name", required=True)
    ap.add_argument("--version", required=True)
    how = ap.add_mutually_exclusive_group(required=True)
    for kind in ("float", "int8"):
        how.add_argument(f"--{kind}", action="store_true")
    args = ap.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    reader = Reader(args.state)
    plain = args.out / "plain.onnx"
    export(reader, plain)
    target = args.out / "tagger.onnx"
    if args.float:
        plain.replace(target)
    else:
        quantise(plain, target)
        plain.unlink()
    shutil.copy(args.encoder / "vocab.txt", args.out / "vocab.txt")
    t = reader.tagger
    heads = {
        "transitions": t.step_scores(),
        "inner_transitions": t.step_scores(inner=True),
        "nothing": t.nothing,
        "cue_bias": t.cue_bias,
        "source_bias": t.source_bias,
    }
    rounded = {k: torch.round(v.detach(), decimals=5).tolist() for k, v in heads.items()}
    sums = {f: hashlib.sha256((args.out / f).read_bytes()).hexdigest() for f in ("tagger.onnx", "vocab.txt")}
    train, _ = corpus.split_train(corpus.read_documents(args.corpus / "train"))
    words = corpus.cue_words(train)
    tuned = {"begin": 0.0, "least": 0.0, "calibration": list(UNCALIBRATED)}  # train/tune.py chooses them
    manifest = {"name": args.name, "version": args.version, "window": WINDOW, **tuned, "cue_words": words, "heads": rounded, "sha256": sums}
    (args.out / "tagger.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
