"""Characters of the article to bytes of the capture, and back."""

import html
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.read.decode import decode
from onrecord.text.anchor import decode_back, place_text
from onrecord.text.draft import Piece, join_pieces
from onrecord.types import Block, Segment

Placed = list[tuple[str, str, bytes]]  # what each segment says, how it matches, and its bytes


def place(source: str | bytes, *paragraphs: str, charset: str | None = None) -> Placed:
    """Place paragraphs in a page and check what holds for every segment."""
    raw = source if isinstance(source, bytes) else source.encode(charset or "utf-8")
    decoded = decode(raw, charset=charset, html=True)
    text, blocks = join_pieces([Piece("paragraph", p) for p in paragraphs])
    segments = place_text(text, blocks, decoded, html=True)
    check(raw, text, segments, decoded.charset)
    return [(text[s.start : s.end], s.match, raw[slice(*s.place.bytes)] if s.place and s.place.bytes else b"") for s in segments]


def check(raw: bytes, text: str, segments: Sequence[Segment], charset: str) -> None:
    last = 0
    for s in segments:
        assert last <= s.start < s.end <= len(text)
        last = s.end
        if s.match == "none":
            assert s.place is None
            continue
        said = decode_back(raw, s, charset, html=True)
        if s.match == "exact":
            assert said == text[s.start : s.end]
        else:
            assert said != text[s.start : s.end] and said.split() == text[s.start : s.end].split()


def test_anchor_leads_through_inline_tags() -> None:
    assert place('<p>"The sluice is <em>not</em> theirs," she said.</p>', '"The sluice is not theirs," she said.') == [
        ('"The sluice is ', "exact", b'"The sluice is '),
        ("not", "exact", b"not"),
        (' theirs," she said.', "exact", b' theirs," she said.'),
    ]


def test_anchor_adds_no_space_beside_inline_tags() -> None:
    assert place("<p>at the <i>kaai</i>, she said</p>", "at the kaai, she said") == [
        ("at the ", "exact", b"at the "), ("kaai", "exact", b"kaai"), (", she said", "exact", b", she said")
    ]  # fmt: skip


def test_anchor_leads_through_a_drop_cap() -> None:
    assert place('<p><span class="cap">E</span>very gate is shut, the warden said.</p>', "Every gate is shut, the warden said.") == [
        ("E", "exact", b"E"), ("very gate is shut, the warden said.", "exact", b"very gate is shut, the warden said.")
    ]  # fmt: skip


def test_anchor_leads_through_entities() -> None:
    source = "<p>&ldquo;Fish &amp chips,&#8221; said Zo&euml; &#147;Z&#x94; &mdash; AT&T &#128172;</p>"
    ((said, match, raw),) = place(source, "“Fish & chips,” said Zoë “Z” — AT&T 💬")
    assert (said, match) == ("“Fish & chips,” said Zoë “Z” — AT&T 💬", "exact")
    assert raw == source[3:-4].encode()


def test_anchor_says_where_white_space_differs() -> None:
    assert [m for _, m, _ in place("<p>The gate\r\n   is shut.</p><p>It&nbsp;is.</p><p>No.</p>", "The gate is shut.", "It is.", "No.")] == [
        "folded",
        "folded",
        "exact",
    ]


def test_anchor_counts_line_ends_of_every_kind() -> None:
    for end in ("\n", "\r\n", "\r", "\n\r"):
        source = f"<html>{end}<!-- a{end}b -->{end}<p>💬{end}Ada</p>{end}<p>Brook said no.</p>"
        assert place(source, "💬 Ada", "Brook said no.")[-1] == ("Brook said no.", "exact", b"Brook said no.")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16le", "gb18030", "macintosh"])
def test_anchor_counts_bytes_of_each_charset(charset: str) -> None:
    codec = {"windows-1252": "cp1252", "utf-16le": "utf-16-le", "macintosh": "mac-roman"}.get(charset, charset)
    raw = ("\ufeff" if charset == "utf-16le" else "").encode(codec) + "<p>“Zoë” – é</p><p>Ada said “no”.</p>".encode(codec)
    assert place(raw, "“Zoë” – é", "Ada said “no”.", charset=charset)[1] == ("Ada said “no”.", "exact", "Ada said “no”.".encode(codec))


def test_anchor_keeps_places_beside_undecodable_bytes() -> None:
    raw = "<p>“Zoë” said".encode() + b"\xff\xe2\x82 no.</p><p>Ada left.</p>"
    assert place(raw, "“Zoë” said\ufffd\ufffd\ufffd no.", "Ada left.", charset="utf-8")[1] == ("Ada left.", "exact", b"Ada left.")


def test_anchor_counts_code_points_after_an_emoji() -> None:
    text = "💬 Ida Brook called the gate “sound”."
    raw = f"<p>{text}</p>".encode()
    decoded = decode(raw, html=True)
    (segment,) = place_text(text, (Block("paragraph", 0, len(text)),), decoded, html=True)
    assert (segment.start, segment.end, text.index("sound")) == (0, len(text), 29)
    at = 3 + text.index("sound")
    assert raw[slice(*decoded.byte_range(at, at + 5))] == b"sound"


def offsets(source: str, *paragraphs: str) -> list[int | None]:
    """Where in the source (ASCII) each paragraph's first character is placed."""
    decoded = decode(source.encode(), html=True)
    text, blocks = join_pieces([Piece("paragraph", p) for p in paragraphs])
    firsts = {s.start: s.place.bytes[0] for s in place_text(text, blocks, decoded, html=True) if s.place and s.place.bytes}
    return [firsts.get(b.start) for b in blocks]


REPEATED = """<head><title>Gate shut</title><meta name="description" content="The warden said no."><script type="application/ld+json">
{"articleBody": "The warden said no. Nobody came."}</script></head><nav><a>Gate shut</a><p>The warden said no.</p></nav>
<h1>Gate shut</h1><p>At nine the warden came.</p><p>The warden said no.</p><p>Nobody came.</p><p>The warden said no.</p><aside><a>Gate shut</a></aside>"""


def test_anchor_takes_the_place_between_a_paragraphs_neighbours() -> None:
    body = REPEATED.index("<h1>")
    wanted = ["Gate shut", "At nine the warden came.", "The warden said no.", "Nobody came.", "The warden said no."]
    places, at = [], body
    for words in wanted:
        at = REPEATED.index(words, at)
        places.append(at)
        at += len(words)
    assert offsets(REPEATED, *wanted) == places


def test_anchor_tells_two_equal_quotations_apart() -> None:
    source = "<p>Menu</p><p>“No comment,”</p><p>said Ada Brook.</p><p>“No comment,”</p><p>said Ida Marsh.</p>".replace("“", '"').replace("”", '"')
    found = offsets(source, '"No comment,"', "said Ada Brook.", '"No comment,"', "said Ida Marsh.")
    assert found == sorted(found, key=lambda at: at or 0) and len(set(found)) == 4


def test_anchor_places_short_words_at_whole_words_alone() -> None:
    source = "<p>Nobody saw the notice.</p><div>Ask <b>No</b> thanks</div>"
    assert offsets(source, "No") == [source.index("No</b>")]
    assert offsets("<p>Nobody saw the notice.</p>", "No") == [None]


def test_anchor_never_leads_into_scripts_styles_and_comments() -> None:
    source = "<script>var a = 'The gate is shut, the warden said.'</script><style>/* The gate is shut, the warden said. */</style>"
    source += "<!-- The gate is shut, the warden said. -->"
    assert place(source, "The gate is shut, the warden said.") == [("The gate is shut, the warden said.", "none", b"")]
    assert place(source + "<p>The gate is shut, the warden said.</p>", "The gate is shut, the warden said.")[0][1] == "exact"


def test_anchor_takes_what_is_not_shown_only_where_nothing_else_is() -> None:
    source = "<title>Gate shut at nine</title><template><p>The warden said no.</p></template><h1>Gate shut at nine</h1>"
    assert offsets(source, "Gate shut at nine", "The warden said no.") == [source.index("Gate", 20), source.index("The warden")]
    assert offsets("<title>Gate shut at nine</title><p>x", "Gate shut at nine") == [7]


def test_anchor_says_what_is_not_placed() -> None:
    source = "<p>The warden of Orrin said that the gate <button>Share this now</button> was shut an hour too early.</p>"
    assert place(source, "The warden of Orrin said that the gate was shut an hour too early.", "This line is nowhere in the page.") == [
        ("The warden of Orrin said that the gate ", "exact", b"The warden of Orrin said that the gate "),
        ("was shut an hour too early.", "exact", b"was shut an hour too early."),
        ("This line is nowhere in the page.", "none", b""),
    ]


def test_anchor_places_plain_text_as_it_is() -> None:
    text = "“No,”\r\nshe said&amp;\u00a0left\u200b.\r\n\r\nAda <b>nodded</b>."
    for codec, mark in (("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe")):
        raw = mark + text.encode(codec)
        decoded = decode(raw)
        assert decoded.text == text
        cut = text.index("Ada")
        segments = place_text(text, (Block("paragraph", 0, cut - 4), Block("paragraph", cut, len(text))), decoded, html=False)
        assert [s.match for s in segments] == ["exact", "exact"]
        assert [decode_back(raw, s, decoded.charset, html=False) for s in segments] == [text[: cut - 4], text[cut:]]


def test_anchor_gives_nothing_back_for_what_has_no_place() -> None:
    with pytest.raises(ValueError, match="have no place"):
        decode_back(b"", Segment(0, 1, "none"), "utf-8", html=True)


# Generated pages: what the source says beside what a browser shows.

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="<&\ufeff"), min_size=1, max_size=8)
fragments = st.one_of(
    words.map(lambda w: (w, w)),
    st.sampled_from(["💬", "e\u0301", "n\u0303o\u0302", "\u200b", "\U000e0041", "\u202e", "👩\u200d👧", "ﬁ"]).map(lambda w: (w, w)),
    st.sampled_from(["&amp;", "&ldquo;", "&#8221;", "&#x2019;", "&eacute;", "&copy", "&#147;", "&lt;", "&quot;", "&NotEqualTilde;", "&hellip;"]).map(
        lambda r: (r, html.unescape(r))
    ),
    st.sampled_from([" ", "  ", "\n", "\r\n", "\r\n\t ", "&nbsp;", "&#32;", "\u00a0", "\u2003"]).map(lambda w: (w, " ")),
    st.sampled_from(["<b>", "</b>", "<a href='x>y'>", "</a>", "<!-- c > d -->", '<i title="it\'s">', "</i>", "<!---->", "<wbr>", "<x-y z=1>"]).map(
        lambda t: (t, "")
    ),
    st.sampled_from(["<script>if (a<b) 'c'</script>", "<style>p{}</style>", "<script>\r\n</script>"]).map(lambda t: (t, "")),
)  # fmt: skip
paragraphs = st.lists(st.lists(fragments, min_size=1, max_size=12), min_size=1, max_size=6)
ends = st.sampled_from(["\n", "\r\n", "\r", ""])


class Oracle(HTMLParser):
    """The standard library's reader: which characters of a source it takes for text."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.lines = [0, *(m.end() for m in re.finditer("\n", source))]
        self.text: set[int] = set()
        self.raw = False
        self.feed(source)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.raw = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.raw = False

    def handle_data(self, data: str) -> None:
        if not self.raw:
            self.text.update(range(self._at(), self._at() + len(data)))

    def handle_entityref(self, name: str) -> None:
        self.text.update(range(self._at(), self._at() + len(name) + 2))

    def handle_charref(self, name: str) -> None:
        self.text.update(range(self._at(), self._at() + len(name) + 3))


@settings(max_examples=300)
@given(pages=paragraphs, end=ends, codec=st.sampled_from(["utf-8", "utf-16-le", "gb18030"]))
def test_anchor_places_every_generated_paragraph(pages: list[list[tuple[str, str]]], end: str, codec: str) -> None:
    source = f"<!DOCTYPE html>{end}<title>t</title>{end}<body>" + "".join(f"<p>{''.join(s for s, _ in parts)}</p>{end}" for parts in pages)
    # A reference without its semicolon, or a lone &, must not grow together with what follows.
    shown = [" ".join("".join(t for _, t in parts).split()) for parts in pages]
    if any(re.search(r"&copy[^ <&\r\n]", "".join(s for s, _ in parts)) for parts in pages):
        return
    mark = "\ufeff" if codec == "utf-16-le" else ""
    raw = (mark + source).encode(codec)
    decoded = decode(raw, charset=None if mark else codec, html=True)
    if decoded.text != source:  # GB18030 bytes that are good UTF-8
        return
    text, blocks = join_pieces([Piece("paragraph", p) for p in shown])
    segments = place_text(text, blocks, decoded, html=True)
    check(raw, text, segments, decoded.charset)
    placed = {i for s in segments if s.match != "none" for i in range(s.start, s.end)}
    assert [text[i] for i in range(len(text)) if i not in placed and not text[i].isspace()] == []
    visible = Oracle(source).text
    starts = {decoded.byte_range(i, i)[0]: i for i in range(len(source) + 1)}
    for s in segments:
        assert s.place is not None and s.place.bytes is not None
        begin, stop = (starts[b] for b in s.place.bytes)
        assert all(i in visible for i in range(begin, stop))


@settings(max_examples=300)
@given(raw=st.binary(max_size=400), more=st.text(max_size=40))
def test_anchor_bears_any_bytes(raw: bytes, more: str) -> None:
    """Whatever the page is and whatever text is looked for, what is placed is true."""
    raw = raw + b"<p>" + more.encode("utf-8", "replace")
    decoded = decode(raw, html=True)
    for part in (decoded.text, more, " ".join(decoded.text.split())):
        if part:
            segments = place_text(part, (Block("paragraph", 0, len(part)),), decoded, html=True)
            for s in segments:
                if s.match == "exact":
                    assert decode_back(raw, s, decoded.charset, html=True) == part[s.start : s.end]
