"""One event with very many statements: how long its dossier takes, once, and then its pages: `python benchmarks/event.py [--statements N]`.

A made-up ledger (the reports of tests/night_ledger.py, all of one story, put together by a judgement each where the machine parts them). For each page of the
event: milliseconds from request to answer and its size; and where Chromium is installed, when the reader sees something (first contentful paint).
"""

import argparse
import runpy
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import HTTPCookieProcessor, build_opener

import onrecord.ledger as ledgers
from onrecord.judge.types import Grouping

SAID = 40  # statements of a report
TIMES = 5
TESTS = Path(__file__).parents[1] / "tests"
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def make(path: Path, statements: int) -> str:
    """A ledger with one event; its id."""
    made = runpy.run_path(str(TESTS / "night_ledger.py"))
    made["quick"]()
    with ledgers.open(path) as ledger:
        ledger.add(*made["inputs"](0, statements // SAID, said=SAID, told=statements))
        first, *others = [ledger.event_articles(e.id)[0] for e in ledger.events(limit=200).events]
        for other in others:
            ledger.judge(other, Grouping("together", "event", first), by="Ada Rowe")
        (event,) = ledger.events().events
        sys.stdout.write(f"{event.statements:,} statements in {event.texts:,} texts, one event ({len(others)} put together by hand)\n")
        return event.id


def measure(live: Any, event: str, browser: Any) -> Iterator[str]:
    """A line for each page."""
    opener = build_opener(HTTPCookieProcessor())

    def get(address: str) -> bytes:
        with opener.open(live.address + address) as answer:
            body: bytes = answer.read()
            return body

    get(f"/?token={live.token}")
    began = time.perf_counter()
    while b'id="waiting"' in get(f"/event/{event}"):
        time.sleep(0.2)
    yield f"its dossier, made once, beside the requests: {time.perf_counter() - began:.0f} s"
    for name, tail in (("who says what", ""), ("how it was grouped", "/grouped"), ("the table as CSV", "/save/table.csv")):
        took = []
        for _ in range(TIMES):
            began = time.perf_counter()
            size = len(get(f"/event/{event}{tail}"))
            took.append(time.perf_counter() - began)
        yield f"{name:<20} {statistics.median(took) * 1000:7.0f} ms  {size / 1000:7.0f} kB"
    if browser is not None:
        page = browser.new_page()
        page.goto(f"{live.address}/?token={live.token}")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            seen = []
            for _ in range(TIMES):
                page.goto(f"{live.address}/event/{event}")
                seen.append(page.wait_for_function(PAINT).json_value())
            yield f"first paint at {width} pixels: {statistics.median(seen):.0f} ms, median of {TIMES}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--statements", type=int, default=10_000)
    args = ap.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        path = Path(folder) / "event.db"
        event = make(path, args.statements)
        browser = None
        if chromium:
            from playwright.sync_api import sync_playwright

            browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with runpy.run_path(str(TESTS / "web_fixture.py"))["serve"](str(path)) as live:
            for line in measure(live, event, browser):
                sys.stdout.write(line + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
