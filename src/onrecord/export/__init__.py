"""Records in open formats: csv, xlsx, jsonl, annotations, parquet, bundle.

In: records, the name of a format, a binary file to write to. Out: bytes in it. The same records in any order give the same bytes; a report that comes twice
counts once. docs/export/ has a page for each format.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from typing import BinaryIO, Literal

from onrecord.errors import UsageError
from onrecord.types import Capture, Record

Format = Literal["csv", "xlsx", "jsonl", "annotations", "parquet", "bundle"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "jsonl", "annotations", "parquet", "bundle")
TABLES: frozenset[Format] = frozenset({"csv", "xlsx", "parquet"})  # a row a statement, with its number in the report
BINARY: frozenset[Format] = frozenset({"xlsx", "parquet", "bundle"})  # nothing to print in a terminal


def export(
    records: Iterable[Record], to: Format, out: BinaryIO, *, words: bool = True, raw: bool = False, fetch: Callable[[Capture], bytes] | None = None,
    only: Container[str] | None = None,
) -> None:  # fmt: skip
    """Write records in a format to a file that can be sought.

    Without `words`, no words of a report are written: their places and SHA-256 stand instead. `raw` leaves out the guard against formulas in csv. `fetch`
    gives a capture's bytes for a bundle, InputError or OSError where it has none; without it they are read from where the report was. `only` are the ids of
    the statements that are written, where not all are. UsageError where the format is unknown, cannot hold so much, or needs a package that is not installed.

    >>> import io
    >>> import onrecord
    >>> out = io.BytesIO()
    >>> export([onrecord.read(b"The dam will hold, the ministry said on Monday.")], "csv", out)
    >>> out.getvalue().startswith(b"statement_id,parent_id,number,article_id,")
    True
    """
    from onrecord.export.order import put_in_order

    if to not in FORMATS:
        raise UsageError(f"{to}: no such format; take one of {', '.join(FORMATS)}")
    if raw and to != "csv":
        raise UsageError("raw is for csv alone: no other format has a guard against formulas")
    ordered = put_in_order(records)
    if only is not None and to not in TABLES:
        ordered = (replace(r, statements=tuple(s for s in r.statements if s.id in only)) for r in ordered)
    if to == "csv":
        from onrecord.export.csv import write_csv

        write_csv(ordered, out, words=words, raw=raw, only=only)
    elif to == "xlsx":
        from onrecord.export.xlsx import write_xlsx

        write_xlsx(ordered, out, words=words, only=only)
    elif to == "jsonl":
        from onrecord.export.jsonl import write_jsonl

        write_jsonl(ordered, out, words=words)
    elif to == "annotations":
        from onrecord.export.annotations import write_annotations

        write_annotations(ordered, out, words=words)
    elif to == "parquet":
        from onrecord.export.parquet import write_parquet

        write_parquet(ordered, out, words=words, only=only)
    else:
        from onrecord.export.bundle import read_capture, write_bundle

        write_bundle(ordered, out, words=words, fetch=fetch or read_capture)
