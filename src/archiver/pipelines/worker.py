"""The inside of a worker process: captures come in on its standard input, readings go out on its standard output.

Started by ``workers``. It ends when its input ends, however its parent has ended and whatever it is at. A page that
takes too long ends it by SIGALRM, which comes even in the middle of a regular expression.
"""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress

from archiver.pipelines import reading as _parser  # noqa: F401 - loaded by the time that the worker is ready
from archiver.pipelines.children import arrivals, own_streams, peak_bytes
from archiver.pipelines.garbage import rare_collections
from archiver.pipelines.pickles import receive, send
from archiver.pipelines.tasks import READY, Setup, read

#: a process that has once needed so much makes room for a new one: what it has freed it seldom gives back
MOST_MEMORY_BYTES = 400_000_000


def main() -> None:
    """Reads what comes until nothing comes any more."""
    source, target = own_streams()
    with suppress(EOFError, OSError), rare_collections():
        gc.enable()
        setup: Setup = receive(source)
        tasks = arrivals(source)
        send(READY, target)
        while peak_bytes(MOST_MEMORY_BYTES) < MOST_MEMORY_BYTES:
            task = tasks.get()
            signal.setitimer(signal.ITIMER_REAL, setup.timeout_s)
            reading = read(task, setup.rules)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(reading, target)
    os._exit(0)
