"""What comparing costs: generated records, ten times as many against once, and a report more against all anew.

    python benchmarks/group.py [--statements 10000] [--times 10]

The records are made without a model: disputes of 13 texts, 6 outlets and 12 speakers each, who say some forty things, each reported about four times, in
quotes or in other words. Prints seconds, statements a second and ratios, and what of a dossier's workings one report more makes anew; these machines are noisy,
so the ratios count.
"""

import argparse
import gc
import random
import re
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from onrecord.group.dossier import make_dossier
from onrecord.group.meaning import load_vectors, rarity, stem
from onrecord.group.memo import Memo
from onrecord.types import Act, Article, Block, Capture, Entity, Mention, Quotation, Record, Span, Statement, When

OUTLETS = ("The Calder Post", "Harbour FM", "Vesland Press", "The Meridian", "Tarn Evening News", "Quay Journal")
FIRST = ("Ada", "Ivo", "Mira", "Olaf", "Tess", "Bram", "Lena", "Karel", "Nadia", "Rolf")
SYLLABLES = ("bar", "dell", "mor", "tan", "vik", "hol", "ser", "lun", "gra", "pel", "os", "wen", "kar", "dim", "fos", "ril")
THINGS = ("gate", "bridge", "reactor", "ferry", "tunnel", "clinic", "harvest", "ballot", "tower", "canal", "mine", "school")
DONE = ("was shut", "had failed", "leaked", "was sold", "burned", "was closed", "had been repaired", "was left open")
SAID: tuple[tuple[Act, tuple[str, ...], str], ...] = (
    ("assert", ("said", "stated", "told reporters"), "that {fact}"), ("deny", ("denied", "rejected claims"), "that {fact}"),
    ("accuse", ("accused", "blamed"), "{target} of hiding that {fact}"), ("demand", ("demanded", "called for"), "an independent inquiry into why {fact}"),
    ("challenge", ("said", "insisted"), "there was no evidence that {fact}"), ("assert", ("said", "added"), "{number} people were hurt when {fact}"),
)  # fmt: skip
LINKS = ("at", "because of", "near", "according to", "despite", "before", "after", "without", "under", "beyond", "during", "for")
SAYINGS = 40  # of a dispute; each is reported about four times
COPIED = {5: 2, 11: 7}  # texts that print another one again
QUOTED = 0.3


@cache
def list_nouns() -> list[str]:
    """Words of news, neither common nor hardly known."""
    return sorted(w for w in load_vectors().rows if w.isalpha() and w.islower() and len(w) > 4 and 4.5 < rarity(stem(w)) < 9)


def name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {''.join(rng.choices(SYLLABLES, k=3)).capitalize()}{rng.choice(('', 'er', 'son', 'ov', 'e'))}"


@dataclass(frozen=True)
class Saying:
    """Who says what, before it is worded: `pattern` with a fact, which is its main clause and the nouns of its circumstances."""

    act: Act
    cues: tuple[str, ...]
    pattern: str
    who: str
    target: str
    fact: tuple[str, tuple[str, ...]]
    number: int


def make_dispute(number: int, texts: int = 13, per_text: int = 14) -> list[Record]:
    """The records of one dispute; the same for the same number."""
    rng = random.Random(number)
    nouns = rng.sample(list_nouns(), 60)
    speakers = [name(rng) for _ in range(12)]
    thing = f"{''.join(rng.choices(SYLLABLES, k=3)).capitalize()} {rng.choice(THINGS)}"
    facts = [(f"the {rng.choice((*nouns[:20], thing))} {rng.choice(DONE)}", tuple(rng.sample(nouns[:30], 4))) for _ in range(12)]
    sayings = []
    for _ in range(SAYINGS):
        act, cues, pattern = rng.choice(SAID)
        who, target = rng.sample(speakers, 2)
        sayings.append(Saying(act, cues, pattern, who, target, rng.choice(facts), rng.randint(2, 90)))
    first = date(2020, 1, 1) + timedelta(days=number % 2000)
    worded: list[list[tuple[Saying, str, str, str]]] = []
    for t in range(texts):
        again = worded[COPIED[t]] if t in COPIED else [(s, *word(s, rng)) for s in rng.sample(sayings, per_text)]
        worded.append(again)
    return [
        make_record(f"{number:08x}{t:04x}", OUTLETS[t % 6], f"{thing}: {facts[0][0]}", first + timedelta(days=t // 2), speakers, w)
        for t, w in enumerate(worded)
    ]


def word(saying: Saying, rng: random.Random) -> tuple[str, str, str]:
    """The cue and content of one report of a saying (its very words, or some of them among the report's own), and a sentence that the report has besides."""
    clause, told = saying.fact
    quoted = rng.random() < QUOTED
    kept = list(told) if quoted else [*rng.sample(told, 2), *rng.sample(list_nouns(), 3)]
    links = LINKS if quoted else rng.sample(LINKS, len(LINKS))
    if not quoted:
        rng.shuffle(kept)
    fact = " ".join((clause, *(f"{link} the {noun}" for link, noun in zip(links, kept, strict=False))))
    content = saying.pattern.format(fact=fact, target=saying.target, number=saying.number)
    besides = " ".join(rng.sample(list_nouns(), 18)).capitalize()
    return rng.choice(saying.cues), f"“{content}”" if quoted else content, f"{besides}."


def make_record(own: str, outlet: str, title: str, day: date, speakers: list[str], worded: list[tuple[Saying, str, str, str]]) -> Record:
    """A record as the reader would give it, but for what comparing does not ask."""
    entities = {w: f"{own}e{i}" for i, w in enumerate(speakers)}
    said_on = When(day.isoformat(), day.isoformat(), "day")
    text, blocks, statements = "", [], []
    for i, (saying, cue, content, besides) in enumerate(worded):
        at = len(text)
        begin = at + len(saying.who) + 1 + len(cue) + 1
        whole = Span(begin, begin + len(content))
        text += f"{saying.who} {cue} {content}. {besides}"
        blocks.append(Block("paragraph", at, len(text)))
        text += "\n\n"
        quoted = content[0] == "“"
        source, cue_span = Span(at, at + len(saying.who)), Span(begin - 1 - len(cue), begin - 1)
        targets = (entities[saying.target],) if saying.act == "accuse" else ()
        statements.append(
            Statement(
                f"{own}s{i}", None, "direct" if quoted else "indirect", (source,), (cue_span,), (whole,), quotes=(whole,) if quoted else (),
                speakers=(entities[saying.who],), targets=targets, act=saying.act, said_on=said_on, confidence=0.9,
            )
        )  # fmt: skip
    mentions = {w: tuple(Mention(m.start(), m.end(), "name", "name") for m in re.finditer(w, text)) for w in speakers}
    people = tuple(Entity(i, "person", w, (w.split()[-1],), mentions=mentions[w]) for w, i in entities.items())
    article = Article(own, "report", None, title, (), outlet, "en", text, replace(said_on, basis="given"), None, tuple(blocks))
    quotations = tuple(Quotation(q, "statement", s.id) for s in statements for q in s.quotes)
    return Record(Capture(own, own), article, people, tuple(statements), (), quotations)


def make_records(statements: int) -> list[Record]:
    """About so many statements, in disputes of 182."""
    return [record for number in range(max(1, round(statements / 182))) for record in make_dispute(number)]


def clock(records: Sequence[Record], memo: Memo | None = None) -> tuple[float, float]:
    """Seconds of processor and of wall that a dossier takes."""
    gc.collect()
    began = time.process_time(), time.perf_counter()
    make_dossier(records, memo=memo)
    return time.process_time() - began[0], time.perf_counter() - began[1]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--statements", type=int, default=10_000)
    ap.add_argument("--times", type=int, default=10)
    args = ap.parse_args()
    clock(make_records(500))  # tables and vectors are loaded once
    few, many = make_records(args.statements), make_records(args.statements * args.times)
    counts = [sum(len(r.statements) for r in records) for records in (few, many)]
    times = [clock(few), clock(many)]
    for n, (seconds, wall) in zip(counts, times, strict=True):
        print(f"{n:>9,} statements {seconds:8.1f} s of processor ({wall:.1f} s of wall) {n / seconds:9,.0f} statements a second")
    print(f"{counts[1] / counts[0]:.1f} times the statements take {times[1][0] / times[0][0]:.1f} times as long")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    memo, left_out = Memo(), few[len(few) // 2]
    clock([r for r in few if r is not left_out], memo)
    whole = dict(memo.anew)
    seconds, _ = clock(few, memo)
    print(
        f"one report more on top of {counts[0] - len(left_out.statements):,} statements: {seconds:.2f} s of processor, {seconds / times[0][0]:.0%} of all anew"
    )
    for kind in sorted(whole):
        print(f"    {kind:<22} {memo.anew[kind]:>7,} anew, all {whole[kind]:,}")


if __name__ == "__main__":
    main()
