"""Train a tagger on PolNeAR, alone or with teachers' readings of it and of unlabelled news.

    python train/train.py --encoder FOLDER --corpus FOLDER/polnear --out FILE.pt [--readings READINGS.pt] [--fold K --folds N] [--device cuda] ...

One pass over everything is one epoch. Now and then the state is written beside, as FILE.part; FILE.pt itself stands only when training is done.
"""

import argparse
import random
import time
from pathlib import Path

import torch

import corpus
import distil
import encoder
from items import Item, annotated, batch, like_lengths, mixed
from model import Tagger
from onrecord.say.words import Vocabulary

LINK_WEIGHT = 0.15
INNER_WEIGHT = 0.5


def groups(model: Tagger, rate: float, heads: float, frozen: int) -> list[dict]:
    fast, slow, bare = [], [], []
    for name, p in model.named_parameters():
        layer = int(name.split(".")[2]) if name.startswith("encoder.layers.") else None
        if name == "encoder.pieces.weight" or (frozen and (name.startswith(("encoder.places", "encoder.norm")) or (layer is not None and layer < frozen))):
            p.requires_grad = False
        elif not name.startswith("encoder."):
            fast.append(p)
        elif name.startswith("encoder.features"):
            bare.append(p)
        else:
            slow.append(p)
    return [{"params": slow, "lr": rate}, {"params": fast, "lr": heads}, {"params": bare, "lr": heads, "weight_decay": 0.0}]


def save(model: Tagger, args: argparse.Namespace, path: Path) -> None:
    state = {"model": model.state_dict(), "config": model.encoder.config, "args": {k: str(v) for k, v in vars(args).items()}}
    fresh = path.with_suffix(".writing")
    torch.save(state, fresh)
    fresh.replace(path)


def read_items(args: argparse.Namespace, vocabulary: Vocabulary) -> list[Item]:
    """PolNeAR's windows, those of the fold left out; with readings, each with what the teacher that has not seen it holds of it, and those of the news."""
    train, _ = corpus.split_train(corpus.read_documents(args.corpus / "train"))
    if args.fold is not None:
        train = [d for d in train if corpus.fold_of(d[0], args.folds) != args.fold]
    readings = distil.Readings.load(args.readings) if args.readings else distil.Readings()
    items = []
    for name, text, attributions in train:
        windows = list(corpus.examples(text, attributions, vocabulary))
        taught = readings.of_article(name, len(windows))
        for e, (outer, inner) in zip(windows, taught, strict=True):
            gold = annotated(e)
            items.append(Item(e.window, mixed(gold, outer, args.soft) if outer else gold, inner))
    print(f"{len(items)} windows of gold, {len(readings.news)} texts of the teachers' reading", flush=True)
    return items + readings.of_news(vocabulary)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--readings", type=Path, help="teachers' readings (train/distil.py)")
    ap.add_argument("--soft", type=float, default=0.5, help="the teacher's share where there is annotation too")
    ap.add_argument("--fold", type=int, help="the part of train to leave out")
    ap.add_argument("--folds", type=int, default=5)
    ap.add_argument("--layers", type=int, nargs="+", default=[], help="the encoder's layers to keep (all)")
    ap.add_argument("--start", type=Path, help="a trained state to go on from, in place of the published encoder")
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--rate", type=float, default=3e-4)
    ap.add_argument("--heads", type=float, default=1e-3)
    ap.add_argument("--frozen", type=int, default=0, help="bottom layers left as they are")
    ap.add_argument("--hide", type=float, default=0.1, help="share of cues hidden")
    ap.add_argument("--batch", type=int, default=4)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--device", default="cpu")
    ap.add_argument("--bfloat16", action="store_true", help="pays on a GPU, and on processors with matrix units (AMX)")
    ap.add_argument("--limit", type=int, help="batches an epoch, for a try")
    args = ap.parse_args()

    torch.manual_seed(0)  # all students begin with the same heads, so that their weights can be averaged; the seed orders what they see
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    device = torch.device(args.device)
    vocabulary = Vocabulary.load(args.encoder / "vocab.txt")
    model = Tagger(encoder.load(args.encoder, args.layers))
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True)["model"])
    model.to(device)
    items = read_items(args, vocabulary)
    optimiser = torch.optim.AdamW(groups(model, args.rate, args.heads, args.frozen), weight_decay=0.01, fused=True)
    per_epoch = min(len(like_lengths(list(items), args.batch, random.Random(0))), args.limit or 10**9)
    total = per_epoch * args.epochs
    warm = max(1, int(0.06 * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min((i + 1) / warm, max(0.0, (total - i) / (total - warm))))
    began, seen = time.time(), 0
    for _ in range(args.epochs):
        for chosen in like_lengths(items, args.batch, rng)[:per_epoch]:
            b = batch(chosen, device, hide=args.hide, mask=vocabulary.mask, rng=rng)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=args.bfloat16):
                scores = model(b.pieces, b.features, b.keep, b.first)
            loss = model.belief_loss(scores.outer, b.real, b.outer) + LINK_WEIGHT * model.link_loss(scores.links, b.to_cue, b.to_source)
            if args.readings:
                loss = loss + INNER_WEIGHT * model.belief_loss(scores.inner, b.real, b.inner, inner=True)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen += 1
            if seen % 250 == 0 and device.type == "cpu":
                save(model, args, args.out.with_suffix(".part"))
            if seen % 100 == 0:
                print(f"{seen}/{total} loss {loss.item():.4f} {(time.time() - began) / seen:.3f} s a step", flush=True)
    save(model, args, args.out)
    print(f"done in {(time.time() - began) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
