"""Records in one order, whatever order they came in, each once.

In: records. Out: the same by the article's id, then the capture's, refused ones last. They wait in a scratch file, so that memory holds places alone.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from tempfile import TemporaryFile

from onrecord.encode import decode_record, encode_record
from onrecord.types import Record

Key = tuple[bool, str, str, bytes, str]


def put_in_order(records: Iterable[Record]) -> Iterator[Record]:
    """Yield records by id. Those that are equal in all but the file's path are one, under the path that comes first."""
    with TemporaryFile() as scratch:
        places: list[tuple[Key, int, int]] = []
        for record in records:
            settled = settle(record)
            line = encode_record(settled)
            places.append((make_key(settled), scratch.tell(), len(line)))
            scratch.write(line)
        before: bytes | None = None
        for (*_, digest, _path), at, size in sorted(places):
            if digest != before:
                scratch.seek(at)
                yield decode_record(scratch.read(size))
            before = digest


def settle(record: Record) -> Record:
    """A record with the names of its makers in alphabetical order: the one thing in it that has no order of its own."""
    return replace(record, statements=tuple(replace(s, makers=dict(sorted(s.makers.items()))) for s in record.statements))


def make_key(record: Record) -> Key:
    """By what records are sorted; the digest, of all but the path, tells two readings of one capture apart."""
    bare = encode_record(replace(record, capture=replace(record.capture, path=None)))
    article = record.article
    # A capture that could not be opened has no id: its path alone says which one it is.
    digest = hashlib.sha256(bare if record.capture.id else bare + (record.capture.path or "").encode("utf-8", "surrogatepass")).digest()
    path = record.capture.path
    return article is None, article.id if article else "", record.capture.id, digest, "" if path is None else f" {path}"
