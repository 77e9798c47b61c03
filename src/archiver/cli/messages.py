"""Messages for people and for log collectors, all of them on stderr.

A line of text each, or with ``--log-format json`` one JSON object a line: ``at``, ``level``, ``message`` and the facts
that belong to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

#: as ``logging`` has them, which takes a while to load
DEBUG, INFO, WARNING, ERROR = 10, 20, 30, 40
_NAMES = {DEBUG: "debug", INFO: "info", WARNING: "warning", ERROR: "error"}


class Messages:
    """Says what is at or above its threshold, in its format."""

    def __init__(self, *, threshold: int = INFO, as_json: bool = False, stream: TextIO | None = None) -> None:
        self.threshold = threshold
        self.as_json = as_json
        self._stream = stream
        #: what prints a line of text: a progress bar puts itself here, to keep its own line below
        self.print_line: Callable[[str], None] = self._print

    @property
    def is_on_terminal(self) -> bool:
        """Whether a person is likely to read along."""
        return self._out.isatty()

    def debug(self, text: str, **facts: object) -> None:
        """For ``--verbose``."""
        self.say(DEBUG, text, facts)

    def info(self, text: str, **facts: object) -> None:
        """Kept back by ``--quiet``."""
        self.say(INFO, text, facts)

    def warning(self, text: str, **facts: object) -> None:
        """Kept back by ``--quiet`` too: the exit code tells."""
        self.say(WARNING, text, facts)

    def error(self, text: str, **facts: object) -> None:
        """Always said: why the exit code is not 0."""
        self.say(ERROR, text, facts)

    def say(self, level: int, text: str, facts: dict[str, object]) -> None:
        """The message, when its level is at or above the threshold."""
        if level < self.threshold:
            return
        if self.as_json:
            self._print(_json(level, text, facts))
        else:
            self.print_line(f"archiver: {text}" if level >= WARNING else text)

    @property
    def _out(self) -> TextIO:
        return sys.stderr if self._stream is None else self._stream

    def _print(self, line: str) -> None:
        print(line, file=self._out, flush=True)


def _json(level: int, text: str, facts: dict[str, object]) -> str:
    import json  # late: --help prints none

    from archiver.timestamps import utc_text  # spares the start of --help the calendars of 40 languages

    record = {"at": utc_text(datetime.now(UTC)), "level": _NAMES.get(level, str(level)), "message": text, **facts}
    return json.dumps(record, ensure_ascii=False, default=str)
