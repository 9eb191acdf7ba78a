"""An Excel workbook: the statements, the texts they stand in, and what each column is.

In: records in order. Out: a workbook in which words are words: nothing is a formula, a link or a number that the record does not hold as one.
"""

import re
from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from tempfile import TemporaryDirectory
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from onrecord.errors import UsageError
from onrecord.export.column import Value, flatten, take_row
from onrecord.export.statement import STATEMENTS, make_rows
from onrecord.export.text import TEXTS
from onrecord.phrase import name_hidden
from onrecord.types import Record

ROWS = 1_048_576  # a sheet's, and of a cell the UTF-16 units: Excel's own limits
CELL = 32_767
CUT = " … [cut here: a cell of Excel holds no more; the whole is in csv and jsonl]"
NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no XML file may hold these, not even escaped
WIDTHS = {"content": 60, "quoted": 40, "title": 40, "speakers": 24, "what": 90}
MADE = datetime(1980, 1, 1)  # a workbook tells when it was made; always the same, so that the same records give the same bytes


def write_xlsx(records: Iterable[Record], out: BinaryIO, *, words: bool, only: Container[str] | None = None) -> None:
    """Write the sheets `statements`, `texts` and `columns`; UsageError where there is more than Excel holds."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        options = {
            "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True, "tmpdir": scratch,
        }  # fmt: skip
        book = Workbook(out, options)
        book.set_properties({"created": MADE, "comments": "made by onrecord"})
        bold = book.add_format({"bold": True})
        heads = {"statements": [c.head(words=words) for c in STATEMENTS], "texts": [c.head(words=words) for c in TEXTS]}
        statements, texts = (_add_sheet(book, name, own, bold) for name, own in heads.items())
        told = rows = 0
        for record in records:
            told += 1
            _write_row(texts, told, take_row(TEXTS, record, words=words))
            for row in make_rows(record, words=words, only=only):
                rows += 1
                _write_row(statements, rows, row)
        statements.autofilter(0, 0, rows, len(STATEMENTS) - 1)
        texts.autofilter(0, 0, told, len(TEXTS) - 1)
        columns = _add_sheet(book, "columns", ["sheet", "column", "what"], bold)
        lines = [("statements", c.head(words=words), c.what) for c in STATEMENTS] + [("texts", c.head(words=words), c.what) for c in TEXTS]
        for number, line in enumerate(lines, 1):
            _write_row(columns, number, line)
        book.close()


def _add_sheet(book: Workbook, name: str, heads: Sequence[str], bold: Format) -> Worksheet:
    sheet = book.add_worksheet(name)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, WIDTHS.get(head, 14))
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def _write_row(sheet: Worksheet, number: int, row: Sequence[Value]) -> None:
    if number >= ROWS:
        raise UsageError(f"a sheet of Excel holds {ROWS - 1:,} rows, and there are more; take csv or parquet")
    for column, value in enumerate(row):
        if isinstance(value, bool):
            sheet.write_boolean(number, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(number, column, value)
        elif cell := flatten(value):
            sheet.write_string(number, column, make_safe(cell))


def make_safe(cell: str) -> str:
    """Words that an Excel file can hold: what no XML may hold as a chip such as ‹U+FFFE›, and no more than a cell takes."""
    safe = NO_XML.sub(name_hidden, cell)
    if len(safe) > CELL // 2 and len(safe.encode("utf-16-le")) // 2 > CELL:
        safe = safe.encode("utf-16-le")[: 2 * (CELL - len(CUT))].decode("utf-16-le", "ignore") + CUT
    # xlsxwriter takes what stands between these two for markup of its own and writes it unescaped.
    return safe + " " if safe.startswith("<r>") and safe.endswith("</r>") else safe
