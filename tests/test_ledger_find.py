"""Finding and showing: words ranked, filters exact, pages in order, ids down to their bytes."""

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord
import onrecord.ledger as ledgers
from onrecord.errors import UsageError
from onrecord.ledger import Ledger
from onrecord.ledger.index import interval
from onrecord.ledger.search import bound, match
from onrecord.types import Record, Statement, When

made = runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))
reader, reports = made["reader"], made["reports"]


@pytest.fixture
def ledger(tmp_path: Path, reports: Path) -> Iterator[Ledger]:
    with ledgers.open(tmp_path / "a.db") as found:
        found.add(reports)
        yield found


def said(record: Record, statement: Statement) -> str:
    assert record.article is not None
    return " ".join(s.of(record.article.text) for s in statement.content)


def names(record: Record, ids: tuple[str, ...]) -> str:
    return " ".join(e.name for e in record.entities if e.id in ids)


def test_a_hit_is_as_its_record_has_it(ledger: Ledger) -> None:
    whole = {r.article.id: r for r in ledger.records() if r.article}
    hits = ledger.find(limit=200).hits
    assert len(hits) == sum(len(r.statements) for r in whole.values())
    for hit in hits:
        assert hit.record.article is not None
        record = whole[hit.record.article.id]
        assert hit.statement in record.statements and hit.record.capture == record.capture and hit.record.article == record.article
        assert onrecord.line(hit.record, hit.statement) == onrecord.line(record, hit.statement)


def test_words_are_stemmed_and_all_wanted(ledger: Ledger) -> None:
    hits = ledger.find("inspect").hits
    assert hits and all("inspect" in said(h.record, h.statement) for h in hits)
    assert {said(h.record, h.statement) for h in ledger.find("inspected march").hits} <= {said(h.record, h.statement) for h in hits}
    assert not ledger.find("inspected zebra").hits
    assert [h.score for h in hits] == sorted(h.score or 0 for h in hits)


def test_phrase_beginning_and_operators_are_only_words(ledger: Ledger) -> None:
    assert ledger.find('"any warning"').hits and not ledger.find('"warning any"').hits
    assert ledger.find("warn*").hits
    assert not ledger.find("gate NOT warning").hits  # NOT is a word like any other
    for odd in ("gate)", "NEAR(gate", "content:gate", 'gate"', "^gate", "gate -hinge +x", "said : gate", "\0gate"):
        ledger.find(odd)
    with pytest.raises(UsageError, match="no word"):
        ledger.find("  !? ")


def test_texts_with_the_words_in_no_statement(ledger: Ledger) -> None:
    page = ledger.find("respond comment request")
    assert [t.title for t in page.texts] in (["Mayor wants inquiry"], []) and (page.texts or page.hits)
    assert ledger.find("keeper Tarn").texts


def test_filters_are_exact(ledger: Ledger) -> None:
    everything = ledger.find(limit=200).hits
    for act in {h.statement.act for h in everything} - {None}:
        assert {h.statement.id for h in ledger.find(act=act).hits} == {h.statement.id for h in everything if h.statement.act == act}
    for kind in ("direct", "mixed", "indirect"):
        assert {h.statement.id for h in ledger.find(kind=kind).hits} == {h.statement.id for h in everything if h.statement.kind == kind}
    for negated in (True, False):
        assert {h.statement.id for h in ledger.find(negated=negated).hits} == {h.statement.id for h in everything if h.statement.negated is negated}
    hits = ledger.find(speaker="varro").hits
    assert {h.statement.id for h in hits} == {h.statement.id for h in everything if "Varro" in names(h.record, h.statement.speakers)} != set()
    assert not ledger.find(speaker="Varr").hits and not ledger.find(speaker="Varro Ilse").hits
    hits = ledger.find(target="water board").hits
    assert hits and all("water board" in names(h.record, h.statement.targets).casefold() for h in hits)
    assert {h.record.article.outlet for h in ledger.find(outlet="marsh courier").hits if h.record.article} == {"Marsh Courier"}
    assert not ledger.find(outlet="Marsh").hits
    assert ledger.find("gate", speaker="Varro").hits
    assert ledger.find(about="blame gate").hits  # of the headline


def test_days_are_those_of_speech_or_of_publication(ledger: Ledger) -> None:
    everything = {h.statement.id for h in ledger.find().hits}
    assert {h.statement.id for h in ledger.find(since="2026").hits} == everything == {h.statement.id for h in ledger.find(until="2026-05").hits}
    assert not ledger.find(since="2026-05-14").hits and not ledger.find(until="2026-04").hits
    late = ledger.find(since="2026-05-13").hits
    assert late and all((h.statement.said_on or h.record.article.published).end[:10] >= "2026-05-13" for h in late if h.record.article)  # type: ignore[union-attr, index]


@pytest.mark.parametrize(
    "when, days",
    [
        (None, (None, None)), (When(None, None), (None, None)), (When("2026-05-13", "2026-05-13", "day"), ("2026-05-13", "2026-05-13")),
        (When("2026-05-13T23:30+02:00", "2026-05-13T23:30+02:00", "minute"), ("2026-05-13", "2026-05-13")),
        (When("2026-05-01", "2026-05-31", "month"), ("2026-05-01", "2026-05-31")), (When(None, "2026-05-31"), ("0000-00-00", "2026-05-31")),
        (When("2026-05-01", None), ("2026-05-01", "9999-12-31")),
        (When(None, None, candidates=(("2023-04-04", "2023-04-04"), ("2017-04-04", "2017-04-04"))), ("2017-04-04", "2023-04-04")),
    ],
)  # fmt: skip
def test_days_of_a_statement_hold_every_day_that_it_may_be(when: When | None, days: tuple[str | None, str | None]) -> None:
    """T4: no day is left out that the text allows."""
    assert interval(when) == days


@pytest.mark.parametrize(
    "value, first, last",
    [("2026", "2026-01-01", "2026-12-31"), ("2024-02", "2024-02-01", "2024-02-29"), ("2026-12", "2026-12-01", "2026-12-31"), ("2026-10-09",) * 3],
)
def test_bounds(value: str, first: str, last: str) -> None:
    assert (bound(value, "since", last=False), bound(value, "until", last=True)) == (first, last)


@pytest.mark.parametrize(
    "wrong",
    [{"act": "lie"}, {"kind": "quoted"}, {"since": "tomorrow"}, {"until": "2026-02-30"}, {"since": "2026-13"}, {"limit": 0}, {"limit": 201}, {"after": "zz"},
     {"after": "5b5d"}, {"speaker": "…"}],
)  # fmt: skip
def test_filters_that_cannot_hold(ledger: Ledger, wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        ledger.find(**wrong)
    with pytest.raises(UsageError):
        ledger.find("gate", **wrong)


@pytest.mark.parametrize("words", [None, "the", "gate"])
def test_pages_hold_everything_once_and_in_order(ledger: Ledger, words: str | None) -> None:
    whole = [h.statement.id for h in ledger.find(words, limit=200).hits]
    found, after = [], None
    while True:
        page = ledger.find(words, limit=2, after=after)
        found += [h.statement.id for h in page.hits]
        after = page.after
        if after is None:
            break
    assert found == whole and len(set(found)) == len(found)


def test_match_is_a_query_of_words_alone() -> None:
    assert match('say "it is"') == '"say" AND "it is"'
    assert match("“unfounded” claim*") == '"unfounded" AND "claim" *'


def test_show_leads_to_the_bytes_and_the_history(ledger: Ledger, reports: Path) -> None:
    for hit in ledger.find(limit=200).hits:
        shown = ledger.show(hit.statement.id[:12])
        assert (shown.kind, shown.statement, shown.current, shown.now, shown.was) == ("statement", hit.statement, True, None, ())
        assert [e.kind for e in shown.history] == ["capture", "reading"]
        assert shown.sources and shown.record is not None and shown.record.article is not None
        raw = ledger.capture(hit.statement.id)
        assert raw == Path(shown.record.capture.path or "").read_bytes()
        for source in shown.sources:
            assert source.place is not None and source.raw == raw[source.place[0] : source.place[1]]
    article = ledger.find().hits[0].record.article
    assert article is not None
    assert ledger.show(article.id).kind == "article"
    entity = next(e for r in ledger.records() for e in r.entities if "Varro" in e.name)
    assert ledger.show(entity.id).entity == entity
    assert ledger.show("#1").history[0].kind == "capture"
    capture = next(iter(ledger.records())).capture
    assert ledger.show(capture.sha256[:10]).kind == "capture"


@pytest.mark.parametrize("wrong", ["", "abc", "#99", "#x", "ffffffffffff", "%%%%", "' OR 1=1"])
def test_ids_that_are_none(ledger: Ledger, wrong: str) -> None:
    with pytest.raises(UsageError):
        ledger.show(wrong)


def test_dossier_is_what_compare_makes(ledger: Ledger) -> None:
    texts = ledger.dossier("water board").dossier.texts
    assert {t.title for t in texts} == {"Lock gate failed, keeper says", "Board rejects blame for gate", "Mayor wants inquiry"} or len(texts) >= 2
    assert ledger.dossier("water board").json() == onrecord.compare([r for r in ledger.records() if r.article and r.article.id in {t.id for t in texts}]).json()
    with pytest.raises(UsageError, match="no text"):
        ledger.dossier("zebra")


def test_words_that_are_a_name_lead_to_what_its_bearer_says(ledger: Ledger) -> None:
    assert [(s.name, s.statements) for s in ledger.find("Varro").speakers] == [("Ilse Varro", len(ledger.find(speaker="Varro", limit=200).hits))]
    assert ledger.find('"ilse varro"').speakers == ledger.find("Ilse Varro").speakers != ()
    assert ledger.find("Varro", act="deny").speakers == ledger.find("varr*").speakers == ledger.find("gate").speakers == ()
