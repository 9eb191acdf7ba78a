"""Other prints of an article in the ledger: texts that share its words, told by the rules of grouping.

In: the ledger and a record. Out: the copies. Few texts are looked at, those that are linked most strongly (within 120 days), so that the page stays
quick; a very long text is not compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.group.copy import families, find_copies
from onrecord.group.types import Copy
from onrecord.ledger.ledger import Ledger
from onrecord.phrase import say_when
from onrecord.sheet.words import CLOCK
from onrecord.types import LEFT_OUT, Record
from onrecord.web.kept import Kept
from onrecord.web.statement.chain import name_outlet

LONGEST = 30_000  # characters that are compared on the way to a page
LOOKED_AT = 6
PASSAGES = 2
PASSAGE = 300  # characters
COMPARED: Kept[tuple[Copy, ...]] = Kept(500)


@dataclass(frozen=True, slots=True)
class Again:
    """Another print: its article, outlet, day, and how much of it is this text, in words."""

    article: str
    outlet: str
    day: str
    share: str


def compare(records: Sequence[Record]) -> tuple[Copy, ...]:
    """find_copies, and what it found the last times that the same readings were compared: that takes longer than all else of a page."""
    key = tuple((r.article.id, r.capture.sha256, hash(r.article.text), r.article.published, r.article.outlet) for r in records if r.article)
    return COMPARED.get(key, lambda: find_copies(records))


def find_copies_of(ledger: Ledger, record: Record) -> tuple[Again, ...] | None:
    """The same report printed elsewhere; None where the text is too long to be compared here."""
    article = record.article
    if article is None or len(article.text) > LONGEST:
        return None
    near = ledger.nearest(article.id, most=LOOKED_AT)
    if near is None:  # an older version of a page
        blocks = [b for b in article.blocks if b.kind not in LEFT_OUT and b.kind == "paragraph"]
        near = tuple(ledger.near([article.text[b.start : b.end][:PASSAGE] for b in blocks[:PASSAGES]], each=LOOKED_AT, most=LOOKED_AT + 1))
    others = [r for r in near if r.article and r.article.id != article.id and len(r.article.text) <= LONGEST]
    if not others:
        return ()
    copies = compare([record, *others])
    family = families([record, *others], copies)
    shares = {frozenset((c.text, c.origin)): c.share for c in copies if c.whole}
    found = []
    for other in others:
        own = other.article
        if own is not None and family[own.id] == family[article.id]:
            share = shares.get(frozenset((own.id, article.id)))
            told = "" if share is None else "word for word" if share >= 0.995 else f"{round(100 * share)} words in 100 are the same"
            found.append(Again(own.id, name_outlet(other, own).text, CLOCK.sub("", say_when(own.published)) if own.published else "undated", told))
    return tuple(sorted(found, key=lambda a: (a.day, a.outlet, a.article)))
