"""`onrecord verify` and `onrecord head`: whether a ledger is what it was."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import DONE, PROBLEMS, write_bytes


@click.command("verify")
@ledger_option
@click.option("--head", metavar="HEAD", help="A head that was kept: nothing before it may have changed. FILE's first line is read from @FILE.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify_command(path: str, head: str | None, as_json: bool) -> None:
    """Check every hash, link, row, span and place of a ledger, offline; the first bad entry is named first.

    Anyone who kept a head can tell whether anything before it changed. Someone who can write the file, and against whom no head was kept, can rewrite it.
    """
    from onrecord.ledger.ledger import open
    from onrecord.ledger.verify import list_flaws
    from onrecord.phrase import count, make_visible

    if head is not None and head.startswith("@"):
        try:
            head = (Path(head[1:]).read_text(encoding="utf-8").splitlines() or [""])[0].removeprefix("Head:").strip()
        except UnicodeDecodeError:
            raise click.UsageError(f"{head[1:]}: not a text in UTF-8") from None
    with open(path, make=False) as ledger:
        report = ledger.verify(head=head)
    if as_json:
        from onrecord.ledger.plain import encode_plain

        write_bytes(encode_plain(report) + b"\n")
        sys.exit(DONE if report.whole else PROBLEMS)
    lines = [
        f"{path}: {count(report.entries, 'entry', 'entries')}, {count(report.captures, 'capture')}, {count(report.statements, 'statement')}, "
        f"{count(report.spans, 'span')}, {count(report.segments, 'place')} checked; {report.withheld:,} withheld.",
        *list_flaws(report),
        ("Whole." if head is None else "Whole, and as the head that was kept.") if report.whole else f"{count(len(report.flaws), 'flaw')}.",
        f"Head: {report.head}",
    ]  # fmt: skip
    write_bytes("".join(f"{make_visible(line)}\n" for line in lines).encode())
    sys.exit(DONE if report.whole else PROBLEMS)


@click.command("head")
@ledger_option
def head_command(path: str) -> None:
    """Print the head of a ledger: the number of its entries and the root over them, to be kept elsewhere."""
    from onrecord.ledger.ledger import open

    with open(path, make=False) as ledger:
        write_bytes(ledger.head().encode() + b"\n")
