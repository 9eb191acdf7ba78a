"""What each passage of a plain text is: headline, standfirst, byline, dateline, subhead, caption, paragraph, or no part of the article.

In: a text and its passages. Out: a kind a passage, with the reason where it is left out, and blocks with the datelines cut off. It judges by
form and place, never by what is claimed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.text.dates import read_dateline
from onrecord.text.form import is_letterhead
from onrecord.text.leave import KINDS, why_left_out
from onrecord.text.plain.byline import read_byline
from onrecord.text.plain.clock import is_date_line
from onrecord.text.plain.lines import LABEL, Passage, ends_sentence, fold
from onrecord.types import Block, BlockKind

# Characters; the longest headline, subhead and standfirst of 76 news pages have 171, 74 and 310.
TITLE_LONGEST, SUBHEAD_LONGEST, STANDFIRST_LONGEST = 180, 80, 320
DATELINE_LONGEST = 160  # characters
RESTATED = 0.5  # of a standfirst's longer words come again in the lead

WORD = re.compile(r"\w+")
HANDLE = re.compile(r"(?<!\w)@\w")  # headlines name no accounts, posts do
LINE_END = re.compile(r"[\r\n]")  # one space a character, so that places stay
INNER_END = re.compile(r"\b(\w{1,40})\.[\"”’')\]]{0,3}\s+[\"“‘'(]?[A-Z]")
GOES_ON = re.compile(r"[.!?][\"”’'] ?[:—–-]")  # '"It held." : Ann' is words and their speaker
INITIALS = re.compile(r"\b(?:[A-Z]\.){2,6}$")
SHORT_FORM = 5  # letters: a capitalised word of no more before a stop is "Gov.", "Ariz.", "Sept."
KICKERS = frozenset(
    ["world", "politics", "opinion", "news", "live", "business", "sport", "sports", "analysis", "exclusive", "breaking", "local", "national"]
    + ["regional", "health", "science", "culture", "environment", "economy"]
)
CREDIT = re.compile(
    r"(?:^|(?<=[.!?\"”)|] )|[\[(])(?:file )?(?:photo|photograph|picture|image)s?(?: credit| by)?(?::| by) \S"
    r"|[\[(][^()\[\]]{0,60}\b(?:photo|image)s?/[^()\[\]]{1,60}[)\]]$",
    re.IGNORECASE,
)
CAPTION = re.compile(r"(?:photo )?caption: ", re.IGNORECASE)

# What a release says of itself: marks of its form, its end and its contacts; kept, listed, not read.
NOTICE = re.compile(
    r"\b(?:for (?:immediate|general) release|(?:press|media|news) (?:release|statement|advisory)|embargoed (?:until|for)\b.{0,60}"
    r"|not for (?:release|publication)\b.{0,60})[:.!]?$",
    re.IGNORECASE,
)
END_MARK = re.compile(r"(?:#{2,6}|# # #|\* ?\* ?\*|[-–—]{0,3} ?ends? ?[-–—]{0,3}|-30-)$", re.IGNORECASE)
CONTACT = re.compile(
    r"\b(?:(?:for )?(?:media|press|further|more) (?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|information|office)\b[^.:]{0,60}[:,]"
    r"|(?:media|press) contacts?$|notes? (?:to|for) editors?\b|contacts?:)",
    re.IGNORECASE,
)


def name_passages(text: str, passages: Sequence[Passage]) -> tuple[list[BlockKind], list[str]]:
    """The kind of each passage, and the reason for those that are left out."""
    words = [fold(text[p.start : p.end]) for p in passages]
    kinds: list[BlockKind | None] = [p.mark for p in passages]
    whys = [""] * len(words)
    ended = False
    for i, (p, s) in enumerate(zip(passages, words, strict=True)):
        if ended and not read_byline(s):
            kinds[i], whys[i] = "boilerplate", "stands after the end mark of a release"
        elif s and (found := left_out(s, text[p.start : p.end], first=i == 0)):
            kinds[i], whys[i] = found
            ended = END_MARK.match(s) is not None and 2 * i >= len(words)
        elif kinds[i] is None:
            kinds[i] = read_kind(s)
    head = next((i for i, k in enumerate(kinds) if k in (None, "subhead")), len(kinds))
    following = next((i for i in range(head + 1, len(kinds)) if kinds[i] != "dateline"), None)
    if following is not None and kinds[following] in (None, "subhead") and is_title(words[following]):
        over = "a section's name" if is_kicker(words[head]) else "a letterhead" if is_letterhead(words[head]) else None
        if over:
            kinds[head], whys[head] = "boilerplate", f"{over} over the headline"
            head = following
    if head < len(kinds) and passages[head].stamp is None and (kinds[head] == "subhead" or (kinds[head] is None and is_headline(words[head]))):
        kinds[head] = "headline"
        name_standfirst(words, kinds, head)
    for i, kind in enumerate(kinds):
        if kind is None:
            between = i > 0 and (i + 1 < len(kinds) or words[i].endswith("?"))
            kinds[i] = "subhead" if between and is_subhead(words[i]) else "paragraph"
    return [kind or "paragraph" for kind in kinds], whys


def left_out(s: str, raw: str, *, first: bool) -> tuple[BlockKind, str] | None:
    """Why a passage is no part of the article, where it is none. The first one may be a headline that begins like a teaser."""
    if NOTICE.match(s) or END_MARK.match(s):
        return "boilerplate", "a mark of a release's form"
    if CONTACT.match(s) and len(s) < 400:
        return "boilerplate", "a release's contact or note"
    if CREDIT.match(s) and len(s) < 120:
        return "boilerplate", "an image credit"
    # Line ends are the file's, two spaces ("Read  Keeper says ...") are the page's: only these part a label from its link.
    why = why_left_out(" ".join(line.strip() for line in raw.splitlines()))
    return None if why is None or (first and is_title(s)) else (KINDS[why], why)


def read_kind(s: str) -> BlockKind | None:
    """The kind of a passage that says itself what it is."""
    if read_byline(s):
        return "byline"
    if is_date_line(s):
        return "dateline"
    if CAPTION.match(s) or (len(s) < 400 and any(True for _ in CREDIT.finditer(s))):
        return "caption"
    return None


def is_kicker(s: str) -> bool:
    """Whether words are only the name of a part of a paper."""
    return 0 < len(s) < 40 and all(word.lower() in KICKERS for word in WORD.findall(s))


def is_title(s: str) -> bool:
    """Whether words can be a headline: short, one sentence at most and without its stop, no turn of a talk."""
    end = s.rstrip("\"”’'")[-1:]
    if not 0 < len(s) <= TITLE_LONGEST or (end in ".,;:" and not s.endswith("...") and not INITIALS.search(s)) or LABEL.match(s) or not WORD.search(s):
        return False
    return not has_sentence_inside(s) and not HANDLE.search(s)


def is_headline(s: str) -> bool:
    """Whether the first words of a text are its headline: those may be two sentences, the second without its stop."""
    return is_title(s) or (len(s) <= TITLE_LONGEST and s[:1].isalnum() and s[-1] not in '.,;:"”' and not LABEL.match(s) and not HANDLE.search(s))


def has_sentence_inside(s: str) -> bool:
    """Whether a sentence ends before the words do."""
    return GOES_ON.search(s) is not None or any(m[1][0].islower() or len(m[1]) > SHORT_FORM for m in INNER_END.finditer(s) if len(m[1]) > 1)


def is_subhead(s: str) -> bool:
    """Whether a line between paragraphs is a heading of what follows: a few words without a stop, or a question alone."""
    if not s or len(s) > (2 * SUBHEAD_LONGEST if s.endswith("?") else SUBHEAD_LONGEST):
        return False
    if not s[0].isalnum() or s[0].islower() or s[-1] in '.!,;:…"”’»)' or LABEL.match(s) or ": " in s[:40] or s.endswith((" and", " or", " but")):
        return False
    return not has_sentence_inside(s)


def name_standfirst(words: Sequence[str], kinds: list[BlockKind | None], head: int) -> None:
    """Find the standfirst: what stands after the headline and is no lead, because the lead comes after it."""
    open_ = [i for i in range(head + 1, len(kinds)) if kinds[i] is None][:2]
    if len(open_) < 2 or len(words[open_[0]]) > STANDFIRST_LONGEST or LABEL.match(words[open_[0]]):
        return
    at, after = open_
    if read_dateline(words[at]):
        return
    unfinished = is_title(words[at]) and not ends_sentence(words[at], 0, len(words[at])) and len(WORD.findall(words[at])) > 5
    parted = at + 1 < after and kinds[at + 1] in ("byline", "dateline")
    if unfinished or parted or read_dateline(words[after]) or restates(words[at], words[after]):
        kinds[at] = "standfirst"


def restates(s: str, following: str) -> bool:
    """Whether a paragraph says again what the one before it said: then the one before is a standfirst."""
    said = {word.lower() for word in WORD.findall(s) if len(word) > 3}
    again = said & {word.lower() for word in WORD.findall(following)}
    return len(again) >= 5 and len(again) >= RESTATED * len(said)


def cut_datelines(text: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks with the dateline at the head of a paragraph as a block of its own."""
    for block in blocks:
        found = read_dateline(LINE_END.sub(" ", text[block.start : min(block.end, block.start + DATELINE_LONGEST)])) if block.kind == "paragraph" else None
        if found is None:
            yield block
            continue
        cut = block.start + found.span.end
        yield replace(block, kind="dateline", end=block.start + len(text[block.start : cut].rstrip()))
        yield replace(block, start=cut + len(text[cut : block.end]) - len(text[cut : block.end].lstrip()))
