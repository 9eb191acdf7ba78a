"""`onrecord serve`: the reading room on this machine."""

from __future__ import annotations

import sys

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import DONE, say, write_bytes

LOCAL = "127.0.0.1"
PORT = 8321


@click.command("serve")
@ledger_option
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port; 0 takes any that is free.")
@click.option("--host", metavar="ADDRESS", default=LOCAL, show_default=True, help="The address to listen at. One that others can reach needs --token-file.")
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="Another name that a browser may call this server by, with its port if it differs.")
@click.option("--token-file", metavar="FILE", type=click.Path(dir_okay=False), help="Keep the token here from one start to the next; made where there is none.")
def serve_command(path: str, port: int, host: str, hosts: tuple[str, ...], token_file: str | None) -> None:
    """Work with a ledger in a browser, on this machine alone: search, add, judge, compare, check a draft.

    The address that is printed has a token in it; whoever has it may read and change the ledger. Nothing is fetched but what you name, and no browser is
    opened. Stop it with Ctrl-C.
    """
    if host not in (LOCAL, "localhost", "::1"):
        if token_file is None:
            raise click.UsageError(f"--host {host}: others could reach the ledger; give the file that holds the token with --token-file, or leave --host out")
        say(f"Careful: others can reach {host}, and what is sent there is not encrypted. Whoever has the token can read and change the ledger.")
    from onrecord.ledger.ledger import open
    from onrecord.web.server import read_token, serve

    open(path).close()  # what is wrong with it is said before anything is served

    def told(address: str) -> None:
        say(f"{path} is open at this address until you stop it with Ctrl-C:")
        write_bytes(f"{address}\n".encode())

    serve(path, host=host, port=port, hosts=hosts, token=read_token(token_file), told=told)
    say("Stopped.")
    sys.exit(DONE)
