"""CSV, read back by Python's csv module: every value is there, and no cell is a formula, however a spreadsheet parts the cells."""

import csv
import hashlib
import io
import runpy
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.export import export
from onrecord.export.column import flatten
from onrecord.export.csv import guard, unguard
from onrecord.export.order import put_in_order
from onrecord.export.statement import STATEMENTS, make_rows
from onrecord.types import Record

made = runpy.run_path(str(Path(__file__).with_name("export_fixture.py")))
MANY, WORDS = made["MANY"], made["WORDS"]
SIGNS = frozenset("=+-@＝＋－＠")
NUMBERS = ("number", "start", "end", "confidence")


def write(records: list[Record], *, words: bool = True, raw: bool = False) -> str:
    out = io.BytesIO()
    export(records, "csv", out, words=words, raw=raw)
    return out.getvalue().decode()


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet could take it for one: its first character that shows is a sign of formulas."""
    shown = [c for c in cell if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")]
    return bool(shown) and shown[0] in SIGNS


def test_export_csv_has_one_row_a_statement(filled: Record) -> None:
    head, *rows = read(write([filled]))
    assert head == [c.name for c in STATEMENTS] and len(rows) == 5
    said = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["number"] for row in said] == ["1", "2", "3", "4", "5"]
    second, fourth, fifth = said[1], said[3], said[4]
    assert second["speakers"] == "Bram Ostler" and second["speaker_roles"] == "keeper" and second["speaker_kinds"] == "person"
    assert second["content"] == "the gate was “shut an hour too early”" and second["quoted"] == "“shut an hour too early”"
    assert (second["act"], second["targets"], second["channel"], second["certainty"]) == ("accuse", "Harbour board", "court or hearing", "an hour")
    assert (second["said_on_start"], second["said_on_end"], second["said_on_precision"]) == ("2026-10-08", "2026-10-08", "day")
    assert (second["outlet"], second["published_start"], second["byline"], second["sha256"]) == ("The Marsh Courier", "2026-10-09", "Nell Harrow", "c")
    assert fourth["negated"] == "true" and fourth["parent_id"] == "s3" and fourth["relayed_by"] == "Harbour board" and fourth["confidence"] == "0.3"
    assert fifth["rivals"] == "Bram Ostler" and fifth["anonymous"] == "true" and fifth["terms"] == "on condition of anonymity"
    assert fifth["problems"] == "unpaired-mark" and "act=act/1:cue say" in fifth["makers"]
    assert filled.article and filled.article.text[int(fifth["start"]) : int(fifth["end"])] == fifth["content"]


def test_export_csv_without_words_has_places_and_hashes(filled: Record) -> None:
    head, *rows = read(write([filled], words=False))
    second = dict(zip(head, rows[1], strict=True))
    assert second["content_sha256"] == hashlib.sha256("the gate was “shut an hour too early”".encode()).hexdigest()
    assert second["speakers_sha256"] == hashlib.sha256(b"Bram Ostler").hexdigest()
    assert second["content_at"] == f"{second['start']}..{second['end']}" and second["act"] == "accuse"
    assert second["makers"].startswith("act=act/1 | ")


def test_export_csv_ends_lines_as_rfc_4180_does(record: Record) -> None:
    text = write([record])
    assert text.count("\r\n") == 6 and text.endswith("\r\n") and not text.startswith("\ufeff")


@given(MANY)
@settings(max_examples=50, deadline=None)
def test_export_csv_gives_back_any_value(records: list[Record]) -> None:
    wanted = [[flatten(value) for value in row] for record in put_in_order(records) for row in make_rows(record, words=True)]
    _, *plain = read(write(records, raw=True))
    _, *guarded = read(write(records))
    assert plain == wanted and [[unguard(cell) for cell in row] for row in guarded] == wanted


@given(MANY, st.booleans())
@settings(max_examples=50, deadline=None)
def test_export_csv_holds_no_formula(records: list[Record], words: bool) -> None:
    text = write(records, words=words)
    for delimiter in ",;\t":
        for row in read(text, delimiter):
            for cell in row:
                assert not is_formula(cell), cell


@given(WORDS)
@settings(max_examples=500)
def test_unguard_takes_off_every_guard(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert unguard(guard(guard(cell))) == guard(cell)


@pytest.mark.parametrize(
    "cell, safe",
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        (" \u200b=1", "' \u200b=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("no; -2 degrees", "no;' -2 degrees"),
        ('x;"=1"', 'x;\'"=1"'),
        ("list:\n- one\n- two", "list:\n'- one\n'- two"),
        ("'=1", "''=1"),
        ("'Not today,' she said", "'Not today,' she said"),
        ("a - b = c", "a - b = c"),
        ("“- no”", "“- no”"),
    ],
)
def test_guard_stands_only_where_a_formula_could_start(cell: str, safe: str) -> None:
    assert guard(cell) == safe


def test_export_csv_is_the_same_in_any_order_and_counts_a_report_once(filled: Record, record: Record) -> None:
    assert filled.article
    other = replace(filled, article=replace(filled.article, id="b"), capture=replace(filled.capture, id="d", sha256="d"))
    elsewhere = replace(filled, capture=replace(filled.capture, path="zz/copy.txt"))
    turned = replace(filled, statements=tuple(replace(s, makers=dict(reversed(s.makers.items()))) for s in filled.statements))
    once = write([filled, other])
    assert once == write([other, filled]) == write([other, filled, filled]) == write([elsewhere, other, turned])
    assert len(read(once)) == 11
    assert len(read(write([filled, record]))) == 11, "two readings of one capture are both kept"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("separators", ["44", "59/9"], ids=["comma", "semicolon or tab"])
def test_export_csv_opens_without_a_formula(tmp_path: Path, filled: Record, separators: str) -> None:
    """LibreOffice opens it, told to try formulas: no cell is one. Unguarded, some are, so the test would see them."""
    signs = ("=1+1", "+1+1", "-1-1", "@SUM(1)", "\t=1+1", " =1+1", "\u200b=1+1", "x;=1+1", 'x;"=1+1"', "x\n=1+1", "x\n\t=1+1", "x;\u00a0=1+1")
    assert filled.article
    records = [
        replace(filled, article=replace(filled.article, id=f"{i:02}", title=sign, outlet=f'"{sign}"', byline=(sign, sign))) for i, sign in enumerate(signs)
    ]
    assert count_formulas(tmp_path, write(records, raw=True), separators) > 0
    assert count_formulas(tmp_path, write(records), separators) == 0


def count_formulas(folder: Path, text: str, separators: str) -> int:
    path, made = folder / "table.csv", folder / "table.fods"
    path.write_bytes(text.encode())
    # Separators, quotation mark, UTF-8, first line, no formats, English, no quoted fields as text, detect numbers, four more, evaluate formulas.
    told = f"Text - txt - csv (StarCalc):{separators},34,76,1,,1033,false,true,false,false,false,0,true"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    program = ["soffice", profile, "--headless", f"--infilter={told}", "--convert-to", "fods", "--outdir", str(folder), str(path)]
    subprocess.run(program, capture_output=True, timeout=120)
    if not made.exists():
        pytest.skip("LibreOffice has no Calc")
    formulas = made.read_text(encoding="utf-8").count("table:formula=")
    made.unlink()
    return formulas
