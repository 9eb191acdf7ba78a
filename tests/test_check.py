"""A draft checked against its sources: cases of every kind over the shipped dispute, the pieces of the comparison, Word files, the command, the marked copy.

check_cases.tsv holds one paragraph of a draft a line, with the verdict that a person gives it. Its words are our own or the shipped dispute's.
"""

import io
import json
import re
import sys
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

import onrecord
from onrecord.check import Checked, Finding, check_draft
from onrecord.check.draft import read_draft
from onrecord.check.match import lay
from onrecord.check.page import to_html
from onrecord.check.passage import Passage, read_words
from onrecord.check.words import severity, tell, tell_counts
from onrecord.cli.check import check_command
from onrecord.encode import encode_fields, encode_record
from onrecord.errors import InputError
from onrecord.read.docx import read_docx
from onrecord.types import Record, Span

CASES = [line.split("\t") for line in (Path(__file__).parent / "check_cases.tsv").read_text(encoding="utf-8").splitlines()[1:]]
SENTENCES = {"agrees": ("agrees",), "differs": ("altered", "lost"), "other speaker, sentence": ("other speaker",), "not found, sentence": ("not found",)}
EACH, ALL = 0.93, 0.97  # share of the cases of one kind, and of all, that must be right
BATCH = 20  # cases in one draft


@pytest.fixture(scope="module")
def sources() -> list[Record]:
    """The shipped dispute."""
    return [onrecord.read(str(path)) for path in sorted(files("onrecord.data").joinpath("demo/dispute").iterdir(), key=str)]


def check(words: str, sources: Sequence[Record]) -> Checked:
    return check_draft(onrecord.read(words.encode()), sources)


def quoted(words: str, sources: Sequence[Record]) -> Finding:
    return next(f for f in check(words, sources).findings if f.kind == "quotation")


# ---- what is found


def test_cases_are_judged_right(sources: list[Record]) -> None:
    right, all_, wrong = Counter[str](), Counter[str](), defaultdict[str, list[str]](list)
    mixed = sorted(CASES, key=lambda case: (CASES.index(case) % 23, CASES.index(case)))
    for at in range(0, len(mixed), BATCH):
        batch = mixed[at : at + BATCH]
        checked = check("\n\n".join(words for _, words in batch), sources)
        for verdict, words in batch:
            start = checked.text.index(words)
            kind = "sentence" if verdict in SENTENCES else "quotation"
            found = [f.verdict for f in checked.findings if f.kind == kind and start <= f.place.span.start < start + len(words)]
            good = bool(found) and found[0] in SENTENCES.get(verdict, (verdict,))
            all_[verdict] += 1
            right[verdict] += good
            if not good:
                wrong[verdict].append(f"{found[:1]} {words}")
    assert min(all_.values()) >= 28
    for verdict, number in all_.items():
        assert right[verdict] >= EACH * number, (verdict, wrong[verdict])
    assert right.total() >= ALL * all_.total(), dict(wrong)


def test_a_finding_leads_to_the_words_of_the_source(sources: list[Record]) -> None:
    checked = check("Ilse Marwick said: “We held 104 tonnes on the night of the fire, and we should have said so.”", sources)
    (f,) = checked.findings
    assert (f.verdict, f.speakers, f.differ, f.left_out, f.added) == ("altered", ("Ilse Marwick",), 1, 0, 0)
    assert [c.kind for c in f.changes] == ["number"]
    assert [b.of(checked.text) for b in f.barred] == ["104"]
    assert f.place.line == 1 and f.place.column == checked.text.index("We") + 1 and f.place.span.of(checked.text) == f.words
    source = f.source
    assert source is not None and source.outlet and source.own and source.speakers == ("Ilse Marwick",)
    record = next(r for r in sources if r.article and r.article.id == source.text)
    assert record.article is not None and record.capture.sha256 == source.sha256
    assert source.words.split()[0] in source.place.of(record.article.text)
    assert source.bytes is not None and b"tonnes" in Path(record.capture.path or "").read_bytes()[source.bytes[0] : source.bytes[1]]


def test_dots_and_brackets_of_the_draft_are_no_differences(sources: list[Record]) -> None:
    for words in (
        "“We held 140 tonnes … and we should have said so,” Ilse Marwick said.",
        "“We held 140 tonnes ... and we should have said so,” Ilse Marwick said.",
        "“We held 140 tonnes [of sodium chlorate] on the night of the fire, and we should have said so,” Ilse Marwick said.",
        "“[V]ellin did not warn Hald until six in the morning,” Edda Norling told reporters.",
    ):
        assert quoted(words, sources).verdict == "exact", words
    assert quoted("“There is … danger to health outside the harbour fence,” Mayor Jonas Pell said.", sources).verdict == "lost"


def test_a_cut_made_by_the_source_is_not_the_drafts_to_hide(sources: list[Record]) -> None:
    alone = [r for r in sources if r.article and r.article.outlet == "Bulk & Storage Weekly"]
    f = quoted("“We held 140 tonnes and we should have said so,” Ilse Marwick said.", alone)
    assert f.verdict == "cut" and tell(1, f, check("x", alone)).text == "The source has dots there."


def test_other_texts_that_have_it_otherwise_are_named(sources: list[Record]) -> None:
    f = quoted("Karin Oster told reporters: “We took nineteen people out, two of them badly hurt.”", sources)
    assert f.verdict == "exact"
    assert any(c.kind == "number" for _, changes in f.others for c in changes)
    assert any("has it otherwise: a number differs" in note for note in tell(1, f, check("x", sources)).notes)


def test_a_sentence_that_goes_on_is_told(sources: list[Record]) -> None:
    f = quoted("“We took nine people out,” Karin Oster, the fire chief, said.", sources)
    assert (f.verdict, f.goes_on) == ("exact", "two of them badly hurt")


def test_a_negation_given_in_the_drafts_own_words_is_not_lost(sources: list[Record]) -> None:
    chronicle = [r for r in sources if r.article and r.article.outlet == "The Vellin Chronicle"]
    assert quoted("The north door was “chained when the fire broke out”, Ruben Stahl told reporters.", chronicle).verdict == "lost"
    assert quoted("The north door was not “chained when the fire broke out”, Ruben Stahl told reporters.", chronicle).verdict == "exact"


def test_a_speaker_named_in_another_form_is_the_same(sources: list[Record]) -> None:
    for words in (
        "“The alarm failed because a cable had rotted,” Marwick, the chief executive of Brannick Storage, said.",
        "The fire chief said: “We took nine people out, two of them badly hurt.”",
        "“I see no need for a second inquiry at this stage,” the interior minister, Mr Radek, said.",
    ):
        assert quoted(words, sources).verdict == "exact", words


def test_one_who_speaks_for_another_is_not_somebody_else(sources: list[Record]) -> None:
    f = quoted("Brannick Storage said: “Not one sheet of paper left that house.”", sources)
    assert (f.verdict, f.whose) == ("exact", "for")
    assert any(note.startswith("Said by Anton Breck, for Brannick") for note in tell(1, f, check("x", sources)).notes)


def test_who_is_not_heard_is_told(sources: list[Record]) -> None:
    checked = check("“I saw two men run from the gate,” Josef Marran said.", sources)
    (f,) = checked.findings
    told = tell(1, f, checked)
    assert (f.verdict, f.heard, told.head) == ("not found", False, "Not found in these 12 texts.")
    assert told.notes == ("Josef Marran: not heard in these 12 texts.",)


def test_titles_and_so_called_things_are_not_looked_up(sources: list[Record]) -> None:
    checked = check("The so-called “night of smoke” filled a song titled “The Long Way Down to the Sea”. Karin Oster said the ruins had to cool.", sources)
    assert not [f for f in checked.findings if f.kind == "quotation"]
    assert {p.words for p in checked.passed} >= {"“night of smoke”", "“The Long Way Down to the Sea”"}


def test_the_order_of_the_sources_makes_no_difference(sources: list[Record]) -> None:
    draft = onrecord.read("\n\n".join(words for _, words in CASES[::29]).encode())
    assert encode_fields(check_draft(draft, sources)) == encode_fields(check_draft(draft, [*sources[::-1], sources[0]]))


def test_a_report_is_borne_out_by_itself(sources: list[Record]) -> None:
    kna = next(r for r in sources if r.article and r.article.outlet == "KNA")
    assert kna.article is not None
    checked = check(kna.article.text, [kna])
    assert len(checked.findings) > 10
    assert {f.verdict for f in checked.findings} <= {"exact", "agrees"}


def test_nothing_to_check_and_nothing_to_check_against(sources: list[Record]) -> None:
    checked = check("The harbour is quiet again.", sources)
    assert checked.fine and not checked.findings and tell_counts(checked) == "Nobody is quoted in this draft."
    alone = check("“The store burned,” Karin Oster said.", [])
    assert [f.verdict for f in alone.findings] == ["not found"] and alone.texts == 0
    refused = check_draft(onrecord.read(b"%PDF-1.4"), sources)
    assert not refused.findings and refused.problems
    assert check_draft(onrecord.read(b"Nobody said so."), [onrecord.read(b"%PDF-1.4")]).unread[0].reason


def test_the_most_serious_comes_first(sources: list[Record]) -> None:
    words = [
        "“The alarm failed because a cable had rotted,” Ilse Marwick said.", "“Not one scrap of paper left that house,” Anton Breck said.",
        "“The alarm failed because a cable had rotted,” Mayor Jonas Pell said.", "“The sea is on fire,” Karin Oster said.",
    ]  # fmt: skip
    findings = sorted(check("\n\n".join(words), sources).findings, key=severity)
    assert [f.verdict for f in findings] == ["not found", "other speaker", "altered", "exact"]


# ---- words side by side


def words_of(words: str) -> Passage:
    return read_words(words, [Span(0, len(words))], [Span(0, len(words))])


def test_the_window_is_what_the_draft_renders() -> None:
    match = lay(words_of("the ferry sails at noon"), words_of("We heard the bell. The ferry sails at nine, and the crew knows it."))
    assert match is not None
    assert [p.surface for p in match.source.side.pieces] == ["The", "ferry", "sails", "at", "nine,"]
    assert match.count() == (1, 0, 0) and match.run == 4


def test_a_word_far_off_is_chance() -> None:
    match = lay(words_of("the pilot slept"), words_of("The rain fell for ten days and nights on the roofs of the old town before the pilot slept."))
    assert match is not None and len(match.source.places) == 3 and match.covered == 1.0
    assert lay(words_of("lanterns"), words_of("nothing of the kind")) is None


def test_places_are_the_characters_of_the_text() -> None:
    text = "He said: “No, never.” It was late."
    passage = read_words(text, [Span(9, 21)], [Span(9, 21)])
    assert [p.of(text) for p in passage.places] == ["“No,", "never.”"]
    assert all(p.quoted for p in passage.side.pieces)


# ---- Word files


def make_docx(*paragraphs: str) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rewrite(raw: bytes, change: "tuple[bytes, bytes]") -> bytes:
    """A Word file with its document's XML changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(*change) if name == "word/document.xml" else data)
    return out.getvalue()


def test_docx_gives_its_paragraphs() -> None:
    assert read_docx(make_docx("One draft", "", "“We left,” she said.")) == "One draft\n\n“We left,” she said."


def test_docx_takes_what_a_reviewer_put_in_and_not_what_was_struck_out() -> None:
    w = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    tracked = b"<w:ins " + w + b"><w:r><w:t>new</w:t></w:r></w:ins><w:del " + w + b"><w:r><w:delText>old</w:delText><w:t>older</w:t></w:r></w:del></w:p>"
    raw = rewrite(make_docx("The gate is "), (b"</w:p>", tracked))
    assert read_docx(raw) == "The gate is new"


@pytest.mark.parametrize("raw", [b"PK\x03\x04 and no more", rewrite(make_docx("x"), (b"<w:body>", b"<w:body"))])
def test_docx_that_is_none_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(InputError, match="save its words as"):
        read_docx(raw)


def test_docx_with_too_much_in_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[read_docx.__module__], "CAPTURE_BYTES", 100)
    with pytest.raises(InputError, match="unpacks to over"):
        read_docx(make_docx("words " * 100))


def test_a_word_draft_is_placed_by_paragraph(tmp_path: Path, sources: list[Record]) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(make_docx("What was said at the harbour", "“The alarm failed because a cable had rotted,” Ilse Marwick said."))
    draft = read_draft(str(path), guarded=False)
    (f,) = [f for f in check_draft(draft, sources).findings if f.kind == "quotation"]
    assert (f.verdict, f.place.line, f.place.paragraph) == ("exact", None, 2)
    assert draft.capture.media_type and draft.capture.media_type.endswith("wordprocessingml.document")


# ---- the command and the marked copy


@pytest.fixture(scope="module")
def kept(sources: list[Record], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "records.jsonl"
    path.write_bytes(b"\n".join(encode_record(r) for r in sources))
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(check_command, list(arguments))
    return result.exit_code, result.output


GOOD = "“The alarm failed because a cable had rotted,” Ilse Marwick of Brannick Storage said."
BAD = "“The alarm failed because a cable had burned,” Ilse Marwick of Brannick Storage said."


def test_the_command_tells_and_exits(tmp_path: Path, kept: Path) -> None:
    for words, code, head in ((GOOD, 0, "Exact."), (BAD, 1, "Altered.")):
        (tmp_path / "draft.md").write_text(words, encoding="utf-8")
        found, out = run(str(tmp_path / "draft.md"), "--against", str(kept))
        assert found == code and head in out and "line 1, characters 2 to 45" in out
        assert out.rstrip().endswith("in these 12 texts.")
    assert "|rotted,|" in out
    assert run(str(tmp_path / "none.txt"), "--against", str(kept))[0] == 2
    assert run(str(tmp_path / "draft.md"))[0] == 2
    assert run(str(tmp_path / "draft.md"), "--against", str(kept), "--out", "x.doc")[0] == 2


def test_the_command_prints_json(tmp_path: Path, kept: Path) -> None:
    (tmp_path / "draft.txt").write_text(BAD, encoding="utf-8")
    code, _ = run(str(tmp_path / "draft.txt"), "--against", str(kept), "--json", "--out", str(tmp_path / "found.json"))
    found = json.loads((tmp_path / "found.json").read_bytes())
    assert code == 1 and found["schema"] == "onrecord-check/1"
    (finding,) = found["findings"]
    assert finding["verdict"] == "altered" and finding["source"]["sha256"] and finding["runs"][-1] == {
        "kind": "differs", "fullest": 'rotted,"', "here": "burned,", "cut": False,
    }  # fmt: skip


def test_the_marked_copy_stands_by_itself_and_escapes(sources: list[Record]) -> None:
    hostile = "Seen: <script>alert(1)</script> &amp; “<b onclick=x>The alarm</b> failed because a cable had rotted,” Ilse Marwick said.\u202e"
    page = to_html(
        check(f"{hostile}\n\n“The river is gone,” Tove Aldin said.\n\n{BAD}\n\n“The alarm failed because a cable had rotted,” Jonas Pell said.", sources)
    )
    assert "<script" not in page and "<b onclick" not in page and "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=\"(?!#)|@import|url\(|<link|<form|<input|tabindex|accesskey", page)
    assert "default-src 'none'" in page and "U+202E" in page and "\u202e" not in page
    assert '<b class="bracket">[</b>' in page and 'class="altered barred"' in page and 'class="other' in page
    for words in ("Not found in these 12 texts.", "Altered.", "Other speaker.", "1 word differs."):
        assert words in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) and set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_claims_strung_together_are_looked_up_one_by_one(sources: list[Record]) -> None:
    words = "Karin Oster said that twelve people had been taken out by her crews, and that the harbour would get a second fire boat next year."
    findings = [f for f in check(words, sources).findings if f.kind == "sentence"]
    assert [f.verdict for f in findings] == ["altered", "not found"]
    assert findings[0].words == "that twelve people had been taken out by her crews"
