"""The occasion of a statement: through which channel and when it was said, by the words around it, and carried over where one occasion goes on.

In: an article's text and statements with their parties. Out: channel, date and addressees a statement. What is not stated stays empty; a headline states
nothing of an occasion and takes nothing from one.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from onrecord.resolve.party import apart
from onrecord.resolve.told import Told
from onrecord.resolve.when import Timex
from onrecord.text.marks import read_table
from onrecord.types import Span, Statement, When

PRESENT = re.compile(r"\b(?!was|has|is\b)\w+(?<!s)s$|\b(?:do|does) not\b")  # "withdraws" does not go on with "reported"
# The table of channels in its order, which decides between two in one sentence.
CHANNELS = tuple((row["channel"], re.compile(row["pattern"], re.IGNORECASE)) for row in read_table("channels.tsv"))
TALKS = frozenset({"phone call", "meeting"})  # both sides speak to each other
ISSUED = re.compile(r"\b(?:published|released|issued|dated|printed|posted|sent|written|filed)(?: on| in| late| early)? ?", re.IGNORECASE)
LEAD = 3  # paragraphs in which a report says what it is about
SESSIONS = frozenset({"court or hearing", "meeting"})  # reports are about one as a whole
PERFECT = re.compile(r"\b(?:has|have|had|would|will)\b|according to|^per\b")
STILL = re.compile(r"^(?:has|have)\b")
REPLIES = re.compile(r"\b(?:repl(?:y|ie[sd])|respond(?:s|ed)?|answer(?:s|ed)?|retort(?:s|ed)?|counter(?:s|ed)?|(?:shot|hit) back|add(?:s|ed))\b")
REACH = 110  # characters from the cue within which a date belongs to the saying
# Before words that name an occasion: it was over, or not yet begun, when the words fell; or it was asked for and never held.
ELSEWHERE = re.compile(
    r"\b(?:(?:after|following|ahead of|prior to|until|since|outside|left|leaving|cancell?ed|postponed|scheduled|planned)(?: (?!(?:in|on|at)\b)[\w’'-]+){0,4}"
    r"|(?:requests?|calls?|called|asked|asking|appeal) for(?: [\w’'-]+){0,3}|(?:declined|refused|turned down|rejected|demanded|no|without|will hold"
    r"|to hold)(?: [\w’'-]+){0,2})[ ]$",
    re.IGNORECASE,
)
REQUEST = re.compile(r" (?:requests?|invitations?)\b")
LATER = re.compile(
    r"\b(?:after|following|outside|ahead of|before)(?: (?!(?:the|a) (?:bench|jury|judge)\b)[\w’'-]+){0,3} (?:meeting|hearing|court|session|verdict"
    r"|vote|ruling|trial|sentencing|debate)\b|\bafterwards?\b|\blater\b",
    re.IGNORECASE,
)
EXAMINED = re.compile(r"\b(?:[Cc]ross-examined|[Qq]uestioned|[Ee]xamined|[Aa]sked) by [^.!?\n]{2,100}$")  # in court: who asks need not speak in the report
LONGEST_CLAUSE = 140
COUNSEL = re.compile(r"\b(?:counsel|prosecut|barrister|judge|coroner|juror|solicitor|magistrate|[QK]C\b)", re.IGNORECASE)
BENCH = re.compile(
    r" (?:(?:the|his|her|its|fellow) )?(?:\w+ )?(?:jury|jurors|court|judges?|bench|panel|inquiry|committee|chamber|members|colleagues|councill?ors"
    r"|lawmakers|mps)\b",
    re.IGNORECASE,
)  # who sits in a session and is spoken to there
LOOK_BACK = 60  # characters before words of an occasion that tell whether it was held then
# A clause on somebody ("who replaced X in July"): its time is not when the words fell, unless it tells of speaking.
RELATIVE = re.compile(r", (?:who|whom|whose|which|where|when) [^,.;“”\"\n]{3,140}(?=,)", re.IGNORECASE)
SPEAKING = re.compile(r"\b(?:sp(?:eaks?|oke|eaking)|talk(?:s|ed|ing)|address(?:ed|ing)|testif(?:ied|ying)|was interviewed|gave evidence|appeared)\b")
ONE_OF = re.compile(
    r"(?:one|another|two|both|the (?:other|first|second)) of (?:them|the \w+)|the other|another", re.IGNORECASE
)  # of those who spoke just before
THEN = re.compile(r" (?:then|at the time)\b")  # right after a cue: on the day that was told of last
DEADLINE = frozenset({"demand", "promise", "threaten", "propose", "reject", "warn"})  # "urged him to publish it by Friday"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is known of where and when words were said."""

    channel: str | None = None
    said_on: When | None = None
    addressees: tuple[str, ...] = ()
    words: str = ""  # that name the channel, or "carried over"


def find_channel(text: str, statement: Statement, sentence: Span, others: Sequence[Span]) -> tuple[str, str] | None:
    """The channel that the words around a statement name, the nearest to its cue, and those words. `others` are contents that stand in the sentence."""
    cue = (statement.cue or statement.source or statement.content)[0]
    found: list[tuple[int, int, str, str]] = []
    for zone in apart(sentence, others):
        for rank, (channel, pattern) in enumerate(CHANNELS):
            for m in pattern.finditer(text, zone.start, zone.end):
                if ELSEWHERE.search(text[max(zone.start, m.start() - LOOK_BACK) : m.start()]) or REQUEST.match(text, m.end()):
                    continue
                found.append((max(m.start() - cue.end, cue.start - m.end(), 0), rank, channel, m[0]))
    return min(found)[2:] if found else None


def find_day(text: str, statement: Statement, timexes: Sequence[Timex], sentence: Span, others: Sequence[Span]) -> When | None:
    """When it was said: the date beside the cue, outside source and contents (`others`); after the cue rather than before it."""
    if not statement.cue:
        return None
    cue = statement.cue[0]
    apart_from = (*others, *statement.source)
    past = statement.content[-1].end if statement.content else cue.end
    near: list[tuple[int, int, When]] = []
    for t in timexes:
        if not sentence.start <= t.span.start < sentence.end or any(t.span.start < s.end and s.start < t.span.end for s in apart_from):
            continue
        if statement.act in DEADLINE and t.when.start is None and t.when.end is not None and t.span.start >= past:
            continue  # by when it is to be done
        if in_clause(text, cue, t.span):
            continue
        distance = t.span.start - statement.cue[-1].end if t.span.start >= cue.start else cue.start - t.span.end
        if distance <= REACH or t.span.end <= cue.start:
            near.append((t.span.start < cue.start, abs(distance), t.when))
    if not near and statement.source:  # a document speaks on the day that it came out: "a report published last week found ..."
        source = statement.source[0]
        near = [(False, 0, t.when) for t in timexes if source.start <= t.span.start < source.end and ISSUED.search(text, source.start, t.span.start)]
    return min(near, key=lambda n: n[:2])[2] if near else None


def carry_over(
    text: str, statements: Sequence[Statement], stated: Mapping[str, Occasion], blocks: Mapping[str, tuple[int, str]], session: tuple[int, str, When] | None,
    told: Sequence[Told] = (),
) -> dict[str, Occasion]:  # fmt: skip
    """Occasions with what they take from one that goes on. `blocks` gives a statement's block number and kind, `session` what session.py
    found, `told` what told.py found; speakers and addressees are filled.

    A talk of two parties holds for what either says to the other or an office relays of it; other occasions hold for what the same speaker goes on to say.
    """
    out = dict(stated)
    speaking = {i for s in statements if s.act != "ask" for i in s.speakers}
    whole = main_occasion(text, statements, stated, blocks)
    if session is not None and (whole is None or session[0] < whole[0]):  # the lead goes before: "heard on Wednesday. ... On Tuesday, opening the case,"
        whole = session[0], Occasion(session[1], session[2])
    talk: tuple[frozenset[str], Occasion] | None = None
    lasts: dict[tuple[str, ...], tuple[Statement, Occasion]] = {}  # by speakers: another's word between does not end an occasion
    previous: Statement | None = None
    ahead = list(reversed(told))
    spoke: Told | None = None
    answered = -1  # the block in which a statement was last made in the talk
    told_in: tuple[int, When] | None = None  # the block and day that were stated last
    for s in statements:
        own = out[s.id]
        number, kind = blocks.get(s.id, (0, "paragraph"))
        while ahead and ahead[-1].sentence.start <= s.content[0].start:
            spoke = ahead.pop()
            if len(spoke.sides) == 2:
                talk, answered = (frozenset(spoke.sides), Occasion(spoke.channel, spoke.day)), -1
        if kind in ("headline", "standfirst", "subhead", "caption"):
            out[s.id] = replace(own, channel=None, said_on=None) if kind == "headline" else own
            continue
        aimed = s.targets[:1] if own.channel == "phone call" else ()  # a call has two sides; at a meeting one may speak of anybody
        sides = frozenset((*s.speakers, *own.addressees, *aimed))
        same = talk is not None and own.channel in (None, talk[1].channel) and own.said_on in (None, talk[1].said_on)
        if talk is not None and same and (in_talk(s, own, talk[0]) or (answered == number and set(s.speakers) <= talk[0] and replies(text, s))):
            other = tuple(sorted(talk[0] - set(s.speakers))) if len(s.speakers) == 1 else ()
            out[s.id] = own = Occasion(talk[1].channel, own.said_on or talk[1].said_on, own.addressees or other, "carried over")
            answered = number
        elif own.channel in TALKS and s.speakers and len(sides) >= 2:
            talk, answered = (sides, own), number
            others = tuple(i for i in (*own.addressees, *aimed) if i not in s.speakers)
            out[s.id] = own = replace(own, addressees=own.addressees or others[:1])
        elif spoke is not None and 0 <= number - spoke.block <= 1 and s.parent is None and s.speakers == spoke.sides and own.said_on is None:
            out[s.id] = own = Occasion(own.channel or spoke.channel, spoke.day, own.addressees, "carried over")
        elif (last := lasts.get(s.speakers)) is not None and goes_on(text, s, own, last[0], last[1].channel, number - blocks.get(last[0].id, (0, ""))[0]):
            before = last[1]
            out[s.id] = own = Occasion(
                own.channel or before.channel, own.said_on or before.said_on,
                own.addressees or (before.addressees if before.channel == "letter" else ()), "carried over",
            )  # fmt: skip
        elif told_in is not None and told_in[0] == number and own.said_on is None and s.cue and THEN.match(text, s.cue[-1].end):
            out[s.id] = own = replace(own, said_on=told_in[1], words="carried over")
        elif (
            previous is not None
            and own.said_on is None
            and s.parent is None
            and s.source
            and ONE_OF.fullmatch(s.source[0].of(text))
            and blocks.get(previous.id) == (number, kind)
        ):
            before = out[previous.id]
            out[s.id] = own = Occasion(own.channel or before.channel, before.said_on, own.addressees, "carried over")
        elif whole is not None and number >= whole[0] and not moved(told_in, number, whole[1]) and belongs(text, s, own, whole[1].channel, speaking):
            out[s.id] = own = Occasion(whole[1].channel, whole[1].said_on, own.addressees, "the report's occasion")
        day = stated[s.id].said_on
        if day is not None and s.parent is None:
            told_in = number, day
        if (s.cue and later(text, s)) or day is not None:  # time has moved on for who spoke before
            lasts = {k: v for k, v in lasts.items() if day is not None and v[1].said_on is not None and v[1].said_on.start == day.start}
        if s.parent is None:
            lasts[s.speakers] = (s, own)
            previous = s
    return out


def moved(told_in: tuple[int, When] | None, number: int, whole: Occasion) -> bool:
    """Whether the paragraph has told of another day than the report's occasion: what stands behind it need not be of that occasion any more."""
    return told_in is not None and told_in[0] == number and whole.said_on is not None and told_in[1].start != whole.said_on.start


def main_occasion(
    text: str, statements: Sequence[Statement], stated: Mapping[str, Occasion], blocks: Mapping[str, tuple[int, str]]
) -> tuple[int, Occasion] | None:
    """The hearing or session that a report is about: told of with its day in the first paragraphs; with the number of its block."""
    bodies = sorted({n for n, kind in blocks.values() if kind == "paragraph"})[:LEAD]
    for s in statements:
        number, _ = blocks.get(s.id, (0, ""))
        if number in bodies and s.parent is None and stated[s.id].channel in SESSIONS and stated[s.id].said_on is not None:
            return number, stated[s.id]
    return None


def in_clause(text: str, cue: Span, day: Span) -> bool:
    """Whether a date stands in a clause on somebody beside the saying: "X, who succeeded Y in July, said"."""
    low = max(text.rfind("\n", max(0, day.start - LONGEST_CLAUSE), day.start), day.start - LONGEST_CLAUSE) + 1
    for m in RELATIVE.finditer(text, low, min(len(text), day.end + LONGEST_CLAUSE)):
        if m.start() < cue.start < m.end() and not m.start() <= day.start < m.end():
            return True  # "X, who has denied it, speaks next week"
        if m.start() <= day.start < m.end() and not m.start() < cue.start < m.end():
            return SPEAKING.search(m[0]) is None
    return False


def belongs(text: str, statement: Statement, own: Occasion, channel: str | None, speaking: Set[str]) -> bool:
    """Whether a statement was made in the session that its report is about: in the simple past, nothing else stated, spoken and no silence.

    `speaking` are the speakers of the report: who is told and never speaks, an outlet mostly, was told elsewhere.
    """
    if own.channel not in (None, channel) or own.said_on is not None or statement.parent is not None or not statement.cue or not statement.speakers:
        return False
    low = max(text.rfind("\n", 0, statement.cue[0].start), statement.cue[0].start - LONGEST_CLAUSE, 0)
    examined = channel == "court or hearing" and EXAMINED.search(text, low, statement.cue[0].start) is not None
    inside = examined or set(own.addressees) <= speaking or BENCH.match(text, statement.cue[-1].end) is not None
    if own.channel is None and (not inside or later(text, statement)):
        return False
    asks = statement.cue[0].of(text).lower() == "asked" and not (statement.source and COUNSEL.search(statement.source[0].of(text)))  # reporters ask elsewhere
    if statement.act in ("decline", "think", "retract") or statement.negated or asks:
        return False
    return PERFECT.search(statement.cue[-1].of(text)) is None and PRESENT.search(statement.cue[-1].of(text)) is None


def later(text: str, statement: Statement) -> bool:
    """Whether the words before the cue say that the session was over, not yet begun, or left: "after the hearing", "outside court"."""
    low, high = max(0, min(s.start for s in (*statement.source, *statement.cue)) - LOOK_BACK), statement.cue[-1].end
    low = max(low, *(text.rfind(mark, low, statement.cue[0].start) + 1 for mark in (". ", "\n")))
    stop = next((at for mark in ("\n", ". ", "“", '"') if (at := text.find(mark, high, high + 40)) >= 0), min(len(text), high + 40))
    return LATER.search(text, low, stop) is not None


def in_talk(statement: Statement, own: Occasion, sides: frozenset[str]) -> bool:
    """Whether a statement was made in a talk: by one side to the other, relayed of one side, or by both."""
    speakers = set(statement.speakers)
    if not speakers or not speakers <= sides:
        return False
    if len(speakers) > 1 or set(own.addressees) & sides:
        return True
    return statement.parent is not None and bool(statement.relayed_by) and not set(statement.relayed_by) & sides


def replies(text: str, statement: Statement) -> bool:
    """Whether a cue answers what was said before it."""
    return statement.parent is None and any(REPLIES.search(c.of(text)) for c in statement.cue)


def goes_on(text: str, statement: Statement, own: Occasion, before: Statement, channel: str | None, paragraphs: int) -> bool:
    """Whether a statement goes on with the one before it: the same speaker, in the next paragraph at most, with a cue that says so or in the same paragraph."""
    if statement.parent is not None or not statement.speakers or statement.speakers != before.speakers or not 0 <= paragraphs <= 1:
        return False
    if statement.cue and STILL.search(statement.cue[0].of(text)) and not (before.cue and STILL.search(before.cue[0].of(text))):
        return False  # "has not repeated it since" is of no day
    present = [PRESENT.search(s.cue[-1].of(text)) is not None for s in (statement, before) if s.cue]
    fitting = own.channel in (None, channel) or (own.channel == "court or hearing" and channel is None)
    return own.said_on is None and fitting and len(set(present)) == 1
