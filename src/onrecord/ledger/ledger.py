"""The ledger: `onrecord.open("case.db")`. What was seen and read is kept, found again, shown, and proved; nothing is overwritten.

In: a path; reports to add; questions. Out: what types.py says. One process writes at a time, any number read at once; each report is one transaction, so that
what was acknowledged is kept, whole, whatever happens to the process.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError
from onrecord.ledger import look, store
from onrecord.ledger.chain import Entry, prove
from onrecord.ledger.lock import PATIENCE, writing
from onrecord.ledger.search import Query, find_statements, find_texts, match
from onrecord.ledger.sqlite import ask, ask_one, connect, copy_whole, telling, transaction, trusting
from onrecord.ledger.types import Added, Edit, Hit, Judgement, Page, Report, Shown, Step, TextHit
from onrecord.types import Record

if TYPE_CHECKING:
    from onrecord.compare import Comparison
    from onrecord.ledger.intake import Taken

TEXTS = 2000  # that one dossier is made of at most, the best of those that have the words


def open(path: str | Path, *, make: bool = True) -> "Ledger":
    """Open the ledger at `path`, a new one where there is none (unless `make` is false).

    LedgerError where the file is no ledger, one of a newer onrecord, or damaged; UsageError where there is none to open, or no folder to make it in.
    """
    return Ledger(path, make=make)


class Ledger:
    """A ledger that is open. Use it in `with`; it is not shared between threads."""

    def __init__(self, path: str | Path, *, make: bool = True) -> None:
        self.path = str(path)
        self._db = connect(self.path, make=make)

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def add(
        self, *sources: str | Path | bytes, published: str | None = None, outlet: str | None = None, url: str | None = None, model: Path | None = None,
        workers: int = 1, told: Callable[[Step], None] | None = None, patience: float = PATIENCE,
    ) -> Added:  # fmt: skip
        """Read files, folders, patterns, web archives, feeds, bytes and single URLs, and keep what they say; what is kept already is not read again.

        `told` hears of each input after it was committed. UsageError where a name leads nowhere or an option is wrong; LedgerError where another process
        writes for longer than `patience` seconds, or the disk fails.
        """
        from onrecord.ledger.sources import find_sources, one_url, take_all
        from onrecord.text.article import Told
        from onrecord.text.dates import parse_given

        if published is not None:
            parse_given(published)
        found = find_sources(sources)
        one_url(url, found)
        takes = take_all(found, Told(url, outlet, published))
        return self._gather(takes, model=model, workers=workers, told=told, patience=patience)

    def reread(self, *, model: Path | None = None, workers: int = 1, told: Callable[[Step], None] | None = None) -> Added:
        """Read what every address shows once more, from the bytes that are kept: after an update of onrecord, or with another model.

        Judgements stay: where a statement's span moved, its id is carried over by overlap.
        """
        from onrecord.ledger.keep import kept_inputs

        return self._gather(kept_inputs(self._db), model=model, workers=workers, told=told, patience=PATIENCE)

    def _gather(self, takes: "Iterable[Taken]", *, model: Path | None, workers: int, told: Callable[[Step], None] | None, patience: float) -> Added:
        from onrecord.ledger.intake import Readers
        from onrecord.ledger.keep import is_known, keep_all

        if workers < 1:
            raise UsageError(f"workers: {workers}; at least one must read")
        with telling(self.path), writing(self.path, patience=patience), closing(Readers(workers, model)) as readers:
            return keep_all(self._db, self.path, readers.read(takes, partial(is_known, self._db)), told)

    def judge(self, about: str, says: dict[str, Any], *, by: str) -> Judgement:
        """Keep what a named person says about a statement, an article or an entity; it stays when the article is read again."""
        if not by.strip():
            raise UsageError("a judgement needs the name of whoever makes it")
        with telling(self.path), writing(self.path), transaction(self._db):
            own = look.resolve(self._db, about)[1]
            entry = store.append(self._db, "judgement", {"about": own, "by": by, "says": says})
        return Judgement(entry.seq, entry.at, by, own, says)

    def withhold(self, about: str, *, why: str, by: str) -> Entry:
        """Take out the bytes and words of a capture, or of all captures of an article; hashes, reason and name stay, and `verify` still holds."""
        from onrecord.ledger.keep import withhold

        if not why.strip() or not by.strip():
            raise UsageError("to withhold something, say why and who says so")
        with telling(self.path), writing(self.path):
            kind, own = look.resolve(self._db, about)
            if kind not in ("capture", "article"):
                raise UsageError(f"{about}: this is a {kind}; name the capture or the article that must not be kept")
            rows = ask(self._db, "SELECT DISTINCT capture FROM readings WHERE article = ?", (own,))
            return withhold(self._db, {own} if kind == "capture" else {row[0] for row in rows}, why=why, by=by)

    def records(self) -> Iterator[Record]:
        """The records of what every address shows now, one an article, by the article's id; then those of captures that were refused, by hash.

        The same for every order of adding and any number of workers.
        """
        with trusting(self.path):
            yield from look.read_records(self._db)

    def find(
        self, words: str | None = None, *, speaker: str | None = None, act: str | None = None, about: str | None = None, addressee: str | None = None,
        target: str | None = None, channel: str | None = None, kind: str | None = None, since: str | None = None, until: str | None = None,
        outlet: str | None = None, negated: bool | None = None, limit: int = 50, after: str | None = None,
    ) -> Page:  # fmt: skip
        """Find statements: those with the words, best first, else the newest first; every filter that is given must hold.

        `words` are looked for in the contents (a phrase in marks, `flood*` for beginnings), `about` in content or headline; `speaker`, `addressee` and
        `target` are whole words of a name, in order; `since` and `until` hold against the day it was said or, where that is not stated, the day it was
        published. UsageError where a filter cannot hold.
        """
        query = Query(words, speaker, act, about, addressee, target, channel, kind, since, until, outlet, negated, limit, after)
        with trusting(self.path), transaction(self._db, write=False):
            rows, more = find_statements(self._db, query)
            places: dict[int, list[int]] = {}
            for reading, place, _ in rows:
                places.setdefault(reading, []).append(place)
            parts = {reading: look.read_parts(self._db, reading, own) for reading, own in places.items()}
            hits = tuple(Hit(part[0], part[1][place], score) for reading, place, score in rows if (part := parts[reading]))
            plain = more is None and query == Query(words, limit=limit)
            texts = tuple(TextHit(*row) for row in find_texts(self._db, words)) if plain and words else ()
            searched: int = ask_one(self._db, "SELECT count(*) FROM articles WHERE current")
        return Page(hits, more, texts, searched)

    def dossier(self, words: str) -> "Comparison":
        """The reports that have all these words side by side, as `onrecord.compare` would put them."""
        from onrecord.compare import compare

        with trusting(self.path), transaction(self._db, write=False):
            readings = ask(self._db, "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (match(words), TEXTS))
            records = [record for (reading,) in readings if (record := look.read_record(self._db, reading))]
        if not records:
            raise UsageError(f"no text in {self.path} has all the words of {words!r}")
        return compare(records)

    def show(self, id: str) -> Shown:
        """What an id, or the start of one (at least four characters), stands for: a statement, an article, a capture, an entity; `#12` is an entry.

        UsageError where there is none, or more than one.
        """
        with trusting(self.path), transaction(self._db, write=False):
            return look.show(self._db, id)

    def capture(self, id: str) -> bytes:
        """The bytes that a statement, an article or a capture comes from, as they were seen. UsageError where they were withheld."""
        with trusting(self.path), transaction(self._db, write=False):
            kind, own = look.resolve(self._db, id)
            record = look.show(self._db, own).record if kind not in ("capture", "entry") else None
            raw = store.fetch(self._db, "captures", record.capture.sha256 if record else own)
        if raw is None:
            raise UsageError(f"{id}: its bytes were withheld")
        return raw

    def judgements(self, about: str | None = None) -> tuple[Judgement, ...]:
        """What people said about an id and those it had in older readings, in order; without one, about everything."""
        with trusting(self.path), transaction(self._db, write=False):
            return look.read_judgements(self._db, look.resolve(self._db, about)[1] if about is not None else None)

    def edits(self) -> Iterator[Edit]:
        """The silent edits of all pages: how each capture of an address differs from the one seen before it."""
        with trusting(self.path):
            for (address,) in ask(self._db, "SELECT address FROM sightings GROUP BY address HAVING count(*) > 1 ORDER BY address"):
                yield from look.read_edits(self._db, address)

    def head(self) -> str:
        """Number of entries and root of the tree over them: keep it elsewhere, and nothing before it can change unseen."""
        with trusting(self.path):
            return store.read_tree(self._db).head()

    def proof(self, seq: int) -> dict[str, Any]:
        """What is needed to check one entry against the head without the ledger; docs/proof.md has the code that does."""
        with trusting(self.path), transaction(self._db, write=False):
            found = look.read_entry(self._db, seq)
            if not found:
                raise UsageError(f"#{seq}: no such entry")
            hashes = [row[0] for row in ask(self._db, "SELECT hash FROM entries ORDER BY seq")]
            head = store.read_tree(self._db).head()
        entry = found[0]
        return {
            "schema": "onrecord-proof/1", "seq": seq, "at": entry.at, "kind": entry.kind, "body": entry.body,
            "before": (hashes[seq - 2] if seq > 1 else bytes(32)).hex(),
            "path": [beside.hex() for _, beside in prove(hashes, seq)], "head": head,
        }  # fmt: skip

    def verify(self, *, head: str | None = None) -> Report:
        """Check every hash, link, row, span and anchor; with a `head` that was kept, also that nothing before it changed or went."""
        from onrecord.ledger.verify import verify

        with telling(self.path):
            return verify(self._db, head=head)

    def backup(self, path: str | Path) -> None:
        """A consistent copy in a new file, whole or not at all, also while another process adds."""
        if Path(path).exists():
            raise UsageError(f"{path}: exists already; name a new file")
        with telling(str(path)):
            copy_whole(self._db, str(path))
