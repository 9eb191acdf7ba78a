"""`onrecord events`: the events of a ledger. `onrecord dossier`: the reports of one, or those with some words, side by side."""

from __future__ import annotations

import sys

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import DONE, say, write_bytes
from onrecord.cli.compare import find_form, hand_out, read_questions, sheet_options


@click.command("events")
@ledger_option
@click.option("--limit", metavar="N", type=click.IntRange(1, 200), default=20, show_default=True, help="How many on a page.")
@click.option("--after", metavar="WORD", help="Where the page before ended.")
@click.option("--json", "as_json", is_flag=True, help="Print the page as JSON.")
def events_command(path: str, limit: int, after: str | None, as_json: bool) -> None:
    """List events: reports in the ledger that tell of the same thing, the newest first.

    `onrecord dossier ID` puts the reports of one side by side.
    """
    from onrecord.ledger.ledger import open
    from onrecord.ledger.plain import encode_plain
    from onrecord.phrase import count, make_visible

    with open(path, make=False) as ledger:
        page = ledger.events(limit=limit, after=after)
    if as_json:
        write_bytes(encode_plain(page) + b"\n")
        return
    lines = []
    for e in page.events:
        days = e.first_day if e.first_day == e.last_day else f"{e.first_day} to {e.last_day}"
        outlets = f", {count(e.outlets, 'outlet')}" if e.outlets > 1 else ""
        lines += [make_visible(f"{e.id[:12]} {e.label}"), f"    {days or 'no date'}; {count(e.texts, 'text')}{outlets}, {count(e.statements, 'statement')}"]
    lines = lines or ["No report in this ledger yet."]
    write_bytes("".join(f"{line}\n" for line in lines).encode())
    if page.after is not None:
        say(f"More: the same with --after {page.after}")


@click.command("dossier")
@click.argument("wanted", nargs=-1, required=True, metavar="WORDS|EVENT")
@ledger_option
@sheet_options
def dossier_command(
    wanted: tuple[str, ...], path: str, about: str | None, points: tuple[str, ...], points_file: str | None, form: str | None, out: str | None
) -> None:
    """Put the reports of an event, or all reports with some words, side by side: what `compare` shows, with what people judged.

    EVENT is an id that `onrecord events` lists, or its start.
    """
    from onrecord.ledger.ledger import open

    form = find_form(form, out)
    questions = (*points, *read_questions(points_file)) if points_file else points
    with open(path, make=False) as ledger:
        made = ledger.dossier(" ".join(wanted), about=about, points=questions)
    if about is not None and not made.dossier.lines:
        raise click.UsageError(f"no statement in these {len(made.dossier.texts):,} texts is about {about!r}")
    hand_out(made, form, out)
    sys.exit(DONE)
