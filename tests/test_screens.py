"""The screens in a browser: wide and narrow, light and dark, by keyboard alone, without script, on paper; left out where there is no Chromium."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

import onrecord

WEB = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))
overflows = WEB["overflows"]
PLACES = ("desk", "events", "event", "statement", "article", "speakers", "speaker", "draft", "feeds", "add", "judge", "keys")


@pytest.fixture(scope="module")
def places(demo: str) -> dict[str, str]:
    with onrecord.open(demo) as ledger:
        hit = next(h for h in ledger.find(act="deny").hits if h.statement.speakers)
        assert hit.record.article
        return {
            "desk": "/", "events": "/events", "event": f"/event/{ledger.events().events[0].id}", "statement": f"/s/{hit.statement.id}",
            "article": f"/article/{hit.record.article.id}", "speakers": "/speakers", "speaker": f"/who/{hit.statement.speakers[0]}", "draft": "/draft",
            "feeds": "/feeds", "add": "/add", "judge": "/judge", "keys": "/keys",
        }  # fmt: skip


def ready(page: Any) -> Any:
    """The page, once its dossier is made."""
    for _ in range(60):
        if not page.locator("#waiting").count():
            return page
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the dossier was never made")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
@pytest.mark.parametrize("place", PLACES)
def test_each_screen_fits_and_has_no_fault(open_page: Any, live: Any, axe: Any, places: dict[str, str], place: str, width: int, dark: bool) -> None:
    page = ready(open_page(live, places[place], width=width, dark=dark))
    assert page.locator("main h1, main h2, main form").count() >= 1
    assert overflows(page) == []
    assert axe(page) == []


@pytest.mark.parametrize("place", ["desk", "event", "statement", "article", "speaker"])
def test_on_paper(open_page: Any, live: Any, places: dict[str, str], place: str) -> None:
    ready(open_page(live, places[place]))
    page = open_page(live, places[place], print=True)
    assert not page.locator(".top nav").is_visible() and page.locator("main").is_visible()


def test_without_script_it_reads_searches_and_judges(open_page: Any, fresh_live: Any) -> None:
    page = open_page(fresh_live, "/", script=False)
    page.fill('input[name="q"]', "act:deny")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=act"))
    page.locator('a[href^="/s/"]').first.click()
    page.wait_for_url(re.compile("/s/"))
    page.get_by_role("button", name=re.compile("^Right")).first.click()
    page.locator('input[name="as"]').fill("Mara Lind")
    page.locator('form:has(input[name="as"]) button').first.click()
    page.wait_for_url(re.compile("/s/"))
    with onrecord.open(fresh_live.path) as ledger:
        assert [j.by for j in ledger.judgements()] == ["Mara Lind"]


def test_by_keys_a_question_is_answered_and_undone(open_page: Any, fresh_live: Any) -> None:
    page = open_page(fresh_live, "/keys")
    page.locator("#as").fill("Mara Lind")
    page.locator("form:has(#as) button").click()
    page.goto(fresh_live.address + "/judge")
    before = page.locator("h1").inner_text()
    page.keyboard.press("4")
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=before)
    with onrecord.open(fresh_live.path) as ledger:
        assert len(ledger.judgements()) == 1
    page.keyboard.press("z")
    page.wait_for_function("before => document.querySelector('h1').innerText === before", arg=before)
    with onrecord.open(fresh_live.path) as ledger:
        assert ledger.judgements()[0].undone


def test_a_file_is_chosen_and_read(open_page: Any, empty_live: Any, tmp_path: Path) -> None:
    report = tmp_path / "weir.txt"
    report.write_text("Weir held\n\n12 May 2026\n\nAda Holm, the weir keeper, said the weir “held all night”.\n", encoding="utf-8")
    page = open_page(empty_live, "/add")
    page.set_input_files("#files", str(report))
    page.get_by_role("button", name="Add", exact=True).first.click()
    page.get_by_text("1 statement").first.wait_for()
    with onrecord.open(empty_live.path) as ledger:
        assert ledger.find("night").hits


def test_a_quotation_leads_to_its_bytes(open_page: Any, live: Any, places: dict[str, str], demo: str) -> None:
    page = open_page(live, places["statement"])
    page.get_by_role("link", name="Source code").click()
    page.wait_for_load_state()
    with page.expect_download() as found:
        page.get_by_role("link", name="Download the bytes").click()
    with onrecord.open(demo) as ledger:
        assert Path(found.value.path()).read_bytes() == ledger.capture(places["statement"].removeprefix("/s/"))


def test_a_draft_is_checked(open_page: Any, live: Any) -> None:
    page = open_page(live, "/draft")
    page.locator("textarea").first.fill(
        "“We took nine people out, two of them badly hurt,” Karin Oster said. “Nobody ever said this at all, never,” Odo Lenz said."
    )
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    text = page.locator("main").inner_text()
    assert "not found" in text.lower()
