"""Plain text to blocks: headline, standfirst, byline, dateline, paragraphs and what is no part of the article.

In: the decoded characters of a text file or a paste. Out: a Draft whose `text` is the input itself, so that offsets are the file's.
It never changes a character, and never chooses a year that the text leaves open: a live blog's entry without one keeps candidates.
"""

from onrecord.text.draft import Draft
from onrecord.text.plain.byline import find_byline
from onrecord.text.plain.clock import date_of_byline, find_dates
from onrecord.text.plain.entry import give_times, settle_times, split_entries
from onrecord.text.plain.kind import cut_datelines, name_passages
from onrecord.text.plain.lines import fold, split_passages
from onrecord.types import LEFT_OUT, LeftOut, Span

__all__ = ["read_plain", "settle_times"]


def read_plain(text: str) -> Draft:
    """Read a plain text: the same text, in blocks, with the title, byline and outlet that it shows.

    >>> [block.kind for block in read_plain("Ferry stays in port\\n\\nBy Ann Ore\\n\\nThe ferry stayed in port on Monday, the harbour master said.").blocks]
    ['headline', 'byline', 'paragraph']
    """
    passages = split_entries(text, split_passages(text))
    words = [fold(text[p.start : p.end]) for p in passages]
    kinds, whys = name_passages(text, passages)
    byline, outlet = find_byline(words, kinds)
    title = next((s for s, kind in zip(words, kinds, strict=True) if kind == "headline"), None)
    left_out = tuple(
        LeftOut(kind, text[p.start : p.end], f"line {p.line}: {why}") for p, kind, why in zip(passages, kinds, whys, strict=True) if kind in LEFT_OUT
    )
    lines = ((s, Span(p.start, p.end)) for s, p, kind in zip(words, passages, kinds, strict=True) if kind == "dateline" and p.stamp is None)
    signed = (found for p, kind in zip(passages, kinds, strict=True) if kind == "byline" and (found := date_of_byline(text, Span(p.start, p.end))))
    published, updated = find_dates([*lines, *signed])
    blocks = tuple(cut_datelines(text, give_times(text, passages, kinds)))
    return Draft(text, blocks, title=title, byline=byline, outlet=outlet, published=published, updated=updated, left_out=left_out)
