"""resolve/where: words that stand for governments, offices, organisations and countries."""

import re
from collections import Counter, defaultdict

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.resolve.where import Seat, country_of, look_up
from onrecord.text.marks import read_table

COUNTRIES, OFFICES = read_table("countries.tsv"), read_table("offices.tsv")
MARKED = re.compile("⟦(.+?)⟧")
SHARED = {"Congolese", "Congo", "Dominican", "Dominicans", "Korea", "London"}  # words of two countries


def marked(row: dict[str, str]) -> str:
    found = MARKED.search(row["example"])
    assert found, row
    return found[1]


# ---- the tables


@pytest.mark.parametrize("status", ["member", "observer", "other", "nation", "territory"])
def test_countries_each_word_leads_to_the_country(status: str) -> None:
    for row in COUNTRIES:
        if row["status"] == status:
            check_country(row)


def check_country(row: dict[str, str]) -> None:
    assert row["capital"] and row["adjective"] and row["people"]
    seat = look_up(marked(row))
    assert seat is not None and seat.country == row["name"] and seat.kind in ("government", "office"), seat
    for column in ("name", "capital", "adjective", "people", "other"):
        for form in filter(None, row[column].split(";")):
            assert country_of(form) == ({"London": "United Kingdom"}.get(form) if form in SHARED else row["name"]), form
    for form in filter(None, row["region"].split(";")):
        assert (found := look_up(form)) and (found.kind, found.country) == ("place", row["name"])
        assert country_of(form) is None
    for pair in filter(None, row["also"].split(";")):
        assert pair.split("=")[0].casefold() in {f.casefold() for column in row for f in row[column].split(";") if column not in ("also", "example")}


def test_countries_are_all_there_and_no_word_is_doubled() -> None:
    assert Counter(row["status"] for row in COUNTRIES) == {"member": 193, "observer": 2, "other": 2, "nation": 4, "territory": 7}
    assert len({row["iso2"] for row in COUNTRIES}) == len({row["name"] for row in COUNTRIES}) == len(COUNTRIES)
    owners = defaultdict(set)
    for row in COUNTRIES:
        for column in ("name", "capital", "adjective", "people", "other", "region"):
            forms = row[column].split(";")
            assert len(forms) == len(set(forms)), row
            for form in filter(None, forms):
                owners[form].add(row["name"])
    assert {form for form, names in owners.items() if len(names) > 1} == SHARED


@pytest.mark.parametrize("what", ["office", "state", "local", "building", "body", "agency", "outlet", "capital"])
def test_offices_each_phrase_is_read(what: str) -> None:
    for row in OFFICES:
        if row["what"] == what:
            check_office(row)


def check_office(row: dict[str, str]) -> None:
    countries = {r["iso2"]: r["name"] for r in COUNTRIES}
    assert row["kind"] in ("government", "office", "organisation")
    assert row["country"] in {*countries, ""}
    for form in row["phrase"].split(";"):
        seat = look_up(form)
        assert seat is not None and (seat.name, seat.kind, seat.country) == (row["name"], row["kind"], countries.get(row["country"])), form
        assert look_up(f"the {form}") == seat
    seat = look_up(marked(row))
    assert seat is not None and seat.kind == row["kind"]
    if marked(row).startswith("Norland's "):
        assert seat.country == "Norland"


def test_offices_have_no_phrase_twice_and_no_other_sort() -> None:
    assert {row["what"] for row in OFFICES} == {"office", "state", "local", "building", "body", "agency", "outlet", "capital"}
    phrases = Counter(form.casefold() for row in OFFICES for form in row["phrase"].split(";"))
    assert [form for form, n in phrases.items() if n > 1] == []


# ---- whole phrases


@pytest.mark.parametrize(
    ("phrase", "name", "kind", "country", "rule"),
    [
        ("the Kremlin", "Kremlin", "office", "Russia", "building"),
        ("the kremlin", "Kremlin", "office", "Russia", "building"),
        ("elysee palace", "Élysée", "office", "France", "building"),
        ("No. 10", "Downing Street", "office", "United Kingdom", "building"),
        ("Moscow", "Moscow", "government", "Russia", "capital"),
        ("Moscow’s", "Moscow", "government", "Russia", "capital"),
        ("Washington", "Washington", "government", "United States", "capital"),
        ("Brussels", "Brussels", "government", None, "capital"),
        ("the U.S.", "US", "government", "United States", "country"),
        ("Israeli", "Israel", "government", "Israel", "adjective"),
        ("the Dutch", "Netherlands", "government", "Netherlands", "adjective"),
        ("Congolese", "Congolese", "government", None, "adjective"),
        ("Georgia", "Georgia", "government", "Georgia", "country?"),
        ("Jordan", "Jordan", "government", "Jordan", "country?"),
        ("Sofia", "Sofia", "government", "Bulgaria", "country?"),
        ("Texas", "Texas", "place", "United States", "region"),
        ("Virginia", "Virginia", "place", "United States", "region?"),
        ("WHO", "World Health Organization", "organisation", None, "organisation"),
        ("Nato", "NATO", "organisation", None, "organisation"),
        ("Interfax news agency", "Interfax", "organisation", "Russia", "agency"),
        ("the state news agency KCNA", "KCNA", "organisation", "North Korea", "agency"),
        ("Israel’s Yedioth Ahronoth", "Yedioth Ahronoth", "organisation", "Israel", "outlet"),
        # an office with its country
        ("The Prime Minister’s Office", "Prime Minister's Office", "office", None, "office"),
        ("the Israeli Prime Minister’s Office", "Prime Minister's Office", "office", "Israel", "office"),
        ("Office of the Prime Minister of Israel", "Prime Minister's Office", "office", "Israel", "office"),
        ("office of the Norwegian prime minister", "Prime Minister's Office", "office", "Norway", "office"),
        ("Prime Minister Ida Lund's office", "Prime Minister's Office", "office", None, "office"),
        ("Russia's foreign ministry", "Foreign Ministry", "office", "Russia", "office"),
        ("foreign ministry in Moscow", "Foreign Ministry", "office", "Russia", "office"),
        ("Ministry of Defence of the Russian Federation", "Defence Ministry", "office", "Russia", "office"),
        ("Norwegian fisheries ministry", "Fisheries Ministry", "office", "Norway", "office"),
        ("its foreign ministry", "Foreign Ministry", "office", None, "office"),
        ("US embassy in Moscow", "Embassy in Moscow", "office", "United States", "office"),
        ("the US State Department", "State Department", "office", "United States", "office"),
        ("Lund's White House", "White House", "office", "United States", "building"),
        ("the Danish Home Office", "Home Office", "office", "Denmark", "office"),
        ("Lund's State Department", "State Department", "office", None, "office"),
        ("Zambia's State House", "State House", "office", "Zambia", "building"),
        ("Russia's Security Council", "Security Council", "office", "Russia", "office"),
        ("the Norwegian Red Cross", "Norwegian Red Cross", "organisation", "Norway", "organisation"),
        # governments and bodies keep the country in their name
        ("the Syrian government", "Syrian government", "government", "Syria", "office"),
        ("the government of Syria", "Syrian government", "government", "Syria", "office"),
        ("Israel's far-right government", "Israeli government", "government", "Israel", "office"),
        ("the UK government", "British government", "government", "United Kingdom", "office"),
        ("South Sudanese army", "South Sudanese military", "organisation", "South Sudan", "office"),
        ("Russian state television", "Russian state television", "organisation", "Russia", "outlet"),
        ("the Lund administration", "Lund administration", "government", None, "office"),
        # towns and states have courts and police as well
        ("Moscow police", "Moscow police", "organisation", "Russia", "office"),
        ("police in Karsk", "police in Karsk", "organisation", None, "office"),
        ("Karsk's city hall", "Karsk's city hall", "office", None, "office"),
        ("Karsk District Court", "Karsk District Court", "office", None, "office"),
        ("the Georgia Supreme Court", "Georgia Supreme Court", "office", None, "office"),
        ("Supreme Court of California", "Supreme Court of California", "office", "United States", "office"),
        ("Bavaria's interior ministry", "Bavaria's interior ministry", "office", "Germany", "office"),
        # states that no table has
        ("Norland's foreign ministry", "Foreign Ministry", "office", "Norland", "office"),
        ("Ministry of Foreign Affairs of Norland", "Foreign Ministry", "office", "Norland", "office"),
        ("the Ministry of Health and Sports of the Republic of Norland", "Health and Sports Ministry", "office", "Norland", "office"),
        ("Norland's prime minister's office", "Prime Minister's Office", "office", "Norland", "office"),
        ("Norland's Supreme Court", "Supreme Court", "office", "Norland", "office"),
        ("Embassy of Norland in Karsk", "Embassy in Karsk", "office", "Norland", "office"),
        ("the parliament of New Norland", "Parliament", "office", "New Norland", "office"),
        ("Norland foreign ministry", "Foreign Ministry", "office", "Norland", "office"),
        ("the Norlandish Foreign Ministry", "Norlandish Foreign Ministry", "office", None, "office"),
        ("Norland's navy", "navy of Norland", "organisation", "Norland", "office"),
        ("the Norland news agency Harbour Press", "Harbour Press", "organisation", "Norland", "agency"),
        ("Harbour Post newspaper", "Harbour Post", "organisation", None, "outlet"),
        ("The Examiner", "Examiner", "organisation", None, "outlet"),
        ("the Quillhaven Gazette", "Quillhaven Gazette", "organisation", None, "outlet"),
        ("Norland's Harbour Post", "Harbour Post", "organisation", "Norland", "outlet"),
        ("Norwegian Harbour Post", "Norwegian Harbour Post", "organisation", "Norway", "outlet"),
        ("the Florida Department of State", "Florida Department of State", "office", "United States", "office"),
        ("the 3rd Karsk Court of Appeal", "3rd Karsk Court of Appeal", "office", None, "office"),
    ],
)
def test_look_up(phrase: str, name: str, kind: str, country: str | None, rule: str) -> None:
    seat = look_up(phrase)
    assert seat is not None
    assert (seat.name, seat.kind, seat.country, seat.rule) == (name, kind, country, rule)


@pytest.mark.parametrize(
    "phrase",
    [
        "who", "us", "turkey", "china", "male", "polish", "fed", "sana", "Sana", "she", "officials", "senior officials in Karsk", "Ida Marr", "the president",
        "Norland", "Norland's", "the harbour board", "the Russians", "Danes", "Israeli assessments", "Israel's defence minister",
        "Lund's office", "Ida Marr's foreign ministry", "Monday's parliament", "Russia's Pentagon", "Russia's FBI", "Bank of America", "University of Oslo",
        "Congress of Industrial Organizations", "Norland Space Agency", "Parliament of Europe", "a Karsk newspaper", "a courier",
        "Aske and the State Department", "Spokesmen at the FBI and Justice Department", "People close to the camp and the White House",
        "Per Aas, an aide in Lund's White House", "Ida Post", "", " ", "the", "'s", "of", "of Norland", "the of the of the",
    ],
)  # fmt: skip
def test_look_up_is_none_for_what_is_nothing_of_the_sort(phrase: str) -> None:
    assert look_up(phrase) is None


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Moscow", "Russia"), ("Israeli", "Israel"), ("Danes", "Denmark"), ("the French", "France"), ("Britain", "United Kingdom"),
        ("America", "United States"), ("Belfast", "Northern Ireland"), ("Scottish", "Scotland"), ("Filipina", "Philippines"),
        ("Türkiye", "Turkey"), ("Guinean", "Guinea"),
        ("Israel’s", "Israel"), ("Congolese", None), ("us", None), ("Norland", None), ("Texas", None), ("Kremlin", None), ("", None),
    ],
)  # fmt: skip
def test_country_of(word: str, country: str | None) -> None:
    assert country_of(word) == country


WORDS = st.sampled_from(
    "the The of in 's ' Norland Norland's Russia's Russian Moscow Ministry ministry Foreign court Office office's police agency News Ida UN . - é".split(" ")
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=9).map(" ".join)))
@example("office of office of office of the office")
def test_look_up_never_raises_and_says_the_same_twice(phrase: str) -> None:
    seat = look_up(phrase)
    assert seat == look_up.__wrapped__(phrase)
    assert seat is None or (isinstance(seat, Seat) and seat.name)
    country_of(phrase)
