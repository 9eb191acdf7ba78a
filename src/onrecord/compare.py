"""Several reports side by side, from Python: `onrecord.compare([...])`. The command line does the same with a worker that may be killed for each report.

In: files, bytes or records. Out: a `Comparison`, whose dossier is data and which prints itself as Markdown, HTML, a Word file or JSON.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.encode import encode_fields
from onrecord.group.dossier import make_dossier
from onrecord.group.types import Dossier
from onrecord.pipeline import read
from onrecord.types import Record


@dataclass(frozen=True, slots=True)
class Comparison:
    """A dossier and the forms in which it is handed on; each is the same for every order of the reports."""

    dossier: Dossier

    def markdown(self) -> str:
        """The sheet as Markdown."""
        from onrecord.sheet.markdown import to_markdown

        return to_markdown(self.dossier)

    def html(self) -> str:
        """The sheet as one HTML page that needs nothing else."""
        from onrecord.sheet.page import to_html

        return to_html(self.dossier)

    def docx(self) -> bytes:
        """The sheet as a Word file."""
        from onrecord.sheet.word import to_docx

        return to_docx(self.dossier)

    def json(self) -> bytes:
        """The dossier as JSON, schema `onrecord-dossier/1`."""
        return encode_fields(self.dossier)


def compare(sources: Iterable[str | Path | bytes | Record], *, about: str | None = None, points: Sequence[str] = (), model: Path | None = None) -> Comparison:
    """Put reports side by side: files (paths), pastes (bytes) and records that were read before, in any order.

    `about` keeps what is about these words; `points` are questions or claims to be columns ("who phoned?"). A report that cannot be read is listed in
    `dossier.unread`. OSError where a file is not there, ModelError where the tagger's files are not whole.
    """
    records = [s if isinstance(s, Record) else read(s, model=model) for s in sources]
    return Comparison(make_dossier(records, about=about, questions=points))
