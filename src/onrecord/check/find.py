"""A draft against some texts: every passage in marks and every attributed sentence looked up, each with what became of it.

In: the draft's record and those of the sources. Out: what was found, in the order of the draft. The order of the sources makes no difference.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.check.match import keys_of
from onrecord.check.passage import content_weight, read_words, readable_blocks
from onrecord.check.quotation import Candidate, Judged, judge_quotation
from onrecord.check.sentence import judge_sentence
from onrecord.check.sources import Sources
from onrecord.check.speaker import Speakers
from onrecord.check.types import FINE, Checked, Finding, Kind, Paragraph, Passed, Place, Source, Unread
from onrecord.group.line import bytes_of
from onrecord.group.texts import Said, arrange, list_said
from onrecord.group.who import join_voices, voice_ids
from onrecord.text.split import split_sentences
from onrecord.types import LEFT_OUT, Article, Quotation, Record, Span

NEWLINE = re.compile(r"\n")

RULE = "rule:check/1"
INNER = 0.6  # a statement whose content is so much another's is only its frame
UNMARKED = 7.0  # weight of a partly quoted sentence's own words by which it is looked up as a sentence too
MARKS = "“”\"‘’'«»„‹› \t\n"
NOT_SPOKEN = {"title": "a title", "name": "part of a name"}
PLAIN = frozenset({"text/plain", "text/markdown"})
AND_THAT = re.compile(r",? (?:and|but) that(?= )")
CLAIM = 10.0  # weight of a claim that is looked up by itself


def check_draft(draft: Record, records: Sequence[Record]) -> Checked:
    """Look up what a draft quotes and attributes among the statements of some records.

    A draft that could not be read has no findings; its `problems` say why. The draft itself, where it is among the records, is left out of them.
    """
    article = draft.article
    read = [r for r in arrange(records) if article is None or r.article is None or r.article.id != article.id]
    refused = [r for r in records if r.article is None]
    unread = tuple(Unread(r.capture.path or r.capture.url or "a text", r.problems[0].message if r.problems else "not read") for r in refused)
    if article is None:
        return Checked(draft.capture.path, draft.capture.sha256, None, "", (), len(read), unread, (), (), draft.problems, {"findings": RULE})
    voices = join_voices([draft, *read])
    speakers = Speakers(voice_ids(voices), {v.id: v for v in voices})
    sources = Sources(read, list_said(read, speakers.ids))
    checker = Checker(draft, sources, speakers, read)
    quotations = list(checker.quotations())
    off = [f.place.span for f in quotations if f.verdict not in FINE]
    # A sentence that quotes in part is told by what is off in its quotation.
    sentences = [f for f in checker.sentences() if not any(f.place.span.start <= o.start and o.end <= f.place.span.end for o in off)]
    findings = sorted([*quotations, *sentences], key=lambda f: (f.place.span.start, f.kind, f.place.span.end))
    blocks = tuple(Paragraph(b.kind, Span(b.start, b.end)) for b in article.blocks if b.kind not in LEFT_OUT)
    return Checked(
        draft.capture.path, draft.capture.sha256, article.title, article.text, blocks, len(read), unread, tuple(findings),
        tuple(sorted(checker.passed, key=lambda p: p.place.span)), draft.problems, {"findings": RULE},
    )  # fmt: skip


class Checker:
    """One draft, and where it is looked up."""

    def __init__(self, draft: Record, sources: Sources, speakers: Speakers, records: Sequence[Record]) -> None:
        assert draft.article is not None
        self.draft, self.sources, self.speakers = draft, sources, speakers
        self.article: Article = draft.article
        self.said = {s.id: s for s in list_said([draft], speakers.ids)}
        self.passed: list[Passed] = []
        self.lines = [0, *(m.end() for m in NEWLINE.finditer(self.article.text))] if draft.capture.media_type in PLAIN else []
        self.blocks = readable_blocks(draft)
        self.heard = {v for held in sources.statements.values() for s in held for v in s.voices}
        self.marked = [q.span for q in draft.quotations if q.role not in NOT_SPOKEN]
        self.records = {r.article.id: r for r in records if r.article is not None}

    # ---- what is looked up

    def quotations(self) -> Iterator[Finding]:
        """Findings for the passages in marks, nested ones with the one around them."""
        end = 0
        for q in sorted(self.draft.quotations, key=lambda q: (q.span.start, -q.span.end)):
            if q.span.end <= end:
                continue
            if q.role in NOT_SPOKEN:
                self.passed.append(Passed(self.place(q.span), q.span.of(self.article.text), f"{NOT_SPOKEN[q.role]}, not looked up"))
                continue
            end = q.span.end
            finding = self.quotation(q)
            if finding is not None:
                yield finding

    def quotation(self, q: Quotation) -> Finding | None:
        text = self.article.text
        inner = inside(text, q.span)
        passage = read_words(text, [inner], [inner])
        if not passage.side.keys:
            return None
        around = read_words(text, [self.sentence_of(q.span)], self.marked)
        said = self.said.get(q.statement or "")
        judged = judge_quotation(passage, around, said, self.sources, self.speakers)
        if q.role == "scare" and judged.verdict != "exact" and (judged.verdict == "not found" or said is None):
            self.passed.append(Passed(self.place(q.span), q.span.of(text), "in marks, and the draft puts it in nobody's mouth"))
            return None
        return self.report("quotation", inner, said, judged)

    def sentences(self) -> Iterator[Finding]:
        """Findings for what the draft attributes in words of its own."""
        inner: dict[str, list[Said]] = {}
        for held in self.said.values():
            if held.statement.parent:
                inner.setdefault(held.statement.parent, []).append(held)
        for said in self.said.values():
            s = said.statement
            if not s.content or s.kind == "direct":
                continue
            size = sum(c.end - c.start for c in s.content)
            if any(sum(c.end - c.start for c in i.statement.content) >= INNER * size for i in inner.get(s.id, ())):
                continue
            for spans in self.claims(s.content):
                yield from self.sentence(said, spans)

    def sentence(self, said: Said, spans: Sequence[Span]) -> Iterator[Finding]:
        """The finding for one claim of a statement."""
        passage = read_words(self.article.text, spans, self.marked)
        plain = [k for p in passage.side.pieces if not p.quoted for k in p.keys]
        partly = any(p.quoted for p in passage.side.pieces if p.keys)
        if not plain or (partly and content_weight(plain) < UNMARKED):
            return  # its quotation tells it all
        span = Span(min(c.start for c in spans), max(c.end for c in spans))
        judged = judge_sentence(passage, said, self.sources, self.speakers)
        if judged is None:
            if not partly:
                self.passed.append(Passed(self.place(span), span.of(self.article.text), "says too little by itself to be looked up"))
        elif not partly or judged.verdict != "agrees":
            yield self.report("sentence", span, said, judged)

    def claims(self, content: Sequence[Span]) -> list[list[Span]]:
        """A content in the claims that it strings together: "that the ruins were warm | and that the road was closed"."""
        text = self.article.text
        if len(content) > 1:
            return [list(content)]
        (whole,) = content
        cuts = [m for m in AND_THAT.finditer(text, whole.start, whole.end) if not any(q.start < m.end() and m.start() < q.end for q in self.marked)]
        starts, ends = [whole.start, *(m.end() - len("that") for m in cuts)], [*(m.start() for m in cuts), whole.end]
        parts = [Span(a, b) for a, b in zip(starts, ends, strict=True)]
        if any(content_weight(keys_of(p.of(text))) < CLAIM for p in parts):
            return [[whole]]
        return [[p] for p in parts]

    # ---- how it is told

    def report(self, kind: Kind, span: Span, said: Said | None, judged: Judged) -> Finding:
        """A judgement as a finding."""
        names = tuple(e.name for e in said.entities(said.statement.speakers)) if said else ()
        ours = self.speakers.of(said, said.statement.speakers) if said else frozenset()
        heard = not names or not ours.isdisjoint(self.heard)
        best, words = judged.best, span.of(self.article.text)
        if best is None:
            return Finding(kind, judged.verdict, self.place(span), words, names, "unknown", heard=heard)
        match = best.match
        differ, left_out, added = match.count()
        barred: tuple[Span, ...] = ()
        gaps: tuple[int, ...] = ()
        if kind == "sentence":  # in the draft's own words, only what touches the meaning
            places = [span.start + words.index(c.here) for c in best.changes if c.here and c.here in words]
            barred = tuple(Span(at, at + len(c.here)) for at, c in zip(places, (c for c in best.changes if c.here and c.here in words), strict=True))
        elif judged.verdict != "not found":
            barred, gaps = match.barred(), match.gaps()
        others = tuple((self.source(c), c.changes) for c in judged.others)
        return Finding(
            kind, judged.verdict, self.place(span), words, names, best.whose, self.source(best), match.runs, differ, left_out, added, best.changes,
            judged.lost, barred, gaps, others, judged.same, judged.goes_on, heard,
        )  # fmt: skip

    def source(self, c: Candidate) -> Source:
        """The place in a source that a candidate stands at."""
        record, article = c.unit.record, c.unit.record.article
        assert article is not None
        span = c.match.source.span()
        s = c.said.statement if c.said else None

        def names(entities: Sequence[str]) -> tuple[str, ...]:
            return tuple(e.name for e in c.said.entities(entities)) if c.said else ()

        words = " ".join(p.surface for p in c.match.source.side.pieces)
        return Source(
            s.id if s else None, article.id, article.title, article.outlet or issuer_of(record), article.published, s.said_on if s else None,
            record.capture.url, record.capture.path, record.capture.sha256, span, bytes_of(article, span), words, c.own,
            names(s.speakers) if s else (), names(s.relayed_by) if s else (), names(s.on_behalf_of) if s else (), s.anonymous if s else False,
        )  # fmt: skip

    def place(self, span: Span) -> Place:
        line = column = None
        if self.lines:
            line = bisect_right(self.lines, span.start)
            column = span.start - self.lines[line - 1] + 1
        paragraph = next((n for n, b in self.blocks if b.start <= span.start < b.end), 0)
        return Place(span, line, column, paragraph)

    def sentence_of(self, span: Span) -> Span:
        """The reporter's sentence round a passage."""
        block = next((b for _, b in self.blocks if b.start <= span.start < b.end), span)
        return next((s for s in split_sentences(self.article.text, block.start, block.end) if s.start <= span.start < s.end), span)


def inside(text: str, span: Span) -> Span:
    """A passage without its marks."""
    words = span.of(text)
    left = len(words) - len(words.lstrip(MARKS))
    return Span(span.start + left, max(span.start + left, span.start + len(words.rstrip(MARKS))))


def issuer_of(record: Record) -> str | None:
    """Who issued a text that names no outlet."""
    article = record.article
    return next((e.name for e in record.entities if article is not None and e.id == article.issuer), None)
