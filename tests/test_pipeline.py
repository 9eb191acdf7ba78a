"""The whole path, from bytes to the record, with the shipped tagger."""

import dataclasses
import json
import runpy
from pathlib import Path

import pytest

import onrecord
from onrecord.encode import encode_record
from onrecord.pipeline import read_all
from onrecord.read.files import Input
from onrecord.types import LEFT_OUT, Record, Span

REPORT = """Keeper says gate was shut early

By Lena Fosse, The Marsh Courier

The gate at Olm was shut “an hour too early”, Bram Ostler told the inquiry on Friday.

READ MORE: Premier says the harbour will close

“Nobody asked us,” said Ida Marr, a pilot. “We would have waited.”

The harbour ministry said in a statement that the keeper had informed the port authority.
"""
HOSTILE = Path(__file__).parent / "hostile"


@pytest.fixture(scope="module")
def record() -> Record:
    return onrecord.read(REPORT.encode(), published="2031-05-09")


def words(record: Record, spans: tuple[Span, ...]) -> list[str]:
    assert record.article is not None
    return [s.of(record.article.text) for s in spans]


def test_pipeline_keeps_plain_text_as_it_is(record: Record) -> None:
    assert record.article is not None
    assert record.article.text == REPORT


def test_pipeline_reads_the_pieces_of_the_article(record: Record) -> None:
    assert record.article is not None
    assert record.article.title == "Keeper says gate was shut early"
    assert record.article.byline == ("Lena Fosse",)
    assert record.article.language == "en"
    assert record.article.published is not None and record.article.published.start == "2031-05-09"


def test_pipeline_finds_who_said_what(record: Record) -> None:
    found = {(" ".join(words(record, s.source)), s.kind) for s in record.statements if s.parent is None}
    assert ("Bram Ostler", "mixed") in found
    assert any(source.startswith("Ida Marr") and kind == "direct" for source, kind in found)
    assert any(source == "The harbour ministry" and kind == "indirect" for source, kind in found)


def test_pipeline_takes_no_statement_from_what_is_left_out(record: Record) -> None:
    assert record.article is not None
    out = [b for b in record.article.blocks if b.kind in LEFT_OUT]
    assert [REPORT[b.start : b.end] for b in out] == ["READ MORE: Premier says the harbour will close"]
    assert not [s for s in record.statements for c in (*s.content, *s.source) if any(b.start <= c.start < b.end for b in out)]
    assert [x.text for x in record.article.left_out] == ["READ MORE: Premier says the harbour will close"]


def test_pipeline_accounts_for_every_marked_passage(record: Record) -> None:
    assert [q.span.of(REPORT) for q in record.quotations] == ["“an hour too early”", "“Nobody asked us,”", "“We would have waited.”"]
    assert {q.role for q in record.quotations} == {"statement"}


def test_pipeline_names_the_maker_of_each_span(record: Record) -> None:
    assert all({"content", "kind", "confidence"} <= set(s.makers) for s in record.statements)
    assert all(0 < s.confidence <= 1 for s in record.statements)


def test_pipeline_reads_the_same_twice(record: Record) -> None:
    assert encode_record(onrecord.read(REPORT.encode(), published="2031-05-09")) == encode_record(record)


def test_pipeline_ids_do_not_depend_on_line_ends_of_another_file(record: Record) -> None:
    other = onrecord.read(REPORT.replace("\n", "\r\n").encode(), published="2031-05-09")
    assert {s.id for s in other.statements}.isdisjoint(s.id for s in record.statements)
    assert len(other.statements) == len(record.statements)


def test_pipeline_reads_no_statements_in_another_language_but_lists_its_quotations() -> None:
    text = "Le maire a dit lundi que « le pont est sûr ». Les habitants de la ville attendent depuis trois ans une réponse du ministère des transports."
    found = onrecord.read(text.encode())
    assert found.article is not None and found.article.language == "fr"
    assert [p.code for p in found.problems] == ["language-not-read"]
    assert not found.statements
    assert [q.span.of(text) for q in found.quotations] == ["« le pont est sûr »"]


def test_pipeline_gives_an_official_text_to_its_issuer() -> None:
    text = """FOR IMMEDIATE RELEASE

MINISTRY OF PORTS

Olm gate to be rebuilt

The gate at Olm will be rebuilt by spring. Work begins on Monday.

###
"""
    found = onrecord.read(text.encode())
    assert found.article is not None and found.article.form == "official text"
    issuer = next(e for e in found.entities if e.id == found.article.issuer)
    assert issuer.name.casefold() == "ministry of ports"
    own = [s for s in found.statements if not s.source]
    assert own and all(s.speakers == (issuer.id,) and s.channel == "written statement" for s in own)


@pytest.mark.parametrize(("raw", "code"), [(b"", "no-article"), (b"   \n\n ", "no-article"), (b"%PDF-1.7\n\x00\x01\x02", "not-text")])
def test_pipeline_refuses_with_a_problem(raw: bytes, code: str) -> None:
    found = onrecord.read(raw)
    assert found.article is None
    assert [p.code for p in found.problems] == [code]


def test_pipeline_raises_for_a_wrong_option() -> None:
    with pytest.raises(onrecord.UsageError, match=r"someday.*date of publication"):
        onrecord.read(REPORT.encode(), published="someday")


def test_pipeline_record_is_plain_json(record: Record) -> None:
    plain = json.loads(encode_record(record))
    assert plain["schema"] == "onrecord/1"
    assert set(plain) == {f.name for f in dataclasses.fields(record)}


HOSTILE_INPUTS = {
    f"{kind}.{name}": make
    for kind, groups in (("markup", ("REFUSED", "BORNE")), ("text", ("LONG",)))
    for group in groups
    for name, make in runpy.run_path(str(HOSTILE / f"{kind}.py"))[group].items()
}


@pytest.mark.parametrize("case", HOSTILE_INPUTS)
def test_pipeline_ends_hostile_input_as_a_record(case: str, tmp_path: Path) -> None:
    """Through the worker that may be killed: one record, a clear problem where it is refused, and the next report is still read."""
    path = tmp_path / ("a.html" if case.startswith("markup") else "a.txt")
    path.write_bytes(HOSTILE_INPUTS[case]())
    good = tmp_path / "b.txt"
    good.write_text(REPORT, encoding="utf-8")
    hostile, after = read_all([Input(str(path)), Input(str(good))])
    assert hostile.article is not None or [p.message for p in hostile.problems]
    assert after.statements
