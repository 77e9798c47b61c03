"""A WARC file of ours without the records that nobody needs: a page that was seen again is not kept twice."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from archiver.fetch.warc_captures import CAPTURED_TYPES
from archiver.fetch.warc_files import SUFFIX, OpenFile, open_to_read
from archiver.fetch.warc_stream import Entry, iter_entries

_NUMBER = re.compile(rf"-\d+{re.escape(SUFFIX)}$")


def thinned(folder: Path, name: str, wanted: Collection[int]) -> tuple[str, dict[int, int]] | None:
    """A new file beside this one with the wanted records alone, told by where they begin; ``None`` where all are.

    What it is called, and where each of them is now. Requests come along with what they led to, and what the file says
    of itself. It is on disk. Raises ``OSError``.
    """
    with open_to_read(folder, name) as stream:
        entries = [one for one in iter_entries(stream, types=(), max_block_bytes=0) if isinstance(one, Entry)]
        kept = list(_kept(entries, wanted))
        if len(kept) == len(entries):
            return None
        file = OpenFile.create(folder, _NUMBER.sub("", name))
        moved: dict[int, int] = {}
        for entry in kept:
            stream.seek(entry.offset)
            moved[entry.offset] = file.append(stream.read(entry.length))
        file.close()
    return file.name, {old: new for old, new in moved.items() if old in wanted}


def _kept(entries: Iterable[Entry], wanted: Collection[int]) -> Iterator[Entry]:
    is_kept = True
    for entry in entries:
        if entry.type in CAPTURED_TYPES:  # its request stands behind it
            is_kept = entry.offset in wanted
        if is_kept or entry.type == "warcinfo":
            yield entry
