"""From a checked sheet to what holds for all statements: error rates, corrected counts, what was missed. Pure."""

from collections.abc import Callable, Sequence

from onrecord.sample.rates import Cell, estimate_share, estimate_total
from onrecord.sample.types import ALL, FIELDS, NONE, OTHERS, STATEMENT, ActResult, Checked, Estimate, FieldResult, Result, Sheet

NOT_ONE = "no statement"
UNKNOWN = "another act (not said which)"


def evaluate(sheet: Sheet) -> Result:
    """Rates, counts and recall with their intervals at 95 %.

    A statement that was not looked at, or of which the checker cannot say, is taken to be like those of its stratum that were answered.
    """
    rows = [row for row in sheet.rows if row.answers]
    fields = tuple(rate_field(name, rows, sheet.strata) for name in FIELDS if any(name in row.answers for row in rows))
    missed = estimate_total(sheet.missed, sheet.paragraphs)
    statements = sum(sheet.strata.values())
    notes = []
    if len(rows) < len(sheet.rows):
        notes.append(f"{len(sheet.rows) - len(rows):,} of {len(sheet.rows):,} statements have no answer; the rest is taken to be like those that have one")
    empty = [name for name in sheet.strata if not any(row.stratum == name for row in rows)]
    if empty and rows:
        notes.append(f"nothing was looked at in {', '.join(empty)}: taken to be like the others")
    real = next((f.error for f in fields if f.field == STATEMENT), None)
    return Result(
        statements, len(sheet.rows), len(rows), fields, correct_acts(rows, sheet), missed, recall_of(statements, real, missed), tuple(notes)
    )  # fmt: skip


def cells_of(rows: Sequence[Checked], strata: dict[str, int], place: Callable[[Checked], str], has: Callable[[Checked], bool]) -> list[Cell]:
    cells = []
    for name, size in strata.items():
        own = [row for row in rows if place(row) == name]
        cells.append(Cell(size, len(own), sum(map(has, own))))
    return cells


def rate_field(name: str, rows: Sequence[Checked], strata: dict[str, int]) -> FieldResult:
    """How often a field is wrong. What cannot be said counts neither way."""
    told = [row.answers[name] for row in rows if name in row.answers]
    said = [row for row in rows if row.answers.get(name) in ("yes", "no")]
    error = estimate_share(cells_of(said, strata, lambda row: row.stratum, lambda row: row.answers[name] == "no"))
    return FieldResult(name, told.count("yes"), told.count("no"), told.count("cannot say"), error)


def true_act(row: Checked) -> str | None:
    """The act by the checker; None where nothing was said of it."""
    if row.answers.get(STATEMENT) == "no":
        return NOT_ONE
    if row.answers.get("act") == "yes":
        return row.act
    return (row.right.get("act") or UNKNOWN) if row.answers.get("act") == "no" else None


def correct_acts(rows: Sequence[Checked], sheet: Sheet) -> tuple[ActResult, ...]:
    """Statements with each act, corrected: for each act by the machine, the share of it that is another one by the checker, weighed by how many the machine
    found (A. Tenenbein, JASA 65 (1970) 1350-1361; the acts of a simple sample are strata after the draw, Cochran, section 5A.9)."""
    said = [row for row in rows if true_act(row) is not None]
    if not said:
        return ()
    if list(sheet.strata) == [ALL]:
        few = {act for act in sheet.acts if sum(row.act == act for row in said) < 2}
        strata = {act: size for act, size in sheet.acts.items() if act not in few}
        if rest := sum(sheet.acts[act] for act in few):
            strata[OTHERS] = rest

        def place(row: Checked) -> str:
            return OTHERS if row.act in few else row.act
    else:
        strata = sheet.strata

        def place(row: Checked) -> str:
            return row.stratum

    found = []
    whole = sum(sheet.strata.values())
    for act in sorted({*sheet.acts, *(true_act(row) or NONE for row in said)}):
        share = estimate_share(cells_of(said, strata, place, lambda row, act=act: true_act(row) == act))  # type: ignore[misc]
        if share is not None:
            found.append(ActResult(act, sheet.acts.get(act, 0), Estimate(share.value * whole, share.low * whole, share.high * whole)))
    return tuple(found)


def recall_of(statements: int, error: Estimate | None, missed: Estimate | None) -> Estimate | None:
    """Found of all that are there: T / (T + M). Its interval takes the worst and the best of both intervals, so it is on the safe side."""
    if missed is None or not statements:
        return None
    error = error or Estimate(0.0, 0.0, 0.0)
    true = [statements * (1 - share) for share in (error.value, error.high, error.low)]
    if not true[0] + missed.value:
        return None
    return Estimate(*(t / (t + m) if t + m else 0.0 for t, m in zip(true, (missed.value, missed.high, missed.low), strict=True)))
