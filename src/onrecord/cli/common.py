"""What every command shares: inputs, output, exit codes.

In: names that the user gave, bytes to write. Out: inputs, files written whole, lines on standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.read.files import Input
    from onrecord.types import Record

DONE, PROBLEMS, WRONG_USE, STOPPED = 0, 1, 2, 130


def list_inputs(named: Sequence[str]) -> list[Input]:
    """What is to be read; click.UsageError where a name leads nowhere, so that nothing is read in vain before it."""
    from onrecord.read.files import STDIN, find_inputs

    for name in named:
        if name != STDIN and not os.path.lexists(name):
            raise click.UsageError(f"{name}: no such file or folder")
    found = list(find_inputs(named))
    if not found:
        raise click.UsageError(f"{', '.join(named)}: no .html or .txt file in it; name the files")
    if sum(each.path == STDIN for each in found) > 1:
        raise click.UsageError("standard input (-) can be read once")
    return found


def make_console() -> Console:
    """A terminal that takes no word of a report for markup."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def read_named(inputs: Sequence[str], model: str | None) -> Iterator[Record]:
    """The records of the named files: those kept as JSON Lines as they are, the others read, with progress."""
    from onrecord.encode import decode_records
    from onrecord.phrase import make_visible
    from onrecord.pipeline import read_all

    kept = [name for name in inputs if Path(name).suffix.lower() in (".jsonl", ".ndjson") and os.path.isfile(name)]
    for name in kept:
        try:
            yield from decode_records(Path(name).read_bytes())
        except InputError as e:
            raise click.UsageError(f"{name}: {e}") from None
    reports = [name for name in inputs if name not in kept]
    if not reports:
        return
    found = list_inputs(reports)
    records = read_all(found, model=Path(model) if model else None)
    for number, each in enumerate(found, 1):
        say(make_visible(f"Reading text {number:,} of {len(found):,}: {each.path}"))
        yield next(records)


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then moved there."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(raw)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write_bytes(raw: bytes) -> None:
    """Write to standard output as it is: UTF-8 and \\n on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """Progress and errors go to standard error, so that standard output holds nothing but records."""
    print(message, file=sys.stderr, flush=True)
