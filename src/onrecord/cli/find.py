"""`onrecord find`: statements in a ledger by their words and by who said what to whom."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.add import ledger_option
from onrecord.cli.common import say, write_bytes
from onrecord.cli.filters import with_filters

if TYPE_CHECKING:
    from onrecord.ledger.types import Hit, Page

ID = 12  # characters of an id that are shown


@click.command("find")
@click.argument("words", nargs=-1)
@ledger_option
@with_filters
@click.option("--limit", metavar="N", type=click.IntRange(1, 200), default=20, show_default=True, help="Statements on a page.")
@click.option("--after", metavar="WORD", help="The next page: the word that the page before ended with.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one statement each.")
def find_command(words: tuple[str, ...], path: str, limit: int, after: str | None, as_json: bool, **filters: Any) -> None:
    """Find statements that were kept: those with all the WORDS, best first; without words, the newest first.

    Words in quotation marks are a phrase; a word that ends in * stands for its beginnings. Every option that is given must hold.
    """
    from onrecord.ledger.ledger import open

    asked = " ".join(f'"{w}"' if " " in w else w for w in words) or None
    with open(path, make=False) as ledger:
        page = ledger.find(asked, limit=limit, after=after, **filters)
    if not as_json and page.speakers:
        say(f"{say_named(page)}: the same with --speaker {shlex.quote(' '.join(words))} instead.")
    write_bytes(b"".join(encode_hit(hit) + b"\n" for hit in page.hits) if as_json else "".join(f"{line}\n" for line in draw(page)).encode())
    if page.after is not None:
        say(f"More: the same with --after {page.after}")


def draw(page: Page) -> list[str]:
    """A page in lines; hidden characters are shown as chips."""
    from onrecord.phrase import count, line, make_visible, say_when

    lines: list[str] = []
    for hit in page.hits:
        article = hit.record.article
        assert article is not None
        where = ", ".join(part for part in (make_visible(article.outlet or "outlet not known"), f"published {say_when(article.published)}") if part)
        lines += [line(hit.record, hit.statement), f"    {where} [{hit.statement.id[:ID]}]"]
    if page.texts:
        lines.append(f"{count(len(page.texts), 'text')} with these words, but in no statement:" if page.hits else "In texts, but in no statement:")
        lines += [f"    {make_visible(t.title or t.outlet or 'no headline')}: {make_visible(t.passage)} [{t.article[:ID]}]" for t in page.texts]
    if not page.hits and not page.texts:
        lines.append(f"No statement in {count(page.searched, 'text')} fits.")
    return lines


def say_named(page: Page) -> str:
    """ "14 statements by speakers of this name (Gopaul Govender)"."""
    from onrecord.phrase import count, make_visible

    names = ", ".join(make_visible(s.name) for s in page.speakers)
    return f"{count(sum(s.statements for s in page.speakers), 'statement')} by speakers of this name ({names})"


def encode_hit(hit: Hit) -> bytes:
    """A statement that was found, as JSON: what is needed to cite it, and the statement as its record has it."""
    from onrecord.ledger.plain import encode_plain
    from onrecord.phrase import line, say_speaker

    record, article = hit.record, hit.record.article
    assert article is not None
    return encode_plain({
        "schema": "onrecord-found/1", "id": hit.statement.id, "score": hit.score, "line": line(record, hit.statement),
        "speaker": say_speaker(record, hit.statement), "words": [s.of(article.text) for s in hit.statement.content], "article": article.id,
        "title": article.title, "outlet": article.outlet, "published": article.published, "capture": record.capture, "statement": hit.statement,
        "entities": [e for e in record.entities if e.id in named(hit)],
    })  # fmt: skip


def named(hit: Hit) -> set[str]:
    s = hit.statement
    return {*s.speakers, *s.addressees, *s.targets, *s.relayed_by, *s.on_behalf_of, *s.rivals}
