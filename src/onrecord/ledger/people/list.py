"""Everybody on record in pages, and pairs of people that a person should judge.

In: a connection, words of a name, where the page before ended. Out: `People`; questions. Those who say something and have a name are listed; "the report" and
other documents without a name of their own only where their words are asked for.
"""

from collections.abc import Iterator

import apsw

from onrecord.errors import UsageError
from onrecord.judge.types import Identity, Question
from onrecord.ledger.judge import gather_all
from onrecord.ledger.people.region import read_region
from onrecord.ledger.people.seen import make_person, say_why
from onrecord.ledger.search import LARGEST, decode_place, encode_cursor, phrase
from onrecord.ledger.sqlite import ask
from onrecord.ledger.types import People, Person
from onrecord.phrase import make_visible

LOOKED_AT = 400  # keys in which doubles are looked for
SPEAKING = "SELECT DISTINCT e.key FROM entities e JOIN articles a ON a.reading = e.reading AND a.current WHERE e.said > 0 AND e.key > ? ORDER BY e.key LIMIT ?"
NAMED = (
    "SELECT DISTINCT e.key FROM names n JOIN entities e ON e.number = n.rowid JOIN articles a ON a.reading = e.reading AND a.current "
    "WHERE names MATCH ? AND e.said > 0 AND e.key > ? ORDER BY e.key LIMIT ?"
)


def list_people(db: apsw.Connection, words: str | None, *, limit: int, after: str | None) -> People:
    """A page of people, by last name or first word, or of those with these words in a name."""
    if not 1 <= limit <= LARGEST:
        raise UsageError(f"limit: {limit} is not from 1 to {LARGEST}; ask for the next page with `after`")
    place = decode_place(after)
    found: list[tuple[str, int, Person]] = []
    for key, n, person in walk(db, words, place[0] if place else ""):
        if place and (key, n) <= place:
            continue
        if len(found) == limit:
            return People(tuple(p for _, _, p in found), encode_cursor([found[-1][0], str(found[-1][1])]))
        found.append((key, n, person))
    return People(tuple(p for _, _, p in found), None)


def walk(db: apsw.Connection, words: str | None, start: str) -> Iterator[tuple[str, int, Person]]:
    """Whoever speaks, by key, from the people under `start` on."""
    step = 50
    named = {row[0] for row in ask(db, "SELECT rowid FROM names WHERE names MATCH ?", (phrase(words),))} if words is not None else None
    keys = ask(db, "SELECT ? WHERE ? <> ''", (start, start))
    last = start
    while True:
        for (key,) in keys:
            region = read_region(db, key=key)
            if key != min(region.keys):
                continue  # what people joined under two keys is listed under the first
            people = [(make_person(region, g), region.groups[g]) for g in range(len(region.groups))]
            if named is None:
                shown = [p for p, _ in people if p.statements and not (p.kind == "document" and p.name.islower())]
            else:
                shown = [p for p, group in people if p.statements and any(region.members[i].number in named for i in group)]
            for n, person in enumerate(sorted(shown, key=lambda p: (-p.statements, p.name, p.id))):
                yield key, n, person
        keys = ask(db, NAMED, (phrase(words), last, step)) if words is not None else ask(db, SPEAKING, (last, step))
        if not keys:
            return
        last = keys[-1][0]


def ask_doubles(db: apsw.Connection, *, limit: int) -> list[Question]:
    """Pairs of people who may be one, those who say most first; what somebody judged, also as unsure, is not asked."""
    judged = {frozenset((j.about, j.saying.other)) for j in gather_all(db) if not j.undone and isinstance(j.saying, Identity)}
    sql = (
        "SELECT e.key, count(DISTINCT e.face) AS faces FROM entities e JOIN articles a ON a.reading = e.reading AND a.current WHERE e.key IS NOT NULL "
        "GROUP BY e.key HAVING faces > 1 AND sum(e.said) > 0 ORDER BY sum(e.said) DESC, e.key LIMIT ?"
    )
    found: list[tuple[int, Question]] = []
    for key, _ in ask(db, sql, (LOOKED_AT,)):
        region = read_region(db, key=key)
        for a, b in region.doubles:
            one, other = make_person(region, a), make_person(region, b)
            if one.statements + other.statements == 0 or any(frozenset((x, y)) in judged for x in one.members for y in other.members):
                continue
            words = f"Are {make_visible(one.name)} and {make_visible(other.name)} one and the same?"
            found.append((one.statements + other.statements, Question("entities", one.id, other.id, words, say_why(region, a, b))))
        if len(found) >= limit:
            break
    return [q for _, q in sorted(found, key=lambda x: -x[0])[:limit]]
