"""What comes out of a source that is no single file: a page as it was captured, a page that is elsewhere, or what was passed over and why."""

from dataclasses import dataclass

from onrecord.errors import InputError
from onrecord.types import When


@dataclass(frozen=True, slots=True)
class Captured:
    """The bytes of one page or text, without what carried them (chunks, compression), and what their carrier says of them.

    `url` is where they came from, after redirects. `fetched` is when: ISO 8601 in UTC, the archive's word or the clock's. `media_type` and `charset` are
    claims too: the bytes decide. `published` and `updated` are a feed's own times. `etag` and `modified` are what a server wants to be asked with later.
    `behind_break` tells of a page in an archive that was found by its mark behind a broken record: it may be part of that record's words, put there by
    whoever wrote them.
    """

    raw: bytes
    url: str | None = None
    fetched: str | None = None
    media_type: str | None = None
    charset: str | None = None
    title: str | None = None
    published: When | None = None
    updated: When | None = None
    etag: str | None = None
    modified: str | None = None
    behind_break: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A feed's entry whose words stand elsewhere: at `url`, for the user to ask for."""

    url: str
    title: str | None = None
    published: When | None = None
    updated: When | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of an archive or a feed that could not be read; `code` and `message` as in a Problem."""

    name: str
    code: str
    message: str


def skip(name: str, error: InputError) -> Skipped:
    """Note a part that was refused; the rest goes on."""
    return Skipped(name, error.code, str(error))
