"""A draft checked against sources: the fact-checker's job run backwards. What does the draft quote and attribute, and do the sources have it so?

In: the records of a draft and of texts. Out: `Checked`, which stands by itself. It never says who is right: it tells how the draft's words stand to those that
the sources put in somebody's mouth.

types.py <- passage.py (words with their places) <- sources.py (units, index), match.py (words side by side) <- speaker.py <- quotation.py <- sentence.py <-
find.py; words.py (findings in words) <- terminal.py, page.py; draft.py reads a draft.
"""

from onrecord.check.find import RULE, check_draft
from onrecord.check.types import Checked, Finding

__all__ = ["RULE", "Checked", "Finding", "check_draft"]
