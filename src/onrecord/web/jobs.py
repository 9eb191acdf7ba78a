"""What takes longer than a page may: done in the background, looked at by its id while it runs and for a while after it is done.

In: work, a function that is handed its `Job`. Out: jobs. Some run at once beside each other; those that write to the ledger run one after another.
"""

import logging
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import OnrecordError, UsageError
from onrecord.web.ledgers import Ledgers

AT_ONCE = 2  # jobs that only read
WAITING = 50  # jobs that have not ended; more are refused
KEPT = 200  # jobs that are remembered


@dataclass(slots=True)
class Job:
    """One piece of work. `words` tell how far it is, `error` why it ended badly; `result` is what it gave."""

    title: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    words: str = ""
    result: Any = None
    error: str = ""
    done: bool = False
    stopped: bool = False  # somebody asked it to end; it looks at this between two steps

    def say(self, words: str) -> None:
        """Tell how far it is."""
        self.words = words


class Jobs:
    """All jobs of a server. Shared between threads."""

    def __init__(self, ledgers: Ledgers) -> None:
        self.ledgers = ledgers
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._pools = {True: ThreadPoolExecutor(1, "onrecord-write"), False: ThreadPoolExecutor(AT_ONCE, "onrecord-work")}

    def start(self, title: str, work: Callable[[Job], Any], *, writes: bool = False) -> Job:
        """Begin, or wait in line; UsageError where too much waits already."""
        job = Job(title)
        with self._lock:
            if sum(not each.done for each in self._jobs.values()) >= WAITING:
                raise UsageError("Too much is waiting to be done already. Wait until some of it is, and send it again.")
            for own in [each.id for each in self._jobs.values() if each.done][: max(0, len(self._jobs) - KEPT)]:
                del self._jobs[own]
            self._jobs[job.id] = job
        self._pools[writes].submit(self._run, job, work)
        return job

    def get(self, id: str) -> Job | None:
        with self._lock:
            return self._jobs.get(id)

    def list(self) -> list[Job]:
        """All that are remembered, the newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Let what runs come to the end of its step, and begin nothing more."""
        for job in self.list():
            job.stopped = True
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, work: Callable[[Job], Any]) -> None:
        try:
            job.result = work(job)
        except OnrecordError as e:
            job.error = str(e)
        except Exception as e:
            logging.getLogger("onrecord.web").error("in the background: %s", job.title, exc_info=e)
            job.error = "This is a mistake in onrecord; what went wrong is printed where the server was started."
        finally:
            job.done = True
