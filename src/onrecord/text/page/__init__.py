"""A page's HTML as the article's pieces in reading order, and what the page had besides.

In: HTML source text. Out: pieces (headline, standfirst, byline, paragraphs, subheads, lists, quotes, captions, tables) and what was left
out, each with its reason. It never fetches, never runs a script, and never knows an outlet.
"""

from onrecord.text.page.arrange import ALGORITHM, read_page

__all__ = ["ALGORITHM", "read_page"]
