"""The ledger's commands: what they print, their exit codes, and that what a report says is never obeyed by the terminal."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from onrecord.cli.add import add_command
from onrecord.cli.backup import backup_command
from onrecord.cli.doctor import doctor_command
from onrecord.cli.find import find_command
from onrecord.cli.show import show_command
from onrecord.cli.verify import head_command, verify_command
from onrecord.errors import OnrecordError

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports, REPORTS, LATER = made["reader"], made["reports"], made["REPORTS"], made["LATER"]

commands = click.Group(commands=[add_command, find_command, show_command, verify_command, head_command, backup_command, doctor_command])


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Result]:
    def run(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(commands, [str(a) for a in arguments], env={"ONRECORD_LEDGER": str(tmp_path / "case.db"), "COLUMNS": "100"})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            assert code == 2 and isinstance(result.exception, OnrecordError), result.exception  # main() tells these in one line
            return result
        assert result.exit_code == code, (result.output, result.stderr)
        return result

    return run


def test_add_find_show_verify_backup(run: Callable[..., Result], reports: Path, tmp_path: Path) -> None:
    told = run("add", reports)
    assert "3 texts added" in told.stdout and "Head: 6:" in told.stdout
    assert "Text 3 of 3" in told.stderr
    assert "3 texts known already. 0 statements more." in run("add", reports).stdout
    found = run("find", "inspected")
    assert "Ilse Varro" in found.stdout and "published" in found.stdout
    line = json.loads(run("find", "inspected", "March", "--json").stdout.splitlines()[0])
    assert line["schema"] == "onrecord-found/1" and line["statement"]["id"] == line["id"] and "inspected" in line["words"][0]
    shown = run("show", line["id"][:10])
    assert "“We inspected it in March,”" in shown.stdout and "In the bytes:" in shown.stdout and "Exact." in shown.stdout and "#" in shown.stdout
    assert json.loads(run("show", line["id"], "--json").stdout)["statement"]["id"] == line["id"]
    assert run("show", line["id"], "--bytes").stdout_bytes == (reports / "gate.txt").read_bytes()
    proof = json.loads(run("show", line["id"], "--proof").stdout)
    assert proof["head"] == run("head").stdout.strip()
    assert "Whole." in run("verify").stdout
    assert "Whole, and as the head" in run("verify", "--head", proof["head"]).stdout
    run("backup", tmp_path / "copy.db")
    assert run("head", "--ledger", tmp_path / "copy.db").stdout.strip() == proof["head"]
    run("backup", tmp_path / "copy.db", code=2)
    assert "seen, SHA-256" in run("show", "#1").stdout


def test_changed_page_is_told(run: Callable[..., Result], reports: Path) -> None:
    run("add", reports)
    (reports / "board.html").write_text(LATER)
    told = run("add", reports).stdout
    assert "1 text changed since" in told and "altered:" in told and "gone:" in told and "new:" in told
    assert json.loads(run("add", reports, "--json").stdout)["counts"] == {"known": 3}


def test_pages(run: Callable[..., Result], reports: Path) -> None:
    run("add", reports)
    first = run("find", "--limit", "2")
    after = first.stderr.strip().split()[-1]
    assert first.stdout != run("find", "--limit", "2", "--after", after).stdout
    assert "No statement in 3 texts fits." in run("find", "zebra").stdout


def test_problems_and_wrong_use(run: Callable[..., Result], reports: Path, tmp_path: Path) -> None:
    run("find", "gate", code=2)
    assert not (tmp_path / "case.db").exists()
    run("add", code=2)
    run("add", tmp_path / "nothing.txt", code=2)
    (reports / "x.txt").write_bytes(b"%PDF-1.4")
    told = run("add", reports, code=1)
    assert "1 problem:" in told.stderr and "(not-text)" in told.stderr and "1 text could not be read" in told.stdout
    run("add", reports, "--reread", code=2)
    assert "Head:" in run("add", "--reread", code=1).stdout
    run("find", "--act", "lie", code=2)
    run("find", "--since", "never", code=2)
    run("show", "ffffffff", code=2)
    assert "flaw" in run("verify", "--head", "1:" + "0" * 64, code=1).stdout


def test_head_from_a_file(run: Callable[..., Result], reports: Path, tmp_path: Path) -> None:
    run("add", reports)
    (tmp_path / "head.txt").write_text("Head: " + run("head").stdout)
    run("verify", "--head", f"@{tmp_path / 'head.txt'}")


def test_hidden_characters_are_shown(run: Callable[..., Result], tmp_path: Path) -> None:
    page = tmp_path / "odd.txt"
    page.write_text("Gate \u202eodd\x1b[31m\n\n11 May 2026\n\nThe gate \u202efailed\x1b[2J, Bram Ostler said. “It \x1b]0;x\x07 broke,” he said.\n")
    for arguments in (["add", page], ["find"], ["show", "#2"]):
        out = run(*arguments, code=0).output
        assert "\u202e" not in out and "\x1b" not in out and "\x07" not in out
    own = json.loads(run("find", "--json").stdout.splitlines()[0])["id"]
    shown = run("show", own).output
    assert "\u202e" not in shown and "\x1b" not in shown


def test_doctor(run: Callable[..., Result], reports: Path, tmp_path: Path) -> None:
    assert "none yet" in run("doctor").stdout
    run("add", reports)
    lines = json.loads(run("doctor", "--json").stdout)
    assert all(line["good"] for line in lines) and {"onrecord", "model", "SQLite", "ledger", "CAPTURE_BYTES"} <= {line["what"] for line in lines}
    (tmp_path / "case.db").write_bytes(b"x" * 200)
    assert "! ledger:" in run("doctor", code=1).stdout
