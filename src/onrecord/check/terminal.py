"""The findings in a terminal: the most serious first, then a line of counts.

In: a result of check_draft and a rich console. Out: lines on that console. Nothing is told by colour or slant alone: the verdict stands in words, a barred word
between vertical bars, the outlet's own words are called a paraphrase.
"""

from rich.console import Console
from rich.text import Text

from onrecord.check.types import FINE, Checked, Finding
from onrecord.check.words import Told, file_name, say_place, scope, severity, tell, tell_counts
from onrecord.phrase import make_visible

WIDEST = 100
QUIET = "bright_black"
SHA = 12  # characters of a hash that are shown; --json and --html have it whole


def draw_checked(checked: Checked, console: Console) -> None:
    """Print what became of a draft's quotations."""
    width = min(console.width, WIDEST)
    number = {id(f): n for n, f in enumerate(checked.findings, 1)}
    for finding in sorted(checked.findings, key=severity):
        told = tell(number[id(finding)], finding, checked)
        for indent, line in draw_finding(finding, told):
            for wrapped in line.wrap(console, width - indent) if line else (line,):
                console.print(Text(" " * indent) + wrapped, soft_wrap=True)
    for unread in checked.unread:
        console.print(Text(make_visible(f"Not read: {unread.name}: {unread.reason}")))
    if checked.passed:
        words = "; ".join(make_visible(p.words) for p in checked.passed)
        console.print(Text(f"Not looked up: {words}", QUIET), width=width)
    console.print(Text(f"{tell_counts(checked)}, {scope(checked)}." if checked.findings else tell_counts(checked), "bold"), width=width)


def draw_finding(finding: Finding, told: Told) -> list[tuple[int, Text]]:
    """The lines of one finding, each with its indentation; one line for what is as it should be."""
    head = Text.assemble((f"{told.head} ", "bold"), told.text + " " if told.text and finding.verdict in FINE else "", (say_place(finding), QUIET))
    marks = ("“", "”") if finding.kind == "quotation" else ("", "")
    lines = [(0, head), (4, Text(f"{marks[0]}{make_visible(finding.words)}{marks[1]}", "bold" if finding.kind == "quotation" else "italic"))]
    if told.text and finding.verdict not in FINE:
        lines.append((4, Text(told.text)))
    if told.words:
        shown = Text("“" if told.own else "")
        for n, piece in enumerate(told.words):
            shown.append(" " if n else "")
            shown.append(f"|{piece.words}|" if piece.barred else piece.words, ("bold" if piece.barred else "") if told.own else "italic")
        shown.append("”" if told.own else " (paraphrase)")
        lines.append((6, shown))
    if told.by:
        lines.append((6, Text(told.by)))
    s = finding.source
    if s is not None:
        place = f"{file_name(s.path) or s.url or 'the text'}, characters {s.place.start:,} to {s.place.end:,}, sha256 {s.sha256[:SHA]}"
        lines.append((6, Text(make_visible(place), QUIET)))
    lines += [(4, Text(note)) for note in told.notes]
    return [*lines, (0, Text(""))]
