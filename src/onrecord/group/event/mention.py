"""Mentions of happenings: a noun or verb of happening where it stands, with what its sentence says of kind, day, place and names.

In: a text, a span in it and the sentence round it. Out: `Mention` values that can be compared two at a time without looking at anything else.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.group.event.kinds import Kind, base, kind_of
from onrecord.group.meaning import FUNCTION, rarity, stem
from onrecord.group.types import Place
from onrecord.resolve.when import Timex
from onrecord.resolve.where import country_of
from onrecord.types import Span

TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
PARTICLES = frozenset("to into in on at of off up out down over away back against through for about with from by upon after".split())
OWN = re.compile(r"['’]s?$")
RARE = 4.0  # words of at least this rarity tell one report from another


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What a whole text is about: its rarer stems, weighed; the vector has length one."""

    text: str
    weights: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One expression that names a happening, in `setting`. `head` is its base; `near` the stems of its sentence, `names` those that are written as names.

    `days` are the ISO days its sentence gives, as intervals; `countries` those it names.
    """

    place: Place
    words: str
    head: str
    kind: Kind | None
    near: frozenset[str]
    names: frozenset[str]
    days: tuple[tuple[str, str], ...]
    countries: frozenset[str]
    setting: Setting

    @property
    def key(self) -> tuple[str, int, int]:
        return self.place.text, self.place.span.start, self.place.span.end


def describe_text(name: str, text: str) -> Setting:
    """The setting of a text: the stems it has, weighed by their rarity in news; how often it has them says little."""
    found = sorted({stem(w) for w in TOKEN.findall(text) if w.casefold() not in FUNCTION})
    length = math.sqrt(sum(rarity(one) ** 2 for one in found)) or 1.0
    return Setting(name, {one: rarity(one) / length for one in found})


def head_of(words: str) -> str:
    """The base of the word that carries a mention: the verb before particles ("checked into"), the last word of a noun phrase."""
    found = TOKEN.findall(words) or [words]
    return base(found[0] if len(found) > 1 and found[-1].casefold() in PARTICLES else found[-1])


def make_mention(text: str, span: Span, sentence: Span, setting: Setting, times: Sequence[Timex] = (), words: str | None = None) -> Mention:
    """The mention at `span`; `sentence` gives its circumstances, `times` are the time expressions of the text, `words` its words where they stand apart."""
    words = words or span.of(text)
    here = [m for m in TOKEN.finditer(text, sentence.start, sentence.end) if not span.start <= m.start() < span.end]
    own = frozenset(stem(w) for w in TOKEN.findall(words))
    content = [m for m in here if m[0].casefold() not in FUNCTION]
    names = frozenset(stem(m[0]) for m in content if m[0][0].isupper() and not (m.start() == sentence.start and rarity(stem(m[0])) < RARE))
    days = tuple(
        (t.when.start[:10], t.when.end[:10])
        for t in times
        if sentence.start <= t.span.start < sentence.end and t.when.start and t.when.end and t.when.precision in ("minute", "hour", "day")
    )
    return Mention(
        Place(setting.text, span), words, head_of(words), kind_of(words), frozenset(stem(m[0]) for m in content) - own, names - own, days,
        frozenset(c for m in here if m[0][0].isupper() and (c := _country(m[0]))), setting,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def _country(word: str) -> str | None:
    return country_of(OWN.sub("", word))
