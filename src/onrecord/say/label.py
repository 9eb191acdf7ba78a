"""Statements without a cue that form alone shows: labels, turns, dashes, posts, and in an official text the issuer's own sentences.

In: an article's text, its readable blocks and its form. Out: contents with the label that names their source. It looks at form only: what
has a verb of saying is the tagger's, and a label that does not behave like a speaker's ("Note:", "Where:") is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.text.split import split_sentences
from onrecord.text.turn import LABEL, NAME, SPOKEN_IN, find_turns, is_name, tidy
from onrecord.types import Block, Form, Span

STANDING = frozenset({"headline", "subhead", "standfirst"})
INNER_CLOSE = re.compile(r"[.,!?]['’](?=[ .,]|$)")  # a single mark that is no apostrophe: the passage ends before the words do
PAIR = {'"': '"', "“": "”", "‘": "’", "'": "'", "«": "»"}
SAYING = re.compile(
    r"\b(?:sa(?:ys?|id|ying)|tells?|told|asks?|asked|writes?|wrote|adds?|added|claims?|claimed|warns?|warned|insists?|insisted|replie[sd]|according|calls?|called"
    r"|tweeted|posted|stated?|announce[sd]?|explain(?:s|ed)?|read|reads|argue[sd]?|admit(?:s|ted)?|den(?:y|ies|ied)|continued|concluded|noted|recall(?:s|ed))\b",
    re.IGNORECASE,
)
PERSON = rf"(?:[Tt]he )?{NAME}(?:, [^.!?“”\"]{{2,80}})?"
AFTER_MARK = re.compile(rf"\s{{0,3}}(?::|—|–|--|-|―)\s*(?P<name>{PERSON})\.?\s*$")
DASHED = re.compile(rf"(?:—|–|--|-|―)\s*(?P<name>{PERSON})\.?\s*$")
POSTED = re.compile(r"(?:—|–|--|-|&mdash;)\s*(?P<name>[^\s()—–][^()\n—–]{0,60} \(@\w{2,30}\))(?:,? \w{1,12}\.? [\w ,:·]{1,40})?\s*$")
POST_LINKS = re.compile(r"(?<!\s)(?:\s*(?:https?://\S+|pic\.twitter\.com/\S+|t\.co/\S+))+\s*$")
FROM = re.compile(rf"(?:[Aa]nd |[Aa]lso |[Nn]ow )?(?:(?:[Tt]his )?[Ff]rom (?:the desk of )?)(?P<name>(?:[Tt]he )?{NAME}):\s*$")
ROLES = re.compile(
    r"\b(?:the )?(?:[A-Z][\w.'’-]{0,30} ){0,3}(?:minister|ministry|police|officials?|report|study|pm|mayor|court|lawyers?|union|president|premier|governor"
    r"|survey|spokes(?:man|woman|person)|experts?|sources?|government|council|watchdog|regulator|inquiry|scientists?|analysts?|judge|coroner)$",
    re.IGNORECASE,
)
# "Vey on the gates: '...'", "Vey Shuts Gates: '...'": the label of a headline may say more than a name.
OF_WHAT = r"(?:[Oo]n|[Aa]fter|[Bb]efore|[Aa]t|[Ii]n|[Aa]bout|[Tt]o|[Ff]or|[Dd]uring|[Aa]mid|[Aa]s|[Ww]hen)"
ABOUT = re.compile(rf" {OF_WHAT} ")
OPENING = re.compile(rf"\b(?P<name>{NAME})(?: {OF_WHAT} [^:\n]{{1,60}})?: ")
CLAUSE = re.compile(r" [A-Z][a-z]{1,20}(?<!s)s ")
HEADLINE_LABEL = re.compile(r": (?P<name>[\w.'’ -]{2,50})$")
SIGNATURE_MOST = 20  # words of a line without a stop that is no sentence
SENTENCE_LEAST = 2  # words; "ENDS" and the like are no statements
NOT_SAID = re.compile(
    r"(?:-{0,2} ?ends?\b[ .-]{0,3}$|#{2,6}|notes? (?:to|for) editors?\b|(?:media|press) contacts?\b|contacts?:"
    r"|for (?:immediate release|(?:more|further) information)\b|(?:tel|e-?mail|phone|fax)\b[ :.])",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"\w@[^\s@]{1,80}\.\w|https?://|www\.\w")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement without a cue: its label where it has one, its words, the rule that found it, and what it does in a talk."""

    source: Span | None
    content: tuple[Span, ...]
    rule: str
    role: str | None = None


def find_labelled(text: str, blocks: Sequence[Block], form: Form) -> list[Labelled]:
    """Statements that a label, a turn, a dash or a post's signature attributes, in reading order; none overlaps another."""
    found = [Labelled(t.label, t.words, t.rule, None if t.role == "turn" else t.role) for t in find_turns(text, blocks, whole=form == "transcript")]
    for i, block in enumerate(blocks):
        if block.kind in SPOKEN_IN or block.kind in ("headline", "caption"):
            found.extend(in_block(text, block))
        if block.kind in SPOKEN_IN:
            found.extend(across_blocks(text, blocks, i))
    kept: list[Labelled] = []
    for one in sorted((one for one in found if one.content), key=_place):
        if not kept or one.content[0].start >= kept[-1].content[-1].end:
            kept.append(one)
    return kept


def _place(one: Labelled) -> int:
    return one.content[0].start


def in_block(text: str, block: Block) -> Iterator[Labelled]:
    """A label before or after words in quotation marks that are all the rest of the block."""
    start, end = ends(text, block)
    if start == end:
        return
    label = (OPENING if block.kind == "headline" else LABEL).match(text, start, end)
    if label and is_quoted(text, label.end(), end):
        name = name_of(text, label, headline=block.kind in STANDING)
        if name and (block.kind not in STANDING or len(text[label.end() : end].split()) > 1):
            yield Labelled(name, (Span(label.end(), end),), "label")
        return
    close = last_mark(text, start, end) if text[start] in PAIR else None
    after = AFTER_MARK.match(text, close, end) if close else None
    if close and after and is_quoted(text, start, close):
        if name := name_of(text, after, headline=block.kind in STANDING):
            yield Labelled(name, (Span(start, close),), "label after" if ":" in text[close : name.start] else "dash")
        return
    tail = HEADLINE_LABEL.search(text, start, end) if block.kind == "headline" else None
    if tail and ROLES.match(tail["name"]) and len(text[start : tail.start()].split()) > 2:
        yield Labelled(Span(*tail.span("name")), (Span(start, tail.start()),), "headline label")


def across_blocks(text: str, blocks: Sequence[Block], i: int) -> Iterator[Labelled]:
    """Words whose label stands in a block of its own, before or after them; a post with its signature."""
    block = blocks[i]
    if signed := POSTED.search(text, block.start, block.end):
        post = Span(block.start, signed.start())
        if not post.of(text).strip() and i and blocks[i - 1].kind in SPOKEN_IN:
            post = Span(blocks[i - 1].start, blocks[i - 1].end)
        post = Span(post.start, post.start + len(POST_LINKS.sub("", post.of(text))))
        yield Labelled(Span(*signed.span("name")), tuple(tidy(text, [post])), "post")
        return
    before_it = blocks[i - 1] if i else None
    if before_it and (dashed := DASHED.match(text, block.start, block.end)):
        name = name_of(text, dashed)
        if name and (before_it.kind == "quote" or is_quoted(text, *ends(text, before_it))):
            yield Labelled(name, tuple(tidy(text, [Span(before_it.start, before_it.end)])), "dash")
        return
    intro = FROM.match(text, block.start, block.end) or LABEL.fullmatch(text, block.start, block.end)
    name = name_of(text, intro) if intro else None
    if name and (words := quoted_after(text, blocks, i + 1)):
        yield Labelled(name, tuple(words), "label before")


def name_of(text: str, label: re.Match[str], *, headline: bool = False) -> Span | None:
    """The characters of a label that name its speaker, None where it names none. In a headline, what the label says besides is left out."""
    start, end = label.span("name")
    if headline and (more := ABOUT.search(text, start, end)):
        end = more.start()
    if headline and ("," in text[start:end] or CLAUSE.search(text, start, end)):
        return None
    if text[end - 1] == "." and len(text[start:end].split()[-1]) > 3:
        end -= 1
    return Span(start, end) if is_speaker(text[start:end]) else None


def is_speaker(name: str) -> bool:
    """Whether a label's words can be a speaker's: no verb of saying, nothing that says what follows."""
    return SAYING.search(name) is None and is_name(name.split(",")[0])


def ends(text: str, block: Block) -> tuple[int, int]:
    """A block's bounds without white space at its end."""
    return block.start, block.start + len(text[block.start : block.end].rstrip())


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether the characters are one passage in quotation marks, the marks included."""
    close = PAIR.get(text[start : start + 1])
    if close is None or end - start < 3 or text[end - 1] != close:
        return False
    inner = text[start + 1 : end - 1]
    return close not in inner if close in '"”»' else INNER_CLOSE.search(inner) is None


def last_mark(text: str, start: int, end: int) -> int | None:
    """The end of the passage in quotation marks that begins at `start` and is closed last."""
    at = text.rfind(PAIR[text[start]], start + 1, end)
    return at + 1 if at > start else None


def quoted_after(text: str, blocks: Sequence[Block], first: int) -> list[Span]:
    """The paragraphs from block `first` on that are one quotation: each opens it anew, the last one closes it. Cited blocks need no marks."""
    words: list[Span] = []
    for b in blocks[first:]:
        if b.kind == "quote":
            words.append(Span(b.start, b.end))
            continue
        _, end = ends(text, b)
        if b.kind not in SPOKEN_IN or text[b.start : b.start + 1] not in ('"', "“", "«", "‘") or (words and b.kind == "subhead"):
            break
        words.append(Span(b.start, end))
        if text[end - 1] == PAIR[text[b.start]]:
            return words if is_quoted(text, b.start, end) else words[:-1]
    return words


def issuer_passages(text: str, blocks: Sequence[Block], covered: Sequence[Span]) -> list[tuple[Span, ...]]:
    """An official text's sentences that no other statement covers: one content a sentence, without its final stop."""
    passages: list[tuple[Span, ...]] = []
    for b in blocks:
        if b.kind not in ("paragraph", "list", "quote", "standfirst") or NOT_SAID.match(text, b.start, b.end):
            continue
        for sentence in split_sentences(text, b.start, b.end):
            own = sentence.of(text)
            if any(c.start < sentence.end and sentence.start < c.end for c in covered) or len(own.split()) < SENTENCE_LEAST:
                continue
            if NOT_SAID.match(own) or (ADDRESS.search(own) and len(own) < 120):
                continue
            if b.kind in ("paragraph", "standfirst") and own.rstrip("”\"’')")[-1:] not in ".!?:…" and len(own.split()) < SIGNATURE_MOST:
                continue  # a signature: who, where, when
            words = tidy(text, [sentence])
            if words:
                passages.append(tuple(words))
    return passages
