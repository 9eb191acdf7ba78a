"""group/memo: a dossier made with what an earlier one left equals one made anew, and only what a new report touches is worked out again."""

import importlib.util
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.group.copy import families, find_copies
from onrecord.group.dossier import make_dossier
from onrecord.group.memo import NONE, Memo
from onrecord.group.same.find import candidates
from onrecord.group.same.link import link, quoted_run
from onrecord.group.same.sift import sift
from onrecord.group.same.version import RUN, Version, find_runs, make_versions, weigh_all
from onrecord.group.texts import arrange, list_said
from onrecord.group.who import join_voices, voice_ids
from onrecord.types import Record

spec = importlib.util.spec_from_file_location("bench_group", Path(__file__).parent.parent / "benchmarks" / "group.py")
assert spec and spec.loader
bench = importlib.util.module_from_spec(spec)
sys.modules["bench_group"] = bench
spec.loader.exec_module(bench)


def dispute(number: int, texts: int = 5, per_text: int = 5) -> list[Record]:
    return list(bench.make_dispute(number, texts, per_text))


DISPUTES = (*dispute(1), *dispute(2), *dispute(900))


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(DISPUTES))), st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_reports_added_in_any_order_and_steps_give_the_dossier_made_anew(order: list[int], steps: list[int], data: st.DataObject) -> None:
    memo, records, at = Memo(), list[Record](), 0
    for step in steps:
        records += [DISPUTES[i] for i in order[at : at + step]]
        at += step
        assert make_dossier(data.draw(st.permutations(records)), memo=memo) == make_dossier(records)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sets(st.sampled_from(range(len(DISPUTES))), min_size=1, max_size=7), min_size=2, max_size=4))
def test_reports_may_also_go(choices: list[set[int]]) -> None:
    memo = Memo()
    for chosen in choices:
        records = [DISPUTES[i] for i in sorted(chosen)]
        assert make_dossier(records, memo=memo) == make_dossier(records)


def test_a_report_read_anew_takes_the_place_of_the_old_reading() -> None:
    records = dispute(3)
    memo = Memo()
    make_dossier(records, memo=memo)
    first = records[0]
    turned = replace(first, statements=tuple(replace(s, act="retract", speakers=s.speakers[:1]) for s in first.statements[:-1]))
    again = [turned, *records[1:]]
    assert make_dossier(again, memo=memo) == make_dossier(again)
    assert make_dossier(records, memo=memo) == make_dossier(records)


def test_the_words_asked_for_and_the_questions_may_differ_from_one_dossier_to_the_next() -> None:
    memo = Memo()
    words = DISPUTES[0].article.title.split()[-1] if DISPUTES[0].article and DISPUTES[0].article.title else "shut"
    for about, questions in ((None, ()), (words, ()), (None, ("who was hurt?",)), (words, ("how many were hurt?",)), (None, ())):
        assert make_dossier(DISPUTES, about=about, questions=questions, memo=memo) == make_dossier(DISPUTES, about=about, questions=questions)


def set_apart(found: dict[str, int]) -> dict[str, int]:
    """Without what words in common with other disputes bring about: pairs to look at, and weak ties that touch a neighbour's."""
    return {kind: n for kind, n in found.items() if kind not in ("link", "tie", "texts", "claims")}


def count_anew(before: Sequence[Record], after: Sequence[Record]) -> dict[str, int]:
    memo = Memo()
    make_dossier(before, memo=memo)
    make_dossier(after, memo=memo)
    return {kind: n for kind, n in memo.anew.items() if n}


def test_nothing_is_worked_out_again_where_nothing_is_new() -> None:
    equal = [replace(r, statements=tuple(replace(s) for s in r.statements)) for r in DISPUTES]
    assert count_anew(DISPUTES, equal) == {}


def test_one_report_more_regroups_only_its_own_dispute() -> None:
    *known, new = dispute(4)
    others = [*dispute(700), *dispute(1300), *dispute(1900)]
    alone = count_anew(known, [*known, new])
    found = count_anew([*others, *known], [*others, *known, new])
    assert set_apart(found) == set_apart(alone)
    assert found["tie"] < 4 * alone["tie"]
    assert found["claims"] <= 2 * alone["claims"]
    assert alone["version"] == alone["reading"] == len(new.statements)
    assert alone["prose"] == 1


def test_a_report_of_another_dispute_touches_none_of_the_links_and_groups_of_the_others() -> None:
    others, (new, *_) = dispute(5), dispute(1200)
    found = count_anew(others, [*others, new])
    assert set_apart(found) == set_apart(count_anew([], [new]))
    assert found.get("link", 0) <= len(new.statements) ** 2


def test_what_the_last_dossier_did_not_use_is_forgotten() -> None:
    memo = Memo()
    make_dossier(dispute(6), memo=memo)
    make_dossier(dispute(700), memo=memo)
    make_dossier(dispute(6), memo=memo)
    assert memo.anew["version"] == sum(len(r.statements) for r in dispute(6))


def test_a_memo_makes_each_thing_once() -> None:
    memo, made = Memo(), list[int]()

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [memo.get("number", 1, make), memo.get("number", 1, make), memo.get("number", 2, make), memo.get("other", 1, make)] == [0, 0, 1, 2]
    memo.begin()
    assert memo.get("number", 1, make) == 0
    assert memo.anew["number"] == 0
    memo.begin()
    assert memo.get("number", 2, make) == 3
    assert [NONE.get("number", 1, make), NONE.get("number", 1, make)] == [4, 5]


def test_records_are_numbered_by_what_they_hold() -> None:
    memo = Memo()
    one, other = dispute(7)[:2]
    first = memo.number(one)
    assert memo.number(replace(one)) == first != memo.number(other)
    assert memo.number(replace(one, statements=())) not in (first, memo.number(other))


@cache
def versions(*numbers: int) -> list[Version]:
    records = arrange(r for n in numbers for r in dispute(n))
    ids = voice_ids(join_voices(records))
    return make_versions(list_said(records, ids), families(records, find_copies(records)), ids)


def test_what_is_sifted_out_or_no_candidate_would_not_be_linked() -> None:
    listed = versions(1, 2)
    linked = {(i, j) for i, j in combinations(range(len(listed)), 2) if link(listed[i], listed[j])}
    asked = candidates(listed, range(len(listed)))
    kept = sift(listed, asked)
    assert len(kept) < len(asked) < len(listed) * (len(listed) - 1) // 2
    assert linked & set(map(tuple, asked.tolist())) <= set(kept)
    assert len(linked - set(kept)) <= len(linked) // 50


def test_candidates_of_what_is_new_are_those_of_all_that_have_something_new() -> None:
    listed = versions(1, 2)
    fresh = [3, 17, 40]
    every = [pair for pair in candidates(listed, range(len(listed))).tolist() if set(pair) & set(fresh)]
    assert candidates(listed, fresh).tolist() == every


@settings(max_examples=200, deadline=None)
@given(*[st.lists(st.lists(st.sampled_from("gate shut was never bridge river".split()), min_size=1, max_size=14).map(tuple), max_size=2)] * 2)
def test_the_longest_run_of_quoted_words_is_that_of_difflib(one: list[tuple[str, ...]], other: list[tuple[str, ...]]) -> None:
    base = versions(1)[0]
    a, b = (replace(base, fragments=tuple(f), runs=find_runs(f)) for f in (one, other))
    longest = []
    for x in one:
        for y in other:
            match = SequenceMatcher(None, x, y, autojunk=False).find_longest_match()
            if match.size >= RUN:
                longest.append((weigh_all(x[match.a : match.a + match.size]), match.size))
    best = max(longest, default=None)
    assert quoted_run(a, b) == ((best[1], best[0]) if best else None)


def test_generated_disputes_are_the_same_each_time() -> None:
    assert dispute(8) == dispute(8)
    random.seed(0)
    assert dispute(8) == dispute(8)
