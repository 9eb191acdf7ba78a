"""The chain of custody: when and where the bytes were seen, what they are, who read them, and the ledger's entries that say so; and the check of it, now.

In: what the ledger shows of a statement, and the ledger for the check. Out: rows, and results in words. Nothing here changes anything.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import InputError, UsageError
from onrecord.ledger.chain import START, Entry, follow, hash_entry
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Shown
from onrecord.phrase import count, make_visible, say_moment
from onrecord.text.anchor import decode_back
from onrecord.types import Article, Segment, Span
from onrecord.web.statement.source import HTML


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the ledger: its number, when it was written, what it says, its hash and that of the one before (empty for the first)."""

    seq: int
    at: str
    what: str
    hash: str
    before: str


@dataclass(frozen=True, slots=True)
class Custody:
    """Where the bytes come from. `seen` and `read` are the entries that say so; what is not known is empty."""

    fetched: str
    place: str
    address: str
    sha256: str
    size: int | None
    media_type: str
    charset: str
    reader: str
    entries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked now: what, whether it holds, and the figures."""

    what: str
    holds: bool
    told: str


def find_custody(ledger: Ledger, shown: Shown) -> Custody:
    """The rows for a statement or an article."""
    record = shown.record
    assert record is not None
    bodies = [(entry, json.loads(entry.body)) for entry in shown.history]
    own = record.capture.sha256
    seen = [(e, b) for e, b in bodies if e.kind == "capture" and b.get("sha256") == own]
    read = [(e, b) for e, b in bodies if e.kind == "reading" and b.get("capture") == own]
    fetched = record.capture.fetched or next((b["fetched"] for _, b in seen if b.get("fetched")), None)
    place = record.capture.url or record.capture.path or next((b["address"] for _, b in seen), "")
    return Custody(
        f"{say_moment(fetched)}" if fetched else f"Not fetched: added {say_moment(seen[0][0].at[:16] + '+00:00')}" if seen else "",
        make_visible(place), place if place.startswith(("http://", "https://")) else "", own, next((b.get("size") for _, b in seen), None),
        record.capture.media_type or "", record.capture.charset or "", make_visible(read[-1][1].get("reader", "")) if read else "",
        tuple(Link(e.seq, say_moment(e.at[:16] + "+00:00"), say_entry(e.kind, b), e.hash.hex(), hash_before(ledger, e).hex()) for e, b in bodies),
    )  # fmt: skip


def say_entry(kind: str, body: dict[str, Any]) -> str:
    """What an entry says, in a few words."""
    if kind == "capture":
        return f"these bytes were seen at {make_visible(body.get('url') or body.get('path') or body.get('address') or '')}"
    if kind == "reading":
        return f"read by {make_visible(body.get('reader') or '')}"
    if kind == "withheld":
        return f"withheld by {make_visible(body.get('by') or '')}: {make_visible(body.get('why') or '')}"
    return f"judged by {make_visible(body.get('by') or '')}"


def verify_now(ledger: Ledger, shown: Shown) -> tuple[Check, ...]:
    """Check the entries' hashes and links, their place under the ledger's head, the capture's bytes, and that the bytes still say the words."""
    checks = [check_entry(ledger, entry) for entry in shown.history]
    record, article = shown.record, shown.article
    try:
        raw = ledger.capture(shown.id)
    except UsageError as e:
        return (*checks, Check("Bytes", False, str(e)))
    if record is not None and article is not None:
        found = hashlib.sha256(raw).hexdigest()
        checks.append(Check("Bytes", found == record.capture.sha256, f"{len(raw):,} bytes with SHA-256 {found[:16]}…"))
        content = shown.statement.content if shown.statement else (Span(0, len(article.text)),)
        checks.append(check_words(article, content, raw, record.capture.charset or "utf-8", html=record.capture.media_type in HTML))
    return tuple(checks)


def hash_before(ledger: Ledger, entry: Entry) -> bytes:
    """The hash of the entry before; nothing before the first."""
    return ledger.show(f"#{entry.seq - 1}").history[0].hash if entry.seq > 1 else b""


def check_entry(ledger: Ledger, entry: Entry) -> Check:
    """One entry: made again from what it says and the hash before it, then followed up to the head."""
    same = hash_entry(hash_before(ledger, entry) or START, entry.seq, entry.at, entry.kind, entry.body) == entry.hash
    proof = ledger.proof(entry.seq)
    size, _, root = proof["head"].partition(":")
    under = follow(entry.hash, ((side_of(entry.seq, int(size), i), bytes.fromhex(h)) for i, h in enumerate(proof["path"]))).hex() == root
    told = f"hash {entry.hash.hex()[:16]}… follows from the entry before it, and stands under the head {size}:{root[:8]}…"
    return Check(f"Entry {entry.seq:,}", same and under, told if same and under else "it is not what it was when it was written")


def side_of(seq: int, size: int, step: int) -> str:
    """On which side of its path the node beside it stands, at one step from the leaf up; levels without a node beside make no step."""
    at, wide = seq - 1, size
    while True:
        beside = at ^ 1
        if beside < wide:
            if step == 0:
                return "left" if beside < at else "right"
            step -= 1
        at, wide = at // 2, (wide + 1) // 2


def check_words(article: Article, content: Sequence[Span], raw: bytes, charset: str, *, html: bool) -> Check:
    """Whether the bytes of every segment under the words decode to the text's characters."""
    touched = [s for s in article.segments if any(s.start < c.end and c.start < s.end for c in content)]
    wrong = [s for s in touched if not says_so(article.text, s, raw, charset, html=html)]
    lost = sum(1 for s in touched if s.match == "none" or s.place is None)
    if wrong:
        return Check("Words", False, f"characters {wrong[0].start:,} to {wrong[0].end:,} are not what their bytes say")
    told = f"{count(len(touched) - lost, 'stretch', 'stretches')} of bytes decoded to the very characters of the text"
    return Check("Words", True, told + (f"; {count(lost, 'stretch', 'stretches')} not placed" if lost else ""))


def says_so(text: str, segment: Segment, raw: bytes, charset: str, *, html: bool) -> bool:
    if segment.match == "none" or segment.place is None:
        return True
    try:
        said = decode_back(raw, segment, charset, html=html)
    except (ValueError, LookupError, InputError):
        return False
    here = text[segment.start : segment.end]
    return said == here if segment.match == "exact" else said.split() == here.split()
