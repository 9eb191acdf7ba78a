"""Statements of several texts that render one utterance, and how its versions differ in words.

version.py (what of a statement is compared) <- link.py (whether two are one) <- find.py (candidates, groups, utterances).
"""

from onrecord.group.same.find import find_utterances

__all__ = ["RULE", "find_utterances"]

RULE = "rule:group.same/1"
