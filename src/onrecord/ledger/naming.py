"""What an id stands for, in a few words of its own text.

In: a ledger, an id. Out: words; empty where nothing has the id any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger


def name_id(ledger: Ledger, id: str) -> str:
    """An entity's name, a statement's words, an article's headline."""
    if not id or id.startswith("#"):
        return ""
    try:
        shown = ledger.show(id)
    except OnrecordError:
        return ""
    if shown.entity is not None:
        return shown.entity.name
    if shown.statement is not None and shown.article is not None:
        return " ".join(s.of(shown.article.text) for s in shown.statement.content)
    return (shown.article.title or "") if shown.article else ""
