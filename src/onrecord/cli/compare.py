"""`onrecord compare`: reports of one dispute side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.common import DONE, PROBLEMS, make_console, read_named, say, write_bytes, write_whole

if TYPE_CHECKING:
    from onrecord.compare import Comparison


def sheet_options(command: Callable[..., None]) -> Callable[..., None]:
    """What is put in a sheet and in which form it is handed out: options of every command that makes one."""
    for option in reversed((
        click.option("--about", metavar="WORDS", help="Keep what is about these words."),
        click.option("--point", "points", multiple=True, metavar="QUESTION", help="A column of your own, such as 'who phoned?'; may be given again."),
        click.option("--points", "points_file", metavar="FILE", type=click.Path(exists=True, dir_okay=False), help="A file of such questions, one a line."),
        click.option("--markdown", "--md", "form", flag_value="markdown", help="Print the sheet as Markdown."),
        click.option("--html", "form", flag_value="html", help="Print the sheet as one HTML page."),
        click.option("--docx", "form", flag_value="docx", help="Make the sheet as a Word file."),
        click.option("--json", "form", flag_value="json", help="Print the dossier as JSON, schema onrecord-dossier/1."),
        click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write the sheet there, whole or not at all."),
    )):  # fmt: skip
        command = option(command)
    return command


@click.command("compare")
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|FOLDER...")
@sheet_options
@click.option("--model", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), help="Read with this tagger instead of the shipped one.")
def compare_command(
    inputs: tuple[str, ...], about: str | None, points: tuple[str, ...], points_file: str | None, form: str | None, out: str | None, model: str | None
) -> None:
    """Put reports of one dispute side by side: who says what, where the words differ, who was not heard.

    FILE is HTML, plain text, or .jsonl with records that `onrecord read --json` printed (so that a paste keeps its own outlet and date); FOLDER is searched
    for HTML and text. The order does not matter.
    """
    from onrecord.compare import Comparison
    from onrecord.group.dossier import make_dossier

    form = find_form(form, out)
    questions = (*points, *read_questions(points_file)) if points_file else points
    records = list(read_named(inputs, model))
    if not any(r.article for r in records):
        raise click.UsageError(f"none of {len(records):,} could be read: {records[0].problems[0].message}")
    dossier = make_dossier(records, about=about, questions=questions)
    if about is not None and not dossier.lines:
        raise click.UsageError(f"no statement in {'this text' if len(dossier.texts) == 1 else f'these {len(dossier.texts):,} texts'} is about {about!r}")
    hand_out(Comparison(dossier), form, out)
    for unread in dossier.unread:
        say(f"{unread.name}: {unread.reason}")
    sys.exit(PROBLEMS if dossier.unread else DONE)


def find_form(form: str | None, out: str | None) -> str | None:
    """The form that is asked for, or that a file's name asks for."""
    if out is not None and form is None:
        form = {".md": "markdown", ".html": "html", ".htm": "html", ".docx": "docx", ".json": "json"}.get(Path(out).suffix.lower())
        if form is None:
            raise click.UsageError(f"{out}: say which form with --markdown, --html, --docx or --json")
    if form == "docx" and out is None and sys.stdout.isatty():
        raise click.UsageError("a Word file is nothing to print; name a file with --out")
    return form


def hand_out(made: Comparison, form: str | None, out: str | None) -> None:
    """The sheet in a form, to a file or to standard output; without a form, drawn for the terminal."""
    if form is None:
        from onrecord.sheet.terminal import draw_dossier

        draw_dossier(made.dossier, make_console())
    else:
        made_of: dict[str, Callable[[], bytes]] = {
            "markdown": lambda: made.markdown().encode(), "html": lambda: made.html().encode(), "docx": made.docx, "json": lambda: made.json() + b"\n",
        }  # fmt: skip
        raw = made_of[form]()
        write_bytes(raw) if out is None else write_whole(Path(out), raw)


def read_questions(path: str) -> list[str]:
    """The lines of a file that are not empty, UTF-8."""
    try:
        return [line.strip() for line in Path(path).read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise click.UsageError(f"{path}: not a text in UTF-8") from None
