"""The ledger's schema, one step a file: `0001.sql` makes it, each later one changes it. A step that was released is never edited."""
