"""From points to what a sheet shows: positions and their changes, relations, who is accused and heard, what rests on one origin, what to obtain and to check.

In: statements with their voices, points, utterances. Out: the types of a dossier. Nothing here says who is right.
"""

from onrecord.group.position.accused import find_accused
from onrecord.group.position.act import read_beside
from onrecord.group.position.doubt import find_doubts
from onrecord.group.position.origin import find_lone, find_originals, find_through
from onrecord.group.position.relation import find_relations
from onrecord.group.position.row import find_positions

__all__ = ["RULE", "find_accused", "find_doubts", "find_lone", "find_originals", "find_positions", "find_relations", "find_through", "read_beside"]

RULE = "rule:group.position/1"
