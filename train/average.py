"""Average the weights of students that began at the same encoder (a "model soup", Wortsman et al. 2022): better than each, at the cost of one.

    python train/average.py --out FILE.pt STATE.pt STATE.pt ...

In: states of train.py. Out: one state with the mean of their weights.
"""

import argparse
from pathlib import Path

import torch


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("states", type=Path, nargs="+")
    ap.add_argument("--out", type=Path, required=True)
    args = ap.parse_args()
    states = [torch.load(path, weights_only=True) for path in args.states]
    first = states[0]["model"]
    mean = {k: torch.stack([s["model"][k].float() for s in states]).mean(0).to(v.dtype) if v.dtype.is_floating_point else v for k, v in first.items()}
    torch.save({**states[0], "model": mean, "args": {"averaged": ", ".join(path.name for path in args.states)}}, args.out)


if __name__ == "__main__":
    main()
