"""Messages for people and for log collectors, all of them on stderr.

A line of text each, or with ``--log-format json`` one JSON object a line: ``at``, ``level``, ``message`` and the facts
that belong to it.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

DEBUG, INFO, WARNING, ERROR = logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR


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
            self._print(json.dumps(_record(level, text, facts), ensure_ascii=False, default=str))
        else:
            self.print_line(f"archiver: {text}" if level >= WARNING else text)

    @property
    def _out(self) -> TextIO:
        return sys.stderr if self._stream is None else self._stream

    def _print(self, line: str) -> None:
        print(line, file=self._out, flush=True)


class LogHandler(logging.Handler):
    """Passes what the package logs on to the messages, tracebacks included."""

    def __init__(self, messages: Messages) -> None:
        super().__init__(level=messages.threshold)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        """The record as a message."""
        self._messages.say(record.levelno, self.format(record), {"logger": record.name})


def _record(level: int, text: str, facts: dict[str, object]) -> dict[str, object]:
    from archiver.timestamps import utc_text  # spares the start of --help the calendars of 40 languages

    return {"at": utc_text(datetime.now(UTC)), "level": logging.getLevelName(level).lower(), "message": text, **facts}
