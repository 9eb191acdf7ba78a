"""`onrecord doctor`: what this machine has, and what is missing."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import DONE, PROBLEMS, write_bytes

BOUND = re.compile(r"[<>=\s\[]")

LEAST_FREE = 500_000_000  # bytes: a full disk stops `add` in the middle of a run
FAR = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"})  # file systems on which SQLite's locks cannot be relied on

Line = tuple[bool, str, str]  # whether it is as it should be; what; what about it


@click.command("doctor")
@ledger_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor_command(path: str, as_json: bool) -> None:
    """Tell versions, whether the model is the one that was shipped, the limits, the state of the ledger, and what is missing here."""
    found = [*versions(), *model(), *database(), *ledger(path), *limits()]
    if as_json:
        from onrecord.ledger.plain import encode_plain

        write_bytes(encode_plain([{"what": what, "says": says, "good": good} for good, what, says in found]) + b"\n")
    else:
        write_bytes("".join(f"{'  ' if good else '! '}{what}: {says}\n" for good, what, says in found).encode())
    sys.exit(DONE if all(good for good, _, _ in found) else PROBLEMS)


def versions() -> Iterator[Line]:
    """onrecord, Python, and every package that onrecord needs."""
    from onrecord import __version__

    yield True, "onrecord", __version__
    yield sys.version_info >= (3, 11), "Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    try:
        needed = metadata.requires("onrecord") or []
    except metadata.PackageNotFoundError:
        needed = []  # run from its sources
    for requirement in needed:
        name, _, condition = requirement.partition(";")
        if "extra" in condition or "win32" in condition:
            continue
        package = BOUND.split(name.strip())[0]
        try:
            yield True, package, metadata.version(package)
        except metadata.PackageNotFoundError:
            yield False, package, f"missing; install it with: pip install '{name.strip()}'"


def model() -> Iterator[Line]:
    """The tagger's files, checked by SHA-256."""
    from onrecord.errors import ModelError
    from onrecord.say.tag import read_manifest

    try:
        with resources.as_file(resources.files("onrecord.data") / "tagger") as folder:
            manifest = read_manifest(folder)
        yield True, "model", f"{manifest['name']}/{manifest['version']}, whole (SHA-256 {manifest['sha256']['tagger.onnx'][:12]}…)"
    except ModelError as e:
        yield False, "model", str(e)


def database() -> Iterator[Line]:
    """SQLite as apsw carries it."""
    import apsw

    yield True, "SQLite", apsw.sqlite_lib_version()
    yield (
        "ENABLE_FTS5" in apsw.compile_options,
        "full text (FTS5)",
        "there" if "ENABLE_FTS5" in apsw.compile_options else "missing; install apsw from its wheel",
    )


def ledger(path: str) -> Iterator[Line]:
    """The ledger that would be used, and the disk below it."""
    from onrecord.errors import OnrecordError
    from onrecord.ledger.ledger import open

    folder = os.path.dirname(os.path.abspath(path))
    if os.path.isdir(folder):
        free = shutil.disk_usage(folder).free
        yield free >= LEAST_FREE, "room on the disk", f"{free:,} bytes" + ("" if free >= LEAST_FREE else "; make room before you add")
        kind = file_system(folder)
        if kind in FAR:
            yield False, "file system", f"{kind}: a ledger on a network may be damaged when two machines use it; keep it on this machine's disk"
    if not os.path.lexists(path):
        yield True, "ledger", f"{path}: none yet; `onrecord add` makes it"
        return
    try:
        with open(path, make=False) as found:
            yield True, "ledger", f"{path}: {os.path.getsize(path):,} bytes, head {found.head()}"
    except OnrecordError as e:
        yield False, "ledger", str(e)


def file_system(folder: str) -> str:
    """The kind of file system that a folder lies on, where the system tells it."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    inside = [(len(m[1]), m[2]) for m in mounts if len(m) > 2 and (folder == m[1] or folder.startswith(m[1].rstrip("/") + "/"))]
    return max(inside)[1] if inside else ""


def limits() -> Iterator[Line]:
    """The numbers that protect the reader."""
    import onrecord.limits

    for name, value in vars(onrecord.limits).items():
        if name.isupper():
            yield True, name, f"{value:,}"
