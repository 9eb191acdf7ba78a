"""What stands round a content: its paragraph, of which long ones are cut to the sentences near it."""

import re

from onrecord.group.texts import Said, content_span
from onrecord.types import Block

REACH = 240  # characters of a paragraph before and after a content that are its context, to whole sentences
SENTENCE = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")


def block_of(said: Said) -> Block | None:
    at = said.statement.content[0].start
    return next((b for b in said.article.blocks if b.start <= at < b.end), None)


def context_of(said: Said) -> str:
    """The paragraph round a content, cut to whole sentences within REACH before and after it."""
    text, whole = said.article.text, content_span(said.statement)
    block = block_of(said)
    start, end = (block.start, max(block.end, whole.end)) if block else (whole.start, whole.end)
    before, after = text[max(start, whole.start - REACH) : whole.start], text[whole.end : min(end, whole.end + REACH)]
    if whole.start - REACH > start and (found := SENTENCE.search(before)):
        before = before[found.end() :]
    if whole.end + REACH < end and (ends := list(SENTENCE.finditer(after))):
        after = after[: ends[-1].start() + 1]
    return before + text[whole.start : whole.end] + after
