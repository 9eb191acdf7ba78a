"""What was found, as the desk shows it: quotes with where they stand, the same words of one speaker folded, plain counts to narrow it by.

In: what was asked and what the ledger answered. Out: frozen values for the template.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.ledger.survey import Facets
from onrecord.ledger.types import Hit, Page, TextHit
from onrecord.phrase import ACTS, count, make_visible
from onrecord.sheet.words import count_words, raise_first
from onrecord.web.cite import Cite, cite
from onrecord.web.desk.line import DOES, Asked

BESIDE = (("speaker", "by"), ("to", "to"), ("target", "against or for"), ("about", "about"), ("outlet", "in"))  # filters in the words of a heading


@dataclass(frozen=True, slots=True)
class Found:
    """A statement, and the others of the page with the same words by the same speaker: printed again, mostly."""

    cite: Cite
    again: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow a search: a word, how many that leaves, the line that asks for it. `on`: it is asked for, and the line is without it."""

    words: str
    count: int
    line: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `heading` says what they are, `rest` how many follow, `after` where they begin."""

    heading: str
    found: tuple[Found, ...]
    speakers: tuple[Facet, ...]
    other_speakers: int
    acts: tuple[Facet, ...]
    texts: tuple[TextHit, ...]
    none: str
    named: tuple[Facet, ...]  # speakers whose name the words are
    rest: int
    after: str | None


def lay_out(asked: Asked, page: Page, facets: Facets, *, before: int) -> Results:
    """`before`: how many statements stood on the pages before this one."""
    own = asked.filters.get("act", "").lower()
    return Results(
        heading=say_heading(asked, facets),
        found=fold(page.hits),
        speakers=tuple(Facet(make_visible(name), n, asked.with_(speaker=make_line_name(name)).line()) for name, n in facets.speakers if make_line_name(name)),
        other_speakers=facets.others,
        acts=tuple(
            Facet(ACTS[act][1], n, asked.with_(act="" if DOES.get(own) == act else act).line(), on=DOES.get(own) == act)  # type: ignore[index]
            for act, n in facets.acts
        ),
        texts=page.texts,
        none="" if page.hits else f"No statement in {say_texts(page.searched)} {'has these words' if asked.words else 'fits'}.",
        named=tuple(Facet(make_visible(s.name), s.statements, Asked("", {"speaker": make_line_name(asked.words).strip()}).line()) for s in page.speakers),
        rest=max(0, facets.statements - before - len(page.hits)) if page.after else 0,
        after=page.after,
    )  # fmt: skip


def make_line_name(name: str) -> str:
    """A name as the line can hold it: marks would end it."""
    return " ".join("".join(" " if c in '"“”' else c for c in name).split())


def say_texts(number: int) -> str:
    return "this text" if number == 1 else f"these {number:,} texts"


def say_heading(asked: Asked, facets: Facets) -> str:
    """ "14 statements about the light, newest first"."""
    f, parts = asked.filters, [count(facets.statements, "statement")]
    act = DOES.get(f.get("act", "").lower())
    parts += [f"that {ACTS[act][2] if facets.statements != 1 else ACTS[act][1]}"] if act else []
    parts += [f"{word} {f[name]}" for name, word in BESIDE if name in f]
    parts += [f"with {asked.words}"] if asked.words else []
    parts += [f"{word} {f[name]}" for name, word in (("since", "since"), ("until", "until")) if name in f]
    return f"{make_visible(' '.join(parts))}, {'best first' if asked.words else 'newest first'}" if facets.statements > 1 else make_visible(" ".join(parts))


def fold(hits: Iterable[Hit]) -> tuple[Found, ...]:
    """Each hit once, in order; those with the same words by the same name under the first."""
    first: dict[tuple[str, str], list[Cite]] = {}
    for hit in hits:
        one = cite(hit.record, hit.statement)
        whole = "".join(r.words for r in one.words)
        first.setdefault((one.speaker.casefold(), plain(whole)), []).append(one)
    return tuple(Found(own, tuple(again)) for own, *again in first.values())


def plain(words: str) -> str:
    return "".join(c for c in words.casefold() if c.isalnum() or c == " ").strip()


def say_again(found: Found) -> str:
    """ "two more outlets"; what the folded ones are."""
    outlets = {c.where for c in found.again} - {found.cite.where}
    return raise_first(count_words(len(outlets), "more outlet")) if outlets else f"{count(len(found.again), 'more time', 'more times')} here"
