"""A quotation of the draft among the sources: the best rendering of its words, and what became of them there.

In: a passage in marks with the statement that the draft makes of it. Out: a judgement. Words and speaker are weighed together: fewer differences, the same
speaker and words in marks win. The costs were set on drafts about the shipped disputes, written for tests/test_check.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.check.match import Match, keys_of, lay
from onrecord.check.passage import Passage, content_weight, ends_sentence
from onrecord.check.sources import Sources, Unit
from onrecord.check.speaker import Speakers
from onrecord.check.types import Verdict, Whose
from onrecord.group.meaning import FUNCTION, likeness
from onrecord.group.texts import Said
from onrecord.group.types import Change
from onrecord.group.wording.align import align
from onrecord.group.wording.change import find_changes
from onrecord.group.wording.marks import find_marks, sense
from onrecord.types import Statement

SHORT, LIGHT = 2, 9.0  # so few words, or words that tell so little, are found whole or not at all
FOUND, ELSEWHERE = 0.58, 0.75  # share of a quotation's weight that must stand in a source; the same where another says it
MOSTLY = 0.6  # share of the words of a very short quotation
LEAST = 0.3  # the same where three in four of its words do
RUN, LONG = 3, 4  # words in a row that must; the same where another says it
RELATED = 0.6  # likeness of a freely reworded paraphrase
RETOLD = 0.5  # share of its senses that must be the same
ONE, TWO = 5.0, 7.5  # weight by which one or two words tell who said them
VARIANT = 0.7  # share of the draft's weight that another version has
SUBJECT = 4  # words of a main clause that may stand before the words quoted of it
BEYOND = 25  # words of a sentence behind a quotation that are shown
SHIFT = {
    word: row.split()[0]
    for row in (
        "i he she they we it", "me him her them us", "my his their our its", "will would", "can could", "may might", "is was are were am", "have has had",
        "do did does", "this that", "here there", "now then", "anything nothing", "anybody nobody", "anyone nobody",
    )
    for word in row.split()
}  # fmt: skip
COST: dict[Whose, float] = {"same": 0.0, "for": 0.03, "unknown": 0.12, "other": 0.3}
DENIES = re.compile(r"\b(?:den(?:y|ies|ied|ying)|disput\w*|refut\w*|contradict\w*)\b", re.IGNORECASE)
NOBODY, UNMARKED, EACH, MOST = 0.2, 0.12, 0.04, 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rendering: the match, who says it (None: nobody), how that stands to the draft's speaker, what it costs to hold it for the words meant."""

    match: Match
    unit: Unit
    said: Said | None
    whose: Whose
    own: bool
    cost: float
    changes: tuple[Change, ...] = ()

    @property
    def whole(self) -> bool:
        return not any(self.match.count()) and not self.match.hidden()


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of some words: the verdict, the rendering it rests on, what stands beside it."""

    verdict: Verdict
    best: Candidate | None = None
    lost: tuple[str, ...] = ()
    goes_on: str = ""
    others: tuple[Candidate, ...] = ()
    same: int = 0


def judge_quotation(passage: Passage, around: Passage, said: Said | None, sources: Sources, speakers: Speakers) -> Judged:
    """Look a quotation up. `around` is the draft's whole sentence, in which words that the marks lack may stand."""
    voices = speakers.of(said, said.statement.speakers) if said else frozenset()
    found = []
    for unit in sources.look_up(passage.side.keys, voices):
        match = lay(passage, sources.words(unit.number))
        if match is not None and match.covered >= RETOLD * 0.6:
            found.append(weigh_candidate(match, unit, said, sources, speakers))
    found.sort(key=rank)
    best = next((c for c in found if is_found(c, passage)), None)
    if best is None:
        return Judged("not found", found[0] if found and found[0].match.covered >= RETOLD and found[0].match.run >= RUN else None)
    changes = best.match.changes(quoted=True)
    if not best.own and best.said and denies(best.said.statement, best.said.article.text):  # "denied that anything was taken": “Nothing was taken”
        changes = tuple(c for c in changes if c.kind != "polarity")
    best = replace(best, changes=changes)
    lost = lost_beside(best, passage, around) if best.own and best.said else ()
    versions = [c for c in found if c.said and c.whose in ("same", "for") and c.match.covered >= VARIANT and c.own]
    others = list_others(best, versions) if not best.changes else ()
    texts = {text_of(c) for c in versions if c.whole}
    return Judged(name_verdict(best, lost), best, lost, goes_on(best, passage), others, len(texts | ({text_of(best)} if best.whole else set())))


def rank(candidate: Candidate) -> tuple[float, str, str, int]:
    """Cheapest first; of equals the one published first."""
    article = candidate.unit.record.article
    assert article is not None
    return round(candidate.cost, 6), (article.published.start if article.published else None) or "9999", article.id, candidate.unit.number


def text_of(candidate: Candidate) -> str:
    assert candidate.unit.record.article is not None
    return candidate.unit.record.article.id


def weigh_candidate(match: Match, unit: Unit, said: Said | None, sources: Sources, speakers: Speakers) -> Candidate:
    """Who says the words of a match, and what it costs."""
    teller: Said | None = unit.said
    whose: Whose = "unknown"
    if teller is None:
        teller, whose = teller_of(match, unit, said, sources, speakers)
    else:
        whose = speakers.whose(said, teller)
    own = match.own()
    cost = (1 - match.covered) + min(MOST, EACH * sum(match.count())) + (COST[whose] if teller else NOBODY)
    cost += (MOST if match.hidden() else 0.0) + (0.0 if own else UNMARKED) + {"statement": 0.0, "quotes": 0.01, "block": 0.03}[unit.form]
    return Candidate(match, unit, teller, whose, own, cost)


def teller_of(match: Match, unit: Unit, said: Said | None, sources: Sources, speakers: Speakers) -> tuple[Said | None, Whose]:
    """The statement whose content holds most of a match's words: the one nearest to the draft's speaker, then the shortest."""
    best: tuple[float, int, str] | None = None
    found: tuple[Said | None, Whose] = (None, "unknown")
    places = tuple(match.source.places[p] for step in match.steps if step.same for p in range(step.pieces[0], step.pieces[1]))
    for s in sources.statements[text_of_unit(unit)]:
        inside = sum(1 for p in places if any(c.start < p.end and p.start < c.end for c in s.statement.content))
        if inside and 2 * inside >= len(places):
            whose = speakers.whose(said, s)
            key = (COST[whose], sum(c.end - c.start for c in s.statement.content), s.id)
            if best is None or key < best:
                best, found = key, (s, whose)
    return found


def text_of_unit(unit: Unit) -> str:
    assert unit.record.article is not None
    return unit.record.article.id


def is_found(c: Candidate, passage: Passage) -> bool:
    """Whether a match is no chance."""
    keys, match = passage.side.keys, c.match
    weight = content_weight(keys)
    if len(keys) <= SHORT or weight < LIGHT:
        # A word or two, or words that everybody uses: whole, and of the speaker's mouth or telling.
        if not c.whole or match.covered < 0.999:
            if c.whose in ("same", "for") and c.said is not None and not c.own and len(keys) > SHORT and shifted(c, passage):
                return True
            own = c.whose in ("same", "for") and c.said is not None
            if own and c.own and len(keys) > SHORT and match.share >= MOSTLY and whole_run(match):
                return True  # “late, but right” beside “late, but welcome”
            return own and len(keys) > LONG and (match.covered >= ELSEWHERE or (match.share >= ELSEWHERE and match.run >= LONG))
        if c.said is not None and c.whose in ("same", "for"):
            return True
        if len(keys) > SHORT and c.own and whole_run(match):
            return True
        return (c.own and c.said is not None and weight >= (ONE if len(keys) == 1 else TWO)) or (len(keys) > LONG and weight >= ONE)
    if c.said is None or c.whose == "other":
        return match.covered >= ELSEWHERE and (match.run >= LONG or c.whole)
    if match.covered >= FOUND and (match.run >= RUN or match.covered >= ELSEWHERE):
        return True
    if match.share >= ELSEWHERE and match.covered >= LEAST and match.run >= RUN:
        return True
    return c.whose in ("same", "for") and not c.own and retold(c, passage)


def whole_run(match: Match) -> bool:
    """Whether the words of the source are a whole sentence of the speaker, or all that is quoted of it."""
    return sentence_round(match) == (match.start, match.end)


def shifted(c: Candidate, passage: Passage) -> bool:
    """Whether a quotation is the source's paraphrase put back into the speaker's person and tense: "he would not resign", “I will not resign”."""
    ours, theirs = ([SHIFT.get(k, k) for k in x.side.keys] for x in (passage, c.match.whole))
    return any(theirs[i : i + len(ours)] == ours for i in range(len(theirs) - len(ours) + 1))


def retold(c: Candidate, passage: Passage) -> bool:
    """Whether marks were put round a free rendering of the source's paraphrase."""
    ours = {sense(k) for k in passage.side.keys if k not in FUNCTION}
    theirs = {sense(k) for k in c.match.whole.side.keys}
    shared = content_weight([k for k in passage.side.keys if sense(k) in theirs])
    plain = " ".join(p.surface for p in c.match.source.side.pieces)
    own = " ".join(p.surface for p in passage.side.pieces)
    return bool(ours) and shared >= RETOLD * content_weight(passage.side.keys) and shared >= LIGHT and likeness(plain, own) >= RELATED


def name_verdict(best: Candidate, lost: Sequence[str]) -> Verdict:
    differ, out, added = best.match.count()
    if best.said is None:
        return "in nobody's mouth"
    if best.whose == "other":
        return "other speaker"
    if any(is_loss(c) for c in best.changes) or (lost and not differ and not added):
        return "lost"
    if not best.own:
        return "paraphrase in marks"
    if differ or added or best.changes:
        return "altered"
    return "cut" if out or best.match.hidden() else "exact"


def is_loss(change: Change) -> bool:
    """Whether the draft lacks a negation, a qualifier, a limit of a number or a modal verb that the source has."""
    here, there = (list(find_marks(keys_of(words))) for words in (change.here, change.there))
    if change.kind == "polarity":
        return any("not" in m.classes for m in there) and not any("not" in m.classes for m in here)
    if change.kind == "modal":  # "have been" for "may have been"
        return bool(there) and not any(m.kind == "modal" for m in here)
    if change.kind == "number":  # "six" for "fewer than six"
        return change.here != change.there and change.here in change.there
    return change.kind == "qualifier" and len(change.there.split()) > len(change.here.split())


def lost_beside(best: Candidate, passage: Passage, around: Passage) -> tuple[str, ...]:
    """Negations and qualifiers of the speaker's sentence that the marks stopped short of, and that bear on what is quoted; not those that the draft gives
    in words of its own."""
    match = best.match
    start, end = sentence_round(match)
    if (start, end) == (match.start, match.end) or match.whole.places[start:end] == match.source.places:
        return ()
    wide = match.whole.cut(start, end)
    inner = {c.there for c in best.changes}
    if kept := tuple(w for w in losses(wide, passage) if w not in inner and not given(w, passage, around)):
        return kept
    found = beheaded(match, start, passage, around) or lost_condition(match, start, around)
    return (found,) if found else ()


def beheaded(match: Match, start: int, passage: Passage, around: Passage) -> str:
    """A mark that ends where the quotation begins: "may | have been taken", "fewer than | six"."""
    wide = match.whole.cut(start, match.end)
    ahead = sum(len(p.keys) for p in wide.side.pieces[: match.start - start])
    for mark in find_marks(wide.side.keys):
        if mark.end == ahead and (mark.kind != "modal" or "may" in mark.classes):
            words = " ".join(p.surface for p in wide.side.pieces[wide.side.home[mark.start] : wide.side.home[ahead] + 1]).strip("“”\"‘’', ")
            return "" if given(words, passage, around) else words
    return ""


def lost_condition(match: Match, start: int, around: Passage) -> str:
    """The condition before a quotation that begins with the main clause: "If the wind turns, | the ferry will sail"."""
    before = match.whole.side.pieces[start : match.start]
    comma = max((i for i, p in enumerate(before) if p.surface.endswith(",")), default=-1)
    pieces, subject = before[: comma + 1], before[comma + 1 :]
    keys = [k for p in pieces for k in p.keys]
    if not keys or len(subject) > SUBJECT:
        return ""
    if not any(m.start == 0 and "condition" in m.classes for m in find_marks(keys)) or any("condition" in m.classes for m in find_marks(around.side.keys)):
        return ""
    return " ".join(p.surface for p in pieces).strip("“”\"‘’', ")


def given(words: str, passage: Passage, around: Passage) -> bool:
    """Whether the draft's sentence has such a mark in words of its own, outside the quotation."""
    wanted = {c for m in find_marks(keys_of(words)) for c in m.classes}
    inside, outside = ([c for m in find_marks(x.side.keys) for c in m.classes] for x in (passage, around))
    return any(outside.count(c) > inside.count(c) for c in wanted)


def losses(source: Passage, draft: Passage) -> tuple[str, ...]:
    steps = align(source.side, draft.side)
    return tuple(dict.fromkeys(c.there for c in find_changes(source.side, draft.side, steps, quoted=True) if is_loss(c)))


def sentence_round(match: Match) -> tuple[int, int]:
    """The pieces of the sentences that a match touches, as far as they are the speaker's own words."""
    pieces = match.whole.side.pieces
    touched = [(a, b) for a, b in match.whole.sentences() if a < match.end and match.start < b]
    start, end = touched[0][0], touched[-1][1]
    while start < match.start and not all(p.quoted for p in pieces[start : match.start]):
        start += 1
    while end > match.end and not all(p.quoted for p in pieces[match.end : end]):
        end -= 1
    return start, end


def goes_on(best: Candidate, passage: Passage) -> str:
    """The rest of the speaker's sentence behind a quotation that ends with a stop or a comma inside its marks, as if there were no more."""
    if not best.own or best.said is None or not passage.side.pieces or not best.whole:
        return ""
    if passage.side.pieces[-1].surface[-1:] not in ".,!?":
        return ""
    _, end = sentence_round(best.match)
    rest = best.match.whole.side.pieces[best.match.end : end]
    if not rest or ends_sentence(best.match.source.side.pieces[-1].surface) or not any(p.keys for p in rest) or len(rest) > BEYOND:
        return ""
    return " ".join(p.surface for p in rest).strip("“”\"‘’',. ")


def list_others(best: Candidate, versions: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The versions of other texts that have the words otherwise in a way that touches the meaning, one a text."""
    found: dict[str, Candidate] = {}
    whole = {text_of(c) for c in versions if c.whole}
    for c in versions:
        if text_of(c) not in whole and text_of(c) not in found:
            changes = c.match.changes(quoted=True)
            if changes:
                found[text_of(c)] = replace(c, changes=changes)
    return tuple(found.values())


def denies(statement: Statement, text: str) -> bool:
    """Whether a statement denies its content by its verb."""
    return any(DENIES.search(c.of(text)) for c in statement.cue) != statement.negated and statement.act != "decline"
