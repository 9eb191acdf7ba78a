"""How well time expressions are found and resolved, on TimeBank and AQUAINT.

    python eval/timebank.py [--part tune|report] [--show]

The documents are sorted by the hash of their names: the first half is for tuning (`--show` prints its errors), the other for the report.

Gold is every TIMEX3 of type DATE or TIME whose value lies in the calendar; its value is mapped to an interval of days, and so is what was read
(parts of a day are ignored). A value is right when the days are the same. Where one end is left open ("since 2013") the other decides, since gold has
the year alone; likewise for "earlier this month", which is read up to the day of publication and is the whole month in gold. A range that gold has in
two parts is right when it runs from the first to the last. What was found is wrong where gold has a duration, a set or a vague reference; it counts neither
way on the document's own date or on a date whose value gold leaves open (XXXX). "All types" scores the spans against every TIMEX3.
"""

import argparse
import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from onrecord.resolve.when import Timex, find_times
from onrecord.types import Span, When
from shared import corpus

TAG = re.compile(r"<(/?)(\w+)((?:\s+[\w:]+=\"[^\"]*\")*)\s*/?>")
ATTRIBUTE = re.compile(r"([\w:]+)=\"([^\"]*)\"")
Days = tuple[date, date]
Part = Literal["tune", "report"]


@dataclass(frozen=True, slots=True)
class Gold:
    """One TIMEX3: its words, type and value, and the days of the value where it lies in the calendar."""

    span: Span
    type: str
    value: str
    days: Days | None
    creation: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its date of publication and its time expressions."""

    name: str
    text: str
    published: When
    gold: tuple[Gold, ...]


def documents(part: Part | None = None) -> Iterator[Document]:
    """The documents of a half, or all."""
    root = corpus("timebank") / "TBAQ-cleaned"
    paths = sorted([*root.glob("TimeBank/*.tml"), *root.glob("AQUAINT/*.tml")], key=lambda path: hashlib.sha256(path.stem.encode()).hexdigest())
    half = len(paths) // 2
    for path in {"tune": paths[:half], "report": paths[half:], None: paths}[part]:
        yield read_document(path)


def read_document(path: Path) -> Document:
    """Strip the markup of a document and keep its TIMEX3."""
    raw = path.read_text(encoding="utf-8")
    created = re.search(r"<DCT>.*?value=\"([^\"]*)\"", raw, re.DOTALL)
    body = raw[raw.index("<TEXT>") + 6 : raw.index("</TEXT>")]
    text, gold, at, opened = "", [], 0, []
    for tag in TAG.finditer(body):
        text += html.unescape(body[at : tag.start()])
        at = tag.end()
        if tag[2] == "TIMEX3" and not tag[0].endswith("/>"):
            if not tag[1]:
                opened.append((len(text), dict(ATTRIBUTE.findall(tag[3]))))
            else:
                start, about = opened.pop()
                if start < len(text):
                    gold.append(_gold(Span(start, len(text)), about))
    text += html.unescape(body[at:])
    value = created[1][:10] if created else ""
    return Document(path.stem, text, When(value, value, "day", "given"), tuple(sorted(gold, key=lambda g: g.span)))


def _gold(span: Span, about: dict[str, str]) -> Gold:
    calendar = days_of(about["value"]) if about["type"] in ("DATE", "TIME") else None
    return Gold(span, about["type"], about["value"], calendar, about.get("functionInDocument") == "CREATION_TIME")


def days_of(value: str) -> Days | None:
    """The days of a TIMEX3 value; None where it is no stretch of the calendar.

    >>> days_of("1998-W06")
    (datetime.date(1998, 2, 2), datetime.date(1998, 2, 8))
    """
    value = value.partition("T")[0]
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return (date.fromisoformat(value),) * 2
        if re.fullmatch(r"\d{4}-\d\d", value):
            return months(int(value[:4]), int(value[5:]), 1)
        if week := re.fullmatch(r"(\d{4})-W(\d\d)(-WE|-\d)?", value):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            if week[3] and week[3] != "-WE":
                return (monday + timedelta(days=int(week[3][1]) - 1),) * 2
            return monday + timedelta(days=5 if week[3] else 0), monday + timedelta(days=6)
        if part := re.fullmatch(r"(\d{4})-(Q[1-4]|H[12])", value):
            length = 3 if part[2][0] == "Q" else 6
            return months(int(part[1]), (int(part[2][1]) - 1) * length + 1, length)
        if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
            first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season[2]]
            return months(int(season[1]), first, 3)
        if years := re.fullmatch(r"(?:FY)?(\d{2,4})X{0,2}", value):
            low = years[1]
            return date(int(low.ljust(4, "0")), 1, 1), date(int(low.ljust(4, "9")), 12, 31)
    except ValueError:
        return None
    return None


def months(year: int, month: int, count: int) -> Days:
    """`count` months from the first of a month; a winter runs into the next year."""
    end = year * 12 + month - 1 + count
    return date(year, month, 1), date(end // 12, end % 12 + 1, 1) - timedelta(days=1)


def same_days(found: Timex, gold: Days, published: When) -> bool:
    """Whether what was read is gold's days, an open end aside. "Earlier this month" is read up to the day of publication, gold has the month."""
    start, end = (end and date.fromisoformat(end[:10]) for end in (found.when.start, found.when.end))
    if start is None and end is None:
        return False
    if found.rule == "part-of-unit":
        start, end = (gold[0] if start and start.isoformat() == published.start else start), (gold[1] if end and end.isoformat() == published.start else end)
    return (start is None or start == gold[0]) and (end is None or end == gold[1])


def in_gold(found: Timex, calendar: list[Gold]) -> Days:
    """Gold's days for what was read: from the first part to the last where gold has a range in two parts."""
    days = [g.days for g in calendar if g.days and overlaps(found.span, g.span)]
    return days[0][0], days[-1][1]


def overlaps(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


@dataclass(slots=True)
class Tally:
    """What was found and what is in gold, counted."""

    found: int = 0
    gold: int = 0
    found_right: int = 0
    gold_found: int = 0

    def f1(self) -> tuple[float, float, float]:
        """Precision, recall and F1 in percent."""
        p, r = self.found_right / max(1, self.found), self.gold_found / max(1, self.gold)
        return 100 * p, 100 * r, 200 * p * r / max(1e-9, p + r)


def measure(part: Part, *, show: bool = False) -> dict[str, float]:
    """The figures of a half."""
    relaxed, strict, every = Tally(), Tally(), Tally()
    right = valued = 0
    for doc in documents(part):
        found = find_times(doc.text, 0, len(doc.text), published=doc.published)
        calendar = [g for g in doc.gold if g.days and not g.creation]
        aside = [g for g in doc.gold if g.creation or (g.type in ("DATE", "TIME") and g.days is None and not g.value.endswith("_REF"))]
        kept = [f for f in found if any(overlaps(f.span, g.span) for g in calendar) or not any(overlaps(f.span, g.span) for g in aside)]
        for tally, ours, golds, same in (
            (relaxed, kept, calendar, overlaps),
            (strict, kept, calendar, Span.__eq__),
            (every, found, doc.gold, overlaps),
        ):
            tally.found += len(ours)
            tally.gold += len(golds)
            tally.found_right += sum(any(same(f.span, g.span) for g in golds) for f in ours)
            tally.gold_found += sum(any(same(f.span, g.span) for f in ours) for g in golds)
        for g in calendar:
            hits = [f for f in kept if overlaps(f.span, g.span)]
            if hits:
                valued += 1
                ok = any(same_days(f, in_gold(f, calendar) if f.rule == "range" else g.days, doc.published) for f in hits if g.days)
                right += ok
                if show and not ok:
                    print(f"VALUE  {doc.published.start} {around(doc.text, g.span)}  gold {g.value}, read {[_line(f) for f in hits]}")
            elif show:
                print(f"MISSED {doc.published.start} {around(doc.text, g.span)}  gold {g.value}")
        for f in kept:
            if show and not any(overlaps(f.span, g.span) for g in calendar):
                other = [g.value for g in doc.gold if overlaps(f.span, g.span)]
                print(f"WRONG  {doc.published.start} {around(doc.text, f.span)}  read {_line(f)}, gold {other or 'nothing'}")
            elif show and not any(f.span == g.span for g in calendar):
                print(f"SPAN   {around(doc.text, f.span)}  gold {[g.span.of(doc.text) for g in calendar if overlaps(f.span, g.span)]} {f.rule}")
    return {
        **dict(zip(("precision", "recall", "F1"), relaxed.f1(), strict=True)),
        "value": 100 * right / max(1, valued),
        **{f"strict {k}": v for k, v in zip(("precision", "recall", "F1"), strict.f1(), strict=True)},
        **{f"all types {k}": v for k, v in zip(("precision", "recall", "F1"), every.f1(), strict=True)},
        "expressions": relaxed.gold,
    }


def around(text: str, span: Span) -> str:
    """The words of an expression among their neighbours, on one line."""
    return " ".join(f"{text[max(0, span.start - 70) : span.start]}⟦{span.of(text)}⟧{text[span.end : span.end + 40]}".split())


def _line(found: Timex) -> str:
    return f"{found.when.start}..{found.when.end} {found.rule}"


def figures() -> dict[str, float]:
    """The figures of the report half that the gate watches, in percent."""
    measured = measure("report")
    return {f"TimeBank {what}": measured[what] for what in ("F1", "value")}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--part", choices=("tune", "report"), default="report")
    ap.add_argument("--show", action="store_true", help="print the errors (of the tuning half only)")
    args = ap.parse_args()
    for figure, value in measure(args.part, show=args.show and args.part == "tune").items():
        print(f"{figure:30} {value:6.1f}")


if __name__ == "__main__":
    main()
