"""/draft: what a draft quotes and attributes, looked up in the ledger. Nothing of the draft is kept."""
