"""Proper names that differ, told by their capitals: not a title, a shorter form, a country's other word, initials, another spelling."""

from collections.abc import Iterator

from onrecord.group.meaning import FUNCTION, rarity, stem
from onrecord.group.types import Change
from onrecord.group.wording.align import Side
from onrecord.group.wording.sides import Found, Sides
from onrecord.resolve.where import country_of

UNHEARD = 10.0  # a rarity that names have
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
HONORIFICS = frozenset("mr mrs ms mx dr sir dame".split())
TITLES = frozenset(
    "mr mrs ms mx dr sir dame lord lady prof professor president premier prime minister chancellor king queen prince princess general colonel captain major "
    "sergeant judge justice senator governor mayor secretary foreign defence defense chief chairman chairwoman chair commissioner ambassador i".split()
)


def names(both: Sides, known: frozenset[str]) -> Iterator[Found]:
    """Another proper name in the same place."""
    for step in both.steps:
        a, b, c, d = step.words
        if step.same or a == b or c == d:
            continue
        one, other = name_words(both, 0, a, b, known), name_words(both, 1, c, d, known)
        if one and other and not alike(both, one, other) and (named_alone(both, 0, (a, b), one, (c, d)) and named_alone(both, 1, (c, d), other, (a, b))):
            first = one[0]
            yield first, Change("name", here=both.words(1, other[0], other[-1] + 1), there=both.words(0, first, one[-1] + 1))


def name_words(both: Sides, side: int, start: int, end: int, known: frozenset[str]) -> list[int]:
    """The words of proper names in a range: capitals that no sentence begins with, or of a known or unheard-of word; titles left out."""
    own = both.sides[side]
    found: list[int] = []
    for w in range(start, end):
        piece = own.pieces[own.home[w]]
        bare = piece.surface.lstrip("“\"‘'([")
        opens = own.home[w] == 0 or own.pieces[own.home[w] - 1].surface.rstrip("”\"’'").endswith((".", "!", "?", ":"))
        if bare[:1].isupper() and own.keys[w] not in TITLES and own.keys[w] not in FUNCTION:
            key = name_key(own.keys[w])
            if not opens or found or capital_next(own, w) or key in known or rarity(stem(key)) >= UNHEARD or country_of(key.capitalize()):
                found.append(w)
    return found


def named_alone(both: Sides, side: int, own: tuple[int, int], found: list[int], there: tuple[int, int]) -> bool:
    """Whether a differing run names and does not describe ("Metro chief" for "Ms Harsk" is no other name); quoted words on both sides name in any case."""
    if both.quoted(side, *own) and both.quoted(1 - side, *there):
        return True
    keys = both.sides[side].keys
    return all(w in found or keys[w] in HONORIFICS or keys[w] in FUNCTION for w in range(*own))


def capital_next(side: Side, word: int) -> bool:
    at = side.home[word] + 1
    return at < len(side.pieces) and side.pieces[at].surface[:1].isupper()


def alike(both: Sides, one: list[int], other: list[int]) -> bool:
    """Whether two names may stand for one: a shared or similar word, initials, one country, a name that the other side has elsewhere, a day and a date."""
    keys = both.sides[0].keys, both.sides[1].keys
    ours, theirs = [name_key(keys[0][w]) for w in one], [name_key(keys[1][w]) for w in other]
    if set(ours) & {name_key(k) for k in keys[1]} or set(theirs) & {name_key(k) for k in keys[0]}:
        return True
    if any(similar(x, y) for x in ours for y in theirs):
        return True
    if "".join(x[:1] for x in ours) in theirs or "".join(y[:1] for y in theirs) in ours:
        return True
    if (set(ours) & DAYS) != set(ours) and set(theirs) & DAYS or (set(theirs) & DAYS) != set(theirs) and set(ours) & DAYS:
        return True
    printed = both.words(0, one[0], one[-1] + 1), both.words(1, other[0], other[-1] + 1)
    countries = [country_of(p.strip("“”\"‘’',.").removesuffix("’s").removesuffix("'s")) for p in printed]
    return countries[0] is not None and countries[0] == countries[1]


def name_key(key: str) -> str:
    return key.removesuffix("'s").rstrip("'")


def similar(one: str, other: str) -> bool:
    """Whether two spellings may be one name ("Zelensky", "Zelenskyy"; "Syria", "Syrian"): the same but for the end, or one letter in a long word."""
    if min(len(one), len(other)) < 4:
        return False
    if one.startswith(other[:-1]) or other.startswith(one[:-1]):
        return True
    return len(one) == len(other) > 5 and sum(x != y for x, y in zip(one, other, strict=True)) == 1
