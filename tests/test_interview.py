"""Who asks and who answers in a transcript."""

import pytest

from onrecord.resolve.interview import read_interview
from onrecord.types import Article, Block, Span, Statement


def transcript(text: str, *, form: str = "transcript", byline: tuple[str, ...] = ()) -> tuple[Article, list[Statement]]:
    blocks, at, labels = [], 0, []
    for part in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(part)))
        if part[:2] in ("Q:", "A:"):
            labels.append(Statement(str(at), None, "direct", (Span(at, at + 1),), (), (Span(at + 3, at + len(part)),)))
        at += len(part) + 1
    return Article("a", form, None, None, byline, None, "en", text, None, None, tuple(blocks)), labels  # type: ignore[arg-type]


INTRO = "Tova Lunn, a lock keeper, spoke to Ivo Sarn on Monday.\nQ: Was the gate open?\nA: No. It was shut."


def test_interview_names_both() -> None:
    article, statements = transcript(INTRO, byline=("Ivo Sarn",))
    talk = read_interview(article, statements)
    assert talk is not None and talk.asks is not None and talk.answers is not None and talk.told is not None
    assert (talk.asks.of(INTRO), talk.answers.of(INTRO)) == ("Ivo Sarn", "Tova Lunn")
    assert talk.told.of(INTRO) == "Tova Lunn, a lock keeper, spoke to Ivo Sarn on Monday."


@pytest.mark.parametrize(("label", "own", "other"), [("Q", "asks", "answers"), ("A:", "answers", "asks"), ("Host", "asks", "answers"), ("Lunn", None, None)])
def test_interview_labels(label: str, own: str | None, other: str | None) -> None:
    article, statements = transcript(INTRO, byline=("Ivo Sarn",))
    talk = read_interview(article, statements)
    assert talk is not None
    assert talk.stands_for(label) == (getattr(talk, own) if own else None)
    assert talk.other(label) == (getattr(talk, other) if other else None)


def test_interview_without_names_stays_unresolved() -> None:
    article, statements = transcript("The keeper took questions.\nQ: Was it open?\nA: No.")
    talk = read_interview(article, statements)
    assert talk is not None and (talk.asks, talk.answers) == (None, None)


def test_interview_needs_a_transcript_with_labels() -> None:
    article, statements = transcript(INTRO, form="report")
    assert read_interview(article, statements) is None
    article, statements = transcript("Tova Lunn spoke to us.")
    assert read_interview(article, statements) is None
