"""`onrecord read`: who said what in one report or many."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.common import DONE, PROBLEMS, list_inputs, make_console, say, write_bytes

if TYPE_CHECKING:
    from onrecord.types import Problem, Record


@click.command("read")
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
