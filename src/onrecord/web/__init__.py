"""The reading room: the record on screen, served to one machine. Pages are made here; everything they show comes from the ledger."""
