"""Any record: what a report could give, and what a file of records from elsewhere could hold. Tests of export load it with runpy."""

from typing import get_args

from hypothesis import strategies as st

from onrecord.types import (
    Act,
    Article,
    Block,
    Capture,
    Entity,
    EntityKind,
    LeftOut,
    Match,
    Mention,
    Modality,
    Place,
    Problem,
    Quotation,
    Record,
    Segment,
    Span,
    Statement,
    When,
)

# Signs that formats trip over stand beside all others.
NASTY = st.sampled_from(
    [
        "=1+1", "+1", "-1", "@a", "\t=x", "\r", "\n", "\r\n-", ";=1", ";\"=1", "'=", "''-", "\u200b=", "\ufeff@", "＝1", '"', ",", " | ", "\0", "_x0041_",
        "<r>", "</r>", "<r><t>x</t></r>", "&amp;", "\ufffe", "\uffff", "\x0b", "\x1f", "\u2028", "http://a.b/c", "1e5", "TRUE", "#N/A", "\U0001f600", "e\u0301",
        "]]>", "\x85",
    ]
)  # fmt: skip
WORDS = st.lists(NASTY | st.text(st.characters(codec="utf-8"), max_size=6), max_size=4).map("".join)
STATED = st.none() | WORDS
IDS = st.sampled_from(["a", "b", "c", "e1", "e2", "", "=x", "a <b>\n"])
AT = st.integers(0, 30)
SPANS = st.builds(Span, AT, AT)
SEVERAL = st.lists(SPANS, max_size=3).map(tuple)
NAMED = st.lists(IDS, max_size=3).map(tuple)
DAYS = st.none() | st.sampled_from(["2026-03-05", "2026-03-05T09:00+01:00", "=NOW()"])
WHENS = st.none() | st.builds(When, DAYS, DAYS, span=st.none() | SPANS, candidates=st.lists(st.tuples(DAYS, DAYS), max_size=2).map(tuple))
CAPTURES = st.builds(
    Capture, IDS, IDS, url=STATED, path=STATED, media_type=st.sampled_from([None, "text/html", "text/plain"]),
    charset=st.sampled_from([None, "utf-8", "windows-1252", "x"]),
)  # fmt: skip
SEGMENTS = st.builds(Segment, AT, AT, st.sampled_from(get_args(Match)), st.none() | st.builds(Place, st.none() | st.tuples(AT, AT)))
ARTICLES = st.builds(
    Article, IDS, st.just("report"), st.none() | IDS, STATED, st.lists(WORDS, max_size=2).map(tuple), STATED, st.none() | st.just("en"), WORDS, WHENS, WHENS,
    st.lists(st.builds(Block, st.just("paragraph"), AT, AT), max_size=2).map(tuple), st.lists(st.builds(LeftOut, WORDS, WORDS, WORDS), max_size=1).map(tuple),
    st.lists(SEGMENTS, max_size=3).map(tuple),
)  # fmt: skip
ENTITIES = st.builds(
    Entity, IDS, st.sampled_from(get_args(EntityKind)), WORDS, aliases=st.lists(WORDS, max_size=1).map(tuple), roles=st.lists(WORDS, max_size=2).map(tuple),
    country=STATED, terms=STATED, mentions=st.lists(st.builds(Mention, AT, AT, st.just("name"), st.just("name")), max_size=1).map(tuple),
)  # fmt: skip
STATEMENTS = st.builds(
    Statement, IDS, st.none() | IDS, st.sampled_from(["direct", "mixed", "indirect"]), SEVERAL, SEVERAL, SEVERAL, quotes=SEVERAL, speakers=NAMED,
    anonymous=st.booleans(), on_behalf_of=NAMED, relayed_by=NAMED, addressees=NAMED, targets=NAMED, channel=STATED, said_on=WHENS,
    act=st.none() | st.sampled_from(get_args(Act)), negated=st.booleans(), rivals=NAMED, modality=st.sampled_from(get_args(Modality)), hedges=SEVERAL,
    certainty=SEVERAL, grounds=SEVERAL, confidence=st.floats(0, 1), makers=st.dictionaries(st.sampled_from(["act", "cue", "kind"]), WORDS, max_size=3),
)  # fmt: skip
PROBLEMS = st.lists(st.builds(Problem, st.sampled_from(["mark-unpaired", "charset-wrong"]), WORDS, st.none() | AT, st.none() | AT), max_size=2).map(tuple)
RECORDS = st.builds(
    Record, CAPTURES, st.none() | ARTICLES, st.lists(ENTITIES, max_size=3).map(tuple), st.lists(STATEMENTS, max_size=4).map(tuple),
    quotations=st.lists(st.builds(Quotation, SPANS, st.just("scare")), max_size=1).map(tuple), problems=PROBLEMS,
)  # fmt: skip
MANY = st.lists(RECORDS, max_size=3)
