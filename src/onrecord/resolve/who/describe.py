"""What the words of a descriptor say by themselves: its name, its kind, its role.

In: a descriptor and the words around it. Out: words and kinds. It resolves nothing.
"""

import re

from onrecord.resolve.who.phrase import Descriptor, Text
from onrecord.resolve.who.words import AUXILIARIES, CLAUSE, DETERMINERS, SAYING, fold
from onrecord.types import EntityKind

PERSON_LIKE = tuple("er or ist ian eer ee ess ant crat ers ors ists ians eers ees ants crats".split())
WHOEVER = frozenset(
    "everyone everybody someone somebody anyone anybody nobody those one ones some others many few most several another both two three four five six"
    " none all half each any other".split()
)
PARTISANS = frozenset("republicans democrats conservatives liberals socialists greens nationalists loyalists".split())
KINDS: dict[str, EntityKind] = {"group": "group", "organisation": "organisation", "document": "document"}
SCARE = re.compile(r"[“”\"„«»]|(?<!\w)[‘'’]|[‘’'](?!\w)(?<![sS][’'])")  # marks round a word of a name; an apostrophe stays


def kind_of(d: Descriptor) -> EntityKind:
    """What kind of entity a descriptor that nobody known fits stands for."""
    if d.role is None:
        return "unnamed" if d.noun.endswith(PERSON_LIKE) or d.partitive or d.noun.endswith("-year-old") or d.noun in WHOEVER else "document"
    if d.noun == "office":
        return "office"
    if d.noun == "group" and not d.definite:
        return "group"
    if d.kind == "person":
        if d.role.crowd and d.count is None:
            return "group"
        return "person" if d.role.holder and d.definite and not d.partitive else "unnamed"
    return KINDS.get(d.kind, "unnamed")


def descriptor_name(t: Text, first: int, last: int) -> str:
    """A descriptor's words as a name: without article, and without the capital that only its place at the beginning of a sentence gives it."""
    w = t.words
    words = SCARE.sub("", strip_article(w.slice(first, last)))
    if w.opens[first] and first not in t.at and w.lower[first] not in ("the", "a", "an", *PARTISANS) and words[1:2].islower():
        return words[:1].lower() + words[1:]
    return words


def words_of(phrase: str) -> set[str]:
    """The words of a phrase, folded, without 's."""
    return {fold(word.removesuffix("’s").removesuffix("'s")) for word in phrase.split()}


def role_has_owner(role: str) -> bool:
    """Whether a role says whose it is: "Norland's envoy", "chair of the board"."""
    return "’s " in role or "'s " in role or " of " in role or " for " in role


def strip_article(words: str) -> str:
    """Words without a leading article."""
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if words.startswith(article):
            return words[len(article) :]
    return words


def role_words(t: Text, d: Descriptor) -> str:
    """A descriptor's words as a role, with what follows "of" or "for": "chair of the board"."""
    w = t.words
    start, end = d.first, d.last
    while start < d.head and (w.lower[start] in DETERMINERS or w.lower[start] in ("his", "her", "its", "their")):
        start += 1
    if end + 1 < len(w) and w.lower[end] in ("of", "for", "at") and w.sentence[end] == w.sentence[d.head]:
        stop = end + 1
        while (
            stop < len(w)
            and stop < end + 7
            and (w.forms[stop][0].isalnum())
            and w.lower[stop] not in AUXILIARIES
            and w.lower[stop] not in SAYING
            and w.lower[stop] not in CLAUSE | {"and"}
        ):
            stop += 1
        if stop > end + 1:
            end = stop
    return w.slice(start, end)
