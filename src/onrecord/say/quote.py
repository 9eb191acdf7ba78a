"""Quotation marks and statements: what is quoted in a content, where its edges belong, and what marked passages are that nobody said.

In: a text, its pairing of marks, statements. Out: kinds, quoted parts, snapped spans, and an account of every marked passage. It never finds a statement.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from onrecord.text.marks import read_table
from onrecord.text.split import Marked, Pairing, abbreviation, split_sentences, trim
from onrecord.types import Quotation, QuotationRole, Span, Statement, StatementKind

WORD = re.compile(r"\w+")
BREAK = re.compile(r"[.:;!?…]")
FEW = 2  # words an edge may lie from its mark; moving by 1, 2, 3, 5 changed the words of 6, 7, 12, 22 of 23,289 gold contents
MOSTLY = 0.5  # share of a marked passage that a statement must hold to account for it
SHORT, LONG = 4, 12  # words of a scare quote and of a title, at most

_TABLE = read_table("quoting.tsv")
_PHRASES = {(row["side"], row["phrase"]): row["role"] for row in _TABLE}
_LONGEST = max(len(row["phrase"]) for row in _TABLE) + 4
_BY_LENGTH = sorted({row["phrase"] for row in _TABLE}, key=len, reverse=True)
BEFORE = re.compile(rf"\b({'|'.join(re.escape(p) for p in _BY_LENGTH if ('before', p) in _PHRASES)})[,:]? ?\Z", re.IGNORECASE)
AFTER = re.compile(rf" ?({'|'.join(re.escape(p) for p in _BY_LENGTH if ('after', p) in _PHRASES)})\b")
# A noun that names a kind of work, or a verb of giving titles: the latter needs no capitals in the title.
TITLING = frozenset({"titled", "entitled", "headlined"})
SMALL = re.compile(r"(?:a|an|and|as|at|but|by|for|from|in|into|nor|of|off|on|or|over|the|to|up|vs|with)\Z")
NAME_BEFORE = re.compile(r"\b([A-Z][\w.’'-]*) \(?\Z")
NAME_AFTER = re.compile(r"\)? ([A-Z][\w’'-]*)")
DETERMINER = re.compile(r"(?:An?|The|This|These|That|Those|His|Her|Its|Their|Our|My|Your|In|On|At|By|For|From|Of|And|But|Or|So|Yet|If|When)\Z")
PLACE_OF_TITLE = re.compile(r"(?:[’']s|\b(?:on|in|of|from|for|to|with)) \Z")
VOICE = re.compile(r"\b(?:I|I’m|I'm|we|We|my|My|our|Our|us|you|You|your|Your|me)\b")
SAID = re.compile(r"\b(?:said|says|say|saying|told|tells|added|adds|wrote|writes|tweeted|replied|asked|asks|according|called|calls|described|describes)\b")
INSIDE_STOP = re.compile(r"[.!?…;:] |[!?…]\Z")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a marked passage is that no statement covers, and the name of the rule that says so."""

    role: QuotationRole
    rule: str


def passages_in(pairing: Pairing, span: Span) -> Iterator[Marked]:
    """The marked passages that touch a span, in order; nested ones as well."""
    quotations = pairing.quotations
    i = max(0, bisect_right(quotations, span.start, key=_start) - 1)
    while i < len(quotations) and (parent := quotations[i].parent) is not None:
        i = parent
    while i < len(quotations) and quotations[i].span.start < span.end:
        if quotations[i].span.end > span.start:
            yield quotations[i]
        i += 1


def _start(q: Marked) -> int:
    return q.span.start


def quotes_of(content: Sequence[Span], pairing: Pairing) -> tuple[Span, ...]:
    """The parts of a content that stand in quotation marks, marks included where the content holds them."""
    found: list[Span] = []
    for span in content:
        for q in passages_in(pairing, span):
            start, end = max(span.start, q.span.start), min(span.end, q.span.end)
            if q.depth == 0 and min(end, q.inner.end) > max(start, q.inner.start):
                found.append(Span(start, end))
    return tuple(found)


def kind_of(text: str, content: Sequence[Span], pairing: Pairing) -> StatementKind:
    """Say whether every word of a content is in quotation marks, some are, or none is.

    It looks at characters alone: whose marks they are makes no difference.
    """
    inside = outside = False
    for span in content:
        at = span.start
        for quote in quotes_of((span,), pairing):
            outside = outside or WORD.search(text, at, quote.start) is not None
            inside = inside or WORD.search(text, quote.start, quote.end) is not None
            at = quote.end
        outside = outside or WORD.search(text, at, span.end) is not None
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def snap_content(text: str, span: Span, pairing: Pairing, *, apart: Sequence[Span] = ()) -> Span:
    """Move the edges of a content to where they belong: its own marks in, white space and the stop of a reported sentence out.

    An edge that lies in a quotation, at most FEW words from its mark, moves to the mark where the rest of the quotation is in the content;
    never over a span of `apart` (its cue and source). A passage lies in one paragraph, so no edge leaves its own.
    """
    if not 0 <= span.start < span.end <= len(text):
        raise ValueError(f"span {span} does not fit a text of {len(text)} characters")
    start, end = trim(text, span.start, span.end)
    if start >= end:
        return span
    around = list(passages_in(pairing, Span(start, end)))
    for q in around:  # a mark alone, of a passage that the content does not reach
        if q.span.start < end <= q.inner.start:
            end = q.span.start
        if q.inner.end <= start < q.span.end < end:
            start = q.span.end
    start, end = trim(text, start, end)
    for q in reversed(around):  # innermost first
        if q.span.start < start < q.inner.end and _missed(text, q.inner.start, start, apart) <= _room(text, end, q.inner.end):
            start = q.span.start
        if q.span.start == start:
            break
    for q in reversed(around):
        if q.inner.start < end < q.span.end and _missed(text, end, _last_word(text, end, q.inner.end), apart) <= _room(text, q.inner.start, start):
            end = q.span.end
        if q.span.end == end:
            break
    while end > start + 1 and _stray_stop(text, end, around):
        start, end = trim(text, start, end - 1)
    return Span(start, end) if start < end else span


def _missed(text: str, start: int, end: int, apart: Sequence[Span]) -> int:
    """How many words a gap holds; too many where the cue or the source, a label ("ASKE: We ...") or the end of a sentence stands in it."""
    if start >= end:
        return 0
    if end - start > 80 or BREAK.search(text, start, end) or any(a.start < end and start < a.end for a in apart):
        return FEW + 1
    return sum(1 for _ in WORD.finditer(text, start, end))


def _last_word(text: str, start: int, end: int) -> int:
    """Where the last word between two bounds ends."""
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return end


def _room(text: str, low: int, high: int) -> int:
    """How many words may be missed at one edge: FEW where the content reaches the quotation's other end, none where it does not."""
    missing = WORD.search(text, low, high)
    return 0 if missing is not None and WORD.search(text, missing.end(), high) is not None else FEW


def _stray_stop(text: str, end: int, around: Sequence[Marked]) -> bool:
    """Whether the character before `end` is a stop or a comma outside quotation marks, which belongs to the reporter's sentence."""
    if any(q.span.start < end <= q.span.end for q in around):
        return False
    last = text[end - 1]
    return last in ",;:" or (last == "." and text[end - 2] != "." and abbreviation(text, end - 1) is None)


# ---- what nobody said


def classify_marked(text: str, marked: Marked, pairing: Pairing, sentence: Span) -> Guess:
    """Guess what a marked passage is that no statement covers; `sentence` is the reporter's sentence around it."""
    inner = marked.inner.of(text).rstrip(".,;")
    words = WORD.findall(inner)
    before = text[max(sentence.start, marked.span.start - _LONGEST) : marked.span.start]
    after = text[marked.span.end : min(sentence.end, marked.span.end + _LONGEST)]
    if not words or len(words) > LONG or marked.runs_on:
        return Guess("unassigned", "long")
    capital = inner[:1].isupper() or inner[:1].isdigit()
    titled = capital and all(w[:1].isupper() or w[:1].isdigit() or SMALL.match(w) or len(w) == 1 for w in words) and not INSIDE_STOP.search(inner[:-1])
    if capital and len(words) < 3 and not inner.isupper() and not DETERMINER.match(words[0]) and _inside_name(before, after):
        return Guess("name", "inside-name")
    if phrase := BEFORE.search(before):
        found = phrase[1].lower()
        role = _PHRASES["before", found]
        if role == "name":
            return Guess("name" if capital else "scare", found)
        if role == "scare" and len(words) < LONG:
            return Guess("scare", found)
        if titled or (role == "title" and found in TITLING):
            return Guess("title", found)
    if titled and (phrase := AFTER.match(after)):
        return Guess("title", phrase[1])
    if titled and len(words) > 1 and PLACE_OF_TITLE.search(before):
        return Guess("title", "title-case")
    alone = not WORD.search(text, sentence.start, marked.span.start) and not WORD.search(text, marked.span.end, sentence.end)
    if alone or len(words) > SHORT or INSIDE_STOP.search(inner) or VOICE.search(inner):
        return Guess("unassigned", "may be speech")
    beside = text[max(sentence.start, marked.span.start - 60) : marked.span.start] + " " + text[marked.span.end : min(sentence.end, marked.span.end + 40)]
    if SAID.search(beside) or before.rstrip().endswith((":", ",")):
        return Guess("unassigned", "may be speech")
    if capital and WORD.search(text, sentence.start, marked.span.start):
        return Guess("unassigned", "capitals")  # a name or a title, but nothing says which
    return Guess("scare", "short-term")


def _inside_name(before: str, after: str) -> bool:
    """Whether a passage stands between the parts of a name: Bo "Red" Lindt."""
    left, right = NAME_BEFORE.search(before), NAME_AFTER.match(after)
    if not left or not right or SAID.search(before):
        return False
    return not (DETERMINER.match(left[1]) or DETERMINER.match(right[1]) or left[1].endswith(("’s", "'s")))


def account(text: str, pairing: Pairing, statements: Sequence[Statement], repeats: Sequence[Span] = ()) -> tuple[Quotation, ...]:
    """Account for every marked passage: the statement that holds most of it, or else what it seems to be.

    A nested passage belongs to the innermost statement around it, and without one it is what its outer passage is. A passage in one of `repeats`
    (pull quotes) belongs to the statement whose words it says again.
    """
    holders = _Holders(statements)
    found: list[Quotation] = []
    paragraph, sentences = Span(0, 0), list[Span]()
    for q in pairing.quotations:
        statement = holders.of(q.inner)
        if statement is None and any(r.start <= q.span.start < r.end for r in repeats):
            statement = _said_before(text, q.inner, statements)
        if statement is not None:
            found.append(Quotation(q.span, "statement", statement))
        elif q.parent is not None:
            found.append(Quotation(q.span, found[q.parent].role, found[q.parent].statement))
        else:
            if not paragraph.start <= q.span.start < paragraph.end:
                paragraph = _paragraph(text, q.span)
                sentences = split_sentences(text, paragraph.start, paragraph.end)
            sentence = sentences[max(0, bisect_right(sentences, q.span.start, key=_begin) - 1)] if sentences else paragraph
            found.append(Quotation(q.span, classify_marked(text, q, pairing, sentence).role))
    return tuple(found)


def _said_before(text: str, span: Span, statements: Sequence[Statement]) -> str | None:
    """The id of the first statement whose content has the words of a span, in their order."""
    words = " ".join(WORD.findall(span.of(text).casefold()))
    contents = ((s.id, " ".join(word for c in s.content for word in WORD.findall(c.of(text).casefold()))) for s in statements)
    return next((own for own, content in contents if words and f" {words} " in f" {content} "), None)


NAMES: dict[QuotationRole, tuple[str, str]] = {
    "statement": ("statement", "statements"),
    "scare": ("scare quote", "scare quotes"),
    "title": ("title", "titles"),
    "name": ("name", "names"),
    "unassigned": ("unassigned", "unassigned"),
}


def summarise(quotations: Sequence[Quotation]) -> str:
    """Say in words what the marked passages are, those inside others not counted.

    >>> summarise([Quotation(Span(0, 9), "statement", "a"), Quotation(Span(12, 20), "scare")])
    '2 quoted passages: 1 statement, 1 scare quote'
    """
    outer: list[Quotation] = []
    for q in sorted(quotations, key=_outermost_first):
        if not outer or q.span.end > outer[-1].span.end:
            outer.append(q)
    if not outer:
        return "no quoted passages"
    counts = [(sum(q.role == role for q in outer), names) for role, names in NAMES.items()]
    parts = ", ".join(f"{n} {one if n == 1 else many}" for n, (one, many) in counts if n)
    return f"{len(outer)} quoted passage{'' if len(outer) == 1 else 's'}: {parts}"


def _outermost_first(q: Quotation) -> tuple[int, int]:
    return q.span.start, -q.span.end


def _begin(span: Span) -> int:
    return span.start


def _paragraph(text: str, span: Span) -> Span:
    """The characters between the line ends around a span."""
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


class _Holders:
    """Which statement holds a span: contents in order, with how far all up to one reach, so that a look-up need not walk them all."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        contents = sorted((c.start, c.end, n) for n, s in enumerate(statements) for c in s.content)
        self._ids = [s.id for s in statements]
        self._sizes = [sum(c.end - c.start for c in s.content) for s in statements]
        self._contents = contents
        self._reach = list(accumulate((end for _, end, _ in contents), max))

    def of(self, span: Span) -> str | None:
        """The id of the statement that holds most of a span, the smallest of those that hold as much."""
        shares: dict[int, int] = {}
        for i in range(bisect_right(self._reach, span.start), len(self._contents)):
            start, end, n = self._contents[i]
            if start >= span.end:
                break
            shares[n] = shares.get(n, 0) + max(0, min(end, span.end) - max(start, span.start))
        if not shares:
            return None
        share, _, number = max((share, -self._sizes[n], -n) for n, share in shares.items())
        return self._ids[-number] if share >= MOSTLY * (span.end - span.start) else None
