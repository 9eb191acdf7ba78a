"""The sheet: what stands on it, in which order and words; that its pages are whole, safe and the same every time."""

import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from onrecord.group.types import Accused, Change, Dossier, Run, Utterance, Words
from onrecord.sheet.layout import COLUMNS, lay_out
from onrecord.sheet.lists import LISTED
from onrecord.sheet.markdown import to_markdown
from onrecord.sheet.page import to_html
from onrecord.sheet.parts import Cite, Part, Sheet
from onrecord.sheet.terminal import draw_dossier
from onrecord.sheet.wording import align, in_voices
from onrecord.sheet.words import join_runs, say_short, say_words, tell_change, years_of
from onrecord.types import When

FIXTURE = Path(__file__).with_name("dossier_fixture.py")
made = runpy.run_path(str(FIXTURE))
DOSSIER, EMPTY, LINES, ONE, SILENT, TEXTS, UNREADABLE = (made[n] for n in ("DOSSIER", "EMPTY", "LINES", "ONE", "SILENT", "TEXTS", "UNREADABLE"))
day, make_large, make_line, make_wording, same, words = (made[n] for n in ("day", "make_large", "make_line", "make_wording", "same", "words"))
LARGE = make_large()
ALL = {"usual": DOSSIER, "empty": EMPTY, "silent": SILENT, "one text": ONE, "two not read": UNREADABLE, "large": LARGE}


def to_terminal(dossier: Dossier, width: int = 100, **how: Any) -> str:
    out = StringIO()
    draw_dossier(dossier, Console(file=out, width=width, **how))
    return out.getvalue()


RENDERINGS: dict[str, Callable[[Dossier], str]] = {"markdown": to_markdown, "html": to_html, "terminal": to_terminal}


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return lay_out(DOSSIER)


def aside(sheet: Sheet, own: str) -> Part:
    return next(a for a in sheet.asides if a.id == own)


def cell(sheet: Sheet, speaker: str, label: str) -> tuple[Cite, ...]:
    row = [s.name for s in sheet.speakers].index(speaker)
    return sheet.cells[row][[c.label for c in sheet.columns].index(label)]


# What stands on it


def test_head_counts_texts_origins_statements_and_checks(sheet: Sheet) -> None:
    assert sheet.title == "Closing of the Halden bridge: who says what"
    assert sheet.counts == ("8 texts, 7 independent, 1 undated", "18 statements, 0 checked by a person", "7 speakers")
    assert sheet.kicker == "Halden, reports of Tuesday 3 March 2026 to Thursday 12 March 2026"


def test_title_is_what_was_asked_for() -> None:
    assert lay_out(replace(DOSSIER, about="the gate")).title == "The gate: who says what"


def test_points_that_people_named_come_first_and_suggestions_say_so(sheet: Sheet) -> None:
    assert [c.named for c in sheet.columns] == [True, False, False, False, False]
    assert to_html(DOSSIER).count("<u>suggested</u>") == 8  # four columns, in the table and each by itself


def test_speakers_stand_in_the_order_of_their_first_word(sheet: Sheet) -> None:
    assert [s.name for s in sheet.speakers][:4] == ["Ines Marrow", "Halden Bridge Trust", "Lena Osk", "Corvin Dale"]


def test_cell_has_act_words_date_outlet_and_how_many_more(sheet: Sheet) -> None:
    (cite,) = cell(sheet, "Ines Marrow", "People were on the bridge")
    assert (cite.does, cite.towards, cite.where, cite.strong) == ("accuses", "Halden Bridge Trust", "2 March, The Tarn Courier", True)
    assert say_words(cite.words) == "They “shut the gate with people still on the bridge”"
    assert cell(sheet, "Halden Bridge Trust", "People were on the bridge")[0].more == 2


def test_two_acts_stand_in_time_and_a_change_is_marked(sheet: Sheet) -> None:
    assert [(c.does, c.changed) for c in cell(sheet, "Corvin Dale", "Who was told of the storm?")] == [("denies", ""), ("admits", "changed 11 March")]


def test_change_on_an_unknown_day_is_no_later_than_its_report() -> None:
    lines = tuple(replace(x, said_on=None) if x.id == "s11" else x for x in LINES)
    assert cell(lay_out(replace(DOSSIER, lines=lines)), "Corvin Dale", "Who was told of the storm?")[1].changed == "changed by 12 March"


def test_day_not_stated_gives_the_day_of_the_report(sheet: Sheet) -> None:
    (cite,) = cell(sheet, "Ministry of Works", "The gate was on a list of repairs")
    assert (cite.via, cite.where) == ("via two inspectors", "day not stated, The Ledger of 6 March")


def test_official_text_is_the_speakers_own(sheet: Sheet) -> None:
    assert cell(sheet, "Halden Bridge Trust", "People were on the bridge")[0].where == "3 March, its own text"


def test_several_speakers_take_the_plural_and_unnamed_ones_their_terms(sheet: Sheet) -> None:
    (cite,) = cell(sheet, "Two inspectors", "The gate was on a list of repairs")
    assert cite.does == "say"
    assert next(s.role for s in sheet.speakers if s.voice == "two") == "unnamed, on condition of anonymity, The Ledger of 6 March"


def test_unclear_speaker_is_named_with_the_others(sheet: Sheet) -> None:
    cite = next(c for c in sheet.besides if c.line == "s17")
    assert cite.remarks == ("speaker unclear: Ferrymen’s Union or Lena Osk", "unsure")


def test_what_bears_on_no_point_is_shown_and_carriers_are_not() -> None:
    inner = make_line("s40", "t7", ["osk"], "assert", "the water is calm", "2026-03-12", parent="s18")
    assert [c.line for c in lay_out(replace(DOSSIER, lines=(*LINES, inner))).besides] == ["s2", "s40", "s17"]


def test_not_heard_is_scoped(sheet: Sheet) -> None:
    assert aside(sheet, "not-heard").items[0].told == ("Contractor. Accused once; not heard in these 8 texts.",)
    assert "not heard in these 8 texts; 2 not read." in aside(lay_out(UNREADABLE), "not-heard").items[0].told[0]


def test_asides_tell_of_lone_sources_chains_and_wordings(sheet: Sheet) -> None:
    assert aside(sheet, "only-one-source").items[0].told == ("rests on The Ledger of 6 March alone.",)
    assert aside(sheet, "told-through-others").items[0].told == ("On “The gate was on a list of repairs”: via two inspectors.",)
    assert aside(sheet, "wording-differs").items[0].told == ("Three outlets, one altered, the meaning is touched.",)


def test_accusations_are_answered_or_not(sheet: Sheet) -> None:
    assert [(c.accused, c.told) for c in sheet.charges] == [
        ("Halden Bridge Trust", "Answered the next day."), ("Tam Reyes", "Not answered; Tam Reyes is not heard in these 8 texts."),
    ]  # fmt: skip


def test_prints_of_one_accusation_and_of_one_answer_are_one() -> None:
    again = make_line("s31", "t3", ["marrow"], "accuse", "they “shut the gate with people still on the bridge”", "2026-03-02", targets=("trust",))
    u = Utterance("u9", ("marrow",), ("s1", "s31"), "s1", "s1", (), "")
    accused = Accused("trust", ("s1", "s31"), (("s1", "s3"), ("s1", "s4"), ("s31", "s4")), True)
    (charge,) = lay_out(replace(DOSSIER, lines=(*LINES, again), utterances=(*DOSSIER.utterances, u), accused=(accused,))).charges
    assert (charge.cite.more, [c.line for c in charge.answers], charge.answers[0].more) == (1, ["s3"], 1)


@pytest.mark.parametrize(
    ("asked", "answered", "told"),
    [
        ("2026-03-03", "2026-03-03", "Answered the same day."), ("2026-03-01", "2026-03-06", "Answered five days later."),
        (None, "2026-03-03", "Answered; the day is not stated."),
    ],
)  # fmt: skip
def test_when_it_was_answered(asked: str | None, answered: str, told: str) -> None:
    lines = tuple(
        replace(x, said_on=day(asked) if asked else None) if x.id == "s1" else replace(x, said_on=day(answered)) if x.id == "s3" else x for x in LINES
    )
    assert lay_out(replace(DOSSIER, lines=lines)).charges[0].told == told


def test_happenings_say_what_is_not_stated(sheet: Sheet) -> None:
    assert sheet.happenings.items[0].told[0] == "Monday 2 March 2026; Halden."
    assert sheet.happenings.items[1].told[0] == "Day not stated; place not stated."


def test_copy_tells_its_origin_share_and_basis(sheet: Sheet) -> None:
    assert sheet.sources[3].copies == ("copy of text 3 (Northern Wire of 4 March), 94 of 100 words; credits Northern Wire",)
    assert [str(c) for c in sheet.sources[3].changes] == ["A number differs: six, fewer than six"]


def test_sources_give_no_folder_of_the_machine(sheet: Sheet) -> None:
    here = replace(DOSSIER, texts=tuple(replace(t, path=f"/srv/cases/secret/{t.number}.html") for t in TEXTS))
    for render in RENDERINGS.values():
        assert "secret" not in render(here)
    assert lay_out(here).sources[0].file == "1.html"


def test_footnotes_are_numbered_as_they_are_met(sheet: Sheet) -> None:
    assert [n.number for n in sheet.notes] == list(range(1, len(sheet.notes) + 1))
    page = to_html(replace(DOSSIER, points=DOSSIER.points))
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    met = [int(n) for n in re.findall(r'class="note" href="#note-(\d+)"', table)]
    assert met == sorted(met) and met[0] == 1


def test_footnote_gives_place_occasion_and_others_alike(sheet: Sheet) -> None:
    note = next(n for n in sheet.notes if n.number == cell(sheet, "Halden Bridge Trust", "People were on the bridge")[0].note)
    assert note.place == "characters 340 to 386; bytes 680 to 726"
    assert note.occasion == ("“said” in the report", "Tuesday 3 March 2026", "written statement")
    assert len(note.same) == 2


def test_every_citation_has_a_footnote_date_and_outlet(sheet: Sheet) -> None:
    numbers = {n.number for n in sheet.notes}
    cites = [c for row in sheet.cells for cites in row for c in cites] + [
        *sheet.besides,
        *(c.cite for c in sheet.charges),
        *(a for c in sheet.charges for a in c.answers),
    ]
    assert all(c.note in numbers and c.when and c.outlet and c.where for c in cites)


def test_page_points_only_to_what_it_has() -> None:
    for dossier in ALL.values():
        page = to_html(dossier)
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_nobody_on_record() -> None:
    assert lay_out(EMPTY).nobody == "Nobody is on record here yet."
    assert lay_out(SILENT).nobody == "Nobody is on record in these 2 texts."
    for render in RENDERINGS.values():
        assert "Nobody is on record" in render(SILENT)


def test_statements_without_points_are_shown() -> None:
    bare = replace(DOSSIER, points=(), positions=())
    for render in RENDERINGS.values():
        assert "No point was found" in render(bare) and "There was no light and no guard." in render(bare)


def test_texts_not_read_are_told_first() -> None:
    for render in RENDERINGS.values():
        shown = render(UNREADABLE)
        assert (
            "8 of 10 texts" in re.sub(r"</?b>", "", shown) and "Two texts could not be read. What they say is missing here." in shown and "page-2.html" in shown
        )


def test_very_many_speakers_and_points_stay_readable() -> None:
    sheet = lay_out(LARGE)
    assert len(sheet.columns) == COLUMNS and len(sheet.further) == 4 and sheet.columns[0].named
    assert sheet.order.startswith("The 40 speakers heard on most points")
    rest = sheet.speakers[[s.letter for s in sheet.speakers].index(True) :]
    assert [s.name for s in rest] == sorted(s.name for s in rest)
    assert (len(sheet.doubts.items), sheet.doubts.rest) == (LISTED, 50)


# Wordings


def test_columns_follow_the_fullest_wording() -> None:
    a = make_wording("a", "f", "altered", same("We were"), Run("differs", "not", "never"), same("told"), Run("left out", "of it", ""))
    b = make_wording("b", "f", "altered", same("We were not told of"), Run("differs", "it", "this"), Run("added", "", "at all"))
    head, (one, two) = align([a, b])
    assert [c.pieces[0].words for c in head] == ["We were", "not", "told", "of", "it"]
    assert [(c.pieces[0].kind, c.pieces[0].words, c.span) for c in one] == [
        ("same", "We were", 1),
        ("differs", "never", 1),
        ("same", "told", 1),
        ("left out", "", 2),
    ]
    assert [p.words for p in two[-1].pieces] == ["this", "at all"]


def test_words_added_at_the_start_stand_before_the_first_column() -> None:
    _, (row,) = align([make_wording("a", "f", "altered", Run("added", "", "No,"), same("we were told"))])
    assert [[p.words for p in c.pieces] for c in row] == [["No,", "we were told"]]


def test_very_many_runs_run_on() -> None:
    runs = [r for i in range(8) for r in (same(f"word{i}"), Run("differs", f"x{i}", f"y{i}"))]
    head, (row,) = align([make_wording("a", "f", "altered", *runs)])
    assert len(head) == len(row) == 1 and len(row[0].pieces) == 16


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(["same", "differs", "left out", "added"]), st.integers(1, 3)), max_size=6), min_size=1, max_size=3))
def test_rows_have_equally_many_columns_and_all_their_words(shapes: list[list[tuple[str, int]]]) -> None:
    length = max((sum(n for kind, n in shape if kind != "added") for shape in shapes), default=0)
    wordings = []
    for shape in shapes:
        at, runs = 0, []
        for kind, n in shape:
            full = " ".join(f"w{i}" for i in range(at, at + n)) if kind != "added" else ""
            at += 0 if kind == "added" else n
            runs.append(Run(kind, full, {"same": full, "left out": ""}.get(kind, " ".join(f"n{i}" for i in range(n)))))  # type: ignore[arg-type]
        if at < length:
            runs.append(same(" ".join(f"w{i}" for i in range(at, length))))
        wordings.append(make_wording("a", "f", "altered", *runs))
    head, rows = align(wordings)
    for wording, row in zip(wordings, rows, strict=True):
        assert [w for c in row for p in c.pieces for w in p.words.split()] == [w for r in wording.runs for w in r.here.split()]
        if length:
            assert sum(c.span for c in row) == sum(c.span for c in head)


def test_only_the_speakers_words_stand_in_marks(sheet: Sheet) -> None:
    hurt = sheet.alignments[1]
    assert [[(p.words, p.quoted) for c in v.cells for p in c.pieces] for v in hurt.versions] == [
        [("“fewer than", True), ("six”", True), ("were hurt", False)], [("", True), ("“six”", True), ("were hurt", False)],
    ]  # fmt: skip


def test_marks_are_put_where_the_text_lost_them() -> None:
    cells, _ = align([make_wording("a", "f", "same", same("it was calm"))])
    assert [p.words for c in in_voices(cells, (Words("it was calm", True),)) for p in c.pieces] == ["“it was calm”"]
    assert [p.words for c in in_voices(cells, (Words("it", True), Words("was so", True), Words("calm", False))) for p in c.pieces] == ["“it was calm”"]


def test_wordings_that_touch_the_meaning_come_first(sheet: Sheet) -> None:
    assert [a.id for a in sheet.alignments] == ["u1", "u3", "u2"]
    assert sheet.alignments[0].versions[1].told == "1 word added" and sheet.alignments[0].same == (("Northern Wire of 4 March", 13),)
    assert sheet.alignments[2].versions[1].verdict == "Shortened."


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change("number", "six", "fewer than six"), "A number differs: six, fewer than six"), (Change("polarity", "", "not"), "A negation is left out: not"),
        (Change("qualifier", "almost", ""), "A qualifier is put in: almost"), (Change("modal", "may", "will"), "A modal verb differs: may, will"),
    ],
)  # fmt: skip
def test_changes_are_told_in_words(change: Change, told: str) -> None:
    assert str(tell_change(change)) == told


# Words


@pytest.mark.parametrize(
    ("marked", "shown"),
    [("it is “premature” , they said", "it is “premature”, they said"), ("“one” “two”", "“one” “two”"), ("the (“old”) gate", "the (“old”) gate"), ("", "")],
)
def test_runs_are_joined_by_one_space(marked: str, shown: str) -> None:
    assert say_words(words(marked)) == shown


@given(st.lists(st.builds(Words, st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=8), st.booleans()), max_size=5))
def test_joining_keeps_every_word_in_its_voice(runs: list[Words]) -> None:
    def letters(some: Any, quoted: bool) -> str:
        return "".join(c for r in some if r.quoted == quoted for c in r.words if c.isalpha() and c.isascii())

    for quoted in (True, False):
        assert letters(runs, quoted) == letters(join_runs(runs), quoted)


def test_year_is_left_out_only_where_the_head_tells_it() -> None:
    assert say_short(When("2026-10-09", "2026-10-09", "day"), frozenset({"2026"})) == "9 October"
    assert say_short(When(None, "2026-10-08", "day"), frozenset({"2026"})) == "by 8 October"
    assert say_short(When("2026-10-09", "2026-10-09", "day"), frozenset({"2025", "2026"})) == "9 October 2026"
    assert years_of(DOSSIER) == {"2026"}


# Whole, safe, the same


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def parse(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("name", ALL)
def test_page_is_whole(name: str) -> None:
    page = to_html(ALL[name])
    read = parse(page)
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert not read.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert all(value.startswith("#") for attribute, value in read.attributes if attribute in ("href", "src", "xlink:href"))
    assert "url(" not in page and "@import" not in page and "default-src 'none'" in page
    assert not [a for a, _ in read.attributes if a == "style" or a.startswith("on")]


KEPT = {"id", "text", "voice", "point", "kind", "act", "family", "happening", "precision", "basis", "start", "end", "statement", "against", "verdict", "first",
        "schema", "form", "issuer", "modality", "copy", "origin", "before", "after", "one", "other", "parent", "members", "statements", "voices", "rivals",
        "on_behalf_of", "addressees", "targets", "accusations", "answers", "stances", "candidates"}  # fmt: skip


def poison(value: Any, bad: str, name: str = "") -> Any:
    """The same dossier with hostile words at the end of every free text."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = KEPT - {"statements"} | ({"fullest"} if isinstance(value, Utterance) else set())
        return replace(value, **{f.name: poison(getattr(value, f.name), bad, f.name) for f in fields(value) if f.name not in kept})
    if isinstance(value, tuple):
        return value if name in KEPT else tuple(poison(v, bad, name) for v in value)
    if isinstance(value, dict):
        return {k + bad: v + bad for k, v in value.items()}
    return value + bad if isinstance(value, str) else value


PAYLOADS = [
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{ 7*7 }}{% raw %}", "</style></title></textarea><svg onload=x>", "javascript:alert(1)",
    "&lt;b&gt;&amp;", "\u202e\u200b\x1b[31m\x00\u2028", "| a | b |\n|---|---|\n# x", "](http://evil.example) ![x](y) `c` **b** [^9]", "<!-- -->]]>",
]  # fmt: skip


@pytest.mark.parametrize("bad", PAYLOADS)
def test_hostile_words_are_only_words_in_html(bad: str) -> None:
    clean, page = parse(to_html(DOSSIER)), to_html(poison(DOSSIER, bad))
    read = parse(page)
    assert read.tags - clean.tags <= {"span"}
    assert {a for a, _ in read.attributes} <= {a for a, _ in clean.attributes}
    assert all(value.startswith("#") for attribute, value in read.attributes if attribute == "href")
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b\u202e\u2028]", page)


@pytest.mark.parametrize("bad", PAYLOADS)
def test_hostile_words_are_only_words_in_markdown(bad: str) -> None:
    text = to_markdown(poison(DOSSIER, bad))
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = [t for token in parser.parse(re.sub(r"\[\^\d+\]:?", "", text)) for t in (token, *(token.children or []))]
    assert {t.content for t in tokens if t.type.startswith("html")} <= {"<br>"}
    assert not [t for t in tokens if t.type in ("link_open", "image")]
    clean = [t.type for t in parser.parse(re.sub(r"\[\^\d+\]:?", "", to_markdown(DOSSIER)))]
    assert [t.type for t in parser.parse(re.sub(r"\[\^\d+\]:?", "", text))] == clean


@pytest.mark.parametrize("bad", PAYLOADS)
def test_hostile_words_are_only_words_in_a_terminal(bad: str) -> None:
    shown = to_terminal(poison(DOSSIER, bad))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2028]", shown)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [40, 80, 140])
def test_terminal_keeps_to_its_width(name: str, width: int) -> None:
    from rich.cells import cell_len

    assert all(cell_len(line) <= max(width, 0) for line in to_terminal(ALL[name], width).splitlines())


def test_terminal_says_paraphrase_where_it_cannot_slant() -> None:
    assert "paraphrase" in to_terminal(DOSSIER)
    slanted = to_terminal(DOSSIER, force_terminal=True, color_system="standard")
    assert "partly paraphrase" not in slanted and "\x1b[3m" in slanted


def test_names_from_right_to_left_are_set_apart() -> None:
    voices = tuple(replace(v, name="دانيال أوكورو") if v.id == "dale" else v for v in DOSSIER.voices)
    assert '<bdi class="name">دانيال أوكورو</bdi>' in to_html(replace(DOSSIER, voices=voices))


def test_hidden_characters_are_chips() -> None:
    voices = tuple(replace(v, name="Cor\u202evin") if v.id == "dale" else v for v in DOSSIER.voices)
    assert 'Cor<span class="chip">U+202E</span>vin' in to_html(replace(DOSSIER, voices=voices))


@pytest.mark.parametrize("render", RENDERINGS.values(), ids=RENDERINGS)
def test_never_a_word_of_judgement(render: Callable[[Dossier], str]) -> None:
    shown = re.sub(r"<style>.*?</style>|does not say who is right|not who is right", "", render(DOSSIER), flags=re.S)
    assert not re.search(r"\b(?:score|bias|sentiment|is right|lied|silent|failed to)\b|\d ?%", shown)


def test_same_sheet_whatever_the_seed_of_hashes() -> None:
    code = "import hashlib,dossier_fixture as f;from onrecord.sheet.page import to_html;from onrecord.sheet.markdown import to_markdown;" \
           "print(hashlib.sha256((to_html(f.DOSSIER)+to_markdown(f.DOSSIER)).encode()).hexdigest())"  # fmt: skip
    here = Path(__file__).parent
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{here.parent / 'src'}:{here}", "PYTHONIOENCODING": "utf-8"},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1
