"""Where a statement stands: its block, its sentence, the contents beside it, and the time expressions around.

In: an article and its statements. Out: places, looked up fast however many statements there are.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from onrecord.resolve.when import Timex, find_times
from onrecord.text.split import split_sentences
from onrecord.types import Article, Span, Statement, When

TOLD = re.compile(r"\b(?:tells?|told|telling)$")
OPENING = 6  # blocks among which the dateline of a report stands
PRINTED = 6  # days at most between the day of a dateline and publication
LEAD_IN = 800  # characters before a paragraph in which the day may stand that it counts from


class Places:
    """The places of an article's statements; sentences and time expressions are read once a block."""

    def __init__(self, article: Article, statements: Sequence[Statement]) -> None:
        self._article = article
        self._told = without_quotes(article.text, statements)
        self._written = written_on(article)
        self._starts = [b.start for b in article.blocks]
        self._sentences: dict[int, list[Span]] = {}
        self._times: dict[int, list[Timex]] = {}
        self._by_id = {s.id: s for s in statements}
        self._inside: dict[str, list[Span]] = {}
        self._top: dict[int, list[Span]] = {}
        self._in_block: dict[int, list[Statement]] = {}
        for s in statements:
            self._in_block.setdefault(self.block(s)[0], []).append(s)
            if s.parent is not None:
                self._inside.setdefault(s.parent, []).extend(s.content)
            else:
                for c in s.content:
                    self._top.setdefault(self.number_at(c.start), []).append(c)

    def number_at(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def block(self, statement: Statement) -> tuple[int, str]:
        """The number of a statement's block, and its kind."""
        number = self.number_at(anchor(statement).start)
        return number, self._article.blocks[number].kind

    def sentence(self, statement: Statement) -> Span:
        """The sentence that holds a statement's cue, or its source or content where it has none."""
        number, _ = self.block(statement)
        if number not in self._sentences:
            block = self._article.blocks[number]
            self._sentences[number] = split_sentences(self._article.text, block.start, block.end) or [Span(block.start, block.end)]
        sentences = self._sentences[number]
        return sentences[max(0, bisect_right(sentences, Span(anchor(statement).start, len(self._article.text) + 1)) - 1)]

    def reach(self, statement: Statement) -> Span:
        """Where the parties of a statement are named: its sentence; of a statement inside another's content, what of the sentence lies in that content."""
        sentence = self.sentence(statement)
        parent = self._by_id.get(statement.parent or "")
        at = anchor(statement).start
        inside = next((c for c in parent.content if c.start <= at < c.end), None) if parent is not None else None
        return sentence if inside is None else Span(max(sentence.start, inside.start), min(sentence.end, inside.end))

    def before(self, statement: Statement) -> Span | None:
        """The sentence before a statement's, in the same block."""
        sentence = self.sentence(statement)
        sentences = self._sentences[self.block(statement)[0]]
        at = sentences.index(sentence)
        return sentences[at - 1] if at else None

    def inside(self, statement: Statement) -> list[Span]:
        """The contents of the statements inside a statement."""
        return self._inside.get(statement.id, [])

    def told_beside(self, statement: Statement) -> list[Span]:
        """The cues of telling of the other statements of a block: whom they name is told those statements."""
        text = self._article.text
        return [c for s in self._in_block.get(self.block(statement)[0], ()) if s.id != statement.id for c in s.cue if TOLD.search(c.of(text))]

    def around(self, statement: Statement) -> tuple[Span, list[Span]]:
        """The stretch whose words tell of a statement's occasion, and the contents in it, which tell of other things.

        That is its sentence; for a statement inside another the outer one's words are no words on this one.
        """
        sentence = self.sentence(statement)
        contents = [*statement.content, *self.inside(statement)]
        outer = self._by_id.get(statement.parent or "")
        if outer is None:
            beside = self._top.get(self.block(statement)[0], [])
            contents += [c for c in beside if sentence.start < c.end and c.start < sentence.end]
        else:
            home = next((c for c in outer.content if c.start <= anchor(statement).start < c.end), sentence)
            sentence = Span(max(sentence.start, home.start), min(sentence.end, home.end))
        if statement.act == "consult":  # the content tells the occasion itself
            contents = [c for c in contents if not any(c.start <= own.start and own.end <= c.end for own in statement.content)]
        return sentence, contents

    def times(self, statement: Statement) -> list[Timex]:
        """The time expressions of a statement's block."""
        return self.times_of(self.block(statement)[0])

    def times_of(self, number: int) -> list[Timex]:
        """The time expressions of a block, for the days of saying: what is on record was said before it was printed."""
        if number not in self._times:
            block = self._article.blocks[number]
            published = block.time or self._written
            found = find_times(self._told, block.start, block.end, published=published, verb="past")
            if any(
                is_open(t.when) or (t.rule == "clock" and block.time is None) for t in found
            ):  # "that evening" counts from a day that may stand in the paragraph before
                reach = self._lead_in(number)
                found = [t for t in find_times(self._told, reach, block.end, published=published, verb="past") if t.span.start >= block.start]
            self._times[number] = found
        return self._times[number]

    def _lead_in(self, number: int) -> int:
        """Where the paragraphs begin that stand at most LEAD_IN characters before a block, with nothing else between."""
        start = end = self._article.blocks[number].start
        for block in reversed(self._article.blocks[:number]):
            if block.kind != "paragraph" or end - block.start > LEAD_IN:
                break
            start = block.start
        return start

    def day_of(self, sentence: Span | None) -> When | None:
        """The day that a sentence of an introduction gives for the talk, where it gives one."""
        if sentence is None:
            return None
        found = find_times(self._article.text, sentence.start, sentence.end, published=self._written, verb="past")
        return found[0].when if len(found) == 1 else None


def written_on(article: Article) -> When | None:
    """The day from which a report counts: that of its dateline ("TARN, 12 May (KNA) -"), where it has one a little before it was published; else the latter."""
    published = article.published
    opening = next((b for b in article.blocks[:OPENING] if b.kind == "dateline"), None)
    if opening is None or published is None or published.start is None:
        return published
    days = [t.when for t in find_times(article.text, opening.start, opening.end, published=published, verb="past") if t.when.precision == "day"]
    if len(days) != 1 or days[0].start is None:
        return published
    before = date.fromisoformat(published.start[:10]) - date.fromisoformat(days[0].start[:10])
    return days[0] if 0 < before.days <= PRINTED else published


def without_quotes(text: str, statements: Sequence[Statement]) -> str:
    """The text with quoted words blanked: no day of theirs is one that the reporter counts from ("“Not this Christmas,” he said. ... The next day")."""
    chars = list(text)
    for s in statements:
        for q in s.quotes:
            chars[q.start : q.end] = " " * (q.end - q.start)
    return "".join(chars)


def is_open(when: When) -> bool:
    """Whether a time expression says nothing by itself."""
    return when.start is None and when.end is None and not when.candidates


def anchor(statement: Statement) -> Span:
    """Where a statement stands: its cue, or else its source, or else its content."""
    return (statement.cue or statement.source or statement.content)[0]
