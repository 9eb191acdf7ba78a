"""Events over the ledger: found whatever the order of adding, kept by what people say, checked by `verify`. The dispute is the demo's, the others ours."""

import runpy
from collections.abc import Callable
from importlib.resources import files
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord.ledger.ledger as ledgers
from onrecord.errors import UsageError
from onrecord.group.rulings import Ruling, lay_over
from onrecord.judge.types import Grouping, Label, Undo
from onrecord.ledger.events.group import gather
from onrecord.ledger.events.topic import SAME
from onrecord.ledger.ledger import Ledger

_fixture = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
REPORTS, reader = _fixture["REPORTS"], _fixture["reader"]
DEMO = Path(str(files("onrecord.data") / "demo" / "dispute"))
FIRE = ("01-kna-fire.html", "07-kna-admission.html", "10-lantern-correction.html", "11-free-tribune-inquiry.html")


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Ledger]:
    """A ledger of some reports, added one at a time in the order given."""
    numbers = iter(range(100))

    def made(*names: str, at_once: bool = False) -> Ledger:
        ledger = ledgers.open(tmp_path / f"{next(numbers)}.db")
        add(ledger, *names, at_once=at_once)
        return ledger

    return made


def add(ledger: Ledger, *names: str, at_once: bool = False) -> None:
    folder = Path(ledger.path).parent
    paths = []
    for name in names:
        path = DEMO / name
        if name in REPORTS:
            path = folder / name
            path.write_text(REPORTS[name], encoding="utf-8")
        paths.append(path)
    for group in [paths] if at_once else [[p] for p in paths]:
        ledger.add(*group)


def say(ledger: Ledger, about: str, saying: Any) -> int:
    return (ledger.undo(int(about.lstrip("#")), by="Ada Brandt") if isinstance(saying, Undo) else ledger.judge(about, saying, by="Ada Brandt")).seq


def seen(ledger: Ledger) -> set[tuple[Any, ...]]:
    return {(e.id, e.label, e.first_day, e.last_day, e.texts, e.outlets, e.statements, ledger.event_articles(e.id)) for e in ledger.events().events}


def by_title(ledger: Ledger, words: str) -> str:
    return next(r.article.id for r in ledger.records() if r.article and words in (r.article.title or ""))


def test_reports_of_one_dispute_are_one_event(make: Callable[..., Ledger]) -> None:
    with make(*FIRE, "gate.txt", "board.html") as ledger:
        found = ledger.events().events
        assert sorted(e.texts for e in found) == [2, 4]
        fire, gate = sorted(found, key=lambda e: -e.texts)
        assert "fire" in fire.label.casefold() and "Dromme" in fire.label
        assert (gate.first_day, gate.last_day) == ("2026-05-11", "2026-05-12") and gate.statements == 10
        assert found[0].id == fire.id  # the newest first


def test_the_order_of_adding_makes_no_difference(make: Callable[..., Ledger]) -> None:
    names = (FIRE[0], FIRE[1], "gate.txt", "board.html")
    with make(*names, at_once=True) as ledger:
        wanted = seen(ledger)
    for order in list(permutations(names))[5::7]:
        with make(*order) as ledger:
            assert seen(ledger) == wanted


def test_an_id_that_an_event_once_had_leads_to_it(make: Callable[..., Ledger]) -> None:
    with make(FIRE[1]) as ledger:
        old = ledger.events().events[0].id
        add(ledger, FIRE[0], FIRE[2], "gate.txt")
        now = ledger.event(old)
        assert now.texts == 3 and now.id != old
        assert ledger.event(old[:8]) == now == ledger.event(ledger.event_articles(now.id)[1])
        with pytest.raises(UsageError, match="no event"):
            ledger.event("0000000000")


def test_pages_of_events_hold_each_once(make: Callable[..., Ledger]) -> None:
    with make(FIRE[0], "gate.txt", "mayor.txt") as ledger:
        whole = [e.id for e in ledger.events().events]
        assert len(whole) == 3
        found, after = [], None
        for _ in range(3):
            page = ledger.events(limit=1, after=after)
            found += [e.id for e in page.events]
            after = page.after
        assert found == whole and after is None
        with pytest.raises(UsageError, match="after"):
            ledger.events(after="00")


def test_what_people_split_and_merge_stays_and_is_undone(make: Callable[..., Ledger]) -> None:
    with make(FIRE[0], FIRE[1], "gate.txt", "mayor.txt") as ledger:
        machine = seen(ledger)
        fire, mayor = by_title(ledger, "chemical store sends"), by_title(ledger, "Mayor wants")
        apart = say(ledger, by_title(ledger, "Brannick admits"), Grouping("apart", "event", fire))
        together = say(ledger, mayor, Grouping("together", "event", by_title(ledger, "Lock gate")))
        say(ledger, mayor, Label("event", "The gate at Tarn"))
        assert sorted(e.texts for e in ledger.events().events) == [1, 1, 2]
        assert ledger.event(mayor).label == "The gate at Tarn" and ledger.event(mayor).texts == 2
        assert ledger.verify().whole
        ledger.reread()
        add(ledger, FIRE[2], "board.html")
        assert ledger.event(mayor).texts == 3 and ledger.event(fire).id != ledger.event(by_title(ledger, "Brannick admits")).id
        assert ledger.verify().whole
        for seq in (apart, together, together + 1):
            say(ledger, f"#{seq}", Undo())
        assert ledger.event(fire).id == ledger.event(by_title(ledger, "Brannick admits")).id
        assert ledger.event(mayor).label == "Mayor wants inquiry" and ledger.event(mayor).texts == 1
        assert ledger.verify().whole and len(machine) == 3


def test_a_changed_page_leads_on_and_a_withheld_one_goes(make: Callable[..., Ledger]) -> None:
    with make("gate.txt", "board.html") as ledger:
        old = ledger.event(by_title(ledger, "Board rejects")).id
        board = Path(ledger.path).parent / "board.html"
        board.write_text(board.read_text(encoding="utf-8").replace("on Monday", "on Monday evening"), encoding="utf-8")
        was = by_title(ledger, "Board rejects")
        ledger.add(board)
        assert by_title(ledger, "Board rejects") != was and ledger.event(was).id == ledger.event(old).id and ledger.verify().whole
        ledger.withhold(by_title(ledger, "Lock gate"), why="not ours", by="Ada Brandt")
        assert [e.texts for e in ledger.events().events] == [1] and ledger.verify().whole


@pytest.mark.parametrize("sql", [
    "UPDATE events SET label = 'x'", "UPDATE grouped SET event = (SELECT max(event) FROM grouped)", "DELETE FROM links",
    "UPDATE links SET strength = strength + 1",
    "UPDATE topics SET label = 'x'", "DELETE FROM probes WHERE word = (SELECT min(word) FROM probes)", "UPDATE anchors SET article = 'x'", "DELETE FROM topics",
])  # fmt: skip
def test_verify_finds_what_was_changed(make: Callable[..., Ledger], sql: str) -> None:
    with make("gate.txt", "board.html", "mayor.txt") as ledger:
        assert ledger.verify().whole
        ledger._db.execute(sql)
        assert any(f.code == "event" for f in ledger.verify().flaws)


def test_what_was_left_ungrouped_is_grouped_by_the_next_add(make: Callable[..., Ledger], monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ends between two articles leaves each an event by itself, and the ledger whole."""
    with monkeypatch.context() as patch:
        patch.setattr("onrecord.ledger.keep.settle_events", lambda db: 0)
        ledger = make("gate.txt", "board.html")
    with ledger:
        assert [e.texts for e in ledger.events().events] == [1, 1] and ledger.verify().whole
        ledger.add(Path(ledger.path).parent / "gate.txt")
        assert [e.texts for e in ledger.events().events] == [2] and ledger.verify().whole


def test_a_chain_of_articles_is_not_one_event() -> None:
    """Each like the next and no other: average linkage parts them."""
    links = np.array([(i, i + 1, 2 * SAME) for i in range(40)])
    groups = gather(41, links, SAME)
    assert max(map(len, groups)) <= 4 and sorted(i for g in groups for i in g) == list(range(41))


NUMBERS = st.integers(0, 11)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.booleans()), max_size=12), st.lists(st.integers(0, 3), min_size=12, max_size=12))
def test_rulings_hold_whatever_the_groups(said: list[tuple[int, int, bool]], homes: list[int]) -> None:
    machine = [[i for i in range(12) if homes[i] == n] for n in range(4) if n in homes]
    rulings = [Ruling("together" if t else "apart", str(a), str(b)) for a, b, t in said]
    found = lay_over(machine, rulings, {str(i): i for i in range(12)}, lambda a, b: float(abs(a - b)))
    assert sorted(i for g in found for i in g) == list(range(12))
    home = {i: n for n, g in enumerate(found) for i in g}
    last = {frozenset((a, b)): t for a, b, t in said if a != b}
    for pair, together in last.items():
        a, b = pair
        if not together:
            assert home[a] != home[b]
    if all(last.values()):
        assert all(home[a] == home[b] for a, b in map(tuple, last))
