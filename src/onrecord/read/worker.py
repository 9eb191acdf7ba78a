"""The other side of guard.Worker: a process that calls one function on one capture after another.

In, on standard input: the options as JSON, then the bytes, each with its length before it. Out: a status, a length and the result as JSON. It never
chooses what it calls: the job that it was started with does.
"""

import faulthandler
import importlib
import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

import msgspec

from onrecord.errors import InputError, OnrecordError


def serve(job: dict[str, Any]) -> None:
    """Answer until the other side closes its end."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not end up among the answers
    try:
        if job["warm"]:
            find_function(job["warm"])()
        function = find_function(job["function"])
        hints = get_type_hints(function)
    except OnrecordError as e:
        return answer(out, b"e", describe(e))
    except Exception as e:
        return answer(out, b"x", f"{type(e).__name__}: {e}".encode())
    limit_memory(job["memory"])
    answer(out, b"r", b"")
    while (options := receive(sys.stdin.buffer)) is not None:
        raw = receive(sys.stdin.buffer)
        if raw is None:
            return
        # Nobody may be left to kill this process: it then ends by itself.
        faulthandler.dump_traceback_later(job["seconds"] * 3 + 5, exit=True)
        try:
            given = msgspec.json.decode(options, type=dict[str, Any])
            named = {key: msgspec.convert(value, hints[key], dec_hook=revive) for key, value in given.items()}
            result = msgspec.json.encode(function(raw, **named), enc_hook=plain)
        except OnrecordError as e:
            answer(out, b"e", describe(e))
        except MemoryError:
            return answer(out, b"m", b"")
        except Exception as e:
            answer(out, b"x", f"{type(e).__name__}: {e}".encode("utf-8", "replace"))
        else:
            answer(out, b"r", result)
        faulthandler.cancel_dump_traceback_later()


def find_function(name: str) -> Callable[..., Any]:
    """The function of a dotted name."""
    module, _, own = name.rpartition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(module), own)
    return found


def limit_memory(memory: int) -> None:
    """Let this process take `memory` bytes more of address space than it has, where the system can hold it to that.

    More than it has, because a model's runtime maps far more than it uses; what it truly uses is watched from outside, on every system.
    """
    if sys.platform != "linux":
        return
    import resource

    mapped = int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = mapped + memory
    resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = pipe.read(4)
    if len(head) < 4:
        return None
    (size,) = struct.unpack(">I", head)
    data = pipe.read(size)
    return data if len(data) == size else None


def answer(out: BinaryIO, status: bytes, data: bytes) -> None:
    out.write(struct.pack(">cI", status, len(data)))
    out.write(data)
    out.flush()


def describe(error: OnrecordError) -> bytes:
    code = error.code if isinstance(error, InputError) else ""
    return msgspec.json.encode((type(error).__name__, code, str(error)))


def plain(value: object) -> object:
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be handed back")


def revive(kind: type, value: Any) -> Any:
    """A value of a type that JSON does not have."""
    if issubclass(kind, Path):
        return kind(value)
    raise TypeError(f"no {kind.__name__} can be made from an option")
