"""The ledger of a request: one of a few that stay open, which only reads and stops in time; or one that writes, for which requests wait in line.

In: a request. Out: a `Ledger` in a `with`. Answers that take too long are `TooSlow`; a writer that waits too long gives LedgerError, in words.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.errors import OnrecordError, UsageError
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.ledger import Ledger, open
from onrecord.ledger.lock import PATIENCE
from onrecord.web.security import SAFE

SECONDS = 2.0  # that the questions of one page may take
KEPT = 8  # open ledgers that wait for the next request


class TooSlow(OnrecordError):
    """A question to the ledger was stopped."""


class Ledgers:
    """All ways to the ledger at `path`. Shared between threads; what it hands out is not."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._free: list[Ledger] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()

    @contextmanager
    def reading(self, *, seconds: float = SECONDS) -> Iterator[Ledger]:
        """A ledger that refuses to change; TooSlow where its questions take longer than `seconds`, counted from here."""
        with self._lock:
            ledger = self._free.pop() if self._free else None
        ledger = ledger or open(self.path, make=False)
        end = time.monotonic() + seconds
        late = False

        def stop() -> bool:
            nonlocal late
            late = late or time.monotonic() > end
            return late

        ledger.only_read(stop)
        try:
            yield ledger
        except BaseException as e:
            ledger.close()
            if late and isinstance(e, Exception):
                raise TooSlow(f"The ledger took longer than {seconds:g} seconds and was stopped. Ask for less: more words, a narrower time.") from None
            raise
        with self._lock:
            if len(self._free) < KEPT:
                self._free.append(ledger)
                return
        ledger.close()

    @contextmanager
    def writing(self) -> Iterator[Ledger]:
        """A ledger that may be changed; LedgerError where another request, or another program, writes for too long."""
        if not self._writing.acquire(timeout=PATIENCE):
            raise LedgerError("Something else is being written to the ledger. Wait a moment and send it again; nothing was kept of it.")
        try:
            with open(self.path, make=False) as ledger:
                yield ledger
        finally:
            self._writing.release()

    def close(self) -> None:
        with self._lock:
            free, self._free = self._free, []
        for ledger in free:
            ledger.close()


def ledgers(request: Request) -> Ledgers:
    found: Ledgers = request.app.state.ledgers
    return found


def reading(request: Request, *, seconds: float = SECONDS) -> AbstractContextManager[Ledger]:
    """`with reading(request) as ledger:` to look; do what is slow and no question to the ledger after it."""
    return ledgers(request).reading(seconds=seconds)


def writing(request: Request) -> AbstractContextManager[Ledger]:
    """`with writing(request) as ledger:` to keep something; never for a GET."""
    if request.method in SAFE:
        raise RuntimeError(f"{request.url.path}: a GET changes nothing")
    return ledgers(request).writing()


@contextmanager
def or_missing() -> Iterator[None]:
    """An id that leads nowhere is a page that is not there: 404, with the ledger's own words."""
    try:
        yield
    except UsageError as e:
        raise HTTPException(404, str(e)) from None
