"""A draft that was looked up, as its page shows it.

In: what the worker found. Out: `Page`: the marked draft (check/page.py cuts it), with the way to each source, in words what it was looked up in.
"""

from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from onrecord.check.page import Marked, cut_chips, mark
from onrecord.check.types import Finding
from onrecord.check.words import Told
from onrecord.phrase import count
from onrecord.web.draft.work import LookedUp

PASTED = "The draft"  # the name of one that came without a file
# The legend: class, words that look so, what they mean.
LEGEND = (
    ("exact", "one line", "exact"), ("altered", "a barred word", "altered"), ("other", "two lines", "other speaker"),
    ("unmarked", "a broken line", "not quoted in the source"), ("missing", "brackets", "not found"), ("agrees", "a thin line", "said so in other words"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """`against` is the line above the heading, `among` tells of texts that were passed over, `serious` are numbers of findings, most serious first."""

    marked: Marked
    against: str
    among: str
    legend: tuple[tuple[str, str, str], ...]


def lay_out(found: LookedUp) -> Page:
    """The page of a draft that could be read."""
    checked = found.checked
    assert checked is not None
    marked = mark(checked)
    if marked.name == f"{PASTED}.txt":
        marked = replace(marked, name=PASTED)
    looks = {run.look for row in marked.rows for run in row.runs}
    among = ""
    if checked.texts < found.kept:
        among = f"Looked up in the {count(checked.texts, 'text')} of {found.kept:,} that share most words with what it quotes and attributes."
    return Page(marked, f"Check a draft against {marked.texts}", among, tuple(each for each in LEGEND if each[0] in looks))


def source_of(finding: Finding) -> str:
    """The page that shows the words a finding rests on; empty where there are none."""
    source = finding.source
    if source is None:
        return ""
    return f"/s/{source.statement}" if source.statement else f"/article/{source.text}"


def notes_of(page: Page) -> str:
    """The findings as plain lines, to be copied."""
    lines = [page.marked.name, f"{page.marked.counts}."]
    for row in page.marked.rows:
        lines += [say_note(told) for _, told in row.told]
    return "\n".join(lines)


def say_note(told: Told) -> str:
    words = " ".join(p.words for p in told.words)
    parts = [told.head, told.text, f"“{words}”" if words and told.own else words, told.by, *told.notes]
    return f"{told.number} " + " ".join(p for p in parts if p)


def chips(words: str) -> Markup:
    """Words escaped as they stand, line breaks too; what hidden characters were made of shows as a chip."""
    return Markup("").join(Markup('<span class="chip">{}</span>').format(part) if chip else escape(part) for part, chip in cut_chips(words))
