"""A record of another file as bytes of one of ours: as it is where it is fit for that, else made anew. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from archiver.fetch.warc_record import COMPUTED_FIELDS, PAYLOAD_TYPES, Record, new_record_id, record_to_bytes
from archiver.fetch.warc_stream import Entry
from archiver.fetch.wire import Headers

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def record_of(entry: Entry, date: dt.datetime, new_id: Callable[[], str] = new_record_id) -> Record:
    """The same as a record of ours; ``date`` is its moment where it names none, ``new_id`` gives it a name then."""
    return Record(
        type=entry.type,
        id=entry.id or new_id(),
        date=entry.date or date,
        media_type=entry.media_type,
        headers=tuple((name, value) for name, value in entry.headers if name.lower() not in COMPUTED_FIELDS),
        block=entry.block,
    )


def member_of(entry: Entry, date: dt.datetime, new_id: Callable[[], str] = new_record_id) -> bytes:
    """The record as one gzip member, the same bytes as in its file where it is one there and any reader can use it."""
    if entry.member is not None:
        return entry.member
    record = record_of(entry, date, new_id)
    return record_to_bytes(
        Record(
            type=record.type,
            id=record.id,
            date=record.date,
            media_type=record.media_type,
            headers=_spelt(entry, record.headers),
            block=record.block,
        )
    )


def _spelt(entry: Entry, headers: Headers) -> Headers:
    """The fields as any reader knows them; a digest of the payload is added when it is written."""
    left_out = {"warc-payload-digest"} if entry.type in PAYLOAD_TYPES else set()
    return tuple(
        (name, entry.url if name.lower() == "warc-target-uri" else value)
        for name, value in headers
        if name.lower() not in left_out and _NAME.fullmatch(name)
    )
