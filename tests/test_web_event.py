"""The event: who says what, at any size, with what people put together and set apart."""

import csv
import html
import io
import re
import runpy
import time
from pathlib import Path
from typing import Any

import pytest

import onrecord

WEB = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))
PARTS = ("answers", "wordings", "also", "when", "grouped", "grouped?part=texts", "grouped?part=points", "copy/table", "copy/markdown", "copy/csv")


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def event_of(path: str) -> str:
    with onrecord.open(path) as ledger:
        return ledger.events().events[0].id


def look(client: Any, path: str) -> str:
    """A page of a dossier, once that is made."""
    for _ in range(300):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, answer.text[:300]
        if 'id="waiting"' not in answer.text:
            return str(answer.text)
        time.sleep(0.1)
    raise AssertionError("the dossier was never made")


def test_the_table_names_speakers_points_and_exact_words(client: Any, demo: str) -> None:
    page = look(client, f"/event/{event_of(demo)}")
    text = plain(page)
    assert "who says what" in text and "This table counts who has spoken, not who is right." in text
    assert page.count('<th scope="col" class="point">') <= 5 and "<svg" in page and "Not heard" in text
    with onrecord.open(demo) as ledger:
        for own in re.findall(r'href="/s/([0-9a-f]+)"', page)[:10]:
            shown = ledger.show(own)
            assert shown.statement and shown.article
    assert "Next" in text and "suggested" in text


@pytest.mark.parametrize("part", PARTS)
def test_every_page_behind_the_table(client: Any, demo: str, part: str) -> None:
    look(client, f"/event/{event_of(demo)}")
    assert "<h1>" in look(client, f"/event/{event_of(demo)}/{part}")


def test_points_and_speakers_are_paged_and_every_point_is_shown_once(client: Any, demo: str) -> None:
    own = event_of(demo)
    at: str | None = f"/event/{own}"
    seen: list[str] = []
    while at:
        page = look(client, at)
        seen += re.findall(r'<th scope="col" class="point"><bdi class="label"><a href="([^"]+)"', page)
        nav = page.split('aria-label="Points"')
        found = re.search(r'href="([^"]+)" rel="next"', nav[1].split("</nav>")[0]) if len(nav) > 1 else None
        at = html.unescape(found[1]) if found else None
        assert len(seen) < 200
    assert len(seen) == len(set(seen)) > 5


def test_copies_say_the_same(client: Any, demo: str) -> None:
    own = event_of(demo)
    look(client, f"/event/{own}")
    text = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", look(client, f"/event/{own}/copy/csv"), re.S)[1])  # type: ignore[index]
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    assert len(rows) > 10 and len({len(r) for r in rows}) == 1


def test_an_event_that_is_not_there(client: Any) -> None:
    assert client.get("/event/ffffffff").status_code == 404
    assert client.get("/event", params={"words": "xyzzy"}).status_code in (200, 404)


def test_a_text_is_set_apart_and_put_back(fresh_client: Any, ledger_path: str) -> None:
    own = event_of(ledger_path)
    with onrecord.open(ledger_path) as ledger:
        texts = ledger.event_articles(own)
    look(fresh_client, f"/event/{own}/grouped?part=texts")
    answer = fresh_client.post(f"/event/{own}/texts", data={"do": "apart", "text": texts[-1], "as": "Mara Lind"})
    assert answer.status_code == 303
    with onrecord.open(ledger_path) as ledger:
        assert texts[-1] not in ledger.event_articles(own) and len(ledger.events().events) >= 2
        other = ledger.event(texts[-1]).id
    page = look(fresh_client, html.unescape(answer.headers["location"]))
    entries = re.search(r'name="entries" value="([0-9.]+)"', page)
    assert entries
    assert fresh_client.post(f"/event/{own}/texts", data={"do": "together", "other": other}).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        assert set(ledger.event_articles(own)) == set(texts)
        assert {j.by for j in ledger.judgements()} == {"Mara Lind"}
    assert fresh_client.post(f"/event/{own}/texts", data={"do": "name", "label": "The depot fire"}).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        assert ledger.event(own).label == "The depot fire" and ledger.verify().whole
    for wrong in ({"do": "apart"}, {"do": "together"}, {"do": "shout"}):
        assert fresh_client.post(f"/event/{own}/texts", data=wrong).status_code == 400


def test_a_statement_leaves_its_point_and_it_is_undone(fresh_client: Any, ledger_path: str) -> None:
    own = event_of(ledger_path)
    with onrecord.open(ledger_path) as ledger:
        before = ledger.dossier(own).dossier
    point = max(before.points, key=lambda p: len(p.statements))
    gone, *stays = point.statements
    data = {"kind": "point", "do": "apart", "statement": gone, "stays": " ".join(point.statements), "as": "Mara Lind"}
    answer = fresh_client.post(f"/event/{own}/regroup", data=data)
    assert answer.status_code == 303
    with onrecord.open(ledger_path) as ledger:
        after = ledger.dossier(own).dossier
    assert not any(gone in p.statements and stays[0] in p.statements for p in after.points)
    page = look(fresh_client, html.unescape(answer.headers["location"]))
    entries = re.search(r'name="entries" value="([0-9.]+)"', page)
    assert entries and fresh_client.post(f"/event/{own}/undo", data={"entries": entries[1]}).status_code == 303
    with onrecord.open(ledger_path) as ledger:
        assert [p.statements for p in ledger.dossier(own).dossier.points] == [p.statements for p in before.points]


def test_events_are_listed_and_followed(fresh_client: Any, ledger_path: str) -> None:
    own = event_of(ledger_path)
    page = fresh_client.get("/events").text
    assert f'href="/event/{own}"' in page and "12 texts" in plain(page)
    assert fresh_client.post("/follow", data={"what": "event", "value": own, "next": "/events", "as": "Mara Lind"}).status_code == 303
    assert "Stop following" in fresh_client.get("/events").text


def test_thousands_of_statements_in_one_event_stay_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page shows as much of 2,000 statements as of any number, and a speaker is found; `benchmarks/event.py` has the times for 10,000."""
    from onrecord.judge.types import Grouping
    from onrecord.ledger import intake

    made = runpy.run_path(str(Path(__file__).with_name("night_ledger.py")))
    monkeypatch.setattr(intake, "Readers", made["Quick"])
    path = str(tmp_path / "large.db")
    with onrecord.open(path) as ledger:
        ledger.add(*made["inputs"](0, 50, said=40, told=50))
        first, *others = [ledger.event_articles(e.id)[0] for e in ledger.events().events]
        for other in others:
            ledger.judge(other, Grouping("together", "event", first), by="Ada Brandt")
        (event,) = ledger.events().events
        names = {e.name for r in ledger.records() for e in r.entities}
    assert event.statements == 2000 and event.texts == 50
    with WEB["make_client"](path) as client:
        page = look(client, f"/event/{event.id}")
        assert len(page) < 300_000 and page.count('<th scope="col" class="point">') == 5
        table = page.split('class="wide as-table"')[1].split('class="narrow as-list"')[0]
        shown = sorted(name for name in names if name in table)
        assert len(shown) > 5 and len(re.findall(r'href="/s/([0-9a-f]+)"', table)) < 500
        found = look(client, f"/event/{event.id}?speaker={shown[0].replace(' ', '+')}")
        assert (
            shown[0] in found.split('class="wide as-table"')[1] and shown[-1] not in found.split('class="wide as-table"')[1].split('class="narrow as-list"')[0]
        )
        assert len(look(client, f"/event/{event.id}/grouped")) < 300_000
