"""What form a text has, and who issued it where it is an official one.

In: a draft. Out: its form with the reason and, for an official text, the issuer that the text itself names. It never guesses an issuer, and a
report about a press release is a report: one mark that reports have too is not enough.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.text.dates import read_dateline
from onrecord.text.draft import Draft
from onrecord.text.turn import QUOTED, SELF, find_turns
from onrecord.types import LEFT_OUT, Block, Form, Span

HEAD = 8  # blocks: a release's marks stand over its text or after it, not in it
ENTRIES = 3  # a live blog has at least three entries, or nothing but entries
TURNS_SHARE = 0.5  # of a transcript's characters stand in turns
POST_LONGEST = 1500  # characters
ENOUGH = 2  # marks: one that only releases have counts two

CAPITAL = r"[A-Z][\w.&'’-]{0,30}"
LINK = r"(?:of the|for the|of|for|and|&|on|the)"
NAME = rf"{CAPITAL}(?:,? (?:{LINK} )?{CAPITAL}){{0,9}}"
SHORT = r"(?: \([A-Z][\w.&-]{1,12}\))?"
BODY = re.compile(
    r"\b(?:ministry|department|office|embassy|secretariat|council|commission|agency|authority|bureau|directorate|presidency|government|police|service"
    r"|court|chancellery|mission|delegation|parliament|senate|federation|union|association|institute|foundation|university|committee|board|administration"
    r"|bank|company|corporation|group|inc|ltd|limited|llc|plc|society|party|hospital|trust|alliance|coalition|organi[sz]ation|centre|center)\b",
    re.IGNORECASE,
)
BODY_OF = re.compile(rf"\b(?:The )?(?:{CAPITAL} ){{0,2}}{CAPITAL} (?:of|for) (?:the )?{CAPITAL}(?: {CAPITAL})?(?:,? {LINK} {CAPITAL}(?: {CAPITAL})?){{0,4}}")

RELEASE = re.compile(
    r"\b(?:for (?:immediate|general) release\b|(?:press|media|news) (?:release|statement|advisory)(?:[:.]?$|\s?[:|–—-]\s| no\b)|embargoed (?:until|for)\b)",
    re.IGNORECASE,
)
TITLED = re.compile(
    r"\b(?:readout (?:of|from|by)|(?:joint |press |media |official |public )?(?:statement|communiqu[eé]) (?:by|from|of|on behalf of)|press briefing by"
    r"|(?:opening |closing )?remarks (?:by|as prepared)|transcript of (?:the )?(?:press|media) (?:briefing|conference)|(?:joint )?communiqu[eé]\b)",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\b(?:sparks?|draws?|prompts?|raises?|angers?|shows?|says|said|tells|condemned|slammed|criticised|criticized|leaked|faces?|stirs?|causes?|wins?|is|was|are|were"
    r"|has|had|leaves?|puts?|comes?|came)\b"
)
BY = re.compile(r"(?:statement|communiqu[eé]|remarks|briefing|readout) (?:by|from|on behalf of) (?:the )?(?=[A-Z])", re.IGNORECASE)
SPOKEN_FOR = re.compile(r"(?:official )?spokes(?:person|man|woman) (?:of|for) (?:the )?", re.IGNORECASE)
TOPIC = re.compile(r" (?:on|regarding|about|following|concerning|after|ahead|to|at|in|with|during|delivered)\b|[:;–—|]| - |['’]s\b")
ANNOUNCED = re.compile(
    rf"\b(?P<org>(?:The )?{NAME}{SHORT})(?:,? (?:has )?(?:today|this (?:morning|afternoon|evening)),?"
    r" (?:announc|launch|publish|welcom|confirm|releas|issu|condemn|unveil|call)\w{0,4}\b"
    r"| (?:is|are) (?:pleased|proud|delighted) to announce\b| announce[sd]? today\b)"
)
END = re.compile(r"(?:#{3,6}|# # #|[-–—]{0,3} ?ENDS?\.? ?[-–—]{0,3}|-30-)$")
CONTACT = re.compile(
    r"\b(?:for )?(?:media|press|further|more) (?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|information)\b|\bcontacts?:|\bnotes? (?:to|for) editors?\b",
    re.IGNORECASE,
)
ABOUT = re.compile(rf"About (?:the )?(?P<org>{NAME}){SHORT}[:.]?$")
SIGNED = re.compile(r"[—–-]{1,2} ?\S[^()\n—–]{1,60} \(@\w{2,30}\)[^()@]{0,40}$")
HANDLED = re.compile(r"\A[^\n@.!?]{2,60}[ \n]\(?@\w{2,30}\)?(?: ?[·•|–-] ?[^\n.!?]{2,40})?$")


@dataclass(frozen=True, slots=True)
class FormFound:
    """A text's form, the reason in words, and its issuer where the text names one. `rule` is the mark that named the issuer, or the form."""

    form: Form
    issuer_name: str | None
    issuer_span: Span | None
    why: str
    rule: str


def find_form(draft: Draft) -> FormFound:
    """Find what form a draft has; what shows no marks of another is a report."""
    text = draft.text
    read = [b for b in draft.blocks if b.kind not in LEFT_OUT]
    marks = dict(official_marks(draft))
    if sum(marks.values()) >= ENOUGH:
        rule, span = next(find_issuer(draft), ("no issuer named", None))
        name = " ".join(span.of(text).split()) if span else None
        return FormFound("official text", name, span, "; ".join(marks), rule)
    if read and all(b.kind == "caption" for b in read):
        return FormFound("caption", None, None, "nothing but captions", "caption")
    times = {b.time.span or b.time.start for b in read if b.time}
    first = next((i for i, b in enumerate(read) if b.time), len(read))
    if len(times) >= ENTRIES or (len(times) == 2 and first < 3 and all(b.time for b in read[first:])):
        return FormFound("live blog", None, None, f"{len(times)} entries with a time of their own", "entries")
    body = [b for b in read if b.kind not in ("headline", "byline", "dateline")]
    spoken = sum(span.end - span.start for turn in find_turns(text, read, whole=True) for span in turn.words)
    if spoken >= TURNS_SHARE * sum(b.end - b.start for b in body) > 0:
        return FormFound("transcript", None, None, "most of it stands in turns under speakers' labels or questions", "turns")
    if is_post(text, read):
        return FormFound("post", None, None, "a short text under somebody's handle", "handle")
    return FormFound("report", None, None, "no marks of another form", "report")


def official_marks(draft: Draft) -> Iterator[tuple[str, int]]:
    """The marks of an official text, each with its weight; those that reports may have count nothing where a reporter signs."""
    head = [" ".join(draft.text[b.start : b.end].split()) for b in draft.blocks[:HEAD]]
    rest = [" ".join(draft.text[b.start : b.end].split()) for b in draft.blocks[1:]]
    if any(RELEASE.match(s) for s in head):
        yield "says that it is a release", 2
    if any(TITLED.match(s) and len(s) < 200 and not s.endswith((".", "?")) and not REPORTED.search(s) for s in head[:3]):
        yield "titled as a statement or readout", 1 if draft.byline else 2
    if draft.byline:
        return
    letterhead = next((s for s in head[:3] if is_letterhead(s)), None)
    lead = find_lead(draft)
    announced = lead is not None and announces(draft.text, lead) is not None
    if letterhead:
        yield "stands under a letterhead", 1
    if announced:
        yield "announces in its first sentence", 1
    if (letterhead or announced) and speaks_for_itself(draft):
        yield "says 'we' of its issuer", 1
    if any(END.match(s) for s in rest):
        yield "ends with a release's mark", 1
    if any(CONTACT.match(s) for s in rest):
        yield "gives a contact for the press", 1


def find_issuer(draft: Draft) -> Iterator[tuple[str, Span]]:
    """Who the text says issued it, best mark first."""
    text = draft.text
    for b in draft.blocks[:3]:
        if TITLED.match(text, b.start, b.end) and (by := BY.search(text, b.start, b.end)):
            body = SPOKEN_FOR.match(text, by.end(), b.end)
            start = body.end() if body else by.end()
            stop = TOPIC.search(text, start, b.end)
            yield "statement by", Span(start, stop.start() if stop else b.end)
    for b in draft.blocks[:3]:
        if is_letterhead(" ".join(text[b.start : b.end].split())):
            yield "letterhead", written_small(text, Span(b.start, b.start + len(text[b.start : b.end].rstrip())))
    lead = find_lead(draft)
    if lead and (span := announces(text, lead)):
        yield "announces", span
    for b in draft.blocks[1:]:
        if about := ABOUT.match(text, b.start, b.end):
            yield "about", Span(*about.span("org"))
        elif CONTACT.match(text, b.start, b.end):
            named = next((m for m in BODY_OF.finditer(text, b.start, b.end) if BODY.search(m[0])), None)
            if named:
                yield "contact", Span(*named.span())


def is_letterhead(s: str) -> bool:
    """Whether a line is nothing but the name of a body: "MINISTRY OF PORTS", "Office of the Prime Minister"."""
    words = s.split()
    body = BODY.search(s)
    if body is None or not 1 < len(words) <= 10 or s[-1] in ".?!:":
        return False
    if s.isupper():
        return s[body.end() :].startswith((" OF ", " FOR ")) or (body.end() == len(s) and len(words) < 5)
    return BODY_OF.fullmatch(s) is not None and s[body.end() :].startswith((" of ", " for "))


def written_small(text: str, loud: Span) -> Span:
    """Where a name written in capitals stands in small letters as well; that form is the one to show."""
    words = loud.of(text)
    if not words.isupper():
        return loud
    at = text.lower().find(words.lower(), loud.end) if len(text.lower()) == len(text) else -1
    small = Span(at, at + len(words))
    return small if at >= 0 and not small.of(text).isupper() else loud


def find_lead(draft: Draft) -> Block | None:
    return next((b for b in draft.blocks if b.kind == "paragraph"), None)


def announces(text: str, lead: Block) -> Span | None:
    """The body that "today announces" at the head of a lead, a dateline passed over."""
    dateline = read_dateline(text[lead.start : lead.end])
    for skip in (0, *([dateline.span.end] if dateline else [])):
        found = ANNOUNCED.match(text, lead.start + skip, lead.end)
        if found:
            begin, end = found.span("org")
            return Span(begin + 4 if text.startswith("The ", begin) else begin, end)
    return None


def speaks_for_itself(draft: Draft) -> bool:
    """Whether somebody says "we" outside quotation marks."""
    return any(SELF.search(QUOTED.sub(" ", draft.text[b.start : b.end])) for b in draft.blocks if b.kind == "paragraph")


def is_post(text: str, read: Sequence[Block]) -> bool:
    """Whether a short text is one that somebody posted: a name with a handle stands over or under it."""
    if not read or sum(b.end - b.start for b in read) > POST_LONGEST or len(read) > HEAD:
        return False
    first, last = read[0], read[-1]
    return HANDLED.fullmatch(text[first.start : first.end].rstrip()) is not None or (len(read) < 3 and SIGNED.search(text, last.start, last.end) is not None)
