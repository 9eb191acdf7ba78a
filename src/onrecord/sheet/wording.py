"""Versions of one utterance side by side: runs of words in columns, as the fullest wording parts them, each word in its own voice.

In: an utterance of a dossier with its alignments. Out: an `Alignment`, a row a version, each cell's words told as same, differing, left out or added. The
fullest wording is what the others are compared with; it is not called the true one.
"""

import re
from collections.abc import Sequence
from itertools import groupby, islice, pairwise

from onrecord.group.draw.rows import moment, order_lines
from onrecord.group.types import Change, Line, Utterance, Wording, Words
from onrecord.phrase import APART, OPENING, make_visible, say_when
from onrecord.sheet.look import Look
from onrecord.sheet.parts import Alignment, Cell, Piece, Version
from onrecord.sheet.words import raise_first, tell_change

COLUMNS = 9  # more would be too narrow to read: then the words run on, marked the same way
CLOSED = re.compile(r"[”\"»›][,.;:!?]?$|[’'][,.;:!?]?$")
FULLEST = "The others are compared with it; it is not called the true one."


def order_alignments(look: Look) -> list[Utterance]:
    """Utterances whose wordings differ: first those where the meaning is touched, then altered ones, then shortened ones, each in time."""
    rank = {line.id: i for i, line in enumerate(order_lines(look.dossier))}

    def key(u: Utterance) -> tuple[bool, bool, int, str]:
        return (
            not any(w.changes for w in u.wordings), not any(w.verdict == "altered" for w in u.wordings),
            min((rank[s] for s in u.statements if s in rank), default=0), u.id,
        )  # fmt: skip

    shown = [u for u in look.dossier.utterances if u.fullest in look.lines]
    return sorted((u for u in shown if any(w.changes or w.verdict in ("altered", "shortened") for w in u.wordings)), key=key)


def make_alignment(look: Look, u: Utterance) -> Alignment:
    """One utterance: the fullest wording, then those that differ in the order of time, then who printed it word for word."""
    full = look.lines[u.fullest]
    wordings = [w for w in u.wordings if w.statement in look.lines and w.verdict != "same"]
    wordings.sort(key=lambda w: (moment(look.lines[w.statement], look.texts.get(look.lines[w.statement].text)), w.statement))
    head, rows = align(wordings)
    about = ", ".join(p for p in (say_when(full.said_on), make_visible(full.channel or "")) if p)
    versions = [make_version(look, full, head, "Fullest wording.", FULLEST)]
    for wording, cells in zip(wordings, rows, strict=True):
        versions.append(make_version(look, look.lines[wording.statement], cells, f"{raise_first(wording.verdict)}.", say_differs(wording), wording.changes))
    differs = {u.fullest, *(w.statement for w in wordings)}
    same = [look.lines[s] for s in u.statements if s not in differs and s in look.lines]
    told = tuple((look.outlet_dated(look.texts[line.text]), look.note(line)) for line in same if line.text in look.texts)
    return Alignment(u.id, look.speaker_of(full), about, sum(c.span for c in head), tuple(versions), told)


def make_version(look: Look, line: Line, cells: tuple[Cell, ...], verdict: str, told: str, changes: Sequence[Change] = ()) -> Version:
    """One printed version as a row."""
    text = look.texts.get(line.text)
    when = say_when(text.published) if text and text.published else "undated"
    quoted = any(w.quoted for w in line.content)
    return Version(look.outlet(line), when, look.note(line), quoted, in_voices(cells, line.content), verdict, told, tuple(tell_change(c) for c in changes))


def say_differs(wording: Wording) -> str:
    """ "2 words differ, 3 left out"."""
    counts = [(n, "differs" if n == 1 else "differ", name) for n, name in ((wording.differ, ""), (wording.left_out, "left out"), (wording.added, "added")) if n]
    told = [f"{n:,} {name or verb}" for n, verb, name in counts]
    if told:
        number, rest = told[0].split(" ", 1)
        told[0] = f"{number} {'word' if number == '1' else 'words'} {rest}"
    return ", ".join(told)


def in_voices(cells: Sequence[Cell], content: Sequence[Words]) -> tuple[Cell, ...]:
    """Cells with each word in its own voice: what the content quotes is the speaker's, and a mark stands at each end of a quotation."""
    voices = [run.quoted for run in content if run.words != APART for _ in make_visible(run.words).split()]
    words = [word for cell in cells for piece in cell.pieces for word in piece.words.split()]
    if len(voices) != len(words):  # a mark within a word: then all is in the voice of most of it
        voices = [2 * sum(voices) > len(voices)] * len(words)
    said = iter(zip(put_marks(words, voices), voices, strict=True))
    return tuple(Cell(tuple(part for p in cell.pieces for part in split_piece(p, list(islice(said, len(p.words.split()))))), cell.span) for cell in cells)


def put_marks(words: Sequence[str], voices: Sequence[bool]) -> list[str]:
    """The words with a quotation mark at both ends of each run that is quoted, unless one stands there."""
    out: list[str] = []
    for quoted, run in groupby(zip(words, voices, strict=True), key=lambda pair: pair[1]):
        own = [word for word, _ in run]
        if quoted:
            own[0] = own[0] if own[0][0] in OPENING else f"“{own[0]}"
            own[-1] = own[-1] if CLOSED.search(own[-1]) else f"{own[-1]}”"
        out += own
    return out


def split_piece(piece: Piece, said: Sequence[tuple[str, bool]]) -> list[Piece]:
    """A piece in its voices."""
    if not said:
        return [piece]
    return [Piece(piece.kind, " ".join(word for word, _ in run), quoted, piece.cut) for quoted, run in groupby(said, key=lambda pair: pair[1])]


def align(wordings: Sequence[Wording]) -> tuple[tuple[Cell, ...], tuple[tuple[Cell, ...], ...]]:
    """The fullest wording's cells, then those of each version. All rows have equally many columns; one, where parts would be too many or do not fit."""
    whole = [[w for r in wording.runs for w in make_visible(r.fullest).split()] for wording in wordings]
    fullest = whole[0] if whole else []
    cuts = sorted({0, len(fullest), *(at for w in wordings for at in borders(w))})
    if len(cuts) - 1 > COLUMNS or any(w != fullest for w in whole):
        return (Cell((Piece("same", " ".join(fullest)),)),), tuple((Cell(tuple(run_on(w))),) for w in wordings)
    head = tuple(Cell((Piece("same", " ".join(fullest[a:b])),)) for a, b in pairwise(cuts))
    return head, tuple(tuple(in_columns(w, cuts)) for w in wordings)


def borders(wording: Wording) -> list[int]:
    """How many of the fullest's words stand before the end of each run."""
    at, out = 0, []
    for run in wording.runs:
        at += len(make_visible(run.fullest).split())
        out.append(at)
    return out


def run_on(wording: Wording) -> list[Piece]:
    return [Piece(r.kind, "" if r.kind == "left out" else make_visible(r.here), cut=r.cut) for r in wording.runs if r.fullest.strip() or r.here.strip()]


def in_columns(wording: Wording, cuts: Sequence[int]) -> list[Cell]:
    """A version's words under the fullest's columns. What was added stands with the words before it, at the very start with those after it."""
    cells: list[Cell] = []
    waiting: list[Piece] = []
    at = 0
    for run in wording.runs:
        there, here = make_visible(run.fullest).split(), make_visible(run.here).split()
        ends = [c for c in cuts if at < c <= at + len(there)]
        if not there:
            added = Piece("added", " ".join(here), cut=run.cut)
            if cells:
                cells[-1] = Cell((*cells[-1].pieces, added), cells[-1].span)
            else:
                waiting.append(added)
        elif run.kind == "same" and len(here) == len(there):
            start = at
            for end in ends:
                cells.append(Cell((*waiting, Piece("same", " ".join(here[start - at : end - at]), cut=run.cut))))
                waiting, start = [], end
        else:
            piece = Piece(run.kind, "" if run.kind == "left out" else " ".join(here), cut=run.cut)
            cells.append(Cell((*waiting, piece), len(ends)))
            waiting = []
        at += len(there)
    if waiting:
        cells.append(Cell(tuple(waiting), max(1, len(cuts) - 1)))
    return cells
