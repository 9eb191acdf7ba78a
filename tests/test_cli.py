"""The command line, with records made by hand in place of what pipeline.py would read; the last tests run it whole, in a process of its own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord.cli import main
from onrecord.encode import decode_record
from onrecord.errors import ModelError, UsageError
from onrecord.types import Capture, Problem, Record

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "src" / "onrecord" / "data" / "demo" / "barrage.html"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line: exit code, standard output, standard error."""

    def run_main(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(arguments)
        out, err = capsysbinary.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, out.decode(), err.decode()

    return run_main


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, record: Record) -> list[dict[str, Any]]:
    """Let pipeline.read_all give the hand-made record, without a problem; a file named bad.txt is refused. Yields what was asked of it."""
    calls: list[dict[str, Any]] = []

    def read_all(inputs: Any, **options: Any) -> Iterator[Record]:
        calls.append({"inputs": [each.path for each in inputs], **options})
        for each in inputs:
            capture = Capture("c", "c", path=each.path)
            if Path(each.path).name == "bad.txt":
                yield Record(capture, None, problems=(Problem("too-large", "30 MB (limit 20 MB)"),))
            else:
                yield replace(record, capture=capture, problems=())

    monkeypatch.setattr("onrecord.pipeline.read_all", read_all)
    return calls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "bad.txt", "c.html"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    return tmp_path


def test_cli_help_loads_no_library_but_click() -> None:
    code = "import sys, onrecord, onrecord.cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT / "src").stdout.split()
    assert "click" in loaded
    assert not {"rich", "msgspec", "numpy", "onnxruntime", "trafilatura", "lxml", "turbohtml"} & set(loaded)


def test_cli_tells_its_version(run: Run) -> None:
    assert run("--version") == (0, f"onrecord {onrecord.__version__}\n", "")


def test_cli_read_shows_a_record(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, err = run("read", str(folder / "a.txt"))
    assert (code, err) == (0, "")
    assert out.startswith("Gate was shut too early, keeper says\n") and "Problems     none. Every quotation mark is accounted for." in out


def test_cli_read_hands_on_what_it_was_told(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    told = ("--url", "https://example.org/a", "--outlet", "The Marsh Courier", "--published", "2026-10-09", "--model", str(folder))
    assert run("read", str(folder / "a.txt"), *told)[0] == 0
    assert asked == [
        {"inputs": [str(folder / "a.txt")], "url": "https://example.org/a", "outlet": "The Marsh Courier", "published": "2026-10-09", "model": folder}
    ]


def test_cli_read_prints_json_lines(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, _ = run("read", "--json", str(folder))
    records = [decode_record(line) for line in out.splitlines()]
    assert [Path(r.capture.path or "").name for r in records] == ["a.txt", "bad.txt", "c.html"]
    assert json.loads(out.splitlines()[1])["article"] is None
    assert code == 1


def test_cli_read_tells_progress_and_problems_of_several_inputs_on_stderr(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, err = run("read", str(folder))
    assert err.splitlines() == [
        f"Reading text 1 of 3: {folder / 'a.txt'}",
        f"Reading text 2 of 3: {folder / 'bad.txt'}",
        f"Reading text 3 of 3: {folder / 'c.html'}",
        "3 texts, 1 problem.",
        "1 text could not be read. What it says is missing here.",
        f"{folder / 'bad.txt'}: 30 MB (limit 20 MB) (too-large)",
    ]
    assert out.count("Gate was shut too early, keeper says") >= 2 and "not read" in out
    assert code == 1


def test_cli_read_exits_1_when_a_single_report_has_a_problem(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, err = run("read", str(folder / "bad.txt"))
    assert (code, err) == (1, "") and "30 MB (limit 20 MB)" in out


def test_cli_read_tells_no_progress_of_one_input(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    assert run("read", "--json", str(folder / "a.txt"))[2] == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), ""),
        (("read",), "Missing argument"),
        (("read", "no-such-file.txt"), "no-such-file.txt: no such file or folder"),
        (("read", "{folder}/none"), "none: no .html or .txt file in it"),
        (("read", "-", "-"), "standard input (-) can be read once"),
        (("read", "{folder}", "--url", "https://example.org"), "--url names one report, but there are 3"),
        (("read", "{folder}", "--why", "1"), "--why asks about one report, but there are 3"),
        (("read", "{folder}/a.txt", "--model", "{folder}/c.html"), "is a file"),
        (("read", "{folder}/a.txt", "--colour"), "--colour"),
        (("reed",), "No such command 'reed'"),
    ],
)
def test_cli_exits_2_and_says_in_one_line_what_is_wrong(run: Run, asked: list[dict[str, Any]], folder: Path, arguments: tuple[str, ...], message: str) -> None:
    (folder / "none").mkdir()
    code, out, err = run(*(a.format(folder=folder) for a in arguments))
    assert (code, out) == (2, "") and message in err and asked == []
    assert not arguments or (err.startswith("onrecord: ") and err.count("\n") == 1)


@pytest.mark.parametrize(
    "error", [UsageError("--published\n2026-13-01: no date"), ModelError("tagger.onnx: missing"), PermissionError(13, "Permission denied", "a.txt")]
)
def test_cli_says_in_one_line_what_stops_it(run: Run, monkeypatch: pytest.MonkeyPatch, folder: Path, error: Exception) -> None:
    def fail(*_: Any, **__: Any) -> Iterator[Record]:
        raise error
        yield

    monkeypatch.setattr("onrecord.pipeline.read_all", fail)
    code, out, err = run("read", str(folder / "a.txt"))
    assert (code, out) == (2, "") and err.startswith("onrecord: ") and err.count("\n") == 1


def test_cli_read_why_explains_one_statement(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, err = run("read", str(folder / "a.txt"), "--why", "2")
    assert (code, err) == (0, "")
    assert out.startswith("  2  Bram Ostler\n     the gate was “shut an hour too early”\n")
    assert "\nsource      Bram Ostler\n" in out and "keeper" not in out and "Left out" not in out
    assert run("read", str(folder / "a.txt"), "--why", "s2") == (0, out, "")


def test_cli_read_why_prints_one_object_of_json(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, err = run("read", str(folder / "a.txt"), "--why", "2", "--json")
    told = json.loads(out)
    assert (code, err, out.count("\n"), told["statement"], told["number"]) == (0, "", 1, "s2", 2)
    assert told["path"] == str(folder / "a.txt")


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_cli_read_why_says_in_one_line_that_there_is_no_such_statement(run: Run, asked: list[dict[str, Any]], folder: Path, options: tuple[str, ...]) -> None:
    code, out, err = run("read", str(folder / "a.txt"), "--why", "6", *options)
    assert (code, out) == (2, "")
    assert err == f"onrecord: --why 6: no such statement in {folder / 'a.txt'}; give a number from 1 to 5, or an id's first 4 characters\n"


def test_cli_read_why_shows_a_refused_report_as_ever(run: Run, asked: list[dict[str, Any]], folder: Path) -> None:
    code, out, _ = run("read", str(folder / "bad.txt"), "--why", "1")
    assert code == 1 and "30 MB (limit 20 MB)" in out


def test_cli_shows_names_of_files_without_their_control_characters(run: Run, asked: list[dict[str, Any]]) -> None:
    code, _, err = run("read", "a\x1b[31m.txt")
    assert code == 2 and "a‹U+001B›[31m.txt" in err and "\x1b" not in err


def test_cli_read_prints_utf8_whatever_the_console_says(run: Run, asked: list[dict[str, Any]], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    run("read", str(folder / "a.txt"))
    sys.stdout.flush()
    assert "─────" in raw.getvalue().decode("utf-8")


def test_cli_schema_prints_the_schema(run: Run) -> None:
    code, out, _ = run("schema")
    assert code == 0 and json.loads(out)["title"] == "onrecord/1"


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    return subprocess.Popen([sys.executable, "-m", "onrecord", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options)


def test_cli_reads_the_shipped_report_whole() -> None:
    out, err = start("read", "--json", str(DEMO)).communicate(timeout=60)
    record = decode_record(out)
    assert err == b"" and record.article is not None
    said = [" ".join(span.of(record.article.text) for span in s.content) for s in record.statements]
    assert any("I had a lamp, a telephone and a table of tides" in words and "The telephone did not ring" in words for words in said)
    assert not any("pumps" in words or "timetable" in words for words in said)


def test_cli_reads_a_paste_like_the_file(tmp_path: Path) -> None:
    raw = "Keeper says gate was shut\n\n“It was shut an hour early,” Bram Ostler said.\n".encode()
    file = tmp_path / "a.txt"
    file.write_bytes(raw)
    told = ("--url", "https://example.org/a", "--outlet", "The Marsh Courier", "--published", "2026-10-09", "--json")
    from_file, _ = start("read", str(file), *told).communicate(timeout=60)
    pasted, _ = start("read", "-", *told, stdin=subprocess.PIPE).communicate(raw, timeout=60)
    one, other = decode_record(from_file), decode_record(pasted)
    assert one.article is not None and one.article.outlet == "The Marsh Courier" and one.statements
    assert replace(one, capture=other.capture) == other


def test_cli_is_quiet_when_its_reader_goes_away() -> None:
    process = start("schema")
    assert process.stdout and process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.wait(timeout=30)
