"""Somebody whom a person named, as an entity of one article: found again by id, by place, by name, else made. Pure.

In: a party and an article's entities. Out: the entity's id, and the entities with those that had to be made.
"""

import hashlib
import json

from onrecord.judge.types import Party
from onrecord.types import Entity, EntityKind, Mention, Span

RULE = "judged"  # the rule of a mention that a person named


class Cast:
    """The entities of an article while judgements are laid over it; `leads` tells of the ids of those made once that stand for another entity now."""

    def __init__(self, article: str, text: str, entities: tuple[Entity, ...]) -> None:
        self.article, self.text = article, text
        self.known = {e.id: e for e in entities}
        self.leads: dict[str, str] = {}

    def find(self, party: Party, span: Span | None, made_in: str) -> str:
        """The id of a party's entity; `span` is its place in this text, `made_in` the article in which it was named."""
        found = self._find(party, span)
        own = make_id(made_in, party.span, party.name)
        if found is None:
            found = own
            mentions = (Mention(span.start, span.end, "name", RULE),) if span else ()
            self.known[own] = Entity(own, guess_kind(party.name), party.name, mentions=mentions)
        elif party.id is None and own != found:
            self.leads[own] = found
        return found

    def _find(self, party: Party, span: Span | None) -> str | None:
        if party.id in self.known:
            return party.id
        if span is not None:
            shared = [(min(m.end, span.end) - max(m.start, span.start), -(m.end - m.start), e.id) for e in self.known.values() for m in e.mentions]
            best = max((s for s in shared if s[0] > 0), default=None)
            if best is not None:
                return best[2]
        wanted = party.name.casefold()
        named = [e.id for e in self.known.values() if wanted in (e.name.casefold(), *(a.casefold() for a in e.aliases))]
        return named[0] if len(named) == 1 else None


def make_id(article: str, span: Span | None, name: str) -> str:
    """An entity's id as readings give it: a hash of its article and first mention; of one that the article does not name, of its name."""
    place = [article, [span.start, span.end] if span else name]
    return hashlib.sha256(json.dumps(place, separators=(",", ":")).encode()).hexdigest()[:32]


def guess_kind(name: str) -> EntityKind:
    """Up to four words with capitals are taken for a person's name, anything else for a body."""
    words = name.split()
    named = len(words) < 5 and words[0] not in ("The", "A", "An") and not name.isupper()
    return "person" if named and all(w[:1].isupper() for w in words if len(w) > 3 or len(words) == 1) else "organisation"
