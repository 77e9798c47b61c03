"""Dask's own programs: a scheduler, and workers of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def _started(*words, most_bytes=None, **settings):
    """A program of Dask's, ended with the block; ``most_bytes`` is how large its files may get."""
    command = [sys.executable, "-m", "dask", *map(str, words)]
    if most_bytes is not None:
        command = ["sh", "-c", f'ulimit -f {most_bytes // 512}; exec "$@"', "sh", *command]
    paths = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": paths} | settings,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):  # it was killed already
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def scheduler(port, **settings):
    return _started("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", **settings)


def worker(port, folder, *, most_bytes=None, is_replaced=True):
    """A worker; without ``is_replaced``, nobody starts it again when it is lost."""
    return _started(
        *("worker", f"tcp://127.0.0.1:{port}", "--nthreads", 1, "--no-dashboard", "--local-directory", folder),
        *(() if is_replaced else ("--no-nanny",)),
        most_bytes=most_bytes,
    )
