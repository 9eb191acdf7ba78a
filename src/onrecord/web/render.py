"""Templates to pages. Every word of a report, a name, an address passes Jinja2's escaping; hidden characters become chips, dates keep to one line.

In: a template's name and what it shows. Out: an answer. Nothing here asks the ledger but for its head, which stands at the foot of what is printed.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode, urlsplit

import anyio.from_thread
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import OnrecordError
from onrecord.group.draw import read_marks
from onrecord.group.draw.rows import STRONG
from onrecord.judge.doubt import PERSON
from onrecord.limits import CAPTURE_BYTES
from onrecord.phrase import ACTS, count, make_visible, say_moment, say_when
from onrecord.sheet.page import cut_chips
from onrecord.sheet.words import CLOCK, hold_dates, in_words, join_and, name_some, raise_first
from onrecord.types import When
from onrecord.web.ledgers import reading
from onrecord.web.security import FILES, KEYS_COOKIE, NAME, clean_name, known

NAV = (("Desk", "/", "Desk"), ("Events", "/events", "Events"), ("Speakers", "/speakers", "Speakers"), ("Check a draft", "/draft", "Draft"))
FIELDS = 1000  # of one form


@dataclass(frozen=True, slots=True)
class Base:
    """What every page has about its own matter: the reader's name, whether single keys work, this day, the address to come back to."""

    request: Request
    reader: str
    keys: bool

    @property
    def today(self) -> str:
        return say_moment(datetime.now().date().isoformat())

    @property
    def head(self) -> str:
        """The ledger's head, short: for the foot of a printed page. Empty where the ledger cannot be asked, which the page itself then says."""
        try:
            with reading(self.request) as ledger:
                return short_hash(ledger.head())
        except OnrecordError:
            return "not known"

    @property
    def here(self) -> str:
        """Path and query of this page, for a form's `next`."""
        url = self.request.url
        return url.path + (f"?{url.query}" if url.query else "")


def respond(request: Request, template: str, view: object = None, status: int = 200, **more: Any) -> HTMLResponse:
    """A page. The template has `view`, `request`, `nav`, `base`, and what else is named; headers go in `headers`."""
    headers = more.pop("headers", None)
    base = Base(request, request.state.reader, request.cookies.get(KEYS_COOKIE) != "off")
    path = request.url.path
    nav = [(label, href, short, path == href or (href != "/" and path.startswith(f"{href}/"))) for label, href, short in NAV]
    return HTMLResponse(environment().get_template(template).render(view=view, request=request, nav=nav, base=base, **more), status, headers)


def trouble(request: Request, status: int, words: str, *, title: str = "") -> Response:
    """A page, or for the interface an object, that says what went wrong and the way out."""
    if request.url.path.startswith("/api/"):
        from starlette.responses import JSONResponse

        code = {400: "bad-request", 404: "not-found", 405: "not-allowed", 413: "too-large", 503: "busy"}.get(status, "error")
        return JSONResponse({"error": {"code": code, "message": words}}, status)
    titles = {404: "Nothing stands here", 405: "Not like this", 413: "Too much at once", 500: "Something went wrong", 503: "Not now"}
    return respond(request, "error.html", None, status, title=title or titles.get(status, "This cannot be done"), words=words)


def go(request: Request, target: str) -> Response:
    """On to another page of ours (303), the desk where `target` is none."""
    return RedirectResponse(known(request.app.routes, target), 303)


def read_form(request: Request, *, files: int = 0) -> FormData:
    """The fields of a form, and at most so many files; for handlers that run in a thread."""

    async def parse() -> FormData:
        return await request.form(max_files=files, max_fields=FIELDS, max_part_size=CAPTURE_BYTES)

    return anyio.from_thread.run(parse)


def text_of(form: FormData, name: str) -> str:
    """A field's words; empty where it is missing or a file."""
    found = form.get(name)
    return found.strip() if isinstance(found, str) else ""


def needs_name(request: Request) -> Response | None:
    """For a POST that keeps something in somebody's name: the form that asks for it once, where none is known; None where `request.state.reader` is set.

    The form sends everything that was sent once more, and the name with it.
    """
    if request.state.reader:
        return None
    form = read_form(request)
    name = clean_name(text_of(form, "as"))
    if name:
        request.state.reader, request.state.named = name, True
        return None
    fields = [(k, v) for k, v in form.multi_items() if isinstance(v, str) and k != "as"]
    return respond(request, "name.html", None, fields=fields, most=NAME)


# What templates can say.


def visible(words: object) -> Markup:
    """Words in one line, escaped; each hidden character as a chip."""
    shown = make_visible(str(words))
    return Markup("").join(Markup('<span class="chip">{}</span>').format(part) if chip else escape(part) for part, chip in cut_chips(shown))


def visible_run(words: str) -> Markup:
    """A run beside others: made visible already, its spaces kept."""
    return Markup("").join(Markup('<span class="chip">{}</span>').format(part) if chip else escape(part) for part, chip in cut_chips(words))


def dated(words: object) -> Markup:
    """The same with each date held on one line."""
    shown = hold_dates(make_visible(str(words)))
    return Markup("").join(Markup('<span class="chip">{}</span>').format(part) if chip else escape(part) for part, chip in cut_chips(shown))


def bdi(words: object) -> Markup:
    """A name or words of a report, whose direction is their own."""
    return Markup("<bdi>{}</bdi>").format(visible(words))


def when(value: When | str | None, *, day: bool = False) -> Markup:
    """A date in words on one line; an ISO moment too. `day`: without the time of day."""
    words = say_moment(value) if isinstance(value, str) else say_when(value)
    return Markup('<span class="date">{}</span>').format(CLOCK.sub("", words) if day else words)


def moment(value: str) -> Markup:
    """When something was kept, in words and UTC: "Wednesday 25 November 2026, 8.04"."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return visible(value)
    return Markup('<span class="date">{}</span>, {}.{:02}').format(say_moment(found.date().isoformat()), found.hour, found.minute)


def when_day(value: str) -> Markup:
    """The day of an ISO moment, in words."""
    return Markup('<span class="date">{}</span>').format(say_moment(value[:10]))


def raise_safe(words: Markup) -> Markup:
    """Escaped words with their first letter raised; an entity or a tag begins with none."""
    return Markup(raise_first(words))  # what goes in is escaped already, and a letter raised stays so


def short_hash(value: str) -> str:
    """A head or hash short enough to compare by eye: "12: 7f3a 90c1"."""
    number, colon, own = value.rpartition(":")
    return (f"{number}: " if colon else "") + " ".join(own[i : i + 4] for i in (0, 4) if own[i : i + 4])


def long_hash(value: str) -> str:
    """A whole hash in groups of four."""
    return " ".join(value[i : i + 4] for i in range(0, len(value), 4))


def sure(maker: str | None) -> str:
    """The class that says how sure a value is: read by machine, or checked by a person."""
    return "checked" if (maker or "").startswith(PERSON) else "guess"


def link(url: str | None) -> str:
    """An address that may be followed; empty for every scheme but http and https."""
    try:
        return url if url and urlsplit(url.strip()).scheme.lower() in ("http", "https") else ""
    except ValueError:
        return ""


def query(base: object = None, **values: object) -> str:
    """ "?act=deny&after=…": the values that are set, with those of `base` (a mapping) where they are not given."""
    merged = {**(dict(base) if base else {}), **values}  # type: ignore[call-overload]
    kept = [(k, str(v)) for k, v in merged.items() if v not in (None, "", False) and str(v)]
    return f"?{urlencode(kept)}" if kept else ""


def size(number: int) -> str:
    """Bytes in words: "3.1 MB".

    >>> size(3_100_000), size(900)
    ('3.1 MB', '900 bytes')
    """
    for unit, word in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if number >= unit:
            return f"{number / unit:.1f} {word}"
    return f"{number} bytes"


@cache
def static(name: str) -> str:
    """The address of a file of ours, which changes with its content."""
    raw = (files("onrecord.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(raw).hexdigest()[:12]}"


@cache
def environment() -> Environment:
    made = Environment(loader=PackageLoader("onrecord.web"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    made.filters.update(
        visible=visible, visible_run=visible_run, dated=dated, bdi=bdi, when=when, when_day=when_day, moment=moment, hash=short_hash, long_hash=long_hash,
        sure=sure, link=link, size=size, number="{:,}".format, count=count, in_words=in_words, some=name_some, join_and=join_and, upper_first=raise_first,
        upper_first_safe=raise_safe, json=json.dumps,
    )  # fmt: skip
    made.globals.update(static=static, query=query, sprite=Markup(read_marks()), acts=ACTS, strong=STRONG, most_files=FILES)
    return made
