"""Characters of an article to bytes of its capture, and back.

In: the article's text, its blocks and the decoded capture. Out: segments, each with its place in the bytes or marked as not placed. It never guesses: a
place stands only where the capture's own characters say the same. Scripts, styles and comments are never a place.

The page's text is laid out without white space; blocks are found in it as a patience diff finds lines: what occurs once goes first and in order, what
occurs more than once (18 % of paragraphs do) is looked for between its neighbours.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from turbohtml import TokenType, tokenize, unescape

from onrecord.limits import ANCHOR_SEARCH
from onrecord.read.decode import Decoded, decode_slice
from onrecord.types import Block, Match, Place, Segment

WORD = re.compile(r"\S+")
NEWLINE = re.compile(r"\r\n?|\n")

# Elements whose tags end a line of text; all others, known or not, stand within one.
BREAKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "head header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead title tr ul".split()
)
# Elements whose characters are no text of the page, and those whose text is not shown on the page or not always: a place of last resort.
RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"})
ASIDE = frozenset({"title", "template", "textarea", "select", "svg", "math", "object"})
SEED = 20  # characters, white space not counted; fewer may stand anywhere by chance


class _Layout:
    """The text of a source without white space, and where it stands in the source."""

    def __init__(self, source: str, *, html: bool) -> None:
        self.source = source
        self.html = html
        self.text = ""
        self.size = 0
        self.starts: list[int] = []  # of each word, in `text`
        self.begins: list[int] = []  # and in the source
        self.ends: list[int] = []
        self.runs: list[int] = []  # start, in `text`, of the characters between two tags
        self.bounds: list[tuple[int, int]] = []  # their start and end in the source, white space included
        self.lines: dict[str, list[int]] = {}  # what stands between two breaks, and where in `text`
        self._parts: list[str] = []
        self._run: tuple[int, int, int] | None = None
        self._breaks = [0]

    def add(self, words: str, begin: int, end: int) -> None:
        """A word, or the characters that a reference in the source stands for."""
        self.starts.append(self.size)
        self.begins.append(begin)
        self.ends.append(end)
        self._parts.append(words)
        self.size += len(words)

    def extend_run(self, begin: int, end: int, size: int) -> None:
        self._run = (self._run[0], self._run[1], end) if self._run else (size, begin, end)

    def end_run(self) -> None:
        if self._run and self._run[0] < self.size:
            self.runs.append(self._run[0])
            self.bounds.append(self._run[1:])
        self._run = None

    def end_line(self) -> None:
        if self.size > self._breaks[-1]:
            self._breaks.append(self.size)

    def finish(self) -> None:
        self.end_run()
        self.end_line()
        self.text = "".join(self._parts)
        for start, end in pairwise(self._breaks):
            self.lines.setdefault(self.text[start:end], []).append(start)

    def place(self, at: int) -> tuple[int, int]:
        """The source characters of one character of `text`: itself, or the reference that stands for it."""
        i = bisect_right(self.starts, at) - 1
        begin, end, start = self.begins[i], self.ends[i], self.starts[i]
        size = (self.starts[i + 1] if i + 1 < len(self.starts) else self.size) - start
        if end - begin != size:  # a reference is longer than what it stands for
            return begin, end
        return begin + at - start, begin + at - start + 1

    def read(self, begin: int, end: int) -> str:
        """What a stretch of the source, cut within a run, says."""
        return unescape(self.source[begin:end]) if self.html else self.source[begin:end]

    def whole_words(self, start: int, end: int) -> bool:
        """Whether a stretch of `text` starts and ends where words of the source do."""
        return all(at == self.size or self.starts[bisect_right(self.starts, at) - 1] == at for at in (start, end))

    def runs_within(self, start: int, end: int) -> Iterator[int]:
        """The numbers of the runs that a stretch of `text` touches."""
        return iter(range(bisect_right(self.runs, start) - 1, bisect_left(self.runs, end)))


def place_text(text: str, blocks: Sequence[Block], decoded: Decoded, *, html: bool) -> tuple[Segment, ...]:
    """Say for each block where it stands in the capture: one segment for each run of characters between two tags."""
    if not html and text == decoded.text:
        return tuple(Segment(b.start, b.end, "exact", Place(decoded.byte_range(b.start, b.end))) for b in blocks if b.start < b.end)
    page, aside = _lay_out(decoded.text, html=html)
    keys = ["".join(text[b.start : b.end].split()) for b in blocks]
    search = _Search(page, keys)
    segments: list[Segment] = []
    for i, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        at = search.found[i]
        if at is not None:
            segments.extend(_segments(text, block, len(key), [(0, at, len(key))], page, decoded))
        elif key in aside.lines:
            segments.extend(_segments(text, block, len(key), [(0, aside.lines[key][0], len(key))], aside, decoded))
        elif key:
            segments.extend(_segments(text, block, len(key), search.pieces(i), page, decoded))
    return tuple(segments)


def decode_back(raw: bytes, segment: Segment, charset: str, *, html: bool) -> str:
    """What the bytes of a segment say: for an exact one the very characters of the article."""
    if segment.place is None or segment.place.bytes is None:
        raise ValueError(f"characters {segment.start} to {segment.end} have no place in the capture")
    start, end = segment.place.bytes
    text = decode_slice(raw[start:end], charset)
    return unescape(text) if html else text


def _lay_out(source: str, *, html: bool) -> tuple[_Layout, _Layout]:
    """Lay out the text that a page shows, and the text that it holds beside that."""
    page, aside = _Layout(source, html=html), _Layout(source, html=html)
    into: _Layout = page
    within, depth, raw = "", 0, False
    for kind, tag, begin, end, said in _tokens(source) if html else [(TokenType.TEXT, "", 0, len(source), None)]:
        if kind in (TokenType.TEXT, TokenType.CHARACTER_REFERENCE):
            if raw:
                continue
            size = into.size
            if said is None:
                for word in WORD.finditer(source, begin, end):
                    into.add(word[0], word.start(), word.end())
            elif not said.isspace():
                into.add("".join(said.split()), begin, end)
            into.extend_run(begin, end, size)
            continue
        into.end_run()
        if tag in BREAKS:
            into.end_line()
        if kind is TokenType.START_TAG:
            raw = tag in RAW
            if tag in ASIDE and within in ("", tag):
                within, depth, into = tag, depth + 1, aside
        elif kind is TokenType.END_TAG:
            raw = False
            if tag == within:
                depth -= 1
                if not depth:
                    into.end_line()
                    within, into = "", page
    page.finish()
    aside.finish()
    return page, aside


def _tokens(source: str) -> Iterator[tuple[TokenType, str, int, int, str | None]]:
    """A page's tokens: kind, tag, start and end in the source, and what a reference stands for.

    turbohtml counts lines and columns of a source in which \\r\\n is one character; lines start where they start in ours too, and none holds a \\r.
    """
    lines = [0, *(m.end() for m in NEWLINE.finditer(source))]
    before: tuple[TokenType, str, int, str | None] | None = None
    for token in tokenize(source, resolve_references=False, capture_attributes=False):
        at = lines[token.line - 1] + token.col
        if before:
            yield *before[:3], at, before[3]
        before = (token.type, token.tag or "", at, token.data if token.type is TokenType.CHARACTER_REFERENCE else None)
    if before:
        yield *before[:3], len(source), before[3]


class _Search:
    """Where in a page's text each block stands, as a whole; `found` is None for what does not stand there so."""

    def __init__(self, page: _Layout, keys: list[str]) -> None:
        self._page = page
        self._keys = keys
        self._left = ANCHOR_SEARCH
        self.found = self._in_order()
        self._fill_gaps()
        self._ordered = list(self.found)
        for i, key in enumerate(keys):
            if key and self.found[i] is None:
                self.found[i] = self._locate(key, 0, page.size)

    def _in_order(self) -> list[int | None]:
        """Blocks that are one line of the page, and the only one of their words: the longest series of them in the page's order."""
        times = Counter(self._keys)
        once = [(i, places[0]) for i, key in enumerate(self._keys) if times[key] == 1 and len(places := self._page.lines.get(key, [])) == 1]
        tails: list[int] = []  # of the best series of each length: its last place
        owners: list[int] = []  # and the number in `once`
        back = [-1] * len(once)
        for n, (_, at) in enumerate(once):
            length = bisect_left(tails, at)
            back[n] = owners[length - 1] if length else -1
            tails[length : length + 1] = [at]
            owners[length : length + 1] = [n]
        found: list[int | None] = [None] * len(self._keys)
        n = owners[-1] if owners else -1
        while n >= 0:
            found[once[n][0]] = once[n][1]
            n = back[n]
        return found

    def _fill_gaps(self) -> None:
        """Blocks between two found ones, one after the other; those before the first, backwards, since a headline stands in menus before it."""
        known = [(i, at) for i, at in enumerate(self.found) if at is not None]
        low, previous = 0, -1
        for following, high in [*known, (len(self._keys), self._page.size)]:
            backwards = previous < 0 and bool(known)
            between = range(previous + 1, following)
            end = high
            for i in reversed(between) if backwards else between:
                at = self._locate(self._keys[i], low, end, last=backwards) if self._keys[i] else None
                if at is not None:
                    self.found[i] = at
                    low, end = (low, at) if backwards else (at + len(self._keys[i]), end)
            if following < len(self._keys):
                low, previous = high + len(self._keys[following]), following

    def _locate(self, key: str, low: int, high: int, *, last: bool = False) -> int | None:
        """The first (or last) place of a block between two places: as a line of its own, else among other words."""
        places = self._page.lines.get(key, [])
        first, beyond = bisect_left(places, low), bisect_right(places, high - len(key))
        if first < beyond:
            return places[beyond - 1 if last else first]
        while (at := self._find(key, low, high, last=last)) >= 0:
            if len(key) >= SEED or self._page.whole_words(at, at + len(key)):
                return at
            low, high = (low, at + len(key) - 1) if last else (at + 1, high)
        return None

    def _find(self, key: str, low: int, high: int, *, last: bool = False) -> int:
        if self._left <= 0 or high - low < len(key):
            return -1
        at = self._page.text.rfind(key, low, high) if last else self._page.text.find(key, low, high)
        self._left -= 1000 + (high - low if at < 0 else high - at if last else at - low)
        return at

    def pieces(self, i: int) -> list[tuple[int, int, int]]:
        """The parts of a block that stand between its neighbours' places, in order: start in the block, start in the page's text, length."""
        text, key = self._page.text, self._keys[i]
        before = next((j for j in range(i - 1, -1, -1) if self._ordered[j] is not None), None)
        low = 0 if before is None else (self._ordered[before] or 0) + len(self._keys[before])
        high = next((at for at in self._ordered[i + 1 :] if at is not None), self._page.size)
        found: list[tuple[int, int, int]] = []
        done = at = 0
        while at + SEED // 4 <= len(key):
            seed = key[at : at + SEED]
            # What is left at the end of a block may be short: it counts where it follows soon.
            place = self._find(seed, low, high if len(seed) == SEED else min(high, low + 10 * SEED))
            if place < 0:
                at += SEED // 4
                continue
            start, end, stop = at, at + len(seed), place + len(seed)
            while start > done and place > low and key[start - 1] == text[place - 1]:
                start, place = start - 1, place - 1
            while end < len(key) and stop < high and key[end] == text[stop]:
                end, stop = end + 1, stop + 1
            found.append((start, place, end - start))
            done = at = end
            low = stop
        return found


def _segments(text: str, block: Block, size: int, pieces: list[tuple[int, int, int]], layout: _Layout, decoded: Decoded) -> Iterator[Segment]:
    """The segments of one block of `size` characters (white space not counted), whose pieces stand where `pieces` says."""
    words = [(m.start(), m.end()) for m in WORD.finditer(text, block.start, block.end)]
    starts = [0]
    for start, end in words:
        starts.append(starts[-1] + end - start)

    def character(at: int) -> int:
        i = bisect_right(starts, at) - 1
        return words[i][0] + at - starts[i]

    done, last = 0, block.start  # placed or passed over: of the block's characters, and of the text's
    for own, place, length in pieces:
        if own > done:
            yield Segment(character(done), character(own - 1) + 1, "none")
            last = character(own - 1) + 1
        for run in layout.runs_within(place, place + length):
            low = max(place, layout.runs[run])
            limit = layout.runs[run + 1] if run + 1 < len(layout.runs) else layout.size
            high = min(place + length, limit)
            start, end = character(own + low - place), character(own + high - 1 - place) + 1
            begin, stop = layout.place(low)[0], layout.place(high - 1)[1]
            # White space beside a tag belongs to the run that has it just so.
            if low == layout.runs[run] and layout.read(layout.bounds[run][0], begin) == text[last:start]:
                start, begin = last, layout.bounds[run][0]
            after = text[end : character(own + high - place)] if own + high - place < size else ""
            if after and high == limit and layout.read(stop, layout.bounds[run][1]) == after:
                end, stop = end + len(after), layout.bounds[run][1]
            said, wanted = layout.read(begin, stop), text[start:end]
            match: Match = "exact" if said == wanted else "folded" if "".join(said.split()) == "".join(wanted.split()) else "none"
            yield Segment(start, end, match, Place(decoded.byte_range(begin, stop)) if match != "none" else None)
            last = end
        done = own + length
    if done < size:
        yield Segment(character(done), character(size - 1) + 1, "none")
