"""Asks for pages politely and keeps what came over the wire."""

from archiver.fetch.fetcher import Fetcher
from archiver.fetch.pace import Pace
from archiver.fetch.transport import RequestsTransport
from archiver.fetch.warc import WarcWriter
from archiver.fetch.warc_reading import StoredRecord, read_capture, read_record
from archiver.fetch.wire import Transport, WireRequest, WireResponse

__all__ = [
    "Fetcher",
    "Pace",
    "RequestsTransport",
    "StoredRecord",
    "Transport",
    "WarcWriter",
    "WireRequest",
    "WireResponse",
    "read_capture",
    "read_record",
]
