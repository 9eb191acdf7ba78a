"""Differences of words that touch the meaning: a negation gained or lost, another number, name or modal verb, a qualifier dropped or put in.

In: two wordings and their alignment. Out: changes, in the order of the fullest wording. What came with tense, person, synonyms or reported speech is none; nor
is a word that went with its whole clause, for nothing is said otherwise then. The words stand in changes.tsv.
"""

from collections.abc import Iterator, Sequence

from onrecord.group.meaning import FUNCTION, stem
from onrecord.group.types import Change
from onrecord.group.wording.align import Side, Step
from onrecord.group.wording.marks import Mark, find_marks
from onrecord.group.wording.name import names
from onrecord.group.wording.number import numbers
from onrecord.group.wording.sides import SHOWN, Found, Sides, cancel, report
from onrecord.group.wording.words import value_of

FILLERS = frozenset("really indeed now today then again well actually please simply already always yes okay frankly honestly obviously sure".split())
NEGATIVE = ("un", "in", "im", "il", "ir", "dis", "non", "mis")  # "safe", "unsafe"
ORDER = ("polarity", "number", "name", "modal", "qualifier")
KEPT = 0.5  # share of a main clause's content words that must remain for its dropped condition to be missed
NARROWING = frozenset({"in", "of", "from", "within", "inside", "outside", "with", "without", "for"})
NEAR = 6  # words before a restriction within which it is negated
FEW = 4  # words of a small difference between words that agree


def find_changes(one: Side, other: Side, steps: Sequence[Step], *, quoted: bool, known: frozenset[str] = frozenset()) -> tuple[Change, ...]:
    """The changes of meaning between two wordings; `quoted`: both are the speaker's own words, so that mood and clause order are not the reporter's.

    `known`: folded words of names, by which a name is told at the beginning of a sentence.
    """
    both = Sides((one, other), steps)
    if all(s.same for s in steps):
        return ()
    marks = tuple([m for m in find_marks(side.keys) if not all(both.kept(i, w) for w in range(m.start, m.end))] for i, side in enumerate((one, other)))
    found = [
        *polarity(both, marks, quoted),
        *modals(both, marks, quoted),
        *qualifiers(both, marks),
        *dropped(both, marks),
        *restricted(both),
        *numbers(both, marks),
        *names(both, known),
    ]
    return leave_out_parts([change for _, change in sorted(found, key=lambda f: (f[0], ORDER.index(f[1].kind), f[1].here, f[1].there))])


def leave_out_parts(changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes without those whose words are part of another's: "part of" beside "only part of", "likely" beside "unlikely"."""
    kept: list[Change] = []
    for change in sorted(changes, key=lambda c: -len(c.here) - len(c.there)):
        if not any(change.here in k.here and change.there in k.there for k in kept):
            kept.append(change)
    return tuple(c for c in dict.fromkeys(changes) if c in kept)


def polarity(both: Sides, marks: tuple[list[Mark], ...], quoted: bool) -> Iterator[Found]:
    """A negation on one side alone while what it negates is on both."""
    negations = [[m for m in own if m.kind == "polarity" and "not" in m.classes] for own in marks]
    for side in (0, 1):
        others = both.loose(1 - side)
        for w, key in enumerate(both.sides[side].keys):
            if not both.kept(side, w) and any(key.startswith(p) and len(key) - len(p) > 3 and stem(key[len(p) :]) in others for p in NEGATIVE):
                negations[side].append(Mark("polarity", frozenset({"not"}), w, w + 1))
    # "not ... until" and "no ... no" hold more than one: two negations of one side are one where they bear on each other.
    left = cancel(sorted(negations[0], key=lambda m: m.start), sorted(negations[1], key=lambda m: m.start))
    for side, own in enumerate(left):
        for mark in own:
            if (negations[1 - side] and len(negations[side]) > 1) or any("against" in m.classes for m in marks[1 - side]):
                continue  # the other negates too, in its own way
            key = both.sides[side].keys[mark.start]
            head = both.head(side, mark)
            prefixed = mark.end - mark.start == 1 and key.startswith(NEGATIVE) and key not in FUNCTION and not any(m == mark for m in marks[side])
            own_words, there = both.ranges(side, mark.start)
            after = head is not None and head >= mark.end  # "nothing" at the end of a clause that went bears on nothing that stayed
            if key == "no" and head is not None and not both.verb_remains(side, head):
                continue  # "no ward was closed", "the ward had eleven nurses"
            if prefixed or (head is not None and both.remains(side, head) and (after or there[0] < there[1] or own_words[1] - own_words[0] <= 2)):
                yield report(both, "polarity", side, mark)
    # "without a permit": lost where "with" takes its place or its words stay.
    for side in (0, 1):
        for mark in marks[side]:
            if "without" in mark.classes and both.sides[side].keys[mark.start + 1 : mark.start + 2] != ["doubt"]:
                start, end = both.ranges(side, mark.start)[1]
                if start < end and both.sides[1 - side].keys[start] in ("with", "after"):
                    yield report(both, "polarity", side, mark)


def modals(both: Sides, marks: tuple[list[Mark], ...], quoted: bool) -> Iterator[Found]:
    """Another modal verb in the same place, or one of doubt or duty lost or gained before a verb that stays."""
    left = cancel([m for m in marks[0] if m.kind == "modal"], [m for m in marks[1] if m.kind == "modal"])
    paired: set[int] = set()
    for mark in left[0]:
        mate = next((m for m in left[1] if m.start not in paired and both.step(1, m.start) == both.step(0, mark.start)), None)
        if mate is not None and same_head(both, mark, mate):
            paired.add(mate.start)
            yield mark.start, Change("modal", here=both.words(1, mate.start, mate.end), there=both.words(0, mark.start, mark.end))
        elif mate is None and alone(both, 0, mark, quoted):
            yield report(both, "modal", 0, mark)
    for mark in left[1]:
        if mark.start not in paired and alone(both, 1, mark, quoted):
            yield report(both, "modal", 1, mark)


def same_head(both: Sides, mark: Mark, mate: Mark) -> bool:
    one, other = both.head(0, mark), both.head(1, mate)
    return one is not None and other is not None and (both.remains(0, one) or both.remains(1, other))


def alone(both: Sides, side: int, mark: Mark, quoted: bool) -> bool:
    """Whether a modal verb that only one side has is a change: its verb stays, and the other is no demand or wish put into an infinitive."""
    if mark.classes & {"will", "can"} and "may" not in mark.classes:
        return False  # "the port closes on Monday"
    if mark.classes & {"must", "should"} and not quoted:
        return False  # told to close: the saying itself carries the duty
    step = both.step(side, mark.start)
    own, there = both.ranges(side, mark.start)
    at = both.steps.index(step)
    if at == 0 and there[0] == there[1]:
        return False  # the other's words begin behind it
    if "may" in mark.classes and 0 < at < len(both.steps) - 1 and own[1] - own[0] <= FEW and 0 < there[1] - there[0] <= FEW:
        return True  # "may have gone", "went"
    head = both.head(side, mark)
    return head is not None and head > mark.start and both.remains(side, head)


def dropped(both: Sides, marks: tuple[list[Mark], ...]) -> Iterator[Found]:
    """A describing word dropped from or put into quoted words without a sign: "an independent inquiry", "an inquiry"."""
    for step in both.steps[1:-1]:
        a, b, c, d = step.words
        if step.same or (a < b and c < d):
            continue
        side, start, end, gap = (0, a, b, c) if a < b else (1, c, d, a)
        own = both.sides[side]
        telling = [w for w in range(start, end) if own.keys[w] not in FUNCTION and own.keys[w] not in FILLERS and value_of(own.keys[w]) is None]
        if not 1 <= len(telling) <= 2 or end - start > 3 or any(start <= m.start < end for m in marks[side]):
            continue
        p, q, r, s = step.pieces
        signed = any(piece.mend for piece in (*both.sides[0].pieces[p:q], *both.sides[1].pieces[r:s]))
        if signed or not (both.quoted(side, start - 1, end + 1) and both.quoted(1 - side, gap - 1, gap + 1)):
            continue
        if own.keys[end] in FUNCTION or any(own.pieces[own.home[w]].surface[:1].isupper() for w in range(start, end)):
            continue  # a phrase of its own, or a name
        yield report(both, "qualifier", side, Mark("qualifier", frozenset(), start, end))


def restricted(both: Sides) -> Iterator[Found]:
    """A restriction dropped or put in behind a negation that stays: "nobody in the government", "nobody"; at the end of the words one of two words at most."""
    for at, step in enumerate(both.steps[1:], 1):
        a, b, c, d = step.words
        last = at == len(both.steps) - 1
        if step.same or (a < b and c < d and not last):
            continue
        side, start, end, gap = (0, a, b, c) if c == d or (a < b and b - a < d - c) else (1, c, d, a)  # at the end the other may go on
        keys = both.sides[side].keys
        if keys[start] not in NARROWING or end - start > (2 if last else 4) or all(k in FUNCTION for k in keys[start:end]):
            continue
        first = max(0, start - NEAR)
        negated = any("not" in m.classes and both.kept(side, first + m.start) for m in find_marks(keys[first:start]) if m.kind == "polarity")
        p, q, r, s = step.pieces
        signed = any(piece.mend for piece in (*both.sides[0].pieces[p:q], *both.sides[1].pieces[r:s]))
        if negated and not signed and both.quoted(side, start - 1, end) and both.quoted(1 - side, gap - 1, gap):
            words = both.words(side, start - 1, end), both.words(1 - side, gap - 1, gap)
            yield (start if side == 0 else gap), Change("qualifier", here=words[1 - side], there=words[side])


def qualifiers(both: Sides, marks: tuple[list[Mark], ...]) -> Iterator[Found]:
    """A qualifier on one side alone while what it qualifies is on both; a condition while its main clause is."""
    wide = frozenset({"condition", "without"})

    def list_marks(side: int) -> list[Mark]:
        return [Mark(m.kind, wide if m.classes & wide else m.classes, m.start, m.end) for m in marks[side] if m.kind == "qualifier" or "without" in m.classes]

    left = cancel(list_marks(0), list_marks(1))
    for mark in left[0]:
        for mate in left[1]:
            times = both.sides[0].keys[mark.start], both.sides[1].keys[mate.start]
            if set(times) == {"before", "after"} and both.step(0, mark.start) == both.step(1, mate.start):
                yield mark.start, Change("qualifier", here=both.words(1, mate.start, mate.end), there=both.words(0, mark.start, mark.end))
    for side, own in enumerate(left):
        for mark in own:
            if "after" in mark.classes:
                continue
            if mark.classes & wide:
                if "without" not in both.sides[side].keys[mark.start : mark.end] and clause_kept(both, side, mark):
                    yield condition(both, side, mark)
            elif (head := both.head(side, mark)) is not None and both.remains(side, head):
                yield report(both, "qualifier", side, mark)


def condition(both: Sides, side: int, mark: Mark) -> Found:
    """A condition with its clause, to the end of what the other side lacks."""
    step = both.step(side, mark.start)
    end = step.words[1] if side == 0 else step.words[3]
    words = both.words(side, mark.start, min(end, mark.start + SHOWN))
    at = mark.start if side == 0 else step.words[0]
    return at, Change("qualifier", here="" if side == 0 else words, there=words if side == 0 else "")


def clause_kept(both: Sides, side: int, mark: Mark) -> bool:
    """Whether the main clause before a condition (behind it, where it opens the sentence) stands on the other side while the condition's words do not."""
    keys = both.sides[side].keys
    sentence = next((w + 1 for w in reversed(range(mark.start)) if both.ends(side, w)), 0)
    before = [w for w in range(sentence, mark.start) if keys[w] not in FUNCTION]
    after = [w for w in range(mark.end, len(keys)) if keys[w] not in FUNCTION]
    main, own = (before, after) if before else (after, after[:2])
    if not main or not own:
        return False
    first = own[:3]
    gone = not any(both.kept(side, w) for w in first) or not before
    return gone and sum(both.remains(side, w) for w in main) / len(main) >= KEPT
