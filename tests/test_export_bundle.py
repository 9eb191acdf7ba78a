"""Bundles, read back by zipfile and checked by the program in VERIFY.md, in a Python that knows nothing of onrecord."""

import hashlib
import io
import json
import re
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import onrecord
from onrecord.encode import decode_records
from onrecord.errors import InputError
from onrecord.export import bundle, export
from onrecord.export.order import put_in_order
from onrecord.types import Capture, Record

made = runpy.run_path(str(Path(__file__).with_name("export_fixture.py")))
MANY = made["MANY"]
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Gate shut &amp; locked</title></head><body><article><h1>Gate shut &amp; locked</h1>
<p>The gate will stay shut, the harbour board said on Monday, &ldquo;until the river falls&rdquo;.</p>
<p>Bram Ostler, the keeper, said that nobody had asked <b>him</b> about it before the night of the flood.</p></article></body></html>"""
TEXT = "Gate shut\n\nBram Ostler said: “Nobody asked me.”\n\nThe board denied that it knew of the flood, a spokesman said.\n"


@pytest.fixture
def records(tmp_path: Path) -> list[Record]:
    """A page and a text in a charset of one byte, as they are really read, and a paste."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "text.txt").write_bytes(TEXT.encode("windows-1252"))
    return [onrecord.read(str(tmp_path / "page.html")), onrecord.read(str(tmp_path / "text.txt")), onrecord.read(b"The dam will hold, the ministry said.")]


def write(records: list[Record], **options: Any) -> bytes:
    out = io.BytesIO()
    export(records, "bundle", out, **options)
    return out.getvalue()


@pytest.fixture
def verify(tmp_path: Path) -> Callable[[bytes], tuple[int, str]]:
    """Run the program of VERIFY.md, taken out of the bundle of this test, without site packages."""
    page = Path(bundle.__file__).with_name("VERIFY.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", page, re.M | re.S)
    assert len(code.splitlines()) <= 30
    (tmp_path / "verify.py").write_text(code, encoding="utf-8")

    def run(raw: bytes) -> tuple[int, str]:
        (tmp_path / "bundle.zip").write_bytes(raw)
        done = subprocess.run([sys.executable, "-I", "-S", "verify.py", "bundle.zip"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    return run


def read(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def rewrite(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for name, raw in parts.items():
            whole.writestr(name, raw)
    return out.getvalue()


def test_export_bundle_holds_records_captures_and_hashes(records: list[Record], verify: Callable[[bytes], tuple[int, str]]) -> None:
    raw = write(records)
    parts = read(raw)
    manifest = json.loads(parts["manifest.json"])
    assert manifest["schema"] == "onrecord-bundle/1" and manifest["words"] is True
    assert {p["name"] for p in manifest["parts"]} == set(parts) - {"manifest.json"}
    for part in manifest["parts"]:
        assert part["sha256"] == hashlib.sha256(parts[part["name"]]).hexdigest() and part["bytes"] == len(parts[part["name"]])
    assert decode_records(parts["records.jsonl"]) == list(put_in_order(records))
    assert parts[f"captures/{records[0].capture.sha256}"] == PAGE.encode()
    held = {c["sha256"]: (c["held"], c["why"]) for c in manifest["captures"]}
    assert held[records[0].capture.sha256] == (True, None)
    assert held[records[2].capture.sha256] == (False, "not-a-file")
    code, told = verify(raw)
    assert code == 0 and "4 parts" in told and " 0 wrong" in told and hashlib.sha256(parts["manifest.json"]).hexdigest() in told
    assert not told.startswith("4 parts, 0 passages")


def test_verify_finds_every_part_that_was_changed(records: list[Record], verify: Callable[[bytes], tuple[int, str]]) -> None:
    parts = read(write(records))
    for name in set(parts) - {"manifest.json"}:
        changed = bytearray(parts[name])
        changed[len(changed) // 2] ^= 1
        code, told = verify(rewrite({**parts, name: bytes(changed)}))
        assert code == 1, (name, told)


def test_verify_finds_parts_that_were_added_or_taken_away(records: list[Record], verify: Callable[[bytes], tuple[int, str]]) -> None:
    parts = read(write(records))
    assert verify(rewrite({**parts, "more.txt": b"x"}))[0] == 1
    assert verify(rewrite({name: raw for name, raw in parts.items() if name != "records.jsonl"}))[0] == 1


def test_verify_finds_words_that_the_bytes_do_not_hold(records: list[Record], verify: Callable[[bytes], tuple[int, str]]) -> None:
    """Also where the manifest was written anew to fit."""
    parts = read(write(records))
    parts["records.jsonl"] = parts["records.jsonl"].replace(b"Nobody asked me", b"Nobody asked us")
    manifest = json.loads(parts["manifest.json"])
    for part in manifest["parts"]:
        part["sha256"] = hashlib.sha256(parts[part["name"]]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    code, told = verify(rewrite(parts))
    assert code == 1 and "not the words of the record" in told


def test_export_bundle_leaves_out_bytes_that_changed_or_went(records: list[Record], tmp_path: Path, verify: Callable[[bytes], tuple[int, str]]) -> None:
    (tmp_path / "page.html").write_text("another page", encoding="utf-8")
    (tmp_path / "text.txt").unlink()
    raw = write(records)
    why = {c["sha256"]: c["why"] for c in json.loads(read(raw)["manifest.json"])["captures"]}
    assert why[records[0].capture.sha256] == "changed since it was read"
    assert why[records[1].capture.sha256] == "No such file or directory"
    assert verify(raw)[0] == 0


def test_export_bundle_without_words_holds_no_capture(records: list[Record], verify: Callable[[bytes], tuple[int, str]]) -> None:
    raw = write(records, words=False)
    assert set(read(raw)) == {"places.jsonl", "VERIFY.md", "manifest.json"}
    assert verify(raw)[0] == 0


def test_export_bundle_takes_bytes_from_elsewhere(records: list[Record], tmp_path: Path) -> None:
    def fetch(capture: Capture) -> bytes:
        if capture.sha256 == records[0].capture.sha256:
            return PAGE.encode()
        raise InputError("withheld", "taken out")

    parts = read(write(records, fetch=fetch))
    assert [n for n in parts if n.startswith("captures/")] == [f"captures/{records[0].capture.sha256}"]


@given(MANY)
@settings(max_examples=30, deadline=None)
def test_export_bundle_gives_back_any_record_in_the_same_bytes(records: list[Record]) -> None:
    def fetch(capture: Capture) -> bytes:
        raise InputError("not-a-file", "none")

    raw = write(records, fetch=fetch)
    assert decode_records(read(raw)["records.jsonl"]) == list(put_in_order(records))
    assert write(records[::-1], fetch=fetch) == raw


def test_export_bundle_never_reads_standard_input() -> None:
    with pytest.raises(InputError):
        bundle.read_capture(Capture("c", "c", path="-"))
