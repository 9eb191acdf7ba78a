"""Elements of a Word file (WordprocessingML, ISO/IEC 29500-1): runs, paragraphs, tables.

In: words of a sheet. Out: elements, each with its style's id (data/sheet/word/styles.xml). What XML does not allow becomes a chip, and words written from
right to left become runs that say so.
"""

import re
from collections.abc import Iterable, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from onrecord.phrase import CHIP, name_hidden

Element = BaseOxmlElement
Look = tuple[tuple[str, str], ...]  # properties of a run, in the order of the standard: ("b", "1"), ("u", "single")

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RIGHT = r"\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
RIGHT_TO_LEFT = re.compile(rf"[{RIGHT}]+(?:[^\w{RIGHT}]+[{RIGHT}]+)*")
LEFT = "\u200e"  # left-to-right mark
WIDTH = 15137  # of the page between its margins, in twentieths of a point


def make(tag: str, *children: Element, **values: str | int) -> Element:
    """An element; its attributes are of the namespace w."""
    own = OxmlElement(tag)
    for name, value in values.items():
        own.set(qn(f"w:{name}"), str(value))
    own.extend(children)
    return own


def clean(words: str) -> str:
    """Words as XML may hold them: what it does not allow is shown as a chip."""
    return ILLEGAL.sub(name_hidden, words)


def run(words: str, style: str = "", look: Look = ()) -> list[Element]:
    """Words in a character style, `look` being what differs from it; hidden characters and words from right to left are runs of their own."""
    out: list[Element] = []
    at = 0
    shown = clean(words)
    for match in CHIP.finditer(shown):
        out += [*parts(shown[at : match.start()], style, look), one_run(match[0], "Chip", ())]
        at = match.end()
    return [*out, *parts(shown[at:], style, look)]


def parts(words: str, style: str, look: Look) -> list[Element]:
    """Words in runs of one direction each; a mark after those from right to left keeps what follows in its place, also in programs that go by letters alone."""
    out: list[Element] = []
    at = 0
    for match in RIGHT_TO_LEFT.finditer(words):
        out += [one_run(words[at : match.start()], style, look), one_run(match[0], style, (*look, ("rtl", "1"))), one_run(LEFT, style, ())]
        at = match.end()
    out.append(one_run(words[at:], style, look))
    return [r for r in out if len(r)]


def one_run(words: str, style: str, look: Look) -> Element:
    """One run; empty where there are no words."""
    own = make("w:r")
    if words:
        properties = [*([make("w:rStyle", val=style)] if style else []), *(make(f"w:{name}", val=value) for name, value in look)]
        text = make("w:t")
        text.text = words
        text.set(qn("xml:space"), "preserve")
        own.extend([*([make("w:rPr", *properties)] if properties else []), text])
    return own


def line_break() -> Element:
    return make("w:r", make("w:br"))


def paragraph(style: str, *runs: Iterable[Element]) -> Element:
    own = make("w:p", make("w:pPr", make("w:pStyle", val=style)))
    for part in runs:
        own.extend(list(part))
    return own


def field(code: str, shown: str, style: str = "") -> list[Element]:
    """A field with what it shows until it is brought up to date."""
    text = make("w:instrText")
    text.text = f" {code} "
    text.set(qn("xml:space"), "preserve")
    return [
        make("w:r", make("w:fldChar", fldCharType="begin")), make("w:r", text), make("w:r", make("w:fldChar", fldCharType="separate")),
        *run(shown, style), make("w:r", make("w:fldChar", fldCharType="end")),
    ]  # fmt: skip


def link(anchor: str, runs: Iterable[Element]) -> Element:
    """A link to a bookmark of this file."""
    return make("w:hyperlink", *runs, anchor=anchor)


def bookmark(name: str, number: int, runs: Iterable[Element]) -> list[Element]:
    return [make("w:bookmarkStart", id=number, name=name), *runs, make("w:bookmarkEnd", id=number)]


def table(style: str, widths: Sequence[int], rows: Iterable[Sequence[Sequence[Element]]], *, head: bool = False, split: bool = False) -> Element:
    """A table of fixed widths; a cell holds paragraphs. The head row repeats on every page; rows stay whole unless they may `split`."""
    look = make("w:tblLook", val="0020" if head else "0000", firstRow=int(head), lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
    properties = make("w:tblPr", make("w:tblStyle", val=style), make("w:tblW", w=sum(widths), type="dxa"), make("w:tblLayout", type="fixed"), look)
    own = make("w:tbl", properties, make("w:tblGrid", *(make("w:gridCol", w=w) for w in widths)))
    for number, row in enumerate(rows):
        kept = [*([] if split else [make("w:cantSplit")]), *([make("w:tblHeader")] if head and number == 0 else [])]
        cells = [make("w:tc", make("w:tcPr", make("w:tcW", w=w, type="dxa")), *(cell or [paragraph("Normal")])) for w, cell in zip(widths, row, strict=True)]
        own.append(make("w:tr", *([make("w:trPr", *kept)] if kept else []), *cells))
    return own


def share(*parts: int) -> list[int]:
    """The page's width in these proportions."""
    whole = sum(parts)
    return [WIDTH * part // whole for part in parts]
