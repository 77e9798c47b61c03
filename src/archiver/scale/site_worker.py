"""The inside of a process that crawls: a task comes in on its standard input, what happens goes out on its output.

It has a main thread of its own, so that a crawl in it heeds signals and time limits like any other. It is told to end
by a second value on its input, or by the input's end, whatever has become of whoever held the other side; then it keeps
what it has, as after SIGTERM.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from typing import BinaryIO

from archiver.pipelines.children import own_streams
from archiver.pipelines.garbage import rare_collections
from archiver.pipelines.interrupts import Interrupted, Interrupts
from archiver.pipelines.pickles import receive, send
from archiver.scale.site_tasks import SiteOutcome, SiteTask, do_task


def main() -> None:
    """Does one task."""
    for signum in (signal.SIGINT, signal.SIGHUP):  # which are for whoever was called by hand
        signal.signal(signum, signal.SIG_IGN)
    source, target = own_streams()
    with suppress(EOFError, OSError):  # nobody is on the other side any more
        _work(receive(source), source, target)
    os._exit(0)


def _work(task: SiteTask, source: BinaryIO, target: BinaryIO) -> None:
    interrupts = Interrupts()

    def tell(value: object) -> None:
        with interrupts.held_back():  # half a value would be the last one
            send(value, target)

    try:
        with interrupts.watched(), rare_collections():
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            threading.Thread(target=_heed, args=(source,), daemon=True).start()
            tell(do_task(task, interrupts, tell))
    except Interrupted:  # before it began, or after its end
        send(SiteOutcome(path=task.path, is_interrupted=True), target)


def _heed(source: BinaryIO) -> None:
    with suppress(EOFError, OSError):
        receive(source)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
