"""Web archives, feeds and named URLs into the ledger: page by page, with their own addresses and times; nothing else is fetched."""

import io
import runpy
from pathlib import Path
from typing import Any

import pytest

import onrecord.ledger as ledgers
from onrecord.errors import InputError, UsageError
from onrecord.read.captured import Captured

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, REPORTS, LATER = made["reader"], made["REPORTS"], made["LATER"]
FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Tarn Gazette</title>
<item><title>Gate failed</title><link>https://example.org/gate</link><content:encoded><![CDATA[<p>The gate failed without warning, the keeper Bram Ostler said.
He had asked for a new hinge in March, he said, and was told to wait. The board promised to replace it in June.</p>]]></content:encoded></item>
<item><title>Elsewhere</title><link>https://example.org/elsewhere</link><description>More at the link ...</description></item></channel></rss>"""


def archive(path: Path, *pages: tuple[str, str, str]) -> Path:
    """A WARC of pages: URL, time, HTML."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.suffix == ".gz")
        for url, at, html in pages:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(html.encode()), http_headers=head, warc_headers_dict={"WARC-Date": at})
            )
    return path


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
def test_an_archive_page_by_page(tmp_path: Path, name: str) -> None:
    pages = [("https://example.org/board", "2026-05-12T07:00:00Z", REPORTS["board.html"]), ("https://example.org/board", "2026-05-12T09:00:00Z", LATER)]
    with ledgers.open(tmp_path / "a.db") as ledger:
        added = ledger.add(archive(tmp_path / name, *pages))
        assert added.counts == {"added": 1, "changed": 1}
        (edit,) = added.edits
        assert edit.address == "https://example.org/board"
        (record,) = ledger.records()
        assert record.capture.url == "https://example.org/board" and (record.capture.fetched or "").startswith("2026-05-12T09")
        assert ledger.add(tmp_path / name).entries == 0
        assert ledger.verify().whole
    with ledgers.open(tmp_path / "b.db") as other:  # the older page is added after the newer one: what was fetched last is shown
        other.add(archive(tmp_path / "2.warc", pages[1]))
        late = other.add(archive(tmp_path / "1.warc", pages[0]))
        assert late.counts == {"added": 1} and list(other.edits()) == [edit]
        assert list(other.records()) == [record]
        assert other.verify().whole


def test_a_broken_archive_gives_its_good_pages_and_says_so(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.warc", ("https://example.org/1", "2026-05-12T07:00:00Z", REPORTS["board.html"]), ("https://example.org/2", "2026-05-12T08:00:00Z", LATER)
    )
    path.write_bytes(path.read_bytes()[:-300])
    with ledgers.open(tmp_path / "a.db") as ledger:
        added = ledger.add(path)
        assert added.counts["added"] >= 1 and added.counts["refused"] >= 1 and added.problems
        assert ledger.add(tmp_path / "a.warc").entries == 0


def test_a_saved_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    with ledgers.open(tmp_path / "a.db") as ledger:
        added = ledger.add(tmp_path / "feed.xml")
        assert added.counts == {"added": 1, "refused": 1}
        assert [(name, code) for name, code, _ in added.problems] == [("https://example.org/elsewhere", "elsewhere")]
        (record,) = ledger.records()
        assert record.capture.url == "https://example.org/gate" and record.statements


def test_a_named_url_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.read import fetch

    asked: list[str] = []

    def answer(url: str, **_: Any) -> Captured:
        asked.append(url)
        if "gone" in url:
            raise InputError("not-fetched", f"{url}: the server answers 404")
        raw = FEED if "feed" in url else REPORTS["board.html"]
        return Captured(raw.encode(), url, f"2026-05-12T0{len(asked)}:00:00Z", "text/html", "utf-8")

    monkeypatch.setattr(fetch, "fetch", answer)
    with ledgers.open(tmp_path / "a.db") as ledger:
        assert ledger.add("https://example.org/board").counts == {"added": 1}
        again = ledger.add("https://example.org/board")  # that it had not changed by then is worth an entry, and no more
        assert (again.counts, again.entries) == ({"known": 1}, 1)
        assert ledger.add("https://example.org/gone").counts == {"refused": 1}
        assert ledger.add("https://example.org/feed").counts == {"added": 1, "refused": 1}
        assert asked == [f"https://example.org/{n}" for n in ("board", "board", "gone", "feed")]
        with pytest.raises(UsageError, match="no such"):
            ledger.add("ftp://example.org/x")
        assert ledger.verify().whole
