"""Contents to points: what is grouped, what is left out, what a point is called, and the points that people name."""

import random
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.group.point.claim import TABLE, is_negative, leave_standing
from onrecord.group.point.cluster import cluster, share_neighbours
from onrecord.group.point.number import find_numbers

made = runpy.run_path(str(Path(__file__).with_name("told_fixture.py")))
report, Given, join, SHUT, DENY, MANY = (made[name] for name in ("report", "Given", "join", "SHUT", "DENY", "MANY"))


def test_a_claim_and_its_denial_are_one_point() -> None:
    told = Given([report("The Meridian", "2026-03-02", SHUT), report("Quay Radio", "2026-03-03", DENY)])
    (point,) = told.points()
    assert len(point.statements) == 2
    assert not point.named


def test_a_challenge_that_points_back_goes_to_the_accusation_in_its_text() -> None:
    other = {"who": "Lise Varga", "words": "that the harbour school will open in May"}
    back = {"who": "Norvik Port", "words": "the accusation as baseless", "act": "challenge", "cue": "described"}
    told = Given([report("The Meridian", "2026-03-02", SHUT, other, back)])
    (point,) = told.points()
    assert told.words(point) == [SHUT["words"], back["words"]]


def test_a_rejected_demand_goes_to_the_demand_not_to_the_accusation() -> None:
    ask = {"who": "Tom Ekeby", "words": "there must be an inquiry before anybody is punished", "act": "demand"}
    back = {"who": "Norvik Port", "words": "the demand", "act": "reject", "cue": "rejected"}
    told = Given([report("The Meridian", "2026-03-02", ask, SHUT, back)])
    assert [ask["words"], back["words"]] in [told.words(p) for p in told.points()]


def test_numbers_of_one_thing_are_one_point_and_compare_as_numbers() -> None:
    told = Given(
        [
            report("The Meridian", "2026-03-02", {"who": "Dara Orlo", "words": "fewer than six people were hurt in the blast"}),
            report("Quay Radio", "2026-03-02", {"who": "Lise Varga", "words": "nine people were hurt in the blast"}),
            report("Castle News", "2026-03-03", {"who": "Tom Ekeby", "words": "that 9 people had been hurt in the blast"}),
        ]
    )
    (point,) = told.points()
    assert point.numbers == ("fewer than six", "nine")


def test_what_only_carries_a_statement_does_not_count_twice() -> None:
    outer = {"who": "Norvik Port", "words": "Dara Orlo demanded an independent inquiry into the storm"}
    inner = {"who": "Dara Orlo", "words": "an independent inquiry into the storm", "inside": 0, "act": "demand", "relayed_by": ["Norvik Port"]}
    told = Given([report("The Meridian", "2026-03-02", outer, inner)])
    (point,) = told.points()
    assert told.words(point) == [inner["words"]]


def test_a_disputed_saying_is_a_point_with_who_reports_it() -> None:
    yes = {"who": "Tom Ekeby", "words": "Dara Orlo blamed Norland for the blast"}
    inner = {"who": "Dara Orlo", "words": "Norland for the blast", "inside": 0, "act": "accuse", "targets": ["Norland"], "relayed_by": ["Tom Ekeby"]}
    no = {"who": "Lise Varga", "words": "that Dara Orlo blamed Norland for the blast", "act": "deny", "cue": "denied"}
    alleged = {"who": "Dara Orlo", "words": "Norland for the blast", "inside": 0, "act": "accuse", "targets": ["Norland"]}
    told = Given([report("The Meridian", "2026-03-02", yes, inner), report("Quay Radio", "2026-03-02", no, alleged)])
    found = max(told.points(), key=lambda p: len(p.statements))
    assert set(told.words(found)) == {yes["words"], inner["words"], no["words"]}
    assert len(found.statements) == 3  # what stands inside the denial was not said


def test_plain_claims_of_one_voice_are_no_point() -> None:
    told = Given([report("The Meridian", "2026-03-02", {"who": "Dara Orlo", "words": "that the harbour school will open in May"})])
    assert told.points() == ()


def test_an_utterance_is_one_claim() -> None:
    one, two = report("The Meridian", "2026-03-02", SHUT), report("Quay Radio", "2026-03-03", SHUT)
    told = Given([one, two])
    joined = Given([one, two], utterances=(join(*told.said),))
    assert [p.statements for p in joined.points()] == [tuple(s.id for s in told.said)]


def test_different_questions_about_one_happening_stay_apart() -> None:
    told = Given(
        [
            report("The Meridian", "2026-03-02", SHUT, {"who": "Tom Ekeby", "words": "that ferry fares will rise in April"}),
            report("Quay Radio", "2026-03-03", DENY, {"who": "Lise Varga", "words": "that ferry fares will not rise", "act": "deny"}),
        ]
    )
    assert sorted(len(p.statements) for p in told.points()) == [2, 2]


def test_points_are_ordered_by_how_disputed_they_are() -> None:
    told = Given(
        [
            report("The Meridian", "2026-03-01", {"who": "Tom Ekeby", "words": "an inquiry into ferry fares", "act": "demand", "cue": "demanded"}),
            report("Quay Radio", "2026-03-03", SHUT),
            report("Castle News", "2026-03-04", DENY),
        ]
    )
    first, second = told.points()
    assert told.words(first) == [SHUT["words"], DENY["words"]]
    assert len(second.statements) == 1


def test_the_label_is_the_plainest_clause_without_that() -> None:
    plain = {"who": "Dara Orlo", "words": "that the port shut the sluice gate during the storm, because nobody was on duty"}
    told = Given([report("The Meridian", "2026-03-02", plain), report("Quay Radio", "2026-03-03", DENY)])
    assert [p.label for p in told.points()] == ["The port shut the sluice gate during the storm"]


CALL = [
    report("The Meridian", "2026-03-01", {"who": "Norland", "words": "the call was initiated by Vesland"}),
    report("Quay Radio", "2026-03-02", {"who": "Vesland", "words": "Henrik Marran phoned Dara Orlo"}),
    report("Castle News", "2026-03-03", {"who": "Norland", "words": "that in the call Henrik Marran asked for patience", "act": "demand"}),
    report("The Ledger", "2026-03-03", {"who": "Dara Orlo", "words": "Ostmark for the blast", "act": "accuse", "cue": "has blamed", "targets": ["Ostmark"]}),
    report("Tarn News", "2026-03-04", {"who": "Tom Ekeby", "words": "that Dara Orlo had blamed Ostmark", "act": "deny", "cue": "denied"}),
]


def test_people_name_points_by_questions() -> None:
    told = Given(CALL)
    who, blamed = told.points("Who phoned?", "Did Dara Orlo blame Ostmark?")[:2]
    assert (who.label, who.named) == ("Who phoned?", True)
    assert told.words(who) == ["the call was initiated by Vesland", "Henrik Marran phoned Dara Orlo"]
    assert told.words(blamed) == ["Ostmark for the blast", "that Dara Orlo had blamed Ostmark"]


def test_a_question_that_nothing_bears_on_is_an_empty_point() -> None:
    assert Given(CALL).points("How many boats sank?")[0].statements == ()


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("fewer than six people", ["<6"]), ("a dozen boats and 12 crates", ["12", "12"]),
        ("two hundred and six tonnes", ["206"]), ("at least twenty-two", [">=22"]),
        ("1,200 homes", ["1200"]), ("40 per cent of them", ["40%"]), ("on 4 March 2026", []), ("one of the crew", []),
        ("at 9:30 on Monday", []), ("half a dozen", ["6"]),
    ],
)  # fmt: skip
def test_numbers(words: str, values: list[str]) -> None:
    found = list(find_numbers(words))
    assert [n.value for n in found] == values
    assert all(words[n.start : n.end].strip() == n.printed for n in found)


@pytest.mark.parametrize(
    ("words", "negative"),
    [
        ("the gate was never shut", True),
        ("the gate was shut because nobody came", False),
        ("no longer shut", False),
        ("it was not without warning", True),
        ("We don't know", True),
    ],
)
def test_negation(words: str, negative: bool) -> None:
    assert is_negative(words) is negative


@pytest.mark.parametrize("row", TABLE, ids=lambda r: r["words"][:20])
def test_each_row_of_words_of_stance_has_an_example(row: dict[str, str]) -> None:
    words = set(re.findall(r"[\w’']+", row["example"].casefold()))
    assert words & set(row["words"].split())
    if row["kind"] != "pointer":
        assert len(leave_standing(row["example"]).split()) < len(row["example"].split())


def test_groups_join_by_mean_and_best_link() -> None:
    links = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.1, (3, 4): 0.5, (2, 3): 0.4}
    assert cluster(5, links, 0.4, 48) == [[0, 1, 2], [3, 4]]


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.lists(st.sampled_from(MANY), max_size=4), min_size=1, max_size=5))
def test_the_order_of_the_inputs_does_not_matter(chance: random.Random, texts: list[list[dict[str, Any]]]) -> None:
    records = [report(f"Outlet {n}", f"2026-03-0{n + 1}", *told) for n, told in enumerate(texts)]
    shuffled = list(records)
    chance.shuffle(shuffled)
    assert Given(records).points("How many were hurt?") == Given(shuffled).points("How many were hurt?")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.sampled_from(MANY), max_size=4), min_size=1, max_size=5))
def test_the_machine_shares_out_the_statements(texts: list[list[dict[str, Any]]]) -> None:
    told = Given([report(f"Outlet {n}", f"2026-03-0{n + 1}", *t) for n, t in enumerate(texts)])
    held = [i for p in told.points() for i in p.statements]
    assert len(held) == len(set(held))
    assert set(held) <= {s.id for s in told.said}
    assert all(p.label and p.label[:1] == p.label[:1].upper() for p in told.points())


def test_ends_linked_to_the_same_third_are_tied() -> None:
    ties = share_neighbours(4, {(0, 1): 0.8, (1, 2): 0.8, (2, 3): 0.1})
    assert ties[0, 2] > ties[2, 3]
    assert (0, 3) not in ties


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("the number of injured at fewer than six", "injur"),
        ("its count of the wounded to nine", "wound"),
        ("six were hurt", "hurt"),
        ("at least a dozen in my ward", ""),
        ("three fishermen were hurt, not four", "fishermen"),
    ],
)
def test_what_a_number_counts(words: str, noun: str) -> None:
    assert [n.noun for n in find_numbers(words)] == [noun]


def test_what_is_said_of_an_inquiry_is_one_point_in_whatever_words() -> None:
    ask = {"who": "Tom Ekeby", "words": "there must be an inquiry led by a judge into the storm", "act": "demand"}
    refuse = {"who": "Norvik Port", "words": "that no investigation was called for after the storm", "act": "reject"}
    told = Given([report("The Meridian", "2026-03-02", ask), report("Quay Radio", "2026-03-03", refuse)])
    (point,) = told.points()
    assert told.words(point) == [ask["words"], refuse["words"]]


def test_a_bare_accusation_goes_with_what_its_speaker_says_next() -> None:
    bare = {"who": "Dara Orlo", "words": "Norvik Port", "act": "accuse", "cue": "blamed", "targets": ["Norvik Port"]}
    why = {"who": "Dara Orlo", "words": "they sent boys in yellow coats"}
    (point,) = Given([report("The Meridian", "2026-03-02", bare, why)]).points()
    assert len(point.statements) == 2


def test_words_that_say_nothing_by_themselves_are_on_no_point() -> None:
    so = {"who": "Norvik Port", "words": "so"}
    told = Given([report("The Meridian", "2026-03-02", SHUT, DENY, so)])
    assert all(so["words"] not in told.words(p) for p in told.points())
