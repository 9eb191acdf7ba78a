"""A record to JSON and back, schema `onrecord/1`; a dossier to JSON.

In: a Record, or the JSON of one. Out: the other. It never loses a field, and writes every one, also those that are empty.
"""

from typing import Any

import msgspec

from onrecord.errors import InputError
from onrecord.types import SCHEMA, Record


def encode_record(record: Record) -> bytes:
    """One line of JSON, without its line break; `schema` comes first, so that a reader of the stream can tell at once."""
    return encode_fields(record)


def encode_fields(whole: Any) -> bytes:
    """The same for any dataclass that names its `schema`."""
    fields = msgspec.to_builtins(whole)
    return msgspec.json.encode({"schema": fields.pop("schema"), **fields})


def decode_records(raw: bytes) -> list[Record]:
    """The records of JSON Lines, as `onrecord read --json` prints them; InputError names the first line that is none."""
    found = []
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            try:
                found.append(decode_record(line))
            except InputError as e:
                raise InputError(e.code, f"line {number}: {e}") from None
    return found


def decode_record(raw: bytes | str) -> Record:
    """The record of one line of JSON; InputError where it is none, or one of another schema.

    >>> from onrecord.types import Capture
    >>> record = Record(Capture("c0", "c0", path="a.txt"), None)
    >>> decode_record(encode_record(record)) == record
    True
    """
    try:
        record = msgspec.json.decode(raw, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise InputError("not-a-record", f"not a record of schema {SCHEMA}: {e}") from None
    if record.schema != SCHEMA:
        raise InputError("not-a-record", f"a record of schema {record.schema!r}, this onrecord reads {SCHEMA}; read the report again")
    return record
