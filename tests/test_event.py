"""Happenings: the words that name them, which mentions are one, and what the statements of several texts are about."""

import random
import re
from dataclasses import replace

import pytest

import onrecord
from onrecord.group.event import RULE, cluster, describe_text, find_happenings, link, make_mention
from onrecord.group.event.find import read_happenings
from onrecord.group.event.kinds import base, kinds, plural, sense_of, verb_forms
from onrecord.group.event.link import average, components
from onrecord.group.texts import arrange, list_said
from onrecord.group.types import Happening
from onrecord.text.marks import read_table
from onrecord.types import Article, Block, Capture, Record, Span, Statement, When

MARKED = re.compile(r"⟦([^⟧]+)⟧")


def article(name: str, paragraphs: list[str], published: str | None = "2026-03-10") -> tuple[str, Article]:
    text, blocks = "", []
    for n, words in enumerate(paragraphs):
        text += "\n\n" * bool(text)
        blocks.append(Block("paragraph" if n else "headline", len(text), len(text) + len(words)))
        text += words
    day = When(published, published, "day", "given") if published else None
    return text, Article(name, "report", None, paragraphs[0], (), None, "en", text, day, None, tuple(blocks))


def record(name: str, paragraphs: list[str], published: str | None = "2026-03-10", *, contents: tuple[str, ...] = (), acts: tuple[str, ...] = ()) -> Record:
    """A record by hand: each of `contents` is a statement's content, at its first place after the one before."""
    text, made = article(name, paragraphs, published)
    statements, at = [], 0
    for n, words in enumerate(contents):
        at = text.index(words, at)
        act = acts[n] if n < len(acts) else "assert"
        statements.append(Statement(f"{name}-{n}", None, "indirect", (), (), (Span(at, at + len(words)),), act=act))  # type: ignore[arg-type]
    return Record(Capture(name, name), made, statements=tuple(statements))


def happen(*records: Record) -> tuple[Happening, ...]:
    read = arrange(records)
    return find_happenings(read, list_said(read, {}), {})


def about(happenings: tuple[Happening, ...]) -> dict[str, str | None]:
    return {s: h.kind for h in happenings for s in h.statements}


# ---- words


@pytest.mark.parametrize("row", read_table("happenings.tsv"), ids=lambda row: row["kind"])
def test_each_example_is_read(row: dict[str, str]) -> None:
    words = MARKED.search(row["example"])
    plain = row["example"].replace("⟦", "").replace("⟧", "")
    assert words and (kind := sense_of(words[1].casefold(), describe_text("t", plain).weights))
    assert kind.name == row["kind"] and kind.role == row["class"]
    reading = read_happenings(record("t", ["A note", plain]))
    assert (words[1] in [f.span.of(f"A note\n\n{plain}") for f in reading.found]) == (kind.role != "thing")


def test_no_word_is_of_two_kinds() -> None:
    """Unless it needs a word of the text for one of them."""
    seen: dict[tuple[str, str], str] = {}
    for row in read_table("happenings.tsv"):
        for noun in filter(None, row["nouns"].split(";")):
            assert seen.setdefault((row["with"], noun.removeprefix("=")), row["kind"]) == row["kind"]
        for verb in filter(None, row["verbs"].split(";")):
            for form in verb_forms(verb):
                assert seen.setdefault((row["with"], form), row["kind"]) == row["kind"] or form in {plural(noun) for _, noun in seen}


@pytest.mark.parametrize(
    ("word", "beside", "kind"),
    [
        ("strike", "union", "walkout"),
        ("strike", "", "attack"),
        ("fired", "shell", "shooting"),
        ("fired", "", "dismissal"),
        ("result", "ballot", "count"),
        ("result", "", None),
    ],
)
def test_a_word_of_two_senses_is_told_by_the_text(word: str, beside: str, kind: str | None) -> None:
    found = sense_of(word, {beside})
    assert (found.name if found else None) == kind


def test_bases_and_forms() -> None:
    assert base("shot") == base("shooting") == base("shoots")
    assert base("resigned") == base("resignation")
    assert base("stole") == base("stolen")
    assert {"robbed", "robbing", "robs"} <= verb_forms("rob")
    assert {"blew up", "blown up", "blows up"} <= verb_forms("blow up")
    assert verb_forms("closed") == {"closed"}
    assert plural("robbery") == "robberies" and plural("delay") == "delays" and plural("crash") == "crashes"
    assert "close" not in kinds()


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The fire chief spoke to the election board.", []),
        ("They called for calm.", []),
        ("The union calls for calm.", []),
        ("The call lasted ten minutes.", ["call"]),
        ("The warehouse fire burned for a day.", ["fire", "burned"]),
        ("A chemical weapons attack was followed by a telephone call.", ["attack", "telephone call"]),
        ("The relays fail without warning.", []),
        ("The minister rejected the call.", []),
        ("The crew came nineteen minutes after the call.", []),
        ("The crew heard of the call.", ["call"]),
        ("She had rung the bell at the door.", []),
        ("She had rung the mayor.", ["rung"]),
        ("A flare came from visiting supporters.", []),
        ("The minister is visiting the town.", ["visiting"]),
    ],
)
def test_words_of_happening(sentence: str, words: list[str]) -> None:
    reading = read_happenings(record("t", ["A note", sentence]))
    assert [f.mention.words for f in reading.found] == words


def test_a_day_belongs_to_the_nearest_mention_and_not_to_the_saying() -> None:
    reading = read_happenings(
        record(
            "t",
            [
                "A note",
                "The minister spoke of the attack on Sunday in a telephone call on Monday.",
                "The board said on Tuesday that the collapse was no surprise.",
            ],
        )
    )
    days = {f.mention.words: f.mention.days for f in reading.found}
    assert days["attack"] == (("2026-03-08", "2026-03-08"),)
    assert days["telephone call"] == (("2026-03-09", "2026-03-09"),)


def test_the_saying_s_day_is_no_mention_s() -> None:
    made = record("t", ["A note", "The board said on Monday that the collapse was no surprise."], contents=("that the collapse was no surprise",))
    cue = made.article.text.index("said")  # type: ignore[union-attr]
    made = replace(made, statements=(replace(made.statements[0], cue=(Span(cue, cue + 4),)),))
    assert [f.mention.days for f in read_happenings(made).found] == [()]


# ---- links and groups


def mention(text: str, words: str, name: str = "t") -> object:
    at = text.index(words)
    return make_mention(text, Span(at, at + len(words)), Span(0, len(text)), describe_text(name, text))


def test_link_is_even_and_prefers_the_same() -> None:
    one = mention("Gunmen shot the envoy Ida Marran in Tolva on Sunday.", "shot", "a")
    other = mention("The shooting of Ida Marran in Tolva shocked the envoy's staff.", "shooting", "b")
    third = mention("The board of Quill Textiles resigned after a poor year.", "resigned", "c")
    assert link(one, other) == link(other, one) > 0.25  # type: ignore[arg-type]
    assert link(one, third) < 0.1  # type: ignore[arg-type]


def test_cluster_takes_means_and_not_chains() -> None:
    links = {(0, 1): 0.9, (1, 2): 0.6, (2, 3): 0.9}
    assert components(5, links, 0.5) == [[0, 1, 2, 3], [4]]
    assert cluster(5, links, 0.5) == [[0, 1], [2, 3], [4]]
    assert sorted(average([0, 1, 2], {(0, 1): 0.9, (0, 2): 0.5, (1, 2): 0.5}, 0.5)) == [[0, 1, 2]]


# ---- happenings


def test_two_headlines_of_one_event_with_few_common_words_are_one() -> None:
    one = record("a", ["Blast tears through mill in Tolva on Sunday, owner Marran silent"], contents=("Blast tears through mill",))
    other = record("b", ["Sunday's explosion: Marran workers in Tolva mourn four"], contents=("explosion",))
    found = happen(one, other)
    assert len(found) == 1 and found[0].kind == "explosion" and found[0].statements == ("a-0", "b-0")
    assert found[0].when == When("2026-03-08", "2026-03-08", "day")


DAYS = ["2026-03-10", "2026-03-11", "2026-03-12"]
KIDNAPPING = [
    ["Three engineers abducted near Tolva", "Gunmen abducted three engineers of Quill Water near Tolva on Monday, the governor said."],
    ["Quill engineers still missing after abduction", "The governor of Tolva said the abduction of the engineers had been planned."],
    [
        "Hunt for kidnapped engineers",
        "Soldiers searched the hills of Tolva for the three engineers of Quill Water. Nobody knew of the kidnapping, the tribe's elder said.",
    ],
    ["Families of Quill engineers appeal", "The kidnapping of their husbands on Monday near Tolva was the company's fault, the wives of the engineers said."],
    ["Elder denies part in Tolva kidnapping", "An elder denied that his men had kidnapped the three engineers of Quill Water."],
]


def test_ten_reports_of_one_kidnapping_over_three_days_are_one_event() -> None:
    records = [record(f"r{n}", KIDNAPPING[n % 5], DAYS[n // 4], contents=(KIDNAPPING[n % 5][1].split(".")[0][:40],)) for n in range(10)]
    found = happen(*records)
    assert len(found) == 1
    assert found[0].kind == "kidnapping" and len(found[0].statements) == 10


def test_the_same_kind_on_another_day_stays_two_and_so_in_another_place() -> None:
    one = record(
        "a",
        ["Attack in Tolva", "The attack in Tolva on Sunday killed two people, Marran said. The attack was planned, he said."],
        contents=("The attack in Tolva", "The attack was planned"),
    )
    other = record(
        "b",
        [
            "Attack in Tolva recalls older one",
            "The attack in Tolva on Sunday was no surprise, she said. The attack of 4 May 2019 was never solved, he said. The attack of May 2019 was like it.",
        ],
        contents=("The attack in Tolva on Sunday", "The attack of 4 May 2019", "The attack of May 2019"),
    )
    found = happen(one, other)
    assert sorted(len(h.statements) for h in found) == [2, 3]
    far = record(
        "c",
        ["Attack in Ostrel", "The attack in Ostrel killed two people, Marran said. The attack in Ostrel was planned, he said."],
        contents=("The attack in Ostrel", "The attack in Ostrel was"),
    )
    places = happen(replace(one), far)
    assert len(places) == 2


def test_what_followed_is_another_happening_and_a_condition_is_not() -> None:
    one = record(
        "a",
        ["Bridge collapse in Tolva", "The bridge in Tolva collapsed on Sunday.", "Marran demanded an inquiry. She said an inquiry was due. "
         "No blame before an inquiry is done, the mayor said. "
         "The collapse was foreseen, she said. Groundless, he said."],
        contents=("an inquiry", "an inquiry was due", "No blame before an inquiry is done", "The collapse was foreseen", "Groundless"),
        acts=("demand", "assert", "demand", "assert", "challenge"),
    )  # fmt: skip
    kind = about(happen(one))
    assert kind == {"a-0": "inquiry", "a-1": "inquiry", "a-2": "collapse", "a-3": "collapse", "a-4": "collapse"}


def test_talks_are_an_occasion_unless_they_are_only_the_setting() -> None:
    one = record(
        "a",
        ["Marran and Orlo speak after attack", "Marran and Orlo spoke after the attack in Tolva on Sunday.",
         "It was Orlo who phoned, his office said. The telephone call was asked for by Marran, her office said. "
         "Marran said in the call that he was to blame, two officials said."],
        contents=("It was Orlo who phoned", "The telephone call was asked for by Marran", "Marran said in the call that he was to blame"),
    )  # fmt: skip
    assert about(happen(one)) == {"a-0": "talks", "a-1": "talks", "a-2": "attack"}


def test_what_names_nothing_goes_on_from_what_was_said_before() -> None:
    one = record(
        "a",
        ["Barge sinks at Tolva", "The barge sank at Tolva on Sunday. The sinking was no accident, the owner said.",
         "The harbour board demanded an inquiry. Minister Orlo rejected the demand. There is nothing that the police cannot handle, he said."],
        contents=("The sinking was no accident", "an inquiry", "the demand", "There is nothing that the police cannot handle"),
        acts=("assert", "demand", "reject", "assert"),
    )  # fmt: skip
    assert about(happen(one, record("b", ["Inquiry at Tolva", "An inquiry into the barge at Tolva is due, Orlo said."], contents=("An inquiry",)))) == {
        "a-0": "sinking", "a-1": "inquiry", "a-2": "inquiry", "a-3": "inquiry", "b-0": "inquiry",
    }  # fmt: skip


def test_a_clock_time_is_no_day_and_a_name_no_happening() -> None:
    reading = read_happenings(record("t", ["A note", "The premier rang the judge at 11.38, The Count Weekly wrote. He spoke to reporters."]))
    assert [(f.mention.words, f.mention.days) for f in reading.found] == [("rang", ())]


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("The minister of works should resign over the dam.", "resignation of Ida Orlo"),
        ("Line 3 will reopen on Monday.", "reopening of Line 3"),
        ("The missing ballot box was seen near Tolva, the crew said. It vanished in Tolva.", "disappearance of the ballot box"),
        ("Gunmen fired warning shots near a Sundrian fishing boat on Monday.", "warning shots near a Sundrian fishing boat"),
        ("There was a furious telephone call from Orlo on Monday.", "telephone call"),
        ("A telephone call between Ida Orlo and Per Lunde lasted ten minutes.", "telephone call between Ida Orlo and Per Lunde"),
        ("The search for Per Lunde goes on.", "search for Per Lunde"),
        ("The union's letter of warning was lost.", "union's letter"),
    ],
)
def test_labels_are_noun_phrases(sentence: str, label: str) -> None:
    sentence = sentence.replace("The minister of works", "Ida Orlo")
    assert [h.label for h in happen(record("a", ["A note", sentence], contents=(sentence[:20],)))] == [label]


def test_a_reader_gets_few_happenings() -> None:
    kinds_ = ["fire", "inquiry", "trial", "resignation", "letter", "summit", "vote", "ban", "sanctions", "recall", "injunction"]
    one = record("a", ["Fire in Tolva", *(f"The {k} in Tolva was a mistake. The {k} was wrong, Orlo said." for k in kinds_)],
                 contents=tuple(c for k in kinds_ for c in (f"The {k} in Tolva", f"The {k} was wrong")))  # fmt: skip
    assert len(happen(one)) == 8


def test_what_is_not_stated_is_lacking() -> None:
    found = happen(record("a", ["Marran on the leak", "The leak was small, Marran said."], None, contents=("The leak was small",)))
    assert found[0].when is None and found[0].where is None and found[0].lacks == ("date", "place")


def test_two_disputes_are_kept_apart() -> None:
    mine = [
        record(
            f"m{n}", ["Leak at Tolva mine", "The leak at the Tolva mine reached the river Osk, engineer Ida Marran of Quill Ore said."], contents=("The leak",)
        )
        for n in range(3)
    ]
    school = [
        record(f"s{n}", ["School fire in Ostrel", "The fire in the Ostrel school began in the kitchen, headmaster Per Lunde said."], contents=("The fire",))
        for n in range(3)
    ]
    found = happen(*mine, *school)
    assert {(h.kind, len(h.statements)) for h in found} == {("leak", 3), ("fire", 3)}


def test_a_text_without_any_word_of_happening_takes_its_story_s() -> None:
    one = record(
        "a", ["Leak at Tolva mine", "The leak at the Tolva mine reached the river Osk, engineer Ida Marran of Quill Ore said."], contents=("The leak",)
    )
    other = record(
        "b",
        ["Marran of Quill Ore under pressure", "Engineer Ida Marran of Quill Ore said the river Osk by the Tolva mine was clean."],
        contents=("the river Osk by the Tolva mine was clean",),
    )
    assert about(happen(one, other)) == {"a-0": "leak", "b-0": "leak"}


def test_no_text_no_happening() -> None:
    assert happen() == ()
    assert happen(record("a", ["Nothing", "Nothing was said."])) == ()


def test_the_order_of_the_texts_does_not_matter() -> None:
    records = [record(f"r{n}", KIDNAPPING[n % 5], DAYS[n // 4], contents=(KIDNAPPING[n % 5][1].split(".")[0][:40],)) for n in range(10)]
    first = happen(*records)
    for seed in range(3):
        mixed = list(records)
        random.Random(seed).shuffle(mixed)
        assert happen(*mixed) == first


def test_a_statement_is_about_one_happening_at_most() -> None:
    found = happen(*[record(f"r{n}", KIDNAPPING[n], contents=(KIDNAPPING[n][1][:30], KIDNAPPING[n][1][-30:])) for n in range(5)])
    statements = [s for h in found for s in h.statements]
    assert len(statements) == len(set(statements))


def test_read_reports() -> None:
    """From the reader's own records: the incident and the inquiry, with label, place and day."""
    one = b"Barrier at Osk lock failed\n\nThe flood barrier at Osk lock failed on Sunday and forty houses were flooded.\n\n"
    one += b"Lock keeper Ida Marran said the barrier had been inspected in May.\n\n"
    one += b"Mayor Per Lunde demanded an independent inquiry. \xe2\x80\x9cThere must be an inquiry,\xe2\x80\x9d he said.\n"
    other = b"Lunde wants answers\n\nMayor Per Lunde blamed lock keeper Ida Marran for the flooding at Osk lock on Sunday.\n\n"
    other += b"Marran denied that the flooding at Osk lock was her fault.\n"
    records = [onrecord.read(one, outlet="Osk Radio", published="2026-03-10"), onrecord.read(other, outlet="Tolva Post", published="2026-03-11")]
    found = happen(*records)
    assert [h.kind for h in found] == ["flood", "inquiry"]
    assert found[0].when and found[0].when.start == "2026-03-08" and found[0].where and "Osk" in found[0].where
    assert "flooding" in found[0].label


def test_the_rule_names_itself() -> None:
    assert RULE == "rule:group.event/1"
