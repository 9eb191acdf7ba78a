"""Draw docs/demo.svg: what onrecord prints about the report that ships with it. `make picture` runs it; the picture is real output, its middle left out."""

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import onrecord
from onrecord.show import draw_record

HERE = Path(__file__).parent
DEMO = HERE.parent / "src" / "onrecord" / "data" / "demo" / "barrage.html"
WIDTH = 96
HEAD, TAIL = 24, 66  # lines at either end that the picture shows, to the blank line next to them
PAPER, INK, QUIET = (255, 255, 255), (18, 18, 18), (104, 104, 98)
THEME = TerminalTheme(PAPER, INK, [INK] * 8, [QUIET] * 8)
# The window that rich draws round the text is replaced by this frame: paper, and letters that every system has.
FRAME = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="onrecord read barrage.html, in a terminal">
<style>.{unique_id}-matrix {{ font: {char_height}px "Noto Sans Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace }} {styles}</style>
<rect width="{width}" height="{height}" fill="#ffffff"/>
<defs>{lines}</defs>
<g transform="translate(18 12)" xml:space="preserve" class="{unique_id}-matrix">{backgrounds}{matrix}</g>
</svg>
"""


def make_console(out: io.StringIO, *, record: bool) -> Console:
    return Console(record=record, width=WIDTH, force_terminal=True, color_system="standard", file=out, highlight=False, markup=False, emoji=False)


def draw() -> str:
    out = io.StringIO()
    draw_record(onrecord.read(DEMO), make_console(out, record=False))
    lines = [Text.from_ansi(line) for line in out.getvalue().splitlines()]
    first = next(i for i, line in enumerate(lines) if i >= HEAD and not line.plain)
    last = next(i for i, line in enumerate(lines) if i >= max(len(lines) - TAIL, first) and not line.plain)
    console = make_console(io.StringIO(), record=True)
    for line in (Text(f"$ onrecord read {DEMO.name}\n"), *lines[:first], Text(f"\n  ({last - first} lines are left out of this picture)"), *lines[last:]):
        console.print(line)
    return console.export_svg(theme=THEME, code_format=FRAME, unique_id="onrecord")


if __name__ == "__main__":
    (HERE / "demo.svg").write_text(draw(), encoding="utf-8")
