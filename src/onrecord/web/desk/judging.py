"""The card to judge: one question, the places in the reports that it rests on side by side, and the answers that can be given.

In: a question of the ledger and what it shows of the ids in it. Out: a `Card`. And back: what was pressed, as something that a person may say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.judge.types import (
    Identity,
    NotStatement,
    Party,
    Question,
    Right,
    Saying,
    Wrong,
)
from onrecord.ledger.types import Shown
from onrecord.phrase import ACTS, HIDDEN, SPACE, make_visible, name_hidden, say_act, say_when
from onrecord.sheet.words import CLOCK
from onrecord.types import LEFT_OUT, Act, Article, Entity, Record, Span, Statement
from onrecord.web.cite import say_where
from onrecord.web.render import sure

AROUND = 420  # characters of the report that stand about the place


@dataclass(frozen=True, slots=True)
class Side:
    """A place in a report: the words before, the marked ones, those after; who printed it and when, which line of how many, the act that stands there."""

    outlet: str
    when: str
    byline: str
    before: str
    marked: str
    after: str
    line: str
    act: Act | None
    does: str
    strong: bool
    sure: str
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A way to answer: its words, key, and the value that is sent."""

    label: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A question with its sides and answers. `others` are the names or acts that may be right instead: (value, words)."""

    kind: str
    one: str
    other: str
    words: str
    why: str
    sides: tuple[Side, ...]
    answers: tuple[Answer, ...]
    others: tuple[tuple[str, str], ...] = ()
    other_label: str = ""


def make_card(question: Question, shown: Iterable[Shown]) -> Card:
    """The card of a question; `shown` is what `one` and `other` stand for."""
    found = list(shown)
    sides = tuple(side for each in found if (side := make_side(each)) is not None)
    answers: tuple[Answer, ...]
    others: tuple[tuple[str, str], ...] = ()
    label = ""
    if question.kind == "entities":
        answers = (Answer("Same", "s", "same"), Answer("Different", "d", "different"), Answer("Unsure", "u", "unsure"))
    elif question.kind == "speaker":
        answers = (Answer("Right", "1", "right"), Answer("Not a statement", "4", "not-a-statement"))
        others, label = list_speakers(found[0]), "Wrong speaker: it is"
    elif question.kind == "act":
        answers = (Answer("Right", "1", "right"), Answer("Not a statement", "4", "not-a-statement"))
        others, label = tuple((act, words[1]) for act, words in ACTS.items() if not found[0].statement or act != found[0].statement.act), "Wrong act: it"
    else:
        answers = (Answer("Right", "1", "right"), Answer("Not a statement", "4", "not-a-statement"))
    return Card(question.kind, question.one, question.other or "", question.words, question.why, sides, answers, others, label)


def list_speakers(shown: Shown) -> tuple[tuple[str, str], ...]:
    """Who else may have said it: the rivals first, then whoever else speaks in the report, then nobody who is known."""
    record, statement = shown.record, shown.statement
    if record is None or statement is None:
        return (("", "not known"),)
    names = {e.id: make_visible(e.name) for e in record.entities}
    speakers = [i for s in record.statements for i in s.speakers]
    ids = [i for i in dict.fromkeys((*statement.rivals, *speakers)) if i in names and i not in statement.speakers]
    return (*((i, names[i]) for i in ids), ("", "not known"))


def make_side(shown: Shown) -> Side | None:
    """The place of an entity or a statement in its report."""
    record, article = shown.record, shown.article or (shown.record.article if shown.record else None)
    if record is None or article is None:
        return None
    statement = shown.statement or (first_of(record, shown.entity) if shown.entity else None)
    span = named(article, shown.entity) if shown.entity else statement.content[0] if statement and statement.content else None
    if span is None:
        return None
    block = next((b for b in article.blocks if b.start <= span.start < b.end and b.kind not in LEFT_OUT), None)
    start, end = (block.start, block.end) if block else (max(0, span.start - AROUND // 2), span.end + AROUND // 2)
    start, end = max(start, span.start - AROUND), min(max(end, span.end), span.end + AROUND)
    lines = [b for b in article.blocks if b.kind not in LEFT_OUT]
    number = next((n for n, b in enumerate(lines, 1) if b is block), 0)
    several = statement is not None and len(statement.speakers) > 1
    return Side(
        outlet=say_where(article), when=CLOCK.sub("", say_when(article.published)) if article.published else "undated",
        byline=", ".join(make_visible(b) for b in article.byline[:2]), before=make_run(article.text[start : span.start]),
        marked=make_run(span.of(article.text)), after=make_run(article.text[span.end : end]), line=f"paragraph {number} of {len(lines)}" if number else "",
        act=statement.act if statement else None, does=say_act(statement, several=several) if statement else "",
        strong=bool(statement and statement.act in ("accuse", "deny", "challenge", "demand", "admit", "decline", "retract")),
        sure=sure(statement.makers.get("act")) if statement else "",
        href=f"/s/{statement.id}" if statement else f"/article/{article.id}", name=make_visible(shown.entity.name) if shown.entity else "",
    )  # fmt: skip


def make_run(words: str) -> str:
    """Words that stand beside others, with every hidden character visible and the spaces at their ends kept."""
    return HIDDEN.sub(name_hidden, SPACE.sub(" ", words))


def first_of(record: Record, entity: Entity) -> Statement | None:
    """What somebody says first in a report."""
    return next((s for s in record.statements if entity.id in s.speakers), None)


def named(article: Article, entity: Entity) -> Span | None:
    """The fullest place where somebody is named or described."""
    places = [m for m in entity.mentions if m.kind != "pronoun"] or list(entity.mentions)
    best = max(places, key=lambda m: (m.kind == "name", m.end - m.start, -m.start), default=None)
    return Span(best.start, best.end) if best else None


def say_answer(kind: str, answer: str, other: str, instead: str | None, entities: Iterable[Entity] = ()) -> Saying:
    """What was pressed, as a saying. `instead` is what is right where the answer is "wrong": an entity's id, an act, "" where it is not known."""
    if kind == "entities":
        if answer not in ("same", "different", "unsure") or not other:
            raise UsageError("Say whether they are the same, different, or that you are unsure.")
        return Identity(answer, other)  # type: ignore[arg-type]
    if answer == "not-a-statement":
        return NotStatement()
    if answer == "right":
        return Right({"speaker": ("speakers",), "act": ("act",)}.get(kind, ()))  # type: ignore[arg-type]
    if answer == "wrong" and kind == "speaker":
        names = {e.id: e.name for e in entities}
        if instead and instead not in names:
            raise UsageError("That speaker is not in this report; open the statement to type a name.")
        return Wrong("speakers", bool(instead), (Party(names[instead], instead),) if instead else ())
    if answer == "wrong" and kind == "act":
        if instead and instead not in ACTS:
            raise UsageError("There is no such act.")
        return Wrong("act", bool(instead), value=instead or None)
    raise UsageError("That is no answer to this question.")
