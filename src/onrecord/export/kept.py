"""What a ledger holds in open formats: all of it as people corrected it, or what the filters of `find` leave.

In: a ledger, a format, a binary file to write to, filters. Out: bytes in it, and how many statements the filters left.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.errors import InputError, UsageError
from onrecord.export import Format, export
from onrecord.ledger.ledger import Ledger
from onrecord.types import Capture, Record


def export_kept(ledger: Ledger, to: Format, out: BinaryIO, filters: dict[str, Any], *, words: bool = True, raw: bool = False) -> int | None:
    """Write it; the number of statements that the filters left, None without filters. A bundle gets its bytes from the ledger.

    UsageError where a filter cannot hold or the format cannot hold so much.
    """
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

    export(choose() if filters else ledger.records(), to, out, words=words, raw=raw, fetch=fetch, only=only if filters else None)
    return len(only) if filters else None
