"""Speakers over all articles, and what is worth judging, as the API gives them.

In: `Asked`. Out: a value of the type that the operation gives.
"""

from onrecord.ledger.types import People, Person
from onrecord.web.api import answers
from onrecord.web.api.spec import Asked
from onrecord.web.ledgers import reading


def list_people(asked: Asked) -> People:
    """The speakers of the ledger, or those with these words in a name."""
    with reading(asked.request) as ledger:
        return ledger.people(asked.query.words, limit=asked.query.limit, after=asked.query.after)


def show_person(asked: Asked) -> Person:
    """A speaker over all articles; the id is a person's, or that of an entity in one article."""
    with reading(asked.request) as ledger:
        return ledger.person(asked.path["id"])


def said_by(asked: Asked) -> answers.FoundPage:
    """What a speaker said, newest first."""
    with reading(asked.request) as ledger:
        return answers.give_page(ledger.said_by(asked.path["id"], limit=asked.query.limit, after=asked.query.after))


def said_about(asked: Asked) -> answers.FoundPage:
    """What was said about a speaker, accusations first."""
    with reading(asked.request) as ledger:
        return answers.give_page(ledger.said_about(asked.path["id"], limit=asked.query.limit, after=asked.query.after))


def list_questions(asked: Asked) -> answers.QuestionList:
    """What is worth judging, most useful first."""
    with reading(asked.request) as ledger:
        return answers.QuestionList(ledger.questions(limit=asked.query.limit))
