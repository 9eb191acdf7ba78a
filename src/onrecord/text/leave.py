"""What stands between an article's paragraphs and is not the article, told by its words.

In: the text of one paragraph, with how much of it is a link where that is known. Out: the reason to leave it out, in words, or None.
HTML and plain text are judged by the same rules; the words are in data/leave.tsv. It never sees other paragraphs, and it never judges
what a sentence claims.
"""

import re
from collections.abc import Iterable
from importlib.resources import files

from onrecord.types import BlockKind

ALGORITHM = "leave/1"

# The kind of block that a reason makes.
KINDS: dict[str, BlockKind] = {
    "points to another story": "teaser",
    "points to a film": "teaser",
    "points to a recording": "teaser",
    "is nothing but a link": "teaser",
    "asks to sign up": "promo",
    "asks to follow": "promo",
    "asks for money": "promo",
    "asks to write in": "promo",
    "asks to share": "promo",
    "an advertisement": "promo",
    "comments": "boilerplate",
    "a share bar": "boilerplate",
    "a copyright line": "boilerplate",
    "an image credit": "boilerplate",
    "words of the page's machinery": "boilerplate",
}
LONGEST_PROMO = 400  # characters; what asks to sign up is short, and a paragraph that is longer says something else as well
LONGEST_TEASER = 250  # a label and a headline; the longest headline of 9,000 has 196 characters

LEAD = re.compile(r"\A[^\w\"'“”‘’«»„(©]{1,12}")  # arrows, bullets, emoji before a label; a quotation mark is never passed over
MARK = re.compile(r"\A\s{0,8}[:|>»›→▶►]")
DASH = re.compile(r"\A\s{1,8}[-–—]")
GAP = re.compile(r"\A(?:\s{2}|[^\S ])")  # two spaces or a line break where the page had a label and its link
CLOSERS = "\"'”’»)] \t\n\xa0"
SENTENCE = re.compile(r"[.!?…][\"”’')]{0,2}\s{1,4}")
REPORTED = re.compile(r"[\"“”]|\b(?:said|says|told|tells|added|wrote|asked|announced)\b")  # somebody else asks, and is reported
CREDIT = re.compile(
    r"\A(?:\(?(?:photo|image|picture|file photo|file image)s?(?: by| credits?| courtesy(?: of)?| from)?\s{0,2}[:/|]"
    r"|\(?(?:getty images|reuters|ap photo|afp|shutterstock|istock|pa wire|epa)\b).{0,80}$",
    re.IGNORECASE,
)


def why_left_out(text: str, *, linked: float = 0.0) -> str | None:
    """The reason to leave one paragraph out of the article, a key of KINDS, or None; `linked` is the part of it that is a link.

    >>> why_left_out("READ MORE: Warden says the sluice was shut")
    'points to another story'
    >>> why_left_out("Read more widely, the warden told pupils.")
    """
    lead = LEAD.match(text)
    words = (text[lead.end() :] if lead else text).replace("’", "'").strip()
    if not words:
        return None if text.strip() in ("…", "...", "[…]", "[...]") else "words of the page's machinery"
    return (
        _fixed(words)
        or (_teaser(words, linked) if len(words) < LONGEST_TEASER else None)
        or (_promo(words) if len(words) < LONGEST_PROMO and not REPORTED.search(words) else None)
        or ("is nothing but a link" if linked > 0.95 and not _is_sentence(words) else None)
    )


def _fixed(words: str) -> str | None:
    """Words that every page has."""
    alone = ALONE.get(words.rstrip(" :.!|»>").lower())
    if alone:
        return alone
    if len(words) < LONGEST_PROMO and not REPORTED.search(words):
        for pattern, reasons in ((OPENS, OPENS_WHY), (HOLDS, HOLDS_WHY)):
            match = pattern.match(words) if pattern is OPENS else pattern.search(words)
            if match:
                return reasons[match[0].lower()]
    return "an image credit" if len(words) < 120 and CREDIT.match(words) else None


def _teaser(words: str, linked: float) -> str | None:
    """A label that points elsewhere, and what it points to."""
    for pattern, reasons in ((LABEL, LABEL_WHY), (SIGN, SIGN_WHY), (SOFT, SOFT_WHY)):
        match = pattern.match(words)
        if match and _points(match[0], words[match.end() :], linked, sure=pattern is LABEL, soft=pattern is SOFT):
            return reasons[match[0].lower()]
    match = LONE.match(words)
    if match and len(words) < 80 and words[-1] not in ".:…":
        return LONE_WHY[match[0].lower()]
    return None


def _points(label: str, rest: str, linked: float, *, sure: bool, soft: bool) -> bool:
    """Whether a label and the rest of its paragraph are a teaser: "Read more: X", "READ MORE X", "Read  X", but not "More than ..."."""
    target = rest.strip(" :|.>-–—")
    if not target:
        return sure or " " in label or MARK.match(rest) is not None
    headline = not target[0].islower() and not _is_sentence(rest)
    if MARK.match(rest):
        return headline or not (soft or target[0].islower())
    if sure:
        return linked > 0.4 or not _is_sentence(rest) or (label.isupper() and not target[0].islower() and not rest.isupper())
    shouted = label.isupper() and len(label) > 3 and not rest.isupper()
    folded = label in ("Read", "Watch") and target[0].isupper()  # the space between label and link was folded: "Read Keeper says ..."
    return (linked > 0.5 and headline) or (headline and (GAP.match(rest) is not None or DASH.match(rest) is not None or shouted or folded))


def _promo(words: str) -> str | None:
    """A sentence that asks the reader for something, and what it offers."""
    start = 0
    while True:
        match = ASK.match(words, start)
        if match and GOOD.search(words, start):
            return ASK_WHY[match[0].lower()]
        after = SENTENCE.search(words, start)
        if after is None:
            return None
        start = after.end()


def _is_sentence(words: str) -> bool:
    """Whether words end as a sentence does; headlines have no full stop."""
    bare = words.rstrip(CLOSERS)
    return bare.endswith((".", "…")) and not bare.endswith("...")


def _table() -> dict[str, dict[str, str]]:
    rules: dict[str, dict[str, str]] = {}
    lines = (files("onrecord.data") / "leave.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        words, how, reason, _ = line.split("\t")
        rules.setdefault(how, {})[words] = reason
    return rules


def _any(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of some words, whole. What it may start with is asked first, which keeps a search fast."""
    longest_first = sorted(words, key=len, reverse=True)
    starts = "".join(sorted({re.escape(word[0]) for word in longest_first}))
    parts = "|".join(re.escape(word) + (r"(?!\w)" if word[-1].isalpha() else "") for word in longest_first)
    return re.compile(rf"(?=[{starts}])(?<!\w)(?:{parts})", re.IGNORECASE)


_RULES = _table()
ALONE = _RULES["alone"]
LABEL, LABEL_WHY = _any(_RULES["label"]), _RULES["label"]
LONE, LONE_WHY = _any(_RULES["lone"]), _RULES["lone"]
SIGN, SIGN_WHY = _any(_RULES["sign"]), _RULES["sign"]
SOFT, SOFT_WHY = _any(_RULES["soft"]), _RULES["soft"]
ASK, ASK_WHY = _any(_RULES["ask"]), _RULES["ask"]
GOOD = _any(_RULES["good"])
OPENS, OPENS_WHY = _any(_RULES["opens"]), _RULES["opens"]
HOLDS, HOLDS_WHY = _any(_RULES["holds"]), _RULES["holds"]
