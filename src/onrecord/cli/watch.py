"""`onrecord watch`: feeds asked again and again; what is new is kept, and what is followed is printed."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.add import ledger_option, progress
from onrecord.cli.common import DONE, PROBLEMS, say, write_bytes

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.watch import Turn

SPAN = re.compile(r"(\d{1,6})\s?(s|m|h|d)?")
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
LEAST = 60  # seconds
READER, WHAT = "watch", "followed"  # under which the ledger notes what was printed, so that a run that is ended loses nothing


class Every(click.ParamType[int]):
    """A span of time, in seconds: 15m, 2h."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = SPAN.fullmatch(str(value).strip().lower())
        seconds = int(found[1]) * UNITS[found[2] or "s"] if found else 0
        if seconds < LEAST:
            self.fail(f"{value!r}: write 15m or 2h, and no less than {LEAST} seconds", param, ctx)
        return seconds


@click.command("watch")
@click.argument("sources", nargs=-1, required=True, metavar="FEEDS.opml|URL|FILE...")
@ledger_option
@click.option("--once", is_flag=True, help="Ask each once and end; for cron. Exit code 1 where one failed.")
@click.option("--every", metavar="SPAN", type=Every(), default="15m", show_default=True, help="Time between two looks at one feed.")
@click.option("--pages", is_flag=True, help="Fetch the pages that a feed leads to, where it has no more than an excerpt.")
@click.option("--model", metavar="FOLDER", type=click.Path(exists=True, file_okay=False), help="Read with this tagger instead of the shipped one.")
@click.option("--workers", metavar="N", type=click.IntRange(1, 64), default=1, show_default=True, help="How many reports are read at once.")
def watch_command(sources: tuple[str, ...], path: str, once: bool, every: int, pages: bool, model: str | None, workers: int) -> None:
    """Ask feeds for what is new, keep it, and print new statements of what is followed (`onrecord follow`).

    A source is a list of feeds (OPML), the address of a feed or a page, or a FILE with one address a line. Sites are asked politely: with what they gave to
    be asked with, not while they want to be left alone, one request at a time. End it with Ctrl-C; what was kept stays.
    """
    from onrecord.ledger.ledger import open

    urls = find_urls(sources)
    failed = False
    with open(path) as ledger:
        since = ledger.looked(READER, WHAT) or last_entry(ledger)
        try:
            for turn in ledger.watch(*urls, every=every, pages=pages, once=once, model=Path(model) if model else None, workers=workers, told=progress(0)):
                failed |= turn.outcome == "failed" or bool(turn.added and turn.added.problems)
                tell(turn)
                if turn.added and turn.added.entries:
                    since = tell_new(ledger, since)
        except KeyboardInterrupt:
            say(f"Stopped. What was kept stays in {path}.")
            sys.exit(DONE)
    sys.exit(PROBLEMS if failed else DONE)


def find_urls(sources: Sequence[str]) -> list[str]:
    """The addresses that were named, in order, each once; click.UsageError where a file is none or leads nowhere."""
    from onrecord.errors import InputError
    from onrecord.ledger.sources import WEB
    from onrecord.read.opml import is_address, read_opml

    found: dict[str, None] = {}
    for source in sources:
        if source.lower().startswith(WEB):
            found[source] = None
            continue
        try:
            raw = Path(source).read_bytes()
        except OSError as e:
            raise click.UsageError(f"{source}: {e.strerror}") from None
        if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            try:
                named = read_opml(raw, name=source)
            except InputError as e:
                raise click.UsageError(str(e)) from None
        else:
            lines = [line.strip() for line in raw.decode("utf-8", "replace").splitlines()]
            named = [line for line in lines if line and not line.startswith("#")]
            bad = next((line for line in named if not is_address(line)), None)
            if bad is not None:
                raise click.UsageError(f"{source}: {bad[:80]!r} is no address of a feed; write one a line")
        if not named:
            raise click.UsageError(f"{source}: no feed in it")
        found |= dict.fromkeys(named)
    return list(found)


def tell(turn: Turn) -> None:
    """What became of a turn, on standard error."""
    from onrecord.phrase import count, make_visible

    if turn.outcome == "failed":
        say(make_visible(f"{turn.problem} (asked again after {turn.due})"))
    elif turn.outcome == "left alone":
        say(make_visible(f"{turn.url}: left alone until {turn.due}: {turn.problem}"))
    elif turn.outcome == "unchanged":
        say(make_visible(f"{turn.url}: unchanged"))
    elif turn.added is not None:
        fresh = sum(turn.added.counts.get(outcome, 0) for outcome in ("added", "changed"))
        more = f"; {count(turn.elsewhere, 'entry', 'entries')} with no more than a link (--pages fetches them)" if turn.elsewhere else ""
        say(make_visible(f"{turn.url}: {count(fresh, 'new text')}, {count(turn.added.statements, 'statement')}{more}"))
        for name, code, message in turn.added.problems:
            say(make_visible(f"{message if message.startswith(name) else f'{name}: {message}'} ({code})"))


def tell_new(ledger: Ledger, since: int) -> int:
    """Print the statements of what is followed that came after an entry; the number of the last entry."""
    from onrecord.cli.find import ID
    from onrecord.phrase import line, make_visible

    lines = []
    for follow in ledger.follows():
        for hit in ledger.new_in(follow, since=since).hits:
            lines.append(f"{make_visible(f'{follow.what} {follow.label}')}: {line(hit.record, hit.statement)} [{hit.statement.id[:ID]}]")
    write_bytes("".join(f"{each}\n" for each in lines).encode())
    last = last_entry(ledger)
    ledger.look(READER, WHAT, last)
    return last


def last_entry(ledger: Ledger) -> int:
    return int(ledger.head().partition(":")[0])
