"""Bytes to text: the charset, what decided it, and offsets that stay true."""

import runpy
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.read.decode import CODECS, Decoded, decode, decode_slice, find_charset

RAW = runpy.run_path(str(Path(__file__).with_name("hostile") / "raw.py"))

single_byte = sorted(name for name in CODECS if CODECS[name].startswith(("cp125", "iso", "koi", "mac", "cp8")))


def assert_true_offsets(raw: bytes, decoded: Decoded) -> None:
    """Each character is what its own bytes decode to, and the characters' bytes follow one another to the end."""
    last = decoded.byte_range(0, 0)[0]
    for i, character in enumerate(decoded.text):
        start, end = decoded.byte_range(i, i + 1)
        assert start == last
        assert decode_slice(raw[start:end], decoded.charset) == character
        last = end
    assert last == len(raw)


@pytest.mark.parametrize("name", RAW["CHARSETS"])
def test_decode_finds_the_charset_and_keeps_offsets(name: str) -> None:
    raw, header, html, charset = RAW["CHARSETS"][name]
    decoded = decode(raw, charset=header, html=html)
    assert decoded.charset == charset
    assert "\0" not in decoded.text
    decoded.text.encode("utf-8")  # no lone surrogate
    assert_true_offsets(raw, decoded)


@pytest.mark.parametrize(
    ("raw", "header", "html", "how"),
    [
        ("Zoë".encode(), "utf-8", False, "header"),
        (b"\xef\xbb\xbf" + "Zoë".encode(), None, False, "bom"),
        ('<meta charset="utf-8">Zoë'.encode(), None, True, "meta"),
        ('<?xml version="1.0" encoding="windows-1252"?><p>Zoë'.encode("cp1252"), None, True, "meta"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">Zoë'.encode("cp1252"), None, True, "meta"),
        ('<meta charset="utf-8">Zoë'.encode(), None, False, "utf-8"),
        ("Zoë".encode(), None, False, "utf-8"),
        ("Zoë".encode("cp1252"), None, False, "statistics"),
        ("Zoë".encode(), "windows-1252", False, "utf-8"),
    ],
)
def test_decode_says_what_decided(raw: bytes, header: str | None, html: bool, how: str) -> None:
    decoded = decode(raw, charset=header, html=html)
    assert decoded.how == how
    assert "Zoë" in decoded.text


def test_decode_passes_over_a_charset_in_a_comment() -> None:
    raw = '<!-- <meta charset="windows-1251"> --><meta charset="windows-1252"><p>Zoë'.encode("cp1252")
    assert decode(raw, html=True).charset == "windows-1252"


def test_decode_names_a_lying_header() -> None:
    decoded = decode("Zoë said “no”".encode("cp1252"), charset="utf-8")
    assert [p.code for p in decoded.problems] == ["charset-wrong"]
    assert "utf-8" in decoded.problems[0].message and "windows-1252" in decoded.problems[0].message
    assert decoded.text == "Zoë said “no”"


def test_decode_keeps_utf8_with_a_broken_character() -> None:
    raw = "“No,” said Zoë.".encode() + b" \xe2\x80 Ada nodded."
    decoded = decode(raw, charset="utf-8")
    assert decoded.text == "“No,” said Zoë. \ufffd\ufffd Ada nodded."
    (problem,) = decoded.problems
    assert (problem.code, problem.start, problem.end) == ("undecodable-bytes", 16, 17)
    start, end = decoded.text.index("Ada"), decoded.text.index("Ada") + 3
    assert raw[slice(*decoded.byte_range(start, end))] == b"Ada"


def test_decode_leaves_the_mark_out_of_the_text() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        raw = "Ada said no.".encode(encoding)
        decoded = decode(raw)
        assert decoded.text == "Ada said no."
        assert decoded.byte_range(0, 12) == (len(raw) - len(raw[decoded.skipped :]), len(raw))


def test_decode_keeps_every_character_of_plain_text() -> None:
    text = "“No,”\r\nshe\u00a0said\u200b.\r\rNobody\u2028asked.\t\n"
    assert decode(text.encode()).text == text


def test_decode_never_reads_utf7() -> None:
    for header in ("utf-7", "UTF7", "unicode-1-1-utf-7", "csUnicode11UTF7"):
        assert decode(b"+ADw-b+AD4-", charset=header).text == "+ADw-b+AD4-"


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("UTF-8", "utf-8"), ("utf8", "utf-8"), ("latin-1", "windows-1252"), ("ISO-8859-1", "windows-1252"), ("us-ascii", "windows-1252"),
        ("iso-8859-15", "iso-8859-15"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("Shift_JIS", "shift_jis"), ("windows-1251", "windows-1251"),
        (" 'utf-8' ", "utf-8"), ("utf-7", None), ("hex", None), ("idna", None), ("rot13", None), ("iso-2022-jp", None), ("undefined", None), ("", None),
        ("unicode_escape", None), ("ä", None), ("x" * 1000, None),
    ],
)  # fmt: skip
def test_find_charset_knows_the_names_of_the_web_alone(label: str, charset: str | None) -> None:
    assert find_charset(label) == charset


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_decode_guesses_english_by_its_marks(encoding: str) -> None:
    text = "“We don’t know,” said Zoë Brandt – the quay’s keeper – and left…"
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("name", single_byte)
def test_decode_reads_each_single_byte_charset(name: str) -> None:
    raw = bytes(range(1, 256)) + b"said"
    decoded = decode(raw, charset=name)
    assert decoded.charset == name
    assert len(decoded.text) == len(raw)
    assert_true_offsets(raw, decoded)


@example(raw=b"\x800", header="gb18030")
@example(raw=b"\xa8\x14<\x8f\x00\xf1\n~", header="euc-jp")
@example(raw=b"a\x8f\xb1\xb1", header="shift_jis")
@given(raw=st.binary(max_size=300), header=st.sampled_from([None, "utf-8", "utf-16", "windows-1252", "utf-7", "gb18030", "euc-jp", "shift_jis", "big5", "x"]))
def test_decode_bears_any_bytes(raw: bytes, header: str | None) -> None:
    for html in (False, True):
        decoded = decode(raw, charset=header, html=html)
        decoded.text.encode("utf-8")
        assert "\0" not in decoded.text
        assert decoded.byte_range(len(decoded.text), len(decoded.text))[1] == len(raw)
        if decoded.charset not in ("big5",):  # one code of Big5 is two characters
            assert_true_offsets(raw, decoded)


@given(text=st.text(max_size=200), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_decode_gives_the_text_back(text: str, encoding: str) -> None:
    clean = text.replace("\0", "").removeprefix("\ufeff")
    raw = clean.encode(encoding, "ignore")
    said = None if encoding in ("utf-8-sig", "utf-16") else encoding
    decoded = decode(raw, charset=said)
    if decoded.charset == encoding or said is None:
        assert decoded.text == raw.decode(encoding)
        assert_true_offsets(raw, decoded)


def test_decode_finds_bytes_across_blocks() -> None:
    text = "é“x💬" * 5_000
    raw = text.encode()
    decoded = decode(raw)
    for start in (0, 4_095, 4_096, 4_097, 8_192, len(text) - 3):
        low, high = decoded.byte_range(start, start + 3)
        assert raw[low:high].decode() == text[start : start + 3]
