"""`onrecord check`: a draft against its sources."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from onrecord.cli.common import DONE, PROBLEMS, make_console, read_named, say, write_bytes, write_whole


@click.command("check")
@click.argument("draft", metavar="DRAFT")
@click.option(
    "--against", multiple=True, required=True, metavar="FILE|FOLDER", help="A source, a folder of them, or records kept as .jsonl; may be given again."
)
@click.argument("more", nargs=-1, metavar="[FILE|FOLDER...]")
@click.option("--json", "form", flag_value="json", help="Print the findings as JSON, schema onrecord-check/1.")
@click.option("--html", "form", flag_value="html", help="Print a marked copy of the draft as one HTML page.")
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write it there, whole or not at all.")
@click.option("--model", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), help="Read with this tagger instead of the shipped one.")
def check_command(draft: str, against: tuple[str, ...], more: tuple[str, ...], form: str | None, out: str | None, model: str | None) -> None:
    """Look up every quotation and attributed sentence of a draft: exact, altered, said by somebody else, not found.

    DRAFT is plain text, Markdown, HTML or a Word file; what is behind --against are reports (HTML, plain text), folders of them, or .jsonl with records that
    `onrecord read --json` printed. Nothing of the draft is kept.
    """
    from onrecord.check import check_draft
    from onrecord.check.draft import read_draft

    if out is not None and form is None:
        form = {".html": "html", ".htm": "html", ".json": "json"}.get(Path(out).suffix.lower())
        if form is None:
            raise click.UsageError(f"{out}: say which form with --html or --json")
    if draft != "-" and not os.path.isfile(draft):
        raise click.UsageError(f"{draft}: no such file")
    named = (*against, *more)
    if "-" in named:
        raise click.UsageError("standard input (-) can be the draft, but no source: name files")
    found = read_draft(draft, model=Path(model) if model else None)
    if found.article is None:
        raise click.UsageError(found.problems[0].message)
    records = list(read_named(named, model))
    if not any(r.article for r in records):
        raise click.UsageError(f"none of {len(records):,} could be read: {records[0].problems[0].message}" if records else "no text to check against")
    checked = check_draft(found, records)
    if form is None:
        from onrecord.check.terminal import draw_checked

        draw_checked(checked, make_console())
    else:
        if form == "html":
            from onrecord.check.page import to_html

            raw = to_html(checked).encode()
        else:
            from onrecord.encode import encode_fields

            raw = encode_fields(checked) + b"\n"
        write_bytes(raw) if out is None else write_whole(Path(out), raw)
        if checked.unread:
            for each in checked.unread:
                say(f"{each.name}: {each.reason}")
    sys.exit(DONE if checked.fine and not checked.unread else PROBLEMS)
