"""A record in a terminal: its statements in reading order, what was left out, every quotation mark accounted for.

In: a record and a rich console. Out: lines on that console. It prints no character of a report that a terminal would obey instead of show, and never
tells by colour alone: quoted words stand in marks, and where slanted letters cannot be shown the word "paraphrase" stands beside the outlet's words.
"""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from onrecord.phrase import (
    APART,
    CHIP,
    count,
    count_words,
    cut_content,
    make_visible,
    mark_act,
    number_statements,
    say_act,
    say_cue,
    say_kind,
    say_names,
    say_occasion,
    say_parties,
    say_speaker,
    say_when,
)
from onrecord.types import Act, Article, QuotationRole, Record, Statement

QUIET = "bright_black"
WIDEST = 100  # columns: longer lines are hard to read
NARROW = 72  # columns: below this, the act stands before the speaker and has no column of its own
INDENT = 5
DEEPEST = 3  # steps of indentation; a chain has seldom more, and the words need the room
LABEL = 13
LISTED = 8  # passages left out that are listed one by one; the rest is counted
UNSURE = 0.5  # confidence is calibrated: below this a reading is wrong more often than right
PLACES = frozenset({"headline", "standfirst", "subhead", "caption", "list", "table"})  # blocks worth naming beside a statement
# Acts that dispute, charge or commit stand in bold, as on the page; the others are quieter. The word tells them apart, never the weight.
STRONG: frozenset[Act | None] = frozenset({"accuse", "deny", "challenge", "demand", "admit", "decline", "retract"})
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
        named = chips(make_visible(record.capture.path or record.capture.url or "the input"), "bold")
        print_hanging(console, width, Text(), 0, named.append("\nnot read", QUIET))
        rows = [problem_row(record)]
    else:
        print_hanging(console, width, Text(), 0, head(record, article))
        console.print(rule, width=width)
        column = act_column(record, width)
        for number, depth, statement in number_statements(record):
            indent = INDENT * (min(depth, DEEPEST) + 1)
            label = Text(f"{number:>{indent - 2}}  ")
            act, lines = say_mark(statement), statement_lines(record, article, statement, slanted=slanted)
            if column:
                label.append_text(act)
            elif act.plain:
                lines = act.append("  ").append_text(lines)
            print_hanging(console, width, label, indent + column, lines)
            console.print()
        if not record.statements:
            console.print("Nobody is on record here.\n")
        unheard = not_heard_row(record)
        rows = [left_out_row(article), quotation_row(record, article), *([unheard] if unheard else []), problem_row(record)]
    console.print(rule, width=width)
    for name, told in rows:
        print_hanging(console, width, Text(name, "bold"), LABEL, told)
    if article is not None:
        console.print()
        print_hanging(console, width, Text(), 0, legend(record, slanted=slanted))


def draw_reasons(record: Record, statement: Statement, reasons: Sequence[tuple[str, str, Sequence[str]]], console: Console) -> None:
    """Print one statement as `draw_record` does, and below it one row a reason: a label, a value, quiet lines that explain it."""
    width = min(console.width, WIDEST)
    article = record.article
    if article is None:
        return
    slanted = console.is_terminal and console.color_system is not None
    number = next(n for n, _, s in number_statements(record) if s.id == statement.id)
    text = say_mark(statement).append("  " if statement.act else "").append_text(statement_lines(record, article, statement, slanted=slanted))
    print_hanging(console, width, Text(f"{number:>{INDENT - 2}}"), INDENT, text)
    console.print(Rule(style=QUIET), width=width)
    margin = max(len(label) for label, _, _ in reasons) + 2
    for label, value, notes in reasons:
        row = chips(value)
        for note in notes:
            row.append("\n").append_text(chips(note, QUIET))
        print_hanging(console, width, Text(label, "bold"), margin, row)


def print_hanging(console: Console, width: int, label: Text, margin: int, text: Text) -> None:
    """Print text with a label in its left margin, wrapped so that every line starts at the margin."""
    label = label.copy()
    label.append(" " * (margin - cell_len(label.plain)))
    for i, row in enumerate(text.wrap(console, max(width - margin, 10))):
        row.rstrip()
        line = Text.assemble(label if i == 0 else " " * margin, row) if row.plain or i == 0 else row
        line.rstrip()
        console.print(line, soft_wrap=True)


def act_column(record: Record, width: int) -> int:
    """How wide the column of acts is: as wide as the widest act of the record and a gap; 0 where there is no room, or no act."""
    widest = max((cell_len(say_mark(s).plain) for s in record.statements), default=0)
    return widest + 3 if widest and width >= NARROW else 0


def say_mark(statement: Statement) -> Text:
    """A statement's act with its mark: "▲ accuses"; empty where no act is known."""
    does = say_act(statement, several=len(statement.speakers) > 1)
    return Text(f"{mark_act(statement)} {does}", "bold" if statement.act in STRONG else "") if does else Text()


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


def statement_lines(record: Record, article: Article, statement: Statement, *, slanted: bool) -> Text:
    """One statement: speaker and parties, the words, and quiet notes, the report's own cue first."""
    known = not statement.rivals and (statement.source or statement.speakers)
    text = chips(say_speaker(record, statement), "bold" if known else "")
    if parties := say_parties(record, statement):
        text.append(" " if statement.targets else ", ").append_text(chips(parties))
    text.append("\n")
    for words, quoted in cut_content(article.text, statement):
        text.append_text(chips(words, QUIET if words == APART else "bold" if quoted else "italic"))
    cue, notes = say_cue(article.text, statement), notes_on(record, article, statement, slanted=slanted)
    text.append("\n").append_text(chips(cue, f"italic {QUIET}"))
    return text.append_text(chips((", " if cue else "") + ", ".join(notes), QUIET))


def notes_on(record: Record, article: Article, statement: Statement, *, slanted: bool) -> list[str]:
    """What is known of a statement beside its parties and words: where it stands, when and how it was said, how sure."""
    block = next((b for b in article.blocks if b.start <= statement.content[0].start < b.end), None)
    said = [
        "" if slanted else say_kind(statement),
        f"in the {block.kind}" if block and block.kind in PLACES else "",
        "" if statement.said_on else "day not stated",
        *say_occasion(record, statement),
        "unsure" if statement.confidence < UNSURE else "",
    ]
    return [note for note in said if note]


def not_heard_row(record: Record) -> tuple[str, Text] | None:
    """Who is accused here and has no word in this text: whoever reads on must ask them."""
    heard = {i for s in record.statements for i in (*s.speakers, *s.rivals, *s.on_behalf_of)}
    accused: dict[str, list[int]] = {}
    for number, _, s in number_statements(record):
        if s.act == "accuse" and not s.negated:
            for i in s.targets:
                if i not in heard:
                    accused.setdefault(i, []).append(number)
    if not accused:
        return None
    told = [f"{say_names(record.entities, [i])}, accused in {', '.join(map(str, numbers))}" for i, numbers in accused.items()]
    return "Not heard", chips("; ".join(told) + ": no words of theirs in this text")


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
