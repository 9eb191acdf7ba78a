import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encode import decode_record, encode_record
from onrecord.errors import InputError
from onrecord.types import Article, Capture, Place, Record, Segment, Span, When

SPANS = st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
WHENS = st.builds(When, st.none() | TEXTS, st.none() | TEXTS, span=st.none() | SPANS, candidates=st.tuples(st.tuples(st.none() | TEXTS, TEXTS)))
SEGMENTS = st.builds(Segment, st.integers(0, 99), st.integers(0, 99), st.just("exact"), st.none() | st.builds(Place, st.tuples(st.integers(0), st.integers(0))))


def test_encode_record_writes_one_line_with_the_schema_first(record: Record) -> None:
    line = encode_record(record)
    assert line.startswith(b'{"schema":"onrecord/1","capture":{"id":') and b"\n" not in line


def test_encode_record_writes_spans_as_start_and_end(record: Record) -> None:
    said = json.loads(encode_record(record))["statements"][1]
    assert said["source"] == [{"start": 38, "end": 49}]
    assert record.article and record.article.text[38:49] == "Bram Ostler"


def test_encode_record_writes_every_field_of_the_design(record: Record) -> None:
    whole = json.loads(encode_record(record))
    assert list(whole) == ["schema", "capture", "article", "entities", "statements", "events", "quotations", "problems"]
    assert list(whole["statements"][0]) == [
        "id", "parent", "kind", "source", "cue", "content", "quotes", "speakers", "anonymous", "on_behalf_of", "relayed_by", "addressees", "targets",
        "channel", "said_on", "act", "detail", "negated", "rivals", "modality", "hedges", "certainty", "grounds", "event", "confidence", "makers",
    ]  # fmt: skip
    assert list(whole["quotations"][0]) == ["span", "role", "statement"]


def test_decode_record_gives_back_what_was_encoded(record: Record) -> None:
    assert decode_record(encode_record(record)) == record


@given(TEXTS, WHENS, SEGMENTS)
def test_decode_record_gives_back_any_text_date_and_place(text: str, when: When, segment: Segment) -> None:
    article = Article("a", "report", None, text, (text,), None, "en", text, when, None, (), segments=(segment,))
    whole = Record(Capture("c", "c"), article)
    assert decode_record(encode_record(whole)) == whole


@pytest.mark.parametrize("raw", [b"", b"{}", b"[1]", b"\xff", b'{"schema":"onrecord/1","capture":{"id":1,"sha256":"x"},"article":null}'])
def test_decode_record_refuses_what_is_no_record(raw: bytes) -> None:
    with pytest.raises(InputError, match="not a record of schema onrecord/1"):
        decode_record(raw)


def test_decode_record_refuses_another_schema(record: Record) -> None:
    with pytest.raises(InputError, match="onrecord/2"):
        decode_record(encode_record(record).replace(b'"onrecord/1"', b'"onrecord/2"'))


def test_decode_record_ignores_fields_that_it_does_not_know(record: Record) -> None:
    assert decode_record(encode_record(record).replace(b'{"schema"', b'{"later":1,"schema"')) == record
