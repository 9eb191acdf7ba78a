"""The texts that may hold some passages, for a draft that is checked against a ledger too large to be compared with whole; and those nearest to an article.

In: a connection, and passages or an article. Out: readings, the likeliest first. Words of passages are looked for one by one and ranked by BM25, so that rare
ones weigh most; a text that shares no word with a passage cannot hold it. What is nearest to an article was found when it was added (events/links.py).
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


def find_nearest(db: apsw.Connection, article: str, *, most: int) -> list[int] | None:
    """The readings of at most `most` current articles to which a current article is linked most strongly; None where it is not there to be linked."""
    own = ask(db, "SELECT t.reading FROM articles a JOIN topics t ON t.reading = a.reading WHERE a.id = ? AND a.current", (article,))
    if not own:
        return None
    links = "SELECT l.other FROM links l JOIN topics t ON t.reading = l.other WHERE l.one = ? ORDER BY l.strength DESC, t.article LIMIT ?"
    return [reading for (reading,) in ask(db, links, (own[0][0], most))]
