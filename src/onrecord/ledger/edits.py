"""How two readings of one page differ: words changed, statements gone, altered, new; and which statement of an older reading is which of a newer one. Pure.

In: two records. Out: an `Edit`, or pairs of ids. Paragraphs are aligned first, words only within those that differ (difflib, Ratcliff and Obershelp), so that a
long page costs no more than its changes. Spans of two readings of one text are matched by their overlap, intersection over union.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from onrecord.ledger.types import Edit, Moved, Word
from onrecord.phrase import SPACE, say_speaker
from onrecord.types import LEFT_OUT, Article, Record, Statement

CARRIED = 0.5  # overlap from which a statement is the same one, read anew
ALTERED = 0.5  # likeness of words from which a statement is the same one, altered
WORD = re.compile(r"\S+")
MOST = 4000  # words of a changed stretch that are aligned one by one; a longer one is shown as gone and come


def find_edit(before: Record, after: Record, *, address: str, seen: tuple[str, str]) -> Edit | None:
    """What changed between two captures of a page; None where title, text and statements are the same."""
    one, two = before.article, after.article
    if one is None or two is None or (one.text == two.text and one.title == two.title):
        return None
    return Edit(address, one.id, two.id, seen, (one.title, two.title), tuple(changed_words(one, two)), tuple(match_statements(before, after)))


def changed_words(before: Article, after: Article) -> Iterator[Word]:
    """The runs of words that differ in what is read, in the order of the newer text."""
    one, two = _paragraphs(before), _paragraphs(after)
    for kind, a, b, c, d in SequenceMatcher(None, [t for t, _ in one], [t for t, _ in two], autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = _words(one[a:b]), _words(two[c:d])
        here = two[c][1] if c < len(two) else len(after.text)
        if not gone or not come or max(len(gone), len(come)) > MOST:
            yield Word(_join(gone), _join(come), here)
            continue
        for step, i, j, k, m in SequenceMatcher(None, [w for w, _ in gone], [w for w, _ in come], autojunk=False).get_opcodes():
            if step != "equal":
                yield Word(_join(gone[i:j]), _join(come[k:m]), come[k][1] if k < len(come) else come[-1][1] + len(come[-1][0]))


def _paragraphs(article: Article) -> list[tuple[str, int]]:
    return [(SPACE.sub(" ", article.text[b.start : b.end]), b.start) for b in article.blocks if b.kind not in LEFT_OUT]


def _words(paragraphs: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(m[0], start + m.start()) for text, start in paragraphs for m in WORD.finditer(text)]


def _join(words: Sequence[tuple[str, int]]) -> str:
    return " ".join(word for word, _ in words)


def match_statements(before: Record, after: Record) -> Iterator[Moved]:
    """What became of each statement, those of the newer version in its order, then those that are gone."""
    old, new = {s.id: _said(before, s) for s in before.statements}, {s.id: _said(after, s) for s in after.statements}
    pairs = _pair_same(old, new)
    left = [i for i in old if i not in pairs.values()]
    open_ = [i for i in new if i not in pairs]
    folded = {i: said[1].casefold().split() for i, said in (old | new).items()}
    scored = []
    for o in left:
        matcher = SequenceMatcher(None, [], folded[o], autojunk=False)
        for n in open_:
            matcher.set_seq1(folded[n])
            if matcher.quick_ratio() >= ALTERED and (ratio := matcher.ratio()) >= ALTERED:
                scored.append((-ratio, old[o][0] != new[n][0], o, n))
    altered = {n: o for o, n in _greedy((o, n) for _, _, o, n in sorted(scored))}
    for n in new:
        if n in pairs:
            yield Moved("same", pairs[n], n, (old[pairs[n]][1], new[n][1]))
        elif n in altered:
            yield Moved("altered", altered[n], n, (old[altered[n]][1], new[n][1]))
        else:
            yield Moved("new", None, n, ("", new[n][1]))
    for o in left:
        if o not in altered.values():
            yield Moved("gone", o, None, (old[o][1], ""))


def _pair_same(old: dict[str, tuple[str, str]], new: dict[str, tuple[str, str]]) -> dict[str, str]:
    """New to old where speaker and words are the same: the first of each with the first."""
    waiting: dict[tuple[str, str], list[str]] = {}
    for o, said in old.items():
        waiting.setdefault(said, []).append(o)
    return {n: waiting[said].pop(0) for n, said in new.items() if waiting.get(said)}


def _said(record: Record, statement: Statement) -> tuple[str, str]:
    """Who and what, in the words that a reader sees."""
    text = record.article.text if record.article else ""
    cue = " ".join(s.of(text) for s in statement.cue)
    return f"{say_speaker(record, statement)} {cue}".casefold(), SPACE.sub(" ", " ".join(s.of(text) for s in statement.content))


def carry(before: Record, after: Record) -> list[tuple[str, str]]:
    """Old and new id of each statement whose id changed: by overlap within one text, by the same speaker and words between two versions of a page."""
    if before.article is None or after.article is None:
        return []
    if before.article.text != after.article.text or before.article.id != after.article.id:
        return sorted((m.before, m.after) for m in match_statements(before, after) if m.kind == "same" and m.before and m.after and m.before != m.after)
    kept = {s.id for s in before.statements} & {s.id for s in after.statements}
    old = [s for s in before.statements if s.id not in kept]
    new = [s for s in after.statements if s.id not in kept]
    scored = [(-share, o.id, n.id) for o in old for n in new if (share := overlap(o, n)) >= CARRIED]
    return sorted(_greedy((o, n) for _, o, n in sorted(scored)))


def overlap(one: Statement, two: Statement) -> float:
    """The characters of two contents that are in both, over those in either."""
    a, b = _cover(one), _cover(two)
    return len(a & b) / len(a | b) if a | b else 0.0


def _cover(statement: Statement) -> set[int]:
    return {i for s in statement.content for i in range(s.start, s.end)}


def _greedy(pairs: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs in order, each side taken once."""
    found: list[tuple[str, str]] = []
    left: set[str] = set()
    right: set[str] = set()
    for o, n in pairs:
        if o not in left and n not in right:
            found.append((o, n))
            left.add(o)
            right.add(n)
    return found
