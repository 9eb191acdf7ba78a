"""A list of feeds, OPML 1 or 2, to the addresses in it.

In: the bytes of a file. Out: addresses in order, each once. Nothing is fetched, and a document type declaration is refused, so that no entity is declared,
expanded or named (H11).
"""

from urllib.parse import urlsplit
from xml.parsers import expat

from onrecord.errors import InputError

LARGEST = 5_000_000  # bytes; a list of 10,000 feeds has 2 MB
MOST = 10_000  # feeds


def read_opml(raw: bytes, *, name: str = "the list") -> list[str]:
    """The addresses of the feeds in an outline. InputError where it is no OPML, breaks off, or declares a document type.

    >>> read_opml(b'<opml version="2.0"><body><outline xmlUrl="https://tide.example/feed"/></body></opml>')
    ['https://tide.example/feed']
    """
    if len(raw) > LARGEST:
        raise InputError("too-large", f"{name}: over {LARGEST:,} bytes; split it")
    found: dict[str, None] = {}
    roots: list[str] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        roots.append(tag.lower())
        if roots[0] != "opml":
            raise InputError("not-opml", f"{name}: no OPML; name a list of feeds, or the feeds themselves")
        url = next((value.strip() for key, value in attributes.items() if key.lower() == "xmlurl"), "") if tag.lower() == "outline" else ""
        if url and is_address(url):
            found[url] = None
            if len(found) > MOST:
                raise InputError("too-large", f"{name}: over {MOST:,} feeds; split it")

    def refuse(*_: object) -> None:
        raise InputError("hostile-markup", f"{name}: declares a document type, and no list of feeds needs one; take out its <!DOCTYPE ...>")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as e:
        raise InputError("broken-off", f"{name}: not whole XML, {e}") from None
    except (ValueError, LookupError) as e:  # an encoding that nobody knows
        raise InputError("broken-off", f"{name}: cannot be decoded ({e})") from None
    return list(found)


def is_address(url: str) -> bool:
    """An address on the web; a file or a script is none."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and url.isprintable()
    except ValueError:
        return False
