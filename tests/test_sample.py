"""Samples: the same draw for the same seed, sheets that come back, textbook values, and intervals that hold what they promise."""

import csv
import io
import runpy
from dataclasses import replace
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from onrecord.cli import commands
from onrecord.encode import encode_record
from onrecord.errors import UsageError
from onrecord.judge.types import NotStatement, Party, Right, Wrong
from onrecord.sample import draw_sample, evaluate, read_sheet, write_sheet
from onrecord.sample.draw import allot, join_small
from onrecord.sample.judge import list_sayings
from onrecord.sample.rates import Cell, estimate_share, estimate_total, standard_error, wilson
from onrecord.sample.types import ALL, OTHERS, Checked, Sheet
from onrecord.types import Record

night = runpy.run_path(str(Path(__file__).with_name("night_ledger.py")), run_name="night_ledger")
MANY = [night["make_record"](night["make_text"](n).encode()) for n in range(60)]


@pytest.mark.parametrize(
    "found, checked, low, high",
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_has_the_values_of_newcombe(found: int, checked: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    assert [round(x, 4) for x in wilson(found / checked, checked)] == [low, high]


def test_standard_error_has_the_value_of_cochran() -> None:
    """Cochran, Sampling Techniques, section 3.2: 38 of 200 addresses out of 3,042 are wrong; the total is 578, its standard error 81.8."""
    cell = Cell(3042, 200, 38)
    assert round(3042 * 38 / 200) == 578 and round(3042 * standard_error([cell]), 1) == 81.8
    two = [Cell(600, 30, 6), Cell(400, 20, 10)]
    by_hand = (0.36 * 0.95 * 0.2 * 0.8 / 29 + 0.16 * 0.95 * 0.5 * 0.5 / 19) ** 0.5
    assert standard_error(two) == pytest.approx(by_hand)


def test_a_census_has_no_doubt_and_nothing_no_answer() -> None:
    found = estimate_share([Cell(10, 10, 3), Cell(30, 30, 3)])
    assert found is not None and (found.value, found.low, found.high) == (0.15, 0.15, 0.15)
    assert estimate_share([Cell(10, 0, 0)]) is None and estimate_total([], 5) is None
    whole = estimate_total([1, 0, 2], 3)
    assert whole is not None and (whole.value, whole.low, whole.high) == (3, 3, 3)


def test_a_finite_whole_narrows_the_interval() -> None:
    large, small = estimate_share([Cell(10**6, 100, 10)]), estimate_share([Cell(150, 100, 10)])
    assert large is not None and small is not None and large.value == small.value == 0.1
    assert small.high - small.low < 0.65 * (large.high - large.low)


def coverage(shares: dict[str, tuple[int, float]], number: int, turns: int, *, simple: bool = False) -> float:
    """How often the interval holds the true share, for strata of known size and share of errors."""
    chance = Random(7)
    whole = {name: [i < round(size * share) for i in range(size)] for name, (size, share) in shares.items()}
    truth = sum(map(sum, whole.values())) / sum(map(len, whole.values()))
    held = 0
    for _ in range(turns):
        if simple:
            flat = [x for each in whole.values() for x in each]
            cells = [Cell(len(flat), number, sum(chance.sample(flat, number)))]
        else:
            given = allot({name: len(each) for name, each in whole.items()}, number)
            cells = [Cell(len(each), given[name], sum(chance.sample(each, given[name]))) for name, each in whole.items()]
        found = estimate_share(cells)
        assert found is not None and found.low <= found.value <= found.high
        held += found.low <= truth <= found.high
    return held / turns


@pytest.mark.parametrize("number", [40, 100])
def test_intervals_hold_the_truth_nearly_as_often_as_they_say(number: int) -> None:
    strata = {"assert": (2000, 0.06), "deny": (300, 0.2), "demand": (80, 0.35), "admit": (12, 0.5)}
    assert coverage(strata, number, 600, simple=True) >= 0.93
    assert coverage(strata, number, 600) >= 0.93
    assert coverage({"a": (500, 0.02), "b": (500, 0.02)}, number, 600) >= 0.93


def test_totals_of_missed_hold_the_truth() -> None:
    chance, held = Random(3), 0
    whole = [chance.choice((0, 0, 0, 0, 0, 0, 1, 1, 2, 4)) for _ in range(3000)]
    for _ in range(600):
        found = estimate_total(chance.sample(whole, 60), 3000)
        assert found is not None
        held += found.low <= sum(whole) <= found.high
    assert held / 600 >= 0.93


def test_corrected_counts_are_right_on_average_and_hold_the_truth() -> None:
    """A machine that takes a fifth of denials for assertions, and some assertions for denials."""
    chance = Random(11)
    people = [("deny", "deny")] * 320 + [("assert", "deny")] * 80 + [("assert", "assert")] * 1500 + [("deny", "assert")] * 100
    acts = {"assert": 1580, "deny": 420}
    held, total = 0, 0.0
    for _ in range(300):
        rows = tuple(
            Checked(str(i), ALL, machine, {"act": "yes" if machine == true else "no"}, {"act": true} if machine != true else {})
            for i, (machine, true) in enumerate(chance.sample(people, 120))
        )
        found = {a.act: a for a in evaluate(Sheet(rows, (), {ALL: 2000}, acts, 0)).acts}["deny"]
        assert found.machine == 420
        held += found.corrected.low <= 400 <= found.corrected.high
        total += found.corrected.value / 300
    assert held / 300 >= 0.93 and 390 < total < 410


def test_the_same_seed_draws_the_same_whatever_the_order() -> None:
    def ids(records: list[Record], seed: int, **more: Any) -> list[str]:
        return [i.statement.id for i in draw_sample(lambda: records, 40, seed=seed, passages=10, **more).items]

    for by in (None, "act", "speaker", "outlet", "kind"):
        assert ids(MANY, 1, by=by) == ids(MANY[::-1], 1, by=by) != ids(MANY, 2, by=by)
        assert len(set(ids(MANY, 1, by=by))) == 40
    few = {s.id for s in MANY[0].statements}
    assert set(ids(MANY, 1, only=few)) == few
    with pytest.raises(UsageError, match="no statement"):
        ids(MANY, 1, only=set())


def test_every_statement_is_drawn_as_often_as_the_others() -> None:
    times: dict[str, int] = {}
    for seed in range(400):
        for item in draw_sample(lambda: MANY[:4], 5, seed=seed).items:
            times[item.statement.id] = times.get(item.statement.id, 0) + 1
    assert len(times) == 20 and all(60 <= n <= 140 for n in times.values())  # 100 each


def test_rare_strata_have_at_least_two_and_the_smallest_are_one() -> None:
    assert allot({"a": 1000, "b": 1, "c": 30}, 20) == {"a": 15, "b": 1, "c": 4} or min(allot({"a": 1000, "c": 30}, 20).values()) >= 2
    assert sum(allot({"a": 3, "b": 2}, 100).values()) == 5
    joined = join_small({f"{i:03}": ["x"] * (i + 1) for i in range(50)}, 20)
    assert len(joined) == 10 and len(joined[OTHERS]) == sum(range(1, 42))


@pytest.mark.parametrize("form", ["csv", "semicolon", "utf-16", "xlsx"])
def test_a_sheet_comes_back_as_it_was_filled_in(form: str) -> None:
    sample = draw_sample(lambda: MANY, 12, by="act", passages=5, seed=3)
    out = io.BytesIO()
    write_sheet(sample, out, xlsx=form == "xlsx")
    raw = out.getvalue()
    if form == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(raw))
        sheet = book.active
        names = [c.value for c in sheet[1]]
        assert all(c.data_type in "sn" for row in sheet.iter_rows() for c in row)
        for row in list(sheet.iter_rows())[1:]:
            if row[0].value == "statement":
                row[names.index("act right?")].value = "No"
                row[names.index("act is")].value = "warn"
            elif row[0].value == "paragraph":
                row[names.index("missed")].value = 2
        saved = io.BytesIO()
        book.save(saved)
        raw = saved.getvalue()
    else:
        table = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        for row in table:
            if row["what"] == "statement":
                row |= {"act right?": "No", "act is": "warn"}
            elif row["what"] == "paragraph":
                row["missed"] = "2"
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(table[0]), delimiter=";" if form == "semicolon" else ",")
        writer.writeheader()
        writer.writerows(table)
        raw = text.getvalue().encode("utf-16" if form == "utf-16" else "utf-8")
    found = read_sheet(raw)
    assert [row.id for row in found.rows] == [item.statement.id for item in sample.items]
    assert all(row.answers == {"act": "no"} and row.right == {"act": "warn"} for row in found.rows)
    assert (found.missed, found.strata, found.acts, found.paragraphs) == ((2,) * 5, sample.strata, sample.acts, sample.paragraphs)
    result = evaluate(found)
    assert [f.no for f in result.fields] == [12] and {a.act for a in result.acts if a.corrected.value} == {"warn"}
    assert result.missed is not None and result.missed.value == 2 * sample.paragraphs


def test_a_sheet_shows_the_sentence_and_holds_no_formula(filled: Record) -> None:
    assert filled.article is not None
    nasty = replace(filled, article=replace(filled.article, title="=1+1", outlet="@x"))
    out = io.BytesIO()
    write_sheet(draw_sample(lambda: [nasty], 9, passages=3), out, xlsx=False)
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert {row["headline"] for row in rows if row["what"] == "statement"} == {"'=1+1"} and not any(c.startswith(("=", "@")) for r in rows for c in r.values())
    second = next(row for row in rows if row["id"] == "s2")
    assert second["context"] == "Bram Ostler said the gate was “shut an hour too early”." and second["speakers"] == "Bram Ostler"
    assert (second["act"], second["targets"], second["addressees"], second["source"]) == ("accuse", "Harbour board", "not stated", "gate.txt")
    assert any("found: Bram Ostler: the gate was" in row["words"] for row in rows if row["what"] == "paragraph") or len(rows) > 8


@pytest.mark.parametrize(
    "raw, message",
    [
        (b"a,b\r\n1,2\r\n", "not a sheet"), (b"", "not a sheet"), (b"PK\x03\x04 no", "no workbook"),
        (b"what,id,act right?,stratum,of\nstatement,s1,perhaps,all,\ncount,,,all,3\n", "row 2, column 'act right\\?': 'perhaps' is no answer"),
        (b"what,id,missed,stratum,of\nparagraph,a:1,some,,\n", "'some' is no whole number"),
        (b"what,id,stratum,of\nstatement,s1,all,\n", "has no row that says how large"), (b"what,id,stratum,of\ncount,,all,1e999\n", "no whole number"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_said(raw: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_sheet(raw)


def test_unanswered_rows_and_what_cannot_be_said() -> None:
    def row(own: str, answer: str | None) -> Checked:
        return Checked(own, ALL, "assert", {"speakers": answer} if answer else {}, {})  # type: ignore[dict-item]

    rows = (row("1", "yes"), row("2", "no"), row("3", "cannot say"), row("4", None))
    result = evaluate(Sheet(rows, (), {ALL: 100}, {"assert": 100}, 0))
    (speakers,) = result.fields
    assert (speakers.yes, speakers.no, speakers.cannot_say) == (1, 1, 1) and speakers.error is not None and speakers.error.value == 0.5
    assert "1 of 4 statements have no answer" in result.notes[0] and result.acts == () and result.recall is None


def test_recall_counts_what_is_there() -> None:
    rows = tuple(Checked(str(i), ALL, "assert", {"statement": "no" if i < 10 else "yes"}, {}) for i in range(100))
    result = evaluate(Sheet(rows, (1, 0, 0, 0, 0, 0, 0, 0, 0, 0), {ALL: 1000}, {"assert": 1000}, 1000))
    assert result.missed is not None and result.missed.value == 100 and result.recall is not None
    assert result.recall.value == pytest.approx(0.9) and result.recall.low < 0.75 and result.recall.high > 0.95


def test_answers_become_judgements() -> None:
    answers: dict[str, Any] = {"statement": "yes", "speakers": "no", "act": "no", "channel": "yes", "content": "no", "targets": "no", "negated": "no"}
    row = Checked("s1", ALL, "assert", answers, {"speakers": "Ada Rowe; the port", "act": "deny", "negated": "yes"})
    assert list(list_sayings(row)) == [
        Right(("channel",)), Wrong("speakers", True, (Party("Ada Rowe"), Party("the port"))), Wrong("act", True, value="deny"), Wrong("targets"),
        Wrong("negated", True, value="yes"),
    ]  # fmt: skip
    assert list(list_sayings(replace(row, answers={"statement": "no", "act": "no"}))) == [NotStatement()]
    assert list(list_sayings(replace(row, answers={"act": "no"}, right={"act": "not stated"}))) == [Wrong("act", True, value=None)]


def test_cli_draws_and_tells(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    kept, sheet = tmp_path / "many.jsonl", tmp_path / "sheet.csv"
    kept.write_bytes(b"\n".join(map(encode_record, MANY)))
    with pytest.raises(SystemExit) as done:
        commands.main(["sample", str(kept), "-n", "20", "--by", "act", "--seed", "5", "--out", str(sheet)], standalone_mode=False)
    assert done.value.code == 0
    sheet.write_bytes(sheet.read_bytes().replace(b",assert,,", b",assert,yes,").replace(b",deny,,", b",deny,no,"))
    with pytest.raises(SystemExit) as done:
        commands.main(["sample", "--result", str(sheet)], standalone_mode=False)
    out = capsysbinary.readouterr().out.decode()
    assert done.value.code == 0 and "20 of 20 statements checked, drawn from 300" in out and "another act (not said which)" in out


def test_cli_keeps_answers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.cli import sample as module

    said: list[tuple[str, Any, str]] = []

    class Fake:
        def __enter__(self) -> "Fake":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def judgements(self, about: str) -> list[Any]:
            return [SimpleNamespace(by=by, saying=saying, undone=False) for own, saying, by in said if own == about]

        def judge(self, about: str, saying: Any, *, by: str) -> None:
            said.append((about, saying, by))

    monkeypatch.setattr("onrecord.ledger.ledger.open", lambda *_, **__: Fake())
    rows = (Checked("s1", ALL, "assert", {"act": "yes"}, {}), Checked("s2", ALL, "assert", {}, {}))
    assert module.keep_answers(rows, "a.db", "Ada Rowe") == 0 and module.keep_answers(rows, "a.db", "Ada Rowe") == 0
    assert said == [("s1", Right(("act",)), "Ada Rowe")]
