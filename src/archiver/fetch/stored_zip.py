"""Files in zip files, a WACZ among them. Where they were stored as they are, any part of them can be read by itself."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO, BinaryIO

from archiver.errors import StoredFileError
from archiver.fetch.stored_places import Part, Readable

_BUFFER_BYTES = 1 << 18
#: what comes before a file in a zip file, its name and what else is said of it left out
_LOCAL_HEAD_BYTES = 30


def open_member(address: str, stream: BinaryIO, name: str) -> BinaryIO:
    """A file in a zip file, which is closed with it: where it lies, if it was stored as it is; else unpacked.

    Raises ``StoredFileError``.
    """
    try:
        zipped = _unzipped(address, stream)
        info = zipped.getinfo(name)
        is_stored = info.compress_type == zipfile.ZIP_STORED
        inner = (
            Part(stream, *_span(stream, info))
            if is_stored
            else _Unpacked(f"{address}!{name}", zipped.open(info), stream)
        )
    except (KeyError, zipfile.BadZipFile, RuntimeError, ValueError) as error:
        stream.close()
        raise StoredFileError(f"{address}: {error.args[0]}", address=address) from error
    except StoredFileError:
        stream.close()
        raise
    return io.BufferedReader(inner, _BUFFER_BYTES)


def names_in(address: str, stream: BinaryIO) -> list[str]:
    """The names of the files in a zip file. Raises ``StoredFileError``."""
    return _unzipped(address, stream).namelist()


def _span(stream: BinaryIO, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Where a file begins that was stored as it is, and how long it is."""
    stream.seek(info.header_offset)
    head = stream.read(_LOCAL_HEAD_BYTES)
    names = sum(int.from_bytes(head[at : at + 2], "little") for at in (26, 28))
    return info.header_offset + _LOCAL_HEAD_BYTES + names, info.file_size


def _unzipped(address: str, stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except zipfile.BadZipFile as error:
        raise StoredFileError(f"{address}: no zip file ({error})", address=address) from error


class _Unpacked(Readable):
    """A compressed file in a zip file, which is closed with it."""

    def __init__(self, address: str, inner: IO[bytes], outer: BinaryIO) -> None:
        self._address = address
        self._inner = inner
        self._outer = outer

    def tell(self) -> int:
        """Where the next byte is read."""
        return self._inner.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Goes there."""
        return self._inner.seek(offset, whence)

    def some(self, count: int) -> bytes:
        """At most so many of the next bytes, none at the end. Raises ``StoredFileError`` where they are damaged."""
        try:
            return self._inner.read(count)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            address = self._address
            raise StoredFileError(f"{address}: damaged in its zip file ({error})", address=address) from error

    def close(self) -> None:
        """Closes the zip file, too."""
        self._inner.close()
        self._outer.close()
        super().close()
