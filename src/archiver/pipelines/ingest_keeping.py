"""What becomes of the bytes of a record that is taken in: copied into a WARC file of ours, or left where it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archiver.fetch.warc import WarcWriter
from archiver.fetch.warc_in_place import permit, place_of
from archiver.model import Capture, WarcLocation
from archiver.pipelines.ingest_records import Found


class Keeper:
    """Says of each capture where its record lies from now on."""

    def __init__(self, writer: WarcWriter | None, folder: Path, *, in_place: bool) -> None:
        """Without a writer nothing is copied; ``in_place`` has rows point to the files that were given.

        ``folder`` is that of the archive's WARC files, where the list is of what rows may point to.
        """
        self._writer = writer
        self._folder = folder
        self._in_place = in_place
        self._address = ""

    def begin(self, address: str) -> None:
        """The file that is read from now on. Raises ``OSError`` where it cannot be noted."""
        if self._in_place:  # before any row points there
            permit(self._folder, [address])
        self._address = address

    def keep(self, capture: Capture, found: Found) -> Capture:
        """The capture without its bytes, with the place of its record where that is kept."""
        return replace(capture, warc=self._place(capture, found), content=b"", exchanges=())

    def keep_again(self, capture: Capture) -> Capture:
        """A capture whose content is another record's: it is kept once more, unless nothing is copied."""
        return replace(capture, content=b"", exchanges=()) if self._in_place else capture

    def _place(self, capture: Capture, found: Found) -> WarcLocation | None:
        if self._in_place:
            return place_of(self._address, found.entry)
        if self._writer is None:
            return None
        return self._writer.copy(found.entry, capture.fetched_at, request=found.request, info=found.info)
