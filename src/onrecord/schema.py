"""The JSON Schema of `onrecord/1`, made from the types, so that it cannot say anything else than they do.

In: nothing. Out: the schema as text. docs/schema/onrecord-1.json is its output (`make schema`), and a test keeps that file current.
"""

import json
from typing import Any

import msgspec

from onrecord.types import SCHEMA, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STABILITY = (
    "Stable within onrecord/1: fields may be added, and values of closed lists (such as `act`); none is removed, renamed or given another meaning. "
    "Readers ignore what they do not know. Every field is always written; null means not stated or not known. A change that breaks this is onrecord/2."
)


def make_schema() -> str:
    """The JSON Schema of a record, indented, with a line break at its end."""
    found: dict[str, Any] = msgspec.json.schema(Record)
    parts = found["$defs"]
    for part in parts.values():
        if "description" in part:
            part["description"] = " ".join(part["description"].split())
    own = parts["Record"]["properties"]
    parts["Record"]["properties"] = {"schema": {"const": SCHEMA}, **{name: field for name, field in own.items() if name != "schema"}}
    parts["Record"]["required"] = ["schema", *parts["Record"]["required"]]
    whole = {"$schema": DIALECT, "$id": f"urn:{SCHEMA.replace('/', ':')}", "title": SCHEMA, "$comment": STABILITY, **found}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
