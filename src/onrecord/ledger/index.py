"""A record as rows of the tables that are searched. `rows_of` is pure, so that `verify` can make the rows again and compare.

In: a record and the number of its reading. Out: rows; rows written, taken out of the full text when they are no longer current, or removed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import apsw

from onrecord.ledger.sqlite import ask, ask_one
from onrecord.types import Record, Span, When

BETWEEN = " \ue000 "  # a private character is a word to the tokenizer: no phrase reaches from one name into the next
ROLES = ("speaker", "addressee", "target", "relayed_by", "on_behalf_of")
UNRESOLVED = "unresolved"  # the kind of a row that holds the article's own words for a source that is no entity

ArticleRow = tuple[str, str | None, str | None, str, str | None, str | None, str | None, str]
EntityRow = tuple[str, str, str]
StatementRow = tuple[str, int, str, str | None, int, str | None, str | None, str | None, str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """An article, its entities, its statements, and who has which part in which of them, as the tables have them but for their numbers."""

    article: ArticleRow
    entities: tuple[EntityRow, ...]
    statements: tuple[StatementRow, ...]
    parties: tuple[tuple[int, str, int], ...]  # positions in the two above


def rows_of(record: Record) -> Rows | None:
    """The rows of a record; None where it has no article."""
    article = record.article
    if article is None:
        return None
    text, published = article.text, interval(article.published)
    entities: list[EntityRow] = [(e.id, e.kind, BETWEEN.join(dict.fromkeys((e.name, *e.aliases)))) for e in record.entities]
    place = {e.id: i for i, e in enumerate(record.entities)}
    statements: list[StatementRow] = []
    parties: dict[tuple[int, str, int], None] = {}
    for i, s in enumerate(record.statements):
        days = interval(s.said_on) if s.said_on and interval(s.said_on) != (None, None) else published
        source = join_spans(text, s.source)
        statements.append((s.id, i, s.kind, s.act, int(s.negated), s.channel, *days, source, join_spans(text, s.content)))
        for role, ids in zip(ROLES, (s.speakers, s.addressees, s.targets, s.relayed_by, s.on_behalf_of), strict=True):
            parties.update({(place[own], role, i): None for own in ids if own in place})
        if source and not s.speakers:
            parties[len(entities), "speaker", i] = None
            entities.append(("", UNRESOLVED, source))
    return Rows(
        (article.id, article.title, article.outlet, article.form, article.language, *published, text), tuple(entities), tuple(statements), tuple(parties)
    )  # fmt: skip


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


def write_rows(db: apsw.Connection, reading: int, record: Record) -> int:
    """Write the rows of a reading that is current; the number of its statements."""
    rows = rows_of(record)
    if rows is None:
        return 0
    id_, title, outlet, form, language, start, end, text = rows.article
    db.execute("INSERT INTO articles VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)", (reading, id_, title, outlet, form, language, start, end, text))
    db.execute("INSERT INTO texts (rowid, title, text) VALUES (?, ?, ?)", (reading, title, text))
    entity = _next(db, "entities")
    db.executemany(
        "INSERT INTO entities VALUES (?, ?, ?, ?, ?)", [(entity + i, own, reading, kind, names) for i, (own, kind, names) in enumerate(rows.entities)]
    )
    db.executemany("INSERT INTO names (rowid, called) VALUES (?, ?)", [(entity + i, names) for i, (_, _, names) in enumerate(rows.entities)])
    number = _next(db, "statements")
    db.executemany(
        "INSERT INTO statements VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number + i, own, reading, *rest) for i, (own, *rest) in enumerate(rows.statements)],
    )
    db.executemany("INSERT INTO said (rowid, content) VALUES (?, ?)", [(number + i, row[-1]) for i, row in enumerate(rows.statements)])
    db.executemany("INSERT INTO parties VALUES (?, ?, ?)", sorted((entity + e, role, number + s) for e, role, s in rows.parties))
    return len(rows.statements)


def _next(db: apsw.Connection, table: str) -> int:
    found: int = ask_one(db, f"SELECT coalesce(max(number), 0) + 1 FROM {table}")
    return found


def retire(db: apsw.Connection, reading: int) -> None:
    """Take a reading's words out of the full text; its statements stay, so that their ids lead somewhere."""
    _forget_words(db, reading)
    db.execute("UPDATE statements SET current = 0 WHERE reading = ?", (reading,))
    db.execute("UPDATE articles SET current = 0, text = NULL WHERE reading = ?", (reading,))


def remove(db: apsw.Connection, reading: int) -> None:
    """Take out every row of a reading."""
    _forget_words(db, reading)
    db.execute("INSERT INTO names (names, rowid, called) SELECT 'delete', number, called FROM entities WHERE reading = ?", (reading,))
    db.execute("DELETE FROM parties WHERE statement IN (SELECT number FROM statements WHERE reading = ?)", (reading,))
    for table in ("statements", "entities", "articles"):
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
    entities = ask(db, "SELECT number, id, kind, called FROM entities WHERE reading = ? ORDER BY number", (reading,))
    statements = ask(
        db,
        "SELECT number, id, place, kind, act, negated, channel, day_start, day_end, source, content, current FROM statements WHERE reading = ? ORDER BY number",
        (reading,),
    )
    at = {row[0]: i for i, row in enumerate(entities)}
    place = {row[0]: i for i, row in enumerate(statements)}
    found_parties = ask(
        db, "SELECT p.entity, p.role, p.statement FROM statements s JOIN parties p ON p.statement = s.number WHERE s.reading = ?", (reading,)
    )  # fmt: skip
    parties = tuple((at.get(entity, -1), role, place[statement]) for entity, role, statement in found_parties)
    agree = current in (0, 1) and all(row[-1] == current for row in statements)
    rows = Rows(tuple(article), tuple(row[1:] for row in entities), tuple(row[1:-1] for row in statements), parties)
    return (rows if agree else None), bool(current)


def comparable(rows: Rows, *, text: bool) -> tuple[object, ...]:
    """Rows in one order, without the text where it is not kept."""
    article = rows.article if text else (*rows.article[:-1], None)
    return article, rows.entities, rows.statements, tuple(sorted(rows.parties))


def each_statement(record: Record) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Every named group of spans of a record's statements."""
    for s in record.statements:
        for name in ("source", "cue", "content", "quotes", "hedges", "certainty", "grounds"):
            yield f"{s.id} {name}", getattr(s, name)
