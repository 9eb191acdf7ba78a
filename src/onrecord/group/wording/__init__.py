"""How one version of an utterance differs from the fullest one, word for word, and which differences touch the meaning.

In: two wordings. Out: the runs of their alignment, the changes, a verdict. The outlet's own dots and brackets are shown as such and counted as nobody's words.

words.py (folded words) <- align.py (steps, runs), marks.py (telling words) <- sides.py (what stayed) <- number.py, name.py <- change.py (what touches
the meaning) <- here.
"""

from collections.abc import Sequence
from dataclasses import replace

from onrecord.group.texts import Said
from onrecord.group.types import Change, Run, Verdict, Wording
from onrecord.group.wording.align import Side, Step, align, count_pieces, runs_of
from onrecord.group.wording.change import find_changes
from onrecord.group.wording.words import cut_pieces

RULE = "rule:group.wording/1"


def compare_words(fullest: str, other: str) -> tuple[tuple[Run, ...], tuple[Change, ...]]:
    """The runs of two wordings, each side's joined by spaces giving its words back, and the changes of meaning; both are taken as the speaker's own words.

    >>> runs, changes = compare_words("We will not close the harbour", "we will close the harbor")
    >>> [(run.kind, run.fullest, run.here) for run in runs]
    [('same', 'We will', 'we will'), ('left out', 'not', ''), ('same', 'close the harbour', 'close the harbor')]
    >>> changes
    (Change(kind='polarity', here='close', there='not close'),)
    """
    one, other_ = Side.of(cut_pieces([(fullest, True)])), Side.of(cut_pieces([(other, True)]))
    steps = align(one, other_)
    return runs_of(one, other_, steps), find_changes(one, other_, steps, quoted=True)


def make_wording(fullest: Said, other: Said) -> Wording:
    """A version of an utterance beside the fullest one."""
    return make_wordings(fullest, [other])[0]


def make_wordings(fullest: Said, others: Sequence[Said]) -> tuple[Wording, ...]:
    """The versions of an utterance, each beside the fullest one."""
    one, known = side_of(fullest), names_in(fullest)
    made: dict[tuple[tuple[tuple[str, bool], ...], frozenset[str]], Wording] = {}  # many print the same words
    found = []
    for other in others:
        key = tuple(parts_of(other)), known | names_in(other)
        if key not in made:
            made[key] = compare_sides(fullest.id, one, other.id, Side.of(cut_pieces(key[0])), key[1])
        found.append(replace(made[key], statement=other.id))
    return tuple(found)


def compare_sides(fullest: str, one: Side, other: str, here: Side, known: frozenset[str]) -> Wording:
    """Two statements, by their ids and their words; `known`: the folded words of names."""
    steps = align(one, here)
    verdict, quoted = judge(one, here, steps)
    changes = find_changes(one, here, steps, quoted=quoted, known=known)
    counts = [0, 0, 0]
    for step in steps:
        if not step.same and not mended(here, step):
            a, b, c, d = step.words
            ours, theirs = count_pieces(one, a, b), count_pieces(here, c, d)
            counts[0 if ours and theirs else 1 if ours else 2] += max(ours, theirs)
    return Wording(other, fullest, verdict, runs_of(one, here, steps), counts[0], counts[1], counts[2], changes)


def side_of(said: Said) -> Side:
    """The words of a statement with which of them are quoted."""
    return Side.of(cut_pieces(parts_of(said)))


def names_in(said: Said) -> frozenset[str]:
    """The folded words of the names in a statement's record."""
    return frozenset(word.casefold() for e in said.record.entities if e.kind not in ("unnamed", "group") for word in e.name.split() if word[:1].isupper())


def parts_of(said: Said) -> list[tuple[str, bool]]:
    """A statement's content in parts, each with whether it stands in quotation marks; parts that stand apart in the text are a space apart."""
    text = said.article.text
    parts: list[tuple[str, bool]] = []
    for span in said.statement.content:
        at = span.start
        for quote in sorted(said.statement.quotes):
            start, end = max(quote.start, at), min(quote.end, span.end)
            if start < end:
                parts += [(text[at:start], False), (text[start:end], True)]
                at = end
        parts += [(text[at : span.end], False), (" ", False)]
    return [part for part in parts if part[0]]


def judge(one: Side, other: Side, steps: Sequence[Step]) -> tuple[Verdict, bool]:
    """The verdict, and whether the words that differ are the speaker's own on both sides."""
    differing = [s for s in steps if not s.same and not mended(other, s)]
    if not differing:
        return "same", True
    inner = [s for s in differing if s.words[3] > s.words[2] and not at_edge(steps, s)]
    whole = all(p.quoted for side in (one, other) for p in side.pieces if p.keys)
    if all(s.words[2] == s.words[3] for s in differing):
        return "shortened", whole
    if any(all(p.quoted for p in (*one.pieces[s.pieces[0] : s.pieces[1]], *other.pieces[s.pieces[2] : s.pieces[3]]) if p.keys) for s in inner):
        return "altered", True
    return ("shortened", True) if not inner and whole else ("paraphrased", whole)


def mended(other: Side, step: Step) -> bool:
    """Whether all of the other side's words in a step stand in the outlet's brackets."""
    pieces = [p for p in other.pieces[step.pieces[2] : step.pieces[3]] if p.keys]
    return bool(pieces) and all(p.mend == "brackets" for p in pieces)


def at_edge(steps: Sequence[Step], step: Step) -> bool:
    """Whether words were added before the first or after the last common word: another cut of a longer speech, not another wording."""
    return step.words[0] == step.words[1] and step in (steps[0], steps[-1])
