"""Texts that keep readers of sentences and of quotation marks busy, and texts that deceive the eye."""

from collections.abc import Callable


def one_line() -> bytes:
    """30 MB without a line break."""
    return b"the quay is shut " * 1_800_000


def no_full_stop() -> bytes:
    """900,000 characters without a full stop."""
    return b"the quay is shut and the warden of Orrin said nothing of it " * 15_000


def just_under() -> bytes:
    """As much as is read at all, without a full stop."""
    return b"the warden of Orrin said that " * 6_600


def marks() -> bytes:
    return ('"' * 50_000).encode()


def mixed_marks() -> bytes:
    return ("“‘\"'" * 12_500).encode()


def opening_marks() -> bytes:
    return ("He said “no. " * 12_000).encode()


def one_word() -> bytes:
    return b"a" * 190_000


def many_lines() -> bytes:
    return b'"\n\n' * 60_000


LONG: dict[str, Callable[[], bytes]] = {f.__name__: f for f in (one_line, no_full_stop, just_under, marks, mixed_marks, opening_marks, one_word, many_lines)}

# Characters that a reader does not see, or sees as others: kept as they are, and shown by whoever shows text.
DECEIVING: dict[str, str] = {
    "bidi override": "The clerk wrote \u202etuhs si yauq eht\u202c, he said.",
    "isolates": "“\u2067No\u2069,” said Ada\u200e Brook.",
    "zero width": "The war\u200bden said “n\u200co\ufeff”.",
    "tag characters": "The warden said\U000e0041\U000e0042\U000e007f nothing.",
    "homoglyphs": "Аda Brооk said the quay was shut.",
    "variation selectors": "Ada\ufe0f Brook\U000e0100 said no.",
    "combining marks": "The warden sa\u0301\u0302\u0303\u0304id n\u0303o.",
    "soft hyphens": "The har\u00adbour mas\u00adter said no.",
    "line separators": "“No,”\u2028she said.\u2029Nobody asked.",
}
