"""The hash chain over the ledger's entries and the Merkle tree over their hashes. Pure: bytes in, bytes out.

An entry's hash is SHA-256 over the hash before it (32 zero bytes for the first) and its parts, each with its length before it as eight bytes, so that no two
entries frame alike. The tree is that of RFC 9162, section 2.1: its leaves are the entries' hashes, and a proof of one entry is the few nodes beside its
path to the root. A head names the size and the root; whoever kept one can tell whether anything before it changed.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

START = bytes(32)
ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: its number from 1, the time (UTC, ISO 8601), its kind, and its body, canonical JSON."""

    seq: int
    at: str
    kind: str
    body: str
    hash: bytes


def canonical(value: Any) -> str:
    """JSON in its one form: keys sorted, no space, ASCII.

    >>> canonical({"b": [1, None], "a": "é"})
    '{"a":"\\\\u00e9","b":[1,null]}'
    """
    return ENCODER.encode(value)


def hash_entry(before: bytes, seq: int, at: str, kind: str, body: str) -> bytes:
    """The hash of an entry that follows the one whose hash is `before`."""
    framed = bytearray(before)
    for part in (str(seq).encode(), at.encode(), kind.encode(), body.encode()):
        framed += len(part).to_bytes(8, "big") + part
    return hashlib.sha256(framed).digest()


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


@dataclass(slots=True)
class Tree:
    """A Merkle tree that grows by one leaf at a time and keeps only its peaks: the roots of its whole subtrees, the largest first."""

    size: int
    peaks: list[bytes]

    def add(self, entry: bytes) -> None:
        """Take one more entry's hash."""
        fresh, size = leaf(entry), self.size
        while size & 1:
            fresh, size = node(self.peaks.pop(), fresh), size >> 1
        self.peaks.append(fresh)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves; of none, the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *rest, found = self.peaks
        for peak in reversed(rest):
            found = node(peak, found)
        return found

    def head(self) -> str:
        """Size and root, to be kept elsewhere.

        >>> Tree(0, []).head()[:12]
        '0:e3b0c44298'
        """
        return f"{self.size}:{self.root().hex()}"

    def pack(self) -> bytes:
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def unpack(cls, raw: bytes) -> "Tree":
        return cls(int.from_bytes(raw[:8], "big"), [raw[i : i + 32] for i in range(8, len(raw), 32)])


def grow(hashes: Iterable[bytes]) -> Tree:
    """The tree over entries' hashes."""
    tree = Tree(0, [])
    for each in hashes:
        tree.add(each)
    return tree


def parse_head(head: str) -> tuple[int, bytes] | None:
    """The size and root that a head names; None where it is none."""
    found = HEAD.fullmatch(head.strip())
    return (int(found[1]), bytes.fromhex(found[2])) if found else None


def prove(hashes: Sequence[bytes], seq: int) -> list[tuple[str, bytes]]:
    """The nodes beside the path from entry `seq` to the root, each with its side, from the leaf up (PATH of RFC 9162, 2.1.3.1)."""
    level, at = [leaf(h) for h in hashes], seq - 1
    path: list[tuple[str, bytes]] = []
    while len(level) > 1:
        beside = at ^ 1
        if beside < len(level):
            path.append(("left" if beside < at else "right", level[beside]))
        level = [node(level[i], level[i + 1]) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
        at //= 2
    return path


def follow(entry: bytes, path: Iterable[tuple[str, bytes]]) -> bytes:
    """The root that a proof leads to."""
    found = leaf(entry)
    for side, beside in path:
        found = node(beside, found) if side == "left" else node(found, beside)
    return found
