"""A dossier as a Word file, to hand on: tables, lists and real footnotes, for Word and LibreOffice.

In: a dossier. Out: the file's bytes, the same for the same dossier. Nothing of a report is more than words here: no field, link or object is made of it.

ooxml.py (runs, paragraphs, tables) <- notes.py (footnotes) <- draw.py (the parts of a sheet); file.py packs them with the styles of data/sheet/word.
"""

from onrecord.group.types import Dossier
from onrecord.sheet.layout import lay_out
from onrecord.sheet.word.draw import draw_sheet
from onrecord.sheet.word.file import pack
from onrecord.sheet.word.notes import Footnotes

__all__ = ["to_docx"]

FOOT = "Made by onrecord. The words are those of the reports; onrecord does not say who is right."


def to_docx(dossier: Dossier) -> bytes:
    """The sheet of a dossier as a Word file (Office Open XML, transitional)."""
    sheet = lay_out(dossier)
    notes = Footnotes(sheet)
    body = draw_sheet(sheet, notes)
    return pack(body, notes.make(), sheet.title, FOOT)
