"""A dossier as people read it and hand it on: Markdown, one HTML page, a terminal. All of them draw one layout, so that they say the same.

words.py (dates, names, counts in words) <- wording.py (wordings side by side) <- layout.py (what stands on the sheet, in which order, with which footnotes)
<- markdown.py, page.py, terminal.py (how it looks). A sheet shows words of reports and counts; it never says who is right.
"""
