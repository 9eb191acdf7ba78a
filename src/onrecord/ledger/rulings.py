"""What people ruled about groups, from the judgements in the ledger, in the ids that are shown now.

In: a connection. Out: `Rulings`. A judgement names the ids of its day: a statement is followed to the reading that is shown now, an article to the one that its
page shows now.
"""

import apsw

from onrecord.group.rulings import Ruling, Rulings
from onrecord.judge.types import Grouping, Identity, Label, Undo
from onrecord.ledger import look
from onrecord.ledger.events import tables
from onrecord.ledger.judge import gather_all
from onrecord.ledger.sqlite import ask_one


def read_rulings(db: apsw.Connection) -> Rulings:
    """All that holds, in the order in which it was said."""
    found: dict[str, list[Ruling]] = {"event": [], "point": [], "utterance": [], "voice": []}
    labels: dict[str, dict[str, str]] = {"event": {}, "point": {}}
    for j in gather_all(db) if ask_one(db, "SELECT 1 FROM judgements LIMIT 1") else ():
        saying = j.saying
        if j.undone:
            continue
        if isinstance(saying, Grouping):
            now = article_now if saying.grouped == "event" else statement_now
            found[saying.grouped].append(Ruling(saying.what, now(db, j.about), now(db, saying.other)))
        elif isinstance(saying, Label):
            own = article_now(db, j.about) if saying.grouped == "event" else statement_now(db, j.about)
            labels[saying.grouped].pop(own, None)
            labels[saying.grouped][own] = saying.label
        elif isinstance(saying, Identity) and saying.what != "unsure":
            found["voice"].append(Ruling("together" if saying.what == "same" else "apart", j.about, saying.other))
    return Rulings(tuple(found["event"]), tuple(found["point"]), tuple(found["utterance"]), tuple(found["voice"]), labels["event"], labels["point"])


def settle_judged(db: apsw.Connection, about: str, saying: object) -> None:
    """Group the articles anew that a judgement about events, or the undoing of one, may concern."""
    if isinstance(saying, Undo):
        named = [own for j in gather_all(db) if is_of_event(j.saying) for own in (j.about, *others(j.saying))]
    elif is_of_event(saying):
        named = [about, *others(saying)]
    else:
        return
    for article in sorted({article_now(db, own) for own in named}):
        db.execute("INSERT OR IGNORE INTO ungrouped SELECT reading FROM topics WHERE article = ?", (article,))
    tables.settle(db, read_rulings(db))


def is_of_event(saying: object) -> bool:
    return isinstance(saying, Grouping | Label) and saying.grouped == "event"


def others(saying: object) -> tuple[str, ...]:
    return (saying.other,) if isinstance(saying, Grouping) else ()


def statement_now(db: apsw.Connection, own: str) -> str:
    """The id under which a statement is shown now."""
    if ask_one(db, "SELECT 1 FROM statements WHERE id = ? AND current LIMIT 1", (own,)):
        return own
    later = look.walk(db, own, "SELECT new FROM carried WHERE old = ? ORDER BY entry")
    return next((i for i in reversed(later) if ask_one(db, "SELECT 1 FROM statements WHERE id = ? AND current LIMIT 1", (i,))), own)


def article_now(db: apsw.Connection, own: str) -> str:
    """The article that stands for one, or for that of a statement: itself where it is shown, else what its page shows now."""
    article = ask_one(
        db, "SELECT a.id FROM statements s JOIN articles a ON a.reading = s.reading WHERE s.id = ? ORDER BY s.current DESC, s.reading DESC LIMIT 1", (own,)
    )
    article = article or own
    if ask_one(db, "SELECT 1 FROM articles WHERE id = ? AND current LIMIT 1", (article,)):
        return str(article)
    later = ask_one(
        db,
        "SELECT d.article FROM readings r JOIN addresses d ON d.address = r.address WHERE r.article = ? AND d.article IS NOT NULL ORDER BY d.article LIMIT 1",
        (article,),
    )
    return str(later or article)
