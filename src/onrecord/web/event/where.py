"""Where the pages of a dossier are. In: an event, or the words that were searched. Out: addresses, escaped."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

WORDS = "words"  # stands where an event's id would


@dataclass(frozen=True, slots=True)
class Where:
    """The address of a dossier: of the event `event`, else of the texts that have all of `words`."""

    event: str
    words: str = ""

    def to(self, *parts: str, **asked: str | int | None) -> str:
        """The address of a page of this dossier; what was not asked is left out."""
        query = urlencode({k: v for k, v in (("words", self.words), *asked.items()) if v not in ("", None)})
        return self.path(*parts) + (f"?{query}" if query else "")

    def path(self, *parts: str) -> str:
        """The same without what is asked: where a form goes."""
        return "/" + "/".join(quote(part, safe="") for part in ("event", self.event, *parts))


def to_statement(statement: str) -> str:
    return f"/s/{quote(statement, safe='')}"


def to_article(article: str) -> str:
    return f"/article/{quote(article, safe='')}"


def to_speaker(entity: str) -> str:
    return f"/who/{quote(entity, safe='')}"
