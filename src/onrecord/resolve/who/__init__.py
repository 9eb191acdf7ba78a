"""Entities of one article: the persons, organisations, governments, offices, groups, documents and unnamed sources behind given expressions.

In: a text, its blocks and quotations, and the expressions whose entity is wanted. Out: entities, and for each expression those it stands for. Rules
over words alone (capitals, titles, roles, appositions, genders, places in the sentence), linear in the length of the article. An expression that the
rules cannot settle gets no entity, never a made-up one; one that the text leaves open gets the likeliest and its rivals.

words.py cuts the text, names.py finds capitalised names, phrase.py noun phrases and the parts of an expression; cast.py says which names are one,
grammar.py what a word is in its clause, mind.py who is in mind; describe.py and descriptor.py say whom a description points to, pronoun.py a pronoun, walk.py
takes them in reading order; reading.py answers.
"""

from collections.abc import Sequence

from onrecord.resolve.who.principal import principal_of
from onrecord.resolve.who.reading import Answer, Asked, Reading
from onrecord.types import Block, Entity, Span

__all__ = ["Answer", "Asked", "identify", "principal_of"]


def identify(
    text: str, blocks: Sequence[Block], asked: Sequence[Asked], *, article: str, quotations: Sequence[Span] = ()
) -> tuple[tuple[Entity, ...], tuple[Answer, ...]]:
    """The entities of an article (`article` is its id) that some answer uses, in order of first mention, and an answer for each expression.

    >>> text = "Harbour pilot Ida Marr spoke first. She said the buoy was out."
    >>> people, (answer,) = identify(text, [Block("paragraph", 0, len(text))], [Asked(Span(36, 39), "speaker")], article="a")
    >>> [(e.name, e.roles, e.id in answer.entities) for e in people], answer.rule
    ([('Ida Marr', ('Harbour pilot',), True)], 'pronoun-subject')
    """
    reading = Reading(text, blocks, asked, quotations)
    resolved = [reading.answer(i) for i in range(len(asked))]
    used = dict.fromkeys(d for r in resolved for d in (*r.drafts, *r.rivals))
    built = {draft: reading.build(draft, article) for draft in used}
    answers = tuple(
        Answer(
            tuple(dict.fromkeys(e.id for d in r.drafts if (e := built[d]))),
            tuple(dict.fromkeys(e.id for d in r.rivals if (e := built[d]))),
            r.rule,
        )
        for r in resolved
    )
    entities = {e.id: e for e in built.values() if e is not None}
    return tuple(sorted(entities.values(), key=_place)), answers


def _place(entity: Entity) -> tuple[int, int]:
    return entity.mentions[0].start, entity.mentions[0].end
