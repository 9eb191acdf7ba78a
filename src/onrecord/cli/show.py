"""`onrecord show`: what an id in the ledger stands for, down to its bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from onrecord.cli.add import ledger_option, tell_edit
from onrecord.cli.common import make_console, write_bytes

if TYPE_CHECKING:
    from onrecord.ledger.types import Shown


@click.command("show")
@click.argument("id", metavar="ID")
@ledger_option
@click.option("--proof", is_flag=True, help="Print the proof of an entry (#12), to be checked without the ledger.")
@click.option("--bytes", "raw", is_flag=True, help="Write the bytes of the capture, as they were seen, to standard output.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show_command(id: str, path: str, proof: bool, raw: bool, as_json: bool) -> None:
    """Show a statement in its text, with its bytes, who made each value, its history and what people judged; or an article, a capture, an entity.

    ID is the start of an id, as `find` shows it, or #12 for an entry of the ledger.
    """
    from onrecord.ledger.ledger import open

    with open(path, make=False) as ledger:
        shown = ledger.show(id)
        if raw:
            write_bytes(ledger.capture(id))
            return
        if proof:
            if not shown.history:
                raise click.UsageError(f"{id}: no entry speaks of it")
            write_bytes(json.dumps(ledger.proof(shown.history[-1].seq), indent=1).encode() + b"\n")
            return
    if as_json:
        from onrecord.ledger.plain import encode_plain

        write_bytes(encode_plain(shown) + b"\n")
        return
    draw(shown)


def draw(shown: Shown) -> None:
    """Print it: the record's own drawing first, then where it stands and where it comes from."""
    from rich.text import Text

    from onrecord.phrase import make_visible, say_when, spaced
    from onrecord.show import draw_reasons, draw_record
    from onrecord.why import around, explain, tell_all

    console = make_console()
    if shown.article is not None and shown.statement is not None:
        article, paragraph = shown.article, around(shown.article, shown.statement)
        outlet = make_visible(article.outlet or "outlet not known")
        console.print(f"{make_visible(article.title or 'No headline.')}\n{outlet}, published {say_when(article.published)}\n")
        text, at = Text(), paragraph.start
        for span in shown.statement.content:
            if paragraph.start <= span.start and span.end <= paragraph.end:
                text.append(spaced(article.text[at : span.start])).append(make_visible(span.of(article.text)), "bold")
                at = span.end
        console.print(text.append(spaced(article.text[at : paragraph.end])), end="\n\n")
    if shown.record is not None and shown.statement is not None:
        draw_reasons(shown.record, shown.statement, tell_all(explain(shown.record, shown.statement)), console)
    elif shown.record is not None:
        draw_record(shown.record, console)
    console.print(
        "".join(f"{make_visible(line)}\n" if not line.startswith("  ") else f"  {make_visible(line)}\n" for line in describe(shown)), end="", soft_wrap=True
    )


def describe(shown: Shown) -> list[str]:
    """What the ledger knows of it beside its record, in lines."""
    from onrecord.judge.tell import tell

    lines: list[str] = []
    if shown.entity is not None:
        lines.append(f"{shown.entity.kind}: {shown.entity.name}" + (f" (also: {', '.join(shown.entity.aliases)})" if shown.entity.aliases else ""))
    if shown.struck:
        lines.append("No statement: somebody judged so. It is in no list and no export.")
    if not shown.current:
        lines.append("Not current: the page was seen with other words since, or was read anew.")
    if shown.now:
        lines.append(f"Now: {shown.now}")
    lines += [f"Before: {old}" for old in shown.was]
    if shown.sources:
        lines.append("In the bytes:")
        for source in shown.sources:
            match = {"exact": "Exact.", "folded": "Whitespace differs.", "none": "Not placed."}[source.match]
            where = f"bytes {source.place[0]:,} to {source.place[1]:,}" if source.place else "nowhere"
            lines.append(
                f"  characters {source.start:,} to {source.end:,}: {where}. {match}" + ("" if source.raw is not None or not source.place else " Withheld.")
            )
    if shown.history:
        lines.append("In the ledger:")
        for entry in shown.history:
            body = json.loads(entry.body)
            what = {
                "capture": f"seen, SHA-256 {body.get('sha256')}, {body.get('size') or 0:,} bytes, {body.get('path') or body.get('url') or body.get('address')}",
                "reading": f"read by {body.get('reader')}", "judgement": f"judged by {body.get('by')}",
                "withheld": f"withheld by {body.get('by')}: {body.get('why')}",
            }.get(entry.kind, entry.kind)  # fmt: skip
            lines.append(f"  #{entry.seq} {entry.at[:19]}Z {what}")
    lines += [f"{tell(j, '')} on {j.at[:10]} [#{j.seq}]{' (undone)' if j.undone else ''}" for j in shown.judgements]
    for edit in shown.edits:
        lines += tell_edit(edit)
    return lines
