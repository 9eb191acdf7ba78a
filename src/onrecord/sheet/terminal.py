"""A dossier in a terminal: each point with who says what on it, what stands beside the table, where the words differ, what to check.

In: a dossier and a rich console. Out: lines on that console; further points by name alone, of what is said on no point the first few. Nothing is told by
colour alone: quoted words stand in marks, and where slanted letters cannot
be shown the word "paraphrase" stands beside the outlet's words.
"""

from collections.abc import Sequence

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from onrecord.group.types import Dossier, Words
from onrecord.phrase import ACTS, APART
from onrecord.sheet.layout import lay_out
from onrecord.sheet.parts import Alignment, Cite, Column, Part, Sheet, Speaker
from onrecord.sheet.words import join_and
from onrecord.show import NARROW, QUIET, WIDEST, chips, print_hanging

MARGIN = 16  # columns of the acts
LABEL = 19
NAMED = 8  # names in one line; the rest is counted
ALSO = 5  # statements on no point that are shown; the forms that one hands on have all


def draw_dossier(dossier: Dossier, console: Console) -> None:
    """Print the sheet of a dossier."""
    Page(console, lay_out(dossier)).draw()


class Page:
    """A sheet on a console, as wide as reads well."""

    def __init__(self, console: Console, sheet: Sheet) -> None:
        self.console, self.sheet = console, sheet
        self.width = min(console.width, WIDEST)
        self.slanted = console.is_terminal and console.color_system is not None
        self.cited: set[int] = set()  # notes that the page names

    def draw(self) -> None:
        sheet = self.sheet
        self.hang("", 0, chips(sheet.title, "bold"))
        for line in (sheet.kicker, "; ".join(sheet.counts), sheet.lead):
            self.hang("", 0, chips(line), skip=not line)
        self.part(sheet.unread)
        self.rule()
        if sheet.nobody:
            self.hang("", 0, Text(sheet.nobody))
        elif not sheet.columns:
            self.hang("", 0, Text("No point was found on which statements could be set side by side."))
        for s in sheet.sections:
            self.section(s.column, s.entries, s.unheard)
        if sheet.further:
            self.title("Further points")
            for s in sheet.further:
                self.hang("", self.margin, chips(s.column.label).append_text(chips(f"  {join_and([speaker.name for speaker, _ in s.entries][:NAMED])}", QUIET)))
        self.console.print() if sheet.columns else None
        for part in sheet.asides:
            self.part(part)
        if sheet.alignments:
            self.title("Where the words differ")
            for a in sheet.alignments:
                self.alignment(a)
            self.rest(sheet.alignments_rest)
        if sheet.charges:
            self.title("What is answered, and by whom")
            for c in sheet.charges:
                self.cite(c.cite, speaker=True)
                for answer in c.answers:
                    self.cite(answer, speaker=True)
                self.hang("", self.margin, chips(c.told, "bold"))
                self.console.print()
            self.rest(sheet.charges_rest)
        if sheet.besides:
            also = len(sheet.besides) + sheet.besides_rest
            self.title("Also said")
            for besides in sheet.besides[:ALSO]:
                self.cite(besides, speaker=True)
            self.hang("", self.margin, Text(f"and {also - ALSO:,} more; --html has all", QUIET), skip=also <= ALSO)
        for part in (sheet.happenings, sheet.originals, sheet.doubts):
            self.part(part)
        self.sources()
        self.legend()

    @property
    def margin(self) -> int:
        return MARGIN if self.width >= NARROW else 2

    def hang(self, label: str, margin: int, text: Text, *, skip: bool = False) -> None:
        if not skip:
            print_hanging(self.console, self.width, Text(label, "bold"), margin, text)

    def rule(self) -> None:
        self.console.print(Rule(style=QUIET), width=self.width)

    def title(self, words: str) -> None:
        self.console.print()
        self.rule()
        self.hang("", 0, chips(words, "bold"))
        self.console.print()

    def rest(self, number: int) -> None:
        if number:
            self.hang("", self.margin, Text(f"and {number:,} more", QUIET))

    def section(self, column: Column, entries: Sequence[tuple[Speaker, tuple[Cite, ...]]], unheard: Sequence[str]) -> None:
        """One point: who says what on it."""
        about = [column.about, f"numbers given: {'; '.join(column.numbers)}" if column.numbers else "", "" if column.named else "suggested"]
        self.console.print()
        self.hang("", 0, chips(column.label, "bold underline"))
        told = ", ".join(a for a in about if a)
        self.hang("", 0, chips(told, QUIET), skip=not told)
        for speaker, cites in entries:
            self.console.print()
            name = chips(speaker.name, "bold").append_text(chips(f"  {speaker.role}" if speaker.role else "", QUIET))
            self.hang("", self.margin, name)
            for c in cites:
                self.cite(c)
        few = [*unheard[:NAMED], *([f"{len(unheard) - NAMED:,} more"] if len(unheard) > NAMED else [])]
        self.console.print()
        self.hang("", 0, chips(f"Nothing reported from {join_and(few)}.", QUIET), skip=not few)

    def cite(self, c: Cite, *, speaker: bool = False) -> None:
        """A statement: its act in the margin, then the words, then date, outlet and note."""
        act = f"{ACTS[c.act][0]} {c.does}" if c.act else c.does
        label = chips(act, "bold" if c.strong else "")
        text = Text()
        if self.margin < MARGIN or len(act) >= MARGIN - 1:
            text, label = label.append("  "), Text()
        if c.changed:
            text.append(f" {c.changed} ", "reverse bold").append("\n")
        if speaker:
            text.append_text(chips(c.speaker, "bold"))
        if c.towards:
            text.append_text(chips(f"{' ' if speaker else ''}→ {c.towards.removeprefix('of ')}"))
        text.append("\n" if speaker or c.towards else "").append_text(self.words(c.words))
        told = [c.via, c.where + (f" +{c.more}" if c.more else ""), *c.remarks, *([] if self.slanted or not self.outlets(c.words) else [self.outlets(c.words)])]
        text.append("\n").append_text(chips(", ".join(t for t in told if t), QUIET)).append(f" [{c.note}]", QUIET)
        self.cited.add(c.note)
        print_hanging(self.console, self.width, label, self.margin, text)

    @staticmethod
    def outlets(words: Sequence[Words]) -> str:
        """Whose words they are, where the marks alone do not say it."""
        own = [w.quoted for w in words if w.words.strip() and w.words != APART]
        return "" if all(own) else "partly paraphrase" if any(own) else "paraphrase"

    @staticmethod
    def words(runs: Sequence[Words]) -> Text:
        text = Text()
        for r in runs:
            text.append_text(chips(f"“{r.words}”", "bold") if r.quoted else chips(r.words, QUIET if r.words == APART else "italic"))
        return text

    def part(self, part: Part) -> None:
        """A list: its title in the margin of its first entry."""
        if not part.items:
            return
        self.console.print()
        self.hang("", 0, chips(part.lead), skip=not part.lead)
        for i, item in enumerate(part.items):
            text = chips(item.head, "bold" if item.told else "")
            if item.words:
                text.append("\n").append_text(self.words(item.words))
            for told in item.told:
                text.append("\n").append_text(chips(told, QUIET))
            self.cited.update(item.notes)
            if item.notes:
                text.append(f" [{', '.join(map(str, item.notes))}]", QUIET)
            self.hang(part.title if i == 0 else "", LABEL + 2 if self.width >= NARROW else len(part.title) + 2 if i == 0 else 2, text)
        if part.rest:
            self.hang("", LABEL + 2, Text(f"and {part.rest:,} more; --json has all", QUIET))

    def alignment(self, a: Alignment) -> None:
        """Versions one under the other: differing words bold and underlined, missing ones told."""
        self.hang("", 0, chips(a.speaker, "bold").append_text(chips(f"  {a.about}", QUIET)))
        for v in a.versions:
            text = Text()
            for p in (p for cell in v.cells for p in cell.pieces):
                text.append(" " if text.plain else "")
                if p.kind == "left out":
                    text.append("[left out]", "reverse")
                else:
                    text.append_text(chips(p.words, ("" if p.quoted else "italic ") + ("" if p.kind == "same" else "bold underline")))
            text.append("\n").append_text(chips(f"{v.verdict} {v.told}".strip(), QUIET))
            for change in v.changes:
                text.append("\n").append_text(chips(str(change), "bold"))
            self.cited.add(v.note)
            head = chips(v.outlet, "bold").append_text(chips(f", {v.when} [{v.note}]", QUIET)).append("\n")
            print_hanging(self.console, self.width, Text(), 2, head.append_text(text))
        self.cited.update(n for _, n in a.same)
        same = ", ".join(f"{outlet} [{n}]" for outlet, n in a.same)
        self.hang("", 2, chips(f"Word for word the same in {same}.", QUIET), skip=not same)
        self.console.print()

    def sources(self) -> None:
        """The texts and the footnotes, a line each."""
        if not self.sheet.sources:
            return
        self.title("Sources")
        for s in self.sheet.sources:
            text = chips(s.outlet, "bold").append_text(chips(f", {s.title}" if s.title else "", "italic")).append_text(chips(f", {s.published}"))
            for told in (*s.copies, *(str(c) for c in s.changes)):
                text.append("\n").append_text(chips(told, QUIET))
            text.append("\n").append_text(chips(", ".join(p for p in (s.url, s.file, f"SHA-256 {s.sha256[:16]}") if p), QUIET))
            self.hang(f"{s.number:>3}", 5, text)
        self.console.print()
        for n in (n for n in self.sheet.notes if n.number in self.cited):
            self.hang("", 6, chips(f"[{n.number}]  text {n.source.number}, {n.place}", QUIET))

    def legend(self) -> None:
        told = [
            "“ ” the speaker’s words",
            "slanted: the outlet’s words" if self.slanted else "paraphrase: the outlet’s words",
            "[3] note with the place in the text",
        ]
        self.console.print()
        self.rule()
        self.hang("", 0, Text("   ".join(told), QUIET))
        self.hang("", 0, chips(self.sheet.grouping.lead, QUIET))
