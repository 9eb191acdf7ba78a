"""group/line and group/texts: a statement as a sheet shows it, the shortest exact words, and the texts in one order."""

import random

import pytest

import onrecord
from onrecord.group.line import make_lines, shorten
from onrecord.group.texts import arrange, interval, list_said
from onrecord.group.types import Words
from onrecord.types import Record, Span

TEXT = (
    "Gate shut\n\n“The gate was shut an hour too early, and nobody in the village was told of it until the water came,” Ida Marr told the inquiry on Friday.\n"
)


def read(text: str, **more: str) -> Record:
    return onrecord.read(text.encode(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "short"),
    [
        ([Words("that the gate held", False)], [Words("the gate held", False)]),
        ([Words("that ", False), Words("every duty was done", True)], [Words("", False), Words("every duty was done", True)]),
        (
            [Words("The gate was shut an hour too early, and nobody in the village was told of it until the water came", True)],
            [Words("The gate was shut an hour too early", True)],
        ),
        (
            [Words("We shut it at nine as we always do. Nobody told us of the storm that was coming up the river that night", True)],
            [Words("We shut it at nine as we always do.", True)],
        ),
        ([Words("No. Never, not on any day of any year that I can remember or that anybody in this town can", True)], None),
    ],
)  # fmt: skip
def test_line_shortens_at_the_end_and_never_puts_pieces_together(content: list[Words], short: list[Words] | None) -> None:
    assert list(shorten(content)) == (content if short is None else short)


def test_line_keeps_place_and_bytes() -> None:
    record = read(TEXT)
    assert record.article is not None
    line = next(x for x in make_lines(list_said([record], {}), {}) if not x.headline)
    assert Span(line.place.start, line.place.end).of(record.article.text).startswith("“The gate was shut")
    assert line.bytes is not None
    assert TEXT.encode()[slice(*line.bytes)].decode().startswith("“The gate was shut")


def test_texts_stand_in_one_order_each_once() -> None:
    dates = ("2026-03-04", "2026-03-02", "2026-03-03")
    records = [read(TEXT, published=d, outlet="Quay Radio") for d in dates] + [read(TEXT, outlet="Tarn News")]
    order = arrange(records)
    assert [r.article.published.start if r.article and r.article.published else None for r in order] == [*sorted(dates), None]
    assert all(arrange(random.Random(n).sample([*records, *records], 8)) == order for n in range(5))


def test_texts_interval_is_closed_by_the_publication() -> None:
    (said,) = list_said([read("Ida Marr said the gate held.", published="2026-03-04")], {})
    assert interval(said) == (None, "2026-03-04")
    (said,) = list_said([read("Ida Marr said on Monday the gate held.", published="2026-03-04")], {})
    assert interval(said) == ("2026-03-02", "2026-03-02")
