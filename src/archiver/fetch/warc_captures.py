"""What others' WARC records mean: captures as if they had been fetched, or the reason why there is none. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from archiver.errors import UrlError
from archiver.fetch.heads import media_type_of
from archiver.fetch.warc_entry_bytes import record_of
from archiver.fetch.warc_reading import MAX_CONTENT_BYTES, TEXT_TYPE, StoredRecord, capture_of, stored_of
from archiver.fetch.warc_stream import Entry
from archiver.model import Capture
from archiver.urls import normalise_url, other_scheme

#: what the records are of whose blocks are worth reading
CAPTURED_TYPES = frozenset({"response", "resource", "conversion", "revisit"})
_SUCCESS = range(200, 300)
_PAGE_TYPES = frozenset({None, "text/html", "application/xhtml+xml", TEXT_TYPE})


class PassReason(StrEnum):
    """Why a record is no page to be taken in. Behind the arrow, what it is otherwise."""

    #: → a request, what a crawler notes of itself or of a capture
    NO_CAPTURE = "no-capture"
    #: → the same content as an earlier record's, which it names
    REVISIT = "revisit"
    #: → a piece of a record that was cut into several
    SEGMENT = "segment"
    #: → a name server's answer, a file, something with a URN: nothing that was at an address of the web
    NOT_WEB = "not-web"
    #: → of an address that is none
    INVALID_URL = "invalid-url"
    #: → a response whose head is none
    BAD_HTTP = "bad-http"
    #: → a redirect, an error page: a status other than 2xx
    STATUS = "status"
    #: → a picture, a PDF: content of a type that was not asked for
    OTHER_TYPE = "other-type"
    #: → a response or a resource with nothing in it
    EMPTY = "empty"
    #: → longer than a page may be
    TOO_LARGE = "too-large"
    #: → of a moment that nobody knows
    NO_DATE = "no-date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A record that is passed over."""

    reason: PassReason
    #: one clause for a person: ``HTTP 404``, ``image/png``
    detail: str = ""
    #: the record that a revisit stands for, by its name; ``None`` where it names none
    refers_to: str | None = None


def is_page_type(media_type: str | None) -> bool:
    """Whether content of that type may be a page, or the text of one."""
    return media_type in _PAGE_TYPES


def capture_of_entry(
    entry: Entry,
    *,
    accepts: Callable[[str | None], bool] = is_page_type,
    request_head: bytes = b"",
    undated: dt.datetime | None = None,
    max_bytes: int = MAX_CONTENT_BYTES,
) -> Capture | Passed:
    """The capture that a record holds, as if it had been fetched, or why there is none.

    ``accepts`` says of a media type whether it is wanted; ``undated`` is the moment of a record that names none. A body
    that is cut or cannot be decoded is a capture with its failure, as after a fetch.
    """
    passed = _passed_by_type(entry) or _passed_by_address(entry)
    if passed is not None:
        return passed
    date = entry.date or undated
    if date is None:
        return Passed(reason=PassReason.NO_DATE)
    stored = stored_of(record_of(entry, date))
    passed = _passed_by_content(stored, accepts)
    if passed is not None:
        return passed
    if entry.is_cut:
        return Passed(reason=PassReason.TOO_LARGE, detail=f"more than {len(entry.block):,} bytes")
    url = normalise_url(entry.url)
    capture = capture_of(stored, request_head, max_bytes=max_bytes)
    return capture if url == capture.url == capture.final_url else replace(capture, url=url, final_url=url)


def _passed_by_type(entry: Entry) -> Passed | None:
    named = {name.lower(): value for name, value in entry.headers}
    if entry.type == "continuation" or "warc-segment-number" in named:
        return Passed(reason=PassReason.SEGMENT)
    if entry.type == "revisit":
        return Passed(reason=PassReason.REVISIT, refers_to=named.get("warc-refers-to"))
    return None if entry.type in CAPTURED_TYPES else Passed(reason=PassReason.NO_CAPTURE, detail=entry.type)


def _passed_by_address(entry: Entry) -> Passed | None:
    try:
        normalise_url(entry.url)
    except UrlError as error:
        scheme = other_scheme(entry.url)
        reason = PassReason.INVALID_URL if scheme is None else PassReason.NOT_WEB
        return Passed(reason=reason, detail=scheme or str(error))
    return None


def _passed_by_content(stored: StoredRecord, accepts: Callable[[str | None], bool]) -> Passed | None:
    if stored.type == "response":
        if stored.status is None:
            return Passed(reason=PassReason.BAD_HTTP)
        if stored.status not in _SUCCESS:
            return Passed(reason=PassReason.STATUS, detail=f"HTTP {stored.status}")
    media_type = media_type_of(stored.headers) if stored.type == "response" else stored.media_type
    if not accepts(media_type):
        return Passed(reason=PassReason.OTHER_TYPE, detail=media_type or "")
    return None if stored.body else Passed(reason=PassReason.EMPTY)
