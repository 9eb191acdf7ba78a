"""A checked row as judgements: what a named person says of a statement. Pure."""

from collections.abc import Iterator

from onrecord.judge.types import NotStatement, Party, Right, Saying, Wrong
from onrecord.sample.types import FIELDS, NONE, STATEMENT, Checked


def list_sayings(row: Checked) -> Iterator[Saying]:
    """What the answers of a row say; where a field is wrong and what is right was not said, it becomes not stated."""
    if row.answers.get(STATEMENT) == "no":
        yield NotStatement()
        return
    right = tuple(name for name in FIELDS if name != STATEMENT and row.answers.get(name) == "yes")
    if right:
        yield Right(right)  # type: ignore[arg-type]
    for name in FIELDS:
        if name != STATEMENT and name != "content" and row.answers.get(name) == "no":
            yield wrong(name, row.right.get(name))


def wrong(name: str, value: str | None) -> Wrong:
    if value is None:
        return Wrong(name)  # type: ignore[arg-type]
    none = value.lower() == NONE
    if name == "speakers":
        return Wrong("speakers", True, () if none else tuple(Party(part.strip()) for part in value.split(";") if part.strip()))
    return Wrong(name, True, value=None if none else value)  # type: ignore[arg-type]
