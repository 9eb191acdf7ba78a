"""A record to JSON and back, schema `onrecord/1`.

In: a Record, or the JSON of one. Out: the other. It never loses a field, and writes every one, also those that are empty.
"""

import msgspec

from onrecord.errors import InputError
from onrecord.types import SCHEMA, Record


def encode_record(record: Record) -> bytes:
    """One line of JSON, without its line break; `schema` comes first, so that a reader of the stream can tell at once."""
    fields = msgspec.to_builtins(record)
    return msgspec.json.encode({"schema": fields.pop("schema"), **fields})


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
