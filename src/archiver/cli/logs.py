"""What the package logs, as messages."""

from __future__ import annotations

import logging

from archiver.cli.messages import DEBUG, WARNING, Messages


def pass_on_logging(messages: Messages) -> None:
    """From now on, what ``archiver`` logs goes to these messages."""
    logger = logging.getLogger("archiver")
    logger.handlers = [LogHandler(messages)]
    logger.setLevel(DEBUG if messages.threshold == DEBUG else max(WARNING, messages.threshold))
    logger.propagate = False


class LogHandler(logging.Handler):
    """Passes what the package logs on to the messages, tracebacks included."""

    def __init__(self, messages: Messages) -> None:
        super().__init__(level=messages.threshold)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        """The record as a message."""
        self._messages.say(record.levelno, self.format(record), {"logger": record.name})
