"""Keeps exchanges in WARC files (ISO 28500, version 1.1).

Each record is a gzip member of its own, finished before the next begins, so any WARC reader can jump to it. A response
comes right before its request, each names the other, and both are there before whatever row points at them: ``sync``
says how far the file is on disk. The exchanges of one capture lie together in one file.

A file is only ever appended to, behind its last whole record: what a killed run wrote after the last commit and is
whole stays in its place, though no row points there; what is torn is cut off. Not looked at is what comes before, nor
is any file touched that does not begin with our description.

De-chunking took the framing away that a response head may announce. For other readers such a head is mended the way
archives do it (``X-Archive-Orig-Transfer-Encoding``, and a ``Content-Length`` that is true); reading undoes that.

An answer that brings a body again is kept as a ``revisit``: its head, and which record holds the body. So is a 304.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from archiver import __version__
from archiver.errors import DamagedArchiveError, ReadOnlyArchiveError
from archiver.fetch.answers import NOT_MODIFIED
from archiver.fetch.heads import AGENT_TOKEN, content_codings, read_head
from archiver.fetch.pace import utc_now
from archiver.fetch.warc_entry_bytes import member_of
from archiver.fetch.warc_files import OpenFile, finish, left_open, open_to_read
from archiver.fetch.warc_reading import load_fields
from archiver.fetch.warc_record import (
    BrokenRecordError,
    Record,
    digest_of_payload,
    mended_head,
    new_record_id,
    read_record_at,
    record_to_bytes,
    uri_of,
)
from archiver.fetch.warc_stream import Entry
from archiver.fetch.wire import Headers
from archiver.model import Capture, Exchange, KeptContent, WarcLocation, WarcPosition

#: a new file is begun beyond that
MAX_FILE_BYTES = 1_000_000_000

_CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the first record of a file says of all the others."""

    #: of every request
    user_agent: str = f"{AGENT_TOKEN}/{__version__}"
    #: where whoever runs the crawl is reached
    contact: str | None = None
    #: of what these files are the records
    part_of: str | None = None
    #: what this file is, where it is no more than a choice out of others
    description: str | None = None

    def record(self, name: str, date: dt.datetime, record_id: str | None = None) -> Record:
        """The ``warcinfo`` record of a file of that name."""
        return Record(
            type="warcinfo",
            id=record_id or new_record_id(),
            date=date,
            media_type="application/warc-fields",
            headers=(("WARC-Filename", name),),
            block=self.block,
        )

    @property
    def block(self) -> bytes:
        """Its named fields."""
        fields = (
            ("software", f"archiver/{__version__}"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", _CONFORMS_TO),
            ("robots", "classic"),
            ("http-header-user-agent", self.user_agent),
            ("operator", self.contact),
            ("isPartOf", self.part_of),
            ("description", self.description),
        )
        return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields if value).encode()


class WarcWriter:
    """Appends captures to gzip-compressed WARC files in one folder; a file appears with its first record.

    Raises ``ReadOnlyArchiveError`` when the folder cannot be written, or the disk is full; what was written before
    stays as it is.
    """

    def __init__(
        self,
        folder: Path,
        *,
        resume: WarcPosition | None = None,
        max_bytes: int = MAX_FILE_BYTES,
        provenance: Provenance | None = None,
        vouched: Callable[[str], int] = lambda _name: 0,
        clock: Callable[[], dt.datetime] = utc_now,
        new_id: Callable[[], str] = new_record_id,
    ) -> None:
        """``resume``: goes on in that file while it has room and says the same of itself, else starts a new one.

        ``vouched`` says how far rows point into a file that a killed run has left, beyond which it may be torn.
        ``new_id`` names records; where it gives the same names, the same captures make the same file.
        """
        self._folder = folder
        self._resume = resume
        self._max_bytes = max_bytes
        self._provenance = provenance or Provenance(part_of=folder.stem)
        self._vouched = vouched
        self._clock = clock
        self._new_id = new_id
        self._file: OpenFile | None = None
        self._is_tidy = False
        self._info_id = ""
        #: what other files say of themselves, as far as the file that is written to has it
        self._described: set[tuple[str, bytes]] = set()
        #: so many records hold what lay elsewhere: a record of a page, or a file that is one
        self.copied = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, capture: Capture, known: KeptContent | None = None) -> Capture:
        """The same capture, its ``warc`` the place of what was written; unchanged when there is nothing to keep.

        For every exchange a response and a request record (the place is the last response's), for an ingested file one
        ``resource`` record. ``known`` holds what may be the same content: where it is, byte by byte, or the server
        says so, the last response is a ``revisit`` record of that one, and ``revisit_of`` its number. What a browser
        has drawn of the last response is a ``conversion`` record behind it, and the place is that one's.
        """
        if not capture.exchanges:
            return replace(capture, warc=self._write_resource(capture)) if capture.content else capture
        file = self._ready_file()
        start = file.end
        original = None if known is None else self._original(known, capture.exchanges[-1], capture.status)
        for exchange in capture.exchanges[:-1]:
            self._write_exchange(file, exchange, None)
        place = self._write_exchange(file, capture.exchanges[-1], original)
        if capture.is_rendered:
            place = self._write_rendering(file, capture, place)
        if place.offset != start:
            place = replace(place, start=start)
        return replace(capture, warc=place, revisit_of=known.capture_id if known and original else None)

    def copy(
        self, entry: Entry, date: dt.datetime, *, request: Entry | None = None, info: Entry | None = None
    ) -> WarcLocation:
        """The place of what was copied: a record out of a file of somebody else, behind it its request.

        The bytes are the same where the record is a gzip member there and any reader can use it. ``info`` is what that
        file says of itself, which is copied before the first record out of it; ``date`` is the moment of a record that
        names none.
        """
        file = self._ready_file()
        if info is not None and (info.id, info.block) not in self._described:
            self._append_member(file, member_of(info, date, self._new_id))
            self._described.add((info.id, info.block))
        place = self._append_member(file, member_of(entry, date, self._new_id))
        self.copied += 1
        if request is not None:
            self._append_member(file, member_of(request, date, self._new_id))
        return place

    @property
    def position(self) -> WarcPosition | None:
        """How far the current file is whole; what ``resume`` was when nothing was written."""
        return self._resume if self._file is None else WarcPosition(file=self._file.name, end=self._file.end)

    def sync(self) -> WarcPosition | None:
        """The same, all of it on disk now."""
        if self._file is not None:
            with _told(self._folder):
                self._file.sync()
        return self.position

    def close(self) -> None:
        """Sync, and give the file its final name."""
        file, self._file = self._file, None
        if file is not None:
            with _told(self._folder):
                file.close()
            self._resume = WarcPosition(file=file.name, end=file.end)

    def _original(self, known: KeptContent, exchange: Exchange, status: int | None) -> Headers | None:
        """What a revisit says of the record that it stands for; ``None`` where it is not the same, or cannot be read.

        The contents are known to be the same, but only the same bytes on the wire are the same payload.
        """
        if exchange.truncated is not None:
            return None
        try:
            fields = load_fields(self._folder, known.warc)
        except DamagedArchiveError:
            return None
        named = {name.lower(): value for name, value in fields}
        digest = named.get("warc-payload-digest")
        is_same = status == NOT_MODIFIED or digest == digest_of_payload(exchange.body)
        if named.get("warc-type") != "response" or "warc-truncated" in named or digest is None or not is_same:
            return None
        return (
            ("WARC-Refers-To", named["warc-record-id"]),
            ("WARC-Refers-To-Target-URI", named["warc-target-uri"]),
            ("WARC-Refers-To-Date", named["warc-date"]),
            ("WARC-Payload-Digest", digest),
            *_profile(status),
        )

    def _write_exchange(self, file: OpenFile, exchange: Exchange, original: Headers | None) -> WarcLocation:
        address = () if exchange.ip_address is None else (("WARC-IP-Address", exchange.ip_address),)
        common = (("WARC-Target-URI", uri_of(exchange.url)), ("WARC-Warcinfo-ID", self._info_id), *address)
        response_id, request_id = self._new_id(), self._new_id()
        is_told = original is not None and _is_not_modified(exchange)
        # a 304's is in a record of its own, see `_head_of`
        head = b"" if is_told else mended_head(exchange.response_head, len(exchange.body))
        truncated = () if exchange.truncated is None else (("WARC-Truncated", exchange.truncated),)
        response = Record(
            type="response" if original is None else "revisit",
            id=response_id,
            date=exchange.started_at,
            media_type="application/http; msgtype=response",
            headers=(*common, ("WARC-Concurrent-To", request_id), *(original or truncated)),
            block=head + exchange.body if original is None else head,
            is_packed=original is None and bool(content_codings(read_head(exchange.response_head)[1])),
        )
        request = Record(
            type="request",
            id=request_id,
            date=exchange.started_at,
            media_type="application/http; msgtype=request",
            headers=(*common, ("WARC-Concurrent-To", response_id)),
            block=exchange.request_head,
        )
        place = self._append(file, response)
        self._append(file, request)
        if is_told:
            self._append(file, _head_of(self._new_id(), response, exchange))
        return place

    def _write_resource(self, capture: Capture) -> WarcLocation:
        file = self._ready_file()
        media_type = capture.media_type or "application/octet-stream"
        resource = Record(
            type="resource",
            id=self._new_id(),
            date=capture.fetched_at,
            media_type=f"{media_type}; charset={capture.charset}" if capture.charset else media_type,
            headers=(("WARC-Target-URI", uri_of(capture.url)), ("WARC-Warcinfo-ID", self._info_id)),
            block=capture.content,
        )
        self.copied += 1
        return self._append(file, resource)

    def _write_rendering(self, file: OpenFile, capture: Capture, response: WarcLocation) -> WarcLocation:
        fields = dict(load_fields(self._folder, response))
        conversion = Record(
            type="conversion",
            id=self._new_id(),
            date=capture.fetched_at,
            media_type=f"{capture.media_type}; charset={capture.charset}",
            headers=(
                ("WARC-Target-URI", uri_of(capture.final_url)),
                ("WARC-Warcinfo-ID", self._info_id),
                ("WARC-Refers-To", fields["WARC-Record-ID"]),
            ),
            block=capture.content,
        )
        return self._append(file, conversion)

    def _append(self, file: OpenFile, record: Record) -> WarcLocation:
        return self._append_member(file, record_to_bytes(record))

    def _append_member(self, file: OpenFile, member: bytes) -> WarcLocation:
        with _told(self._folder):
            offset = file.append(member)
        return WarcLocation(file=file.name, offset=offset, length=len(member))

    def _ready_file(self) -> OpenFile:
        """A file that is open and not yet full."""
        if self._file is not None and self._file.end >= self._max_bytes:
            self.close()
        if self._file is None:
            self._described.clear()
            with _told(self._folder):
                self._file = self._reopened() or self._created()
        return self._file

    def _reopened(self) -> OpenFile | None:
        """The file of the last commit, if it has room and is our own; others that were left open are finished."""
        file = None
        place = self._resume
        if place is not None and self._folder.is_dir() and place.file == Path(place.file).name:
            file = OpenFile.take_over(self._folder, place.file, place.end, is_newest=True)
        if not self._is_tidy:
            for name in left_open(self._folder):
                if file is None or name != file.name:
                    finish(self._folder, name, self._vouched(name))
            self._is_tidy = True
        if file is None or (file.end < self._max_bytes and not file.found.damage and self._is_the_same(file.name)):
            return file
        file.close()
        return None

    def _is_the_same(self, name: str) -> bool:
        """Whether the file describes itself as this writer would."""
        try:
            with open_to_read(self._folder, name) as stream:
                info = read_record_at(stream)
        except (OSError, BrokenRecordError):
            return False
        self._info_id = info.id
        return info.type == "warcinfo" and info.block == self._provenance.block

    def _created(self) -> OpenFile:
        now = self._clock()
        file = OpenFile.create(self._folder, f"archiver-{now:%Y%m%dT%H%M%SZ}")
        info = self._provenance.record(file.name, now, self._new_id())
        self._info_id = info.id
        self._append(file, info)
        return file


def _is_not_modified(exchange: Exchange) -> bool:
    return read_head(exchange.response_head)[0] == NOT_MODIFIED


def _head_of(record_id: str, response: Record, exchange: Exchange) -> Record:
    """The head of a 304 as it was received, to go with its revisit record.

    In the revisit itself, who replays it (pywb) would answer a browser that asks for the whole page with a 304.
    """
    # with an address of its own, replay tools would take it for a capture of the page
    described = (pair for pair in response.headers if pair[0] == "WARC-Warcinfo-ID")
    return Record(
        type="metadata",
        id=record_id,
        date=exchange.started_at,
        media_type="application/http; msgtype=response",
        headers=(*described, ("WARC-Refers-To", response.id), ("WARC-Concurrent-To", response.id)),
        block=exchange.response_head,
    )


def _profile(status: int | None) -> Headers:
    if status == NOT_MODIFIED:
        return (("WARC-Profile", f"{_PROFILE}server-not-modified"),)
    # the body is left out, which the standard wants to be said
    return (("WARC-Profile", f"{_PROFILE}identical-payload-digest"), ("WARC-Truncated", "length"))


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Says where, when something cannot be written."""
    try:
        yield
    except OSError as error:
        raise ReadOnlyArchiveError(f"{error.filename or folder}: {error.strerror}", path=str(folder)) from error
