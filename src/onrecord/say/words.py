"""Words, word pieces and windows: the form in which the tagger sees a text.

In: a text and its paragraphs (code-point spans). Out: words with their places, and windows of word pieces with features. It never
changes the text, and it knows nothing of models. Training and reading share it, so that both see the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

# A word is a run of letters, digits and underscores, or one mark: as the scorers of PolNeAR cut it, and as BERT's pre-tokenizer does.
WORD = re.compile(r"\w+|[^\w\s]")
SENTENCE_END = frozenset('.!?”"')
LONGEST_WORD = 64  # characters; a longer run (a hash, a base64 line) is one unknown piece

SHAPES = ("lower", "title", "upper", "digit", "mark")
QUOTE_STATES = ("outside", "inside", "opens", "closes")
FEATURES = len(SHAPES) * len(QUOTE_STATES)

OPENS = {"“": "”", "„": "”", "«": "»", "‘": "’"}


class Vocabulary:
    """WordPiece over a lower-case vocabulary (BERT's algorithm: greedy, longest match first)."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(pieces)}
        self._unknown = (self._ids["[UNK]"],)
        self.start = self._ids["<s>" if "<s>" in self._ids else "[CLS]"]
        self.stop = self._ids["</s>" if "</s>" in self._ids else "[SEP]"]
        self.mask = self._ids["<mask>" if "<mask>" in self._ids else "[MASK]"]
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        return cls(path.read_text(encoding="utf-8").split("\n")[:-1])

    def pieces(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces; never empty."""
        found = self._known.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._known) < 200_000:
                self._known[word] = found
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return self._unknown
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(c for c in plain if unicodedata.category(c) != "Mn")
        ids: list[int] = []
        start = 0
        while start < len(plain):
            end = len(plain)
            while end > start:
                piece = plain[start:end] if start == 0 else "##" + plain[start:end]
                if piece in self._ids:
                    break
                end -= 1
            if end == start:
                return self._unknown
            ids.append(self._ids[piece])
            start = end
        return tuple(ids) or self._unknown


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some paragraphs: their places (code points) and, a paragraph, the range of word numbers."""

    starts: list[int]
    ends: list[int]
    forms: list[str]
    features: list[int]
    paragraphs: list[tuple[int, int]]


def split_words(text: str, paragraphs: Iterable[tuple[int, int]]) -> Words:
    """Cut paragraphs into words, with the two things a lower-case encoder cannot see: letter case and quotation marks."""
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    features: list[int] = []
    ranges: list[tuple[int, int]] = []
    for begin, end in paragraphs:
        first = len(starts)
        for match in WORD.finditer(text, begin, end):
            starts.append(match.start())
            ends.append(match.end())
            forms.append(match[0])
        states = quote_states(text, starts, forms, first)
        features.extend(shape(forms[first + i]) * len(QUOTE_STATES) + state for i, state in enumerate(states))
        ranges.append((first, len(starts)))
    return Words(starts, ends, forms, features, ranges)


def shape(word: str) -> int:
    """Which of SHAPES a word has."""
    if word.islower():
        return 0
    first = word[0]
    if first.isupper():
        return 2 if len(word) > 1 and word.isupper() else 1
    if first.isdigit():
        return 3
    return 0 if first.isalpha() else 4


def quote_states(text: str, starts: Sequence[int], forms: Sequence[str], first: int) -> list[int]:
    """Which of QUOTE_STATES each word of one paragraph (from word `first` on) is in.

    A feature for the tagger, deliberately simple: the record's own pairing of marks is text/split.py's.
    """
    states = [0] * (len(forms) - first)
    opened: tuple[int, str] | None = None
    for i, form in enumerate(forms[first:]):
        at = starts[first + i]
        if opened is None:
            if form in OPENS and (form != "‘" or not _joined(text, at)) or form == '"':
                opened = (i, OPENS.get(form, form))
            continue
        if form != opened[1] or (form == "’" and text[at + 1 : at + 2].isalnum()):
            continue
        states[opened[0]] = 2
        for j in range(opened[0] + 1, i):
            states[j] = 1
        states[i] = 3
        opened = None
    if opened is not None and opened[1] != "’":  # a quotation may run on into the next paragraph
        states[opened[0]] = 2
        for j in range(opened[0] + 1, len(states)):
            states[j] = 1
    return states


def _joined(text: str, at: int) -> bool:
    """Whether the character before a mark belongs to a word, so that the mark is an apostrophe."""
    return at > 0 and text[at - 1].isalnum()


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads at once: piece ids and features (same length), and where each word's first piece stands."""

    words: range
    pieces: list[int]
    features: list[int]
    first: list[int]


def pack_windows(words: Words, vocabulary: Vocabulary, *, size: int, apart: bool = False) -> list[Window]:
    """Pack whole paragraphs into windows of at most `size` pieces, each by itself where they are to be read `apart`; one that is too long is cut after a
    sentence where it can be."""
    start, stop = vocabulary.start, vocabulary.stop
    windows: list[Window] = []
    pieces: list[int] = [start]
    features: list[int] = [0]
    first: list[int] = []
    begin = 0

    def close(end: int) -> None:
        nonlocal pieces, features, first, begin
        if end > begin:
            windows.append(Window(range(begin, end), pieces, features, first))
        pieces, features, first, begin = [start], [0], [], end

    for low, high in words.paragraphs:
        cut = [vocabulary.pieces(form) for form in words.forms[low:high]]
        if len(pieces) + sum(map(len, cut)) + 1 > size and len(pieces) > 1:
            close(low)
        for i, ids in enumerate(cut, low):
            if len(pieces) + len(ids) + 1 > size:
                at = next((j for j in range(i, max(begin, i - 60), -1) if words.forms[j - 1] in SENTENCE_END), i)
                keep = first[at - begin] if at < i else len(pieces)
                rest = pieces[keep:], features[keep:], [f - keep for f in first[at - begin :]]
                pieces, features, first = [*pieces[:keep], stop], [*features[:keep], 0], first[: at - begin]
                close(at)
                pieces, features, first = pieces + rest[0], features + rest[1], [f + 1 for f in rest[2]]
            first.append(len(pieces))
            pieces.extend(ids)
            features.extend([words.features[i]] * len(ids))
        pieces.append(stop)
        features.append(0)
        if apart:
            close(high)
    close(len(words.starts))
    return windows
