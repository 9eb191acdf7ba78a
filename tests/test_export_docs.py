"""docs/export/ is true: every column, property and part is told of, links lead somewhere, examples run."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli.export import export_command
from onrecord.encode import encode_record
from onrecord.export import FORMATS
from onrecord.export.column import Column
from onrecord.export.statement import STATEMENTS
from onrecord.export.text import TEXTS
from onrecord.export.words import OPEN, hide_words
from onrecord.types import Record

DOCS = Path(__file__).parents[1] / "docs" / "export"
PAGES = sorted(DOCS.glob("*.md"))


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def test_every_format_has_a_page() -> None:
    assert {p.stem for p in PAGES} == {*FORMATS, "columns"}


@pytest.mark.parametrize("column", [*STATEMENTS, *TEXTS], ids=lambda c: c.name)
def test_every_column_is_told_of(column: Column) -> None:  # type: ignore[type-arg]
    assert f"| `{column.name}` | {column.kind}{', words' if column.words else ''} | {column.what} |\n" in page("columns")


def test_no_column_is_told_of_that_is_not_there() -> None:
    told = re.findall(r"^\| `(\w+)` \|", page("columns"), re.M)
    assert told == [c.name for c in (*STATEMENTS, *TEXTS)]


def test_every_field_that_is_hidden_is_told_of(filled: Record) -> None:
    def hidden(value: object, name: str = "") -> set[str]:
        if isinstance(value, dict):
            return {name} if value.keys() == {"sha256"} else set().union(*(hidden(v, k) for k, v in value.items()))
        return set().union(*(hidden(v, name) for v in value)) if isinstance(value, list) else set()

    found = hidden(hide_words(filled))
    assert {"text", "title", "byline", "name"} <= found and not found & OPEN
    for name in found:
        assert f"`{name}`" in page("jsonl"), name


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_examples_run(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for code in re.findall(r"^```python\n(.*?)^```", path.read_text(encoding="utf-8"), re.M | re.S):
        exec(compile(code, path.name, "exec"), {"__name__": "example"})
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("to", FORMATS)
def test_commands_of_the_pages_are_those_of_the_program(to: str, tmp_path: Path, filled: Record) -> None:
    (command,) = re.findall(rf"^    onrecord export (--to {to} .*)$", page(to), re.M)
    if to == "parquet":
        pytest.importorskip("pyarrow")
    (tmp_path / "r.jsonl").write_bytes(encode_record(filled))
    words = [{"reports/": str(tmp_path / "r.jsonl")}.get(w, w) for w in command.split()]
    words[-1] = str(tmp_path / words[-1])
    done = CliRunner().invoke(export_command, words)
    assert done.exit_code == 0, done.output
