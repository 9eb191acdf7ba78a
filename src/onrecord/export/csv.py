"""CSV by RFC 4180: one row a statement, UTF-8, no byte order mark, lines end in CRLF.

In: records in order. Out: a table. Words of a report may start with a sign that a spreadsheet takes for a formula; a `'` before it makes it words again.
"""

import csv
import io
import re
from collections.abc import Container, Iterable
from typing import BinaryIO

from onrecord.export.column import flatten
from onrecord.export.statement import STATEMENTS, make_rows
from onrecord.phrase import HIDDEN
from onrecord.types import Record

# What a spreadsheet passes over before a formula: white space and hidden characters. Apostrophes count too, so that what looks guarded is guarded once more
# and every guard can be taken off again.
_BLANK = f"(?![\t\r\n])(?:\\s|{HIDDEN.pattern})"
_SIGN = "=+\\-@＝＋－＠"
_WHOLE = f"'*+(?:{_BLANK})*+[{_SIGN}\t\r\n]"  # at the start of a cell
# A spreadsheet that parts cells at semicolons or tabs, as in much of Europe, starts one after each of these and after each line break, quotation marks or not.
_PART = f"(?:['\"]|{_BLANK})*+[{_SIGN}]"
RISKY = re.compile(f"^(?={_WHOLE})|(?<=[;\t\r\n])(?={_PART})")
GUARDED = re.compile(f"^'(?={_WHOLE})|(?<=[;\t\r\n])'(?={_PART})")


def write_csv(records: Iterable[Record], out: BinaryIO, *, words: bool, raw: bool, only: Container[str] | None = None) -> None:
    """Write a head and a row for each statement; `raw` leaves cells as they are, for programs."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="surrogatepass", newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([c.head(words=words) for c in STATEMENTS])
    for record in records:
        for row in make_rows(record, words=words, only=only):
            cells = [flatten(value) for value in row]
            table.writerow(cells if raw else [guard(cell) for cell in cells])
    text.flush()
    text.detach()


def guard(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> guard("=1+1"), guard("see; -2"), guard("'Not today'"), unguard(guard("'=x"))
    ("'=1+1", "see;' -2", "'Not today'", "'=x")
    """
    return RISKY.sub("'", cell)


def unguard(cell: str) -> str:
    """The cell before it was guarded."""
    return GUARDED.sub("", cell)
