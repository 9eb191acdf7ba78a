"""How phrases for dates are resolved, on the public cases of an assistant (date phrases with a reference date and a value).

    python eval/phrases.py [--show]

Taken are the cases of type date, daterange, datetime and datetimerange whose value lies in the calendar. Left out is what news does not say, or says
of something else than the assistant's user does; LEFT_OUT names each reason. About four in ten phrases remain.

A case is right when the days are the same as in one of its values: where the past and the future reading differ, either may be meant. The values' ends
are exclusive for units and for months at the end of a range ("March to May" ends on 1 May there, on 31 May in news). A day that the assistant
makes of months or years ("two months ago") is right when the month or year read holds it. A time of day must agree where a.m. or p.m. is written.

These are cases for the grammar, which was written with them in view: the figure tells what is covered, not what to expect of unseen text.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from onrecord.resolve.when import Timex, find_times
from onrecord.types import When
from shared import corpus

TYPES = frozenset({"date", "daterange", "datetime", "datetimerange"})
NUMBER = r"(?:\d+|an?|one|two|three|four|five|six|seven|eleven|forty|ten|few|several|couple|half)"
UNIT = r"(?:business days?|days?|weeks?|months?|quarters?|years?|decades?|fortnight)"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# Why a phrase is left out, each with what it looks like.
LEFT_OUT = {
    "counted from the moment of asking": rf"\b(?:next|last|past|previous|coming|upcoming|following|first|within|for|in) (?:the )?(?:next |past |last "
    rf"|coming )?{NUMBER} {UNIT}"
    rf"|\b{NUMBER} (?:upcoming|next|coming|past|previous) {UNIT}|\b{NUMBER} {UNIT} (?:starting|later|from now|hence|on \w)|couple|fortnight|since the year"
    rf"|in two \w+ since",
    "the moment itself": r"\b(?:now|present|moment|this time|to date|till date|minutes?|mins?|min|seconds|hours?|hrs?|noon|lunch\w*|dinner\w*)\b",
    "a comparison": r"^(?:after|before|starting|beginning)\b|\b(?:later than|earlier than|greater|less|more|no later|as early|as late|or later|and later"
    r"|(?:or|and) after|within)\b|[<>=~@]"
    r"|(?:before|after) (?:around )?\d+(?::\d\d|[ap]m)",
    "a span of hours": r"(?:from|between) .*\d ?(?:[ap]\.?m|:\d\d)|\d(?::\d\d)? ?(?:[ap]m)? ?(?:to|-|till) ?\d+(?::\d\d)? ?(?:[ap]\.?m)|\b(?:from"
    r"|between) \d{1,2}(?::\d\d)? (?:to|and) \d{1,2}\b(?! of)|five to seven|day (?:from )?\d{1,2}-\d{1,2}$|^6-8|\d[ap]m-\d|\d:\d\d (?:-|to) \d",
    "a time without a.m. or p.m.": rf"\b(?:at|around|for|from|,) \d{{1,2}}(?:[.:]\d\d)?(?::\d\d)?$|o'?clock|nine thirty|one thirty|^\d\d?, tonight"
    rf"|\d:\d\d (?:december|february|{MONTH})|\d (?:early|late) |(?:early|late) (?:morning|evening) at|\d[ap]$|(?:five|nine|six)[ -](?:thirty|[ap] ?m)",
    "the edge of a stretch": r"\b(?:end|eod|eoy|middle|mid|beginning of|start of|rest|remain\w*) ?(?:of)?\b|(?:later|earlier) (?:this|in the"
    r"|previous) (?:week|month|year)|mid-",
    "a day of an unnamed month": r"^(?:on |around |the )*\d{1,2}(?:st|nd|rd|th)?(?: (?:from|between|this) .*)?$|the week of the \d|\dth day of"
    r"|day of the month|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]* \d{1,2}(?:st|nd|rd|th)?$",
    "figures that leave year or order open": r"\b\d{1,2}/\d{1,2}\b|(?<![\d-])\d{1,2}[/.-]\d{1,2}(?![/.-]?\d)(?! ?[ap]m)(?<!\w \d\d-\d\d)"
    r"|(?<![\d-])\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|23-2020|2020-23",
    "a numbered unit": rf"\bweek \d|\bw\d|\d(?:st|nd|rd|th) (?:week|month|day)|(?:first|second|third) (?:week|month|day|monday)|last (?:{UNIT} of|\d)",
    "a year of an office": r"\b(?:fiscal|school|calendar|business|working|work ?week|[sfc]y ?\d*|w/c)\b|workweek",
    "a unit of its own": r"^(?:the |partner of )?(?:the )?(?:day|week|month|year|weekend|fortnight|otd)$",
    "a feast that differs by country": r"juneteenth|\beid\b|worker|labou?r|independence|patrick|freedom|jubilee|earth day|mother|father|thanksgiving"
    r"|weekend of halloween|halloween weekend|chinese",
    "typed, not written": rf"[a-z]{{3}}\d|^-?\d{{8}}|\b\d{{2,4}} s$|\d{{4}} \d\d \d\d|{MONTH}[/-]\d|\d[/-]{MONTH}|^[a-z]+day-|\(|tmrw|tonite|\b(?:pm"
    rf"|am)$(?<!\d[ap]m)(?<!\d [ap]m)|\d-\d{{4}}-|  |(?:^|\s)(?:dec|mon|tue|sat)$",
    "a year in words, or far off": r"nineteen|thousand|seventeen (?:hundred)|twenty[ -]\w+ \w+|\b21\d\d$|^january first 12$|(?:1\d)th +century",
}
LEAVE = re.compile("|".join(LEFT_OUT.values()), re.IGNORECASE)
HALF = re.compile(r"\d ?(?:a\.?m|p\.?m)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, when it was written, the place of its phrase, and the values that are right."""

    text: str
    published: str
    start: int
    end: int
    kind: str
    values: tuple[dict[str, Any], ...]


def cases() -> Iterator[Case]:
    """The cases that news would read one way."""
    for item in json.loads((corpus("dates") / "recognizers-en.json").read_text(encoding="utf-8-sig")):
        reference = (item.get("Context") or {}).get("ReferenceDateTime")
        for result in item["Results"] if reference else ():
            kind = result.get("TypeName", "").rpartition(".")[2]
            values = (result.get("Resolution") or {}).get("values") or ()
            phrase = item["Input"][result["Start"] : result["End"] + 1]
            stated = [v for v in values if v.get("value") != "not resolved" and v.get("Mod") in (None, "since")]
            if kind not in TYPES or not stated or LEAVE.search(phrase):
                continue
            yield Case(item["Input"], reference[:10], result["Start"], result["End"] + 1, kind, tuple(stated))


def right(case: Case, found: list[Timex]) -> bool:
    """Whether what was read over the phrase is one of the values."""
    over = [f for f in found if f.span.start < case.end and case.start < f.span.end]
    return any(
        same(ends, value, f.when.precision, stated=HALF.search(case.text, case.start, case.end) is not None)
        for f in over
        for ends in ((f.when.start, f.when.end), *f.when.candidates)
        for value in case.values
    )


def same(ends: tuple[str | None, str | None], value: dict[str, Any], precision: str, *, stated: bool) -> bool:
    """Whether an interval is a value."""
    first, last = value.get("start") or value.get("value"), value.get("end") or (value.get("value") if "start" not in value else None)
    if ends == (None, None) or (ends[0] is None) != (first is None) or ((ends[1] is None) != (last is None) and "T" not in str(ends)):
        return False
    if stated and "start" not in value and ends[0] and first and "T" in ends[0] and ends[0][11:16] != first[11:16]:
        return False
    ours, theirs = [date.fromisoformat(e[:10]) if e else None for e in ends], [date.fromisoformat(v[:10]) if v else None for v in (first, last)]
    if "start" not in value and "end" not in value and precision in ("week", "month", "year") and ours[0] and ours[1] and theirs[0]:
        return ours[0] <= theirs[0] <= ours[1]
    if ours[0] != theirs[0]:
        return False
    if ours[1] is None or theirs[1] is None:
        return True
    after = ours[1] + timedelta(days=1)
    over = (after.year - theirs[1].year) * 12 + after.month - theirs[1].month  # theirs is the first day of the last unit, ours its last
    return theirs[1] in (ours[1], after) or (theirs[1].day == after.day == 1 and over in (1, 3, 12))


def measure(*, show: bool = False) -> tuple[int, int]:
    """How many cases are right, of how many."""
    hits = total = 0
    for case in cases():
        found = find_times(case.text, 0, len(case.text), published=When(case.published, case.published, "day", "given"))
        total += 1
        if right(case, found):
            hits += 1
        elif show:
            gold = " | ".join(str(v.get("value") or f"{v.get('start', '')}..{v.get('end', '')}") for v in case.values)
            print(f"{case.published} {case.text[max(0, case.start - 20) : case.start]}⟦{case.text[case.start : case.end]}⟧ {case.kind}  gold {gold}")
            print("    read", [(f.span.of(case.text), f.when.start, f.when.end, f.rule) for f in found])
    return hits, total


def figures() -> dict[str, float]:
    """The share that is right, in percent."""
    hits, total = measure()
    return {"date phrases": 100 * hits / max(1, total)}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--show", action="store_true", help="print the misses")
    args = ap.parse_args()
    hits, total = measure(show=args.show)
    print(f"date phrases: {hits} of {total} right, {100 * hits / max(1, total):.1f} %")


if __name__ == "__main__":
    main()
