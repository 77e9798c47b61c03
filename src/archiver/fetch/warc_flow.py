"""What lies in a unit of a WARC file, read on a piece at a time, with a look ahead where one is needed."""

from __future__ import annotations

from archiver.fetch.warc_heads import LONGEST_HEAD, VERSION, head_end, is_head
from archiver.fetch.warc_units import PlainUnit, Unit

#: more than that behind a block is no ending
_MOST_ENDING = 16
_USUAL_ENDING = 4
_LINE_BYTES = 128


class Flow:
    """Reads a unit from its beginning."""

    def __init__(self, unit: Unit, end: int | None = None) -> None:
        """``end`` is the unit's, in bytes of what is in it, where that is known."""
        self.unit = unit
        self.end = end
        self._data = b""
        self._at = 0
        self._before = 0
        #: a record did not end with its unit
        self.has_gone_on = False

    @property
    def position(self) -> int:
        """How many bytes were taken out of it."""
        return self._before + self._at

    def is_at_end(self) -> bool:
        """Whether nothing is left in it."""
        return self._at == len(self._data) and not self._more()

    def holds(self, count: int) -> bool:
        """Whether so many bytes may come, as far as that is known without reading them."""
        if isinstance(self.unit, PlainUnit):
            return self.unit.reaches(self.position + count)
        return self.end is None or self.position + count <= self.end

    def peek(self, count: int) -> bytes:
        """What comes next, fewer bytes at the end."""
        while len(self._data) - self._at < count and self._more():
            pass
        return self._data[self._at : self._at + count]

    def peek_line(self) -> bytes:
        """As much as it takes to tell that a record begins."""
        return self.peek(_LINE_BYTES)

    def head(self) -> bytes | None:
        """Everything up to the next blank line, which is taken with it; ``None`` where none comes for long."""
        while (end := head_end(self._data, self._at)) is None:
            if len(self._data) - self._at > LONGEST_HEAD or not self._more_or_beyond():
                return None
        head = self._data[self._at : end]
        self._at = end
        return head

    def take(self, count: int) -> bytes:
        """The next bytes; fewer where there are no more."""
        if len(self._data) - self._at >= count:
            self._at += count
            return self._data[self._at - count : self._at]
        pieces: list[bytes] = []
        while count and (self._at < len(self._data) or self._more_or_beyond()):
            piece = self._data[self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def skip(self, count: int) -> bool:
        """Passes over so many bytes; whether they were there. Where they are known not to be, nothing is read."""
        if not self.holds(count):
            return False
        while count and (self._at < len(self._data) or self._more_or_beyond()):
            passed = min(count, len(self._data) - self._at)
            self._at += passed
            count -= passed
            if count and isinstance(self.unit, PlainUnit):
                self._leap(self.unit, count)
                return True
        return not count

    def ending(self) -> bytes:
        """The ends of lines that come next."""
        ending = self._line_ends()
        if len(ending) < _USUAL_ENDING and self.is_at_end() and self._more_or_beyond():
            ending += self._line_ends()
        return ending

    def skip_all(self) -> None:
        """Passes over everything that is left in the unit."""
        self._at = len(self._data)
        while self._more():
            self._at = len(self._data)

    def skip_to_head(self) -> None:
        """Passes over everything before the next record; over all, where none comes."""
        while not self.is_at_end():
            found = self._data.find(VERSION, self._at)
            if found >= 0:
                self._at = found
                if is_head(self.peek_line()):
                    return
                self._at += 1
            else:
                # the last bytes may be how one begins
                self._at = max(self._at, len(self._data) - len(VERSION))
                if not self._more():
                    self._at = len(self._data)

    def _line_ends(self) -> bytes:
        ahead = self.peek(_MOST_ENDING)
        ending = ahead[: len(ahead) - len(ahead.lstrip(b"\r\n"))]
        self._at += len(ending)
        return ending

    def _leap(self, unit: PlainUnit, count: int) -> None:
        """Goes on in the file itself, nothing read of what lies between."""
        unit.leap(count)
        self._before += self._at + count
        self._data, self._at = b"", 0

    def _more_or_beyond(self) -> bool:
        """Reads on; where the unit has ended, in the one that goes on with the record."""
        if self._more():
            return True
        if not self.unit.goes_on():
            return False
        self.has_gone_on, self.end = True, None
        self.unit.forget()
        return self._more()

    def _more(self) -> bool:
        piece = self.unit.read()
        if not piece:
            self.end = self._before + len(self._data)
            return False
        self._before += self._at
        self._data = self._data[self._at :] + piece
        self._at = 0
        return True
