"""Web archives: pages kept whole, broken ones counted, nothing unpacked without bound."""

import base64
import gzip
import hashlib
import io
import os
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord.errors import InputError
from onrecord.limits import CAPTURE_BYTES
from onrecord.read import warc as warc_module
from onrecord.read.body import join_chunks, parse_content_type, unpack
from onrecord.read.captured import Captured, Skipped
from onrecord.read.warc import Digest, agrees, read_warc
from onrecord.read.warc import source as source_module

PAGE = b"<html><title>Tide</title><p>The sluice held, said Ada Brandt.</p></html>"
OTHER = b"<html><title>Ebb</title><p>Nobody was asked, said Bram Ostler.</p></html>"


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def answer(body: bytes, *headers: str, kind: str = "text/html; charset=utf-8", status: str = "HTTP/1.1 200 OK") -> bytes:
    lines = [status, *([f"Content-Type: {kind}"] if kind else []), *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(
    block: bytes, url: str = "http://marsh.example/tide", *headers: str, kind: str = "response", digest: bool = True, length: int | None = None
) -> bytes:
    lines = [
        "WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", "WARC-Date: 2026-10-09T08:00:00Z", "WARC-Record-ID: <urn:uuid:1>",
        f"Content-Length: {len(block) if length is None else length}", "Content-Type: application/http; msgtype=response",
        *([f"WARC-Block-Digest: {sha1(block)}"] if digest else []), *headers,
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def arc(block: bytes, url: str = "http://marsh.example/tide") -> bytes:
    return f"{url} 192.0.2.7 20061009080000 text/html {len(block)}\n".encode() + block + b"\n"


ARC_HEAD = b"filedesc://crawl.arc 0.0.0.0 20061009080000 text/plain 74\n1 0 Crawl\nURL IP-address Archive-date Content-type Archive-length\n" + b"\n" * 9
INFO = record(b"software: crawler\r\n", "", kind="warcinfo")
REQUEST = record(b"GET /tide HTTP/1.1\r\n\r\n", kind="request")


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Captured | Skipped]]:
    def read_bytes(raw: bytes) -> list[Captured | Skipped]:
        path = tmp_path / "crawl.warc"
        path.write_bytes(raw)
        return list(read_warc(path))

    return read_bytes


Read = Callable[[bytes], list[Captured | Skipped]]


def pages(found: list[Captured | Skipped]) -> list[bytes]:
    return [f.raw for f in found if isinstance(f, Captured)]


def codes(found: list[Captured | Skipped]) -> list[str]:
    return [f.code for f in found if isinstance(f, Skipped)]


THREE = (record(answer(PAGE)), record(answer(OTHER), "https://marsh.example/ebb"), record(answer(b"Tide tables.", kind="text/plain"), "http://marsh.example/t"))


@pytest.mark.parametrize(
    "raw",
    [
        INFO + REQUEST + b"".join(THREE),
        gzip.compress(INFO) + gzip.compress(REQUEST) + b"".join(map(gzip.compress, THREE)),
        gzip.compress(INFO + REQUEST + b"".join(THREE)),
        gzip.compress(INFO + THREE[0]) + gzip.compress(THREE[1]) + gzip.compress(THREE[2]) + b"",
        b"".join(part.replace(b"WARC/1.0", b"WARC/1.1") for part in THREE),
    ],
    ids=["plain", "a member each", "one member", "mixed members", "version 1.1"],
)
def test_warc_yields_pages_and_texts_in_order(read: Read, raw: bytes) -> None:
    assert read(raw) == [
        Captured(PAGE, "http://marsh.example/tide", "2026-10-09T08:00:00Z", "text/html", "utf-8"),
        Captured(OTHER, "https://marsh.example/ebb", "2026-10-09T08:00:00Z", "text/html", "utf-8"),
        Captured(b"Tide tables.", "http://marsh.example/t", "2026-10-09T08:00:00Z", "text/plain", None),
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_warc_reads_what_another_writer_wrote(read: Read, packed: bool) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "crawler"}))
    for body in (PAGE, OTHER):
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record("http://marsh.example/", "response", payload=io.BytesIO(body), http_headers=head))
    found = read(out.getvalue())
    assert pages(found) == [PAGE, OTHER] and not codes(found)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_warc_reads_arc(read: Read, pack: Callable[[bytes], bytes]) -> None:
    found = read(pack(ARC_HEAD) + pack(arc(answer(PAGE))) + pack(arc(answer(OTHER, status="HTTP/1.0 200 OK"))))
    assert found == [
        Captured(PAGE, "http://marsh.example/tide", "2006-10-09T08:00:00Z", "text/html", "utf-8"),
        Captured(OTHER, "http://marsh.example/tide", "2006-10-09T08:00:00Z", "text/html", "utf-8"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        record(answer(b"\x89PNG", kind="image/png")), record(answer(b"", "Location: /t", status="HTTP/1.1 301 Moved")),
        record(answer(b"gone", status="HTTP/1.1 404 No")), record(b"outlinks: 4\r\n", kind="metadata"), record(answer(b""), kind="revisit"),
        record(b"20261009\nmarsh.example. 60 IN A", "dns:marsh.example"), record(PAGE, kind="resource"), record(answer(b"")),
        record(answer(b"%PDF-1.7", kind="")),
    ],
    ids=["image", "redirect", "error", "metadata", "revisit", "dns", "resource", "empty", "pdf"],
)  # fmt: skip
def test_warc_passes_over_what_is_no_page(read: Read, other: bytes) -> None:
    assert pages(found := read(other + THREE[0])) == [PAGE] and not codes(found)


def test_warc_undoes_chunks_and_compression(read: Read) -> None:
    packed = gzip.compress(PAGE)
    chunks = f"{10:x};a=b\r\n".encode() + packed[:10] + f"\r\n{len(packed) - 10:X}\r\n".encode() + packed[10:] + b"\r\n0\r\n\r\n"
    head = ("Transfer-Encoding: chunked", "Content-Encoding: gzip")
    assert pages(read(record(answer(chunks, *head)) + record(answer(PAGE, *head)) + record(answer(packed, *head)))) == [PAGE] * 3


@pytest.mark.parametrize(
    "broken, code",
    [
        (record(answer(PAGE)).replace(b"held", b"fell"), "digest-wrong"),
        (record(answer(PAGE), "http://a.example/", f"WARC-Payload-Digest: {sha1(OTHER)}", digest=False), "digest-wrong"),
        (record(answer(b"\x89PNG", kind="image/png")).replace(b"PNG", b"JPG"), "digest-wrong"),
        (record(answer(PAGE), "http://a.example/", "WARC-Truncated: length"), "broken-off"),
        (record(answer(PAGE), "http://a.example/", "WARC-Segment-Number: 1"), "broken-off"),
        (record(answer(PAGE)).replace(b"2026-10-09T08", b"2026-10-09Tx8"), "broken-off"), (record(answer(PAGE), "marsh.example/tide"), "broken-off"),
        (record(PAGE), "broken-off"),
        (record(answer(PAGE), kind="reply"), "broken-off"),
        (record(answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip")), "broken-off"),
        (record(answer(b"5\r\nabcde\r\n9\r\nab", "Transfer-Encoding: chunked")), "broken-off"),
        (record(answer(b"\x1b", "Content-Encoding: br")), "not-text"),
        (record(answer(b"a" * (CAPTURE_BYTES + 1))), "too-large"),
    ],
)  # fmt: skip
def test_warc_counts_a_bad_record_and_goes_on(read: Read, broken: bytes, code: str) -> None:
    for raw in (THREE[0] + broken + THREE[1], gzip.compress(THREE[0]) + gzip.compress(broken) + gzip.compress(THREE[1])):
        found = read(raw)
        assert pages(found) == [PAGE, OTHER] and codes(found) == [code]
        assert not any(f.behind_break for f in found if isinstance(f, Captured))


def test_warc_takes_a_payload_digest_with_or_without_chunks(read: Read) -> None:
    chunks = f"{len(PAGE):x}\r\n".encode() + PAGE + b"\r\n0\r\n\r\n"
    for body in (chunks, PAGE):
        raw = record(answer(chunks, "Transfer-Encoding: chunked"), "http://a.example/", f"WARC-Payload-Digest: {sha1(body)}", digest=False)
        assert pages(read(raw)) == [PAGE]


@pytest.mark.parametrize("length", [5, 60, 400, 10**6, 10**30, -7])
def test_warc_finds_the_next_record_behind_a_wrong_length(read: Read, length: int) -> None:
    broken = record(answer(PAGE), length=length, digest=False)
    plain = read(THREE[1] + broken + THREE[1] + THREE[2])
    assert pages(plain) == [OTHER, OTHER, b"Tide tables."] and codes(plain) == ["broken-off"]
    assert [f.behind_break for f in plain if isinstance(f, Captured)] == [False, True, True]
    packed = read(b"".join(map(gzip.compress, (THREE[1], broken, THREE[1], THREE[2]))))
    assert pages(packed) == [OTHER, OTHER, b"Tide tables."] and codes(packed) == ["broken-off"]
    assert not any(f.behind_break for f in packed if isinstance(f, Captured))  # the members say where records begin


def test_warc_goes_on_behind_a_damaged_member(read: Read) -> None:
    members = list(map(gzip.compress, THREE))
    for at in range(2, len(members[1])):
        damaged = members[1][:at] + bytes([members[1][at] ^ 0x55]) + members[1][at + 1 :]
        found = read(members[0] + damaged + members[2])
        assert PAGE in pages(found) and b"Tide tables." in pages(found)
        assert OTHER in pages(found) or codes(found)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_warc_keeps_what_stands_before_a_cut(read: Read, pack: Callable[[bytes], bytes]) -> None:
    first, second = pack(THREE[0]), pack(THREE[1])
    assert pages(read(first + second)) == [PAGE, OTHER]
    for cut in range(1, len(second) - (4 if pack is bytes else 0)):  # a plain record's last empty lines can be missed
        found = read(first + second[:cut])
        assert pages(found) == [PAGE] and codes(found) == ["broken-off"], cut


# Another kind or address is a claim that no digest covers: the record is passed over as one of that kind would be.
CLAIM = re.compile(rb"WARC-Target-URI: (?:dns|whois|ntp):")


def mutants(raw: bytes) -> list[bytes]:
    return [raw[:at] + bytes([raw[at] ^ flip]) + raw[at + 1 :] for at in range(len(raw)) for flip in (0x01, 0x20)]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_warc_bears_every_byte_changed(read: Read, pack: Callable[[bytes], bytes]) -> None:
    """H9: the other records are kept, and a page that is not what it was is never taken for it."""
    middle = pack(THREE[0])
    for changed in mutants(middle):
        found = read(pack(THREE[1]) + changed + pack(THREE[2]))
        assert [p for p in pages(found) if p != PAGE] == [OTHER, b"Tide tables."], changed
        if PAGE not in pages(found) and not CLAIM.search(changed):
            assert codes(found), changed


def test_warc_says_what_is_no_archive(read: Read, tmp_path: Path) -> None:
    for raw in (PAGE, b"\x28\xb5\x2f\xfd rest", gzip.compress(PAGE), gzip.compress(PAGE) * 3):
        with pytest.raises(InputError, match="no WARC or ARC archive") as caught:
            read(raw)
        assert caught.value.code == "not-an-archive"
    for raw in (b"\x1f\x8b\x08 no gzip at all", gzip.compress(b"".join(THREE))[:-8] + bytes(8)):
        with pytest.raises(InputError, match=r"its compression .*, and no record is in it") as caught:
            read(raw)
        assert caught.value.code == "broken-off"
    assert read(b"") == []
    with pytest.raises(OSError):
        list(read_warc(tmp_path / "absent.warc"))
    with pytest.raises(InputError, match="no regular file"):
        list(read_warc(tmp_path))
    with pytest.raises(InputError, match="no regular file"):
        list(read_warc(os.devnull))


def test_warc_stays_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "crawl.warc").write_bytes(THREE[0])
    (tmp_path / "in" / "link.warc").symlink_to(tmp_path / "crawl.warc")
    for path in (tmp_path / "in" / "link.warc", tmp_path / "in" / ".." / "crawl.warc"):
        with pytest.raises(InputError, match="leads out of"):
            list(read_warc(path, folder=str(tmp_path / "in")))
        assert len(list(read_warc(path))) == 1


def bomb(size: int, start: bytes) -> bytes:
    """A gzip member that unpacks to `start` and `size` zeros, made a piece at a time."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    zeros = bytes(1_000_000)
    return b"".join([packer.compress(start), *(packer.compress(zeros) for _ in range(size // len(zeros))), packer.flush()])


MEASURE = """
import sys, time
from onrecord.read.warc import read_warc
from onrecord.read.captured import Captured

def most():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1000

before, start = most(), time.process_time()
found = list(read_warc(sys.argv[1]))
print(most() - before, time.process_time() - start, [len(f.raw) if isinstance(f, Captured) else f.code for f in found])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the most memory that was held is asked of Linux")
@pytest.mark.parametrize("where", ["member", "body", "chunk", "one line"])
def test_warc_bears_a_gzip_bomb(tmp_path: Path, where: str) -> None:
    """H5: under 150 MB and 5 s for a gigabyte (a wide guard here), and the next record is read."""
    size = 300_000_000
    head = answer(b"")
    if where == "member":
        first = bomb(size, record(head, length=len(head) + size, digest=False)[:-4])
    elif where == "one line":
        first = bomb(size, b"WARC/1.0\r\nWARC-Type: ")
    else:
        packed = bomb(size, b"")
        body = f"{len(packed):x}\r\n".encode() + packed + b"\r\n0\r\n\r\n" if where == "chunk" else packed
        first = gzip.compress(record(answer(body, "Content-Encoding: gzip", *(["Transfer-Encoding: chunked"] if where == "chunk" else []))))
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(first + gzip.compress(THREE[1]))
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    megabytes, seconds, found = done.stdout.split(maxsplit=2)
    assert int(megabytes) < 150 and float(seconds) < 10
    assert found.strip() == str(["broken-off" if where == "one line" else "too-large", len(OTHER)])


def test_warc_gives_up_a_member_that_does_not_end(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "GZIP_MEMBER_BYTES", 1_000_000)
    found = read(gzip.compress(THREE[0]) + bomb(2_000_000, record(answer(b""), length=3_000_000)) + gzip.compress(THREE[1]))
    assert pages(found) == [PAGE] and codes(found) == ["broken-off"]


def test_warc_does_not_look_for_records_without_end(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_module, "BROKEN_RECORDS", 100)
    hostile = b"WARC/1.0\r\nContent-Length: 9\r\n\r\n" * 30_000
    start = time.monotonic()
    found = read(hostile)
    assert len(found) == 101 and set(codes(found)) == {"broken-off"} and time.monotonic() - start < 20
    member = gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 30_000)[:-1]
    start = time.monotonic()
    found = read(member * 200)
    assert len(found) == 101 and time.monotonic() - start < 20


def test_warc_memory_is_that_of_one_page(tmp_path: Path) -> None:
    path = tmp_path / "many.warc"
    path.write_bytes(b"".join(record(answer(PAGE * 100)) for _ in range(50)))
    stream = read_warc(path)
    assert isinstance(next(stream), Captured) and len(list(stream)) == 49


@given(st.binary(max_size=300), st.booleans())
@settings(max_examples=60, deadline=None)
def test_warc_never_fails_otherwise(tmp_path_factory: pytest.TempPathFactory, noise: bytes, packed: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.warc"
    for raw in (noise, THREE[0] + noise + THREE[1], THREE[0][:-200] + noise):
        path.write_bytes(gzip.compress(raw) + noise if packed else raw)
        try:
            found = list(read_warc(path))
        except InputError as e:
            assert e.code in ("not-an-archive", "broken-off")
        else:
            assert all(f.raw for f in found if isinstance(f, Captured))


def test_warc_digests_in_every_spelling() -> None:
    digest = hashlib.sha256(b"no").digest()
    for value in (
        digest.hex(),
        digest.hex().upper(),
        base64.b32encode(digest).decode(),
        base64.b32encode(digest).decode().rstrip("="),
        base64.b64encode(digest).decode(),
    ):
        assert agrees(f"sha256:{value}", b"no") and agrees(f"SHA-256:{value}", b"no") and not agrees(f"sha256:{value}", b"yes")
    assert agrees(None, b"no") and agrees("blake3:00", b"no") and Digest("").agrees() and not agrees("sha1:", b"no")


def test_body_reads_content_types() -> None:
    assert parse_content_type(None) == (None, None) and parse_content_type("") == (None, None)
    assert parse_content_type("text/plain; format=flowed;charset='latin1'") == ("text/plain", "latin1")


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_body_undoes_what_was_done(raw: bytes, size: int) -> None:
    parts = [raw[i : i + size] for i in range(0, len(raw), size)]
    assert join_chunks(b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in parts) + b"0\r\n\r\n", name="a") == raw
    assert unpack(gzip.compress(raw), "gzip", name="a") == raw
    assert unpack(gzip.compress(raw[:9]) + gzip.compress(raw[9:]) + b"\0\0", "x-gzip", name="a") == raw
