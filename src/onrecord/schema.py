"""The JSON Schemas of `onrecord/1` and `onrecord-dossier/1`, made from the types, so that they cannot say anything else than these do.

In: nothing. Out: the schema as text. docs/schema/onrecord-1.json is its output (`make schema`), and a test keeps that file current.
"""

import json
from typing import Any

import msgspec

from onrecord.group import types as grouped
from onrecord.types import SCHEMA, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STABILITY = (
    "Stable within onrecord/1: fields may be added, and values of closed lists (such as `act`); none is removed, renamed or given another meaning. "
    "Readers ignore what they do not know. Every field is always written; null means not stated or not known. A change that breaks this is onrecord/2."
)


def make_schema() -> str:
    """The JSON Schema of a record, indented, with a line break at its end."""
    return describe(Record, SCHEMA)


def make_dossier_schema() -> str:
    """The JSON Schema of a dossier, as `onrecord compare --json` prints it."""
    return describe(grouped.Dossier, grouped.SCHEMA)


def describe(whole_type: type, name: str) -> str:
    found: dict[str, Any] = msgspec.json.schema(whole_type)
    parts = found["$defs"]
    for part in parts.values():
        if "description" in part:
            part["description"] = " ".join(part["description"].split())
    own = parts[whole_type.__name__]
    own["properties"] = {"schema": {"const": name}, **{key: field for key, field in own["properties"].items() if key != "schema"}}
    own["required"] = ["schema", *own["required"]]
    stability = STABILITY.replace("onrecord/1", name).replace("onrecord/2", f"{name[:-1]}2")
    whole = {"$schema": DIALECT, "$id": f"urn:{name.replace('/', ':')}", "title": name, "$comment": stability, **found}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
