"""What a person says, as the ledger keeps it: a plain value with its `type`, to be written as canonical JSON; and back.

In: a Saying, or the value that an entry holds. Out: the other. A value that is not exactly what this onrecord would write is nobody's to guess at: Foreign.
"""

import json
from typing import Any

import msgspec

from onrecord.judge.types import AtSource, Foreign, Grouping, Identity, Label, Missed, Moved, NotStatement, Right, Saying, Undo, Wrong

KINDS: dict[str, type] = {
    "right": Right, "wrong": Wrong, "not a statement": NotStatement, "moved": Moved, "missed": Missed, "at source": AtSource, "identity": Identity,
    "grouping": Grouping, "label": Label, "undo": Undo,
}  # fmt: skip
NAMES: dict[type, str] = {own: name for name, own in KINDS.items()}


def encode_saying(saying: Saying) -> dict[str, Any]:
    """The value of a saying.

    >>> encode_saying(Right(("act",)))
    {'type': 'right', 'fields': ['act']}
    """
    return {"type": NAMES[type(saying)], **msgspec.json.decode(msgspec.json.encode(saying))}


def decode_saying(says: Any) -> Saying | Foreign:
    """The saying of a value; Foreign where it is none of ours.

    >>> decode_saying({"act": "right"})
    Foreign(says='{"act": "right"}')
    """
    kind = says.get("type") if isinstance(says, dict) else None
    own = KINDS.get(kind) if isinstance(kind, str) else None
    if own is not None:
        try:
            found: Saying = msgspec.convert({key: value for key, value in says.items() if key != "type"}, own)
        except msgspec.ValidationError:
            pass
        else:
            if encode_saying(found) == says:
                return found
    return Foreign(json.dumps(says, sort_keys=True))


def decode_seen(saw: Any) -> tuple[Wrong | Moved, ...]:
    """The values that a person saw; those that cannot be read are left out."""
    found = [decode_saying(own) for own in saw] if isinstance(saw, list) else []
    return tuple(own for own in found if isinstance(own, Wrong | Moved))
