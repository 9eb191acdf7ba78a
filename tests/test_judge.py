"""What people judge: kept under their names, laid over every view, undone, and kept when a text is read again."""

import json
import re
import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import apsw
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import ledger as ledgers
from onrecord.cli import commands
from onrecord.errors import UsageError
from onrecord.judge.apply import apply
from onrecord.judge.encode import decode_saying, encode_saying
from onrecord.judge.types import (
    FIELDS,
    AtSource,
    Foreign,
    Grouping,
    Identity,
    Judgement,
    Label,
    Missed,
    Moved,
    NotStatement,
    Party,
    Right,
    Saying,
    Undo,
    Wrong,
)
from onrecord.judge.value import read_when, say_when
from onrecord.ledger.ledger import Ledger
from onrecord.types import Record, Span, Statement

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports = made["reader"], made["reports"]
BY = "Ada Rowe"


@pytest.fixture
def ledger(tmp_path: Path, reports: Path, reader: Any) -> Any:
    with ledgers.open(tmp_path / "a.db") as opened:
        opened.add(reports)
        yield opened
        report = opened.verify()
        assert report.whole, report.flaws


def one(ledger: Ledger, words: str) -> Statement:
    """The statement that has these words."""
    return ledger.find(words).hits[0].statement


def names(record: Record | None, ids: tuple[str, ...]) -> list[str]:
    assert record is not None
    return [e.name for own in ids for e in record.entities if e.id == own]


def article_of(ledger: Ledger, title: str) -> str:
    return next(r.article.id for r in ledger.records() if r.article and r.article.title == title)


# ---- what is said of a statement


def test_a_corrected_speaker_is_in_every_view(ledger: Ledger) -> None:
    before = one(ledger, "March")
    kept = ledger.judge(before.id[:10], Wrong("speakers", True, (Party("Odo Lenz"),)), by=f"  {BY} ")
    assert kept.by == BY and kept.about == before.id and kept == ledger.judgements(before.id)[0]
    shown = ledger.show(before.id)
    assert shown.statement and names(shown.record, shown.statement.speakers) == ["Odo Lenz"]
    assert shown.statement.makers["speakers"] == f"corrected by {BY}, entry {kept.seq}"
    assert shown.machine == before
    assert [h.statement.id for h in ledger.find("March", speaker="Odo Lenz").hits] == [before.id]
    assert not ledger.find("March", speaker="Varro").hits
    held = next(s for r in ledger.records() for s in r.statements if s.id == before.id)
    assert held == shown.statement


def test_an_undone_judgement_leaves_the_record_as_it_was(ledger: Ledger) -> None:
    before = list(ledger.records())
    own = one(ledger, "March").id
    kept = ledger.judge(own, Wrong("speakers", True, (Party("Odo Lenz"),)), by=BY)
    undone = ledger.undo(kept.seq, by="Bo Lund")
    assert list(ledger.records()) == before and not ledger.find("March", speaker="Odo Lenz").hits
    assert [(j.seq, j.undone) for j in ledger.judgements(own)] == [(kept.seq, True), (undone.seq, False)]
    with pytest.raises(UsageError, match="already"):
        ledger.undo(kept.seq, by=BY)
    ledger.undo(undone.seq, by=BY)  # an undo is undone like anything else
    assert ledger.find("March", speaker="Odo Lenz").hits
    with pytest.raises(UsageError, match="no judgement"):
        ledger.undo(1, by=BY)


def test_the_later_of_two_judgements_holds(ledger: Ledger) -> None:
    own = one(ledger, "March").id
    ledger.judge(own, Wrong("act", True, value="deny"), by=BY)
    ledger.judge(own, Wrong("act", True, value="admit"), by="Bo Lund")
    shown = ledger.show(own).statement
    assert shown and shown.act == "admit" and shown.makers["act"].startswith("corrected by Bo Lund")


@pytest.mark.parametrize(
    ("field", "value", "held"),
    [
        ("act", "threaten", "threaten"), ("act", None, None), ("negated", "yes", True), ("channel", "letter", "letter"), ("modality", "future", "future"),
        ("anonymous", "yes", True), ("said_on", "2026-05", ("2026-05-01", "2026-05-31")), ("said_on", None, None),
    ],
)  # fmt: skip
def test_each_field_takes_its_values(ledger: Ledger, field: Any, value: str | None, held: Any) -> None:
    own = one(ledger, "March").id
    ledger.judge(own, Wrong(field, True, value=value), by=BY)
    found = getattr(ledger.show(own).statement, field)
    assert ((found.start, found.end) if field == "said_on" and found else found) == held


@pytest.mark.parametrize(
    ("saying", "told"),
    [
        (Wrong("act", True, value="shout"), "none; one of"), (Wrong("said_on", True, value="soon"), "no day"),
        (Wrong("said_on", True, value="2026-02-30"), "calendar"), (Wrong("negated", True, value="perhaps"), "neither yes nor no"),
        (Wrong("speakers", True, value="Odo Lenz"), "takes parties"), (Wrong("act", True, (Party("Odo Lenz"),)), "takes a value"),
        (Wrong("content"), "where its words stand"), (Wrong("colour"), "no field"),  # type: ignore[arg-type]
        (Moved("content", (Span(0, 100_000),)), "no words of this text"), (Moved("content", ()), "where its words stand"),
        (Moved("content", (Span(3, 9), Span(5, 12))), "overlaps"), (Right(("colour",)), "no field"),  # type: ignore[arg-type]
        (Wrong("speakers", True, (Party(" "),)), "needs a name"), (Wrong("speakers", True, (Party("x", "0" * 32),)), "no entity"),
        (AtSource("corrected"), "name an article"),
        (Missed((Span(0, 4),), "Lock"), "name an article"), (Wrong("channel", True, value="x" * 3000), "characters"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_refused_and_nothing_is_kept(ledger: Ledger, saying: Saying, told: str) -> None:
    head = ledger.head()
    with pytest.raises(UsageError, match=told):
        ledger.judge(one(ledger, "March").id, saying, by=BY)
    assert ledger.head() == head


def test_a_judgement_has_a_name(ledger: Ledger) -> None:
    for by in ("", " \n", "x" * 3000):
        with pytest.raises(UsageError, match="name"):
            ledger.judge(one(ledger, "March").id, Right(), by=by)


def test_right_keeps_what_was_seen(ledger: Ledger) -> None:
    own = one(ledger, "March")
    kept = ledger.judge(own.id, Right(("speakers", "act")), by=BY)
    shown = ledger.show(own.id).statement
    assert shown and (shown.speakers, shown.act) == (own.speakers, own.act)
    assert {f for f, m in shown.makers.items() if m.startswith("checked by")} == {"speakers", "act"}
    assert {s.field for s in kept.saw} == {"speakers", "act"}
    ledger.judge(own.id, Right(), by=BY)
    whole = ledger.show(own.id).statement
    assert whole and whole.confidence == 1 and whole.makers["confidence"].startswith(f"checked by {BY}")


def test_no_statement_is_in_no_list_and_can_be_shown(ledger: Ledger) -> None:
    own, count = one(ledger, "March"), len(ledger.find(limit=100).hits)
    kept = ledger.judge(own.id, NotStatement(), by=BY)
    assert not ledger.find("March").hits and len(ledger.find(limit=100).hits) == count - 1
    shown = ledger.show(own.id)
    assert shown.struck and shown.statement == own
    ledger.undo(kept.seq, by=BY)
    assert one(ledger, "March") == own and not ledger.show(own.id).struck


def test_words_are_moved_and_the_id_stays(ledger: Ledger) -> None:
    own = one(ledger, "March")
    text = ledger.show(own.id).article.text  # type: ignore[union-attr]
    start = text.index("inspected it in March")
    ledger.judge(own.id, Moved("content", (Span(start, start + len("inspected it in March")),)), by=BY)
    found = ledger.show(own.id)
    assert found.statement and [s.of(text) for s in found.statement.content] == ["inspected it in March"] and found.statement.kind == "direct"
    assert found.sources and found.sources[0].raw is not None and b"inspected it in March" in found.sources[0].raw
    assert ledger.find('"We inspected"').hits == () and one(ledger, "March").id == own.id


# ---- what was missed, and what the publisher did


def missed_of(ledger: Ledger, title: str, words: str, **more: Any) -> tuple[str, Missed]:
    article = article_of(ledger, title)
    text = ledger.show(article).article.text  # type: ignore[union-attr]
    start = text.index(words)
    return article, Missed((Span(start, start + len(words)),), words, **more)


def test_a_statement_that_was_missed_is_added(ledger: Ledger) -> None:
    article, said = missed_of(ledger, "Lock gate failed, keeper says", "11 May 2026", speakers=(Party("Bram Ostler"),), act="assert")
    kept = ledger.judge(article, said, by=BY)
    found = one(ledger, '"11 May"')
    assert found.makers["content"] == f"added by {BY}, entry {kept.seq}" and found.confidence == 1
    assert [h.statement.id for h in ledger.find('"11 May"', speaker="Bram Ostler").hits] == [found.id]
    shown = ledger.show(found.id)
    assert shown.machine is None and shown.judgements == (kept,)
    assert "11 May" not in json.loads(shown.history[-1].body)  # an entry never goes: it names words by their places alone
    assert not any("11 May" in e for (e,) in apsw.Connection(ledger.path).execute("SELECT body FROM entries WHERE kind = 'judgement'"))
    ledger.undo(kept.seq, by=BY)
    assert not ledger.find('"11 May"').hits
    with pytest.raises(UsageError, match=r"nothing|withheld"):
        ledger.show(found.id)


def test_what_was_missed_and_is_found_by_now_is_one_statement(ledger: Ledger) -> None:
    own = one(ledger, "March")
    text = ledger.show(own.id).article.text  # type: ignore[union-attr]
    words = " ".join(s.of(text) for s in own.content)
    article, count = article_of(ledger, "Lock gate failed, keeper says"), len(ledger.find(limit=100).hits)
    ledger.judge(article, Missed(own.content, words, speakers=(Party("Bram Ostler"),)), by=BY)
    assert len(ledger.find(limit=100).hits) == count
    assert names(ledger.show(own.id).record, ledger.show(own.id).statement.speakers) == ["Bram Ostler"]  # type: ignore[union-attr]


def test_words_that_do_not_stand_there_are_refused(ledger: Ledger) -> None:
    article = article_of(ledger, "Lock gate failed, keeper says")
    with pytest.raises(UsageError, match="not the words"):
        ledger.judge(article, Missed((Span(0, 4),), "Gate"), by=BY)


def test_a_withdrawn_article_says_so_everywhere(ledger: Ledger) -> None:
    article = article_of(ledger, "Mayor wants inquiry")
    ledger.judge(article, AtSource("withdrawn", "the letter was forged", "2026-05-20", "https://mayor.example/notice"), by=BY)
    problem = ledger.show(article).record.problems[-1]  # type: ignore[union-attr]
    assert problem.code == "withdrawn-at-source" and "forged" in problem.message and "2026-05-20" in problem.message and BY in problem.message
    with pytest.raises(UsageError, match=r"https?://"):
        ledger.judge(article, AtSource("corrected", url="javascript:alert(1)"), by=BY)


# ---- reading again


def test_judgements_outlive_another_reading(ledger: Ledger, reader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    own = one(ledger, "March")
    ledger.judge(own.id, Wrong("speakers", True, (Party("Odo Lenz"),)), by=BY)
    article, said = missed_of(ledger, "Lock gate failed, keeper says", "11 May 2026", speakers=(Party("Bram Ostler"),))
    ledger.judge(article, said, by=BY)
    added = one(ledger, '"11 May"').id
    whole = reader._read_one
    reader.version = " next"
    monkeypatch.setattr(reader, "_read_one", lambda self, taken: widen(whole(self, taken), own.id))
    assert ledger.reread().counts == {"reread": 3}
    now = one(ledger, "March")
    assert now.id == "f" * 32 and names(ledger.show(now.id).record, now.speakers) == ["Odo Lenz"]
    assert ledger.show(own.id).now == now.id and one(ledger, '"11 May"').id == added
    assert [j.about for j in ledger.judgements(now.id)] == [own.id]


def widen(record: Record, own: str) -> Record:
    """The record of a reader that begins one statement some characters later and gives it another id."""
    statements = tuple(
        replace(s, id="f" * 32, content=(Span(s.content[0].start + 4, s.content[0].end), *s.content[1:])) if s.id == own else s for s in record.statements
    )
    return replace(record, statements=statements)


def test_judgements_follow_their_words_into_a_later_version_of_the_page(ledger: Ledger, reports: Path) -> None:
    own = one(ledger, "neglected")
    board = next(h for h in ledger.find("neglected").hits if h.record.article and "rejects" in (h.record.article.title or ""))
    ledger.judge(board.statement.id, Wrong("targets", True, (Party("Odo Lenz"),)), by=BY)
    (reports / "board.html").write_text(made["LATER"])
    assert ledger.add(reports / "board.html").counts == {"changed": 1}
    now = next(h for h in ledger.find("neglected").hits if h.record.article and "rejects" in (h.record.article.title or ""))
    assert now.statement.id != board.statement.id and names(now.record, now.statement.targets) == ["Odo Lenz"]
    assert own.id


def test_an_entry_of_another_program_is_shown_and_changes_nothing(ledger: Ledger) -> None:
    from onrecord.ledger import store
    from onrecord.ledger.sqlite import connect, transaction

    own = one(ledger, "March")
    db = connect(ledger.path)
    with transaction(db):
        store.append(db, "judgement", {"about": own.id, "by": BY, "says": {"type": "right", "fields": ["colour"]}, "article": None})
    db.close()
    assert isinstance(ledger.judgements(own.id)[0].saying, Foreign) and one(ledger, "March") == own


# ---- questions


def test_a_question_is_gone_once_it_is_answered(ledger: Ledger) -> None:
    asked = ledger.questions(limit=100)
    assert asked and len({q.one for q in asked if q.kind != "entities"}) == len([q for q in asked if q.kind != "entities"])
    assert all("of 100" not in q.why for q in asked if q.kind != "statement")  # only a calibrated confidence is told as a share
    first = next(q for q in asked if q.kind != "entities")
    fields: dict[str, Any] = {"speaker": ("speakers",), "act": ("act",), "statement": ()}
    kept = ledger.judge(first.one, Right(fields[first.kind]), by=BY)
    assert (first.kind, first.one) not in {(q.kind, q.one) for q in ledger.questions(limit=100)}
    ledger.undo(kept.seq, by=BY)
    assert ledger.questions(limit=100) == asked
    assert len(ledger.questions(limit=1)) == 1


# ---- pure


SAYINGS: list[Saying] = [
    Right(), Right(("act", "speakers")), Wrong("act", True, value="deny"), Wrong("speakers", True, (Party("A", "0" * 32, Span(1, 4)), Party("B"))),
    NotStatement(), Moved("cue", (Span(2, 5), Span(7, 9))), Missed((Span(0, 3),), "abc", speakers=(Party("A"),), act="assert"),
    AtSource("corrected", "note", "2026-05-01", "https://a.example"), Identity("same", "1" * 32),
    Grouping("apart", "point", "2" * 32), Label("event", "x"), Undo(),
]  # fmt: skip


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda s: type(s).__name__)
def test_a_saying_is_read_back_from_its_json(saying: Saying) -> None:
    assert decode_saying(json.loads(json.dumps(encode_saying(saying)))) == saying


@pytest.mark.parametrize("says", [None, 3, {}, {"type": "right"}, {"type": "wrong", "field": "act"}, {**encode_saying(SAYINGS[0]), "more": 1}, {"type": []}])
def test_what_is_not_exactly_ours_is_foreign(says: Any) -> None:
    assert isinstance(decode_saying(says), Foreign)


@given(st.dates(), st.dates())
def test_a_time_is_read_back_from_its_words(one: Any, two: Any) -> None:
    first, last = sorted((one.isoformat(), two.isoformat()))
    words = first if first == last else f"{first}/{last}"
    assert say_when(read_when(words)) == words


@pytest.fixture(scope="module")
def record() -> Record:
    return onrecord.read(made["REPORTS"]["gate.txt"].encode())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_people_say_the_record_holds_together(record: Record, data: st.DataObject) -> None:
    """Spans lie in the text, ids lead somewhere, nothing stands inside itself, and the same judgements give the same record in any order of the list."""
    assert record.article is not None
    size = len(record.article.text)
    spans = st.builds(lambda a, b: (Span(min(a, b), max(a, b)),), st.integers(-3, size + 3), st.integers(-3, size + 3))
    parties = st.lists(st.builds(Party, st.sampled_from(["Ilse Varro", "Odo Lenz", "Two engineers", "x"])), max_size=2).map(tuple)
    saying = st.one_of(
        st.builds(Right, st.lists(st.sampled_from(FIELDS), max_size=3, unique=True).map(tuple)),
        st.builds(Wrong, st.sampled_from(FIELDS), st.booleans(), parties, st.none() | st.sampled_from(["deny", "yes", "2026-05-11", "letter", "?"])),
        st.just(NotStatement()), st.builds(Moved, st.sampled_from(["source", "cue", "content"]), spans),
        st.builds(Missed, spans, st.just(""), spans, st.just(()), parties, parent=st.sampled_from([None, *(s.id for s in record.statements)])),
    )  # fmt: skip
    own = record.article.id
    about = st.sampled_from([s.id for s in record.statements])
    told = data.draw(st.lists(st.tuples(about, saying, st.booleans()), max_size=6))
    judgements = [
        Judgement(n, "2026-05-20", BY, own if isinstance(said, Missed) else of, said, gone, own) for n, (of, said, gone) in enumerate(told, 1)
    ]  # fmt: skip
    found = apply(record, judgements)
    ids, entities = [s.id for s in found.statements], {e.id for e in found.entities}
    assert len(set(ids)) == len(ids)
    for s in found.statements:
        assert s.content and all(0 <= x.start < x.end <= size for x in (*s.content, *s.source, *s.cue, *s.quotes))
        assert {*s.speakers, *s.addressees, *s.targets, *s.relayed_by, *s.on_behalf_of} <= entities
        assert s.parent is None or s.parent in ids
        up, seen = s.parent, {s.id}
        while up is not None:
            assert up not in seen
            seen.add(up)
            up = next(o.parent for o in found.statements if o.id == up)
    assert all(q.statement is None or q.statement in ids for q in found.quotations)
    assert apply(record, reversed(judgements)) == found
    if all(j.undone for j in judgements):
        assert found == record


# ---- the command line


def test_the_command_line_says_each_kind(tmp_path: Path, reports: Path, reader: Any) -> None:
    path = str(tmp_path / "cli.db")
    with ledgers.open(path) as ledger:
        ledger.add(reports)
        own, other = one(ledger, "March").id, one(ledger, "cracked").id
        article = article_of(ledger, "Lock gate failed, keeper says")
        later = article_of(ledger, "Mayor wants inquiry")
        varro = [e.id for r in ledger.records() for e in r.entities if e.name == "Ilse Varro"]

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(commands, ["judge", *arguments], env={"ONRECORD_LEDGER": path, "ONRECORD_NAME": BY})
        assert result.exit_code == code or (code and result.exception), result.output
        return result.output

    assert "speaker wrong, it is Odo Lenz" in run("wrong", own[:10], "speaker", "Odo Lenz")
    assert "right (act)" in run("right", own, "act")
    assert "not stated" in run("wrong", own, "act", "not-stated")
    assert "moved" in run("move", own, "content", "inspected it in March")
    told = run("missed", article, "11 May 2026", "--speaker", "Bram Ostler", "--act", "assert", "--source", "Bram Ostler")
    assert "missed" in told and "\nadded: " in told
    assert "\non record already: laid over " in run("missed", article, "11 May 2026")
    run("undo", re.findall(r"#\d+", run("list"))[-1])
    assert "corrected" in run("at-source", later, "corrected", "--note", "a name", "--on", "2026-05-20")
    assert "same" in run("same", varro[0], varro[1]) and "different" in run("different", varro[0], varro[1]) and "unsure" in run("unsure", *varro[:2])
    assert "together" in run("together", "point", own, other) and "apart" in run("apart", "event", article, later)
    assert "called" in run("label", "event", article, "the gate")
    assert "no statement" in run("not-a-statement", other)
    listed = run("list").splitlines()
    assert len(listed) == 15 and all(f"{BY} judged" in line for line in listed)
    assert "undone" in run("undo", listed[0].split()[0])
    assert run("list").splitlines()[0].endswith("(undone)")
    assert "?" in run("next", "--limit", "2") and json.loads(run("next", "--json", "--limit", "1"))["kind"]
    assert "Odo Lenz" not in CliRunner().invoke(commands, ["find", "March", "--ledger", path]).output.split("March")[0]
    run("wrong", own, "colour", code=2)
    run("move", own, "content", "no such words", code=2)
    with ledgers.open(path) as ledger:
        assert ledger.verify().whole


def test_a_judged_article_stays_in_its_event(ledger: Ledger) -> None:
    before = {e.id: ledger.event_articles(e.id) for e in ledger.events().events}
    own = one(ledger, "March").id
    kept = ledger.judge(own, Right(("act",)), by=BY)
    assert {e.id: ledger.event_articles(e.id) for e in ledger.events().events} == before
    event = ledger.event(ledger.show(own).article.id)  # type: ignore[union-attr]
    assert ledger.dossier(event.id).dossier.checked == 1
    ledger.undo(kept.seq, by=BY)
    assert {e.id: ledger.event_articles(e.id) for e in ledger.events().events} == before and ledger.dossier(event.id).dossier.checked == 0
