"""The screen of one article, "read it marked": its head, its text with the statements marked, a card for each, what became of it since.

In: what the ledger shows of an id, and what the reader chose to see. Out: `ArticleView`, everything the template sets.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.judge.types import AtSource, Judgement
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.types import Edit, EventSeen, Shown
from onrecord.phrase import make_visible, number_statements, say_moment, say_names, say_when
from onrecord.sheet.words import CLOCK
from onrecord.types import Act, Article, LeftOut, Record, Statement, When
from onrecord.web.article.copies import Again, find_copies_of
from onrecord.web.article.marked import Marking, Paragraph, mark_text, share_attributed
from onrecord.web.cite import Cite, cite
from onrecord.web.render import sure
from onrecord.web.statement.chain import name_outlet
from onrecord.web.statement.choice import Choice, offer_all, offer_deeds
from onrecord.web.statement.custody import Check, Custody, find_custody
from onrecord.web.statement.history import Judged, list_judged
from onrecord.web.statement.view import find_event

BASIS = {"given": "as it was told when it was added", "page": "as the page gives it", "feed": "as the feed gives it", "archive": "as the archive gives it",
         "text": "as far as the text tells", "occasion": "as far as the text tells"}  # fmt: skip
LANGUAGES = {"en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
             "nl": "Dutch", "ru": "Russian", "uk": "Ukrainian",
             "ar": "Arabic", "he": "Hebrew", "fa": "Persian", "tr": "Turkish", "pl": "Polish",
             "zh": "Chinese", "ja": "Japanese", "sv": "Swedish", "ur": "Urdu"}  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb"})
NAMED = 12  # speakers in the filter; the others are folded
CAPTURES = 5  # of one article, whose dates are compared
LEFT_LISTED = 30


@dataclass(frozen=True, slots=True)
class Card:
    """A statement beside the text."""

    number: int
    depth: int
    cite: Cite
    day: str
    channel: str
    unheard: tuple[str, ...]  # who is accused and has no words in this text
    own_words: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody with statements here, for the filter."""

    id: str
    name: str
    count: int
    here: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph with its cards, and the acts for the bar."""

    paragraph: Paragraph
    cards: tuple[Card, ...]
    title: bool = False

    @property
    def marks(self) -> tuple[tuple[int, Act | None, bool], ...]:
        """Number, act and strength of each mark in the bar."""
        return tuple((c.number, c.cite.act, c.cite.strong) for c in self.cards)


@dataclass(frozen=True, slots=True)
class Source:
    """What a publisher did to the article, as a person noted it."""

    what: str
    note: str
    day: str
    url: str
    by: str
    entry: int


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything on the page."""

    id: str
    article: Article
    title: str
    outlet: str
    kicker: str
    dates: tuple[tuple[str, str], ...]
    language: str
    rtl: bool
    address: str
    event: EventSeen | None
    rows: tuple[Row, ...]
    speakers: tuple[Speaker, ...]
    statements: int
    shown: int
    share: int
    attributed: bool
    speaker: str
    copies: tuple[Again, ...] | None
    edits: tuple[Edit, ...]
    current: bool
    now: str
    sources: tuple[Source, ...]
    judged: tuple[Judged, ...]
    left_out: tuple[LeftOut, ...]
    left_more: int
    problems: tuple[str, ...]
    custody: Custody
    checks: tuple[Check, ...]
    people: tuple[Choice, ...]
    acts: tuple[Choice, ...]
    known: str  # a statement that somebody added although it was there


def view_article(ledger: Ledger, shown: Shown, *, speaker: str = "", attributed: bool = False, checks: tuple[Check, ...] = (), known: str = "") -> ArticleView:
    """The page for an article that the ledger shows. `speaker`: only this entity's statements; `attributed`: only the sentences that have one; `known`: a
    statement that the reader has just added, and the machine had found."""
    record, article = shown.record, shown.article
    assert record is not None and article is not None
    order = list(number_statements(record))
    chosen = [(n, d, s) for n, d, s in order if not speaker or speaker in (*s.speakers, *s.rivals)]
    markings = [Marking(n, s, sure(s.makers.get("speakers"))) for n, _, s in chosen]
    heard = {i for s in record.statements for i in (*s.speakers, *s.rivals, *s.on_behalf_of)}
    cards = {n: make_card(record, s, n, depth, heard) for n, depth, s in chosen}
    paragraphs = mark_text(article, markings, attributed=attributed)
    judgements = ledger.judgements(article.id)
    return ArticleView(
        id=article.id, article=article, title=make_visible(article.title or "No headline"), outlet=name_outlet(record, article).text,
        kicker=". ".join(tell_kicker(record, article)), dates=tuple(tell_dates(ledger, shown)),
        language=LANGUAGES.get(article.language or "", f"Language: {article.language}" if article.language else "Language not known"),
        rtl=(article.language or "") in RIGHT_TO_LEFT or reads_right_to_left(article.text), address=make_visible(record.capture.url or ""),
        event=find_event(ledger, article.id),
        rows=tuple(Row(p, tuple(cards[n] for n in sorted(p.statements)), is_title(p, article)) for p in paragraphs),
        speakers=tuple(list_speakers(record, speaker)),
        statements=len(order), shown=len(chosen), share=share_attributed(article, record.statements), attributed=attributed, speaker=speaker,
        copies=find_copies_of(ledger, record), edits=shown.edits, current=shown.current, now=newer(shown),
        sources=tuple(tell_source(j, j.saying) for j in judgements if not j.undone and isinstance(j.saying, AtSource)),
        judged=list_judged(judgements), left_out=article.left_out[:LEFT_LISTED], left_more=max(0, len(article.left_out) - LEFT_LISTED),
        problems=tuple(make_visible(p.message) for p in record.problems), custody=find_custody(ledger, shown), checks=checks,
        people=offer_all(record), acts=offer_deeds(), known=known if any(s.id == known for s in record.statements) else "",
    )  # fmt: skip


def tell_source(judgement: Judgement, said: AtSource) -> Source:
    """What a person noted of the article's fate at its publisher."""
    day = say_moment(said.date) if said.date else ""
    return Source(said.what, make_visible(said.note), day, make_visible(said.url or ""), make_visible(judgement.by), judgement.seq)


def make_card(record: Record, statement: Statement, number: int, depth: int, heard: set[str]) -> Card:
    """The card of a statement; `heard` are those with words in this text."""
    day = CLOCK.sub("", say_when(statement.said_on)) if statement.said_on else "day not stated"
    unheard: tuple[str, ...] = ()
    if statement.act == "accuse" and not statement.negated:
        unheard = tuple(make_visible(say_names(record.entities, [i])) for i in statement.targets if i not in heard and any(e.id == i for e in record.entities))
    own = {"indirect": "paraphrase", "mixed": "partly paraphrase", "direct": ""}[statement.kind]
    return Card(number, depth, cite(record, statement), day, make_visible(statement.channel or ""), unheard, own)


def is_title(paragraph: Paragraph, article: Article) -> bool:
    """Whether a paragraph is the headline above the page, without a statement to show."""
    words = "".join(b.text for r in paragraph.runs for b in r.bits)
    return paragraph.kind == "headline" and not paragraph.statements and make_visible(words) == make_visible(article.title or "")


def reads_right_to_left(text: str) -> bool:
    """Whether most letters of a text's beginning are written from right to left."""
    head = [c for c in text[:2000] if c.isalpha()]
    return bool(head) and sum("\u0590" <= c <= "\u08ff" or "\ufb1d" <= c <= "\ufefc" for c in head) > len(head) / 2


def tell_kicker(record: Record, article: Article) -> Iterator[str]:
    """ "The Meridian. Report by Lena Fosse"."""
    yield name_outlet(record, article).text
    form = article.form[:1].upper() + article.form[1:]
    yield form + (f" by {' and '.join(make_visible(n) for n in article.byline)}" if article.byline else "")


def tell_dates(ledger: Ledger, shown: Shown) -> Iterator[tuple[str, str]]:
    """Every date of publication that was seen, with where it comes from: that of this reading first, then those of other captures that differ."""
    article = shown.article
    assert article is not None
    seen: dict[tuple[str, str], None] = {}
    for when in (article.published, *(w for w in published_elsewhere(ledger, shown))):
        if when is not None:
            seen.setdefault((say_when(when), BASIS[when.basis]))
    yield from seen
    if not seen:
        yield "date not stated", ""
    if article.updated:
        yield say_when(article.updated), "last updated, " + BASIS[article.updated.basis]


def published_elsewhere(ledger: Ledger, shown: Shown) -> Iterator[When | None]:
    """The dates that other captures of this article gave: the page, the feed, the archive."""
    own = shown.record.capture.sha256 if shown.record else ""
    others = dict.fromkeys(json.loads(e.body)["capture"] for e in shown.history if e.kind == "reading")
    for sha256 in [o for o in others if o != own][:CAPTURES]:
        try:
            article = ledger.show(sha256).article
        except UsageError:
            continue
        if article is not None and article.id == shown.id:
            yield article.published


def list_speakers(record: Record, chosen: str) -> Iterator[Speaker]:
    """Who speaks here, those with most statements first."""
    counts = Counter(i for s in record.statements for i in s.speakers)
    known = {e.id: e for e in record.entities}
    for own, number in sorted(counts.items(), key=lambda item: -item[1]):
        if own in known:
            yield Speaker(own, make_visible(known[own].name), number, own == chosen)


def newer(shown: Shown) -> str:
    """The article that the page shows now, where this one is an older version."""
    if shown.current or not shown.article:
        return ""
    now = shown.article.id
    for edit in shown.edits:
        if edit.before == now:
            now = edit.after
    return now if now != shown.article.id else ""
