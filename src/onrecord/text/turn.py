"""Turns of a talk that is written down: "Q: ...", "ANN ORE: ...", "Speaker 2", and questions set as subheads with their answers.

In: a text and its blocks. Out: turns, each with its label and its words. It knows no names: what looks like a label is one where the text
behaves like a talk (labels come again, somebody is asked or addressed), else it is not, so that "Where: ..." and "Verdict: ..." are no speakers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from onrecord.text.marks import read_table
from onrecord.types import Block, Span

Role = Literal["question", "answer", "turn"]
SPOKEN_IN = frozenset({"paragraph", "quote", "list", "subhead", "standfirst"})

CAPITAL = r"[A-Z][\w.'’-]{0,30}"
NAME = rf"{CAPITAL}(?: (?:{CAPITAL}|of|the|for|de|da|di|del|der|den|van|von|bin|al|la|le|y|al-{CAPITAL})){{0,5}}"
LABEL = re.compile(rf"\*{{0,2}}\b(?P<name>{NAME}(?: \([^()\n]{{1,40}}\))?)\*{{0,2}} ?:\*{{0,2}}(?:\s+|$)")
NUMBERED = re.compile(r"(?:Speaker|Participant|Panell?ist|Caller|Witness|Voice|Interviewee|Respondent|Juror|Reporter|Journalist) (?:\d{1,2}|[A-Z])\b")
NUMBERED_ALONE = re.compile(rf"#{{0,6}} ?\*{{0,2}}(?P<name>{NUMBERED.pattern})\*{{0,2}}:?\s*$")
ASKED = re.compile(r"\*{0,2}(?P<name>Q|A|Question|Answer)\*{0,2}(?: ?[:.]\*{0,2}\s+|(?<=Q)(?=[A-Z][a-z]))")
QUESTIONS = frozenset({"q", "question", "interviewer", "reporter", "journalist", "moderator", "host"})
ANSWERS = frozenset({"a", "answer", "interviewee"})
ASIDE = re.compile(r"[(\[][^()\[\]]{1,80}[)\]]\.?")
TALK = re.compile(r"\?|\b(?:I|I'm|I’m|we|you|your|my|our|me|us|yes|no|well|thank|thanks)\b", re.IGNORECASE)
MYSELF = re.compile(r"\bI\b")
LABEL_END = re.compile(r"\*{0,2} ?:")
SELF = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|my|we|our)\b")
YOU = re.compile(r"\b(?:you|your)\b", re.IGNORECASE)
PLAIN_ANSWER = re.compile(r"(?:yes|no|yeah|never|not at all|absolutely|of course|certainly)\b[.,!;:—–]", re.IGNORECASE)
QUOTED = re.compile(r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"")

# Labels that say what follows, not who speaks.
NOT_SPEAKERS = frozenset(row["word"] for row in read_table("labels.tsv"))
# These are names as well, beside a first name.
CALENDAR = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july"]
    + ["august", "september", "october", "november", "december"]
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says until the next one speaks; no label where a subhead asks."""

    label: Span | None
    words: tuple[Span, ...]
    role: Role
    rule: str


@dataclass(frozen=True, slots=True)
class Labelling:
    """A label that may be a speaker's, the block it stands in, and the characters that follow it there."""

    name: Span
    block: int
    words: Span
    sure: bool


def find_turns(text: str, blocks: Sequence[Block], *, whole: bool = False) -> list[Turn]:
    """The turns of a talk in reading order. `whole`: the text is a transcript, so that what has no label goes on with the turn before it."""
    labels = speakers(text, find_labels(text, blocks))
    if not labels:
        return find_interview(text, blocks)
    turns: list[Turn] = []
    for i, label in enumerate(labels):
        words = [label.words] if label.words.start < label.words.end else []
        last = labels[i + 1].block if i + 1 < len(labels) else len(blocks)
        for b in blocks[label.block + 1 : last]:
            if b.kind not in SPOKEN_IN or (words and (b.kind == "subhead" or not whole)):
                break
            if words and last == len(blocks) and not TALK.search(text, b.start, b.end):
                break  # after the last turn the reporter may have the word again
            words.append(Span(b.start, b.end))
        spoken = tuple(tidy(text, words))
        key = label.name.of(text).lower()
        role: Role = "question" if key in QUESTIONS else "answer" if key in ANSWERS else "turn"
        if spoken:
            turns.append(Turn(label.name, spoken, role, "turn"))
    return turns


def find_labels(text: str, blocks: Sequence[Block]) -> list[Labelling]:
    """Everything at the head of a block that has the form of a label."""
    labels: list[Labelling] = []
    for i, b in enumerate(blocks):
        if b.kind not in SPOKEN_IN:
            continue
        if found := NUMBERED_ALONE.match(text, b.start, b.end):
            labels.append(Labelling(Span(*found.span("name")), i, Span(b.end, b.end), True))
            continue
        asked = [m for m in ASKED.finditer(text, b.start, b.end) if m.start() == b.start or (text[m.start() - 1].isspace() and m[0][:2] in ("Q:", "A:"))]
        if asked and asked[0].start() == b.start:
            stops = [*(m.start() for m in asked[1:]), b.end]
            labels.extend(Labelling(Span(*m.span("name")), i, Span(m.end(), stop), False) for m, stop in zip(asked, stops, strict=True))
        elif found := LABEL.match(text, b.start, b.end):
            name = Span(*found.span("name"))
            labels.append(Labelling(name, i, Span(found.end(), b.end), NUMBERED.match(name.of(text)) is not None))
    return labels


def is_name(label: str) -> bool:
    """Whether a label may name a speaker: none of its words says what follows."""
    words = [word.strip("().").removesuffix("'s").removesuffix("’s").lower() for word in label.split()]
    return not any(word in NOT_SPEAKERS for word in words) and words[0] not in CALENDAR


def speakers(text: str, labels: Sequence[Labelling]) -> list[Labelling]:
    """The labels that are speakers', judged together."""
    asked = [x for x in labels if x.name.of(text).lower() in ("q", "question", "a", "answer")]
    kinds = {x.name.of(text)[0].lower() for x in asked}
    talk = len(kinds) == 2 and any("?" in x.words.of(text) for x in asked if x.name.of(text)[0].lower() == "q")
    sure = [x for x in labels if x.sure or (talk and x in asked)]
    named = [x for x in labels if x not in sure and x not in asked and is_name(x.name.of(text))]
    if named and (sure or is_talk(text, named)):
        sure = sorted([*sure, *named], key=_place)
    return sure


def _place(label: Labelling) -> int:
    return label.name.start


def is_talk(text: str, labels: Sequence[Labelling]) -> bool:
    """Whether labels that may be names are those of a talk: two voices, one of them twice or asked, who address each other or speak of themselves."""
    names = [x.name.of(text) for x in labels]
    keys = Counter(name.split(" (")[0].split()[-1].lower() for name in names)
    if len(keys) < 2:
        return False
    loud = all(name.split(" (")[0].isupper() for name in names)
    spoken = sum(1 for x in labels if TALK.search(text, x.words.start, x.words.end))
    if spoken < 0.5 * len(labels):
        return False
    if max(keys.values()) < 2:
        return loud and labels[0].words.of(text).rstrip().endswith("?") and labels[1].block - labels[0].block == 1
    return loud or any(is_known(text, x.name) for x in labels)


def is_known(text: str, name: Span) -> bool:
    """Whether a label's last word stands elsewhere in the text, other than as a label."""
    word = name.of(text).split(" (")[0].split()[-1]
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        whole = not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum()
        if whole and not LABEL_END.match(text, end):
            return True
        at = text.find(word, end)
    return False


def find_interview(text: str, blocks: Sequence[Block]) -> list[Turn]:
    """Questions set as subheads, and the paragraphs that answer them.

    Explainers have such subheads too, and answer them themselves. In an interview the questions say "you" and the answers "I", or the
    answer is a plain yes or no; a question that says "I" is the reader's.
    """
    pairs: list[tuple[Block, list[Span]]] = []
    for b in blocks:
        if b.kind == "subhead":
            pairs.append((b, []))
        elif pairs and b.kind in SPOKEN_IN:
            pairs[-1][1].append(Span(b.start, b.end))
    pairs = [(b, words) for b, words in pairs if text[b.start : b.end].rstrip().endswith("?") and words]
    told = sum(1 for b, words in pairs if answers(text, text[b.start : b.end], words))
    if not pairs or told < 0.5 * len(pairs) or (len(pairs) == 1 and not PLAIN_ANSWER.match(pairs[0][1][0].of(text))):
        return []
    turns: list[Turn] = []
    for b, words in pairs:
        turns.append(Turn(None, (Span(b.start, b.end),), "question", "interview"))
        turns.append(Turn(None, tuple(tidy(text, words)), "answer", "interview"))
    return [turn for turn in turns if turn.words]


def answers(text: str, question: str, words: Sequence[Span]) -> bool:
    """Whether paragraphs answer a question in somebody's own voice."""
    if SELF.search(question):
        return False
    own = QUOTED.sub(" ", " ".join(span.of(text) for span in words))
    if PLAIN_ANSWER.match(own):
        return len(own) < 400 or SELF.search(own) is not None
    return YOU.search(question) is not None and SELF.search(own) is not None or len(MYSELF.findall(own)) > 1


def tidy(text: str, words: Sequence[Span]) -> list[Span]:
    """Spans of a turn's words: asides ("(applause)") left out, the last one without its final stop."""
    spans = []
    for span in words:
        start, end = span.start, span.end
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end and not ASIDE.fullmatch(text, start, end):
            spans.append(Span(start, end))
    if spans and text[spans[-1].end - 1] == "." and not text.startswith("..", spans[-1].end - 2) and spans[-1].end - spans[-1].start > 1:
        spans[-1] = Span(spans[-1].start, spans[-1].end - 1)
    return spans
