"""A dossier with what people ruled: points, utterances, voices and events parted, joined and named; and without, as it was."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from onrecord.encode import encode_fields
from onrecord.group.dossier import make_dossier
from onrecord.group.rulings import RULE, Ruling, Rulings
from onrecord.group.types import Dossier
from onrecord.pipeline import read_one
from onrecord.types import Record

DEMO = Path(str(files("onrecord.data") / "demo" / "dispute"))
REPORTS = (
    "01-kna-fire.html",
    "06-hald-norling.html",
    "07-kna-admission.html",
    "08-kestria-today-admission.html",
    "10-lantern-correction.html",
    "11-free-tribune-inquiry.html",
)


@cache
def records() -> tuple[Record, ...]:
    return tuple(read_one((DEMO / name).read_bytes(), path=name) for name in REPORTS)


@cache
def machine() -> Dossier:
    return make_dossier(records())


def point_of(dossier: Dossier, statement: str) -> str | None:
    return next((p.id for p in dossier.points if statement in p.statements), None)


def largest(dossier: Dossier) -> tuple[str, ...]:
    return max((p.statements for p in dossier.points), key=len)


def test_no_rulings_change_nothing() -> None:
    assert encode_fields(make_dossier(records(), rulings=Rulings())) == encode_fields(machine())
    foreign = Rulings(points=(Ruling("together", "a", "b"),), utterances=(Ruling("apart", "a", "b"),), voices=(Ruling("apart", "a", "b"),))
    assert encode_fields(replace(make_dossier(records(), rulings=foreign), makers={})) == encode_fields(replace(machine(), makers={}))


def test_points_are_parted_joined_and_named() -> None:
    inside = largest(machine())
    one, other = inside[0], inside[-1]
    parted = make_dossier(records(), rulings=Rulings(points=(Ruling("apart", one, other),)))
    assert point_of(parted, one) != point_of(parted, other) and parted.makers["groups"] == RULE
    assert {s for p in parted.points for s in p.statements} <= {line.id for line in parted.lines}
    outside = next(p.statements[0] for p in machine().points if one not in p.statements)
    joined = make_dossier(records(), rulings=Rulings(points=(Ruling("together", one, outside),), point_labels={outside: "Who shut the gate?"}))
    assert point_of(joined, one) == point_of(joined, outside) is not None
    assert next(p for p in joined.points if one in p.statements).label == "Who shut the gate?"
    assert next(p for p in joined.points if one in p.statements).named
    undone = Rulings(points=(Ruling("apart", one, other), Ruling("together", other, one)))
    assert point_of(make_dossier(records(), rulings=undone), one) == point_of(make_dossier(records(), rulings=undone), other)


def test_utterances_are_parted_and_joined() -> None:
    utterance = max(machine().utterances, key=lambda u: len(u.statements))
    one, other = utterance.statements[0], utterance.statements[-1]
    parted = make_dossier(records(), rulings=Rulings(utterances=(Ruling("apart", one, other),)))
    assert not any({one, other} <= set(u.statements) for u in parted.utterances)
    alone = next(line.id for line in machine().lines if not any(line.id in u.statements for u in machine().utterances) and line.parent is None)
    joined = make_dossier(records(), rulings=Rulings(utterances=(Ruling("together", one, alone),)))
    found = next(u for u in joined.utterances if one in u.statements)
    assert alone in found.statements and other in found.statements and found.basis.endswith(RULE)
    assert {w.statement for w in found.wordings} == set(found.statements) - {found.fullest}


def test_voices_are_parted_and_joined_and_no_longer_doubles() -> None:
    voice = max(machine().voices, key=lambda v: len(v.members))
    one, other = voice.members[0][1], voice.members[-1][1]
    parted = make_dossier(records(), rulings=Rulings(voices=(Ruling("apart", one, other),)))
    homes = {entity: v.id for v in parted.voices for _, entity in v.members}
    assert homes[one] != homes[other]
    mine = next(v for v in parted.voices if v.id == homes[one])
    assert homes[other] not in mine.doubles and all(d in {v.id for v in parted.voices} for v in parted.voices for d in v.doubles)
    stranger = next(v for v in machine().voices if v.kind == voice.kind and v.id != voice.id).members[0][1]
    joined = make_dossier(records(), rulings=Rulings(voices=(Ruling("together", one, stranger),)))
    homes = {entity: v.id for v in joined.voices for _, entity in v.members}
    assert homes[one] == homes[stranger] == homes[other]


def test_an_event_is_named_and_its_articles_parted() -> None:
    first, second = machine().texts[0].id, machine().texts[1].id
    named = make_dossier(records(), rulings=Rulings(event_labels={first: "The night at Dromme"}))
    assert "The night at Dromme" in {h.label for h in named.happenings}
    parted = make_dossier(records(), rulings=Rulings(events=(Ruling("apart", second, first),)))
    assert not any({first, second} <= {m.text for m in h.mentions} for h in parted.happenings)


def test_statements_that_people_checked_are_counted() -> None:
    given = records()
    judged = tuple(replace(s, makers={**s.makers, "act": "checked by Ada Brandt, entry 9"}) for s in given[0].statements[:2])
    changed = (replace(given[0], statements=(*judged, *given[0].statements[2:])), *given[1:])
    assert make_dossier(changed).checked == 2 and machine().checked == 0
