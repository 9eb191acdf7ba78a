"""Paths to captures: what is opened, what is refused, what the bytes are."""

import hashlib
import io
import os
import runpy
import sys
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES
from onrecord.read.files import check_bytes, find_inputs, make_capture, read_bytes, sniff_media_type

RAW = runpy.run_path(str(Path(__file__).with_name("hostile") / "raw.py"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "reports"
    for name in ("b.txt", "a.html", "c/d.htm", "c/a.MD", "e.xhtml", "f.pdf", "g", ".hidden.txt", ".git/h.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("Ada said no.")
    return root


def names(folder: Path, *paths: str) -> list[str]:
    return [str(Path(i.path).relative_to(folder)).replace(os.sep, "/") for i in find_inputs(paths or [str(folder)])]


def test_files_finds_reports_in_a_folder_by_name(folder: Path) -> None:
    assert names(folder) == ["a.html", "b.txt", "c/a.MD", "c/d.htm", "e.xhtml"]


def test_files_takes_named_files_as_they_are(folder: Path) -> None:
    assert names(folder, str(folder / "g"), str(folder / "b.txt")) == ["g", "b.txt"]


def test_files_follows_no_link_within_a_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text("secret")
    try:
        (folder / "link.txt").symlink_to(tmp_path / "secret" / "s.txt")
        (folder / "linked").symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert "link.txt" not in names(folder) and "linked/s.txt" not in names(folder)
    for path in (folder / "link.txt", folder / "linked" / "s.txt", folder / ".." / "secret" / "s.txt"):
        with pytest.raises(InputError, match="leads out of") as caught:
            read_bytes(str(path), folder=str(folder))
        assert caught.value.code == "outside"
    assert read_bytes(str(folder / "link.txt")) == b"secret"  # named by the user


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_files_opens_no_pipe_and_no_device(folder: Path) -> None:
    os.mkfifo(folder / "p.txt")
    assert "p.txt" not in names(folder)
    for path in (str(folder / "p.txt"), os.devnull):
        with pytest.raises(InputError, match="standard input") as caught:
            read_bytes(path)
        assert caught.value.code == "not-a-file"


def test_files_refuses_a_folder_as_a_file(folder: Path) -> None:
    with pytest.raises((InputError, PermissionError)):
        read_bytes(str(folder))


def test_files_says_when_a_file_is_not_there(tmp_path: Path) -> None:
    (missing,) = find_inputs([str(tmp_path / "none.txt")])
    with pytest.raises(FileNotFoundError):
        read_bytes(missing.path)


def test_files_refuses_what_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with open(path, "wb") as file:
        file.truncate(CAPTURE_BYTES + 1)
    with pytest.raises(InputError, match=r"large\.txt: 20,000,001 bytes \(limit 20,000,000\)") as caught:
        read_bytes(str(path))
    assert caught.value.code == "too-large"


def test_files_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [i.path for i in find_inputs(["-"])] == ["-"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Zoë\r\n".encode())))
    assert read_bytes("-") == "Zoë\r\n".encode()


def test_files_refuses_standard_input_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a" * (CAPTURE_BYTES + 10))))
    with pytest.raises(InputError) as caught:
        read_bytes("-")
    assert caught.value.code == "too-large"


def test_files_names_a_capture_by_its_bytes() -> None:
    capture = make_capture(b"Ada said no.", path="a.txt")
    assert capture.id == capture.sha256 == hashlib.sha256(b"Ada said no.").hexdigest()
    assert make_capture(b"Ada said no.", url="https://example.org/b").id == capture.id
    assert make_capture(b"Ada said no. ", path="a.txt").id != capture.id


@pytest.mark.parametrize(
    ("raw", "name", "said", "media_type"),
    [
        (b"<!DOCTYPE html><html><p>No", None, None, "text/html"),
        (b"\xef\xbb\xbf\n <!-- saved - from -- a page -->\n<html lang=en>", "a.txt", None, "text/html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "a.xhtml", None, "application/xhtml+xml"),
        ("\ufeff<html><p>No".encode("utf-16-le"), None, None, "text/html"),
        (b"<p>\xe2\x80\x9cNo,\xe2\x80\x9d he said.</p>", None, None, "text/html"),
        (b"Breaking: <p>No</p>", "a.html", None, "text/html"),
        (b"Breaking: <p>No</p>", "https://example.org/a.html?b=c.txt", None, "text/html"),
        (b"Breaking: <p>No</p>", "a.txt", None, "text/plain"),
        (b"Breaking: <p>No</p>", None, "text/html; charset=utf-8", "text/html"),
        (b"He wrote <p> where \"<br>\" was meant.", None, None, "text/plain"),
        (b"No tags, but a name that says so.", "a.html", None, "text/plain"),
        (b"# No\n\nAda said no.", "a.md", None, "text/markdown"),
        (b"1 < 2, said Ada, and 3 > 2.", "a.txt", None, "text/plain"),
        (b"", None, None, "text/plain"),
    ],
)  # fmt: skip
def test_files_tells_html_from_text(raw: bytes, name: str | None, said: str | None, media_type: str) -> None:
    assert sniff_media_type(raw, name=name, said=said) == media_type


@pytest.mark.parametrize("name", RAW["NOT_TEXT"])
def test_files_refuses_what_is_no_text(name: str) -> None:
    raw = RAW["NOT_TEXT"][name]
    with pytest.raises(InputError, match=r"report\.txt: .+, not text; save the page as HTML") as caught:
        check_bytes(raw, name="report.txt")
    assert caught.value.code == "not-text"
    assert make_capture(raw, path="report.txt").media_type not in ("text/plain", "text/html")


@pytest.mark.parametrize("name", RAW["CHARSETS"])
def test_files_takes_broken_text_as_text(name: str) -> None:
    check_bytes(RAW["CHARSETS"][name][0], name="report.txt")
