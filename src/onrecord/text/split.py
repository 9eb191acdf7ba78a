"""Sentences, and the passages in quotation marks of a text, paragraph by paragraph.

In: the article's text and its blocks. Out: spans. An error in one paragraph never spoils the next. It never changes the text, and it
knows nothing of statements.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from onrecord.text.marks import GROUP, SENTENCE, STYLE, TERMINAL, Reading, introduced, leading_marks, read_marks, read_table
from onrecord.types import LEFT_OUT, Block, Problem, Span

Flag = Literal["opening-mark-missing", "closing-mark-missing", "marks-differ"]
ABBREVIATIONS: dict[str, str] = {row["form"]: row["end"] for row in read_table("abbreviations.tsv")}
FLOOD = 20  # a paragraph with more stray marks than this is no prose, and they are one problem
WORD = re.compile(r"[^\W_]")
EMPTY_LINE = re.compile(r"\n\s*\n")
LAST_WORD = re.compile(r"(?<![^\s(\[“\"'‘—–-])[^\s(\[“\"'‘—–-]{1,12}\Z")
INITIALS = re.compile(r"(?:[^\W\d_]\.){1,5}[^\W\d_]\Z")
SAYS = "said|says|say|asked|asks|added|adds|shouted|cried|called|wondered|replied|exclaimed|wrote|writes|joked|told|demanded|quipped|tweeted"
ATTRIBUTED = re.compile(rf"\b(?:(?:[A-Z][\w.’'-]{{0,30}}|the|of|a) ){{0,5}}(?:{SAYS})\b")
# Words with which sentences begin rather than names go on; what follows "Inc." or "the U.S." is told by them.
STARTER = re.compile(
    r"(?:A|All|Also|An|And|As|At|Both|But|By|Each|Even|Few|For|From|He|Her|Here|His|How|However|I|If|In|Instead|It|Its|Last|Later|Many|Meanwhile|Most|My"
    r"|No|None|Nor|Not|Now|On|Once|One|Only|Or|Our|Others|She|Since|So|Some|Still|Such|That|The|Their|Then|There|These|They|This|Those|Though|Three|To|Two"
    r"|Under|Until|We|What|When|Where|Which|While|Who|Why|With|Yet|You|Your)\b"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage in quotation marks. `span` takes in the marks that are there, `inner` is what stands between them.

    `depth` 0 is outermost; `parent` is the number of the passage around it. `runs_on` says that it goes on in the next paragraph, where
    the opening mark is repeated: each paragraph has its own Marked, and `group` (the number of the first) ties them.
    """

    span: Span
    inner: Span
    style: str
    depth: int = 0
    parent: int | None = None
    runs_on: bool = False
    group: int | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairing:
    """All marked passages of a text in the order of their beginnings, and the marks that found no partner."""

    quotations: tuple[Marked, ...] = ()
    problems: tuple[Problem, ...] = ()


def pair_marks(text: str, blocks: Sequence[Block]) -> Pairing:
    """Pair the quotation marks of each block that is read; what stays odd is flagged and is a problem of its own paragraph only.

    >>> text = '"They called me "Skipper" when I was nine," Bo Lindt said.'
    >>> [(q.inner.of(text), q.depth) for q in pair_marks(text, [Block("paragraph", 0, len(text))]).quotations]
    [('They called me "Skipper" when I was nine,', 0), ('Skipper', 1)]
    """
    quotations: list[Marked] = []
    problems: list[Problem] = []
    read = [block for block in blocks if block.kind not in LEFT_OUT]
    body = [block for block in read if block.kind in ("paragraph", "quote", "list") and block.status is None]
    after = {(a.start, a.end): b for a, b in pairwise(body)}
    running: int | None = None  # number of the passage that runs on into the block at hand
    expected: Block | None = None
    for block in read:
        following = after.get((block.start, block.end))
        leading = leading_marks(text, following.start, following.end) if following else ""
        reading = read_marks(text, block.start, block.end, leading)
        base = len(quotations)
        found, lost = _passages(text, block, reading, leading, base)
        if running is not None and block is expected:
            found = _join(quotations, found, running, block)
        quotations += found
        problems += lost
        if following is not None:
            running = next((base + i for i, q in enumerate(found) if q.depth == 0 and _goes_on(q, block)), None)
            expected = following
    problems += [
        Problem("mark-unpaired", f"a quotation without its {'opening' if 'opening-mark-missing' in q.flags else 'closing'} mark", q.span.start, q.span.end)
        for q in quotations
        if "opening-mark-missing" in q.flags or "closing-mark-missing" in q.flags
    ]
    return Pairing(tuple(quotations), tuple(sorted(problems, key=_place)))


def _place(problem: Problem) -> int:
    return problem.start or 0


def _goes_on(q: Marked, block: Block) -> bool:
    """Whether the next paragraph may hold the rest: by convention, or because the end is missing and reaches the paragraph's end."""
    return q.runs_on or ("closing-mark-missing" in q.flags and q.span.end >= block.end - 1)


def _join(before: list[Marked], found: list[Marked], running: int, block: Block) -> list[Marked]:
    """Tie the passage that begins this paragraph to the one that was left open in the paragraph before."""
    last = before[running]
    group = running if last.group is None else last.group
    for i, q in enumerate(found):
        if q.depth > 0:
            continue
        unopened = "opening-mark-missing" in q.flags  # closed here, but the opening mark was not repeated
        if (last.runs_on and q.span.start <= block.start + 1 and not unopened) or (unopened and not last.runs_on):
            before[running] = replace(last, runs_on=True, group=group, flags=tuple(f for f in last.flags if f != "closing-mark-missing"))
            start = block.start if unopened else q.span.start
            found[i] = replace(q, group=group, span=Span(start, q.span.end), inner=Span(start if unopened else q.inner.start, q.inner.end))
        break
    return found


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A marked passage of one paragraph before its place among the others is known: from its marks, and between them."""

    start: int
    end: int
    low: int
    high: int
    style: str
    flags: tuple[Flag, ...] = ()
    runs_on: bool = False


def _passages(text: str, block: Block, reading: Reading, leading: str, base: int) -> tuple[list[Marked], list[Problem]]:
    """One paragraph's marked passages, numbered from `base`, and problems for the marks that belong to none."""
    tokens = reading.tokens
    stretches: list[_Stretch] = []
    for j, i in reading.pairs:
        a, b = tokens[j], tokens[i]
        if WORD.search(text, a.end, b.start):
            stretches.append(_Stretch(a.start, b.end, a.end, b.start, STYLE[a.kind], () if GROUP[a.kind] == GROUP[b.kind] else ("marks-differ",)))
    strays = list(reading.strays)
    if reading.unclosed or reading.orphans:
        more, odd = _halves(text, block, reading, leading, [(s.start, s.end) for s in stretches])
        stretches += more
        strays += odd
    stretches.sort(key=_first_then_longest)
    passages: list[Marked] = []
    around: list[int] = []
    for s in stretches:
        while around and passages[around[-1]].span.end < s.end:
            around.pop()
        inner = Span(*trim(text, s.low, s.high))
        passages.append(Marked(Span(s.start, s.end), inner, s.style, len(around), base + around[-1] if around else None, s.runs_on, None, s.flags))
        around.append(len(passages) - 1)
    if len(strays) > FLOOD:
        return passages, [Problem("mark-unpaired", f"{len(strays)} marks without a partner", block.start, block.end)]
    lost = [Problem("mark-unpaired", f"a mark without a partner: {tokens[i].kind}", tokens[i].start, tokens[i].end) for i in strays]
    return passages, lost


def _halves(text: str, block: Block, reading: Reading, leading: str, pairs: list[tuple[int, int]]) -> tuple[list[_Stretch], list[int]]:
    """Passages of which one mark is there, as far as their sentence or paragraph goes, and marks that are one too many."""
    tokens = reading.tokens
    found: list[_Stretch] = []
    odd: list[int] = []
    bounds = _ends(text, block.start, block.end, pairs)
    _, last = trim(text, block.start, block.end)
    goes_on = bool(leading) and all(introduced(text, block.start, tokens[i]) or GROUP[tokens[i].kind] == int(leading[0]) for i in reading.unclosed)
    for i in reading.unclosed:
        a, stop = tokens[i], last
        if not goes_on and not introduced(text, block.start, a):
            stop = next((bound for bound in bounds[bisect_left(bounds, a.end) :] if bound <= last), last)
        found.append(_Stretch(a.start, stop, a.end, stop, STYLE[a.kind], () if goes_on else ("closing-mark-missing",), goes_on))
    floor = block.start
    opened = {start for start, _ in pairs}
    for i in reading.orphans:
        b = tokens[i]
        before = bisect_left(bounds, b.start)
        begin, _ = trim(text, max(floor, bounds[before - 1] if before else block.start), b.start)
        if begin in opened:  # “We hold,” he said."  The sentence has its quotation; this mark is one too many.
            odd.append(i)
            continue
        floor = b.end
        if WORD.search(text, begin, b.start):
            found.append(_Stretch(begin, b.end, begin, b.start, STYLE[b.kind], ("opening-mark-missing",)))
        else:
            odd.append(i)
    return found, odd


def _first_then_longest(stretch: _Stretch) -> tuple[int, int]:
    return stretch.start, -stretch.end


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds without white space at either end."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split_sentences(text: str, start: int, end: int) -> list[Span]:
    """Cut the characters from start to end into the reporter's sentences: a quotation is never cut, it belongs to the sentence that holds it.

    For the sentences of a quotation, call it again on what stands inside the marks.

    >>> text = '"Is it over? Tell me," he asked Dr. Aske. It was.'
    >>> [span.of(text) for span in split_sentences(text, 0, len(text))]
    ['"Is it over? Tell me," he asked Dr. Aske.', 'It was.']
    """
    reading = read_marks(text, start, end, "")
    pairs = [(reading.tokens[j].start, reading.tokens[i].end) for j, i in reading.pairs]
    spans: list[Span] = []
    at = start
    for stop in (*_ends(text, start, end, pairs), end):
        piece = text[at:stop]
        if piece.strip():
            spans.append(Span(at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())))
        at = stop
    return spans


def _ends(text: str, start: int, end: int, pairs: list[tuple[int, int]]) -> list[int]:
    """Where sentences end, outside pairs of marks and at their closing marks, in order."""
    outer: list[tuple[int, int]] = []
    for a, b in sorted(pairs):
        if not outer or a >= outer[-1][1]:
            outer.append((a, b))
    opened = [a for a, _ in outer]
    found = {m.end() for m in EMPTY_LINE.finditer(text, start, end)}
    for match in SENTENCE.finditer(text, start, end):
        around = bisect_right(opened, match.start()) - 1
        if around >= 0 and match.start() < outer[around][1]:
            continue
        if _ends_here(text, match.start(), match.end(), end):
            found.add(match.end())
    for a, b in outer:
        said = text[max(a, b - 8) : b].rstrip("’”\"'»›`“‘«)] \u00a0\u202f")
        closed = b + 1 if text[b : b + 1] in (")", "]") else b
        if said[-1:] in TERMINAL and said and (closed >= end or text[closed].isspace()) and _ends_here(text, a + len(said), closed, end, quoted=said[-1]):
            found.add(closed)
    return sorted(found)


def _ends_here(text: str, dot: int, stop: int, end: int, quoted: str = "") -> bool:
    """Whether a sentence ends at `stop`, its end mark standing at `dot` (or being `quoted`, the last character inside the marks)."""
    ahead = text[stop : min(end, stop + 80)].lstrip()
    if not ahead:
        return True
    if ahead[0].islower() or ahead[0] in ",;:)–—":
        return False
    if quoted:
        return quoted in ".…" or not ATTRIBUTED.match(ahead)
    kind = abbreviation(text, dot)
    if kind == "number":
        return not ahead[0].isdigit()
    if kind == "maybe":
        return STARTER.match(ahead) is not None or ahead[0] in "“\"‘'«„"
    return kind is None


def abbreviation(text: str, dot: int) -> str | None:
    """How the word before a full stop is abbreviated: it never ends a sentence, maybe, or only before a number; None where it is not."""
    if text[dot : dot + 1] != "." or text[dot + 1 : dot + 2] == ".":
        return None
    word = LAST_WORD.search(text, max(0, dot - 14), dot)
    if word is None:
        return None
    name = word[0]
    if len(name) == 1 and name.isupper() and name != "I":
        return "never"
    return ABBREVIATIONS.get(name, "maybe" if INITIALS.match(name) else None)
