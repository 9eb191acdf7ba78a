import re
import time
from importlib.resources import files

import pytest

from onrecord.text import leave
from onrecord.text.leave import KINDS, why_left_out

ROWS = [line.split("\t") for line in (files("onrecord.data") / "leave.tsv").read_text(encoding="utf-8").splitlines()[1:]]
HEADLINES = ("Premier says dam will hold", "“We never signed”, says Ostmere guild", "Has the harbour plan failed?", "4 towns left without water")


@pytest.mark.parametrize(("words", "how", "reason", "example"), ROWS, ids=[f"{row[1]}: {row[0]}" for row in ROWS])
def test_leave_table_row_holds_for_its_example(words: str, how: str, reason: str, example: str) -> None:
    assert words in example.lower().replace("’", "'")
    assert why_left_out(example) == reason


def test_leave_table_has_each_row_once() -> None:
    assert len({(words, how) for words, how, _, _ in ROWS}) == len(ROWS)
    assert {how for _, how, _, _ in ROWS} == {"label", "sign", "soft", "lone", "ask", "good", "alone", "opens", "holds"}


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize(
    "form",
    [
        "Read also: {}",
        "READ MORE: {}",
        "Read  {}",
        "Also read | {}",
        "RELATED: {}",
        "SEE ALSO {}",
        "Recommended: {}",
        "More: {}",
        "Watch: {}",
        "Don’t miss: {}",
        "▶ Watch: {}",
    ],
)
def test_leave_teaser_with_a_claim_in_it(form: str, headline: str) -> None:
    why = why_left_out(form.format(headline))
    assert why is not None
    assert KINDS[why] == "teaser"


@pytest.mark.parametrize(
    "text",
    [
        "MORE than thirty people were hurt when the ferry struck the quay, police said.",
        "More  than thirty people were hurt.",
        "More - and worse - was to come, she said.",
        "Read more widely, the warden told pupils.",
        "Read, a former mayor of Corvale, said so.",
        "Watch the water, she told them.",
        "Related: two deaths in May, police said.",
        "Full report to be published in May",
        "See Aske for the details, he said.",
        "“Sign up for our newsletter,” he told them.",
        "Follow the money, Aske said on her channel.",
        "Subscribe to nothing, the judge told them, least of all a newsletter.",
        "Copyright law was at the heart of the case.",
        "The image was taken by Reuters.",
        "Comments by the minister angered the crews.",
        "Palestinians react",
        "…",
    ],
)
def test_leave_keeps_what_an_article_says(text: str) -> None:
    assert why_left_out(text) is None


def test_leave_link_alone_is_a_teaser_but_a_linked_sentence_is_not() -> None:
    assert why_left_out("Premier says dam will hold", linked=1.0) == "is nothing but a link"
    assert why_left_out("Premier says dam will hold") is None
    assert why_left_out("The premier said on Monday that the dam will hold.", linked=1.0) is None


def test_leave_label_before_a_link() -> None:
    assert why_left_out("More Premier says dam will hold", linked=0.85) == "points to another story"
    assert why_left_out("More people will leave", linked=0.1) is None


def test_leave_every_reason_has_a_kind() -> None:
    assert {reason for _, _, reason, _ in ROWS} <= KINDS.keys()


def test_leave_long_paragraph_is_no_promo() -> None:
    long = "Sign up for a newsletter and you may find the weir in it. " * 8
    assert why_left_out(long) is None


@pytest.mark.parametrize("filler", ["a", '"', "(", " ", "Read more "])
def test_leave_patterns_are_linear(filler: str) -> None:
    text = (filler * 100_000)[:100_000]
    for pattern in vars(leave).values():
        if isinstance(pattern, re.Pattern):
            begun = time.perf_counter()
            pattern.search(text)
            assert time.perf_counter() - begun < 1, pattern.pattern
