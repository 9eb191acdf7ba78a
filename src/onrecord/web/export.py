"""Statements as a file in an open format: all of the ledger, or what some filters leave.

In: a ledger, a format, filters of `find`. Out: an answer that a browser keeps as a file.
"""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from starlette.responses import Response, StreamingResponse

from onrecord.errors import InputError, UsageError
from onrecord.export import Format, export
from onrecord.ledger.ledger import Ledger
from onrecord.types import Capture, Record

SECONDS = 300.0  # that an export may take of the ledger: it is a file, nobody waits before a page
CHUNK = 1 << 16
FILES: dict[Format, tuple[str, str]] = {
    "csv": ("csv", "text/csv; charset=utf-8"), "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "jsonl": ("jsonl", "application/jsonl"), "annotations": ("jsonld", "application/ld+json"), "parquet": ("parquet", "application/vnd.apache.parquet"),
    "bundle": ("zip", "application/zip"),
}  # fmt: skip


def send_export(ledger: Ledger, to: Format, filters: dict[str, Any], *, name: str = "onrecord", words: bool = True, raw: bool = False) -> Response:
    """The file. `name` is plain ASCII. UsageError where a filter cannot hold or the format cannot hold so much."""
    only: set[str] = set()

    def choose() -> Iterator[Record]:
        for record, own in ledger.chosen(**filters):
            only.update(own)
            yield record

    def fetch(capture: Capture) -> bytes:
        try:
            return ledger.capture(capture.sha256)
        except UsageError as e:
            raise InputError("withheld", str(e)) from None

    out = TemporaryFile()  # noqa: SIM115 - closed when it was sent
    try:
        export(choose() if filters else ledger.records(), to, out, words=words, raw=raw, fetch=fetch, only=only if filters else None)
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
