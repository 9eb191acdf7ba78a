"""Parquet, written by pyarrow and read back by DuckDB."""

import io
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.export import export
from onrecord.export.order import put_in_order
from onrecord.export.statement import STATEMENTS, make_rows
from onrecord.types import Record

made = runpy.run_path(str(Path(__file__).with_name("export_fixture.py")))
MANY = made["MANY"]


def write(records: list[Record], *, words: bool = True) -> bytes:
    pytest.importorskip("pyarrow")
    out = io.BytesIO()
    export(records, "parquet", out, words=words)
    return out.getvalue()


def read(raw: bytes, folder: Path, what: str = "*") -> tuple[list[str], list[tuple[Any, ...]]]:
    duckdb = pytest.importorskip("duckdb")
    path = folder / "read.parquet"
    path.write_bytes(raw)
    found = duckdb.sql(f"SELECT {what} FROM read_parquet('{path}')")
    return found.columns, found.fetchall()


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [part if isinstance(part, str) or part is None else {"start": part[0], "end": part[1]} for part in value]
    return value


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_export_parquet_gives_back_any_value(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    records, words = data.draw(MANY), data.draw(st.booleans())
    columns, rows = read(write(records, words=words), tmp_path_factory.mktemp("parquet"))
    assert columns == [c.head(words=words) for c in STATEMENTS]
    assert [list(row) for row in rows] == [[plain(v) for v in row] for record in put_in_order(records) for row in make_rows(record, words=words)]


def test_export_parquet_has_lists_and_places_to_ask_for(filled: Record, tmp_path: Path) -> None:
    _, rows = read(write([filled]), tmp_path, "speakers[1], content_at[1].start, negated, confidence")
    assert filled.article
    assert rows[1] == ("Bram Ostler", filled.article.text.index("the gate was"), False, 0.9)


def test_export_parquet_gives_the_same_bytes(filled: Record) -> None:
    assert write([filled]) == write([filled, filled])


def test_export_parquet_says_what_to_install(filled: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[parquet\]'"):
        export([filled], "parquet", io.BytesIO())
