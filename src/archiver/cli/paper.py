"""Text for eyes: wrapped to the terminal's width by the cells that it takes, coloured where a terminal shows colours.

Chinese and Japanese characters take two cells and stand without spaces, accents that stand alone take none; rich knows.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from archiver.cli.tables import printable

#: where no terminal says how wide it is
_WIDTH = 100
#: lines longer than this are hard to read, whatever the terminal; narrower than that, nothing can be done
_WIDEST, _NARROWEST = 120, 30


Piece = tuple[str, str]
"""A text and its style: ``("Most read", "bold")``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in pieces."""

    pieces: tuple[Piece, ...] = ()
    #: what stands before it; what is wrapped stands as far to the right
    label: tuple[Piece, ...] = ()
    #: never wrapped, so that it can be copied: an address
    is_whole: bool = False


class Paper:
    """Prints lines on standard output."""

    def __init__(self) -> None:
        from rich.console import Console  # late: 50 ms that --help need not wait for

        self._width = _width()
        self._console = Console(highlight=False, markup=False, emoji=False)

    def print(self, lines: Iterable[Line]) -> None:
        """All of them, each on as many lines as it takes."""
        from rich.text import Text  # as above

        for line in lines:
            label, text = (
                Text.assemble(*((printable(piece), style) for piece, style in pieces))
                for pieces in (line.label, line.pieces)
            )
            room = max(self._width - label.cell_len, _NARROWEST // 2)
            for row in [text] if line.is_whole else text.wrap(self._console, room):
                row.rstrip()
                with self._console.capture() as printed:  # rich ends the process when a pipe is closed
                    self._console.print(label + row, soft_wrap=True)
                print(printed.get(), end="")
                label = Text(" " * label.cell_len)


def _width() -> int:
    if not sys.stdout.isatty():
        return _WIDTH
    return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
