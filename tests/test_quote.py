"""Marked passages and statements. Reports and names are ours."""

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.say.quote import account, classify_marked, kind_of, quotes_of, snap_content, summarise
from onrecord.text.marks import read_table
from onrecord.text.split import Pairing, pair_marks, split_sentences
from onrecord.types import Block, Quotation, Span, Statement


def pair(text: str) -> Pairing:
    blocks, at = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph", at, at + len(part)))
        at += len(part) + 2
    return pair_marks(text, blocks)


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def guess(text: str, number: int = 0) -> tuple[str, str]:
    pairing = pair(text)
    marked = pairing.quotations[number]
    sentence = next(s for s in split_sentences(text, 0, len(text)) if s.start <= marked.span.start < s.end)
    found = classify_marked(text, marked, pairing, sentence)
    return found.role, found.rule


# ---- kind


@pytest.mark.parametrize(
    ("text", "content", "kind"),
    [
        ("“It fell,” said Rask.", "“It fell,”", "direct"),
        ("“It fell,” said Rask.", "It fell", "direct"),
        ("‘It fell,’ said Rask.", "‘It fell,’", "direct"),
        ("“Lund told us it fell,” said Rask.", "it fell,", "direct"),  # words of an inner statement in somebody's marks
        ("Rask: ‘unsafe’ crane must go", "‘unsafe’ crane must go", "mixed"),
        ("Rask said the crane was “past its best” and old.", "the crane was “past its best” and old", "mixed"),
        ("Rask said the crews' crane wasn't theirs.", "the crews' crane wasn't theirs", "indirect"),
        ("“Yes,” said Rask, who said that it fell.", "that it fell", "indirect"),
    ],
)
def test_quote_kind_looks_at_characters(text: str, content: str, kind: str) -> None:
    assert kind_of(text, (place(text, content),), pair(text)) == kind


def test_quote_kind_of_a_broken_quotation_is_direct() -> None:
    text = "“It stood,” said Rask, “and fell.\n\n“It did.”"
    content = tuple(place(text, words) for words in ("“It stood,”", "“and fell.", "“It did.”"))
    assert kind_of(text, content, pair(text)) == "direct"
    assert quotes_of(content, pair(text)) == content


def test_quote_quotes_of_are_the_quoted_parts() -> None:
    text = "Rask said it was “old” but that he “liked it ‘a lot’”."
    content = (place(text, "it was “old” but that he “liked it ‘a lot’”"),)
    assert [q.of(text) for q in quotes_of(content, pair(text))] == ["“old”", "“liked it ‘a lot’”"]
    assert quotes_of((place(text, "it was"),), pair(text)) == ()


# ---- snapping


@pytest.mark.parametrize(
    ("text", "content", "snapped"),
    [
        ("“It fell,” said Rask.", "It fell", "“It fell,”"),  # own marks and the comma inside them
        ("“It fell,” said Rask.", "“It fell", "“It fell,”"),
        ("“It fell at noon,” said Rask.", "fell at noon,”", "“It fell at noon,”"),
        ("“It fell at noon,” said Rask.", "“It fell at", "“It fell at noon,”"),
        ("'It fell', said Rask.", "'It fell',", "'It fell'"),  # British: the comma is the sentence's
        ("Rask said that it fell.", "that it fell.", "that it fell"),
        ("Rask said that it fell, but left.", "that it fell, ", "that it fell"),
        ("Rask said it was in the U.S.", "it was in the U.S.", "it was in the U.S."),
        ("Rask said it was “old”.", "it was “old”.", "it was “old”"),
        ("Rask said it was “old.”", "it was “old", "it was “old.”"),
        ("Rask said it fell. “Yes,” said Lund.", "it fell. “", "it fell"),
        ("“Yes,” Rask said it fell.", "” Rask said it fell", "Rask said it fell"),
        ("“When it fell we all ran home at once,” said Rask.", "we all ran home", "we all ran home"),  # far from both marks: left alone
        ("“They said ‘stop the crane’ twice,” said Rask.", "stop the crane", "‘stop the crane’"),  # the nearest marks are its own
        ("“RASK: It fell at noon.” That is all.", "It fell at noon.”", "It fell at noon.”"),  # a label is no part of it
        ("They sang “Up! Up! Up!” at noon.", "“Up!", "“Up!"),
        ("Rask said\xa0 it fell \xa0 again.", " it fell \xa0", "it fell"),
    ],
)
def test_quote_snap_content(text: str, content: str, snapped: str) -> None:
    pairing = pair(text)
    span = snap_content(text, place(text, content), pairing)
    assert span.of(text) == snapped
    assert snap_content(text, span, pairing) == span


def test_quote_snap_leaves_cue_and_source_out() -> None:
    text = "“Lund said it fell at noon,” Rask told us."
    content = place(text, "it fell at noon,")
    apart = (place(text, "Lund"), place(text, "said"))
    assert snap_content(text, content, pair(text)).of(text) == "“Lund said it fell at noon,”"
    assert snap_content(text, content, pair(text), apart=apart).of(text) == "it fell at noon,”"


@pytest.mark.parametrize("span", [Span(3, 999), Span(4, 4), Span(900, 999)])
def test_quote_snap_refuses_a_span_that_does_not_fit(span: Span) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        snap_content("“It fell.”", span, pair("“It fell.”"))


def test_quote_snap_stays_in_its_paragraph() -> None:
    text = "“It stood for years.\n\n“It fell,” Rask said."
    assert snap_content(text, place(text, "It stood for"), pair(text)).of(text) == "“It stood for years."


# ---- what nobody said


@pytest.mark.parametrize("row", read_table("quoting.tsv"), ids=lambda row: f"{row['side']} {row['phrase']}")
def test_quote_phrase_tells_the_role(row: dict[str, str]) -> None:
    text = row["example"].replace("⟦", "").replace("⟧", "")
    (marked,) = pair(text).quotations
    assert marked.span.of(text) == row["example"].partition("⟦")[2].partition("⟧")[0]
    assert guess(text) == (row["role"], row["phrase"])


@pytest.mark.parametrize(
    ("text", "role", "rule"),
    [
        ("Ole \"Stump\" Rask runs the crane.", "name", "inside-name"),
        ("Ole (“Stump”) Rask runs the crane.", "name", "inside-name"),
        ("The fitter, known as “dead weight” among dockers, left.", "scare", "known as"),
        ("Rask read from Lund’s “Songs of the Yard” at noon.", "title", "title-case"),
        ("“Repairs” were not on the list.", "scare", "short-term"),
        ("The vote on the ‘green’ crane is over.", "scare", "short-term"),
        ("Many still watch “Lanterns” at noon.", "unassigned", "capitals"),
        ("On Vale Radio’s “Noon Bells” Tuesday it was quiet.", "title", "title-case"),
        ("Town Hall Builds ‘The Army’ Of Clerks.", "unassigned", "capitals"),
        # whatever may be somebody's words is left open
        ("Rask said it was “old”.", "unassigned", "may be speech"),
        ("“It fell.”", "unassigned", "may be speech"),
        ("At the yard: “old iron” everywhere.", "unassigned", "may be speech"),
        ("There were cries of “we want our crane” at noon.", "unassigned", "may be speech"),
        ("It was “the sort of thing that nobody in the whole yard would ever have wanted to see”.", "unassigned", "long"),
    ],
)  # fmt: skip
def test_quote_classify(text: str, role: str, rule: str) -> None:
    assert guess(text) == (role, rule)


def test_quote_account_for_every_passage(make_statement: Callable[..., Statement]) -> None:
    text = "“No lamp, no horn,” said a fitter who goes by “Stump.” “Repairs” were not on the list. “Dad called me ‘Boss’ at home,” he said. “Why?”"
    statements = (
        make_statement(text, "s1", "a fitter", "said", "“No lamp, no horn,”"),
        make_statement(text, "s2", "he ", "said", "“Dad called me ‘Boss’ at home,”"),
    )
    found = account(text, pair(text), statements)
    assert [(q.span.of(text), q.role, q.statement) for q in found] == [
        ("“No lamp, no horn,”", "statement", "s1"),
        ("“Stump.”", "name", None),
        ("“Repairs”", "scare", None),
        ("“Dad called me ‘Boss’ at home,”", "statement", "s2"),
        ("‘Boss’", "statement", "s2"),
        ("“Why?”", "unassigned", None),
    ]
    assert summarise(found) == "5 quoted passages: 2 statements, 1 scare quote, 1 name, 1 unassigned"


def test_quote_account_nested_passage_follows_its_own_statement(make_statement: Callable[..., Statement]) -> None:
    text = "“Lund told us, ‘It will fall at noon,’” Rask said."
    statements = (
        make_statement(text, "outer", "Rask", "said", "“Lund told us, ‘It will fall at noon,’”"),
        make_statement(text, "inner", "Lund", "told", "‘It will fall at noon,’", parent="outer"),
    )
    assert [q.statement for q in account(text, pair(text), statements)] == ["outer", "inner"]


def test_quote_account_relayed_words_belong_to_who_said_them(make_statement: Callable[..., Statement]) -> None:
    text = "The yard said Lund told Rask it was “a joke”."
    statements = (
        make_statement(text, "outer", "The yard", "said", "Lund told Rask it was “a joke”"),
        make_statement(text, "inner", "Lund", "told", "it was “a joke”", parent="outer"),
    )
    assert [q.statement for q in account(text, pair(text), statements)] == ["inner"]


def test_quote_account_same_words_twice_are_two_passages(make_statement: Callable[..., Statement]) -> None:
    text = "“No comment,” said Rask. They left. “No comment,” wrote Lund."
    first = make_statement(text, "s1", "Rask", "said", "“No comment,”")
    start = text.rindex("“No")
    second = Statement("s2", None, "direct", (place(text, "Lund"),), (place(text, "wrote"),), (Span(start, start + 13),))
    assert [q.statement for q in account(text, pair(text), (first, second))] == ["s1", "s2"]


def test_quote_account_touched_by_a_statement_is_not_held_by_it(make_statement: Callable[..., Statement]) -> None:
    text = "Rask said it fell “on the old quay beside the mill”."
    statements = (make_statement(text, "s1", "Rask", "said", "it fell “on the"),)
    assert account(text, pair(text), statements)[0].statement is None


def test_quote_summary_counts_outermost_passages() -> None:
    quotations = (Quotation(Span(0, 20), "statement", "s"), Quotation(Span(5, 9), "statement", "s"), Quotation(Span(30, 40), "title"))
    assert summarise(quotations) == "2 quoted passages: 1 statement, 1 title"
    assert summarise(()) == "no quoted passages"


def test_quote_snapping_leaves_gold_spans_as_they_are(shared: Path) -> None:
    """On PolNeAR snapping changes the words of at most 1 in 1,000 gold contents; what it changes otherwise is marks, stops and white space."""
    archive = shared / "data" / "polnear.tar.xz"
    if not archive.is_file():
        pytest.skip("no ../shared/data/polnear.tar.xz")
    texts: dict[str, str] = {}
    notes: dict[str, str] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            path = Path(member.name)
            file = tar.extractfile(member) if "dev" in path.parts and path.suffix in (".txt", ".ann") else None
            if file is not None:
                (texts if path.suffix == ".txt" else notes)[path.stem] = file.read().decode()
    seen = words_changed = changed = 0
    for name, text in texts.items():
        note = next((n for stem, n in sorted(notes.items()) if stem.rpartition("_")[0] == name), "")
        pairing = pair_marks(text, [Block("paragraph", start, end) for start, end in lines_of(text)])
        for line in note.splitlines():
            if not line.startswith("T") or not line.split("\t")[1].startswith("Content"):
                continue
            for part in line.split("\t")[1].partition(" ")[2].split(";"):
                start, end = map(int, part.split())
                span = snap_content(text, Span(start, end), pairing)
                seen += 1
                changed += span != Span(start, end)
                words_changed += words(text[start:end]) != words(span.of(text))
    assert seen > 1000
    assert words_changed <= seen / 1000
    assert changed <= seen / 50


def words(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def lines_of(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        found.append((at, at + len(line.rstrip("\r\n"))))
        at += len(line)
    return found
