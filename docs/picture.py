"""Draw docs/demo.svg: what onrecord prints about the report that ships with it. `make picture` runs it; the picture is real output."""

import io
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme

import onrecord
from onrecord.show import draw_record

HERE = Path(__file__).parent
DEMO = HERE.parent / "src" / "onrecord" / "data" / "demo" / "barrage.html"
WIDTH = 96
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


def draw() -> str:
    console = Console(record=True, width=WIDTH, force_terminal=True, color_system="standard", file=io.StringIO(), highlight=False, markup=False, emoji=False)
    console.print(f"$ onrecord read {DEMO.name}\n")
    draw_record(onrecord.read(DEMO), console)
    return console.export_svg(theme=THEME, code_format=FRAME, unique_id="onrecord")


if __name__ == "__main__":
    (HERE / "demo.svg").write_text(draw(), encoding="utf-8")
