"""The records of a small archive into the folder of the archive that it is merged into: those that a row will point to.

What a page showed when it was seen again leaves no row, so its record, which lies in the small archive as if the page
were new, is left out: a file with such records is written anew without them, and where there are no others it stays
behind.
"""

from __future__ import annotations

from pathlib import Path

from archiver.fetch.warc_bringing import Bringer, Needed
from archiver.fetch.warc_thinning import thinned
from archiver.store.archive import Archive
from archiver.store.scratch import move_records


def bring_records(archive: Archive, bringer: Bringer, scratch: Path, copied: int) -> dict[str, str]:
    """By the name of a WARC file of the small archive, what it is called here; it is on disk, and rows may point there.

    ``copied`` is how many records of pages lie in its WARC file. Nothing is to be written between this and the merge.
    """
    if not copied:
        return {}
    folder = scratch.with_suffix(".warc")
    needed = archive.warc_records.needed_of(scratch)
    if sum(map(len, needed.values())) < copied:
        needed = {_thinned(scratch, folder, name, offsets): offsets for name, offsets in needed.items()}
    return {
        name: bringer.bring(Needed(folder=folder, name=name, end=(folder / name).stat().st_size)).name
        for name in sorted(needed)
    }


def _thinned(scratch: Path, folder: Path, name: str, offsets: frozenset[int]) -> str:
    """The name of a file with these records alone, to which the rows of the small archive point."""
    found = thinned(folder, name, offsets)
    if found is None:
        return name
    new, moved = found
    move_records(scratch, name, new, moved)
    return new
