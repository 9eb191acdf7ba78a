"""W3C Web Annotations (JSON-LD): each statement marks its words in the report, with its act and its speaker.

In: records in order. Out: an array of annotations, one a line. The model: Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec

from onrecord.export.place import find_bytes
from onrecord.export.words import hash_words
from onrecord.phrase import say_names, say_speaker
from onrecord.types import Article, Record, Span, Statement

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"onrecord": "urn:onrecord:1:"}]
AROUND = 32  # characters before and after the words, by which a reader finds them on a page that has changed
UNIT = "Unicode code points"
# No address of a web page holds these, so that it may stand as an IRI.
ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+", re.I)


def write_annotations(records: Iterable[Record], out: BinaryIO, *, words: bool) -> None:
    """Write an array with an annotation for each statement."""
    before = b"["
    for record in records:
        for annotation in make_annotations(record, words=words):
            out.write(before + b"\n" + msgspec.json.encode(annotation))
            before = b","
    out.write(b"[]\n" if before == b"[" else b"\n]\n")


def make_annotations(record: Record, *, words: bool) -> Iterator[dict[str, Any]]:
    """The annotations of a record as plain data, in reading order."""
    article = record.article
    if article is None:
        return
    for statement in record.statements:
        spans = statement.content or statement.cue or statement.source
        yield {
            "@context": CONTEXT,
            "id": name("statement", statement.id),
            "type": "Annotation",
            "motivation": "classifying",
            "generator": {"type": "Software", "name": "onrecord"},
            "body": list(_bodies(record, statement, words=words)),
            "target": [_target(record, article, span, words=words) for span in spans] or [find_source(record)],
        }


def _bodies(record: Record, statement: Statement, *, words: bool) -> Iterator[dict[str, Any]]:
    """What the statement does, and who says it; where the text allows several speakers, that it is unclear."""
    if statement.act is not None:
        yield _body("classifying", f"not {statement.act}" if statement.negated else statement.act)
    if not words:
        names = {e.id: e.name for e in record.entities}
        purpose = "questioning" if statement.rivals else "identifying"
        yield from (_body(purpose, f"sha256:{hash_words(names[i])}") for i in (*statement.speakers, *statement.rivals) if i in names)
    elif statement.rivals or not say_names(record.entities, statement.speakers):
        yield _body("questioning" if statement.rivals else "identifying", say_speaker(record, statement))
    else:
        names = {e.id: e.name for e in record.entities}
        yield from (_body("identifying", names[i]) for i in statement.speakers if i in names)


def _body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _target(record: Record, article: Article, span: Span, *, words: bool) -> dict[str, Any]:
    """A span: by its words and those around them, by its place in the article's text, by its place in the captured bytes."""
    selectors: list[dict[str, Any]] = []
    if words:
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": span.of(article.text),
                "prefix": article.text[max(span.start - AROUND, 0) : span.start],
                "suffix": article.text[span.end : span.end + AROUND],
            }
        )
    selectors.append(
        {
            "type": "TextPositionSelector",
            "start": span.start,
            "end": span.end,
            "onrecord:unit": UNIT,
            "onrecord:of": {"id": name("article", article.id)},
            "onrecord:sha256": hash_words(span.of(article.text)),
        }
    )
    place, fit = find_bytes(article, span, record.capture.charset)
    if place is not None:
        selectors.append(
            {
                "type": "DataPositionSelector",
                "start": place[0],
                "end": place[1],
                "onrecord:of": {"id": name_capture(record)},
                "onrecord:fit": fit,
            }
        )
    return {"type": "SpecificResource", "source": find_source(record), "selector": selectors}


def find_source(record: Record) -> str:
    """What is annotated: the page by its address, else the captured bytes."""
    url = record.capture.url
    return url if url and ADDRESS.fullmatch(url) else name_capture(record)


def name_capture(record: Record) -> str:
    """Captured bytes by their SHA-256, as an address."""
    return f"urn:sha256:{quote(record.capture.sha256, safe='')}"


def name(kind: str, own: str) -> str:
    """A part of a record by its id, as an address."""
    return f"urn:onrecord:{kind}:{quote(own, safe='')}"
