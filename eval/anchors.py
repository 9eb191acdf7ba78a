"""How well characters of an article lead back to the bytes of its page.

    python eval/anchors.py              the figures, in percent
    python eval/anchors.py --missed     and each paragraph that was not placed whole

The text is made of the true paragraphs of each page, white space folded as a browser folds it, so that nothing but the anchors is measured.
"""

import argparse
import gzip
from collections.abc import Iterator

import pages
import shared
from onrecord.read.decode import decode
from onrecord.text.anchor import decode_back, place_text
from onrecord.text.draft import Piece, join_pieces


def measure() -> Iterator[tuple[str, str, bool, int, int]]:
    """For each true paragraph: its page, its text, whether it is placed whole, its exact segments and how many of these decode back to their text."""
    sources = {path.name.removesuffix(".html.gz"): path for path in shared.corpus("pages").glob("*/*.html.gz")}
    for page in pages.load_pages():
        raw = gzip.decompress(sources[page.name].read_bytes())
        decoded = decode(raw, html=True)
        text, blocks = join_pieces([Piece("paragraph", paragraph) for paragraph in page.paragraphs if paragraph])
        segments = place_text(text, blocks, decoded, html=True)
        for block in blocks:
            own = [s for s in segments if block.start <= s.start < block.end]
            exact = [s for s in own if s.match == "exact"]
            true = sum(decode_back(raw, s, decoded.charset, html=True) == text[s.start : s.end] for s in exact)
            placed = {i for s in own if s.match != "none" for i in range(s.start, s.end)}
            whole = all(i in placed or text[i].isspace() for i in range(block.start, block.end))
            yield page.name, text[block.start : block.end], whole, len(exact), true


def figures() -> dict[str, float]:
    """Paragraphs placed whole, and exact segments whose bytes say their text."""
    found = list(measure())
    return {
        "anchors paragraphs placed": 100 * sum(whole for _, _, whole, _, _ in found) / len(found),
        "anchors exact decode back": 100 * sum(true for *_, true in found) / sum(exact for *_, exact, _ in found),
    }


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--missed", action="store_true")
    args = ap.parse_args()
    if args.missed:
        for name, text, whole, _, _ in measure():
            if not whole:
                print(f"{name}: {text[:150]}")
    for figure, value in figures().items():
        print(f"{figure:46} {value:8.2f}")


if __name__ == "__main__":
    main()
