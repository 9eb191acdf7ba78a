"""The screen of one statement, "show me": its sentence, through whom it came, the archived text and bytes, where they come from, who read and judged what.

In: what the ledger shows of an id. Out: `StatementView`, everything the template sets, in the order of the page. It asks the ledger for what only the
ledger knows.
"""

from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.judge.types import AtSource
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Edit, EventSeen, Shown
from onrecord.phrase import ARTICLE, in_marks, lower, make_visible, say_cue, say_moment, say_names, say_own, say_when
from onrecord.sheet.words import CLOCK, WEEKDAY
from onrecord.types import Article, Record, Statement
from onrecord.web.cite import Cite, cite
from onrecord.web.statement.chain import Name, Step, find_chain, name_outlet, raise_name, say_via
from onrecord.web.statement.choice import OTHERS, Choice, list_channels, offer_acts, offer_parties
from onrecord.web.statement.citation import Citation
from onrecord.web.statement.citation import cite as make_citation
from onrecord.web.statement.custody import Check, Custody, find_custody
from onrecord.web.statement.elsewhere import Answer, Elsewhere, find_answers, find_elsewhere
from onrecord.web.statement.history import Judged, list_judged
from onrecord.web.statement.made import LABELS, Made, is_checked, list_made
from onrecord.web.statement.place import Excerpt, excerpt
from onrecord.web.statement.sentence import Sentence, lay_sentence
from onrecord.web.statement.source import Bytes, find_bytes
from onrecord.why import statements_around


@dataclass(frozen=True, slots=True)
class Line:
    """The grammar of a statement in one line: who, through whom, by which words, to whom, when, and what that day is read from."""

    names: tuple[Name, ...]
    sure: str
    unclear: str
    via: str
    cue: str
    to: str
    when: str
    sure_when: str
    read_from: str


@dataclass(frozen=True, slots=True)
class Other:
    """A field that may be wrong besides speaker and act, with what it may be instead."""

    field: str
    label: str
    now: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before the statement is used; `href` leads on."""

    words: str
    href: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class StatementView:
    """Everything on the page."""

    id: str
    cite: Cite
    article: Article
    outlet: str
    day: str
    event: EventSeen | None
    notices: tuple[Notice, ...]
    sentence: Sentence
    line: Line
    chain: tuple[Step, ...]
    excerpt: Excerpt
    bytes: Bytes
    as_source: bool
    withheld: bool
    answers: tuple[Answer, ...]
    grounds: tuple[str, ...]
    doubts: tuple[tuple[str, str], ...]
    elsewhere: Elsewhere
    custody: Custody
    checks: tuple[Check, ...]
    made: tuple[Made, ...]
    judged: tuple[Judged, ...]
    speakers: tuple[Choice, ...]
    acts: tuple[Choice, ...]
    others: tuple[Other, ...]
    channels: tuple[str, ...]
    citations: tuple[Citation, ...]
    link: str
    was: tuple[str, ...]
    struck: bool
    negated: bool
    anonymous: bool


def view_statement(ledger: Ledger, shown: Shown, *, link: str, as_source: bool = False, checks: tuple[Check, ...] = ()) -> StatementView:
    """The page for a statement that the ledger shows."""
    record, statement, article = shown.record, shown.statement, shown.article
    assert record is not None and statement is not None and article is not None
    raw = read_bytes(ledger, shown.id)
    around = statements_around(record, statement)
    parts = [*statement.source, *statement.cue, *(s for outer in around for s in (*outer.source, *outer.cue))]
    made = list_made(record, statement)
    return StatementView(
        id=shown.id, cite=cite(record, statement, short=False), article=article, outlet=name_outlet(record, article).text,
        day=CLOCK.sub("", WEEKDAY.sub("", say_when(article.published))) if article.published else "undated",
        event=find_event(ledger, article.id), notices=tuple(find_notices(ledger, shown)), sentence=lay_sentence(record, statement),
        line=lay_line(record, article, statement), chain=find_chain(record, statement), excerpt=excerpt(article.text, statement.content, parts),
        bytes=find_bytes(record, statement.content, shown.sources, raw), as_source=as_source, withheld=raw is None,
        answers=find_answers(ledger, record, statement), grounds=tuple(say_own(article.text, statement, s) for s in statement.grounds),
        doubts=(
            *(("The report’s doubt", make_visible(s.of(article.text))) for s in statement.hedges),
            *(("The speaker’s certainty", say_own(article.text, statement, s)) for s in statement.certainty),
        ),
        elsewhere=find_elsewhere(ledger, record, statement), custody=find_custody(ledger, shown), checks=checks, made=made,
        judged=list_judged(shown.judgements), speakers=offer_parties(record, statement, "speakers"), acts=offer_acts(statement),
        others=tuple(Other(f, LABELS[f], say_names(record.entities, getattr(statement, f)), offer_parties(record, statement, f)) for f in OTHERS),
        channels=list_channels(), citations=make_citation(record, statement, link), link=link, was=shown.was, struck=getattr(shown, "struck", False),
        negated=statement.negated, anonymous=statement.anonymous,
    )  # fmt: skip


def read_bytes(ledger: Ledger, id: str) -> bytes | None:
    """The capture's bytes; None where they were withheld."""
    try:
        return ledger.capture(id)
    except UsageError:
        return None


def find_event(ledger: Ledger, article: str) -> EventSeen | None:
    """The event that an article tells of, where it is one of several."""
    try:
        found = ledger.event(article)
    except UsageError:
        return None
    return found if found.texts > 1 else None


def lay_line(record: Record, article: Article, statement: Statement) -> Line:
    """The parts of the grammar line."""
    by_id = {e.id: e for e in record.entities}
    known = [by_id[i] for i in statement.speakers if i in by_id]
    names = tuple(Name(raise_name(e), e.id) for e in known) if not statement.rivals else ()
    unclear = " or ".join(ARTICLE.sub(lower, say_names(record.entities, [i]), count=1) for i in (*statement.speakers, *statement.rivals) if i in by_id)
    day = say_when(statement.said_on) if statement.said_on else "day not stated"
    return Line(
        names, "checked" if is_checked(statement, "speakers") else "guess", unclear if statement.rivals else "", say_via(record, statement.relayed_by),
        say_cue(article.text, statement), say_names(record.entities, statement.addressees), day,
        "checked" if is_checked(statement, "said_on") else "guess" if statement.said_on else "", read_from(article, statement),
    )  # fmt: skip


def read_from(article: Article, statement: Statement) -> str:
    """ "from “on Thursday”, article of Friday 9 October 2026"; empty where no day is stated."""
    when = statement.said_on
    if when is None:
        return ""
    words = f"from {in_marks(when.span.of(article.text))}" if when.span else ""
    printed = f"article of {CLOCK.sub('', say_when(article.published))}" if article.published and article.published.start else "article without a date"
    return ", ".join(part for part in (words, printed) if part)


def find_notices(ledger: Ledger, shown: Shown) -> list[Notice]:
    """What stands above all else: struck, withdrawn, superseded."""
    found: list[Notice] = []
    if getattr(shown, "struck", False):
        found.append(Notice("A person judged that this is not a statement. It counts nowhere, and stands here with its history.", "#history", "History"))
    assert shown.article is not None
    for saying in at_source(ledger, shown.article.id):
        day = f" on {say_moment(saying.date)}" if saying.date else ""
        note = f": {make_visible(saying.note)}" if saying.note else "."
        found.append(Notice(f"The publisher has {saying.what} this article{day}{note}", f"/article/{shown.article.id}#versions", "The article"))
    if not shown.current:
        found.append(tell_superseded(shown))
    return found


def at_source(ledger: Ledger, article: str) -> list[AtSource]:
    """What people noted of an article's fate at its publisher."""
    return [j.saying for j in ledger.judgements(article) if isinstance(j.saying, AtSource) and not j.undone]


def tell_superseded(shown: Shown) -> Notice:
    """That the page was seen with other words since, and what became of the statement there."""
    assert shown.article is not None
    if shown.now:
        return Notice("The page was seen with other words since; this statement stands there unchanged.", f"/s/{shown.now}", "The statement as it stands now")
    edit, after = what_became(shown.edits, shown.article.id, shown.id)
    if edit is None:
        words = "This is an older reading: the page was seen with other words since, or was read anew without this statement."
        return Notice(words, f"/article/{shown.article.id}", "The article")
    changed = f"The page was changed after this was seen, by {say_moment(edit.seen[1][:10])}"
    if after:
        return Notice(f"{changed}: this statement was altered.", f"/s/{after}", "The altered statement")
    return Notice(f"{changed}: this statement is gone from it.", f"/article/{edit.after}", "The page as it is now")


def what_became(edits: tuple[Edit, ...], article: str, statement: str) -> tuple[Edit | None, str | None]:
    """The edit that took a statement away, and the statement that it was altered to."""
    for edit in edits:
        if edit.before == article:
            moved = next((m for m in edit.statements if m.before == statement), None)
            return edit, moved.after if moved else None
    return None, None
