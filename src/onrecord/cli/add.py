"""`onrecord add`: keep reports in a ledger."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.common import DONE, PROBLEMS, say, write_bytes

if TYPE_CHECKING:
    from onrecord.ledger.types import Added, Edit, Step

# Shared by every command that works on a ledger.
ledger_option: Callable[[Any], Any] = click.option(
    "--ledger", "path", metavar="FILE", envvar="ONRECORD_LEDGER", default="onrecord.db", show_default=True, type=click.Path(dir_okay=False),
    help="The ledger; ONRECORD_LEDGER in the environment names another one for all commands.",
)  # fmt: skip
OUTCOMES = {
    "added": "added", "changed": "changed since they were last seen", "reread": "read anew", "known": "known already", "refused": "could not be read",
    "withheld": "withheld before, not kept again",
}  # fmt: skip


@click.command("add")
@click.argument("inputs", nargs=-1, metavar="FILE|FOLDER|PATTERN|ARCHIVE|FEED|URL|-...")
@ledger_option
@click.option("--url", metavar="URL", help="Where the report was published. Nothing is fetched.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--published", metavar="DATE", help="When it was published: 2026-10-09, or with a time.")
@click.option("--model", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), help="Read with this tagger instead of the shipped one.")
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), default=1, show_default=True, help="How many reports are read at once.")
@click.option("--reread", is_flag=True, help="Read everything in the ledger once more, from the bytes that it keeps; after an update of onrecord.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def add_command(
    inputs: tuple[str, ...], path: str, url: str | None, outlet: str | None, published: str | None, model: str | None, workers: int, reread: bool, as_json: bool
) -> None:
    """Keep reports in a ledger: their bytes, what they say, and when they were seen.

    Each report is kept whole or not at all. What is there already is not read again, so that an interrupted run goes on where it was when it is started once
    more. A page that changed is kept beside what it was, and its changes are shown.

    FILE is HTML or plain text; ARCHIVE is WARC or ARC, FEED a saved RSS, Atom or JSON feed. A URL that is named is fetched; nothing else ever is.
    """
    from onrecord.ledger.ledger import open
    from onrecord.ledger.sources import ARCHIVES, FEEDS, find_sources
    from onrecord.read.files import Input

    if not inputs and not reread:
        raise click.UsageError("name the reports to add, or --reread")
    if inputs and reread:
        raise click.UsageError("--reread reads what is in the ledger; name no reports with it")
    found = find_sources(inputs)
    many = any(isinstance(s, str) or (isinstance(s, Input) and s.path.lower().endswith(ARCHIVES + FEEDS)) for s in found)
    with open(path, make=not reread) as ledger:
        own = Path(model) if model else None
        try:
            if reread:
                added = ledger.reread(model=own, workers=workers, told=progress(0))
            else:
                added = ledger.add(*inputs, url=url, outlet=outlet, published=published, model=own, workers=workers, told=progress(0 if many else len(found)))
        except KeyboardInterrupt:
            say(f"Stopped. What was kept stays in {path}; run the same command again to go on.")
            raise
    if as_json:
        from onrecord.ledger.plain import encode_plain

        write_bytes(encode_plain(added) + b"\n")
    else:
        tell(added, path)
    sys.exit(PROBLEMS if added.problems else DONE)


def progress(total: int) -> Callable[[Step], None]:
    """A line for each input after it was kept."""
    from onrecord.phrase import count, make_visible

    numbers = iter(range(1, sys.maxsize))

    def told(step: Step) -> None:
        of = f" of {total:,}" if total else ""
        what = count(step.statements, "statement") if step.outcome in ("added", "changed", "reread") else OUTCOMES[step.outcome]
        say(make_visible(f"Text {next(numbers):,}{of}: {step.name} ({what})"))

    return told


def tell(added: Added, path: str) -> None:
    """What was done, on standard output; the problems, on standard error."""
    from onrecord.phrase import count, make_visible

    parts = [f"{count(number, 'text')} {words}" for outcome, words in OUTCOMES.items() if (number := added.counts.get(outcome, 0))]  # type: ignore[call-overload]
    lines = [f"{path}: {'; '.join(parts) or 'nothing to add'}. {count(added.statements, 'statement')} more."]
    for edit in added.edits:
        lines += tell_edit(edit)
    lines.append(f"Head: {added.head}")
    write_bytes("".join(f"{make_visible(line)}\n" for line in lines).encode())
    if added.problems:
        say(f"{count(len(added.problems), 'problem')}:")
    for name, code, message in added.problems:
        say(make_visible(f"{message if message.startswith(name) else f'{name}: {message}'} ({code})"))


def tell_edit(edit: Edit) -> list[str]:
    """What changed on a page, in lines."""
    from onrecord.phrase import count

    counts = [f"{len(edit.of(kind))} {kind}" for kind in ("altered", "gone", "new") if edit.of(kind)]
    lines = [f"Changed: {edit.address}: {count(len(edit.words), 'passage')} of words; statements: {', '.join(counts) or 'none'}"]
    if edit.title[0] != edit.title[1]:
        lines.append(f"  headline was: {edit.title[0] or 'none'}; is: {edit.title[1] or 'none'}")
    for moved in edit.statements:
        if moved.kind == "altered":
            lines.append(f"  altered: {moved.words[0]} → {moved.words[1]} [{(moved.after or '')[:12]}]")
        elif moved.kind in ("gone", "new"):
            lines.append(f"  {moved.kind}: {moved.words[0] or moved.words[1]} [{(moved.before or moved.after or '')[:12]}]")
    return lines
