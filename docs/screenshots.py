"""Draw docs/screens/*.png: the reading room on the demo dispute, as it is served. `make screenshots`; it needs Debian's chromium.

One judgement is made first, so that the pictures show what a person checked.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import onrecord.ledger
from onrecord.judge.types import Right

ROOT = Path(__file__).parents[1]
DISPUTE = ROOT / "src/onrecord/data/demo/dispute"
SCREENS = ROOT / "docs/screens"
READER = "Mara Lind"  # invented, as everybody in the demo


def main() -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("screenshots: no chromium on this machine; on Debian: apt-get install chromium")
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        ledger, reports = Path(folder) / "demo.db", Path(folder) / "reports"
        shutil.copytree(DISPUTE, reports)
        places = make(ledger, reports)
        with served(ledger) as address, sync_playwright() as play:
            chromium = play.chromium.launch(executable_path=browser)
            for name, (path, width, height, dark) in places.items():
                take(chromium, address, path, SCREENS / f"{name}.png", width=width, height=height, dark=dark)
            chromium.close()


def make(path: Path, reports: Path) -> dict[str, tuple[str, int, int, bool]]:
    """The demo's ledger; by name of picture: the page, its size, whether it is dark."""
    with onrecord.ledger.open(path) as ledger:
        ledger.add(reports)
        event = ledger.events().events[0]
        inside = ledger.event_articles(event.id)
        denial = next(h for h in ledger.find(act="deny").hits if h.record.article and h.record.article.id in inside)
        ledger.judge(denial.statement.id, Right(("speakers", "act")), by=READER)
        speaker = ledger.person(denial.statement.speakers[0])
        article = denial.record.article
        assert article is not None
        return {
            "event": (f"/event/{event.id}", 1280, 900, False), "event-dark": (f"/event/{event.id}", 1280, 900, True),
            "event-phone": (f"/event/{event.id}", 390, 844, False), "statement": (f"/s/{denial.statement.id}", 1280, 900, False),
            "article": (f"/article/{article.id}", 1280, 900, False), "speaker": (f"/who/{speaker.id}", 1280, 900, False), "desk": ("/", 1280, 900, False),
        }  # fmt: skip


@contextmanager
def served(ledger: Path) -> Iterator[str]:
    """The address of a server on the ledger, with its token."""
    command = [sys.executable, "-m", "onrecord", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def take(chromium: Browser, address: str, path: str, out: Path, *, width: int, height: int, dark: bool) -> None:
    """One picture of what stands in the window."""
    page = chromium.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", reduced_motion="reduce").new_page()
    page.goto(address)
    host = address.split("/?")[0]
    answer = page.goto(host + path, wait_until="networkidle")
    if answer is None or not answer.ok:
        sys.exit(f"screenshots: {path} answers {answer.status if answer else 'nothing'}")
    while page.locator("#waiting").count():  # a dossier is made once, in the background
        page.wait_for_timeout(500)
        page.reload(wait_until="networkidle")
    page.screenshot(path=out)
    page.context.close()


if __name__ == "__main__":
    main()
