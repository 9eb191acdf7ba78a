"""An attributed sentence of the draft, in its own words, among the statements of the sources.

In: a statement of the draft. Out: a judgement. A statement of the same speaker whose content says as much bears it out; what then differs in a negation, a
number, a name, a modal verb or a qualifier is told. What only another speaker says, must be nearly the same to be held for it.
"""

from collections.abc import Sequence

from onrecord.check.match import Match, keys_of, lay
from onrecord.check.passage import Passage, content_weight, weigh, weigh_keys
from onrecord.check.quotation import COST, NOBODY, Candidate, Judged, denies, is_loss, rank, teller_of, text_of
from onrecord.check.sources import Sources, Unit
from onrecord.check.speaker import Speakers
from onrecord.check.types import Verdict
from onrecord.group.meaning import FUNCTION, likeness
from onrecord.group.texts import Said
from onrecord.group.types import Change
from onrecord.group.wording import names_in
from onrecord.group.wording.align import align
from onrecord.group.wording.change import find_changes
from onrecord.group.wording.marks import sense
from onrecord.group.wording.words import value_of

FIT = 0.52  # mean of containment and likeness by which a speaker's own statement bears a sentence out
HELD = 0.42  # share of the sentence's weight that it must have
ELSEWHERE, HEAVY = 0.8, 12.0  # the same where another says it or nobody does, and the weight that must be shared
LIGHT = 5.0  # a sentence whose content weighs less says too little to be missed
RUN = 3  # words in a row that make a rendering near
MONTHS = frozenset("january february march april may june july august september october november december".split())
TOUCHED = 0.03  # what a change of meaning costs among renderings that fit


def judge_sentence(passage: Passage, said: Said, sources: Sources, speakers: Speakers) -> Judged | None:
    """Look an attributed sentence up; None where it says too little to be missed and is not found."""
    voices = speakers.of(said, said.statement.speakers)
    found = []
    for unit in sources.look_up(passage.side.keys, voices):
        if unit.form != "quotes":
            candidate = weigh_sentence(passage, unit, said, sources, speakers)
            if candidate is not None:
                found.append(candidate)
    if not found:
        return None if content_weight(passage.side.keys) < LIGHT else Judged("not found")
    found.sort(key=rank)
    best = found[0]
    verdict: Verdict = "agrees"
    if best.said is None:
        verdict = "in nobody's mouth"
    elif best.whose == "other":
        verdict = "other speaker"
    elif any(is_loss(c) for c in best.changes):
        verdict = "lost"
    elif best.changes:
        verdict = "altered"
    others: dict[str, Candidate] = {}
    agreeing = {text_of(c) for c in found if c.said and c.whose in ("same", "for") and not c.changes}
    if verdict == "agrees":
        for c in found:
            if c.said and c.whose in ("same", "for") and c.changes and text_of(c) not in agreeing:
                others.setdefault(text_of(c), c)
    return Judged(verdict, best, others=tuple(others.values()), same=len(agreeing))


def weigh_sentence(passage: Passage, unit: Unit, said: Said, sources: Sources, speakers: Speakers) -> Candidate | None:
    """A unit as what bears a sentence out; None where it says something else."""
    silent = said.statement.act == "decline"
    if silent != (unit.said is not None and unit.said.statement.act == "decline"):
        return None  # that somebody did not say it is no rendering of what was said
    whole = sources.words(unit.number)
    ours = list(dict.fromkeys(sense(k) for k in passage.side.keys if k not in FUNCTION))
    total = sum(weigh(s) for s in ours)
    if not total:
        return None
    part, start, end = best_part(ours, whole, single=unit.form == "block")
    theirs = {sense(k) for k in part.side.keys}
    shared = sum(weigh(s) for s in ours if s in theirs)
    contained = shared / total
    if contained < HELD:
        return None
    alike = likeness(plain(passage), plain(part))
    fit = (2 * contained + alike) / 3
    steps = align(part.side, passage.side)
    run = max((s.words[3] - s.words[2] for s in steps if s.same), default=0)
    same = sum(weigh_keys(passage.side.keys[s.words[2] : s.words[3]]) for s in steps if s.same)
    match = Match(whole, start, end, part, passage, tuple(steps), same / max(1e-9, weigh_keys(passage.side.keys)), run)
    teller, whose = (unit.said, speakers.whose(said, unit.said)) if unit.said else teller_of(match, unit, said, sources, speakers)
    if teller is None or whose == "other":
        if contained < ELSEWHERE or shared < HEAVY or fit < ELSEWHERE:
            return None
    elif fit < (FIT if whose in ("same", "for") else (FIT + ELSEWHERE) / 2):
        return None
    if teller is not None and len(ours) == 1 and said.statement.act != teller.statement.act:
        return None  # one word in common ("the inquiry was over", "to wait for the inquiry"), and something else is done with it
    changes = changes_between(match, said, teller) if teller else ()
    cost = (1 - fit) + (COST[whose] if teller else NOBODY) + TOUCHED * len(changes) + (0.03 if unit.form == "block" else 0.0)
    return Candidate(match, unit, teller, whose, match.own(), cost, changes)


def best_part(senses: Sequence[str], whole: Passage, *, single: bool) -> tuple[Passage, int, int]:
    """The sentence of a unit that has most of what is asked for; unless it must be a `single` one, the whole where that is spread over several."""
    wanted = set(senses)
    cuts = whole.sentences()
    if len(cuts) < 2:
        return whole, 0, len(whole.places)
    weights = []
    for a, b in cuts:
        keys = {sense(k) for p in whole.side.pieces[a:b] for k in p.keys if k not in FUNCTION}
        weights.append(sum(weigh(s) for s in sorted(keys & wanted)))
    best = max(range(len(cuts)), key=lambda i: (weights[i], -i))
    everything = {sense(k) for k in whole.side.keys}
    if single or weights[best] >= 0.8 * sum(weigh(s) for s in senses if s in everything):
        return whole.cut(*cuts[best]), *cuts[best]
    return whole, 0, len(whole.places)


def plain(passage: Passage) -> str:
    return " ".join(p.surface for p in passage.side.pieces)


def changes_between(match: Match, draft: Said, source: Said) -> tuple[Change, ...]:
    """The changes of meaning between two renderings; a denial told by the verb alone ("denied that it was chained") counts as a negation of the words."""
    known = names_in(draft) | names_in(source)
    found = find_changes(match.source.side, match.draft.side, list(match.steps), quoted=False, known=known)
    ours = {sense(k) for k in match.draft.side.keys}
    # "Three boats sank, not four": a contrast that is left out takes nothing away.
    found = tuple(c for c in found if c.here or c.kind != "polarity" or not ours.isdisjoint(sense(k) for k in keys_of(c.there) if k not in FUNCTION))
    near = lay(match.draft, match.source)
    if near is not None and near.run >= RUN and not any(c.kind == "polarity" for c in found):
        # A negation elsewhere in a long sentence makes up for none here.
        found = (*found, *(c for c in near.changes(quoted=False) if c.kind == "polarity" and c.here and c.there))
    if not any(c.kind == "number" for c in found):
        found = (*found, *other_counts(match.draft, match.source))
    if denies(draft.statement, draft.article.text) == denies(source.statement, source.article.text):
        return found
    turned = [c for c in found if c.kind == "polarity"]
    rest = tuple(c for c in found if c.kind != "polarity")
    if turned:
        return rest
    cues = [" ".join(c.of(s.article.text) for c in s.statement.cue) for s in (draft, source)]
    return (Change("polarity", here=cues[0], there=cues[1]), *rest)


def other_counts(draft: Passage, source: Passage) -> tuple[Change, ...]:
    """The same things counted otherwise where the order of words hides it: "twelve people were taken out", "we took nine people out"."""
    ours, theirs = counts_in(draft), counts_in(source)
    return tuple(
        Change("number", here=shown, there=next(iter(theirs[head].values())))
        for head, own in ours.items()
        if head in theirs and own.keys().isdisjoint(theirs[head])
        for shown in list(own.values())[:1]
    )


def counts_in(passage: Passage) -> dict[str, dict[str, str]]:
    """What is counted in some words (by its sense; a day by its month), with each number and how it is printed."""
    side = passage.side
    out: dict[str, dict[str, str]] = {}
    for w, key in enumerate(side.keys):
        if value_of(key) is None:
            continue
        behind, ahead = (side.keys[w - 1] if w else ""), (side.keys[w + 1] if w + 1 < len(side.keys) else "")
        at = w - 1 if behind in MONTHS else w + 1
        if at == w + 1 and (not ahead or ahead in FUNCTION or value_of(ahead) is not None):
            continue
        first, last = sorted((side.home[w], side.home[at]))
        printed = " ".join(p.surface for p in side.pieces[first : last + 1]).strip("“”\"‘’',.;")
        out.setdefault(sense(side.keys[at]), {}).setdefault(key, printed)
    return out
