"""Sentences and pairs of quotation marks. Reports and names are ours."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.text.marks import read_table
from onrecord.text.split import Pairing, pair_marks, split_sentences
from onrecord.types import Block


def blocks_of(text: str, kind: str = "paragraph") -> list[Block]:
    return [Block(kind, *m.span()) for m in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text)]  # type: ignore[arg-type]


def pair(text: str) -> Pairing:
    return pair_marks(text, blocks_of(text))


def inner(text: str) -> list[str]:
    return [q.inner.of(text) for q in pair(text).quotations]


# text, what stands between marks (outer before inner); none of them has a problem
WHOLE = [
    ('"The crane is safe," said Rask.', ["The crane is safe,"]),
    ("“The crane is safe,” said Rask.", ["The crane is safe,"]),
    ("‘The crane is safe,’ said Rask.", ["The crane is safe,"]),
    ("'The crane is safe,' said Rask.", ["The crane is safe,"]),
    ("``The crane is safe,'' said Rask.", ["The crane is safe,"]),
    ("''The crane is safe,'' said Rask.", ["The crane is safe,"]),
    ('``The crane is safe," said Rask.', ["The crane is safe,"]),
    (",,Der Kran ist sicher“, sagte Rask.", ["Der Kran ist sicher"]),
    ("„Der Kran ist sicher“, sagte Rask. „Ganz sicher”, sagte er.", ["Der Kran ist sicher", "Ganz sicher"]),
    ("»Der Kran ist sicher«, sagte Rask. Er nannte ihn ›neu‹.", ["Der Kran ist sicher", "neu"]),
    ("« La grue est sûre », a dit Rask. « Ah bon ? » a demandé un docker.", ["La grue est sûre", "Ah bon ?"]),
    # nested, also in marks of the same kind
    ('"Dad called me "Captain" all his life," Rask said.', ['Dad called me "Captain" all his life,', "Captain"]),
    ("‘It was “hopeless” from the start,’ she said.", ["It was “hopeless” from the start,", "hopeless"]),
    ("'It was \"hopeless\" from the start,' she said.", ['It was "hopeless" from the start,', "hopeless"]),
    ("“‘Go home,’ he told us,” she said. “‘Now.’”", ["‘Go home,’ he told us,", "Go home,", "‘Now.’", "Now."]),
    ("“He told us ‘go home’ ” and left.", ["He told us ‘go home’", "go home"]),
    ("''He shouted 'go home,''' said Rask.", ["He shouted 'go home,'", "go home,"]),
    # apostrophes that are no marks
    ("''Tis a pity about the crane,' the docker joked.", ["'Tis a pity about the crane,"]),
    ("‘’Twas a pity about the crane,’ the docker joked.", ["’Twas a pity about the crane,"]),
    ('"He said, \'The \'80s cranes still turn,\'" the lawyer noted.', ["He said, 'The '80s cranes still turn,'", "The '80s cranes still turn,"]),
    ("‘The dockers’ pay is “frozen”,’ said the dockers’ leader, a man of the ’90s.", ["The dockers’ pay is “frozen”,", "frozen"]),
    ("'I saw the crews' tools,' he said, 'and the boys' caps.'", ["I saw the crews' tools,", "and the boys' caps."]),
    ('Rask called it "a docker‘s nightmare" and left.', ["a docker‘s nightmare"]),
    ("The dockers' union and the crews' union said 'no' to the owners' plan.", ["no"]),
    ("Rock 'n' roll, dogs’ tails, Rask Jr.'s hat, the U.S.' ports, goin' home, the class of '68.", []),
    # feet, inches, minutes, bullets, bread crumbs, empty pairs
    ('The hook is 6" wide. "Rask is 6\' 2" tall," she said. He is 5\' 10".', ['Rask is 6\' 2" tall,']),
    ("“He is like 6’2”,” said Rask of the 3” hook.", ["He is like 6’2”,"]),
    ('» Ports\n» Rail\nRask called the plan "a joke" on Monday.', ["a joke"]),
    ("News » Ports » Cranes. Read more »", []),
    ('<a id="7" title="More of this"> The crane "turned" again.', ["turned"]),
    ('<img alt=""> The crane "turned" again.', ["turned"]),
    # set apart by spaces, or not at all
    ('Rask said , " it will turn . " Then he left .', ["it will turn ."]),
    ('Rask said:"It turns."Then he left.', ["It turns."]),
    # ellipses, brackets, dashes, broken off
    ("“… and then [he] left (“for good”) —” she said.", ["… and then [he] left (“for good”) —", "for good"]),
    ('"...and it fell," she said—"twice."', ["...and it fell,", "twice."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "passages"), WHOLE)
def test_split_pairs_marks(text: str, passages: list[str]) -> None:
    assert inner(text) == passages
    assert pair(text).problems == ()


@pytest.mark.parametrize("row", read_table("elisions.tsv"), ids=lambda row: row["form"])
def test_split_elision_is_no_mark(row: dict[str, str]) -> None:
    assert row["form"].strip("'") in re.sub("['‘’]", "", row["example"]).lower()
    assert pair(row["example"]) == Pairing()
    quoted = f"“{row['example']}” she said."
    assert inner(quoted) == [row["example"]]


def test_split_nested_passage_names_its_parent() -> None:
    quotations = pair('Rask left. "They shouted \'stop\' and "no" twice," she said.').quotations
    assert [(q.depth, q.parent) for q in quotations] == [(0, None), (1, 0), (1, 0)]


def test_split_span_takes_in_marks_and_inner_does_not() -> None:
    text = "He said « oui » and left."
    (q,) = pair(text).quotations
    assert (q.span.of(text), q.inner.of(text), q.style) == ("« oui »", "oui", "guillemets")


def test_split_quotation_over_paragraphs_is_one_group() -> None:
    text = "Rask said: “It stood for years.\n\n“Nobody looked.\n\n“It fell,” he said. “That is all.”"
    pairing = pair(text)
    assert [(q.inner.of(text), q.runs_on, q.group) for q in pairing.quotations] == [
        ("It stood for years.", True, 0), ("Nobody looked.", True, 0), ("It fell,", False, 0), ("That is all.", False, None),
    ]  # fmt: skip
    assert pairing.problems == ()
    assert all(q.flags == () for q in pairing.quotations)


def test_split_nested_quotation_over_paragraphs() -> None:
    text = "“‘Go home.\n\n“‘Go now,’ he told us,” she said."
    pairing = pair(text)
    assert [(q.inner.of(text), q.depth, q.runs_on) for q in pairing.quotations] == [
        ("‘Go home.", 0, True), ("Go home.", 1, True), ("‘Go now,’ he told us,", 0, False), ("Go now,", 1, False),
    ]  # fmt: skip
    assert pairing.problems == ()


def test_split_quotation_over_paragraphs_passes_a_caption() -> None:
    text = "“It stood for years.\n\nThe crane in May\n\n“It fell,” Rask said."
    first, caption, last = blocks_of(text)
    quotations = pair_marks(text, [first, Block("caption", caption.start, caption.end), last]).quotations
    assert [(q.runs_on, q.group) for q in quotations] == [(True, 0), (False, 0)]


def test_split_second_paragraph_without_its_opening_mark_joins_the_first() -> None:
    text = "“It stood for years.\n\nIt fell in May,” Rask said."
    quotations = pair(text).quotations
    assert [(q.runs_on, q.group, q.flags) for q in quotations] == [(True, 0, ()), (False, 0, ("opening-mark-missing",))]


def test_split_lost_opening_mark_starts_at_the_sentence() -> None:
    text = 'The crane is old. It will turn again , " the fitter said.\n\n"Yes," said Rask.'
    pairing = pair(text)
    assert [(q.inner.of(text), q.flags) for q in pairing.quotations] == [("It will turn again ,", ("opening-mark-missing",)), ("Yes,", ())]
    assert [(p.code, p.start) for p in pairing.problems] == [("mark-unpaired", text.index("It will"))]


def test_split_lost_closing_mark_ends_with_its_sentence() -> None:
    text = "Rask called it “a joke in bad taste. Then he left the yard.\n\n“Yes,” said Lund. He said “no” too."
    pairing = pair(text)
    assert inner(text)[1:] == ["Yes,", "no"]
    text = "Rask called it “a joke in bad taste. Then he left the yard."
    (q,) = pair(text).quotations
    assert (q.inner.of(text), q.flags) == ("a joke in bad taste.", ("closing-mark-missing",))
    assert [p.code for p in pair(text).problems] == ["mark-unpaired"]
    assert len(pairing.quotations) == 3


def test_split_mark_too_many_is_a_problem_of_its_own() -> None:
    text = '“It fell,” said Rask."'
    pairing = pair(text)
    assert inner(text) == ["It fell,"]
    assert [(p.start, p.end) for p in pairing.problems] == [(len(text) - 1, len(text))]


def test_split_marks_that_differ_are_paired_and_flagged() -> None:
    (q,) = pair("“It fell.’ That is what Rask wrote.").quotations
    assert q.flags == ("marks-differ",)


@pytest.mark.parametrize("broken", ['Rask "left.', 'Rask" left', "'Rask left.", "Rask ” left “ at ‘ once", '"""', "„Rask"])
def test_split_error_stays_in_its_paragraph(broken: str) -> None:
    text = f"Before, “he said ‘no’.”\n\n{broken}\n\nAfter, “it was 'done'.”"
    found = [q for q in pair(text).quotations if not text.index(broken) <= q.span.start < text.index("After")]
    assert [q.inner.of(text) for q in found] == ["he said ‘no’.", "no", "it was 'done'.", "done"]


def test_split_left_out_blocks_are_not_read() -> None:
    text = "“Yes,” said Rask.\n\n“Sign up” now"
    first, last = blocks_of(text)
    assert len(pair_marks(text, [first, Block("promo", last.start, last.end)]).quotations) == 1


MARKS = st.text(alphabet="ab. ,'\"“”‘’«»`S9\n—(", max_size=80)


@settings(max_examples=300, deadline=None)
@given(MARKS)
def test_split_any_marks_give_nested_spans_inside_paragraphs(text: str) -> None:
    blocks = blocks_of(text)
    quotations = pair_marks(text, blocks).quotations
    for number, q in enumerate(quotations):
        assert any(b.start <= q.span.start <= q.inner.start <= q.inner.end <= q.span.end <= b.end for b in blocks)
        outer = None if q.parent is None else quotations[q.parent]
        assert (outer is None) == (q.depth == 0)
        if outer is not None:
            assert q.parent is not None and q.parent < number
            assert outer.span.start <= q.span.start and q.span.end <= outer.span.end
    for a, b in pairwise(q for q in quotations if q.depth == 0):
        assert a.span.end <= b.span.start
    for block in blocks:
        sentences = split_sentences(text, block.start, block.end)
        assert "".join("".join(s.of(text).split()) for s in sentences) == "".join(text[block.start : block.end].split())


@pytest.mark.parametrize("piece", ['"abc', '"', "'a' b' ", '“a ‘b" \'c" ', "“a ", 'a." ', ',"', "'", "« a ", '"" ', "(“.’ "])
def test_split_floods_of_marks_stay_linear(piece: str) -> None:
    """50,000 marks in 200,000 characters take about 0.7 s; a quadratic pairing would take minutes. The guard is wide for busy machines."""
    text = (piece * 50_000)[:200_000]
    begun = time.perf_counter()
    pairing = pair(text)
    split_sentences(text, 0, len(text))
    assert time.perf_counter() - begun < 15
    assert len(pairing.problems) < 100


# ---- sentences

SENTENCES = [
    "The crane fell. | Nobody was hurt.",
    "Mr. Rask and Dr. Lund of the U.S. Navy saw it at 3.5 metres. | They ran.",
    "J. K. Rask of Ostmark Cranes Inc. said so. | Lund of Vale Corp. did not.",
    "He moved to the U.S. | The crane stayed. | It was 5 p.m. | They ate.",
    "It fell on Jan. 4 at No. 7 quay. | He said no. | Seven men left.",
    "Wait... and see. | Then … it fell. | Really?! | Yes!",
    "“It fell. Nobody looked,” said Rask. | He left.",
    "“Is it safe?” he asked. | “No!” shouted Rask of the yard. | “Go.” | They went.",
    "“Is it safe?” Rask asked Lund. | It was not.",
    "Rask said it was “over.” | Lund agreed. | He called it “a joke”. | They laughed (twice). | “Stop.” | (He did.)",
    "Rask said he would \"think about it. Maybe.\" | Then he left.",
    "Ostmark, e.g. the yard, is old. | The case Rask v. Lund is older.",
]  # fmt: skip


@pytest.mark.parametrize("marked", SENTENCES)
def test_split_sentences(marked: str) -> None:
    parts = marked.split(" | ")
    text = " ".join(parts)
    assert [s.of(text) for s in split_sentences(text, 0, len(text))] == parts


@pytest.mark.parametrize("row", read_table("abbreviations.tsv"), ids=lambda row: row["form"])
def test_split_abbreviation_ends_no_sentence(row: dict[str, str]) -> None:
    text = row["example"]
    assert f"{row['form']}." in text
    assert len(split_sentences(text, 0, len(text))) == 1


def test_split_sentences_of_a_part_only() -> None:
    text = "One fell. Two fell. Three fell."
    assert [s.of(text) for s in split_sentences(text, 10, 19)] == ["Two fell."]
