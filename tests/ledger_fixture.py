"""Reports for tests of the ledger, and a reader that needs no other process: the shipped tagger in this one."""

from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.ledger import intake
from onrecord.ledger.intake import Taken, bare
from onrecord.pipeline import read_one, refuse
from onrecord.types import Record

REPORTS = {
    "gate.txt": """Lock gate failed, keeper says

11 May 2026

Bram Ostler, the lock keeper at Tarn, said the gate “failed without any warning” on Friday.

The Tarn water board denied that the gate had been neglected. “We inspected it in March,” its director, Ilse Varro, told reporters.

Two engineers, who asked not to be named, said the hinge was cracked.
""",
    "board.html": """<!doctype html><html><head><title>Board rejects blame for gate</title>
<meta property="og:site_name" content="Marsh Courier"><meta property="article:published_time" content="2026-05-12T08:00:00+02:00"></head><body><article>
<h1>Board rejects blame for gate</h1><p>The Tarn water board&#8217;s director, Ilse Varro, rejected the claim that the gate was neglected.</p>
<p>&ldquo;Nobody ever reported a crack,&rdquo; Varro said on Monday.</p><p>Mayor Odo Lenz called on the board to publish its inspection reports.</p>
</article></body></html>""",
    "mayor.txt": """Mayor wants inquiry

13 May 2026

Mayor Odo Lenz accused the water board of hiding its reports. “They have had three years,” he said.

The board did not respond to a request for comment.
""",
}
LATER = REPORTS["board.html"].replace("Nobody ever reported a crack", "Nobody reported a crack to me").replace(
    "<p>Mayor Odo Lenz called on the board to publish its inspection reports.</p>", "<p>The hinge will be replaced in June, she said.</p>"
)  # fmt: skip


class Here(intake.Readers):
    """Readers that read in this process; `calls` counts what was read."""

    calls = 0
    version = ""

    def __init__(self, count: int, model: Path | None) -> None:
        super().__init__(count, model)
        self.reader += type(self).version

    def _read_one(self, taken: Taken) -> Record:
        type(self).calls += 1
        name = f"report{intake.ENDINGS.get(taken.capture.media_type or '', '.txt')}"
        try:
            return bare(read_one(taken.raw or b"", path=name, told=taken.told), name)
        except InputError as e:
            return bare(refuse(taken.capture, e), name)


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read in this process, and count."""
    Here.calls, Here.version = 0, ""
    monkeypatch.setattr(intake, "Readers", Here)
    return Here


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A folder of three reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in REPORTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
