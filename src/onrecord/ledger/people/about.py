"""What others say against a person, or ask of it: the statements in which it is a target.

In: a connection, an id. Out: readings and places of statements, accusations and criticism first, then the newest first; where the next page starts.
"""

import json
from typing import Any

import apsw

from onrecord.errors import UsageError
from onrecord.ledger.people.seen import find_numbers
from onrecord.ledger.search import LARGEST, decode_about, encode_cursor
from onrecord.ledger.sqlite import ask

ABOUT = (
    "SELECT s.reading, s.place, CASE WHEN s.act IN ('accuse', 'criticise') THEN 0 ELSE 1 END AS rank, coalesce(s.day_end, '') AS day, s.id FROM statements s "
    "WHERE s.current AND s.number IN (SELECT statement FROM parties WHERE role = 'target' AND entity IN (SELECT value FROM json_each(?1))) "
    "AND s.number NOT IN (SELECT statement FROM parties WHERE role = 'speaker' AND entity IN (SELECT value FROM json_each(?1)))"
)


def find_about(db: apsw.Connection, own: str, *, limit: int, after: str | None) -> tuple[list[tuple[int, int, None]], str | None]:
    """A page."""
    if not 1 <= limit <= LARGEST:
        raise UsageError(f"limit: {limit} is not from 1 to {LARGEST}; ask for the next page with `after`")
    values: list[Any] = [json.dumps(find_numbers(db, own))]
    where = ""
    place = decode_about(after)
    if place:
        where = "WHERE rank > ?2 OR (rank = ?2 AND (day < ?3 OR (day = ?3 AND id > ?4)))"
        values += place
    rows = ask(db, f"SELECT * FROM ({ABOUT}) {where} ORDER BY rank, day DESC, id LIMIT {limit + 1}", values)
    more = encode_cursor([str(rows[limit - 1][2]), *rows[limit - 1][3:]]) if len(rows) > limit else None
    return [(reading, own_place, None) for reading, own_place, *_ in rows[:limit]], more
