"""`onrecord judge`: what a named person says about the record. One way of saying it a subcommand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import write_bytes

if TYPE_CHECKING:
    from onrecord.judge.types import Judgement, Party, Saying
    from onrecord.ledger.ledger import Ledger
    from onrecord.types import Record, Span

NOT_STATED = "not-stated"  # a value: the text does not say it
SHOWN = 20  # questions that `next` lists

by_option: Callable[[Any], Any] = click.option(
    "--as", "by", metavar="NAME", envvar="ONRECORD_NAME", required=True, help="Who you are; ONRECORD_NAME in the environment says it for all commands."
)
json_option: Callable[[Any], Any] = click.option("--json", "as_json", is_flag=True, help="Print as JSON.")


@click.group("judge")
def judge_command() -> None:
    """Say that something in the ledger is right or wrong, under your name. Nothing is overwritten, and everything can be undone.

    ID is the start of an id, as `find` and `show` print it.
    """


def says(make: Callable[..., Saying]) -> Callable[..., None]:
    """A subcommand that keeps what `make` gives for its first argument, an id."""

    @wraps(make)
    def run(id: str, path: str, by: str, as_json: bool, **given: Any) -> None:
        from onrecord.judge.types import Missed
        from onrecord.ledger.ledger import open

        with open(path, make=False) as ledger:
            saying = make(ledger, id, **given)
            before = ledger.show(id).record if isinstance(saying, Missed) and not as_json else None
            judgement = ledger.judge(id, saying, by=by)
            tell_all(ledger, [judgement], as_json)
            if before is not None:
                tell_added(ledger, judgement, {s.id for s in before.statements})

    kept: Callable[..., None] = ledger_option(by_option(json_option(run)))
    return kept


@judge_command.command("right")
@click.argument("id", metavar="ID")
@click.argument("fields", nargs=-1, metavar="[FIELD...]")
@says
def right(ledger: Ledger, id: str, fields: tuple[str, ...]) -> Saying:
    """A statement is as it should be: all of it, or the named fields."""
    from onrecord.judge.types import Right

    return Right(cast("Any", tuple(map(field_of, fields))))


@judge_command.command("wrong")
@click.argument("id", metavar="ID")
@click.argument("field", metavar="FIELD")
@click.argument("value", nargs=-1, metavar="[VALUE...]")
@says
def wrong(ledger: Ledger, id: str, field: str, value: tuple[str, ...]) -> Saying:
    """A field of a statement is wrong, and what is right, where you know it.

    Of speakers, addressees, targets, relayed-by and on-behalf-of: each VALUE is a name or the id of an entity. Of the others: an act, yes or no, a channel, a
    day (2026-10-09) or days (2026-10-06/2026-10-09), a modality. `not-stated` says that the text does not tell.
    """
    from onrecord.judge.types import Wrong
    from onrecord.judge.value import PARTIES

    own = cast("Any", field_of(field))
    if not value:
        return Wrong(own)
    nothing = value == (NOT_STATED,)
    if own in PARTIES:
        return Wrong(own, True, () if nothing else tuple(party_of(ledger, id, each) for each in value))
    return Wrong(own, True, value=None if nothing else " ".join(value))


@judge_command.command("not-a-statement")
@click.argument("id", metavar="ID")
@says
def not_a_statement(ledger: Ledger, id: str) -> Saying:
    """Nobody is said there to have said something."""
    from onrecord.judge.types import NotStatement

    return NotStatement()


@judge_command.command("move")
@click.argument("id", metavar="ID")
@click.argument("field", type=click.Choice(["content", "source", "cue"]), metavar="content|source|cue")
@click.argument("words", nargs=-1, required=True, metavar="WORDS|START-END...")
@says
def move(ledger: Ledger, id: str, field: Any, words: tuple[str, ...]) -> Saying:
    """The words of a statement, of its source or of its cue stand elsewhere: copy them from the text, in marks, or give the numbers of their characters."""
    from onrecord.judge.types import Moved

    return Moved(field, find_spans(ledger, id, words))


@judge_command.command("missed")
@click.argument("id", metavar="ARTICLE")
@click.argument("words", nargs=-1, required=True, metavar="WORDS|START-END...")
@click.option("--speaker", "speakers", metavar="NAME", multiple=True, help="Who says it: a name, or the id of an entity; once for each.")
@click.option("--source", metavar="WORDS", multiple=True, help="The words of the text that name the speaker.")
@click.option("--cue", metavar="WORDS", multiple=True, help="The words that say that something is said.")
@click.option("--act", metavar="ACT", help="What is done by it: assert, deny, accuse ...")
@click.option("--modality", metavar="WORD", default="actual", show_default=True, help="actual, future, hypothetical or question.")
@click.option("--in", "parent", metavar="ID", help="The statement in whose words it stands.")
@says
def missed(
    ledger: Ledger, id: str, words: tuple[str, ...], speakers: tuple[str, ...], source: tuple[str, ...], cue: tuple[str, ...], act: Any, modality: Any,
    parent: str | None,
) -> Saying:  # fmt: skip
    """A statement that the machine did not find: its words, copied from the article."""
    from onrecord.judge.types import Missed

    content = find_spans(ledger, id, words)
    text = text_of(ledger, id)
    return Missed(
        content, " ".join(s.of(text) for s in content), find_spans(ledger, id, source), find_spans(ledger, id, cue),
        tuple(party_of(ledger, id, each) for each in speakers), act, modality, ledger.show(parent).id if parent else None,
    )  # fmt: skip


@judge_command.command("at-source")
@click.argument("id", metavar="ARTICLE")
@click.argument("what", type=click.Choice(["corrected", "withdrawn"]), metavar="corrected|withdrawn")
@click.option("--note", metavar="WORDS", default="", help="What the publisher says.")
@click.option("--on", "day", metavar="DATE", help="When.")
@click.option("--url", metavar="URL", help="Where it is said. Nothing is fetched.")
@says
def at_source(ledger: Ledger, id: str, what: Any, note: str, day: str | None, url: str | None) -> Saying:
    """The publisher corrected or withdrew an article. Every view and export tells of it."""
    from onrecord.judge.types import AtSource

    return AtSource(what, note, day, url)


def identity(what: Any) -> None:
    @judge_command.command(what, help={
        "same": "Two entities are one: a person, body or state under two names or in two articles.", "different": "Two entities are not one.",
        "unsure": "Two entities may be one; the question is not asked again.",
    }[what])  # fmt: skip
    @click.argument("id", metavar="ID")
    @click.argument("other", metavar="OTHER")
    @says
    def say_identity(ledger: Ledger, id: str, other: str) -> Saying:
        from onrecord.judge.types import Identity

        return Identity(what, other)


def grouping(what: Any) -> None:
    @judge_command.command(what, help={
        "together": "Two statements belong to one point or utterance, or two articles to one event.",
        "apart": "Two statements belong to two points or utterances, or two articles to two events.",
    }[what])  # fmt: skip
    @click.argument("grouped", type=click.Choice(["event", "point", "utterance"]), metavar="event|point|utterance")
    @click.argument("id", metavar="ID")
    @click.argument("other", metavar="OTHER")
    @says
    def say_grouping(ledger: Ledger, id: str, grouped: Any, other: str) -> Saying:
        from onrecord.judge.types import Grouping

        return Grouping(what, grouped, other)


for _what in ("same", "different", "unsure"):
    identity(_what)
for _what in ("together", "apart"):
    grouping(_what)


@judge_command.command("label")
@click.argument("grouped", type=click.Choice(["event", "point"]), metavar="event|point")
@click.argument("id", metavar="ID")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@says
def label(ledger: Ledger, id: str, grouped: Any, words: tuple[str, ...]) -> Saying:
    """What the event of an article, or the point of a statement, is called."""
    from onrecord.judge.types import Label

    return Label(grouped, " ".join(words))


@judge_command.command("undo")
@click.argument("entry", metavar="ENTRY")
@ledger_option
@by_option
@json_option
def undo(entry: str, path: str, by: str, as_json: bool) -> None:
    """What an entry says does not hold: its number as `list` prints it, with or without #. To undo an undo lets it hold again."""
    from onrecord.ledger.ledger import open
    from onrecord.ledger.saying import read_number

    number = read_number(entry)
    with open(path, make=False) as ledger:
        tell_all(ledger, [ledger.undo(number, by=by)], as_json)


@judge_command.command("list")
@click.argument("id", required=False, metavar="[ID]")
@ledger_option
@json_option
def list_judged(id: str | None, path: str, as_json: bool) -> None:
    """What people judged, about one id or about everything, in order."""
    from onrecord.ledger.ledger import open

    with open(path, make=False) as ledger:
        tell_all(ledger, ledger.judgements(id), as_json)


@judge_command.command("next")
@ledger_option
@click.option("--limit", metavar="N", type=click.IntRange(1, 500), default=SHOWN, show_default=True, help="How many.")
@json_option
def list_questions(path: str, limit: int, as_json: bool) -> None:
    """What a person should look at first."""
    from onrecord.ledger.ledger import open
    from onrecord.ledger.plain import encode_plain

    with open(path, make=False) as ledger:
        found = ledger.questions(limit=limit)
    if as_json:
        write_bytes(b"".join(encode_plain(each) + b"\n" for each in found))
        return
    lines = [f"{each.one[:12]}{f' {each.other[:12]}' if each.other else ''}  {each.words}\n    {each.why}\n" for each in found]
    write_bytes("".join(lines).encode() or b"Nothing to ask.\n")


def tell_added(ledger: Ledger, judgement: Judgement, before: set[str]) -> None:
    """Which statement a missed one is: a new one, or one that the machine had found."""
    from onrecord.judge.apply import find_added

    record = ledger.show(judgement.about).record
    own = find_added(record, judgement) if record is not None else None
    if own is not None:
        write_bytes(f"{'on record already: laid over' if own.id in before else 'added:'} {own.id[:12]}\n".encode())


def tell_all(ledger: Ledger, judgements: Iterable[Judgement], as_json: bool) -> None:
    """Judgements, a line each: the number of the entry first."""
    from onrecord.judge.tell import tell
    from onrecord.ledger.naming import name_id
    from onrecord.ledger.plain import encode_plain

    found = tuple(judgements)
    if as_json:
        write_bytes(b"".join(encode_plain(each) + b"\n" for each in found))
        return
    lines = [
        f"#{j.seq} {j.at[:10]} {tell(j, name_id(ledger, j.about), name_id(ledger, getattr(j.saying, 'other', '')))}{' (undone)' if j.undone else ''}\n"
        for j in found
    ]
    write_bytes("".join(lines).encode() or b"Nothing was judged.\n")


def field_of(name: str) -> str:
    """A field's name as people may type it."""
    own = name.strip().lower().replace("-", "_")
    return {"speaker": "speakers", "addressee": "addressees", "target": "targets"}.get(own, own)


def record_of(ledger: Ledger, id: str) -> Record:
    shown = ledger.show(id)
    if shown.record is None or shown.record.article is None:
        raise click.UsageError(f"{id}: has no text")
    return shown.record


def text_of(ledger: Ledger, id: str) -> str:
    article = record_of(ledger, id).article
    return article.text if article else ""


def find_spans(ledger: Ledger, id: str, words: Iterable[str]) -> tuple[Span, ...]:
    """Where words stand in the text of an id: numbers of characters, or words that stand there once."""
    from onrecord.judge.spans import find_words
    from onrecord.types import Span

    found = []
    for each in words:
        start, dash, end = each.partition("-")
        if dash and start.isdecimal() and end.isdecimal() and len(each) < 20:
            found.append(Span(int(start), int(end)))
        else:
            found.append(find_words(text_of(ledger, id), each))
    return tuple(found)


def party_of(ledger: Ledger, id: str, named: str) -> Party:
    """Somebody by the id, or the start of the id, of an entity of the article; else by name."""
    from onrecord.judge.types import Party

    wanted = named.strip().lower()
    begun = [e for e in record_of(ledger, id).entities if len(wanted) >= 8 and e.id.startswith(wanted)]
    return Party(begun[0].name, begun[0].id) if len(begun) == 1 else Party(named)
