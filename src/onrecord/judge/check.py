"""What somebody says about a record, checked against it and brought to its one form. Pure.

In: a record as people see it, what was said, and about what. Out: the saying with its parties' ids and places; for "right", the values that were seen.
UsageError, in words, where it cannot be said: a span outside the text, words that are not there, a value that no field holds.
"""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.errors import UsageError
from onrecord.judge.apply import judged_fields
from onrecord.judge.spans import check_spans, list_places
from onrecord.judge.types import FIELDS, AtSource, Grouping, Identity, Label, Missed, Moved, NotStatement, Party, Right, Saying, Undo, Wrong
from onrecord.judge.value import PARTIES, SPANS, TRUTH, VALUES, party_of, read, say, see
from onrecord.types import Entity, Record, Statement

ABOUT: dict[type, tuple[str, ...]] = {
    Right: ("statement",), Wrong: ("statement",), NotStatement: ("statement",), Moved: ("statement",), Missed: ("article",), AtSource: ("article",),
    Identity: ("entity",), Grouping: ("statement", "article"), Label: ("statement", "article"), Undo: ("entry",),
}  # fmt: skip
LONGEST = 2000  # characters of a note, label or name


def check_kind(saying: Saying, about: str, kind: str) -> None:
    """UsageError where such a thing cannot be said about an id of this kind."""
    wanted = ABOUT.get(type(saying))
    if wanted is None:
        raise UsageError(f"{type(saying).__name__}: no judgement")
    if isinstance(saying, Grouping):
        wanted = ("article",) if saying.grouped == "event" else ("statement",)
    if kind not in wanted:
        raise UsageError(f"{about}: this is {_a(kind)}; name {_a(' or '.join(wanted))}")


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


def settle(saying: Saying, record: Record, statement: Statement | None) -> tuple[Saying, tuple[Wrong | Moved, ...]]:
    """The saying in its one form, and what was seen by somebody who says that fields are right."""
    text = record.article.text if record.article else ""
    known = {e.id: e for e in record.entities}
    if isinstance(saying, Right) and statement is not None:
        for field in saying.fields:
            check_field(field)
        fields = tuple(f for f in FIELDS if f in saying.fields)
        return Right(fields), tuple(see(statement, field, known) for field in judged_fields(Right(fields)))
    if isinstance(saying, Wrong) and statement is not None:
        return settle_wrong(saying, record, statement), ()
    if isinstance(saying, Moved):
        if saying.field not in SPANS:
            raise UsageError(f"{saying.field}: has no place to move; one of {', '.join(SPANS)}")
        if not saying.spans:
            raise UsageError(f"{saying.field}: say where its words stand" + ("" if saying.field == "content" else f", or that the {saying.field} is wrong"))
        return Moved(saying.field, check_spans(text, saying.spans)), ()
    if isinstance(saying, Missed):
        return settle_missed(saying, record), ()
    if isinstance(saying, AtSource):
        if saying.what not in ("corrected", "withdrawn"):
            raise UsageError(f"{saying.what!r}: an article is corrected or withdrawn at its source")
        if saying.date is not None:
            read("said_on", saying.date)
        if saying.url is not None and not saying.url.startswith(("http://", "https://")):
            raise UsageError(f"{saying.url}: not an address; it starts with http:// or https://")
        return replace(saying, note=short(saying.note, "note")), ()
    if isinstance(saying, Label):
        if not saying.label.strip():
            raise UsageError("a label needs a word")
        return replace(saying, label=short(" ".join(saying.label.split()), "label")), ()
    return saying, ()


def check_field(field: str) -> None:
    if field not in FIELDS:
        raise UsageError(f"{field!r}: no field that can be judged; one of {', '.join(FIELDS)}")


def settle_wrong(saying: Wrong, record: Record, statement: Statement) -> Wrong:
    field = saying.field
    check_field(field)
    if field in SPANS:
        if saying.known or field == "content":
            raise UsageError(f"{field}: say where its words stand, or that this is no statement")
        return Wrong(field)
    if field in PARTIES:
        if saying.value is not None:
            raise UsageError(f"{field}: takes parties, not a value")
        return Wrong(field, saying.known, settle_parties(saying.parties, record) if saying.known else ())
    if saying.parties:
        raise UsageError(f"{field}: takes a value, not parties")
    if not saying.known and field in ("negated", "anonymous"):  # of two, the other one
        return Wrong(field, True, value=say(field, not getattr(statement, field)))
    if not saying.known:
        return Wrong(field)
    assert field in VALUES
    read(field, short(saying.value or "", field) or None, before=getattr(statement, field))
    if saying.value is None and field in ("negated", "anonymous"):
        raise UsageError(f"{field}: {' or '.join(TRUTH)}")
    return Wrong(field, True, value=saying.value)


def settle_missed(saying: Missed, record: Record) -> Missed:
    text = record.article.text if record.article else ""
    if not saying.content:
        raise UsageError("a statement that was missed needs its words")
    content, source, cue = (check_spans(text, spans) for spans in (saying.content, saying.source, saying.cue))
    stand = " ".join(s.of(text) for s in content)
    if "".join(saying.words.split()) != "".join(stand.split()):
        raise UsageError(f"{saying.words!r}: not the words that stand there ({stand!r})")
    if saying.act is not None:
        read("act", saying.act)
    read("modality", saying.modality)
    if saying.parent is not None and saying.parent not in {s.id for s in record.statements}:
        raise UsageError(f"{saying.parent}: no statement of this article, in which the words could stand")
    return replace(saying, content=content, source=source, cue=cue, words=stand, speakers=settle_parties(saying.speakers, record))


def settle_parties(parties: Sequence[Party], record: Record) -> tuple[Party, ...]:
    """Parties with the ids that the reading gave them and one place each."""
    text = record.article.text if record.article else ""
    found: list[Party] = []
    for party in parties:
        name = short(" ".join(party.name.split()), "name")
        entity = entity_of(party, name, record)
        if entity is not None:
            own = party_of(entity)
            found.append(replace(own, span=check_spans(text, (party.span,))[0] if party.span else own.span))
            continue
        if party.id is not None:
            raise UsageError(f"{party.id}: no entity of this article; give the name alone")
        if not name:
            raise UsageError("a party needs a name")
        span = check_spans(text, (party.span,))[0] if party.span else next(iter(list_places(text, name)), None)
        found.append(Party(name, None, span))
    return tuple(dict.fromkeys(found))


def entity_of(party: Party, name: str, record: Record) -> Entity | None:
    """The one entity of the article that a party is: by id (or its start), by name, by another form of the name."""
    if party.id is not None:
        begun = [e for e in record.entities if e.id.startswith(party.id)]
        return begun[0] if len(begun) == 1 else None
    wanted = name.casefold()
    for named in ([e for e in record.entities if e.name.casefold() == wanted], [e for e in record.entities if wanted in {a.casefold() for a in e.aliases}]):
        if len(named) == 1:
            return named[0]
        if len(named) > 1:
            some = ", ".join(f"{e.name} [{e.id[:12]}]" for e in named[:4])
            raise UsageError(f"{name}: more than one in this article is called so: {some}; give the id")
    return None


def short(words: str, what: str) -> str:
    if len(words) > LONGEST:
        raise UsageError(f"{what}: {len(words):,} characters; give at most {LONGEST:,}")
    return words
