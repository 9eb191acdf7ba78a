"""What holds for the whole package: no network, no pickle, no machine's path, a whole wheel."""

import ast
import re
import socket
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
NEVER = {"pickle", "marshal", "shelve", "socket", "http", "urllib.request", "ssl", "ftplib", "smtplib", "torch", "requests", "httpx", "httpx2", "httpcore2"}
FETCHES = {"fetch.py": {"socket", "httpx2", "httpcore2"}}  # the one place that goes out, to what the user named


def test_network_is_forbidden_in_tests() -> None:
    with pytest.raises(RuntimeError, match="a test tried to reach the network"):
        socket.create_connection(("127.0.0.1", 9), timeout=1)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_package_imports_nothing_that_calls_out_or_unpickles(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        allowed = FETCHES.get(path.name, set()) if path.parent.name == "read" else set()
        assert not [name for name in names if (name in NEVER or name.split(".")[0] in NEVER) and name.split(".")[0] not in allowed], path


def test_no_file_names_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile(r"/" r"(?:work|root|home/\w+|Users/\w+)/")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".tsv", ".json", ".svg") and path.is_file():
            assert not machine.search(path.read_text(encoding="utf-8")), name


def test_wheel_holds_code_tables_demo_and_model(tmp_path: Path) -> None:
    hatchling = pytest.importorskip("hatchling.builders.wheel")
    wheel = next(hatchling.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "src" / "onrecord"
    wanted = {str(Path("onrecord") / p.relative_to(package)).replace("\\", "/") for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert wanted <= names
    assert {"onrecord/py.typed", "onrecord/data/demo/barrage.html", "onrecord/data/tagger/tagger.json"} <= names
    assert not [n for n in names if n.startswith(("tests", "train"))]
