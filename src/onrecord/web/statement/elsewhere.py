"""What the rest of the ledger has to a statement: the same words in other articles, and what those it is directed at say.

In: the ledger, a record, one of its statements. Out: cites, wire copies folded into the one that they print again. It looks for words, never for meaning, and
says how many texts it looked through.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Hit
from onrecord.phrase import SPACE, make_visible, say_names
from onrecord.types import Act, Article, Record, Statement
from onrecord.web.cite import Cite, cite
from onrecord.web.statement.chain import name_outlet

WORD = re.compile(r"[^\W_]+")
LEAST, LONGEST = 3, 40  # words of a passage that is looked for
FOUND = 40  # statements looked at
SHOWN = 12
CHARGES: frozenset[Act | None] = frozenset({"accuse", "criticise", "demand", "challenge", "threaten", "ask"})  # acts that call for an answer
ANSWERS: frozenset[Act | None] = frozenset({"deny", "challenge", "reject", "admit", "apologise", "decline", "promise", "retract"})


@dataclass(frozen=True, slots=True)
class Found:
    """A statement elsewhere, and the outlets that print its report again."""

    cite: Cite
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody a statement is directed at, and what they say: in this text, else in the others; `answers` where that is an answer by its act."""

    name: str
    entity: str
    cites: tuple[Cite, ...]
    answers: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same words in other articles: `found`, one a report; `copies` counts those that were folded; `texts` were looked through."""

    found: tuple[Found, ...]
    copies: int
    more: bool
    texts: int
    asked: bool  # whether there were words enough to look for


def find_elsewhere(ledger: Ledger, record: Record, statement: Statement) -> Elsewhere:
    """Other articles with the same words of the same statement."""
    article = record.article
    passage = longest_passage(article, statement) if article else ""
    words = WORD.findall(passage)
    if article is None or len(words) < LEAST:
        return Elsewhere((), 0, False, 0, False)
    page = ledger.find(f'"{" ".join(words[:LONGEST])}"', limit=FOUND)
    others = [hit for hit in page.hits if hit.record.article and hit.record.article.id != article.id]
    folded = fold_copies(others)
    found = tuple(
        Found(
            cite(hit.record, hit.statement, short=False), tuple(dict.fromkeys(name_outlet(h.record, h.record.article).text for h in again if h.record.article))
        )
        for hit, again in folded[:SHOWN]
    )
    return Elsewhere(found, sum(len(again) for _, again in folded), page.after is not None or len(folded) > SHOWN, page.searched, True)


def longest_passage(article: Article, statement: Statement) -> str:
    """The words to look for: the longest quotation, else the longest part of the content."""
    quotes = [q.of(article.text) for q in statement.quotes if len(WORD.findall(q.of(article.text))) >= LEAST]
    return max(quotes or [s.of(article.text) for s in statement.content], key=len, default="")


def fold_copies(hits: Sequence[Hit]) -> list[tuple[Hit, list[Hit]]]:
    """The hits, one a report: those whose paragraph is word for word the same print the first again. The earliest stands for all."""
    first: dict[str, tuple[Hit, list[Hit]]] = {}
    for hit in sorted(hits, key=lambda h: (published(h), h.statement.id)):
        key = paragraph_words(hit)
        if key in first:
            first[key][1].append(hit)
        else:
            first[key] = (hit, [])
    return list(first.values())


def published(hit: Hit) -> str:
    when = hit.record.article.published if hit.record.article else None
    return (when.start if when else None) or "9999"


def paragraph_words(hit: Hit) -> str:
    """The paragraph that a statement begins in, folded."""
    article = hit.record.article
    if article is None or not hit.statement.content:
        return hit.statement.id
    at = hit.statement.content[0].start
    block = next((b for b in article.blocks if b.start <= at < b.end), None)
    return SPACE.sub(" ", article.text[block.start : block.end]).casefold().strip() if block else hit.statement.id


def find_answers(ledger: Ledger, record: Record, statement: Statement) -> tuple[Answer, ...]:
    """For each one a charge, a demand or a question is directed at: what they say, here or in the other texts."""
    if statement.act not in CHARGES or statement.negated:
        return ()
    found = []
    for own in statement.targets:
        entity = next((e for e in record.entities if e.id == own), None)
        if entity is None or own in statement.speakers:
            continue
        here = [Hit(record, s) for s in record.statements if own in (*s.speakers, *s.on_behalf_of) and s.id != statement.id]
        hits = here or elsewhere_by(ledger, own, record)
        answering = [h for h in hits if h.statement.act in ANSWERS]
        cites = tuple(cite(h.record, h.statement) for h in (answering or hits)[:3])
        found.append(Answer(make_visible(say_names(record.entities, [own])), own, cites, bool(answering), bool(here)))
    return tuple(found)


def elsewhere_by(ledger: Ledger, entity: str, record: Record) -> list[Hit]:
    """What somebody says in other articles, by identity; nothing where who that is cannot be told there."""
    try:
        said_by = getattr(ledger, "said_by", None)
        name = next((e.name for e in record.entities if e.id == entity), entity)
        page = said_by(entity, limit=20) if said_by else ledger.find(speaker=name, limit=20)
    except UsageError:
        return []
    return [h for h in page.hits if h.record.article and record.article and h.record.article.id != record.article.id]
