"""A table as an xlsx workbook and back: the first sheet, texts alone. A workbook that comes back was in other hands: no declaration, no entity, no bomb."""

import io
import re
import zipfile
from collections.abc import Sequence
from typing import BinaryIO
from xml.etree import ElementTree

from onrecord.errors import UsageError

MOST = 100_000_000  # bytes that a part may unpack to
PLACE = re.compile(r"([A-Z]{1,3})\d{1,7}")
SHEET = re.compile(r"xl/worksheets/sheet\d{1,5}\.xml")
WIDTHS = {"words": 50, "context": 70, "headline": 30, "source": 30}
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def is_workbook(raw: bytes) -> bool:
    return raw.startswith(b"PK\x03\x04")


def write_rows(out: BinaryIO, rows: Sequence[Sequence[str]]) -> None:
    """Write the table as texts; the first row stays in view, answers are chosen from a list."""
    from xlsxwriter import Workbook

    book = Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    sheet, bold = book.add_worksheet("sample"), book.add_format({"bold": True, "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, name in enumerate(rows[0]):
        sheet.set_column(column, column, WIDTHS.get(name, 14), wrapped)
        if name.endswith("right?"):
            sheet.data_validation(1, column, max(len(rows) - 1, 1), column, {"validate": "list", "source": ["yes", "no", "cannot say"]})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, bold if not number else wrapped)
    sheet.freeze_panes(1, 2)
    book.close()


def read_rows(raw: bytes) -> list[list[str]]:
    """The cells of the first sheet; UsageError where it is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            names = sorted(n for n in book.namelist() if SHEET.fullmatch(n))
            shared = part(book, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in book.namelist() else None
            texts = [text_of(item) for item in shared.iter(f"{NAMESPACE}si")] if shared is not None else []
            first = "xl/worksheets/sheet1.xml" if "xl/worksheets/sheet1.xml" in names else names[0]
            return [read_row(row, texts) for row in part(book, first).iter(f"{NAMESPACE}row")]
    except (zipfile.BadZipFile, ElementTree.ParseError, IndexError, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError) as e:
        raise UsageError(f"no workbook that can be read ({e}); save the sheet as csv") from None


def part(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with book.open(name) as file:
        raw = file.read(MOST + 1)
    if len(raw) > MOST or b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise ValueError(f"{name} is too large or declares what it should not")
    return ElementTree.fromstring(raw)


def read_row(row: ElementTree.Element, texts: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{NAMESPACE}c"):
        found = PLACE.fullmatch(cell.get("r") or "")
        at = len(cells)
        if found:
            at = 0
            for letter in found[1]:
                at = at * 26 + ord(letter) - 64
            at -= 1
        cells += [""] * (at - len(cells))
        value = cell.find(f"{NAMESPACE}v")
        said = (value.text or "") if value is not None else ""
        kind = cell.get("t")
        if kind == "s":
            said = texts[int(said)]
        elif kind == "inlineStr":
            said = text_of(cell)
        elif kind == "b":
            said = "yes" if said == "1" else "no"
        cells.append(said)
    return cells


def text_of(item: ElementTree.Element) -> str:
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)), "".join(t.text or "" for t in item.iter(f"{NAMESPACE}t")))
