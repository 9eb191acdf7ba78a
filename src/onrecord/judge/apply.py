"""A record with what people said laid over it. Pure: the same record and judgements give the same record.

In: a record as a reading gave it; judgements in the order in which they were made. Out: the record as people corrected it, and what became of ids. Of two
judgements of one field the later holds; each value names its maker: "checked by NAME, entry N", "corrected by NAME, entry N", "added by NAME, entry N".
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from onrecord.errors import UsageError
from onrecord.judge.party import Cast
from onrecord.judge.settle import account, follow_chain, take_out
from onrecord.judge.spans import fits, kind_of, overlap, place_again, quotes_in, within
from onrecord.judge.types import FIELDS, AtSource, Field, Judgement, Missed, Moved, NotStatement, Party, Right, Wrong
from onrecord.judge.value import PARTIES, SPANS, read
from onrecord.types import Article, Problem, Record, Span, Statement

SAME = 0.5  # overlap of contents from which a statement that was missed is one that the machine found
SURE = 1.0  # confidence of what a person added or held to be right as a whole


@dataclass(frozen=True, slots=True)
class Laid:
    """The record as people see it, and as it was read. `struck`: statements that are none, as they would stand; `leads` and `parties`: ids of statements and
    of entities that stand for another one now."""

    record: Record
    read: Record
    struck: Mapping[str, Statement]
    leads: Mapping[str, str]
    parties: Mapping[str, str]


def apply(record: Record, judgements: Iterable[Judgement]) -> Record:
    """The record with the judgements that are about it laid over it; those that are undone, or about something else, change nothing."""
    return lay(record, judgements).record


def lay(
    record: Record, judgements: Iterable[Judgement], *, texts: Mapping[str, str] | None = None, ids: Mapping[str, str] | None = None, keep: str | None = None
) -> Laid:
    """The same, with what became of ids. `texts`: those of other versions of the page in which things were judged, by the article's id; `ids`: what an id that
    another version or reading gave is here; `keep`: a statement that stays in the record though it was struck."""
    held = sorted((j for j in judgements if not j.undone), key=lambda j: j.seq)
    if record.article is None or not held:
        return bare(record)
    desk = _Desk(record, record.article, texts or {}, ids or {})
    for judgement in held:
        desk.take(judgement)
    return desk.finish(keep)


def bare(record: Record) -> Laid:
    """A record that nobody judged."""
    return Laid(record, record, {}, {}, {})


class _Desk:
    """A record on which judgements are laid, one after the other."""

    def __init__(self, record: Record, article: Article, texts: Mapping[str, str], ids: Mapping[str, str]) -> None:
        self.record, self.article, self.text = record, article, article.text
        self.texts, self.ids = texts, ids
        self.statements = {s.id: s for s in record.statements}
        self.cast = Cast(article.id, article.text, record.entities)
        self.struck: set[str] = set()
        self.judged: dict[str, set[str]] = {}  # fields of a statement that somebody judged
        self.leads: dict[str, str] = {}
        self.problems = list(record.problems)

    def take(self, j: Judgement) -> None:
        """Lay one judgement over what the ones before it gave."""
        saying = j.saying
        if isinstance(saying, Missed):
            self.add(j, saying)
        elif isinstance(saying, AtSource):
            self.note(j, saying)
        elif isinstance(saying, Right | Wrong | Moved | NotStatement):
            own = self.find(j.about)
            if own is None:
                return
            if isinstance(saying, NotStatement):
                self.struck.add(own)
                return
            self.struck.discard(own)
            if isinstance(saying, Right):
                for seen in j.saw:
                    self.set(own, j, seen, "checked")
                if not saying.fields:
                    s = self.statements[own]
                    self.statements[own] = replace(s, confidence=SURE, makers=s.makers | {"confidence": name_maker("checked", j)})
            else:
                self.set(own, j, saying, "corrected")

    def find(self, about: str) -> str | None:
        for own in (about, self.ids.get(about, about)):
            own = self.leads.get(own, own)
            if own in self.statements:
                return own
        return None

    def here(self, j: Judgement, spans: Sequence[Span]) -> tuple[Span, ...] | None:
        """Spans of the text in which something was judged, in this one; None where their words are not here."""
        before = self.text if j.article in (None, self.article.id) else self.texts.get(j.article or "")
        found = place_again(before, self.text, spans) if before is not None else None
        return found if found is not None and fits(self.text, found) else None

    # ---- fields

    def set(self, own: str, j: Judgement, said: Wrong | Moved, verb: str) -> None:
        """Give a field of a statement the value that somebody says it has; what no field holds (a ledger may come from anybody) changes nothing."""
        with suppress(UsageError):
            self._set(own, j, said, verb)

    def _set(self, own: str, j: Judgement, said: Wrong | Moved, verb: str) -> None:
        s, field = self.statements[own], said.field
        now: dict[str, Any] = {}
        if isinstance(said, Moved):
            spans = self.here(j, said.spans)
            if spans is None or (field == "content" and not spans):
                return
            now = {field: spans} | (self.quoted(spans) if field == "content" and spans != s.content else {})
        elif field in PARTIES:
            now = {field: self.find_all(j, said.parties)}
            if field == "speakers":
                now |= {"rivals": ()} | self.unnamed(own, now["speakers"], s)
        elif field == "content":
            return  # a statement has words
        elif field in SPANS:
            now = {field: ()}
        else:
            now = {field: read(field, said.value if said.known else None, before=getattr(s, field))}  # type: ignore[arg-type]
            if field == "act" and now["act"] != s.act:
                now["detail"] = None
        changed = [name for name, value in now.items() if value != getattr(s, name) or name == field]
        self.judged.setdefault(own, set()).add(field)
        self.statements[own] = replace(s, **now, makers=s.makers | dict.fromkeys(changed, name_maker(verb, j)))

    def find_all(self, j: Judgement, parties: Iterable[Party]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.cast.find(p, self.place(j, p), j.article or self.article.id) for p in parties))

    def place(self, j: Judgement, party: Party) -> Span | None:
        found = self.here(j, (party.span,)) if party.span else None
        return found[0] if found else None

    def unnamed(self, own: str, speakers: Sequence[str], s: Statement) -> dict[str, Any]:
        """Whether the speakers have no name, unless somebody said so apart."""
        if not speakers or speakers == s.speakers or "anonymous" in self.judged.get(own, ()):
            return {}
        return {"anonymous": all(self.cast.known[i].kind == "unnamed" for i in speakers)}

    def quoted(self, content: tuple[Span, ...]) -> dict[str, Any]:
        quotes = quotes_in(content, self.record.quotations)
        return {"quotes": quotes, "kind": kind_of(self.text, content, quotes)}

    # ---- statements and articles

    def add(self, j: Judgement, said: Missed) -> None:
        """A statement that the machine missed; where it has it by now, that one, with what the person said of it on top."""
        content, source, cue = (self.here(j, spans) for spans in (said.content, said.source, said.cue))
        if not content:
            return
        made = make_statement_id(j.article or self.article.id, said)
        best = max(self.statements.values(), key=lambda s: (overlap(s.content, content), s.id), default=None)
        if best is not None and overlap(best.content, content) >= SAME:
            own = best.id
            if own != made:
                self.leads[made] = own
        else:
            own = made
            self.statements[own] = Statement(own, None, "indirect", (), (), content)
        self.struck.discard(own)
        parent = self.find(said.parent) if said.parent else self.around(own, content, cue or ())
        now = {"content": content, **self.quoted(content), "modality": said.modality, "confidence": SURE}
        now |= {"source": source} if source else {}
        now |= {"cue": cue} if cue else {}
        now |= {"act": said.act} if said.act else {}
        now |= {"parent": parent} if parent and parent != own else {}
        if said.speakers:
            now["speakers"] = self.find_all(j, said.speakers)
            now |= {"rivals": ()} | self.unnamed(own, now["speakers"], self.statements[own])
        s = self.statements[own]
        if own == made and parent in self.statements and parent != own:
            outer = self.statements[parent]
            speakers = now.get("speakers", s.speakers)
            now["relayed_by"] = tuple(i for i in dict.fromkeys((*outer.relayed_by, *outer.speakers)) if i not in speakers)
        self.judged.setdefault(own, set()).update(set(now) & set(FIELDS))
        self.statements[own] = replace(s, **now, makers=s.makers | dict.fromkeys(now, name_maker("added", j)))

    def around(self, own: str, content: tuple[Span, ...], cue: tuple[Span, ...]) -> str | None:
        """The smallest statement in whose content these words stand."""
        outer = [s for s in self.statements.values() if s.id != own and s.id not in self.struck and within((*content, *cue), s.content)]
        outer = [s for s in outer if s.content != content]
        return min(outer, key=lambda s: (sum(c.end - c.start for c in s.content), s.id)).id if outer else None

    def note(self, j: Judgement, said: AtSource) -> None:
        """That the publisher corrected or withdrew the article: among its problems, so that every view and export tells it."""
        when = f" on {said.date}" if said.date else ""
        more = f": {said.note}" if said.note else ""
        where = f" ({said.url})" if said.url else ""
        self.problems.append(Problem(f"{said.what}-at-source", f"{said.what} at its source{when}{more}{where}; noted by {j.by}, entry {j.seq}"))

    # ---- the end

    def finish(self, keep: str | None) -> Laid:
        keep = self.leads.get(keep, keep) if keep else None
        judged = self.judged
        whole = follow_chain({s.id: s for s in self.record.statements}, self.statements, judged)
        struck = {own: whole[own] for own in self.struck}
        kept = take_out(whole, self.struck - {keep})
        quotations = account(self.record.quotations, self.record.statements, kept)
        record = replace(
            self.record, entities=tuple(self.cast.known.values()), statements=put_in_order(kept.values()), quotations=quotations, problems=tuple(self.problems),
        )  # fmt: skip
        return Laid(record, self.record, struck, self.leads, self.cast.leads)


def name_maker(verb: str, j: Judgement) -> str:
    return f"{verb} by {j.by}, entry {j.seq}"


def find_added(record: Record, judgement: Judgement) -> Statement | None:
    """The statement that a `Missed` gave to a record over which it is laid: a new one, or one that the machine had found; None where it does not hold."""
    maker = name_maker("added", judgement)
    return next((s for s in record.statements if maker in s.makers.values()), None)


def put_in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements in reading order."""
    return tuple(sorted(statements, key=lambda s: (min(x.start for x in (*s.source, *s.cue, *s.content)), s.content[0].start, s.id)))


def make_statement_id(article: str, said: Missed) -> str:
    """A statement's id, as readings give it: a hash of where it stands in the article in which it was missed."""
    place = [article, [[s.start, s.end] for s in said.content], [[s.start, s.end] for s in said.cue]]
    return hashlib.sha256(json.dumps(place, separators=(",", ":")).encode()).hexdigest()[:32]


def judged_fields(saying: Right) -> tuple[Field, ...]:
    """The fields that are called right: all where none is named."""
    return saying.fields or FIELDS
