"""say/label and text/turn: statements that form alone attributes."""

import pytest

from onrecord.say.label import Labelled, find_labelled, issuer_passages
from onrecord.text.form import find_form
from onrecord.text.marks import read_table
from onrecord.text.plain import read_plain
from onrecord.text.turn import LABEL, find_turns, is_name
from onrecord.types import LEFT_OUT, Block, BlockKind, Span

Said = tuple[str | None, tuple[str, ...]]


def labelled(text: str) -> list[Labelled]:
    draft = read_plain(text)
    return find_labelled(text, [b for b in draft.blocks if b.kind not in LEFT_OUT], find_form(draft).form)


def said(text: str) -> list[Said]:
    return [(one.source.of(text) if one.source else None, tuple(span.of(text) for span in one.content)) for one in labelled(text)]


def blocks_of(*pieces: tuple[BlockKind, str]) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, words in pieces:
        blocks.append(Block(kind, len(text), len(text) + len(words)))
        text += words + "\n\n"
    return text, blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Ida: "We signed in May."', [("Ida", ('"We signed in May."',))]),
        ('"We signed in May." : Ida', [("Ida", ('"We signed in May."',))]),
        ("“The gate opens in June.” —Warden Ida Lund", [("Warden Ida Lund", ("“The gate opens in June.”",))]),
        ("“The gate opens in June.”\n\n— Ida Lund, harbour warden", [("Ida Lund, harbour warden", ("“The gate opens in June.”",))]),
        ("And from Warden Lund:\n\n“The gate opens.\n\n“Then it shuts.”", [("Warden Lund", ("“The gate opens.", "“Then it shuts.”"))]),
        ("Lund: ‘No gate without a bridge’", [("Lund", ("‘No gate without a bridge’",))]),
        ("'No gate without a bridge': Lund", [("Lund", ("'No gate without a bridge'",))]),
        ("Lund on the tolls: 'No gate without a bridge'", [("Lund", ("'No gate without a bridge'",))]),
        ("East gate safe for a decade: ministry", [("ministry", ("East gate safe for a decade",))]),
        ("The gate is shut. https://post.example/a1 — Ida Lund (@idalund) May 7, 2031", [("Ida Lund (@idalund)", ("The gate is shut",))]),
        ("The gate is shut.\n\n— Ida Lund (@idalund) May 7, 2031", [("Ida Lund (@idalund)", ("The gate is shut",))]),
    ],
)
def test_label_finds_words_and_the_label_that_names_their_speaker(text: str, expected: list[Said]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Note: “The gate is shut.”",
        "Correction: The gate is open.",
        "Where: Norrhaven town hall.",
        "Film review: ‘The Long Winter’",
        '"The gate is shut," said Ida Lund.',
        '"The gate is shut" – said the warden',
        "Lund Shuts Gates Again: 'No bridge, no gate'",
        "Half-time: Norrhaven 2, Karsk 1",
        "Gate closed: what we know",
    ],
)
def test_label_leaves_other_labels_and_cue_verbs_alone(text: str) -> None:
    assert said(f"{text}\n\nThe port office keeps two gates, and both of them are older than the town hall.") == []


def test_label_maps_turns_of_several_styles() -> None:
    text = "Q: Did you see it?\nA: Never.\n#### Speaker 2\nHe did see it."
    assert [(one.role, *one_said) for one, one_said in zip(labelled(text), said(text), strict=True)] == [
        ("question", "Q", ("Did you see it?",)),
        ("answer", "A", ("Never",)),
        (None, "Speaker 2", ("He did see it",)),
    ]


def test_label_keeps_a_turn_over_paragraphs_as_one_statement() -> None:
    text = "ANN ORE: Did you sign?\n\nBO VEY: I did.\n\nI had no other way.\n\n(Laughter)\n\nORE: Who else?\n\nVEY: You know her."
    assert said(text)[1] == ("BO VEY", ("I did.", "I had no other way"))
    assert [source for source, _ in said(text)] == ["ANN ORE", "BO VEY", "ORE", "VEY"]


def test_label_gives_the_reporter_the_word_again_after_the_last_turn() -> None:
    text = "ANN ORE: Did you sign?\n\nBO VEY: I did.\n\nORE: Who else?\n\nVEY: You know her.\n\nThe gate was built in 1931."
    assert said(text)[-1] == ("VEY", ("You know her",))


def test_label_reads_subheads_that_ask_as_an_interview() -> None:
    text, blocks = blocks_of(("subhead", "Did the lock fail?"), ("paragraph", "No. It never did."))
    found = find_labelled(text, blocks, "report")
    assert [(one.role, one.source, [s.of(text) for s in one.content]) for one in found] == [
        ("question", None, ["Did the lock fail?"]),
        ("answer", None, ["No. It never did"]),
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        [("subhead", "What is the lock?"), ("paragraph", "It is a basin with two gates."), ("subhead", "Who pays?"), ("paragraph", "The port office does.")],
        [
            ("subhead", "Can I still cross?"),
            ("paragraph", "No. The ferry has stopped."),
            ("subhead", "Do I get my money back?"),
            ("paragraph", "Yes. Ask for it."),
        ],
    ],
)
def test_label_takes_no_explainer_for_an_interview(pieces: list[tuple[BlockKind, str]]) -> None:
    assert find_turns(*blocks_of(*pieces)) == []


@pytest.mark.parametrize("row", read_table("labels.tsv"), ids=lambda row: row["word"])
def test_label_words_that_name_no_speaker(row: dict[str, str]) -> None:
    label = LABEL.match(row["example"])
    assert label is not None and not is_name(label["name"])


def test_label_gives_the_issuer_what_no_other_statement_covers() -> None:
    text = "East gate closed\n\nThe gate is shut. “We are sorry,” Ida Lund said. Work starts in June!\n\nMail press@ports.example or call.\n\nENDS"
    blocks = read_plain(text).blocks
    quote = text.index("“We")
    passages = issuer_passages(text, blocks, [Span(quote, quote + 15)])
    assert [[span.of(text) for span in passage] for passage in passages] == [["The gate is shut"], ["Work starts in June!"]]
