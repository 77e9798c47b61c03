"""The command line as tests call it, and a small site for it to crawl."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from support.bad_server import page
from support.memory_web import page as story


@dataclass(frozen=True)
class Called:
    """What one call did."""

    code: int
    out: str
    err: str


Call = Callable[..., Called]


@dataclass
class Process:
    """The command line as a process."""

    popen: subprocess.Popen[str]

    def end(self, signum: int | None = None, timeout: float = 30) -> Called:
        """Wait for the end, after a signal where one is given."""
        if signum is not None:
            os.kill(self.popen.pid, signum)
        out, err = self.popen.communicate(timeout=timeout)
        return Called(self.popen.returncode, out, err)


def slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def article(title: str) -> bytes:
    return page(story(title))


def wait_until(condition: Callable[[], object], timeout: float = 20) -> None:
    """Until the condition holds; fails the test when it does not come to hold."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def children_of(pid: int, pattern: str) -> list[int]:
    """The processes that a process has started, those whose command line has the pattern."""
    listed = subprocess.run(["pgrep", "-P", str(pid), "-f", pattern], capture_output=True, text=True, check=False)
    return [int(child) for child in listed.stdout.split()]


def is_gone(pid: int) -> bool:
    """Whether a process has ended, seen off or not."""
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listed.stdout.strip()[:1] in {"", "Z"}


def on_terminal(*arguments: str, columns: int) -> list[str]:
    """The lines that a call prints on a terminal of some width."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    command = [sys.executable, "-m", "archiver.cli", *arguments]
    with subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=subprocess.DEVNULL, env=environment | {"TERM": "xterm"}
    ) as popen:
        os.close(follower)
        printed = b"".join(iter(lambda: _read(leader), b""))
    os.close(leader)
    assert popen.returncode == 0
    return printed.decode().replace("\r\n", "\n").splitlines()


def stderr_on_terminal(start: Callable[..., Process], *arguments: object) -> tuple[subprocess.Popen[str], str]:
    """The ended process, and what it wrote to the terminal that its stderr is."""
    ours, theirs = pty.openpty()
    process = start(*arguments, stderr=theirs).popen
    os.close(theirs)
    written = b""
    with suppress(OSError):  # the other end is closed
        while part := os.read(ours, 65536):
            written += part
    os.close(ours)
    process.wait(20)
    return process, written.decode()


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # how Linux says that nobody is on the other side any more
        return b""
