"""To whom, against whom and on whose behalf: the expressions beside a statement that name its other parties.

In: an article's text and statements with their acts. Out: spans, a role each. It finds expressions; who they stand for is who.py's to say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.resolve.who.words import role_of
from onrecord.say.cue import words_of
from onrecord.types import Span, Statement

TOKEN = re.compile(r"[\w$€£%][\w.’'&-]*|[^\w\s]")
# Words that end a noun phrase; "of" and "in" may go on with a name.
ENDS = frozenset(
    "unless to that for over about with by on as from after before because when while who which whom whose where is are was were be been has have had must"
    " should will would could can may might need needs ought shall at during against into amid if whether said says not and or but than through until since"
    " regarding following despite without under into toward towards via cannot never also again yesterday today tomorrow did does do what how why".split()
)
DETERMINERS = frozenset("the a an his her its their our my your all both some any other two three four several many more those these this that".split())
PRONOUNS = frozenset("him her them me us you he she they it himself herself themselves".split())
LINKS = frozenset({"of", "in", "at", "for"})
TIME = frozenset("last next this late early earlier later yesterday today tomorrow tonight monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset("January February March April May June July August September October November December".split())
OCCASION = frozenset("briefing conference meeting hearing interview statement letter speech call rally".split())  # nobody to speak to
INDEFINITE = frozenset("anyone anybody someone somebody everyone everybody nobody others none anything something nothing".split())
LONGEST = 14  # words of a noun phrase
NEAR = 3000  # characters around in which a word's other forms are looked for
TO = re.compile(r"to ")
BEFORE_NAME = re.compile(r"(?:[a-z,]|\b[A-Z][\w.]{0,20}) $")  # before a name within a sentence, or before a surname
HURTING = re.compile(
    r"\b(?:sue|prosecute|punish|expel|crush|destroy|fine|sack|dismiss|fire|oust|suspend|evict"
    r"|deport|boycott|invade|attack|arrest|blockade|retaliate against|take) (?=[^.;]{3,60})"
)
LED = re.compile(r" ?(?:on|upon|to) ")  # "called | on | the port to ...", "explained | to | the crews that ..."
# Verbs of the past that do not end in "ed": they end the subject of a quoted sentence ("The port hid the figures").
PAST = frozenset(
    "told took stole hid made gave went knew kept left lost sold broke brought bought built came did found fought got held led lied met paid ran rose said saw"
    " sent shot spent stood thought threw won wrote began chose drove fell felt forgot grew heard".split()
)
# Cues whose object is who is spoken to.
TELLING = frozenset(
    "tell ask urge warn inform assure remind order instruct advise beg implore notify brief promise beseech press encourage request caution alert"
    " exhort command direct summon question thank congratulate invite email write".split()
)
SPOKEN_TO = frozenset("tell urge warn inform assure remind advise beg implore notify beseech".split())  # nothing but somebody stands right after these
NO_PARTY = frozenset("question questions post blog letter note email e-mail message book article column".split())  # written or put, not spoken to
PERSONS = frozenset("accuse charge sue indict praise commend thank congratulate".split())  # of persons or bodies
# Acts aimed at somebody, who is accused, criticised, threatened, praised.
AIMED = frozenset({"accuse", "criticise", "challenge", "support", "threaten", "demand"})
PARTNER = re.compile(
    r"\b(?:speaking|speak|spoke|talking|talked|told|remarks|comments|interview|letter|message|email|e-mail|statement|testimony|speech|address|submission|report"
    r"|conversation|call|talks|meeting|talk|phone call|telephone call|telephone conversation|briefing|apology|note|testifying|testified|writing|wrote|written)"
    r"(?: given| sent| made)?"
    r"(?: on \w+day| this week| late \w+| in \w+| by telephone| by phone)? (?:to|with|before|in front of) ",
    re.IGNORECASE,
)
ADDRESSING = re.compile(r"\b(?:addressing|addressed|briefing|briefed|interviewed by|asked by|questioned by|told|telling|said to|says to) ", re.IGNORECASE)
TALKING = frozenset("discuss raise review debate share exchange agree consult".split())
WITH = re.compile(r",?(?: by (?:tele)?phone| over the (?:tele)?phone| by video(?: link)?| in person| at length| privately| \w{3,6}day| on \w{3,6}day)? with ")
IN_CALL = re.compile(r"\b(?:with|to) (?=[^.]{3,90}? in an? (?:tele)?phone (?:call|conversation)\b)", re.IGNORECASE)
MUST = re.compile(r" [“\"‘']?(?:must|should|needs? to|has to|have to|ought to|had to|needed to)\b")
DISMISSAL = re.compile(
    r"(?:for )?(?P<who>(?:the |[A-Z])[\w’' -]{1,50}?)[’']s? (?:resignation|dismissal|removal|arrest|departure|sacking|ouster|impeachment|release)\b"
)
CALLING = re.compile(
    r"\b(?:I|we|and) (?:\w+ly )?(?:call|urge|ask|appeal|demand|beg|implore|expect|want|order|tell|advise|invite|warn)(?: on| upon| to)? (?=[^.;]{2,90}? to\b)"
    r"|^(?:for|on|upon) (?=[^.;]{2,90}? to\b)|\b(?:call|calls|called|calling|urged|urging|asked|asking) (?:on |upon )?(?=[^.;]{2,90}? to\b)",
    re.IGNORECASE,
)
HOLDING = re.compile(r"^(?:that )?hold(?:s|ing)? (?P<who>[^.;,]{2,60}?) (?:responsible|accountable) for\b")
AGENT_BY = re.compile(
    r"\b(?:carried out|ordered|planned|organi[sz]ed|committed|orchestrated|staged|caused|sabotaged|masterminded|directed)(?: [\w’'“”\"-]+){0,4}? by "
)
HEARER = re.compile(r"(?P<who>him|her|them) (?:that|of|about|against)\b")
OWNED = re.compile(r"(?:his|her|their) (?=\w)", re.IGNORECASE)
CONFIDENCE = re.compile(r"\b(?:confidence|trust|faith) in ")
PAIRS = frozenset({"the two", "both", "the pair", "the three", "the trio", "the duo"})
AT_WHOM = re.compile(r"^(?:[“\"‘']?)(?:with|at|of|against|on|to|for|toward|towards|over|about|by) ")
LEADING = re.compile(r"^[“\"‘']?(?:that |but |and |then |now |first |instead |[“\"‘'])*", re.IGNORECASE)
CLAIMS_IN = re.compile(
    r"(?:accusations?|claims?|allegations?|charges|statements|remarks|comments|attacks|assessments)[”\"’]? (?:in|by|from|of) (?=(?:the )?[A-Z])"
)
POSSESSOR = re.compile(r"(?:the )?(?:[A-Z][\w.-]{0,25}(?: [A-Z][\w.-]{0,25}){0,3}|\w{1,25} \w{1,25})[’']s? (?=\w)")
AGENTS = re.compile(
    r"\b(?:minister|ministers|ministry|president|premier|government|governments|authorities|officials?|police|army|military|forces|troops|rebels"
    r"|council|councillors?"
    r"|mayor|company|firm|companies|board|bank|union|party|parties|opposition|court|judge|prosecutors?|lawyers?|leaders?|leadership|chair|chairman"
    r"|chairwoman|director"
    r"|directors|managers?|management|crews?|workers|employees|staff|drivers?|pilots?|referees?|umpires?|coastguards?|navy|cabinet|coalition"
    r"|captains?|agency|commission|committee|regulator|federation|club|association|community"
    r"|nations?|countries|country|states?|sides|parliament|lawmakers|mps|senators?|journalists?|reporters|newspaper|paper|outlet|editors?|bishop"
    r"|church|university"
    r"|researchers?|scientists?|doctors?|hospital|school|teachers?|students?|residents|people|families|victims|critics|rivals?|neighbours?"
    r"|neighbors?|allies|militants"
    r"|protesters|activists|campaigners|administration|office|department|inspectors?|inspectorate|body|watchdog|panel|inquiry|governor|keeper"
    r"|warden|harbourmaster"
    r"|man|woman|men|women|colleagues?|predecessor|successor|deputy|envoy|ambassador|agents?|players?|coach|owners?|contractors?|operator|operators"
    r"|port|authority"
    r"|jury|jurors|tribunal|inquest|magistrates?|supporters|fans|delegates|crowds?|audience|colleague|soldiers|sailors|fishermen|farmers|tenants"
    r"|passengers|patients|pupils"
    r"|parents|widow|mother|father|wife|husband|son|daughter|brother|sister|organisers|organizers|bosses|boss|executives?|investigators|detectives|officers?"
    r"|journal|magazine|website|station|nurses?|inspectorate|members|partners|suppliers|customers|shareholders|investors|citizens|voters|public"
    r"|world|west|east)\b",
    re.IGNORECASE,
)
QUOTED_BY = re.compile(r"\b(?:was|were|is|are|being) quoted (?:on \w+ )?(?:as saying )?by ")
QUOTED_IN = re.compile(r"\b(?:quoted|cited) (?:\w+day |on \w+day )?by ")  # within a source: "an engineer quoted by the paper"
QUOTING = re.compile(r" (?:quoted|quotes|cited|cites) $")
CITES = re.compile(r"\b(?:citing|quoting|cited|quoted)\b")
REPORTED = re.compile(r" (?:has |had )?(?:reported|reports|said|says|wrote|writes|revealed|disclosed|announced)\b(?= on\b| late| early|,| ?$)")
REACH = 90  # characters before a source in which its carrier stands


@dataclass(frozen=True, slots=True)
class Parties:
    """The expressions that name the other parties of a statement."""

    addressees: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    carriers: tuple[Span, ...] = ()  # who passed the words on, by this sentence alone
    principals: tuple[Span, ...] = ()  # for whom the source speaks


def find_parties(text: str, statement: Statement, sentence: Span, row: str, beside: Sequence[Span] = ()) -> Parties:
    """The parties of one statement. `sentence` holds its cue; `row` is the row of the table of cues that its cue matched; `beside` are other cues."""
    verb = row.split()[0] if row else ""
    gap = gap_after(text, statement, sentence, verb)
    told = told_to(text, statement, sentence, gap, verb)
    to = (
        (told,)
        if told is not None
        else ()
        if gap is not None and verb == "call" and not led_by(text, gap, "on")
        else tuple(partners(text, statement, sentence, beside))
    )
    outside = list(apart(sentence, statement.content))
    return Parties(to, tuple(targets(text, statement, gap, verb)), tuple(carriers(text, statement, outside)))


def told_to(text: str, statement: Statement, sentence: Span, gap: Span | None, verb: str) -> Span | None:
    """Who is told, urged, warned, or apologised to: right after the cue, or first in the content of an apology ("to the families for ...")."""
    if gap is not None and (verb in TELLING or led_by(text, gap, "to", "on", "upon")):
        return gap
    if statement.act == "apologise" and statement.content and (m := TO.match(text, statement.content[0].start)):
        found = noun_phrase(text, m.end(), statement.content[0].end)
        return found if found is not None and somebody(text, found) else None
    if verb == "ask" and statement.cue and statement.cue[0].start == sentence.start and text.startswith(", ", statement.content[-1].end):
        asked = noun_phrase(text, statement.content[-1].end + 2, sentence.end - 1)  # "Asked whether she would go, | Ms Lund | smiled"
        return asked if asked is not None and named(text, asked) else None
    if verb in TALKING and statement.content and (m := WITH.match(text, statement.content[-1].end, sentence.end)):
        found = noun_phrase(text, m.end(), sentence.end)  # "discussed the plan by phone | with President Lund"
        return found if found is not None and named(text, found) else None
    if verb in SPOKEN_TO and statement.content and (m := HEARER.match(text, statement.content[0].start)):
        return Span(*m.span("who"))  # "assured | her that"
    return begged(text, statement, verb) if statement.act == "demand" and statement.cue and not statement.cue[-1].of(text).endswith(" for") else None


def begged(text: str, statement: Statement, verb: str) -> Span | None:
    """ "appealed to | the council to reopen the pier", "urged | Orme to go": the party whom a content begins with."""
    if not statement.cue or not statement.content or statement.content[0].start < statement.cue[-1].end:
        return None
    if verb not in TELLING and not statement.cue[-1].of(text).endswith((" to", " on", " upon", " for")):
        return None
    found = noun_phrase(text, statement.content[0].start, statement.content[0].end)
    return found if found is not None and text.startswith(" to ", found.end) and somebody(text, found) else None


def led_by(text: str, gap: Span, *words: str) -> bool:
    return text[max(0, gap.start - 6) : gap.start].split(" ")[-2:-1] in [[w] for w in words]


def gap_after(text: str, statement: Statement, sentence: Span, verb: str) -> Span | None:
    """The noun phrase between the cue and the content: "urged | the panel | to ask"."""
    if not statement.cue:
        return None
    cue = statement.cue[-1]
    following = [c for c in statement.content if c.start >= cue.end]
    stop = following[0].start if following else min(max(sentence.end, cue.end), cue.end + 80)
    if stop - cue.end > 160 or "\n" in text[cue.end : stop]:
        return None
    led = LED.match(text, cue.end, stop)
    if led and led[0].strip() != "to" and verb != "call":
        return None
    found = noun_phrase(text, led.end() if led else cue.end, stop)
    if found is None:
        return None
    plain = verb in SPOKEN_TO or (verb in TELLING and following and text.startswith("to ", following[0].start))  # "asked | the keeper | to come"
    return found if named(text, found) or (plain and following and somebody(text, found)) else None


def partners(text: str, statement: Statement, sentence: Span, beside: Sequence[Span]) -> Iterator[Span]:
    """Who is spoken to by the words around: "in an interview with X", "speaking to reporters", "with X in a telephone call"."""
    for zone in apart(sentence, (*statement.content, *(b for b in beside if not any(b.start < c.end and c.start < b.end for c in statement.cue)))):
        for pattern in (IN_CALL, PARTNER, ADDRESSING):
            spans = [s for s in after(text, pattern, zone) if not any(s.start < x.end and x.start < s.end for x in statement.source)]
            if spans:
                yield spans[0]
                return


OPENING_MARKS = "“\"‘'"
OTHERS = re.compile(r"(?:(?:that )?(?:he|she|they|it|there|this|that|these|those|no|nobody|I|we|our|my|the|an?) )", re.IGNORECASE)


def targets(text: str, statement: Statement, gap: Span | None, verb: str) -> Iterator[Span]:
    """Who is accused, criticised, threatened, praised or asked to act."""
    if statement.act not in AIMED or not statement.content:
        return
    first = statement.content[0]
    content = first.of(text)
    lead = first.start + len(LEADING.match(content)[0])  # type: ignore[index]
    if statement.act == "demand":
        calling = CALLING.search(content)
        subject = noun_phrase(text, lead, first.end)
        if subject is not None and not is_name(text, subject):
            subject = None
        if subject is not None and MUST.match(text, subject.end) and named(text, subject):
            yield subject
        elif calling and (found := noun_phrase(text, first.start + calling.end(), first.end)) and named(text, found):
            yield found
        elif gap is not None:
            if verb != "tell" or content.startswith("to ") or not OTHERS.match(content.lstrip(OPENING_MARKS)):  # "told the Sentinel: “He should be in jail”"
                yield gap
        elif (asked := begged(text, statement, verb)) is not None:
            yield asked
        elif dismissal := DISMISSAL.match(text, lead, first.end):
            yield Span(*dismissal.span("who"))
        elif subject is not None and named(text, subject) and verb in ("demand", "insist", "ask", "request") and content.startswith("that "):
            yield subject  # "demanded that the port show ..."
        return
    if statement.act == "threaten":
        if gap is not None and verb in ("threaten", "warn"):
            yield gap
        elif (hurt := HURTING.search(content)) and (found := noun_phrase(text, first.start + hurt.end(), first.end)) and named(text, found):
            yield found
        elif verb == "threaten" and (found := noun_phrase(text, lead, first.end)) and named(text, found):
            yield found  # "threatened | the port with legal action"
        return
    if statement.act == "challenge" and not CLAIMS_IN.search(content):
        return  # who made the claim is not stated
    if gap is not None and verb not in ("say", "tell", "add") and not led_by(text, gap, "to"):
        yield gap
        return
    by = AGENT_BY.search(content)
    if statement.act == "accuse" and by:
        spans = [s for s in [noun_phrase(text, first.start + by.end(), first.end)] if s]
    elif statement.act == "accuse" and (holding := HOLDING.search(content)):
        spans = [s for s in [noun_phrase(text, first.start + holding.start("who"), first.start + holding.end("who"))] if s]
    elif statement.act == "support" and (trust := CONFIDENCE.search(content)):
        spans = [s for s in [noun_phrase(text, first.start + trust.end(), first.end)] if s]
    elif claims := CLAIMS_IN.search(content):
        spans = [s for s in [noun_phrase(text, first.start + claims.end(), first.end)] if s]
    else:
        at = AT_WHOM.match(content)
        start = first.start + at.end() if at else lead
        spans = [s for s in [noun_phrase(text, start, first.end)] if s and (at or is_name(text, s))]
        if spans and statement.act == "criticise" and verb == "express" and (near := before_content(text, statement)):
            spans = [near]
    for span in spans:
        owner = POSSESSOR.match(text, span.start, span.end)
        if owner and statement.act in ("criticise", "support", "accuse") and not named(text, Span(owner.end(), span.end)):
            span = Span(span.start, owner.end() - 1)
        owned = OWNED.match(text, span.start, span.end)
        if owned and statement.act in ("criticise", "support", "accuse") and not named(text, Span(owned.end(), span.end)):
            span = Span(span.start, owned.end() - 1)  # "called | her | remarks pathetic"
        if (named(text, span) or (verb in PERSONS and span.of(text).split()[0].lower() not in INDEFINITE)) and not any(
            span.start < s.end and s.start < span.end for s in statement.source
        ):
            yield span


def before_content(text: str, statement: Statement) -> Span | None:
    """ "expressed his displeasure | with Prime Minister X | in a call ..., regarding ...": the party between cue and content."""
    if not statement.cue or statement.content[0].start - statement.cue[-1].end < 8:
        return None
    m = AT_WHOM.match(text[statement.cue[-1].end + 1 : statement.content[0].start])
    if m is None:
        return None
    return noun_phrase(text, statement.cue[-1].end + 1 + m.end(), statement.content[0].start)


def carriers(text: str, statement: Statement, outside: Sequence[Span]) -> Iterator[Span]:
    """Who passed the words on: "X was quoted by Y as saying", "Y quoted X as saying", "Y reported, citing X"."""
    for zone in outside:
        for span in after(text, QUOTED_BY, zone):
            yield span
            return
    for source in statement.source[:1]:
        within = next(after(text, QUOTED_IN, source), None)
        if within is not None:
            yield within
            return
        quoting = QUOTING.search(text, max(0, source.start - REACH), source.start)
        found = phrase_before(text, quoting.start()) if quoting else None
        if found is None and statement.cue and CITES.search(statement.cue[-1].of(text)):
            found = next((x for zone in outside for m in REPORTED.finditer(text, zone.start, zone.end) if (x := phrase_before(text, m.start()))), None)
        if found is not None and not any(found.start < s.end and s.start < found.end for s in statement.source):
            yield found


def phrase_before(text: str, end: int) -> Span | None:
    """The noun phrase that ends at `end`: back to its article or first capital, not over a verb or another end of a phrase."""
    start = max(0, end - REACH)
    lead = text[start:end]
    lead = lead[max(lead.rfind(mark) for mark in '.;:,\n“”"') + 1 :]
    low = None
    for m in reversed(list(TOKEN.finditer(lead))):
        word = m[0]
        if word.lower() in ENDS - DETERMINERS or word in PAST or not word[0].isalnum():
            break
        if word[0].isupper() or word.lower() in DETERMINERS:
            low = m.start()
        if word.lower() in DETERMINERS:
            break
    if low is None:
        return None
    found = Span(end - len(lead) + low, end - len(lead) + len(lead.rstrip()))
    return found if found.start < found.end and named(text, found) else None


def after(text: str, pattern: re.Pattern[str], zone: Span) -> Iterator[Span]:
    """The noun phrases that follow a pattern inside a zone."""
    for m in pattern.finditer(text, zone.start, zone.end):
        found = noun_phrase(text, m.end(), zone.end)
        if found is not None and named(text, found):
            yield found


def named(text: str, span: Span) -> bool:
    """Whether a phrase names somebody who can act: a name, a pronoun, or a word for people and bodies."""
    words = span.of(text)
    if words.lower() in PRONOUNS:
        return words.lower() not in ("it", "me", "us")
    if not somebody(text, span):
        return False
    if words.lower() in PAIRS or any((r := role_of(w.lower())) is not None and r.kind != "document" for w in words.split()):
        return True
    return AGENTS.search(words) is not None or any(w[:1].isupper() for w in words.split())


def somebody(text: str, span: Span) -> bool:
    """Whether a phrase where a party is expected can be one: not an occasion, not a piece of writing, not "anyone"."""
    words = span.of(text).split()
    plain = {w for w in words[:3] if w.islower()}  # "a post", not "the Tarn Post"
    return words[0].lower() not in INDEFINITE and not (OCCASION | NO_PARTY) & plain and words != ["it"]


def is_name(text: str, span: Span) -> bool:
    """Whether the subject that opens a content may be a party: its first word has its capital not from its place alone ("Dredging will start")."""
    words = span.of(text).removesuffix("’s").removesuffix("'s")
    if " " in words or not words[:1].isupper() or words.lower() in PRONOUNS or AGENTS.search(words):
        return True
    around = text[max(0, span.start - NEAR) : span.start] + text[span.end : span.end + NEAR]
    return any(
        around[at - 1 : at].isspace() and (BEFORE_NAME.search(around[max(0, at - 24) : at]) or around.startswith(("’s", "'s"), at + len(words)))
        for at in range(len(around))
        if around.startswith(words, at)
    )


PARTICLES = frozenset({"in", "up", "down", "out", "aside", "back", "away", "forward", "into"})
BY = frozenset({"by", "in", "at", "on", "from", "after", "under", "with"})


def is_participle(folded: str, previous: str, following: str) -> bool:
    """Whether a word after a noun says what was done to it: "a letter | seen by"."""
    return (
        following in BY
        and previous.islower()
        and previous not in DETERMINERS
        and (folded.endswith("ed") or folded in ("seen", "sent", "held", "led", "written"))
    )


def noun_phrase(text: str, start: int, end: int) -> Span | None:
    """The noun phrase that begins at `start`, white space and an opening mark skipped; None where none does."""
    low = high = -1
    previous = ""
    tokens = list(TOKEN.finditer(text, start, min(end, start + 140)))
    for i, m in enumerate(tokens[:LONGEST]):
        word = m[0]
        folded = word.lower()
        following = tokens[i + 1][0] if i + 1 < len(tokens) else ""
        if low < 0:
            if not word[0].isalnum():
                if word in "“\"‘'":
                    continue
                return None
            if (folded in ENDS or folded in LINKS or folded in TIME or word in MONTHS) and folded not in DETERMINERS:
                return None
            low, high = m.start(), m.end()
            if folded in PRONOUNS and not (folded == "her" and following[:1].islower() and following not in ENDS):
                break
        elif not word[0].isalnum():
            if word == "," and following[:1].isupper() and i > 1 and any(t[0] == "," for t in tokens[i + 2 : i + 7]):
                continue  # an apposition: "the Syrian president, Bashar Assad,"
            break
        elif folded == "and" and (following[:1].isupper() or following in DETERMINERS):
            pass
        elif is_participle(folded, previous, following) or (following in PARTICLES and previous.endswith("s") and previous.islower()):
            break  # "members | seen by the Review", "ministers | step in"
        elif ends_subject(word, previous, following) or folded in TIME or (folded in LINKS and (following in MONTHS or following.lower() in TIME)):
            break
        elif (
            folded in LINKS
            and (following[:1].isupper() or (folded == "of" and following == "the" and previous[:1].islower()))
            and not following.endswith("ing")
        ):
            if folded in ("for", "at") and not previous[:1].isupper():
                break
        elif (
            folded in ENDS
            or folded in LINKS
            or (word.endswith(("ing", "ly")) and word.islower() and folded not in DETERMINERS and previous.lower() not in DETERMINERS)
        ):
            break
        high = m.end()
        previous = word
    if low < 0:
        return None
    words = text[low:high].rstrip(".’'")
    found = Span(low, low + len(words))
    return found if words_of(words) and words.lower() not in DETERMINERS - PRONOUNS else None


def ends_subject(word: str, previous: str, following: str) -> bool:
    """Whether a word is the verb after a noun phrase: "forces | opened fire", not "the sacked director", not "British armed forces"."""
    if not word.islower() or previous.lower() in DETERMINERS or previous.lower().endswith(("’s", "'s", "s’", "s'", "ly")):
        return False
    if word in PAST:
        return True
    return word.endswith("ed") and len(word) > 4 and AGENTS.fullmatch(following) is None


def apart(sentence: Span, spans: Sequence[Span]) -> Iterator[Span]:
    """The parts of a sentence that no span covers."""
    at = sentence.start
    for span in sorted(spans):
        if span.start > at and span.start < sentence.end:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < sentence.end:
        yield Span(at, sentence.end)
