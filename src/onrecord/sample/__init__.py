"""Random samples of statements to check by hand, and what the checks say of all of them (docs/sample.md).

types.py <- draw.py (which statements), rates.py (the arithmetic), sheet.py (a table for people, and back) <- result.py.
"""

from onrecord.sample.draw import draw_sample
from onrecord.sample.result import evaluate
from onrecord.sample.sheet import read_sheet, write_sheet

__all__ = ["draw_sample", "evaluate", "read_sheet", "write_sheet"]
