"""The application on a port of this machine, quietly, until it is stopped.

In: a ledger, an address, a token. Out: nothing but the address, once it answers. UsageError where the port cannot be had.
"""

import errno
import logging
import os
import secrets
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from onrecord.errors import UsageError
from onrecord.web.app import make_app

LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})
EVERY = frozenset({"0.0.0.0", "::"})  # all addresses of the machine; none of them is a name
SHORTEST = 20  # characters of a token: too many to try
PATIENCE = 3  # seconds that answers may still take when the server is stopped


class Server(uvicorn.Server):
    """A server that says when it answers, and ends without complaint."""

    ready: Callable[[], None] | None = None

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.ready and self.started:
            self.ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(path: str, *, host: str, port: int, hosts: Iterable[str], token: str, told: Callable[[str], None]) -> None:
    """Answer until SIGINT or SIGTERM; `told` hears the address with the token in it, once it can be opened."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # what a user must know is said in our words
    config = uvicorn.Config(
        "", host=host, port=port, log_config=None, access_log=False, proxy_headers=False, server_header=False, ws="none", http="h11", lifespan="on",
        timeout_graceful_shutdown=PATIENCE, limit_concurrency=200,
    )  # fmt: skip
    try:
        listening = config.bind_socket()
    except SystemExit as e:
        raise UsageError(say_bound(e.__context__, host, port)) from None
    with listening:
        own = listening.getsockname()[1]
        names = [*hosts, *([] if host in LOCAL | EVERY else [f"[{host}]" if ":" in host else host])]
        config.app = make_app(path, token=token, hosts=[with_port(name, own) for name in names])
        shown = "127.0.0.1" if host in EVERY else f"[{host}]" if ":" in host else host
        server = Server(config)
        server.ready = lambda: told(f"http://{shown}:{own}/?token={token}")
        server.run(sockets=[listening])


def say_bound(error: BaseException | None, host: str, port: int) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number == errno.EADDRINUSE:
        return f"port {port} is taken by another program, perhaps by another `onrecord serve`; name another one with --port, or --port 0 for any that is free"
    if number in (errno.EACCES, errno.EPERM):
        return f"port {port} may not be used without more rights; name one above 1023 with --port"
    return f"--host {host}: this machine has no such address ({error})"


def with_port(name: str, port: int) -> str:
    """A name as browsers send it: with the port that is served, unless one is given.

    >>> with_port("desk.example", 8321), with_port("desk.example:80", 8321), with_port("[::1]", 8321)
    ('desk.example:8321', 'desk.example:80', '[::1]:8321')
    """
    return name if ":" in name.rpartition("]")[2] else f"{name}:{port}"


def read_token(path: str | None) -> str:
    """The token in a file, which is made, for its owner alone, where there is none; without a file, a new one."""
    if path is None:
        return secrets.token_urlsafe(32)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600), "w", encoding="ascii") as file:
            fresh = secrets.token_urlsafe(32)
            file.write(f"{fresh}\n")
            return fresh
    except FileExistsError:
        pass
    found = Path(path)
    if os.name == "posix" and found.stat().st_mode & 0o077:
        raise UsageError(f"{path}: others on this machine may read it; `chmod 600 {path}`")
    token = found.read_text(encoding="utf-8", errors="replace").strip()
    if len(token) < SHORTEST or not token.isascii() or not all(c.isalnum() or c in "-_" for c in token):
        raise UsageError(f"{path}: not a token; it takes at least {SHORTEST} letters, digits, - and _. Remove the file and a new one is made")
    return token
