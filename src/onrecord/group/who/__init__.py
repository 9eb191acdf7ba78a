"""Voices: which entities of single texts are one person, body or state over all texts, and which may be and were not joined.

In: records. Out: voices, each with its members (text, entity). Joining follows two rules: whether two entities may be one, and what speaks for it, is
decided from these two and their own texts alone; and a group of linked entities is parted again where it holds two that may not be one. Unnamed
sources are never joined. "Not joined" beats a guess: what is likely and not certain is named in `doubles`.

role.py reads roles ("transport minister", "minister of transport"); face.py says what a text tells of an entity, portrait.py in whose company; pair.py compares
two; join.py finds whom to compare and forms the groups; show.py makes voices of them.
"""

from collections.abc import Sequence

from onrecord.group.texts import arrange
from onrecord.group.types import Voice
from onrecord.group.who.join import join
from onrecord.group.who.pair import conflicts
from onrecord.group.who.portrait import Portrait, portray
from onrecord.group.who.show import show
from onrecord.types import Record

RULE = "rule:group.who/1"

__all__ = ["RULE", "Portrait", "conflicts", "join_voices", "portray", "voice_ids"]


def join_voices(records: Sequence[Record]) -> tuple[Voice, ...]:
    """The voices of some records, in the order in which the texts first name them; the same for every order of the records.

    Each entity that a statement names as a party, that issues a text, or that is a person, organisation, government or office is a member of one voice.
    """
    portraits = [portrait for number, record in enumerate(arrange(records), 1) for portrait in portray(record, number)]
    groups, doubles = join(portraits)
    return show(portraits, groups, doubles)


def voice_ids(voices: Sequence[Voice]) -> dict[tuple[str, str], str]:
    """The voice's id of each member (article id, entity id)."""
    return {member: voice.id for voice in voices for member in voice.members}
