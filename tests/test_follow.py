"""What people follow is kept as entries, and what is new of it is told once; reading anew is no news."""

import json
import runpy
from pathlib import Path

import pytest

import onrecord.ledger.ledger as ledgers
from onrecord.errors import UsageError

_fixture = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
LATER, Here, reader, reports = _fixture["LATER"], _fixture["Here"], _fixture["reader"], _fixture["reports"]


def test_follows_are_entries(reports: Path, tmp_path: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports / "gate.txt", reports / "board.html")
        words = ledger.follow("words", "gate", by="Ada Brandt")
        event = ledger.follow("event", ledger.events().events[0].id[:8], by="Ada Brandt")
        speaker = ledger.follow("speaker", "Varro", by="Ben Coe")
        assert ledger.follow("words", "gate", by="Ada Brandt") == words
        assert ledger.follows() == (words, event, speaker) and event.value == ledger.events().events[0].id
        assert json.loads(ledger.proof(words.seq)["body"]) == {"by": "Ada Brandt", "label": "gate", "value": "gate", "what": "words"}
        ledger.unfollow(words.seq, by="Ben Coe")
        assert ledger.follows() == (event, speaker) and ledger.verify().whole
        with pytest.raises(UsageError, match="nothing is followed"):
            ledger.unfollow(words.seq, by="Ben Coe")
        ledger._db.execute("UPDATE follows SET value = 'x' WHERE entry = ?", (speaker.seq,))
        assert [f.seq for f in ledger.verify().flaws] == [speaker.seq]


@pytest.mark.parametrize(("what", "value", "by", "words"), [
    ("words", "gate", " ", "who you are"), ("words", "...", "Ada", "no word"), ("event", "ffffffff", "Ada", "no event"), ("speaker", " ", "Ada", "name what"),
    ("speaker", "x" * 300, "Ada", "name what"), ("speaker", "0" * 32, "Ada", "nothing in the ledger"), ("place", "Tarn", "Ada", "a speaker, an event or words"),
])  # fmt: skip
def test_what_leads_nowhere_is_not_followed(reports: Path, tmp_path: Path, what: str, value: str, by: str, words: str) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports / "gate.txt")
        with pytest.raises(UsageError, match=words):
            ledger.follow(what, value, by=by)  # type: ignore[arg-type]
        assert ledger.follows() == ()


def test_what_is_new_is_told_once(reports: Path, tmp_path: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports / "gate.txt")
        before = int(ledger.head().partition(":")[0])
        speaker, words = ledger.follow("speaker", "Varro", by="Ada"), ledger.follow("words", "crack*", by="Ada")
        event = ledger.follow("event", ledger.events().events[0].id, by="Ada")
        assert ledger.new_in(speaker, since=before).hits == () and ledger.new_in(speaker, since=0).hits
        ledger.add(reports / "board.html")
        told = [h.statement.id for h in ledger.new_in(speaker, since=before).hits]
        assert len(told) == 2 and len(ledger.new_in(words, since=before).hits) == 1
        assert {h.record.article.title for h in ledger.new_in(event, since=before).hits if h.record.article} == {"Board rejects blame for gate"}
        now = int(ledger.head().partition(":")[0])
        Here.version = " again"
        ledger.reread()
        assert ledger.new_in(speaker, since=now).hits == () and [h.statement.id for h in ledger.new_in(speaker, since=before).hits] == told
        (reports / "board.html").write_text(LATER, encoding="utf-8")
        now = int(ledger.head().partition(":")[0])
        ledger.add(reports / "board.html")
        fresh = [h.statement for h in ledger.new_in(speaker, since=now).hits]
        assert fresh and not {s.id for s in fresh} & set(told)


def test_what_a_reader_has_seen_is_a_note_and_no_entry(reports: Path, tmp_path: Path) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(reports / "gate.txt")
        head = ledger.head()
        assert ledger.looked("Ada", "desk") == 0
        ledger.look("Ada", "desk")
        ledger.look("Ada", "words gate", 1)
        assert (ledger.looked("Ada", "desk"), ledger.looked("Ada", "words gate"), ledger.looked("Ben", "desk")) == (2, 1, 0)
        ledger.look("Ada", "desk", 1)
        assert ledger.looked("Ada", "desk") == 1 and ledger.head() == head and ledger.verify().whole
