"""JSON Lines: the records themselves, one a line.

In: records in order. Out: lines of schema `onrecord/1`, or of `onrecord-places/1` without words.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

from onrecord.encode import encode_record
from onrecord.export.words import hide_words
from onrecord.types import Record


def write_jsonl(records: Iterable[Record], out: BinaryIO, *, words: bool) -> None:
    """Write one line a record."""
    for line in make_lines(records, words=words):
        out.write(line)


def make_lines(records: Iterable[Record], *, words: bool) -> Iterator[bytes]:
    """Each record as a line with its line break."""
    for record in records:
        yield (encode_record(record) if words else msgspec.json.encode(hide_words(record))) + b"\n"
