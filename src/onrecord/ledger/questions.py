"""What a person should look at first, over the whole ledger: the rows with the most doubt, as questions in words.

In: a connection. Out: `Question`s, in the order of judge/doubt.py. A question is gone once somebody answered it (judge/doubt.py); it writes nothing.
"""

from itertools import zip_longest

import apsw

from onrecord.judge.tell import cut
from onrecord.judge.types import Question
from onrecord.ledger.people.face import BETWEEN
from onrecord.ledger.people.list import ask_doubles
from onrecord.ledger.sqlite import ask
from onrecord.phrase import ACTS, make_visible

WORDS = 160  # characters of a statement in a question
MOST = 500  # questions at once
DOUBTS = (
    "SELECT id, question, doubt, act, source, content, (SELECT e.called FROM parties p JOIN entities e ON e.number = p.entity WHERE p.statement = s.number "
    "AND p.role = 'speaker' AND e.id <> '' ORDER BY e.number LIMIT 1) FROM statements s WHERE current AND doubt IS NOT NULL "
    "ORDER BY doubt DESC, number DESC LIMIT ?"
)


def ask_people(db: apsw.Connection, *, limit: int) -> tuple[Question, ...]:
    """The first `limit` questions: in turns, a doubtful value, two people who may be one."""
    limit = max(0, min(limit, MOST))
    values = [make_question(*row) for row in ask(db, DOUBTS, (limit,))]
    pairs = ask_doubles(db, limit=limit)
    turns = [q for both in zip_longest(values, pairs) for q in both if q is not None]
    return tuple(turns[:limit])


def make_question(own: str, kind: str, place: int, act: str | None, source: str, content: str, called: str | None) -> Question:
    """A row as a question."""
    name, words = make_visible((called or "").split(BETWEEN)[0]), cut(" ".join(content.split()), WORDS)
    if kind == "speaker" and name:
        return Question("speaker", own, None, f"Did {name} say {words}?", f"the text says {cut(source) or 'only a pronoun'} there")
    if kind == "speaker":
        return Question("speaker", own, None, f"Who said {words}?", f"the text says {cut(source)}, whom it does not name")
    if kind == "act" and act in ACTS:
        return Question("act", own, None, f"Is this right: {name or 'somebody'} {ACTS[act][1]}, with {words}?", f"much hangs on who {ACTS[act][1]} what")
    return Question("statement", own, None, f"Does {name or 'somebody'} say {words}?", f"about {round(place / 10)} of 100 such readings are wrong")
