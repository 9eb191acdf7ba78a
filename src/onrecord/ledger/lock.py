"""One writer at a time, and its name for whoever waits.

SQLite lets one connection write, but cannot say who holds it. So a writer holds a lock on a file beside the ledger for as long as it adds, and writes into it
who it is. The system lets go of the lock when the process ends, however it ends. Readers never touch it.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from onrecord.ledger.errors import LedgerError

PATIENCE = 5.0  # seconds: long enough for a commit, short enough for somebody who looks at the terminal
STEP = 0.05
BEYOND = 1 << 30  # the byte that Windows locks: one behind whatever is written, so that others can read who holds it


@contextmanager
def writing(path: str, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the ledger at `path` for writing; LedgerError naming the holder where another does not let go in time."""
    own = f"{path}-writer"
    with suppress(FileNotFoundError):
        if os.path.islink(own):
            raise LedgerError(f"{own}: a link stands where the ledger notes its writer; remove it")
    try:
        held = os.open(own, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as e:
        raise LedgerError(f"{path}: cannot be written ({e.strerror}); name a ledger in a folder of yours") from None
    try:
        end = time.monotonic() + patience
        while not _take(held):
            if time.monotonic() >= end:
                raise LedgerError(f"{path}: {_holder(held)} is writing to it; wait until it is done, or end it, and try again")
            time.sleep(STEP)
        os.ftruncate(held, 0)
        os.lseek(held, 0, os.SEEK_SET)
        os.write(held, json.dumps({"process": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}).encode())
        try:
            yield
        finally:
            os.ftruncate(held, 0)
            _release(held)
    finally:
        os.close(held)


def _holder(held: int) -> str:
    """Who holds the lock, in words."""
    try:
        os.lseek(held, 0, os.SEEK_SET)
        told = json.loads(os.read(held, 4096))
        return f"process {int(told['process'])} (since {datetime.fromisoformat(told['since']):%Y-%m-%d %H:%M:%S} UTC)"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"


if sys.platform == "win32":
    import msvcrt

    def _take(held: int) -> bool:
        os.lseek(held, BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(held: int) -> None:
        os.lseek(held, BEYOND, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(held, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(held: int) -> bool:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _release(held: int) -> None:
        fcntl.flock(held, fcntl.LOCK_UN)
