"""Footnotes of a Word file. A statement has one wherever it is cited: the first time it is set, later ones refer to it by its number, which Word keeps right.

In: the notes of a sheet. Out: references to set in the text, then the part of the file that holds the footnotes. Each gives outlet, title, date, address,
SHA-256 and the place in the text. Word counts footnotes in the order of the page, so their numbers may differ from those of the other forms.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.group.types import Words
from onrecord.phrase import APART
from onrecord.sheet.parts import Note, Sheet
from onrecord.sheet.word.ooxml import Element, bookmark, make, paragraph, run
from onrecord.sheet.word.ooxml import field as make_field
from onrecord.sheet.words import raise_first


@dataclass(slots=True)
class Footnotes:
    """The notes of a sheet; `given` holds the number of each that was set, `whole` those whose words all stand where they are set."""

    sheet: Sheet
    notes: dict[int, Note] = field(init=False)
    given: dict[int, int] = field(init=False, default_factory=dict)
    whole: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.notes = {n.number: n for n in self.sheet.notes}

    def cite(self, numbers: Iterable[int], shown: str = "") -> list[Element]:
        """References to notes, one after another. `shown`: the words that stand beside them."""
        out: list[Element] = []
        known = [n for n in numbers if n in self.notes]
        for number in sorted(known, key=lambda n: self.given.get(n, len(self.notes) + n)):
            out += [*(run(", ", "FootnoteReference") if out else []), *self.refer(number, shown)]
        return out

    def refer(self, number: int, shown: str = "") -> list[Element]:
        """The footnote itself where it is met first, else a reference to it."""
        if number in self.given:
            return self.point_to(number)
        own = self.given.setdefault(number, len(self.given) + 1)
        if shown.split() == mark(self.notes[number].words).split():
            self.whole.add(number)
        return bookmark(f"note{own}", own, [make("w:r", make("w:rPr", make("w:rStyle", val="FootnoteReference")), make("w:footnoteReference", id=own))])

    def point_to(self, number: int, *, raised: bool = True) -> list[Element]:
        """A reference to a footnote that is set elsewhere, raised as such numbers are in the text."""
        own = self.given[number]
        if raised:
            return make_field(f"NOTEREF note{own} \\f \\h", str(own), "FootnoteReference")
        return make_field(f"NOTEREF note{own} \\h", str(own))

    def make(self) -> Element:
        """All that were set, in their order, after the two lines that part them from the text."""
        lines = [
            make("w:footnote", make("w:p", make("w:r", make(f"w:{kind}"))), type=kind, id=own)
            for own, kind in ((-1, "separator"), (0, "continuationSeparator"))
        ]  # fmt: skip
        return make("w:footnotes", *lines, *(self.footnote(self.notes[number], own) for number, own in self.given.items()))

    def footnote(self, note: Note, own: int) -> Element:
        sign = make("w:r", make("w:rPr", make("w:rStyle", val="FootnoteReference")), make("w:footnoteRef"))
        words = [] if note.number in self.whole else [*say(note.words), *run(" · ")]
        runs = [*run(" "), *run(note.speaker, "Strong"), *run(": " if words else ". "), *words, *source(note)]
        if note.occasion:
            runs += run(f" {raise_first('; '.join(note.occasion))}.")
        return make("w:footnote", paragraph("FootnoteText", [sign], runs, self.same(note)), id=own)

    def same(self, note: Note) -> list[Element]:
        """Those that say the same: by number where they are set; the others in full, once, in the first footnote of them all."""
        cited = sorted((n for n in note.same if n in self.given), key=self.given.__getitem__)
        first = all(self.given[note.number] < self.given[n] for n in cited)
        others = [self.notes[n] for n in note.same if n not in self.given and n in self.notes] if first else []
        out: list[Element] = []
        if cited:
            out += run(f" The same in note{'s' if len(cited) > 1 else ''} ")
            for i, n in enumerate(cited):
                out += [*(run(", ") if i else []), *self.point_to(n, raised=False)]
            out += run(".")
        for other in others:
            out += [*run(" The same in: "), *([] if other.words == note.words else [*say(other.words), *run(" · ")]), *source(other)]
        return out


def source(note: Note) -> list[Element]:
    """Where a statement stands: "The Tarn Courier, Bridge shut in the storm, Tuesday 3 March 2026 (text 1), characters 140 to 191. https://... SHA-256 ..."."""
    s = note.source
    title = [*run(", "), *run(s.title, "Told")] if s.title else []
    text = f" (text {s.number})" if s.number else ""
    out = [*run(s.outlet), *title, *run(f", {s.published}{text}, {note.place}. ")]
    for name, address in (("", s.url or s.file), ("SHA-256 ", s.sha256)):
        if address:
            out += [*run(name), *run(address, "Code"), *run(", " if not name and s.sha256 else ".")]
    return out


def mark(words: Sequence[Words]) -> str:
    """Words as they are shown: the speaker's in marks."""
    return "".join(f"“{w.words}”" if w.quoted else w.words for w in words)


def say(words: Sequence[Words]) -> list[Element]:
    """Runs of words: the speaker's in marks, the outlet's slanted, a bar between words that stand apart in the report."""
    out: list[Element] = []
    for r in words:
        if r.quoted:
            out += run(f"“{r.words}”", "Said")
        else:
            out += run(r.words, "" if r.words == APART else "Told")
    return out
