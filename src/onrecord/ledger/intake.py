"""Inputs to readings: each read in a worker that may be killed, several at a time, handed back in order.

In: `Taken`, one an input: its bytes, its address, what the user told of it. Out: `Read`, the same with its record.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from onrecord import __version__
from onrecord.errors import InputError
from onrecord.ledger.chain import canonical
from onrecord.limits import OWN_MODEL_MEMORY, OWN_MODEL_SECONDS
from onrecord.pipeline import refuse
from onrecord.read.guard import Worker
from onrecord.say.tag import read_manifest
from onrecord.text.article import Told
from onrecord.types import Capture, Record

# The machine's own path would make two readings of the same bytes differ. What a path tells the reader, its ending, is kept.
ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".xhtml", "text/markdown": ".md"}
# Outcomes that another try may change: they depend on the machine's load, not on the bytes alone.
PASSING = frozenset({"took-too-long", "took-too-much-memory", "reader-crashed"})
BROKEN = " (broken off)"  # behind the name of a reader that did not get to the end: another try is made


@dataclass(frozen=True, slots=True)
class Taken:
    """One input. `raw` is None where its bytes could not be had; then `error` says why, and `capture` knows a name only."""

    name: str
    address: str
    told: Told
    capture: Capture
    raw: bytes | None = None
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """An input with its record; None where the ledger had it already."""

    taken: Taken
    record: Record | None
    reader: str


def say_told(told: Told) -> str:
    """What the user told, as the ledger keeps it."""
    return canonical({key: value for key, value in asdict(told).items() if value is not None})


def name_reader(model: Path | None) -> str:
    """Who reads: this version of onrecord with this tagger. Another name means that a capture is read again."""
    with as_file(files("onrecord.data") / "tagger") as shipped:
        manifest = read_manifest(model or shipped)
    own = hashlib.sha256(canonical(manifest).encode()).hexdigest()[:16]
    return f"onrecord/{__version__} {manifest['name']}/{manifest['version']} {own}"


class Readers:
    """Workers that each read one capture at a time; closed with `close`."""

    def __init__(self, count: int, model: Path | None) -> None:
        limits: dict[str, Any] = {"warm": "onrecord.say.tag.load_tagger"} if model is None else {"seconds": OWN_MODEL_SECONDS, "memory": OWN_MODEL_MEMORY}
        self._model = model
        self.reader = name_reader(model)
        self._free = deque(Worker("onrecord.pipeline.read_one", **limits) for _ in range(count))
        self._pool = ThreadPoolExecutor(count, "onrecord-read")
        self._ahead = 2 * count

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)
        for worker in self._free:
            worker.close()

    def read(self, inputs: Iterable[Taken], known: Callable[[Taken, str], bool]) -> Iterator[Read]:
        """Read the inputs in order, a few ahead of what was handed back; those that `known` answers yes to are not read."""
        waiting: deque[tuple[Taken, Future[Record] | None]] = deque()
        for taken in inputs:
            asked = taken.raw is not None and not known(taken, self.reader)
            waiting.append((taken, self._pool.submit(self._read_one, taken) if asked else None))
            while len(waiting) > self._ahead:
                yield self._answer(*waiting.popleft())
        while waiting:
            yield self._answer(*waiting.popleft())

    def _answer(self, taken: Taken, future: Future[Record] | None) -> Read:
        return Read(taken, future.result() if future else None, self.reader)

    def _read_one(self, taken: Taken) -> Record:
        worker = self._free.pop()
        name = f"report{ENDINGS.get(taken.capture.media_type or '', '.txt')}"
        try:
            found = worker.call(taken.raw or b"", returns=Record, name=name, options={"path": name, "told": taken.told, "model": self._model})
        except InputError as e:
            found = refuse(taken.capture, e)
        finally:
            self._free.append(worker)
        return bare(found, name)


def bare(record: Record, name: str) -> Record:
    """A record that tells nothing of the machine: without the path and the time of its capture, its problems without the file's name."""
    problems = tuple(replace(p, message=p.message.removeprefix(f"{name}: ")) for p in record.problems)
    return replace(record, capture=replace(record.capture, path=None, fetched=None), problems=problems)
