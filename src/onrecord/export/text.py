"""A report as one row of a table: which texts there are, and which could not be read.

In: a record. Out: its row, also where there is no statement or the input was refused.
"""

from onrecord.export.column import Column
from onrecord.types import Record


def _of_capture(name: str, what: str) -> Column[Record]:
    return Column(name, "text", what, lambda r: getattr(r.capture, name))


def _of_article(name: str, what: str, *, field: str | None = None, words: bool = False) -> Column[Record]:
    return Column(name, "text", what, lambda r: getattr(r.article, field or name, None), words)


TEXTS: tuple[Column[Record], ...] = (
    _of_article("article_id", "id of the article; empty where the input was refused", field="id"),
    _of_capture("sha256", "SHA-256 of the bytes that were read"),
    _of_capture("url", "where the report was published"),
    _of_capture("path", "the file that was read"),
    _of_article("outlet", "who published it"),
    _of_article("title", "headline", words=True),
    Column("published_start", "text", "first day or time of publication", lambda r: r.article.published.start if r.article and r.article.published else None),
    Column("published_end", "text", "last day or time of publication", lambda r: r.article.published.end if r.article and r.article.published else None),
    _of_article("form", "form of the article: report, transcript, …"),
    _of_article("language", "language of the article, two letters"),
    Column("read", "flag", "false where the input was refused", lambda r: r.article is not None),
    Column("statements", "number", "how many statements were found", lambda r: len(r.statements)),
    Column("problems", "texts", "codes of what could not be read well", lambda r: tuple(dict.fromkeys(p.code for p in r.problems))),
)
