"""The texts that may hold some passages: for a draft that is checked against a ledger too large to be compared with whole.

In: a connection and passages. Out: readings, those that the most passages lead to first. Words are looked for one by one and ranked by BM25, so that rare ones
weigh most; a text that shares no word with a passage cannot hold it.
"""

import re
from collections import Counter
from collections.abc import Sequence

import apsw

from onrecord.group.meaning import FUNCTION
from onrecord.ledger.sqlite import ask

WORD = re.compile(r"[^\W_]{2,40}")
LONGEST = 40  # words of a passage that are looked for


def find_near(db: apsw.Connection, passages: Sequence[str], *, each: int, most: int) -> list[int]:
    """The readings of at most `most` current articles: for each passage the `each` that share most of its words."""
    found: Counter[int] = Counter()
    for passage in dict.fromkeys(passages):
        words = [w for w in dict.fromkeys(m[0].lower() for m in WORD.finditer(passage)) if w not in FUNCTION][:LONGEST]
        if not words:
            continue
        wanted = " OR ".join(f'"{w}"' for w in words)
        for place, (reading,) in enumerate(ask(db, "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (wanted, each))):
            found[reading] += each - place
    return [reading for reading, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]]
