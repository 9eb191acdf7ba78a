"""What the ledger raises on purpose."""

from onrecord.errors import OnrecordError


class LedgerError(OnrecordError):
    """A ledger cannot be opened, read or written: not one, made by a newer onrecord, damaged, held by another writer, or no room on the disk."""
