"""Pages of the reading room against the questions to the ledger that they rest on, in one run: `python benchmarks/pages.py [--statements N] [--times N]`.

A made-up ledger (the reports of tests/night_ledger.py) is asked for each page many times. The time of an answer is all between request and answer, within one
process; the time of its questions is what passes inside calls of the ledger meanwhile. The ratio of the 95th percentiles is what counts.
"""

import argparse
import runpy
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.testclient import TestClient

import onrecord.ledger as ledgers
from onrecord.ledger.ledger import Ledger
from onrecord.web.app import make_app

SAID = 40  # statements of a report
TOKEN = "benchmark-token-0123456789"
NOT_ASKED = {"close", "only_read", "backup", "add", "reread"}
spent = 0.0
depth = 0


def count_time(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, its time added to what was spent; a call within a call is not counted twice."""

    @wraps(method)
    def run(*given: Any, **named: Any) -> Any:
        global spent, depth
        depth += 1
        began = time.perf_counter()
        try:
            found = method(*given, **named)
            return list(found) if isinstance(found, Iterator) else found
        finally:
            depth -= 1
            if depth == 0:
                spent += time.perf_counter() - began

    return run


def make(path: Path, statements: int) -> dict[str, str]:
    """The ledger, and an address of each kind of page."""
    made = runpy.run_path(str(Path(__file__).parents[1] / "tests" / "night_ledger.py"))
    made["quick"]()
    with ledgers.open(path) as ledger:
        ledger._db.pragma("synchronous", 1)  # made in a hurry
        for first in range(0, statements // SAID, 500):
            ledger.add(*made["inputs"](first, min(first + 500, statements // SAID), said=SAID))
        hit = ledger.find("government").hits[0]
        person = ledger.person(hit.statement.speakers[0])
        event = ledger.events().events[0]
        article = hit.record.article
        assert article is not None
        return {
            "desk": "/", "search": "/?q=government", "filtered": "/?q=government+act:deny", "statement": f"/s/{hit.statement.id}",
            "article": f"/article/{article.id}",
            "speakers": "/speakers", "speaker": f"/who/{person.id}", "events": "/events", "event": f"/event/{event.id}", "judge": "/judge",
            "find (API)": "/api/find?words=government",
        }  # fmt: skip


def p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def main() -> None:
    global spent
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--statements", type=int, default=100_000)
    ap.add_argument("--times", type=int, default=40)
    args = ap.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pages.db"
        pages = make(path, args.statements)
        for name in [n for n in vars(Ledger) if not n.startswith("_") and n not in NOT_ASKED]:
            setattr(Ledger, name, count_time(getattr(Ledger, name)))
        with TestClient(make_app(str(path), token=TOKEN), base_url="http://127.0.0.1:8765", headers={"sec-fetch-site": "same-origin"}) as client:
            client.get(f"/?token={TOKEN}", follow_redirects=False)
            sys.stdout.write(f"{args.statements:,} statements; milliseconds, 95th percentile of {args.times}\n")
            for name, address in pages.items():
                whole, asked = [], []
                for n in range(args.times + 2):
                    spent, began = 0.0, time.perf_counter()
                    answer = client.get(address)
                    if n >= 2:  # the first ones fill caches
                        whole.append(time.perf_counter() - began)
                        asked.append(spent)
                ratio = p95(whole) / p95(asked) if p95(asked) else float("inf")
                sys.stdout.write(f"{name:<11} {answer.status_code} {p95(whole) * 1000:8.1f}  its questions {p95(asked) * 1000:8.1f}  ratio {ratio:5.2f}\n")


if __name__ == "__main__":
    main()
