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


# ---- journeys


@pytest.fixture
def named(open_page: Any, fresh_live: Any) -> Any:
    """A page of a server on a ledger of its own, whose reader has a name."""
    page = open_page(fresh_live, "/keys")
    page.locator("#as").fill("Mara Lind")
    page.locator("form:has(#as) button").click()
    page.wait_for_load_state()
    return page


def tab_to(page: Any, selector: str, most: int = 400) -> None:
    """Press Tab until the element has the focus: it can be reached without a mouse."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_file_is_dropped_on_the_desk_and_read(open_page: Any, empty_live: Any) -> None:
    page = open_page(empty_live, "/")
    text = "Weir held\n\n12 May 2026\n\nAda Holm, the weir keeper, said the weir “held all night”.\n"
    page.evaluate(
        """text => {
        const data = new DataTransfer(), field = document.querySelector('[data-drop]');
        data.items.add(new File([text], 'weir.txt', { type: 'text/plain' }));
        for (const type of ['dragover', 'drop']) field.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
        }""",
        text,
    )
    row = page.locator(".adding .row", has_text="weir.txt").locator("a")
    row.wait_for()
    page.locator("#results", has_text="1 statement").wait_for()  # the desk shows it without being asked for anew
    page.locator("#foot", has_text="1 text").wait_for()
    assert "?" not in page.url and page.locator("#to-judge").count() == 1
    with onrecord.open(empty_live.path) as ledger:
        assert ledger.find("night").hits
    row.click()
    page.wait_for_url(re.compile("/article/"))
    assert page.get_by_text("held all night").first.is_visible()


def test_without_script_a_file_is_added(open_page: Any, empty_live: Any, tmp_path: Path) -> None:
    report = tmp_path / "weir.txt"
    report.write_text("Weir held\n\n12 May 2026\n\nAda Holm, the weir keeper, said the weir “held all night”.\n", encoding="utf-8")
    page = open_page(empty_live, "/", script=False)
    page.set_input_files("[data-drop] input[type=file]", str(report))
    page.locator("[data-send]").click()
    page.wait_for_load_state()
    for _ in range(100):
        if page.locator(".adding .row a").count():
            break
        page.wait_for_timeout(100)
        page.reload()
    assert "weir.txt" in page.locator(".adding").inner_text()


def test_by_keys_one_searches_steps_and_opens(open_page: Any, live: Any) -> None:
    page = open_page(live, "/events")
    page.goto(live.address + "/")
    page.keyboard.press("/")
    page.keyboard.type("act:deny")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=act"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    wanted = page.evaluate("document.activeElement.querySelector('a[href^=\"/s/\"]').getAttribute('href')")
    first = page.locator("[data-item] a[href^='/s/']").first.get_attribute("href")
    assert wanted == first
    page.keyboard.press("Enter")
    page.wait_for_url(live.address + first)


def test_by_keys_a_wrong_speaker_is_set_right_and_undone(named: Any, fresh_live: Any) -> None:
    page = named
    with onrecord.open(fresh_live.path) as ledger:
        hit = next(h for h in ledger.find(act="deny").hits if h.statement.speakers)
    page.goto(f"{fresh_live.address}/s/{hit.statement.id}")
    page.keyboard.press("2")
    tab_to(page, "details[open] input[type=text], details[open] input[name=name], details[open] input:not([type])")
    page.keyboard.type("Ruben Stahl")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#history"))
    with onrecord.open(fresh_live.path) as ledger:
        shown = ledger.show(hit.statement.id)
        assert shown.statement and shown.record and [j.by for j in shown.judgements] == ["Mara Lind"]
        names = {e.id: e.name for e in shown.record.entities}
        assert "Ruben Stahl" in [names[i] for i in shown.statement.speakers]
    page.keyboard.press("z")
    page.wait_for_function("() => document.querySelector('#history .struck') !== null")
    with onrecord.open(fresh_live.path) as ledger:
        shown = ledger.show(hit.statement.id)
        assert shown.statement and shown.statement.speakers == hit.statement.speakers


def test_by_keys_the_words_of_a_statement_are_moved(named: Any, fresh_live: Any) -> None:
    page = named
    with onrecord.open(fresh_live.path) as ledger:
        hit = next(h for h in ledger.find(act="deny").hits if len(h.statement.content) == 1 and h.statement.content[0].end - h.statement.content[0].start > 40)
        before = hit.statement.content[0]
    page.goto(f"{fresh_live.address}/s/{hit.statement.id}/span?field=content")
    tab_to(page, "[data-words]")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "[data-span] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/s/[0-9a-f]+$"))
    with onrecord.open(fresh_live.path) as ledger:
        shown = ledger.show(hit.statement.id)
        assert shown.statement and shown.article
        (after,) = shown.statement.content
        assert after.start == before.start and after.end < before.end and after.of(shown.article.text) in before.of(shown.article.text)
        assert ledger.verify().whole


def test_by_keys_a_missed_statement_is_added_from_the_text(named: Any, fresh_live: Any) -> None:
    page = named
    with onrecord.open(fresh_live.path) as ledger:
        article = ledger.find(act="deny").hits[0].record.article
        assert article
        number = len(ledger.show(article.id).record.statements)  # type: ignore[union-attr]
    page.goto(f"{fresh_live.address}/article/{article.id}")
    page.keyboard.press("m")
    page.keyboard.press("End")
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("s")
    page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    chosen = page.locator(".choosing output").inner_text()
    page.keyboard.press("Enter")
    assert page.locator("textarea[name=content]").input_value() == chosen and len(chosen.split()) >= 3
    tab_to(page, "[data-missed] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#s-"))
    with onrecord.open(fresh_live.path) as ledger:
        shown = ledger.show(article.id)
        assert shown.record and shown.article and len(shown.record.statements) == number + 1
        (added,) = [s for s in shown.record.statements if "Mara Lind" in s.makers.get("content", "")]
        assert " ".join(added.content[0].of(shown.article.text).split()) == chosen and added.source and ledger.verify().whole


def test_two_events_are_put_together_and_it_is_undone(named: Any, fresh_live: Any) -> None:
    page = named
    with onrecord.open(fresh_live.path) as ledger:
        ledger.add(b"Weir held\n\nAda Holm, the weir keeper at Tarn, said the weir held all night.\n", outlet="Marsh Courier", published="2026-01-12")
        events = ledger.events().events
        assert len(events) == 2
        large, small = sorted(events, key=lambda e: -e.texts)
    page.goto(f"{fresh_live.address}/event/{large.id}/grouped?part=texts")
    ready(page)
    page.select_option("#other", small.id)
    page.get_by_role("button", name="Put together").click()
    page.wait_for_url(re.compile("kept="))
    with onrecord.open(fresh_live.path) as ledger:
        assert [e.texts for e in ledger.events().events] == [large.texts + small.texts]
    ready(page)
    page.get_by_role("button", name=re.compile("Undo")).first.click()
    page.wait_for_load_state()
    with onrecord.open(fresh_live.path) as ledger:
        assert sorted(e.texts for e in ledger.events().events) == [small.texts, large.texts]


# ---- states


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/", "/events", "/speakers", "/feeds", "/judge", "/draft", "/verify", "/add"])
def test_a_ledger_with_nothing_in_it(open_page: Any, empty_live: Any, axe: Any, path: str, width: int) -> None:
    page = open_page(empty_live, path, width=width)
    assert overflows(page) == [] and axe(page) == []
    if path in ("/", "/events", "/speakers"):
        assert "on record here yet" in page.locator("main").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/?q=xyzzy", "/?q=act:shout", "/s/ffffffff", "/nowhere"])
def test_what_is_not_there_in_a_browser(open_page: Any, live: Any, axe: Any, path: str, width: int) -> None:
    page = open_page(live, path, width=width)
    assert overflows(page) == [] and axe(page) == []


LONG = "Bürgermeisterkanzleivorsteherstellvertreterin" * 4
RIGHT_TO_LEFT = "משה בן־דוד"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A ledger with a right-to-left speaker, a text in Hebrew, a name without a space, and a text that hides characters."""
    from onrecord.judge.types import Party, Wrong
    from onrecord.ledger import intake

    path = str(tmp_path_factory.mktemp("odd") / "odd.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "Readers", WEB["here"]())
        with onrecord.open(path) as ledger:
            ledger.add(
                "Weir held\n\nAda Holm, the weir keeper, said the weir “held\u202e all\u200b night”. Odo Lenz denied it.\n".encode(), published="2026-05-12"
            )
            ledger.add("הסכר החזיק\n\nשומר הסכר אמר כי הסכר החזיק כל הלילה.\n".encode(), outlet="עיתון הביצה", published="2026-05-13")
            one, other = ledger.find(limit=2).hits
            ledger.judge(one.statement.id, Wrong("speakers", True, (Party(RIGHT_TO_LEFT),)), by=RIGHT_TO_LEFT)
            ledger.judge(other.statement.id, Wrong("speakers", True, (Party(LONG),)), by=LONG[:70])
            pages = ["/", "/speakers", "/judge", f"/s/{one.statement.id}", f"/s/{other.statement.id}"]
            pages += [f"/article/{r.article.id}" for r in ledger.records() if r.article] + [f"/who/{p.id}" for p in ledger.people().people]
    with WEB["serve"](path) as live:
        yield live, pages


@pytest.mark.parametrize("width", [1280, 390])
def test_right_to_left_and_very_long_names(open_page: Any, odd: Any, axe: Any, width: int) -> None:
    live, pages = odd
    seen, wrong = "", []
    for path in pages:
        page = open_page(live, path, width=width)
        text = page.locator("main").inner_text()
        wrong += [f"{path}: {w}" for w in (*overflows(page), *axe(page))]
        wrong += [f"{path}: U+{ord(hidden):04X} as it is" for hidden in ("\u202e", "\u200b") if hidden in text]
        seen += text
        # Every element that holds the name directly keeps its direction to itself.
        astray = page.evaluate(
            """name => [...document.querySelectorAll('main *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.includes(name)) &&
            !e.closest('bdi, [dir=auto], [dir=rtl], input, option, textarea')).map(e => e.outerHTML.slice(0, 200))""",
            RIGHT_TO_LEFT,
        )
        wrong += [f"{path}: {w}" for w in astray]
        page.close()
    assert not wrong, "\n".join(wrong)
    assert RIGHT_TO_LEFT in seen and LONG in seen.replace("\n", "") and "right-to-left override" in seen
