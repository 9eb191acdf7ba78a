"""A sample as a table for people, and back: csv that no spreadsheet takes for formulas, or xlsx.

In: a `Sample`, a binary file. Out: one row a statement, then one a paragraph, then what the sample was drawn from. In: the bytes of such a table, filled in.
Out: a `Sheet`. The words in it may have been changed by a spreadsheet: ids and answers alone are read.
"""

import csv
import io
from typing import BinaryIO

from onrecord.errors import UsageError
from onrecord.export.csv import guard, unguard
from onrecord.export.xlsx import make_safe
from onrecord.phrase import make_visible, say_names, say_speaker, say_when
from onrecord.read.decode import decode
from onrecord.sample.types import FIELDS, NONE, STATEMENT, Answer, Checked, Item, Passage, Sample, Sheet
from onrecord.sample.workbook import is_workbook, read_rows, write_rows
from onrecord.text.split import split_sentences
from onrecord.types import Article, Block, Record, Statement

RIGHT, IS = " right?", " is"
CORRECTED = ("act", "speakers", "channel", "said_on")  # fields of which the checker may say what is right
QUESTIONS = tuple(c for f in FIELDS for c in ((*(() if f == STATEMENT else (f,)), f + RIGHT, *((f + IS,) if f in CORRECTED else ()))))
HEAD = (
    "what", "id", "words", "context", "headline", "outlet", "published", "source", *QUESTIONS, "missed", "note", "stratum", "of",
)  # fmt: skip
ANSWERS: dict[str, Answer] = {
    "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "no": "no", "n": "no", "false": "no", "0": "no", "cannot say": "cannot say", "?": "cannot say",
    "can't say": "cannot say", "cannot": "cannot say",
}  # fmt: skip
LONGEST = 1500  # characters of a context


def write_sheet(sample: Sample, out: BinaryIO, *, xlsx: bool) -> None:
    """Write the table. csv has a byte order mark, without which Excel does not read UTF-8."""
    rows = [
        *(statement_row(item) for item in sample.items), *(passage_row(passage) for passage in sample.passages),
        *({"what": "count", "stratum": name, "of": str(size)} for name, size in sample.strata.items()),
        *({"what": "count", "act": act, "of": str(size)} for act, size in sample.acts.items()),
        {"what": "count", "missed": "", "note": f"paragraphs; drawn with seed {sample.seed}, by {sample.by or 'nothing'}", "of": str(sample.paragraphs)},
    ]  # fmt: skip
    table = [list(HEAD), *([row.get(name, "") for name in HEAD] for row in rows)]
    if xlsx:
        write_rows(out, [[make_safe(cell) for cell in row] for row in table])
        return
    text = io.TextIOWrapper(out, encoding="utf-8-sig", errors="replace", newline="")
    csv.writer(text, lineterminator="\r\n").writerows([guard(cell) for cell in row] for row in table)
    text.flush()
    text.detach()


def about(record: Record, article: Article) -> dict[str, str]:
    return {
        "headline": make_visible(article.title or ""), "outlet": make_visible(article.outlet or ""), "published": say_when(article.published),
        "source": make_visible(record.capture.url or record.capture.path or record.capture.sha256),
    }  # fmt: skip


def statement_row(item: Item) -> dict[str, str]:
    """What a checker needs to judge a statement: its words, where they stand, and every value."""
    record, s, article = item.record, item.statement, item.record.article
    assert article is not None
    words = " | ".join(make_visible(span.of(article.text)) for span in s.content)
    return {
        "what": "statement", "id": s.id, "words": words, "context": context_of(article, s), **about(record, article), "stratum": item.stratum,
        "speakers": say_speaker(record, s) or NONE, "content": words, "act": s.act or NONE,
        "addressees": say_names(record.entities, s.addressees) or NONE, "targets": say_names(record.entities, s.targets) or NONE,
        "channel": s.channel or NONE, "said_on": say_when(s.said_on) if s.said_on else NONE, "negated": "yes" if s.negated else "no",
    }  # fmt: skip


def context_of(article: Article, statement: Statement) -> str:
    """The sentences in which a statement stands, from its source to its last words."""
    spans = (*statement.source, *statement.cue, *statement.content)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    near = [b for b in article.blocks if b.start < end and start < b.end]
    sentences = [s for b in near for s in split_sentences(article.text, b.start, b.end) if s.start < end and start < s.end]
    return make_visible(article.text[min((s.start for s in sentences), default=start) : max((s.end for s in sentences), default=end)])[:LONGEST]


def passage_row(passage: Passage) -> dict[str, str]:
    """A paragraph with what was found in it: the checker notes how many statements were not."""
    record, block, article = passage.record, passage.block, passage.record.article
    assert article is not None
    here = [s for s in record.statements if touches(s, block)]
    found = "; ".join(f"{say_speaker(record, s) or NONE}: {' | '.join(make_visible(p.of(article.text)) for p in s.content)}" for s in here)
    return {
        "what": "paragraph", "id": f"{article.id}:{block.start}", "words": f"found: {found}" if found else "found: none",
        "context": make_visible(article.text[block.start : block.end]), **about(record, article),
    }  # fmt: skip


def touches(statement: Statement, block: Block) -> bool:
    return any(p.start < block.end and block.start < p.end for p in statement.content)


def read_sheet(raw: bytes) -> Sheet:
    """A table that came back: csv with commas, semicolons or tabs in any usual charset, or xlsx. UsageError names the row and column that cannot be read."""
    table = read_rows(raw) if is_workbook(raw) else read_csv(raw)
    head = [cell.strip() for cell in table[0]] if table else []
    if not {"what", "id", "stratum", "of"} <= set(head):
        raise UsageError("not a sheet that `onrecord sample` wrote: the columns what, id, stratum and of are needed")
    rows: list[Checked] = []
    missed: list[int] = []
    strata: dict[str, int] = {}
    acts: dict[str, int] = {}
    paragraphs = 0
    for number, cells in enumerate(table[1:], 2):
        row = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
        if row.get("what") == "statement":
            rows.append(read_statement(row, number))
        elif row.get("what") == "paragraph" and row.get("missed"):
            missed.append(whole(row["missed"], number, "missed"))
        elif row.get("what") == "count":
            size = whole(row.get("of", ""), number, "of")
            if row.get("stratum"):
                strata[row["stratum"]] = size
            elif row.get("act"):
                acts[row["act"]] = size
            else:
                paragraphs = size
    for place, each in enumerate(rows, 2):
        if each.stratum not in strata:
            raise UsageError(f"row {place}: stratum {each.stratum!r} has no row that says how large it is; do not change the last rows of the sheet")
    return Sheet(tuple(rows), tuple(missed), strata, acts, paragraphs)


def read_csv(raw: bytes) -> list[list[str]]:
    text = decode(raw).text
    first = text.splitlines()[0] if text.strip() else ""
    apart = max(",;\t", key=first.count)
    try:
        return [[unguard(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=apart)]
    except csv.Error as e:
        raise UsageError(f"no table: {e}") from None


def read_statement(row: dict[str, str], number: int) -> Checked:
    answers: dict[str, Answer] = {}
    for name in FIELDS:
        given = row.get(name + RIGHT, "").lower()
        if given and given not in ANSWERS:
            raise UsageError(f"row {number}, column {name + RIGHT!r}: {given!r} is no answer; write yes, no or cannot say")
        if given:
            answers[name] = ANSWERS[given]
    right = {name: value for name in CORRECTED if (value := row.get(name + IS, ""))}
    if answers.get("negated") == "no":
        right["negated"] = "no" if row.get("negated") == "yes" else "yes"
    return Checked(row["id"], row.get("stratum", ""), row.get("act", ""), answers, right)


def whole(value: str, number: int, column: str) -> int:
    try:
        found = float(value)
        if found < 0 or found != int(found):
            raise ValueError
        return int(found)
    except (ValueError, OverflowError):
        raise UsageError(f"row {number}, column {column!r}: {value!r} is no whole number") from None
