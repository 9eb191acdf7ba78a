"""Capture to record: the one place that joins the stages. A pure function of the bytes, the options and the model."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.errors import InputError
from onrecord.limits import OWN_MODEL_MEMORY, OWN_MODEL_SECONDS
from onrecord.read.decode import decode
from onrecord.read.files import Input, check_bytes, make_capture, read_bytes
from onrecord.read.guard import run_guarded, scan
from onrecord.resolve.fill import fill
from onrecord.say.attribute import attribute
from onrecord.say.quote import account
from onrecord.say.tag import load_tagger, read_manifest
from onrecord.text.article import ENGLISH, Told, read_article, readable
from onrecord.text.dates import parse_given
from onrecord.text.split import pair_marks
from onrecord.types import Capture, Problem, Record, Span, Statement


def read(source: str | Path | bytes, *, url: str | None = None, outlet: str | None = None, published: str | None = None, model: Path | None = None) -> Record:
    """Read one report, a file's path or its bytes, into its record.

    A report that cannot be read is no exception: its record has no article and says why in `problems`. UsageError where an option is wrong, ModelError
    where the tagger's files are not whole, OSError where the file is not there.
    """
    path = None if isinstance(source, bytes) else str(source)
    told = Told(url, outlet, published)
    try:
        raw = source if isinstance(source, bytes) else read_bytes(str(source))
    except InputError as e:
        return refuse(Capture(id="", sha256="", path=path, url=url), e)
    return read_one(raw, path=path, told=told, model=model)


def read_one(raw: bytes, *, path: str | None = None, told: Told | None = None, model: Path | None = None) -> Record:
    """The record of one capture's bytes."""
    told = told or Told()
    capture = make_capture(raw, path=path, url=told.url)
    try:
        check_bytes(raw, name=path or told.url or "the input")
        html = capture.media_type in ("text/html", "application/xhtml+xml")
        decoded = decode(raw, charset=None, html=html)
        capture = replace(capture, charset=decoded.charset)
        if html:
            scan(decoded.text, name=path or told.url or "the page")
        found = read_article(decoded, html=html, told=told)
    except InputError as e:
        return refuse(capture, e)
    article = found.article
    blocks = readable(article.blocks)
    pairing = pair_marks(article.text, blocks)
    statements: tuple[Statement, ...] = ()
    if article.language in (None, ENGLISH):
        statements = attribute(
            article.text, blocks, article=article.id, form=article.form, pairing=pairing, tagger=load_tagger(model), issued=article.issuer is not None
        )
    if article.issuer is not None:
        statements = tuple(s if s.source or s.parent else replace(s, speakers=(article.issuer,), channel="written statement") for s in statements)
    filled = fill(article, statements, found.entities, [q.span for q in pairing.quotations if q.depth == 0])
    repeats = [Span(b.start, b.end) for b in blocks if b.status == "repeat"]
    return Record(
        capture=capture, article=article, entities=filled.entities, statements=filled.statements,
        quotations=account(article.text, pairing, statements, repeats), problems=(*found.problems, *pairing.problems),
    )  # fmt: skip


def refuse(capture: Capture, error: InputError) -> Record:
    return Record(capture=capture, article=None, problems=(Problem(error.code, str(error)),))


def read_all(
    inputs: Iterable[Input], *, url: str | None = None, outlet: str | None = None, published: str | None = None, model: Path | None = None
) -> Iterator[Record]:
    """Read reports one after another, each in a worker that may be killed; one record an input, in order, also for those that are refused."""
    if published is not None:
        parse_given(published)
    told = Told(url, outlet, published)
    patience: dict[str, Any] = {"warm": "onrecord.say.tag.load_tagger"} if model is None else {"seconds": OWN_MODEL_SECONDS, "memory": OWN_MODEL_MEMORY}
    if model is not None:
        read_manifest(model)  # a wrong folder is the user's mistake, not a problem of each report
    for each in inputs:
        path = os.fsencode(each.path).decode("utf-8", "replace")  # a file's name may be no UTF-8; a record is
        try:
            raw = read_bytes(each.path, folder=each.folder)
            yield run_guarded("onrecord.pipeline.read_one", raw, returns=Record, name=path, options={"path": path, "told": told, "model": model}, **patience)
        except InputError as e:
            yield refuse(Capture(id="", sha256="", path=path, url=url), e)
        except OSError as e:
            yield refuse(Capture(id="", sha256="", path=path, url=url), InputError("not-a-file", f"{path}: {e.strerror}"))
