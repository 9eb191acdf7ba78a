"""group/meaning: stems, rarity and likeness of words, and vectors that are the ones that were shipped."""

import json
from pathlib import Path

import pytest

import onrecord.data
from onrecord.errors import ModelError
from onrecord.group import meaning
from onrecord.group.meaning import MOST, likeness, load_vectors, overlap, rarity, stems, vector


def test_stems_fold_and_leave_function_words_out() -> None:
    assert stems("The accusations of the minister’s U.N. envoys, he said, were unfounded") == ("accus", "minist", "un", "envoy", "unfound")


def test_rarity_is_higher_for_what_news_seldom_has() -> None:
    assert rarity("year") < rarity("inquiri") < rarity("sluic") <= MOST == rarity("zzyzx")


@pytest.mark.parametrize(
    ("one", "near", "far"),
    [
        ("unfounded accusations", "groundless accusations", "hospital beds"),
        ("the telephone call between the two leaders", "the phone conversation of the premiers", "a fire in a warehouse"),
        ("nine people were hurt", "at least nine were injured", "the minister resigned"),
        ("he phoned her", "he called her by phone", "the bridge was closed"),
    ],
)
def test_likeness_is_higher_for_a_paraphrase(one: str, near: str, far: str) -> None:
    assert likeness(one, near) > 0.5 > likeness(one, far) + 0.1


def test_vector_has_length_one_or_nothing() -> None:
    assert abs(float(vector("the gate") @ vector("the gate")) - 1) < 1e-5
    assert not vector("zzyzx").any() and likeness("zzyzx", "gate") == 0.0


def test_overlap_weighs_rare_words() -> None:
    assert overlap(stems("the old sluice"), stems("a new sluice")) > overlap(stems("the sluice of the year"), stems("a ferry of the year")) > 0
    assert overlap((), stems("gate")) == 0.0


def test_vectors_that_are_not_the_shipped_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = Path(onrecord.data.__file__).parent / "vectors"
    for file in shipped.iterdir():
        (tmp_path / "vectors").mkdir(exist_ok=True)
        (tmp_path / "vectors" / file.name).write_bytes(file.read_bytes()[:-1] + b"x" if file.name == "words.txt" else file.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(meaning, "files", lambda package: tmp_path)
        load_vectors.cache_clear()
        with pytest.raises(ModelError, match=r"words\.txt"):
            load_vectors()
    load_vectors.cache_clear()
    assert json.loads((shipped / "vectors.json").read_text())["size"] == load_vectors().table.shape[1]
