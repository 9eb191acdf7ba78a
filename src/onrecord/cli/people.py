"""`onrecord people`: who speaks in a ledger, over all its articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import write_bytes

if TYPE_CHECKING:
    from onrecord.ledger.types import Person


@click.command("people")
@click.argument("words", nargs=-1, metavar="[WORDS...]")
@ledger_option
@click.option("--show", "id", metavar="ID", help="One of them, by the id of any entity that is held to be it: names, roles, outlets, and who may be the same.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 200), default=50, show_default=True, help="How many on a page.")
@click.option("--after", metavar="WORD", help="Where the page before ended.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def people_command(words: tuple[str, ...], path: str, id: str | None, limit: int, after: str | None, as_json: bool) -> None:
    """List those who say something in the reports of a ledger and have a name: persons, bodies, states. With WORDS, those with these words in a name.

    `onrecord find --person ID` lists what one of them says; `onrecord judge same|different ID OTHER` corrects who is who.
    """
    from onrecord.ledger.ledger import open
    from onrecord.ledger.plain import encode_plain
    from onrecord.phrase import count

    if id is not None and words:
        raise click.UsageError("give words to look for, or one id with --show")
    with open(path, make=False) as ledger:
        if id is not None:
            person = ledger.person(id)
            write_bytes(encode_plain(person) + b"\n" if as_json else draw_one(person).encode())
            return
        page = ledger.people(" ".join(words) or None, limit=limit, after=after)
    if as_json:
        write_bytes(encode_plain(page) + b"\n")
        return
    lines = [f"{p.id[:12]}  {name(p)}: {count(p.statements, 'statement')} in {count(p.articles, 'text')}\n" for p in page.people]
    more = f"More: --after {page.after}\n" if page.after else ""
    write_bytes(("".join(lines) + more).encode() or b"Nobody.\n")


def name(person: Person) -> str:
    """The name with the kind and the first role."""
    from onrecord.phrase import make_visible

    role = person.roles[0].role if person.roles else ""
    return make_visible(f"{person.name} ({', '.join(x for x in (person.kind, person.country or '', role) if x)})")


def draw_one(person: Person) -> str:
    """One of them in lines."""
    from onrecord.phrase import count, make_visible

    lines = [f"{name(person)}: {count(person.statements, 'statement')} in {count(person.articles, 'text')}", f"  joined by {person.maker}"]
    lines += [f"  also {a.name}, in {count(a.count, 'text')}" for a in person.aliases]
    for r in person.roles:
        days = f", {r.first}" + (f" to {r.last}" if r.last != r.first else "") if r.first else ""
        lines.append(f"  as {r.role}, in {count(r.count, 'text')}{days}")
    lines += [f"  in {o.outlet or 'an outlet not known'}: {o.direct:,} directly, {o.via:,} through others" for o in person.outlets]
    lines += [f"  perhaps the same: {d.name} [{d.id[:12]}], {d.why}" for d in person.doubles]
    lines += [f"  entity {own}" for own in person.members]
    return "".join(make_visible(line) + "\n" for line in lines)
