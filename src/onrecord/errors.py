"""The exception tree. Each message names the input, says what is wrong with it and what to do.

OnrecordError
├── InputError       a capture cannot be read: refused by a limit, not text, broken off
├── UsageError       a call or an option is wrong
└── ModelError       the tagger's files are missing or are not the ones that were shipped
"""


class OnrecordError(Exception):
    """The root of what onrecord raises on purpose."""


class InputError(OnrecordError):
    """A capture cannot be read; `code` is the code of the problem in its record."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UsageError(OnrecordError):
    """A call or an option is wrong."""


class ModelError(OnrecordError):
    """The tagger's files are missing or are not the ones that were shipped."""
