"""What was withheld is gone from the file: every word, in every table, also those that people named by their places."""

import runpy
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from onrecord import ledger as ledgers
from onrecord.cli import commands
from onrecord.judge.types import Missed, Moved, Right
from onrecord.types import Span

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports = made["reader"], made["reports"]
SECRET = "kingfisher"
STEM = "kingfish"  # what the full text keeps of it


def test_words_that_are_withheld_are_nowhere_in_the_file(tmp_path: Path, reports: Path, reader: Any) -> None:
    text = f"The {SECRET} report\n\n14 May 2026\n\nThe {SECRET} was seen at the weir, Bram Ostler said on Thursday.\n\nThe {SECRET} left.\n"
    (reports / "secret.txt").write_text(text, encoding="utf-8")
    path = tmp_path / "a.db"
    with ledgers.open(path) as ledger:
        ledger.add(reports)
        hit = ledger.find(SECRET).hits[0]
        article = hit.record.article
        assert article
        ledger.judge(hit.statement.id, Right(), by="Ada Rowe")
        start = article.text.index(f"{SECRET} was seen")
        ledger.judge(hit.statement.id, Moved("content", (Span(start, start + len(SECRET)),)), by="Ada Rowe")
        end = len(article.text.rstrip())
        last = Span(article.text.rindex("The "), end)
        ledger.judge(article.id, Missed((last,), last.of(article.text)), by="Ada Rowe")
        head = ledger.head()
    assert any(SECRET.encode() in each.read_bytes() for each in tmp_path.glob("a.db*"))  # in the words that are searched
    result = CliRunner().invoke(commands, ["withhold", article.id, "--why", "a court order", "--as", "Ada Rowe", "--ledger", str(path)], input="n\n")
    assert result.exit_code == 1 and "cannot be undone" in result.output
    result = CliRunner().invoke(commands, ["withhold", article.id, "--why", "a court order", "--as", "Ada Rowe", "--ledger", str(path), "--yes"])
    assert result.exit_code == 0 and "Withheld" in result.output
    for each in tmp_path.glob("a.db*"):
        assert STEM.encode() not in each.read_bytes().lower(), each.name
    with ledgers.open(path) as ledger:
        assert not ledger.find(SECRET).hits and not ledger.find(SECRET).texts
        report = ledger.verify(head=head)
        assert report.whole and report.withheld == 2, report.flaws
        assert len(ledger.judgements()) == 3 and not any(getattr(j.saying, "words", "") for j in ledger.judgements())
        assert ledger.add(reports / "secret.txt").counts == {"withheld": 1}
        assert "a court order" in str(ledger.show(f"#{report.entries}").history)


def test_withhold_needs_a_reason_and_a_name(tmp_path: Path, reports: Path, reader: Any) -> None:
    path = tmp_path / "a.db"
    with ledgers.open(path) as ledger:
        ledger.add(reports)
        statement = ledger.find().hits[0].statement.id
    for given in (["withhold", statement, "--why", "x", "--as", "Ada", "--yes"], ["withhold", statement, "--why", "x"], ["withhold", statement, "--as", "Ada"]):
        assert CliRunner().invoke(commands, [*given, "--ledger", str(path)], env={"ONRECORD_NAME": ""}).exit_code != 0
