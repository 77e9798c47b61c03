"""The server: a socket of its own, uvicorn behind it, until a signal ends it."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import uvicorn

from archiver.errors import ArchiverError, UsageError

#: for answers that are on their way when the server is told to end
_GRACE_S = 1
_BACKLOG = 128
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there, at a free port for 0. Raises ``ArchiverError`` or ``UsageError``."""
    try:
        family, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
        )[0]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        raise _explained(host, port, error) from error


def _explained(host: str, port: int, error: OSError) -> ArchiverError:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return UsageError(f"--host '{host}': no address of this machine (expected 127.0.0.1, or 0.0.0.0 for all)")
    if error.errno == errno.EADDRINUSE:
        return ArchiverError(f"port {port} of {host} is taken by another program: --port 0 finds a free one")
    if error.errno in {errno.EACCES, errno.EPERM}:
        return ArchiverError(f"port {port} of {host} may not be used by you: take one from 1024 on")
    return ArchiverError(f"port {port} of {host}: {os.strerror(error.errno or 0)}")


def address_of(listener: socket.socket) -> str:
    """Where a browser finds it.

    A server that listens everywhere is named by the loopback address: its other names are not known to us.
    """
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - it is compared
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def serve(
    app: Any, listener: socket.socket, at_start: Callable[[], Coroutine[Any, Any, None]], at_end: Callable[[], None]
) -> None:
    """Answers until a signal comes, which takes its usual effect when that is done.

    ``at_start`` runs beside the first answers. ``at_end`` is called before those on their way are waited for:
    it can cut short what they wait for.
    """
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
    )
    asyncio.run(_Server(config, at_start, at_end).serve(sockets=[listener]))


class _Server(uvicorn.Server):
    """Uvicorn's, which says when it has been told to end, and is told by a closed terminal, too."""

    def __init__(
        self, config: uvicorn.Config, at_start: Callable[[], Coroutine[Any, Any, None]], at_end: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._at_start = at_start
        self._started: asyncio.Task[None] | None = None
        self._at_end = at_end

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Inside, signals end the server; the first of them takes its usual effect behind it."""
        # nohup has a closed terminal mean nothing, and so it shall
        heeded = [signum for signum in _SIGNALS if signal.getsignal(signum) != signal.SIG_IGN]
        told: list[int] = []

        def end(signum: int, frame: FrameType | None) -> None:
            told.append(signum)
            self.handle_exit(signum, frame)

        before = {signum: signal.signal(signum, end) for signum in heeded}
        try:
            yield
        finally:
            for signum, handler in before.items():
                signal.signal(signum, handler)
        if told:
            signal.raise_signal(told[0])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """The same, and begins ``at_start``."""
        await super().startup(sockets)
        self._started = asyncio.create_task(self._at_start())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """The same, after ``at_end``."""
        if self._started is not None:
            self._started.cancel()
        self._at_end()
        await super().shutdown(sockets)
