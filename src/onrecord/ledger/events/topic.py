"""What one article is about, small enough to keep for every article, and how likely two are about one thing. Pure.

In: a record. Out: a `Topic`: its weightiest stems, those by which others are found, the happenings that it leads with, and how an event would be called after
it. The likeness is the cosine of stems weighed by their rarity in news, names and the first paragraphs counting more; in whole numbers, so that a sum is the
same in every order. The weights were chosen by hand; `eval/topics.py` measures how well events are found with them.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.group.event.find import Reading, read_happenings
from onrecord.group.event.happening import group, weigh, where_of
from onrecord.group.event.label import PEOPLE, label_of
from onrecord.group.event.mention import RARE, TOKEN
from onrecord.group.meaning import FUNCTION, rarity, stem, stems
from onrecord.group.texts import published_on
from onrecord.phrase import SPACE
from onrecord.text.article import readable
from onrecord.types import Article, Record

STEMS = 64  # of an article that are kept, the weightiest
PROBES = 12  # of these by which other articles are found
LEADS = 2  # paragraphs that count as its beginning
NAME, LEAD = 2.0, 2.0  # how much more a name counts, and what stands in the beginning
UNIT = 10_000  # a weight of 1, in whole numbers
SQUARE = UNIT * UNIT
SAME = SQUARE * 22 // 100  # strength from which two articles tell of one event
LEAST = SAME // 2  # a weaker link is as good as none
NEAR = 3  # days apart that do not count
FADES = 50  # and over which a link would fade to nothing
FADED = 0.4  # but it does not fade below this
WINDOW = 120  # days beyond which nothing is linked
MOST_DAYS = 3  # of the days of a happening, where it has an interval
LABEL = 90  # characters of a headline that is a label

Packed = np.dtype([("stem", "<u4"), ("weight", "<u2")])


@dataclass(frozen=True, slots=True)
class Topic:
    """`stems`: packed hashes with their weights, sorted; `probes`: hashes under which it is found; `signs`: happening, day and rare name of its beginning, as
    hashes; `day`: of publication, as an ordinal; `place` and `what` would be an event's label."""

    article: str
    day: int | None
    stems: bytes
    probes: tuple[int, ...]
    signs: bytes
    label: str


def topic_of(record: Record) -> Topic | None:
    """What a record's article is about; None where it has no article."""
    article = record.article
    if article is None:
        return None
    weights = weigh_stems(article)
    length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
    kept = sorted(weights, key=lambda s: (-weights[s], s))[:STEMS]
    packed = np.array(sorted((number(s), round(UNIT * weights[s] / length)) for s in kept), dtype=Packed)
    reading = read_happenings(record, beginning=True)
    signs = sorted(set(signs_of(reading)))
    published = published_on(article)
    day = date.fromisoformat(published[:10]).toordinal() if published else None
    probes = tuple(sorted({*(number(s) for s in kept[:PROBES]), *signs}))
    return Topic(article.id, day, packed.tobytes(), probes, np.array(signs, dtype="<u4").tobytes(), call(record, reading))


def weigh_stems(article: Article) -> dict[str, float]:
    """The stems of what is read, by their rarity; how often one stands there says little."""
    found: dict[str, float] = {}
    paragraphs = 0
    for block in readable(article.blocks):
        if block.kind in ("byline", "dateline", "caption"):
            continue
        paragraphs += block.kind == "paragraph"
        headline = block.kind in ("headline", "standfirst")
        lead = LEAD if headline or paragraphs <= LEADS else 1.0
        for m in TOKEN.finditer(article.text, block.start, block.end):
            if m[0].casefold() not in FUNCTION:
                own = stem(m[0])
                name = NAME if m[0][0].isupper() and not headline and m.start() > block.start else 1.0
                found[own] = max(found.get(own, 0.0), lead * name * rarity(own))
    return found


@lru_cache(maxsize=200_000)
def number(words: str) -> int:
    """A number of 32 bits that stands for some words."""
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=4).digest(), "little")


def signs_of(reading: Reading) -> list[int]:
    """What the beginning says happened, on which day, with which rare name near it: two articles with one of these in common tell of one event."""
    found = []
    for f in reading.found:
        names = [s for s in f.mention.names if rarity(s) >= RARE]
        for first, last in f.mention.days:
            start = date.fromisoformat(first)
            size = (date.fromisoformat(last) - start).days + 1
            if size <= MOST_DAYS:
                days = [(start + timedelta(days=n)).isoformat() for n in range(size)]
                found += [number(f"{f.kind.name} {d} {s}") for d in days for s in names]
    return found


def call(record: Record, reading: Reading) -> str:
    """How an event is called after this article: what its main happening is and where; else its headline."""
    article = record.article
    assert article is not None
    if any(f.kind.role != "frame" for f in reading.found):
        groups = group([reading], {article.id: published_on(article)}, {article.id: frozenset(reading.setting.weights)})
        main = max(groups, key=lambda g: (weigh(g), -g[0].span.start))
        where = where_of(main)
        found = label_of(main, {article.id: record}, where)
        if len(stems(found)) > 1:
            apart = where is not None and not PEOPLE.search(where) and set(stems(where)).isdisjoint(stems(found))
            return raise_first(f"{found}, {where}" if apart else found)
    title = SPACE.sub(" ", article.title or article.text[: 4 * LABEL]).strip()
    return title if len(title) <= LABEL else title[:LABEL].rpartition(" ")[0] + "…"


def raise_first(words: str) -> str:
    return words[:1].upper() + words[1:]


def holds(topics: Sequence[bytes], stems: Iterable[str]) -> dict[str, int]:
    """How many of some topics, by their packed stems, have each of some stems."""
    inside = [frozenset(np.frombuffer(t, dtype=Packed)["stem"].tolist()) for t in topics]
    return {s: sum(number(s) in own for own in inside) for s in stems}


def link_all(own: Topic, days: Sequence[int | None], stems: Sequence[bytes], signs: Sequence[bytes]) -> list[int]:
    """The strength of the link of a topic with each of some others, of which these are given, 0 to SQUARE; 0 where it is less than LEAST."""
    if not stems:
        return []
    mine = frozenset(np.frombuffer(own.signs, dtype="<u4").tolist())
    same = np.array([bool(mine) and bool(other) and not mine.isdisjoint(np.frombuffer(other, dtype="<u4").tolist()) for other in signs])
    found: list[int] = temper(compare(np.frombuffer(own.stems, dtype=Packed), stems), same, days_apart(own.day, days)).tolist()
    return found


def temper(alike: NDArray[np.int64], same: NDArray[np.bool_], apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """Likenesses as strengths of links: more where both tell of one happening (`same`), less the further apart they were published."""
    alike = np.where(same, np.maximum(alike, 2 * SAME), alike)
    faded = np.rint(alike * np.maximum(FADED, 1 - (apart - NEAR) / FADES)).astype(np.int64)
    alike = np.where(apart > WINDOW, 0, np.where(apart > NEAR, faded, alike))
    return np.where(alike >= LEAST, alike, 0)


def days_apart(own: int | None, days: Sequence[int | None]) -> NDArray[np.int64]:
    """Days between publications, 0 where one is not known."""
    return np.array([0 if own is None or day is None else abs(own - day) for day in days], dtype=np.int64)


def compare(mine: NDArray[Any], others: Sequence[bytes]) -> NDArray[np.int64]:
    """The sum of the products of weights of common stems, with each of some packed stems."""
    total = np.zeros(len(others), dtype=np.int64)
    sizes = np.array([len(o) for o in others]) // Packed.itemsize
    theirs = np.frombuffer(b"".join(others), dtype=Packed)
    if len(mine) and len(theirs):
        at = np.minimum(np.searchsorted(mine["stem"], theirs["stem"]), len(mine) - 1)
        both = mine["stem"][at] == theirs["stem"]
        products = np.where(both, mine["weight"][at].astype(np.int64) * theirs["weight"], 0)
        some = sizes > 0
        total[some] = np.add.reduceat(products, (np.cumsum(sizes) - sizes)[some])
    return total
