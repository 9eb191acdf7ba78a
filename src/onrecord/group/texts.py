"""The records to compare, in one order: each article once, by time of publication, then by id; and their statements with what grouping asks of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.types import Article, Entity, Record, Span, Statement, When

LAST = "9999"  # undated texts come last


@dataclass(frozen=True, slots=True)
class Said:
    """One statement where it stands: its record, its text's number in the order, and its speakers over all texts (`voices`)."""

    record: Record
    article: Article
    statement: Statement
    voices: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.statement.id

    @property
    def words(self) -> str:
        """The content's characters, parts joined by a space."""
        return " ".join(s.of(self.article.text) for s in self.statement.content)

    def entities(self, ids: Sequence[str]) -> tuple[Entity, ...]:
        known = {e.id: e for e in self.record.entities}
        return tuple(known[i] for i in ids if i in known)


def arrange(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records that have an article, each article once, by first day of publication, outlet and id: the same for every order of the input."""
    best: dict[str, Record] = {}
    for record in records:
        if record.article is not None:
            known = best.get(record.article.id)
            if known is None or (record.capture.id, record.capture.path or "") < (known.capture.id, known.capture.path or ""):
                best[record.article.id] = record
    return tuple(sorted(best.values(), key=place_in_time))


def place_in_time(record: Record) -> tuple[str, str, str]:
    article = record.article
    assert article is not None
    return (published_on(article) or LAST, article.outlet or "", article.id)


def published_on(article: Article) -> str | None:
    """The moment or day of publication, ISO 8601; None where it is not known or only one of several candidates."""
    return article.published.start if article.published else None


def list_said(records: Sequence[Record], voices: Mapping[tuple[str, str], str]) -> tuple[Said, ...]:
    """All statements in the order of the records; `voices` maps (article, entity) to the voice (who.py)."""
    return tuple(
        Said(r, r.article, s, tuple(dict.fromkeys(voices[r.article.id, e] for e in s.speakers if (r.article.id, e) in voices)))
        for r in records
        if r.article is not None
        for s in r.statements
    )


def first_members(voices: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """For each voice a name that stays when others join it, as its id does not: its first member."""
    first: dict[str, tuple[str, str]] = {}
    for member, voice in voices.items():
        if voice not in first or member < first[voice]:
            first[voice] = member
    return {voice: " ".join(member) for voice, member in first.items()}


def interval(said: Said) -> tuple[str | None, str | None]:
    """When it was said, as ISO dates: the record's own interval, else open at the start and closed by the publication."""
    when: When | None = said.statement.said_on
    if when is not None and (when.start or when.end):
        return when.start[:10] if when.start else None, when.end[:10] if when.end else None
    day = published_on(said.article)
    return None, day[:10] if day else None


def content_span(statement: Statement) -> Span:
    """From the first to the last character of the content."""
    return Span(min(s.start for s in statement.content), max(s.end for s in statement.content))
