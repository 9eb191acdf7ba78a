"""News as an Atom feed (RFC 4287). Pure: words are text, never markup; what XML cannot hold is shown as a chip.

In: a feed, its newest statements, the address of the server and of the feed. Out: the document and when it was last changed.
"""

import re
import uuid
from xml.etree.ElementTree import Element, SubElement, tostring

from onrecord.ledger.feeds import Feed, News
from onrecord.phrase import ACTS, make_visible, name_hidden
from onrecord.sheet.words import say_words
from onrecord.web.cite import Cite, cite

ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "application/atom+xml; charset=utf-8"
NONCHARACTERS = re.compile("[\ufffe\uffff]")


def to_atom(feed: Feed, news: tuple[News, ...], *, home: str, own: str) -> tuple[bytes, str]:
    """The feed as it is sent. `home` is the server's address without a slash at its end, `own` the feed's."""
    changed = max((changed_at(n) for n in news), default=feed.made)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    text(root, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, feed.key)}")
    text(root, "title", f"onrecord: {feed.label}")
    text(root, "updated", stamp(changed))
    text(SubElement(root, "author"), "name", "onrecord")
    text(root, "generator", "onrecord")
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": f"{home}{page_of(feed)}"})
    for each in news:
        add_entry(root, each, home)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8", xml_declaration=False), changed


def add_entry(root: Element, news: News, home: str) -> None:
    statement = news.hit.statement
    told = cite(news.hit.record, statement)
    entry = SubElement(root, "entry")
    # The same id after every new reading, whatever id the statement has by then.
    text(entry, "id", f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, news.first)}")
    text(entry, "title", f"{told.speaker} {told.does}".strip())
    text(entry, "updated", stamp(changed_at(news)))
    text(entry, "published", stamp(news.kept))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{home}/s/{statement.id}"})
    if statement.act:
        SubElement(entry, "category", {"term": statement.act, "label": ACTS[statement.act][1]})
    text(entry, "content", say(told)).set("type", "text")


def say(told: Cite) -> str:
    """A statement in plain lines: who does what, the words, where and when."""
    words = say_words(told.words)
    does = " ".join(part for part in (told.speaker, told.does, told.towards) if part)
    unmarked = {"direct": "", "mixed": "partly paraphrase", "indirect": "paraphrase"}[told.kind]
    where = ", ".join(part for part in (told.when, told.where, told.via, *told.remarks, unmarked) if part)
    return "\n".join(part for part in (f"{does}: {words}", where, told.title) if part)


def text(parent: Element, name: str, words: str) -> Element:
    """An element that holds words, line by line made visible."""
    made = SubElement(parent, name)
    made.text = "\n".join(NONCHARACTERS.sub(name_hidden, make_visible(line)) for line in words.split("\n"))
    return made


def changed_at(news: News) -> str:
    return max(news.kept, news.judged or "")


def stamp(moment: str) -> str:
    """A moment of the ledger (UTC) as RFC 3339 has it."""
    return f"{moment[:19]}Z"


def page_of(feed: Feed) -> str:
    """The page that the feed is of."""
    if feed.what == "speaker":
        return f"/who/{feed.asked.get('person', '')}"
    if feed.what == "event":
        return f"/event/{feed.asked.get('event', '')}"
    return "/feeds"
