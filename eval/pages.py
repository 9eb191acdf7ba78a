"""How well pages are read: words and paragraphs against gold, and teasers set between true paragraphs.

    python eval/pages.py            the figures, in percent
    python eval/pages.py --pages    one line a page, with what was missed and what was too much

Gold is what the page's publisher marks as summary, subheads and paragraphs. Teasers are ours: invented headlines in the forms that pages
use, set into the page's source and into a plain text of its true paragraphs, by a seed of the page's name alone.
"""

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from turbohtml import parse

import shared
from onrecord.text.draft import Piece
from onrecord.text.page import read_page
from onrecord.text.plain import read_plain
from onrecord.types import LEFT_OUT

WORD = re.compile(r"\w+")
BODY = frozenset({"standfirst", "dateline", "paragraph", "subhead", "list", "quote", "table"})

FORMS = (
    "Read also: {}", "READ MORE: {}", "Read  {}", "Also read | {}", "RELATED: {}", "SEE ALSO {}", "Recommended: {}", "More: {}", "Watch: {}",
    "Don't miss: {}", "Read next: {}", "Read more: {}", "Related article: {}", "Also read: {}", "WATCH | {}", "More on this story: {}",
)  # fmt: skip
HEADLINES = (
    "Premier says dam will hold",
    "Minister denies secret talks with Norrhaven",
    "'We were never asked', says Corvale mayor",
    "Three held after raid on Ostmere depot",
    "Bank of Vellund warns of a long winter",
    "Why the Lorne ferry never sailed",
    "Admiral accuses rivals of leaking the report",
    "Court rejects Tarn appeal",
    "Union threatens strike over night shifts",
    "“The bridge is safe”, engineer tells inquiry",
    "What we know about the Hallow Bay fire",
    "Has the harbour plan failed?",
    "Governor: no evidence of fraud in Esk vote",
    "How to save water this summer",
    "Star striker Iver Dahl joins Marrow City for 4m",
    "Judge calls wardens' claims 'baseless'",
)
SIGN_UP = (
    "Sign up for our morning newsletter",
    "Subscribe to our newsletter and never miss a story.",
    "Get the day's top stories in your inbox: sign up here",
    "Sign up to the Coast Briefing, our free daily email newsletter",
    "Follow us on WhatsApp for the latest news",
    "Want more stories like this? Sign up for our newsletter.",
)
MARKUP = ("<p>{}</p>", "<p><strong>{}</strong></p>", '<p><a href="/news/1">{}</a></p>')
PER_PAGE = 12
SHORT = 40  # characters; a shorter paragraph may stand in a page more than once


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    html: str
    summary: list[str]
    heads: list[str]
    paragraphs: list[str]
    gold: dict[str, Any]

    @property
    def whole(self) -> list[str]:
        return self.summary + self.heads + self.paragraphs


def load_pages() -> Iterator[Page]:
    """The English pages with their gold."""
    root = shared.corpus("pages")
    for path in sorted(root.glob("*/*.json")):
        golds = json.loads(path.read_text(encoding="utf-8"))
        sources = sorted(path.parent.glob(f"{path.stem}_[0-9]*.html.gz"))
        for source, gold in zip(sources, golds.values(), strict=True):
            sections = gold["body"]["sections"]
            page = Page(
                source.name.removesuffix(".html.gz"),
                _read(source),
                _fold(gold["body"]["summary"]),
                _fold(h for s in sections for h in s["headline"]),
                _fold(p for s in sections for p in s["paragraphs"]),
                gold,
            )
            words = WORD.findall(" ".join(page.paragraphs).lower())
            if words.count("the") > len(words) / 100:
                yield page


def _read(path: Path) -> str:
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        return file.read()


def _fold(texts: Any) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def _body(pieces: list[Piece]) -> str:
    return " ".join(piece.text for piece in pieces if piece.kind in BODY and piece.status != "repeat")


def word_scores(gold: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 over words, order not counted."""
    a, b = Counter(WORD.findall(gold.lower())), Counter(WORD.findall(found.lower()))
    both = sum((a & b).values())
    precision, recall = both / max(1, b.total()), both / max(1, a.total())
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def figures() -> dict[str, float]:
    """Mean word scores over the pages, and how many true paragraphs stand whole in what was read."""
    scores = []
    whole = total = 0
    for page in load_pages():
        found = _body(read_page(page.html)[0])
        scores.append(word_scores(" ".join(page.whole), found))
        whole += sum(p in found for p in page.paragraphs)
        total += len(page.paragraphs)
    n = len(scores)
    return {
        "pages": n,
        "page word F1": 100 * sum(s[2] for s in scores) / n,
        "page word precision": 100 * sum(s[0] for s in scores) / n,
        "page word recall": 100 * sum(s[1] for s in scores) / n,
        "page paragraphs whole": 100 * whole / total,
    }


def _teasers(seed: str) -> Iterator[tuple[str, str]]:
    """A line and the words in it that must not be read, without end."""
    rng = random.Random(seed)
    while True:
        headline = rng.choice(HEADLINES)
        draw = rng.random()
        if draw < 0.1:
            line = rng.choice(SIGN_UP)
            yield line, line
        elif draw < 0.2:
            yield f"\0{headline}", headline  # a linked headline alone
        else:
            yield rng.choice(FORMS).format(headline), headline


def inject_html(page: Page) -> tuple[str, list[str]]:
    """The page's source with teasers after true paragraphs that another true paragraph follows, and the words that must not be read."""
    source = page.html.replace("\r\n", "\n").replace("\r", "\n")
    true = {p for p in page.paragraphs if len(p) >= SHORT}
    paragraphs = parse(source, source_locations=True).find_all("p")
    ends: list[int] = []
    for element, following in pairwise(paragraphs):
        place = element.source_location
        if place is None or place.end_tag is None or element.parent != following.parent:
            continue
        if " ".join(element.text.split()) in true and " ".join(following.text.split()) in true:
            ends.append(place.end_tag.end_offset)
    rng = random.Random(page.name)
    teasers = _teasers(page.name)
    banned: list[str] = []
    for end in sorted(rng.sample(ends, min(PER_PAGE, len(ends))), reverse=True):
        line, words = next(teasers)
        markup = MARKUP[2] if line.startswith("\0") else rng.choice(MARKUP)
        head = line.removeprefix("\0")
        if markup == MARKUP[2] and words != head and rng.random() < 0.5:  # the label before the link
            at = head.index(words)
            markup, head = "<p>{}</p>", f'{head[:at]}<a href="/news/2">{words}</a>'
        source = source[:end] + markup.format(head) + source[end:]
        banned.append(words)
    return source, banned


def inject_plain(page: Page) -> tuple[str, list[str], list[str]]:
    """The true paragraphs as a plain text with teasers between, the words that must not be read, and the headlines that stand alone."""
    teasers = _teasers(f"{page.name} plain")
    rng = random.Random(page.name)
    places = set(rng.sample(range(len(page.paragraphs)), min(PER_PAGE, len(page.paragraphs))))
    lines: list[str] = []
    banned: list[str] = []
    alone: list[str] = []
    for i, paragraph in enumerate(page.paragraphs):
        lines.append(paragraph)
        if i in places:
            line, _ = next(teasers)
            (alone if line.startswith("\0") else banned).append(line.removeprefix("\0"))
            lines.append(line.removeprefix("\0"))
    return "\n\n".join(lines), banned, alone


def teaser_figures() -> dict[str, float]:
    """How many injected teasers stay out, and how many true paragraphs are lost by it, in HTML and in plain text."""
    out: Counter[str] = Counter()
    for page in load_pages():
        before = _body(read_page(page.html)[0])
        source, banned = inject_html(page)
        pieces = read_page(source)[0]
        after = _body(pieces)
        kept = [p for p in page.paragraphs if p in before]
        out["html"] += len(banned)
        out["html out"] += len(banned) - _stayed(banned, [p.text for p in pieces])
        out["true"] += len(kept)
        out["lost"] += sum(p not in after for p in kept)
        text, banned, alone = inject_plain(page)
        blocks = read_plain(text).blocks
        read = [text[b.start : b.end] for b in blocks if b.kind not in LEFT_OUT]
        joined = " ".join(read)
        out["plain"] += len(banned)
        out["plain out"] += len(banned) - _stayed(banned, read)
        out["plain alone"] += len(alone)
        out["plain alone out"] += len(alone) - _stayed(alone, [text[b.start : b.end] for b in blocks if b.kind in BODY - {"subhead"}])
        out["plain true"] += len(page.paragraphs)
        out["plain lost"] += sum(p not in joined for p in page.paragraphs)
    return {
        "teasers in HTML": out["html"],
        "teasers out, HTML": 100 * out["html out"] / out["html"],
        "true paragraphs kept beside teasers, HTML": 100 - 100 * out["lost"] / out["true"],
        "teasers in plain text": out["plain"],
        "teasers out, plain text": 100 * out["plain out"] / out["plain"],
        "bare headlines not read as paragraphs, plain text": 100 * out["plain alone out"] / out["plain alone"],
        "true paragraphs kept beside teasers, plain text": 100 - 100 * out["plain lost"] / out["plain true"],
    }


def _stayed(banned: list[str], read: list[str]) -> int:
    """How many of the banned words are read, each occurrence once."""
    texts = Counter(text for text in read if any(words in text for words in banned))
    return min(len(banned), texts.total())


def show_pages() -> None:
    for page in load_pages():
        pieces, left_out = read_page(page.html)
        found = _body(pieces)
        precision, recall, f1 = word_scores(" ".join(page.whole), found)
        print(f"{page.name:32} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")
        for text in page.whole:
            if text not in found:
                why = next((part.why for part in left_out if text in " ".join(part.text.split())), "not on the page as one text")
                print(f"    missed  {text[:80]}  ({why})")
        gold = " ".join(page.whole)
        for piece in pieces:
            if piece.kind in BODY and piece.status != "repeat" and piece.text not in gold and len(piece.text) > SHORT:
                print(f"    too much  {piece.kind}: {piece.text[:80]}")


if __name__ == "__main__":
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--pages", action="store_true")
    if ap.parse_args().pages:
        show_pages()
    else:
        for name, value in (figures() | teaser_figures()).items():
            print(f"{name:52} {value:8.2f}")
