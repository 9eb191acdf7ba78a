"""Parquet: the columns of csv with their types, lists as lists and places as pairs.

In: records in order. Out: one table, compressed with zstd. It needs pyarrow, which does not come with onrecord: `pip install onrecord[parquet]`.
"""

from collections.abc import Container, Iterable, Sequence
from importlib import import_module
from itertools import chain, islice
from typing import Any, BinaryIO

from onrecord.errors import UsageError
from onrecord.export.column import Kind, Value
from onrecord.export.statement import STATEMENTS, make_rows
from onrecord.types import Record

ROWS = 50_000  # of a row group: enough for a reader to skip whole groups, few enough to hold in memory


def write_parquet(records: Iterable[Record], out: BinaryIO, *, words: bool, only: Container[str] | None = None) -> None:
    """Write a row for each statement; UsageError where pyarrow is not installed."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError("parquet needs pyarrow, which does not come with onrecord: pip install 'onrecord[parquet]'") from None
    heads = [c.head(words=words) for c in STATEMENTS]
    schema = arrow.schema([arrow.field(head, _type(arrow, c.kind), metadata={"what": c.what}) for head, c in zip(heads, STATEMENTS, strict=True)])
    rows = chain.from_iterable(make_rows(record, words=words, only=only) for record in records)
    with parquet.ParquetWriter(out, schema, compression="zstd") as table:
        while group := list(islice(rows, ROWS)):
            table.write_table(arrow.Table.from_arrays([_column(arrow, group, i, own.type) for i, own in enumerate(schema)], schema=schema))


def _type(arrow: Any, kind: Kind) -> Any:
    """The Arrow type of a kind of column."""
    place = arrow.struct([("start", arrow.int64()), ("end", arrow.int64())])
    return {
        "text": arrow.string(), "texts": arrow.list_(arrow.string()), "places": arrow.list_(place), "flag": arrow.bool_(), "number": arrow.int64(),
        "share": arrow.float64(),
    }[kind]  # fmt: skip


def _column(arrow: Any, group: Sequence[Sequence[Value]], i: int, kind: Any) -> Any:
    """One column of some rows."""
    return arrow.array([_plain(row[i]) for row in group], kind)


def _plain(value: Value) -> Any:
    if isinstance(value, tuple):
        return [part if isinstance(part, str) or part is None else {"start": part[0], "end": part[1]} for part in value]
    return value
