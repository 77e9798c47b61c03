"""A process of ours, seen from both sides: a Python of its own with two pipes, which ends with whoever started it.

Nothing is forked from a process with threads, and nothing of the caller's program is run again. Values go both ways as
``pickles`` writes them. What is started by a thread that blocks signals (``deaf``) hears neither Ctrl-C nor SIGTERM,
which are for the process that was called.
"""

from __future__ import annotations

import os
import queue
import re
import resource
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import Any, BinaryIO, Self

from archiver.pipelines.pickles import receive, send

#: what a page of usual size takes lies in the pipe as a whole, where the system has pipes of that size
_PIPE_BYTES = 1 << 20
#: the modules are to be found where ours were found; ``-m`` would begin with those of the current folder; what they
#: define is no garbage to look for
_BOOT = "import gc, sys; gc.disable(); sys.path[:] = sys.argv[1:]; from {module} import main; main()"
#: for a process whose pipe is closed to be gone
_LINGERING_S = 1.0
_PEAK = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)
#: of ``ru_maxrss``
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024


def deaf() -> None:
    """From here on, this thread and the processes that it starts hear no signal that ends a command."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


# --- the side of whoever starts it ---------------------------------------------


class Child:
    """A process that runs ``main`` of a module of ours, and its two pipes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    @classmethod
    def start(cls, module: str) -> Self:
        """A new one. Raises ``OSError`` when none can be had."""
        command = [sys.executable, "-c", _BOOT.format(module=module), *sys.path]
        return cls(
            subprocess.Popen(  # noqa: S603 - this Python
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pipesize=_PIPE_BYTES
            )
        )

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """How it ended, the signal's number below zero; ``None`` while it runs."""
        return self._process.poll()

    def send(self, value: object) -> None:
        """Writes into its pipe. Raises ``OSError`` when it is gone."""
        assert isinstance(self._process.stdin, BufferedWriter), "it is a pipe"
        send(value, self._process.stdin)

    def receive(self) -> Any:
        """The next value that it sends. Raises ``EOFError`` and whatever a half value raises when it is gone."""
        assert isinstance(self._process.stdout, BufferedReader), "it is a pipe"
        return receive(self._process.stdout)

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()

    def see_off(self) -> int:
        """Closes its pipes, with which it ends, by force when it lingers; how it ended."""
        assert self._process.stdin is not None, "it is a pipe"
        with suppress(OSError):  # of what it was sent and has not read
            self._process.stdin.close()
        with suppress(OSError), self._process as process:
            try:
                process.wait(_LINGERING_S)
            except subprocess.TimeoutExpired:
                process.kill()
        return self._process.returncode


def words_for(code: int) -> str:
    """How a process ended, for a person: ``was ended by SIGKILL``."""
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"


# --- its own side ----------------------------------------------------------------


def own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Input and output for us alone: what a library prints goes nowhere."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nowhere, number)
    return source, target


def arrivals(source: BinaryIO) -> queue.SimpleQueue[Any]:
    """What comes in, taken in ahead of time; the process ends when nothing can come any more, whatever it is at."""
    values: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(source, values), daemon=True).start()
    return values


def peak_bytes(at_least: int = 0) -> int:
    """The most memory that this process has had, or something less than ``at_least``.

    On Linux ``ru_maxrss`` begins with that of its parent, so that it is never too small; the file takes 0.1 ms.
    """
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MEMORY_UNIT
    if most < at_least:
        return most
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return most
    found = _PEAK.search(status)
    return int(found[1]) * 1024 if found else 0


def _receive(source: BinaryIO, values: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            values.put(receive(source))
    finally:
        os._exit(0)
