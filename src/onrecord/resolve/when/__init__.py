"""Time expressions of English news and the intervals that they mean.

In: a text and when it was published. Out: `Timex` values, each an interval as wide as the words leave it; nothing is made more precise than it is
stated ("late on Sunday" is the Sunday), and what depends on an unknown date of publication stays open.

Decades and centuries have the precision "year", seasons and halves of a year "quarter". Call it for a whole article or paragraph rather than
for each sentence: "the next day" and "a year earlier" count from what was mentioned before.

interval.py: the calendar. words.py: the vocabulary. meaning.py: what an expression's interval depends on. days.py, periods.py, relative.py: the rules.
grammar.py: all rules by name. clock.py: times of day. tense.py: past or future. find.py: joins expressions and finds them in a text.
"""

from onrecord.resolve.when.find import Timex, find_times

__all__ = ["Timex", "find_times"]
