"""Who is who over all articles: joined by rules, parted and joined by people, the same for every order of adding."""

import runpy
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from onrecord import ledger as ledgers
from onrecord.cli import commands
from onrecord.errors import UsageError
from onrecord.judge.types import Identity
from onrecord.ledger.ledger import Ledger

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports = made["reader"], made["reports"]
BY = "Ada Rowe"
TEXTS = (
    "Mayor opens weir\n\nMayor Odo Lenz said the weir was safe on Monday. Ilse Varro, the water board's director, told reporters it had been inspected.\n",
    "Mayor denies delay\n\nOdo Lenz, the mayor of Tarn, denied that the weir had been late. Varro said she knew of no delay, Lenz told the council.\n",
    "Poet reads\n\nThe poet Odo Lenz, 24, said that rivers were patient. Two officials said the hall was full.\n",
    "عاصمة\n\nMayor Odo Lenz criticised the water board on Friday. Karim الهادي, a teacher, said the school was cold.\n",
)
DAYS = ("2026-05-04", "2026-05-11", "2026-05-20", "2026-05-25")


def fill(path: Path, order: tuple[int, ...] = (0, 1, 2, 3)) -> Ledger:
    ledger = ledgers.open(path)
    for n in order:
        ledger.add(TEXTS[n].encode(), outlet=f"Outlet {n}", published=DAYS[n])
    return ledger


@pytest.fixture
def ledger(tmp_path: Path, reader: Any) -> Any:
    with fill(tmp_path / "a.db") as opened:
        yield opened
        report = opened.verify()
        assert report.whole, report.flaws


def named(ledger: Ledger, name: str) -> list[Any]:
    return [p for p in ledger.people(limit=200).people if p.name == name]


def test_one_person_of_several_articles(ledger: Ledger) -> None:
    mayor = max(named(ledger, "Odo Lenz"), key=lambda p: len(p.members))
    assert mayor.articles >= 3 and mayor.kind == "person" and any("ayor" in r.role for r in mayor.roles)
    assert all(ledger.person(own).id == mayor.id for own in mayor.members)
    shown = ledger.person(mayor.id)
    assert shown.statements == mayor.statements == len(ledger.said_by(mayor.id, limit=200).hits) == len(ledger.find(person=mayor.members[-1], limit=200).hits)
    assert sum(o.direct + o.via for o in shown.outlets) == shown.statements and len(shown.outlets) >= 2
    first = next(r for r in shown.roles if "ayor" in r.role)
    assert first.first == "2026-05-04"


def test_whoever_has_no_name_is_joined_with_nobody(ledger: Ledger) -> None:
    assert not any("officials" in p.name for p in ledger.people(limit=200).people)
    hit = next(h for h in ledger.find(limit=200).hits if h.statement.anonymous)
    assert len(ledger.person(hit.statement.speakers[0]).members) == 1


def test_people_part_and_join_and_take_it_back(ledger: Ledger) -> None:
    mayor = max(named(ledger, "Odo Lenz"), key=lambda p: len(p.members))
    gone = mayor.members[-1]
    kept = ledger.judge(gone, Identity("different", mayor.members[0]), by=BY)
    assert gone not in ledger.person(mayor.members[0]).members and ledger.person(gone).id != mayor.id and "people" in ledger.person(gone).maker
    ledger.undo(kept.seq, by=BY)
    assert ledger.person(gone).members == mayor.members
    varro = named(ledger, "Ilse Varro")[0]
    kept = ledger.judge(varro.id, Identity("same", mayor.id), by=BY)  # names that no rule would compare
    assert set(ledger.person(varro.id).members) == {*varro.members, *mayor.members}
    assert len([p for p in ledger.people(limit=200).people if mayor.id in p.members or varro.id in p.members]) == 1
    ledger.judge(varro.id, Identity("different", mayor.id), by="Bo Lund")  # the later holds
    assert set(ledger.person(varro.id).members) == set(varro.members)


def test_unsure_is_not_asked_again(ledger: Ledger) -> None:
    pairs = [q for q in ledger.questions(limit=100) if q.kind == "entities"]
    for q in pairs:
        assert q.other and ledger.person(q.one).id != ledger.person(q.other).id
        ledger.judge(q.one, Identity("unsure", q.other), by=BY)
    assert not [q for q in ledger.questions(limit=100) if q.kind == "entities"]


def test_pages_hold_everybody_once(ledger: Ledger) -> None:
    whole = ledger.people(limit=200).people
    assert len({p.id for p in whole}) == len(whole) > 3
    found, after = [], None
    while True:
        page = ledger.people(limit=2, after=after)
        found += page.people
        after = page.after
        if after is None:
            break
    assert tuple(found) == whole
    assert {p.name for p in ledger.people("Lenz").people} == {"Odo Lenz"}
    for wrong in ("x", "00", "5b5d"):
        with pytest.raises(UsageError):
            ledger.people(after=wrong)
    with pytest.raises(UsageError, match="limit"):
        ledger.people(limit=201)


def test_the_order_of_adding_changes_nobody(tmp_path: Path, reader: Any) -> None:
    seen = set()
    for n, order in enumerate(list(permutations(range(4)))[::5]):
        with fill(tmp_path / f"{n}.db", order) as ledger:
            seen.add(tuple(sorted((p.id, p.name, p.members, p.statements) for p in ledger.people(limit=200).people)))
    assert len(seen) == 1


def test_an_id_that_is_nobody(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="nothing"):
        ledger.person("0" * 32)
    with pytest.raises(UsageError, match="statement"):
        ledger.person(ledger.find().hits[0].statement.id)
    with pytest.raises(UsageError):
        ledger.find(person="ffffffff")


def test_what_is_said_about_somebody(ledger: Ledger) -> None:
    target = next(h for h in ledger.find(limit=200).hits if h.statement.targets)
    person = ledger.person(target.statement.targets[0])
    about = ledger.said_about(person.id)
    assert target.statement.id in {h.statement.id for h in about.hits} and about.after is None
    acts = [h.statement.act in ("accuse", "criticise") for h in about.hits]
    assert acts == sorted(acts, reverse=True)


def test_the_id_of_an_older_version_of_a_page_leads_on(tmp_path: Path, reports: Path, reader: Any) -> None:
    with ledgers.open(tmp_path / "b.db") as ledger:
        ledger.add(reports / "board.html")
        old = named(ledger, "Ilse Varro")[0].id
        (reports / "board.html").write_text(made["LATER"])
        ledger.add(reports / "board.html")
        new = named(ledger, "Ilse Varro")[0]
        assert new.id != old and ledger.person(old).id == new.id


def test_the_command_line(tmp_path: Path, reader: Any) -> None:
    path = str(tmp_path / "c.db")
    with fill(tmp_path / "c.db") as ledger:
        mayor = max(named(ledger, "Odo Lenz"), key=lambda p: len(p.members))

    def run(*given: str) -> str:
        result = CliRunner().invoke(commands, [*given, "--ledger", path])
        assert result.exit_code == 0, result.output
        return result.output

    assert f"{mayor.id[:12]}  Odo Lenz (person" in run("people", "Lenz") and "More: --after" in run("people", "--limit", "1")
    shown = run("people", "--show", mayor.members[-1])
    assert shown.startswith("Odo Lenz") and all(own in shown for own in mayor.members) and "directly" in shown
    assert "Nobody." in run("people", "Nobodyknown") and '"people":' in run("people", "--json")
    assert run("find", "--person", mayor.id, "--limit", "200", "--json").count("\n") == mayor.statements


def test_documents_without_a_name_are_listed_with_their_words_alone(tmp_path: Path, reader: Any) -> None:
    with ledgers.open(tmp_path / "a.db") as ledger:
        ledger.add(b"The indictment said the gate was sold. Odo Lenz denied that.", published="2026-05-12")
        assert [p.name for p in ledger.people().people] == ["Odo Lenz"]
        assert [p.kind for p in ledger.people("indictment").people] == ["document"]
