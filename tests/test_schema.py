import json
from pathlib import Path

import jsonschema
import pytest

from onrecord.encode import encode_record
from onrecord.schema import make_dossier_schema, make_schema
from onrecord.types import Capture, Problem, Record

FILE = Path(__file__).parents[1] / "docs" / "schema" / "onrecord-1.json"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    whole = json.loads(make_schema())
    jsonschema.Draft202012Validator.check_schema(whole)
    return jsonschema.Draft202012Validator(whole)


def test_schema_file_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == make_schema(), "the types changed: run `make schema`"


def test_schema_file_of_a_dossier_is_current() -> None:
    assert FILE.with_name("onrecord-dossier-1.json").read_text(encoding="utf-8") == make_dossier_schema(), "the types changed: run `make schema`"
    jsonschema.Draft202012Validator.check_schema(json.loads(make_dossier_schema()))


def test_schema_accepts_what_is_encoded(record: Record, validator: jsonschema.Draft202012Validator) -> None:
    validator.validate(json.loads(encode_record(record)))
    validator.validate(json.loads(encode_record(Record(Capture("c", "c"), None, problems=(Problem("empty", "nothing in it"),)))))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"onrecord/1"', '"onrecord/2"'),
        ('"kind":"mixed"', '"kind":"odd"'),
        ('"start":38', '"start":"38"'),
        ('"capture"', '"captured"'),
        ('"statements":[', '"statements":[1,'),
    ],
)
def test_schema_refuses_what_is_no_record(record: Record, validator: jsonschema.Draft202012Validator, old: str, new: str) -> None:
    line = encode_record(record).decode()
    assert old in line
    assert not validator.is_valid(json.loads(line.replace(old, new, 1)))


def test_schema_says_how_stable_it_is() -> None:
    assert "Stable within onrecord/1" in json.loads(make_schema())["$comment"]
