"""From saved pages to the sheet, against reading them alone, in one run. `python benchmarks/sheet.py [FOLDER]`; the shipped dispute by default.

Prints CPU seconds of reading, of the whole (reading, comparing, the page), and their ratio; the best of three runs each, tables and models loaded before.
"""

import sys
import time
from pathlib import Path

import onrecord
from onrecord.sheet.page import to_html

DISPUTE = Path(onrecord.__file__).parent / "data" / "demo" / "dispute"


def clock(files: list[Path], *, sheet: bool) -> float:
    began = time.process_time()
    records = [onrecord.read(f) for f in files]
    if sheet:
        to_html(onrecord.compare(records).dossier)
    return time.process_time() - began


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DISPUTE
    files = sorted(f for f in folder.iterdir() if f.suffix in (".html", ".htm", ".txt"))
    clock(files[:2], sheet=True)
    reading, whole = (min(clock(files, sheet=sheet) for _ in range(3)) for sheet in (False, True))
    print(f"{len(files)} texts: read in {reading:.2f} s, to the sheet in {whole:.2f} s, {whole / reading:.2f} times as long")


if __name__ == "__main__":
    main()
