"""`onrecord export`: formats by name or ending, files whole or not at all."""

import csv
import io
import json
import runpy
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import onrecord.ledger as ledgers
from onrecord.cli.export import export_command
from onrecord.encode import encode_record
from onrecord.export import FORMATS
from onrecord.judge.types import Party, Wrong
from onrecord.ledger import intake
from onrecord.types import Capture, Problem, Record

Run = Callable[..., Result]


@pytest.fixture
def kept(tmp_path: Path, filled: Record) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_bytes(encode_record(filled) + b"\n")
    return path


@pytest.fixture
def run() -> Run:
    return lambda *arguments: CliRunner().invoke(export_command, [str(a) for a in arguments])


@pytest.mark.parametrize("to", FORMATS)
@pytest.mark.parametrize("more", [(), ("--no-text",)])
def test_export_writes_every_format(run: Run, kept: Path, tmp_path: Path, to: str, more: tuple[str, ...]) -> None:
    if to == "parquet":
        pytest.importorskip("pyarrow")
    out = tmp_path / f"out.{to}"
    done = run("--to", to, kept, "--out", out, *more)
    assert done.exit_code == 0, done.output
    first = out.read_bytes()
    assert first and sorted(p.name for p in tmp_path.iterdir()) == sorted(["records.jsonl", out.name])
    run("--to", to, kept, "--out", out, *more)
    assert out.read_bytes() == first


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl", ".jsonld", ".zip"])
def test_export_takes_the_format_from_the_ending(run: Run, kept: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"out{ending.upper()}"
    assert run(kept, "--out", out).exit_code == 0
    assert out.stat().st_size


def test_export_prints_without_out(run: Run, kept: Path) -> None:
    done = run("--to", "csv", kept)
    assert done.exit_code == 0 and len(list(csv.reader(io.StringIO(done.stdout, newline="")))) == 6
    assert json.loads(run("--to", "annotations", kept, "--out", "-").stdout)[0]["type"] == "Annotation"


@pytest.mark.parametrize("arguments", [(), ("--out", "x.docx"), ("--to", "word")])
def test_export_asks_for_a_format_that_it_knows(run: Run, kept: Path, arguments: tuple[str, ...]) -> None:
    done = run(kept, *arguments)
    assert done.exit_code == 2 and "csv" in done.output


def test_export_asks_for_a_folder_that_is_there(run: Run, kept: Path, tmp_path: Path) -> None:
    done = run(kept, "--out", tmp_path / "no" / "x.csv")
    assert done.exit_code == 2 and "no such folder" in done.output


def test_export_leaves_an_old_file_where_it_fails(run: Run, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")

    def fail(records: Any, file: Any, **options: Any) -> None:
        file.write(b"half")
        raise OSError("disk full")

    monkeypatch.setattr("onrecord.export.csv.write_csv", fail)
    assert run(kept, "--out", out).exit_code != 0
    assert out.read_text() == "old" and sorted(p.name for p in tmp_path.iterdir()) == ["out.csv", "records.jsonl"]


def test_export_may_write_over_what_it_reads(run: Run, kept: Path) -> None:
    before = kept.read_bytes()
    assert run(kept, "--out", kept).exit_code == 0
    assert json.loads(kept.read_bytes())["statements"] == json.loads(before)["statements"]


def test_export_says_what_could_not_be_read(run: Run, tmp_path: Path) -> None:
    refused = Record(Capture("", "", path="bad\x1b.pdf"), None, problems=(Problem("not-text", "bad\x1b.pdf: a PDF, not text"),))
    (tmp_path / "r.jsonl").write_bytes(encode_record(refused))
    done = run("--to", "jsonl", tmp_path / "r.jsonl")
    assert done.exit_code == 1 and done.stderr == "bad‹U+001B›.pdf: a PDF, not text\n"
    assert json.loads(done.stdout)["problems"][0]["code"] == "not-text"


def test_export_reads_reports(run: Run, tmp_path: Path, filled: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_all(inputs: Any, **options: Any) -> Iterator[Record]:
        yield from (filled for _ in inputs)

    monkeypatch.setattr("onrecord.pipeline.read_all", read_all)
    (tmp_path / "a.txt").write_text("x")
    done = run("--to", "csv", "--raw", tmp_path)
    assert done.exit_code == 0 and "Bram Ostler" in done.stdout


def test_export_raw_is_for_csv_alone(run: Run, kept: Path) -> None:
    done = run("--to", "jsonl", "--raw", kept)
    assert done.exit_code and "csv alone" in str(done.exception)


def test_export_names_its_options() -> None:
    filters = {"speaker", "person", "act", "about", "addressee", "target", "channel", "kind", "since", "until", "outlet", "negated", "said"}
    assert {p.name for p in export_command.params if isinstance(p, click.Option)} == {"to", "out", "no_text", "raw", "model", "path", *filters}


def test_export_of_a_ledger_has_what_people_corrected_and_what_filters_leave(run: Run, tmp_path: Path) -> None:
    reports = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
    path = tmp_path / "a.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "Readers", reports["Here"])
        with ledgers.open(path) as ledger:
            ledger.add(*(text.encode() for text in reports["REPORTS"].values()))
            own = next(h.statement.id for h in ledger.find(speaker="Varro").hits)
            ledger.judge(own, Wrong("speakers", True, (Party("Maud Terrane"),)), by="Ada Rowe")
            wanted = {h.statement.id for h in ledger.find(speaker="Terrane", limit=200).hits}
            count = len(ledger.find(limit=200).hits)
    whole = run("--to", "csv", "--ledger", path)
    assert whole.exit_code == 0 and len(list(csv.DictReader(io.StringIO(whole.stdout)))) == count
    some = run("--to", "csv", "--ledger", path, "--speaker", "Terrane")
    rows = list(csv.DictReader(io.StringIO(some.stdout)))
    assert own in wanted and {row["statement_id"] for row in rows} == wanted and {row["speakers"] for row in rows} == {"Maud Terrane"}
    assert f"{len(wanted)} statement" in some.stderr
    bundle = tmp_path / "some.zip"
    assert run("--ledger", path, "--out", bundle, "--words", "gate").exit_code == 0 and zipfile.is_zipfile(bundle)
    none = run("--to", "csv", "--ledger", path, "--speaker", "Nobody At All")
    assert none.exit_code == 0 and "No statement fits" in none.stderr and len(none.stdout.splitlines()) == 1
    for wrong in (("--ledger", path), ("--act", "deny")):
        assert run("--to", "csv", *wrong, tmp_path).exit_code != 0
    assert run("--to", "csv", "--ledger", path, "--since", "soon").exit_code != 0
