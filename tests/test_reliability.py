"""docs/reliability.md names tests and trials: each exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"`(test_\w{1,80}\.py)?(?:::(test_\w{1,120}))?`")
TRIAL = re.compile(r"`night_ledger\.py (\w+)")


def missing(page: str) -> list[str]:
    """The tests that a page names and that are not there; a test without its file is one of the file named before it."""
    gone, file = [], ""
    for match in NAMED.finditer(page):
        file = match[1] or file
        path = ROOT / "tests" / file
        if not path.is_file() or (match[2] and f"def {match[2]}(" not in path.read_text(encoding="utf-8")):
            gone.append(match[0])
    return gone


def test_reliability_names_tests_that_exist() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert missing(page) == [] and len(NAMED.findall(page)) > 30


def test_reliability_sees_a_test_that_is_gone() -> None:
    assert missing("`test_nowhere.py`") == ["`test_nowhere.py`"]
    assert missing("`test_reliability.py::test_reliability_names_tests_that_exist`, `::test_gone`") == ["`::test_gone`"]


def test_reliability_names_trials_that_exist() -> None:
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    trials = (ROOT / "tests" / "night_ledger.py").read_text(encoding="utf-8")
    assert all(f'"{name}": (' in trials for name in TRIAL.findall(page)) and TRIAL.search(page)
