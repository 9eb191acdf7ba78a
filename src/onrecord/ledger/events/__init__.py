"""Events over the ledger: which articles tell of the same thing.

topic.py (what one article is about; whether two are about one thing) <- group.py (groups of linked articles, people's rulings applied) <- tables.py (kept as
articles come) <- look.py (what is handed out). A link depends on two articles alone and a group on its links alone, so that neither the order in which
articles were added nor the number of workers matters.
"""
