"""The served archive: asked within the process, or run as the command and asked over the network.

with served(path) as pages:
    assert pages.get("/").status_code == 200
"""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archiver.serve.app import ArchiveDatasette, Site, make_app
from archiver.store.archive import open_archive
from support.archives import SITE, Clock, Desk


@contextmanager
def desk_at(path: Path) -> Iterator[Desk]:
    """A new archive with one source, or what is there, to be written to."""
    clock = Clock()
    with open_archive(path, clock=clock) as archive:
        yield Desk(archive, clock, archive.add_source(SITE, name="Courrier du Lac", language="fr"))


class Served:
    """An application and the loop that it runs in."""

    def __init__(self, app: ArchiveDatasette, runner: asyncio.Runner) -> None:
        self.app = app
        self._runner = runner

    def get(self, path: str, **options: Any) -> Any:
        """The response."""
        return self._runner.run(self.app.client.get(path, **options))

    def run(self, coroutine: Any) -> Any:
        """What a coroutine gives, in the same loop."""
        return self._runner.run(coroutine)


@contextmanager
def served(path: Path, **site: Any) -> Iterator[Served]:
    """The archive at this path, while the block runs."""
    app = make_app(Site(archive=path, **site))
    with asyncio.Runner() as runner:
        try:
            yield Served(app, runner)
        finally:
            app.close()


@dataclass
class Running:
    """The command at work."""

    process: subprocess.Popen[str]
    #: http://127.0.0.1:41234/
    url: str
    #: what it said before
    warnings: str

    def end(self, signum: int = signal.SIGINT) -> tuple[int, str]:
        """The exit code, and what stood on standard error beside the address."""
        self.process.send_signal(signum)
        assert self.process.stderr is not None
        errors = self.process.stderr.read()
        return self.process.wait(30), errors


@contextmanager
def running(path: Path, *options: str) -> Iterator[Running]:
    """``archiver serve`` on a free port, ended with the block."""
    command = [sys.executable, "-m", "archiver.cli", "serve", "--db", str(path), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        late = threading.Timer(60, process.kill)
        late.start()
        try:
            assert process.stderr is not None
            said = ""
            while (found := re.search(r"http://\S+", said)) is None:
                line = process.stderr.readline()
                assert line, said
                said += line
            yield Running(process, found[0], said.removesuffix(line))
        finally:
            late.cancel()
            process.kill()
