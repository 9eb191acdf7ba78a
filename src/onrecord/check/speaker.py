"""Whether those to whom a draft puts some words are those who say them in a source.

In: a statement of the draft and one of a source, and the voices over all texts. Out: same, for (one speaks for the other, or passed the words on), unknown
(one of the texts does not make the speaker certain), other. "Unknown" beats a guess: only two speakers who are both named are held to be two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.check.sources import voices_of
from onrecord.check.types import Whose
from onrecord.group.meaning import FUNCTION
from onrecord.group.texts import Said
from onrecord.group.types import Voice
from onrecord.resolve.who.words import fold, role_of
from onrecord.types import Entity

TITLES = frozenset("mr mrs ms mx dr sir dame lord lady".split())


@dataclass(frozen=True, slots=True)
class Speakers:
    """The voices over the draft and the sources: of each member (article, entity), and each by its id."""

    ids: Mapping[tuple[str, str], str]
    voices: Mapping[str, Voice]

    def of(self, said: Said, entities: Sequence[str]) -> frozenset[str]:
        return frozenset(voices_of(said.article.id, entities, self.ids))

    def is_person(self, voice: str) -> bool:
        return voice in self.voices and self.voices[voice].kind == "person" and " " in self.voices[voice].name

    def whose(self, draft: Said | None, source: Said) -> Whose:
        """How the speakers of a statement of the draft stand to those of a source."""
        if draft is None or not draft.statement.speakers or not source.statement.speakers:
            return "unknown"
        ours, theirs = self.of(draft, draft.statement.speakers), self.of(source, source.statement.speakers)
        if ours & theirs:
            return "same"
        d, s = draft.statement, source.statement
        if ours & self.of(source, (*s.on_behalf_of, *s.relayed_by)) or theirs & self.of(draft, (*d.on_behalf_of, *d.relayed_by)):
            return "for"
        mine, its = draft.entities(d.speakers), source.entities((*s.speakers, *s.rivals))
        if d.rivals or ours & self.of(source, s.rivals):
            return "unknown"
        if s.rivals:  # one of these, and nobody else
            return "unknown" if any(is_vague(e) for e in mine) or any(may_be(a, b) for a in mine for b in its) else "other"
        if any(is_vague(e) for e in mine) or (any(is_plain(e) for e in its) and not all(self.is_person(v) for v in ours)):
            return "unknown"
        if any(other in self.voices[v].doubles for v in ours if v in self.voices for other in theirs):
            return "same"
        return "same" if any(may_be(a, b) for a in mine for b in its) else "other"


def is_plain(entity: Entity) -> bool:
    """Whether an entity is named by a common noun alone, whose owner the text leaves to its readers: "the company"."""
    words = [w for w in entity.name.split() if w.lower() not in FUNCTION]
    return len(words) <= 1 and entity.kind != "person" and all(role_of(w.lower()) is not None for w in words)


def is_vague(entity: Entity) -> bool:
    return entity.kind == "unnamed" or is_plain(entity)


def may_be(draft: Entity, source: Entity) -> bool:
    """Whether a draft's shorter name stands for a source's: "Lind" for "Ewa Lind", "the hospital" for "Dromme General Hospital"."""
    if "unnamed" in (draft.kind, source.kind):
        return False
    ours = name_words(draft.name)
    if bool(ours) and any(ours <= name_words(name) for name in (source.name, *source.aliases, *source.roles)):
        return True
    theirs = name_words(source.name)
    return source.kind == "person" and len(theirs) > 1 and theirs <= ours  # "Docker Piet Lomm"


def name_words(name: str) -> frozenset[str]:
    return frozenset(fold(w.removesuffix("'s").removesuffix("’s")) for w in name.split() if w.lower() not in FUNCTION and w.rstrip(".").lower() not in TITLES)
