"""Where the public corpora and scorers stand: beside the checkout, in ../shared (see its README for licences); never in the repo."""

import importlib.util
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@cache
def corpus(name: str) -> Path:
    """The folder of an unpacked corpus; FileNotFoundError where it is not on this machine."""
    archive = SHARED / "data" / f"{name}.tar.xz"
    if not archive.exists():
        raise FileNotFoundError(f"{archive}: the public corpora are not on this machine")
    folder = Path(tempfile.gettempdir()) / f"onrecord-corpora-{archive.stat().st_size}"
    if not (folder / name).exists():
        fresh = Path(tempfile.mkdtemp())
        with tarfile.open(archive) as tar:
            tar.extractall(fresh, filter="data")
        folder.mkdir(exist_ok=True)
        (fresh / name).rename(folder / name)
    return folder / name


def tool(name: str) -> ModuleType:
    """One of the public scorers as a module."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "tools" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{SHARED / 'tools' / name}.py: the public scorers are not on this machine")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
