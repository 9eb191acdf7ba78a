"""A capture's text to an Article: the one place where page, plain text, dates, language, form and places in the source come together.

In: the decoded capture and what the user said of it. Out: the article, the entity of its issuer (official texts) and the problems found on the way.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.errors import InputError
from onrecord.limits import ARTICLE_CHARACTERS
from onrecord.read.decode import Decoded
from onrecord.text.anchor import place_text
from onrecord.text.dates import infer_published, parse_given
from onrecord.text.draft import Draft, join_pieces
from onrecord.text.form import FormFound, find_form
from onrecord.text.language import detect_language
from onrecord.text.meta import read_meta
from onrecord.text.page import read_page
from onrecord.text.plain import read_plain, settle_times
from onrecord.text.plain.kind import cut_datelines
from onrecord.types import LEFT_OUT, Article, Block, Entity, Mention, Problem, Segment, When

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Told:
    """What the user said of a capture; it goes before what the page says."""

    url: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRead:
    """An article, its issuer as an entity where it has one, and the problems of reading it."""

    article: Article
    entities: tuple[Entity, ...]
    problems: tuple[Problem, ...]


def read_article(decoded: Decoded, *, html: bool, told: Told) -> ArticleRead:
    """Read the article of a capture; InputError where there is none or it is too long."""
    draft = draft_page(decoded.text, told) if html else read_plain(decoded.text)
    if not readable(draft.blocks):
        raise InputError("no-article", "no article text was found; give the page's own HTML, or its text")
    if len(draft.text) > ARTICLE_CHARACTERS:
        raise InputError("too-long", f"{len(draft.text):,} characters of text (limit {ARTICLE_CHARACTERS:,}); split it into its reports")
    problems = [*decoded.problems, *draft.problems]
    body = "\n\n".join(draft.text[b.start : b.end] for b in readable(draft.blocks))
    language = detect_language(body)
    if language not in (None, ENGLISH):
        problems.append(Problem("language-not-read", f"the text is in '{language}'; onrecord reads statements in English only"))
    published = parse_given(told.published) if told.published else draft.published or infer_published(body) or draft.candidates
    blocks = draft.blocks
    if published and published.start and published.basis in ("given", "page"):
        blocks = settle_times(draft.text, blocks, date.fromisoformat(published.start[:10]))
    outlet = told.outlet or draft.outlet
    found = find_form(draft)
    own = make_id(draft.text, url=told.url, outlet=outlet, published=published)
    issuer = make_issuer(own, found) if found.issuer_name else None
    segments: Sequence[Segment] = place_text(draft.text, blocks, decoded, html=html)
    article = Article(
        id=own, form=found.form, issuer=issuer.id if issuer else None, title=draft.title, byline=draft.byline, outlet=outlet, language=language,
        text=draft.text, published=published, updated=draft.updated, blocks=blocks, left_out=draft.left_out, segments=tuple(segments),
    )  # fmt: skip
    return ArticleRead(article, (issuer,) if issuer else (), tuple(problems))


def draft_page(html: str, told: Told) -> Draft:
    """A draft from HTML: the blocks of the page, with what its metadata say."""
    pieces, left_out = read_page(html)
    meta = read_meta(html, url=told.url)
    text, whole = join_pieces(pieces)
    blocks = tuple(cut_datelines(text, whole))
    title = meta.title or next((text[b.start : b.end] for b in blocks if b.kind == "headline"), None)
    return Draft(text, blocks, title, meta.byline, meta.outlet, meta.published, meta.updated, meta.candidates, tuple(left_out), tuple(meta.problems))


def make_id(text: str, *, url: str | None, outlet: str | None, published: When | None) -> str:
    """An article's id: its text's hash with its URL or, without one, outlet and publication."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    day = published.start if published and published.basis in ("given", "page") else None
    place = [digest, "url", url] if url else [digest, "outlet", outlet, day]
    return hashlib.sha256(json.dumps(place, separators=(",", ":")).encode()).hexdigest()[:32]


def make_issuer(article: str, found: FormFound) -> Entity:
    span = found.issuer_span
    place = [article, [span.start, span.end] if span else found.issuer_name]
    own = hashlib.sha256(json.dumps(place, separators=(",", ":")).encode()).hexdigest()[:32]
    mentions = (Mention(span.start, span.end, "name", found.rule),) if span else ()
    return Entity(own, "organisation", found.issuer_name or "", mentions=mentions)


def readable(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that are part of the article."""
    return [b for b in blocks if b.kind not in LEFT_OUT]
