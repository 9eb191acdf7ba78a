"""A statement as a citation: plain, Markdown, and as a note in the Chicago style. Always with outlet, day, address, and the hash of what was seen.

In: a record, one of its statements, its permalink. Out: strings to copy. Words of the outlet never stand in the speaker's marks.
"""

from dataclasses import dataclass
from datetime import datetime

from onrecord.phrase import MONTHS, cut_content, make_visible, parse_moment, say_act, say_cue, say_moment, say_speaker, say_when
from onrecord.sheet.markdown import plain
from onrecord.sheet.words import CLOCK, WEEKDAY
from onrecord.types import Article, Record, Statement, When
from onrecord.web.statement.chain import name_outlet, say_via


@dataclass(frozen=True, slots=True)
class Citation:
    """One form of the citation: its name and its words."""

    form: str
    words: str


def cite(record: Record, statement: Statement, link: str) -> tuple[Citation, ...]:
    """The citation in each form; the first is the one that is copied by one key."""
    article = record.article
    if article is None:
        return ()
    facts = _Facts(record, article, statement, link)
    return (Citation("Plain", facts.plain()), Citation("Markdown", facts.markdown()), Citation("Note, Chicago style", facts.note()))


@dataclass(frozen=True, slots=True)
class _Facts:
    record: Record
    article: Article
    statement: Statement
    link: str

    @property
    def outlet(self) -> str:
        return name_outlet(self.record, self.article).text

    @property
    def title(self) -> str:
        return make_visible(self.article.title or "Without a headline")

    @property
    def address(self) -> str:
        return make_visible(self.record.capture.url or "")

    @property
    def printed(self) -> str:
        return CLOCK.sub("", WEEKDAY.sub("", say_when(self.article.published))) if self.article.published else "undated"

    @property
    def who(self) -> str:
        """ "Henrik Aalto, via two officials, told: "; the act where the report has no cue."""
        via = say_via(self.record, self.statement.relayed_by)
        does = say_cue(self.article.text, self.statement) or say_act(self.statement, several=len(self.statement.speakers) > 1)
        return ", ".join(part for part in (say_speaker(self.record, self.statement), via, does) if part)

    @property
    def said_on(self) -> str:
        return f", {say_when(self.statement.said_on)}" if self.statement.said_on else ""

    def seen(self) -> str:
        """When the bytes were seen, their hash, the characters in the text, the permalink."""
        spans = " and ".join(f"{s.start} to {s.end}" for s in self.statement.content)
        fetched = f"seen {say_moment(self.record.capture.fetched)}, " if self.record.capture.fetched else ""
        return f"{fetched}SHA-256 {self.record.capture.sha256}, characters {spans}, {self.link}"

    def plain(self) -> str:
        words = "".join(w for w, _ in cut_content(self.article.text, self.statement))
        paraphrase = " (paraphrase)" if self.statement.kind == "indirect" else ""
        address = f", {self.address}" if self.address else ""
        return f"{self.who}: {words}{paraphrase}{self.said_on}. “{self.title}”, {self.outlet}, {self.printed}{address}; {self.seen()}"

    def markdown(self) -> str:
        words = "".join(plain(w) if quoted or not w.strip() else slanted(w) for w, quoted in cut_content(self.article.text, self.statement))
        title = f"“{plain(self.title)}”"
        named = f"[{title}](<{self.address}>)" if self.address.startswith(("http://", "https://")) and not set("<>\\ \n") & set(self.address) else title
        printed = f"{named}, {plain(self.outlet)}, {plain(self.printed)}"
        return f"> {words}\n>\n> {plain(self.who)}{plain(self.said_on)}. {printed}; [on record](<{self.link}>), SHA-256 `{self.record.capture.sha256}`"

    def note(self) -> str:
        """Author, “Title,” Outlet, Month Day, Year, accessed, address; who said what follows, for the note's reader."""
        by = f"{' and '.join(make_visible(n) for n in self.article.byline)}, " if self.article.byline else ""
        seen = month_first(parse_moment(self.record.capture.fetched)) if self.record.capture.fetched else ""
        accessed = f"accessed {seen}, " if seen else ""
        address = self.address or f"SHA-256 {self.record.capture.sha256}"
        words = "".join(w for w, _ in cut_content(self.article.text, self.statement))
        return f"{by}“{self.title},” {self.outlet}, {printed_american(self.article.published)}, {accessed}{address} ({self.who}: {words}); {self.link}."


def slanted(words: str) -> str:
    """The outlet's words, slanted; white space at either end stays outside the marks."""
    inner = words.strip()
    return words.replace(inner, f"*{plain(inner)}*", 1)


def printed_american(when: When | None) -> str:
    """A day as the style writes it: "October 9, 2026"; what is no single day in our own words."""
    day = parse_moment(when.start) if when and when.start and (when.end or "")[:10] == when.start[:10] else None
    return month_first(day) or (say_when(when) if when else "undated")


def month_first(day: datetime | None) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else ""
