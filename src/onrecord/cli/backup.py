"""`onrecord backup`: a copy of a ledger that holds together."""

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import write_bytes


@click.command("backup")
@click.argument("copy", metavar="FILE", type=click.Path(dir_okay=False))
@ledger_option
def backup_command(copy: str, path: str) -> None:
    """Write a copy of the ledger to FILE, a new file: whole or not at all, also while another process adds to it."""
    from onrecord.ledger.ledger import open

    with open(path, make=False) as ledger:
        ledger.backup(copy)
    with open(copy, make=False) as ledger:
        write_bytes(f"{copy}: {ledger.head()}\n".encode())
