"""Documentation that is true: every public name, option, limit, field and problem code is in it, and its examples run."""

import importlib
import importlib.metadata
import inspect
import pkgutil
import re
import tomllib
import types
import typing
from dataclasses import fields, is_dataclass
from pathlib import Path

import click
import pytest

import onrecord
import onrecord.limits
import onrecord.types
from onrecord.cli import commands
from onrecord.text.marks import read_table

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
CODE = re.compile(r"(?:InputError|Problem|_too_much)\(\s*\"([a-z0-9-]+)\"|code=\"([a-z0-9-]+)\"|reason = \"([a-z0-9-]+)\"")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", onrecord.__all__)
def test_docs_tell_of_every_public_name(name: str) -> None:
    assert f"`onrecord.{name}`" in page("docs/cli.md")
    assert inspect.getdoc(getattr(onrecord, name))


def test_docs_tell_of_every_command_and_option() -> None:
    text = page("docs/cli.md")
    for name, command in commands.commands.items():
        assert f"## onrecord {name}\n" in text
        own = command.commands.values() if isinstance(command, click.Group) else ()
        for parameter in (p for each in (command, *own) for p in each.params):
            if isinstance(parameter, click.Option):
                assert all(f"`{opt}" in text for opt in parameter.opts), parameter.name
    for option in ("--version", "--help"):
        assert f"`onrecord {option}`" in text


@pytest.mark.parametrize("name", [n for n in vars(onrecord.limits) if n.isupper()])
def test_docs_tell_of_every_limit_with_its_value(name: str) -> None:
    assert f"| `{name}` | {getattr(onrecord.limits, name):,} |" in page("docs/cli.md")


def test_docs_tell_of_every_field_of_the_record() -> None:
    text = page("docs/record.md")
    for own in vars(onrecord.types).values():
        if is_dataclass(own) and isinstance(own, type):
            for field in fields(own):
                assert f"`{field.name}`" in text or f'"{field.name}"' in text, f"{own.__name__}.{field.name}"


@pytest.mark.parametrize(
    "name", ["BlockKind", "BlockStatus", "Form", "Precision", "Basis", "Match", "EntityKind", "StatementKind", "Act", "Modality", "QuotationRole"]
)
def test_docs_tell_of_every_value_of_a_closed_list(name: str) -> None:
    text = page("docs/record.md")
    for value in typing.get_args(getattr(onrecord.types, name)):
        assert f"`{value}`" in text, value


def test_docs_tell_of_every_channel() -> None:
    text = page("docs/record.md")
    for row in read_table("channels.tsv"):
        assert f'"{row["channel"]}"' in text, row["channel"]


def test_docs_say_later_of_nothing_that_is_filled() -> None:
    later = {
        name
        for line in page("docs/record.md").splitlines()
        if "*later*" in line and line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert later == {"events", "fetched", "event"}


def test_docs_tell_of_every_code_of_a_problem() -> None:
    text = page("docs/record.md")
    found = {code for path in (ROOT / "src").rglob("*.py") for match in CODE.finditer(path.read_text(encoding="utf-8")) for code in match.groups() if code}
    assert len(found) > 10
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \| (?:refused: )?", text.split("## Problem")[1], re.M))
    assert found - {"not-a-record"} == told


def test_docs_tell_of_every_dependency() -> None:
    text = page("docs/dependencies.md")
    project = tomllib.loads(page("pyproject.toml"))["project"]
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=;\s]", requirement)[0]
        assert f"| **{name}** |" in text, name
    for locked in re.findall(r"^([a-z0-9-]+)==", page("requirements.txt"), re.M):
        assert locked in text, locked


def test_docs_dependencies_are_those_that_are_imported() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    named = {re.split(r"[<>=;\s]", r)[0] for r in project["dependencies"] if ";" not in r}
    homes = importlib.metadata.packages_distributions()
    imported = set()
    for path in (ROOT / "src").rglob("*.py"):
        for module in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.M):
            imported |= {home.lower() for home in homes.get(module, [])}
    assert named == (imported | {"python-multipart"}) - {"onrecord"}  # starlette reads forms with it


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.name)
def test_docs_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize(
    "example", [pytest.param(code, id=f"{p.name}-{i}") for p in PAGES for i, code in enumerate(EXAMPLE.findall(p.read_text(encoding="utf-8")))]
)
def test_docs_examples_run(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "example", "exec"), {"__name__": "example"})
    assert "print(" not in example or capsys.readouterr().out.strip()


def test_docs_names_of_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.M))
    for path in PAGES:
        for target in re.findall(r"`make ([a-z]+)`|^    make ([a-z]+)", path.read_text(encoding="utf-8"), re.M):
            assert (target[0] or target[1]) in targets, f"{path.name}: make {target}"


def test_docs_every_module_says_what_it_is_for() -> None:
    for found in pkgutil.walk_packages(onrecord.__path__, "onrecord."):
        if found.name != "onrecord.__main__":
            module = importlib.import_module(found.name)
            assert isinstance(module, types.ModuleType) and (module.__doc__ or Path(module.__file__ or "").stat().st_size == 0), found.name


def test_read_stays_a_function_when_its_package_is_loaded() -> None:
    importlib.import_module("onrecord.read.files")
    assert inspect.isfunction(onrecord.read)
