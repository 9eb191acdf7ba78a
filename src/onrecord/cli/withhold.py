"""`onrecord withhold`: take out bytes and words that must not be kept."""

from __future__ import annotations

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import say


@click.command("withhold")
@click.argument("id", metavar="ID")
@ledger_option
@click.option("--why", metavar="WORDS", required=True, help="Why: it stays in the ledger for all to read.")
@click.option(
    "--as", "by", metavar="NAME", envvar="ONRECORD_NAME", required=True, help="Who you are; ONRECORD_NAME in the environment says it for all commands."
)
@click.option("--yes", is_flag=True, help="Do not ask: it cannot be undone.")
def withhold_command(id: str, path: str, why: str, by: str, yes: bool) -> None:
    """Take the bytes and words of an article, or of one capture, out of the ledger. Hashes, the reason and your name stay, and `verify` still holds.

    ID is that of an article or of a capture; `onrecord show` prints both. Copies that were made before (`backup`, exports) still have the words.
    """
    from onrecord.ledger.ledger import open
    from onrecord.phrase import make_visible

    with open(path, make=False) as ledger:
        shown = ledger.show(id)
        title = shown.article.title if shown.article else None
        named = make_visible(f"{shown.kind} {shown.id[:12]}{f' “{title}”' if title else ''}")
        if not yes:
            click.confirm(f"Take out all words of {named}? This cannot be undone.", abort=True, err=True)
        entry = ledger.withhold(shown.id, why=why, by=by)
    say(f"Withheld: {named}, entry #{entry.seq}. Copies made before still have it.")
