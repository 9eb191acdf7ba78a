"""Articles grouped into events over a ledger, on ECB+ (Cybulska and Vossen 2014): how well `onrecord.ledger.events` tells stories apart.

    python eval/topics.py [--folder PATH] [--part tune|report] [--least SHARE]

Each topic of the corpus has articles about two similar incidents (two earthquakes, two trials of one charge), marked by the end of a file's name; every
incident is one event. All articles of a part are thrown together, topics
1 to 15 for tuning, 16 to 30 for the report, as if one ledger had added them; only their
text is used. The corpus gives no dates of publication, by which a ledger tells similar incidents apart, and it holds each article's annotated beginning only
in part; so it is harder than news as it comes. Scored by B-cubed (Bagga and Baldwin 1998) over articles. The second line is scored against topics: incidents
of one sort not told apart.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

import numpy as np

from ecbplus import Clusters, b_cubed
from onrecord.ledger.events.check import choose_links
from onrecord.ledger.events.group import gather
from onrecord.ledger.events.tables import number_links
from onrecord.ledger.events.topic import SAME, SQUARE, Topic, topic_of
from onrecord.types import Article, Block, Capture, Record
from shared import corpus

Part = Literal["tune", "report"]
TOPICS = {"tune": range(1, 16), "report": range(16, 31)}


def read_article(path: Path) -> Record:
    """An article of the corpus: its first sentence as headline, each other as a paragraph."""
    lines: dict[str, list[str]] = {}
    for token in ElementTree.parse(path).getroot().findall("token"):
        lines.setdefault(token.get("sentence") or "", []).append(token.text or "")
    text, blocks = "", []
    for number, words in enumerate(lines.values()):
        start = len(text) + 2 * bool(text)
        text += "\n\n" * bool(text) + " ".join(words)
        blocks.append(Block("paragraph" if number else "headline", start, len(text)))
    article = Article(path.stem, "report", None, text[: blocks[0].end], (), None, "en", text, None, None, tuple(blocks))
    return Record(Capture(path.stem, path.stem, media_type="text/plain"), article)


def read_part(folder: Path, part: Part) -> Iterator[tuple[Topic, tuple[int, str]]]:
    """What each article is about, with its incident."""
    for number in TOPICS[part]:
        for path in sorted((folder / str(number)).glob("*.xml")):
            topic = topic_of(read_article(path))
            if topic:
                yield topic, (number, "plus" if path.stem.endswith("plus") else "first")


def measure(folder: Path, part: Part, least: int = SAME) -> tuple[Clusters, Clusters]:
    """Gold and found events by article."""
    read = list(read_part(folder, part))
    chosen = choose_links({n: topic for n, (topic, _) in enumerate(read)})
    links = np.array([(one, other, -s) for one, own in chosen.items() for s, _, other in own], dtype=np.int64).reshape(-1, 3)
    found = {read[i][0].article: n for n, g in enumerate(gather(len(read), number_links(range(len(read)), links), least)) for i in g}
    return {topic.article: incident for topic, incident in read}, found


def figures() -> dict[str, float]:
    """What the gate watches."""
    gold, found = measure(corpus("ecbplus") / "ECB+", "report")
    return {"ECB+ articles by event B-cubed F1": 100 * b_cubed(gold, found)[2]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="the unpacked corpus (the folder with one folder a topic); ../shared/data by default")
    parser.add_argument("--part", choices=("tune", "report"), default="report")
    parser.add_argument("--least", type=float, default=SAME / SQUARE, help="strength from which two articles tell of one event, 0 to 1")
    options = parser.parse_args()
    gold, found = measure(options.folder or corpus("ecbplus") / "ECB+", options.part, round(options.least * SQUARE))
    topics = {article: topic for article, (topic, _) in gold.items()}
    incidents = f"{len(set(gold.values()))} incidents of {len(set(topics.values()))} topics"
    print(f"ECB+ {options.part}: {len(gold)} articles, {incidents}, {len(set(found.values()))} events found")
    for name, wanted in (("incidents", gold), ("topics", topics)):
        p, r, f = (100 * x for x in b_cubed(wanted, found))
        print(f"{name:<10} B-cubed P {p:.1f} R {r:.1f} F1 {f:.1f}")


if __name__ == "__main__":
    main()
