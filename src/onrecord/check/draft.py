"""A draft from a file: plain text, Markdown, HTML or Word.

In: a path, or `-` for standard input. Out: its record, read as a report is, each step in a worker that may be killed. A draft that cannot be read has no
article and says why.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.errors import InputError
from onrecord.limits import OWN_MODEL_MEMORY, OWN_MODEL_SECONDS
from onrecord.pipeline import read_one, refuse
from onrecord.read.docx import is_docx, read_docx
from onrecord.read.files import read_bytes
from onrecord.read.guard import run_guarded
from onrecord.types import Capture, Record

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_draft(path: str, *, model: Path | None = None, guarded: bool = True) -> Record:
    """The record of a draft. `guarded` reads in a worker, as befits a file of somebody else's. OSError where the file is not there."""
    try:
        raw = read_bytes(path)
    except InputError as e:
        return refuse_draft(path, e)
    return read_given(raw, path=path, model=model, guarded=guarded)


def read_given(raw: bytes, *, path: str, model: Path | None = None, guarded: bool = True) -> Record:
    """The same for a draft whose bytes are at hand; `path` is the name that it has."""
    try:
        capture = None
        if is_docx(raw):
            digest = hashlib.sha256(raw).hexdigest()
            capture = Capture(digest, digest, path=path, media_type=WORD)
            raw = (run_guarded("onrecord.read.docx.read_docx", raw, returns=str, name=path) if guarded else read_docx(raw)).encode()
        if guarded:
            patience: dict[str, Any] = {"seconds": OWN_MODEL_SECONDS, "memory": OWN_MODEL_MEMORY} if model else {"warm": "onrecord.say.tag.load_tagger"}
            record = run_guarded("onrecord.pipeline.read_one", raw, returns=Record, name=path, options={"path": path, "model": model}, **patience)
        else:
            record = read_one(raw, path=path, model=model)
    except InputError as e:
        return refuse_draft(path, e)
    if capture is None:
        return record
    # The text was made from the file's XML: its characters have no place among the file's bytes.
    article = replace(record.article, segments=()) if record.article else None
    return replace(record, capture=replace(capture, charset=record.capture.charset), article=article)


def refuse_draft(path: str, error: InputError) -> Record:
    return refuse(Capture("", "", path=path), InputError(error.code, str(error) if str(error).startswith(path) else f"{path}: {error}"))
