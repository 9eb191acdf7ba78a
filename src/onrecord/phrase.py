"""A record's parts in plain words: one statement as a line, dates written out, hidden characters made visible.

In: a record and its parts. Out: strings that are safe to print. It never changes a record, and knows nothing of colours or terminals (show.py does).
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from onrecord.types import LEFT_OUT, Article, Entity, Record, Span, Statement, When

# What a terminal or a page would obey or hide instead of showing it: control characters, lone surrogates, direction marks, zero-width and tag characters,
# fillers and variation selectors (U+FE0F, which only asks for a coloured picture, stays).
HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
CHIP = re.compile(r"‹U\+[0-9A-F]{4,6}›")
ARTICLE = re.compile(r"^(?:The|A|An) ")
SPACE = re.compile(r"\s+")
OPENING = "“\"‘'«„‹"
APART = " | "  # between spans that stand apart in the text; never dots, which would read as the outlet's own cut

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def make_visible(text: str) -> str:
    """Text in one line, every character that would be hidden or obeyed shown as a chip such as ‹U+202E›."""
    return HIDDEN.sub(name_hidden, SPACE.sub(" ", text).strip())


def name_hidden(match: re.Match[str]) -> str:
    return f"‹U+{ord(match[0]):04X}›"


def join_words(text: str, spans: Sequence[Span]) -> str:
    """The words of some spans, made visible, parted where they stand apart."""
    return APART.join(make_visible(s.of(text)) for s in spans)


def cut_content(text: str, statement: Statement) -> list[tuple[str, bool]]:
    """A statement's content in runs of words with whether they are quoted; quoted words that lost their outer marks get marks."""
    runs: list[tuple[str, bool]] = []
    for i, span in enumerate(statement.content):
        if i:
            runs.append((APART, False))
        at = span.start
        for quote in (Span(max(q.start, span.start), min(q.end, span.end)) for q in sorted(statement.quotes)):
            if quote.start < at or quote.end <= quote.start:
                continue
            if quote.start > at:
                runs.append((spaced(text[at : quote.start]), False))
            runs.append((in_marks(quote.of(text)), True))
            at = quote.end
        if at < span.end:
            runs.append((spaced(text[at : span.end]), False))
    return runs


def spaced(text: str) -> str:
    """Text made visible with the white space at its ends kept as one space, so that runs can be put side by side."""
    inner = make_visible(text)
    return (" " if text[:1].isspace() else "") + inner + (" " if inner and text[-1:].isspace() else "")


def in_marks(quoted: str) -> str:
    shown = make_visible(quoted)
    return shown if shown[:1] in OPENING else f"“{shown}”"


def say_speaker(record: Record, statement: Statement) -> str:
    """Who a statement is put to, in the article's own words; entities' names where it has no words for the source."""
    article = record.article
    if article is not None and statement.source:
        return join_words(article.text, statement.source)
    names = say_names(record.entities, statement.speakers)
    return names or "speaker not stated"


def say_names(entities: Sequence[Entity], ids: Sequence[str]) -> str:
    known = {e.id: e.name for e in entities}
    return " and ".join(make_visible(known[i]) for i in ids if i in known)


def say_chain(record: Record, statement: Statement) -> str:
    """Through whom a statement inside another came, outermost first: "via the ministry"; empty for the others.

    One who reports words of his own ("she told us she was late, she said") is no step of the chain.
    """
    if statement.relayed_by:
        return "via " + ", ".join(say_names(record.entities, [i]) for i in statement.relayed_by)
    by_id = {s.id: s for s in record.statements}
    steps: list[str] = []
    outer = by_id.get(statement.parent or "")
    while outer is not None:
        steps.append(ARTICLE.sub(lower, say_speaker(record, outer), count=1))
        outer = by_id.get(outer.parent or "")
    own = say_speaker(record, statement).casefold()
    steps = [step for step in reversed(steps) if step.casefold() != own]
    return "via " + ", ".join(steps) if steps else ""


def lower(match: re.Match[str]) -> str:
    return match[0].lower()


def line(record: Record, statement: Statement) -> str:
    """A statement as one readable line: who, under what cue, the words, through whom.

    >>> from onrecord.types import Article, Capture
    >>> text = "The gate held, Mr Orme said."
    >>> article = Article("a", "report", None, None, (), None, "en", text, None, None, ())
    >>> s = Statement("s", None, "indirect", (Span(15, 22),), (Span(23, 27),), (Span(0, 13),))
    >>> line(Record(Capture("c", "c"), article, statements=(s,)), s)
    'Mr Orme · said · The gate held (paraphrase)'
    """
    if record.article is None:
        return ""
    text = record.article.text
    parts = [say_speaker(record, statement), say_cue(text, statement), "".join(words for words, _ in cut_content(text, statement))]
    notes = [note for note in (say_kind(statement), say_chain(record, statement)) if note]
    return " · ".join(part for part in parts if part) + (f" ({', '.join(notes)})" if notes else "")


def say_cue(text: str, statement: Statement) -> str:
    """The cue's words; nothing for a colon alone."""
    return join_words(text, [s for s in statement.cue if any(c.isalnum() for c in s.of(text))])


def say_kind(statement: Statement) -> str:
    """Whose words they are, where the marks alone do not say it."""
    return {"direct": "", "mixed": "partly paraphrase", "indirect": "paraphrase"}[statement.kind]


def say_when(when: When | None) -> str:
    """A date written out as wide as it is known: "Friday 9 October 2026", "in October 2026", "by ...", "... or ..."."""
    if when is None:
        return "day not stated"
    if when.start is None and when.end is None:
        return " or ".join(say_interval(a, b, when.precision) for a, b in when.candidates) or "day not stated"
    return say_interval(when.start, when.end, when.precision)


def say_interval(start: str | None, end: str | None, precision: str) -> str:
    if start is None or end is None:
        if start is None and end is None:
            return "day not stated"
        return f"by {say_moment(end)}" if start is None and end is not None else f"from {say_moment(start or '')}"
    first, last = parse_moment(start), parse_moment(end)
    if first is None or last is None:
        return make_visible(start if start == end else f"{start} to {end}")
    if precision == "year" and first.year == last.year:
        return f"in {first.year}"
    if precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"in {MONTHS[first.month - 1]} {first.year}"
    if precision == "quarter" and first.year == last.year:
        return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {last.year}"
    if precision == "week":
        return f"in the week of {say_moment(start[:10])}"
    if precision == "day" and first.date() == last.date():
        return say_moment(start[:10])
    return say_moment(start) if start == end else f"{say_moment(start)} to {say_moment(end)}"


def say_moment(moment: str) -> str:
    """An ISO date or date-time in words; what is neither is shown as it stands."""
    found = parse_moment(moment)
    if found is None:
        return make_visible(moment)
    day = f"{DAYS[found.weekday()]} {found.day} {MONTHS[found.month - 1]} {found.year}"
    if "T" not in moment:
        return day
    zone = f" {found.tzname()}" if found.tzinfo else ""
    return f"{day}, {found:%H:%M}{zone}"


def parse_moment(moment: str) -> datetime | None:
    try:
        if "T" in moment:
            return datetime.fromisoformat(moment)
        return datetime.combine(date.fromisoformat(moment), datetime.min.time())
    except ValueError:
        return None


def count_words(article: Article) -> int:
    """The words of the blocks that are read."""
    return sum(len(article.text[b.start : b.end].split()) for b in article.blocks if b.kind not in LEFT_OUT)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 statement", "1,200 statements".

    >>> count(1, "statement"), count(1200, "statement"), count(2, "reply", "replies")
    ('1 statement', '1,200 statements', '2 replies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
