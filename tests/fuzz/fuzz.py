"""Drive the fuzz targets: `python tests/fuzz/fuzz.py run [TARGET...] [--seconds S | --inputs N] [--engine atheris|mutate] [--seed N]`.

`atheris` (tests/fuzz/requirements.txt) follows what the code does with an input; `mutate` changes saved inputs by chance, the same for the same seed, and needs
nothing. What ends in a crash is kept in tests/fuzz/found/TARGET/, which tests/test_fuzz.py replays for ever. Totals add up: each run adds to
build/fuzz/totals.json, and `fuzz.py note` adds these to the table of docs/reliability.md.
"""

import argparse
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "build" / "fuzz"
SLOW = 20  # seconds for one input of at most 20,000 bytes: a hang
SECONDS = 1800
LONGEST = 4096  # bytes of a mutated input
WORDS = tuple(
    word.encode()
    for word in (
        "<p>", "</p>", "<div>", "<article>", "<h1>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&#8220;", "&quot;", "&#0;", "<br>",
        "<meta charset=", "<title>", "“", "”", "‘", "’", '"', "'", "„", "«", "»", "\n\n", "\r\n", "\t", "\u00a0", "\u200b", "\u202e", "\ufeff", "\ufffd", "é",
        "\U0001f600", "e\u0301", "said", " told ", "Monday", "last week", "11 May 2026", "May 4", "the next day", "9 a.m. ET", "since", "between", "2026-05-11",
        "WARC/1.0\r\n", "Content-Length: ", "WARC-Type: response\r\n", "HTTP/1.1 200 OK\r\n", "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n",
        "<rss>", "<item>", "<entry>", "<feed>", "<link>", "<content>", "<pubDate>", "<!DOCTYPE", "<!ENTITY", "=1+1", "@", "+", "-", ";", "\0", '{"', '":',
        "null",         "[]", "{}", "1e999", "-1", "18446744073709551616",
    )
) + (b"\xff", b"\xfe\xff", b"\xff\xfe", b"\x80", b"\xed\xa0\x80", b"\x1f\x8b\x08", b"\x81\x30", b"\xa1")  # fmt: skip


class Hang(Exception):
    """One input took too long."""


def saved(target: str) -> list[bytes]:
    """The inputs that are kept for a target: its corpus and what was found, by name."""
    return [path.read_bytes() for folder in ("corpus", "found") for path in sorted((HERE / folder / target).glob("*"))]


def mutate(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """The input changed in one to six places."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randrange(len(raw) + 1)
        end = min(len(raw), at + chance.choice((1, 2, 8, 60)))
        kind = chance.randrange(7)
        if kind == 0 and at < len(raw):
            raw[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            raw[at:end] = chance.randbytes(end - at)
        elif kind == 2:
            raw[at:at] = chance.choice(WORDS)
        elif kind == 3:
            del raw[at:end]
        elif kind == 4:
            raw[at:at] = raw[at:end] * chance.choice((1, 2, 20))
        elif kind == 5:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            raw[at:end] = other[start : start + chance.choice((4, 40, 400))]
        else:
            raw = raw[:at] if chance.random() < 0.1 else raw[at:end] + raw[:at] + raw[end:]
    return bytes(raw[:LONGEST])


def inputs(target: str, seed: int) -> Iterator[bytes]:
    """Inputs without end, the same for the same seed; what was changed once is changed again."""
    chance = random.Random(f"{target} {seed}")
    kept = saved(target) or [b""]
    pool = list(kept)
    while True:
        made = mutate(chance.choice(pool), kept, chance)
        if len(pool) < 2000:
            pool.append(made)
        else:
            pool[chance.randrange(len(kept), len(pool))] = made
        yield made


def keep(target: str, data: bytes) -> Path:
    """Keep a crash."""
    path = HERE / "found" / target / hashlib.sha256(data).hexdigest()[:16]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def run_mutations(name: str, number: int, seconds: float, seed: int) -> tuple[int, int]:
    """Run a target on so many inputs or for so long; how many inputs, how many crashes of a kind not met in this run."""
    from targets import TARGETS  # type: ignore[import-not-found]

    target, end, done = TARGETS[name], time.monotonic() + seconds, 0
    met: set[tuple[str, int]] = set()
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, hang)
    for data in inputs(name, seed):
        if done >= number or time.monotonic() >= end:
            break
        done += 1
        if hasattr(signal, "alarm"):
            signal.alarm(SLOW)
        try:
            target(data)
        except Exception as e:
            trace = traceback.extract_tb(e.__traceback__)
            place = (trace[-1].filename, trace[-1].lineno or 0)
            if place not in met:
                met.add(place)
                print(f"{name}: {keep(name, data)}: {type(e).__name__}: {str(e)[:300]} ({place[0]}:{place[1]})", flush=True)
        finally:
            if hasattr(signal, "alarm"):
                signal.alarm(0)
    return done, len(met)


def hang(*_: Any) -> None:
    raise Hang(f"over {SLOW} s")


def run_atheris(name: str, number: int, seconds: float, seed: int) -> tuple[int, int]:
    """The same with atheris, in a process of its own: it ends with the first crash, and is started again."""
    work, found = WORK / "corpus" / name, HERE / "found" / name
    for folder in (work, found):
        folder.mkdir(parents=True, exist_ok=True)
    done, crashes, end = 0, 0, time.monotonic() + seconds
    while done < number and (left := int(end - time.monotonic())) > 0:
        before = set(found.iterdir())
        options = [
            f"-max_total_time={left}", f"-runs={min(number - done, 2**31 - 1)}", f"-seed={seed + crashes + 1}", f"-timeout={SLOW}", "-rss_limit_mb=4096",
            "-print_final_stats=1", "-max_len=4096", f"-artifact_prefix={found}{os.sep}", "-verbosity=1",
        ]  # fmt: skip
        child = subprocess.run(
            [sys.executable, __file__, "atheris", name, *options, str(work), str(HERE / "corpus" / name)], capture_output=True, text=True, errors="replace"
        )
        ran = re.search(r"stat::number_of_executed_units:\s*(\d+)", child.stderr) or re.search(r"Done (\d+) runs", child.stderr)
        done += int(ran[1]) if ran else 0
        if child.returncode == 0 or not ran:
            if child.returncode:
                print(child.stderr[-2000:])
            break
        crashes += 1
        print(f"{name}: {', '.join(str(p) for p in set(found.iterdir()) - before)}\n{child.stderr[-1500:]}", flush=True)
    found.rmdir() if not any(found.iterdir()) else None
    return done, crashes


def under_atheris(name: str, options: list[str]) -> None:
    """The child: the package is watched, the target called, for ever."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["onrecord"]):
        from targets import TARGETS
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


def add_up(name: str, engine: str, done: int, crashes: int, seconds: float) -> None:
    """Add a run to what ran before."""
    path = WORK / "totals.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    totals = json.loads(path.read_text()) if path.exists() else {}
    before = totals.get(name, {"inputs": 0, "crashes": 0, "seconds": 0})
    totals[name] = {"inputs": before["inputs"] + done, "crashes": before["crashes"] + crashes, "seconds": before["seconds"] + round(seconds)}
    path.write_text(json.dumps(totals, indent=1) + "\n")
    print(f"{name}: {done:,} inputs by {engine} in {seconds:,.0f} s, {crashes} crashes; {totals[name]['inputs']:,} inputs not noted yet", flush=True)


ROW = re.compile(r"^\| (?P<name>[a-z]+) \| (?P<inputs>[\d,]+) \| (?P<hours>[\d.]+) \| (?P<crashes>\d+) \|(?P<rest>.*)$", re.M)


def note() -> None:
    """Add the totals to the table of docs/reliability.md, and begin new ones."""
    path, page = WORK / "totals.json", ROOT / "docs" / "reliability.md"
    totals = json.loads(path.read_text())

    def added(row: re.Match[str]) -> str:
        new = totals.pop(row["name"], None)
        if new is None:
            return row[0]
        hours = float(row["hours"]) + new["seconds"] / 3600
        return (
            f"| {row['name']} | {int(row['inputs'].replace(',', '')) + new['inputs']:,} | {hours:.2f} | {int(row['crashes']) + new['crashes']} |{row['rest']}"
        )

    page.write_text(ROW.sub(added, page.read_text(encoding="utf-8")), encoding="utf-8")
    path.unlink()
    print(f"added to {page}" + (f"; no row for {', '.join(totals)}" if totals else ""))


def main() -> int:
    if sys.argv[1:2] == ["atheris"]:
        under_atheris(sys.argv[2], sys.argv[3:])
    from targets import TARGETS

    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("what", choices=["run", "note"])
    ap.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    ap.add_argument("--seconds", type=float, default=SECONDS, help="for each target")
    ap.add_argument("--inputs", type=int, default=10**9)
    ap.add_argument("--seed", type=int, default=0)
    ap.add_argument("--engine", choices=["atheris", "mutate"], default="atheris" if find_spec("atheris") else "mutate")
    args = ap.parse_args()
    if args.what == "note":
        note()
        return 0
    bad = 0
    for name in args.targets or TARGETS:
        start = time.monotonic()
        done, crashes = (run_atheris if args.engine == "atheris" else run_mutations)(name, args.inputs, args.seconds, args.seed)
        add_up(name, args.engine, done, crashes, time.monotonic() - start)
        bad += crashes
    return 1 if bad else 0


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main())
