"""Copies among reports: whole and in part, of invented reports; what is no copy; which is the origin."""

import random
from dataclasses import replace

import pytest

import onrecord
from onrecord.group.copy import families, find_copies
from onrecord.group.copy.align import common, places_of
from onrecord.group.copy.credit import find_credits, fold_name
from onrecord.group.copy.origin import fold_url
from onrecord.group.copy.prose import read_prose
from onrecord.group.copy.sketch import CROWD, find_pairs, sketch
from onrecord.say.quote import account
from onrecord.text.split import pair_marks
from onrecord.types import Article, Block, Capture, Record, Statement, When

WIRE = """A cargo train carrying grain left the rails near the village of Osmar early on Friday, blocking the only line between the port and the capital.

Eleven wagons tipped into a beet field and one came to rest against the wall of a school, which was empty at that hour.

"We heard a long groan and then the whole kitchen shook," said Mila Torvath, who lives beside the crossing.

The railway said that the driver had been taken to hospital with a broken wrist and that nobody else was hurt.

Engineers walked the track at dawn and found that a bolt had been missing from a joint for several weeks, according to two people who saw their notes.

Rail Minister Dorin Halk ordered every joint on the line to be checked before traffic resumes, which may take until the middle of next week."""
OWN = """Grain lay a metre deep in the beet fields of Osmar on Friday after the night freight from the coast derailed within sight of the station.

No passengers were aboard. The man at the controls suffered a fracture, a hospital doctor told us.

"We heard a long groan and then the whole kitchen shook," said neighbour Mila Torvath.

Minister Dorin Halk wants each joint inspected. Farmers fear that the harvest will rot in the silos while the capital waits for bread."""
OTHER = """The museum of clocks in Tarnhof will close its doors for two years while builders replace a roof that has leaked since the last war.

Curators have begun to pack four thousand pieces in wool and straw, among them a water clock that was once the pride of an abbey.

Its director hopes that visitors will follow the smaller pieces to a barn outside the town, where they are to be shown from the spring."""


def record(text: str, *, outlet: str | None = None, day: str | None = None, title: str = "", url: str | None = None, own: str | None = None) -> Record:
    """A report of plain paragraphs, one block each; its id is its outlet, or `own`."""
    parts = ([title] if title else []) + text.split("\n\n")
    whole = "\n\n".join(parts)
    blocks, at = [], 0
    for part in parts:
        kind = "headline" if title and not blocks else "dateline" if part.endswith(") -") else "paragraph"
        blocks.append(Block(kind, at, at + len(part)))
        at += len(part) + 2
    published = When(day, day, "day" if len(day) == 10 else "minute", "page") if day else None
    article = Article(own or outlet or "x", "report", None, title or None, (), outlet, "en", whole, published, None, tuple(blocks))
    pairing = pair_marks(whole, blocks)
    return Record(Capture(id=own or outlet or "x", sha256="", url=url), article, quotations=account(whole, pairing, ()), problems=pairing.problems)


def pick(text: str, *numbers: int) -> str:
    return "\n\n".join(text.split("\n\n")[i] for i in numbers)


def test_same_report_printed_again_is_a_whole_copy_of_the_earlier() -> None:
    again = record(WIRE.replace("cargo train", "freight train"), outlet="Beet Courier", day="2031-05-10", title="Train tips over")
    first = record(WIRE, outlet="Osmar Press", day="2031-05-09")
    (copy,) = find_copies([again, first])
    assert (copy.text, copy.origin, copy.whole, copy.basis) == ("Beet Courier", "Osmar Press", True, ("published the day before",))
    assert copy.share > 0.98
    (passage,) = copy.passages
    assert passage.here.of(again.article.text).startswith("A freight train") and passage.there.of(first.article.text) == WIRE
    assert families([again, first], [copy]) == {"Beet Courier": "Beet Courier", "Osmar Press": "Beet Courier"}


def test_passages_taken_over_are_a_partial_copy_and_tie_no_family() -> None:
    first = record(WIRE, outlet="A Press", day="2031-05-09")
    mixed = record(OTHER + "\n\n" + pick(WIRE, 1, 4), outlet="Beet Courier", day="2031-05-10")
    (copy,) = find_copies([first, mixed])
    assert (copy.text, copy.whole) == ("Beet Courier", False) and 0.3 < copy.share < 0.5
    assert [p.here.of(mixed.article.text) for p in copy.passages] == [pick(WIRE, 1), pick(WIRE, 4)]
    assert set(families([first, mixed], [copy]).values()) == {"A Press", "Beet Courier"}


def test_two_outlets_own_reports_with_one_quotation_are_no_copies() -> None:
    assert find_copies([record(WIRE, outlet="A"), record(OWN, outlet="B")]) == ()
    assert find_copies([record(WIRE, outlet="A"), record(OTHER, outlet="B")]) == ()


def test_long_shared_quotations_are_no_copy() -> None:
    words = (
        '"The bolt was missing, the joint was loose, the line was open and the school stood empty by luck alone, as every one of us on this line knew well,"'
    )
    one = record(f"{words} an engineer said in Osmar.\n\n{pick(OTHER, 0)}", outlet="A")
    other = record(f"On Friday an engineer spoke to us.\n\n{words} she said.\n\n{pick(WIRE, 0)}", outlet="B")
    assert find_copies([one, other]) == ()


def test_what_an_official_text_says_is_no_copy_of_it_nor_of_another_report() -> None:
    readout = record(pick(WIRE, 3, 4, 5), outlet="Rail Office", day="2031-05-09")
    readout = replace(readout, article=replace(readout.article, form="official text"))
    one = record(pick(WIRE, 3, 4, 5) + "\n\n" + pick(OTHER, 0), outlet="A", day="2031-05-10")
    other = record(pick(OWN, 0, 1) + "\n\n" + pick(WIRE, 3, 4, 5), outlet="B", day="2031-05-10")
    assert find_copies([readout, one, other]) == ()
    assert len(find_copies([one, other])) == 1


def test_a_report_that_only_prints_an_official_text_is_its_copy() -> None:
    readout = record(WIRE, outlet="Rail Office", day="2031-05-10")
    readout = replace(readout, article=replace(readout.article, form="official text"))
    (copy,) = find_copies([readout, record(WIRE, outlet="A", day="2031-05-09", title="Train leaves the rails")])
    assert copy.whole and (copy.origin, copy.basis) == ("Rail Office", ("an official text",))


def test_what_a_written_statement_says_is_not_the_outlets_own() -> None:
    shared = "that a bolt had been missing from a joint for several weeks before the wagons tipped over and came to rest against an empty school wall"
    pair = []
    for outlet, rest in (("A", pick(OTHER, 0)), ("B", pick(OWN, 1))):
        made = record(f"The builder said in a statement {shared}.\n\n{rest}", outlet=outlet)
        start = made.article.text.index(shared)
        span = replace(made.article.blocks[0], kind="quote", start=start, end=start + len(shared))
        said = Statement("s" + outlet, None, "indirect", (), (), (onrecord.types.Span(span.start, span.end),), channel="written statement")
        pair.append(replace(made, statements=(said,)))
    assert find_copies(pair) == ()
    assert len(find_copies([replace(r, statements=()) for r in pair])) == 1


def test_a_text_that_credits_the_other_is_the_copy_whatever_the_time() -> None:
    wire = record("OSMAR, May 9 (Vesland Press) -\n\n" + WIRE, outlet="Vesland Press", day="2031-05-10")
    radio = record(WIRE + "\n\n(Vesland Press)", outlet="Beet Radio", day="2031-05-09")
    (copy,) = find_copies([wire, radio])
    assert (copy.text, copy.origin, copy.basis) == ("Beet Radio", "Vesland Press", ("credits Vesland Press",))


def test_texts_that_credit_one_wire_that_is_not_there() -> None:
    one = record(pick(WIRE, 0, 1, 3, 4) + "\n\n" + pick(OTHER, 0, 1) + "\n\nWith reporting by Vesland Press", outlet="A", day="2031-05-09")
    other = record(WIRE + "\n\n(Vesland Press)", outlet="B", day="2031-05-09")
    (copy,) = find_copies([one, other])
    assert copy.whole and copy.origin == "A" and copy.basis == ()
    later = record(WIRE + "\n\n(Vesland Press)", outlet="B", day="2031-05-10")
    assert find_copies([one, later])[0].basis == ("both credit Vesland Press", "published the day before")


@pytest.mark.parametrize(
    ("one", "other", "basis"),
    [
        ("2031-05-09T08:00+02:00", "2031-05-09T10:30+02:00", ("published two hours before",)),
        ("2031-05-09T08:00+02:00", "2031-05-09T07:00+00:00", ("published one hour before",)),
        ("2031-05-09T08:00+02:00", "2031-05-09T08:25+02:00", ("published 25 minutes before",)),
        ("2031-05-09T08:00+02:00", "2031-05-09T10:00", ()),
        ("2031-05-09", "2031-05-09T10:00+02:00", ()),
        ("2031-05-09", "2031-05-12", ("published three days before",)),
        (None, "2031-05-12", ()),
    ],
)
def test_time_tells_only_where_it_is_certain(one: str | None, other: str, basis: tuple[str, ...]) -> None:
    (copy,) = find_copies([record(WIRE, outlet="A", day=one), record(WIRE, outlet="B", day=other)])
    assert (copy.origin, copy.basis) == ("A", basis)


def test_an_update_is_a_whole_copy_of_the_earlier_version() -> None:
    first = record(pick(WIRE, 0, 3), outlet="A Press", day="2031-05-09", title="Train leaves the rails", own="z")
    later = record(pick(WIRE, 0) + "\n\n" + OWN + "\n\n" + OTHER, outlet="A Press", day="2031-05-10", title="Train leaves the rails", own="b")
    (copy,) = find_copies([first, later])
    assert copy.whole and (copy.text, copy.basis[0]) == ("b", "another version of the same report (same outlet and title)")
    other = replace(later, article=replace(later.article, title="Osmar counts its beets"))
    assert not any(c.whole for c in find_copies([first, other]))


def test_a_copy_tells_what_it_changed() -> None:
    words = WIRE.replace("Eleven wagons", "Seven wagons").replace("nobody else was hurt", "somebody else was hurt").replace("may take", "will take")
    (copy,) = find_copies([record(WIRE, outlet="A", day="2031-05-09"), record(words, outlet="B", day="2031-05-10")])
    found = [(c.kind, c.here, c.there) for p in copy.passages for c in p.changes]
    assert found == [("number", "Seven", "Eleven"), ("polarity", "somebody", "nobody"), ("modal", "will", "may")]


def test_a_passage_is_said_to_come_from_its_first_print_once() -> None:
    texts = [
        record(WIRE, outlet="A", day="2031-05-09"),
        record(WIRE, outlet="B", day="2031-05-10"),
        record(OTHER + "\n\n" + pick(WIRE, 1, 4), outlet="C", day="2031-05-11"),
    ]
    assert [(c.text, c.origin, c.whole) for c in find_copies(texts)] == [("B", "A", True), ("C", "A", False)]


def test_the_order_of_the_inputs_changes_nothing() -> None:
    texts = [record(WIRE, outlet=o, day=d) for o, d in (("A", "2031-05-09"), ("B", None), ("C", "2031-05-09"))]
    texts += [record(OTHER + "\n\n" + pick(WIRE, 1, 4), outlet="D"), record(OTHER, outlet="E"), record(OWN, outlet="F")]
    expected = find_copies(texts)
    for seed in range(5):
        random.Random(seed).shuffle(texts)
        assert find_copies(texts) == expected


def test_a_crowd_of_copies_is_one_family() -> None:
    texts = [record(WIRE.replace("beet", f"beet{k}"), outlet=f"O{k:03}", day=f"2031-05-{k % 20 + 1:02}") for k in range(CROWD + 30)]
    assert len(set(families(texts, find_copies(texts)).values())) == 1
    assert len(find_pairs([sketch(read_prose(t)) for t in texts])) < 10 * len(texts)


def test_nothing_to_compare() -> None:
    refused = Record(Capture(id="r", sha256=""), None)
    assert find_copies([]) == () and find_copies([refused, record("Short.", outlet="A"), record("", outlet="B")]) == ()
    assert families([refused], ()) == {}


def test_credits_are_found_where_makers_stand() -> None:
    def names(text: str) -> list[tuple[str, str]]:
        return [(c.name, c.where) for c in find_credits(record(text, outlet="Beet Courier").article)]

    assert names("OSMAR, May 9 (Vesland Press) -\n\n" + WIRE) == [("Vesland Press", "dateline")]
    assert names(WIRE + "\n\nThe Associated Press contributed to this report.") == [("The Associated Press", "credit")]
    assert names(WIRE + "\n\n© 2031 AFP") == [("AFP", "credit")]
    assert names(WIRE + "\n\nBeet Courier, with agencies") == [("agencies", "credit")]
    assert names(WIRE + "\n\nThe minister told Vesland Press that trains would run.") == []
    assert fold_name("the AP") == fold_name("Associated Press")


def test_addresses_and_common_words() -> None:
    assert fold_url("https://www.beet.example/a/train/?utm=1#top") == fold_url("http://beet.example/a/train")
    assert common([], places_of(["a"]), 1) == 0 and common(["a", "b", "a"], places_of(["b", "a", "b"]), 3) == 2


def test_reports_as_they_are_read() -> None:
    one = onrecord.read(f"Grain train derails at Osmar\n\n{WIRE}".encode(), outlet="A Press", published="2031-05-09")
    other = onrecord.read(f"Freight train off the rails\n\n{pick(WIRE, 0, 1, 2, 3)}".encode(), outlet="Beet Courier", published="2031-05-10")
    (copy,) = find_copies([one, other])
    assert copy.whole and copy.origin == one.article.id and copy.share == 1.0
