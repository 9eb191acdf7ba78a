"""The Word file: whole, the same every time, with a real footnote for every quotation; nothing of a report is more than words in it."""

import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

import onrecord.group.types
from onrecord.group.types import Dossier, Utterance, Words
from onrecord.phrase import make_visible
from onrecord.sheet.layout import lay_out
from onrecord.sheet.parts import Note
from onrecord.sheet.word import to_docx
from onrecord.sheet.word.ooxml import run

made = runpy.run_path(str(Path(__file__).with_name("dossier_fixture.py")))
DOSSIER, EMPTY, LINES, ONE, SILENT, TEXTS, UNREADABLE, VOICES = (
    made[n] for n in ("DOSSIER", "EMPTY", "LINES", "ONE", "SILENT", "TEXTS", "UNREADABLE", "VOICES")
)
LARGE = made["make_large"]()
ALL = {"usual": DOSSIER, "empty": EMPTY, "silent": SILENT, "one text": ONE, "two not read": UNREADABLE, "large": LARGE}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
Element = ElementTree.Element


class File:
    """A Word file as its parts."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        with ZipFile(BytesIO(raw)) as archive:
            self.names = archive.namelist()
            self.dates = {entry.date_time for entry in archive.infolist()}
            self.parts = {name: ElementTree.fromstring(archive.read(name)) for name in self.names}
        self.body = self.parts["word/document.xml"]
        self.footnotes = {f.get(f"{W}id") or "": f for f in self.parts["word/footnotes.xml"]}
        self.referred = [e.get(f"{W}id") or "" for e in self.body.iter(f"{W}footnoteReference")]

    def all(self, tag: str) -> Iterator[Element]:
        return (e for part in self.parts.values() for e in part.iter(f"{W}{tag}"))


def text_of(element: Element) -> str:
    """The words of an element, a space between paragraphs; dates are held together by spaces that do not break."""
    return " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in element.iter(f"{W}p")).replace("\xa0", " ")


def marked(words: tuple[Words, ...]) -> str:
    return "".join(f"“{w.words}”" if w.quoted else w.words for w in words)


FILES = {name: File(to_docx(dossier)) for name, dossier in ALL.items()}
FILE = FILES["usual"]
TABLES = list(FILE.body.iter(f"{W}tbl"))


@pytest.mark.parametrize("name", ALL)
def test_file_opens_and_holds_its_head(name: str) -> None:
    document = Document(BytesIO(FILES[name].raw))
    shown = [p.text for p in document.paragraphs]
    sheet = lay_out(ALL[name])
    assert sheet.title in shown and "; ".join(sheet.counts) + "." in shown
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert document.core_properties.title == sheet.title
    assert not sheet.nobody or sheet.nobody in shown
    assert all(u.head in text_of(FILES[name].body) for u in sheet.unread.items)


@pytest.mark.parametrize("name", ALL)
def test_parts_are_related_typed_and_dated_alike(name: str) -> None:
    file = FILES[name]
    assert file.names[0] == "[Content_Types].xml" and file.dates == {(1980, 1, 1, 0, 0, 0)}
    related = {r.get("Target"): (r.get("Type") or "").rsplit("/", 1)[1] for r in file.parts["word/_rels/document.xml.rels"].iter(f"{R}Relationship")}
    assert related == {
        "styles.xml": "styles", "settings.xml": "settings", "fontTable.xml": "fontTable", "footnotes.xml": "footnotes", "footer1.xml": "footer",
    }  # fmt: skip
    types = {e.get("PartName"): e.get("ContentType") for e in file.parts["[Content_Types].xml"]}
    assert types["/word/footnotes.xml"] == "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    assert {f"/{n}" for n in file.names if n.startswith(("word/", "docProps/")) and not n.endswith(".rels")} == {n for n in types if n}


def test_file_names_no_clock_and_no_user() -> None:
    core = FILE.parts["docProps/core.xml"]
    assert {e.tag.rsplit("}", 1)[1]: e.text for e in core} == {
        "title": "Closing of the Halden bridge: who says what", "creator": "onrecord", "language": "en-GB",
    }  # fmt: skip
    here = replace(DOSSIER, texts=tuple(replace(t, path=f"/srv/cases/secret/{t.number}.html") for t in TEXTS))
    assert not [name for name, part in File(to_docx(here)).parts.items() if b"secret" in ElementTree.tostring(part)]


def test_very_long_title_is_no_obstacle() -> None:
    long = replace(DOSSIER, about="gate " * 200 + "\ud800\ufffe")
    assert len(Document(BytesIO(to_docx(long))).core_properties.title) == 255


# What stands in it


def test_who_says_what_is_a_table_whose_head_repeats() -> None:
    rows = TABLES[0].findall(f"{W}tr")
    assert [text_of(c) for c in rows[0].findall(f"{W}tc")][1:3] == [
        "Who was told of the storm? call to the trust",
        "People were on the bridge closing of the Halden bridge suggested",
    ]
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True, *[False] * (len(rows) - 1)]
    assert all(r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows)
    dale = next(r for r in rows if text_of(r).startswith("Corvin Dale"))
    assert text_of(dale.findall(f"{W}tc")[1]) == (
        "○ denies “Nobody rang us before the storm, not the ministry, not anyone.” 5 March, Radio Tarn +1 "
        " changed 11 March  ✓ admits “A message reached our office. It did not reach me.” 11 March, The Tarn Courier"
    )


def test_more_than_five_points_are_tables_of_five() -> None:
    tables = [t for t in FILES["large"].body.iter(f"{W}tbl") if text_of(t).startswith("Speaker, role as reported")]
    assert [len(t.find(f"{W}tr").findall(f"{W}tc")) - 1 for t in tables] == [5, 5, 2]
    shown = text_of(FILES["large"].body)
    assert "Points 1 to 5 of 12" in shown and "Points 11 to 12 of 12" in shown and "Nothing reported from" in shown and "Further points" in shown
    for t in tables:
        assert all("".join(text_of(c) for c in row.findall(f"{W}tc")[1:]).strip() for row in t.findall(f"{W}tr"))


def test_voices_are_told_apart() -> None:
    runs = {"".join(t.text or "" for t in r.iter(f"{W}t")): r.find(f"{W}rPr/{W}rStyle") for r in FILE.body.iter(f"{W}r")}
    styles = {words: style.get(f"{W}val") for words, style in runs.items() if style is not None}
    assert styles["there must be "] == "Told" and styles["“an inquiry that does not answer to the trust”"] == "Said"
    assert styles["denies"] == "Loud" and styles["says"] == "Quiet" and styles[" changed 11 March "] == "Changed"


def test_differing_words_are_bold_and_underlined_and_missing_ones_told() -> None:
    bold = [r for r in FILE.body.iter(f"{W}r") if r.find(f"{W}rPr/{W}u") is not None and r.find(f"{W}rPr/{W}b") is not None]
    assert ["".join(t.text or "" for t in r.iter(f"{W}t")) for r in bold] == ["almost"]
    shown = text_of(FILE.body)
    assert " left out  “six” were hurt" in shown and "Altered. 2 words left out A number differs: six, fewer than six" in shown
    assert "Word for word the same in Northern Wire of 4 March." in shown


def test_all_parts_stand_in_their_order() -> None:
    heads = [text_of(p) for p in FILE.body.iter(f"{W}p") if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(f"{W}val") in ("Heading1", "Aside")]
    assert heads == [
        "Who says what", "Not heard", "Only one source", "Told through others", "Wording differs", "Where the words differ", "What is answered, and by whom",
        "Also said", "What it is about", "When they spoke", "Originals to obtain", "To check first", "Sources", "How this was grouped",
    ]  # fmt: skip
    shown = text_of(FILE.body)
    for told in (
        "Tam Reyes Contractor. Accused once; not heard in these 8 texts.", "Answered the next day.", "Not answered; Tam Reyes is not heard in these 8 texts.",
        "rests on The Ledger of 6 March alone.", "Day not stated; place not stated.", "Interview with Corvin Dale", "Copy of text 3 (Northern Wire of 4 March)",
        "A person has checked 0 of 18 statements.", "▲ Ines Marrow accuses; ● Ines Marrow says, twice", "rule:group.point/1",
    ):  # fmt: skip
        assert told in shown, told


def test_statements_without_points_are_shown() -> None:
    shown = text_of(File(to_docx(replace(DOSSIER, points=(), positions=()))).body)
    assert "No point was found" in shown and "There was no light and no guard." in shown


# Footnotes


@pytest.mark.parametrize("name", ALL)
def test_each_footnote_is_set_once_in_the_order_of_the_page(name: str) -> None:
    file = FILES[name]
    assert file.referred == [str(n) for n in range(1, len(file.referred) + 1)]
    assert list(file.footnotes) == ["-1", "0", *file.referred]
    assert [f.get(f"{W}type") for f in file.footnotes.values()][:2] == ["separator", "continuationSeparator"]
    assert [f.get(f"{W}id") for f in file.parts["word/settings.xml"].findall(f"{W}footnotePr/{W}footnote")] == ["-1", "0"]
    for own in file.referred:
        assert file.footnotes[own].find(f"{W}p/{W}r/{W}footnoteRef") is not None


@pytest.mark.parametrize("name", ALL)
def test_references_and_links_lead_to_bookmarks(name: str) -> None:
    file = FILES[name]
    marks = [b.get(f"{W}name") for b in file.body.iter(f"{W}bookmarkStart")]
    ids = [b.get(f"{W}id") for b in file.body.iter(f"{W}bookmarkStart")]
    assert len(set(marks)) == len(marks) and len(set(ids)) == len(ids) and ids == [b.get(f"{W}id") for b in file.body.iter(f"{W}bookmarkEnd")]
    led = {h.get(f"{W}anchor") for h in file.all("hyperlink")} | {m for i in file.all("instrText") for m in re.findall(r"NOTEREF (\w+)", i.text or "")}
    assert led <= set(marks)


def told_of(note: Note) -> list[str]:
    s = note.source
    return [s.outlet, s.title, s.published, s.url or s.file, s.sha256, note.place]


@pytest.mark.parametrize("name", ["usual", "one text", "two not read", "large"])
def test_every_quotation_has_a_footnote_that_leads_to_its_source(name: str) -> None:
    file, sheet = FILES[name], lay_out(ALL[name])
    notes = [text_of(file.footnotes[own]) for own in file.referred]
    shown = " ".join([text_of(file.body), *notes])
    assert len(sheet.notes) >= len(notes) > 2
    for note in sheet.notes:
        assert [n for n in notes if all(told in n for told in told_of(note))], note
        assert marked(note.words) in shown, note


def test_footnote_stands_beside_its_words() -> None:
    cell = next(c for c in TABLES[0].iter(f"{W}tc") if "“fewer than six”" in text_of(c))
    (own,) = (e.get(f"{W}id") for e in cell.iter(f"{W}footnoteReference"))
    assert text_of(FILE.footnotes[own]) == (
        " Halden Bridge Trust. Northern Wire, Trust rejects charge over Halden bridge, Wednesday 4 March 2026 (text 3), "
        "characters 1,440 to 1,466; bytes 2,880 to 2,906. "
        f"https://example.org/3, SHA-256 {'3' * 64}. “said” in the report; Tuesday 3 March 2026; the report’s doubt: apparently. The same in note 14."
    )


def test_footnote_holds_all_words_where_fewer_are_shown() -> None:
    lines = tuple(replace(x, short=(Words("There was no light", True),)) if x.id == "s2" else x for x in LINES)
    file = File(to_docx(replace(DOSSIER, lines=lines)))
    assert "“There was no light and no guard.”" not in text_of(file.body)
    assert any("“There was no light and no guard.”" in text_of(f) for f in file.footnotes.values())


def test_statements_that_say_the_same_and_are_cited_nowhere_stand_in_the_footnote_of_the_first() -> None:
    again = replace(LINES[0], id="s31", text="t3", content=(Words("the gate was shut on people", False),))
    u = Utterance("u9", ("marrow",), ("s1", "s31"), "s1", "s1", (), "")
    file = File(to_docx(replace(DOSSIER, lines=(*LINES, again), utterances=(*DOSSIER.utterances, u))))
    (note,) = [t for f in file.footnotes.values() if "The same in: the gate was shut on people" in (t := text_of(f))]
    assert note.count("SHA-256") == 2 and "Northern Wire" in note


# Whole, safe, the same

KEPT = {"id", "text", "voice", "point", "kind", "act", "family", "happening", "precision", "basis", "start", "end", "statement", "against", "verdict", "first",
        "schema", "form", "issuer", "modality", "copy", "origin", "before", "after", "one", "other", "parent", "members", "voices", "rivals",
        "on_behalf_of", "addressees", "targets", "accusations", "answers", "stances", "candidates"}  # fmt: skip


def poison(value: Any, bad: str, name: str = "") -> Any:
    """The same dossier with hostile words at the end of every free text."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = KEPT | ({"fullest"} if isinstance(value, Utterance) else set())
        if not isinstance(value, Dossier):
            kept |= {"statements"}
        return replace(value, **{f.name: poison(getattr(value, f.name), bad, f.name) for f in fields(value) if f.name not in kept})
    if isinstance(value, tuple):
        return value if name in KEPT else tuple(poison(v, bad, name) for v in value)
    if isinstance(value, dict):
        return {k + bad: v + bad for k, v in value.items()}
    return value + bad if isinstance(value, str) else value


PAYLOADS = [
    "</w:t></w:r><w:r><w:fldChar/>", "]]><!-- & &amp; &#0; <?x?>", " HYPERLINK \"https://evil.example\" ", "{ INCLUDETEXT c:\\x } NOTEREF note1 \\h",
    "\x00\x01\x0b\x1f\x7f\x85",
    "\ud800\udfff", "\ufffe\uffff\u202e\u200b", "שלום (עולם) سلام", "\r\n\t\u2028",
]  # fmt: skip


@pytest.mark.parametrize("bad", PAYLOADS)
def test_hostile_words_are_only_words(bad: str) -> None:
    file = File(to_docx(poison(DOSSIER, bad)))
    Document(BytesIO(file.raw))
    assert file.names == FILE.names
    for name in file.names:
        assert {e.tag for e in file.parts[name].iter()} <= {e.tag for e in FILE.parts[name].iter()} | {f"{W}rtl"}
    assert {re.sub(r"\d+", "", i.text or "") for i in file.all("instrText")} == {re.sub(r"\d+", "", i.text or "") for i in FILE.all("instrText")}
    assert len(file.footnotes) == len(FILE.footnotes)
    shown = "".join(text_of(p) for p in file.parts.values())
    assert re.sub(r"\s", "", make_visible(bad)) in re.sub(r"\s|\u200e", "", shown) or "\ufffe" in bad
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202e\u2028\ud800-\udfff\ufffe\uffff]", shown)


@given(st.text())
def test_any_words_become_runs(words: str) -> None:
    runs = run(words, "Said")
    xml = b"".join(ElementTree.tostring(ElementTree.fromstring(r.xml)) for r in runs)
    parse_xml(f'<w:p xmlns:w="{W[1:-1]}">'.encode() + xml.replace(b"ns0:", b"w:") + b"</w:p>")
    if make_visible(words) == words and not re.search("[\ufffe\uffff]", words):
        assert "".join(r[-1].text or "" for r in runs).replace("\u200e", "") == words


def test_hidden_characters_are_chips() -> None:
    file = File(to_docx(replace(DOSSIER, voices=tuple(replace(v, name="Cor\u202evin") if v.id == "dale" else v for v in VOICES))))
    (style,) = {r.find(f"{W}rPr/{W}rStyle").get(f"{W}val") for r in file.body.iter(f"{W}r") if "".join(t.text or "" for t in r.iter(f"{W}t")) == "‹U+202E›"}
    assert style == "Chip"


def test_names_from_right_to_left_say_so() -> None:
    file = File(to_docx(replace(DOSSIER, voices=tuple(replace(v, name="دانيال أوكورو, Dale") if v.id == "dale" else v for v in VOICES))))
    right = {"".join(t.text or "" for t in r.iter(f"{W}t")) for r in file.body.iter(f"{W}r") if r.find(f"{W}rPr/{W}rtl") is not None}
    assert right == {"دانيال أوكورو"}


def test_every_style_that_is_used_is_there() -> None:
    there = {s.get(f"{W}styleId") for s in FILE.parts["word/styles.xml"].iter(f"{W}style")}
    for file in FILES.values():
        used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link") for e in file.all(tag)}
        assert used <= there


# The orders of ISO/IEC 29500-1, as far as they are used: Word refuses a file that does not keep them.
ORDERS = {
    "rPr": "rStyle rFonts b bCs i iCs color sz szCs u bdr shd vertAlign rtl lang", "pPr": "pStyle keepNext keepLines pBdr tabs spacing outlineLvl",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook", "trPr": "cantSplit tblHeader", "tbl": "tblPr tblGrid tr", "tr": "trPr tc",
    "style": "name basedOn next link uiPriority semiHidden qFormat pPr rPr tblPr tblStylePr", "sectPr": "footerReference pgSz pgMar",
    "settings": "hideSpellingErrors hideGrammaticalErrors defaultTabStop characterSpacingControl footnotePr compat themeFontLang decimalSymbol listSeparator",
}  # fmt: skip


@pytest.mark.parametrize("tag", ORDERS)
def test_elements_keep_the_order_of_the_standard(tag: str) -> None:
    order = ORDERS[tag].split()
    found = [[order.index(child.tag.removeprefix(W)) for child in e] for file in FILES.values() for e in file.all(tag)]
    assert found and all(ranks == sorted(ranks) for ranks in found)


def test_every_cell_ends_in_a_paragraph() -> None:
    assert all(cell[-1].tag == f"{W}p" for file in FILES.values() for cell in file.all("tc"))


def test_same_file_whatever_the_seed_of_hashes() -> None:
    code = "import hashlib,dossier_fixture as f;from onrecord.sheet.word import to_docx;print(hashlib.sha256(to_docx(f.DOSSIER)).hexdigest())"
    here = Path(__file__).parent
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{here.parent / 'src'}:{here}", "PYTHONIOENCODING": "utf-8"},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1 and to_docx(DOSSIER) == FILE.raw


def test_word_is_loaded_only_where_it_is_asked_for() -> None:
    code = "import sys,onrecord,onrecord.cli,onrecord.compare,onrecord.sheet.page;print('docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(Path(__file__).parents[1] / "src")}, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# The documentation of the JSON


def test_docs_tell_of_every_field_of_the_dossier() -> None:
    text = Path(__file__).parents[1].joinpath("docs/dossier.md").read_text(encoding="utf-8").split("## The JSON")[1]
    for own in vars(onrecord.group.types).values():
        if is_dataclass(own) and isinstance(own, type) and own.__module__ == "onrecord.group.types":
            part = re.search(rf"^### {own.__name__}\n(.*?)(?=^##|\Z)", text, re.M | re.S)
            assert part, own.__name__
            for field in fields(own):
                assert re.search(rf"^\| `{field.name}` \|", part[1], re.M), f"{own.__name__}.{field.name}"
