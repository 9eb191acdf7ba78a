"""The parts of a sheet as paragraphs and tables of a Word file, in the order of the sheet.

In: a `Sheet` and its footnotes, which are numbered as they are set here. Out: elements, from the title to how the sheet was made.
"""

from collections.abc import Sequence
from itertools import zip_longest

from onrecord.phrase import ACTS
from onrecord.sheet.parts import Alignment, Charge, Cite, Column, Item, Part, Piece, Section, Sheet, Source, Speaker, Version
from onrecord.sheet.word.notes import Footnotes, mark, say
from onrecord.sheet.word.ooxml import WIDTH, Element, Look, bookmark, line_break, link, paragraph, run, share, table
from onrecord.sheet.words import hold_dates, name_some, raise_first
from onrecord.types import Act

ABREAST = 5  # points side by side on a page
WHO = 1980  # width of the column of speakers
ITEMS_ASIDE = 12  # the lists stand side by side as long as none is longer

SAME: Look = (("color", "686862"),)
DIFFERS: Look = (("b", "1"), ("bCs", "1"), ("u", "single"))


def draw_sheet(s: Sheet, notes: Footnotes) -> list[Element]:
    """The whole sheet."""
    out = [*head(s), *listed(s.unread, notes)]
    if s.nobody:
        out.append(paragraph("Lead", run(s.nobody)))
    else:
        out += [*says(s, notes), *asides(s.asides, notes), *further(s.further, notes), *alignments(s, notes), *charges(s, notes), *besides(s, notes)]
        out += [*listed(s.happenings, notes), *days(s), *listed(s.originals, notes), *listed(s.doubts, notes)]
    return [*out, *sources(s.sources), *grouping(s.grouping)]


def head(s: Sheet) -> list[Element]:
    lines = [("Small", s.kicker), ("Title", s.title), ("Lead", s.lead), ("Normal", "; ".join(s.counts) + ".")]
    return [paragraph(style, run(words)) for style, words in lines if words]


def title(words: str, style: str = "Heading1") -> Element:
    return paragraph(style, run(words))


def says(s: Sheet, notes: Footnotes) -> list[Element]:
    """Who says what: speakers by points, a table for every five points; a table of several leaves out who says nothing on its points, and names them below."""
    out = [title("Who says what")]
    if not s.columns:
        return [*out, paragraph("Normal", run("No point was found on which statements could be set side by side."))]
    out.append(paragraph("Above", run(f"{s.order} Words in “quotation marks” are the speaker’s; words in "), run("italics", "Told"), run(" are the outlet’s.")))
    groups = range(0, len(s.columns), ABREAST)
    for at in groups:
        columns = s.columns[at : at + ABREAST]
        rows = [(speaker, row[at : at + ABREAST]) for speaker, row in zip(s.speakers, s.cells, strict=True)]
        if len(groups) > 1:
            number = f"{at + 1} to {at + len(columns)}" if len(columns) > 1 else f"{at + 1}"
            out.append(title(f"Point{'s' if len(columns) > 1 else ''} {number} of {len(s.columns)}", "Heading2"))
        out.append(points(columns, [(speaker, row) for speaker, row in rows if any(row) or len(groups) == 1], notes, min(ABREAST, len(s.columns))))
        if len(groups) > 1:
            out += unheard([speaker.name for speaker, row in rows if not any(row)])
    legend = [
        "Dotted underline: read by machine, not checked by a person.", "+3: more statements like it.",
        "| between words: they stand apart in the report." if s.has_apart else "", f"Blank: nothing reported {s.scope}.",
    ]  # fmt: skip
    return [*out, paragraph("Below", run(" ".join(part for part in legend if part)))]


def points(columns: Sequence[Column], rows: Sequence[tuple[Speaker, Sequence[Sequence[Cite]]]], notes: Footnotes, abreast: int) -> Element:
    """Speakers by some points; `abreast` columns would fill the page."""
    widths = [WHO, *[(WIDTH - WHO) // abreast] * len(columns)]
    first = [[paragraph("Small", run("Speaker, role as reported"))], *(column(c) for c in columns)]
    return table("Sheet", widths, [first, *([who(speaker), *(cell(cites, notes) for cites in row)] for speaker, row in rows)], head=True)


def column(c: Column, style: str = "Head") -> list[Element]:
    numbers = f"numbers given: {'; '.join(c.numbers)}" if c.numbers else ""
    small = [paragraph("Small", run(part)) for part in (c.about, numbers) if part]
    return [paragraph(style, run(c.label)), *small, *([] if c.named else [paragraph("Small", run("suggested", "Quiet"))])]


def who(speaker: Speaker) -> list[Element]:
    return [paragraph("Name", run(speaker.name)), *([paragraph("Small", run(hold_dates(speaker.role)))] if speaker.role else [])]


def cell(cites: Sequence[Cite], notes: Footnotes, *, name: bool = False) -> list[Element]:
    return [p for c in cites for p in cite(c, notes, name=name)]


def cite(c: Cite, notes: Footnotes, *, name: bool = False) -> list[Element]:
    """One statement: the act and whom it is directed at, the words, date and outlet with its footnote."""
    out = [paragraph("Act", run(f" {c.changed} ", "Changed"))] if c.changed else []
    out += [paragraph("Name", run(c.speaker))] if name else []
    does = [*act_mark(c.act), *run(c.does, "Loud" if c.strong else "Quiet")]
    out += [paragraph("Act", does, run(f" {c.towards}") if c.towards else [])] if c.does else []
    where = [*run(c.via, "Strong"), *run(", ")] if c.via else []
    where += [*run(hold_dates(c.where)), *(run(f"\u00a0+{c.more}", "Hyperlink") if c.more else []), *notes.cite([c.note], mark(c.words))]
    for remark in c.remarks:
        where += [line_break(), *run(remark, "Quiet" if remark == "unsure" or remark.startswith("speaker unclear") else "")]
    return [*out, paragraph("Words", say(c.words)), paragraph("Where", where)]


def act_mark(act: Act | None) -> list[Element]:
    return [*run(ACTS[act][0], "Mark"), *run(" ")] if act else []


def unheard(names: Sequence[str]) -> list[Element]:
    return [paragraph("Below", run(f"Nothing reported from {name_some(names)}."))] if names else []


def asides(parts: Sequence[Part], notes: Footnotes) -> list[Element]:
    """Who was not heard, what rests on one source and the like: side by side, or one below the other where one is long."""
    if any(len(part.items) > ITEMS_ASIDE for part in parts):
        return [e for part in parts for e in listed(part, notes)]
    if not parts:
        return []
    heads = [[title(part.title, "Aside")] for part in parts]
    cells = [[*(p for i in part.items for p in item(i, notes)), *rest(part.rest)] for part in parts]
    return [paragraph("Above"), table("TableNormal", share(*[1] * len(parts)), [[[*h, *c] for h, c in zip(heads, cells, strict=True)]], split=True)]


def item(i: Item, notes: Footnotes) -> list[Element]:
    """An entry of a list in a narrow column."""
    told = paragraph("Where", run(hold_dates(" ".join(i.told))), notes.cite(i.notes, mark(i.words)))
    return [paragraph("Name", headed(i)), *([paragraph("Words", say(i.words))] if i.words else []), told]


def headed(i: Item) -> list[Element]:
    """The head of an entry, leading to where the sheet tells more."""
    words = hold_dates(i.head)
    return [link(i.link.replace("-", "_"), run(words, "Hyperlink"))] if i.link else run(words, "Strong")


def listed(part: Part, notes: Footnotes) -> list[Element]:
    """A list under its title, the entries' heads at the left; nothing where it has no entry."""
    if not part.items:
        return []
    rows = [[[paragraph("Normal", headed(i))], told(i, notes)] for i in part.items]
    lead = [paragraph("Above", run(part.lead))] if part.lead else []
    return [title(part.title), *lead, table("Rows", share(30, 70), rows), *rest(part.rest)]


def told(i: Item, notes: Footnotes) -> list[Element]:
    words = [paragraph("Words", say(i.words))] if i.words else []
    return [*words, paragraph("Normal", run(hold_dates(" ".join(i.told))), notes.cite(i.notes, mark(i.words)))]


def further(sections: Sequence[Section], notes: Footnotes) -> list[Element]:
    """Points beyond the table's, each by itself."""
    out = [title("Further points")] if sections else []
    for s in sections:
        rows = [[who(speaker), cell(cites, notes)] for speaker, cites in s.entries]
        out += [*column(s.column, "Heading2"), *([table("Rows", share(25, 75), rows)] if rows else []), *unheard(s.unheard)]
    return out


def alignments(s: Sheet, notes: Footnotes) -> list[Element]:
    """Altered wording: each utterance in all its wordings."""
    if not s.alignments:
        return []
    told = "Same words are grey, differing words bold and underlined; “left out” stands where words are missing. No tone is judged: words are counted."
    out = [title("Where the words differ"), paragraph("Above", run(told))]
    for number, a in enumerate(s.alignments, 1):
        out += alignment(a, number, notes)
    return [*out, *rest(s.alignments_rest)]


def alignment(a: Alignment, number: int, notes: Footnotes) -> list[Element]:
    named = bookmark(f"wording_{number}", 1_000_000 + number, run(a.speaker))
    about = run(hold_dates(f", {a.about}")) if a.about else []
    rows = [[by(v, notes), [paragraph("Wording", wording(v))], verdict(v)] for v in a.versions]
    out = [paragraph("Heading2", named, about), table("Rows", share(18, 58, 24), rows)]
    if a.same:
        runs = run("Word for word the same in ")
        for i, (outlet, note) in enumerate(a.same):
            runs += [*(run(", ") if i else []), *run(hold_dates(outlet)), *notes.cite([note], printed(a.versions[0]))]
        out.append(paragraph("Below", runs, run(".")))
    return out


def by(v: Version, notes: Footnotes) -> list[Element]:
    """Who printed a version, and when."""
    paraphrase = [] if v.quoted else [paragraph("Small", run("paraphrase"))]
    return [paragraph("Name", run(v.outlet)), paragraph("Small", run(hold_dates(v.when)), notes.cite([v.note], printed(v))), *paraphrase]


def printed(v: Version) -> str:
    return " ".join(p.words for c in v.cells for p in c.pieces)


def wording(v: Version) -> list[Element]:
    """The words of a version, each in its voice."""
    out: list[Element] = []
    for p in (p for c in v.cells for p in c.pieces):
        if p.kind == "left out" or p.words:
            out += [*(run(" ") if out else []), *piece(p)]
    return out


def piece(p: Piece) -> list[Element]:
    voice = "Said" if p.quoted else "Told"
    if p.kind == "left out":
        return run("\u00a0left\u00a0out\u00a0", "Gone")
    if p.kind == "same":
        return run(p.words, voice, SAME)
    return run(p.words, voice, DIFFERS)


def verdict(v: Version) -> list[Element]:
    changes = [paragraph("Name", run(str(c))) for c in v.changes]
    return [paragraph("Normal", run(v.verdict, "Strong"), run(f" {v.told}" if v.told else "")), *changes]


def charges(s: Sheet, notes: Footnotes) -> list[Element]:
    if not s.charges:
        return []
    first = [[paragraph("Head", run(words))] for words in ("Accused", "The accusation", "The answer", "Answered")]
    return [
        title("What is answered, and by whom"),
        table("Sheet", share(18, 32, 32, 18), [first, *(charge(c, notes) for c in s.charges)], head=True),
        *rest(s.charges_rest),
    ]


def charge(c: Charge, notes: Footnotes) -> list[list[Element]]:
    return [[paragraph("Name", run(c.accused))], cite(c.cite, notes, name=True), cell(c.answers, notes, name=True), [paragraph("Normal", run(c.told))]]


def besides(s: Sheet, notes: Footnotes) -> list[Element]:
    """Statements that bear on no point, three abreast."""
    if not s.besides:
        return []
    cites = [cite(c, notes, name=True) for c in s.besides]
    rows: list[tuple[list[Element], ...]] = list(zip_longest(cites[::3], cites[1::3], cites[2::3], fillvalue=[]))
    lead = paragraph("Above", run("Statements that bear on none of the points above."))
    return [title("Also said"), lead, table("Rows", share(1, 1, 1), rows), *rest(s.besides_rest)]


def days(s: Sheet) -> list[Element]:
    """The time line in words: a row a day."""
    if not s.days:
        return []
    rows: list[list[list[Element]]] = []
    for d in s.days:
        runs: list[Element] = []
        for i, (act, name, does) in enumerate(d.entries):
            runs += [*(run("; ") if i else []), *act_mark(act), *run(name, "Strong"), *run(f" {does}")]
        rows.append([[paragraph("Normal", run(hold_dates(d.when)))], [paragraph("Normal", runs)]])
    return [title("When they spoke"), table("Rows", share(18, 82), rows)]


def sources(texts: Sequence[Source]) -> list[Element]:
    """Each text with all by which it can be found again."""
    if not texts:
        return []
    return [title("Sources"), table("Rows", share(4, 54, 42), [[[paragraph("Normal", run(str(t.number)))], source(t), address(t)] for t in texts])]


def source(t: Source) -> list[Element]:
    named = [*run(t.outlet, "Strong"), *([*run(", "), *run(t.title, "Told")] if t.title else [])]
    told = [t.published, f"updated {t.updated}" if t.updated else "", f"by {t.byline}" if t.byline else "", t.form]
    more = [f"{raise_first(c)}." for c in (*t.copies, *(str(c) for c in t.changes))]
    first = paragraph("Normal", named, run(hold_dates(f", {', '.join(part for part in told if part)}. {t.counts}.")))
    return [first, *(paragraph("Small", run(hold_dates(words))) for words in more)]


def address(t: Source) -> list[Element]:
    where = [paragraph("Small", run(words, "Code")) for words in (t.url, t.file) if words]
    return [*where, paragraph("Small", run("SHA-256 "), run(t.sha256, "Code"))]


def grouping(part: Part) -> list[Element]:
    """How the sheet came about, and how much of it a person has checked."""
    rules = [paragraph("Small", run(f"{i.head}: "), run(" ".join(i.told), "Code")) for i in part.items]
    return [title(part.title), paragraph("Normal", run(part.lead)), paragraph("Below"), *rules]


def rest(number: int) -> list[Element]:
    return [paragraph("Below", run(f"and {number:,} more"))] if number else []
