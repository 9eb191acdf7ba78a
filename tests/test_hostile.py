"""Inputs made to harm, through the stages of reading: each is refused with the right problem, or borne. The guards on time are wide: nothing may hang."""

import runpy
import time
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES, CAPTURE_SECONDS
from onrecord.read.decode import decode
from onrecord.read.files import check_bytes, sniff_media_type
from onrecord.read.guard import scan
from onrecord.text.anchor import decode_back, place_text
from onrecord.types import Block


def made(name: str) -> dict[str, Any]:
    """The names of one generator."""
    return runpy.run_path(str(Path(__file__).with_name("hostile") / f"{name}.py"))


MARKUP = made("markup")
TEXT = made("text")


@pytest.mark.parametrize("case", MARKUP["REFUSED"])
def test_hostile_markup_is_refused_before_a_parser_sees_it(case: str) -> None:
    raw = MARKUP["REFUSED"][case]()
    start = time.monotonic()
    check_bytes(raw, name="a.html")
    text = decode(raw, html=True).text
    with pytest.raises(InputError, match=r"^a\.html: .+ line 1; kept as rejected") as caught:
        scan(text, name="a.html")
    assert caught.value.code == "hostile-markup"
    assert time.monotonic() - start < CAPTURE_SECONDS


@pytest.mark.parametrize("case", MARKUP["BORNE"])
def test_hostile_markup_that_passes_is_borne(case: str) -> None:
    raw = MARKUP["BORNE"][case]()
    start = time.monotonic()
    decoded = decode(raw, html=True)
    scan(decoded.text, name="a.html")
    wanted = "The quay is shut."
    segments = place_text(wanted, (Block("paragraph", 0, len(wanted)),), decoded, html=True)
    assert all(decode_back(raw, s, decoded.charset, html=True) == wanted for s in segments if s.match == "exact")
    assert (segments[0].match == "exact") == (case in ("open_comments", "empty_comments"))
    assert time.monotonic() - start < CAPTURE_SECONDS


def test_hostile_length_is_refused() -> None:
    raw = TEXT["LONG"]["one_line"]()
    assert len(raw) > CAPTURE_BYTES
    with pytest.raises(InputError, match=r"a\.txt: over 20,000,000 bytes") as caught:
        check_bytes(raw, name="a.txt")
    assert caught.value.code == "too-large"


@pytest.mark.parametrize("case", [name for name in TEXT["LONG"] if name != "one_line"])
def test_hostile_text_is_decoded_and_placed(case: str) -> None:
    """What later stages must bear stands here in their own tests; these stages bear it whole."""
    raw = TEXT["LONG"][case]()
    start = time.monotonic()
    check_bytes(raw, name="a.txt")
    assert sniff_media_type(raw, name="a.txt") == "text/plain"
    decoded = decode(raw)
    (segment,) = place_text(decoded.text, (Block("paragraph", 0, len(decoded.text)),), decoded, html=False)
    assert segment.match == "exact" and decode_back(raw, segment, decoded.charset, html=False) == decoded.text
    page = b"<p>" + raw.replace(b"\n\n", b"</p><p>") + b"</p>"
    if page.count(b"<p>") < 50_000:
        scan(decode(page, html=True).text, name="a.html")
    blocks = tuple(Block("paragraph", i, min(i + 200, len(decoded.text))) for i in range(0, len(decoded.text), 200))
    place_text(decoded.text, blocks, decode(page, html=True), html=True)
    assert time.monotonic() - start < 3 * CAPTURE_SECONDS


def test_hostile_repetition_does_not_make_anchors_slow() -> None:
    """Thousands of equal lines, and thousands of blocks that stand nowhere among them."""
    line = "a" * 30
    raw = "".join(f"<p>{line}</p>" for _ in range(20_000)).encode()
    decoded = decode(raw, html=True)
    start = time.monotonic()
    text = "\n\n".join([line] * 3_000 + [line + "b"] * 3_000)
    blocks, at = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block("paragraph", at, at + len(part)))
        at += len(part) + 2
    segments = place_text(text, blocks, decoded, html=True)
    assert [s.match for s in segments[:3_000]] == ["exact"] * 3_000
    assert len({s.place for s in segments[:3_000]}) == 3_000
    assert time.monotonic() - start < 3 * CAPTURE_SECONDS


@pytest.mark.parametrize("case", TEXT["DECEIVING"])
def test_hostile_characters_are_kept_in_the_text(case: str) -> None:
    text = TEXT["DECEIVING"][case]
    for raw, html in ((text.encode(), False), (f"<p>{text}</p>".encode(), True), (text.encode("utf-16"), False)):
        decoded = decode(raw, html=html)
        assert text in decoded.text
        shown = " ".join(text.split()) if html else text
        segments = place_text(shown, (Block("paragraph", 0, len(shown)),), decoded, html=html)
        assert [s.match for s in segments] == ["exact" if shown == text else "folded"]
        assert decode_back(raw, segments[0], decoded.charset, html=html) == text
