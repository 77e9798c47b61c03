"""Ctrl-C, SIGTERM, a closed terminal and the time limit: they end a run at once, but never in the middle of a commit.

A signal raises ``Interrupted`` wherever the main thread is. What it cuts short is still in the frontier and is done
again by the next run; only a batch that is being written is held together by ``Interrupts.held_back``.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
#: what a shell adds to the number of the signal
_EXIT_CODE_BASE = 128
#: a timer of 0 would be none
_SHORTEST_S = 0.001


class Interrupted(BaseException):
    """The process was asked to end; ``signum`` says by which signal."""

    def __init__(self, signum: int) -> None:
        super().__init__(signal.Signals(signum).name)
        self.signum = signum
        #: somebody has said what it means for the run
        self.is_told = False

    @property
    def exit_code(self) -> int:
        """What a shell expects: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP."""
        return _EXIT_CODE_BASE + self.signum

    @property
    def is_time_limit(self) -> bool:
        """Whether it was the run's own limit."""
        return self.signum == signal.SIGALRM


class Interrupts:
    """Turns signals into ``Interrupted``, now or as soon as what may not be cut is done."""

    def __init__(self) -> None:
        self._held_back = 0
        self._waiting: int | None = None
        self._is_watching = False
        #: the signal that told the process to end
        self.received: int | None = None

    @property
    def exit_code(self) -> int:
        """Of the process that was interrupted, by Ctrl-C where no signal is known."""
        return _EXIT_CODE_BASE + (self.received or signal.SIGINT)

    @contextmanager
    def watched(self) -> Iterator[Interrupts]:
        """Signals mean ``Interrupted`` inside; outside of the main thread nothing changes."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        # nohup has a closed terminal mean nothing, and so it shall
        heeded = [signum for signum in _SIGNALS if signal.getsignal(signum) != signal.SIG_IGN]
        before = {signum: signal.signal(signum, self._receive) for signum in heeded}
        self._is_watching = signal.SIGALRM in before
        try:
            yield self
        finally:
            self._is_watching = False
            for signum, handler in before.items():
                signal.signal(signum, handler)

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """A signal that comes inside takes effect at the end of the block."""
        self._held_back += 1
        try:
            yield
        finally:
            self._held_back -= 1
        if self._waiting is not None and not self._held_back:
            signum, self._waiting = self._waiting, None
            raise Interrupted(signum)

    @contextmanager
    def time_limit(self, seconds: float | None) -> Iterator[None]:
        """The block is interrupted after this long, where signals are watched."""
        if seconds is None or not self._is_watching:
            yield
            return
        signal.setitimer(signal.ITIMER_REAL, max(seconds, _SHORTEST_S))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _receive(self, signum: int, _frame: FrameType | None) -> None:
        if signum != signal.SIGALRM:
            self.received = signum
        if self._held_back:
            self._waiting = signum
        else:
            raise Interrupted(signum)
