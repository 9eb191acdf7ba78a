"""resolve/given: first names that are nearly always a man's or a woman's."""

import pytest

from onrecord.resolve.given import gender_of, is_given
from onrecord.text.marks import read_table


@pytest.mark.parametrize(
    ("names", "gender"),
    [
        ("James Vladimir Benjamin Emmanuel Recep Mohammed Narendra Shinzo Kwame Søren Per Avigdor Bashar Volodymyr Rishi Jean-Luc JAMES emmanuel", "m"),
        ("Mary Angela Ursula Giorgia Ida Fatima Priyanka Yuriko Ngozi Ayşe Masoumeh Ingrid Iva Oksana Ségolène Anne-Sophie Åsa Małgorzata Malgorzata", "f"),
    ],
)
def test_gender_of_names_from_many_languages(names: str, gender: str) -> None:
    assert {name: gender_of(name) for name in names.split()} == dict.fromkeys(names.split(), gender)


@pytest.mark.parametrize(
    "name", ["Robin", "Kim", "Jordan", "Taylor", "Andrea", "Jean", "Leslie", "Xi", "Wei", "Sun", "J.", "", "-", "Al-Azhar", "Norland", "The", "My"]
)
def test_gender_of_does_not_guess(name: str) -> None:
    assert gender_of(name) is None


def test_accents_may_decide_where_they_are_written() -> None:
    assert (gender_of("René"), gender_of("Rene")) == ("m", None)


def test_first_names_stand_once_each_with_a_gender() -> None:
    rows = read_table("firstnames.tsv")
    assert len({row["name"].casefold() for row in rows}) == len(rows) > 4_000
    assert {row["gender"] for row in rows} == {"m", "f", "either"}


def test_names_of_either_are_first_names_without_gender() -> None:
    assert [(gender_of(name), is_given(name)) for name in ("Kelly", "Ida", "Harbour")] == [(None, True), ("f", True), (None, False)]
