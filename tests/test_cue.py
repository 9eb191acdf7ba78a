"""Each row of the tables of acts with its example, and the polarity of cues."""

import re

import pytest

from onrecord.say.act import CERTAINTY, STANCES, read_act
from onrecord.say.cue import NEGATED, read_cue, rows
from onrecord.text.marks import read_table
from onrecord.types import Span, Statement

MARKS = re.compile(r"[\[\]{}]")
ACTS = {
    "assert", "accuse", "criticise", "deny", "challenge", "reject", "demand", "ask", "warn", "threaten",
    "promise", "propose", "support", "admit", "apologise", "consult", "decline", "retract", "think",
}  # fmt: skip


def marked(example: str) -> tuple[str, Statement]:
    """A sentence with its [cue] and {content} as text and statement."""
    text, spans, at = "", {"[": [], "{": []}, 0
    for m in MARKS.finditer(example):
        text += example[at : m.start()]
        at = m.end()
        if m[0] in spans:
            spans[m[0]].append([len(text), 0])
        else:
            spans["[" if m[0] == "]" else "{"][-1][1] = len(text)
    text += example[at:]
    cue, content = (tuple(Span(*s) for s in spans[k]) for k in "[{")
    quoted = all("“" in s.of(text) for s in content)
    return text, Statement("s", None, "direct" if quoted else "indirect", (), cue, content)


@pytest.mark.parametrize("row", read_table("cues.tsv"), ids=lambda row: row["cue"])
def test_cue_row(row: dict[str, str]) -> None:
    text, statement = marked(row["example"])
    found = read_cue(" ".join(s.of(text) for s in statement.cue), " ".join(s.of(text) for s in statement.content))
    assert found is not None
    assert found.act == row["act"], found
    assert found.negated == (tuple(row["cue"].split()) in NEGATED)
    assert row["act"] in ACTS


@pytest.mark.parametrize("row", read_table("stances.tsv"), ids=lambda row: f"{row['act']} {row['pattern'][:30]}")
def test_stance_row(row: dict[str, str]) -> None:
    text, statement = marked(f"Orme [said] {{{row['example'].rstrip(',”')}{'”' if row['example'].startswith('“') else ''}}}")
    assert read_act(text, statement).act == row["act"]
    assert row["act"] in ACTS


@pytest.mark.parametrize("row", read_table("certainty.tsv"), ids=lambda row: row["words"])
def test_certainty_row(row: dict[str, str]) -> None:
    assert [m[0] for m in CERTAINTY.finditer(row["example"])] == [row["words"]]


@pytest.mark.parametrize(
    ("cue", "content", "act", "negated"),
    [
        ("did not say", "he had sold the boat", "assert", True),
        ("didn’t confirm", "the sale", "assert", True),
        ("stopped short of blaming", "the port", "accuse", True),
        ("stopped short of calling for", "a strike", "demand", True),
        ("neither confirmed nor denied", "the sale", "decline", True),
        ("would not say", "who paid", "decline", True),
        ("would not comment on", "the sale", "decline", False),
        ("refused to condemn", "the raid", "criticise", True),
        ("refused to rule out", "a strike", "reject", True),
        ("did not rule out", "a strike", "reject", True),
        ("has never accused", "the port of anything", "accuse", True),
        ("refused", "to sign", "reject", False),
        ("declined to comment on", "the sale", "decline", False),
        ("did not immediately respond to", "a request", "decline", False),
        ("did not say", "who paid", "assert", True),
        ("emphasized", "that it was late", "assert", False),
        ("apologizing", "for the delay", "apologise", False),
        ("expressed his deep concern", "about it", "criticise", False),
    ],
)
def test_cue_polarity(cue: str, content: str, act: str, negated: bool) -> None:
    found = read_cue(cue, content)
    assert found is not None and (found.act, found.negated) == (act, negated)


def test_cue_unknown_has_no_row() -> None:
    assert read_cue("frobnicated", "that it was late") is None


def test_cue_tables_have_no_row_twice() -> None:
    assert len(rows()) == len(read_table("cues.tsv"))
    assert len({s.pattern.pattern for s in STANCES}) == len(STANCES)
