"""The tagger: a text's paragraphs to attributions, each a cue with its source and content spans (code points).

An encoder reads windows of paragraphs (ONNX Runtime, one thread, one window at a time: dynamic int8 depends on batch mates). Its emissions go through
Viterbi with learned transitions; contents then pick their cue, cues their source. It proposes; whether spans fit the text is checked by
attribute.py. train/ makes the model files, docs/model-card.md describes them.
"""

import functools
import hashlib
import json
import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import ModelError
from onrecord.say.words import Vocabulary, Window, Words, pack_windows, split_words
from onrecord.types import Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ROLES = ("source", "cue", "content")
TAGS = 7  # outside, then begin and inside of each role
BUCKETS = 16
MANIFEST = "tagger.json"
SIGNS = ("content words", "content edges", "cue words", "cue link", "source link and words", "no source")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One cue with what it carries. `confidence` is calibrated: of those near 0.8, four in five are right; `signs` is what it rests on (SIGNS)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    signs: tuple[float, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tagger made of a text: attributions in text order, those inside the contents of others, and words that may be cues.

    `inner` is None where a model knows no inner level. `hints` are the starts of words inside contents (of the innermost level that was read) whose chance of
    being a cue is not negligible: where reading a content again may pay.
    """

    attributions: tuple[Attribution, ...]
    inner: tuple[Attribution, ...] | None
    hints: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Heads:
    """The small parameters outside the encoder (see train/model.py)."""

    transitions: Floats
    inner_transitions: Floats | None  # None: this model knows no inner level
    nothing: Floats
    cue_bias: Floats
    source_bias: Floats
    calibration: tuple[float, ...]
    least: float  # attributions under this confidence are dropped, chosen on articles set aside
    cue_words: frozenset[str]  # words that are often part of a cue
    begin: float  # added to the emissions of beginnings: trades precision for recall, chosen on articles set aside
    inner_begin: float  # the same for the inner level, chosen on reports of ours


@dataclass(frozen=True, slots=True)
class Scores:
    """What the encoder says of the words of one window: emissions [words, 7] of both levels, and link vectors [words, 4 x 128]."""

    outer: Floats
    inner: Floats | None
    links: Floats


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one window: its emissions, the link vectors, which both levels share, and the window."""

    emissions: Floats
    links: Floats
    window: Window


class Tagger:
    """A model with its vocabulary. `name` goes into the record as the maker of the spans; `encode` gives a window's scores (see `open_tagger`)."""

    def __init__(self, name: str, window: int, vocabulary: Vocabulary, heads: Heads, encode: Callable[[Window], Scores]) -> None:
        self.name = name
        self.window = window
        self.vocabulary = vocabulary
        self.heads = heads
        self.encode = encode

    def read(self, text: str, paragraphs: Sequence[tuple[int, int]], *, apart: bool = False) -> Reading:
        """Tag the given paragraphs of a text (code-point ranges, in order): as one document, or each by itself."""
        words = split_words(text, paragraphs)
        windows = pack_windows(words, self.vocabulary, size=self.window, apart=apart)
        scores = [self.encode(w) for w in windows]
        for s in scores:
            s.outer[:, 1::2] += self.heads.begin
            if s.inner is not None:
                s.inner[:, 1::2] += self.heads.inner_begin
        heads = self.heads
        outer = [Level(s.outer, s.links, w) for s, w in zip(scores, windows, strict=True)]
        inner = [Level(s.inner, s.links, w) for s, w in zip(scores, windows, strict=True) if s.inner is not None]
        steps = [heads.transitions] * len(outer) + ([] if heads.inner_transitions is None else [heads.inner_transitions] * len(inner))
        paths = decode([level.emissions for level in (*outer, *inner)], steps)
        found, hints = self._attributions(words, outer, paths[: len(outer)], heads.transitions, HINT)
        if heads.inner_transitions is None:
            return Reading(found, None, hints)
        return Reading(found, *self._attributions(words, inner, paths[len(outer) :], heads.inner_transitions, DEEP_HINT))

    def _attributions(
        self, words: Words, levels: Sequence[Level], paths: Sequence[NDArray[np.intp]], transitions: Floats, hint: float
    ) -> tuple[tuple[Attribution, ...], tuple[int, ...]]:
        """The attributions of one level of some windows, given their tags, and its hints; `hint` is the least chance of a cue."""
        holding = [i for i, path in enumerate(paths) if (path >= CONTENT).any()]
        chances = marginals([levels[i].emissions for i in holding], transitions)
        opening = {low for low, _ in words.paragraphs}
        found: list[Attribution] = []
        hints: list[int] = []
        for i, chance in zip(holding, chances, strict=True):
            window = levels[i].window
            low = window.words.start
            spans = find_spans(paths[i], {at - low for at in opening})
            found += self._link(words, window, spans, chance, levels[i].links)
            inside = np.flatnonzero(paths[i] >= CONTENT)
            likely = chance[inside, 3] + chance[inside, 4] > hint
            hints += [words.starts[low + at] for at, is_likely in zip(inside.tolist(), likely, strict=True) if is_likely or self._known(words, low + at)]
        return tuple(found), tuple(hints)

    def _known(self, words: Words, at: int) -> bool:
        return words.forms[at].lower() in self.heads.cue_words

    def _link(self, words: Words, window: Window, spans: dict[str, list[tuple[int, int]]], chance: Floats, vectors: Floats) -> list[Attribution]:
        """The attributions of one window; a content that no cue took is in none."""
        low = window.words.start

        def place(span: tuple[int, int]) -> Span:
            return Span(words.starts[low + span[0]], words.ends[low + span[1] - 1])

        cues, contents, sources = spans["cue"], spans["content"], spans["source"]
        if not cues or not contents:
            return []
        quarters = np.split(vectors, 4, axis=1)
        size = math.sqrt(quarters[0].shape[1])
        to_cue = means(quarters[0], contents) @ means(quarters[1], cues).T / size + self.heads.cue_bias[buckets(contents, cues)]
        query = means(quarters[2], cues)
        none = query @ self.heads.nothing / size + self.heads.source_bias[BUCKETS]
        to_source = none[:, None]
        if sources:
            near = query @ means(quarters[3], sources).T / size + self.heads.source_bias[buckets(cues, sources)]
            begins = [first for first, _ in words.paragraphs]
            of_cues, of_sources = (np.array([bisect_right(begins, low + first) for first, _ in found]) for found in (cues, sources))
            apart = of_cues[:, None] != of_sources[None, :]
            near = np.where(apart, -np.inf, near)  # a source stands in its cue's paragraph
            to_source = np.concatenate([near, none[:, None]], axis=1)
        cue_chance, source_chance = softmax(to_cue), softmax(to_source)
        picked = to_cue.argmax(axis=1)
        out = []
        for k, cue in enumerate(cues):
            own = [c for c in range(len(contents)) if picked[c] == k]
            if not own:
                continue
            s = int(to_source[k].argmax())
            source = [sources[s]] if s < len(sources) else []
            signs = (
                min(span_chance(chance, contents[c], 5) for c in own),
                min(edge_chance(chance, contents[c], 5) for c in own),
                span_chance(chance, cue, 3),
                min(float(cue_chance[c, k]) for c in own),
                float(source_chance[k, s]) * (span_chance(chance, source[0], 1) if source else 1.0),
                0.0 if source else 1.0,
            )
            confidence = self._calibrate(signs)
            if confidence >= self.heads.least:
                out.append(Attribution(tuple(map(place, source)), (place(cue),), tuple(place(contents[c]) for c in own), signs, confidence))
        return out

    def _calibrate(self, signs: tuple[float, ...]) -> float:
        """Logistic regression on the log odds of the signs (Platt 1999); its weights come with the model."""
        weights = self.heads.calibration
        z = weights[0] + sum(w * log_odds(x) for w, x in zip(weights[1:], signs, strict=True))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), 4)


CONTENT = 5  # the tags of contents are this one and the next
IMPOSSIBLE = -1000.0  # transitions under it stand for "never"
FLOOR = 80.0  # emissions so far under the best are as good as none
SCALED = 4  # steps between scalings, well within what a double holds
HINT = 0.003  # a word inside a content that is a cue with at least this chance may be the cue of an inner statement
DEEP_HINT = 0.05  # the same for what lies two levels down, which is rare: the contents of inner statements


def log_odds(x: float) -> float:
    x = min(max(x, 1e-4), 1 - 1e-4)
    return math.log(x / (1 - x))


def decode(emissions: Sequence[Floats], transitions: Sequence[Floats]) -> list[NDArray[np.intp]]:
    """The best tag sequence of each window (Viterbi), given each its transitions, all windows in step."""
    if not emissions:
        return []
    longest = max(len(e) for e in emissions)
    grid = np.zeros((longest, len(emissions), TAGS), dtype=np.float32)
    for i, e in enumerate(emissions):
        grid[: len(e), i] = e
    steps = np.stack(transitions)
    score = grid[0] + np.where(steps[:, 0] < IMPOSSIBLE, steps[:, 0], 0)
    back = np.zeros((longest, len(emissions), TAGS), dtype=np.intp)
    scores = [score]
    for t in range(1, longest):
        paths = score[:, :, None] + steps
        paths.argmax(axis=1, out=back[t])
        score = paths.max(axis=1) + grid[t]
        scores.append(score)
    out = []
    for i, e in enumerate(emissions):
        path = np.empty(len(e), dtype=np.intp)
        path[-1] = scores[len(e) - 1][i].argmax()
        for t in range(len(e) - 1, 0, -1):
            path[t - 1] = back[t, i, path[t]]
        out.append(path)
    return out


def marginals(emissions: Sequence[Floats], transitions: Floats) -> list[Floats]:
    """The chance of every tag of every word (forward-backward), all windows in step, both ways at once.

    The way back is the way forth over reversed words, the steps turned round; now and then what was reached is scaled to sum to one.
    """
    if not emissions:
        return []
    longest = max(len(e) for e in emissions)
    grid = np.ones((longest, 2, len(emissions), TAGS))
    for i, e in enumerate(emissions):
        chance = np.exp((e - e.max(axis=1, keepdims=True)).clip(min=-FLOOR))
        grid[: len(e), 0, i], grid[: len(e), 1, i] = chance, chance[::-1]
    step = np.exp(transitions.astype(np.float64))
    steps = np.stack([step, step.T])
    seen = np.empty_like(grid)
    seen[0] = grid[0]
    seen[0, 0] *= step[0] > 0
    for t in range(1, longest):
        np.matmul(seen[t - 1], steps, out=seen[t])
        seen[t] *= grid[t]
        if t % SCALED == 0:
            seen[t] /= seen[t].sum(axis=2, keepdims=True)
    out = []
    for i, e in enumerate(emissions):
        both = seen[: len(e), 0, i] * seen[: len(e), 1, i][::-1] / grid[: len(e), 0, i]
        out.append((both / both.sum(axis=1, keepdims=True)).astype(np.float32))
    return out


def find_spans(path: NDArray[np.intp], opening: set[int]) -> dict[str, list[tuple[int, int]]]:
    """The word ranges of each role in a tag sequence; none runs over the start of a paragraph."""
    found: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    for i in np.flatnonzero(path).tolist():
        tag = int(path[i])
        spans = found[ROLES[(tag - 1) // 2]]
        if tag % 2 or i in opening or not spans or spans[-1][1] != i:
            spans.append((i, i + 1))
        else:
            spans[-1] = (spans[-1][0], i + 1)
    return found


def means(vectors: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
    """The mean vector of each word range."""
    return np.stack([vectors[a:b].mean(axis=0) for a, b in spans])


def buckets(left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]]) -> Ints:
    """Signed log distance of every pair of word ranges, as 0 to 15 (train/model.py's `gap` and `bucket`)."""
    a, b = np.asarray(left), np.asarray(right)
    after = b[None, :, 0] - a[:, None, 1] + 1
    before = a[:, None, 0] - b[None, :, 1] + 1
    distance = np.where(after > 0, after, np.maximum(before, 1))
    power = np.minimum(np.log2(np.maximum(distance, 1)).astype(np.int64), BUCKETS // 2 - 1)
    side: Ints = np.where(after > 0, 0, BUCKETS // 2).astype(np.int64)
    return np.asarray(power + side, dtype=np.int64)


def softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True), dtype=np.float32)


def span_chance(chance: Floats, span: tuple[int, int], begin: int) -> float:
    """The geometric mean, over a word range, of the chance of its role."""
    role = chance[span[0] : span[1], begin : begin + 2].sum(axis=1)
    return float(np.exp(np.log(role.clip(min=1e-6)).mean()))


def edge_chance(chance: Floats, span: tuple[int, int], begin: int) -> float:
    """The chance that a range begins and ends where it does."""
    start = float(chance[span[0], begin])
    end = 1.0 - float(chance[span[1], begin + 1]) if span[1] < len(chance) else 1.0
    return min(start, end)


def open_tagger(folder: Path) -> Tagger:
    """The tagger of a model folder (train/export.py makes them); ModelError says what is missing or changed."""
    import onnxruntime

    manifest = read_manifest(folder)
    h = manifest["heads"]
    as_floats = functools.partial(np.asarray, dtype=np.float32)
    heads = Heads(
        as_floats(h["transitions"]), as_floats(h["inner_transitions"]) if "inner_transitions" in h else None,
        as_floats(h["nothing"]), as_floats(h["cue_bias"]), as_floats(h["source_bias"]),
        tuple(manifest["calibration"]), float(manifest["least"]), frozenset(manifest["cue_words"]),
        float(manifest["begin"]), float(manifest.get("inner_begin", 0)),
    )  # fmt: skip
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"])
    names = ["emissions", "links"] if heads.inner_transitions is None else ["emissions", "links", "inner"]

    def encode(window: Window) -> Scores:
        feed = {
            "pieces": np.asarray([window.pieces], dtype=np.int64),
            "features": np.asarray([window.features], dtype=np.int64),
            "first": np.asarray(window.first, dtype=np.int64),
        }
        outer, links, *inner = session.run(names, feed)
        return Scores(outer, inner[0] if inner else None, links)

    return Tagger(f"{manifest['name']}/{manifest['version']}", int(manifest["window"]), Vocabulary.load(folder / "vocab.txt"), heads, encode)


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a model folder, its files checked by SHA-256; ModelError says what is missing or changed."""
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name, expected in manifest["sha256"].items():
            if Path(name).name != name:
                raise ModelError(f"{path}: names a file outside its folder: {name}")
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != expected:
                raise ModelError(f"{folder / name}: SHA-256 {found[:12]}… is not the {expected[:12]}… that was shipped; install onrecord again")
    except FileNotFoundError as e:
        raise ModelError(f"{e.filename}: missing; give a folder made by train/export.py, or install onrecord again") from None
    except (ValueError, KeyError, TypeError) as e:
        raise ModelError(f"{path}: not a tagger manifest ({e!r}); make it anew with train/export.py") from None
    return manifest


@functools.lru_cache(maxsize=2)
def load_tagger(folder: Path | None = None) -> Tagger:
    """The tagger of a folder, or the shipped one; loaded once a process."""
    if folder is not None:
        return open_tagger(folder)
    with resources.as_file(resources.files("onrecord.data") / "tagger") as shipped:
        return open_tagger(shipped)
