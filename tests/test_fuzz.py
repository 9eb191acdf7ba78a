"""Fuzzing in small: what was ever found, the saved corpus, and some thousand changed inputs, the same every time. `tests/fuzz/fuzz.py` runs it for long."""

import runpy
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).with_name("fuzz")
sys.path.insert(0, str(HERE))
try:
    fuzz: dict[str, Any] = runpy.run_path(str(HERE / "fuzz.py"), run_name="fuzz")
    TARGETS = runpy.run_path(str(HERE / "targets.py"), run_name="targets")["TARGETS"]
finally:
    sys.path.remove(str(HERE))
FOUND = sorted((HERE / "found").glob("*/*"))
INPUTS = {"page": 300}


def test_fuzz_names_eight_targets_and_each_has_a_corpus() -> None:
    assert list(TARGETS) == ["capture", "page", "warc", "feed", "quotes", "when", "table", "entry"]
    assert all(len(list((HERE / "corpus" / name).iterdir())) >= 3 for name in TARGETS)
    assert {path.parent.name for path in FOUND} <= set(TARGETS)


@pytest.mark.parametrize("path", FOUND, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_fuzz_replays_what_was_found(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_fuzz_target_bears_its_corpus_and_changes_of_it(name: str) -> None:
    for data in (b"", *fuzz["saved"](name), *islice(fuzz["inputs"](name, 7), INPUTS.get(name, 1000))):
        TARGETS[name](data)


def test_fuzz_inputs_are_the_same_for_the_same_seed() -> None:
    first, again, other = (list(islice(fuzz["inputs"]("quotes", seed), 40)) for seed in (1, 1, 2))
    assert first == again != other and len(set(first)) > 30


def test_fuzz_sees_a_crash_and_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    run = fuzz["run_mutations"]
    module = type(sys)("targets")
    module.TARGETS = {"quotes": lambda data: 1 // (len(data) % 3)}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "targets", module)
    monkeypatch.setitem(run.__globals__, "HERE", tmp_path)
    assert run("quotes", 100, 60, 1) == (100, 1)
    (kept,) = (tmp_path / "found" / "quotes").iterdir()
    assert len(kept.read_bytes()) % 3 == 0 and "ZeroDivisionError" in capsys.readouterr().out


def test_fuzz_totals_are_added_to_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = fuzz["note"].__globals__
    monkeypatch.setitem(names, "ROOT", tmp_path)
    monkeypatch.setitem(names, "WORK", tmp_path)
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "reliability.md"
    page.write_text("| quotes | 1,000 | 0.50 | 1 | pairs |\n| when | 5 | 0.00 | 0 | times |\n")
    fuzz["add_up"]("quotes", "mutate", 500, 1, 1800)
    fuzz["add_up"]("quotes", "mutate", 500, 0, 1800)
    fuzz["note"]()
    assert page.read_text() == "| quotes | 2,000 | 1.50 | 2 | pairs |\n| when | 5 | 0.00 | 0 | times |\n"
    assert not (tmp_path / "totals.json").exists()
