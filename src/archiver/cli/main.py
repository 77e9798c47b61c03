"""The console script. From its first moment to its last, a signal ends it with the code that a shell expects.

Little is loaded before that holds: the commands and their libraries take most of a start.
"""

from __future__ import annotations

import atexit
import os
import signal
import sys

from archiver.signal_codes import exit_code_of


def main() -> None:
    """The console script."""
    heed_signals()
    from archiver.cli.running import run_process  # loads what takes most of a start

    sys.exit(run_process(sys.argv[1:]))


def heed_signals() -> None:
    """Ctrl-C, SIGTERM and a closed terminal end the process at once while nothing is begun, and when all is done.

    In between, ``Interrupts`` takes their place. An exception would be out of place here: Python's imports print a
    traceback of it, or lose it.
    """
    # nohup has a closed terminal mean nothing, and so it shall
    heeded = [one for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if signal.getsignal(one) != signal.SIG_IGN]
    for signum in heeded:
        signal.signal(signum, _end_at_once)
    # run last of all; then Python takes its handlers back, and would die of a signal, with the exit code long settled
    for signum in heeded:
        atexit.register(signal.signal, signum, signal.SIG_IGN)


def _end_at_once(signum: int, _frame: object) -> None:
    os._exit(exit_code_of(signum))
