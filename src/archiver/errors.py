"""What can go wrong, by what the caller can do about it.

    ArchiverError
    ├── UsageError                the call is wrong: mend the argument             exit 2
    │   ├── UrlError              not an address that can be fetched
    │   ├── SettingsError         archiver.toml or an environment variable
    │   ├── RulesError            a file of site rules, or a case of one
    │   └── QueryError            SQL or a search that SQLite refuses
    │       └── QueryInterruptedError  it took more time than it had            exit 1
    ├── DocumentError             the bytes cannot be read as a page               a recorded failure
    ├── ExportError               what is written out of an archive cannot be written  exit 1
    ├── FetchError                the page did not come; carries its reason        a recorded failure
    ├── StoredFileError           a file to be read cannot be: not there, not allowed, no network  exit 1
    ├── MissingLibraryError       what is asked for needs a library: install it    exit 1
    └── ArchiveError              the database or its WARC folder                  exit 1
        ├── MissingArchiveError   there is no file at that path
        ├── NotAnArchiveError     a file, but not one of ours
        ├── NewerArchiveError     written by a newer version
        ├── OlderArchiveError     lacks what is asked for, and cannot be brought up to date now
        ├── SampleArchiveError    the committed sample, which is read-only
        ├── ScratchArchiveError   rows on their way into another archive
        ├── ReadOnlyArchiveError  the file or its folder cannot be written
        ├── DamagedArchiveError   SQLite or a WARC record says so
        │   └── LostRecordError   a WARC file is gone, or another one than it was
        └── LockedArchiveError    another writer holds it                          exit 75

A page that lacks a title is not an error but ``None``; a site that misbehaves is an outcome that is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the model takes a while to load
    from archiver.model import FailureReason


class ArchiverError(Exception):
    """Root of everything that this package raises on purpose."""

    #: the process exit code that a command ends with when nothing catches this
    exit_code = 1


class UsageError(ArchiverError):
    """The call is wrong and will stay wrong until its argument is mended."""

    exit_code = 2


class UrlError(UsageError):
    """Not an address that can be fetched; ``url`` is what was given."""

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url


class SettingsError(UsageError):
    """A setting in ``archiver.toml``, the environment or an option cannot be used."""


class RulesError(UsageError):
    """A file of site rules, or a case that one is tried on, cannot be used."""


class QueryError(UsageError):
    """SQL, or a full-text search, that SQLite refuses."""


class QueryInterruptedError(QueryError):
    """A statement that was given up, as its time was over: on another day, or with more of it, it may end."""

    exit_code = 1


class DocumentError(ArchiverError):
    """The bytes cannot be read as a page: empty, binary, or another format."""


class ExportError(ArchiverError):
    """What is made from an archive cannot be written: a full disk, a folder that is closed, a library that lacks."""


class FetchError(ArchiverError):
    """A page did not come. ``reason`` is what ``pages.reason`` will hold, ``detail`` one clause for a person."""

    def __init__(self, reason: FailureReason, detail: str, *, url: str) -> None:
        super().__init__(f"{url}: {detail}")
        self.reason = reason
        self.detail = detail
        self.url = url


class StoredFileError(ArchiverError, OSError):
    """A file cannot be read, here or elsewhere; ``address`` is where it is to be. An ``OSError`` as of any file."""

    def __init__(self, message: str, *, address: str = "") -> None:
        super().__init__(message)
        self.address = address

    @property
    def problem(self) -> str:
        """What is wrong, without the address."""
        return str(self).removeprefix(f"{self.address}: ")


class MissingLibraryError(ArchiverError):
    """What is asked for needs a library that is not installed; ``library`` is its name."""

    def __init__(self, library: str, *, install: str) -> None:
        """``install`` is what to hand to pip."""
        super().__init__(f"this needs {library}: pip install {install}")
        self.library = library


class ArchiveError(ArchiverError):
    """The database, or the WARC folder that belongs to it; ``path`` is the database's."""

    def __init__(self, message: str, *, path: str) -> None:
        super().__init__(message)
        self.path = path


class MissingArchiveError(ArchiveError):
    """There is no file at that path."""


class NotAnArchiveError(ArchiveError):
    """There is a file, but it is not one of ours."""


class NewerArchiveError(ArchiveError):
    """Written by a newer version of this package."""


class OlderArchiveError(ArchiveError):
    """Written by an older version, not to be brought up to date now, and what is asked for came later."""


class SampleArchiveError(ArchiveError):
    """The committed sample, which no command writes to."""


class ScratchArchiveError(ArchiveError):
    """Rows on their way into another archive, which merges them: no archive to open."""


class ReadOnlyArchiveError(ArchiveError):
    """The file or the folder it lies in cannot be written."""


class DamagedArchiveError(ArchiveError):
    """SQLite or a WARC record says that the archive is not whole."""


class LostRecordError(DamagedArchiveError):
    """A record is not there any more, and likely not alone: its ``file`` is gone, closed to us, or another one now.

    ``problem`` is what is wrong, without the file's name.
    """

    def __init__(self, problem: str, *, file: str, path: str, offset: int | None = None) -> None:
        """``offset`` where the file can be read, and the record is not in it."""
        self.file = file
        self.problem = problem
        self.offset = offset
        super().__init__(f"{self.place}: {problem}", path=path)

    @property
    def place(self) -> str:
        """For a person."""
        return self.file if self.offset is None else f"{self.file} at {self.offset}"


class LockedArchiveError(ArchiveError):
    """Another writer holds the archive."""

    exit_code = 75
