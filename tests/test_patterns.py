"""Every pattern of the package is linear: none can be made to run for ever."""

import ast
import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord

SIZE = 100_000
SEARCH_SECONDS = 0.05  # of processor time, best of six: what is promised
ALL_SECONDS = 0.5  # to find every match; one that is not linear takes far over 10 s


def modules() -> list[str]:
    return [m.name for m in pkgutil.walk_packages(onrecord.__path__, "onrecord.") if not m.name.endswith("__main__")]


def held(value: Any) -> Iterator[re.Pattern[Any]]:
    """The patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from held(part)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for part in value:
            yield from held(part)
    elif hasattr(type(value), "__dataclass_fields__") and not isinstance(value, type):
        for name in type(value).__dataclass_fields__:
            yield from held(getattr(value, name, None))


def patterns(module: str) -> list[re.Pattern[Any]]:
    loaded = importlib.import_module(module)
    return [pattern for value in list(vars(loaded).values()) for pattern in held(value)]


def seconds(work: Any) -> float:
    best = float("inf")
    for _ in range(6):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
        if best < SEARCH_SECONDS:
            break
    return best


@pytest.mark.parametrize("module", modules())
def test_patterns_are_linear(module: str) -> None:
    for pattern in set(patterns(module)):
        for unit in ("a", '"', "(", " "):
            text: Any = unit * SIZE if isinstance(pattern.pattern, str) else (unit * SIZE).encode()
            for name in ("search", "match", "fullmatch"):
                took = seconds(lambda pattern=pattern, name=name, text=text: getattr(pattern, name)(text))
                assert took < SEARCH_SECONDS, f"{module}: {pattern.pattern!r} takes {took:.2f} s to {name} {SIZE:,} of {unit!r}"
            took = seconds(lambda pattern=pattern, text=text: sum(1 for _ in pattern.finditer(text)))
            assert took < ALL_SECONDS, f"{module}: {pattern.pattern!r} takes {took:.2f} s to find all in {SIZE:,} of {unit!r}"


def test_patterns_finds_those_of_the_package() -> None:
    """The walk sees what it must: a guard against a test that passes because it finds nothing."""
    assert sum(len(patterns(m)) for m in modules()) > 20


@pytest.mark.parametrize("path", sorted(Path(onrecord.__file__).parent.rglob("*.py")), ids=lambda path: path.stem)
def test_patterns_stand_at_module_level(path: Path) -> None:
    """A pattern within a function would be seen by nobody who walks the modules."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # A function that makes patterns (and says so) is called at module level, where its results are walked.
    functions = [
        f for f in ast.walk(tree) if isinstance(f, (ast.FunctionDef, ast.Lambda)) and "Pattern" not in ast.unparse(getattr(f, "returns", None) or f.args)
    ]
    within = [node for f in functions for node in ast.walk(f)]
    calls = [
        n for n in within if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and isinstance(n.func.value, ast.Name) and n.func.value.id == "re"
    ]
    wrong = [f"line {n.lineno}: re.{n.func.attr}" for n in calls if isinstance(n.func, ast.Attribute) and n.func.attr != "escape"]
    assert wrong == []


def test_patterns_that_are_not_linear_are_found() -> None:
    slow = re.compile("(?:a|aa)+b")
    assert seconds(lambda: slow.search("a" * 25)) > seconds(lambda: slow.search("a" * 15)) * 10
