"""The command line: `onrecord read`, `onrecord schema`.

In: arguments, files, standard input. Out: text or JSON on standard output, progress and errors on standard error, and an exit code: 0 done, 1 problems were
found, 2 wrong use. Imports are lazy, so that `--help` answers at once. It decides nothing about reports: pipeline.py reads them, show.py draws
them, why.py explains them.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from onrecord import __version__
from onrecord.errors import OnrecordError

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.read.files import Input
    from onrecord.types import Problem, Record

DONE, PROBLEMS, WRONG_USE, STOPPED = 0, 1, 2, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """Read news reports and keep the record of statements: who said what, on whose word."""


@commands.command("read")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one record of schema onrecord/1 a report.")
@click.option("--url", metavar="URL", help="Where the report was published. Nothing is fetched.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--published", metavar="DATE", help="When it was published: 2026-10-09, or with a time.")
@click.option("--model", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), help="Read with this tagger instead of the shipped one.")
@click.option("--why", metavar="ID", help="Tell why one statement is as it is: its number as shown, or the start of its id.")
def read_command(
    inputs: tuple[str, ...], as_json: bool, url: str | None, outlet: str | None, published: str | None, model: str | None, why: str | None
) -> None:
    """Show who said what in news reports.

    FILE is HTML or plain text, FOLDER is searched for such files, and - is a paste on standard input.
    """
    from onrecord.phrase import make_visible
    from onrecord.pipeline import read_all

    found = list_inputs(inputs)
    if url is not None and len(found) > 1:
        raise click.UsageError(f"--url names one report, but there are {len(found):,}; read them one at a time")
    if why is not None and len(found) > 1:
        raise click.UsageError(f"--why asks about one report, but there are {len(found):,}; read them one at a time")
    if "-" in inputs and sys.stdin.isatty():
        say("Paste the report, then end it with Ctrl-D (Windows: Ctrl-Z and Enter).")
    write = writer(as_json=as_json) if why is None else explainer(why, as_json=as_json)
    records = read_all(found, url=url, outlet=outlet, published=published, model=Path(model) if model else None)
    flawed: list[tuple[str, tuple[Problem, ...]]] = []
    refused = 0
    for number, each in enumerate(found, 1):
        if len(found) > 1:
            say(make_visible(f"Reading text {number:,} of {len(found):,}: {each.path}"))
        record = next(records)
        write(record)
        if record.problems:
            flawed.append((each.path, record.problems))
        refused += record.article is None
    if len(found) > 1:
        for told in list_problems(flawed, refused, len(found)):
            say(told)
    sys.exit(PROBLEMS if flawed else DONE)


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


def writer(*, as_json: bool) -> Callable[[Record], None]:
    """What to do with each record: a line of JSON, or a drawing."""
    if as_json:
        from onrecord.encode import encode_record

        def write_json(record: Record) -> None:
            write_bytes(encode_record(record) + b"\n")

        return write_json
    from onrecord.show import draw_record

    console = make_console()
    apart = iter(("",))

    def draw(record: Record) -> None:
        console.print(next(apart, "\n"), end="")
        draw_record(record, console)

    return draw


def explainer(wanted: str, *, as_json: bool) -> Callable[[Record], None]:
    """What to do with the record of a report when one of its statements is asked about; a report that was refused is shown as ever."""
    from onrecord.show import draw_reasons
    from onrecord.why import encode_reasons, explain, find_statement, tell_all

    write = writer(as_json=as_json)

    def answer(record: Record) -> None:
        if record.article is None:
            return write(record)
        number, statement = find_statement(record, wanted)
        if as_json:
            return write_bytes(encode_reasons(record, statement, number) + b"\n")
        return draw_reasons(record, statement, tell_all(explain(record, statement)), make_console())

    return answer


def make_console() -> Console:
    """A terminal that takes no word of a report for markup."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def list_problems(flawed: Sequence[tuple[str, tuple[Problem, ...]]], refused: int, total: int) -> Iterator[str]:
    """What a reader of many texts must know at the end: which could not be read, and what else was found, each in one line."""
    from onrecord.phrase import count, make_visible

    problems = sum(len(own) for _, own in flawed)
    yield f"{count(total, 'text')}, {count(problems, 'problem') if problems else 'no problem'}."
    if refused:
        yield f"{count(refused, 'text')} could not be read. What {'it says' if refused == 1 else 'they say'} is missing here."
    for path, own in flawed:
        for problem in own:
            named = problem.message if problem.message.startswith(path) else f"{path}: {problem.message}"
            yield make_visible(f"{named} ({problem.code})")


@commands.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of a record."""
    from onrecord.schema import make_schema

    write_bytes(make_schema().encode())


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; every error is one line on standard error, and a reader that went away (a closed pipe) is none."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = commands.main(arguments, prog_name="onrecord", standalone_mode=False) or DONE
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as e:
        click.echo(e.format_message(), err=True)
        code = WRONG_USE
    except click.ClickException as e:
        code = fail(e.format_message())
    except OnrecordError as e:
        code = fail(str(e))
    except click.Abort:
        code = fail("stopped", STOPPED)
    except BrokenPipeError:
        code = DONE
        silence()
    except OSError as e:
        code = fail(f"{e.filename}: {e.strerror}" if e.filename else str(e))
    sys.exit(code)


def fail(message: str, code: int = WRONG_USE) -> int:
    """Say what went wrong in one line."""
    from onrecord.phrase import make_visible

    say(f"onrecord: {make_visible(message)}")
    return code


def write_bytes(raw: bytes) -> None:
    """Write to standard output as it is: UTF-8 and \\n on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(raw)
    sys.stdout.buffer.flush()


def say(message: str) -> None:
    """Progress and errors go to standard error, so that standard output holds nothing but records."""
    print(message, file=sys.stderr, flush=True)


def silence() -> None:
    """Point standard output nowhere, so that nothing complains when Python flushes it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    main()
