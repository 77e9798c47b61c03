"""Ctrl-C, SIGTERM, a closed terminal and the time limit: they end a run at once, but never in the middle of a commit.

A signal raises ``Interrupted`` wherever the main thread is. What it cuts short is still in the frontier and is done
again by the next run; only a batch that is being written is held together by ``Interrupts.held_back``.

People press Ctrl-C twice. The second one would cut short what the first has put away: it changes nothing, unless the
first was of no use for a while.

There are places in which Python throws away what is raised, with a word as in ``__del__`` or without one as where C
code hashes a key. An ``Interrupted`` that is gone before anybody has heeded it was raised in one: it is raised again
a moment later.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import Any, TypeAlias

from archiver.signal_codes import exit_code_of

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)
_Handler: TypeAlias = Callable[[int, FrameType | None], Any] | int | None
#: in which a command that was told to end is to be gone; until then, it is not told again
_PATIENCE_S = 5.0
#: until an order is given again that was thrown away: C code that has made an error of its own of it is to come to its
#: end, and so is what is put away for that error
_AGAIN_S = 1.0
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
        return exit_code_of(self.signum)

    @property
    def is_time_limit(self) -> bool:
        """Whether it was the run's own limit."""
        return self.signum == signal.SIGALRM


class Interrupts:
    """Turns signals into ``Interrupted``, now or as soon as what may not be cut is done."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held_back = 0
        self._waiting: int | None = None
        self._is_watching = False
        self._is_limited = False
        #: when the process was last told to end
        self._told_at = 0.0
        #: the last one raised, until it is heeded; what happens when it is gone before belongs to it
        self._on_its_way: weakref.ref[Interrupted] | None = None
        #: the signal of one that was thrown away, until it is raised again
        self._lost: int | None = None
        #: the first signal that told the process to end
        self.received: int | None = None

    @property
    def exit_code(self) -> int:
        """Of the process that was interrupted, by Ctrl-C where no signal is known."""
        return exit_code_of(self.received or signal.SIGINT)

    @contextmanager
    def recognised(self) -> Iterator[None]:
        """Raises ``Interrupted`` for an error that a signal has become: SQLite and DuckDB make their own of one."""
        try:
            yield
        except Exception as error:
            if self.received is None:
                raise
            self._told_at = self._clock()
            self._lost = None
            raise self._followed(Interrupted(self.received)) from error

    def heed(self) -> None:
        """Said by whoever acts on an ``Interrupted`` and goes on: it has come to where it was to come."""
        self._on_its_way = None

    @contextmanager
    def watched(self) -> Iterator[Interrupts]:
        """Signals mean ``Interrupted`` inside; outside of the main thread nothing changes."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        # nohup has a closed terminal mean nothing, and so it shall
        heeded = [signum for signum in _SIGNALS if signal.getsignal(signum) != signal.SIG_IGN]
        with _not_told_when_thrown_away():
            before: dict[int, _Handler] = {}
            try:
                with self.held_back():  # until all are there
                    before = {signum: signal.signal(signum, self._receive) for signum in heeded}
                self._is_watching = signal.SIGALRM in before
                yield self
            finally:
                self._held_back += 1  # an exception would leave some of the handlers behind
                self.heed()
                self._is_watching = False
                self._lost = None
                signal.setitimer(signal.ITIMER_REAL, 0)
                for signum, handler in before.items():
                    signal.signal(signum, handler)
                self._held_back -= 1
            self._catch_up()

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """A signal that comes inside takes effect at the end of the block."""
        self._held_back += 1
        try:
            yield
        finally:
            self._held_back -= 1
            self._catch_up()

    @contextmanager
    def time_limit(self, seconds: float | None) -> Iterator[None]:
        """The block is interrupted after this long, where signals are watched.

        A limit around it waits until it has ended: what takes too long is not always what is inside.
        """
        if seconds is None or not self._is_watching or self.received is not None:
            yield
            return
        is_inner, began = self._is_limited, self._clock()
        outer_s, _ = signal.getitimer(signal.ITIMER_REAL)
        self._is_limited = True
        try:
            signal.setitimer(signal.ITIMER_REAL, max(seconds, _SHORTEST_S))
            yield
        finally:
            self._held_back += 1  # an exception would leave the limit on
            self._is_limited = is_inner
            self._forget_limit()
            if self._lost is None:
                left_s = max(outer_s - (self._clock() - began), _SHORTEST_S) if is_inner else 0.0
                signal.setitimer(signal.ITIMER_REAL, left_s)
            self._held_back -= 1
            self._catch_up()

    def _forget_limit(self) -> None:
        """Nothing of a limit that has ended is heard of again."""
        if self._waiting == signal.SIGALRM:
            self._waiting = None
        order = None if self._on_its_way is None else self._on_its_way()
        if order is not None and order.is_time_limit:
            self.heed()

    def _receive(self, signum: int, _frame: FrameType | None) -> None:
        if signum == signal.SIGALRM and self._lost is not None:
            signum, self._lost = self._lost, None
        elif not self._changes_anything(signum):
            return
        if signum != signal.SIGALRM:
            self.received = signum = self.received or signum
            self._told_at = self._clock()
        self._waiting = signum
        self._catch_up()

    def _changes_anything(self, signum: int) -> bool:
        if signum == signal.SIGALRM:
            return self._is_limited and self.received is None
        return self.received is None or self._clock() - self._told_at >= _PATIENCE_S

    def _catch_up(self) -> None:
        """Raise ``Interrupted`` if a signal waits for that and nothing is held back."""
        if self._waiting is not None and not self._held_back:
            signum, self._waiting = self._waiting, None
            raise self._followed(Interrupted(signum))  # in no variable here, which would keep it

    def _followed(self, order: Interrupted) -> Interrupted:
        """The same; when it is gone before anybody has heeded it, it comes again."""
        self._on_its_way = weakref.ref(order, partial(self._come_again, order.signum))
        return order

    def _come_again(self, signum: int, _gone: object) -> None:
        """Has it raised in a moment; the timer is free, for no limit counts once the process was told to end."""
        self._on_its_way = None
        if signum != signal.SIGALRM:
            self._lost = signum
        elif not self._is_limited:
            return
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_S)


@contextmanager
def _not_told_when_thrown_away() -> Iterator[None]:
    """Inside, Python says nothing of an ``Interrupted`` that it throws away: it comes again."""
    before = sys.unraisablehook

    def see(thrown: sys.UnraisableHookArgs) -> None:
        if not isinstance(thrown.exc_value, Interrupted):
            before(thrown)

    sys.unraisablehook = see
    try:
        yield
    finally:
        sys.unraisablehook = before
