"""Records built by hand for tests of grouping: who told what, in which outlet, on which day."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.group.point import find_points
from onrecord.group.texts import Said, list_said
from onrecord.group.types import Happening, Point, Utterance, Voice
from onrecord.types import Article, Capture, Entity, Mention, Record, Span, Statement, When

PEOPLE = {
    "Dara Orlo": "person", "Henrik Marran": "person", "Lise Varga": "person", "Tom Ekeby": "person", "Norvik Port": "organisation",
    "Seamen's League": "organisation", "Norland": "government", "Vesland": "government", "Ostmark": "government",
}  # fmt: skip


def report(outlet: str, day: str | None, *told: dict[str, Any], issuer: str | None = None) -> Record:
    """A record whose text says one statement after the other; `who` said `words`, with any field of a statement. `inside` is the number of its parent."""
    text, made = f"{outlet}.", []
    own = hashlib.sha256(f"{outlet} {day}".encode()).hexdigest()[:32]
    names = [*PEOPLE, *sorted({t["who"] for t in told} - set(PEOPLE))]
    ids = {n: f"{own[:8]}-{i}" for i, n in enumerate(names)}
    for n, t in enumerate(told):
        more = {k: v for k, v in t.items() if k not in {"who", "words", "inside", "cue", "on"}}
        for k in ("targets", "on_behalf_of", "relayed_by", "addressees"):
            if k in more:
                more[k] = tuple(ids[x] for x in more[k])
        if "on" in t:
            more["said_on"] = When(t["on"], t["on"], "day")
        if "inside" in t:
            outer = made[t["inside"]]
            start = text.index(t["words"], outer.content[0].start)
            before = text.rindex(t["who"], 0, start)
            source, cue, content = Span(before, before + len(t["who"])), Span(before + len(t["who"]) + 1, start - 1), Span(start, start + len(t["words"]))
            more["parent"] = outer.id
        else:
            verb = t.get("cue", "said")
            source = Span(len(text) + 1, len(text) + 1 + len(t["who"]))
            cue = Span(source.end + 1, source.end + 1 + len(verb))
            content = Span(cue.end + 1, cue.end + 1 + len(t["words"]))
            text += f" {t['who']} {verb} {t['words']}."
        more.setdefault("act", "assert")
        made.append(
            Statement(
                f"{own[:8]}-s{n}", kind="indirect", source=(source,), cue=(cue,), content=(content,), speakers=(ids[t["who"]],), **{"parent": None, **more}
            )
        )
    used = {e for x in made for ids_ in (x.targets, x.on_behalf_of, x.relayed_by, x.addressees) for e in ids_}
    entities = tuple(
        Entity(ids[n], PEOPLE.get(n, "unnamed"), n, mentions=tuple(Mention(m.start(), m.end(), "name", "name") for m in re.finditer(re.escape(n), text)))  # type: ignore[arg-type]
        for n in names
        if n in text or ids[n] in used
    )
    article = Article(
        own,
        "official text" if issuer else "report",
        ids[issuer] if issuer else None,
        None,
        (),
        outlet,
        "en",
        text,
        When(day, day, "day") if day else None,
        None,
        (),
    )
    return Record(Capture(own, own), article, entities, tuple(made))


@dataclass
class Given:
    """Records with the voices that one name makes over all of them; what nobody names is a voice of its text alone."""

    records: Sequence[Record]
    utterances: tuple[Utterance, ...] = ()
    happenings: tuple[Happening, ...] = ()
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    voices: dict[str, Voice] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for r in self.records:
            assert r.article is not None
            for e in r.entities:
                key = e.name if e.kind != "unnamed" else f"{e.name} of {r.article.outlet}"
                self.ids[r.article.id, e.id] = key
                self.voices.setdefault(key, Voice(key, e.name, e.kind))

    @property
    def said(self) -> tuple[Said, ...]:
        return list_said(self.records, self.ids)

    def points(self, *questions: str) -> tuple[Point, ...]:
        return find_points(
            said=self.said, voices=self.voices, ids=self.ids, utterances=self.utterances, happenings=self.happenings, families={}, questions=questions
        )

    def words(self, point: Point) -> list[str]:
        known = {s.id: s.words for s in self.said}
        return [known[i] for i in point.statements]


def join(*statements: Said) -> Utterance:
    """One utterance of some statements, the first of them the fullest."""
    voices = tuple(dict.fromkeys(v for s in statements for v in s.voices))
    return Utterance(f"u-{statements[0].id}", voices, tuple(s.id for s in statements), statements[0].id, statements[0].id, (), "")


SHUT = {"who": "Dara Orlo", "words": "Norvik Port of shutting the sluice gate during the storm", "act": "accuse", "cue": "accused", "targets": ["Norvik Port"]}
DENY = {"who": "Norvik Port", "words": "that it had shut the sluice gate", "act": "deny", "cue": "denied"}

MANY = [
    SHUT, DENY, {"who": "Lise Varga", "words": "that nine people were hurt in the storm"}, {"who": "Tom Ekeby", "words": "six people were hurt in the storm"},
    {"who": "Tom Ekeby", "words": "an inquiry into the storm", "act": "demand", "cue": "demanded"},
    {"who": "Norvik Port", "words": "to comment on the sluice gate", "act": "decline", "cue": "declined"},
]  # fmt: skip
