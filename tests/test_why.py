import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.phrase import HIDDEN
from onrecord.types import Record, Span, Statement
from onrecord.why import FIELDS, OCCASION, RULES, Reason, encode_reasons, explain, find_statement, is_stated, tell_all

SOURCES = Path(__file__).parents[1] / "src" / "onrecord"


def reasons(record: Record, number: int) -> dict[str, Reason]:
    return {r.field: r for r in explain(record, find_statement(record, str(number))[1])}


def rests_on(reason: Reason) -> list[tuple[str, str]]:
    return [(w.what, w.text.strip()) for w in reason.words]


def test_why_tells_of_every_field_that_has_a_value_and_of_the_act_always(filled: Record, record: Record) -> None:
    for own in filled.statements:
        assert [r.field for r in explain(filled, own)] == [name for name in FIELDS if name == "act" or is_stated(own, name)]
    act = reasons(record, 1)["act"]
    assert (act.says, act.value, act.maker) == ("not known", None, None)


def test_why_knows_every_field_of_a_statement() -> None:
    assert set(FIELDS) == {f.name for f in fields(Statement)} - {"id", "makers"}


def test_why_rests_every_value_on_words_at_their_places(filled: Record) -> None:
    assert filled.article is not None
    for own in filled.statements:
        for reason in explain(filled, own):
            for words in reason.words:
                assert Span(words.start, words.end).of(filled.article.text) == words.text


def test_why_tells_the_cue_or_the_content_that_made_the_act(filled: Record) -> None:
    by_content = reasons(filled, 2)["act"]
    assert (by_content.says, by_content.maker) == ("accuses", "act/1:content shut an hour")
    assert rests_on(by_content) == [("cue", "said"), ("content", "shut an hour")]
    by_cue = reasons(filled, 4)
    assert by_cue["act"].rule == "the cue is a form of “deny” in the table of cues"
    assert (by_cue["negated"].says, rests_on(by_cue["negated"])) == ("not said", [("cue", "told")])


def test_why_names_an_entity_by_all_its_forms(filled: Record) -> None:
    found = reasons(filled, 2)
    assert found["speakers"].says == "Bram Ostler (person; also: keeper, Mr Ostler)"
    assert found["targets"].says == "Harbour board (organisation)"
    assert reasons(filled, 5)["speakers"].says == "two pilots (unnamed; on condition of anonymity)"


def test_why_shows_where_a_pronoun_or_a_rival_was_named(filled: Record) -> None:
    rivals = reasons(filled, 5)["rivals"]
    assert (rivals.says, rivals.rule) == ("Bram Ostler (person; also: keeper, Mr Ostler)", "a pronoun")
    assert rests_on(rivals) == [("Bram Ostler, named (a last name, or a title with one)", "Mr Ostler")]
    assert filled.article is not None
    him = filled.article.text.index("it the river")
    own = replace(filled.statements[3], speakers=("e2",), source=(Span(him, him + 2),))
    found = {r.field: r for r in explain(filled, own)}
    assert rests_on(found["speakers"]) == [("source", "it"), ("Harbour board, named (a description)", "The harbour board")]


def test_why_tells_the_chain_by_the_statements_around(filled: Record) -> None:
    found = reasons(filled, 4)
    assert rests_on(found["relayed_by"]) == [("around it", "The harbour board"), ("around it", "said")]
    assert found["parent"].says == "inside statement 3"


def test_why_tells_the_words_of_day_and_channel(filled: Record) -> None:
    found = reasons(filled, 2)
    assert (found["said_on"].says, found["said_on"].rule) == ("Thursday 8 October 2026", "stated beside the words")
    assert rests_on(found["said_on"]) == [("time", "at nine")]
    assert found["channel"].rule == "carried over from a statement before, whose occasion goes on"
    own = replace(filled.statements[1], makers=filled.statements[1].makers | {"channel": "resolve/1:Ostler said"})
    named = next(r for r in explain(filled, own) if r.field == "channel")
    assert (named.rule, rests_on(named)) == ("the words “Ostler said”", [("channel", "Ostler said")])


def test_why_tells_of_a_rule_that_is_unsure_and_of_one_it_does_not_know(filled: Record) -> None:
    def rule(name: str, maker: str) -> str:
        own = replace(filled.statements[3], makers=filled.statements[3].makers | {name: maker})
        return next(r.rule for r in explain(filled, own) if r.field == name)

    assert rule("speakers", "resolve/1:country?") == "a country that stands for its government, though the word may be a name as well"
    assert rule("speakers", "resolve/2:new") == "new"
    assert rule("addressees", "resolve/1:in a letter") == "the words “in a letter”"
    assert rule("act", "act/1:cue dismiss + claim") == "the cue is a form of “dismiss” in the table of cues, and the content speaks of a claim"
    assert rule("act", "act/1:content ?") == "the content is a question"
    assert rule("act", "act/1:cue") == "no row of the table of cues knows the cue"
    assert rule("source", "label/turn") == "a turn in a transcript, or a post"


def test_why_takes_a_number_or_the_start_of_an_id(filled: Record) -> None:
    ids = ["1f00aa", "1f00bb", "c0ffee", "25000000", "d00d00"]
    known = replace(filled, statements=tuple(replace(s, id=own, parent=None) for s, own in zip(filled.statements, ids, strict=True)))
    assert [find_statement(known, wanted)[0] for wanted in ("2", "1f00b", "C0FF", "2500", "d00d00")] == [2, 2, 3, 4, 5]
    for wanted, message in (
        ("6", "--why 6: no such statement in gate.txt; give a number from 1 to 5, or an id's first 4 characters"),
        ("1f00", "--why 1f00: 2 statements begin with it (1, 2); give more of the id"),
        ("0", "no such statement"), ("-1", "no such statement"), ("", "no such statement"), ("c0f", "no such statement"), ("²", "no such statement"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=re.escape(message)):
            find_statement(known, wanted)
    with pytest.raises(UsageError, match=r"gate\.txt has no statements"):
        find_statement(replace(filled, statements=()), "1")


def test_why_counts_as_the_terminal_does(filled: Record) -> None:
    inner, *others = filled.statements[3], *filled.statements[:3]
    assert find_statement(replace(filled, statements=(inner, *others)), "4")[1] == inner


def test_why_explains_a_rule_once_and_repeats_no_value(filled: Record) -> None:
    rows = {label: (value, notes) for label, value, notes in tell_all(explain(filled, filled.statements[1]))}
    assert rows["source"] == ("Bram Ostler", ["tagger/1: the model that reads source, cue and content"])
    assert rows["cue"] == ("said", ["tagger/1"])
    assert rows["act"][1] == ["act/1:content shut an hour: the content says “shut an hour”", "cue: said, at 50", "content: shut an hour, at 69"]
    assert rows["said on"][1] == ["resolve/1:told the inquiry: stated beside the words", "time: at nine, at 267"]


def test_why_gives_one_object_of_json(filled: Record) -> None:
    own = filled.statements[3]
    raw = encode_reasons(filled, own, 4)
    told = json.loads(raw)
    assert b"\n" not in raw
    assert (told["schema"], told["capture"], told["article"], told["statement"], told["number"]) == ("onrecord/1", "c", "a", "s4", 4)
    by_field = {f["field"]: f for f in told["fields"]}
    assert by_field["relayed_by"]["value"] == ["e2"] and by_field["relayed_by"]["maker"] == "resolve/1:chain"
    assert by_field["negated"]["value"] is True
    assert by_field["parent"]["value"] == "s3"
    assert [e["id"] for e in told["entities"]] == ["e1", "e2"]


def test_why_prints_no_hidden_character_of_a_report(filled: Record) -> None:
    assert filled.article is not None
    text = filled.article.text.replace("Bram Ostler", "Bram\u202eO\x1btler").replace("told it", "to\x9b\u200b it")
    evil = replace(
        filled, article=replace(filled.article, text=text), entities=tuple(replace(e, name=e.name + "\x1b", country="\u202e") for e in filled.entities)
    )
    for own in evil.statements:
        spoilt = replace(own, channel="\x07", makers={name: maker + "\x1b" for name, maker in own.makers.items()})
        for label, value, notes in tell_all(explain(evil, spoilt)):
            assert not HIDDEN.search("".join((label, value, *notes)))


def test_why_of_a_refused_report_is_nothing(filled: Record) -> None:
    assert explain(replace(filled, article=None), filled.statements[0]) == ()


def test_why_has_words_for_every_rule_that_resolves_somebody() -> None:
    """Literal rules of resolve/who/, where they stand as the last argument of what is resolved or are noted for a name."""
    found: set[str] = set()
    for path in (SOURCES / "resolve" / "who").rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'Resolved\(.*, "([a-z-]+)"\)', code)) | set(re.findall(r'rules\[\w+\] = "([a-z-]+)"', code))
        found |= {rule for pair in re.findall(r'"([a-z-]+)" if [^\n]* else "([a-z-]+)"\)', code) for rule in pair}
    assert {"pronoun-subject", "last-name", "joint"} <= found
    assert found - {"unresolved", "author", "second-person"} <= set(RULES)  # those three give nobody, so no value is made by them
    assert set(RULES) >= OCCASION


def test_docs_tell_of_every_rule() -> None:
    text = (SOURCES.parents[1] / "docs" / "record.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"`{rule}`" in text, rule
