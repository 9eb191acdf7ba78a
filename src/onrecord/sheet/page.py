"""A dossier as one HTML page to hand on: style, marks and time line inside, no script, no request; light and dark, wide and narrow, on screen and on paper.

In: a dossier. Out: the page as a string. Every word of a report passes Jinja2's escaping; what is marked safe (style, marks, drawing) is ours, and the drawing
escapes its own words. A policy in the page's head forbids scripts and requests as well.
"""

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from onrecord.group.draw import draw_timeline, read_marks, read_style
from onrecord.group.types import Dossier
from onrecord.phrase import CHIP
from onrecord.sheet.layout import lay_out
from onrecord.sheet.words import hold_dates, name_some, raise_first


def to_html(dossier: Dossier) -> str:
    """The sheet of a dossier as one self-contained page."""
    style = "\n".join((read_data("page.css"), read_style()))
    return read_template().render(s=lay_out(dossier), style=style, sprite=read_marks(), timeline=draw_timeline(dossier, whole=False))


@cache
def read_template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters.update(parts=cut_chips, dated=hold_dates, some=name_some, upper_first=raise_first)
    return environment.from_string(read_data("page.html.j2"))


def read_data(name: str) -> str:
    return files("onrecord.data").joinpath(f"sheet/{name}").read_text(encoding="utf-8")


def cut_chips(words: str) -> list[tuple[str, bool]]:
    """Words in parts with whether each is the chip of a hidden character."""
    out: list[tuple[str, bool]] = []
    at = 0
    for match in CHIP.finditer(words):
        out += [(words[at : match.start()], False), (match[0][1:-1], True)]
        at = match.end()
    return [*out, (words[at:], False)]
