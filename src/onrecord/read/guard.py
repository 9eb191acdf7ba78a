"""What keeps a hostile capture from stopping the reader: a look at its markup before any parser, and a worker that is killed from outside.

In: a page's source; or the name of a function and bytes for it. Out: nothing, or the function's result; InputError where the capture asks too much.
Only bytes and plain values cross between the processes, as JSON read back by type: never a pickle.
"""

import atexit
import json
import os
import re
import struct
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import msgspec

from onrecord.errors import InputError, ModelError, OnrecordError, UsageError
from onrecord.limits import CAPTURE_MEMORY, CAPTURE_SECONDS, ELEMENTS, NESTING, TAG_ATTRIBUTES, TAG_BYTES, WORKER_START_SECONDS

T = TypeVar("T")

# A comment, another declaration, or a tag with its attributes as the HTML standard cuts them. Possessive and closed by the end of the text: each
# character is looked at once.
MARKUP = re.compile(
    r"""<(?:!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))|[!?][^>]*+|/[^a-zA-Z][^>]*+"""
    r"""|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))*+)(?:>|\Z))"""
)
ATTRIBUTE = re.compile(r"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")}
# Elements that do not pile up when they are left open: they hold nothing, or the next one or the end of what is around them closes them.
FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th tbody thead tfoot option optgroup colgroup caption "
    "rb rp rt rtc a nobr button html head body".split()
)
FOREIGN = frozenset({"svg", "math"})


def scan(text: str, *, name: str) -> None:
    """Refuse a page whose markup would keep a parser busy; one pass, without a parser."""
    at = elements = tags = 0
    opened: list[str] = []
    inside: Counter[str] = Counter()
    while found := MARKUP.search(text, at):
        at = found.end()
        if found["name"] is None:
            continue
        tag = found["name"].lower()
        if at - found.start() > 2 * TAG_ATTRIBUTES:  # an attribute and what parts it from the next take two characters at least
            _check_tag(text, found, tag, name)
        tags += 1
        if tags > 3 * ELEMENTS:
            raise _too_much(text, found, name, f"over {3 * ELEMENTS:,} tags")
        if found["end"]:
            if inside[tag]:
                while (last := opened.pop()) != tag:
                    inside[last] -= 1
                inside[tag] -= 1
            continue
        elements += 1
        if elements > ELEMENTS:
            raise _too_much(text, found, name, f"over {ELEMENTS:,} elements")
        raw_end = RAW_END.get(tag)
        if raw_end is not None:
            end = raw_end.search(text, at)
            at = end.start() if end else len(text)
        elif tag not in FLAT and not (found["rest"].endswith("/") and any(inside[f] for f in FOREIGN)):
            opened.append(tag)
            inside[tag] += 1
            if len(opened) > NESTING:
                raise _too_much(text, found, name, f"elements nested over {NESTING} deep")


def _check_tag(text: str, found: "re.Match[str]", tag: str, name: str) -> None:
    size = found.end() - found.start()
    count = len(ATTRIBUTE.findall(found["rest"]))
    if count > TAG_ATTRIBUTES:
        raise _too_much(text, found, name, f"{count:,} attributes in one tag (limit {TAG_ATTRIBUTES:,})")
    if size > TAG_BYTES:
        raise _too_much(text, found, name, f"one tag <{tag[:20]}> of {size:,} characters (limit {TAG_BYTES:,})")


def _too_much(text: str, found: "re.Match[str]", name: str, what: str) -> InputError:
    line = text.count("\n", 0, found.start()) + 1
    return InputError("hostile-markup", f"{name}: {what}, at line {line:,}; kept as rejected, its words can be read from a .txt")


class Worker:
    """A process that holds one function ready and calls it on one capture after another; killed and started anew where one asks too much.

    `function` (and `warm`, called once before the first capture) are dotted names: the caller says what runs, never the data.
    """

    def __init__(self, function: str, *, warm: str | None = None, seconds: float = CAPTURE_SECONDS, memory: int = CAPTURE_MEMORY) -> None:
        self._job = {"function": function, "warm": warm, "memory": memory, "seconds": seconds, "path": [os.path.abspath(p) for p in sys.path]}
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)

    def call(self, raw: bytes, *, returns: type[T], name: str = "the input", options: dict[str, Any] | None = None) -> T:
        """Call the function with the bytes and the options; the clock starts when a ready worker is handed the capture."""
        with self._lock:
            process = self._ready()
            with _Watch(process, self._seconds, self._memory) as watch:
                try:
                    _send(process, msgspec.json.encode(options or {}, enc_hook=_plain))
                    _send(process, raw)
                    status, answer = _receive(process)
                except OSError:
                    status, answer = b"", b""
            if status == b"r":
                return msgspec.json.decode(answer, type=returns)
            if status == b"e":
                _raise(answer)
            self._stop()
            if watch.reason == "took-too-long":
                raise InputError(watch.reason, f"{name}: not read within {self._seconds:g} seconds; kept as rejected, shorten or split it")
            if watch.reason == "took-too-much-memory" or status == b"m":
                raise InputError("took-too-much-memory", f"{name}: reading took over {self._memory // 1_000_000:,} MB; kept as rejected, shorten or split it")
            why = f" ({answer.decode('utf-8', 'replace')[:300]})" if status == b"x" else ""
            raise InputError("reader-crashed", f"{name}: the reader failed on it{why}; kept as rejected, please report it")

    def close(self) -> None:
        """End the process; a later call starts a new one."""
        with self._lock:
            self._stop()

    def _ready(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._stop()
        if not sys.executable:
            raise OnrecordError("this Python does not know its own program, so no worker can be started; read in the process itself")
        # The parent's path, so that the worker imports what the parent does; -c, so that it works where the parent has no file of its own.
        start = "import sys, json; job = json.loads(sys.argv[1]); sys.path[:] = job['path']; from onrecord.read.worker import serve; serve(job)"
        process = self._process = subprocess.Popen(
            [sys.executable, "-c", start, json.dumps(self._job)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        with _Watch(process, WORKER_START_SECONDS, self._memory) as watch:
            try:
                status, answer = _receive(process)
            except OSError:
                status, answer = b"", watch.reason.encode()
        if status != b"r":
            self._stop()
            if status == b"e":
                _raise(answer)
            raise OnrecordError(f"the worker did not start ({answer.decode('utf-8', 'replace')[:300] or 'it ended at once'})")
        return process

    def _stop(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was still to be written
                    pipe.close()
        self._process.wait()
        self._process = None


_workers: dict[tuple[str, str | None, float, int], Worker] = {}


def run_guarded(
    function: str,
    argument: bytes,
    *,
    returns: type[T],
    name: str = "the input",
    options: dict[str, Any] | None = None,
    warm: str | None = None,
    seconds: float = CAPTURE_SECONDS,
    memory: int = CAPTURE_MEMORY,
) -> T:
    """Call a function, named with dots, on bytes in a worker that is kept for the next call."""
    key = (function, warm, seconds, memory)
    if key not in _workers:
        _workers[key] = Worker(function, warm=warm, seconds=seconds, memory=memory)
    return _workers[key].call(argument, returns=returns, name=name, options=options)


class _Watch:
    """Kill a process that takes too long or too much memory; `reason` says which. A thread, since no system can wait for a pipe and a clock alike."""

    STEP = 0.05

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float, memory: int) -> None:
        self.reason = ""
        self._process = process
        self._seconds = seconds
        self._memory = memory
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        end = time.monotonic() + self._seconds
        step = self.STEP if sys.platform != "darwin" else 0.5  # there a process must be started to ask
        while not self._done.wait(min(step, max(0.0, end - time.monotonic()))):
            if time.monotonic() >= end:
                self.reason = "took-too-long"
            elif resident(self._process.pid) > self._memory:
                self.reason = "took-too-much-memory"
            if self.reason:
                self._process.kill()
                return


def resident(pid: int) -> int:
    """The bytes of memory that a process holds; 0 where it is gone."""
    try:
        if sys.platform == "linux":
            return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        if sys.platform == "win32":
            return _resident_windows(pid)
        return int(subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, timeout=5).stdout or 0) * 1024
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0


def give_back() -> None:
    """Hand freed memory back to the system where the C library keeps it, as glibc does with what a large step freed: a long run would grow by it."""
    import ctypes

    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def _resident_windows(pid: int) -> int:
    """Ask psapi directly: one call, where psutil would be one more dependency for it."""
    import ctypes

    kernel = vars(ctypes)["windll"].kernel32  # not there for the type checker of another system
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(kernel.OpenProcess(0x1000, False, pid))  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        return 0
    # PROCESS_MEMORY_COUNTERS: two DWORDs, then sizes; WorkingSetSize is the second of these.
    size = 8 + 8 * ctypes.sizeof(ctypes.c_size_t)
    counters = ctypes.create_string_buffer(struct.pack("I", size), size)
    kernel.K32GetProcessMemoryInfo(handle, counters, size)
    kernel.CloseHandle(handle)
    return int(ctypes.c_size_t.from_buffer(counters, 8 + ctypes.sizeof(ctypes.c_size_t)).value)


def _send(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    if process.stdin is None:
        raise BrokenPipeError
    process.stdin.write(struct.pack(">I", len(data)))
    process.stdin.write(data)
    process.stdin.flush()


def _receive(process: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
    """An answer: its status (r result, e error raised on purpose, m out of memory, x another exception) and what was said."""
    if process.stdout is None:
        raise BrokenPipeError
    head = process.stdout.read(5)
    if len(head) < 5:
        raise BrokenPipeError
    status, size = struct.unpack(">cI", head)
    answer = process.stdout.read(size)
    if len(answer) < size:
        raise BrokenPipeError
    return status, answer


def _raise(answer: bytes) -> NoReturn:
    kind, code, message = msgspec.json.decode(answer, type=tuple[str, str, str])
    if kind == "InputError":
        raise InputError(code, message)
    raise {"UsageError": UsageError, "ModelError": ModelError}.get(kind, OnrecordError)(message)


def _plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be handed to the worker")
