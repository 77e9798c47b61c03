"""Revisits: records that say that a page was what an earlier record holds, which they name by its address and moment.

Older files name it by its id or by the digest of its content: then it is looked for among the records in front of it
in the same part of the file.

One whose page still shows that was seen again, and no more is said of it. Where something else has come in between, or
the page has another address than the record, the content is that page's, and is kept with it. A revisit whose record
is neither in the archive nor in front of it waits for that (``ingest_waiting``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from archiver.errors import DamagedArchiveError, UrlError
from archiver.fetch.warc_reading import read_capture
from archiver.fetch.warc_stream import Entry
from archiver.model import Capture
from archiver.model.bulk import Revisit
from archiver.store.archive import Archive
from archiver.timestamps import parse_utc
from archiver.urls import normalise_url

_DIGEST = "warc-payload-digest"
#: that are remembered of the records in front of a revisit
_MOST_NAMES = 1 << 17


class Before:
    """The records in front of a revisit, for one that does not say of which moment the record is that it names."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], tuple[str, dt.datetime]] = {}

    def add(self, entry: Entry) -> None:
        """One that has come, and may be named."""
        if entry.date is None or entry.type == "revisit":
            return
        digest = next((value for name, value in entry.headers if name.lower() == _DIGEST), "")
        for name in _names(entry.id, entry.url, digest):
            self._records[name] = entry.url, entry.date
        while len(self._records) > _MOST_NAMES:
            del self._records[next(iter(self._records))]

    def named(self, record_id: str, url: str, digest: str) -> tuple[str, dt.datetime] | None:
        """Address and moment of the one of that name, else the last with that content: of the address, else of any."""
        found = (self._records.get(name) for name in _names(record_id, url, digest))
        return next(filter(None, found), None)


def read_revisit(entry: Entry, before: Before) -> Revisit | None:
    """What the record says; ``None`` where it does not say whose content it is, or when it was seen."""
    if entry.date is None:
        return None
    with suppress(UrlError, ValueError):
        url = normalise_url(entry.url)
        original = _original(entry, before)
        if original is not None:
            return Revisit(
                url=url, seen_at=entry.date, original_url=normalise_url(original[0]), original_at=original[1]
            )
    return None


def _original(entry: Entry, before: Before) -> tuple[str, dt.datetime] | None:
    """Address and moment of the record that a revisit names. Raises ``ValueError`` for a moment that is none."""
    named = {name.lower(): value for name, value in entry.headers}
    url = named.get("warc-refers-to-target-uri", entry.url).strip("<>")
    moment = named.get("warc-refers-to-date")
    if moment is not None:
        return url, parse_utc(moment)
    return before.named(named.get("warc-refers-to", ""), url, named.get(_DIGEST, ""))


def _names(record_id: str, url: str, digest: str) -> Iterator[tuple[str, str]]:
    """What a record may be called, the surest first."""
    if record_id:
        yield "", record_id.strip("<>")
    if digest:
        yield from ((url, digest.lower()), ("any", digest.lower()))


class Originals:
    """Where the records are that revisits tell of: in the archive, or among those that came before them in a batch."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._batch: dict[tuple[str, dt.datetime], Capture] = {}

    def add(self, capture: Capture) -> None:
        """One that has come, and is not in the archive yet."""
        self._batch[_key(capture.url, capture.fetched_at)] = capture

    def capture_of(self, revisit: Revisit) -> Capture | None:
        """What it is a capture of; ``None`` where nobody knows yet."""
        original = self._batch.get(_key(revisit.original_url, revisit.original_at))
        if original is None:
            original = self._archive.ingested.original(revisit.original_url, revisit.original_at)
        if original is None:
            return None
        return replace(original, url=revisit.url, final_url=revisit.url, fetched_at=revisit.seen_at, exchanges=())


def with_content(archive: Archive, capture: Capture) -> Capture | None:
    """The same with what it holds, out of the original's record where need be; ``None`` where that cannot be read.

    It is as if the page were a file of its own: what it holds is kept once more, for no record of ours can say that
    it is another's content.
    """
    if not capture.content:
        if capture.warc is None:
            return None
        try:
            original = read_capture(archive.warc_folder, capture.warc)
        except DamagedArchiveError:
            return None
        if original.payload_digest != capture.payload_digest:  # out of a file that is another one now
            return None
        capture = replace(capture, content=original.content)
    return replace(capture, warc=None, status=None, size_bytes=len(capture.content))


def _key(url: str, moment: dt.datetime) -> tuple[str, dt.datetime]:
    """An archive keeps moments to the second."""
    return url, moment.replace(microsecond=0)
