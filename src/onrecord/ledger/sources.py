"""What the user named to what is added: files, folders, patterns, pastes, web archives, feeds, and single URLs, which alone are fetched.

In: names and bytes. Out: one `Taken` after another, made when it is asked for, so that an archive of any size takes the memory of one page.
"""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from onrecord.errors import InputError, UsageError
from onrecord.ledger.intake import Taken
from onrecord.read.captured import Captured, Linked, Skipped
from onrecord.read.files import STDIN, Input, find_inputs, make_capture, read_bytes
from onrecord.text.article import Told
from onrecord.types import Capture

ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
FEEDS = (".rss", ".atom", ".xml", ".json")
WEB = ("http://", "https://")

Source = Input | bytes | str  # a file, a paste, a URL


def find_sources(sources: Iterable[str | Path | bytes]) -> list[Source]:
    """The files of paths, folders and patterns, and what else was named; UsageError where a name leads nowhere, so that nothing is read in vain before it."""
    found: list[Source] = []
    for given in sources:
        if isinstance(given, bytes):
            found.append(given)
            continue
        source = str(given)
        if source.lower().startswith(WEB):
            found.append(source)
            continue
        names = [source]
        if source != STDIN and not os.path.lexists(source):
            names = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []
            if not names:
                raise UsageError(f"{source}: no such file or folder")
        found.extend(find_inputs(names))
    return list(dict.fromkeys(found))


def take_all(sources: Sequence[Source], told: Told) -> Iterator[Taken]:
    """What is to be added, in order. A part of an archive or a feed that cannot be read is one too, with its reason."""
    for each in sources:
        if isinstance(each, bytes):
            yield take_bytes(each, told)
        elif isinstance(each, str):
            yield from take_url(each, told)
        elif each.path.lower().endswith(ARCHIVES):
            yield from take_archive(each, told)
        elif each.path.lower().endswith(FEEDS):
            yield from take_feed_file(each, told)
        else:
            yield take_file(each, told)


def take_archive(each: Input, told: Told) -> Iterator[Taken]:
    """The pages of a web archive."""
    from onrecord.read.warc import read_warc

    path = show_path(each.path)
    try:
        for part in read_warc(each.path, folder=each.folder):
            yield take_part(part, told, path)
    except InputError as e:
        yield fail(path, told, e)
    except OSError as e:
        yield fail(path, told, InputError("not-a-file", f"{path}: {e.strerror}"))


def take_feed_file(each: Input, told: Told) -> Iterator[Taken]:
    """The entries of a feed that was saved, or the file itself where it is none."""
    from onrecord.read.feed import is_feed

    taken = take_file(each, told)
    if taken.raw is None or not is_feed(taken.raw):
        yield taken
    else:
        yield from take_feed(Captured(taken.raw, url=told.url), told, taken.name)


def take_url(url: str, told: Told) -> Iterator[Taken]:
    """One page or feed from the network: what the user named, and nothing that it leads to."""
    from onrecord.read.feed import is_feed
    from onrecord.read.fetch import fetch

    try:
        found = fetch(url)
    except InputError as e:
        yield fail(url, replace(told, url=url), e)
        return
    if is_feed(found.raw, found.media_type):
        yield from take_feed(found, told, url)
    else:
        yield take_part(found, told, url)


def take_feed(feed: Captured, told: Told, name: str) -> Iterator[Taken]:
    """The entries of a feed whose words stand in it; the others are told of, by their URL."""
    from onrecord.read.feed import read_feed

    try:
        for part in read_feed(feed.raw, feed.url, charset=feed.charset):
            yield take_part(replace(part, fetched=feed.fetched) if isinstance(part, Captured) else part, replace(told, url=None), name)
    except InputError as e:
        yield fail(name, told, e)


def take_part(part: Captured | Linked | Skipped, told: Told, name: str) -> Taken:
    """A page of an archive, a feed or the network."""
    if isinstance(part, Skipped):
        return fail(part.name, told, InputError(part.code, part.message))
    if isinstance(part, Linked):
        return fail(
            part.url, replace(told, url=part.url), InputError("elsewhere", f"{part.url}: the feed {name} has no more than a link to it; add it by this URL")
        )
    own = replace(told, url=part.url or told.url)
    capture = make_capture(part.raw, url=own.url, media_type=part.media_type, fetched=part.fetched)
    return Taken(own.url or name, own.url or f"sha256:{capture.sha256}", own, capture, part.raw)


def take_file(each: Input, told: Told) -> Taken:
    """The bytes of a file or of standard input."""
    path = show_path(each.path)
    try:
        raw = read_bytes(each.path, folder=each.folder)
    except InputError as e:
        return fail(path, told, e)
    except OSError as e:
        return fail(path, told, InputError("not-a-file", f"{path}: {e.strerror}"))
    if each.path == STDIN:
        return take_bytes(raw, told, name="standard input")
    where = show_path(os.path.abspath(each.path))
    return Taken(path, told.url or f"file:{where}", told, make_capture(raw, path=path, url=told.url), raw)


def take_bytes(raw: bytes, told: Told, *, name: str = "bytes") -> Taken:
    """Bytes that stand nowhere: their address is their URL, else their own hash."""
    capture = make_capture(raw, url=told.url)
    return Taken(name, told.url or f"sha256:{capture.sha256}", told, capture, raw)


def fail(name: str, told: Told, error: InputError) -> Taken:
    return Taken(name, told.url or f"file:{name}", told, Capture("", "", path=name, url=told.url), None, error)


def show_path(path: str) -> str:
    """A file's name may be no UTF-8; what is kept is."""
    return os.fsencode(path).decode("utf-8", "replace")


def one_url(url: str | None, inputs: Sequence[object]) -> None:
    """A URL names one report."""
    if url is not None and len(inputs) > 1:
        raise UsageError(f"a URL names one report, but there are {len(inputs):,}; add them one at a time")
