"""From points to positions: stances, changes, relations, the accused, single origins, chains, originals, doubts."""

import dataclasses
import random
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.group.position import find_accused, find_doubts, find_lone, find_originals, find_positions, find_relations, find_through
from onrecord.group.position.act import read_beside
from onrecord.group.position.stance import find_agent, find_stances
from onrecord.group.types import Accused, Change, Doubt, Lone, Original, Position, Relation, Through, Utterance, Voice, Wording
from onrecord.types import Block, Record

made = runpy.run_path(str(Path(__file__).with_name("told_fixture.py")))
report, Given, join, SHUT, DENY, MANY = (made[name] for name in ("report", "Given", "join", "SHUT", "DENY", "MANY"))


class Sheet:
    """All that positions give for some records, with statements named by their words."""

    def __init__(
        self, *records: Record, utterances: tuple[Utterance, ...] = (), families: dict[str, str] | None = None, questions: tuple[str, ...] = ()
    ) -> None:
        told = Given(records, utterances)
        self.given, said, ids = told, told.said, told.ids
        self.known = {s.id: s for s in said}
        points = self.points = told.points(*questions)
        self.positions: tuple[Position, ...] = find_positions(said=said, points=points, utterances=utterances)
        self.relations: tuple[Relation, ...] = find_relations(said=said, ids=ids, points=points, utterances=utterances)
        self.accused: tuple[Accused, ...] = find_accused(said=said, ids=ids, points=points, relations=self.relations)
        self.lone: tuple[Lone, ...] = find_lone(said=said, points=points, families=families or {})
        self.through: tuple[Through, ...] = find_through(said=said, ids=ids, points=points)
        self.originals: tuple[Original, ...] = find_originals(said=said, ids=ids, voices=told.voices, records=records)
        self.doubts: tuple[Doubt, ...] = find_doubts(
            said=said, voices=told.voices, points=points, positions=self.positions, utterances=utterances, accused=self.accused
        )

    def rows(self) -> dict[str, list[tuple[str | None, str]]]:
        return {p.voice: [(self.known[i].statement.act, stance) for i, stance in zip(p.statements, p.stances, strict=True)] for p in self.positions}

    def shifts(self) -> list[tuple[str, str]]:
        return [(self.known[s.before].words, self.known[s.after].words) for p in self.positions for s in p.shifts]

    def related(self) -> set[tuple[str, str, str]]:
        return {(r.kind, self.known[r.one].words, self.known[r.other].words) for r in self.relations}


MERIDIAN, QUAY, CASTLE = ("The Meridian", "2026-03-02"), ("Quay Radio", "2026-03-03"), ("Castle News", "2026-03-05")
NUMBER = {"who": "Norvik Port", "words": "fewer than six people were hurt in the storm"}
ADMIT = {"who": "Norvik Port", "words": "that it had shut the sluice gate", "act": "admit", "cue": "admitted"}


def test_a_point_and_its_denial_have_opposed_stances() -> None:
    assert Sheet(report(*MERIDIAN, SHUT), report(*QUAY, DENY)).rows() == {"Dara Orlo": [("accuse", "for")], "Norvik Port": [("deny", "against")]}


@pytest.mark.parametrize(
    ("told", "stances"),
    [
        ([("assert", "the gate was shut"), ("assert", "the gate was never shut")], ["for", "against"]),
        ([("assert", "the gate was not shut"), ("assert", "nobody shut the gate"), ("assert", "the gate was shut")], ["for", "for", "against"]),
        ([("demand", "an inquiry into it"), ("reject", "an inquiry"), ("assert", "no inquiry is needed")], ["for", "against", "against"]),
        ([("accuse", "the port of it"), ("challenge", "it as baseless"), ("demand", "an inquiry"), ("decline", "to comment"), ("ask", "who did it")],
         ["for", "open", "open", "silent", "open"]),
        ([("accuse", "the port of it"), ("retract", "the charge"), ("admit", "it")], ["for", "against", "for"]),
    ],
)  # fmt: skip
def test_stances(told: list[tuple[str, str]], stances: list[str]) -> None:
    said = Given([report(*MERIDIAN, *({"who": "Tom Ekeby", "act": a, "words": w} for a, w in told))]).said
    found = find_stances(said)
    assert [found[s.id] for s in said] == stances


def test_what_was_not_said_is_no_stance() -> None:
    said = Given([report(*MERIDIAN, {**SHUT, "negated": True})]).said
    assert list(find_stances(said).values()) == ["open"]


def test_who_questions_part_by_the_agent() -> None:
    sheet = Sheet(
        report(*MERIDIAN, {"who": "Norland", "words": "the call was initiated by Vesland"}),
        report(*QUAY, {"who": "Vesland", "words": "Norland phoned"}),
        report(*CASTLE, {"who": "Tom Ekeby", "words": "that the Vesland side initiated the call"}),
        questions=("Who phoned?",),
    )
    named = {p.voice: p.stances for p in sheet.positions if p.point == sheet.points[0].id}
    assert named == {"Norland": ("for",), "Vesland": ("against",), "Tom Ekeby": ("for",)}
    assert find_agent("the gate was shut by the Norvik Port crew") == "Norvik Port"


def test_an_utterance_is_shown_once_and_the_rest_counted() -> None:
    one, two = report(*MERIDIAN, SHUT), report(*QUAY, SHUT)
    (position,) = Sheet(one, two, utterances=(join(*Given([one, two]).said),)).positions
    assert (len(position.statements), position.more) == (1, (1,))


def test_plain_words_that_go_on_with_a_reply_count_with_it() -> None:
    on = {"who": "Norvik Port", "words": "it did not shut the sluice gate"}
    (row,) = [p for p in Sheet(report(*MERIDIAN, SHUT, DENY, on)).positions if p.voice == "Norvik Port"]
    assert row.more == (1,)


def test_a_denial_that_turns_to_an_admission_is_a_change() -> None:
    sheet = Sheet(report(*MERIDIAN, SHUT), report(*QUAY, DENY), report(*CASTLE, ADMIT))
    assert sheet.shifts() == [(DENY["words"], ADMIT["words"])]
    assert [d.kind for d in sheet.doubts if d.kind == "change"] == ["change"]


def test_silence_that_ends_is_no_change() -> None:
    silent = {"who": "Norvik Port", "words": "to comment on the sluice gate", "act": "decline", "cue": "declined"}
    assert Sheet(report(*MERIDIAN, SHUT, silent), report(*QUAY, DENY)).shifts() == []


def test_another_number_by_the_same_voice_is_a_change_by_another_voice_none() -> None:
    later = {"who": "Norvik Port", "words": "nine people were hurt in the storm"}
    other = {"who": "Tom Ekeby", "words": "seven people were hurt in the storm"}
    assert Sheet(report(*MERIDIAN, NUMBER), report(*QUAY, later, other)).shifts() == [(NUMBER["words"], later["words"])]


def test_words_about_another_object_and_repeated_accusations_are_no_change() -> None:
    first = {"who": "Tom Ekeby", "words": "the harbour lights were on all night"}
    later = {"who": "Tom Ekeby", "words": "Norvik Port never shut the sluice gate"}
    assert Sheet(report(*MERIDIAN, SHUT, first), report(*QUAY, later)).shifts() == []


def test_the_day_of_saying_orders_a_row_not_the_day_of_printing() -> None:
    late = report("The Ledger", "2026-03-09", {**DENY, "on": "2026-03-03"})
    sheet = Sheet(report(*MERIDIAN, SHUT), report(*CASTLE, ADMIT), late)
    assert sheet.rows()["Norvik Port"] == [("deny", "against"), ("admit", "for")]


def test_an_unclear_speaker_makes_no_change() -> None:
    unclear = {**SHUT, "who": "Tom Ekeby", "act": "assert", "words": "Norvik Port did not shut the sluice gate", "cue": "said", "rivals": ("x",), "targets": []}
    first = {"who": "Tom Ekeby", "words": "Norvik Port shut the sluice gate"}
    assert Sheet(report(*MERIDIAN, SHUT, first), report(*QUAY, unclear)).shifts() == []


def test_the_accused_reply_answers_and_another_denies() -> None:
    other = {"who": "Lise Varga", "words": "that Norvik Port had shut the sluice gate", "act": "deny", "cue": "denied"}
    sheet = Sheet(report(*MERIDIAN, SHUT), report(*QUAY, DENY, other))
    assert {("answers", DENY["words"], SHUT["words"]), ("denies", other["words"], SHUT["words"])} <= sheet.related()
    assert ("denies", DENY["words"], SHUT["words"]) not in sheet.related()
    for r in sheet.relations:
        for place, key in ((r.one_words, r.one), (r.other_words, r.other)):
            assert place.span.of(sheet.known[key].article.text) == sheet.known[key].words


def test_a_lawyer_answers_for_the_accused() -> None:
    lawyer = {"who": "Lise Varga", "words": "that her client had shut the sluice gate", "act": "deny", "cue": "denied", "on_behalf_of": ["Norvik Port"]}
    (accused,) = Sheet(report(*MERIDIAN, SHUT), report(*QUAY, lawyer)).accused
    assert accused.voice == "Norvik Port"
    assert (len(accused.answers), accused.heard) == (1, True)


def test_an_accused_voice_that_never_speaks_is_not_heard() -> None:
    (accused,) = Sheet(report(*MERIDIAN, SHUT)).accused
    assert (accused.answers, accused.heard) == ((), False)


def test_unreachable_is_not_heard_but_no_comment_is() -> None:
    silent = {"who": "Norvik Port", "words": "for comment", "act": "decline", "cue": "could not be reached"}
    refuse = {**silent, "words": "to comment", "cue": "declined"}
    assert [Sheet(report(*MERIDIAN, SHUT, s)).accused[0].heard for s in (silent, refuse)] == [False, True]


def test_what_stands_inside_a_denial_accuses_nobody() -> None:
    no = {"who": "Lise Varga", "words": "that Dara Orlo blamed Norland for the storm", "act": "deny", "cue": "denied"}
    inner = {"who": "Dara Orlo", "words": "Norland for the storm", "inside": 0, "act": "accuse", "targets": ["Norland"]}
    assert Sheet(report(*MERIDIAN, no, inner)).accused == ()


def test_narrowing_correcting_repeating_and_backing() -> None:
    six = {"who": "Norvik Port", "words": "five people were hurt in the storm"}
    back = {"who": "Lise Varga", "words": "that Norvik Port shut the sluice gate during the storm", "act": "support", "cue": "agreed"}
    again = {**SHUT, "words": "Norvik Port again of shutting the sluice gate during the storm"}
    take = {"who": "Dara Orlo", "words": "the accusation that Norvik Port shut the sluice gate", "act": "retract", "cue": "withdrew"}
    sheet = Sheet(report(*MERIDIAN, SHUT, NUMBER), report(*QUAY, six, back, again), report(*CASTLE, take))
    assert {
        ("narrows", six["words"], NUMBER["words"]), ("supports", back["words"], SHUT["words"]), ("repeats", again["words"], SHUT["words"]),
        ("corrects", take["words"], again["words"]),
    } <= sheet.related()  # fmt: skip


def test_a_correction_of_the_outlet_corrects_what_it_had_printed() -> None:
    first = report(*MERIDIAN, {"who": "Norvik Port", "words": "six people were hurt in the storm"})
    second = report("The Meridian", "2026-03-04", {"who": "Norvik Port", "words": "nine people were hurt in the storm"})
    assert second.article is not None
    note = Block("paragraph", 0, len(second.article.text), status="correction")
    second = dataclasses.replace(second, article=dataclasses.replace(second.article, blocks=(note,)))
    assert ("corrects", "nine people were hurt in the storm", "six people were hurt in the storm") in Sheet(first, second).related()


def test_versions_whose_words_change_the_meaning_differ() -> None:
    one, two = report(*MERIDIAN, NUMBER), report(*QUAY, {**NUMBER, "words": "six people were hurt in the storm"})
    a, b = Given([one, two]).said
    altered = Wording(b.id, a.id, "altered", (), 2, 0, 0, (Change("number", "six", "fewer than six"),))
    sheet = Sheet(one, two, utterances=(Utterance("u", ("Norvik Port",), (a.id, b.id), a.id, a.id, (altered,), ""),))
    assert ("differs", b.words, a.words) in sheet.related()
    assert [d.message for d in sheet.doubts if d.kind == "wording"] == ["a number differs: six, fewer than six"]


def test_a_version_quotes_the_outlet_that_carried_it() -> None:
    one = report("Castle News", "2026-03-02", SHUT)
    two = report(*QUAY, {**SHUT, "relayed_by": ["Castle News"]}, {"who": "Castle News", "words": "that rain is likely"})
    a, b, _ = Given([one, two]).said
    assert ("quotes", b.words, a.words) in Sheet(one, two, utterances=(join(a, b),)).related()


def test_ten_reports_of_one_thing_count_their_independent_origins() -> None:
    copies = [report(f"Outlet {n}", "2026-03-02", SHUT) for n in range(10)]
    said = Given(copies).said
    ids = [r.article.id for r in copies if r.article is not None]
    same = Sheet(*copies, utterances=(join(*said),), families=dict.fromkeys(ids, ids[0]))
    two = Sheet(*copies, utterances=(join(*said),), families={i: ids[n % 2] for n, i in enumerate(ids)})
    assert len(same.lone) == 1
    assert two.lone == ()


def test_known_only_through_others() -> None:
    outer = {"who": "Norvik Port", "words": "Dara Orlo demanded an independent inquiry"}
    inner = {"who": "Dara Orlo", "words": "an independent inquiry", "inside": 0, "act": "demand", "relayed_by": ["Norvik Port"]}
    own = {"who": "Dara Orlo", "words": "there must be an independent inquiry", "act": "demand"}
    assert [(t.voice, t.via) for t in Sheet(report(*MERIDIAN, outer, inner)).through] == [("Dara Orlo", ("Norvik Port",))]
    assert Sheet(report(*MERIDIAN, outer, inner), report(*QUAY, own)).through == ()


def test_a_chain_counts_the_quoted_words_once() -> None:
    post = {"who": "Lise Varga", "words": "Tom Ekeby wrote that Dara Orlo demanded an independent inquiry"}
    quoted = {"who": "Tom Ekeby", "words": "that Dara Orlo demanded an independent inquiry", "inside": 0, "relayed_by": ["Lise Varga"]}
    inner = {"who": "Dara Orlo", "words": "an independent inquiry", "inside": 1, "act": "demand", "relayed_by": ["Lise Varga", "Tom Ekeby"]}
    sheet = Sheet(report(*MERIDIAN, post, quoted, inner))
    assert sheet.rows() == {"Dara Orlo": [("demand", "for")]}
    assert [t.via for t in sheet.through] == [("Lise Varga", "Tom Ekeby")]


def test_originals_to_obtain() -> None:
    wrote = {**DENY, "channel": "written statement", "on": "2026-03-03"}
    told = {"who": "Dara Orlo", "words": "that the gate was shut", "channel": "interview", "addressees": ["Seamen's League"]}
    reports = [report(*MERIDIAN, SHUT, wrote, told), report(*QUAY, {**wrote, "words": "that it had shut any sluice gate"})]
    assert [(o.label, o.voice, o.channel, len(o.statements)) for o in Sheet(*reports).originals] == [
        ("interview with Dara Orlo by Seamen's League", "Dara Orlo", "interview", 1),
        ("written statement of Norvik Port", "Norvik Port", "written statement", 2),
    ]  # fmt: skip
    release = report("Norvik Port", "2026-03-03", DENY, issuer="Norvik Port")
    assert [o.channel for o in Sheet(*reports, release).originals] == ["interview"]


def test_doubts_name_unclear_speakers_and_voices_that_may_be_one() -> None:
    told = Given([report(*MERIDIAN, SHUT, DENY)])
    told.voices["Dara Orlo"] = Voice("Dara Orlo", "Dara Orlo", "person", doubles=("Lise Varga",))
    told.voices.setdefault("Lise Varga", Voice("Lise Varga", "Lise Varga", "person", doubles=("Dara Orlo",)))
    found = find_doubts(said=told.said, voices=told.voices, points=told.points(), positions=(), utterances=(), accused=())
    assert [(d.kind, d.message) for d in found] == [
        ("denial", "read as a denial by Norvik Port"), ("accusation", "read as an accusation by Dara Orlo"), ("double", "may be one: Dara Orlo and Lise Varga"),
    ]  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.lists(st.sampled_from([*MANY, ADMIT, NUMBER]), max_size=4), min_size=1, max_size=5))
def test_the_order_of_the_inputs_does_not_matter(chance: random.Random, texts: list[list[dict[str, Any]]]) -> None:
    records = [report(f"Outlet {n}", f"2026-03-0{n + 1}", *told) for n, told in enumerate(texts)]
    one = Sheet(*records)
    chance.shuffle(records)
    two = Sheet(*records)
    for part in ("positions", "relations", "accused", "lone", "through", "originals", "doubts"):
        assert getattr(one, part) == getattr(two, part), part


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.sampled_from([*MANY, ADMIT, NUMBER]), max_size=4), min_size=1, max_size=5))
def test_positions_hold_only_own_statements_of_their_point(texts: list[list[dict[str, Any]]]) -> None:
    sheet = Sheet(*(report(f"Outlet {n}", f"2026-03-0{n + 1}", *told) for n, told in enumerate(texts)))
    points = {p.id: p for p in sheet.points}
    for p in sheet.positions:
        assert len(p.statements) == len(p.stances) == len(p.more)
        assert set(p.statements) <= set(points[p.point].statements)
        assert all(p.voice in sheet.known[i].voices for i in p.statements)
        assert all({s.before, s.after} <= set(p.statements) for s in p.shifts)


# ---- acts read beside the other texts


def read_anew(*records: Record) -> dict[str, tuple[str | None, int]]:
    """Act and number of targets by words."""
    told = Given(records)
    found = read_beside(said=told.said, points=told.points(), utterances=(), ids=told.ids)
    return {s.words: (s.statement.act, len(s.statement.targets)) for s in found}


def test_what_goes_on_with_an_accusation_accuses_whom_it_names() -> None:
    on = {"who": "Dara Orlo", "words": "it was told of the storm, and Norvik Port saved the money all the same"}
    assert read_anew(report(*MERIDIAN, SHUT, on))[on["words"]] == ("accuse", 1)
    assert read_anew(report(*MERIDIAN, SHUT, on | {"who": "Lise Varga"}))[on["words"]] == ("assert", 0)


def test_a_name_with_an_aside_is_who_does_it() -> None:
    claim = {"who": "Lise Varga", "words": "that Norvik Port, the owner of the old sluice gate, had shut the sluice gate at noon"}
    assert read_anew(report(*MERIDIAN, claim), report(*QUAY, DENY))[claim["words"]] == ("accuse", 1)
