"""A statement as one row of a table: the columns that csv, xlsx and parquet share.

In: a record. Out: its rows, one a statement, in reading order.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from onrecord.export.column import Column, Kind, Pair, Value, take_row
from onrecord.export.place import Fit, find_bytes
from onrecord.export.words import cut_makers
from onrecord.phrase import number_statements
from onrecord.types import Article, Entity, Record, Span, Statement, When


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with what is needed to tell of it."""

    record: Record
    article: Article
    statement: Statement
    number: int
    known: Mapping[str, Entity]

    def words(self, spans: Sequence[Span]) -> tuple[str, ...]:
        return tuple(s.of(self.article.text) for s in spans)

    def names(self, ids: Sequence[str]) -> tuple[str, ...]:
        return self.each(ids, lambda e: e.name)

    def each(self, ids: Sequence[str], tell: Callable[[Entity], str | None]) -> tuple[str, ...]:
        """One item an entity, in their order: empty where there is nothing to tell, so that columns keep step."""
        return tuple((tell(self.known[i]) or "") if i in self.known else "" for i in ids)

    def bytes(self) -> list[tuple[Pair | None, Fit]]:
        return [find_bytes(self.article, s, self.record.capture.charset) for s in self.statement.content]


def _own(name: str, kind: Kind, what: str) -> Column[Line]:
    return Column(name, kind, what, lambda line: getattr(line.statement, name))


def _said(name: str, what: str, field: str) -> Column[Line]:
    return Column(name, "texts", what, lambda line: line.words(getattr(line.statement, field)), words=True)


def _named(name: str, what: str) -> Column[Line]:
    return Column(name, "texts", what, lambda line: line.names(getattr(line.statement, name)), words=True)


def _places(name: str, field: str) -> Column[Line]:
    return Column(
        f"{name}_at",
        "places",
        f"where `{name}` stands in the text, in code points",
        lambda line: tuple((s.start, s.end) for s in getattr(line.statement, field)),
    )


def _when(name: str, part: Literal["start", "end", "precision", "basis"], what: str, find: Callable[[Line], When | None]) -> Column[Line]:
    return Column(f"{name}_{part}", "text", what, lambda line: getattr(find(line), part, None))


def _published(line: Line) -> When | None:
    return line.article.published


def _said_on(line: Line) -> When | None:
    return line.statement.said_on


def _roles(line: Line) -> tuple[str, ...]:
    return line.each(line.statement.speakers, lambda e: ", ".join(e.roles))


def _makers(line: Line) -> tuple[str, ...]:
    return tuple(f"{field}={maker}" for field, maker in sorted(line.statement.makers.items()))


def _candidates(when: When | None) -> tuple[str, ...]:
    return tuple(f"{start or ''}/{end or ''}" for start, end in when.candidates) if when else ()


STATEMENTS: tuple[Column[Line], ...] = (
    Column("statement_id", "text", "id of the statement", lambda line: line.statement.id),
    Column("parent_id", "text", "id of the statement whose content it stands in", lambda line: line.statement.parent),
    Column("number", "number", "its number in the report, from 1, in reading order", lambda line: line.number),
    Column("article_id", "text", "id of the article", lambda line: line.article.id),
    Column("sha256", "text", "SHA-256 of the bytes that were read", lambda line: line.record.capture.sha256),
    Column("url", "text", "where the report was published", lambda line: line.record.capture.url),
    Column("path", "text", "the file that was read", lambda line: line.record.capture.path),
    Column("outlet", "text", "who published it", lambda line: line.article.outlet),
    Column("form", "text", "form of the article: report, transcript, …", lambda line: line.article.form),
    Column("language", "text", "language of the article, two letters", lambda line: line.article.language),
    Column("title", "text", "headline", lambda line: line.article.title, words=True),
    Column("byline", "texts", "names of the authors", lambda line: line.article.byline, words=True),
    _when("published", "start", "first day or time of publication", _published),
    _when("published", "end", "last day or time of publication", _published),
    _when("published", "precision", "how exact the publication is known", _published),
    _when("published", "basis", "who says when it was published", _published),
    _named("speakers", "names of who says it"),
    Column("speaker_ids", "texts", "ids of who says it, within the article", lambda line: line.statement.speakers),
    Column("speaker_kinds", "texts", "kind of each speaker", lambda line: line.each(line.statement.speakers, lambda e: e.kind)),
    Column("speaker_roles", "texts", "roles of each speaker, as the article words them", _roles, words=True),
    Column("speaker_countries", "texts", "country of each speaker", lambda line: line.each(line.statement.speakers, lambda e: e.country)),
    _own("anonymous", "flag", "true where no speaker has a name"),
    Column("terms", "texts", "on what terms each unnamed speaker spoke", lambda line: line.each(line.statement.speakers, lambda e: e.terms), words=True),
    _named("rivals", "names of other speakers that the text allows: where there are any, the speaker is unclear"),
    _own("kind", "text", "direct, mixed or indirect"),
    _own("act", "text", "what the speaker does by it"),
    _own("detail", "text", "`investigation` for a demand for an inquiry"),
    _own("negated", "flag", "true where the text says that it was not said"),
    _own("modality", "text", "actual, future, hypothetical or question"),
    _said("source", "words that tell who says it", "source"),
    _said("cue", "words that do the saying", "cue"),
    _said("content", "words that are said, or the outlet's paraphrase of them", "content"),
    _said("quoted", "the parts of the content that stand in quotation marks", "quotes"),
    _named("addressees", "names of those to whom it was said"),
    _named("targets", "names of those who are accused, criticised, threatened, praised or asked to act"),
    _named("relayed_by", "names of those through whom the words came, outermost first"),
    _named("on_behalf_of", "names of those for whom a speaker speaks"),
    _own("channel", "text", "how it was said: phone call, interview, …"),
    _when("said_on", "start", "first day or time when it was said", _said_on),
    _when("said_on", "end", "last day or time when it was said", _said_on),
    _when("said_on", "precision", "how exact that is known", _said_on),
    _when("said_on", "basis", "who says so", _said_on),
    Column("said_on_candidates", "texts", "possible intervals where the text leaves it open, as start/end", lambda line: _candidates(line.statement.said_on)),
    _said("hedges", "words of doubt by the reporter", "hedges"),
    _said("certainty", "words of certainty or doubt by the speaker", "certainty"),
    _said("grounds", "words that tell what the speaker offers as evidence", "grounds"),
    *(
        _places(name, field)
        for name, field in (("quoted", "quotes"), *((same, same) for same in ("source", "cue", "content", "hedges", "certainty", "grounds")))
    ),
    Column(
        "start", "number", "where the content starts in the text, in code points", lambda line: min((s.start for s in line.statement.content), default=None)
    ),
    Column("end", "number", "where the content ends in the text (half-open)", lambda line: max((s.end for s in line.statement.content), default=None)),
    Column("bytes", "places", "where each span of the content stands in the captured bytes", lambda line: tuple(place for place, _ in line.bytes())),
    Column(
        "bytes_fit",
        "texts",
        "`exact`: these bytes are the words; `within`: the words stand in them; `none`: not placed",
        lambda line: tuple(fit for _, fit in line.bytes()),
    ),
    _own("confidence", "share", "how often the machine is right with a statement like this one, 0 to 1; never the speaker's certainty"),
    Column("makers", "texts", "who made each field, as field=maker", _makers),
    Column("problems", "texts", "codes of what could not be read well in the report", lambda line: tuple(dict.fromkeys(p.code for p in line.record.problems))),
)


def make_rows(record: Record, *, words: bool, only: Container[str] | None = None) -> Iterator[list[Value]]:
    """The rows of a record, of the statements `only` where not all are wanted; none for a report that was refused."""
    article = record.article
    if article is None:
        return
    told = record if words else cut_makers(record)
    known = {e.id: e for e in told.entities}
    for number, statement in enumerate(_in_order(told), 1):
        if only is None or statement.id in only:
            yield take_row(STATEMENTS, Line(told, article, statement, number, known), words=words)


def _in_order(record: Record) -> Sequence[Statement]:
    """Statements as `onrecord read` numbers them; as they come where a record from elsewhere puts one inside itself."""
    found = [s for *_, s in islice(number_statements(record), len(record.statements) + 1)]
    return found if sorted(map(id, found)) == sorted(map(id, record.statements)) else record.statements
