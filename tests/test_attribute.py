"""Spans to statements, with a tagger that says what the test tells it to."""

from types import SimpleNamespace

import pytest

from onrecord.say.attribute import attribute
from onrecord.say.tag import Attribution, Reading
from onrecord.text.split import pair_marks
from onrecord.types import Block, Span


def teller(text, *readings):
    """A tagger whose n-th reading is given: (source, cue, contents...) in words, each found from the left within the asked paragraphs."""
    left = list(readings)

    def find(words, paragraphs):
        for a, b in paragraphs:
            at = text.find(words, a, b)
            if at >= 0:
                return Span(at, at + len(words))
        raise AssertionError(words)

    def read(_, paragraphs, *, apart=False):
        said = left.pop(0) if left else []
        out = []
        for source, cue, *contents in said:
            found = tuple(find(c, paragraphs) for c in contents)
            out.append(Attribution((find(source, paragraphs),) if source else (), (find(cue, paragraphs),), found, (), 0.9))
        return Reading(tuple(out), None, tuple(range(len(text))))

    return SimpleNamespace(read=read, name="teller/1")


def statements(text, *readings, blocks=None, form="report", issued=False):
    if blocks is None:
        blocks, at = [], 0
        for part in text.split("\n\n"):
            blocks.append(Block("paragraph", at, at + len(part)))
            at += len(part) + 2
    pairing = pair_marks(text, blocks)
    return attribute(text, blocks, article="a", form=form, pairing=pairing, tagger=teller(text, *readings), issued=issued)


def test_attribute_places_spans_and_names_their_maker():
    text = "The dam will hold, the ministry said."
    (s,) = statements(text, [("the ministry", "said", "The dam will hold")])
    assert [x.of(text) for x in s.source] == ["the ministry"]
    assert [x.of(text) for x in s.content] == ["The dam will hold"]
    assert s.kind == "indirect"
    assert s.makers["content"] == "teller/1"


def test_attribute_reads_contents_again_and_sets_parent():
    text = "The office said Pell told Rusk the dam would hold until the spring."
    outer, inner = statements(
        text,
        [("The office", "said", "Pell told Rusk the dam would hold until the spring")],
        [("Pell", "told", "the dam would hold until the spring")],
    )
    assert outer.parent is None
    assert inner.parent == outer.id
    assert [x.of(text) for x in inner.source] == ["Pell"]


def test_attribute_joins_a_quotation_over_paragraphs():
    text = "“The buoy was out for a week, said nobody.\n\n“Nobody told the crews,” Ida Marr said."
    (s,) = statements(text, [("Ida Marr", "said", "“Nobody told the crews,”")])
    assert [x.of(text) for x in s.content] == ["“The buoy was out for a week, said nobody.", "“Nobody told the crews,”"]


def test_attribute_keeps_an_interrupted_quotation_one_statement():
    text = "“The sluice,” Pell said, “will hold.”"
    (s,) = statements(text, [("Pell", "said", "“The sluice,”", "“will hold.”")])
    assert len(s.content) == 2
    assert s.kind == "direct"


def test_attribute_keeps_headline_and_body_apart():
    text = "Pell and the leak\n\nThe wall is dry, officials said."
    blocks = [Block("headline", 0, 17), Block("paragraph", 19, len(text))]
    (s,) = statements(text, [("officials", "said", "leak", "The wall is dry")], blocks=blocks)
    assert [x.of(text) for x in s.content] == ["The wall is dry"]


def test_attribute_shortens_a_long_cue_to_its_participle():
    text = "Pell made similar remarks on Tuesday saying the wall was dry."
    (s,) = statements(text, [("Pell", "made similar remarks on Tuesday saying", "the wall was dry")])
    assert [x.of(text) for x in s.cue] == ["saying"]


def test_attribute_does_not_read_left_out_blocks():
    text = "The wall is dry.\n\nREAD MORE: Pell says the wall is wet"
    blocks = [Block("paragraph", 0, 16), Block("teaser", 18, len(text))]
    asked = []

    class Listener:
        name = "listener/1"

        def read(self, _, paragraphs, *, apart=False):
            asked.extend(paragraphs)
            return Reading((), (), ())

    attribute(text, blocks, article="a", form="report", pairing=pair_marks(text, blocks), tagger=Listener(), issued=False)
    assert asked == [(0, 16)]


def test_attribute_gives_the_same_ids_for_the_same_places():
    text = "The dam will hold, the ministry said."
    told = [("the ministry", "said", "The dam will hold")]
    assert [s.id for s in statements(text, told)] == [s.id for s in statements(text, told)]


def test_attribute_gives_an_issuer_its_own_sentences():
    text = "The ministry will drain the dam in May.\n\nWork begins on Monday."
    found = statements(text, form="official text", issued=True)
    assert [(s.content[0].of(text).rstrip("."), s.source, s.cue) for s in found] == [
        ("The ministry will drain the dam in May", (), ()),
        ("Work begins on Monday", (), ()),
    ]


def test_attribute_raises_where_a_span_does_not_fit():
    text = "Pell said no."
    tagger = SimpleNamespace(name="x/1", read=lambda *_, **__: Reading((Attribution((), (Span(5, 9),), (Span(10, 99),), (), 0.5),), (), ()))
    blocks = [Block("paragraph", 0, len(text))]
    with pytest.raises(ValueError, match="does not fit"):
        attribute(text, blocks, article="a", form="report", pairing=pair_marks("Pell said no.", blocks), tagger=tagger, issued=False)


def test_attribute_leaves_out_a_gloss_but_not_what_stands_in_it():
    text = "Pell was referring to officials who blamed the crew for the leak."
    (s,) = statements(
        text,
        [("Pell", "was referring to", "officials who blamed the crew for the leak")],
        [("officials", "blamed", "the crew for the leak")],
    )
    assert [x.of(text) for x in s.source] == ["officials"]
    assert s.parent is None


def test_attribute_takes_a_speakers_own_speaking_for_no_inner_statement():
    text = "“I call on the crews to wait for the tide,” Pell added."
    content = "“I call on the crews to wait for the tide,”"
    (s,) = statements(text, [("Pell", "added", content)], [("I", "call on", "the crews to wait for the tide")])
    assert s.content[0].of(text) == content


def test_attribute_keeps_a_speakers_report_of_earlier_words():
    text = "“I told the crews that they must wait,” Pell added."
    outer, inner = statements(text, [("Pell", "added", "“I told the crews that they must wait,”")], [("I", "told", "that they must wait")])
    assert inner.parent == outer.id


def test_attribute_takes_what_is_expressed_into_the_cue():
    text = "Pell expressed her dismay with the plan to drain the dam."
    (s,) = statements(text, [("Pell", "expressed", "her dismay with the plan to drain the dam")])
    assert [x.of(text) for x in s.cue] == ["expressed her dismay"]
    assert [x.of(text) for x in s.content] == ["with the plan to drain the dam"]


def test_attribute_names_the_unnamed_source_behind_who():
    text = "The paper spoke to two senior officials in Karsk who blamed the crew."
    (s,) = statements(text, [("who", "blamed", "the crew")])
    assert [x.of(text) for x in s.source] == ["two senior officials in Karsk"]


def test_attribute_gives_a_running_quotation_back_from_a_later_cue():
    text = "“They count calls,” Ida Marr said. “We count chairs.\n\n“Nobody has come.”\n\nJudge Sol said: “We will hear the clerk.”"
    marr, sol = statements(
        text, [("Ida Marr", "said", "“They count calls,”", "“We count chairs."), ("Judge Sol", "said", "“Nobody has come.”", "“We will hear the clerk.”")]
    )
    assert [x.of(text) for x in marr.content] == ["“They count calls,”", "“We count chairs.", "“Nobody has come.”"]
    assert [x.of(text) for x in sol.content] == ["“We will hear the clerk.”"]
