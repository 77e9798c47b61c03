"""Files that are given by an address: on this machine, on a web server, in whatever else fsspec reaches.

``/data/a.warc.gz``, ``file:///data/a.warc.gz``, ``https://host/a.warc.gz``, ``s3://bucket/a.warc.gz``; and what is in a
WACZ or another zip file, behind a ``!``: ``/data/a.wacz!archive/data.warc.gz``. Local files need no library, those of
web servers none but ours; for all others fsspec knows which one, and what its settings are (``FSSPEC_S3_ANON=true``).
"""

from __future__ import annotations

import glob
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from archiver.errors import StoredFileError
from archiver.fetch.stored_places import Distant, Place, tried_again
from archiver.fetch.stored_remote import BLOCK_BYTES, FsspecPlace
from archiver.fetch.stored_zip import names_in, open_member

if TYPE_CHECKING:
    from archiver.fetch.stored_web import WebPlace

_SCHEME = re.compile(r"(?:[a-z0-9+.-]+::)*[a-z][a-z0-9+.-]*://", re.IGNORECASE)
#: a file in a zip file
_MEMBER = re.compile(r"(.+?\.(?:wacz|zip))!(.+)", re.IGNORECASE | re.DOTALL)
_WACZ = ".wacz"
#: what of a WACZ are its records
_RECORDS = re.compile(r"archive/.+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
_BUFFER_BYTES = 1 << 18


def is_local(address: str) -> bool:
    """Whether it is a path on this machine, or an address that says so.

    >>> is_local("news.warc.gz"), is_local("file:///data/a.warc.gz"), is_local("s3://bucket/a.warc.gz")
    (True, True, False)
    """
    return address.lower().startswith("file://") or not _SCHEME.match(address)


def local_path(address: str) -> Path:
    """The path of a local file."""
    if not address.lower().startswith("file://"):
        return Path(address)
    return Path(unquote(urlsplit(address).path))


def open_stored(address: str, *, ahead_bytes: int = BLOCK_BYTES) -> BinaryIO:
    """The file, to read and to seek in; from object stores ``ahead_bytes`` are read at once.

    Raises ``StoredFileError``, when it is read as well, and where a library for it is not there.
    """
    zipped = _MEMBER.fullmatch(address)
    if zipped is not None:
        return open_member(zipped[1], open_stored(zipped[1], ahead_bytes=ahead_bytes), zipped[2])
    if is_local(address):
        return _open_local(address)
    return io.BufferedReader(Distant(_place(address, ahead_bytes)), _BUFFER_BYTES)


def read_part(address: str, offset: int, count: int) -> bytes | None:
    """So many bytes of a file of a web server, in one request; ``None`` for other files. Raises as ``open_stored``."""
    if not _is_of_web(address) or _MEMBER.fullmatch(address):
        return None
    place = _web_place(address)
    return tried_again(address, lambda: place.part(offset, count))


def size_of(address: str) -> int | None:
    """Its size in bytes; ``None`` where nobody says. Raises as ``open_stored`` does."""
    if is_local(address) or _MEMBER.fullmatch(address):
        with open_stored(address) as stream:
            return stream.seek(0, io.SEEK_END)
    return tried_again(address, _place(address).size)


def list_stored(address: str) -> tuple[str, ...]:
    """The files that an address stands for, in order: itself, what a pattern fits, what lies in a folder and below it.

    A WACZ stands for the WARC files in it. Raises as ``open_stored`` does; a pattern or a folder without files gives
    none.
    """
    found = _local_files(address) if is_local(address) else tried_again(address, _place(address).files)
    return tuple(part for one in found for part in (_parts(one) if one.lower().endswith(_WACZ) else (one,)))


def _local_files(address: str) -> tuple[str, ...]:
    path = local_path(address)
    if path.is_dir():
        return tuple(sorted(str(file) for file in path.rglob("*") if file.is_file()))
    if path.exists() or not glob.has_magic(str(path)):
        return (str(path),)
    # a pattern may begin anywhere, which Path.glob does not allow
    found = glob.glob(str(path), recursive=True)  # noqa: PTH207 - it may begin at the root
    return tuple(sorted(one for one in found if Path(one).is_file()))


def _parts(address: str) -> tuple[str, ...]:
    with open_stored(address) as stream:
        return tuple(f"{address}!{name}" for name in names_in(address, stream) if _RECORDS.fullmatch(name))


def _place(address: str, ahead_bytes: int = BLOCK_BYTES) -> Place:
    return _web_place(address) if _is_of_web(address) else FsspecPlace(address, ahead_bytes)


def _web_place(address: str) -> WebPlace:
    from archiver.fetch.stored_web import WebPlace  # noqa: PLC0415 - requests, which most readers do without

    return WebPlace(address)


def _is_of_web(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))


def _open_local(address: str) -> BinaryIO:
    path = local_path(address)
    if path.is_char_device():  # which may never end
        raise StoredFileError(f"{address}: a device is no file", address=address)
    try:
        return path.open("rb")
    except OSError as error:
        raise StoredFileError(f"{address}: {error.strerror}", address=address) from error
