"""Copies: texts that take over another's words, whole or in part.

prose.py (sentences, the outlet's own words) <- sketch.py (which pairs to look at), align.py (their common passages) <- changes.py (what was changed in them);
credit.py (whom a text names as its maker) <- origin.py (which of two is the origin) <- find.py.
"""

from onrecord.group.copy.find import families, find_copies

__all__ = ["RULE", "families", "find_copies"]

RULE = "rule:group.copy/1"
