"""What the API gives, as types, and made from what the ledger hands out. Pure.

In: the ledger's own answers. Out: values that are written as JSON; bytes are hexadecimal digits there (ledger/plain.py). Fields are named as the command line's
`--json` names them. The types are what the OpenAPI document is made from.
"""

import json
from dataclasses import dataclass, fields
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from onrecord.errors import UsageError
from onrecord.judge.encode import KINDS, encode_saying
from onrecord.judge.types import Foreign, Judgement, Question, Saying
from onrecord.ledger.chain import Entry
from onrecord.ledger.types import Edit, Follow, Hit, Outcome, Page, Shown, Source, SpeakerHit, Step, TextHit
from onrecord.phrase import line, say_speaker
from onrecord.types import Capture, Entity, Record, Statement, When
from onrecord.web.jobs import Job

# What a judgement says: one of the kinds of judge/types.py with its `type`. The document describes each.
Says = Annotated[dict[str, Any], Meta(extra_json_schema={"$ref": "#/components/schemas/Saying"})]
UNIONS = {"Saying": KINDS}


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that was found: what is needed to cite it, and the statement as its record has it. `line` is all of it in one readable line, `score` the
    rank of its words, lower is better, null where none were asked for."""

    id: str
    score: float | None
    line: str
    speaker: str
    words: tuple[str, ...]
    article: str
    title: str | None
    outlet: str | None
    published: When | None
    capture: Capture
    statement: Statement
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of statements. `after` is to be sent for the next page, null on the last. `texts` have the words asked for, but in no statement. `searched` is
    how many articles the ledger has. `speakers`: whose name has the words, with how many statements each makes."""

    statements: tuple[Found, ...]
    after: str | None
    texts: tuple[TextHit, ...]
    searched: int
    speakers: tuple[SpeakerHit, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What a named person said about something in the ledger. `about` is the id that it was said of, perhaps one of an older reading."""

    seq: int
    at: str
    by: str
    about: str
    says: Says
    undone: bool


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """Judgements in the order in which they were made. `after` is to be sent for the next page, null on the last."""

    judgements: tuple[Judged, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class StatementAnswer:
    """One statement. `sources` are its words in the bytes of the capture, `history` the entries that it comes from, `was` its ids in older readings, `now` the
    id that it has since, where it is not `current`; `struck`: somebody judged that it is no statement."""

    id: str
    current: bool
    struck: bool
    now: str | None
    was: tuple[str, ...]
    found: Found
    sources: tuple[Source, ...]
    history: tuple[Entry, ...]
    judgements: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """One article with all that was read in it: a record of schema onrecord/1. `edits` are the silent changes of its page."""

    id: str
    current: bool
    record: Record
    history: tuple[Entry, ...]
    judgements: tuple[Judged, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class FollowList:
    """What is followed, by whom."""

    follows: tuple[Follow, ...]


@dataclass(frozen=True, slots=True)
class HeadAnswer:
    """The head of the ledger: keep it elsewhere, and nothing before it can change unseen. `entries` counts what is in it."""

    head: str
    entries: int
    articles: int
    version: str


@dataclass(frozen=True, slots=True)
class SayingGiven:
    """A judgement to keep: about which id, by whom, and what it says."""

    about: str
    by: str
    says: Says


def give_page(page: Page) -> FoundPage:
    return FoundPage(tuple(give_hit(hit) for hit in page.hits), page.after, page.texts, page.searched, page.speakers)


def give_hit(hit: Hit) -> Found:
    return give_statement(hit.record, hit.statement, hit.score)


def give_statement(record: Record, s: Statement, score: float | None = None) -> Found:
    """A statement with the entities that it names."""
    article = record.article
    assert article is not None
    named = {*s.speakers, *s.addressees, *s.targets, *s.relayed_by, *s.on_behalf_of, *s.rivals}
    return Found(
        s.id, score, line(record, s), say_speaker(record, s), tuple(span.of(article.text) for span in s.content), article.id, article.title, article.outlet,
        article.published, record.capture, s, tuple(e for e in record.entities if e.id in named),
    )  # fmt: skip


def give_judgement(j: Judgement) -> Judged:
    says = json.loads(j.saying.says) if isinstance(j.saying, Foreign) else encode_saying(j.saying)
    return Judged(j.seq, j.at, j.by, j.about, says, j.undone)


def give_shown(shown: Shown) -> StatementAnswer:
    """What is known of one statement."""
    assert shown.record is not None and shown.statement is not None
    return StatementAnswer(
        shown.statement.id, shown.current, shown.struck, shown.now, shown.was, give_statement(shown.record, shown.statement), shown.sources, shown.history,
        tuple(give_judgement(j) for j in shown.judgements),
    )  # fmt: skip


def give_article(shown: Shown) -> ArticleAnswer:
    """What is known of one article."""
    assert shown.record is not None and shown.article is not None
    judgements = tuple(give_judgement(j) for j in shown.judgements)
    return ArticleAnswer(shown.article.id, shown.current, shown.record, shown.history, judgements, shown.edits)


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """What became of one input: its outcome, the article that was read, how many statements, what could not be read as it should be."""

    name: str
    outcome: Outcome
    article: str | None
    statements: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JobAnswer:
    """Work that goes on in the background. `words` tell how far it is; when it is `done`, `steps` tell what became of each input, or `error` why it ended."""

    id: str
    title: str
    words: str
    done: bool
    error: str | None
    steps: tuple[StepAnswer, ...]


@dataclass(frozen=True, slots=True)
class QuestionList:
    """What is worth judging, most useful first."""

    questions: tuple[Question, ...]


def give_step(step: Step) -> StepAnswer:
    return StepAnswer(step.name, step.outcome, step.article, step.statements, step.problems)


def give_job(job: Job) -> JobAnswer:
    steps = job.result if isinstance(job.result, tuple) else ()
    return JobAnswer(job.id, job.title, job.words, job.done, job.error or None, tuple(s for s in steps if isinstance(s, StepAnswer)))


def take_saying(says: dict[str, Any]) -> Saying:
    """What a judgement says, from JSON; fields that are not given have their default. UsageError where it is none of the kinds."""
    kind = says.get("type")
    own = KINDS.get(kind) if isinstance(kind, str) else None
    if own is None:
        raise UsageError(f"type: {kind!r} is none; one of {', '.join(KINDS)}")
    try:
        given: Any = msgspec.convert({key: value for key, value in says.items() if key != "type"}, own)
    except msgspec.ValidationError as e:
        raise UsageError(f"says: {e}") from None
    unknown = set(says) - {"type", *(f.name for f in fields(own))}
    if unknown:
        raise UsageError(f"says: a judgement of type {kind} has no {', '.join(sorted(unknown))}")
    found: Saying = given
    return found
