"""A record's parts in plain words: one statement as a line, dates written out, hidden characters made visible.

In: a record and its parts. Out: strings that are safe to print. It never changes a record, and knows nothing of colours or terminals (show.py does).
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from onrecord.types import LEFT_OUT, Act, Article, Entity, Record, Span, Statement, When

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


# Each act's mark, and what one or several speakers do by it; the word alone tells them apart, the mark is for the eye.
ACTS: dict[Act, tuple[str, str, str]] = {
    "assert": ("●", "says", "say"), "accuse": ("▲", "accuses", "accuse"), "criticise": ("△", "criticises", "criticise"), "deny": ("○", "denies", "deny"),
    "challenge": ("◐", "challenges", "challenge"), "reject": ("✕", "rejects", "reject"), "demand": ("!", "demands", "demand"), "ask": ("?", "asks", "ask"),
    "warn": ("⚠", "warns", "warn"), "threaten": ("‼", "threatens", "threaten"), "promise": ("→", "promises", "promise"),
    "propose": ("⇢", "proposes", "propose"), "support": ("+", "supports", "support"), "admit": ("✓", "admits", "admit"),
    "apologise": ("~", "apologises", "apologise"), "consult": ("⇄", "consults", "consult"), "decline": ("–", "declines", "decline"),
    "retract": ("↺", "retracts", "retract"), "think": ("◌", "thinks", "think"),
}  # fmt: skip


def say_act(statement: Statement, *, several: bool = False) -> str:
    """What the speakers do by a statement: "accuses", "does not accuse"; empty where no act is known."""
    if statement.act is None:
        return ""
    _, one, many = ACTS[statement.act]
    if statement.negated and statement.act != "decline":  # "would not say" negates a saying, not the silence
        return f"{'do' if several else 'does'} not {many}"
    return many if several else one


def mark_act(statement: Statement) -> str:
    """The mark of a statement's act."""
    return ACTS[statement.act][0] if statement.act else " "


def number_statements(record: Record) -> Iterator[tuple[int, int, Statement]]:
    """Statements in reading order, those inside another one after it, with their number and depth. Where some stand inside each other (a record that was made
    by hand), the first of them is taken for the outermost."""
    known = {s.id for s in record.statements}
    inside: dict[str | None, list[Statement]] = {}
    for s in record.statements:
        inside.setdefault(s.parent if s.parent in known else None, []).append(s)
    number = 0
    while inside:
        stack = [(0, s) for s in reversed(inside.pop(None if None in inside else next(iter(inside))))]
        while stack:
            depth, statement = stack.pop()
            number += 1
            yield number, depth, statement
            stack.extend((depth + 1, s) for s in reversed(inside.pop(statement.id, [])))


def say_speaker(record: Record, statement: Statement) -> str:
    """Who a statement is put to: the entities' names, the article's own words where no entity is known, both candidates where two are possible."""
    names = say_names(record.entities, statement.speakers)
    rivals = [name for i in statement.rivals if (name := say_names(record.entities, [i]))]
    if rivals:
        *others, last = [name for name in (names, *rivals) if name]
        return f"speaker unclear: {', '.join(others)}, or {last}" if others else f"speaker unclear: perhaps {last}"
    if names:
        return names[0].upper() + names[1:]
    if record.article is not None and statement.source:
        return join_words(record.article.text, statement.source)
    return "speaker not stated"


def say_parties(record: Record, statement: Statement) -> str:
    """Against whom or to whom it was said: "→ the port, to The Examiner"; empty where neither is stated."""
    targets = say_names(record.entities, statement.targets)
    to = say_names(record.entities, [i for i in statement.addressees if i not in statement.targets])
    return ", ".join(part for part in (f"→ {targets}" if targets else "", f"to {to}" if to else "") if part)


def say_names(entities: Sequence[Entity], ids: Sequence[str]) -> str:
    """The names of entities: "Ada Rowe", "Ada Rowe and the port", "Ada Rowe, the port and Ivo Lund"."""
    known = {e.id: e.name for e in entities}
    *first, last = [make_visible(known[i]) for i in ids if i in known] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def say_chain(record: Record, statement: Statement) -> str:
    """Through whom a statement inside another came, outermost first: "via the ministry"; empty for the others.

    One who reports words of his own ("she told us she was late, she said") is no step of the chain.
    """
    if statement.relayed_by:
        unnamed = {e.id for e in record.entities if e.kind == "unnamed"}
        return "via " + ", ".join(say_names(record.entities, [i]) + (" (unnamed)" if i in unnamed else "") for i in statement.relayed_by)
    if statement.speakers and statement.parent is None:
        return ""
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
    does = " ".join(
        part for part in (say_act(statement, several=len(statement.speakers) > 1) or say_cue(text, statement), say_parties(record, statement)) if part
    )
    parts = [say_speaker(record, statement), does, "".join(words for words, _ in cut_content(text, statement))]
    notes = [note for note in (say_kind(statement), *say_occasion(record, statement)) if note]
    return " · ".join(part for part in parts if part) + (f" ({', '.join(notes)})" if notes else "")


def say_occasion(record: Record, statement: Statement) -> list[str]:
    """When, through what and through whom it was said, for whom, and how sure: only what is stated."""
    text = record.article.text if record.article else ""
    on_behalf = say_names(record.entities, statement.on_behalf_of)
    words = {"hedged": statement.hedges, "certainty": statement.certainty, "grounds": statement.grounds}
    return [
        note for note in (
            say_when(statement.said_on) if statement.said_on else "", make_visible(statement.channel or ""), f"for {on_behalf}" if on_behalf else "",
            say_chain(record, statement), say_unnamed(record, statement),
            {"hypothetical": "hypothetical", "future": "of the future"}.get(statement.modality, ""),
            "for an investigation" if statement.detail == "investigation" else "",
            *(f"{name}: {', '.join(say_own(text, statement, s) for s in spans)}" for name, spans in words.items() if spans),
        ) if note
    ]  # fmt: skip


def say_unnamed(record: Record, statement: Statement) -> str:
    """That a speaker has no name in the report, with the terms on which it was left out."""
    if not statement.anonymous:
        return ""
    terms = list(dict.fromkeys(make_visible(e.terms) for e in record.entities if e.id in statement.speakers and e.terms))
    return f"unnamed ({', '.join(terms)})" if terms else "unnamed"


def say_own(text: str, statement: Statement, span: Span) -> str:
    """Words of a statement, in marks where they are quoted: only the speaker's own words stand in marks."""
    quoted = any(q.start <= span.start and span.end <= q.end for q in statement.quotes)
    return in_marks(span.of(text)) if quoted else make_visible(span.of(text))


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
