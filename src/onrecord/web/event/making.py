"""Dossiers take seconds where texts are many: they are made once, beside the requests, and kept while the ledger stays as it is.

In: a key that has all that a dossier depends on, and how to make it. Out: the dossier, or None while it is still being made. A few are kept, the one not
asked for longest goes first; one is made at a time, so that a reader with many windows does not stop the others.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillMaking
from threading import Lock, Semaphore, Thread
from typing import Generic, TypeVar

T = TypeVar("T")

KEPT = 8
WAITING = 16  # unfinished ones; more are not begun


class Busy(Exception):
    """Too many dossiers are being made already."""


class Making(Generic[T]):
    """What was made and what is being made, by key; shared between threads."""

    def __init__(self, kept: int = KEPT, waiting: int = WAITING) -> None:
        self._kept, self._waiting = kept, waiting
        self._known: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = Lock()
        self._turn = Semaphore(1)

    def ask(self, key: Hashable, make: Callable[[], T], patience: float) -> T | None:
        """The thing of this key; None where it is not made within `patience` seconds: ask again. What `make` raised is raised, once."""
        future = self._begin(key, make)
        try:
            return future.result(timeout=patience)
        except StillMaking:
            if not future.done():
                return None
            raise
        finally:
            if future.done() and future.exception() is not None:
                self._forget(key, future)

    def _begin(self, key: Hashable, make: Callable[[], T]) -> "Future[T]":
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
            if sum(1 for f in self._known.values() if not f.done()) >= self._waiting:
                raise Busy
            future: Future[T] = Future()
            self._known[key] = future
            for old in [k for k, f in self._known.items() if f.done()][: max(0, len(self._known) - self._kept)]:
                del self._known[old]
        Thread(target=self._run, args=(future, make), name="dossier", daemon=True).start()
        return future

    def _run(self, future: "Future[T]", make: Callable[[], T]) -> None:
        with self._turn:
            try:
                future.set_result(make())
            except Exception as e:
                future.set_exception(e)

    def _forget(self, key: Hashable, future: "Future[T]") -> None:
        with self._lock:
            if self._known.get(key) is future:
                del self._known[key]
