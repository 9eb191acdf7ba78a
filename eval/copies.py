"""Copies among reports: recall by share of words changed or cut, and precision, on copies made from real reports by seeded chance.

    python eval/copies.py [--articles FILE.jsonl] [--part tune|report] [--show]
    python eval/copies.py [--articles FILE.jsonl] --many 10000        the time it takes

Copies are made of our own gold reports (eval/gold) and, with --articles, of articles that do not ship (one JSON object a line: title, date, outlet,
story, text). Each report gives whole copies with 5 to 60 % of its words changed, with as many sentences cut, and with both, half of them with their
paragraphs in another order, all with another headline and outlet; and partial ones: 30 to 60 % of its paragraphs, with up to 30 % of words changed, inside
another report. Changed words are drawn from the words of all reports, as frequent there. Stories are parted in two: tuned on one half, reported on the other.
Each way and share is a pool of its own, in which all reports stand as well. What ties a copy to another report than its own (or its host) is false.
"""

import argparse
import json
import random
import re
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from onrecord.group.copy import find_copies
from onrecord.group.copy.prose import read_prose
from onrecord.group.copy.sketch import find_pairs, sketch
from onrecord.read.decode import decode
from onrecord.say.quote import account
from onrecord.text.article import Told, read_article, readable
from onrecord.text.split import pair_marks, split_sentences
from onrecord.types import Article, Block, Capture, Record, Span

GOLD = Path(__file__).with_name("gold")
CHANGED = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
LEAST = 120  # words of a report


@dataclass(frozen=True)
class Report:
    """A report's paragraphs without its headline."""

    name: str
    story: str
    outlet: str
    date: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """A copy: the report that it copies (`of`), the one that it stands in where it is partial, and how it was made."""

    report: Report
    of: str
    host: str | None
    way: str
    changed: float


def list_reports(articles: Path | None) -> Iterator[Report]:
    for path in sorted(GOLD.rglob("*.txt")):
        title, *paragraphs = [p.strip() for p in path.read_text(encoding="utf-8").split("\n\n") if p.strip()]
        own = path.relative_to(GOLD)
        story = own.parent.as_posix() if own.parts[0] == "dossier" else own.as_posix()
        yield Report(own.with_suffix("").as_posix(), story, path.stem, "2025-05-06", title, tuple(paragraphs))
    for i, line in enumerate(articles.open(encoding="utf-8")) if articles else ():
        row = json.loads(line)
        paragraphs = tuple(p.strip() for p in row["text"].split("\n\n") if p.strip())
        yield Report(f"article {i}", row["story"], row["outlet"], row["date"], row["title"], paragraphs)


def change(paragraph: str, share: float, words: Sequence[str], chance: random.Random) -> str:
    """The paragraph with a share of its words, each by chance, replaced by others."""
    return WORD.sub(lambda m: chance.choice(words) if chance.random() < share else m[0], paragraph)


def cut(paragraph: str, share: float, chance: random.Random) -> str:
    """The paragraph without a share of its sentences, each by chance."""
    return " ".join(s.of(paragraph) for s in split_sentences(paragraph, 0, len(paragraph)) if chance.random() >= share)


def make(report: Report, host: Report, words: Sequence[str], chance: random.Random) -> Iterator[Made]:
    """Copies of a report: by another outlet, a day after it, or, one in three, on the same day, so that nothing tells which came first."""

    def print_again(way: str, share: float, paragraphs: Iterable[str], *, within: bool = False) -> Made:
        day = date.fromisoformat(max(report.date, host.date) if within else report.date) + timedelta(days=chance.random() < 0.67)
        name = f"{report.name} {way} {share}"
        return Made(
            Report(name, report.story, f"Outlet of {name}", day.isoformat(), host.title, tuple(p for p in paragraphs if p)),
            report.name, host.name if within else None, way, share,
        )  # fmt: skip

    for share in CHANGED:
        for way in ("words", "sentences", "both"):
            paragraphs = list(report.paragraphs)
            if way != "words":
                paragraphs = [cut(p, share / 2 if way == "both" else share, chance) for p in paragraphs]
            if way != "sentences":
                paragraphs = [change(p, share / 2 if way == "both" else share, words, chance) for p in paragraphs]
            if chance.random() < 0.5:
                chance.shuffle(paragraphs)
            yield print_again(way, share, paragraphs)
    for share in (0.0, 0.1, 0.2, 0.3):
        taken = chance.sample(range(len(report.paragraphs)), max(1, round(len(report.paragraphs) * chance.uniform(0.3, 0.6))))
        passages = [change(report.paragraphs[i], share, words, chance) for i in sorted(taken)]
        at = chance.randrange(len(host.paragraphs) + 1)
        yield print_again("partial", share, [*host.paragraphs[:at], *passages, *host.paragraphs[at:]], within=True)


def read_bare(report: Report) -> Record:
    """The record without statements, which copies hardly need: the tagger would take minutes."""
    raw = "\n\n".join((report.title, *report.paragraphs)).encode()
    found = read_article(decode(raw, charset=None, html=False), html=False, told=Told(outlet=report.outlet, published=report.date))
    article = found.article
    pairing = pair_marks(article.text, readable(article.blocks))
    repeats = [Span(b.start, b.end) for b in article.blocks if b.status == "repeat"]
    return Record(Capture(id=report.name, sha256=""), article, quotations=account(article.text, pairing, (), repeats), problems=pairing.problems)


def score(reports: Sequence[Report], records: Sequence[Record], most: int, *, show: bool) -> tuple[float, float]:
    """Print recall by way and share; recall up to 30 % changed and precision over all. Each way and share is a pool of its own, with all reports in it."""
    words = [w for r in reports for p in r.paragraphs for w in WORD.findall(p)]
    pools: defaultdict[tuple[str, float], list[tuple[Made, Record]]] = defaultdict(list)
    for report in sorted(reports, key=lambda r: zlib.crc32(r.name.encode()))[:most]:
        chance = random.Random(zlib.crc32(report.name.encode()))
        host = chance.choice([h for h in reports if h.story != report.story])
        for m in make(report, host, words, chance):
            pools[m.way, m.changed].append((m, read_bare(m.report)))
    holds = {r.article.id: {report.name} for report, r in zip(reports, records, strict=True) if r.article}
    known = find_copies(records)  # the few that are copies as they are
    also = {frozenset(holds[c.text] | holds[c.origin]) for c in known}
    low: list[bool] = []
    total = wrong = 0
    for (way, share), pool in sorted(pools.items()):
        texts = {r.article.id: m for m, r in pool if r.article}
        held = holds | {t: {m.of, m.host or m.of} for t, m in texts.items()}
        hits: dict[str, bool] = {}
        for c in find_copies([*records, *(r for _, r in pool)]):
            if c.text not in texts and c.origin not in texts:
                continue
            total += 1
            if not held[c.text] & held[c.origin] and not any(len(pair & held[c.text]) == 1 and len(pair & held[c.origin]) == 1 for pair in also):
                wrong += 1
                if show:
                    print("false:", sorted(held[c.text]), "<-", sorted(held[c.origin]), c.share, c.basis)
            for text, other in ((c.text, c.origin), (c.origin, c.text)):
                if text in texts and texts[text].of in held[other]:
                    hits[text] = hits.get(text, False) or c.whole
        found = [text in hits for text in texts]
        told = [whole == (way != "partial") for whole in hits.values()]
        low += found if share <= 0.3 else []
        print(f"{way:10} {share:4.0%} changed: recall {sum(found) / len(found):6.1%} of {len(found)}; whole or partial told right {sum(told) / len(told):6.1%}")
    recall, precision = sum(low) / len(low), 1 - wrong / total
    print(f"up to 30 % changed: recall {recall:.1%} of {len(low)}; precision {precision:.1%} ({wrong} false of {total})")
    return recall, precision


def without_officials(reports: Sequence[Report]) -> tuple[list[Report], list[Record]]:
    """The reports that are no official texts, which anybody may print, and their bare records."""
    read = [(r, read_bare(r)) for r in reports]
    read = [(r, record) for r, record in read if record.article and record.article.form != "official text"]
    return [r for r, _ in read], [record for _, record in read]


def figures(articles: Path | None = None) -> dict[str, float]:
    """What the gate watches: the half that is reported."""
    reports = [r for r in list_reports(articles) if sum(len(WORD.findall(p)) for p in r.paragraphs) >= LEAST]
    recall, precision = score(*without_officials([r for r in reports if zlib.crc32(r.story.encode()) % 2]), 80, show=False)
    return {"generated copies recall": 100 * recall, "generated copies precision": 100 * precision}


def score_untouched(reports: Sequence[Report], records: Sequence[Record], *, show: bool) -> None:
    """What is found among the reports as they are: outlets' own reports of the same events, hardly any of them a copy."""
    names = {r.article.id: report for r, report in zip(records, reports, strict=True) if r.article}
    pairs = sum(one.story == other.story for k, one in enumerate(reports) for other in reports[:k])
    copies = find_copies(records)
    print(f"{len(reports)} reports as they are, {pairs} pairs of one story: {len(copies)} taken for copies")
    for copy in copies if show else ():
        one, other = names[copy.text], names[copy.origin]
        print(" ", one.name, one.outlet, "<-", other.name, other.outlet, copy.share, "whole" if copy.whole else "partial", copy.basis)
        text = next(r.article.text for r in records if r.article and r.article.id == copy.text)
        for passage in copy.passages:
            print("     ", passage.here.of(text)[:200])


def time_many(reports: Sequence[Report], number: int) -> None:
    """Time so many texts, each a report with seven of ten words drawn anew and one paragraph left as it was: formulas and true copies in usual numbers."""
    words = [w for r in reports for p in r.paragraphs for w in WORD.findall(p)]
    chance = random.Random(number)
    records = []
    for k in range(number):
        report = reports[k % len(reports)]
        kept = chance.randrange(5 * len(report.paragraphs))
        paragraphs = [p if i == kept else change(p, 0.7, words, chance) for i, p in enumerate(report.paragraphs)]
        text = "\n\n".join(paragraphs)
        ends = list(accumulate(len(p) + 2 for p in paragraphs))
        blocks = tuple(Block("paragraph", end - 2 - len(p), end - 2) for p, end in zip(paragraphs, ends, strict=True))
        article = Article(f"{k:08}", "report", None, None, (), f"Outlet {k}", "en", text, None, None, blocks)
        records.append(Record(Capture(id=str(k), sha256=""), article))
    begin = time.process_time()
    proses = [read_prose(r) for r in records]
    read = time.process_time()
    pairs = find_pairs([sketch(p) for p in proses])
    paired = time.process_time()
    copies = find_copies(records)
    done = time.process_time()
    print(
        f"{number} texts of {sum(p.words for p in proses) // number} words: {read - begin:.1f} s to split, {paired - read:.1f} s to {len(pairs)} pairs, "
        f"{done - paired:.1f} s in all to {len(copies)} copies"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="full articles, JSON Lines")
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    parser.add_argument("--most", type=int, default=80, help="reports to make copies of")
    parser.add_argument("--show", action="store_true", help="print what was found that was not made")
    parser.add_argument("--many", type=int, help="only time so many generated texts")
    args = parser.parse_args()
    reports = [r for r in list_reports(args.articles) if sum(len(WORD.findall(p)) for p in r.paragraphs) >= LEAST]
    reports = [r for r in reports if (zlib.crc32(r.story.encode()) % 2 == 0) == (args.part == "tune")]
    if args.many:
        time_many(reports, args.many)
        return 0
    reports, records = without_officials(reports)
    score_untouched(reports, records, show=args.show)
    recall, precision = score(reports, records, args.most, show=args.show)
    return 0 if recall >= 0.98 and precision >= 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())
