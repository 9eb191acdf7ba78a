"""Drafts are looked up one at a time in a worker that is stopped after a minute: the reading room goes on meanwhile.

In: a draft's bytes and name, the ledger's path. Out: what became of it; `Busy` where another draft is being looked up, `Stopped` where this one took too much.
"""

import threading

from onrecord.errors import InputError, OnrecordError
from onrecord.read.guard import Worker
from onrecord.web.draft.work import LookedUp

SECONDS = 60.0
MEMORY = 2_000_000_000
PATIENCE = 20.0  # seconds that a draft waits for the one before it

WORK = Worker("onrecord.web.draft.work.check_bytes", warm="onrecord.web.draft.work.warm", seconds=SECONDS, memory=MEMORY)
LINE = threading.Lock()
REASONS = {
    "took-too-long": f"This draft was not looked up within {SECONDS:g} seconds, so it was stopped. Check a part of it at a time.",
    "took-too-much-memory": "Looking this draft up took too much memory, so it was stopped. Check a part of it at a time.",
    "reader-crashed": "Looking this draft up failed. Save its words as .txt and try again; please report it.",
}


class Busy(OnrecordError):
    """Another draft is being looked up."""


class Stopped(OnrecordError):
    """A draft was not looked up to its end; the message says why."""


def look_up(raw: bytes, *, name: str, ledger: str) -> LookedUp:
    """Look up a draft in the ledger at `ledger`."""
    if not LINE.acquire(timeout=PATIENCE):
        raise Busy("Another draft is being looked up. Send this one again in a minute; nothing of it was kept.")
    try:
        return WORK.call(raw, returns=LookedUp, name=name, options={"ledger": ledger, "name": name})
    except InputError as e:
        raise Stopped(REASONS.get(e.code, str(e))) from None
    finally:
        LINE.release()
