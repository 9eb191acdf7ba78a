"""Spans that a person names: found by their words, found again in another version of the text, and what of them stands in quotation marks. Pure.

In: texts, spans (code points), words. Out: spans; UsageError in words where they are not to be had.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from onrecord.errors import UsageError
from onrecord.types import Quotation, Span, StatementKind

ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})  # how marks are typed says nothing of the place
SHOWN = 5  # places that an error lists
AROUND = 30  # characters on either side of a listed place


def find_words(text: str, words: str) -> Span:
    """Where words stand in a text, any white space being one space, curly marks being straight ones. UsageError unless they stand there once.

    >>> find_words("She said “no”. He said yes.", 'said "no"')
    Span(start=4, end=13)
    """
    found = list_places(text, words)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{words!r}: these words are not in the text; copy them from it, or give START and END")
    places = "; ".join(f"{s.start} to {s.end} (“…{' '.join(text[max(0, s.start - AROUND) : s.end + AROUND].split())}…”)" for s in found[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    raise UsageError(f"{words!r}: these words are {len(found)} times in the text, at {places}{more}; give more words, or START and END")


def list_places(text: str, words: str) -> list[Span]:
    """Every place of some words."""
    wanted = " ".join(words.split()).translate(ALIKE)
    if not wanted:
        return []
    folded: list[str] = []
    at: list[int] = []
    for i, c in enumerate(text):
        if not c.isspace():
            folded.append(c)
            at.append(i)
        elif folded and folded[-1] != " ":
            folded.append(" ")
            at.append(i)
    whole = "".join(folded).translate(ALIKE)
    found = []
    k = whole.find(wanted)
    while k >= 0:
        found.append(Span(at[k], at[k + len(wanted) - 1] + 1))
        k = whole.find(wanted, k + 1)
    return found


def check_spans(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans in order; UsageError where one is empty, outside the text or over another."""
    ordered = tuple(sorted(spans))
    end = 0
    for s in ordered:
        if not 0 <= s.start < s.end <= len(text):
            raise UsageError(f"{s.start} to {s.end}: no words of this text, which has the characters 0 to {len(text)}")
        if s.start < end:
            raise UsageError(f"{s.start} to {s.end}: overlaps the words before it; give each word once")
        if not s.of(text).strip():
            raise UsageError(f"{s.start} to {s.end}: only white space stands there")
        end = s.end
    return ordered


def fits(text: str, spans: Iterable[Span]) -> bool:
    """Whether spans lie in a text."""
    return all(0 <= s.start < s.end <= len(text) for s in spans)


def place_again(before: str, after: str, spans: Sequence[Span]) -> tuple[Span, ...] | None:
    """The same words in another version of a text, each where it lies nearest to where it was; None where one is not there."""
    if before == after:
        return tuple(spans)
    found: list[Span] = []
    for s in spans:
        if not fits(before, (s,)):
            return None
        places = list_places(after, s.of(before))
        if not places:
            return None
        nth = len([p for p in list_places(before, s.of(before)) if p.start < s.start])
        found.append(places[min(nth, len(places) - 1)])
    return tuple(found) if all(a.end <= b.start for a, b in pairwise(found)) else None


def cover(spans: Iterable[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def overlap(one: Sequence[Span], two: Sequence[Span]) -> float:
    """The characters that are in both, over those in either."""
    a, b = cover(one), cover(two)
    return len(a & b) / len(a | b) if a | b else 0.0


def within(inner: Iterable[Span], outer: Sequence[Span]) -> bool:
    """Whether every inner span lies in one of the outer."""
    return all(any(o.start <= s.start and s.end <= o.end for o in outer) for s in inner)


def quotes_in(content: Sequence[Span], quotations: Sequence[Quotation]) -> tuple[Span, ...]:
    """The parts of a content that stand in quotation marks, the outermost marks counted."""
    found: list[Span] = []
    for q in sorted((q.span for q in quotations), key=lambda s: (s.start, -s.end)):
        for c in content:
            part = Span(max(q.start, c.start), min(q.end, c.end))
            if part.end - part.start > 1 and not (found and part.end <= found[-1].end):
                found.append(part)
    return tuple(sorted(found))


def kind_of(text: str, content: Sequence[Span], quotes: Sequence[Span]) -> StatementKind:
    """direct where every word is quoted, mixed where some are, else indirect."""
    if not quotes:
        return "indirect"
    bare = cover(content) - cover(quotes)
    return "mixed" if any(text[i].isalnum() for i in bare) else "direct"
