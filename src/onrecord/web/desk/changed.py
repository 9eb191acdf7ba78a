"""What changed since a reader looked: new statements of what is followed.

In: the ledger, the reader's name. Out: a line for each thing that is followed and has something new.
"""

from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.ledger.chain import parse_head
from onrecord.ledger.ledger import Ledger
from onrecord.phrase import count
from onrecord.web.cite import Cite, cite

SHOWN = 3  # new statements that are shown of each


@dataclass(frozen=True, slots=True)
class Changed:
    """`what` names it for the note that it was looked at, up to entry `until`; `href` leads to it."""

    entry: int
    what: str
    until: int
    label: str
    told: str
    new: tuple[Cite, ...]
    href: str


def list_changed(ledger: Ledger, reader: str) -> tuple[tuple[Changed, ...], int]:
    """What is new, and how many things are followed."""
    follows = ledger.follows()
    head = parse_head(ledger.head())
    until = head[0] if head else 0
    found: list[Changed] = []
    for each in follows:
        what = f"follow:{each.seq}"
        try:
            page = ledger.new_in(each, since=max(each.seq, ledger.looked(reader, what)))
        except UsageError:  # its event or speaker is there no more
            continue
        if page.hits:
            texts = len({hit.record.article.id for hit in page.hits if hit.record.article})
            new = tuple(cite(hit.record, hit.statement) for hit in page.hits[:SHOWN])
            href = {"speaker": f"/who/{each.value}", "event": f"/event/{each.value}"}.get(each.what, "")
            told = f"{count(len(page.hits), 'new statement')} from {count(texts, 'text')}"
            found.append(Changed(each.seq, what, until, each.label, told, new, href))
    return tuple(found), len(follows)
