"""Pages whose markup keeps parsers busy. Each case is a function that makes its bytes; none is stored."""

from collections.abc import Callable


def attributes() -> bytes:
    """300,000 attributes in one tag, 4 MB."""
    return b"<html><body><p " + b" ".join(b'a%d="x"' % i for i in range(300_000)) + b">The quay is shut.</p></body></html>"


def bare_attributes() -> bytes:
    return b"<p" + b" a" * 300_000 + b">The quay is shut.</p>"


def long_tag() -> bytes:
    """One attribute of 2 MB."""
    return b'<p title="' + b"x" * 2_000_000 + b'">The quay is shut.</p>'


def paragraphs() -> bytes:
    return b"<html><body>" + b"<p>The quay is shut.</p>" * 500_000 + b"</body></html>"


def nested() -> bytes:
    return b"<div>" * 100_000 + b"The quay is shut." + b"</div>" * 100_000


def nested_unclosed() -> bytes:
    return b"<div><span>" * 50_000


def end_tags() -> bytes:
    return b"</p>" * 500_000


def open_tags() -> bytes:
    """Tags that are never closed: each could be read to the end of the text again and again."""
    return b"<a " * 1_000_000


def open_values() -> bytes:
    return b"<a b='x\"" * 500_000


REFUSED: dict[str, Callable[[], bytes]] = {
    f.__name__: f for f in (attributes, bare_attributes, long_tag, paragraphs, nested, nested_unclosed, end_tags, open_tags, open_values)
}


def misnested() -> bytes:
    """20,000 misnested <b>: parsers that repair by the standard copy the open ones again and again."""
    return b"<html><body>" + b"<b><p>x</b>" * 20_000 + b"</body></html>"


def open_comments() -> bytes:
    return b"<p>The quay is shut.</p>" + b"<!--" * 1_000_000


def empty_comments() -> bytes:
    return b"<!-->" * 500_000 + b"<p>The quay is shut.</p>"


def angles() -> bytes:
    return b"<" * 2_000_000


def references() -> bytes:
    return b"<p>" + b"&amp;" * 400_000 + b"</p>"


def broken_references() -> bytes:
    return b"<p>" + b"&notanentity" * 200_000 + b"&#" * 200_000 + b"</p>"


# What the look at the markup lets through: the stages after it must bear it.
BORNE: dict[str, Callable[[], bytes]] = {f.__name__: f for f in (misnested, open_comments, empty_comments, angles, references, broken_references)}
