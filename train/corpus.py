"""PolNeAR as training examples: windows of words with a tag each, and the links between spans.

In: a folder of brat standoff files (text/, attributions/). Out: lists of Example. Which 84 train articles are set aside for tuning, and in which fold each of
the others lies, is decided here, by a hash of the name, so that it never changes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.say.words import WORD, Vocabulary, Window, Words, pack_windows, split_words

ROLES = ("source", "cue", "content")
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
SET_ASIDE = 84
WINDOW = 256

Span = tuple[int, int]


@dataclass
class Example:
    """One window. Word numbers count from the window's first word; links are (content, cue) and (cue, source or -1) as numbers
    of `spans[role]`."""

    window: Window
    words: Words
    tags: list[int]
    spans: dict[str, list[Span]] = field(default_factory=lambda: {r: [] for r in ROLES})
    content_cue: list[tuple[int, int]] = field(default_factory=list)
    cue_source: list[tuple[int, int]] = field(default_factory=list)


def read_text(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as f:
        return f.read()


def read_attributions(path: Path) -> list[dict[str, list[Span]]]:
    spans: dict[str, list[Span]] = {}
    events = []
    with path.open(encoding="utf-8", newline="\n") as f:
        for line in f:
            if m := re.match(r"(T\d+)\t(\S+) ([\d ;]+)", line):
                spans[m[1]] = [(int(a), int(b)) for a, b in (p.split() for p in m[3].strip().split(";"))]
            elif re.match(r"E\d+\t", line):
                events.append(line.rstrip("\n").split("\t")[1])
    out = []
    for event in events:
        found: dict[str, list[Span]] = {r: [] for r in ROLES}
        for part in event.split():
            role, _, tid = part.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in found and tid in spans:
                found[role].extend(spans[tid])
        if found["content"]:
            out.append(found)
    return out


def read_documents(folder: Path) -> list[tuple[str, str, list[dict[str, list[Span]]]]]:
    """(name, text, attributions) by name; where several annotated, the first file by name."""
    first: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        first.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [(p.stem, read_text(p), read_attributions(first[p.stem])) for p in sorted((folder / "text").glob("*.txt")) if p.stem in first]


def split_train(documents: list) -> tuple[list, list]:
    """Train and the part set aside for tuning."""
    by_hash = sorted(documents, key=lambda d: hashlib.sha256(d[0].encode()).hexdigest())
    return by_hash[SET_ASIDE:], by_hash[:SET_ASIDE]


def fold_of(name: str, folds: int) -> int:
    """Which of so many parts of train an article lies in: a teacher that was taught without a part can read that part as text it has never seen."""
    return int(hashlib.sha256(f"fold {name}".encode()).hexdigest(), 16) % folds


def paragraphs(text: str) -> list[Span]:
    return [m.span() for m in re.finditer(r"[^\r\n]+", text)]


def examples(text: str, attributions: list[dict[str, list[Span]]], vocabulary: Vocabulary) -> Iterator[Example]:
    """The windows of a text with their tags; a span that two windows share is cut at the border."""
    words = split_words(text, paragraphs(text))
    at: dict[int, int] = {}
    for i, (s, e) in enumerate(zip(words.starts, words.ends, strict=True)):
        for c in range(s, e):
            at[c] = i
    owner: list[tuple[int, int]] = [(-1, -1)] * len(words.starts)  # role, number of the span
    numbered: dict[tuple[str, tuple[int, ...]], int] = {}
    links: set[tuple[int, int, int]] = set()
    count = 0
    for a in attributions:
        own: dict[str, int] = {}
        for role in ROLES:
            covered = tuple(sorted({at[c] for s, e in a[role] for c in range(s, e) if c in at}))
            if not covered:
                continue
            key = (role, covered)
            if key not in numbered:
                numbered[key] = count
                count += 1
            own[role] = numbered[key]
            for w in covered:
                if owner[w][0] < 0:
                    owner[w] = (ROLES.index(role), own[role])
        if "cue" in own:
            links.add((own.get("content", -1), own["cue"], own.get("source", -1)))
    opening = {low for low, _ in words.paragraphs}
    cue_of = {content: cue for content, cue, _ in links}
    source_of = {cue: source for _, cue, source in links}
    for window in pack_windows(words, vocabulary, size=WINDOW):
        low = window.words.start
        example = Example(window, words, [0] * len(window.words))
        parts: dict[int, list[tuple[str, int]]] = {}
        previous = (-1, -1)
        for i in window.words:
            role, number = owner[i]
            if role >= 0:
                name = ROLES[role]
                if owner[i] != previous or i in opening:  # spans end with their paragraph
                    example.tags[i - low] = 1 + 2 * role
                    parts.setdefault(number, []).append((name, len(example.spans[name])))
                    example.spans[name].append((i - low, i - low + 1))
                else:
                    example.tags[i - low] = 2 + 2 * role
                    example.spans[name][-1] = (example.spans[name][-1][0], i - low + 1)
            previous = owner[i]
        for content, cue in cue_of.items():
            for _, c in parts.get(content, ()):
                for _, k in parts.get(cue, ())[:1]:
                    example.content_cue.append((c, k))
        for cue, source in source_of.items():
            for _, k in parts.get(cue, ())[:1]:
                near = parts.get(source, ())
                if near or source < 0:
                    example.cue_source.append((k, near[0][1] if near else -1))
        yield example


def cue_words(documents: list, *, least: int = 3, share: float = 0.3) -> list[str]:
    """Words that are often (part of) a cue: a content that holds one is worth reading again, for a statement inside it."""
    seen: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for _, text, attributions in documents:
        seen.update(m[0].lower() for m in WORD.finditer(text))
        spans = {tuple(s) for a in attributions for s in a["cue"]}
        cues.update(m[0].lower() for s, e in spans for m in WORD.finditer(text, s, e))
    return sorted(w for w, n in cues.items() if n >= least and len(w) > 2 and w.isalpha() and n >= share * seen[w])
