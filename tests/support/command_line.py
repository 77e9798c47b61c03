"""The command line as tests call it, and a small site for it to crawl."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
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
