"""A real Chromium, and what it asks the network for."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update"),
    *("--disable-background-networking", "--disable-sync", "--disable-default-apps", "--disable-extensions"),
)


@dataclass(frozen=True)
class Opened:
    """What came of a page."""

    #: after its scripts have run
    dom: str
    #: first lines of what it asked for, over any scheme and from any host
    requests: list[str]
    #: what the browser complained about
    console: list[str]


def find_browser() -> str:
    """Its path; skips the test where there is none, and fails it where there has to be one (``.ci/run`` sees to that)."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("a Chromium is required here, and there is none")
    if path is None:
        pytest.skip("no Chromium on this machine (Debian and Ubuntu: apt install chromium)")
    return path


def open_page(path: Path, *options: str) -> Opened:
    """Opens a file; whatever it asks for goes to a proxy that writes it down and gives nothing."""
    with _proxy() as (port, requests):
        command = [
            *(find_browser(), *_QUIET, *options, f"--user-data-dir={path.parent / 'profile'}"),
            *(f"--proxy-server=127.0.0.1:{port}", "--proxy-bypass-list=<-loopback>", "--enable-logging=stderr"),
            *("--virtual-time-budget=3000", "--timeout=20000", "--dump-dom", path.as_uri()),
        ]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    console = [line for line in ran.stderr.splitlines() if "CONSOLE" in line]
    return Opened(ran.stdout, [line for line in requests if "evil.example" in line], console)


@contextmanager
def _proxy() -> Iterator[tuple[int, list[str]]]:
    lines: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_refuse_all, args=(server, lines), daemon=True).start()
        yield server.getsockname()[1], lines


def _refuse_all(server: socket.socket, lines: list[str]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:  # closed: the test is over
            return
        with connection:
            connection.settimeout(5)
            try:
                lines.append(connection.recv(4096).decode("latin-1").partition("\r\n")[0])
                connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except OSError:  # opened in advance and never used
                continue
