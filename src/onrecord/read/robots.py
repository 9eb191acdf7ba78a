"""What a site asks of machines: robots.txt as RFC 9309 reads it. In: its text. Out: Rules, which say whether a path may be fetched."""

import re
from dataclasses import dataclass
from urllib.parse import quote

AGENT = "onrecord"  # the product token that robots.txt names us by
ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines that hold for us: whether they allow, and their pattern."""

    lines: tuple[tuple[bool, str], ...] = ()

    def allow(self, path: str) -> bool:
        """Whether a path with its query may be fetched: the longest pattern that fits decides, of two as long the one that allows."""
        path = _normal(path)
        fitting = [(len(pattern), allows) for allows, pattern in self.lines if fits(path, pattern)]
        return max(fitting)[1] if fitting else True


NOTHING = Rules(((False, "/"),))  # what holds where robots.txt cannot be had


def read_robots(text: str, *, agent: str = AGENT) -> Rules:
    """The rules for `agent`: those of all groups that name it or, without one, those for everybody.

    >>> read_robots("User-agent: *\\nDisallow: /drafts/").allow("/drafts/1.html")
    False
    """
    own: list[tuple[bool, str]] = []
    everybody: list[tuple[bool, str]] = []
    named: set[str] = set()
    seen = heading = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not heading:
                named = set()
            heading = True
            named.add(value.partition("/")[0].strip().lower())
            seen = seen or agent in named
        elif key in ("allow", "disallow"):
            heading = False
            if value:
                rule = (key == "allow", _normal(value))
                own += [rule] if agent in named else []
                everybody += [rule] if "*" in named else []
    return Rules(tuple(own if seen else everybody))


def fits(path: str, pattern: str) -> bool:
    """Whether a pattern fits from the path's start; `*` is any run of characters, `$` at the end is the path's end. Never tried twice: linear."""
    ends = pattern.endswith("$")
    first, *middle = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = middle.pop() if ends and middle else None
    for part in middle:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return not ends or at == len(path)


def _normal(path: str) -> str:
    """One spelling of what can be spelt with or without percent signs."""
    escaped = quote(path, safe="!\"#$%&'()*+,/:;<=>?@[\\]^`{|}")
    return ESCAPE.sub(lambda m: c if (c := chr(int(m[0][1:], 16))) in UNRESERVED else m[0].upper(), escaped)
