"""Whether an archive is whole: the database by itself, and every WARC record that it points to."""

from __future__ import annotations

from archiver.errors import DamagedArchiveError
from archiver.fetch.warc_reading import read_record
from archiver.model import WarcLocation
from archiver.store.archive import Archive
from archiver.store.records import CheckReport


def check_archive(archive: Archive, *, with_records: bool = True) -> CheckReport:
    """What is wrong with the archive; reads every record unless told not to."""
    if not with_records:
        return archive.check()
    folder = archive.warc_folder

    def problem(location: WarcLocation) -> str | None:
        try:
            read_record(folder, location)
        except DamagedArchiveError as error:
            return str(error).removeprefix(f"{location.file} at {location.offset}: ")
        return None

    return archive.check(problem)
