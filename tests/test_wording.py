"""group/wording: the alignment of two wordings, and which differences touch the meaning."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.group.texts import Said
from onrecord.group.types import Run
from onrecord.group.wording import compare_words, make_wording
from onrecord.group.wording.words import cut_pieces, fold, spell
from onrecord.text.marks import read_table
from onrecord.types import Article, Block, Capture, Entity, Record, Span, Statement

GLUE = [
    "the", "gate", "was", "not", "opened", "before", "six", "6", "a dozen", "twelve", "didn't", "did", "…", "[...]", "[sic]", "“Never”", "—", "must", "may",
    "Mr Orme", "Karsk", "twenty-five", "25%", "per cent", "$3", "million", "if", "almost", "[the port]", "colour", "color", "said:", "", "’", "half",
]  # fmt: skip
words = st.lists(st.sampled_from(GLUE), max_size=14).map(" ".join)


def kinds(fullest: str, other: str) -> list[str]:
    return [c.kind for c in compare_words(fullest, other)[1]]


def shape(fullest: str, other: str) -> list[tuple[str, str, str]]:
    return [(r.kind, r.fullest, r.here) for r in compare_words(fullest, other)[0]]


# ---- the tables


@pytest.mark.parametrize("row", [r for r in read_table("changes.tsv") if r["class"] != "against"], ids=lambda r: f"{r['class']}: {r['words'][:20]}")
def test_changes_each_row_is_found_both_ways(row: dict[str, str]) -> None:
    assert any(w.casefold() in row["example"].casefold() for w in row["words"].split(";")), row
    assert kinds(row["example"], row["changed"]) == [row["kind"]]
    assert kinds(row["changed"], row["example"]) == [row["kind"]]
    assert kinds(row["example"], row["example"]) == []


@pytest.mark.parametrize("row", [r for r in read_table("changes.tsv") if r["class"] == "against"], ids=lambda r: r["words"][:20])
def test_changes_words_that_are_against_something_stand_for_a_negation(row: dict[str, str]) -> None:
    assert kinds(row["example"], row["changed"]) == []


@pytest.mark.parametrize("row", read_table("synonyms.tsv"), ids=lambda r: r["words"][:20])
def test_synonyms_change_nothing(row: dict[str, str]) -> None:
    assert kinds(row["example"], row["other"]) == []


@pytest.mark.parametrize("row", read_table("spellings.tsv"), ids=lambda r: r["words"])
def test_spellings_fold(row: dict[str, str]) -> None:
    for word in row["words"].split(";"):
        assert spell(word) == spell(row["fold"])
    assert any(w in row["example"].casefold() for w in row["words"].split(";"))


# ---- words that are the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We didn’t close the gate", "we did not close the gate"),
        ("The labour defence programme", "the labor defense program"),
        ("It was organised and analysed in the centre", "It was organized and analyzed in the center"),
        ("a dozen boats", "12 boats"),
        ("twenty-five per cent", "25%"),
        ("one hundred and twenty boats", "120 boats"),
        ("2.5 million dollars", "$2.5m"),
        ("half a dozen", "six"),
        ("1,200 crates", "twelve hundred crates"),
        ("“It’s unsafe,”", "It is unsafe"),
        ("the U.S. navy", "the US navy"),
        ("state-owned ferries", "state owned ferries"),
        ("to co-operate", "to cooperate"),
    ],
)
def test_compare_spelling_is_no_difference(one: str, other: str) -> None:
    runs, changes = compare_words(one, other)
    assert [r.kind for r in runs] == ["same"] and not changes


def test_fold_keeps_us_from_the_country() -> None:
    assert fold("US") == fold("U.S.") != fold("us")


# ---- runs


def test_runs_show_the_outlets_dots_and_brackets() -> None:
    runs, changes = compare_words("We will calmly and without haste leave tomorrow", "We will … leave [the port] tomorrow")
    assert runs == (
        Run("same", "We will", "We will"), Run("left out", "calmly and without haste", "…", True), Run("same", "leave", "leave"),
        Run("added", "", "[the port]", True), Run("same", "tomorrow", "tomorrow"),
    )  # fmt: skip
    assert changes == ()


def test_runs_take_a_contraction_as_one_word() -> None:
    assert shape("We didn't close", "we did close") == [("same", "We", "we"), ("differs", "didn't", "did"), ("same", "close", "close")]


def test_runs_of_nothing() -> None:
    assert compare_words("", "") == ((), ())
    assert shape("the gate", "") == [("left out", "the gate", "")]


@given(words, words)
@example("", "—")
@example("“", "a")
@settings(max_examples=300, deadline=None)
def test_runs_give_both_sides_back(one: str, other: str) -> None:
    runs, _ = compare_words(one, other)
    assert " ".join(r.fullest for r in runs if r.fullest) == " ".join(one.split())
    assert " ".join(r.here for r in runs if r.here) == " ".join(other.split())
    assert all((r.kind == "left out") <= bool(r.fullest) and (r.kind == "added") <= bool(r.here) for r in runs)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_compared(one: str, other: str) -> None:
    runs, _ = compare_words(one, other)
    assert " ".join(r.fullest for r in runs if r.fullest) == " ".join(one.split())
    assert compare_words(one, one)[1] == ()


@given(words, words)
@settings(max_examples=150, deadline=None)
def test_pieces_do_not_depend_on_how_the_text_is_parted(one: str, other: str) -> None:
    together = [p.surface for p in cut_pieces([(f"{one} {other}", True)])]
    assert [p.surface for p in cut_pieces([(one + " ", True), (other, True)])] == together


# ---- changes


@pytest.mark.parametrize(
    ("fullest", "other", "change"),
    [
        ("Fewer than six people were hurt", "Six people were hurt", ("number", "Six", "Fewer than six")),
        ("The crew was able to turn", "The crew was unable to turn", ("polarity", "unable to turn", "able to turn")),
        ("We gave no such order", "We gave the order", ("polarity", "the order", "no such order")),
        ("It may have struck the gate, and all followed", "It struck the gate, and all followed", ("modal", "struck", "may have struck")),
        ("Orlo met Dara Marran yesterday", "Orlo met Ivo Lund yesterday", ("name", "Ivo Lund", "Dara Marran")),
        ("Halvard delivered the valve late", "Halmar delivered the valve late", ("name", "Halmar", "Halvard")),
        ("There must be an independent inquiry", "There must be an inquiry", ("qualifier", "inquiry", "independent inquiry")),
        ("We will sail unless the wind turns", "We will sail", ("qualifier", "", "unless the wind turns")),
        ("as was agreed in 2013.”", "as was agreed in 2012", ("number", "2012", "2013")),
        ("The pilot was partly to blame", "The pilot was to blame", ("qualifier", "to blame", "partly to blame")),
        ("I met nobody in the cabinet on Sunday night", "I met nobody on Sunday night", ("qualifier", "nobody", "nobody in the cabinet")),
        ("No boat fired a shot in anger", "No boat fired a shot", ("qualifier", "shot", "shot in anger")),
        ("I see no need of it at this stage. The police are at work.", "I see no need of it.", ("qualifier", "", "at this stage")),
    ],
)
def test_changes_are_told_in_the_printed_words(fullest: str, other: str, change: tuple[str, str, str]) -> None:
    (found,) = compare_words(fullest, other)[1]
    assert (found.kind, found.here, found.there) == change


@pytest.mark.parametrize(
    ("fullest", "other"),
    [
        ("We will leave on Monday", "they would leave on Monday"),
        ("I have seen the log", "he had seen the log"),
        ("We can hold the gate", "they could hold the gate"),
        ("We must close the gate", "they had to close the gate"),
        ("The gate is safe", "that the gate was safe"),
        ("No diesel was loaded", "not a drop of diesel was loaded"),
        ("The crew failed to close the gate", "The crew did not close the gate"),
        ("The claim is false", "The claim is not true"),
        ("We spoke to Norland", "We spoke to the Norlanders"),
        ("Orlo spoke to Dara Marran", "Orlo spoke to Ms Marran"),
        ("Orlo spoke to the United Nations", "Orlo spoke to the UN"),
        ("She spoke in Moscow to Russia", "She spoke in Moscow to Russian"),
        ("almost all of the crew", "nearly all of the crew"),
        ("at least 40 boats", "no fewer than forty boats"),
        ("before an inquiry is held we say nothing", "until there is an inquiry we say nothing"),
        ("unfounded accusations before a thorough inquiry", "groundless accusations without a detailed inquiry"),
        ("On Monday the gate was shut", "The gate was shut on Monday"),
        ("We closed the gate. We did not tell the crew.", "We closed the gate."),
        ("Somebody knows the gate. I will not sleep till I know.", "Somebody knows the gate."),
        ("No ward was closed. We had eleven nurses", "the ward had eleven nurses"),
        ("I met the cabinet in the harbour on Sunday night", "I met the cabinet on Sunday night"),
    ],
)
def test_changes_leave_reported_speech_and_paraphrase_alone(fullest: str, other: str) -> None:
    assert kinds(fullest, other) == []


# ---- the verdict


def said(content: str, *, quoted: bool = True, name: str = "Dara Orlo") -> Said:
    """A statement that is the whole text; where it is not quoted as a whole, what stands in curly marks is."""
    spans = [Span(0, len(content))] if quoted else [Span(i, content.index("”", i) + 1) for i, c in enumerate(content) if c == "“"]
    statement = Statement(content, None, "direct", (), (), (Span(0, len(content)),), tuple(spans), ("e",))
    article = Article("a", "report", None, None, (), "o", "en", content, None, None, (Block("paragraph", 0, len(content)),))
    record = Record(Capture("c", "c"), article, (Entity("e", "person", name),), (statement,))
    return Said(record, article, statement, ("v",))


@pytest.mark.parametrize(
    ("fullest", "other", "verdict", "counts"),
    [
        (said("The gate held."), said("the gate held"), "same", (0, 0, 0)),
        (said("The gate held all night."), said("The gate held."), "shortened", (0, 2, 0)),
        (said("The gate held all night."), said("The gate … night."), "shortened", (0, 2, 0)),
        (said("The gate held all night."), said("The gate stood all night."), "altered", (1, 0, 0)),
        (said("The gate held all night."), said("that the gate stood all night", quoted=False), "paraphrased", (1, 0, 1)),
        (said("They held the gate."), said("[The crew] held the gate."), "same", (0, 0, 0)),
        (said("The gate held all night."), said("the gate “held all morning”", quoted=False), "altered", (1, 0, 0)),
    ],
)
def test_verdict(fullest: Said, other: Said, verdict: str, counts: tuple[int, int, int]) -> None:
    wording = make_wording(fullest, other)
    assert (wording.verdict, (wording.differ, wording.left_out, wording.added)) == (verdict, counts)
    assert (wording.statement, wording.against) == (other.id, fullest.id)


def test_verdict_another_cut_of_a_longer_speech_is_not_altered() -> None:
    assert make_wording(said("We knew. The gate held all night."), said("The gate held all night. We slept.")).verdict == "shortened"


def test_a_duty_that_the_saying_carries_is_no_change() -> None:
    assert make_wording(said("The port must close the gate."), said("the port to close the gate", quoted=False)).changes == ()
