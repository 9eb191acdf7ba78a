import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.when import Timex, find_times
from onrecord.text.marks import read_table
from onrecord.types import Span, When

WEDNESDAY = "2031-05-07"


def day(value: str | None) -> When | None:
    return When(value, value, "day", "given") if value else None


def read(text: str, published: str | None = WEDNESDAY, **how: object) -> list[Timex]:
    return find_times(text, 0, len(text), published=day(published), **how)  # type: ignore[arg-type]


def only(text: str, published: str | None = WEDNESDAY, **how: object) -> tuple[str, str | None, str | None]:
    """The words and the ends of the only expression of a text."""
    (found,) = read(text, published, **how)
    return found.span.of(text), found.when.start, found.when.end


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        # weekdays
        ("Aske said on Monday that the lock held.", "Monday", "2031-05-05", "2031-05-05"),
        ("Aske said on Wednesday that the lock held.", "Wednesday", "2031-05-07", "2031-05-07"),
        ("Aske said on Thursday that the lock held.", "Thursday", "2031-05-01", "2031-05-01"),
        ("The council will meet on Thursday.", "Thursday", "2031-05-08", "2031-05-08"),
        ("The council is to meet on Monday.", "Monday", "2031-05-12", "2031-05-12"),
        ("The council is expected to vote on Friday.", "Friday", "2031-05-09", "2031-05-09"),
        ("The council plans to vote Friday.", "Friday", "2031-05-09", "2031-05-09"),
        ("“We will win,” Aske said on Friday.", "Friday", "2031-05-02", "2031-05-02"),
        ("A vote will be held on Friday, Aske said.", "Friday", "2031-05-09", "2031-05-09"),
        ("Aske fell ill last Monday.", "last Monday", "2031-05-05", "2031-05-05"),
        ("Aske fell ill last Wednesday.", "last Wednesday", "2031-04-30", "2031-04-30"),
        ("Aske resigned this Monday.", "this Monday", "2031-05-05", "2031-05-05"),
        ("Aske will resign this Monday.", "this Monday", "2031-05-12", "2031-05-12"),
        ("The council meets next Tuesday.", "next Tuesday", "2031-05-13", "2031-05-13"),
        ("The fair opens this coming Sunday.", "this coming Sunday", "2031-05-11", "2031-05-11"),
        ("The talks broke up on Friday last week.", "Friday last week", "2031-05-02", "2031-05-02"),
        ("The talks broke up on Tuesday of last week.", "Tuesday of last week", "2031-04-29", "2031-04-29"),
        ("He left late on Sunday.", "late on Sunday", "2031-05-04", "2031-05-04"),
        ("Early Thursday, the dam broke.", "Early Thursday", "2031-05-01", "2031-05-01"),
        ("It broke in the early hours of Friday.", "the early hours of Friday", "2031-05-02", "2031-05-02"),
        ("The report is due by Thursday night.", "Thursday night", None, "2031-05-08"),
        ("All had filed their claims by Monday.", "Monday", None, "2031-05-05"),
        ("After Monday's vote he resigned.", "Monday", "2031-05-05", "2031-05-05"),
        ("It opened on Friday the 2nd.", "Friday the 2nd", "2031-05-02", "2031-05-02"),
        ("He spoke on FRIDAY.", "FRIDAY", "2031-05-02", "2031-05-02"),
        ("The council, which meets Thursday, was full.", "Thursday", "2031-05-08", "2031-05-08"),
        ("Thursday's talks will be hard.", "Thursday", "2031-05-08", "2031-05-08"),
        ("The fair will open on the first Monday in June.", "the first Monday in June", "2031-06-02", "2031-06-02"),
        ("The fair opened on the last Sunday of May 2030.", "the last Sunday of May 2030", "2030-05-26", "2030-05-26"),
        # days of a month
        ("Aske resigned on April 4.", "April 4", "2031-04-04", "2031-04-04"),
        ("Aske resigned on 4 April 2031.", "4 April 2031", "2031-04-04", "2031-04-04"),
        ("Aske resigned on the 4th of April.", "the 4th of April", "2031-04-04", "2031-04-04"),
        ("Aske resigned on May 7.", "May 7", "2031-05-07", "2031-05-07"),
        ("Aske resigned on Nov. 25.", "Nov. 25", "2030-11-25", "2030-11-25"),
        ("The lock will open on June 3.", "June 3", "2031-06-03", "2031-06-03"),
        ("Karsk set June 3 as the deadline.", "June 3", "2031-06-03", "2031-06-03"),
        ("Sunday, 4 May, was calm.", "Sunday, 4 May", "2031-05-04", "2031-05-04"),
        ("Sun, 4 May 2031", "Sun, 4 May 2031", "2031-05-04", "2031-05-04"),
        ("On Tuesday, April 4, 2017, he spoke.", "Tuesday, April 4, 2017", "2017-04-04", "2017-04-04"),
        ("The fair ran from 3 to 5 May.", "3 to 5 May", "2031-05-03", "2031-05-05"),
        ("The fair ran between 3 and 5 May 2030.", "3 and 5 May 2030", "2030-05-03", "2030-05-05"),
        ("The fair ran on May 3-5.", "May 3-5", "2031-05-03", "2031-05-05"),
        ("It was shut from April 28 through May 2.", "April 28 through May 2", "2031-04-28", "2031-05-02"),
        ("It was shut from 28 December to 2 January 2030.", "28 December to 2 January 2030", "2029-12-28", "2030-01-02"),
        ("The file is dated 2031-05-03.", "2031-05-03", "2031-05-03", "2031-05-03"),
        ("The file is dated 13/4/2031.", "13/4/2031", "2031-04-13", "2031-04-13"),
        ("She left three days after April 4.", "three days after April 4", "2031-04-07", "2031-04-07"),
        ("She left the day before Easter Monday.", "the day before Easter Monday", "2031-04-13", "2031-04-13"),
        # words for days
        ("He spoke yesterday.", "yesterday", "2031-05-06", "2031-05-06"),
        ("He speaks today.", "today", "2031-05-07", "2031-05-07"),
        ("He speaks tomorrow night.", "tomorrow night", "2031-05-08", "2031-05-08"),
        ("He speaks tonight.", "tonight", "2031-05-07", "2031-05-07"),
        ("He spoke last night.", "last night", "2031-05-06", "2031-05-06"),
        ("He spoke this morning.", "this morning", "2031-05-07", "2031-05-07"),
        ("The bridge was struck overnight.", "overnight", "2031-05-06", "2031-05-07"),
        ("He left the day before yesterday.", "the day before yesterday", "2031-05-05", "2031-05-05"),
        # weeks, months, quarters, years
        ("He resigned last month.", "last month", "2031-04-01", "2031-04-30"),
        ("He resigned two weeks ago.", "two weeks ago", "2031-04-21", "2031-04-27"),
        ("He resigned three days ago.", "three days ago", "2031-05-04", "2031-05-04"),
        ("He resigned a few minutes ago.", "minutes ago", "2031-05-07", "2031-05-07"),
        ("He resigned hours ago.", "hours ago", "2031-05-06", "2031-05-07"),
        ("He resigned ten years ago.", "ten years ago", "2021-01-01", "2021-12-31"),
        ("He resigned earlier this week.", "earlier this week", "2031-05-05", "2031-05-07"),
        ("He will resign later this month.", "later this month", "2031-05-07", "2031-05-31"),
        ("It will reopen early next year.", "early next year", "2032-01-01", "2032-12-31"),
        ("Crowds came over the weekend.", "the weekend", "2031-05-03", "2031-05-04"),
        ("The court sits the week of 12 May.", "the week of 12 May", "2031-05-12", "2031-05-18"),
        ("The lock was built in April.", "April", "2031-04-01", "2031-04-30"),
        ("The lock will open in April.", "April", "2032-04-01", "2032-04-30"),
        ("The lock was shut last June.", "last June", "2030-06-01", "2030-06-30"),
        ("The lock was shut in early September 2013.", "early September 2013", "2013-09-01", "2013-09-30"),
        ("Sales rose between March and April.", "March and April", "2031-03-01", "2031-04-30"),
        ("Sales rose in June.", "June", "2030-06-01", "2030-06-30"),
        ("Sales rose from March to May 2013.", "March to May 2013", "2013-03-01", "2013-05-31"),
        ("It was built in 2013.", "2013", "2013-01-01", "2013-12-31"),
        ("A 2013 report said so.", "2013", "2013-01-01", "2013-12-31"),
        ("It was worse than 2013.", "2013", "2013-01-01", "2013-12-31"),
        ("He came on the second of April.", "the second of April", "2031-04-02", "2031-04-02"),
        ("He has been mayor since 2013.", "2013", "2013-01-01", None),
        ("The 2014-15 season was wet.", "2014-15", "2014-01-01", "2015-12-31"),
        ("He ruled from 2014 to 2018.", "2014 to 2018", "2014-01-01", "2018-12-31"),
        ("It fell at the end of 1994.", "the end of 1994", "1994-01-01", "1994-12-31"),
        ("It must be done by the end of the year.", "the end of the year", None, "2031-12-31"),
        ("Sales fell in the third quarter of 2013.", "the third quarter of 2013", "2013-07-01", "2013-09-30"),
        ("Sales fell in the first quarter.", "the first quarter", "2031-01-01", "2031-03-31"),
        ("Sales fell in the fourth quarter.", "the fourth quarter", "2030-10-01", "2030-12-31"),
        ("Sales fell in Q3 2030.", "Q3 2030", "2030-07-01", "2030-09-30"),
        ("Sales fell in the first half of 2030.", "the first half of 2030", "2030-01-01", "2030-06-30"),
        ("Rain fell in the spring of 2030.", "the spring of 2030", "2030-03-01", "2030-05-31"),
        ("Rain fell last winter.", "last winter", "2030-12-01", "2031-02-28"),
        ("He sang in the early 1980s.", "the early 1980s", "1980-01-01", "1989-12-31"),
        ("He wrote in the 1800s.", "the 1800s", "1800-01-01", "1899-12-31"),
        ("He sang in the ’90s.", "the ’90s", "1990-01-01", "1999-12-31"),
        ("It dates from the 19th century.", "the 19th century", "1800-01-01", "1899-12-31"),
        # times of day
        ("The call began at 9:15 a.m. ET on Tuesday.", "9:15 a.m. ET on Tuesday", "2031-05-06T09:15-04:00", "2031-05-06T09:15-04:00"),
        ("The call began on Jan. 7 at 9:15 a.m. ET.", "Jan. 7 at 9:15 a.m. ET", "2031-01-07T09:15-05:00", "2031-01-07T09:15-05:00"),
        ("It fell on 3 May at 16:30 BST.", "3 May at 16:30 BST", "2031-05-03T16:30+01:00", "2031-05-03T16:30+01:00"),
        ("It began at 19:00 GMT.", "19:00 GMT", "2031-05-07T19:00+00:00", "2031-05-07T19:00+00:00"),
        ("They met on Tuesday at 3 p.m.", "Tuesday at 3 p.m.", "2031-05-06T15:00", "2031-05-06T15:00"),
        ("They met at noon on Tuesday.", "noon on Tuesday", "2031-05-06T12:00", "2031-05-06T12:00"),
        ("They met at midnight on Tuesday.", "midnight on Tuesday", "2031-05-06", "2031-05-06"),
        ("They met between 9 a.m. and 5 p.m. on Tuesday.", "9 a.m. and 5 p.m. on Tuesday", "2031-05-06T09:00", "2031-05-06T17:00"),
        ("They met from 11 p.m. to 2 a.m. on Tuesday.", "11 p.m. to 2 a.m. on Tuesday", "2031-05-06", "2031-05-06"),
        ("It fell at 7 p.m. local time (1600 GMT) on Tuesday.", "7 p.m. local time (1600 GMT) on Tuesday", "2031-05-06T19:00", "2031-05-06T19:00"),
        ("It came at 4 in the morning on Tuesday.", "4 in the morning on Tuesday", "2031-05-06T04:00", "2031-05-06T04:00"),
        ("It came at 10:35 am Central time on Tuesday.", "10:35 am Central time on Tuesday", "2031-05-06T10:35-05:00", "2031-05-06T10:35-05:00"),
    ],
)
def test_when_resolves(text: str, words: str, start: str | None, end: str | None) -> None:
    assert only(text) == (words, start, end)


@pytest.mark.parametrize(
    ("published", "text", "start"),
    [
        ("2031-01-02", "Aske resigned on Monday.", "2030-12-30"),
        ("2030-12-30", "Aske will speak on Thursday.", "2031-01-02"),
        ("2031-01-02", "Aske resigned on Dec. 30.", "2030-12-30"),
        ("2030-12-30", "Aske will resign on Jan. 2.", "2031-01-02"),
        ("2031-01-02", "Aske resigned last month.", "2030-12-01"),
        ("2031-01-02", "Aske resigned last week.", "2030-12-23"),
        ("2031-01-15", "Sales fell in the fourth quarter.", "2030-10-01"),
        ("2032-03-31", "It fell a month ago.", "2032-02-01"),
        ("2032-06-07", "It opened on Feb. 29.", "2032-02-29"),
        ("2021-05-03T21:30:00-04:00", "Aske resigned on Sunday.", "2021-05-02"),  # already 4 May in UTC
        ("2021-05-03T23:30:00-04:00", "Aske resigned on Monday.", "2021-05-03"),
    ],
)
def test_when_crosses_borders(published: str, text: str, start: str) -> None:
    assert only(text, published)[1] == start


@pytest.mark.parametrize(
    ("date_", "zone", "offset"),
    [
        ("July 7", "CT", "-05:00"),
        ("Jan. 7", "CT", "-06:00"),
        ("Jan. 7", "PT", "-08:00"),
        ("July 7", "ET", "-04:00"),
        ("July 7", "GMT", "+00:00"),
        ("July 7", "IST", ""),
    ],
)
def test_when_knows_the_season_of_a_zone(date_: str, zone: str, offset: str) -> None:
    """ "CT" says neither S nor D; "IST" names three zones and gives no offset."""
    assert (read(f"It began at 5 p.m. {zone} on {date_}, 2030.", None)[0].when.start or "")[16:] == offset


@pytest.mark.parametrize(
    "text",
    [
        "They may go, and May I ask why?",
        "Theresa May said so.",
        "A defeat for May came quickly.",
        "“No,” said May.",
        "April Jones told us.",
        "June Aske told us.",
        "August Lindt told us.",
        "Jan said so, and Mar agreed.",
        "May 20 people cross at once?",
        "They marched; the march on the capital was long.",
        "The March on Karsk was peaceful.",
        "He sat down in the sun to mar the day.",
        "It was a second vote in two minutes.",
        "Hall 1-2 is open, 19,60 5 crates were sold.",
        "They won 3-2, or 21:19.",
        "Call 555-2031 or +49 30 1999 2000.",
        "It cost $2013, €1999 or £2,013.",
        "They counted 1,999 boats and 2000 people.",
        "The 45-year-old is 45.",
        "He recalled the 9/11 attacks and the Sept. 11 attacks.",
        "Prices fall as spring tides spring up, and leaves fall.",
        "They danced on the Fourth.",
        "He waited for three days and then for two years.",
        "It rains every Monday, each Friday and on Sundays.",
        "It happened recently; now it is in the past.",
        "Over the past three weeks and in the last year it rained.",
        "The Sunday Times and the Mail on Sunday asked her.",
        "Resolution 1973 and Agenda 2030 were named.",
        "They cannot celebrate Christmas.",
        "He spoke to NBC's “Today.”",
        "They are the leaders of tomorrow.",
        "Version 2.2013 and item 2013-B were sold.",
        "He came on a Monday.",
        "It rained for the second Monday in a row.",
        "They found two at night and sold H2 24/7.",
        "More than 2000 came, about 1950 left.",
    ],
)
def test_when_passes_over_what_is_no_time(text: str) -> None:
    assert [found.span.of(text) for found in read(text)] == []


@pytest.mark.parametrize("row", [row for row in read_table("times.tsv") if row["kind"] == "name"], ids=lambda row: row["words"])
def test_names_of_the_table_are_no_times(row: dict[str, str]) -> None:
    assert row["words"] in row["example"]
    assert read(row["example"]) == []


@pytest.mark.parametrize("row", [row for row in read_table("times.tsv") if row["kind"] == "holiday"], ids=lambda row: row["words"])
def test_holidays_of_the_table_are_days(row: dict[str, str]) -> None:
    words, start, end = only(row["example"])
    assert words == row["words"]
    assert (start or end) and start in (end, None)


@pytest.mark.parametrize(
    ("words", "published", "start"),
    [
        ("Easter Sunday", "2024-06-01", "2024-03-31"),
        ("Good Friday", "2025-06-01", "2025-04-18"),
        ("Thanksgiving Day", "2031-12-01", "2031-11-27"),
        ("Memorial Day", "2031-06-10", "2031-05-26"),
    ],
)
def test_holidays_that_move(words: str, published: str, start: str) -> None:
    assert only(f"The lock was shut on {words}.", published)[1] == start


@pytest.mark.parametrize(
    ("text", "start", "end", "candidates"),
    [
        ("He said so on Monday.", None, None, ()),
        ("He said so yesterday.", None, None, ()),
        ("He resigned last month.", None, None, ()),
        ("He resigned in April.", None, None, ()),
        ("He resigned on April 4.", None, None, ()),
        ("He resigned on Tuesday, April 4.", None, None, (("2017-04-04", "2017-04-04"), ("2023-04-04", "2023-04-04"))),
        ("He resigned in 2013.", "2013-01-01", "2013-12-31", ()),
        ("He resigned on April 4, 2017.", "2017-04-04", "2017-04-04", ()),
        ("He ruled between March and June 2013.", "2013-03-01", "2013-06-30", ()),
        ("He resigned on 5/4/2013.", None, None, (("2013-04-05", "2013-04-05"), ("2013-05-04", "2013-05-04"))),
    ],
)
def test_when_stays_open_without_a_date_of_publication(text: str, start: str | None, end: str | None, candidates: tuple[tuple[str, str], ...]) -> None:
    (found,) = read(text, None, today=date(2026, 11, 25))
    assert (found.when.start, found.when.end, found.when.candidates) == (start, end, candidates)
    assert found.when.precision == "unknown" or start


def test_candidates_of_the_publication_give_candidates() -> None:
    """A report that came out on one of two days: its "Tuesday" is one of two, its "2013" is the same for both."""
    published = When(None, None, "unknown", "text", None, (("2017-04-06", "2017-04-06"), ("2023-04-06", "2023-04-06")))
    text = "Aske said on Tuesday that the lock was built in 2013."
    tuesday, year = find_times(text, 0, len(text), published=published)
    assert (tuesday.when.start, tuesday.when.candidates) == (None, (("2017-04-04", "2017-04-04"), ("2023-04-04", "2023-04-04")))
    assert year.when.start == "2013-01-01"


def test_a_weekday_that_fits_no_near_year_is_not_decided() -> None:
    (found,) = read("He resigned on Tuesday, April 4.")  # a Friday in 2031
    assert found.when.start is None
    assert ("2031-04-04", "2031-04-04") in found.when.candidates


def test_the_caller_may_state_the_tense() -> None:
    assert only("on Friday", verb="past")[1] == "2031-05-02"
    assert only("on Friday", verb="future")[1] == "2031-05-09"
    assert only("in December", verb="past")[1] == "2030-12-01"
    assert only("on June 3", verb="past")[1] == "2030-06-03"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("He came on 3 May. The next day he left.", "2031-05-04"),
        ("He came on 3 May. Two days later he left.", "2031-05-05"),
        ("He came on 3 May and left a day earlier.", "2031-05-02"),
        ("He came in 2013 and left later that year.", "2013-01-01"),
        ("Profit fell in the third quarter of 2013 from a year earlier.", "2012-07-01"),
        ("He came on 3 May, at 5 p.m., they say.", "2031-05-03T17:00"),
    ],
)
def test_when_counts_from_what_was_mentioned(text: str, last: str) -> None:
    assert read(text)[-1].when.start == last


def test_days_joined_by_and_are_several() -> None:
    text = "It rained on April 24 and 25, on Monday and on Tuesday."
    found = read(text)
    assert [f.span.of(text) for f in found] == ["April 24", "25", "Monday", "Tuesday"]
    assert [f.when.start for f in found] == ["2031-04-24", "2031-04-25", "2031-05-05", "2031-05-06"]


def test_a_year_is_shared_by_two_months() -> None:
    assert [f.when.start for f in read("It rained in January and February 2030, on May 3 and June 5, 2029.")] == [
        "2030-01-01",
        "2030-02-01",
        "2029-05-03",
        "2029-06-05",
    ]
    assert [(f.when.start, f.when.end) for f in read("It rained between November and February 2030.")] == [("2029-11-01", "2030-02-28")]


def test_precision_is_never_finer_than_the_words() -> None:
    wanted = {
        "late on Sunday": "day", "last week": "week", "in April": "month", "in the first quarter": "quarter", "in 2013": "year", "on Monday at 3 p.m.": "hour",
        "on Monday at 3:05 p.m.": "minute", "on Monday morning": "day",
    }  # fmt: skip
    assert {text: read(text)[0].when.precision for text in wanted} == wanted


def test_find_times_keeps_to_its_bounds() -> None:
    text = "On Monday he came. On Tuesday he left. On Friday he died."
    (found,) = find_times(text, 19, 39, published=day(WEDNESDAY))
    assert found.span == Span(22, 29)
    assert found.when.span == found.span
    assert found.when.basis == "text"
    assert find_times(text, 30, 10, published=None) == []


WORDS = [
    *(
        "the last next this early late Monday Sunday April May 4 31 2013 1999 of to from between and - – , . year week quarter ago earlier two a 9:15"
        " p.m. ET in by since Feb. 29 30 0001 9999 ’90s century 1/1/2031 Easter after days Tuesday, noon every “ ” 's"
    ).split(),
    "\n",
]
PUBLISHED = st.sampled_from([None, "2031-05-07", "0001-01-01", "9999-12-31", "2032-02-29", "2021-05-03T21:30:00-04:00"])


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80), PUBLISHED, st.integers(-3, 90), st.integers(-3, 90))
def test_when_never_raises(text: str, published: str | None, start: int, end: int) -> None:
    found = find_times(text, start, end, published=day(published))
    reached = max(0, start)
    for one in found:
        assert reached <= one.span.start < one.span.end <= min(end, len(text))
        reached = one.span.end
        for first, last in ((one.when.start, one.when.end), *one.when.candidates):
            assert not (first and last) or first[:10] <= last[:10]


@pytest.mark.parametrize(
    "unit", ["Monday ", "the next day ", "from May to ", "two days after ", "late early ", "9 a.m. on ", "2013-", "1 ", "the end of ", "a year earlier "]
)
def test_when_is_linear(unit: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        read(unit * times)
        return time.process_time() - start

    assert seconds(800) < 8 * seconds(200) + 0.05


def test_a_bad_publication_is_an_unknown_one() -> None:
    assert find_times("on Monday", 0, 9, published=When("soon", "soon"))[0].when.start is None
