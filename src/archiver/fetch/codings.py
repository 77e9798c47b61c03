"""The content codings that can be undone (RFC 9110, section 8.4.1), each as a decoder of one stream.

Every decoder stops at about as many bytes as it is told: a small body may hold gigabytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from zlib_ng import zlib_ng

#: what requests ask for. Whoever opens the WARC files can read these; zstd, which replay tools do not know yet, is
#: undone when it comes unasked
ACCEPT_ENCODING = "gzip, deflate, br"

#: how streams begin that can be told by it
SIGNATURES = {b"\x1f\x8b\x08": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}

_GZIP_OR_ZLIB = 32 + zlib_ng.MAX_WBITS
_RAW_DEFLATE = -zlib_ng.MAX_WBITS
#: 8 MB, the largest window that a sender may ask of a reader (RFC 9659)
_ZSTD_WINDOW_LOG = 23


class DamagedError(Exception):
    """The stream is none of that coding from here on; the message is what the library says."""


class Decoder(Protocol):
    """One compressed stream under way."""

    @property
    def is_done(self) -> bool:
        """Whether the stream has come to its own end."""
        ...

    @property
    def rest(self) -> bytes:
        """What was fed beyond that end."""
        ...

    def feed(self, piece: bytes, room: int) -> bytes:
        """What the next piece holds. Less than ``room`` is all of it; there may be a block more. ``DamagedError``."""
        ...


class _Zlib:
    def __init__(self, window: int) -> None:
        self._stream = zlib_ng.decompressobj(window)

    @property
    def is_done(self) -> bool:
        return self._stream.eof

    @property
    def rest(self) -> bytes:
        return self._stream.unused_data

    def feed(self, piece: bytes, room: int) -> bytes:
        try:
            return self._stream.decompress(piece, room)
        except zlib_ng.error as error:  # type: ignore[misc]  # its stub takes the class for an error
            raise DamagedError(str(error)) from error


class _Brotli:
    #: what follows a stream is an error to this library
    rest = b""

    def __init__(self) -> None:
        import brotli  # noqa: PLC0415 - for the servers that speak it

        self._error = brotli.error
        self._stream = brotli.Decompressor()

    @property
    def is_done(self) -> bool:
        return bool(self._stream.is_finished())

    def feed(self, piece: bytes, room: int) -> bytes:
        try:
            return bytes(self._stream.process(piece, output_buffer_limit=room))
        except self._error as error:
            raise DamagedError(str(error)) from error


class _Zstd:
    def __init__(self) -> None:
        zstd = zstd_module()
        self._error = zstd.ZstdError
        self._stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG})

    @property
    def is_done(self) -> bool:
        return bool(self._stream.eof)

    @property
    def rest(self) -> bytes:
        return bytes(self._stream.unused_data)

    def feed(self, piece: bytes, room: int) -> bytes:
        try:
            return bytes(self._stream.decompress(piece, max_length=room))
        except self._error as error:
            raise DamagedError(str(error)) from error


def zstd_module() -> Any:
    """The standard library's module, or the same for a Python that has none."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - for the servers that speak it
    else:
        from backports import zstd  # noqa: PLC0415 - likewise
    return zstd


def _gzip() -> Decoder:
    return _Zlib(_GZIP_OR_ZLIB)


def _raw_deflate() -> Decoder:
    return _Zlib(_RAW_DEFLATE)


#: coding → decoders to try, in order: some servers send "deflate" without its zlib wrapper (RFC 9110, 8.4.1.2)
DECODERS: Mapping[str, tuple[Callable[[], Decoder], ...]] = {
    "gzip": (_gzip,),
    "x-gzip": (_gzip,),
    "deflate": (_gzip, _raw_deflate),
    "br": (_Brotli,),
    "zstd": (_Zstd,),
}
