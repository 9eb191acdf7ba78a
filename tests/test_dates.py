from datetime import date

import pytest

from onrecord.errors import UsageError
from onrecord.text.dates import find_moments, infer_published, parse_given, read_dateline, read_moment
from onrecord.types import Span

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("value", "start", "precision"),
    [
        ("2031-05-07", "2031-05-07", "day"),
        (" 2031-05-07 ", "2031-05-07", "day"),
        ("2031-05-07T21:30-04:00", "2031-05-07T21:30-04:00", "minute"),
        ("2031-05-07T21:30:12Z", "2031-05-07T21:30+00:00", "minute"),
        ("2031-05-07 21:30", "2031-05-07T21:30", "minute"),
        ("7 May 2031", "2031-05-07", "day"),
        ("7th of May 2031", "2031-05-07", "day"),
        ("May 7, 2031", "2031-05-07", "day"),
        ("Sept. 7, 2031", "2031-09-07", "day"),
        ("7 May 2031, 9.30 pm", "2031-05-07T21:30", "minute"),
        ("29 February 2032", "2032-02-29", "day"),
        ("25/12/2031", "2031-12-25", "day"),
    ],
)
def test_dates_given_are_read(value: str, start: str, precision: str) -> None:
    when = parse_given(value)
    assert (when.start, when.end, when.precision, when.basis) == (start, start, precision, "given")


@pytest.mark.parametrize(
    "value", ["", "yesterday", "7 May", "May 2031", "2031", "2031-13-01", "29 February 2031", "7 May 2031 or so", "in 2031-05-07", "6/5/2031"]
)
def test_dates_given_wrongly_are_refused_with_the_remedy(value: str) -> None:
    with pytest.raises(UsageError, match="write"):
        parse_given(value)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("Di, 08 Apr 2031 11:20:05", "2031-04-08T11:20"),
        ("mar., 8 Apr 2031 11:20", "2031-04-08T11:20"),
        ("วันอังคาร 8 Apr 2031", "2031-04-08"),
        ("Tue, 08 Apr 2031 11:20:05 +0930", "2031-04-08T11:20+09:30"),
        ("2031-04-08 11:20:05 -03:30", "2031-04-08T11:20-03:30"),
        ("20310408T1120Z", "2031-04-08T11:20+00:00"),
        ("8 April 2031 11:20 IST", "2031-04-08T11:20"),  # three zones are called IST
    ],
)
def test_dates_for_machines_are_read_with_any_weekday(value: str, iso: str) -> None:
    moment = read_moment(value)
    assert moment is not None and moment.iso() == iso


@pytest.mark.parametrize(("value", "offset"), [("8 July 2031 19:00 ET", -240), ("8 January 2031 19:00 ET", -300), ("8 July 2031 19:00 PT", -420)])
def test_dates_zone_without_season_follows_the_day(value: str, offset: int) -> None:
    moment = read_moment(value)
    assert moment is not None and moment.offset == offset and moment.out_of_season() is None


@pytest.mark.parametrize(
    ("value", "real"),
    [
        ("3 June 2031 08:00 PST", -420),
        ("3 January 2031 08:00 CDT", -360),
        ("3 January 2031 08:00 BST", 0),
        ("3 January 2031 08:00 EST", None),
        ("3 June 2031 08:00 GMT", None),
    ],
)
def test_dates_zone_out_of_season_keeps_its_literal_value(value: str, real: int | None) -> None:
    moment = read_moment(value)
    assert moment is not None and moment.out_of_season() == real
    if real is not None:
        assert moment.offset != real


@pytest.mark.parametrize(
    "text",
    [
        "The keeper sat in the sun with Jan.",
        "It held 19,60 5 crates in Hall 1-2.",
        "version 3.11.2",
        "page 12/13",
        "In March he sat.",
        "31 June 2031",
        "at 12:30",
        "99 May 2031",
    ],
)
def test_dates_words_and_numbers_are_no_dates(text: str) -> None:
    assert list(find_moments(text)) == []


def test_dates_each_date_takes_the_time_beside_it() -> None:
    line = "Posted: 09:15 BST, 3 June 2031 | Changed: 4 June 2031 at 7.05pm"
    assert [moment.iso() for moment, _ in find_moments(line)] == ["2031-06-03T09:15+01:00", "2031-06-04T19:05"]
    assert [span.of(line) for _, span in find_moments(line)] == ["3 June 2031", "4 June 2031"]


def test_dates_day_and_month_that_may_change_places_stay_open() -> None:
    moment = read_moment("03/04/2031")
    assert moment is not None
    when = moment.when("page")
    assert when.start is None and when.candidates == (("2031-03-04", "2031-03-04"), ("2031-04-03", "2031-04-03"))


@pytest.mark.parametrize(
    ("paragraph", "place", "day", "agency"),
    [
        ("SUNDVIK, June 3 (Coast Wire) - The ferry sank.", "SUNDVIK", "June 3", "Coast Wire"),
        ("SUNDVIK (Coast Wire) — “We saw it,” they said.", "SUNDVIK", None, "Coast Wire"),
        ("Sundvik, 3 June (CW) – The ferry sank.", "Sundvik", "3 June", "CW"),
        ("PORT ESK, Vellund, June 3, 2031 -- The ferry sank.", "PORT ESK, Vellund", "June 3, 2031", None),
        ("SUNDVIK/PORT ESK, Tuesday, June 3 (CW) - The ferry sank.", "SUNDVIK/PORT ESK", "June 3", "CW"),
        ("SUNDVIK — The ferry sank.", "SUNDVIK", None, None),
    ],
)
def test_dates_dateline_is_read(paragraph: str, place: str, day: str | None, agency: str | None) -> None:
    dateline = read_dateline(paragraph)
    assert dateline is not None
    assert (dateline.place, dateline.date, dateline.agency) == (place, day, agency)
    assert dateline.span == Span(0, min(i for i in (paragraph.find("The"), paragraph.find("“")) if i >= 0))


@pytest.mark.parametrize(
    "paragraph",
    [
        "BREAKING — The ferry sank.",
        "The mayor — who left — said so.",
        "Lind (Coast Party) — said so.",
        "ESK - a river - rose.",
        "SUNDVIK. The ferry sank.",
        "",
        "“NO” — The mayor",
    ],
)
def test_dates_dateline_is_not_seen_where_there_is_none(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


def years(text: str) -> set[str]:
    when = infer_published(text, today=TODAY)
    assert when is not None and when.start is None and when.end is None and when.precision == "unknown" and when.basis == "text"
    return {str(start)[:4] for start, _ in when.candidates}


FIRE = (
    "Two crews fought the warehouse fire in the Ostmere docks on Wednesday, the port said.\n\n"
    "The port was fined after a smaller blaze in 2015.\n\n"
    "“The warehouse fire in the Ostmere docks on June 8 was put out by noon,” the brigade added."
)


def test_dates_bare_weekday_and_day_of_one_event_leave_the_years_where_they_meet() -> None:
    assert years(FIRE) == {"2016", "2022"}


def test_dates_candidates_reach_a_week_from_the_bare_weekday() -> None:
    when = infer_published(FIRE, today=TODAY)
    assert when is not None and when.candidates == (("2016-06-08", "2016-06-15"), ("2022-06-08", "2022-06-15"))


def test_dates_candidates_end_today() -> None:
    when = infer_published(FIRE, today=date(2022, 6, 10))
    assert when is not None and when.candidates[-1] == ("2022-06-08", "2022-06-10")


def test_dates_weekday_of_another_event_says_nothing() -> None:
    assert infer_published(FIRE.replace("the warehouse fire in the Ostmere docks on Wed", "a flood of the lower town on Wed"), today=TODAY) is None


def test_dates_future_year_is_no_floor() -> None:
    assert {"2005", "2011"} <= years(FIRE.replace("was fined after a smaller blaze in 2015", "will be rebuilt by 2015"))


def test_dates_day_named_with_its_weekday_is_within_a_year_of_publication() -> None:
    text = "Voters went to the polls in 2019. The harbour was closed on Friday, June 12, the port said."
    when = infer_published(text, today=TODAY)
    assert when is not None and when.candidates == (("2020-06-12", "2021-06-12"), ("2026-06-12", "2026-11-25"))


def test_dates_stated_in_the_text_is_taken_at_its_word() -> None:
    text = "Ferry sinks\n\nPublished: 3 June 2031, 09:15 BST\n\nThe ferry sank on Tuesday."
    when = infer_published(text, today=TODAY)
    assert when is not None and (when.start, when.basis) == ("2031-06-03T09:15+01:00", "text")
    assert when.span is not None and when.span.of(text) == "3 June 2031"


def test_dates_dateline_with_a_year_leaves_that_day_and_the_next() -> None:
    when = infer_published("Ferry sinks\n\nSUNDVIK, June 3, 2024 (Coast Wire) - The ferry sank on Tuesday.", today=TODAY)
    assert when is not None and when.start is None and when.candidates == (("2024-06-03", "2024-06-04"),)


@pytest.mark.parametrize(
    "text", ["", "The ferry sank on Tuesday.", "The ferry sank on June 3.", "It was built in 2009.", "A report published on 3 June 2009 said so."]
)
def test_dates_nothing_to_go_by_is_none(text: str) -> None:
    assert infer_published(text, today=TODAY) is None


def test_dates_of_a_hostile_text_end() -> None:
    infer_published("The fire in the Ostmere docks on Tuesday and June 8 was " * 5000, today=TODAY)
    assert read_dateline("A" * 100_000) is None
