"""A bundle: records, the bytes they were read from, and what another person needs to check both without onrecord.

In: records in order, a way to captured bytes. Out: a zip with records.jsonl, captures/, VERIFY.md and manifest.json, which has the SHA-256 of every other part.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.errors import InputError
from onrecord.export.jsonl import make_lines
from onrecord.read.files import STDIN, read_bytes
from onrecord.types import Capture, Record

SCHEMA = "onrecord-bundle/1"
MADE = (1980, 1, 1, 0, 0, 0)  # a zip tells when its parts were written; always the same, so that the same records give the same bytes
MODE = 0o100644 << 16
UNIX = 3


def write_bundle(records: Iterable[Record], out: BinaryIO, *, words: bool, fetch: Callable[[Capture], bytes]) -> None:
    """Write a bundle. A capture whose bytes are not to be had any more, or have changed, is listed without them."""
    captures: dict[str, Capture] = {}
    parts: list[dict[str, Any]] = []

    def pass_on() -> Iterator[Record]:
        for record in records:
            captures.setdefault(record.capture.sha256 or f" {record.capture.path}", record.capture)
            yield record

    with ZipFile(out, "w", ZIP_DEFLATED) as bundle:
        parts.append(_write_part(bundle, "records.jsonl" if words else "places.jsonl", make_lines(pass_on(), words=words)))
        listed: list[dict[str, Any]] = []
        for _, capture in sorted(captures.items()):
            raw, why = _find(capture, fetch) if words else (None, "left out with the words")
            if raw is not None:
                parts.append(_write_part(bundle, f"captures/{capture.sha256}", [raw]))
            own = {"sha256": capture.sha256, "media_type": capture.media_type, "url": capture.url, "path": capture.path}
            listed.append({**own, "held": raw is not None, "why": why})
        parts.append(_write_part(bundle, "VERIFY.md", [files("onrecord.export").joinpath("VERIFY.md").read_bytes()]))
        manifest = {"schema": SCHEMA, "made_by": "onrecord", "words": words, "parts": parts, "captures": listed}
        _write_part(bundle, "manifest.json", [json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n"])


def _find(capture: Capture, fetch: Callable[[Capture], bytes]) -> tuple[bytes | None, str | None]:
    """A capture's bytes, or why they are not held."""
    try:
        raw = fetch(capture)
    except InputError as e:
        return None, e.code
    except OSError as e:
        return None, e.strerror or "not there"
    if hashlib.sha256(raw).hexdigest() != capture.sha256:
        return None, "changed since it was read"
    return raw, None


def read_capture(capture: Capture) -> bytes:
    """The bytes that stand today where a report was read from; InputError or OSError where there are none."""
    if capture.path is None or capture.path == STDIN or not capture.sha256:
        raise InputError("not-a-file", "no file: it was pasted, or could not be read")
    return read_bytes(capture.path)


def _write_part(bundle: ZipFile, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """Write one part and tell its name, length and SHA-256."""
    info = ZipInfo(name, MADE)
    info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, MODE, UNIX
    digest, size = hashlib.sha256(), 0
    with bundle.open(info, "w", force_zip64=True) as part:
        for chunk in chunks:
            part.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}
