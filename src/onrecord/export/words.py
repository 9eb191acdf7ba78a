"""A record without the words of its report: their places and SHA-256 stand where they stood.

In: a record, its words. Out: the record as plain data of schema `onrecord-places/1`, or hashes. It keeps what is on a list of fields that hold none of the
report's words, and hides every other string: a field that is added later is hidden until somebody puts it on the list.
"""

import hashlib
from dataclasses import replace
from typing import Any

import msgspec

from onrecord.types import Record

SCHEMA = "onrecord-places/1"
# Fields whose strings are ids, dates, closed lists, our own tables, or the address and the outlet that a reader needs to find the report.
OPEN = frozenset(
    "id sha256 url path media_type charset fetched form issuer outlet language start end precision basis candidates kind status match country parent "
    "speakers on_behalf_of relayed_by addressees targets rivals channel act detail modality event role statement rule code makers".split()
)


def hash_words(words: str) -> str:
    """SHA-256 of words in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def cut_makers(record: Record) -> Record:
    """A record whose makers name themselves and no rule: a rule may name the words that decided ("content unfounded")."""
    return replace(
        record, statements=tuple(replace(s, makers={field: maker.partition(":")[0] for field, maker in s.makers.items()}) for s in record.statements)
    )


def hide_words(record: Record) -> dict[str, Any]:
    """The record as plain data without words: `{"sha256": ...}` for each, and the SHA-256 of its words beside each place in the text."""
    fields = msgspec.to_builtins(cut_makers(record))
    fields.pop("schema")
    text = record.article.text if record.article else ""
    return {"schema": SCHEMA, **{name: _hide(value, name, text) for name, value in fields.items()}}


def _hide(value: Any, name: str, text: str) -> Any:
    if isinstance(value, str):
        return value if name in OPEN else {"sha256": hash_words(value)}
    if isinstance(value, dict):
        if name == "makers":
            return value
        hidden = {key: _hide(own, key, text) for key, own in value.items()}
        start, end = value.get("start"), value.get("end")
        return {**hidden, "sha256": hash_words(text[start:end])} if isinstance(start, int) and isinstance(end, int) else hidden
    return [_hide(own, name, text) for own in value] if isinstance(value, list | tuple) else value
