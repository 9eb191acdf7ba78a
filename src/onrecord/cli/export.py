"""`onrecord export`: records in open formats."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import click
from click.core import ParameterSource

from onrecord.cli.add import ledger_option
from onrecord.cli.common import DONE, PROBLEMS, read_named, say
from onrecord.cli.filters import with_filters
from onrecord.export import BINARY, FORMATS, Format, export

if TYPE_CHECKING:
    from onrecord.types import Record

ENDINGS: dict[str, Format] = {
    ".csv": "csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonld": "annotations", ".parquet": "parquet", ".zip": "bundle",
}  # fmt: skip
STDOUT = "-"


@click.command("export")
@click.argument("inputs", nargs=-1, metavar="[FILE|FOLDER...]")
@ledger_option
@click.option("--words", "said", metavar="WORDS", help="Words of the statement, all of them.")
@with_filters
@click.option("--to", "to", type=click.Choice(FORMATS), help="The format; without it, the ending of --out says which.")
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write it there, whole or not at all.")
@click.option("--no-text", is_flag=True, help="No words of a report: their places and SHA-256 alone.")
@click.option("--raw", is_flag=True, help="CSV for programs: without the ' that keeps a spreadsheet from taking words for a formula.")
@click.option("--model", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), help="Read with this tagger instead of the shipped one.")
@click.pass_context
def export_command(
    context: click.Context, /, inputs: tuple[str, ...], path: str, said: str | None, to: str | None, out: str | None, no_text: bool, raw: bool,
    model: str | None,
    **filters: Any,
) -> None:  # fmt: skip
    """Write who said what as a table, annotations or a bundle that others can check.

    FILE is HTML, plain text, or .jsonl with records that `onrecord read --json` printed; FOLDER is searched for HTML and text. The order does not matter.
    Without them, what the ledger holds is written, as people corrected it: all of it, or what the filters leave.
    """
    asked = {name: value for name, value in (("words", said), *filters.items()) if value is not None}
    if inputs and (asked or context.get_parameter_source("path") is ParameterSource.COMMANDLINE):
        raise click.UsageError("the ledger and its filters go without files: keep these with `onrecord add` first")
    if not inputs and model is not None:
        raise click.UsageError("--model reads files; a ledger's reports are read anew by `onrecord add --reread`")
    form = cast(Format, to) if to else ENDINGS.get(Path(out or "").suffix.lower())
    if form is None:
        raise click.UsageError(f"say which format with --to: {', '.join(FORMATS)}")
    if out in (None, STDOUT) and form in BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{form} is nothing to print; name a file with --out")
    if out is not None and not Path(out).parent.is_dir():
        raise click.UsageError(f"{out}: no such folder")
    if not inputs:
        return write_kept(path, form, out, asked, words=not no_text, raw=raw)
    unread: list[str] = []
    with open_whole(out) as file:
        export(note_unread(read_named(inputs, model), unread), form, file, words=not no_text, raw=raw)
    for told in unread:
        say(told)
    sys.exit(PROBLEMS if unread else DONE)


def write_kept(path: str, form: Format, out: str | None, asked: dict[str, Any], *, words: bool, raw: bool) -> None:
    """What a ledger holds."""
    from onrecord.export.kept import export_kept
    from onrecord.ledger.ledger import open
    from onrecord.phrase import count

    with open(path, make=False) as ledger, open_whole(out) as file:
        left = export_kept(ledger, form, file, asked, words=words, raw=raw)
    if left is not None:
        say(f"{count(left, 'statement')} written." if left else "No statement fits.")


def note_unread(records: Iterable[Record], unread: list[str]) -> Iterator[Record]:
    """Pass records on and note, in a line each, those that could not be read."""
    from onrecord.phrase import make_visible

    for record in records:
        if record.article is None:
            name = record.capture.path or record.capture.url or "the input"
            message = record.problems[0].message if record.problems else "not read"
            unread.append(make_visible(message if message.startswith(name) else f"{name}: {message}"))
        yield record


@contextmanager
def open_whole(out: str | None) -> Iterator[BinaryIO]:
    """A file to write to that is there when all of it is written: beside its place first, then moved there. Standard output gets all of it at the end."""
    if out in (None, STDOUT):
        with TemporaryFile() as scratch:
            yield cast(BinaryIO, scratch)
            scratch.seek(0)
            sys.stdout.flush()
            shutil.copyfileobj(scratch, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    path = Path(str(out))
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    opened = fresh.open("xb")
    try:
        with opened as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
