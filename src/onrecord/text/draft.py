"""What a reader of one format (page.py, plain.py) hands to article.py: text in blocks, and what was found around it."""

from dataclasses import dataclass

from onrecord.types import Block, BlockKind, BlockStatus, LeftOut, Problem, When


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and its blocks (offsets: code points of `text`, in order, not overlapping), before it is an Article."""

    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: tuple[str, ...] = ()
    outlet: str | None = None
    published: When | None = None
    updated: When | None = None
    candidates: When | None = None  # other dates of the page, where none says that it is the day of publication
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a page before the article's text is put together: its words (white space folded, as a browser shows it)."""

    kind: BlockKind
    text: str
    time: When | None = None
    status: BlockStatus | None = None


def join_pieces(pieces: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The article's text, blocks parted by an empty line, and the blocks' places in it."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        blocks.append(Block(piece.kind, at, at + len(piece.text), piece.time, piece.status))
        parts.append(piece.text)
        at += len(piece.text) + 2
    return "\n\n".join(parts), tuple(blocks)
