"""The speaker's page: own statements in time with the changes of position between them, what others said and how it was answered, doubles to judge, exports of
exactly these, at any size and in any script."""

import csv
import html
import io
import json
import re
import runpy
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.types import Article, Block, Capture, Entity, Mention, Record, Span, Statement, When

PAIRS = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))


def id_of(client: Any, name: str) -> str:
    """The entity of the latest statement of a speaker of this name."""
    return str(client.get(f"/api/find?speaker={name}&limit=1").json()["statements"][0]["statement"]["speakers"][0])


def page_of(client: Any, name: str, **asked: str) -> Any:
    answer = client.get(f"/who/{id_of(client, name)}", params=asked)
    assert answer.status_code == 200, answer.text[:500]
    return answer


def plain(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


# ---- one speaker


def test_shows_every_statement_of_the_speaker_and_no_other(client: Any, demo: str) -> None:
    import onrecord

    own = id_of(client, "Pell")
    with onrecord.open(demo) as ledger:
        said = {hit.statement.id for hit in ledger.find(person=own, limit=200).hits}
        person = ledger.person(own)
    page = page_of(client, "Pell")
    shown = set(re.findall(r'id="s-([0-9a-f]+)"', page.text))
    assert shown and shown <= said  # one row an utterance
    assert f"{len(said)} statements in {person.articles} texts" in plain(page.text) and person.statements == len(said)
    assert "<h1><bdi>Jonas Pell</bdi></h1>" in page.text and "as reported" in page.text


def test_any_entity_of_the_speaker_leads_there(client: Any, demo: str) -> None:
    import onrecord

    with onrecord.open(demo) as ledger:
        members = ledger.person(id_of(client, "Pell")).members
    assert len(members) > 2
    titles = {re.search(r"<h1>.*?</h1>", client.get(f"/who/{own}").text)[0] for own in members}  # type: ignore[index]
    assert len(titles) == 1
    assert client.get("/who/0000000").status_code == 404 and client.get("/who/%22%3Cb").status_code == 404


def test_a_change_of_position_joins_both_statements(client: Any) -> None:
    from onrecord.web.who import gather

    client.get(f"/who/{id_of(client, 'Pell')}")  # the dossier may not be ready at first
    gather.PATIENCE, before = 30.0, gather.PATIENCE
    try:
        page = page_of(client, "Pell")
    finally:
        gather.PATIENCE = before
    turned = re.findall(r'<span class="changed">changed(?: [^<]*(?:<span[^>]*>[^<]*</span>)?)?</span> <a href="#s-([0-9a-f]+)"', page.text)
    assert len(turned) >= 2 and set(turned) <= set(re.findall(r'id="s-([0-9a-f]+)"', page.text))
    assert "lane0 start" in page.text and "lane0 end" in page.text and "1 change of position" in plain(page.text)
    assert "outlets" in page.text and "/wording/" in page.text


def test_narrows_by_act_and_words(client: Any) -> None:
    page = page_of(client, "Pell", act="accuse")
    assert 'href="#act-accuse"' in page.text.split('id="own"')[1].split('class="beside"')[0]
    assert "No statement of this speaker fits." in page_of(client, "Pell", words="xyzzy").text
    assert client.get(f"/who/{id_of(client, 'Pell')}?act=shout").status_code in (400, 404)


@pytest.mark.parametrize("to", ["csv", "xlsx", "jsonl"])
def test_exports_exactly_these(client: Any, demo: str, to: str) -> None:
    import onrecord

    own = id_of(client, "Pell")
    with onrecord.open(demo) as ledger:
        said = {hit.statement.id for hit in ledger.find(person=own, limit=200).hits}
    answer = client.get(f"/who/{own}/export?to={to}")
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment")
    if to == "csv":
        found = {row["statement_id"] for row in csv.DictReader(io.StringIO(answer.text))}
    elif to == "jsonl":
        found = {s["id"] for line in answer.text.splitlines() for s in json.loads(line)["statements"]}
    else:
        from openpyxl import load_workbook

        rows = list(load_workbook(io.BytesIO(answer.content), read_only=True)["statements"].values)
        found = {row[rows[0].index("statement_id")] for row in rows[1:]}
    assert found == said
    assert client.get(f"/who/{own}/export?to=pdf").status_code in (400, 404)


def test_is_followed_and_let_go(fresh_client: Any) -> None:
    own = id_of(fresh_client, "Pell")
    assert "Stop following" not in fresh_client.get(f"/who/{own}").text
    page = fresh_client.get(f"/who/{own}").text
    value = re.search(r'name="value" value="([^"]+)"', page)
    assert value
    assert fresh_client.post("/follow", data={"what": "speaker", "value": value[1], "next": f"/who/{own}", "as": "Ada"}).status_code == 303
    page = fresh_client.get(f"/who/{own}").text
    entry = re.search(r'name="entry" value="(\d+)"', page)
    assert entry and "Stop following" in page
    assert fresh_client.post("/unfollow", data={"entry": entry[1], "next": f"/who/{own}", "as": "Ada"}).status_code == 303
    assert "Stop following" not in fresh_client.get(f"/who/{own}").text


# ---- the same, different, unsure


def test_a_name_is_split_off_and_joined_again(fresh_client: Any, ledger_path: str) -> None:
    import onrecord

    own = id_of(fresh_client, "Pell")
    with onrecord.open(ledger_path) as ledger:
        before = ledger.person(own)
    gone = before.members[-1]
    listed = fresh_client.get(f"/who/{own}/names").text
    assert listed.count("Somebody else") == len(before.members)
    asked = fresh_client.post(f"/who/{own}/judge", data={"other": gone, "what": "different", "as": "Ada Rowe"})
    assert asked.status_code == 303
    with onrecord.open(ledger_path) as ledger:
        person = ledger.person(before.members[0])
        assert gone not in person.members and ledger.person(gone).id != person.id
    joined = fresh_client.post(f"/who/{before.members[0]}/judge", data={"other": gone, "what": "same"})
    assert joined.status_code == 303
    with onrecord.open(ledger_path) as ledger:
        assert set(ledger.person(before.members[0]).members) == set(before.members)
        assert {j.by for j in ledger.judgements()} == {"Ada Rowe"}


def test_a_double_is_asked_about(fresh_client: Any, ledger_path: str) -> None:
    import onrecord

    with onrecord.open(ledger_path) as ledger:
        for outlet, first in (("Lock Gazette", "Jon Marr, a pilot"), ("Coast Wire", "Jon Marr, the mayor of Velm")):
            ledger.add(f"Horn at sea\n\n9 October 2026\n\n{first}, said on Friday that the fog was thick.\n".encode(), outlet=outlet)
        double = ledger.person(ledger.people("Marr").people[0].id)
    assert [d.why for d in double.doubles] == ["alike in name, but different roles"]
    page = fresh_client.get(f"/who/{double.id}").text
    assert "Possible double" in page and all(f'value="{what}"' in page for what in ("same", "different", "unsure"))
    other = re.search(r'name="other" value="([^"]+)"', page)
    assert other
    for what in ("unsure", "different"):
        assert fresh_client.post(f"/who/{double.id}/judge", data={"other": other[1], "what": what, "as": "Ada"}).status_code == 303
    assert other[1] not in fresh_client.get(f"/who/{double.id}").text
    assert fresh_client.post(f"/who/{double.id}/judge", data={"other": other[1], "what": "perhaps"}).status_code == 400
    assert fresh_client.post(f"/who/{double.id}/judge", data={"other": "0000", "what": "same"}).status_code == 404


def test_judging_asks_the_name_once_and_no_get_judges(fresh_client: Any) -> None:
    own = id_of(fresh_client, "Pell")
    before = fresh_client.get("/api/head").json()
    assert "Your name" in fresh_client.post(f"/who/{own}/judge", data={"other": own, "what": "different"}).text
    assert fresh_client.get(f"/who/{own}/judge").status_code == 405
    assert fresh_client.get("/api/head").json() == before


# ---- everybody


def test_lists_everybody_and_finds_by_name(client: Any) -> None:
    page = client.get("/speakers")
    assert page.status_code == 200 and "Jonas Pell" in page.text and "14 statements in 8 texts" in plain(page.text)
    found = client.get("/speakers?words=Pell").text
    assert "Jonas Pell" in found and "Karin Oster" not in found
    assert "is called so" in client.get("/speakers?words=Nobodyatall").text
    assert client.get("/speakers?words=%22").status_code in (200, 400)


def test_an_empty_ledger_says_so(empty_client: Any) -> None:
    assert "Nobody is on record here yet." in empty_client.get("/speakers").text


# ---- brackets


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], [(), (), ()]), ([(0, 2)], [("lane0 start",), ("lane0 pass",), ("lane0 end",)]),
        ([(0, 1), (1, 2)], [("lane0 start",), ("lane0 end", "lane1 start"), ("lane1 end",)]),
        ([(0, 2), (0, 1)], [("lane0 start", "lane1 start"), ("lane0 end", "lane1 pass"), ("lane1 end",)]),
    ],
)  # fmt: skip
def test_each_bracket_has_a_lane_of_its_own(pairs: list[tuple[int, int]], expected: list[tuple[str, ...]]) -> None:
    from onrecord.web.who.own import lay_lanes

    assert lay_lanes(pairs, 3) == expected


def test_too_many_brackets_are_told_in_words_alone() -> None:
    from onrecord.web.who.own import LANES, lay_lanes

    assert all(len(lanes) <= LANES for lanes in lay_lanes([(0, n) for n in range(1, 9)], 9))


# ---- very many statements; another script

COUNT, TEXTS = 10_000, 40
ARABIC = "دانيال أوكورو"


def make_record(capture: Capture, number: int, name: str, count: int) -> Record:
    """A report in which one speaker says very much."""
    parts, statements, at = [], [], 0
    own = f"{number:032x}"
    entity = f"{number:030x}e0"
    for n in range(count):
        said, source = f"“Statement {n} of text {number} was made.”", f"{name} said"
        parts.append(f"{said} {source}.")
        content = Span(at, at + len(said))
        statements.append(Statement(
            f"{number:024x}{n:08x}", None, "direct", (Span(content.end + 1, content.end + 1 + len(name)),),
            (Span(content.end + 2 + len(name), content.end + 6 + len(name)),), (content,), (content,), speakers=(entity,), act="assert", confidence=0.9,
        ))  # fmt: skip
        at += len(parts[-1]) + 2
    text = "\n\n".join(parts)
    day = f"2026-{1 + number % 12:02}-{1 + number % 28:02}"
    article = Article(
        own,
        "report",
        None,
        f"Report {number}",
        (),
        f"Outlet {number % 7}",
        "en",
        text,
        When(day, day, "day", "given"),
        None,
        (Block("paragraph", 0, len(text)),),
    )
    mentions = (Mention(statements[0].source[0].start, statements[0].source[0].end, "name", "name"),)
    return Record(capture, article, (Entity(entity, "person", name, (), ("chief executive",), mentions=mentions),), tuple(statements))


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A ledger in which one speaker made 10,000 statements, and one with a name from right to left a few."""
    import onrecord
    from onrecord.ledger import intake

    class Made(PAIRS["here"]()):  # type: ignore[misc]
        def _read_one(self, taken: Any) -> Record:
            number, name = taken.raw.decode().split("|")
            return make_record(replace(taken.capture, path=None), int(number), name, COUNT // TEXTS if name != ARABIC else 3)

    path = str(tmp_path_factory.mktemp("huge") / "huge.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "Readers", Made)
        with onrecord.open(path) as ledger:
            ledger.add(*(f"{n}|Orla Denning".encode() for n in range(1, TEXTS + 1)), f"99|{ARABIC}".encode())
    yield path


def test_ten_thousand_statements_are_paged(huge: str) -> None:
    with PAIRS["make_client"](huge) as client:
        own = id_of(client, "Denning")
        page = client.get(f"/who/{own}")
        assert "10,000 statements in 40 texts" in plain(page.text) and len(page.content) < 400_000
        seen: list[str] = []
        for _ in range(3):
            seen += re.findall(r'<li class="own" id="s-([0-9a-f]+)"', page.text)
            later = re.search(r'<p class="more"><a href="([^"]+)"', page.text)
            assert later
            page = client.get(html.unescape(later[1]))
        assert len(seen) == len(set(seen)) == 300
        table = client.get(f"/who/{own}/export?to=csv").text
        assert table.count("\r\n") == COUNT + 1
        assert client.get("/speakers").status_code == 200


def test_a_name_from_right_to_left_stands_by_itself(huge: str) -> None:
    with PAIRS["make_client"](huge) as client:
        page = client.get(f"/who/{id_of(client, ARABIC)}").text
        assert f"<h1><bdi>{ARABIC}</bdi></h1>" in page
        inside = [m.start() for m in re.finditer(ARABIC, page.split("<main")[1].split("</main>")[0])]
        body = page.split("<main")[1].split("</main>")[0]
        assert inside and all(body.rfind("<bdi", 0, at) > body.rfind("</bdi>", 0, at) for at in inside)


# ---- in a browser


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_looks_right(live: Any, client: Any, open_page: Any, axe: Any, width: int, dark: bool) -> None:
    own = id_of(client, "Pell")
    for path in ("/speakers", f"/who/{own}", f"/who/{own}/about", f"/who/{own}/names"):
        page = open_page(live, path, width=width, dark=dark)
        if path == f"/who/{own}":
            page.wait_for_selector(".turned")  # comes by itself when the texts were put side by side
        assert axe(page) == [], path
        assert PAIRS["overflows"](page) == [], path


def test_steps_by_key_and_shows_the_statement(live: Any, client: Any, open_page: Any) -> None:
    page = open_page(live, f"/who/{id_of(client, 'Pell')}")
    page.wait_for_selector(".turned")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.id")
    page.keyboard.press("k")
    assert first.startswith("s-") and second.startswith("s-") and first != second and page.evaluate("document.activeElement.id") == first


def test_works_without_script_and_prints(live: Any, client: Any, open_page: Any) -> None:
    own = id_of(client, "Pell")
    page = open_page(live, f"/who/{own}", script=False)
    assert page.locator("li.own").count() > 3
    page = open_page(live, f"/who/{own}", print=True)
    assert not page.locator(".head .buttons").is_visible() and page.locator("li.own").first.is_visible()
