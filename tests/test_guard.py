"""The look at the markup, and the worker that is killed from outside."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from onrecord.errors import InputError, ModelError, OnrecordError, UsageError
from onrecord.limits import ELEMENTS, NESTING, TAG_ATTRIBUTES
from onrecord.read.guard import Worker, _Watch, resident, scan
from onrecord.types import Capture, Problem, Record

TRICKS = """
import ctypes, os, sys, time
from dataclasses import dataclass
from pathlib import Path
from onrecord.errors import InputError, ModelError, UsageError
from onrecord.types import Capture, Problem, Record

warmed = []

def warm():
    warmed.append(os.getpid())

def no_model():
    raise ModelError("tagger.onnx is not the file that was shipped")

@dataclass(frozen=True)
class Told:
    url: str | None = None

def read(raw: bytes, *, path: Path | None = None, told: Told | None = None) -> Record:
    print("a library that prints")
    os.write(1, b"and one that writes")
    return Record(Capture(str(len(warmed)), raw.decode(), path=type(path).__name__, url=told.url if told else None), None, problems=(Problem("a", "b", 1, 2),))

def pid(raw: bytes) -> int:
    return os.getpid()

def hang(raw: bytes) -> int:
    while raw == b"hang":
        pass
    return os.getpid()

def sleep_on(raw: bytes) -> int:
    time.sleep(60)
    return 0

def fill(raw: bytes) -> int:
    hold = bytearray(int(raw))
    return len(hold)

def raise_as_told(raw: bytes) -> int:
    name = raw.decode()
    if name == "InputError":
        raise InputError("no-article", "there is none")
    raise {"UsageError": UsageError, "ValueError": ValueError, "RecursionError": RecursionError, "SystemExit": SystemExit}[name]("said so")

def crash(raw: bytes) -> int:
    if raw == b"exit":
        os._exit(3)
    if raw == b"abort":
        os.abort()
    return 1
"""


@pytest.fixture
def tricks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that a worker can import, of functions that misbehave."""
    (tmp_path / "tricks.py").write_text(TRICKS)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "tricks"


@pytest.mark.usefixtures("tricks")
def test_guard_gives_a_record_back_whole() -> None:
    worker = Worker("tricks.read", warm="tricks.warm")
    record = worker.call("Zoë\0".encode(), returns=Record, options={"path": Path("a.txt"), "told": {"url": "https://example.org"}})
    worker.close()
    assert record.capture.sha256 == "Zoë\0" and record.capture.url == "https://example.org" and record.capture.path in ("PosixPath", "WindowsPath")
    assert record == Record(Capture("1", "Zoë\0", path=record.capture.path, url="https://example.org"), None, problems=(Problem("a", "b", 1, 2),))


@pytest.mark.usefixtures("tricks")
def test_guard_keeps_its_worker_from_one_capture_to_the_next() -> None:
    worker = Worker("tricks.pid")
    first = worker.call(b"", returns=int)
    assert first != os.getpid()
    assert worker.call(b"a" * 1_000_000, returns=int) == first
    worker.close()
    assert worker.call(b"", returns=int) != first
    worker.close()


@pytest.mark.usefixtures("tricks")
def test_guard_starts_anew_where_an_idle_worker_has_died() -> None:
    worker = Worker("tricks.pid")
    first = worker.call(b"", returns=int)
    process = worker._process
    assert process is not None
    process.kill()
    process.wait()
    assert worker.call(b"", returns=int) != first
    worker.close()


@pytest.mark.usefixtures("tricks")
@pytest.mark.parametrize("function", ["hang", "sleep_on"])
def test_guard_kills_what_takes_too_long(function: str) -> None:
    worker = Worker(f"tricks.{function}", seconds=0.5)
    start = time.monotonic()
    with pytest.raises(InputError, match=r"a\.html: not read within 0\.5 seconds") as caught:
        worker.call(b"hang", returns=int, name="a.html")
    assert caught.value.code == "took-too-long"
    assert time.monotonic() - start < 60
    if function == "hang":
        assert worker.call(b"", returns=int) > 0  # the next capture is read
    worker.close()


@pytest.mark.usefixtures("tricks")
def test_guard_stops_what_takes_too_much_memory() -> None:
    worker = Worker("tricks.fill", memory=300_000_000)
    with pytest.raises(InputError, match="over 300 MB") as caught:
        worker.call(b"2000000000", returns=int, name="a.html")
    assert caught.value.code == "took-too-much-memory"
    assert worker.call(b"1000", returns=int) == 1000
    worker.close()


def test_guard_watches_memory_from_outside() -> None:
    """What holds on systems that let no process limit itself."""
    child = subprocess.Popen([sys.executable, "-c", "hold = b'a' * 200_000_000; import time; time.sleep(60)"])
    with _Watch(child, 50, 100_000_000) as watch:
        child.wait()
    assert watch.reason == "took-too-much-memory"


def test_guard_knows_what_a_process_holds() -> None:
    assert 1_000_000 < resident(os.getpid()) < 100_000_000_000


@pytest.mark.usefixtures("tricks")
@pytest.mark.parametrize("how", ["exit", "abort"])
def test_guard_turns_a_crash_into_a_problem(how: str) -> None:
    worker = Worker("tricks.crash")
    with pytest.raises(InputError, match=r"a\.html: the reader failed on it") as caught:
        worker.call(how.encode(), returns=int, name="a.html")
    assert caught.value.code == "reader-crashed"
    assert worker.call(b"", returns=int) == 1
    worker.close()


@pytest.mark.usefixtures("tricks")
@pytest.mark.parametrize(
    ("name", "kind", "code"), [("InputError", InputError, "no-article"), ("ValueError", InputError, "reader-crashed"),
                               ("RecursionError", InputError, "reader-crashed"), ("SystemExit", InputError, "reader-crashed"),
                               ("UsageError", UsageError, None)],
)  # fmt: skip
def test_guard_hands_errors_on(name: str, kind: type[OnrecordError], code: str | None) -> None:
    worker = Worker("tricks.raise_as_told")
    with pytest.raises(kind) as caught:
        worker.call(name.encode(), returns=int)
    worker.close()
    assert getattr(caught.value, "code", None) == code


@pytest.mark.usefixtures("tricks")
def test_guard_says_when_a_worker_cannot_start() -> None:
    with pytest.raises(ModelError, match="not the file that was shipped"):
        Worker("tricks.pid", warm="tricks.no_model").call(b"", returns=int)
    with pytest.raises(OnrecordError, match=r"did not start .*AttributeError"):
        Worker("tricks.nothing").call(b"", returns=int)


@pytest.mark.usefixtures("tricks")
def test_guard_works_from_code_without_a_file(tmp_path: Path) -> None:
    code = textwrap.dedent("""
        import sys
        from onrecord.read.guard import run_guarded
        print(run_guarded("tricks.pid", b"", returns=int) == run_guarded("tricks.pid", b"", returns=int))
    """)
    path = os.pathsep.join([str(tmp_path), *sys.path])
    for arguments, given in (["-c", code], None), (["-"], code):
        done = subprocess.run(
            [sys.executable, *arguments], input=given, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, timeout=120, check=False
        )
        assert (done.stdout, done.stderr) == ("True\n", "")


def test_guard_lets_ordinary_pages_pass() -> None:
    scan("<!DOCTYPE html><title>No < yes</title><p>Ada said <a href='x>y' title=it's>no</a>.<p>1 < 2<br><script>if (a<b) '<div>'</script>", name="a")
    scan("<p>" * 2_000 + "<li>x" * 2_000 + "<a name=x>" * 2_000 + "<br>" * 2_000, name="a")  # left open, but not one in the other
    scan("<div><span></div>" * 2_000, name="a")
    scan("<svg>" + "<path d='M0 0'/>" * 2_000 + "</svg>", name="a")
    scan("<!-- " + "<div>" * 100_000 + " --><script>" + "'<div>'" * 100_000 + "</script><textarea>" + "<div>" * 10_000 + "</textarea>", name="a")
    scan(f"<p {' '.join(f'a{i}' for i in range(TAG_ATTRIBUTES))}>" + "<div>" * NESTING, name="a")
    scan("<p title='" + "a b=c " * 100_000 + "'>", name="a")  # one long value is one attribute


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("\n<p" + " a" * (TAG_ATTRIBUTES + 1) + ">", r"^reports/a\.html: 10,001 attributes in one tag \(limit 10,000\), at line 2; kept as rejected"),
        ("<p" + "/a" * (TAG_ATTRIBUTES + 1) + ">", "10,001 attributes"),
        ("<p" + " a='>'" * (TAG_ATTRIBUTES + 1) + ">", "10,001 attributes"),
        ("<p" + " a" * (TAG_ATTRIBUTES + 1), "10,001 attributes"),
        ("<p title='" + "a" * 1_000_000 + "'>", "one tag <p> of 1,000,012 characters"),
        ("<p>" * (ELEMENTS + 1), "over 50,000 elements"),
        ("</p>" * (3 * ELEMENTS + 1), "over 150,000 tags"),
        ("<div>" * (NESTING + 1), "nested over 512 deep"),
        ("<x-y>" * (NESTING + 1), "nested over 512 deep"),
        ("<svg>" + "<g>" * NESTING, "nested over 512 deep"),
        ("<p title=\"<\"><!-- > --><style></style>" + "<div>" * (NESTING + 1), "nested over 512 deep"),
        ("<!--><p>-->" + "<div>" * (NESTING + 1), "nested over 512 deep"),
    ],
    ids=range(12),
)  # fmt: skip
def test_guard_refuses_hostile_markup(markup: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        scan(markup, name="reports/a.html")
    assert caught.value.code == "hostile-markup"
