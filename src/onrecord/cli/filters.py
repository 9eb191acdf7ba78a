"""The filters of a ledger's statements, the same for every command that has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import click

from onrecord.types import Act, StatementKind

FILTERS: tuple[Callable[[Any], Any], ...] = (
    click.option("--speaker", metavar="NAME", help="Who said it: whole words of the name."),
    click.option("--person", metavar="ID", help="Who said it, over all articles: an id that `onrecord people` prints, or that of any entity."),
    click.option("--act", type=click.Choice(get_args(Act)), metavar="ACT", help="What was done by it: deny, accuse, demand ..."),
    click.option("--about", metavar="WORDS", help="Words of the statement or of its headline, all of them."),
    click.option("--addressee", metavar="NAME", help="To whom it was said."),
    click.option("--target", metavar="NAME", help="Who is accused, criticised, praised or asked to act."),
    click.option("--channel", metavar="CHANNEL", help="Through what: phone call, interview ..."),
    click.option("--kind", type=click.Choice(get_args(StatementKind)), metavar="KIND", help="direct, mixed or indirect."),
    click.option("--since", metavar="DATE", help="Said (or, where that is not stated, published) on this day or later: 2026-10-09, 2026-10 or 2026."),
    click.option("--until", metavar="DATE", help="On this day or earlier."),
    click.option("--outlet", metavar="NAME", help="Who published it."),
    click.option("--negated/--not-negated", default=None, help="Only what is reported as not said; or only what is not so."),
)


def with_filters(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command with all filters as options, by the names that `Ledger.find` has for them; None is no filter."""
    for option in reversed(FILTERS):
        command = option(command)
    return command
