"""The ledger: records kept, found again, corrected and proved (docs/ledger.md).

types.py, errors.py <- chain.py (hashes), sqlite.py (the file), lock.py (one writer) <- index.py (rows), edits.py (versions of a page), store.py (entries) <-
search.py, intake.py (reading), verify.py <- ledger.py.
"""

from onrecord.judge.types import Judgement
from onrecord.ledger.errors import LedgerError
from onrecord.ledger.ledger import Ledger, open
from onrecord.ledger.types import Added, Edit, Flaw, Hit, Page, Report, Shown, Step

__all__ = ["Added", "Edit", "Flaw", "Hit", "Judgement", "Ledger", "LedgerError", "Page", "Report", "Shown", "Step", "open"]
