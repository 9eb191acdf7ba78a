"""What the ledger hands out as JSON, bytes in hexadecimal."""

from typing import Any

import msgspec


def encode_plain(value: Any) -> bytes:
    """One line of JSON, without its line break.

    >>> encode_plain({"hash": b"\\x01\\xff"})
    b'{"hash":"01ff"}'
    """
    return msgspec.json.encode(_plain(msgspec.to_builtins(value, builtin_types=(bytes,))))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(own) for key, own in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(own) for own in value]
    return value
