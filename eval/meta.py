"""How well a page's title, day of publication and byline are read.

    python eval/meta.py            the figures, in percent, over the English pages
    python eval/meta.py --missed   and what was missed

A title is right when its letters and digits are gold's. A day is right when the moment read falls on gold's day, in gold's own zone; a page whose
date stays open is missed. A byline is right when its names are gold's, in order.
"""

import argparse
from collections.abc import Iterator
from datetime import datetime

import pages
from onrecord.text.meta import Meta, read_meta
from onrecord.text.meta.gather import clean, fold
from onrecord.types import When


def measure() -> Iterator[tuple[pages.Page, Meta, dict[str, bool]]]:
    """Each page with what was read and which of it is right."""
    for page in pages.load_pages():
        meta, gold = read_meta(page.html), page.gold
        right = {
            "title": fold(meta.title or "") == fold(clean(gold["title"])),
            "day of publication": same_day(meta.published, datetime.fromisoformat(gold["publishing_date"])),
            "byline": [fold(name) for name in meta.byline] == [fold(name) for name in gold.get("authors") or ()],
        }
        yield page, meta, right


def same_day(read: When | None, gold: datetime) -> bool:
    """Whether the moment read falls on gold's day."""
    if read is None or read.start is None:
        return False
    moment = datetime.fromisoformat(read.start)
    if moment.tzinfo and gold.tzinfo:
        moment = moment.astimezone(gold.tzinfo)
    return moment.date() == gold.date()


def figures() -> dict[str, float]:
    """The share of pages, in percent, whose title, day and byline are right."""
    rights = [right for _, _, right in measure()]
    return {f"pages {what}": 100 * sum(right[what] for right in rights) / len(rights) for what in rights[0]}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--missed", action="store_true")
    args = ap.parse_args()
    if args.missed:
        for page, meta, right in measure():
            gold = {"title": page.gold["title"], "day of publication": page.gold["publishing_date"], "byline": page.gold.get("authors")}
            read = {"title": meta.title, "day of publication": meta.published and meta.published.start, "byline": meta.byline}
            for what in (what for what, is_right in right.items() if not is_right):
                print(f"{page.name}: {what} {read[what]!r}, gold {gold[what]!r}")
    for figure, value in figures().items():
        print(f"{figure:30} {value:6.1f}")


if __name__ == "__main__":
    main()
