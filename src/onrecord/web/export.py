"""Statements as a file in an open format: all of the ledger, or what some filters leave.

In: a ledger, a format, filters of `find`. Out: an answer that a browser keeps as a file.
"""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from starlette.responses import Response, StreamingResponse

from onrecord.export import Format
from onrecord.export.kept import export_kept
from onrecord.ledger.ledger import Ledger

SECONDS = 300.0  # that an export may take of the ledger: it is a file, nobody waits before a page
CHUNK = 1 << 16
FILES: dict[Format, tuple[str, str]] = {
    "csv": ("csv", "text/csv; charset=utf-8"), "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": ("jsonl", "application/jsonl"), "annotations": ("jsonld", "application/ld+json"), "parquet": ("parquet", "application/vnd.apache.parquet"),
    "bundle": ("zip", "application/zip"),
}  # fmt: skip


def send_export(ledger: Ledger, to: Format, filters: dict[str, Any], *, name: str = "onrecord", words: bool = True, raw: bool = False) -> Response:
    """The file. `name` is plain ASCII. UsageError where a filter cannot hold or the format cannot hold so much."""
    out = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    try:
        export_kept(ledger, to, out, filters, words=words, raw=raw)
        size = out.tell()
        out.seek(0)
    except BaseException:
        out.close()
        raise
    ending, media = FILES[to]
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"', "content-length": str(size)}
    return StreamingResponse(read_chunks(out), 200, headers, media_type=media)


def read_chunks(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while chunk := out.read(CHUNK):
            yield chunk
