"""Judgements in the ledger: gathered for an article, laid over its record.

In: a connection and a record. Out: `Judgement`s; records as people corrected them. What was said of an older reading, or of another version of
the page, is followed to the record that is asked for. It writes nothing.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from onrecord.judge.apply import Laid, bare, lay
from onrecord.judge.encode import decode_saying, decode_seen
from onrecord.judge.types import Foreign, Judgement, Saying, Undo
from onrecord.ledger import store
from onrecord.ledger.sqlite import ask
from onrecord.types import Record

# The articles that stood where an article stands or stood: versions of one page, and what was seen at one address.
FAMILY = (
    "WITH RECURSIVE places(address) AS (SELECT address FROM readings WHERE article = ?1 UNION SELECT s.address FROM places p "
    "JOIN readings r ON r.address = p.address JOIN readings s ON s.article = r.article), "
    "family(article) AS (SELECT DISTINCT r.article FROM places p JOIN readings r ON r.address = p.address WHERE r.article IS NOT NULL) "
)
ENTRY = "SELECT e.seq, e.at, e.body FROM judgements j JOIN entries e ON e.seq = j.entry"
JUDGED = f"{FAMILY}SELECT e.seq, e.at, e.body FROM family f JOIN judgements j ON j.article = f.article JOIN entries e ON e.seq = j.entry"


def is_judged(db: apsw.Connection, article: str) -> bool:
    """Whether anybody said something about an article in any of its versions."""
    return bool(ask(db, f"{FAMILY}SELECT 1 FROM family f JOIN judgements j ON j.article = f.article LIMIT 1", (article,)))


def gather(db: apsw.Connection, article: str) -> list[Judgement]:
    """What people said about an article, its statements and entities, in any of its versions, in order."""
    return read_rows(ask(db, JUDGED, (article,)))


def gather_all(db: apsw.Connection) -> list[Judgement]:
    """All judgements, in order."""
    return read_rows(ask(db, ENTRY))


def read_rows(rows: Iterable[Sequence[Any]]) -> list[Judgement]:
    """Entries as judgements; which are undone is known where all that undo each other are among them: they have one article."""
    found: list[Judgement] = []
    bodies = {seq: (at, json.loads(body)) for seq, at, body in sorted(rows, key=lambda row: int(row[0]))}
    sayings = {seq: read_saying(body) for seq, (_, body) in bodies.items()}
    undone: set[int] = set()
    for seq in sorted(bodies, reverse=True):
        target = bodies[seq][1]["about"]
        if isinstance(sayings[seq], Undo) and seq not in undone and target[:1] == "#" and target[1:].isdecimal():
            undone.add(int(target[1:]))
    for seq, (at, body) in bodies.items():
        found.append(Judgement(seq, at, body["by"], body["about"], sayings[seq], seq in undone, body.get("article"), decode_seen(body.get("saw"))))
    return found


def read_saying(body: dict[str, Any]) -> Saying | Foreign:
    """What the body of an entry says; one of an older onrecord, which names no article, is shown and not applied."""
    return decode_saying(body["says"]) if "article" in body else Foreign(json.dumps(body["says"], sort_keys=True))


def laid(db: apsw.Connection, record: Record, *, keep: str | None = None) -> Laid:
    """A record with all that people said laid over it."""
    judgements = gather(db, record.article.id) if record.article else []
    if not judgements:
        return bare(record)
    return lay(record, judgements, texts=read_texts(db, record, judgements), ids=find_ids(db, record, judgements), keep=keep)


def read_texts(db: apsw.Connection, record: Record, judgements: Iterable[Judgement]) -> dict[str, str]:
    """The texts of the other versions in which something was judged."""
    own = record.article.id if record.article else None
    found: dict[str, str] = {}
    for article in sorted({j.article for j in judgements if j.article and not j.undone} - {own}):
        for (sha256,) in ask(db, "SELECT DISTINCT record FROM readings WHERE article = ?", (article,)):
            other = store.fetch_record(db, sha256)
            if other is not None and other.article is not None:
                found[article] = other.article.text
                break
    return found


def find_ids(db: apsw.Connection, record: Record, judgements: Iterable[Judgement]) -> dict[str, str]:
    """The statement of this record that each judged one of another reading is."""
    here = {s.id for s in record.statements}
    found: dict[str, str] = {}
    for about in sorted({j.about for j in judgements if not j.undone} - here):
        now = next((own for own in walk(db, about) if own in here), None)
        if now is not None:
            found[about] = now
    return found


def walk(db: apsw.Connection, own: str) -> list[str]:
    """The ids that one id was carried over from or to, nearest first."""
    found: dict[str, None] = {own: None}
    waiting = [own]
    while waiting:
        for (other,) in ask(db, "SELECT old FROM carried WHERE new = ?1 UNION SELECT new FROM carried WHERE old = ?1", (waiting.pop(0),)):
            if other not in found:
                found[other] = None
                waiting.append(other)
    return list(found)[1:]
