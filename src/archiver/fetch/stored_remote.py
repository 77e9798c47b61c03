"""Files that fsspec reaches: of object stores, file servers, other programs' caches."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from archiver.errors import StoredFileError
from archiver.fetch.stored_places import Bytes, passing

#: read at once; some hundred pages
BLOCK_BYTES = 8 << 20
_MAGIC = frozenset("*?[")
#: errors of libraries that are not loaded here, by their names: no better the next time
_LASTING = frozenset({"NoCredentialsError", "PartialCredentialsError", "ProfileNotFound"})


#: what comes with archiver, where it is asked for
_OURS = frozenset({"fsspec", "s3fs"})


class FsspecPlace:
    """A file, a folder or a pattern. Nobody is asked for anything before it is looked at."""

    def __init__(self, address: str, ahead_bytes: int = BLOCK_BYTES) -> None:
        """``ahead_bytes`` are read at once."""
        self.address = address
        self._ahead_bytes = ahead_bytes

    def files(self) -> tuple[str, ...]:
        """What a pattern fits or lies in a folder and below it, in order; else itself."""
        try:
            files, path = self._there
            if _MAGIC & set(path):
                return _named(files, files.glob(path, detail=True))
            return _named(files, files.find(path, detail=True)) if files.isdir(path) else (self.address,)
        except Exception as error:  # each protocol's library has errors of its own
            raise self.told(error) from error

    def size(self) -> int | None:
        """In bytes; ``None`` where nobody says."""
        try:
            files, path = self._there
            size = files.size(path)
        except Exception as error:  # as above
            raise self.told(error) from error
        return None if size is None else int(size)

    def open_at(self, offset: int) -> Bytes:
        """The file from there on."""
        try:
            files, path = self._there
            stream = files.open(path, "rb", block_size=self._ahead_bytes)
            stream.seek(offset)
        except Exception as error:  # as above
            raise self.told(error) from error
        return _Reading(self, stream)

    @cached_property
    def _there(self) -> tuple[Any, str]:
        """The file system, which some libraries connect to at once, and the path there."""
        return _found(self.address)

    def told(self, error: Exception) -> Exception:
        """The same as an error of ours."""
        if isinstance(error, StoredFileError):
            return error
        if isinstance(error, FileNotFoundError):
            return StoredFileError(f"{self.address}: there is no such file", address=self.address)
        if isinstance(error, PermissionError | IsADirectoryError) or type(error).__name__ in _LASTING:
            return StoredFileError(f"{self.address}: {error}", address=self.address)
        return passing(error, str(error) or type(error).__name__)


class _Reading:
    def __init__(self, place: FsspecPlace, stream: Any) -> None:
        self._place = place
        self._stream = stream

    def read(self, size: int) -> bytes:
        try:
            return bytes(self._stream.read(size))
        except Exception as error:  # as above
            raise self._place.told(error) from error

    def close(self) -> None:
        self._stream.close()


def _named(files: Any, found: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    return tuple(str(files.unstrip_protocol(name)) for name in sorted(found) if found[name]["type"] == "file")


def _found(address: str) -> tuple[Any, str]:
    """The file system of an address, and its path there."""
    try:
        import fsspec  # noqa: PLC0415 - an extra, for those who read from elsewhere
    except ImportError as error:
        raise _lacking(address, "fsspec") from error
    try:
        files, path = fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise _missing(address) from error
    except ValueError as error:
        raise StoredFileError(f"{address}: {error}", address=address) from error
    return files, str(path)


def _missing(address: str) -> StoredFileError:
    """What fsspec needs for that protocol."""
    from fsspec.registry import known_implementations  # noqa: PLC0415 - an extra, and known to be there

    protocol = address.partition("://")[0].rpartition("::")[2]
    library = known_implementations[protocol]["class"].partition(".")[0]
    return _lacking(address, library)


def _lacking(address: str, library: str) -> StoredFileError:
    """One file's matter, as others can be read without it, and a worker may have it."""
    install = "'archiver[remote]'" if library in _OURS else library
    return StoredFileError(f"{address}: this needs {library}: pip install {install}", address=address)
