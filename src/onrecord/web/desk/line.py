"""The search line: words and filters as one types them, and back.

In: a line such as `fire "no warning" speaker:"Ada Rowe" act:denies since:October`. Out: `Asked`. It asks nothing: whether a filter can hold the ledger says.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, get_args

from onrecord.phrase import ACTS, MONTHS
from onrecord.types import Act

# A filter is a known name, a colon, and one word or words in marks; all else is looked for.
NAMES = ("speaker", "act", "about", "since", "until", "outlet", "to", "target", "channel", "kind", "not")
PIECE = re.compile(rf"(?<!\S)({'|'.join((*NAMES, 'addressee', 'by'))}):(?:[\"“”]([^\"“”]*+)[\"“”]?+|(\S*+))", re.IGNORECASE)
SPACE = re.compile(r"\s++")
MONTH = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(MONTHS)})(?: (\d{{4}}))?", re.IGNORECASE)
FULL = {"addressee": "to", "by": "speaker"}
OF_FIND = {"to": "addressee"}  # what `find` calls it
DOES: dict[str, Act] = {word: act for act in get_args(Act) for word in (act, *ACTS[act][1:])}
KINDS = {"quotation": "direct", "quoted": "direct", "paraphrase": "indirect", "half": "mixed"}
LONGEST = 500  # characters of a line


@dataclass(frozen=True, slots=True)
class Asked:
    """What a search line asks for. `filters` are by the names of the line, as they were typed."""

    words: str = ""
    filters: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.filters)

    def given(self, today: date) -> dict[str, Any]:
        """The words and filters as `Ledger.find` takes them."""
        found: dict[str, Any] = {"words": self.words or None}
        for name, value in self.filters.items():
            if name in ("since", "until"):
                value = read_day(value, today)
            elif name == "act":
                value = DOES.get(value.lower(), value)
            elif name == "kind":
                value = KINDS.get(value.lower(), value.lower())
            found[OF_FIND.get(name, name)] = value
        if "not" in found:
            found["negated"] = found.pop("not").lower() not in ("no", "never")
        return found

    def with_(self, **more: str) -> "Asked":
        """The same with some filters set anew, and those that are empty taken out."""
        return replace(self, filters={k: v for k, v in {**self.filters, **more}.items() if v})

    def line(self) -> str:
        """The line again."""
        return " ".join([*([self.words] if self.words else []), *(f"{name}:{quote(value)}" for name, value in self.filters.items())])


def read_line(line: str) -> Asked:
    """What a line asks for.

    >>> read_line('fire speaker:"Ada Rowe" since:October').filters
    {'speaker': 'Ada Rowe', 'since': 'October'}
    """
    line = SPACE.sub(" ", line)[:LONGEST]
    filters: dict[str, str] = {}
    for name, phrase, word in PIECE.findall(line):
        value = (phrase or word).strip()
        if value:
            filters[FULL.get(name.lower(), name.lower())] = value
    return Asked(SPACE.sub(" ", PIECE.sub(" ", line)).strip(), filters)


def quote(value: str) -> str:
    return f'"{value}"' if " " in value else value


def read_day(value: str, today: date) -> str:
    """A date as one types it: "2026-10-09", "October 2026", "9 October"; without a year the last one that is not in the future. What is none stays as it is.

    >>> read_day("October", date(2026, 11, 25)), read_day("9 december", date(2026, 11, 25)), read_day("last year", date(2026, 11, 25))
    ('2026-10', '2025-12-09', 'last year')
    """
    found = MONTH.fullmatch(SPACE.sub(" ", value.strip().replace("-", " ")))
    if not found:
        return value
    month = [m.lower() for m in MONTHS].index(found[2].lower()) + 1
    day = int(found[1] or 0)
    year = int(found[3]) if found[3] else today.year - ((month, day or 1) > (today.month, today.day))
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
