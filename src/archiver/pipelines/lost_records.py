"""Records that are not where their rows say, by the file that they were in: one sentence for each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archiver.text import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class LostFile:
    """A WARC file out of which captures cannot be read."""

    #: as rows name it
    name: str
    #: so many, as far as they were asked for
    captures: int
    #: what was wrong with the first of them
    problem: str
    #: of that one, where the file itself can be read
    offset: int | None

    @property
    def sentence(self) -> str:
        """For a person."""
        place = self.name if self.offset is None else f"{self.name}, at byte {self.offset:,}"
        return f"{place}: {self.problem}: the records of {counted(self.captures, 'capture')} cannot be read there"


class LostRecords:
    """Counts them."""

    def __init__(self) -> None:
        self._files: dict[str, LostFile] = {}

    def note(self, file: str, problem: str, offset: int | None) -> None:
        """The record of one capture is not there."""
        known = self._files.get(file) or LostFile(name=file, captures=0, problem=problem, offset=offset)
        self._files[file] = replace(known, captures=known.captures + 1)

    @property
    def files(self) -> Sequence[LostFile]:
        """All of them, in the order in which they were met."""
        return tuple(self._files.values())
