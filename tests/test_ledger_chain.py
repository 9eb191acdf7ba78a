"""The chain and the tree: framing without doubt, RFC 9162's root, proofs for every entry."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.chain import START, Tree, canonical, follow, grow, hash_entry, parse_head, prove


def root_of(leaves: list[bytes]) -> bytes:
    """MTH as RFC 9162, 2.1.1, defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + root_of(leaves[:k]) + root_of(leaves[k:])).digest()


@pytest.mark.parametrize("size", [*range(20), 31, 32, 33, 100])
def test_tree_has_the_root_of_the_standard_and_a_proof_for_each(size: int) -> None:
    hashes = [hashlib.sha256(bytes([i])).digest() for i in range(size)]
    tree = grow(hashes)
    assert (tree.root(), tree.size) == (root_of(hashes), size)
    assert Tree.unpack(tree.pack()) == tree
    assert parse_head(tree.head()) == (size, tree.root())
    for seq in range(1, size + 1):
        path = prove(hashes, seq)
        assert follow(hashes[seq - 1], path) == tree.root()
        assert len(path) <= size.bit_length()
        if size > 1:
            assert follow(hashes[seq % size], path) != tree.root()


def test_root_of_known_answers() -> None:
    """The first vectors of the reference implementation of Certificate Transparency."""
    assert grow([]).root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert grow([b""]).root().hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert grow([b"", b"\x00"]).root().hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_entries_frame_alike(kind: str, body: str, other_kind: str, other_body: str) -> None:
    def safe(text: str) -> str:
        return text.encode("utf-8", "replace").decode()

    one, two = (safe(kind), safe(body)), (safe(other_kind), safe(other_body))
    assert (hash_entry(START, 1, "t", *one) == hash_entry(START, 1, "t", *two)) == (one == two)


def test_parts_do_not_run_together() -> None:
    assert hash_entry(START, 1, "a", "b", "c") != hash_entry(START, 1, "ab", "", "c") != hash_entry(START, 1, "a", "bc", "")
    assert hash_entry(START, 1, "a", "b", "c") != hash_entry(START, 11, "a", "b", "c")


@pytest.mark.parametrize("wrong", ["", "12", "12:", "12:abc", "x:" + "0" * 64, "-1:" + "0" * 64, "1:" + "G" * 64, "9" * 30 + ":" + "0" * 64])
def test_what_is_no_head(wrong: str) -> None:
    assert parse_head(wrong) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=10))
def test_canonical_json_is_one_form(value: object) -> None:
    import json

    assert canonical(json.loads(canonical(value))) == canonical(value)
    assert canonical(value).isascii()
