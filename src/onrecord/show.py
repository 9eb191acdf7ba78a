"""A record in a terminal: its statements in reading order, what was left out, every quotation mark accounted for.

In: a record and a rich console. Out: lines on that console. It prints no character of a report that a terminal would obey instead of show, and never
tells by colour alone: quoted words stand in marks, and where slanted letters cannot be shown the word "paraphrase" stands beside the outlet's words.
"""

from collections import Counter
from collections.abc import Iterator

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from onrecord.phrase import APART, CHIP, count, count_words, cut_content, make_visible, say_chain, say_cue, say_kind, say_speaker, say_when
from onrecord.types import Article, QuotationRole, Record, Statement

QUIET = "bright_black"
WIDEST = 100  # columns: longer lines are hard to read
INDENT = 5
LABEL = 13
LISTED = 8  # passages left out that are listed one by one; the rest is counted
UNSURE = 0.5  # confidence is calibrated: below this a reading is wrong more often than right
PLACES = frozenset({"headline", "standfirst", "subhead", "caption", "list", "table"})  # blocks worth naming beside a statement
ROLES: dict[QuotationRole, tuple[str, str | None]] = {
    "statement": ("statement", None), "scare": ("scare quote", None), "title": ("title", None), "name": ("name", None),
    "unassigned": ("unassigned", "unassigned"),
}  # fmt: skip


def draw_record(record: Record, console: Console) -> None:
    """Print one record."""
    width = min(console.width, WIDEST)
    slanted = console.is_terminal and console.color_system is not None
    article = record.article
    rule = Rule(style=QUIET)
    if article is None:
        print_hanging(console, width, "", 0, chips(make_visible(record.capture.path or record.capture.url or "the input"), "bold").append("\nnot read", QUIET))
        rows = [problem_row(record)]
    else:
        print_hanging(console, width, "", 0, head(record, article))
        console.print(rule, width=width)
        for number, depth, statement in number_statements(record):
            margin = INDENT * (depth + 1)
            print_hanging(console, width, f"{number:>{margin - 2}}", margin, statement_lines(record, article, statement, slanted=slanted))
            console.print()
        if not record.statements:
            console.print("Nobody is on record here.\n")
        rows = [left_out_row(article), quotation_row(record, article), problem_row(record)]
    console.print(rule, width=width)
    for label, text in rows:
        print_hanging(console, width, label, LABEL, text, style="bold")
    if article is not None:
        console.print()
        print_hanging(console, width, "", 0, legend(record, slanted=slanted))


def print_hanging(console: Console, width: int, label: str, margin: int, text: Text, *, style: str = "") -> None:
    """Print text with a label in its left margin, wrapped so that every line starts at the margin."""
    for i, row in enumerate(text.wrap(console, max(width - margin, 20))):
        row.rstrip()
        left = Text((label if i == 0 else "").ljust(margin), style=style)
        console.print(Text.assemble(left, row) if row.plain else row, soft_wrap=True)


def summarise(record: Record) -> str:
    """One line about a record: its headline and counts, or why there is none."""
    if record.article is None:
        return "; ".join(make_visible(p.message) for p in record.problems)
    title = make_visible(record.article.title or "no headline")
    return f"{title}: {count(len(record.statements), 'statement')}" + (f", {count(len(record.problems), 'problem')}" if record.problems else "")


def head(record: Record, article: Article) -> Text:
    """Headline, and under it outlet, date, byline, language and counts."""
    when = say_when(article.published) if article.published else "date not stated"
    about = [make_visible(article.outlet) if article.outlet else "Outlet not stated", when]
    if article.updated:
        about.append(f"updated {say_when(article.updated)}")
    if article.byline:
        about.append("by " + " and ".join(make_visible(name) for name in article.byline))
    language = {"en": "English", None: "Language not known"}.get(article.language, f"Language: {article.language}")
    counts = [language, count(count_words(article), "word"), count(len(record.statements), "statement")]
    if article.form != "report":
        counts.insert(0, article.form[0].upper() + article.form[1:])
    return chips(make_visible(article.title or "No headline"), "bold").append(f"\n{', '.join(about)}. {', '.join(counts)}.")


def number_statements(record: Record) -> Iterator[tuple[int, int, Statement]]:
    """Statements in reading order, those inside another one after it, with their number and depth."""
    inside: dict[str | None, list[Statement]] = {}
    known = {s.id for s in record.statements}
    for s in record.statements:
        inside.setdefault(s.parent if s.parent in known else None, []).append(s)
    stack = [(0, s) for s in reversed(inside.get(None, []))]
    number = 0
    while stack:
        depth, statement = stack.pop()
        number += 1
        yield number, depth, statement
        stack.extend((depth + 1, s) for s in reversed(inside.get(statement.id, [])))


def statement_lines(record: Record, article: Article, statement: Statement, *, slanted: bool) -> Text:
    """One statement: source and cue, the words, and a quiet line of notes."""
    text = chips(say_speaker(record, statement), "bold" if statement.source or statement.speakers else "")
    if cue := say_cue(article.text, statement):
        text.append("  ").append_text(chips(cue, QUIET))
    text.append("\n")
    for words, quoted in cut_content(article.text, statement):
        text.append_text(chips(words, QUIET if words == APART else "bold" if quoted else "italic"))
    notes = notes_on(record, article, statement, slanted=slanted)
    if notes:
        text.append("\n" + ", ".join(notes), QUIET)
    return text


def notes_on(record: Record, article: Article, statement: Statement, *, slanted: bool) -> list[str]:
    block = next((b for b in article.blocks if b.start <= statement.content[0].start < b.end), None)
    said = [
        "" if slanted else say_kind(statement),
        say_chain(record, statement),
        f"in the {block.kind}" if block and block.kind in PLACES else "",
        make_visible(statement.channel or ""),
        say_when(statement.said_on) if statement.said_on else "",
        "unsure" if statement.confidence < UNSURE else "",
    ]
    return [note for note in said if note]


def left_out_row(article: Article) -> tuple[str, Text]:
    """What the page had and the article is not, with the reason; the first few one by one."""
    if not article.left_out:
        return "Left out", Text("nothing")
    text = Text()
    for i, left in enumerate(article.left_out[:LISTED]):
        text.append("\n" if i else "").append_text(chips(shorten(left.text)))
        text.append("\n" + make_visible(left.why), QUIET)
    rest = Counter(left.kind for left in article.left_out[LISTED:])
    if rest:
        text.append(f"\nand {rest.total()} more ({', '.join(f'{n} {kind}' for kind, n in rest.most_common())}); --json lists all", QUIET)
    return "Left out", text


def quotation_row(record: Record, article: Article) -> tuple[str, Text]:
    """Every marked passage accounted for; those that belong to nobody are shown."""
    if not record.quotations:
        return "Quotations", Text("no passage stands in quotation marks")
    counts = Counter(q.role for q in record.quotations)
    told = [count(counts[role], *nouns) for role, nouns in ROLES.items() if counts[role]]
    text = Text(f"{count(len(record.quotations), 'quoted passage')}: {', '.join(told)}")
    for q in [q for q in record.quotations if q.role == "unassigned"][:LISTED]:
        text.append("\nunassigned: ", QUIET).append_text(chips(shorten(q.span.of(article.text))))
    return "Quotations", text


def problem_row(record: Record) -> tuple[str, Text]:
    if not record.problems:
        return "Problems", Text("none. Every quotation mark is accounted for." if record.quotations else "none.")
    text = Text()
    for i, problem in enumerate(record.problems):
        text.append("\n" if i else "").append_text(chips(make_visible(problem.message))).append(f" ({problem.code})", QUIET)
    return "Problems", text


def legend(record: Record, *, slanted: bool) -> Text:
    marks = ["“ ” the speaker’s words", "slanted: the outlet’s words" if slanted else "paraphrase: the outlet’s words"]
    if any(len(s.content) > 1 for s in record.statements):
        marks.append("| words stand apart")
    sure = ["Read by machine, not checked by a person."]
    if any(s.confidence < UNSURE for s in record.statements):
        sure.append("Unsure: more often wrong than right.")
    return Text("   ".join(marks) + "\n" + " ".join(sure), QUIET)


def shorten(text: str) -> str:
    """The first words of a long passage, with how much more there is."""
    shown = make_visible(text)
    if len(shown) <= WIDEST:
        return shown
    kept = shown[: max(shown.rfind(" ", 0, WIDEST), WIDEST // 2)]
    return f"{kept} [{count(len(shown) - len(kept), 'more character')}]"


def chips(visible: str, style: str = "") -> Text:
    """Text that was made visible, in one style, with its chips for hidden characters set off."""
    shown = Text()
    at = 0
    for match in CHIP.finditer(visible):
        shown.append(visible[at : match.start()], style).append(match[0], "reverse")
        at = match.end()
    return shown.append(visible[at:], style)
