"""Voices: which entities of single texts are one person, body or state over all texts, and which may be and were not joined.

In: records. Out: voices, each with its members (text, entity). Joining follows two rules: whether two entities may be one, and what speaks for it, is
decided from these two and their own texts alone; and a group of linked entities is parted again where it holds two that may not be one. Unnamed
sources are never joined. "Not joined" beats a guess: what is likely and not certain is named in `doubles`.

role.py reads roles ("transport minister", "minister of transport"); face.py says what a text tells of an entity, portrait.py in whose company; pair.py compares
two; join.py finds whom to compare and forms the groups; show.py makes voices of them.
"""

from collections.abc import Iterable, Sequence

from onrecord.group.rulings import Ruling, hold, lay_over
from onrecord.group.texts import arrange
from onrecord.group.types import Voice
from onrecord.group.who.join import join
from onrecord.group.who.pair import conflicts
from onrecord.group.who.portrait import Portrait, portray
from onrecord.group.who.show import show
from onrecord.types import Record

RULE = "rule:group.who/1"

__all__ = ["RULE", "Portrait", "conflicts", "join_voices", "portray", "voice_ids"]


def join_voices(records: Sequence[Record], rulings: Sequence[Ruling] = ()) -> tuple[Voice, ...]:
    """The voices of some records, in the order in which the texts first name them; the same for every order of the records.

    Each entity that a statement names as a party, that issues a text, or that is a person, organisation, government or office is a member of one voice.
    `rulings` are people's, about entities.
    """
    portraits = [portrait for number, record in enumerate(arrange(records), 1) for portrait in portray(record, number)]
    groups, doubles = join(portraits)
    if rulings:
        groups, doubles = rule(portraits, groups, doubles, rulings)
    return show(portraits, groups, doubles)


def rule(
    portraits: Sequence[Portrait], groups: Sequence[Sequence[int]], doubles: Iterable[tuple[int, int]], rulings: Sequence[Ruling]
) -> tuple[list[list[int]], set[tuple[int, int]]]:
    """Groups and doubles with rulings laid over: two that somebody held apart are not named as doubles."""

    def near(a: int, b: int) -> float:
        one, other = portraits[a], portraits[b]
        return 100.0 * (one.facet == other.facet) + len(one.company & other.company)

    place = {p.entity.id: n for n, p in enumerate(portraits)}
    ruled = lay_over(groups, rulings, place, near)
    home = {n: g for g, group in enumerate(ruled) for n in group}
    apart = {frozenset((home[place[r.one]], home[place[r.other]])) for r in hold(rulings) if r.what == "apart" and r.one in place and r.other in place}
    pairs = {(min(a, b), max(a, b)) for one, other in doubles for a, b in [(home[groups[one][0]], home[groups[other][0]])] if a != b}
    return ruled, {pair for pair in pairs if frozenset(pair) not in apart}


def voice_ids(voices: Sequence[Voice]) -> dict[tuple[str, str], str]:
    """The voice's id of each member (article id, entity id)."""
    return {member: voice.id for voice in voices for member in voice.members}
