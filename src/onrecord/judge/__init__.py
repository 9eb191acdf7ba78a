"""What a person says about the record, and a record with that laid over it. Pure: ledger/ keeps it, cli/ and web/ ask for it."""
