"""What `find` asks: words in rank order, filters exact, in pages. Plain SQL with every value bound; the words are never a query language of their own.

In: words and filters. Out: rows of statements, of articles. Words in marks are a phrase; a word that ends in * stands for its beginnings; else all words must
be there, folded and stemmed (Porter). Ranking is BM25 over the contents.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

import apsw

from onrecord.errors import UsageError
from onrecord.ledger.chain import canonical
from onrecord.ledger.people.face import BETWEEN
from onrecord.ledger.people.seen import find_numbers
from onrecord.ledger.sqlite import ask
from onrecord.types import Act, StatementKind

PIECE = re.compile(r"[\"“”„«»]([^\"“”„«»]*+)[\"“”„«»]?+|([^\s\"“”„«»]++)")
LARGEST = 200  # statements on a page
SPOKEN = "s.number IN (SELECT p.statement FROM parties p WHERE p.role = 'speaker' AND p.entity IN (SELECT value FROM json_each(?)))"
LOOKED_AT = 100  # articles with the words among which those are sought whose statements lack them
DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; None is no filter."""

    words: str | None = None
    speaker: str | None = None
    act: str | None = None
    about: str | None = None
    addressee: str | None = None
    target: str | None = None
    channel: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    outlet: str | None = None
    negated: bool | None = None
    limit: int = 50
    after: str | None = None
    person: str | None = None


def match(words: str) -> str:
    """The words as a query of FTS5 that means just them.

    >>> match('the "dam will hold" flood* NOT')
    '"the" AND "dam will hold" AND "flood" * AND "NOT"'
    """
    pieces = []
    for phrase, word in PIECE.findall(words):
        begins = bool(word) and word.endswith("*")
        piece = (phrase or word.rstrip("*")).replace("\0", " ").strip()
        if any(c.isalnum() for c in piece):
            pieces.append('"' + piece.replace('"', '""') + '"' + (" *" if begins else ""))
    if not pieces:
        raise UsageError(f"{words!r}: no word in it to look for")
    return " AND ".join(pieces)


def phrase(name: str) -> str:
    """A name as a phrase of FTS5: its words as whole words, in this order."""
    if not any(c.isalnum() for c in name):
        raise UsageError(f"{name!r}: no name to look for")
    return '"' + name.replace('"', '""').replace("\0", " ") + '"'


def check(query: Query) -> None:
    """UsageError where a filter can never hold."""
    for name, value, known in (("act", query.act, get_args(Act)), ("kind", query.kind, get_args(StatementKind))):
        if value is not None and value not in known:
            raise UsageError(f"{value!r} is no {name}; one of {', '.join(known)}")
    for name, value in (("since", query.since), ("until", query.until)):
        if value is not None:
            bound(value, name, last=name == "until")
    if not 1 <= query.limit <= LARGEST:
        raise UsageError(f"limit: {query.limit} is not from 1 to {LARGEST}; ask for the next page with `after`")


def bound(value: str, name: str, *, last: bool) -> str:
    """The first or last day of a date, a month or a year.

    >>> bound("2026-02", "until", last=True)
    '2026-02-28'
    """
    try:
        if not DAY.fullmatch(value):
            raise ValueError
        whole = value + "-01-01"[len(value) - 4 :] if not last else value
        if last and len(value) == 4:
            whole = f"{value}-12-31"
        elif last and len(value) == 7:
            year, month = int(value[:4]), int(value[5:])
            whole = date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1).isoformat()
        return date.fromisoformat(whole).isoformat()
    except ValueError:
        raise UsageError(f"{name}: {value!r} is no date; write 2026-10-09, 2026-10 or 2026") from None


def conditions(db: apsw.Connection, query: Query) -> tuple[list[str], list[Any]]:
    """The filters as SQL over `s`, a statement, and the values bound to it. UsageError where a person is nobody."""
    parts: list[str] = []
    values: list[Any] = []

    def add(sql: str, *bound_to: str | int) -> None:
        parts.append(sql)
        values.extend(bound_to)

    for role, name in (("speaker", query.speaker), ("addressee", query.addressee), ("target", query.target)):
        if name is not None:
            add(f"s.number IN (SELECT p.statement FROM names n JOIN parties p ON p.entity = n.rowid AND p.role = '{role}' WHERE n.names MATCH ?)", phrase(name))
    if query.person is not None:
        add(SPOKEN, json.dumps(find_numbers(db, query.person)))
    for column, value in (("act", query.act), ("kind", query.kind), ("channel", query.channel)):
        if value is not None:
            add(f"s.{column} = ?", value)
    if query.negated is not None:
        add("s.negated = ?", int(query.negated))
    if query.outlet is not None:
        add("s.reading IN (SELECT reading FROM articles WHERE current AND outlet = ? COLLATE NOCASE)", query.outlet)
    if query.since is not None:
        add("s.day_end >= ?", bound(query.since, "since", last=False))
    if query.until is not None:
        add("s.day_start <= ?", bound(query.until, "until", last=True))
    if query.about is not None:
        wanted = match(query.about)
        add(
            "(s.number IN (SELECT rowid FROM said WHERE said MATCH ?) OR s.reading IN (SELECT rowid FROM texts WHERE texts MATCH ?))",
            wanted, f"title : ({wanted})",
        )  # fmt: skip
    return parts, values


def find_statements(db: apsw.Connection, query: Query) -> tuple[list[tuple[int, int, float | None]], str | None]:
    """Reading, place in its record and score of each statement of the page in order, and where the next page starts."""
    check(query)
    parts, values = conditions(db, query)
    after = decode_cursor(query, 2)
    if query.words is None:
        parts.insert(0, "s.current")
        if after:
            parts.append("(s.day_end < ? OR (s.day_end IS ? AND s.id > ?) OR (s.day_end IS NULL AND ? IS NOT NULL))")
            values += [after[0], after[0], after[1], after[0]]
        sql = f"SELECT s.number, s.day_end, s.id FROM statements s WHERE {' AND '.join(parts)} ORDER BY s.day_end DESC, s.id LIMIT ?"
    else:
        values.insert(0, match(query.words))
        joined = "JOIN statements s ON s.number = f.rowid " if parts else ""  # what is not filtered needs no look at its row before it is ranked
        sql = f"SELECT f.rowid AS number, f.rank AS score, f.rowid FROM said f {joined}WHERE {' AND '.join(['said MATCH ?', *parts])}"
        if after:
            sql = f"SELECT * FROM ({sql}) WHERE score > ? OR (score = ? AND number > ?)"
            values += [after[0], after[0], after[1]]
        sql += " ORDER BY score, number LIMIT ?"
    rows = ask(db, sql, (*values, query.limit + 1))
    found = rows[: query.limit]
    more = encode_cursor(found[-1][1:]) if len(rows) > query.limit else None
    places = [ask(db, "SELECT reading, place FROM statements WHERE number = ?", row[:1])[0] for row in found]
    return [(*place, row[1] if query.words is not None else None) for place, row in zip(places, found, strict=True)], more


def find_texts(db: apsw.Connection, words: str, *, limit: int = 10) -> list[tuple[str, str | None, str | None, str]]:
    """Id, title, outlet and passage of the articles that have the words and no statement that has them all, best first."""
    wanted = match(words)
    found: list[tuple[str, str | None, str | None, str]] = []
    for (reading,) in ask(db, "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (wanted, LOOKED_AT)):
        first, last = ask(db, "SELECT min(number), max(number) FROM statements WHERE reading = ?", (reading,))[0]
        if first is not None and ask(db, "SELECT 1 FROM said WHERE said MATCH ? AND rowid BETWEEN ? AND ? LIMIT 1", (wanted, first, last)):
            continue
        found += ask(
            db,
            "SELECT a.id, a.title, a.outlet, snippet(texts, 1, '', '', ' … ', 24) FROM texts f JOIN articles a ON a.reading = f.rowid "
            "WHERE texts MATCH ? AND f.rowid = ?",
            (wanted, reading),
        )
        if len(found) == limit:
            break
    return found


def find_speakers(db: apsw.Connection, words: str, *, limit: int = 3) -> list[tuple[str, int]]:
    """Speakers in whose name the words stand, in order, by one of their names, with their statements, most first."""
    name = words.strip().removeprefix('"').removesuffix('"')
    if not any(c.isalnum() for c in name) or '"' in name or "*" in name:
        return []
    rows = ask(
        db,
        "SELECT min(e.called), sum(e.said) AS said FROM names n JOIN entities e ON e.number = n.rowid JOIN articles a ON a.reading = e.reading AND a.current "
        "WHERE names MATCH ? AND e.said > 0 GROUP BY coalesce(e.key, e.called) ORDER BY said DESC, 1 LIMIT ?",
        (phrase(name), limit),
    )
    return [(called.split(BETWEEN)[0], said) for called, said in rows]


def encode_cursor(values: Sequence[str | float | None]) -> str:
    """Where a page ended, as a word that can be handed back."""
    return canonical([v.hex() if isinstance(v, float) else v for v in values]).encode().hex()


def decode_place(after: str | None) -> tuple[str, int] | None:
    """The key and number at which a page of people ended; UsageError where it is no such word."""
    if after is None:
        return None
    try:
        key, number = json.loads(bytes.fromhex(after))
        if not isinstance(key, str):
            raise ValueError
        return key, int(number)
    except (ValueError, TypeError):
        raise UsageError("after: not where a page of this list ended; start anew without it") from None


def decode_about(after: str | None) -> list[Any] | None:
    """The rank, day and id at which a page of what was said about somebody ended; UsageError where it is no such word."""
    if after is None:
        return None
    try:
        rank, day, own = json.loads(bytes.fromhex(after))
        if not isinstance(day, str) or not isinstance(own, str):
            raise ValueError
        return [int(rank), day, own]
    except (ValueError, TypeError):
        raise UsageError("after: not where a page of this list ended; start anew without it") from None


def decode_cursor(query: Query, size: int) -> list[Any] | None:
    """Where the page before ended; UsageError where it is no such word."""
    if query.after is None:
        return None
    try:
        values = json.loads(bytes.fromhex(query.after))
        if not isinstance(values, list) or len(values) != size:
            raise ValueError
        if query.words is not None:
            return [float.fromhex(values[0]), int(values[1])]
        if not isinstance(values[1], str) or not isinstance(values[0], str | None):
            raise ValueError
        return values
    except (ValueError, TypeError, AttributeError):
        raise UsageError("after: not where a page of this search ended; start anew without it") from None
