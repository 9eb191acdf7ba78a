"""`onrecord follow`: speakers, events and words of which what is new is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import write_bytes

if TYPE_CHECKING:
    from onrecord.ledger.types import Follow


@click.command("follow")
@click.argument("what", required=False, type=click.Choice(["speaker", "event", "words"]), metavar="[speaker|event|words")
@click.argument("value", nargs=-1, metavar="VALUE]")
@ledger_option
@click.option("--as", "by", metavar="NAME", envvar="ONRECORD_NAME", help="Who you are; ONRECORD_NAME in the environment says it for all commands.")
@click.option("--stop", metavar="N", type=click.IntRange(1), help="Stop following what entry N follows.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def follow_command(what: str | None, value: tuple[str, ...], path: str, by: str | None, stop: int | None, as_json: bool) -> None:
    """Follow a speaker (a name or an id), an event (its id) or words; alone, list what is followed.

    `onrecord watch` prints each new statement of what is followed.
    """
    from onrecord.ledger.ledger import open
    from onrecord.ledger.plain import encode_plain

    if (what is not None or stop is not None) and not (by or "").strip():
        raise click.UsageError("say who you are with --as NAME")
    if what is not None and (not value or stop is not None):
        raise click.UsageError("name what to follow, or what to stop with --stop N" if stop is not None else f"name the {what} to follow")
    with open(path, make=False) as ledger:
        found: tuple[Follow, ...]
        if what is not None:
            found, word = (ledger.follow(what, " ".join(value), by=by or ""),), "Followed: "  # type: ignore[arg-type]
        elif stop is not None:
            found, word = (ledger.unfollow(stop, by=by or ""),), "No longer followed: "
        else:
            found, word = ledger.follows(), ""
    if as_json:
        write_bytes(b"".join(encode_plain(f) + b"\n" for f in found))
    else:
        write_bytes("".join(f"{word}{draw(f)}\n" for f in found).encode() or b"Nothing is followed. Begin with `onrecord follow words VALUE --as NAME`.\n")


def draw(follow: Follow) -> str:
    """What is followed, in a line."""
    from onrecord.phrase import make_visible

    own = f" [{follow.value[:12]}]" if follow.value != follow.label else ""
    return make_visible(f"{follow.what} {follow.label}{own}, by {follow.by} since {follow.at[:10]} (stop: onrecord follow --stop {follow.seq})")
