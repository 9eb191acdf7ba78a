"""A served ledger for tests of the reading room: one that is made once, clients that pass the guard, and a browser where there is one.

conftest.py hands these to every test; nothing is imported before one asks.

`demo` is the path of a ledger with the twelve reports of the demo's dispute, never to be changed, `ledger_path` a copy of it for one test, `empty_path` an
empty one. `client`, `fresh_client` and `empty_client` are TestClients on them, with the cookie, whose forms count as sent by a page of ours (redirects are
not followed). `live`, `fresh_live`, `empty_live` are real servers on them: `Live(address, path, token)`. `open_page(live, path, width=1280, dark=False,
script=True)` opens a page in Chromium, with the cookie; it fails the test on any error of a script, breach of the policy, or request to elsewhere. `axe(page)`
lists what axe finds wrong.
"""

import runpy
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

TOKEN = "test-token-of-the-reading-room-0123456789"
ADDRESS = "http://127.0.0.1:8765"
OURS = {"sec-fetch-site": "same-origin"}
WAIT = 15_000  # milliseconds that a browser waits for anything


@dataclass(frozen=True)
class Live:
    """A server that runs: its address, the path of its ledger, its token."""

    address: str
    path: str
    token: str = TOKEN


def here() -> Any:
    """Readers that read in this process: no start of another one for each test."""
    return runpy.run_path(str(Path(__file__).with_name("ledger_fixture.py")))["Here"]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    import onrecord
    from onrecord.ledger import intake

    path = str(tmp_path_factory.mktemp("demo") / "demo.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "Readers", here())
        with onrecord.open(path) as ledger:
            ledger.add(Path(onrecord.__file__).parent / "data" / "demo" / "dispute")
    return path


@pytest.fixture
def ledger_path(demo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    import onrecord
    from onrecord.ledger import intake

    monkeypatch.setattr(intake, "Readers", here())
    path = tmp_path / "copy.db"
    with onrecord.open(demo, make=False) as ledger:
        ledger.backup(path)
    return str(path)


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    import onrecord
    from onrecord.ledger import intake

    monkeypatch.setattr(intake, "Readers", here())
    path = str(tmp_path / "empty.db")
    onrecord.open(path).close()
    return path


@contextmanager
def make_client(path: str, *, token: str = TOKEN, signed_in: bool = True, **more: Any) -> Iterator[Any]:
    """A TestClient on the ledger at `path`."""
    from starlette.testclient import TestClient

    from onrecord.web.app import make_app

    with TestClient(make_app(path, token=token, **more), base_url=ADDRESS, follow_redirects=False, headers=OURS) as client:
        if signed_in:
            assert client.get(f"/?token={token}").status_code == 303
        yield client


@pytest.fixture
def client(demo: str) -> Iterator[Any]:
    with make_client(demo) as made:
        yield made


@pytest.fixture
def fresh_client(ledger_path: str) -> Iterator[Any]:
    with make_client(ledger_path) as made:
        yield made


@pytest.fixture
def empty_client(empty_path: str) -> Iterator[Any]:
    with make_client(empty_path) as made:
        yield made


@contextmanager
def serve(path: str) -> Iterator[Live]:
    """A server on a free port, in a thread of this process."""
    import uvicorn

    from onrecord.web.app import make_app

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # who asks before the server is up waits
        server = uvicorn.Server(uvicorn.Config(make_app(path, token=TOKEN), log_config=None, lifespan="on", ws="none", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield Live(f"http://127.0.0.1:{listening.getsockname()[1]}", path)
        server.should_exit = True
        thread.join(WAIT / 1000)


@pytest.fixture(scope="session")
def live(demo: str) -> Iterator[Live]:
    with serve(demo) as served:
        yield served


@pytest.fixture
def fresh_live(ledger_path: str) -> Iterator[Live]:
    with serve(ledger_path) as served:
        yield served


@pytest.fixture
def empty_live(empty_path: str) -> Iterator[Live]:
    with serve(empty_path) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        pytest.skip("no Chromium here: pages are not looked at in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    wrong: list[str] = []
    with ExitStack() as stack:

        def open(
            live: Live, path: str = "/", *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True, signed_in: bool = True,
            print: bool = False,
        ) -> Any:  # fmt: skip
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=script, accept_downloads=True,
                permissions=["clipboard-read", "clipboard-write"], reduced_motion="reduce",
            )  # fmt: skip
            stack.callback(context.close)
            context.set_default_timeout(WAIT)
            page = context.new_page()
            page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") and "status of" not in m.text else None)
            page.on("pageerror", lambda e: wrong.append(f"script: {e}"))
            page.on("request", lambda r: None if urlsplit(r.url).netloc == urlsplit(live.address).netloc else wrong.append(f"asked elsewhere: {r.url}"))
            page.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 and r.request.resource_type != "document" else None)
            page.on("dialog", lambda d: (wrong.append(f"dialog: {d.message}"), d.dismiss()))
            if signed_in:
                page.goto(f"{live.address}/static/icon.svg?token={live.token}")
            if print:
                page.emulate_media(media="print")
            page.goto(live.address + path)
            return page

        yield open
    assert not wrong, wrong


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """What axe finds wrong on a page, a line each."""

    def run(page: Any) -> list[str]:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page).response["violations"]
        return [f"{v['id']}: {node['target']} {node.get('failureSummary', '')}" for v in found for node in v["nodes"]]

    return run


def overflows(page: Any) -> list[str]:
    """Elements that make a page wider than its window; those that scroll in a frame of their own do not."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')].filter(
        e => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== 'absolute').slice(0, 5).map(e => e.outerHTML.slice(0, 200))"""
    )
    return found
