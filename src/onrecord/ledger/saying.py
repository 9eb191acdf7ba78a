"""Keep what a named person says: an entry that names what it is about as it stands now, and rows that agree with it.

In: a connection within a transaction, an id, what is said, a name. Out: the `Judgement`; UsageError in words where it cannot be said.
"""

from dataclasses import replace
from typing import Any

import apsw

from onrecord.errors import UsageError
from onrecord.judge.check import check_kind, settle, short
from onrecord.judge.encode import encode_saying
from onrecord.judge.types import Grouping, Identity, Judgement, Missed, Saying, Undo
from onrecord.ledger import look, rulings, store
from onrecord.ledger.judge import gather_all, read_rows
from onrecord.ledger.settle import renew
from onrecord.ledger.sqlite import ask
from onrecord.ledger.types import Shown


def judge(db: apsw.Connection, about: str, saying: Saying, *, by: str) -> Judgement:
    """Keep a judgement. What it says is checked against the record in which the id stands, as people see it."""
    name = check_name(by)
    if isinstance(saying, Undo):
        return undo(db, read_number(about), by=by)
    shown = look.show(db, about)
    check_kind(saying, about, shown.kind)
    assert shown.record is not None
    if isinstance(saying, Identity | Grouping):
        saying = replace(saying, other=find_other(db, saying, shown))
    settled, saw = settle(saying, shown.record, shown.statement)
    article = shown.article.id if shown.article else None
    # The words of the text are found by their places: an entry never goes, and words may have to be withheld.
    kept = replace(settled, words="") if isinstance(settled, Missed) else settled
    body: dict[str, Any] = {"about": shown.id, "by": name, "article": article, "says": encode_saying(kept)}
    if saw:
        body["saw"] = [encode_saying(own) for own in saw]
    entry = store.append(db, "judgement", body)
    if article is not None:
        renew(db, article)
    rulings.settle_judged(db, shown.id, settled)
    return Judgement(entry.seq, entry.at, name, shown.id, settled, False, article, saw)


def undo(db: apsw.Connection, seq: int, *, by: str) -> Judgement:
    """Keep that a judgement does not hold."""
    name = check_name(by)
    found = ask(db, "SELECT article FROM judgements WHERE entry = ?", (seq,))
    if not found:
        raise UsageError(f"#{seq}: no judgement; `onrecord judge --list` lists them")
    target = next(j for j in gather_all(db) if j.seq == seq)
    if target.undone:
        raise UsageError(f"#{seq}: does not hold already; to let it hold again, undo the entry that undid it")
    article = found[0][0]
    entry = store.append(db, "judgement", {"about": f"#{seq}", "by": name, "article": article, "says": encode_saying(Undo())})
    if article is not None:
        renew(db, article)
    rulings.settle_judged(db, f"#{seq}", Undo())
    return read_rows([(entry.seq, entry.at, entry.body)])[0]


def find_other(db: apsw.Connection, saying: Identity | Grouping, shown: Shown) -> str:
    """The whole id of the other side, which is of the same kind and another one."""
    other = look.show(db, saying.other)
    check_kind(saying, saying.other, other.kind)
    if other.id == shown.id:
        raise UsageError(f"{saying.other}: this is the same {shown.kind}; name another one")
    if other.kind != shown.kind:
        raise UsageError(f"{saying.other}: this is of kind {other.kind}, the other one of kind {shown.kind}")
    return other.id


def check_name(by: str) -> str:
    name = " ".join(by.split())
    if not name:
        raise UsageError("a judgement needs the name of whoever makes it")
    return short(name, "name")


def read_number(about: str) -> int:
    number = about.removeprefix("#")
    if not (number.isascii() and number.isdecimal()):
        raise UsageError(f"{about}: an undo names an entry, as in #12")
    return int(number)
