"""The words of a Word file (.docx), paragraph by paragraph.

In: the file's bytes. Out: its text, paragraphs parted by an empty line. Words that a reviewer put in count, words that were struck out do not; comments,
footnotes, headers and pictures are left out. Run it in a worker (guard.py): the file is somebody else's.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from onrecord.errors import InputError
from onrecord.limits import ARTICLE_CHARACTERS, CAPTURE_BYTES

MAIN = "word/document.xml"
PARTS = 10 * CAPTURE_BYTES  # bytes of all parts, unpacked: pictures may be large, text is not


def is_docx(raw: bytes) -> bool:
    """Whether some bytes look like a Word file, and not another zip."""
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            return MAIN in packed.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def read_docx(raw: bytes) -> str:
    """The text of a Word file; InputError where it is none, is broken or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            sizes = {each.filename: each.file_size for each in packed.infolist()}
        if MAIN not in sizes:
            raise InputError("not-text", "a zip file without a Word document in it; save the draft as .docx or .txt")
        if sizes[MAIN] > CAPTURE_BYTES or sum(sizes.values()) > PARTS:
            raise InputError("too-large", f"the Word file unpacks to over {CAPTURE_BYTES:,} bytes of text or {PARTS:,} in all; save its words as .txt")
        body = Document(io.BytesIO(raw)).element.body
    except InputError:
        raise
    except Exception as e:  # python-docx tells of a broken file by many exceptions
        raise InputError("not-text", f"a Word file that cannot be opened ({type(e).__name__}); save its words as .txt") from None
    paragraphs = [words for p in body.iter(qn("w:p")) if not inside_fallback(p) and (words := "".join(words_of(p)).strip())]
    text = "\n\n".join(paragraphs)
    if len(text) > ARTICLE_CHARACTERS:
        raise InputError("too-large", f"the Word file has {len(text):,} characters (limit {ARTICLE_CHARACTERS:,}); split it")
    return text


def words_of(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph as it stands with all changes taken; those of a text box in it are a paragraph of their own."""
    for child in paragraph:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield " "
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag not in (qn("w:p"), qn("w:pPr"), qn("w:rPr"), qn("w:del"), qn("w:moveFrom")):
            yield from words_of(child)


def inside_fallback(paragraph: Any) -> bool:
    """Whether a paragraph stands in the second copy of a text box, which Word writes for older programs."""
    return any(str(a.tag).endswith("}Fallback") for a in paragraph.iterancestors())
