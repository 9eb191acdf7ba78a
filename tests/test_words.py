"""Words, pieces and windows: what the tagger sees of a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.say.words import QUOTE_STATES, SHAPES, Vocabulary, pack_windows, shape, split_words

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "dam", "##s", "hold", ".", ",", "“", "”", '"', "cafe"]
VOCABULARY = Vocabulary(PIECES)


def states(text: str) -> list[str]:
    words = split_words(text, [(0, len(text))])
    return [QUOTE_STATES[f % len(QUOTE_STATES)] for f in words.features]


def test_vocabulary_cuts_longest_first():
    assert [PIECES[i] for i in VOCABULARY.pieces("Dams")] == ["dam", "##s"]


def test_vocabulary_strips_accents_and_case():
    assert [PIECES[i] for i in VOCABULARY.pieces("Café")] == ["cafe"]


@pytest.mark.parametrize("word", ["zzz", "x" * 5000, "\u0301"])
def test_vocabulary_gives_one_unknown_piece(word):
    assert [PIECES[i] for i in VOCABULARY.pieces(word)] == ["[UNK]"]


@pytest.mark.parametrize(("word", "expected"), [("dam", "lower"), ("Dam", "title"), ("UN", "upper"), ("A", "title"), ("2013", "digit"), ("“", "mark")])
def test_shape_names_letter_case(word, expected):
    assert SHAPES[shape(word)] == expected


def test_quote_states_mark_a_quotation():
    assert states("He said “no dams” .") == ["outside", "outside", "opens", "inside", "inside", "closes", "outside"]


def test_quote_states_leave_apostrophes_outside():
    assert states("the dam’s wall and the dams’ walls") == ["outside"] * 10


def test_quote_states_run_on_to_the_paragraphs_end():
    assert states('"the dam') == ["opens", "inside", "inside"]


@given(st.text(max_size=300))
def test_split_words_places_every_word(text):
    words = split_words(text, [m.span() for m in re.finditer(r"[^\n]+", text)])
    assert [text[s:e] for s, e in zip(words.starts, words.ends, strict=True)] == words.forms
    assert len(words.features) == len(words.forms)


@given(st.lists(st.text(alphabet="the dams hold. ,“”", min_size=1, max_size=200), max_size=12), st.integers(min_value=8, max_value=40))
def test_pack_windows_keeps_every_word_once_and_in_order(paragraphs, size):
    text = "\n".join(paragraphs)
    words = split_words(text, [m.span() for m in re.finditer(r"[^\n]+", text)])
    windows = pack_windows(words, VOCABULARY, size=size)
    assert [i for w in windows for i in w.words] == list(range(len(words.forms)))
    for w in windows:
        assert len(w.pieces) == len(w.features) <= size
        assert [w.pieces[f] for f in w.first] == [VOCABULARY.pieces(words.forms[i])[0] for i in w.words]


def test_pack_windows_cuts_a_long_paragraph_after_a_sentence():
    text = "the dams hold . " * 5 + "the dams"
    windows = pack_windows(split_words(text, [(0, len(text))]), VOCABULARY, size=14)
    words = split_words(text, [(0, len(text))])
    assert all(words.forms[w.words[-1]] == "." for w in windows[:-1])
