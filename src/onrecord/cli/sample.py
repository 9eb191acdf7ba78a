"""`onrecord sample`: statements to check by hand, and what the checks say of all of them."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import DONE, PROBLEMS, say, write_bytes
from onrecord.types import Act, StatementKind

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger
    from onrecord.sample.types import By, Checked, Estimate, Result

PAGE = 200


@click.command("sample")
@click.argument("inputs", nargs=-1, metavar="[RECORDS.jsonl...]")
@ledger_option
@click.option("-n", "number", metavar="N", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Statements to draw.")
@click.option("--by", type=click.Choice(["act", "speaker", "outlet", "kind"]), help="Draw from each act, speaker ... so that the rare ones are checked too.")
@click.option("--passages", metavar="N", type=click.IntRange(0, 10_000), default=30, show_default=True, help="Paragraphs to look for missed statements in.")
@click.option("--seed", metavar="N", type=click.IntRange(0), help="The same draw again; without it, another one each time.")
@click.option("--out", metavar="FILE", type=click.Path(dir_okay=False), help="The sheet to write: .csv or .xlsx.")
@click.option("--words", metavar="WORDS", help="Only statements with these words.")
@click.option("--speaker", metavar="NAME", help="Only what they said; this and the following as in `onrecord find`.")
@click.option("--act", type=click.Choice(get_args(Act)), metavar="ACT")
@click.option("--about", metavar="WORDS")
@click.option("--addressee", metavar="NAME")
@click.option("--target", metavar="NAME")
@click.option("--channel", metavar="CHANNEL")
@click.option("--kind", type=click.Choice(get_args(StatementKind)), metavar="KIND")
@click.option("--since", metavar="DATE")
@click.option("--until", metavar="DATE")
@click.option("--outlet", metavar="NAME")
@click.option("--negated/--not-negated", default=None)
@click.option("--result", metavar="SHEET", type=click.Path(exists=True, dir_okay=False), help="Tell error rates from this sheet, filled in.")
@click.option("--judge", is_flag=True, help="With --result: keep the answers in the ledger as judgements of the person named with --as.")
@click.option("--as", "by_name", metavar="NAME", envvar="ONRECORD_NAME", help="Who checked.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def sample_command(
    inputs: tuple[str, ...], path: str, number: int, by: str | None, passages: int, seed: int | None, out: str | None, result: str | None, judge: bool,
    by_name: str | None, as_json: bool, **filters: Any,
) -> None:  # fmt: skip
    """Draw statements of a ledger (or of records in .jsonl) at random as a sheet to check by hand; or tell what a checked sheet says of all of them.

    In the sheet, answer yes, no or cannot say. The result is how often each field is wrong, how many statements each act really has, and how many
    statements were missed, each with an interval at 95 %.
    """
    asked = {name: value for name, value in filters.items() if value is not None}
    if judge and (not result or not by_name):
        raise click.UsageError("--judge keeps the answers of a sheet: name it with --result, and who checked with --as")
    if result:
        if out or asked or by:
            raise click.UsageError("--result reads a sheet; name no draw with it")
        tell_result(result, path, by_name if judge else None, as_json)
    if out is None or Path(out).suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError("say where to write the sheet: --out sheet.csv or --out sheet.xlsx")
    if not Path(out).parent.is_dir():
        raise click.UsageError(f"{out}: no such folder")
    if inputs and asked:
        raise click.UsageError("filters look in a ledger; draw from all of the records, or add them to a ledger")
    draw(inputs, path, number, cast("By | None", by), passages, secrets.randbelow(10**6) if seed is None else seed, out, asked)
    sys.exit(DONE)


def draw(inputs: tuple[str, ...], path: str, number: int, by: By | None, passages: int, seed: int, out: str, asked: dict[str, Any]) -> None:
    """Write a sheet."""
    from onrecord.cli.export import open_whole
    from onrecord.ledger.ledger import open
    from onrecord.phrase import count
    from onrecord.sample import draw_sample, write_sheet

    if inputs:
        records = read_kept(inputs)
        sample = draw_sample(lambda: records, number, by=by, passages=passages, seed=seed)
    else:
        with open(path, make=False) as ledger:
            only = find_ids(ledger, asked) if asked else None
            sample = draw_sample(ledger.records, number, by=by, passages=0 if asked else passages, seed=seed, only=only)
    with open_whole(out) as file:
        write_sheet(sample, file, xlsx=out.lower().endswith(".xlsx"))
    say(f"{out}: {count(len(sample.items), 'statement')} of {sum(sample.strata.values()):,}, {count(len(sample.passages), 'paragraph')} (seed {seed}).")
    say("Answer yes, no or cannot say; in `missed`, the number of statements not found. Rows are in random order: begin at the top, stop where you must.")
    if asked and passages:
        say("No paragraphs: what was missed cannot be told apart by speaker, act or words.")


def read_kept(inputs: tuple[str, ...]) -> list[Any]:
    from onrecord.encode import decode_records
    from onrecord.errors import InputError

    try:
        return [record for name in inputs for record in decode_records(Path(name).read_bytes())]
    except InputError as e:
        raise click.UsageError(f"{', '.join(inputs)}: {e}; make records with `onrecord read --json`") from None


def find_ids(ledger: Ledger, asked: dict[str, Any]) -> set[str]:
    """The ids of all statements that the filters let through."""
    found: set[str] = set()
    words, after = asked.pop("words", None), None
    while True:
        page = ledger.find(words, limit=PAGE, after=after, **asked)
        found.update(hit.statement.id for hit in page.hits)
        after = page.after
        if after is None:
            return found


def tell_result(sheet_path: str, path: str, judge_as: str | None, as_json: bool) -> None:
    """Print what a sheet says, and keep its answers where that is asked."""
    from onrecord.errors import UsageError
    from onrecord.ledger.plain import encode_plain
    from onrecord.sample import evaluate, read_sheet

    try:
        sheet = read_sheet(Path(sheet_path).read_bytes())
    except UsageError as e:
        raise click.UsageError(f"{sheet_path}: {e}") from None
    result = evaluate(sheet)
    write_bytes(encode_plain(result) + b"\n" if as_json else "".join(f"{line}\n" for line in draw_result(result)).encode())
    failed = keep_answers(sheet.rows, path, judge_as) if judge_as else 0
    sys.exit(PROBLEMS if failed or not result.checked else DONE)


def keep_answers(rows: tuple[Checked, ...], path: str, name: str) -> int:
    """Keep the answers as judgements; what the same person said before of the same statement is not said again. How many could not be kept."""
    from onrecord.errors import OnrecordError
    from onrecord.ledger.ledger import open
    from onrecord.phrase import count
    from onrecord.sample.judge import list_sayings

    kept = failed = 0
    with open(path, make=False) as ledger:
        for row in rows:
            try:
                before = {repr(j.saying) for j in ledger.judgements(row.id) if j.by == name and not j.undone} if row.answers else set()
                for saying in list_sayings(row):
                    if repr(saying) not in before:
                        ledger.judge(row.id, saying, by=name)
                        kept += 1
            except OnrecordError as e:
                failed += 1
                say(f"{row.id[:12]}: {e}")
    say(f"{path}: {count(kept, 'judgement')} kept as {name}." + (f" {count(failed, 'statement')} could not be judged." if failed else ""))
    return failed


def share(e: Estimate) -> str:
    return f"{e.value:.1%} ({e.low:.1%} to {e.high:.1%})"


def draw_result(result: Result) -> list[str]:
    """The result in lines."""
    from onrecord.phrase import make_visible

    lines = [f"{result.checked:,} of {result.drawn:,} statements checked, drawn from {result.statements:,}. Intervals at 95 %."]
    if result.fields:
        lines += ["", f"{'field':12} {'yes':>5} {'no':>5} {'?':>4}  wrong"]
        lines += [f"{f.field:12} {f.yes:5,} {f.no:5,} {f.cannot_say:4,}  {share(f.error) if f.error else 'no answer'}" for f in result.fields]
    if result.acts:
        lines += ["", f"{'act':28} {'machine':>8}  corrected"]
        lines += [f"{make_visible(a.act):28} {a.machine:8,}  {a.corrected.value:,.0f} ({a.corrected.low:,.0f} to {a.corrected.high:,.0f})" for a in result.acts]
    if result.missed:
        m = result.missed
        lines += ["", f"Missed in all texts: {m.value:,.0f} statements ({m.low:,.0f} to {m.high:,.0f})."]
    if result.recall:
        lines.append(f"Found of all that there are: {share(result.recall)}.")
    return lines + [f"Note: {make_visible(note)}." for note in result.notes]
