"""A statement that the machine missed, told by its words or by places in the text; and what the publisher did to the article, as a form says it.

In: a form and a record. Out: a `Saying` for the ledger; or, where words stand in several places, those places to choose from. UsageError in words where it
does not say enough. Words are found whatever their white space is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from starlette.datastructures import FormData

from onrecord.errors import UsageError
from onrecord.judge.types import AtSource, Missed, Party
from onrecord.phrase import SPACE, make_visible
from onrecord.types import Record, Span
from onrecord.web.render import link, text_of
from onrecord.web.statement.choice import NAME, as_act, name_party, party_of

FIELDS = ("content", "source", "cue")
PIECE = re.compile(r"\S+")
PLACES = 20  # offered to choose from
ABOUT = 60  # characters shown about a place
LONGEST = 20_000  # characters of one field
NOTE = 1000


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where words stand: its offsets, the words, and what stands about them."""

    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that stand in several places."""

    field: str
    spots: tuple[Spot, ...]


def read_missed(form: FormData, record: Record) -> Missed | list[Unclear]:
    """The statement that a form tells of."""
    article = record.article
    assert article is not None
    found: dict[str, Span | None] = {}
    unclear: list[Unclear] = []
    for field in FIELDS:
        places = find_places(form, article.text, field)
        if len(places) > 1:
            unclear.append(Unclear(field, tuple(spot(article.text, p) for p in places[:PLACES])))
        found[field] = places[0] if places else None
    if unclear:
        return unclear
    content = found["content"]
    if content is None:
        raise UsageError("Give the words that were said, as they stand in the article.")
    one = {field: (span,) if (span := found[field]) else () for field in FIELDS}
    return Missed(
        one["content"], content.of(article.text), one["source"], one["cue"], speakers=tuple(read_speakers(form, record)), act=as_act(text_of(form, "act"))
    )


def find_places(form: FormData, text: str, field: str) -> list[Span]:
    """Where the words of a field stand: the place that was chosen, where it still says the words; else every place that has them."""
    words = text_of(form, field)[:LONGEST]
    if not words:
        return []
    chosen = text_of(form, f"{field}-at").partition("-")
    if all(v.isascii() and v.isdecimal() and len(v) < 9 for v in (chosen[0], chosen[2])):
        span = Span(int(chosen[0]), int(chosen[2]))
        if span.start < span.end <= len(text) and SPACE.sub(" ", span.of(text)).strip() == SPACE.sub(" ", words).strip():
            return [span]
    places = list(each_place(text, words))
    if not places:
        raise UsageError(f"These words do not stand in the article: “{make_visible(words)[:120]}”. Paste them as they stand there.")
    return places


def each_place(text: str, words: str) -> Iterator[Span]:
    """Every place of some words in a text, any white space being as good as another."""
    pieces = PIECE.findall(words)
    at = text.find(pieces[0]) if pieces else -1
    while at >= 0:
        end = match_at(text, at, pieces)
        if end:
            yield Span(at, end)
        at = text.find(pieces[0], at + 1)


def match_at(text: str, at: int, pieces: list[str]) -> int:
    """Where the pieces end that begin at a place; 0 where they do not stand there."""
    for i, piece in enumerate(pieces):
        if i:
            space = at
            while at < len(text) and text[at].isspace():
                at += 1
            if at == space:
                return 0
        if not text.startswith(piece, at):
            return 0
        at += len(piece)
    return at


def spot(text: str, span: Span) -> Spot:
    """A place with what stands about it."""
    before, after = text[max(0, span.start - ABOUT) : span.start], text[span.end : span.end + ABOUT]
    return Spot(span.start, span.end, make_visible(before), make_visible(span.of(text)), make_visible(after))


def read_speakers(form: FormData, record: Record) -> Iterator[Party]:
    """Entities that were ticked, and a name that was typed."""
    chosen = {v for v in form.getlist("party") if isinstance(v, str)}
    yield from (party_of(e, record) for e in record.entities if e.id in chosen)
    typed = " ".join(text_of(form, "name").split())[:NAME]
    if typed:
        yield name_party(typed, record)


def read_at_source(form: FormData) -> AtSource:
    """What the publisher did, as a form says it."""
    what, day, url = text_of(form, "fate"), text_of(form, "day"), text_of(form, "url")
    if what not in ("corrected", "withdrawn"):
        raise UsageError("Choose whether the publisher corrected the article or withdrew it.")
    if day:
        try:
            day = date.fromisoformat(day).isoformat()
        except ValueError:
            raise UsageError("Give the day as 2026-10-09, or leave it out.") from None
    if url and not link(url):
        raise UsageError("Give the address of the notice with http:// or https://, or leave it out.")
    return AtSource("corrected" if what == "corrected" else "withdrawn", text_of(form, "note")[:NOTE], day or None, url[:NOTE] or None)
