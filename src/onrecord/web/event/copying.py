"""The table to take away: tab-separated for pasting, CSV, Markdown with links.

In: `Laid`, the server's own address. Out: text. A row a statement that the table shows (CSV, tab-separated), or the table itself (Markdown). Words of a report
never become a formula, a table or a link.
"""

import csv
import io
from collections.abc import Iterator

from onrecord.export.csv import guard
from onrecord.phrase import ACTS
from onrecord.sheet.layout import make_cell
from onrecord.sheet.markdown import column, plain, words
from onrecord.sheet.parts import Cite
from onrecord.sheet.words import say_words
from onrecord.web.event.laid import Laid
from onrecord.web.event.where import to_statement

HEAD = ("speaker", "role", "point", "act", "directed at", "words", "date", "outlet", "via", "remarks", "changed", "more like it", "link")


def rows(laid: Laid, base: str) -> Iterator[tuple[str, ...]]:
    """A row a statement: speakers in the table's order, points in the table's order, statements in time."""
    for speaker in laid.speakers:
        for point in laid.points:
            for c in make_cell(laid.look, laid.said.get((speaker.voice, point.id))):
                yield (
                    speaker.name, speaker.role, laid.columns[point.id].label, c.does, c.towards, say_words(c.words), c.when, c.outlet, c.via,
                    "; ".join(c.remarks), c.changed, str(c.more) if c.more else "", base + to_statement(c.line),
                )  # fmt: skip


def to_csv(laid: Laid, base: str) -> str:
    """RFC 4180; cells that a spreadsheet would take for a formula are guarded."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(HEAD)
    table.writerows([guard(cell) for cell in row] for row in rows(laid, base))
    return out.getvalue()


def to_tabs(laid: Laid, base: str) -> str:
    """Tab-separated, as a spreadsheet or a word processor takes it from the clipboard."""
    lines = ["\t".join(HEAD), *("\t".join(guard(cell.replace("\t", " ")) for cell in row) for row in rows(laid, base))]
    return "\n".join(lines) + "\n"


def to_markdown(laid: Laid, base: str, title: str) -> str:
    """The whole table, each date and outlet a link to its statement."""
    points = [p.id for p in laid.points]
    lines = [f"# {plain(title)}", "", plain(laid.kicker), "", plain("; ".join(laid.counts) + "."), ""]
    lines += ["| Speaker | " + " | ".join(column(laid.columns[p]) for p in points) + " |", "|---" * (len(points) + 1) + "|"]
    for speaker in laid.speakers:
        who = f"**{plain(speaker.name)}**" + (f"<br>{plain(speaker.role)}" if speaker.role else "")
        cells = (make_cell(laid.look, laid.said.get((speaker.voice, p))) for p in points)
        lines.append(f"| {who} | " + " | ".join("<br><br>".join(linked(c, base) for c in cell) for cell in cells) + " |")
    lines += ["", plain(f"Blank: nothing reported {laid.look.scope}. Read by machine unless it says that a person has checked it.")]
    return "\n".join(lines) + "\n"


def linked(c: Cite, base: str) -> str:
    """A statement in a cell."""
    act = f"{plain(ACTS[c.act][0])} " if c.act else ""
    first = " ".join(part for part in (act + (f"**{plain(c.does)}**" if c.strong else plain(c.does)), plain(c.towards)) if part)
    where = f"[{plain(c.where)}]({base}{to_statement(c.line)})" + (f" +{c.more}" if c.more else "")
    parts = [f"**{plain(c.changed)}**" if c.changed else "", first, words(c.words), f"**{plain(c.via)}**, {where}" if c.via else where, *map(plain, c.remarks)]
    return "<br>".join(part for part in parts if part)
