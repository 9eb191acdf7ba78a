"""Quotation marks of one paragraph: who opens, who closes, what is only an apostrophe, a foot, an inch or a bullet.

In: a text and the bounds of a paragraph. Out: its marks and how they pair. Marks are read as the cheapest story that explains all of
them (a beam search over what is open), so that an odd count costs one mark and never the rest. It never looks beyond the paragraph, but
for what the next one begins with.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeAlias


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one of the package's tables."""
    head, *rows = files("onrecord.data").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [dict(zip(head.split("\t"), row.split("\t"), strict=True)) for row in rows]


ELISIONS: dict[str, frozenset[str]] = {
    place: frozenset(row["form"].strip("'") for row in read_table("elisions.tsv") if row["place"] == place) for place in ("start", "end")
}

SINGLE = frozenset("'‘’‚‛`´")
DOUBLE = frozenset(['"', "＂", "“", "”", "„", "‟", ",,", "``", "''", "’’", "‘‘"])
GUILLEMETS = frozenset("«»")
ANGLES = frozenset("‹›")
GROUP = {kind: number for number, group in enumerate((DOUBLE, SINGLE, GUILLEMETS, ANGLES)) for kind in group}
WHOLE = (SINGLE | DOUBLE | GUILLEMETS | ANGLES) - {",,", "''", "’’", "‘‘"}
STYLE = {
    '"': "straight", "＂": "straight", "“": "curly", "”": "curly", "„": "low", "‟": "curly", ",,": "low", "``": "tex", "''": "tex",
    "’’": "curly", "‘‘": "curly", "'": "single", "‘": "single curly", "’": "single curly", "‚": "single low", "‛": "single curly",
    "`": "single", "´": "single", "«": "guillemets", "»": "guillemets", "‹": "single guillemets", "›": "single guillemets",
}  # fmt: skip

# The first is an attribute of markup left in the text (alt="") and no quotation at all.
MARK = re.compile(r"=\"[^\"<>\n]{0,200}\"|'''|’’’|``|''|’’|‘‘|,,|[\"“”„‟«»‹›‘’‚‛'`´＂]")
DECADE = re.compile(r"\d\d(?:s\b|\b)")
INITIAL_WORD = re.compile(r"[^\W\d_]{1,12}+\b")
INITIALISM = re.compile(r"\b(?:[A-Z]\.){2,4}\Z")
FEET = re.compile(r"\d ?['’′] ?\d{1,2}(?:[½¼¾]|\.\d)?\Z")
AND = re.compile(r"['‘’][nN]['’]")  # rock 'n' roll
LINE_START = re.compile(r"(?:^|\n)[ \t]*\Z")

# What a mark costs where it opens or closes by its shape alone; what is not listed costs nothing.
OPEN_SHAPE = {"”": 3.0, "»": 1.5, "''": 0.5, "’’": 3.0, "’": 3.0, "‚": 1.0, "`": 0.5, "´": 3.0, "›": 2.0}
CLOSE_SHAPE = {"“": 2.5, "«": 1.5, "``": 4.0, "‘‘": 2.5, "‘": 2.5, "‚": 6.0, ",,": 9.0, "„": 6.0, "`": 2.0, "´": 0.5}
# Pairs that belong together though the closing mark has the shape of an opening one („so“, »so«, ‚so‘).
TURNED = {("„", "“"), (",,", "“"), ("»", "«"), ("›", "‹"), ("‚", "‘"), ("‟", "“")}
AKIN = TURNED | {
    ("“", "”"), ("„", "”"), ("„", '"'), (",,", '"'), (",,", "”"), (",,", "''"), ("``", "''"), ("``", '"'), ("«", "»"), ("‹", "›"),
    ("‘", "’"), ("‘‘", "’’"), ("‚", "’"), ("‛", "’"), ("`", "'"), ("`", "´"), ("‟", "”"),
}  # fmt: skip
BAD = 6.0  # an impossible reading costs this, or nearly
UNCLOSED = 5.0  # an opening mark whose partner is lost
ORPHAN = 3.8  # a closing mark whose partner is lost, on top of its cost as a closing mark
STRAY = 5.5  # a double mark that is neither
DEPTH = 4
BEAM, NARROW, MANY = 12, 2, 400  # a paragraph with more marks than MANY is not prose: keep fewer stories
SLACK = 8.0  # a story dearer than the best by this is given up

# A run of end marks with what closes after it; the look-behind keeps a long run of stops linear.
SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++[’”\"'»)\]]*+(?=\s|\Z)")
TERMINAL = ".!?…"
OPENERS = "([{<–—-/¿¡"
STOPS = ".,;:!?…)]}"
LIKE_WORDS = "$£€#@&%°+"


@dataclass(frozen=True, slots=True)
class Token:
    """A mark, what stands beside it (marks seen through), and what it costs to read it one way or the other."""

    kind: str
    start: int
    end: int
    opens: float
    closes: float
    plain: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One paragraph's marks, read: pairs of token numbers, and the tokens left open, without an opening, and stray."""

    tokens: list[Token]
    pairs: list[tuple[int, int]]
    unclosed: list[int]
    orphans: list[int]
    strays: list[int]


def leading_marks(text: str, start: int, end: int) -> str:
    """The groups of the marks with which a block begins, as the keys of the search spell them."""
    groups = ""
    for kind, a, b in _cut(text, start, min(end, start + 2 * DEPTH)):
        if a != start or len(groups) == DEPTH:
            break
        groups += str(GROUP[kind])
        start = b
    return groups


def _cut(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The marks between two bounds, each with its place; two single ones side by side are one double mark where they can be."""
    for match in MARK.finditer(text, start, end):
        kind, a, b = match[0], match.start(), match.end()
        if kind in WHOLE:
            yield kind, a, b
        elif kind == ",,":
            if (a == start or text[a - 1].isspace()) and b < end and not text[b].isspace():
                yield kind, a, b
        elif len(kind) == 3 and kind[0] != "=":  # a double mark and a single one: the double stands outside
            middle = a + 1 if a > start and not text[a - 1].isspace() and text[a - 1] not in OPENERS else a + 2
            yield text[a:middle], a, middle
            yield text[middle:b], middle, b
        elif len(kind) == 2 and _elided(text, b):  # a single mark, and the apostrophe of 'Tis
            yield kind[0], a, a + 1
            yield kind[1], a + 1, b
        elif kind[0] != "=":
            yield kind, a, b


def _elided(text: str, at: int) -> bool:
    """Whether a word that has lost its beginning stands here."""
    word = INITIAL_WORD.match(text, at)
    return word is not None and word[0].lower() in ELISIONS["start"]


def _tokens(text: str, start: int, end: int) -> list[Token]:
    """The marks between start and end that may be quotation marks, so none that stands inside a word."""
    found: list[tuple[str, int, int]] = []
    for kind, a, b in _cut(text, start, end):
        if kind in SINGLE and a > start and b < end:
            before, after = text[a - 1], text[b]
            if (before.isalnum() and after.isalnum() and not (before.isdigit() and after.isdigit())) or AND.search(text, max(start, a - 2), min(end, b + 2)):
                continue
        found.append((kind, a, b))
    # Neighbouring marks are seen through: in  apply,'" he said  both marks stand between the comma and the space.
    rights: list[int] = [0] * len(found)
    for i in range(len(found) - 1, -1, -1):
        rights[i] = rights[i + 1] if i + 1 < len(found) and found[i + 1][1] == found[i][2] else found[i][2]
    tokens: list[Token] = []
    left = start
    for i, (kind, a, b) in enumerate(found):
        if i == 0 or found[i - 1][2] != a:
            left = a
        tokens.append(_weigh(text, start, end, kind, a, b, left, rights[i]))
    return tokens


def _weigh(text: str, start: int, end: int, kind: str, a: int, b: int, left: int, right: int) -> Token:
    """What each reading of one mark costs, by the characters on either side of it and of the marks it touches."""
    before = text[left - 1] if left > start else ""
    after = text[right] if right < end else ""
    spaced_left, spaced_right = not before or before.isspace(), not after or after.isspace()
    word_left = before.isalnum() or (before != "" and before in LIKE_WORDS)
    word_right = after.isalnum() or (after != "" and after in LIKE_WORDS)
    loose = kind in GUILLEMETS or kind in ANGLES  # French sets them with spaces
    opens, closes = OPEN_SHAPE.get(kind, 0.0), CLOSE_SHAPE.get(kind, 0.0)
    if not spaced_left and before not in OPENERS:
        opens += 4.0 if word_left else 1.0
    if not after:
        opens += BAD
    elif spaced_right:
        opens += (0.0 if loose else 1.0) if spaced_left or before in OPENERS else 4.0
    elif after in STOPS and not text.startswith(("...", "…", ". . ."), right):
        opens += 3.0
    if not before:
        closes += BAD
    elif spaced_left:
        closes += (0.0 if loose else 1.0) if spaced_right or after in STOPS or after in OPENERS else 4.0
    elif before in "([{":
        closes += 4.0
    if word_right:
        closes += 1.0 if before in STOPS else 3.0
    if spaced_left and spaced_right and before and after and not loose:
        # Marks set apart by spaces: only what stands beyond them can tell.
        last = text[max(start, left - 4) : left].rstrip()[-1:]
        following = text[right : right + 4].lstrip()[:1]
        if last and last in ".,!?…":
            closes -= 0.7
            opens += 3.0 if following.islower() else 0.0
    plain = _plain_cost(text, start, kind, a, b, (before, after), (spaced_left, spaced_right), (word_left, word_right))
    if kind in SINGLE and plain < 1.0 and word_right and not word_left:
        opens += 1.5  # 'Tis, '90s
    return Token(kind, a, b, opens, closes, plain)


def _plain_cost(
    text: str, start: int, kind: str, a: int, b: int, beside: tuple[str, str], spaced: tuple[bool, bool], words: tuple[bool, bool]
) -> float:  # fmt: skip
    """What it costs to read a mark as no quotation mark: apostrophe, foot, inch, minute, bullet."""
    before = beside[0]
    if kind in GUILLEMETS or kind in ANGLES:
        if spaced[1] and LINE_START.search(text, max(start, a - 40), a):
            return 0.1 if kind in "»›" else 3.0
        return 1.0 if all(spaced) else 3.0
    if kind not in SINGLE:
        if not before.isdigit() or words[1]:
            return STRAY
        return 0.1 if FEET.search(text, max(start, a - 9), a) else 1.5
    if before.isdigit():
        return 0.3
    if words[1] and not words[0]:
        if _elided(text, b) or DECADE.match(text, b):
            return 0.5 if kind == "‘" else 0.2
        return 1.5 if kind == "’" else 3.0
    if words[0]:
        tail = text[max(start, a - 5) : a].replace("-", " ").rpartition(" ")[2].lower()
        if tail.endswith(("s", "z", "x")):
            return 0.5
        return 0.6 if tail.endswith("in") or tail in ELISIONS["end"] else 2.5
    if before == "." and INITIALISM.search(text, max(start, a - 9), a):
        return 0.5  # the U.S.' allies
    return 4.5 if before and before in TERMINAL + "," else 3.5


_Cell: TypeAlias = tuple[int, Any] | None  # what is open: token numbers, innermost first
_Story: TypeAlias = tuple[float, _Cell, Any]  # cost, what is open, what was decided (last first)


def read_marks(text: str, start: int, end: int, leading: str) -> Reading:
    """Find the cheapest story that explains all marks of one paragraph."""
    tokens = _tokens(text, start, end)
    ends = [m.start() for m in SENTENCE.finditer(text, start, end)] if len(tokens) > 1 else []
    stories: dict[str, _Story] = {"": (0.0, None, None)}
    beam = BEAM if len(tokens) <= MANY else NARROW
    for i, token in enumerate(tokens):
        stories = _advance(text, tokens, i, token, stories, ends)
        if len(stories) > 1:
            best = min(stories.values(), key=_cost)[0]
            kept = [(key, story) for key, story in stories.items() if story[0] < best + SLACK]
            if len(kept) > beam:
                kept.sort(key=_cost_of_item)
            stories = dict(kept[:beam])
    finals = [(cost + _open_cost(text, start, tokens, key, cell, leading), cell, past) for key, (cost, cell, past) in stories.items()]
    _, cell, past = min(finals, key=_cost)
    reading = Reading(tokens, [], [], [], [])
    while cell is not None:
        reading.unclosed.append(cell[0])
        cell = cell[1]
    while past is not None:
        what, i, j, past = past
        if what == "pair":
            reading.pairs.append((j, i))
        else:
            (reading.orphans if what == "orphan" else reading.strays).append(i)
    for found in (reading.pairs, reading.unclosed, reading.orphans, reading.strays):
        found.sort()
    return reading


def _open_cost(text: str, start: int, tokens: list[Token], key: str, cell: _Cell, leading: str) -> float:
    """What it costs that marks are still open at the paragraph's end: little where the next paragraph opens the same ones again."""
    if leading.startswith(key):
        return 0.5 * len(key)
    if len(key) == 1 and leading and cell is not None and introduced(text, start, tokens[cell[0]]):
        return 2.0  # it opens another kind: ‘ here, “ there
    return UNCLOSED * len(key)


def introduced(text: str, start: int, token: Token) -> bool:
    """Whether an opening mark stands where a whole quotation begins: first in its paragraph, after a colon or a comma."""
    return token.start <= start + 1 or text[max(start, token.start - 3) : token.start].rstrip()[-1:] in (":", ",")


def _cost(story: _Story) -> float:
    return story[0]


def _cost_of_item(item: tuple[str, _Story]) -> float:
    return item[1][0]


def _advance(text: str, tokens: list[Token], i: int, token: Token, stories: dict[str, _Story], ends: list[int]) -> dict[str, _Story]:
    """All stories one mark further: it opens, it closes what is open, or it is something else."""
    group = str(GROUP[token.kind])
    after: dict[str, _Story] = {}
    for key, (cost, cell, past) in stories.items():
        ways: list[tuple[str, _Story]] = []
        ways.append((key, (cost + token.plain, cell, ("stray", i, i, past) if token.plain > 2.5 else past)))
        if token.opens < BAD and len(key) < DEPTH:
            ways.append((key + group, (cost + token.opens + (2.0 if group in key else 0.0), (i, cell), past)))
        if cell is not None:
            j = cell[0]
            match = _match_cost(tokens[j], token, text, ends)
            if match < BAD + 1:
                ways.append((key[:-1], (cost + match, cell[1], ("pair", i, j, past))))
        elif token.closes < BAD and (group != "1" or token.plain >= 4.0):
            ways.append((key, (cost + ORPHAN + token.closes, cell, ("orphan", i, i, past))))
        for name, story in ways:
            known = after.get(name)
            if known is None or story[0] < known[0]:
                after[name] = story
    return after


def _match_cost(opening: Token, closing: Token, text: str, ends: list[int]) -> float:
    """What it costs to pair two marks."""
    a, b = opening.kind, closing.kind
    cost = closing.closes - (CLOSE_SHAPE.get(b, 0.0) if (a, b) in TURNED else 0.0)
    if GROUP[a] != GROUP[b]:
        if GROUP[a] > 1 or GROUP[b] > 1:
            return 2 * BAD
        cost += BAD
    elif (a, b) not in AKIN:
        cost += 2.0 if a == b and GROUP[a] > 1 else float(a != b)
    if closing.start <= opening.end:
        return 2 * BAD
    if text[closing.start - 1] not in STOPS and text[closing.start - 1].isalnum():
        # A passage of whole sentences ends with a stop inside or outside its marks; one that does not has lost a mark on its way.
        at = bisect_left(ends, opening.end)
        if at < len(ends) and ends[at] < closing.start and text[closing.end : closing.end + 1] not in (".", "!", "?"):
            cost += 2.0
    return cost
