"""The exit code of a process that a signal has ended, as shells have it. Loads nothing: a command begins with it."""

from __future__ import annotations

#: what a shell adds to the number of the signal
_BASE = 128


def exit_code_of(signum: int) -> int:
    """The code.

    >>> exit_code_of(15)
    143
    """
    return _BASE + signum
