"""What was worked out for an earlier dossier and need not be again: features of a text, links of two things, groups.

In: the key of a thing, which has all that it depends on, and how to make it. Out: the thing. A dossier made with a memo equals one made without. What the last
dossier did not use is forgotten, so a memo is as large as one dossier's workings.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from itertools import count
from typing import TypeVar

from onrecord.types import Record

T = TypeVar("T")


class Memo:
    """Workings kept from one dossier to the next. `anew` counts by kind what the last one had to make.

    Objects in keys count by identity (dataclasses with `eq=False`) or by value; a record counts by its number.
    """

    def __init__(self, *, keep: bool = True) -> None:
        self.keep = keep
        self.anew: Counter[str] = Counter()
        self._now: dict[Hashable, object] = {}
        self._before: dict[Hashable, object] = {}
        self._records: dict[str, tuple[Record, int]] = {}
        self._past: dict[str, tuple[Record, int]] = {}
        self._numbers = count(1)

    def begin(self) -> None:
        """A new dossier: what the one before the last left is forgotten."""
        self._before, self._now = self._now, {}
        self._past, self._records = self._records, {}
        self.anew.clear()

    def number(self, record: Record) -> int:
        """The record's own number: the same for equal records, another where an article was read anew and differs."""
        if not self.keep:
            return 0
        name = record.article.id if record.article else record.capture.id
        known = self._records.get(name) or self._past.get(name)
        if known is None or (known[0] is not record and known[0] != record):
            known = record, next(self._numbers)
        self._records[name] = known
        return known[1]

    def voiced(self, record: Record, voices: Mapping[tuple[str, str], str]) -> object:
        """What stands for a record and the voices of its entities, by (article id, entity id)."""
        name = record.article.id if record.article else ""
        return self.get("voiced", (self.number(record), tuple(voices.get((name, e.id)) for e in record.entities)), object)

    def get(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """The thing of a kind with this key, made where it is not known."""
        if not self.keep:
            return make()
        full = kind, key
        if full not in self._now:
            if full in self._before:
                self._now[full] = self._before[full]
            else:
                self.anew[kind] += 1
                self._now[full] = make()
        return self._now[full]  # type: ignore[return-value]

    def last(self, kind: str, empty: T) -> T:
        """What the last dossier left under a name (`leave`)."""
        return self._before.get((kind, None), empty)  # type: ignore[return-value]

    def leave(self, kind: str, thing: object) -> None:
        if self.keep:
            self._now[kind, None] = thing


NONE = Memo(keep=False)
