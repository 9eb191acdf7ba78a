"""Teachers' readings: what large taggers make of texts, as targets for a small one (Hinton et al. 2015).

    python train/distil.py --teachers FILE.pt ... --encoder FOLDER --corpus FOLDER/polnear --news FOLDER/unlabelled --out READINGS.pt

In: news without annotation, read by all teachers, and PolNeAR's train articles, each read by the teachers that were taught without it. Out: a window each its
two levels: what the teachers hold on average of its statements, and of the statements inside their contents, which are read again by themselves. The two
vocabularies cut words alike, so that a word number means the same to both.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

import corpus
import encoder
from items import Item, Level, annotated, batch, in_turn, linked
from model import Tagger, believe
from onrecord.say.attribute import SHORTEST
from onrecord.say.tag import decode, find_spans
from onrecord.say.words import Vocabulary, pack_windows, split_words

PAIRS_A_TEXT = 8  # headline-and-lead pairs are short: several make one document
TOGETHER = 64  # windows a pass
MARKS = frozenset("\"'“”‘’«»„")


def restore(path: Path) -> Tagger:
    state = torch.load(path, weights_only=True, map_location="cpu")
    model = Tagger(encoder.Encoder(state["config"]))
    model.load_state_dict({k: v.float() for k, v in state["model"].items()})
    return model.eval()


def unseen_fold(path: Path) -> tuple[int, int] | None:
    """The fold of train that a teacher was taught without, and of how many."""
    args = torch.load(path, weights_only=True, map_location="cpu")["args"]
    return None if args["fold"] == "None" else (int(args["fold"]), int(args["folds"]))


def read_news(folder: Path, pairs: int, *, seed: int = 1) -> list[str]:
    """Texts to read: every full article, and `pairs` headline-and-lead pairs."""
    lines = [json.loads(line) for line in (folder / "full-articles.jsonl").open(encoding="utf-8")]
    texts = [f"{a['title']}\n\n{a['text']}" for a in lines]
    leads = [json.loads(line) for line in (folder / "leads.jsonl").open(encoding="utf-8")]
    random.Random(seed).shuffle(leads)
    shown = [f"{a['title']}\n\n{a['text']}" for a in leads[:pairs]]
    return texts + ["\n\n".join(shown[i : i + PAIRS_A_TEXT]) for i in range(0, len(shown), PAIRS_A_TEXT)]


def opening(e: corpus.Example) -> set[int]:
    return {low - e.window.words.start for low, _ in e.words.paragraphs}


@torch.inference_mode()
def read(teachers: Sequence[Tagger], examples: Sequence[corpus.Example], device: torch.device) -> list[Level]:
    """What the teachers hold of windows on average. The pairs of a level are not summed here: [words - 1, 7, 7]."""
    out: dict[int, Level] = {}
    for chosen in in_turn([e.window for e in examples], TOGETHER):
        blank = Level(torch.zeros(0, len(corpus.TAGS)), torch.zeros(len(corpus.TAGS), len(corpus.TAGS)))
        b = batch([Item(examples[i].window, Level(torch.zeros(len(examples[i].tags), len(corpus.TAGS)), blank.pairs)) for i in chosen], device)
        tags, pairs, vectors = torch.zeros((), device=device), torch.zeros((), device=device), []
        for model in teachers:
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
                scores = model(b.pieces, b.features, b.keep, b.first)
            own = believe(scores.outer, b.real, model.step_scores(), model.forbidden[0])
            tags, pairs = tags + own[0] / len(teachers), pairs + own[1] / len(teachers)
            vectors.append(scores.links)
        words = [len(examples[i].tags) for i in chosen]
        logs = torch.log(tags.clamp(min=1e-6)).cpu().numpy()
        paths = decode([e[:n] for e, n in zip(logs, words, strict=True)], [teachers[0].forbidden.cpu().numpy()] * len(words))
        levels = []
        for at, (i, n) in enumerate(zip(chosen, words, strict=True)):
            spans = find_spans(np.asarray(paths[at]), opening(examples[i]))
            levels.append(Level(tags[at, :n].half().cpu(), pairs[at, : n - 1].half().cpu(), spans))
        link(teachers, vectors, levels, device)
        out.update(zip(chosen, levels, strict=True))
    return [out[i] for i in range(len(examples))]


def link(teachers: Sequence[Tagger], vectors: Sequence[Tensor], levels: Sequence[Level], device: torch.device) -> None:
    """Give each content of the levels the cue, and each cue the source, that the teachers together would."""
    to_cue, to_source = linked(list(enumerate(levels)), device)

    def best(which: str) -> list[int]:
        spans = to_cue if which == "cue" else to_source
        if not len(spans.asking) or (which == "cue" and not len(spans.asked)):
            return []
        return torch.stack([m.link_scores(v, spans, which) for m, v in zip(teachers, vectors, strict=True)]).mean(0).argmax(1).tolist()

    cues, sources = best("cue"), best("source")
    at = dict.fromkeys(corpus.ROLES, 0)
    for level in levels:
        sizes = {r: len(level.spans[r]) for r in corpus.ROLES}
        if cues and sizes["cue"]:
            level.content_cue = [(c, cues[at["content"] + c] - at["cue"]) for c in range(sizes["content"])]
        for k in range(sizes["cue"]):
            s = sources[at["cue"] + k] - at["source"]
            level.cue_source.append((k, s if 0 <= s < sizes["source"] else -1))
        for r in corpus.ROLES:
            at[r] += sizes[r]


def contents(text: str, e: corpus.Example, level: Level, vocabulary: Vocabulary) -> list[tuple[int, corpus.Example]]:
    """The contents of a window as texts of their own, each with the number of its first word in the window."""
    low = e.window.words.start
    found = []
    for first, end in level.spans["content"]:
        while first < end and e.words.forms[low + first] in MARKS:
            first += 1
        while first < end and e.words.forms[low + end - 1] in MARKS:
            end -= 1
        if first == end or e.words.ends[low + end - 1] - e.words.starts[low + first] < SHORTEST:
            continue
        words = split_words(text, [(e.words.starts[low + first], e.words.ends[low + end - 1])])
        for window in pack_windows(words, vocabulary, size=corpus.WINDOW, apart=True):
            found.append((first + window.words.start, corpus.Example(window, words, [0] * len(window.words))))
    return found


def lay_in(size: int, found: Sequence[tuple[int, Level]]) -> Level:
    """The inner level of a window of so many words, out of what was read of each of its contents; outside them no word has a tag."""
    chances = torch.zeros(size, len(corpus.TAGS))
    chances[:, 0] = 1
    level = Level(chances, torch.zeros(0))
    for first, own in found:
        n = len(own.chances)
        chances[first : first + n] = own.chances.float()
        at = {r: len(level.spans[r]) for r in corpus.ROLES}
        for r in corpus.ROLES:
            level.spans[r] += [(first + a, first + b) for a, b in own.spans[r]]
        level.content_cue += [(at["content"] + c, at["cue"] + k) for c, k in own.content_cue]
        level.cue_source += [(at["cue"] + k, at["source"] + s if s >= 0 else -1) for k, s in own.cue_source]
    pairs = chances[:-1, :, None] * chances[1:, None, :]
    for first, own in found:
        pairs[first : first + len(own.chances) - 1] = own.pairs.float()
    level.pairs = pairs.sum(0)
    level.chances = chances.half()
    return level


def both_levels(teachers: Sequence[Tagger], texts: Sequence[tuple[str, list]], vocabulary: Vocabulary, device: torch.device) -> list[list[tuple[Level, Level]]]:
    """A text each its windows' outer and inner levels. In: texts with their attributions, empty where none were annotated.

    The contents that are read again are the annotators' where there are any."""
    windows = [(t, e) for t, (text, atts) in enumerate(texts) for e in corpus.examples(text, atts, vocabulary)]
    outer = read(teachers, [e for _, e in windows], device)
    inside: list[tuple[int, int, corpus.Example]] = []
    for w, ((t, e), level) in enumerate(zip(windows, outer, strict=True)):
        text, annotations = texts[t]
        inside += [(w, first, c) for first, c in contents(text, e, annotated(e) if annotations else level, vocabulary)]
    within: dict[int, list[tuple[int, Level]]] = {}
    for (w, first, _), level in zip(inside, read(teachers, [c for _, _, c in inside], device), strict=True):
        within.setdefault(w, []).append((first, level))
    out: list[list[tuple[Level, Level]]] = [[] for _ in texts]
    for w, ((t, e), level) in enumerate(zip(windows, outer, strict=True)):
        level.pairs = level.pairs.float().sum(0)
        out[t].append((level, lay_in(len(e.tags), within.get(w, ()))))
    return out


@dataclass
class Readings:
    """What teachers read: of articles of PolNeAR by name, and of news by text."""

    articles: dict[str, list[tuple[Level, Level]]] = field(default_factory=dict)
    news: list[tuple[str, list[tuple[Level, Level]]]] = field(default_factory=list)

    def of_article(self, name: str, windows: int) -> list[tuple[Level | None, Level | None]]:
        """An article's levels; nothing where there are no readings at all. ValueError: it was not read, though others were."""
        if not self.articles and not self.news:
            return [(None, None)] * windows
        if name not in self.articles:
            raise ValueError(f"{name}: no teacher read it; give distil.py a teacher a fold")
        return list(self.articles[name])

    def of_news(self, vocabulary: Vocabulary) -> list[Item]:
        """Training items of the news, cut anew with the pupil's vocabulary."""
        return [
            Item(e.window, outer, inner)
            for text, levels in self.news
            for e, (outer, inner) in zip(corpus.examples(text, [], vocabulary), levels, strict=True)
        ]  # fmt: skip

    def save(self, path: Path) -> None:
        torch.save({"articles": {k: pack(v) for k, v in self.articles.items()}, "news": [(t, pack(v)) for t, v in self.news]}, path)

    @classmethod
    def load(cls, path: Path) -> "Readings":
        state = torch.load(path, weights_only=True)
        return cls({k: unpack(v) for k, v in state["articles"].items()}, [(t, unpack(v)) for t, v in state["news"]])


def pack(levels: list[tuple[Level, Level]]) -> list:
    return [[(x.chances, x.pairs, x.spans, x.content_cue, x.cue_source) for x in pair] for pair in levels]


def unpack(rows: list) -> list[tuple[Level, Level]]:
    return [(Level(*outer), Level(*inner)) for outer, inner in rows]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--teachers", type=Path, nargs="+", required=True)
    ap.add_argument("--encoder", type=Path, required=True)
    ap.add_argument("--corpus", type=Path, required=True)
    ap.add_argument("--news", type=Path, required=True)
    ap.add_argument("--out", type=Path, required=True)
    ap.add_argument("--pairs", type=int, default=20_000)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--device", default="cpu")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    device = torch.device(args.device)
    count = len(args.teachers)
    unseen = {path: unseen_fold(path) for path in args.teachers}
    if set(unseen.values()) != {(k, count) for k in range(count)}:
        ap.error("give a teacher a fold (train.py --fold K --folds N), so that each article is read by one that was taught without it")
    teachers = {path: restore(path).to(device) for path in args.teachers}
    vocabulary = Vocabulary.load(args.encoder / "vocab.txt")
    began = time.time()
    readings = Readings()
    train, _ = corpus.split_train(corpus.read_documents(args.corpus / "train"))
    for path, teacher in teachers.items():
        own = [(name, text, atts) for name, text, atts in train if (corpus.fold_of(name, count), count) == unseen[path]]
        levels = both_levels([teacher], [(text, atts) for _, text, atts in own], vocabulary, device)
        readings.articles.update(zip((name for name, _, _ in own), levels, strict=True))
    texts = read_news(args.news, args.pairs)
    readings.news = list(zip(texts, both_levels(list(teachers.values()), [(t, []) for t in texts], vocabulary, device), strict=True))
    readings.save(args.out)
    windows = sum(map(len, readings.articles.values())), sum(len(v) for _, v in readings.news)
    print(f"{windows[0]} windows of train, {windows[1]} of news in {(time.time() - began) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
