"""The tagger's own steps, and the shipped model's files."""

import json
import shutil

import numpy as np
import pytest

from onrecord.errors import ModelError
from onrecord.say.tag import Tagger, buckets, decode, find_spans, load_tagger, marginals, read_manifest

FORBIDDEN = -1e4


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


def folder_of(tagger: Tagger):
    from importlib import resources

    return resources.files("onrecord.data") / "tagger"


def transitions() -> np.ndarray:
    t = np.zeros((7, 7), dtype=np.float32)
    for role in range(3):
        inside = 2 + 2 * role
        t[:, inside] = FORBIDDEN
        t[[inside - 1, inside], inside] = 0
    return t


def test_decode_never_begins_inside():
    emissions = np.zeros((3, 7), dtype=np.float32)
    emissions[:, 6] = 5.0
    assert decode([emissions], [transitions()] * 1)[0].tolist() == [5, 6, 6]


def test_decode_reads_windows_of_different_length_alike():
    rng = np.random.default_rng(1)
    long, short = (rng.normal(size=(n, 7)).astype(np.float32) for n in (9, 4))
    together = decode([long, short], [transitions()] * 2)
    assert together[0].tolist() == decode([long], [transitions()] * 1)[0].tolist()
    assert together[1].tolist() == decode([short], [transitions()] * 1)[0].tolist()


def test_find_spans_ends_a_span_with_its_paragraph():
    path = np.array([5, 6, 6, 6, 0, 1, 2, 3])
    assert find_spans(path, {2}) == {"content": [(0, 2), (2, 4)], "source": [(5, 7)], "cue": [(7, 8)]}


def test_buckets_tell_before_from_after():
    assert buckets([(5, 7)], [(7, 8), (0, 4), (100, 101)]).tolist() == [[0, 9, 6]]


def test_tagger_finds_source_cue_and_content(tagger):
    text = "The dam will hold until spring, the harbour ministry said on Monday."
    (found,) = tagger.read(text, [(0, len(text))]).attributions
    assert [s.of(text) for s in found.source] == ["the harbour ministry"]
    assert [s.of(text) for s in found.cue] == ["said"]
    assert found.content[0].of(text).startswith("The dam will hold until spring")
    assert 0.5 < found.confidence <= 1


def test_tagger_reads_the_same_twice(tagger):
    text = "“Nobody asked us,” said Ada Pell. The mayor denied it."
    assert tagger.read(text, [(0, len(text))]) == tagger.read(text, [(0, len(text))])


def test_tagger_takes_text_without_words(tagger):
    assert tagger.read("   ", [(0, 3)]).attributions == ()


def copy_of(tagger, tmp_path):
    target = tmp_path / "tagger"
    shutil.copytree(str(folder_of(tagger)), target)
    return target


def test_manifest_refuses_changed_weights(tagger, tmp_path):
    folder = copy_of(tagger, tmp_path)
    raw = bytearray((folder / "tagger.onnx").read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / "tagger.onnx").write_bytes(raw)
    with pytest.raises(ModelError, match=r"tagger\.onnx.*SHA-256"):
        read_manifest(folder)


def test_manifest_refuses_a_missing_file(tagger, tmp_path):
    folder = copy_of(tagger, tmp_path)
    (folder / "vocab.txt").unlink()
    with pytest.raises(ModelError, match=r"vocab\.txt.*missing"):
        read_manifest(folder)


def test_manifest_refuses_files_outside_its_folder(tagger, tmp_path):
    folder = copy_of(tagger, tmp_path)
    manifest = json.loads((folder / "tagger.json").read_text())
    manifest["sha256"]["../secret"] = "00"
    (folder / "tagger.json").write_text(json.dumps(manifest))
    with pytest.raises(ModelError, match="outside its folder"):
        read_manifest(folder)


def test_marginals_agree_with_enumeration():
    rng = np.random.default_rng(2)
    emissions, step = rng.normal(size=(3, 7)).astype(np.float32), transitions()
    weights = {}
    for a in range(7):
        for b in range(7):
            for c in range(7):
                score = emissions[0, a] + emissions[1, b] + emissions[2, c] + step[a, b] + step[b, c]
                weights[a, b, c] = 0.0 if a in (2, 4, 6) else float(np.exp(score))
    total = sum(weights.values())
    middle = [sum(w for (_, b, _), w in weights.items() if b == tag) / total for tag in range(7)]
    padded = rng.normal(size=(5, 7)).astype(np.float32)
    assert np.allclose(marginals([padded, emissions], step)[1][1], middle, atol=1e-5)
