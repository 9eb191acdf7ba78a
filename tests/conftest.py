"""What all tests share: no test reaches the network, and records are built by hand rather than read by a model."""

import runpy
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.types import Article, Block, Capture, Entity, LeftOut, Mention, Problem, Quotation, Record, Span, Statement, When

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

web = runpy.run_path(str(Path(__file__).with_name("web_fixture.py")))
demo, ledger_path, empty_path = web["demo"], web["ledger_path"], web["empty_path"]
client, fresh_client, empty_client = web["client"], web["fresh_client"], web["empty_client"]
live, fresh_live, empty_live = web["live"], web["fresh_live"], web["empty_live"]
browser, open_page, axe = web["browser"], web["open_page"], web["axe"]


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


@pytest.fixture
def filled(record: Record) -> Record:
    """The same record with what resolve/ would fill in: entities, acts, parties, a chain, a channel, a day, words of certainty, and who made each."""
    assert record.article is not None
    text = record.article.text

    def entity(own: str, kind: str, name: str, *mentions: tuple[str, str, str], **more: Any) -> Entity:
        places = [(span_of(text, words), mention, rule) for words, mention, rule in mentions]
        return Entity(own, kind, name, mentions=tuple(Mention(s.start, s.end, mention, rule) for s, mention, rule in places), **more)  # type: ignore[arg-type]

    entities = (
        entity(
            "e1", "person", "Bram Ostler", ("keeper", "role", "role"), ("Bram Ostler", "name", "name"), ("Mr Ostler", "name", "last-name"), roles=("keeper",)
        ),
        entity("e2", "organisation", "Harbour board", ("The harbour board", "descriptor", "descriptor"), ("it", "pronoun", "pronoun")),
        entity("e3", "unnamed", "two pilots", ("two pilots", "descriptor", "unnamed"), count=2, terms="on condition of anonymity"),
    )
    day = When("2026-10-08", "2026-10-08", "day", "text", span_of(text, "at nine"))
    s1, s2, s3, s4, s5 = record.statements
    made = {
        "source": "tagger/1", "cue": "tagger/1", "content": "tagger/1", "confidence": "tagger/1", "kind": "attribute/1", "quotes": "attribute/1",
        "modality": "act/1",
    }  # fmt: skip
    cue = {"act": "act/1:cue say", **made}
    statements = (
        replace(s1, act="assert", speakers=("e1",), makers=cue | {"speakers": "resolve/1:role"}),
        replace(
            s2, act="accuse", speakers=("e1",), targets=("e2",), certainty=(span_of(text, "an hour"),), channel="court or hearing", said_on=day,
            makers=made | {
                "act": "act/1:content shut an hour", "speakers": "resolve/1:name", "targets": "resolve/1:party", "certainty": "act/1",
                "channel": "resolve/1:carried over", "said_on": "resolve/1:told the inquiry",
            },
        ),
        replace(s3, act="assert", speakers=("e2",), makers=cue | {"speakers": "resolve/1:descriptor"}),
        replace(
            s4, act="deny", negated=True, speakers=("e1",), addressees=("e2",), relayed_by=("e2",),
            makers=made | {
                "act": "act/1:cue deny", "negated": "act/1", "speakers": "resolve/1:last-name", "addressees": "resolve/1:party",
                "relayed_by": "resolve/1:chain", "parent": "attribute/1",
            },
        ),
        replace(
            s5, act="challenge", speakers=("e3",), rivals=("e1",), anonymous=True,
            makers=cue | {"speakers": "resolve/1:unnamed", "rivals": "resolve/1:pronoun"},
        ),
    )  # fmt: skip
    return replace(record, entities=entities, statements=statements)
