"""What a migration cannot do in SQL: the rows that a newer onrecord derives from the records which an older ledger holds.

A change of a rule that makes other rows from the same record (of events, of people, of what is asked first) takes a migration too, that says so in `state`.

In: a connection just after its schema was brought up to date. Out: tables that agree with the records; all or nothing.
"""

import apsw

from onrecord.ledger import store
from onrecord.ledger.events import tables
from onrecord.ledger.judge import laid
from onrecord.ledger.lock import writing
from onrecord.ledger.rulings import read_rulings
from onrecord.ledger.settle import rewrite
from onrecord.ledger.sqlite import ask, transaction


def is_behind(db: apsw.Connection) -> bool:
    """Whether rows are still to be made."""
    return bool(ask(db, "SELECT 1 FROM state WHERE name = 'behind'"))


def catch_up(db: apsw.Connection, path: str) -> None:
    """Make the rows that are missing; another process may have been quicker."""
    with writing(path), transaction(db):
        if not is_behind(db):
            return
        sql = "SELECT a.reading, r.record, a.current FROM articles a JOIN readings r ON r.entry = a.reading ORDER BY a.reading"
        tables.clear(db)
        for reading, sha256, current in ask(db, sql):
            record = store.fetch_record(db, sha256)
            if record is not None:
                rewrite(db, reading, laid(db, record), current=bool(current))
        tables.settle(db, read_rulings(db))
        db.execute("DELETE FROM state WHERE name = 'behind'")
