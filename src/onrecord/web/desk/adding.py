"""Adding in the background: files that were dropped, words that were pasted, addresses that were named.

In: what a form brought. Out: an `Adding` that fills as its parts are read, one after another; each part is read without holding the ledger, then kept. What
could not be read says why and stays in the list.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal

from onrecord.errors import InputError
from onrecord.ledger import intake
from onrecord.ledger.intake import Taken
from onrecord.ledger.sources import ARCHIVES, FEEDS, fail, take_feed, take_part, take_url
from onrecord.ledger.types import Step
from onrecord.limits import CAPTURE_BYTES
from onrecord.read.captured import Captured
from onrecord.read.feed import is_feed
from onrecord.read.files import make_capture
from onrecord.read.warc import read_warc
from onrecord.sheet.words import raise_first
from onrecord.text.article import Told
from onrecord.web.jobs import Job, Jobs

State = Literal["waiting", "reading", "read", "known", "refused"]
LONGEST_NAME = 200
BOM = b"\xef\xbb\xbf"  # pasted words are UTF-8, whatever charset the page that they come from claims


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, or a paste: its name and its bytes."""

    name: str
    raw: bytes


@dataclass(slots=True)
class Item:
    """One input and what became of it: its state, a count or the reason in words, the article it gave."""

    name: str
    state: State = "waiting"
    words: str = ""
    article: str | None = None
    statements: int = 0


@dataclass(slots=True)
class Adding:
    """One form's worth of inputs. The list grows where an archive or a feed brings more."""

    job: Job
    items: list[Item] = field(default_factory=list)

    @property
    def at(self) -> tuple[int, int]:
        """The number of the item that is read, and how many there are."""
        return sum(i.state not in ("waiting", "reading") for i in self.items) + 1, len(self.items)


class Desk:
    """What was added since the server was started, the newest first. Shared between threads."""

    def __init__(self, jobs: Jobs) -> None:
        self.jobs = jobs
        self._lock = threading.Lock()
        self._all: list[Adding] = []

    def add(self, uploads: list[Upload], urls: list[str], told: Told) -> Adding:
        """Begin to add; UsageError where too much waits."""
        names = [*(u.name for u in uploads), *urls]

        def work(job: Job) -> None:
            run(self.jobs, job, adding, uploads, urls, told)

        with self._lock:
            adding = Adding(Job(""), [Item(name) for name in names])
            adding.job = self.jobs.start(f"Adding {names[0]}", work, writes=True)
            self._all = [adding, *self._all][:50]
        return adding

    def latest(self) -> list[Adding]:
        with self._lock:
            return list(self._all)

    def running(self) -> list[Adding]:
        return [a for a in self.latest() if not a.job.done]


def run(jobs: Jobs, job: Job, adding: Adding, uploads: list[Upload], urls: list[str], told: Told) -> None:
    """Read and keep each part."""
    readers = intake.Readers(1, None)
    try:
        waiting = [*((item, take_upload(u, told)) for item, u in zip(adding.items, uploads, strict=False)),
                   *((item, take_url(url, told)) for item, url in zip(adding.items[len(uploads) :], urls, strict=True))]  # fmt: skip
        for item, takes in waiting:
            if job.stopped:
                item.state, item.words = "refused", "Not read: it was stopped before."
                continue
            item.state = "reading"
            add_parts(jobs, job, adding, item, takes, readers)
    finally:
        readers.close()
        for item in adding.items:
            if item.state in ("waiting", "reading"):
                item.state, item.words = "refused", item.words or "Not read: something went wrong before."


def add_parts(jobs: Jobs, job: Job, adding: Adding, item: Item, takes: Iterable[Taken], readers: intake.Readers) -> None:
    """Keep what one input brought; an archive or a feed brings several."""
    kept = 0
    for taken in takes:
        own = item if not kept else Item(taken.name, "reading")
        if kept:
            adding.items.insert(adding.items.index(item) + kept, own)
        elif taken.name != item.name:
            own.name = taken.name
        kept += 1
        keep_one(jobs, own, taken, readers)
        if job.stopped:
            return
    if not kept:
        item.state, item.words = "refused", "Nothing in it can be read."


def keep_one(jobs: Jobs, item: Item, taken: Taken, readers: intake.Readers) -> None:
    def known(each: Taken, reader: str) -> bool:
        with jobs.ledgers.reading(seconds=30) as ledger:
            return ledger.knows(each, reader)

    for answer in readers.read([taken], known):
        with jobs.ledgers.writing() as ledger:
            settle(item, ledger.keep(answer))


def settle(item: Item, step: Step) -> None:
    """What became of an input, in words."""
    if step.outcome in ("refused", "withheld"):
        item.state, item.words = "refused", say_reason(item.name, next(iter(step.problems), "It could not be read."))
        return
    item.article, item.statements = step.article, step.statements
    item.state = "known" if step.outcome == "known" else "read"
    item.words = "The page was seen before with other words; both are kept." if step.outcome == "changed" else ""


def say_reason(name: str, message: str) -> str:
    """The reason without the name that stands above it."""
    return raise_first(message.removeprefix(f"{name}: ").strip()) + ("" if message.endswith((".", "!", "?")) else ".")


def take_upload(upload: Upload, told: Told) -> Iterator[Taken]:
    """The parts of a file that was sent: itself, or the pages of an archive, the entries of a feed."""
    name, raw = upload.name, upload.raw
    lower = name.lower()
    if len(raw) > CAPTURE_BYTES:
        yield fail(name, told, InputError("too-large", f"{name}: over {CAPTURE_BYTES:,} bytes, the limit; split it into its reports"))
    elif lower.endswith(ARCHIVES):
        yield from take_archive(name, raw, told)
    elif lower.endswith(FEEDS) and is_feed(raw):
        yield from take_feed(Captured(raw, url=told.url), told, name)
    else:
        capture = make_capture(raw, path=name or None, url=told.url)
        yield Taken(name or told.url or "pasted words", told.url or f"sha256:{capture.sha256}", told, capture, raw)


def take_archive(name: str, raw: bytes, told: Told) -> Iterator[Taken]:
    """The pages of an archive, which is read from a file."""
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        path = os.path.join(
            folder, "archive" + ("".join(PurePosixPath(name.lower()).suffixes[-2:]) if name.lower().endswith(".gz") else PurePosixPath(name.lower()).suffix)
        )
        with open(path, "wb") as file:
            file.write(raw)
        try:
            for part in read_warc(path, folder=folder):
                yield take_part(part, told, name)
        except InputError as e:
            yield fail(name, told, InputError(e.code, str(e).replace(path, name)))


def clean_file_name(name: str | None) -> str:
    """A file's name without folders, in one line."""
    own = PurePosixPath((name or "").replace("\\", "/")).name
    return " ".join(own.encode("utf-8", "replace").decode().split())[:LONGEST_NAME] or "a file without a name"


def make_paste(words: str) -> Upload:
    """Pasted words or HTML as the bytes of a capture."""
    raw = words.encode("utf-8", "replace")
    return Upload("", BOM + raw if b"charset" in raw[:4096].lower() else raw)
