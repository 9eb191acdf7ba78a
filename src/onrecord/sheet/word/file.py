"""The file around the text: styles, fonts, settings, footnotes and footer as parts of one package (Open Packaging Conventions, ISO/IEC 29500-2).

In: the text's elements. Out: bytes, the same for the same text: no clock, no user, no folder of this machine, the parts in one order with one date.
"""

from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.opc.parts.coreprops import CorePropertiesPart
from docx.oxml.coreprops import CT_CoreProperties
from docx.oxml.ns import qn
from docx.package import Package

from onrecord.sheet.word.ooxml import WIDTH, Element, clean, field, make, paragraph, run

FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file knows
LONGEST_TITLE = 255  # of a property, in characters


def pack(body: list[Element], footnotes: Element, title: str, foot: str) -> bytes:
    """A Word file of these elements; `foot` stands at the foot of each page, before its number."""
    package = Package()
    text = make("w:document", make("w:body", *body))
    main = XmlPart(PackURI("/word/document.xml"), CT.WML_DOCUMENT_MAIN, text, package)
    package.relate_to(main, RT.OFFICE_DOCUMENT)
    for name, kind, relation in (("styles", CT.WML_STYLES, RT.STYLES), ("settings", CT.WML_SETTINGS, RT.SETTINGS), ("fonts", CT.WML_FONT_TABLE, RT.FONT_TABLE)):
        blob = files("onrecord.data").joinpath(f"sheet/word/{name}.xml").read_bytes()
        main.relate_to(Part(PackURI(f"/word/{'fontTable' if name == 'fonts' else name}.xml"), kind, blob, package), relation)
    main.relate_to(XmlPart(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, footnotes, package), RT.FOOTNOTES)
    footer = make("w:ftr", make_footer(foot))
    text[0].append(make_page(main.relate_to(XmlPart(PackURI("/word/footer1.xml"), CT.WML_FOOTER, footer, package), RT.FOOTER)))
    core = CorePropertiesPart(PackURI("/docProps/core.xml"), CT.OPC_CORE_PROPERTIES, CT_CoreProperties.new(), package)
    core.core_properties.title, core.core_properties.author, core.core_properties.language = clean(title)[:LONGEST_TITLE], "onrecord", "en-GB"
    package.relate_to(core, RT.CORE_PROPERTIES)
    made = BytesIO()
    package.save(made)
    return fix_dates(made)


def make_page(footer: str) -> Element:
    """A4 across, with the footer on every page."""
    refer = make("w:footerReference", type="default")
    refer.set(qn("r:id"), footer)
    margins = make("w:pgMar", top=794, right=851, bottom=794, left=850, header=454, footer=454, gutter=0)
    return make("w:sectPr", refer, make("w:pgSz", w=16838, h=11906, orient="landscape"), margins)


def make_footer(foot: str) -> Element:
    """A line of small text with the page's number at its right."""
    own = paragraph("Footer", run(foot), [make("w:r", make("w:tab"))], run("page "), field("PAGE", "1"), run(" of "), field("NUMPAGES", "1"))
    own[0].append(make("w:tabs", make("w:tab", val="right", pos=WIDTH)))
    return own


def fix_dates(made: BytesIO) -> bytes:
    """The same archive with one date for all its parts."""
    out = BytesIO()
    with ZipFile(made) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = ZipInfo(name, FIRST_DATE)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 0, 0
            new.writestr(entry, old.read(name))
    return out.getvalue()
