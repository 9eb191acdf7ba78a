"""Silent edits, reading anew, judgements that stay, and what must not be kept."""

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import onrecord.ledger as ledgers
from onrecord.errors import UsageError
from onrecord.judge.types import Right, Wrong
from onrecord.ledger import edits
from onrecord.types import Record, Span

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports, REPORTS, LATER = made["reader"], made["reports"], made["REPORTS"], made["LATER"]
URL = "https://example.org/board"


def test_a_changed_page_is_shown_with_its_changes(tmp_path: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(REPORTS["board.html"].encode(), url=URL)
        before = next(iter(ledger.records()))
        added = ledger.add(LATER.encode(), url=URL)
        assert added.counts == {"changed": 1}
        (edit,) = added.edits
        assert edit.address == URL and before.article is not None and edit.before == before.article.id
        changed = " | ".join(f"{w.before} > {w.after}" for w in edit.words)
        assert "ever" in changed and "to me" in changed and "publish its inspection reports" in changed
        assert any("Nobody ever" in m.words[0] and "to me" in m.words[1] for m in edit.of("altered"))
        assert any("inspection reports" in m.words[0] for m in edit.of("gone"))
        assert any("replaced in June" in m.words[1] for m in edit.of("new"))
        (after,) = ledger.records()
        assert after.article is not None and after.article.id == edit.after
        for word in edit.words:
            assert not word.after or after.article.text[word.start :].startswith(word.after.split()[0]) or word.after in after.article.text
        assert list(ledger.edits()) == [edit]
        gone = next(m for m in edit.of("gone"))
        shown = ledger.show(gone.before or "")
        assert not shown.current and shown.edits == (edit,)
        assert not ledger.find("inspection reports").hits and ledger.find("June").hits
        same = next(m for m in edit.of("same"))
        assert ledger.show(same.before or "").now == same.after and ledger.show(same.after or "").was == (same.before,)
        assert ledger.verify().whole


def test_other_bytes_with_the_same_words_are_no_edit(tmp_path: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(REPORTS["board.html"].encode(), url=URL)
        added = ledger.add(REPORTS["board.html"].replace("<body>", "<body><!-- seen 2 -->").encode(), url=URL)
        assert (added.edits, added.entries) == ((), 2)
        assert len(list(ledger.records())) == 1 and list(ledger.edits()) == []
        assert ledger.verify().whole


def test_a_page_that_goes_back_shows_what_was_seen_last(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    with ledgers.open(tmp_path / "a.db") as ledger:
        for text in (REPORTS["board.html"], LATER):
            page.write_text(text)
            ledger.add(page)
        assert [e.title for e in ledger.edits()] == [("Board rejects blame for gate",) * 2]
        page.write_text(REPORTS["board.html"])
        assert ledger.add(page).counts == {"changed": 1} and ledger.add(page).entries == 0
        assert ledger.find("publish inspection reports").hits and not ledger.find("June").hits
        assert len(list(ledger.edits())) == 2
        assert all((s := ledger.show(h.statement.id)).current and s.now is None for h in ledger.find().hits)
        page.write_text(REPORTS["mayor.txt"])
        assert ledger.add(page).counts == {"changed": 1}
        assert [r.article.title for r in ledger.records() if r.article] == ["Mayor wants inquiry"]
        page.write_text("<html><body></body></html>")
        assert ledger.add(page).counts == {"refused": 1}
        assert [r.article.title for r in ledger.records() if r.article] == ["Mayor wants inquiry"]  # nothing that was said goes with a page
        assert ledger.verify().whole


def move(record: Record, by: int) -> Record:
    """A reading in which the first statement's content starts later and has another id."""
    first, *rest = record.statements
    span = first.content[0]
    return replace(record, statements=(replace(first, id="f" * 32, content=(Span(span.start + by, span.end), *first.content[1:])), *rest))


def test_reading_anew_keeps_judgements(tmp_path: Path, reports: Path, reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reader._read_one
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports / "gate.txt")
        first = next(iter(ledger.records())).statements[0]
        said = ledger.judge(first.id[:10], Wrong("act"), by="Ada Rowe")
        assert ledger.judgements(first.id) == (said,)
        reader.version = " next"
        assert ledger.reread().entries == 1  # the same record by another reader is noted
        assert ledger.reread().entries == 0
        reader.version = " third"
        monkeypatch.setattr(reader, "_read_one", lambda self, taken: move(whole(self, taken), 4))
        assert ledger.reread().counts == {"reread": 1}
        now = next(iter(ledger.records())).statements[0]
        assert now.id == "f" * 32
        assert ledger.judgements(now.id) == (said,)
        assert ledger.show(first.id).now == now.id and ledger.show(now.id).was == (first.id,) and ledger.show(now.id).judgements == (said,)
        assert not ledger.show(first.id).current
        assert [h.statement.id for h in ledger.find().hits].count(first.id) == 0
        assert ledger.verify().whole


def test_little_overlap_carries_nothing(record: Record) -> None:
    first = record.statements[1]
    span = first.content[0]
    size = span.end - span.start
    assert edits.carry(record, move_second(record, size // 3)) == [(first.id, "f" * 32)]
    assert edits.carry(record, move_second(record, size - 3)) == []
    assert edits.carry(record, record) == []


def move_second(record: Record, by: int) -> Record:
    zeroth, second, *rest = record.statements
    span = second.content[0]
    return replace(record, statements=(zeroth, replace(second, id="f" * 32, content=(Span(span.start + by, span.end),)), *rest))


def test_what_is_withheld_is_gone_and_the_ledger_holds(tmp_path: Path, reports: Path) -> None:
    path = tmp_path / "a.db"
    with ledgers.open(path) as ledger:
        ledger.add(reports)
        record = next(r for r in ledger.records() if r.article and r.article.title == "Mayor wants inquiry")
        kept = ledger.head()
        assert record.article is not None
        own = record.statements[0].id
        ledger.withhold(record.article.id, why="a court order", by="Ada Rowe")
        assert len(list(ledger.records())) == 2
        assert not ledger.find("three years").hits and not ledger.find("hiding").texts
        report = ledger.verify(head=kept)
        assert report.whole and report.withheld == 2
        with pytest.raises(UsageError, match=r"withheld|nothing"):
            ledger.show(own)
        with pytest.raises(UsageError, match="withheld"):
            ledger.capture(record.capture.sha256)
        assert [e.kind for e in ledger.show(record.capture.sha256).history] == ["capture", "reading", "withheld"]
        again = ledger.add(reports)
        assert (again.counts, again.entries) == ({"known": 2, "withheld": 1}, 0)
        assert ledger.reread().entries == 0
        with pytest.raises(UsageError):
            ledger.withhold(record.article.id, why=" ", by="Ada Rowe")
    for file in path.parent.glob("a.db*"):
        raw = file.read_bytes()
        assert b"three years" not in raw and b"They have had" not in raw and b"Odo Lenz accused" not in raw


def test_judging_needs_a_name_and_a_thing(tmp_path: Path, reports: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports)
        with pytest.raises(UsageError, match="name"):
            ledger.judge(ledger.find().hits[0].statement.id, Right(), by=" ")
        with pytest.raises(UsageError, match="nothing"):
            ledger.judge("ffffffff", Right(), by="Ada")
        assert ledger.judgements() == ()
