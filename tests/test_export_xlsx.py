"""Excel workbooks, read back by openpyxl: words are words, numbers are numbers, and nothing is a formula or a link."""

import io
import re
import runpy
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.export import export, xlsx
from onrecord.export.column import flatten
from onrecord.export.order import put_in_order
from onrecord.export.statement import STATEMENTS, make_rows
from onrecord.export.text import TEXTS
from onrecord.export.xlsx import CELL, make_safe
from onrecord.types import Capture, Problem, Record

openpyxl = pytest.importorskip("openpyxl")
made = runpy.run_path(str(Path(__file__).with_name("export_fixture.py")))
MANY = made["MANY"]
ESCAPE = re.compile("_x([0-9A-F]{4})_")


def write(records: list[Record], *, words: bool = True) -> bytes:
    out = io.BytesIO()
    export(records, "xlsx", out, words=words)
    return out.getvalue()


def rows(raw: bytes, sheet: str) -> Iterator[list[Any]]:
    """Values of a sheet, Excel's escapes of control characters resolved."""
    for row in openpyxl.load_workbook(io.BytesIO(raw))[sheet].iter_rows():
        assert all(cell.data_type in "snb" and cell.hyperlink is None for cell in row)
        yield [ESCAPE.sub(lambda m: chr(int(m[1], 16)), c.value) if isinstance(c.value, str) else c.value for c in row]


def test_export_xlsx_has_statements_texts_and_what_each_column_is(filled: Record) -> None:
    refused = Record(Capture("", "", path="bad.pdf"), None, problems=(Problem("not-text", "a PDF"),))
    raw = write([refused, filled])
    head, *said = rows(raw, "statements")
    assert head == [c.name for c in STATEMENTS] and len(said) == 5
    second = dict(zip(head, said[1], strict=True))
    assert second["number"] == 2 and second["confidence"] == 0.9 and second["negated"] is False and second["speakers"] == "Bram Ostler"
    head, *texts = rows(raw, "texts")
    assert head == [c.name for c in TEXTS]
    assert [(t[head.index("path")], t[head.index("read")], t[head.index("statements")], t[head.index("problems")]) for t in texts] == [
        ("gate.txt", True, 5, "unpaired-mark"),
        ("bad.pdf", False, 0, "not-text"),
    ]
    _, *columns = rows(raw, "columns")
    assert [c[:2] for c in columns] == [["statements", c.name] for c in STATEMENTS] + [["texts", c.name] for c in TEXTS]


@given(MANY, st.booleans())
@settings(max_examples=40, deadline=None)
def test_export_xlsx_gives_back_any_value_and_holds_no_formula(records: list[Record], words: bool) -> None:
    raw = write(records, words=words)
    wanted = []
    for record in put_in_order(records):
        for row in make_rows(record, words=words):
            wanted.append([v if isinstance(v, bool | int | float) else make_safe(flatten(v)) or None for v in row])
    found = list(rows(raw, "statements"))[1:]
    # XML reads \r\n and \r as \n where they are not escaped; openpyxl reads an empty text as none.
    assert [[same(v) for v in row] for row in found] == [[same(v) for v in row] for row in wanted]
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        for name in book.namelist():
            tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(book.read(name)).iter()}
            assert not tags & {"f", "hyperlink", "externalReference"}, name


def same(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else round(value, 9) if isinstance(value, float) else value


def test_export_xlsx_gives_the_same_bytes(filled: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write([filled])
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert write([filled, filled]) == first


def test_make_safe_cuts_what_no_cell_holds_and_says_so() -> None:
    cut = make_safe("\U0001f600" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL and cut.endswith("the whole is in csv and jsonl]")
    assert make_safe("x" * CELL) == "x" * CELL


def test_make_safe_leaves_nothing_that_xlsxwriter_takes_for_markup() -> None:
    assert make_safe("<r><f>1</f></r>") == "<r><f>1</f></r> " and make_safe("a\ufffeb") == "a‹U+FFFE›b"


def test_export_xlsx_refuses_more_rows_than_excel_holds(filled: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 5)
    with pytest.raises(UsageError, match="take csv or parquet"):
        write([filled])
