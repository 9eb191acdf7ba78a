"""The connection to a ledger's file: opened safely, brought up to date, its schema compared with ours. Plain SQL, through apsw.

In: a path. Out: an apsw connection; LedgerError where the file is no ledger, a newer one, or damaged. A file that somebody else made is taken for hostile: no
schema but ours is used, no code runs from it, and its pages are checked as they are read.
"""

import hashlib
import os
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

import apsw

from onrecord.errors import UsageError
from onrecord.ledger.errors import LedgerError

APPLICATION = 0x6F6E7263  # "onrc", in the file's header
MAGIC = b"SQLite format 3\0"
BUSY = 30_000  # milliseconds that a commit waits for a checkpoint or for `verify` comparing the full text
DAMAGE = (ValueError, TypeError, LookupError, AttributeError, AssertionError)  # what a value of the wrong kind gives
SHADOW = re.compile(r"(?:said|texts|names)_(?:data|idx|content|docsize|config)")


def list_migrations() -> tuple[str, ...]:
    """The SQL of each step, the first makes the ledger."""
    folder = files("onrecord.ledger") / "migrations"
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql"))
    return tuple((folder / name).read_text(encoding="utf-8") for name in names)


def connect(path: str, *, make: bool = False, steps: Sequence[str] | None = None) -> apsw.Connection:
    """Open the ledger at `path`, bring it up to date, and hand out its connection; with `make`, make it where there is none.

    UsageError where there is none and none is to be made.
    """
    steps = list_migrations() if steps is None else steps
    fresh = look_at(path, newest=len(steps))
    if fresh and not make:
        raise UsageError(f"{path}: no ledger there; make one with `onrecord add --ledger {path} FILE`")
    with telling(path):
        db = apsw.Connection(path, flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE | apsw.SQLITE_OPEN_NOFOLLOW | apsw.SQLITE_OPEN_EXRESCODE)
        try:
            harden(db)
            upgrade(db, path, steps)
            check_schema(db, path, steps)
        except BaseException:
            db.close()
            raise
    return db


def look_at(path: str, *, newest: int) -> bool:
    """Whether there is no ledger yet at `path`. The header is read before SQLite opens the file, so that what is not ours stays untouched."""
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        folder = os.path.dirname(path) or "."
        if not os.path.isdir(folder):
            raise UsageError(f"{path}: there is no folder {folder}") from None
        return True
    except OSError as e:
        raise LedgerError(f"{path}: {e.strerror}") from None
    if not header:
        return True
    version, application = int.from_bytes(header[60:64], "big"), int.from_bytes(header[68:72], "big")
    if not header.startswith(MAGIC) or len(header) < 100 or (application != APPLICATION and (application or version)):
        raise LedgerError(f"{path}: not a ledger of onrecord; name another file")
    if version > newest:
        raise LedgerError(f"{path}: made by a newer onrecord (ledger version {version}, this one knows {newest}); update onrecord")
    return False


def harden(db: apsw.Connection) -> None:
    """The settings of every connection. Extensions cannot be loaded: apsw leaves that off."""
    db.set_busy_timeout(BUSY)
    db.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    db.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    db.config(apsw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
    db.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
    db.config(apsw.SQLITE_DBCONFIG_DQS_DDL, 0)
    for pragma in ("cell_size_check=ON", "mmap_size=0", "trusted_schema=OFF", "synchronous=FULL", "temp_store=MEMORY", "cache_size=-8000"):
        db.execute(f"PRAGMA {pragma}")


def upgrade(db: apsw.Connection, path: str, steps: Sequence[str]) -> None:
    """Take the steps that the file has not taken, each whole or not at all; a ledger with content is copied beside itself first."""
    version = db.pragma("user_version")
    if version > len(steps):
        raise LedgerError(f"{path}: made by a newer onrecord (ledger version {version}, this one knows {len(steps)}); update onrecord")
    if 0 < version < len(steps):
        copy = f"{path}.version-{version}"
        if not os.path.exists(copy):
            copy_whole(db, copy)
    while version < len(steps):
        db.execute("BEGIN IMMEDIATE")
        try:
            found = db.pragma("user_version")  # another process may have been quicker
            if found == version:
                db.execute(steps[version])
                db.execute(f"PRAGMA application_id={APPLICATION}")
                db.execute(f"PRAGMA user_version={version + 1}")
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        version += 1
    if db.pragma("journal_mode") != "wal":
        db.pragma("journal_mode", "wal")


def check_schema(db: apsw.Connection, path: str, steps: Sequence[str]) -> None:
    """Refuse a file whose schema is not ours: a foreign trigger, view or table is none that we would run."""
    if read_schema(db) != our_schema(tuple(steps)):
        raise LedgerError(f"{path}: its tables are not those of a ledger of onrecord; restore a backup, or add the reports to a new ledger")


@cache
def our_schema(steps: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    db = apsw.Connection(":memory:")
    for step in steps:
        db.execute(step)
    found = read_schema(db)
    db.close()
    return found


def read_schema(db: apsw.Connection) -> frozenset[tuple[str, ...]]:
    """Every object with its SQL; that of the tables behind full text belongs to SQLite and changes with its version."""
    rows = db.execute("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    return frozenset((kind, name, table, "" if SHADOW.fullmatch(name) and kind == "table" else sql) for kind, name, table, sql in rows)


def copy_whole(db: apsw.Connection, target: str) -> None:
    """A consistent copy in a new file: whole or not at all."""
    fresh = f"{target}.{os.getpid()}"
    try:
        db.execute("VACUUM INTO ?", (fresh,))
        descriptor = os.open(fresh, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(fresh, target)
    finally:
        if os.path.lexists(fresh):
            os.unlink(fresh)


def ask(db: apsw.Connection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of an answer."""
    return db.execute(sql, tuple(values)).fetchall()


def ask_one(db: apsw.Connection, sql: str, values: Sequence[Any] = ()) -> Any:
    """The first value of an answer; None where there is none."""
    return db.execute(sql, tuple(values)).get


@contextmanager
def transaction(db: apsw.Connection, *, write: bool = True) -> Iterator[None]:
    """All or nothing; without `write`, one view of the ledger for several questions."""
    db.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    try:
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def telling(path: str) -> Iterator[None]:
    """SQLite's errors in words, each with the way out."""
    try:
        yield
    except UnicodeDecodeError as e:
        raise LedgerError(f"{path}: damaged (a text in it is none: {e.reason}); keep the file and restore a backup") from None
    except apsw.NotADBError:
        raise LedgerError(f"{path}: not a ledger of onrecord; name another file") from None
    except apsw.CorruptError as e:
        raise LedgerError(f"{path}: damaged ({e}); keep the file and restore a backup") from None
    except apsw.FullError:
        raise LedgerError(f"{path}: the disk is full; make room and add again, nothing is half written") from None
    except (apsw.BusyError, apsw.LockedError):
        raise LedgerError(f"{path}: another program keeps it locked; end it and try again") from None
    except apsw.ReadOnlyError:
        raise LedgerError(f"{path}: cannot be written; copy it to a folder of yours") from None
    except apsw.CantOpenError as e:
        raise LedgerError(f"{path}: cannot be opened ({e})") from None
    except apsw.IOError as e:
        raise LedgerError(f"{path}: the disk failed ({e}); what was acknowledged is kept, try again") from None
    except apsw.Error as e:
        raise LedgerError(f"{path}: {e}") from None


@contextmanager
def trusting(path: str) -> Iterator[None]:
    """`telling`, for what uses stored values as they are: one that is of another kind than was written comes from a damaged file."""
    with telling(path):
        try:
            yield
        except DAMAGE as e:
            raise LedgerError(f"{path}: damaged ({type(e).__name__}: {e}); `onrecord verify` says where") from e


def pack(raw: bytes) -> bytes:
    return zlib.compress(raw, 6)


def unpack(packed: bytes, size: int) -> bytes:
    """The bytes again; LedgerError where they are not `size` bytes, so that a bomb is never blown up."""
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(packed, size + 1)
    except zlib.error as e:
        raise LedgerError(f"stored bytes are damaged ({e})") from None
    if len(raw) != size or not inflate.eof or inflate.unused_data:
        raise LedgerError("stored bytes are damaged (another length than was noted)")
    return raw


def digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
