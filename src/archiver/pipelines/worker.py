"""The inside of a worker process: captures come in on its standard input, readings go out on its standard output.

Started by ``workers``. It ends when its input ends, however its parent has ended and whatever it is at: a thread waits
for that. A page that takes too long ends it by SIGALRM, which comes even in the middle of a regular expression.
"""

from __future__ import annotations

import gc
import os
import queue
import re
import resource
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from archiver.pipelines import reading as _parser  # noqa: F401 - loaded by the time that the worker is ready
from archiver.pipelines.garbage import rare_collections
from archiver.pipelines.pickles import receive, send
from archiver.pipelines.tasks import READY, Setup, Task, read

#: a process that has once needed so much makes room for a new one: what it has freed it seldom gives back
MOST_MEMORY_BYTES = 400_000_000
_PEAK = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)
#: of ``ru_maxrss``
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Reads what comes until nothing comes any more."""
    source, target = _own_streams()
    with suppress(EOFError, OSError), rare_collections():
        gc.enable()
        setup: Setup = receive(source)
        tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
        threading.Thread(target=_receive, args=(source, tasks), daemon=True).start()
        send(READY, target)
        while _peak_bytes() < MOST_MEMORY_BYTES:
            task = tasks.get()
            signal.setitimer(signal.ITIMER_REAL, setup.timeout_s)
            reading = read(task, setup.rules)
            signal.setitimer(signal.ITIMER_REAL, 0)
            send(reading, target)
    os._exit(0)


def _peak_bytes() -> int:
    """The most memory that this process has had, or less than ``MOST_MEMORY_BYTES``.

    On Linux ``ru_maxrss`` begins with that of its parent, so that it is never too small; the file takes 0.1 ms.
    """
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MEMORY_UNIT
    if most < MOST_MEMORY_BYTES:
        return most
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return most
    found = _PEAK.search(status)
    return int(found[1]) * 1024 if found else 0


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Input and output for us alone: what a library prints goes nowhere."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    return source, target


def _receive(source: BinaryIO, tasks: queue.SimpleQueue[Task]) -> None:
    """Takes in tasks ahead of time; the parent sends only a few."""
    try:
        while True:
            tasks.put(receive(source))
    finally:
        os._exit(0)
