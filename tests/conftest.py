"""What all tests share: no test reaches the network, and records are built by hand rather than read by a model."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.types import Article, Block, Capture, LeftOut, Problem, Quotation, Record, Span, Statement, When

CALLING_OUT = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"})


def forbid_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook that stops every connection but those between processes of one machine (Unix sockets have a path for an address)."""
    if event not in CALLING_OUT:
        return
    address = arguments[1] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else arguments[0]
    if address is None or (event == "socket.connect" and isinstance(address, (str, bytes))):
        return
    raise RuntimeError(f"a test tried to reach the network: {event} {address!r}")


sys.addaudithook(forbid_network)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the project; tests that read it skip where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project: the public data are not here")
    return folder


def span_of(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


@pytest.fixture
def make_statement() -> Callable[..., Statement]:
    """Build a statement from the words of its spans."""

    def make(text: str, own: str, source: str, cue: str, *content: str, quotes: Sequence[str] = (), **more: Any) -> Statement:
        kind = more.pop("kind", "direct" if quotes == content else "mixed" if quotes else "indirect")
        return Statement(
            own, more.pop("parent", None), kind, (span_of(text, source),) if source else (), (span_of(text, cue),) if cue else (),
            tuple(span_of(text, c) for c in content), tuple(span_of(text, q) for q in quotes), **{"confidence": 0.9, **more},
        )  # fmt: skip

    return make


TEXT = """Gate was shut too early, keeper says

Bram Ostler said the gate was “shut an hour too early”.

The harbour board said Mr Ostler told it the river was calm.

READ MORE: Bakers open a kitchen

“Nobody asked us,” according to two pilots. The so-called “quiet tide” came at nine."""


@pytest.fixture
def record(make_statement: Callable[..., Statement]) -> Record:
    """A record as a plain-text report would give it: nested, quoted, paraphrased, a teaser, a scare quote, a problem."""
    text, blocks, at = TEXT, [], 0
    for kind, part in zip(("headline", "paragraph", "paragraph", "teaser", "paragraph"), text.split("\n\n"), strict=True):
        blocks.append(Block(kind, at, at + len(part)))  # type: ignore[arg-type]
        at += len(part) + 2
    statements = (
        make_statement(text, "s1", "keeper", "says", "Gate was shut too early"),
        make_statement(text, "s2", "Bram Ostler", "said", "the gate was “shut an hour too early”", quotes=["“shut an hour too early”"]),
        make_statement(text, "s3", "The harbour board", "said ", "Mr Ostler told it the river was calm"),
        make_statement(text, "s4", "Mr Ostler", "told", "the river was calm", parent="s3", confidence=0.3),
        make_statement(text, "s5", "two pilots", "according to", "“Nobody asked us,”", quotes=("“Nobody asked us,”",)),
    )
    quoted = [("“shut an hour too early”", "statement", "s2"), ("“Nobody asked us,”", "statement", "s5"), ("“quiet tide”", "scare", None)]
    article = Article(
        id="a", form="report", issuer=None, title="Gate was shut too early, keeper says", byline=("Nell Harrow",), outlet="The Marsh Courier", language="en",
        text=text, published=When("2026-10-09", "2026-10-09", "day", "given"), updated=None, blocks=tuple(blocks),
        left_out=(LeftOut("teaser", "READ MORE: Bakers open a kitchen", "line 7: leads to another story"),),
    )  # fmt: skip
    return Record(
        Capture("c", "c", path="gate.txt", media_type="text/plain", charset="utf-8"), article, statements=statements,
        quotations=tuple(Quotation(span_of(text, words), role, own) for words, role, own in quoted),  # type: ignore[arg-type]
        problems=(Problem("unpaired-mark", "a quotation mark has no partner", 10, 11),),
    )  # fmt: skip
