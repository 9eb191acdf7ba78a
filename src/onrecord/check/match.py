"""Some words of a draft laid against a unit of a source: the window of the source that renders them, and the steps through both.

In: two passages. Out: a match, or nothing. The longest common runs are found first; the window reaches from the first to the last of those that hang together,
and as many words further as the draft has there. What stands before and after it in the source is another cut of a longer speech, no difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from onrecord.check.passage import Passage, content_weight, weigh_key, weigh_keys
from onrecord.group.meaning import FUNCTION
from onrecord.group.types import Change, Run
from onrecord.group.wording.align import Step, align, count_pieces, runs_of
from onrecord.group.wording.change import find_changes
from onrecord.group.wording.marks import find_marks
from onrecord.group.wording.words import cut_pieces
from onrecord.types import Span

NEAR, FAR = 6, 30  # words of the source between two common runs: those of a word or two, those of more


@dataclass(frozen=True, slots=True)
class Match:
    """`source` is the window, pieces `start` to `end` of the unit's passage `whole`. `covered` is the share of the draft's weight that stands in it, `run`
    the most words in a row."""

    whole: Passage
    start: int
    end: int
    source: Passage
    draft: Passage
    steps: tuple[Step, ...]
    covered: float
    run: int

    @property
    def share(self) -> float:
        """The share of the draft's words that stand in the source, each counting as one."""
        return sum(s.words[3] - s.words[2] for s in self.steps if s.same) / max(1, len(self.draft.side.keys))

    @property
    def runs(self) -> tuple[Run, ...]:
        return runs_of(self.source.side, self.draft.side, self.steps)

    def signed(self, step: Step) -> bool:
        """Whether a difference is shown as one: the draft's own dots or brackets stand there, or the source's dots."""
        here = self.draft.side.pieces[step.pieces[2] : step.pieces[3]]
        there = self.source.side.pieces[step.pieces[0] : step.pieces[1]]
        if step.words[2] == step.words[3]:
            return any(p.mend for p in here)
        worded = [p for p in here if p.keys]
        return all(p.mend == "brackets" for p in worded) or any(p.mend == "dots" for p in there)

    def differences(self) -> list[Step]:
        return [s for s in self.steps if not s.same and s.words[0:2] + s.words[2:4] != (0, 0, 0, 0) and not self.signed(s)]

    def count(self) -> tuple[int, int, int]:
        """Words that differ, are left out, are added, without a sign."""
        counts = [0, 0, 0]
        for step in self.differences():
            a, b, c, d = step.words
            there, here = count_pieces(self.source.side, a, b), count_pieces(self.draft.side, c, d)
            counts[0 if there and here else 1 if there else 2] += max(there, here)
        return counts[0], counts[1], counts[2]

    def hidden(self) -> bool:
        """Whether the source shows by dots that it left words out where the draft shows nothing."""
        there, here = ([p.mend for p in x.side.pieces].count("dots") for x in (self.source, self.draft))
        return there > here

    def changes(self, *, quoted: bool) -> tuple[Change, ...]:
        """The differences that touch the meaning; where the draft shows that it left words out, only a negation that went with them."""
        found = find_changes(self.source.side, self.draft.side, list(self.steps), quoted=quoted)
        signed = [r.fullest for r, s in zip(self.runs, self.steps, strict=True) if not s.same and self.signed(s)]
        return tuple(c for c in found if c.kind == "polarity" or not (is_phrase(c) or any(c.there and c.there in words for words in signed)))

    def barred(self) -> tuple[Span, ...]:
        """The draft's words that stand otherwise, a span a run."""
        spans = []
        for step in self.differences():
            worded = [p for p in range(step.pieces[2], step.pieces[3]) if self.draft.side.pieces[p].keys]
            if worded:
                spans.append(Span(self.draft.places[worded[0]].start, self.draft.places[worded[-1]].end))
        return tuple(spans)

    def gaps(self) -> tuple[int, ...]:
        """Where words were left out of the draft without a sign."""
        places = self.draft.places
        return tuple(places[s.pieces[2] - 1].end if s.pieces[2] else places[0].start for s in self.differences() if s.words[2] == s.words[3])

    def own(self) -> bool:
        """Whether all common content words are the speaker's own in the source."""
        side = self.source.side
        common = [w for s in self.steps if s.same for w in range(s.words[0], s.words[1])]
        telling = [w for w in common if side.keys[w] not in FUNCTION] or common
        return all(side.pieces[side.home[w]].quoted for w in telling)


def lay(draft: Passage, whole: Passage) -> Match | None:
    """The match of some words in a passage of a source; None where they have no telling word in common."""
    ours, theirs = draft.side.keys, whole.side.keys
    if not ours or not theirs:
        return None
    blocks = [(m.a, m.b, m.size) for m in SequenceMatcher(None, theirs, ours, autojunk=False).get_matching_blocks() if m.size]
    kept = hang_together(blocks, ours)
    if not kept:
        return None
    (a, c, _), (b, d, size) = kept[0], kept[-1]
    low, high = max(0, a - c), min(len(theirs), b + size + len(ours) - d - size)
    start, end = whole.side.home[low], whole.side.home[high - 1] + 1
    window = whole.cut(start, end)
    steps = align(window.side, draft.side)
    # Take off what the draft does not have at either end.
    first, last = steps[0], steps[-1]
    trimmed = (first.pieces[1] if gone(first) else 0, last.pieces[0] if gone(last) else len(window.places))
    if 0 < trimmed[1] - trimmed[0] < len(window.places):
        start, end = start + trimmed[0], start + trimmed[1]
        window = whole.cut(start, end)
        steps = align(window.side, draft.side)
    common = [(s.words[2], s.words[3]) for s in steps if s.same]
    total = weigh_keys(ours)
    covered = sum(weigh_keys(ours[x:y]) for x, y in common) / total if total else 0.0
    return Match(whole, start, end, window, draft, tuple(steps), covered, max((y - x for x, y in common), default=0))


def keys_of(words: str) -> list[str]:
    """The folded words of a text."""
    return [k for p in cut_pieces([(words, True)]) for k in p.keys]


def is_phrase(change: Change) -> bool:
    """Whether what is told as a describing word dropped is a phrase of its own ("of paper"): words cut, no qualifier lost."""
    here, there = keys_of(change.here), keys_of(change.there)
    if change.kind != "qualifier" or any(find_marks(there)) or any(find_marks(here)):
        return False
    return any(k in FUNCTION for k in (set(there) ^ set(here)))


def gone(step: Step) -> bool:
    """Whether a step holds words of the source alone."""
    return not step.same and step.words[2] == step.words[3] and step.words[1] > step.words[0]


def hang_together(blocks: Sequence[tuple[int, int, int]], keys: Sequence[str]) -> list[tuple[int, int, int]]:
    """The common runs that hang together with the weightiest: a word or two far off are chance."""
    if not blocks:
        return []

    def weight(block: tuple[int, int, int]) -> float:
        return sum(weigh_key(k) for k in keys[block[1] : block[1] + block[2]])

    core = max(range(len(blocks)), key=lambda i: (weight(blocks[i]), -i))
    if not content_weight(keys[blocks[core][1] : blocks[core][1] + blocks[core][2]]) and blocks[core][2] < min(3, len(keys)):
        return []
    first = last = core
    for i in range(core - 1, -1, -1):
        if not near(blocks[i], blocks[first], keys):
            break
        first = i
    for i in range(core + 1, len(blocks)):
        if not near(blocks[last], blocks[i], keys, ahead=True):
            break
        last = i
    return list(blocks[first : last + 1])


def near(before: tuple[int, int, int], after: tuple[int, int, int], keys: Sequence[str], *, ahead: bool = False) -> bool:
    """Whether two common runs are of one rendering."""
    fresh = after if ahead else before
    theirs, ours = after[0] - before[0] - before[2], after[1] - before[1] - before[2]
    telling = fresh[2] > 2 or content_weight(keys[fresh[1] : fresh[1] + fresh[2]]) > 0
    return theirs <= (FAR if fresh[2] > 2 else NEAR + 3 * ours if telling else 3 + ours)
