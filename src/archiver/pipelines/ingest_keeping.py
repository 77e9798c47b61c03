"""What becomes of the bytes of a record that is taken in: copied into a WARC file of ours, or left where it is."""

from __future__ import annotations

from dataclasses import replace

from archiver.fetch.warc import WarcWriter
from archiver.model import Capture, WarcLocation
from archiver.pipelines.ingest_records import Found


class Keeper:
    """Says of each capture where its record lies from now on."""

    def __init__(self, writer: WarcWriter | None, *, in_place: bool) -> None:
        """Without a writer nothing is copied; ``in_place`` has rows point to the files that were given."""
        self._writer = writer
        self._in_place = in_place
        #: of the file that is read now
        self.address = ""

    def keep(self, capture: Capture, found: Found) -> Capture:
        """The capture without its bytes, with the place of its record where that is kept."""
        return replace(capture, warc=self._place(capture, found), content=b"", exchanges=())

    def _place(self, capture: Capture, found: Found) -> WarcLocation | None:
        entry = found.entry
        if self._in_place:
            # what lies in one gzip member with others cannot be found by its place alone
            is_alone = entry.within is None
            return WarcLocation(file=self.address, offset=entry.offset, length=entry.length) if is_alone else None
        if self._writer is None:
            return None
        return self._writer.write(capture).warc
