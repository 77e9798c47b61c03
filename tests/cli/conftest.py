"""The command line, called in this process or as a process of its own, in an empty folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archiver.cli.running import run
from support.bad_server import BadServer, page
from support.command_line import Call, Called, Process, article, slug


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def archiver(capfd) -> Call:
    """Calls the command line here: quicker than a process."""

    def call(*arguments: object) -> Called:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Called(code, out, err)

    return call


@pytest.fixture
def start(folder) -> Iterator[Callable[..., Process]]:
    """Starts the command line as a process."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: object, **options: object) -> Process:
        command = [sys.executable, "-m", "archiver.cli", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "cwd": folder} | options
        popen = subprocess.Popen(command, **pipes)
        running.append(popen)
        return Process(popen)

    yield begin
    for popen in running:
        if popen.poll() is None:
            popen.send_signal(signal.SIGKILL)
        popen.communicate()


@pytest.fixture
def server() -> Iterator[BadServer]:
    """A site on loopback with a home page and three articles."""
    with BadServer() as server:
        titles = ("The ferry runs again", "The market moves", "The mill has a roof")
        links = "".join(f'<li><a href="/2025/08/1{n}/{slug(t)}/">{t}</a></li>' for n, t in enumerate(titles))
        server.routes["/"] = page(f"<title>Lake Courier</title><ul>{links}</ul>")
        server.routes["/robots.txt"] = page("", status="404 Not Found")
        for number, title in enumerate(titles):
            server.routes[f"/2025/08/1{number}/{slug(title)}/"] = article(title)
        yield server
