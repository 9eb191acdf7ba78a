"""What the worker does with a draft: read it, take the texts of the ledger that may hold its words, look its words up there.

In: the draft's bytes, its name, the path of the ledger. Out: `LookedUp`. It runs in a process of its own (run.py), so that a long draft holds up nobody, and
nothing of the draft outlives the answer.
"""

from dataclasses import dataclass

from onrecord.check import Checked, check_draft
from onrecord.check.draft import read_given
from onrecord.ledger.ledger import open
from onrecord.say.tag import load_tagger
from onrecord.types import Record

WHOLE = 200  # texts of a ledger up to which a draft is compared with all of them
MOST = 200  # else with as many of those that share most of its words
EACH = 20  # for every passage that is looked up
PASSAGES = 400


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A draft checked against a ledger of `kept` texts; `refused` says why it was not, and then `checked` is None."""

    checked: Checked | None
    kept: int
    refused: str = ""


def check_bytes(raw: bytes, *, ledger: str, name: str) -> LookedUp:
    """Look up a draft. LedgerError where the ledger cannot be read."""
    draft = read_given(raw, path=name, guarded=False)
    with open(ledger, make=False) as source:
        kept = source.find(limit=1).searched
        if draft.article is None:
            return LookedUp(None, kept, draft.problems[0].message if draft.problems else f"{name}: not read")
        records = list(source.records() if kept <= WHOLE else source.near(passages(draft), each=EACH, most=MOST))
    return LookedUp(check_draft(draft, [r for r in records if r.article is not None]), kept)


def passages(draft: Record) -> list[str]:
    """The words that a draft quotes and attributes."""
    assert draft.article is not None
    text = draft.article.text
    quoted = [q.span.of(text) for q in draft.quotations]
    said = [" ".join(span.of(text) for span in s.content) for s in draft.statements]
    return list(dict.fromkeys([*quoted, *said]))[:PASSAGES]


def warm() -> None:
    """Load what every draft needs."""
    load_tagger(None)
