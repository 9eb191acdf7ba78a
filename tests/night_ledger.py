"""The ledger's long trials, each printing one line of totals: `python tests/night_ledger.py kills|tamper|mutate|disk|crowd|bulk|memory|dense [NUMBER [SEED]]`.

Another SEED gives other kills, changes and files, so that the totals of several nights add up.

The tests run the same functions with small numbers. Articles are made up, and read by a reader that is as quick as a copy: it
is the ledger that is tried.
"""

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw

import onrecord.ledger as ledgers
from onrecord.encode import encode_record
from onrecord.errors import OnrecordError
from onrecord.judge.types import Party, Right, Wrong
from onrecord.ledger import LedgerError, intake, sqlite, verify
from onrecord.ledger.intake import Taken
from onrecord.read.files import make_capture
from onrecord.types import Article, Block, Capture, Entity, Mention, Place, Record, Segment, Span, Statement, When

SAID = re.compile(r"(?P<content>[^.\n]+), (?P<source>[A-Z]\w+ [A-Z]\w+) (?P<cue>said|denied)\.")
WORDS = (
    "gate dam river lock board mayor keeper engineer hinge crack report inquiry budget council water level flood warning inspection ministry bridge road storm "
    "pump valve letter meeting vote union strike wage harbour ferry crew ship cargo storage depot fire smoke alarm hospital doctor witness court judge police"
).split()
COMMON = (
    "government people year time country state city day week company group police president minister party public report work home school water power war "
    "money court house family law plan service system business world member case market program problem number night place point interest right end"
).split()
FIRST = "Bram Ilse Odo Nell Ada Ivo Maud Karin".split()
NAMES = [f"{first} {last}" for first in FIRST for last in "Ostler Varro Lenz Harrow Rowe Lund Terrane Oster Stahl Marran".split()]


SYLLABLES = "ba de fi go lu mar nes pol rin sta tev ulm vor wen yar zol".split()
RARE = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]  # 4,096 made-up words
TOLD = 12  # reports that tell one story, about so many days after one another as there are outlets
STORY = 8  # words that a story alone has


def make_text(number: int, *, said: int = 5, alike: bool = False, told: int = TOLD) -> str:
    """A made-up report: a headline and some attributed sentences, the same for the same number.

    As in news, some words are everywhere, many are rare, and `told` reports tell one story with words of its own; `alike`: all have the same fifty words.
    """
    chance = random.Random(number)
    story = random.Random(f"story {number // told}").sample(RARE, STORY)

    def word() -> str:
        kind = 0.0 if alike else chance.random()
        return (
            chance.choice(WORDS if alike else COMMON)
            if kind < 0.3
            else chance.choice(story)
            if kind < 0.45
            else RARE[int(50 * (len(RARE) / 50) ** chance.random())]
        )

    lines = [f"Report {number} on the {chance.choice(WORDS)}{'' if alike else f' at {story[0].title()}'}"]
    for _ in range(said):
        words = " ".join(word() for _ in range(chance.randint(8, 30)))
        name = chance.choice(NAMES) if alike or chance.random() < 0.2 else f"{chance.choice(FIRST)} {chance.choice(story[:4]).title()}"
        lines.append(f"The {words}, {name} {'denied' if chance.random() < 0.1 else 'said'}.")
    return "\n\n".join(lines)


def make_record(raw: bytes) -> Record:
    """The record of such a report, as quick as can be."""
    text, own = raw.decode(), hashlib.sha256(raw).hexdigest()
    number, story = re.search(r"(\d+) on the \w+(.*)", text + "0 on the x").groups()  # type: ignore[union-attr]
    day = (date(2026, 1, 1) + timedelta(days=zlib.crc32(story.encode()) % 360 + int(number) % TOLD // 3)).isoformat()
    blocks = [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    entities: dict[str, Entity] = {}
    statements = []
    for i, m in enumerate(SAID.finditer(text)):
        name = m["source"]
        mention = Mention(*m.span("source"), "name", "name")
        entities.setdefault(name, Entity(f"{own[:20]}{len(entities):012x}", "person", name, mentions=(mention,)))
        statements.append(Statement(
            hashlib.sha256(f"{own}{i}".encode()).hexdigest()[:32], None, "indirect", (Span(*m.span("source")),), (Span(*m.span("cue")),),
            (Span(*m.span("content")),), speakers=(entities[name].id,), act="deny" if m["cue"] == "denied" else "assert", makers={"act": "act/1"},
        ))  # fmt: skip
    segments = tuple(Segment(b.start, b.end, "exact", Place((b.start, b.end))) for b in blocks)
    article = Article(
        own[:32], "report", None, text.split("\n")[0], (), f"Outlet {int(own[3], 16)}", "en", text, When(day, day, "day", "page"), None, tuple(blocks),
        segments=segments,
    )  # fmt: skip
    return Record(Capture(own, own, media_type="text/plain", charset="utf-8"), article, tuple(entities.values()), tuple(statements))


class Quick(intake.Readers):
    """Readers that read made-up reports in this process."""

    def __init__(self, count: int, model: Path | None) -> None:
        super().__init__(1, model)

    def _read_one(self, taken: Taken) -> Record:
        return make_record(taken.raw or b"")


def quick() -> None:
    intake.Readers = Quick  # type: ignore[misc]


def inputs(start: int, end: int, *, said: int = 5, alike: bool = False, told: int = TOLD) -> list[bytes]:
    return [make_text(n, said=said, alike=alike, told=told).encode() for n in range(start, end)]


def export(path: Path) -> bytes:
    with ledgers.open(path) as ledger:
        return b"\n".join(encode_record(r) for r in ledger.records())


# K1: kill at any moment


def ingest(path: str, count: str) -> None:
    """The child: add, and print each article that was acknowledged."""
    quick()
    with ledgers.open(path) as ledger:
        ledger.add(*inputs(0, int(count)), told=lambda step: print(step.article, flush=True))


def start(path: Path, count: int) -> tuple[int, Any]:
    """Start a child that adds; its number and what it prints. Forked where that can be: to import everything takes longer than to add."""
    if hasattr(os, "fork"):
        out, into = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.close(out)
                sys.stdout = os.fdopen(into, "w")
                ingest(str(path), str(count))
            finally:
                os._exit(0)
        os.close(into)
        return child, os.fdopen(out)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, __file__, "ingest", str(path), str(count)], stdout=subprocess.PIPE, env=environment, text=True)
    return process.pid, process.stdout


def kill_once(path: Path, count: int, chance: random.Random) -> list[str]:
    """Start to add, kill at a random moment after the first acknowledged article; what was acknowledged."""
    child, out = start(path, count)
    with out:
        said = [out.readline()]
        wait = chance.random() ** 2 * 0.5
        killer = threading.Timer(wait, lambda: os.kill(child, signal.SIGKILL))
        killer.start()
        said += out
        killer.cancel()
        killer.join()
    os.waitpid(child, 0)
    return [line.strip() for line in said if line.endswith("\n")]


def kills(number: int, folder: Path, *, count: int = 300, seed: int = 0) -> str:
    """Kill `number` times; a ledger that came to its end is compared with one that was never killed, and a new one begun."""
    quick()
    chance = random.Random(seed)
    whole = folder / "whole.db"
    with ledgers.open(whole) as ledger:
        ledger.add(*inputs(0, count))
    wanted = export(whole)
    done = lost = doubled = half = acknowledged = ended = 0
    while done < number:
        path = folder / f"killed-{ended}-{done}.db"
        told: set[str] = set()
        while done < number:
            articles = kill_once(path, count, chance)
            told.update(articles)
            acknowledged += len(articles)
            db = apsw.Connection(str(path))
            assert db.pragma("integrity_check") == "ok"
            kept = [row[0] for row in db.execute("SELECT id FROM articles")]
            db.close()
            lost += len(told - set(kept))
            doubled += len(kept) - len(set(kept))
            with ledgers.open(path) as ledger:
                half += len(ledger.verify().flaws)
            if len(kept) == count:
                break
            done += 1
        with ledgers.open(path) as ledger:
            ledger.add(*inputs(0, count))
        assert export(path) == wanted
        ended += 1
        for old in folder.glob("killed-*"):
            old.unlink()
    assert lost == doubled == half == 0, (lost, doubled, half)
    return f"kills: {done:,} kills, {acknowledged:,} acknowledged articles: {lost} lost, {doubled} doubled, {half} half; {ended} exports equal"


# Tamper evidence


def tamper(number: int, folder: Path, *, seed: int = 0) -> str:
    """Change one value of a ledger, `number` times; every change is found."""
    import runpy

    import_ = runpy.run_path(str(Path(__file__).with_name("test_ledger_verify.py")))
    quick()
    path = folder / "a.db"
    with ledgers.open(path) as ledger:
        ledger.add(*inputs(0, 20))
        ledger.add(make_text(3).encode(), url="https://example.org/3")
        ledger.add((make_text(3) + " More.").encode(), url="https://example.org/3")
        own = ledger.find(limit=1).hits[0]
        ledger.judge(own.statement.id, Right(("act",)), by="Ada Rowe")
        ledger.withhold(make_capture(make_text(5).encode()).sha256, why="a court order", by="Ada Rowe")
        assert ledger.verify().whole
    missed = []
    for each in range(seed, seed + number):
        told: list[str] = []
        if import_["changed"](path, lambda db, seed=each, told=told: told.append(import_["flip_one"](db, random.Random(seed)))).whole:
            missed += told
    assert not missed, missed
    return f"tamper: {number:,} single changes in rows and captures, {len(missed)} missed"


# O4: a hostile file


def mutate(number: int, folder: Path, *, seed: int = 0) -> str:
    """Change bytes of a ledger's file, `number` times: each use of it ends well or in a LedgerError, never otherwise."""
    quick()
    path, copy = folder / "a.db", folder / "copy.db"
    with ledgers.open(path) as ledger:
        ledger.add(*inputs(0, 12))
        statement = ledger.find(limit=1).hits[0].statement.id
    raw = path.read_bytes()
    ends = {"whole": 0, "flaws": 0, "refused": 0}
    for each in range(seed, seed + number):
        chance = random.Random(each)
        changed = bytearray(raw)
        for _ in range(chance.choice((1, 1, 4, 40))):
            changed[chance.randrange(len(raw))] = chance.randrange(256)
        for old in folder.glob("copy.db*"):
            old.unlink()
        copy.write_bytes(changed)
        end = "refused"
        try:
            with ledgers.open(copy) as ledger:
                for use in (
                    lambda: ledger.find("gate dam"), lambda: ledger.find(speaker="Varro"), lambda: ledger.show(statement), lambda: list(ledger.records()),
                    lambda: ledger.head(), lambda: ledger.proof(3), lambda: list(ledger.edits()), lambda: ledger.judgements(),
                    lambda: ledger.add(make_text(100).encode()),
                ):  # fmt: skip
                    with suppress(OnrecordError):
                        use()
                end = "whole" if ledger.verify().whole else "flaws"
        except OnrecordError:
            pass
        ends[end] += 1
    return (
        f"mutate: {number:,} files with changed bytes: {ends['refused']:,} refused, {ends['flaws']:,} with flaws named, {ends['whole']:,} unharmed; 0 crashes"
    )


# K2, K3: power loss, full disk


class Torn(apsw.VFS):
    """A disk whose power goes, or that fails, at the N-th sync or write. What was not synced is lost, or every other block of it is (seed odd)."""

    def __init__(self, name: str) -> None:
        self.files: dict[str, TornFile] = {}
        self.syncs = self.writes = 0
        self.power_at = self.fail_at = 0
        self.off = False
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> "TornFile":
        return TornFile(self, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        if self.off:
            raise apsw.IOError()
        super().xDelete(filename, syncdir)


class TornFile(apsw.VFSFile):
    """Keeps, for every byte range written since the last sync, what stood there before."""

    def __init__(self, disk: Torn, name: Any, flags: list[int]) -> None:
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.before: list[tuple[int, bytes, int]] = []
        super().__init__("", name, flags)
        if self.path:
            disk.files[f"{self.path}-{id(self)}"] = self

    def _check(self) -> None:
        if self.disk.off:
            raise apsw.IOError()

    def xWrite(self, data: bytes, offset: int) -> None:
        self._check()
        self.disk.writes += 1
        if self.disk.fail_at and self.disk.writes >= self.disk.fail_at:
            raise apsw.FullError()
        size = super().xFileSize()
        here = min(len(data), max(0, size - offset))
        self.before.append((offset, super().xRead(here, offset) if here else b"", size))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        self._check()
        old = super().xFileSize()
        if old > size:
            self.before.append((size, super().xRead(old - size, size), old))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        self._check()
        self.disk.syncs += 1
        if self.disk.power_at and self.disk.syncs >= self.disk.power_at:
            self.disk.off = True
            for file in self.disk.files.values():
                file.lose(torn=self.disk.power_at % 2 == 1)
            raise apsw.IOError()
        super().xSync(flags)
        self.before.clear()

    def lose(self, *, torn: bool) -> None:
        """Take back what was not synced; torn: every other write of it reached the disk."""
        for i in reversed(range(len(self.before))):
            offset, old, size = self.before[i]
            if torn and i % 2:
                continue
            with suppress(apsw.Error):
                if old:
                    super().xWrite(old, offset)
                if not torn:
                    super().xTruncate(size)
        self.before.clear()

    def xClose(self) -> None:
        self.disk.files.pop(f"{self.path}-{id(self)}", None)
        super().xClose()


def disk(number: int, folder: Path, *, count: int = 4) -> str:
    """Power loss at each sync and a full disk at each write of adding, up to `number` each; what was acknowledged is there, and nothing is half."""
    quick()
    trials = {"power": 0, "full": 0}
    plain = sqlite.connect
    torn = Torn("torn")

    def through(path: str, **more: Any) -> apsw.Connection:
        made = apsw.Connection

        class Through(made):  # type: ignore[misc, valid-type]
            def __init__(self, *given: Any, **named: Any) -> None:
                super().__init__(*given, **{**named, **({"vfs": "torn"} if given[0] != ":memory:" else {})})

        apsw.Connection = Through  # type: ignore[misc]
        try:
            return plain(path, **more)
        finally:
            apsw.Connection = made  # type: ignore[misc]

    import onrecord.ledger.ledger as own

    for kind in trials:
        at = 0
        while at < number:
            at += 1
            path = folder / f"{kind}-{at}.db"
            torn.files.clear()
            torn.syncs = torn.writes = 0
            torn.off = False
            torn.power_at, torn.fail_at = (at, 0) if kind == "power" else (0, at)
            told: list[str | None] = []
            ended = False
            own.connect = through
            try:
                with ledgers.open(path) as ledger:
                    ledger.add(*inputs(0, count), told=lambda step, told=told: told.append(step.article))
                    ended = True
            except (LedgerError, apsw.Error):
                pass
            finally:
                own.connect = plain
            if path.exists():
                with ledgers.open(path) as ledger:
                    report = ledger.verify()
                    assert report.whole, (kind, at, report.flaws)
                    kept = {r.article.id for r in ledger.records() if r.article}
                    assert set(told) <= kept, (kind, at, told, kept)
                    ledger.add(*inputs(0, count))
                    assert len(list(ledger.records())) == count and ledger.verify().whole
            for old in folder.glob(f"{kind}-*"):
                old.unlink()
            trials[kind] += 1
            if ended:
                break
    return f"disk: power lost at each of {trials['power']} syncs, disk full at each of {trials['full']} writes: 0 lost, 0 half"


# K6: readers while one writes


def crowd(seconds: int, folder: Path, *, readers: int = 8, before: int = 20_000) -> str:
    """Readers search while one process adds; no error, no torn read, and how long a search took."""
    quick()
    path = folder / "crowd.db"
    said = 5
    with ledgers.open(path) as ledger:
        ledger.add(*inputs(0, before))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    end = str(time.time() + seconds)
    children = [
        subprocess.Popen([sys.executable, __file__, "search", str(path), end, str(said)], stdout=subprocess.PIPE, env=environment, text=True)
        for _ in range(readers)
    ]
    number = before
    with ledgers.open(path) as ledger:
        while time.time() < float(end):
            ledger.add(*inputs(number, number + 20))
            number += 20
    took: list[float] = []
    for child in children:
        out, _ = child.communicate()
        assert child.returncode == 0, out
        took += json.loads(out)
    took.sort()
    with ledgers.open(path) as ledger:
        assert ledger.verify().whole
        assert len(list(ledger.records())) == number
    return (
        f"crowd: {readers} readers, {seconds} s, {len(took):,} searches, 0 errors, 0 torn; p50 {took[len(took) // 2] * 1000:.0f} ms, "
        f"p99 {took[int(len(took) * 0.99)] * 1000:.0f} ms; {(number - before) * said / seconds:,.0f} statements/s added at {number * said:,}"
    )  # fmt: skip


def search(path: str, end: str, said: str) -> None:
    """A reader: searches, and counts that every article is whole."""
    chance = random.Random(os.getpid())
    took: list[float] = []
    while not took or time.time() < float(end):
        with ledgers.open(path) as ledger:
            for _ in range(20):
                start = time.perf_counter()
                ledger.find(f"{chance.choice(COMMON)} {chance.choice(COMMON)}", limit=20)
                took.append(time.perf_counter() - start)
            with sqlite.transaction(ledger._db, write=False):
                statements = sqlite.ask_one(ledger._db, "SELECT count(*) FROM statements")
                articles = sqlite.ask_one(ledger._db, "SELECT count(*) FROM articles")
                assert statements == articles * int(said), (statements, articles)
    print(json.dumps(took))


# Size and speed


def bulk(number: int, folder: Path) -> str:
    """A ledger of `number` statements: bytes a statement, a search beside the bare query of FTS5, `verify`."""
    quick()
    path = folder / "bulk.db"
    said = 40
    start = time.perf_counter()
    with ledgers.open(path) as ledger:
        ledger._db.pragma("synchronous", 1)  # made in a hurry; nothing is acknowledged to anybody
        for first in range(0, number // said, 500):
            ledger.add(*inputs(first, min(first + 500, number // said), said=said))
        made = time.perf_counter() - start
        ledger._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = path.stat().st_size
        bare, own, filtered = [], [], []
        chance = random.Random(1)
        for _ in range(40):
            words = f"{chance.choice(COMMON)} {chance.choice(COMMON)}"
            wanted = " AND ".join(f'"{w}"' for w in words.split())
            bare.append(timed(lambda wanted=wanted: sqlite.ask(ledger._db, "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rank LIMIT 50", (wanted,))))
            own.append(timed(lambda words=words: ledger.find(words)))
            filtered.append(timed(lambda words=words: ledger.find(words, speaker="Varro", act="deny", since="2026-06")))

        def p95(times: list[float]) -> float:
            return sorted(times)[int(len(times) * 0.95)] * 1000

        ratio = sorted(o / b for o, b in zip(own, bare, strict=True))[20]
        print(
            f"bulk: {number:,} statements, {size / number:.0f} bytes each, added at {number / made:,.0f}/s; p95 of a search {p95(own):.0f} ms, with filters "
            f"{p95(filtered):.0f} ms, bare FTS5 {p95(bare):.0f} ms, median ratio {ratio:.1f}",
            flush=True,
        )
        with sqlite.transaction(ledger._db, write=False):
            entries = sqlite.ask_one(ledger._db, "SELECT count(*) FROM entries")
            chain = timed(lambda: verify.check_chain(ledger._db, verify._Look(), None))
        start = time.perf_counter()
        report = ledger.verify()
        checked = time.perf_counter() - start
        assert report.whole and report.statements == number
    return f"bulk: verify {checked:.1f} s, {number / checked:,.0f} statements/s with every byte, span and row; the chain alone {entries / chain:,.0f} entries/s"


def timed(query: Callable[[], object]) -> float:
    start = time.perf_counter()
    query()
    return time.perf_counter() - start


def memory(number: int, folder: Path) -> str:
    """Memory of `add` over `number` articles, the first and the last tenth."""
    from onrecord.read.guard import resident

    quick()
    seen: list[int] = []

    def told(_: object) -> None:
        seen.append(resident(os.getpid()))

    (folder / "reports").mkdir()
    for n in range(number):
        (folder / "reports" / f"{n:06}.txt").write_text(make_text(n))
    with ledgers.open(folder / "memory.db") as ledger:
        ledger.add(folder / "reports", told=told)
    tenth = max(number // 10, 1)
    first, last = sum(seen[:tenth]) / tenth, sum(seen[-tenth:]) / tenth
    return f"memory: {number:,} articles, first tenth {first / 1e6:.0f} MB, last tenth {last / 1e6:.0f} MB, ratio {last / first:.2f}"


def dense(number: int, folder: Path) -> str:
    """The worst for events: `number` reports that all share their words, so that each is linked to every other; time, links and memory by tenths."""
    from onrecord.read.guard import resident

    quick()
    took: list[float] = []
    held: list[int] = []
    tenth = max(number // 10, 1)
    with ledgers.open(folder / "dense.db") as ledger:
        for first in range(0, tenth * 10, tenth):
            took.append(timed(lambda first=first: ledger.add(*inputs(first, first + tenth, alike=True))))
            held.append(resident(os.getpid()))
        links = sqlite.ask_one(ledger._db, "SELECT count(*) FROM links")
        start = time.perf_counter()
        assert ledger.verify().whole
        checked = time.perf_counter() - start
    return (
        f"dense: {number:,} reports that share all their words, {links / number:.0f} links each; the second tenth at {tenth / took[1]:,.0f} reports/s, the "
        f"last at {tenth / took[-1]:,.0f}; memory {held[1] / 1e6:.0f} MB, {held[-1] / 1e6:.0f} MB; verify {checked:.0f} s"
    )


# K8: a ledger of each version


def keep(path: str) -> None:
    """Make the ledger of this version that later versions must be able to bring up to date: `python tests/night_ledger.py keep tests/old/3.db`."""
    quick()
    with ledgers.open(path) as ledger:
        ledger.add(*inputs(0, 3))
        ledger.add(make_text(3).encode(), url="https://example.org/3")
        ledger.add((make_text(3) + " More.").encode(), url="https://example.org/3")
        first, second = (h.statement.id for h in ledger.find(limit=2).hits)
        ledger.judge(first, Right(("act",)), by="Ada Rowe")
        ledger.judge(second, Wrong("speakers", True, (Party("Nell Harrow"),)), by="Ada Rowe")
        ledger.follow("words", "gate", by="Ada Rowe")
        ledger.withhold(make_capture(make_text(1).encode()).sha256, why="a court order", by="Ada Rowe")
        ids = sorted(s.id for r in ledger.records() for s in r.statements)
        Path(path).with_suffix(".json").write_text(json.dumps({"head": ledger.head(), "statements": ids}, indent=1) + "\n")
        ledger._db.pragma("journal_mode", "delete")
        ledger._db.execute("VACUUM")
    Path(f"{path}-writer").unlink()


TRIALS: dict[str, tuple[Callable[..., str], int]] = {
    "kills": (kills, 1000), "tamper": (tamper, 1000), "mutate": (mutate, 10_000),
    "disk": (disk, 10_000), "crowd": (crowd, 60), "bulk": (bulk, 1_000_000), "memory": (memory, 20_000), "dense": (dense, 3000),
}  # fmt: skip


def main(given: list[str]) -> Iterator[str]:
    if given[0] in ("ingest", "search", "keep"):
        {"ingest": ingest, "search": search, "keep": keep}[given[0]](*given[1:])
        return
    trial, number = TRIALS[given[0]]
    with TemporaryDirectory() as folder:
        yield trial(int(given[1]) if len(given) > 1 else number, Path(folder), **({"seed": int(given[2])} if len(given) > 2 else {}))


if __name__ == "__main__":
    for line in main(sys.argv[1:]):
        print(line)
