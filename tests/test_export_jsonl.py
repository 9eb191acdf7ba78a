"""JSON Lines, read back by Python's json module; and the text-free variant of every format, searched for words."""

import hashlib
import io
import json
import runpy
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from onrecord.encode import decode_records
from onrecord.errors import InputError
from onrecord.export import FORMATS, export
from onrecord.export.order import put_in_order
from onrecord.types import Event, LeftOut, Problem, Record

made = runpy.run_path(str(Path(__file__).with_name("export_fixture.py")))
MANY = made["MANY"]


def write(records: list[Record], to: Any = "jsonl", *, words: bool = True) -> bytes:
    out = io.BytesIO()
    export(records, to, out, words=words)
    return out.getvalue()


@given(MANY)
@settings(max_examples=50, deadline=None)
def test_export_jsonl_gives_back_any_record(records: list[Record]) -> None:
    raw = write(records)
    found = decode_records(raw)
    assert all(record in records for record in found) and found == list(put_in_order(records))
    unlike = {json.dumps(whole, sort_keys=True) for whole in map(without_path, found)}
    assert len(unlike) == len(found), "each record once"
    assert write(found) == write(list(reversed(records))) == raw
    assert [json.loads(line)["schema"] for line in raw.splitlines()] == ["onrecord/1"] * len(found)


def without_path(record: Record) -> Any:
    from msgspec import to_builtins

    whole = to_builtins(record)
    if record.capture.id:
        whole["capture"]["path"] = None
    return whole


def test_export_jsonl_sorts_by_id(record: Record) -> None:
    assert record.article
    records = [replace(record, article=replace(record.article, id=own)) for own in "cab"]
    assert [json.loads(line)["article"]["id"] for line in write(records).splitlines()] == ["a", "b", "c"]


@given(MANY)
@settings(max_examples=50, deadline=None)
def test_export_jsonl_without_words_keeps_places_with_hashes(records: list[Record]) -> None:
    wholes = list(put_in_order(records))
    for record, line in zip(wholes, write(records, words=False).splitlines(), strict=True):
        told = json.loads(line)
        assert told["schema"] == "onrecord-places/1"
        text = record.article.text if record.article else ""
        for statement, places in zip(record.statements, told["statements"], strict=True):
            for name in ("source", "cue", "content", "quotes", "hedges", "certainty", "grounds"):
                for span, place in zip(getattr(statement, name), places[name], strict=True):
                    assert (place["start"], place["end"]) == (span.start, span.end)
                    assert place["sha256"] == hashlib.sha256(text[span.start : span.end].encode()).hexdigest()
            assert (places["id"], places["act"], places["speakers"]) == (statement.id, statement.act, list(statement.speakers))
        if record.article:
            assert told["article"]["text"] == {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_a_record_without_words_is_not_taken_for_one_with_them(record: Record) -> None:
    with pytest.raises(InputError, match="not a record of schema onrecord/1"):
        decode_records(write([record], words=False))


@pytest.mark.parametrize("to", FORMATS)
def test_export_without_words_holds_no_word_of_the_report(to: str, filled: Record) -> None:
    """Every word of the report is made one that stands nowhere else, also in the fields that repeat its words."""
    if to == "parquet":
        pytest.importorskip("pyarrow")
    assert filled.article
    stripped = "".join(c if c.isspace() else "Ж" for c in filled.article.text)
    entities = tuple(replace(e, name="Ж1", aliases=("Ж2",), roles=("Ж3",), terms="Ж4") for e in filled.entities)
    statements = tuple(replace(s, makers={k: f"{v.partition(':')[0]}:content Ж5" for k, v in s.makers.items()}) for s in filled.statements)
    article = replace(filled.article, text=stripped, title="Ж6", byline=("Ж7",), left_out=(LeftOut("teaser", "Ж8", "Ж9"),))
    record = replace(
        filled, article=article, entities=entities, statements=statements, problems=(Problem("mark-unpaired", "Ж"),), events=(Event("v", "Ж", "Ж"),)
    )
    assert "Ж" in parts(write([record], to, words=True), to)
    assert "Ж" not in parts(write([record], to, words=False), to)


def parts(raw: bytes, to: str) -> str:
    if to in ("xlsx", "bundle"):
        with zipfile.ZipFile(io.BytesIO(raw)) as whole:
            return "\n".join(whole.read(name).decode() for name in whole.namelist())
    if to == "parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        return str(parquet.read_table(io.BytesIO(raw)).to_pylist()) + raw.decode("utf-8", "replace")
    return raw.decode()
