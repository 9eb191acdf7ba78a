"""Happenings: what the statements of several texts are about.

kinds.py (the words of happening) <- mention.py (one mention) <- find.py (the mentions of an article) and link.py (which are one) <- story.py (texts of one
dispute), about.py (what each statement is about) and label.py <- happening.py (happenings over all texts).
"""

from onrecord.group.event.happening import find_happenings
from onrecord.group.event.link import cluster, link
from onrecord.group.event.mention import Mention, describe_text, make_mention

RULE = "rule:group.event/1"

__all__ = ["RULE", "Mention", "cluster", "describe_text", "find_happenings", "link", "make_mention"]
