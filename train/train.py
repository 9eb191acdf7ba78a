"""Train a tagger on PolNeAR, alone or with a teacher's readings of unlabelled news.

    python train/train.py --encoder FOLDER --corpus FOLDER/polnear --out FILE.pt [--readings READINGS.pt --teacher TEACHER.pt] [--seed N] ...

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
from model import Tagger, link_loss
from onrecord.say.words import Vocabulary

LINK_WEIGHT = 0.15


def batch(items: list[corpus.Example]) -> tuple[torch.Tensor, ...]:
    t = max(len(e.window.pieces) for e in items)
    n = max(len(e.tags) for e in items)
    pieces, features, keep = (torch.zeros(len(items), t, dtype=torch.long) for _ in range(3))
    first, tags, real = (torch.zeros(len(items), n, dtype=torch.long) for _ in range(3))
    for i, e in enumerate(items):
        size, words = len(e.window.pieces), len(e.tags)
        pieces[i, :size] = torch.tensor(e.window.pieces)
        features[i, :size] = torch.tensor(e.window.features)
        keep[i, :size] = 1
        first[i, :words] = torch.tensor(e.window.first)
        tags[i, :words] = torch.tensor(e.tags)
        real[i, :words] = 1
    return pieces, features, keep, first, tags, real.float()


def like_lengths(items: list, size: int, rng: random.Random) -> list[list]:
    """Batches in random order, each of windows of like length (sorted within random stretches), so that little is padding."""
    rng.shuffle(items)
    batches = []
    for i in range(0, len(items), 32 * size):
        stretch = sorted(items[i : i + 32 * size], key=lambda item: len(item[0].window.pieces))
        batches += [stretch[j : j + size] for j in range(0, len(stretch) - size + 1, size)]
    rng.shuffle(batches)
    return batches


def disguise(e: corpus.Example, pieces: torch.Tensor, mask: int, share: float, rng: random.Random) -> None:
    """Hide some cues, so that the tagger learns them from their surroundings: half of dev's cues never occur in train."""
    for low, high in e.spans["cue"]:
        if rng.random() < share:
            start = e.window.first[low]
            end = e.window.first[high] if high < len(e.window.first) else len(e.window.pieces) - 1
            pieces[start:end] = mask


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


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--readings", type=Path, nargs="+", default=[], help="a teacher's readings (train/distil.py)")
    ap.add_argument("--teacher", type=Path, help="the teacher's state")
    ap.add_argument("--start", type=Path, help="a trained state to go on from, in place of the published encoder")
    ap.add_argument("--epochs", type=int, default=3)
    ap.add_argument("--rate", type=float, default=3e-4)
    ap.add_argument("--heads", type=float, default=1e-3)
    ap.add_argument("--frozen", type=int, default=0, help="bottom layers left as they are")
    ap.add_argument("--hide", type=float, default=0.1, help="share of cues hidden")
    ap.add_argument("--batch", type=int, default=4)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--bfloat16", action="store_true", help="pays only where the processor has matrix units (AMX)")
    ap.add_argument("--limit", type=int, help="batches an epoch, for a try")
    args = ap.parse_args()

    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    vocabulary = Vocabulary.load(args.encoder / "vocab.txt")
    model = Tagger(encoder.load(args.encoder))
    if args.teacher:  # a start for the pupil's transitions
        model.transitions.data.copy_(torch.load(args.teacher, weights_only=True)["model"]["transitions"])
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True)["model"])
    train, _ = corpus.split_train(corpus.read_documents(args.corpus / "train"))
    gold = [(e, None) for _, text, atts in train for e in corpus.examples(text, atts, vocabulary)]
    taught = distil.taught_items(args.readings, args.teacher, vocabulary) if args.readings else []
    items = gold + taught
    print(f"{len(gold)} windows of gold, {len(taught)} of the teacher's reading", flush=True)

    optimiser = torch.optim.AdamW(groups(model, args.rate, args.heads, args.frozen), weight_decay=0.01, fused=True)
    per_epoch = min(sum(1 for _ in like_lengths(list(items), args.batch, random.Random(0))), args.limit or 10**9)
    total = per_epoch * args.epochs
    warm = max(1, int(0.06 * total))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min((i + 1) / warm, max(0.0, (total - i) / (total - warm))))
    began, seen = time.time(), 0
    for _ in range(args.epochs):
        batches = like_lengths(items, args.batch, rng)
        for chosen in batches[:per_epoch]:
            pieces, features, keep, first, tags, real = batch([e for e, _ in chosen])
            for i, (e, _) in enumerate(chosen):
                disguise(e, pieces[i], vocabulary.mask, args.hide, rng)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=args.bfloat16):
                emissions, vectors = model(pieces, features, keep, first)
            emissions, vectors = emissions.float(), vectors.float()
            own = [i for i, (_, belief) in enumerate(chosen) if belief is None]
            loss = model.tag_loss(emissions[own], tags[own], real[own]) * real[own].sum() if own else torch.zeros(())
            for i, (e, belief) in enumerate(chosen):
                if belief is not None:
                    loss = loss + model.belief_loss(emissions[i, : len(e.tags)], belief.tags, belief.pairs)
            loss = loss / real.sum()
            links = [x for i, (e, _) in enumerate(chosen) if (x := link_loss(model, vectors[i, : len(e.tags)], e)) is not None]
            if links:
                loss = loss + LINK_WEIGHT * torch.stack(links).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            seen += 1
            if seen % 250 == 0:
                save(model, args, args.out.with_suffix(".part"))
            if seen % 50 == 0:
                print(f"{seen}/{total} loss {loss.item():.4f} {(time.time() - began) / seen:.2f} s a step", flush=True)
    save(model, args, args.out)
    print(f"done in {(time.time() - began) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
