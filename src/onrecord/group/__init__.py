"""Records side by side: copies, the same words in other wordings, events, points and positions, the dossier. Pure functions of records; no database.

types.py (what grouping gives) <- texts.py (the records in one order) <- meaning.py (likeness of words) <- copy.py, who.py, event.py, same.py <- position.py
<- dossier.py <- draw.py. Two rules make the result independent of the order of the inputs, and cheap to bring up to date: a link between two things
depends on these two alone (no count over the other inputs), and a group on its linked members alone.
"""
