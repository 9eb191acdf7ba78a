"""A record as rows of the tables that are searched. `rows_of` is pure, so that `verify` can make the rows again and compare.

In: a record and the number of its reading. Out: rows; rows written, taken out of the full text when they are no longer current, or removed.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from onrecord.judge.apply import Laid
from onrecord.judge.doubt import find_doubt
from onrecord.ledger.events import tables
from onrecord.ledger.people.face import BETWEEN, describe
from onrecord.ledger.sqlite import ask, ask_one
from onrecord.types import Record, Span, When

ROLES = ("speaker", "addressee", "target", "relayed_by", "on_behalf_of")
UNRESOLVED = "unresolved"  # the kind of a row that holds the article's own words for a source that is no entity

ArticleRow = tuple[str, str | None, str | None, str, str | None, str | None, str | None, str]
EntityRow = tuple[str, str, str, str | None, str | None, str | None, str | None, int]
StatementRow = tuple[str, int, str, str | None, int, str | None, str | None, str | None, str, str, str | None, int | None]
CONTENT = 9  # in a statement's row


@dataclass(frozen=True, slots=True)
class Rows:
    """An article, its entities, its statements, and who has which part in which of them, as the tables have them but for their numbers."""

    article: ArticleRow
    entities: tuple[EntityRow, ...]
    statements: tuple[StatementRow, ...]
    parties: tuple[tuple[int, str, int], ...]  # positions in the two above
    leads: tuple[tuple[str, str, str | None], ...]


def rows_of(laid: Laid) -> Rows | None:
    """The rows of a record as people corrected it; None where it has no article."""
    record, article = laid.record, laid.record.article
    if article is None:
        return None
    text, published = article.text, interval(article.published)
    said = Counter(own for s in record.statements for own in dict.fromkeys(s.speakers))
    looks = describe(record)
    entities: list[EntityRow] = [
        (e.id, e.kind, BETWEEN.join(dict.fromkeys((e.name, *e.aliases))), *looks.get(e.id, (None, None)), "\n".join(e.roles) or None, e.country, said[e.id])
        for e in record.entities
    ]
    place = {e.id: i for i, e in enumerate(record.entities)}
    statements: list[StatementRow] = []
    parties: dict[tuple[int, str, int], None] = {}
    for i, s in enumerate(record.statements):
        days = interval(s.said_on) if s.said_on and interval(s.said_on) != (None, None) else published
        source = join_spans(text, s.source)
        doubt = find_doubt(s)
        asked = (doubt.kind, doubt.place) if doubt else (None, None)
        statements.append((s.id, i, s.kind, s.act, int(s.negated), s.channel, *days, source, join_spans(text, s.content), *asked))
        for role, ids in zip(ROLES, (s.speakers, s.addressees, s.targets, s.relayed_by, s.on_behalf_of), strict=True):
            parties.update({(place[own], role, i): None for own in ids if own in place})
        if source and not s.speakers:
            parties[len(entities), "speaker", i] = None
            entities.append(("", UNRESOLVED, source, None, None, None, None, 1))
    return Rows(
        (article.id, article.title, article.outlet, article.form, article.language, *published, text), tuple(entities), tuple(statements), tuple(parties),
        leads_of(laid),
    )  # fmt: skip


def leads_of(laid: Laid) -> tuple[tuple[str, str, str | None], ...]:
    """The ids that lead elsewhere or nowhere, in order."""
    struck = {own for own in laid.struck if own not in {s.id for s in laid.record.statements}}
    found: dict[tuple[str, str], str | None] = {("statement", own): None for own in struck}
    found |= {("statement", old): None if new in struck else new for old, new in laid.leads.items()}
    found |= {("entity", old): new for old, new in laid.parties.items()}
    return tuple((kind, old, new) for (kind, old), new in sorted(found.items()))


def join_spans(text: str, spans: tuple[Span, ...]) -> str:
    return "\n".join(s.of(text) for s in spans)


def interval(when: When | None) -> tuple[str | None, str | None]:
    """The first and the last day that a time may be, both None where nothing is known; an open end is open."""
    if when is None:
        return None, None
    pairs = [(when.start, when.end)] if when.start or when.end else list(when.candidates)
    if not pairs:
        return None, None
    return min((a or "")[:10] for a, _ in pairs) or "0000-00-00", max((b or "9999-12-31")[:10] for _, b in pairs)


def write_rows(db: apsw.Connection, reading: int, laid: Laid, *, topic: bool = True) -> int:
    """Write the rows of a reading that is current, with its `topic` unless that stands already; the number of its statements."""
    rows = rows_of(laid)
    if rows is None:
        return 0
    id_, title, outlet, form, language, start, end, text = rows.article
    db.execute("INSERT INTO articles VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)", (reading, id_, title, outlet, form, language, start, end, text))
    db.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", (reading, title, text))
    entity = _next(db, "entities")
    db.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(entity + i, own, reading, *rest) for i, (own, *rest) in enumerate(rows.entities)]
    )
    db.executemany("INSERT INTO names (rowid, called) VALUES (?, ?)", [(entity + i, row[2]) for i, row in enumerate(rows.entities)])
    number = _next(db, "statements")
    db.executemany(
        "INSERT INTO statements VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number + i, own, reading, *rest) for i, (own, *rest) in enumerate(rows.statements)],
    )
    db.executemany("INSERT INTO said (rowid, content) VALUES (?, ?)", [(number + i, row[CONTENT]) for i, row in enumerate(rows.statements)])
    db.executemany("INSERT INTO parties VALUES (?, ?, ?)", sorted((entity + e, role, number + s) for e, role, s in rows.parties))
    db.executemany("INSERT INTO leads VALUES (?, ?, ?, ?)", [(reading, *lead) for lead in rows.leads])
    if topic:
        tables.write(db, reading, laid.read)
    return len(rows.statements)


def _next(db: apsw.Connection, table: str) -> int:
    found: int = ask_one(db, f"SELECT coalesce(max(number), 0) + 1 FROM {table}")
    return found


def retire(db: apsw.Connection, reading: int) -> None:
    """Take a reading's words out of the full text; its statements stay, so that their ids lead somewhere."""
    _forget_words(db, reading)
    tables.forget(db, reading)
    db.execute("UPDATE statements SET current = 0 WHERE reading = ?", (reading,))
    db.execute("UPDATE articles SET current = 0, text = NULL WHERE reading = ?", (reading,))


def remove(db: apsw.Connection, reading: int, *, topic: bool = True) -> None:
    """Take out every row of a reading; what it is about stays where `topic` is false."""
    _forget_words(db, reading)
    if topic:
        tables.forget(db, reading)
    db.execute("INSERT INTO names (names, rowid, called) SELECT 'delete', number, called FROM entities WHERE reading = ?", (reading,))
    db.execute("DELETE FROM parties WHERE statement IN (SELECT number FROM statements WHERE reading = ?)", (reading,))
    for table in ("statements", "entities", "articles", "leads"):
        db.execute(f"DELETE FROM {table} WHERE reading = ?", (reading,))


def _forget_words(db: apsw.Connection, reading: int) -> None:
    """FTS5 with its words elsewhere is told which words go."""
    db.execute("INSERT INTO said (said, rowid, content) SELECT 'delete', number, content FROM statements WHERE reading = ? AND current", (reading,))
    db.execute("INSERT INTO texts (texts, rowid, title, text) SELECT 'delete', reading, title, text FROM articles WHERE reading = ? AND current", (reading,))


def read_rows(db: apsw.Connection, reading: int) -> tuple[Rows | None, bool]:
    """The rows of a reading as they stand, without the text where it is not current; and whether it is current."""
    found = ask(db, "SELECT id, title, outlet, form, language, day_start, day_end, text, current FROM articles WHERE reading = ?", (reading,))
    if not found:
        return None, False
    *article, current = found[0]
    entities = ask(db, "SELECT number, id, kind, called, key, face, roles, country, said FROM entities WHERE reading = ? ORDER BY number", (reading,))
    statements = ask(
        db,
        "SELECT number, id, place, kind, act, negated, channel, day_start, day_end, source, content, question, doubt, current FROM statements "
        "WHERE reading = ? ORDER BY number",
        (reading,),
    )
    at = {row[0]: i for i, row in enumerate(entities)}
    place = {row[0]: i for i, row in enumerate(statements)}
    found_parties = ask(
        db, "SELECT p.entity, p.role, p.statement FROM statements s JOIN parties p ON p.statement = s.number WHERE s.reading = ?", (reading,)
    )  # fmt: skip
    parties = tuple((at.get(entity, -1), role, place[statement]) for entity, role, statement in found_parties)
    agree = current in (0, 1) and all(row[-1] == current for row in statements)
    leads = tuple(ask(db, "SELECT kind, old, new FROM leads WHERE reading = ? ORDER BY kind, old", (reading,)))
    rows = Rows(tuple(article), tuple(row[1:] for row in entities), tuple(row[1:-1] for row in statements), parties, leads)
    return (rows if agree else None), bool(current)


def comparable(rows: Rows, *, text: bool) -> tuple[object, ...]:
    """Rows in one order, without the text where it is not kept."""
    article = rows.article if text else (*rows.article[:-1], None)
    return article, rows.entities, rows.statements, tuple(sorted(rows.parties)), rows.leads


def each_statement(record: Record) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Every named group of spans of a record's statements."""
    for s in record.statements:
        for name in ("source", "cue", "content", "quotes", "hedges", "certainty", "grounds"):
            yield f"{s.id} {name}", getattr(s, name)
