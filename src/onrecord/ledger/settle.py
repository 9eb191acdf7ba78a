"""Which reading an article and an address show, and rows that agree with it and with what people said.

In: a connection within a transaction, an address or an article. Out: rows.
"""

import apsw

from onrecord.judge.apply import Laid
from onrecord.ledger import index, store
from onrecord.ledger.judge import FAMILY, is_judged, laid
from onrecord.ledger.sqlite import ask, ask_one

VERSIONS = (
    f"{FAMILY}SELECT a.reading, r.record, a.current FROM family f JOIN articles a ON a.id = f.article JOIN readings r ON r.entry = a.reading ORDER BY a.reading"
)


def settle(db: apsw.Connection, address: str) -> None:
    """Let an address show the article that was seen there last, and bring the searched tables up to date with it."""
    found = ask(
        db,
        "SELECT r.entry, r.article FROM readings r JOIN sightings s ON s.capture = r.capture AND s.address = r.address WHERE r.address = ? "
        "ORDER BY r.article IS NULL, s.seen DESC, s.capture DESC, r.entry DESC LIMIT 1",
        (address,),
    )
    before = ask_one(db, "SELECT article FROM addresses WHERE address = ?", (address,))
    if found:
        db.execute("INSERT OR REPLACE INTO addresses VALUES (?, ?, ?)", (address, *found[0]))
    for article in sorted({before, found[0][1] if found else None} - {None}):
        settle_article(db, article)
        renew(db, article)


def winner(db: apsw.Connection, article: str) -> int | None:
    """The reading that stands for an article: of those that addresses show, the one of the least hash, so that the order of adding does not matter."""
    found = ask(
        db,
        "SELECT r.entry FROM addresses a JOIN readings r ON r.entry = a.reading JOIN records k ON k.sha256 = r.record AND k.packed IS NOT NULL "
        "WHERE a.article = ? ORDER BY r.capture, r.told, r.entry DESC LIMIT 1",
        (article,),
    )
    return found[0][0] if found else None


def settle_article(db: apsw.Connection, article: str) -> None:
    """Make the rows of an article those of the reading that stands for it."""
    now = winner(db, article)
    shown = ask_one(db, "SELECT reading FROM articles WHERE id = ? AND current", (article,))
    if now == shown:
        return
    if shown is not None:
        index.retire(db, shown)
    if now is not None:
        sha256 = ask_one(db, "SELECT record FROM readings WHERE entry = ?", (now,))
        record = store.fetch_record(db, sha256)
        if record is not None:
            index.remove(db, now)
            index.write_rows(db, now, laid(db, record))


def renew(db: apsw.Connection, article: str) -> None:
    """Make the rows of all versions of an article those of their records as people see them now; nothing where nobody judged any of them."""
    if not is_judged(db, article):
        return
    for reading, sha256, current in ask(db, VERSIONS, (article,)):
        record = store.fetch_record(db, sha256)
        if record is None:
            continue
        now = laid(db, record)
        rows, _ = index.read_rows(db, reading)
        wanted = index.rows_of(now)
        if rows is None or wanted is None or index.comparable(rows, text=bool(current)) != index.comparable(wanted, text=bool(current)):
            rewrite(db, reading, now, current=bool(current), topic=False)  # what an article is about does not hang on what was judged


def rewrite(db: apsw.Connection, reading: int, now: Laid, *, current: bool, topic: bool = True) -> None:
    """Write the rows of a reading anew."""
    topic = topic or not current
    index.remove(db, reading, topic=topic)
    index.write_rows(db, reading, now, topic=topic)
    if not current:
        index.retire(db, reading)
