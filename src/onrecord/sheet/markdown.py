"""A dossier as Markdown (GitHub's flavour: tables and footnotes), readable as plain text too.

In: a dossier. Out: one string. Quoted words stand in marks, the outlet's words are slanted. Whatever a report holds is escaped: it makes no table, link,
heading or HTML.
"""

import re
from collections.abc import Sequence

from onrecord.group.types import Dossier, Words
from onrecord.phrase import ACTS, APART
from onrecord.sheet.layout import lay_out
from onrecord.sheet.parts import Alignment, Charge, Cite, Column, Item, Note, Part, Piece, Section, Sheet, Source, Version
from onrecord.sheet.words import raise_first

SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&$]|:(?=//)")
LEADING = re.compile(r"^(?:\d+(?=[.)])|(?=[-+=]))")  # what would begin a list or underline a heading


def to_markdown(dossier: Dossier) -> str:
    """The sheet of a dossier as Markdown."""
    sheet = lay_out(dossier)
    blocks = [*head(sheet), *table(sheet)]
    blocks += [b for part in sheet.asides for b in listed(part)]
    blocks += ["## Further points", *(b for s in sheet.further for b in section(s))] if sheet.further else []
    blocks += alignments(sheet) + charges(sheet) + besides(sheet) + listed(sheet.happenings) + days(sheet)
    blocks += listed(sheet.originals) + listed(sheet.doubts) + sources(sheet) + grouping(sheet)
    if sheet.notes:
        blocks += ["## Notes", *(note(n) for n in sheet.notes)]
    return "\n\n".join(b for b in blocks if b) + "\n"


def head(sheet: Sheet) -> list[str]:
    return [f"# {plain(sheet.title)}", plain(sheet.kicker), plain(sheet.lead), plain("; ".join(sheet.counts) + "."), *listed(sheet.unread), plain(sheet.nobody)]


def table(sheet: Sheet) -> list[str]:
    """Speakers by points; two acts in one cell stand one under the other."""
    if sheet.nobody:
        return []
    if not sheet.columns:
        return ["No point was found on which statements could be set side by side."]
    rows = ["| Speaker | " + " | ".join(column(c) for c in sheet.columns) + " |", "|---" * (len(sheet.columns) + 1) + "|"]
    for speaker, cells in zip(sheet.speakers, sheet.cells, strict=True):
        who = f"**{plain(speaker.name)}**" + (f"<br>{plain(speaker.role)}" if speaker.role else "")
        rows.append(f"| {who} | " + " | ".join("<br><br>".join(cite(c) for c in cell) for cell in cells) + " |")
    legend = [
        sheet.order,
        "Words in “quotation marks” are the speaker’s; *slanted* words are the outlet’s.", "+3: more statements like it.",
        r"\| between words: they stand apart in the report." if sheet.has_apart else "", f"Blank: nothing reported {sheet.scope}.",
        "All was read by machine unless it says that a person has checked it.",
    ]  # fmt: skip
    return ["\n".join(rows), " ".join(part for part in legend if part)]


def column(c: Column) -> str:
    parts = [plain(c.label), plain(c.about), plain(f"numbers given: {'; '.join(c.numbers)}" if c.numbers else ""), "" if c.named else "suggested"]
    return "<br>".join(part for part in parts if part)


def cite(c: Cite, *, name: bool = False, apart: str = "<br>") -> str:
    """One statement: act, whom it is directed at, the words, date and outlet, through whom, its footnote."""
    act = f"{plain(ACTS[c.act][0])} " if c.act else ""
    does = f"**{plain(c.does)}**" if c.strong else plain(c.does)
    first = " ".join(part for part in (f"**{plain(c.speaker)}**" if name else "", f"{act}{does}", plain(c.towards)) if part)
    where = ", ".join(part for part in (f"**{plain(c.via)}**" if c.via else "", plain(c.where)) if part)
    where = "; ".join((where + (f" +{c.more}" if c.more else ""), *(plain(r) for r in c.remarks))) + refs([c.note])
    parts = [f"**{plain(c.changed)}**" if c.changed else "", first, words(c.words), where]
    return apart.join(part for part in parts if part)


def words(runs: Sequence[Words]) -> str:
    """The speaker's words in marks, the outlet's slanted; the space between them belongs to neither."""
    out = []
    for r in runs:
        inner = plain(r.words)
        if r.quoted:
            out.append(f"“{inner}”")
        elif r.words == APART:
            out.append(r" \| ")
        elif inner.strip():
            lead, tail = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            out.append(f"{lead}*{inner.strip()}*{tail}")
        else:
            out.append(" ")
    return "".join(out)


def refs(numbers: Sequence[int]) -> str:
    return "".join(f" [^{n}]" for n in numbers)


def listed(part: Part) -> list[str]:
    """A list under its title; nothing where it has no entry."""
    if not part.items:
        return []
    lines = [item(i) for i in part.items] + ([f"- and {part.rest:,} more"] if part.rest else [])
    return [f"## {part.title}", plain(part.lead), "\n".join(lines)]


def item(i: Item) -> str:
    parts = [f"**{plain(i.head)}**", words(i.words), *(plain(t) for t in i.told)]
    return "- " + " ".join(part for part in parts if part) + refs(i.notes)


def section(s: Section) -> list[str]:
    """A point beyond the table's columns."""
    lines = [f"- **{plain(speaker.name)}** {plain(speaker.role)}: " + "; ".join(cite(c, apart=" ") for c in cites) for speaker, cites in s.entries]
    return [f"### {plain(s.column.label)}", "; ".join(column(s.column).split("<br>")[1:]), "\n".join(lines)]


def alignments(sheet: Sheet) -> list[str]:
    if not sheet.alignments:
        return []
    told = "Differing words are bold, missing ones told as [left out]. No tone is judged: words are counted."
    return ["## Where the words differ", plain(told), *(b for a in sheet.alignments for b in alignment(a)), *rest(sheet.alignments_rest)]


def alignment(a: Alignment) -> list[str]:
    rows = ["| Printed by | Words | |", "|---|---|---|"] + [version(v) for v in a.versions]
    same = ", ".join(plain(outlet) + refs([n]) for outlet, n in a.same)
    return [f"### {plain(a.speaker)}, {plain(a.about)}", "\n".join(rows), f"Word for word the same in {same}." if same else ""]


def version(v: Version) -> str:
    said = " ".join(piece(p) for cell in v.cells for p in cell.pieces)
    changes = "".join(f"<br>**{plain(str(c))}**" for c in v.changes)
    return f"| {plain(v.outlet)}, {plain(v.when)}{refs([v.note])} | {said} | **{plain(v.verdict)}** {plain(v.told)}{changes} |"


def piece(p: Piece) -> str:
    if p.kind == "left out":
        return r"\[left out\]"
    inner = plain(p.words) if p.quoted else f"*{plain(p.words)}*"
    return inner if p.kind == "same" else f"**{inner}**"


def charges(sheet: Sheet) -> list[str]:
    return ["## What is answered, and by whom", "\n".join(charge(c) for c in sheet.charges), *rest(sheet.charges_rest)] if sheet.charges else []


def charge(c: Charge) -> str:
    answers = "".join(f"\n  - {cite(a, name=True, apart=' ')}" for a in c.answers)
    return f"- **{plain(c.accused)}** is accused: {cite(c.cite, name=True, apart=' ')}. **{plain(c.told)}**{answers}"


def besides(sheet: Sheet) -> list[str]:
    if not sheet.besides:
        return []
    lines = [f"- {cite(c, name=True, apart=' ')}" for c in sheet.besides]
    return ["## Also said", "Statements that bear on none of the points above.", "\n".join(lines), *rest(sheet.besides_rest)]


def days(sheet: Sheet) -> list[str]:
    """The time line in words."""
    if not sheet.days:
        return []
    lines = [f"- {plain(d.when)}: " + "; ".join(f"{plain(name)} {plain(does)}" for _, name, does in d.entries) for d in sheet.days]
    return ["## When they spoke", "\n".join(lines)]


def sources(sheet: Sheet) -> list[str]:
    return ["## Sources", "\n".join(source(s) for s in sheet.sources)] if sheet.sources else []


def source(s: Source) -> str:
    parts = [f"**{plain(s.outlet)}**", f"*{plain(s.title)}*" if s.title else "", plain(s.published), plain(f"updated {s.updated}") if s.updated else ""]
    parts += [plain(f"by {s.byline}") if s.byline else "", s.form]
    where = ", ".join(part for part in (code(s.url), code(s.file), f"SHA-256 {code(s.sha256)}") if part)
    more = "".join(f" {plain(raise_first(told))}." for told in (*s.copies, *(str(c) for c in s.changes)))
    return f"{s.number}. {', '.join(part for part in parts if part)}. {s.counts}. {where}.{more}"


def note(n: Note) -> str:
    """A footnote: whose words, all of them, where they stand."""
    same = f" The same in{refs(n.same)}." if n.same else ""
    occasion = raise_first("; ".join(n.occasion))
    told = f"{plain(n.source.outlet)}, {plain(n.source.published)}, text {n.source.number}, {plain(n.place)}. {plain(occasion)}."
    return f"[^{n.number}]: **{plain(n.speaker)}** {words(n.words)} {told}{same}"


def grouping(sheet: Sheet) -> list[str]:
    lines = [f"- {plain(i.head)}: {code(i.told[0])}" for i in sheet.grouping.items]
    return [f"## {sheet.grouping.title}", plain(sheet.grouping.lead), "\n".join(lines)]


def rest(number: int) -> list[str]:
    return [f"and {number:,} more"] if number else []


def plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return LEADING.sub(r"\g<0>\\", SPECIAL.sub(escape, text))


def escape(match: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(match[0], f"\\{match[0]}")


def code(text: str) -> str:
    """An address or a hash, to be copied and not followed."""
    return "`" + text.replace("`", "'").replace("|", "%7C") + "`" if text else ""
