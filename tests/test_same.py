"""group/same: statements of several texts that render one utterance."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.group.same import find_utterances
from onrecord.group.texts import Said, arrange, list_said
from onrecord.types import Article, Block, Capture, Entity, EntityKind, Record, Span, Statement, When

ORLO = Entity("orlo", "person", "Dara Orlo")


def text(name: str, *contents: str | tuple[str, dict[str, Any]], day: str | None = "2026-03-04", entities: Sequence[Entity] = (ORLO,)) -> Record:
    """A report whose paragraphs are statements, what stands in curly marks quoted. A statement may come with its own fields (`head`: it is the headline)."""
    body, blocks, statements = "", [], []
    for i, given_ in enumerate(contents):
        content, more = (given_, {}) if isinstance(given_, str) else (given_[0], dict(given_[1]))
        start = len(body)
        body += content
        blocks.append(Block("headline" if more.pop("head", False) else "paragraph", start, len(body)))
        quotes = tuple(Span(start + k, start + content.index("”", k) + 1) for k, c in enumerate(content) if c == "“")
        kind = "direct" if content.startswith("“") and content.endswith("”") else "mixed" if quotes else "indirect"
        fields = {"speakers": (entities[0].id,), "act": "assert"} | more
        statements.append(Statement(f"{name}{i}", None, kind, (), (), (Span(start, len(body)),), quotes, **fields))
        body += "\n"
    published = When(day, day, "day", "given") if day else None
    article = Article(name, "report", None, None, (), f"The {name}", "en", body, published, None, tuple(blocks))
    return Record(Capture(name, name), article, tuple(entities), tuple(statements))


def listed(*records: Record) -> tuple[Said, ...]:
    """Statements whose voices are the entities' own ids: "orlo" is one voice in all texts."""
    ordered = arrange(records)
    return list_said(ordered, {(r.article.id, e.id): e.id for r in ordered if r.article for e in r.entities})


def groups(*records: Record, copies: dict[str, str] | None = None) -> list[tuple[str, ...]]:
    return [u.statements for u in find_utterances(listed(*records), copies or {}, voices(*records))]


def voices(*records: Record) -> dict[tuple[str, str], str]:
    return {(r.article.id, e.id): e.id for r in records if r.article for e in r.entities}


# ---- what is one utterance

FULL = "“No diesel was loaded on the Tamsin before Monday, and the harbour log shows it”"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FULL, "“No diesel was loaded on the Tamsin before Monday”"),
        (FULL, "that “the harbour log shows it”"),
        (FULL, "“Diesel was loaded on the Tamsin before Monday, and the harbour log shows it”"),
        ("the accusations against the pilots were unfounded", "the charges against the pilots were groundless"),
        ("that fourteen sailors were treated for burns, none of them seriously", "that four sailors were treated for burns, none of them seriously"),
        ("the inspectors were refused entry to the fuel depot at Karsk", "inspectors had been refused entry to the Karsk fuel depot"),
    ],
)
def test_one_utterance(one: str, other: str) -> None:
    assert groups(text("a", one), text("b", other)) == [("a0", "b0")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FULL, "the harbour will be closed on Monday"),
        ("“The gate was shut at noon”", "“The gate was never inspected”"),
        ("the pilots were warned of fog", "the pilots were refused a licence"),
        ("an inquiry", "“We do not need another inquiry”"),
    ],
)
def test_two_utterances_of_one_speaker_on_one_topic(one: str, other: str) -> None:
    assert groups(text("a", one), text("b", other)) == []


def test_the_same_claim_on_two_stated_days_is_said_twice() -> None:
    monday, thursday = When("2026-03-02", "2026-03-02", "day"), When("2026-03-05", "2026-03-05", "day")
    assert groups(text("a", (FULL, {"said_on": monday})), text("b", (FULL, {"said_on": thursday}), day="2026-03-06")) == []


def test_said_again_is_another_saying() -> None:
    first, again = text("a", FULL), text("b", FULL, day="2026-03-05")
    article = again.article
    assert article is not None
    more = replace(again, article=replace(article, text=article.text + "she said again"))
    cued = replace(more, statements=(replace(again.statements[0], cue=(Span(len(article.text) + 4, len(article.text) + 8),)),))
    assert groups(first, again) == [("a0", "b0")] and groups(first, cued) == []


def test_a_new_figure_days_later_is_another_utterance() -> None:
    ten, twelve = "ten sailors were treated for burns at the harbour", "twelve sailors were treated for burns at the harbour"
    assert groups(text("a", ten), text("b", twelve)) == [("a0", "b0")]
    assert groups(text("a", ten), text("b", twelve, day="2026-03-07")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“He said I would not regret it”", "“He said I would regret it”"),
        ("“We treated thirty-six of them from the ground”", "“We treated twenty-six of them from the ground”"),
    ],
)
def test_a_passage_with_a_word_put_otherwise_is_a_version_of_it(one: str, other: str) -> None:
    assert groups(text("a", one), text("b", other)) == [("a0", "b0")]
    assert groups(text("a", one), text("b", other, entities=[Entity("tove", "person", "Tove Lind")])) == []


def test_few_words_that_are_all_the_same_are_one_denial() -> None:
    assert groups(text("a", ("any such call", {"act": "deny"})), text("b", ("any such call", {"act": "deny"}))) == [("a0", "b0")]
    assert groups(text("a", "any such call"), text("b", "any such call")) == []


def test_a_withdrawal_in_the_same_quoted_words_is_another_utterance() -> None:
    claim, back = "“No officer touched the northern gate”", "“I said that no officer touched the northern gate. I was wrong”"
    assert groups(text("a", (claim, {"act": "deny"})), text("b", (back, {"act": "admit"}), day="2026-03-06")) == []
    assert groups(text("a", ("the count of ‘fewer than six’", {})), text("b", ("its count of ‘fewer than six’", {"act": "retract"}), day="2026-03-06")) == []


def test_a_withdrawal_is_no_version_of_the_claim() -> None:
    claim = "that the pilot had passed the red buoy"
    assert groups(text("a", (claim, {"act": "accuse"})), text("b", (claim, {"act": "retract"}))) == []


# ---- who


def entity(key: str, kind: EntityKind, name: str, **more: Any) -> Entity:
    return Entity(key, kind, name, **more)


MARRAN = entity("marran", "person", "Ivo Marran")
AIDE = entity("aide", "person", "Lena Tholl")
KREMLIN, MOSCOW = entity("kremlin", "office", "Kremlin", country="Russia"), entity("moscow", "government", "Moscow", country="Russia")
CLAIM = "that inspectors had been refused entry to the fuel depot at Karsk"


def test_other_speakers_are_other_utterances() -> None:
    assert groups(text("a", CLAIM), text("b", CLAIM, entities=[MARRAN])) == []


def test_through_and_for_whom_it_was_said() -> None:
    spoken = text("b", (CLAIM, {"on_behalf_of": ("orlo",)}), entities=[AIDE, ORLO])
    relayed = text("c", (CLAIM, {"relayed_by": ("orlo",)}), entities=[AIDE, ORLO])
    assert groups(text("a", CLAIM), spoken) == [("a0", "b0")]
    assert groups(text("a", CLAIM), relayed) == [("a0", "c0")]


def test_offices_of_one_country_where_the_words_agree() -> None:
    assert groups(text("a", CLAIM, entities=[KREMLIN]), text("b", CLAIM, entities=[MOSCOW])) == [("a0", "b0")]
    loose = "inspectors saw the fuel depot at Karsk on a tour of the harbour"
    assert groups(text("a", CLAIM, entities=[KREMLIN]), text("b", loose, entities=[MOSCOW])) == []


def test_long_quotations_are_one_whoever_is_named() -> None:
    assert groups(text("a", FULL), text("b", FULL, entities=[MARRAN])) == [("a0", "b0")]
    assert groups(text("a", FULL), text("b", (FULL, {"act": "deny"}), entities=[MARRAN])) == [("a0", "b0")]
    assert groups(text("a", (FULL, {"act": "admit"})), text("b", (FULL, {"act": "deny"}), entities=[MARRAN])) == []


# ---- groups


def test_a_copy_belongs_to_the_utterance() -> None:
    records = text("a", "the demand"), text("b", "the demand", day="2026-03-05")
    assert groups(*records) == []
    assert groups(*records, copies={"a": "f", "b": "f"}) == [("a0", "b0")]


def test_a_headline_and_its_paragraph() -> None:
    record = text("a", ("Pilots ‘were warned’ of fog at the Karsk depot", {"head": True}), "that the pilots were warned of fog at the Karsk depot")
    assert groups(record, text("b", "the pilots were warned of fog at Karsk depot")) == [("a0", "a1", "b0")]


def test_what_stands_inside_a_frame_is_compared_itself() -> None:
    body = "Orlo told the council that inspectors had been refused entry to the fuel depot at Karsk"
    inner = Statement("x1", "x0", "indirect", (), (), (Span(22, len(body)),), (), ("orlo",), relayed_by=("marran",), act="assert")
    outer = text("x", body, entities=[MARRAN, ORLO])
    framed = Record(outer.capture, outer.article, outer.entities, (*outer.statements, inner))
    assert groups(text("a", CLAIM), framed) == [("a0", "x1")]
    assert groups(framed) == []


def test_a_frame_with_more_versions_than_its_inner_words_is_compared_itself() -> None:
    """“He said I would regret it”: of a misquotation only the whole is long enough to be told."""
    records = []
    for name, words in (("a", "“He said I would not regret it”"), ("b", "“He said I would regret it”"), ("c", "“He said I would not regret it”")):
        outer = text(name, words, entities=[ORLO, MARRAN])
        inner = Statement(f"{name}1", f"{name}0", "direct", (), (), (Span(9, len(words) - 1),), (Span(9, len(words) - 1),), ("marran",), act="assert")
        records.append(Record(outer.capture, outer.article, outer.entities, (*outer.statements, inner)))
    assert groups(*records) == [("a0", "b0", "c0")]


def test_two_utterances_are_not_joined_by_one_weak_link() -> None:
    depot, buoy = "inspectors had been refused entry to the fuel depot at Karsk", "the pilot had passed the red buoy off Tarn at midnight"
    both = groups(text("a", depot, buoy), text("b", depot, buoy), text("c", buoy, depot))
    assert both == [("a0", "b0", "c1"), ("a1", "b1", "c0")]


def test_fullest_first_and_basis() -> None:
    records = text("a", "“No diesel was loaded on the Tamsin”"), text("b", FULL, day="2026-03-05")
    (found,) = find_utterances(listed(*records), {}, voices(*records))
    assert (found.fullest, found.first, found.voices) == ("b0", "a0", ("orlo",))
    assert [(w.statement, w.verdict) for w in found.wordings] == [("a0", "shortened")]
    assert found.basis == "the same speaker; quoted words in common"


def test_first_is_not_known_where_a_text_is_undated_or_two_share_the_day() -> None:
    for day in (None, "2026-03-04"):
        records = text("a", FULL), text("b", FULL, day=day)
        assert find_utterances(listed(*records), {}, voices(*records))[0].first is None


def test_without_voices_parties_are_known_by_name() -> None:
    records = text("a", CLAIM), text("b", (CLAIM, {"on_behalf_of": ("orlo",)}), entities=[AIDE, ORLO])
    assert [u.statements for u in find_utterances(listed(*records), {})] == [("a0", "b0")]


# ---- read reports


def test_read_reports() -> None:
    one = b"The Karsk port authority said on Monday: \xe2\x80\x9cWe will not reopen the lock before the inquiry ends.\xe2\x80\x9d"
    other = b"\xe2\x80\x9cWe will reopen the lock,\xe2\x80\x9d the Karsk port authority said on Monday."
    records = arrange([onrecord.read(one, outlet="A", published="2026-03-03"), onrecord.read(other, outlet="B", published="2026-03-04")])
    said = list_said(records, {(r.article.id, e.id): e.name.casefold() for r in records if r.article for e in r.entities})
    assert len(said) == 2
    utterances = find_utterances(said, {}, {(r.article.id, e.id): e.name.casefold() for r in records if r.article for e in r.entities})
    assert [len(u.statements) for u in utterances] == [2]
    assert [c.kind for c in utterances[0].wordings[0].changes] == ["polarity", "qualifier"]


# ---- order, cost

CONTENTS = [
    FULL, "“No diesel was loaded on the Tamsin”", CLAIM, "inspectors were refused entry to the Karsk depot", "“The gate was shut at noon”", "the demand",
    "that the pilot had passed the red buoy off Tarn", "the pilot may have passed the red buoy off Tarn", "“We will not sail before Monday”",
]  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from(CONTENTS), st.sampled_from([None, "2026-03-04", "2026-03-05"]), st.sampled_from([ORLO, MARRAN])), max_size=9),
    st.randoms(),
)
@settings(max_examples=40, deadline=None)
def test_order_of_the_inputs_does_not_matter(rows: list[tuple[str, str | None, Entity]], random: Any) -> None:
    records = [text(f"t{i}", content, day=day, entities=[who]) for i, (content, day, who) in enumerate(rows)]
    shuffled = list(records)
    random.shuffle(shuffled)
    assert find_utterances(listed(*records), {}, voices(*records)) == find_utterances(listed(*shuffled), {}, voices(*shuffled))


@given(st.lists(st.sampled_from(CONTENTS), max_size=7))
@settings(max_examples=30, deadline=None)
def test_an_unrelated_text_changes_nothing(contents: list[str]) -> None:
    records = [text(f"t{i}", content) for i, content in enumerate(contents)]
    more = text("z", "the choir of Sable sang on the quay", entities=[AIDE])
    assert find_utterances(listed(*records), {}, voices(*records)) == find_utterances(listed(*records, more), {}, voices(*records, more))


def test_every_statement_is_in_one_utterance_at_most() -> None:
    records = [text(f"t{i}", *CONTENTS) for i in range(4)]
    found = groups(*records)
    assert not any(set(a) & set(b) for a, b in combinations(found, 2))


def test_cost_grows_about_as_the_statements_do() -> None:
    def spent(count: int) -> float:
        records = [
            text(
                f"t{i}",
                *(f"that the valve {i // 4}{j} of dock {i % 97}x{j} was opened by crew {i // 3}" for j in range(5)),
                entities=[entity(f"v{i // 4 % (count // 8)}", "person", f"Ivo Roe{i // 4 % (count // 8)}")],
            )
            for i in range(count)
        ]
        said, known = listed(*records), voices(*records)
        start = time.perf_counter()
        find_utterances(said, {}, known)
        return time.perf_counter() - start

    spent(40)
    assert spent(640) < 24 * max(spent(64), 0.01)
