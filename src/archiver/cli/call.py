"""What ``main`` shares with the command that it runs."""

from __future__ import annotations

from archiver.cli.messages import Messages
from archiver.pipelines.interrupts import Interrupts


class Process:
    """One call of the command line; travels as click's context object."""

    def __init__(self, interrupts: Interrupts) -> None:
        self.interrupts = interrupts
        self.messages = Messages()
