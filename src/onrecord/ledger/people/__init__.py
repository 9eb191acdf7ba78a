"""People, bodies and states over all articles of a ledger: entities held to be one by the rules of group/who and by what people said.

face.py (what decides, as columns) <- region.py (which entities are one) <- seen.py (what is shown of one) <- about.py (what is said
of one), list.py (all of them).
"""
