"""Everything that some filters leave, not page by page: for exports and feeds.

In: a connection and what `find` asks. Out: the condition as SQL; readings with the ids of their statements.
"""

from typing import Any

import apsw

from onrecord.ledger.search import Query, check, conditions, match
from onrecord.ledger.sqlite import ask


def narrow(db: apsw.Connection, query: Query) -> tuple[list[str], list[Any]]:
    """The filters of `find` and its words as SQL over `s`, a current statement, and the values bound to it. UsageError where a filter cannot hold."""
    check(query)
    parts, values = conditions(db, query)
    parts.insert(0, "s.current")
    if query.words is not None:
        parts.append("s.number IN (SELECT rowid FROM said WHERE said MATCH ?)")
        values.append(match(query.words))
    return parts, values


def find_chosen(db: apsw.Connection, query: Query) -> dict[int, frozenset[str]]:
    """The statements that the filters leave, by reading; in the order of the articles' ids."""
    parts, values = narrow(db, query)
    rows = ask(
        db,
        f"SELECT s.reading, s.id FROM statements s JOIN articles a ON a.reading = s.reading WHERE {' AND '.join(parts)} ORDER BY a.id, s.number",
        values,
    )
    found: dict[int, set[str]] = {}
    for reading, own in rows:
        found.setdefault(reading, set()).add(own)
    return {reading: frozenset(own) for reading, own in found.items()}
